//! Case x configuration -> scorecard: the truth that any faster way must equal.

use rayon::prelude::*;

use super::cost::{cost_figures, model_cost};
use super::gradient::{Ranking, gradients, rank_key};
use super::groups::{Group, Groups};
use super::inequality::inequality;
use super::level::{Journeys, Level, Question};
use super::measures as m;
use super::people::other_people;
use super::proportionate::proportionate_universalism;
use super::reach::add_reach;
use super::rules::rules_figure;
use super::scorecard::{Frame, Reach, Scorecard};
use super::sessions::sessions;
use super::together::together;
use super::visits::visits;
use super::{Absent, Case, Figure, MeasureInfo, Polarity, Scope};
use crate::access::{NearPairs, Unserved, nearest};
use crate::ids::{AreaId, Column, ServiceId};
use crate::model::{Configuration, Mode};

/// Judges one configuration by one mode: every figure of every service, then reach and supply, then money.
///
/// A mode of which the case has no times leaves every area unserved for that reason
/// ([`Unserved::NoTimes`]); nothing here can fail.
#[must_use]
pub fn evaluate(case: &Case, mode: &Mode, configuration: &Configuration) -> Scorecard {
    let groups = Groups::of(case);
    let (mut card, grounds) = headline_of(case, mode, configuration, &groups);
    add_reach(case, &mut card, &groups, grounds);
    card
}

/// The same without the figures of reach and supply, for whoever asks often: the map, and a comparison of many plans.
///
/// A mode of which the case has no times leaves every area unserved for that reason
/// ([`Unserved::NoTimes`]); nothing here can fail.
#[must_use]
pub fn headline(case: &Case, mode: &Mode, configuration: &Configuration) -> Scorecard {
    headline_of(case, mode, configuration, &Groups::of(case)).0
}

/// What the headline of a service found and its reach needs too: how people stand in deprivation, which takes sorting, and
/// who is near an open site, which takes going through all times.
pub(super) type Shared<'a> = (Ranking, Option<NearPairs<'a>>);

/// The headline, and what of it reach needs too, service by service.
fn headline_of<'a>(
    case: &'a Case,
    mode: &Mode,
    configuration: &Configuration,
    groups: &Groups,
) -> (Scorecard, Vec<Shared<'a>>) {
    let reaches: Column<ServiceId, Reach> = case
        .services
        .ids()
        .map(|service| reach(case, mode, configuration, service))
        .collect();
    let (mut figures, mut found) = (Vec::new(), Vec::new());
    for (service, reach) in reaches.enumerate() {
        let near = near(case, mode, configuration, (service, reach));
        let question = Question {
            case,
            service,
            mode,
            reach,
            band: reach.band,
            near: near.as_ref(),
        };
        let (of_service, ranking) = service_figures(&question, groups, configuration);
        figures.extend(of_service);
        found.push((ranking, near));
    }
    figures.extend(cost_figures(case, configuration));
    figures.push(rules_figure(case, configuration));
    let card = Scorecard {
        configuration: configuration.clone(),
        mode: mode.clone(),
        figures,
        reaches,
        access: Column::default(),
    };
    (card, found)
}

/// The pairs of areas and open sites of a service within the longest journey that measures of a limited reach ask for.
fn near<'a>(
    case: &'a Case,
    mode: &Mode,
    configuration: &Configuration,
    (service, reach): (ServiceId, &Reach),
) -> Option<NearPairs<'a>> {
    let measuring = &case.policy.measuring;
    let limits = measuring.cutoffs.iter().copied();
    let limits = limits.chain(reach.standard).chain(measuring.catchment);
    let until = limits.chain(case.policy.decay.end()).max();
    let times = case.times.get(mode)?;
    let sites = case.offering(configuration, service);
    Some(NearPairs::within(times, sites, until.unwrap_or_default()))
}

/// How far each area is from the nearest open site of a service.
pub(super) fn reach(
    case: &Case,
    mode: &Mode,
    configuration: &Configuration,
    service: ServiceId,
) -> Reach {
    let it = &case.services[service];
    let nearest = match case.times.get(mode) {
        Some(times) => nearest(times, case.offering(configuration, service)),
        None => Column::filled(Err(Unserved::NoTimes), case.areas.list.len()),
    };
    Reach {
        band: it.band,
        standard: it.standard.get(mode).copied(),
        nearest,
    }
}

/// How one value of a level is read.
pub(super) type Read = fn(&Level) -> &Result<f64, Absent>;

/// The level of everyone, of each decile, of each district and of each group of the study's own groupings.
pub(super) struct Levels {
    pub(super) all: Level,
    pub(super) deciles: Vec<(Scope, Level)>,
    pub(super) districts: Vec<(Scope, Level)>,
    /// Grouping by grouping.
    groupings: Vec<Vec<(Scope, Level)>>,
}

/// One figure that is told for every group.
struct Told {
    measure: &'static MeasureInfo,
    read: Read,
    /// The value by which groups are compared to find the worst, and its polarity; `None` where no group is worst.
    worst: Option<(Polarity, Read)>,
}

const fn told(measure: &'static MeasureInfo, read: Read) -> Told {
    Told {
        measure,
        read,
        worst: None,
    }
}

const fn ranked(measure: &'static MeasureInfo, read: Read, by: Read) -> Told {
    let worst = Some((measure.polarity, by));
    Told {
        measure,
        read,
        worst,
    }
}

/// The level figures in order. The number within the standard belongs to its share: in a worst group, both are
/// those of the lowest share, or a small district would always be the worst.
const TOLD: [Told; 8] = [
    told(&m::CHILDREN, |it| &it.children),
    told(&m::CHILDREN_UNSERVED, |it| &it.unserved),
    ranked(&m::MEAN_MINUTES, |it| &it.mean, |it| &it.mean),
    ranked(&m::MEDIAN_MINUTES, |it| &it.median, |it| &it.median),
    ranked(&m::P90_MINUTES, |it| &it.p90, |it| &it.p90),
    ranked(&m::MAX_MINUTES, |it| &it.max, |it| &it.max),
    ranked(&m::SHARE_WITHIN, |it| &it.share, |it| &it.share),
    ranked(&m::CHILDREN_WITHIN, |it| &it.within, |it| &it.share),
];

fn service_figures(
    question: &Question,
    groups: &Groups,
    configuration: &Configuration,
) -> (Vec<Figure>, Ranking) {
    let frame = question.frame();
    let levels = |groups: &[Group]| -> Vec<(Scope, Level)> {
        groups
            .par_iter()
            .map(|it| (it.scope, question.level(it)))
            .collect()
    };
    let (journeys, ranking) = rayon::join(
        || Journeys::of(question, &groups.all),
        || Ranking::of(question, &groups.all),
    );
    let it = Levels {
        all: question.level_of(&groups.all, &journeys),
        deciles: levels(&groups.deciles),
        districts: levels(&groups.districts),
        groupings: groups.groupings.iter().map(|it| levels(it)).collect(),
    };
    // Families of figures know nothing of each other: they are made at the same time, and told in order.
    let (inequality, proportionate) = rayon::join(
        || inequality(question, &frame, groups, &journeys, &ranking),
        || proportionate_universalism(question, configuration, groups, &ranking, &it),
    );
    let mut figures = level_figures(question, &frame, &it);
    figures.extend(other_people(question, groups));
    figures.extend(area_counts(question, &frame, &groups.all));
    figures.extend(gradients(question, &frame, groups, &ranking, &it.deciles));
    figures.extend(inequality);
    figures.extend(proportionate);
    figures.extend(together(question, groups, configuration, &frame));
    figures.extend(sessions(question, groups, configuration, &frame));
    figures.extend(visits(question, groups, configuration, &frame));
    figures.extend(model_cost(
        question.case,
        configuration,
        question.service,
        &frame,
    ));
    (figures, ranking)
}

fn level_figures(question: &Question, frame: &Frame, levels: &Levels) -> Vec<Figure> {
    let Levels {
        all,
        deciles,
        districts,
        groupings,
    } = levels;
    let own = question.case.areas.groupings.ids().zip(groupings);
    let own: Vec<(Scope, &Vec<(Scope, Level)>)> = own
        .map(|(it, groups)| (Scope::WorstGroup(it), groups))
        .collect();
    let mut figures = Vec::new();
    for it in &TOLD {
        figures.push(frame.figure(it.measure, Scope::All, (it.read)(all).clone()));
        for (scope, level) in deciles
            .iter()
            .chain(districts)
            .chain(groupings.iter().flatten())
        {
            figures.push(frame.figure(it.measure, *scope, (it.read)(level).clone()));
        }
        let Some((polarity, by)) = it.worst else {
            continue;
        };
        let usual = [
            (Scope::WorstDecile, deciles),
            (Scope::WorstDistrict, districts),
        ];
        for (scope, kind) in usual.into_iter().chain(own.iter().copied()) {
            let figure = match worst(kind, polarity, by) {
                Some((group, level)) => Figure {
                    which: Some(group.word(question.case)),
                    ..frame.figure(it.measure, scope, (it.read)(level).clone())
                },
                None => frame.figure(it.measure, scope, Err(no_worst(scope, by(all)))),
            };
            figures.push(figure);
        }
    }
    figures
}

/// The worst group among those with a value; the first of equals.
pub(super) fn worst(
    groups: &[(Scope, Level)],
    polarity: Polarity,
    by: Read,
) -> Option<(Scope, &Level)> {
    let mut found: Option<(f64, Scope, &Level)> = None;
    for (group, level) in groups {
        let Ok(value) = *by(level) else { continue };
        let worse = |known: f64| match polarity {
            Polarity::MoreIsBetter => value < known,
            Polarity::LessIsBetter | Polarity::Neutral => value > known,
        };
        if found.is_none_or(|(known, ..)| worse(known)) {
            found = Some((value, *group, level));
        }
    }
    found.map(|(_, group, level)| (group, level))
}

/// Why there is no worst group: what ails the whole study, or that no group has a value.
pub(super) fn no_worst(scope: Scope, all: &Result<f64, Absent>) -> Absent {
    let kind = match scope {
        Scope::WorstDecile => "decile",
        Scope::WorstDeprivationBand => "deprivation band",
        Scope::WorstGroup(_) => "group",
        _ => "district",
    };
    all.clone()
        .err()
        .unwrap_or_else(|| Absent(format!("no {kind} has a value to compare")))
}

fn area_counts(question: &Question, frame: &Frame, all: &Group) -> [Figure; 3] {
    let case = question.case;
    let count = |condition: &dyn Fn(AreaId) -> bool| {
        Ok(all.areas.iter().filter(|area| condition(**area)).count() as f64)
    };
    let unserved = count(&|area| question.reach.nearest[area].is_err());
    let uncounted = count(&|area| case.people(question.band, area).is_none());
    let unranked = count(&|area| rank_key(case, area).is_none());
    [
        frame.figure(&m::AREAS_UNSERVED, Scope::All, unserved),
        frame.figure(&m::AREAS_UNCOUNTED, Scope::All, uncounted),
        frame.figure(&m::AREAS_UNRANKED, Scope::All, unranked),
    ]
}

impl Question<'_> {
    /// What all figures about this service share.
    pub(super) fn frame(&self) -> Frame {
        Frame {
            service: Some(self.service),
            mode: Some(self.mode.clone()),
            band: Some(self.band),
            standard: self.reach.standard,
        }
    }
}
