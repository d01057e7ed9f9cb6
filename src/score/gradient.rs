//! The gradient: how minutes run over deprivation, as a slope and as a ratio of its ends.

use super::groups::{Group, Groups};
use super::level::{Level, Question};
use super::measures as m;
use super::scorecard::Frame;
use super::{Absent, Case, Figure, Scope};
use crate::equity::{
    self, Observation, Place, SlopeIndex, Undefined, grouped_slope, ridits, slope,
};
use crate::ids::AreaId;

/// The key that sorts the most deprived first.
pub(super) fn rank_key(case: &Case, area: AreaId) -> Option<f64> {
    *case.deprivation.order.get(area)?
}

/// The slope of minutes over deprivation and its relative form, each by area and by decile.
pub(super) fn gradients(
    question: &Question,
    frame: &Frame,
    groups: &Groups,
    ranking: &Ranking,
    deciles: &[(Scope, Level)],
) -> [Figure; 4] {
    let known = |known: bool, unknown: &str| {
        let reason = || Absent(unknown.to_owned());
        known.then_some(()).ok_or_else(reason)
    };
    let rank = known(ranking.any(), NO_RANK);
    let decile = known(
        groups.deciles.iter().any(|it| !it.areas.is_empty()),
        "no area of the study has a national decile",
    );
    let by_area = slope_by_area(question, ranking);
    let by_decile = slope_by_decile(deciles);
    let told = |value: Result<f64, Undefined>, ground: &Result<(), Absent>| {
        if let Some(reason) = question.nobody(&groups.all) {
            return Err(reason);
        }
        ground.clone()?;
        value.map_err(|why| question.explained(why))
    };
    let minutes = |slope: &Result<SlopeIndex, Undefined>| slope.map(|it| it.sii / 60.0);
    // The straight line may fall below zero at the least deprived end; the ratio is then OHID's all the same, and below zero.
    let ratio = |slope: &Result<SlopeIndex, Undefined>| slope.and_then(|it| it.rii());
    let figure = |measure, value| frame.figure(measure, Scope::All, value);
    [
        figure(&m::SII_MINUTES, told(minutes(&by_area), &rank)),
        figure(
            &m::SII_MINUTES_BY_DECILE,
            told(minutes(&by_decile), &decile),
        ),
        figure(&m::RII_MINUTES, told(ratio(&by_area), &rank)),
        figure(&m::RII_MINUTES_BY_DECILE, told(ratio(&by_decile), &decile)),
    ]
}

/// Why nothing can be said over deprivation where nothing is ranked by it.
pub(super) const NO_RANK: &str = "no area has a deprivation rank";

/// The areas with a count of people, whoever is served, and where they stand: the same for every configuration.
pub(super) struct Ranking {
    pub(super) areas: Vec<AreaId>,
    pub(super) people: Vec<f64>,
    /// The middle of each area's block, and its ends; the most deprived first.
    pub(super) ridits: Vec<Option<f64>>,
    pub(super) places: Vec<Option<Place>>,
    any: bool,
}

impl Ranking {
    pub(super) fn of(question: &Question, all: &Group) -> Self {
        let (case, band) = (question.case, question.band);
        let counted = all
            .areas
            .iter()
            .filter_map(|area| Some((*area, case.people(band, *area)?.get())));
        let (areas, people): (Vec<AreaId>, Vec<f64>) = counted.unzip();
        let keys: Vec<Option<f64>> = areas.iter().map(|area| rank_key(case, *area)).collect();
        let ranking = equity::Ranking::of(&keys, &people);
        Self {
            ridits: ranking.ridits(),
            places: ranking.places(),
            any: keys.iter().any(Option::is_some),
            areas,
            people,
        }
    }

    /// Whether any area has a rank.
    pub(super) const fn any(&self) -> bool {
        self.any
    }
}

/// The slope over areas: ridits are those of everyone, the fit is over those who can be served.
fn slope_by_area(question: &Question, ranking: &Ranking) -> Result<SlopeIndex, Undefined> {
    let counted = ranking.areas.iter().zip(&ranking.people);
    let rows: Vec<Observation> = counted
        .zip(&ranking.ridits)
        .filter_map(|((area, people), ridit)| {
            let time = question.reach.nearest[*area].ok()?.time;
            Some(Observation {
                people: *people,
                ridit: (*ridit)?,
                value: f64::from(time.get()),
            })
        })
        .collect();
    slope(&rows)
}

/// The slope over deciles, each at the mean of those in it who can be served.
fn slope_by_decile(deciles: &[(Scope, Level)]) -> Result<SlopeIndex, Undefined> {
    let people = |level: &Level| level.children.clone().unwrap_or(0.0);
    let keys: Vec<Option<f64>> = (0..deciles.len()).map(|it| Some(it as f64)).collect();
    let crowd: Vec<f64> = deciles.iter().map(|it| people(&it.1)).collect();
    let rows: Vec<Observation> = deciles
        .iter()
        .zip(ridits(&keys, &crowd))
        .filter_map(|((_, level), ridit)| {
            Some(Observation {
                people: people(level) - level.unserved.clone().unwrap_or(0.0),
                ridit: ridit?,
                value: level.mean.clone().ok()? * 60.0,
            })
        })
        .collect();
    grouped_slope(&rows)
}
