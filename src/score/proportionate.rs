//! Proportionate universalism as separate components: the floor, the intensity, the gradient of hours, and the cover of
//! the most deprived.
//!
//! The words are Marmot's (2010): "universal, but with a scale and intensity that is proportionate to the level of
//! disadvantage". No paper gives an agreed index (Francis-Oliviero et al. 2020), so that none is made here: each
//! component is told by itself, and they are ours (the project's `methods.md` 3.9).

use super::evaluate::{Levels, Read, no_worst, worst};
use super::gradient::Ranking;
use super::groups::{Group, Groups};
use super::level::{Level, Question};
use super::provision::Given;
use super::scorecard::Frame;
use super::{Absent, Figure, MeasureInfo, Polarity, Scope, measures as m};
use crate::access::within;
use crate::equity::mean;
use crate::ids::AreaId;
use crate::model::Configuration;

/// A share nearer to the floor than this is on it: a rounding error.
const ROUNDING: f64 = 1e-12;

/// Every component of one service.
pub(super) fn proportionate_universalism(
    question: &Question,
    configuration: &Configuration,
    groups: &Groups,
    ranking: &Ranking,
    levels: &Levels,
) -> Vec<Figure> {
    let frame = question.frame();
    let mut figures = bands(question, &frame, groups, &levels.all);
    figures.extend(floor(question, &frame, levels));
    let low_income = low_income_within(question, &groups.all);
    figures.push(frame.figure(&m::LOW_INCOME_WITHIN, Scope::All, low_income));
    let minutes = minutes_in_need(question, &groups.all);
    figures.push(frame.figure(&m::MEAN_MINUTES_IN_NEED, Scope::All, minutes));
    figures.extend(Given::of(question, groups, ranking, configuration).figures(&frame));
    let unknown = groups.all.areas.iter();
    let unknown = unknown.filter(|area| question.case.need(**area).is_none());
    let unknown = Ok(unknown.count() as f64);
    figures.push(frame.figure(&m::AREAS_WITHOUT_NEED, Scope::All, unknown));
    figures
}

/// The people, the mean and the cover of deciles 1 to 3, 4 to 6 and 7 to 10, and the cover of the worst of them.
fn bands(question: &Question, frame: &Frame, groups: &Groups, all: &Level) -> Vec<Figure> {
    let levels = groups.bands.iter().map(|it| (it.scope, question.level(it)));
    let levels: Vec<(Scope, Level)> = levels.collect();
    let share: Read = |it| &it.share;
    let told: [(&MeasureInfo, Read); 2] = [
        (&m::SHARE_WITHIN, share),
        (&m::CHILDREN_WITHIN, |it| &it.within),
    ];
    let plain: [(&MeasureInfo, Read); 2] = [
        (&m::CHILDREN, |it| &it.children),
        (&m::MEAN_MINUTES, |it| &it.mean),
    ];
    let mut figures = Vec::new();
    for (measure, read) in plain {
        for (scope, level) in &levels {
            figures.push(frame.figure(measure, *scope, read(level).clone()));
        }
    }
    for (measure, read) in told {
        for (scope, level) in &levels {
            figures.push(frame.figure(measure, *scope, read(level).clone()));
        }
        let scope = Scope::WorstDeprivationBand;
        figures.push(match worst(&levels, Polarity::MoreIsBetter, share) {
            Some((band, level)) => Figure {
                which: Some(band.word(question.case)),
                ..frame.figure(measure, scope, read(level).clone())
            },
            None => frame.figure(measure, scope, Err(no_worst(scope, &all.share))),
        });
    }
    figures
}

/// Who is beyond the standard, and how many deciles and districts are below the floor.
fn floor(question: &Question, frame: &Frame, levels: &Levels) -> [Figure; 2] {
    let all = &levels.all;
    let beyond = all
        .within
        .clone()
        .and_then(|within| Ok(all.children.clone()? - within));
    let shares = levels.deciles.iter().chain(&levels.districts);
    let shares: Vec<(Scope, f64)> = shares
        .filter_map(|(scope, level)| Some((*scope, level.share.clone().ok()?)))
        .collect();
    let unset = || Absent("no floor is set ([policy] floor)".to_owned());
    let below = question.case.policy.floor.ok_or_else(unset);
    let below = below.and_then(|floor| {
        all.share.clone()?;
        let below = shares.iter().filter(|it| it.1 < floor - ROUNDING);
        Ok(below.count() as f64)
    });
    // `min_by` gives the first of equals.
    let worst = shares.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let which = match (&below, worst) {
        (Ok(below), Some((scope, _))) if *below > 0.0 => Some(scope.word(question.case)),
        _ => None,
    };
    [
        frame.figure(&m::CHILDREN_BEYOND, Scope::All, beyond),
        Figure {
            which,
            ..frame.figure(&m::GROUPS_BELOW_FLOOR, Scope::All, below)
        },
    ]
}

/// The share of low-income children within the standard, Σ p n 1[t <= T] / Σ p n, over areas with a need rate. People who
/// are counted by need are p n themselves.
fn low_income_within(question: &Question, all: &Group) -> Result<f64, Absent> {
    let standard = question.reach.standard;
    let standard = standard.ok_or_else(|| question.no_standard())?;
    let inside = |area: AreaId| within(&question.reach.nearest[area], standard);
    let rows = in_need(question, all, |area| Some(f64::from(inside(area))))?;
    mean(&rows).map_err(|_| no_need(question))
}

/// The mean minutes of low-income children, Σ p n t / Σ p n, over areas with a need rate that can be served.
fn minutes_in_need(question: &Question, all: &Group) -> Result<f64, Absent> {
    let seconds = |area: AreaId| {
        let time = question.reach.nearest[area].ok()?.time;
        Some(f64::from(time.get()))
    };
    let rows = in_need(question, all, seconds)?;
    match mean(&rows) {
        Ok(seconds) => Ok(seconds / 60.0),
        Err(_)
            if in_need(question, all, |_| Some(0.0))?
                .iter()
                .any(|it| it.1 > 0.0) =>
        {
            let people = question.people();
            Err(Absent(format!(
                "none of the {people} in need can be served"
            )))
        }
        Err(_) => Err(no_need(question)),
    }
}

/// What areas have, each with its people in need; areas without a value or a need rate are left out.
fn in_need(
    question: &Question,
    all: &Group,
    value: impl Fn(AreaId) -> Option<f64>,
) -> Result<Vec<(f64, f64)>, Absent> {
    if let Some(reason) = question.nobody(all) {
        return Err(reason);
    }
    let row = |area: &AreaId| {
        let people = question.children(*area)?;
        let poor = if question.in_need() {
            people
        } else {
            people * question.case.need(*area)?
        };
        Some((value(*area)?, poor))
    };
    Ok(all.areas.iter().filter_map(row).collect())
}

fn no_need(question: &Question) -> Absent {
    Absent(format!(
        "no area with {} has a need rate above zero",
        question.people()
    ))
}
