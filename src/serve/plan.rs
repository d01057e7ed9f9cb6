//! A plan as asked for: written changes laid on today, with the times of places that sites are moved to.

use std::borrow::Cow;
use std::sync::Arc;

use super::error::ApiError;
use crate::ids::{Column, Id, SiteId};
use crate::model::{Configuration, Mode, Scenario, Site};
use crate::score::Case;
use crate::space::Point;
use crate::study::{WrittenChange, resolve_changes};
use crate::travel::TravelTimes;

/// Times by a mode between every area and some places, a column a place in the order given; `None` where the study
/// has no roads for the mode.
pub type TimesTo = Arc<dyn Fn(&Mode, &[Point]) -> Option<TravelTimes> + Send + Sync>;

/// A plan laid on today, and the case it is judged in: the study's own, or one with moved sites added.
pub(super) struct Laid<'a> {
    pub(super) case: Cow<'a, Case>,
    pub(super) plan: Configuration,
}

/// Lays changes on today, to be judged by one mode.
pub(super) fn lay<'a>(
    case: &'a Case,
    mode: &Mode,
    changes: &[WrittenChange],
    times_to: Option<&TimesTo>,
) -> Result<Laid<'a>, ApiError> {
    let changes = resolve_changes(changes, &case.sites, &case.tiers).map_err(|errors| {
        let code = errors.0.first().map_or("E-CFG", |it| it.code);
        let told: Vec<String> = errors.0.iter().map(told).collect();
        ApiError::senseless(told.join("; ")).code(code)
    })?;
    let scenario = Scenario {
        id: "plan".to_owned(),
        name: "Plan".to_owned(),
        changes,
    };
    let mut sites = case.sites.clone();
    let plan = scenario
        .apply(&case.baseline, &mut sites, &case.tiers)
        .map_err(|faults| {
            let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
            ApiError::senseless(told.join("; ")).code("E-PLAN-CHANGE")
        })?;
    let case = if sites.len() == case.sites.len() {
        Cow::Borrowed(case)
    } else {
        Cow::Owned(with_moved(case, mode, sites, times_to)?)
    };
    Ok(Laid { case, plan })
}

fn told(fault: &crate::study::StudyFault) -> String {
    let value = fault.value.as_deref().unwrap_or_default();
    format!("{} {value}: {}; {}", fault.key, fault.what, fault.remedy)
}

/// The case with sites added at its end, and times of the one mode only.
fn with_moved(
    case: &Case,
    mode: &Mode,
    sites: Column<SiteId, Site>,
    times_to: Option<&TimesTo>,
) -> Result<Case, ApiError> {
    let places: Vec<Point> = sites
        .iter()
        .skip(case.sites.len())
        .filter_map(|it| it.point)
        .collect();
    let unknown = || {
        let how = mode.phrase();
        let what = format!(
            "a site cannot be moved here: the study has no roads to time journeys {how} to a new place"
        );
        ApiError::senseless(what).code("E-PLAN-MOVE")
    };
    let times = case.times.get(mode).ok_or_else(unknown)?;
    let moved = times_to
        .and_then(|it| it(mode, &places))
        .ok_or_else(unknown)?;
    Ok(Case {
        areas: case.areas.clone(),
        population: case.population.clone(),
        deprivation: case.deprivation.clone(),
        services: case.services.clone(),
        tiers: case.tiers.clone(),
        baseline: case.baseline.clone(),
        mode: case.mode.clone(),
        times: [(mode.clone(), times.clone().followed_by(&moved))].into(),
        sites,
        ..*case
    })
}

/// The id by which the study knows a site, also one that a plan has moved (`ely@541800,296500`).
pub(super) fn study_id(laid: &Case, own: usize, site: SiteId) -> String {
    let id = &laid.sites[site].id;
    if site.place() < own {
        return id.clone();
    }
    id.rsplit_once('@')
        .map_or(id.as_str(), |(id, _)| id)
        .to_owned()
}
