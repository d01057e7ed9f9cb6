//! `fairreach assess`: the scorecard, printed or as JSON.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::args::Assess;
use crate::cli::output;
use crate::cli::run::{mode_of, ready};
use crate::model::Mode;
use crate::pipeline::{Fault, Prepared, Question};
use crate::report::{self, Comparison};
use crate::score::{against, evaluate};
use crate::study::{WrittenScenario, scenario_file};

pub(super) fn run(arguments: &Assess) -> Result<(), Fault> {
    let prepared = ready(&arguments.study)?;
    let mode = mode_of(&prepared, arguments.mode.as_deref())?;
    let asked = arguments
        .scenario
        .as_deref()
        .map(|it| scenario(&prepared, it))
        .transpose()?;
    let scenario = asked.as_ref().map(|(it, _)| it);
    let plan = scenario.map(|it| prepared.plan_of(it)).transpose()?;
    let case = plan.as_ref().map_or(&prepared.case, |it| &it.case);
    let today = evaluate(case, &mode, &case.baseline);
    let judged = plan.as_ref().map(|it| {
        let scorecard = evaluate(case, &mode, &it.configuration);
        let changes = against(case, &today, &scorecard);
        (scorecard, changes)
    });
    let mut heading = prepared.heading(&mode, scenario.map(|it| it.name.as_str()));
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
    let Some(out) = &arguments.out else {
        return output::print(&text);
    };
    let file = asked.and_then(|(_, file)| file);
    prepared.publish(out, question(arguments, &mode, file), |file| {
        let written = file.write_all(text.as_bytes());
        written.map_err(|it| Fault::unwritable(&out.display().to_string(), it))?;
        Ok(BTreeMap::new())
    })?;
    eprintln!("{}: written", out.display());
    Ok(())
}

/// What was asked, after defaults.
fn question(arguments: &Assess, mode: &Mode, scenario: Option<ScenarioFile>) -> Question {
    let mut options = BTreeMap::from([("mode".to_owned(), vec![mode.name().to_owned()])]);
    if arguments.json {
        options.insert("json".to_owned(), Vec::new());
    }
    let id = arguments.scenario.iter();
    options.extend(id.map(|it| ("scenario".to_owned(), vec![it.clone()])));
    Question {
        command: "assess",
        options,
        scenario,
    }
}

/// The file of a scenario and its bytes.
type ScenarioFile = (PathBuf, Vec<u8>);

/// A scenario by its id in the study, or else from a file, which is told.
fn scenario(
    prepared: &Prepared,
    name: &str,
) -> Result<(WrittenScenario, Option<ScenarioFile>), Fault> {
    if let Some(known) = prepared.study.scenarios.iter().find(|it| it.id == name) {
        return Ok((known.clone(), None));
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
    let written = scenario_file(&text, name)?;
    Ok((written, Some((PathBuf::from(name), text.into_bytes()))))
}
