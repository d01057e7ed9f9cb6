//! The gradient: how minutes run over deprivation.

use super::groups::{Group, Groups};
use super::level::{Level, Question};
use super::measures as m;
use super::scorecard::Frame;
use super::{Absent, Case, Figure, Scope};
use crate::equity::{Observation, SlopeIndex, Undefined, grouped_slope, ridits, slope};
use crate::ids::AreaId;

/// The key that sorts the most deprived first.
pub(super) fn rank_key(case: &Case, area: AreaId) -> Option<f64> {
    *case.deprivation.order.get(area)?
}

/// The slope of minutes over deprivation, by area and by decile.
pub(super) fn gradients(question: &Question, frame: &Frame, groups: &Groups) -> [Figure; 2] {
    let minutes = |slope: Result<SlopeIndex, Undefined>, known: bool, unknown: &str| {
        if let Some(reason) = question.nobody(&groups.all) {
            return Err(reason);
        }
        if !known {
            return Err(Absent(unknown.to_owned()));
        }
        slope.map(|it| it.sii / 60.0).map_err(|why| match why {
            Undefined::Nobody => Absent(format!("none of the {} can be served", question.people())),
            Undefined::OneRank => Absent(format!(
                "deprivation does not vary among the {} who can be served",
                question.people()
            )),
            other => Absent(other.to_string()),
        })
    };
    let (by_area, any_rank) = slope_by_area(question, &groups.all);
    let (by_decile, any_decile) = slope_by_decile(question, &groups.deciles);
    [
        frame.figure(
            &m::SII_MINUTES,
            Scope::All,
            minutes(by_area, any_rank, "no area has a deprivation rank"),
        ),
        frame.figure(
            &m::SII_MINUTES_BY_DECILE,
            Scope::All,
            minutes(
                by_decile,
                any_decile,
                "no area of the study has a national decile",
            ),
        ),
    ]
}

/// The slope over areas: ridits are those of everyone, the fit is over those who can be served.
fn slope_by_area(question: &Question, all: &Group) -> (Result<SlopeIndex, Undefined>, bool) {
    let case = question.case;
    let counted: Vec<(AreaId, f64)> = all
        .areas
        .iter()
        .filter_map(|area| Some((*area, case.people(question.reach.band, *area)?.get())))
        .collect();
    let keys: Vec<Option<f64>> = counted
        .iter()
        .map(|(area, _)| rank_key(case, *area))
        .collect();
    let people: Vec<f64> = counted.iter().map(|(_, people)| *people).collect();
    let rows: Vec<Observation> = counted
        .iter()
        .zip(ridits(&keys, &people))
        .filter_map(|((area, people), ridit)| {
            let time = question.reach.nearest[*area].ok()?.time;
            Some(Observation {
                people: *people,
                ridit: ridit?,
                value: f64::from(time.get()),
            })
        })
        .collect();
    (slope(&rows), keys.iter().any(Option::is_some))
}

/// The slope over deciles, each at the mean of those in it who can be served.
fn slope_by_decile(
    question: &Question,
    deciles: &[Group],
) -> (Result<SlopeIndex, Undefined>, bool) {
    let levels: Vec<Level> = deciles.iter().map(|it| question.level(it)).collect();
    let people = |level: &Level| level.children.clone().unwrap_or(0.0);
    let keys: Vec<Option<f64>> = (0..deciles.len()).map(|it| Some(it as f64)).collect();
    let crowd: Vec<f64> = levels.iter().map(people).collect();
    let rows: Vec<Observation> = levels
        .iter()
        .zip(ridits(&keys, &crowd))
        .filter_map(|(level, ridit)| {
            Some(Observation {
                people: people(level) - level.unserved.clone().unwrap_or(0.0),
                ridit: ridit?,
                value: level.mean.clone().ok()? * 60.0,
            })
        })
        .collect();
    (
        grouped_slope(&rows),
        deciles.iter().any(|it| !it.areas.is_empty()),
    )
}
