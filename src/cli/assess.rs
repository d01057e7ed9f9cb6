//! `fairreach assess`: the scorecard, printed or as JSON.

use std::fs;
use std::path::Path;

use crate::cli::args::Assess;
use crate::cli::output;
use crate::cli::run::{mode_of, ready};
use crate::pipeline::{Fault, Prepared};
use crate::report::{self, Comparison};
use crate::score::{against, evaluate};
use crate::study::{WrittenScenario, scenario_file};

pub(super) fn run(arguments: &Assess) -> Result<(), Fault> {
    let prepared = ready(arguments.study.study.as_deref())?;
    let mode = mode_of(&prepared, arguments.mode.as_deref())?;
    let scenario = arguments
        .scenario
        .as_deref()
        .map(|it| scenario(&prepared, it))
        .transpose()?;
    let plan = scenario
        .as_ref()
        .map(|it| prepared.plan_of(it))
        .transpose()?;
    let case = plan.as_ref().map_or(&prepared.case, |it| &it.case);
    let today = evaluate(case, &mode, &case.baseline);
    let judged = plan.as_ref().map(|it| {
        let scorecard = evaluate(case, &mode, &it.configuration);
        let changes = against(case, &today, &scorecard);
        (scorecard, changes)
    });
    let mut heading = prepared.heading(&mode, scenario.as_ref().map(|it| it.name.as_str()));
    if let Some(plan) = &plan {
        heading.notices.extend(prepared.plan_notices(plan));
        heading.placed = prepared.placed(plan);
    }
    let plan = judged
        .as_ref()
        .map(|(scorecard, changes)| (scorecard, changes.as_slice()));
    let comparison = Comparison {
        case,
        today: &today,
        plan,
    };
    let text = if arguments.json {
        let mut assessment = report::assessment(&heading, &comparison);
        assessment
            .baseline
            .name
            .clone_from(&prepared.study.baseline);
        report::to_text(&assessment).map_err(|it| Fault::Bug(it.to_string()))?
    } else {
        report::page(&heading, &comparison)
    };
    output::print(&text)
}

/// A scenario by its id in the study, or else from a file.
fn scenario(prepared: &Prepared, name: &str) -> Result<WrittenScenario, Fault> {
    if let Some(known) = prepared.study.scenarios.iter().find(|it| it.id == name) {
        return Ok(known.clone());
    }
    if !Path::new(name).is_file() {
        let ids: Vec<&str> = prepared
            .study
            .scenarios
            .iter()
            .map(|it| it.id.as_str())
            .collect();
        let known = if ids.is_empty() {
            "it has none".to_owned()
        } else {
            ids.join(", ")
        };
        return Err(Fault::usage(
            "--scenario",
            name,
            &format!("give a file, or the id of a scenario in the study ({known})"),
        ));
    }
    let text = fs::read_to_string(name).map_err(|it| Fault::io(name, it))?;
    Ok(scenario_file(&text, name)?)
}
