//! `fairreach assess`: the scorecard, printed or as data.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::args::Assess;
use crate::cli::form::Form;
use crate::cli::output;
use crate::cli::run::{mode_of, ready_in};
use crate::model::{Mode, Phase};
use crate::pipeline::{Fault, Prepared, Question};
use crate::report::{self, AssessmentJson, Comparison, CsvOf, JudgedPhase, PhaseJson, figures_csv};
use crate::score::{against, evaluate, headline};
use crate::study::{WrittenScenario, nearest_word, scenario_file};

pub(super) fn run(arguments: &Assess) -> Result<(), Fault> {
    let form = Form::asked(arguments.out.as_ref(), arguments.json, arguments.csv)?;
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
    let data = || {
        let mut assessment = report::assessment(&heading, &comparison);
        assessment
            .baseline
            .name
            .clone_from(&prepared.study.baseline);
        assessment.phases = phases.iter().map(PhaseJson::of).collect();
        assessment
    };
    let text = match form {
        Form::Page => report::page_of_phases(&heading, &comparison, &phases),
        Form::Json => report::to_text(&data()).map_err(|it| Fault::Bug(it.to_string()))?,
        Form::Csv => csv(&data(), scenario),
    };
    let Some(out) = arguments.out.as_ref().filter(|it| !it.is_stdout()) else {
        return output::print(&text);
    };
    let file = asked.and_then(|(_, file)| file);
    let question = question(arguments, form, &mode, file);
    output::publish(&prepared, out, question, &text)
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
        let today = headline(&case, mode, &case.baseline);
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

/// Every figure of today and of the scenario as CSV.
fn csv(data: &AssessmentJson, scenario: Option<&WrittenScenario>) -> String {
    let id = scenario.map_or("", |it| it.id.as_str());
    let today = (true, "", &data.baseline);
    let plan = data.scenario.as_ref().map(|it| (false, id, it));
    let mut all: Vec<CsvOf> = std::iter::once(today)
        .chain(plan)
        .map(|(baseline, id, it)| CsvOf {
            kind: if baseline { "baseline" } else { "scenario" },
            id,
            name: &it.name,
            figures: &it.figures,
        })
        .collect();
    let kinds: Vec<String> = data
        .phases
        .iter()
        .map(|it| format!("phase:{}", it.from))
        .collect();
    let of_phases = data.phases.iter().zip(&kinds);
    all.extend(of_phases.map(|(it, kind)| CsvOf {
        kind,
        id,
        name: data.scenario.as_ref().map_or("", |it| it.name.as_str()),
        figures: &it.judged.figures,
    }));
    figures_csv(&all)
}

/// What was asked, after defaults.
fn question(
    arguments: &Assess,
    form: Form,
    mode: &Mode,
    scenario: Option<ScenarioFile>,
) -> Question {
    let mut options = BTreeMap::from([("mode".to_owned(), vec![mode.name().to_owned()])]);
    let year = arguments.year.iter();
    options.extend(year.map(|it| ("year".to_owned(), vec![it.clone()])));
    options.extend(form.option().map(|it| (it.to_owned(), Vec::new())));
    let id = arguments.scenario.iter();
    options.extend(id.map(|it| ("scenario".to_owned(), vec![it.clone()])));
    Question {
        command: "assess",
        options,
        scenarios: scenario.into_iter().collect(),
    }
}

/// The file of a scenario and its bytes.
pub(super) type ScenarioFile = (PathBuf, Vec<u8>);

/// A scenario by its id in the study, or else from a file, which is told.
pub(super) fn scenario(
    prepared: &Prepared,
    name: &str,
) -> Result<(WrittenScenario, Option<ScenarioFile>), Fault> {
    if let Some(known) = prepared.study.scenarios.iter().find(|it| it.id == name) {
        return Ok((known.clone(), None));
    }
    if !Path::new(name).is_file() {
        let ids = || prepared.study.scenarios.iter().map(|it| it.id.as_str());
        let known = match ids().collect::<Vec<_>>() {
            none if none.is_empty() => "it has none".to_owned(),
            known => known.join(", "),
        };
        let near = nearest_word(name, ids()).map(|it| format!("did you mean {it}? "));
        let remedy = format!(
            "{}give a file, or the id of a scenario in the study ({known})",
            near.unwrap_or_default()
        );
        return Err(Fault::usage("scenario", name, &remedy));
    }
    let text = fs::read_to_string(name).map_err(|it| Fault::io(name, it))?;
    let written = scenario_file(&text, name)?;
    Ok((written, Some((PathBuf::from(name), text.into_bytes()))))
}
