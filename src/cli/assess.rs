//! `fairreach assess`: the scorecard, printed or as JSON.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::args::Assess;
use crate::cli::output;
use crate::cli::run::{mode_of, ready_in};
use crate::model::{Mode, Phase};
use crate::pipeline::{Fault, Prepared, Question};
use crate::report::{self, Comparison, JudgedPhase, PhaseJson};
use crate::score::{against, evaluate};
use crate::study::{WrittenScenario, scenario_file};

pub(super) fn run(arguments: &Assess) -> Result<(), Fault> {
    let as_json = as_json(arguments)?;
    let prepared = ready_in(&arguments.study, arguments.year.as_deref())?;
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
    let phases = match scenario {
        Some(scenario) => phases(&prepared, scenario, &mode)?,
        None => Vec::new(),
    };
    let comparison = Comparison {
        case,
        today: &today,
        plan,
    };
    let text = if as_json {
        let mut assessment = report::assessment(&heading, &comparison);
        assessment
            .baseline
            .name
            .clone_from(&prepared.study.baseline);
        assessment.phases = phases.iter().map(PhaseJson::of).collect();
        report::to_text(&assessment).map_err(|it| Fault::Bug(it.to_string()))?
    } else {
        report::page_of_phases(&heading, &comparison, &phases)
    };
    let Some(out) = arguments.out.as_ref().filter(|it| !it.is_stdout()) else {
        return output::print(&text);
    };
    let file = asked.and_then(|(_, file)| file);
    let question = question(arguments, as_json, &mode, file);
    prepared.publish(out.path(), question, |file| {
        let written = file.write_all(text.as_bytes());
        written.map_err(|it| Fault::unwritable(&out.name(), it))?;
        Ok(BTreeMap::new())
    })?;
    out.stands("written");
    Ok(())
}

/// A scenario as it stands after each of its phases.
fn phases(
    prepared: &Prepared,
    written: &WrittenScenario,
    mode: &Mode,
) -> Result<Vec<JudgedPhase>, Fault> {
    let judged = |phase: &Phase| {
        let plan = prepared.plan_of(&written.after(phase))?;
        let case = plan.case;
        let today = evaluate(&case, mode, &case.baseline);
        let scorecard = evaluate(&case, mode, &plan.configuration);
        Ok(JudgedPhase {
            from: phase.from.clone(),
            changes: phase.first,
            against: against(&case, &today, &scorecard),
            case,
            scorecard,
        })
    };
    written.phases.iter().map(judged).collect()
}

/// Whether the scorecard is written as JSON: where that is asked for, or the file's ending says so. A file of another kind,
/// such as a PDF, would hold plain text under a name that no program opens it by.
fn as_json(arguments: &Assess) -> Result<bool, Fault> {
    let Some(out) = arguments.out.as_ref().filter(|it| !it.is_stdout()) else {
        return Ok(arguments.json);
    };
    match (out.ending().as_deref(), arguments.json) {
        (None, asked) => Ok(asked),
        (Some("json"), _) => Ok(true),
        (Some("txt"), false) => Ok(false),
        (Some("txt"), true) => {
            let remedy = "name a file that ends in .json, or leave --json out";
            Err(Fault::usage("--out", &out.name(), remedy))
        }
        _ => {
            let remedy = "name a file that ends in .txt for the page or in .json for the figures as data, or give no ending";
            Err(Fault::usage("--out", &out.name(), remedy))
        }
    }
}

/// What was asked, after defaults.
fn question(
    arguments: &Assess,
    as_json: bool,
    mode: &Mode,
    scenario: Option<ScenarioFile>,
) -> Question {
    let mut options = BTreeMap::from([("mode".to_owned(), vec![mode.name().to_owned()])]);
    if as_json {
        options.insert("json".to_owned(), Vec::new());
    }
    let year = arguments.year.iter();
    options.extend(year.map(|it| ("year".to_owned(), vec![it.clone()])));
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
