//! `fairreach serve`: the map on loopback.

use std::path::PathBuf;

use crate::cli::args::Serve;
use crate::cli::progress::Stages;
use crate::cli::run::open;
use crate::keep::{KeepError, Plans};
use crate::pipeline::{Fault, prepare};
use crate::serve::{self, AppState, Parts, ServeError};

/// The file of saved plans beside a study.
const PLANS: &str = "plans.sqlite";

pub(super) fn run(arguments: &Serve) -> Result<(), Fault> {
    let prepared = {
        let stages = Stages::new();
        let prepared = prepare(open(&arguments.study)?, &stages)?;
        prepared.ready_for_places(&stages)?;
        prepared
    };
    let plans = plans(arguments)?;
    let state = AppState::new(Parts {
        plans,
        ..Parts::from(prepared)
    })
    .map_err(|error| Fault::Bug(error.to_string()))?;
    let tell = |address| eprintln!("the map is at http://{address} (stop with Ctrl-C)");
    serve::run(state, arguments.port, tell).map_err(|error| refused(&error))
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
