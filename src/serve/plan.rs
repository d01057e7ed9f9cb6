//! A plan as asked for: written changes laid on today.

use std::sync::Arc;

use super::error::ApiError;
use crate::ids::{Id, SiteId};
use crate::model::Scenario;
use crate::pipeline::{Fault, Plan};
use crate::score::Case;
use crate::study::{Offered, StudyFault, WrittenChange, resolve_changes};

/// Lays a scenario on today: its configuration, and the case with the sites it moves and adds.
pub type LayPlan = Arc<dyn Fn(&Scenario) -> Result<Plan, Fault> + Send + Sync>;

/// Lays written changes on today.
pub(super) fn lay(
    case: &Case,
    changes: &[WrittenChange],
    lay_plan: &LayPlan,
) -> Result<Plan, ApiError> {
    let offered = Offered {
        tiers: &case.tiers,
        services: &case.services,
        payers: case.money.payers,
    };
    let changes = resolve_changes(changes, &case.sites, offered).map_err(|errors| {
        let code = errors.0.first().map_or("E-CFG", |it| it.code);
        let told: Vec<String> = errors.0.iter().map(told).collect();
        ApiError::senseless(told.join("; ")).code(code)
    })?;
    let scenario = Scenario {
        id: "plan".to_owned(),
        name: "Plan".to_owned(),
        changes,
        phases: Vec::new(),
    };
    lay_plan(&scenario).map_err(|fault| match fault {
        Fault::Scenario { changes, .. } => {
            let told: Vec<String> = changes.iter().map(ToString::to_string).collect();
            ApiError::senseless(told.join("; ")).code("E-CHANGE")
        }
        other => ApiError::of(&other),
    })
}

fn told(fault: &StudyFault) -> String {
    let value = fault.value.as_deref().unwrap_or_default();
    format!("{} {value}: {}; {}", fault.key, fault.what, fault.remedy)
}

/// The id by which the study knows a site, also one that a plan has moved (`ely@541800,296500`); one that the plan adds
/// has its own, without any `@`. The first `own` sites are the study's own.
pub(super) fn study_id(laid: &Case, own: usize, site: SiteId) -> String {
    let id = &laid.sites[site].id;
    if site.place() < own {
        return id.clone();
    }
    id.rsplit_once('@')
        .map_or(id.as_str(), |(id, _)| id)
        .to_owned()
}
