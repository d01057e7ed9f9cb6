//! The phases of a programme, scored in their order.

use super::lines::table;
use super::numbers::{NONE, count, percent, pounds};
use super::value;
use crate::ids::ServiceId;
use crate::score::{Case, Figure, Scope, Scorecard, broken_rules, find};

/// A plan as it stands after one of its phases.
#[derive(Clone, Debug)]
pub struct JudgedPhase {
    /// The day the phase begins.
    pub from: String,
    /// How many of the scenario's changes are done by then.
    pub changes: usize,
    /// What is fixed in the comparison, with the sites the phase moves.
    pub case: std::sync::Arc<Case>,
    /// The scorecard after it.
    pub scorecard: Scorecard,
    /// Its figures against the baseline.
    pub against: Vec<Figure>,
}

impl JudgedPhase {
    fn figure(&self, name: &str, service: Option<ServiceId>, scope: Scope) -> Option<&Figure> {
        let own = self.scorecard.figure(name, service, scope);
        own.or_else(|| find(&self.against, name, service, scope))
    }
}

/// A table of the phases for each service, in order of their days; nothing where there are none.
pub(super) fn phases(phases: &[JudgedPhase]) -> String {
    let Some(first) = phases.first() else {
        return String::new();
    };
    let mut text = String::new();
    for (service, it) in first.case.services.enumerate() {
        let rows: Vec<Vec<String>> = phases.iter().map(|it| row(it, service)).collect();
        let title = format!("Phases: {}", it.name);
        let head = [
            "",
            "changes",
            "within %",
            "lowest decile %",
            "lowest district %",
            "worse off",
            "by over 5 min",
            "a year",
            "rules broken",
        ];
        text += &table(&title, &head, &rows);
    }
    text
}

fn row(phase: &JudgedPhase, service: ServiceId) -> Vec<String> {
    let cell = |name: &str, of: Option<ServiceId>, scope, say: fn(f64) -> String| {
        value(phase.figure(name, of, scope)).map_or_else(|| NONE.to_owned(), say)
    };
    let own = Some(service);
    vec![
        format!("from {}", phase.from),
        phase.changes.to_string(),
        cell("share_within", own, Scope::All, percent),
        cell("share_within", own, Scope::WorstDecile, percent),
        cell("share_within", own, Scope::WorstDistrict, percent),
        cell("children_losing", own, Scope::All, count),
        cell("children_losing_over_5", own, Scope::All, count),
        cell("annual_cost", None, Scope::All, pounds),
        rules_broken(phase).to_string(),
    ]
}

/// The rules that a phase breaks on its day: those that its sites break, and each protected service that it harms.
fn rules_broken(phase: &JudgedPhase) -> usize {
    let of_sites = broken_rules(&phase.case, &phase.scorecard.configuration).len();
    let harmed = |it: &&Figure| {
        it.name == "protected_areas_harmed" && value(Some(it)).is_some_and(|it| it > 0.0)
    };
    of_sites + phase.against.iter().filter(harmed).count()
}
