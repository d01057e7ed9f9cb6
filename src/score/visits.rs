//! Services that come to families: who is in reach of staff, and what the way costs in hours.

use super::groups::Groups;
use super::level::Question;
use super::scorecard::Frame;
use super::{Absent, Figure, Scope, measures as m};
use crate::ids::{AreaId, SiteId};
use crate::model::{Configuration, TierKind, Visits};
use crate::travel::TravelTimes;
use crate::units::Seconds;

/// The figures of home visiting; nothing where no tier of the study visits families.
///
/// A base's hours `H` go to the children `p_i` whom its staff are the first to reach within the limit, `v` hours a visit and
/// the way `t_i` there and back: with as many visits to each child, travel takes `Σ p 2t / Σ p (v + 2t)` of `H`.
pub(super) fn visits(
    question: &Question,
    groups: &Groups,
    configuration: &Configuration,
    frame: &Frame,
) -> Vec<Figure> {
    let case = question.case;
    let visits_home = |it: &crate::model::Tier| matches!(it.kind, TierKind::Visits(_));
    let single = case.services[question.service].parts().is_none();
    if !single || !case.tiers.iter().any(visits_home) {
        return Vec::new();
    }
    let rounds = Rounds::of(question, configuration);
    let read = |it: fn(&Told) -> f64| rounds.as_ref().map(it).map_err(Clone::clone);
    let all: f64 = groups
        .all
        .areas
        .iter()
        .filter_map(|it| question.children(*it))
        .sum();
    let share = match question.nobody(&groups.all) {
        Some(reason) => Err(reason),
        None => read(|it| it.children).map(|it| it / all),
    };
    let lost_share = rounds.as_ref().map_err(Clone::clone).and_then(|it| {
        let none = || Absent("no staffed hours go to visits at home".to_owned());
        (it.hours > 0.0)
            .then(|| it.lost / it.hours)
            .ok_or_else(none)
    });
    vec![
        frame.figure(&m::CHILDREN_VISITED, Scope::All, read(|it| it.children)),
        frame.figure(&m::SHARE_VISITED, Scope::All, share),
        frame.figure(&m::VISITING_HOURS, Scope::All, read(|it| it.hours)),
        frame.figure(&m::VISITING_HOURS_LOST, Scope::All, read(|it| it.lost)),
        frame.figure(&m::VISITING_LOST_SHARE, Scope::All, lost_share),
    ]
}

/// What the rounds of all bases come to.
struct Told {
    children: f64,
    hours: f64,
    lost: f64,
}

/// An open base that offers the service.
struct Base<'a> {
    site: SiteId,
    hours: f64,
    visits: &'a Visits,
    times: &'a TravelTimes,
}

struct Rounds;

impl Rounds {
    fn of(question: &Question, configuration: &Configuration) -> Result<Told, Absent> {
        let bases = bases(question, configuration)?;
        // Of each base: the children of its round, and their hours at home and on the way.
        let mut rounds = vec![(0.0, 0.0, 0.0); bases.len()];
        for area in question.case.areas.list.ids() {
            let Some(people) = question.children(area).filter(|it| *it > 0.0) else {
                continue;
            };
            let Some((nearest, time)) = first_there(&bases, area) else {
                continue;
            };
            let visit = bases[nearest].visits.lasts.minutes();
            let (children, home, way) = &mut rounds[nearest];
            *children += people;
            *home += people * visit;
            *way += people * 2.0 * time.minutes();
        }
        let mut told = Told {
            children: 0.0,
            hours: 0.0,
            lost: 0.0,
        };
        for (base, (children, home, way)) in bases.iter().zip(rounds) {
            told.children += children;
            told.hours += base.hours;
            if home + way > 0.0 {
                told.lost += base.hours * way / (home + way);
            }
        }
        Ok(told)
    }
}

/// The base whose staff are the first to be there within its limit; of several the one of the lowest id.
fn first_there(bases: &[Base<'_>], area: AreaId) -> Option<(usize, Seconds)> {
    let mut found: Option<(usize, Seconds)> = None;
    for (nth, base) in bases.iter().enumerate() {
        let Ok(time) = base.times.get(area, base.site) else {
            continue;
        };
        if time <= base.visits.up_to && found.is_none_or(|(_, known)| time < known) {
            found = Some((nth, time));
        }
    }
    found
}

/// The open bases that offer the service, in order of their ids; each must tell its hours.
fn bases<'a>(
    question: &Question<'a>,
    configuration: &Configuration,
) -> Result<Vec<Base<'a>>, Absent> {
    let case = question.case;
    let mut bases = Vec::new();
    for (site, opening) in configuration.open() {
        let TierKind::Visits(visits) = &case.tiers[opening.tier].kind else {
            continue;
        };
        if !opening.services.contains(&question.service) {
            continue;
        }
        let mode = visits.mode.as_ref().unwrap_or(question.mode);
        let times = case
            .times
            .get(mode)
            .ok_or_else(|| Absent(format!("there are no travel times {}", mode.phrase())))?;
        let hours = opening.hours_of(question.service).ok_or_else(|| {
            let name = &case.sites[site].name;
            Absent(format!("no staffed hours are given for {name}"))
        })?;
        bases.push(Base {
            site,
            hours: hours.get(),
            visits,
            times,
        });
    }
    Ok(bases)
}
