//! The rules of the study that an option breaks.

use super::numbers::{counted, minutes_as_set};
use super::value;
use crate::ids::ServiceId;
use crate::score::{Scope, ScoredOption, broken_rules};

/// How many rules an option breaks: locks, exclusions and distances, and the protection of services.
pub(super) fn how_many(option: &ScoredOption, service: ServiceId) -> usize {
    broken(option, service).len()
}

/// Each of them in words.
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
        told.push(format!(
            "{name}{which} is protected: {} would reach it more than {} later than today, or no longer",
            counted(areas, "area"),
            counted(minutes_as_set(rule.at_most), "minute")
        ));
    }
    told
}
