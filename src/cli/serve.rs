//! `fairreach serve`: the map on loopback.

use std::path::PathBuf;

use crate::cli::assess::scenario;
use crate::cli::progress::Stages;
use crate::cli::run::open;
use crate::cli::serve_args::Serve;
use crate::keep::{KeepError, Plans};
use crate::pipeline::{BatchFolder, Fault, Prepared, prepare};
use crate::serve::{self, AppState, BaseMap, Consultation, Parts, ServeError};
use crate::study::WrittenChange;

/// The file of saved plans beside a study.
const PLANS: &str = "plans.sqlite";

pub(super) fn run(arguments: &Serve) -> Result<(), Fault> {
    let prepared = {
        let stages = Stages::new();
        let prepared = prepare(open(&arguments.study)?, &stages)?;
        prepared.ready_for_places(&stages)?;
        prepared
    };
    let consultation = consultation(arguments, &prepared)?;
    let base_map = base_map(arguments)?;
    let batch = arguments.batch.as_deref();
    let batch = batch
        .map(|it| BatchFolder::open(it, &prepared))
        .transpose()?;
    let plans = if consultation.is_some() {
        Plans::in_memory()
    } else {
        plans(arguments)?
    };
    let state = AppState::new(Parts {
        plans,
        consultation,
        base_map,
        batch,
        ..Parts::from(prepared)
    })
    .map_err(|error| Fault::Bug(error.to_string()))?;
    let tell = |address| eprintln!("the map is at http://{address} (stop with Ctrl-C)");
    serve::run(state, arguments.port, tell).map_err(|error| refused(&error))
}

/// The plan of a consultation, once it is sure that it can be laid on today.
fn consultation(arguments: &Serve, prepared: &Prepared) -> Result<Option<Consultation>, Fault> {
    let Some(named) = &arguments.consultation else {
        return Ok(None);
    };
    let (written, _) = scenario(prepared, named)?;
    prepared.plan_of(&written)?;
    eprintln!(
        "a consultation on \"{}\": nothing can be changed or saved",
        written.name
    );
    let changes = written.changes.into_iter().map(WrittenChange::in_degrees);
    Ok(Some(Consultation {
        name: written.name,
        author: arguments.consultation_by.clone(),
        purpose: arguments.consultation_about.clone(),
        changes: changes.collect(),
    }))
}

fn base_map(arguments: &Serve) -> Result<Option<BaseMap>, Fault> {
    let by = arguments.base_map_by.as_deref().unwrap_or_default();
    let made = arguments
        .base_map
        .as_deref()
        .map(|url| BaseMap::new(url, by).map_err(|why| Fault::usage("base-map", url, why)));
    made.transpose()
}

/// The file of saved plans: as asked, else beside the study. Of the shipped study, which stands in no folder, plans last as
/// long as the program unless a file is named.
fn plans(arguments: &Serve) -> Result<Plans, Fault> {
    let beside = |study: &PathBuf| {
        let folder = if study.is_dir() {
            Some(study.as_path())
        } else {
            study.parent()
        };
        folder.map(|it| it.join(PLANS))
    };
    let file = arguments.plans.clone();
    let file = file.or_else(|| arguments.study.study.as_ref().and_then(beside));
    let (opened, shown) = match &file {
        Some(file) => (Plans::open(file), file.display().to_string()),
        None => (Ok(Plans::in_memory()), "saved plans".to_owned()),
    };
    let place = file.as_ref().map_or_else(
        || "as long as this program runs; --plans FILE keeps them".to_owned(),
        |it| format!("in {}", it.display()),
    );
    let opened = opened.map_err(|error| match error {
        KeepError::NotOurs(_) | KeepError::Later { .. } => Fault::Asked {
            code: "E-PLANS",
            what: error.to_string(),
            remedy: "give --plans another file".to_owned(),
        },
        other => Fault::Machine {
            code: "E-PLANS",
            what: format!("{shown}: {other}"),
            remedy: "check the folder and its permissions, or give --plans a file elsewhere"
                .to_owned(),
        },
    })?;
    eprintln!("saved plans are kept {place}");
    Ok(opened)
}

fn refused(error: &ServeError) -> Fault {
    let (code, what, remedy) = match error {
        ServeError::PortInUse(port) => (
            "E-PORT",
            format!("port {port} is in use"),
            "choose another with --port, or --port 0 for any free one",
        ),
        ServeError::PortRefused(port) => (
            "E-PORT",
            format!("port {port} is not open to this user"),
            "choose one from 1024 up with --port, or --port 0 for any free one",
        ),
        ServeError::Io(_) => (
            "E-IO",
            error.to_string(),
            "check that this machine has a loopback address",
        ),
    };
    Fault::Machine {
        code,
        what,
        remedy: remedy.to_owned(),
    }
}
