//! The rules of the study that an option breaks, and the staffed hours that it cuts though they are to be kept.

use super::money::harmed;
use super::policy::hours;
use super::value;
use crate::ids::ServiceId;
use crate::score::{Scope, ScoredOption, broken_rules};

/// What an option breaks in words: locks, exclusions and distances, the protection of services, and hours to be kept.
pub(super) fn broken(option: &ScoredOption, service: ServiceId) -> Vec<String> {
    let case = &option.case;
    let broken = broken_rules(case, &option.scorecard.configuration);
    let mut told: Vec<String> = broken.iter().map(|it| it.phrase(case)).collect();
    for rule in &case.rules.protected {
        // Today is no plan, and against itself harms nobody. A protected service counts whichever service is compared.
        let figure = option.figure("protected_areas_harmed", rule.service, Scope::All);
        let Some(areas) = value(figure).filter(|it| *it > 0.0 && option.id.is_some()) else {
            continue;
        };
        let (name, other) = (&case.services[rule.service].name, rule.service != service);
        let which = if other {
            " (another service than the one compared)"
        } else {
            ""
        };
        told.push(harmed(&format!("{name}{which}"), areas, *rule));
    }
    let change = value(option.figure("front_line_hours_change", service, Scope::All));
    let kept = case.money.keep_front_line && option.id.is_some();
    if let Some(change) = change.filter(|it| kept && *it < -1e-9) {
        told.push(format!(
            "{} fewer staffed hours a week than today, which were to be kept",
            hours(-change)
        ));
    }
    told
}
