//! Which rules of the study a configuration breaks.

use super::scorecard::{Frame, Scorecard};
use super::{Absent, Case, Effect, Figure, Scope, measures as m};
use crate::ids::{AreaId, SiteId, TierId};
use crate::model::{Configuration, Lock, Opening, Protected, SiteStatus};
use crate::space::SpatialIndex;
use crate::units::Metres;

/// A rule that a configuration breaks.
#[derive(Clone, Debug, PartialEq)]
pub enum Broken {
    /// A site is closed that must stay open.
    MustStay(SiteId),
    /// A site is open that must close.
    MustClose(SiteId),
    /// A site that must stay, or must close, runs from another place: `true` where it must stay.
    Moves(SiteId, bool),
    /// A site opens that may not open before a day.
    NotBefore(SiteId, String),
    /// Two sites are open of which only one may be.
    Both([SiteId; 2]),
    /// Two open sites of a tier are nearer to each other than they may be.
    TooNear(TierId, [SiteId; 2], Metres),
}

impl Broken {
    /// The rule and its sites as data: `must_stay:ely`, `exclusion:ely+littleport`.
    #[must_use]
    pub fn word(&self, case: &Case) -> String {
        let id = |it: &SiteId| case.sites[*it].id.as_str();
        match self {
            Self::MustStay(site) | Self::Moves(site, true) => format!("must_stay:{}", id(site)),
            Self::MustClose(site) | Self::Moves(site, false) => {
                format!("must_close:{}", id(site))
            }
            Self::NotBefore(site, day) => format!("not_before:{}:{day}", id(site)),
            Self::Both([a, b]) => format!("exclusion:{}+{}", id(a), id(b)),
            Self::TooNear(tier, [a, b], _) => {
                format!("min_distance:{}:{}+{}", case.tiers[*tier].id, id(a), id(b))
            }
        }
    }

    /// The same in a sentence.
    #[must_use]
    pub fn phrase(&self, case: &Case) -> String {
        let name = |it: &SiteId| case.sites[*it].name.as_str();
        match self {
            Self::MustStay(site) => format!("{} closes and must stay open", name(site)),
            Self::MustClose(site) => format!("{} stays open and must close", name(site)),
            Self::Moves(site, true) => format!("{} moves and must stay", name(site)),
            Self::Moves(site, false) => format!("{} moves and must close", name(site)),
            Self::NotBefore(site, day) => {
                format!("{} opens and may not before {day}", name(site))
            }
            Self::Both([a, b]) => {
                format!(
                    "{} and {} are both open, and only one may be",
                    name(a),
                    name(b)
                )
            }
            Self::TooNear(tier, [a, b], apart) => format!(
                "{} and {} ({}) are {:.1} km apart, nearer than they may be",
                name(a),
                name(b),
                case.tiers[*tier].id,
                apart.get() / 1_000.0
            ),
        }
    }
}

/// The rules that a configuration breaks: locks in order of sites, then exclusions and distances as the study has them.
/// A moved site has the rules of the one it was, at its new place; one that must stay may not move. A site that may not
/// open before a day is judged on the day by which the plan opens it ([`crate::model::Opening::opens`]); without one none
/// is sure to be late enough.
#[must_use]
pub fn broken_rules(case: &Case, configuration: &Configuration) -> Vec<Broken> {
    let mut broken = Vec::new();
    let stands = Standing::of(case, configuration);
    for (site, it) in case.sites.enumerate() {
        let Some(lock) = it.lock.as_ref().filter(|_| !is_moved(case, site)) else {
            continue;
        };
        let now = stands.at(site);
        let moves = now.is_some_and(|now| now != site);
        match lock {
            Lock::MustStay if moves => broken.push(Broken::Moves(site, true)),
            Lock::MustStay if now.is_none() => broken.push(Broken::MustStay(site)),
            Lock::MustClose if moves => broken.push(Broken::Moves(site, false)),
            Lock::MustClose if now.is_some() && *configuration != case.baseline => {
                broken.push(Broken::MustClose(site));
            }
            Lock::NotBefore(day) if it.status == SiteStatus::Candidate => {
                let opening = now.and_then(|now| configuration.opening(now));
                let early = |it: &Opening| it.opens.as_ref().is_none_or(|from| from < day);
                if opening.is_some_and(early) {
                    broken.push(Broken::NotBefore(site, day.clone()));
                }
            }
            _ => (),
        }
    }
    let both = case.rules.exclusions.iter();
    broken.extend(
        both.filter(|it| it.iter().all(|site| stands.at(*site).is_some()))
            .map(|it| Broken::Both(*it)),
    );
    for (tier, apart) in &case.rules.apart {
        broken.extend(too_near(case, configuration, *tier, *apart));
    }
    broken
}

/// Whether a site is one that a plan has moved: its id is that of the one it was, an `@` and its place.
fn is_moved(case: &Case, site: SiteId) -> bool {
    case.sites[site].id.contains('@')
}

/// Where the study's sites stand in a configuration: at their own place, or where a plan has moved them.
struct Standing<'a> {
    configuration: &'a Configuration,
    /// The sites that are moved, each with the open one that stands for it.
    moved: Vec<(SiteId, SiteId)>,
}

impl<'a> Standing<'a> {
    fn of(case: &Case, configuration: &'a Configuration) -> Self {
        let open = configuration.open().map(|it| it.0);
        let moved = open.filter(|it| is_moved(case, *it)).filter_map(|now| {
            let (was, _) = case.sites[now].id.split_once('@')?;
            Some((case.sites.find(|it| it.id == was)?, now))
        });
        Self {
            configuration,
            moved: moved.collect(),
        }
    }

    /// The open site that a site is by now; `None` where it is closed.
    fn at(&self, site: SiteId) -> Option<SiteId> {
        if self.configuration.opening(site).is_some() {
            return Some(site);
        }
        let moved = self.moved.iter().find(|it| it.0 == site);
        moved.map(|it| it.1)
    }
}

/// The tiers whose open sites a rule keeps apart, where that cannot be seen: of several open sites one or more has no place.
#[must_use]
pub fn unchecked_distances(case: &Case, configuration: &Configuration) -> Vec<TierId> {
    let unchecked = |tier: &TierId| {
        let open = || configuration.open().filter(|it| it.1.tier == *tier);
        open().nth(1).is_some() && open().any(|it| case.sites[it.0].point.is_none())
    };
    let tiers = case.rules.apart.iter().map(|it| it.0);
    tiers.filter(unchecked).collect()
}

fn too_near(
    case: &Case,
    configuration: &Configuration,
    tier: TierId,
    apart: Metres,
) -> Vec<Broken> {
    let of_tier = configuration.open().filter(|(_, it)| it.tier == tier);
    let placed: Vec<_> = of_tier
        .filter_map(|(site, _)| Some((site, case.sites[site].point?)))
        .collect();
    let index = SpatialIndex::of_points(placed.iter().copied());
    // A metre more than is asked: what is too near is for the distance itself to say.
    let about = Metres::new(apart.get() + 1.0);
    let mut near = Vec::new();
    for (a, here) in placed {
        let others = index.within(here, about).into_iter().filter(|it| *it > a);
        for (b, there) in others.filter_map(|it| Some((it, case.sites[it].point?))) {
            let distance = here.distance(there);
            if distance < apart {
                near.push(Broken::TooNear(tier, [a, b], distance));
            }
        }
    }
    near
}

/// How many rules a configuration breaks, each named. None is said to be broken only where all of them can be checked.
pub(super) fn rules_figure(case: &Case, configuration: &Configuration) -> Figure {
    let broken = broken_rules(case, configuration);
    let words: Vec<String> = broken.iter().map(|it| it.word(case)).collect();
    let unchecked = unchecked_distances(case, configuration);
    let value = match unchecked.first().filter(|_| broken.is_empty()) {
        Some(tier) => Err(Absent(format!(
            "sites of the tier {} have no place to measure the distance between them",
            case.tiers[*tier].id
        ))),
        None => Ok(broken.len() as f64),
    };
    Figure {
        which: (!words.is_empty()).then(|| words.join(" ")),
        ..Frame::MONEY.figure(&m::RULES_BROKEN, Scope::All, value)
    }
}

/// The areas with children that a plan harms more than the rule of a protected service allows; strict.
#[must_use]
pub fn protected_areas(
    case: &Case,
    rule: Protected,
    today: &Scorecard,
    plan: &Scorecard,
) -> Vec<AreaId> {
    let (before, after) = (&today.reaches[rule.service], &plan.reaches[rule.service]);
    let harmed = |area: &AreaId| {
        let lives = case
            .people(after.band, *area)
            .is_some_and(|it| it.get() > 0.0);
        let at_most = i64::from(rule.at_most.get());
        lives
            && match Effect::between(&before.nearest[*area], &after.nearest[*area]) {
                Effect::LostAccess => true,
                Effect::Change(seconds) => seconds > at_most,
                Effect::GainedAccess | Effect::Unserved => false,
            }
    };
    case.areas.list.ids().filter(harmed).collect()
}

/// Of each protected service, how many areas are harmed more than its rule allows; the first are named.
pub(super) fn protected_figures(case: &Case, today: &Scorecard, plan: &Scorecard) -> Vec<Figure> {
    let figure = |rule: &Protected| {
        let harmed = protected_areas(case, *rule, today, plan);
        let frame = Frame {
            service: Some(rule.service),
            mode: Some(plan.mode.clone()),
            band: Some(plan.reaches[rule.service].band),
            standard: plan.reaches[rule.service].standard,
        };
        let codes = harmed.iter().take(10);
        let codes: Vec<String> = codes
            .map(|it| format!("area:{}", case.areas.list[*it].code))
            .collect();
        Figure {
            which: (!codes.is_empty()).then(|| codes.join(" ")),
            ..frame.figure(&m::PROTECTED_BROKEN, Scope::All, Ok(harmed.len() as f64))
        }
    };
    case.rules.protected.iter().map(figure).collect()
}
