//! Command -> its file, fault -> exit code.

use std::process::ExitCode;

use clap::Parser;

use crate::cli::args::{Cli, Command, Memory, StudyArgument};
use crate::cli::output::may_stand;
use crate::cli::progress::Stages;
use crate::cli::{
    assess, batch, catchment, check, compare, new, optimise, postcode, prepare, rejects, rerun,
    serve, times, verify,
};
use crate::model::Mode;
use crate::pipeline::{Fault, Means, Prepared, prepare_by, shipped};
use crate::study::Study;

/// Parses the arguments, runs the command and tells the exit code.
#[must_use]
pub fn main() -> ExitCode {
    let command = Cli::parse().command;
    let Err(fault) = run(&command) else {
        return ExitCode::SUCCESS;
    };
    eprintln!("{fault}");
    match command.study().and_then(|it| rejects::write(&fault, it)) {
        Some(Ok(path)) => eprintln!("all of it is in the table {}", path.display()),
        Some(Err(why)) => eprintln!("{why}"),
        None => (),
    }
    ExitCode::from(fault.exit_code())
}

/// Runs a command. Where it is to write is looked at first: nothing is computed for a file that cannot stand.
pub(super) fn run(command: &Command) -> Result<(), Fault> {
    if let Some(out) = command.out() {
        out.may_stand()?;
    }
    if let Some(rejects) = command.study().and_then(|it| it.rejects.as_ref()) {
        may_stand("--rejects", rejects)?;
    }
    match command {
        Command::New(arguments) => new::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Prepare(arguments) => prepare::run(arguments),
        Command::Times(arguments) => times::run(arguments),
        Command::Assess(arguments) => assess::run(arguments),
        Command::Compare(arguments) => compare::run(arguments),
        Command::Optimise(arguments) => optimise::run(arguments),
        Command::Batch(arguments) => batch::run(arguments),
        Command::Catchment(arguments) => catchment::run(arguments),
        Command::Postcode(arguments) => postcode::run(arguments),
        Command::Serve(arguments) => serve::run(arguments),
        Command::Verify(arguments) => verify::run(arguments),
        Command::Rerun(arguments) => rerun::run(arguments),
    }
}

/// Opens the study named, or the one that ships.
pub(super) fn open(asked: &StudyArgument) -> Result<Study, Fault> {
    match &asked.study {
        Some(path) if asked.confined => Ok(Study::open_confined(path)?),
        Some(path) => Ok(Study::open(path)?),
        None => shipped(),
    }
}

/// Opens a study and makes it ready for figures, telling its stages on stderr.
pub(super) fn ready(asked: &StudyArgument) -> Result<Prepared, Fault> {
    ready_in(asked, None)
}

/// The same with the people of a year, where one is asked for.
pub(super) fn ready_in(asked: &StudyArgument, year: Option<&str>) -> Result<Prepared, Fault> {
    let stages = Stages::new();
    let study = open(asked)?;
    let study = match year {
        Some(year) => study.in_year(year).map_err(|known| {
            let known = match known.as_slice() {
                [] => "the study projects no people: it has no [[people]] with a year".to_owned(),
                years => format!("give one of the study's years: {}", years.join(", ")),
            };
            Fault::usage("--year", year, &known)
        })?,
        None => study,
    };
    prepare_by(study, Means::default(), &stages)
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
