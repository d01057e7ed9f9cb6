//! A plan against the baseline: who gains, who loses, where the added minutes fall, what is saved.

use super::cost::{hours_change, saving_figures};
use super::groups::{Group, Groups};
use super::level::Question;
use super::rules::protected_figures;
use super::scorecard::{Frame, Scorecard};
use super::{Absent, Case, Figure, MeasureInfo, Scope, headline, measures as m};
use crate::access::{Nearest, Unserved, within};
use crate::ids::{AreaId, ServiceId};
use crate::model::{Configuration, Mode};
use crate::units::Seconds;

/// "Worse by more than 5 minutes" is strict.
pub(super) const MUCH: i64 = 300;

/// What a plan does to one area's journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Served today and under the plan; the change in seconds, above 0 when the journey is longer.
    Change(i64),
    /// Served today, not under the plan.
    LostAccess,
    /// Not served today, served under the plan.
    GainedAccess,
    /// Served in neither.
    Unserved,
}

impl Effect {
    /// The effect of going from one access to another.
    #[must_use]
    pub fn between(today: &Result<Nearest, Unserved>, then: &Result<Nearest, Unserved>) -> Self {
        match (today, then) {
            (Ok(today), Ok(then)) => {
                Self::Change(i64::from(then.time.get()) - i64::from(today.time.get()))
            }
            (Ok(_), Err(_)) => Self::LostAccess,
            (Err(_), Ok(_)) => Self::GainedAccess,
            (Err(_), Err(_)) => Self::Unserved,
        }
    }

    /// Whether people there are worse off: a longer journey, or none at all.
    #[must_use]
    pub fn worse(self) -> bool {
        self == Self::LostAccess || matches!(self, Self::Change(seconds) if seconds > 0)
    }

    /// Whether people there are better off: a shorter journey, or one at last.
    #[must_use]
    pub fn better(self) -> bool {
        self == Self::GainedAccess || matches!(self, Self::Change(seconds) if seconds < 0)
    }

    /// Whether people there are worse off by more than some seconds; losing all access counts.
    #[must_use]
    pub fn worse_by_more_than(self, much: i64) -> bool {
        self == Self::LostAccess || matches!(self, Self::Change(seconds) if seconds > much)
    }
}

/// The figures of a plan against a baseline, by one mode: every service, then money.
#[must_use]
pub fn compare(
    case: &Case,
    mode: &Mode,
    base: &Configuration,
    plan: &Configuration,
) -> Vec<Figure> {
    against(
        case,
        &headline(case, mode, base),
        &headline(case, mode, plan),
    )
}

/// The same from two scorecards of one case and one mode.
#[must_use]
pub fn against(case: &Case, base: &Scorecard, plan: &Scorecard) -> Vec<Figure> {
    let groups = Groups::of(case);
    let mut figures = Vec::new();
    for service in case.services.ids() {
        figures.extend(service_figures(case, &groups, service, base, plan));
    }
    figures.extend(protected_figures(case, base, plan));
    let (from, to) = (&base.configuration, &plan.configuration);
    figures.extend(saving_figures(case, from, to));
    figures.push(hours_change(case, from, to));
    figures
}

/// What happens to the children of one area.
struct Moved {
    area: AreaId,
    children: f64,
    effect: Effect,
    within_today: bool,
    within_then: bool,
}

/// A count of the children whom something happens to; by its measure and the condition.
type Count = (&'static MeasureInfo, fn(&Moved) -> bool);

const COUNTS: [Count; 5] = [
    (&m::CHILDREN_GAINING, |it| it.effect.better()),
    (&m::CHILDREN_LOSING, |it| it.effect.worse()),
    (&m::CHILDREN_LOSING_OVER_5, |it| {
        it.effect.worse_by_more_than(MUCH)
    }),
    (&m::CHILDREN_GAINED_ACCESS, |it| {
        it.effect == Effect::GainedAccess
    }),
    (&m::CHILDREN_LOST_ACCESS, |it| {
        it.effect == Effect::LostAccess
    }),
];

const STANDARD_COUNTS: [Count; 2] = [
    (&m::CHILDREN_GAINED_STANDARD, |it| {
        it.within_then && !it.within_today
    }),
    (&m::CHILDREN_LOST_STANDARD, |it| {
        it.within_today && !it.within_then
    }),
];

fn service_figures(
    case: &Case,
    groups: &Groups,
    service: ServiceId,
    base: &Scorecard,
    plan: &Scorecard,
) -> Vec<Figure> {
    let question = Question {
        case,
        service,
        mode: &plan.mode,
        reach: &plan.reaches[service],
        band: plan.reaches[service].band,
        near: None,
    };
    let frame = question.frame();
    let moved: Vec<(&Group, Vec<Moved>)> = groups
        .told_of_change()
        .map(|group| (group, movements(&question, group, base)))
        .collect();
    let mut figures = Vec::new();
    for (measure, condition) in COUNTS {
        for (group, list) in &moved {
            let value = grounded(&question, group).map(|()| sum(list, condition));
            figures.push(frame.figure(measure, group.scope, value));
        }
    }
    for (measure, condition) in STANDARD_COUNTS {
        for (group, list) in &moved {
            let value = standard_of(&question, group).map(|()| sum(list, condition));
            figures.push(frame.figure(measure, group.scope, value));
        }
    }
    for (group, list) in &moved {
        let value = mean_change(&question, group, list);
        figures.push(frame.figure(&m::MEAN_CHANGE_MINUTES, group.scope, value));
    }
    for (group, list) in &moved {
        figures.push(max_increase(&question, &frame, group, list));
    }
    figures.extend(deprived_shares(&question, &frame, groups, &moved[0].1));
    for band in question.others() {
        let other = Question { band, ..question };
        figures.extend(people_figures(&other, &groups.all, base));
    }
    figures
}

/// Who of another band of people gains and who loses by the service's nearest site.
fn people_figures(question: &Question, all: &Group, base: &Scorecard) -> Vec<Figure> {
    let (frame, scope) = (question.frame(), Scope::People(question.band));
    let moved = movements(question, all, base);
    let count = |ground: Result<(), Absent>, (measure, condition): &Count| {
        let value = ground.map(|()| sum(&moved, *condition));
        frame.figure(measure, scope, value)
    };
    let counts = COUNTS.iter().map(|it| count(grounded(question, all), it));
    let standard = STANDARD_COUNTS.iter();
    let standard = standard.map(|it| count(standard_of(question, all), it));
    let mut figures: Vec<Figure> = counts.chain(standard).collect();
    let change = mean_change(question, all, &moved);
    figures.push(frame.figure(&m::MEAN_CHANGE_MINUTES, scope, change));
    figures.push(Figure {
        scope,
        ..max_increase(question, &frame, all, &moved)
    });
    figures
}

/// Nothing where a group has a count of anybody.
fn grounded(question: &Question, group: &Group) -> Result<(), Absent> {
    question.groundless(group).map_or(Ok(()), Err)
}

/// Nothing where there is a standard besides.
fn standard_of(question: &Question, group: &Group) -> Result<(), Absent> {
    match question.reach.standard {
        Some(_) => grounded(question, group),
        None => Err(question.no_standard()),
    }
}

fn movements(question: &Question, group: &Group, base: &Scorecard) -> Vec<Moved> {
    let inside = |access: &Result<Nearest, Unserved>, standard: Option<Seconds>| {
        standard.is_some_and(|it| within(access, it))
    };
    let (today, then) = (&base.reaches[question.service], question.reach);
    group
        .areas
        .iter()
        .filter_map(|area| {
            let children = question.children(*area)?;
            Some(Moved {
                area: *area,
                children,
                effect: Effect::between(&today.nearest[*area], &then.nearest[*area]),
                within_today: inside(&today.nearest[*area], then.standard),
                within_then: inside(&then.nearest[*area], then.standard),
            })
        })
        .collect()
}

fn sum(moved: &[Moved], condition: fn(&Moved) -> bool) -> f64 {
    moved
        .iter()
        .filter(|it| condition(it))
        .map(|it| it.children)
        .sum()
}

/// Seconds of change and children, for areas with children that are served today and then.
fn changes(moved: &[Moved]) -> impl Iterator<Item = (AreaId, f64, f64)> {
    moved.iter().filter_map(|it| match it.effect {
        Effect::Change(seconds) if it.children > 0.0 => {
            Some((it.area, seconds as f64, it.children))
        }
        _ => None,
    })
}

fn not_in_both(question: &Question, group: &Group) -> Absent {
    question.nobody(group).unwrap_or_else(|| {
        Absent(format!(
            "none of the {} in {} are served both today and then",
            question.people(),
            group.scope.phrase(question.case)
        ))
    })
}

fn mean_change(question: &Question, group: &Group, moved: &[Moved]) -> Result<f64, Absent> {
    let seconds: Vec<(f64, f64)> = changes(moved)
        .map(|(_, change, who)| (change, who))
        .collect();
    crate::equity::mean(&seconds)
        .map(|it| it / 60.0)
        .map_err(|_| not_in_both(question, group))
}

/// The largest increase and, where there is one, the area it is in: the first of equals.
fn max_increase(question: &Question, frame: &Frame, group: &Group, moved: &[Moved]) -> Figure {
    let mut most: Option<(f64, Option<AreaId>)> = None;
    for (area, change, _) in changes(moved) {
        let known = most.map_or(0.0, |(known, _)| known);
        if change > known {
            most = Some((change, Some(area)));
        } else if most.is_none() {
            most = Some((0.0, None));
        }
    }
    let value = most
        .map(|(seconds, _)| seconds / 60.0)
        .ok_or_else(|| not_in_both(question, group));
    let which = most
        .and_then(|(_, area)| area)
        .map(|area| format!("area:{}", question.case.areas.list[area].code));
    Figure {
        which,
        ..frame.figure(&m::MAX_INCREASE_MINUTES, group.scope, value)
    }
}

/// The share of added minutes that falls on deciles 1-3, and their share of the children: of all minutes and of all
/// children, wherever they live (the project's `methods.md` 3.9). An area of no known decile is in none of the three.
fn deprived_shares(
    question: &Question,
    frame: &Frame,
    groups: &Groups,
    moved: &[Moved],
) -> [Figure; 2] {
    let deprived = |area: &AreaId| question.case.most_deprived(*area);
    let sum = |of: &dyn Fn(&Moved) -> bool| -> f64 {
        let chosen = moved.iter().filter(|it| of(it));
        chosen.map(|it| it.children).sum()
    };
    let children = sum(&|_| true);
    let children_ranked = sum(&|it| question.case.decile(it.area).is_some());
    let children_1_3 = sum(&|it| deprived(&it.area));
    let added: Vec<(AreaId, f64)> = changes(moved)
        .filter(|(_, change, _)| *change > 0.0)
        .map(|(area, change, children)| (area, change * children))
        .collect();
    let total: f64 = added.iter().map(|(_, minutes)| minutes).sum();
    let total_1_3: f64 = added
        .iter()
        .filter(|(area, _)| deprived(area))
        .map(|(_, minutes)| minutes)
        .sum();
    let ground = question.nobody(&groups.all).or_else(|| {
        (children_ranked <= 0.0).then(|| {
            Absent(format!(
                "no {} live in an area with a national decile",
                question.people()
            ))
        })
    });
    let share_added = match &ground {
        Some(reason) => Err(reason.clone()),
        None if children_1_3 <= 0.0 => Err(Absent(format!(
            "no {} of the study live in deciles 1-3",
            question.people()
        ))),
        None if total <= 0.0 => Err(Absent("no minutes are added".to_owned())),
        None => Ok(total_1_3 / total),
    };
    let share_children = ground.map_or_else(|| Ok(children_1_3 / children), Err);
    [
        frame.figure(&m::ADDED_MINUTES_SHARE, Scope::All, share_added),
        frame.figure(&m::CHILDREN_SHARE, Scope::All, share_children),
    ]
}
