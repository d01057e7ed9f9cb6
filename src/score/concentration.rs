//! How minutes, and being within the standard, are spread over deprivation: the Palma ratio and the concentration family.
//!
//! The ranks are those of all children with a count, whoever is served. Minutes are over those of them who can be
//! served; being within the standard is over all of them, the unserved as beyond.

use super::Absent;
use super::gradient::{NO_RANK, Ranking};
use super::inequality::Value;
use super::level::Question;
use super::measures as m;
use crate::access::within;
use crate::equity::{
    Bounds, Observation, Ranked, Undefined, concentration, erreygers, extended_concentration,
    generalised_concentration, palma, wagstaff,
};
use crate::ids::AreaId;

/// The aversion ν of the extended index: one step beyond the 2 at which it is the plain one.
const AVERSION: f64 = 3.0;

/// The figures over deprivation, in order of the register.
pub(super) fn over_deprivation(question: &Question, ranking: &Ranking) -> [Value; 6] {
    let unranked = unranked(question, ranking);
    let known = |value: Result<f64, Absent>| match &unranked {
        Some(reason) => Err(reason.clone()),
        None => value,
    };
    let served = rows(ranking, |area| {
        let time = question.reach.nearest[area].ok()?.time;
        Some(f64::from(time.get()))
    });
    let minutes = observed(&served);
    let told =
        |value: Result<f64, Undefined>| known(value.map_err(|why| why_absent(question, why)));
    let plain = told(concentration(&minutes));
    let generalised = told(generalised_concentration(&minutes).map(|it| it / 60.0));
    [
        (&m::PALMA_MINUTES, known(ends(question, &served))),
        (&m::CONCENTRATION_MINUTES, plain),
        (&m::GENERALISED_CONCENTRATION_MINUTES, generalised),
        (
            &m::EXTENDED_CONCENTRATION_MINUTES,
            told(extended_concentration(&served, AVERSION)),
        ),
        (
            &m::ERREYGERS_SHARE_WITHIN,
            known(coverage(question, ranking, erreygers)),
        ),
        (
            &m::WAGSTAFF_SHARE_WITHIN,
            known(coverage(question, ranking, wagstaff)),
        ),
    ]
}

/// Why nobody has a place in the ranking, if that is so.
pub(super) fn unranked(question: &Question, ranking: &Ranking) -> Option<Absent> {
    if !ranking.any() {
        return Some(Absent(NO_RANK.to_owned()));
    }
    ranking.places.iter().all(Option::is_none).then(|| {
        Absent(format!(
            "no {} live in an area with a deprivation rank",
            question.people()
        ))
    })
}

/// A row for every area that is ranked and has an outcome.
pub(super) fn rows(ranking: &Ranking, outcome: impl Fn(AreaId) -> Option<f64>) -> Vec<Ranked> {
    let counted = ranking.areas.iter().zip(&ranking.people);
    let mut rows = Vec::with_capacity(ranking.areas.len());
    rows.extend(
        counted
            .zip(&ranking.places)
            .filter_map(|((area, people), place)| {
                Some(Ranked {
                    people: *people,
                    place: (*place)?,
                    value: outcome(*area)?,
                })
            }),
    );
    rows
}

pub(super) fn observed(rows: &[Ranked]) -> Vec<Observation> {
    rows.iter().map(|it| it.observation()).collect()
}

/// Palma's ratio. Those at an end may all be unserved where others are not.
fn ends(question: &Question, served: &[Ranked]) -> Result<f64, Absent> {
    let someone = served.iter().any(|it| it.people > 0.0);
    ends_of(served).map_err(|why| match why {
        Undefined::Nobody if someone => Absent(format!(
            "none of the {} at one end of the deprivation ranking can be served",
            question.people()
        )),
        other => why_absent(question, other),
    })
}

/// Palma's ratio: the least deprived tenth over the most deprived four tenths.
pub(super) fn ends_of(rows: &[Ranked]) -> Result<f64, Undefined> {
    palma(rows).and_then(|it| it.least_deprived_10_over_most_deprived_40())
}

/// An index of being within the standard.
fn coverage(
    question: &Question,
    ranking: &Ranking,
    index: impl Fn(&[Observation], Bounds) -> Result<f64, Undefined>,
) -> Result<f64, Absent> {
    let reach = question.reach;
    let standard = reach.standard.ok_or_else(|| question.no_standard())?;
    let covered = rows(ranking, |area| {
        Some(f64::from(within(&reach.nearest[area], standard)))
    });
    index(&observed(&covered), Bounds::SHARE).map_err(|why| why_absent(question, why))
}

/// Why an index over deprivation has no value, in words.
fn why_absent(question: &Question, why: Undefined) -> Absent {
    let people = question.people();
    match why {
        Undefined::Nobody => Absent(format!(
            "none of the {people} who are ranked by deprivation can be served"
        )),
        Undefined::AtBound => Absent(format!(
            "either all {people} are within the standard or none are, so that nothing varies"
        )),
        other => question.explained(other),
    }
}
