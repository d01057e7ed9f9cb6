//! How unequally minutes are spread over children: who travels longest, who is beyond the standard, how far journeys lie
//! apart.
//!
//! All of it is over children who can be served. No index stands alone: it falls as well where short journeys become
//! long, so none has a better end and nothing may rank plans by it.

use super::concentration::over_deprivation;
use super::gradient::Ranking;
use super::groups::{Group, Groups};
use super::level::{Journeys, Question};
use super::measures as m;
use super::scorecard::Frame;
use super::{Absent, Figure, MeasureInfo, Scope};
use crate::equity::{
    Decomposition, Undefined, Worst, atkinson, excess, mean_excess, mean_log_deviation_by_group,
    theil_t_by_group,
};

/// A figure's register entry and its value.
pub(super) type Value = (&'static MeasureInfo, Result<f64, Absent>);

/// The share of children that is the worst-off quarter.
const QUARTER: f64 = 0.25;

/// How unequal the journeys of one service are, in order of the register.
pub(super) fn inequality(
    question: &Question,
    frame: &Frame,
    groups: &Groups,
    all: &Journeys,
    ranking: &Ranking,
) -> Vec<Figure> {
    let nobody = question.nobody(&groups.all);
    let known = |value: Result<f64, Absent>| match &nobody {
        Some(reason) => Err(reason.clone()),
        None => value,
    };
    let (worst_off, (dispersion, over_deprivation)) = rayon::join(
        || worst_off(question, all),
        || {
            rayon::join(
                || dispersion(question, all, &groups.districts),
                || over_deprivation(question, ranking),
            )
        },
    );
    worst_off
        .into_iter()
        .chain(dispersion)
        .chain(over_deprivation)
        .map(|(measure, value)| frame.figure(measure, Scope::All, known(value)))
        .collect()
}

/// Those who travel longest, and those beyond the standard.
fn worst_off(question: &Question, all: &Journeys) -> [Value; 5] {
    let told = |value: Result<f64, Undefined>| value.map_err(|why| question.explained(why));
    let beyond = |over: &dyn Fn(f64) -> Result<f64, Undefined>| {
        let standard = question.reach.standard;
        let standard = standard.ok_or_else(|| question.no_standard())?;
        told(over(f64::from(standard.get())))
    };
    let minutes = |seconds: Result<f64, Undefined>| seconds.map(|it| it / 60.0);
    let quarter = minutes(all.ordered.cvar(QUARTER, Worst::Highest));
    let all = &all.rows;
    [
        (&m::CVAR25_MINUTES, told(quarter)),
        (
            &m::MEAN_MINUTES_BEYOND,
            beyond(&|line| minutes(mean_excess(all, line))),
        ),
        (&m::EXCESS_SHARE, beyond(&|line| excess(all, line, 0.0))),
        (&m::EXCESS_FGT1, beyond(&|line| excess(all, line, 1.0))),
        (&m::EXCESS_FGT2, beyond(&|line| excess(all, line, 2.0))),
    ]
}

/// How far journeys lie apart, and what of it lies between districts and within.
fn dispersion(question: &Question, all: &Journeys, districts: &[Group]) -> Vec<Value> {
    let Journeys { rows, ordered } = all;
    let districts = districts.iter().map(|it| question.journeys(it));
    let districts: Vec<Vec<(f64, f64)>> = districts.collect();
    let [t, t_between, t_within] = parts(theil_t_by_group(&districts));
    let [mld, mld_between, mld_within] = parts(mean_log_deviation_by_group(&districts));
    [
        (&m::GINI_MINUTES, ordered.gini()),
        (&m::THEIL_T_MINUTES, t),
        (&m::THEIL_T_BETWEEN_DISTRICTS, t_between),
        (&m::THEIL_T_WITHIN_DISTRICTS, t_within),
        (&m::MLD_MINUTES, mld),
        (&m::MLD_BETWEEN_DISTRICTS, mld_between),
        (&m::MLD_WITHIN_DISTRICTS, mld_within),
        (&m::ATKINSON_MINUTES_0_5, atkinson(rows, 0.5)),
        (&m::ATKINSON_MINUTES_1, atkinson(rows, 1.0)),
        (&m::ATKINSON_MINUTES_2, atkinson(rows, 2.0)),
        (
            &m::P90_P10_RATIO_MINUTES,
            ordered.percentile_ratio(0.9, 0.1),
        ),
    ]
    .into_iter()
    .map(|(measure, value)| (measure, value.map_err(|why| question.explained(why))))
    .collect()
}

/// An index, its part between groups and its part within them.
fn parts(index: Result<Decomposition, Undefined>) -> [Result<f64, Undefined>; 3] {
    match index {
        Ok(it) => it.in_three().map(Ok),
        Err(why) => [Err(why); 3],
    }
}
