//! Which rules of the study a configuration breaks.

use super::scorecard::{Frame, Scorecard};
use super::{Case, Effect, Figure, Scope, measures as m};
use crate::ids::{AreaId, SiteId, TierId};
use crate::model::{Configuration, Lock, Protected, SiteStatus};
use crate::space::SpatialIndex;
use crate::units::Metres;

/// A rule that a configuration breaks.
#[derive(Clone, Debug, PartialEq)]
pub enum Broken {
    /// A site is closed that must stay open.
    MustStay(SiteId),
    /// A site is open that must close.
    MustClose(SiteId),
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
            Self::MustStay(site) => format!("must_stay:{}", id(site)),
            Self::MustClose(site) => format!("must_close:{}", id(site)),
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
/// A site that is moved stands for itself no longer, so its lock to stay is broken.
#[must_use]
pub fn broken_rules(case: &Case, configuration: &Configuration) -> Vec<Broken> {
    broken_rules_on(case, configuration, None)
}

/// The same of a configuration that stands from a day on, written `YYYY-MM-DD`: a site that may not open before a day may
/// be open from that day on. Without a day none is sure to be late enough.
#[must_use]
pub fn broken_rules_on(
    case: &Case,
    configuration: &Configuration,
    from: Option<&str>,
) -> Vec<Broken> {
    let mut broken = Vec::new();
    for (site, it) in case.sites.enumerate() {
        // A moved site has the lock of the one it was, which tells it.
        if it.id.contains('@') {
            continue;
        }
        let open = configuration.opening(site).is_some();
        match &it.lock {
            Some(Lock::MustStay) if !open => broken.push(Broken::MustStay(site)),
            Some(Lock::MustClose) if open && *configuration != case.baseline => {
                broken.push(Broken::MustClose(site));
            }
            Some(Lock::NotBefore(day))
                if open
                    && it.status == SiteStatus::Candidate
                    && from.is_none_or(|from| from < day.as_str()) =>
            {
                broken.push(Broken::NotBefore(site, day.clone()));
            }
            _ => (),
        }
    }
    let is_open = |it: &SiteId| configuration.opening(*it).is_some();
    let both = case.rules.exclusions.iter();
    broken.extend(
        both.filter(|it| it.iter().all(is_open))
            .map(|it| Broken::Both(*it)),
    );
    for (tier, apart) in &case.rules.apart {
        broken.extend(too_near(case, configuration, *tier, *apart));
    }
    broken
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

/// How many rules a configuration breaks, each named.
pub(super) fn rules_figure(case: &Case, configuration: &Configuration) -> Figure {
    let broken = broken_rules(case, configuration);
    let words: Vec<String> = broken.iter().map(|it| it.word(case)).collect();
    Figure {
        which: (!words.is_empty()).then(|| words.join(" ")),
        ..Frame::MONEY.figure(&m::RULES_BROKEN, Scope::All, Ok(broken.len() as f64))
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
