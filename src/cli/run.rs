//! Command -> its file, fault -> exit code.

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::args::{Cli, Command, Memory};
use crate::cli::progress::Stages;
use crate::cli::{assess, catchment, check, prepare, serve, times};
use crate::model::Mode;
use crate::pipeline::{Fault, Means, Prepared, prepare_by, shipped};
use crate::study::Study;

/// Parses the arguments, runs the command and tells the exit code.
#[must_use]
pub fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Prepare(arguments) => prepare::run(&arguments),
        Command::Times(arguments) => times::run(&arguments),
        Command::Assess(arguments) => assess::run(&arguments),
        Command::Catchment(arguments) => catchment::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::from(fault.exit_code())
        }
    }
}

/// Opens the study named, or the one that ships.
pub(super) fn open(path: Option<&Path>) -> Result<Study, Fault> {
    match path {
        Some(path) => Ok(Study::open(path)?),
        None => shipped(),
    }
}

/// Opens a study and makes it ready for figures, telling its stages on stderr.
pub(super) fn ready(path: Option<&Path>) -> Result<Prepared, Fault> {
    let stages = Stages::new();
    prepare_by(open(path)?, Means::default(), &stages)
}

/// The means of a command that is told how much memory to take.
pub(super) fn means(memory: &Memory) -> Means {
    Means {
        memory: memory.memory,
        ..Means::default()
    }
}

/// The mode asked for, or the study's own; a fault that lists the known ones for any other.
pub(super) fn mode_of(prepared: &Prepared, asked: Option<&str>) -> Result<Mode, Fault> {
    let Some(name) = asked else {
        return Ok(prepared.case.mode.clone());
    };
    let mode = Mode::new(name);
    let modes = prepared.modes();
    if modes.contains(&mode) {
        return Ok(mode);
    }
    let known: Vec<&str> = modes.iter().map(Mode::name).collect();
    Err(Fault::usage(
        "--mode",
        name,
        &format!("give one of the study's modes: {}", known.join(", ")),
    ))
}
