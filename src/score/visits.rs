//! Services that come to families: who is in reach of staff, and what the way costs in hours.

use super::groups::Groups;
use super::level::{Question, times_by};
use super::scorecard::Frame;
use super::staffed_hours::untold;
use super::{Absent, Case, Figure, Scope, measures as m};
use crate::ids::{AreaId, ServiceId, SiteId};
use crate::model::{Configuration, Mode, Opening, TierKind, Visits};
use crate::travel::TravelTimes;
use crate::units::{Hours, Seconds};

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
    let told = Told::of(question, configuration);
    let told = || told.as_ref().map_err(Clone::clone);
    let visited = told().map(|it| it.children);
    let staffed = told().and_then(|it| it.staffed.clone());
    let all: f64 = groups
        .all
        .areas
        .iter()
        .filter_map(|it| question.children(*it))
        .sum();
    let share = match question.nobody(&groups.all) {
        Some(reason) => Err(reason),
        None => visited.clone().map(|it| it / all),
    };
    let lost_share = staffed.clone().and_then(|it| {
        let none = || Absent("no staffed hours go to visits at home".to_owned());
        (it.hours > 0.0)
            .then(|| it.lost / it.hours)
            .ok_or_else(none)
    });
    vec![
        frame.figure(&m::CHILDREN_VISITED, Scope::All, visited),
        frame.figure(&m::SHARE_VISITED, Scope::All, share),
        frame.figure(
            &m::VISITING_HOURS,
            Scope::All,
            staffed.clone().map(|it| it.hours),
        ),
        frame.figure(
            &m::VISITING_HOURS_LOST,
            Scope::All,
            staffed.map(|it| it.lost),
        ),
        frame.figure(&m::VISITING_LOST_SHARE, Scope::All, lost_share),
    ]
}

/// What the rounds of all bases come to.
struct Told {
    /// Whom staff reach, which takes times alone.
    children: f64,
    /// What it takes of their hours, where each base tells its own.
    staffed: Result<Staffed, Absent>,
}

/// The hours of all bases, and what of them is lost on the way.
#[derive(Clone, Copy, Default)]
struct Staffed {
    hours: f64,
    lost: f64,
}

/// An open base that offers the service.
struct Base<'a> {
    site: SiteId,
    hours: Option<f64>,
    visits: &'a Visits,
    times: &'a TravelTimes,
}

/// The round of a base: its children, and their minutes at home and on the way.
#[derive(Clone, Copy, Default)]
struct Round {
    children: f64,
    home: f64,
    way: f64,
}

impl Told {
    fn of(question: &Question, configuration: &Configuration) -> Result<Self, Absent> {
        let bases = bases(question, configuration)?;
        let mut rounds = vec![Round::default(); bases.len()];
        for area in question.case.areas.list.ids() {
            let Some(people) = question.children(area).filter(|it| *it > 0.0) else {
                continue;
            };
            let Some((nearest, time)) = first_there(&bases, area) else {
                continue;
            };
            let visit = bases[nearest].visits.lasts.minutes();
            let round = &mut rounds[nearest];
            round.children += people;
            round.home += people * visit;
            round.way += people * 2.0 * time.minutes();
        }
        Ok(Self {
            children: rounds.iter().map(|it| it.children).sum::<f64>() + 0.0,
            staffed: staffed(question, &bases, &rounds),
        })
    }
}

fn staffed(question: &Question, bases: &[Base<'_>], rounds: &[Round]) -> Result<Staffed, Absent> {
    let (mut sum, mut unknown) = (Staffed::default(), Vec::new());
    for (base, round) in bases.iter().zip(rounds) {
        let Some(hours) = base.hours else {
            unknown.push(question.case.sites[base.site].name.as_str());
            continue;
        };
        sum.hours += hours;
        let minutes = round.home + round.way;
        if minutes > 0.0 {
            sum.lost += hours * round.way / minutes;
        }
    }
    untold("staffed hours are", &unknown).map_or(Ok(sum), Err)
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

/// The open bases that offer the service, in order of their ids.
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
        bases.push(Base {
            site,
            hours: opening.hours_of(question.service).map(Hours::get),
            visits,
            times: times_by(case, mode)?,
        });
    }
    Ok(bases)
}

/// The areas that staff of an open base reach at home within its tier's limit, for a service; none where nobody visits.
#[must_use]
pub fn in_visiting_reach(
    case: &Case,
    mode: &Mode,
    configuration: &Configuration,
    service: ServiceId,
) -> Vec<AreaId> {
    let reaches = |site: SiteId, opening: &Opening, area: AreaId| {
        let TierKind::Visits(visits) = &case.tiers[opening.tier].kind else {
            return false;
        };
        let times = times_by(case, visits.mode.as_ref().unwrap_or(mode));
        let time = times.ok().and_then(|it| it.get(area, site).ok());
        opening.services.contains(&service) && time.is_some_and(|it| it <= visits.up_to)
    };
    let visits_home = |it: &crate::model::Tier| matches!(it.kind, TierKind::Visits(_));
    if !case.tiers.iter().any(visits_home) {
        return Vec::new();
    }
    let areas = case.areas.list.ids();
    let visited = |area: &AreaId| {
        let mut open = configuration.open();
        open.any(|(site, opening)| reaches(site, opening, *area))
    };
    areas.filter(visited).collect()
}
