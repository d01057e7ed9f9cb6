//! `fairreach times`: the travel-time matrix as a table.

use std::path::Path;

use crate::cli::args::Times;
use crate::cli::output;
use crate::cli::progress::Stages;
use crate::cli::run::{means, mode_of, open};
use crate::model::Mode;
use crate::pipeline::{Fault, Means, Prepared, prepare_by};
use crate::report::{times_csv, times_parquet};
use crate::travel::{Direction, TravelTimes};

pub(super) fn run(arguments: &Times) -> Result<(), Fault> {
    let form = form_of(&arguments.out)?;
    let means = means(&arguments.memory);
    let stages = Stages::new();
    let prepared = prepare_by(open(arguments.study.study.as_deref())?, means, &stages)?;
    let direction = arguments
        .direction
        .map_or(prepared.study.assess.direction, Direction::from);
    let modes = match &arguments.mode {
        Some(asked) => vec![mode_of(&prepared, Some(asked))?],
        None => prepared.case.times.keys().cloned().collect(),
    };
    let matrices = matrices(&prepared, modes, direction, means, &stages)?;
    drop(stages);
    let matrices: Vec<(&Mode, &TravelTimes)> =
        matrices.iter().map(|(mode, times)| (mode, times)).collect();
    let (areas, sites) = (prepared.area_codes(), prepared.site_ids());
    let bytes = match form {
        Form::Csv => times_csv(&areas, &sites, &matrices).into_bytes(),
        Form::Parquet => {
            times_parquet(&areas, &sites, &matrices).map_err(|it| Fault::Bug(it.to_string()))?
        }
    };
    if arguments.out.as_os_str() == "-" {
        return output::print(&String::from_utf8_lossy(&bytes));
    }
    output::write(&arguments.out, &bytes)?;
    let n = areas.len() * sites.len() * matrices.len();
    eprintln!(
        "{}: {n} pairs of {} areas and {} sites",
        arguments.out.display(),
        areas.len(),
        sites.len()
    );
    Ok(())
}

enum Form {
    Csv,
    Parquet,
}

fn form_of(out: &Path) -> Result<Form, Fault> {
    match out.extension().and_then(|it| it.to_str()) {
        _ if out.as_os_str() == "-" => Ok(Form::Csv),
        Some("csv") => Ok(Form::Csv),
        Some("parquet") => Ok(Form::Parquet),
        _ => Err(Fault::usage(
            "--out",
            &out.display().to_string(),
            "name a file that ends in .csv or .parquet, or -",
        )),
    }
}

fn matrices(
    prepared: &Prepared,
    modes: Vec<Mode>,
    direction: Direction,
    means: Means,
    stages: &Stages,
) -> Result<Vec<(Mode, TravelTimes)>, Fault> {
    modes
        .into_iter()
        .map(|mode| {
            let times = prepared.times_by(&mode, direction, means, stages)?;
            let times = times.ok_or_else(|| {
                let remedy = format!(
                    "the study brings times {} in the other direction alone; leave --direction out",
                    mode.phrase()
                );
                Fault::usage("--direction", mode.name(), &remedy)
            })?;
            Ok((mode, times))
        })
        .collect()
}
