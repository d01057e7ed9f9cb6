//! `fairreach batch`: many scenarios, a row of figures each.

use crate::cli::batch_args::Batch;
use crate::cli::interrupt::stop_on_interrupt;
use crate::cli::progress::Stages;
use crate::cli::run::{mode_of, ready_in};
use crate::pipeline::{BatchAsked, Fault, Shard};
use crate::report::{BatchWith, count, counted};

pub(super) fn run(arguments: &Batch) -> Result<(), Fault> {
    let told = made(arguments)?;
    eprintln!("{}: {told}", arguments.out.display());
    Ok(())
}

/// Makes what is missing of a batch; what was made, in words.
pub(super) fn made(arguments: &Batch) -> Result<String, Fault> {
    let with = with(&arguments.columns)?;
    let prepared = ready_in(&arguments.study, arguments.year.as_deref())?;
    let mode = mode_of(&prepared, arguments.mode.as_deref())?;
    let shard = arguments.shard.unwrap_or(Shard::WHOLE);
    let asked = BatchAsked {
        scenarios: &arguments.scenarios,
        out: &arguments.out,
        mode: &mode,
        year: arguments.year.as_deref(),
        figures: &arguments.figures,
        with,
        rows: arguments.rows,
        shard,
    };
    let stop = stop_on_interrupt()?;
    let done = {
        let stages = Stages::new();
        prepared.batch(&asked, &stages, stop)?
    };
    let left_out = done.scenarios - done.rows;
    let left_out = match left_out {
        0 => String::new(),
        n => format!(", {} left out as they cost too much", count(n as f64)),
    };
    let rest = if shard.is_whole() {
        String::new()
    } else {
        "; when all shares are made, give the same command without --shard for the list of all"
            .to_owned()
    };
    Ok(format!(
        "{} rows in {}, {} of them made by this run{left_out}{rest}",
        count(done.rows as f64),
        counted(done.parts, "part"),
        done.made,
    ))
}

/// The columns before the figures.
fn with(columns: &[String]) -> Result<BatchWith, Fault> {
    let has = |name: &str| columns.iter().any(|it| it.trim() == name);
    let known = |it: &&String| !["scenario", "open"].contains(&it.trim());
    if let Some(unknown) = columns.iter().find(known) {
        let remedy = "give scenario, open or scenario,open; figures are chosen by --figures";
        return Err(Fault::usage("--columns", unknown, remedy));
    }
    Ok(BatchWith {
        scenario: has("scenario"),
        open: has("open"),
    })
}
