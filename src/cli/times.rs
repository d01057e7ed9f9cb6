//! `fairreach times`: the travel-time matrix as a table.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::ops::Range;

use crate::cli::args::Times;
use crate::cli::output::OutFile;
use crate::cli::progress::Stages;
use crate::cli::run::{means, mode_of, open};
use crate::ids::{Id, SiteId};
use crate::model::Mode;
use crate::pipeline::{Fault, Means, Prepared, Question, prepare_by};
use crate::report::{TableError, TimesForm, TimesTable, counted};
use crate::travel::{Direction, TravelTimes};

pub(super) fn run(arguments: &Times) -> Result<(), Fault> {
    let form = form_of(&arguments.out)?;
    let means = Means {
        untimed: arguments.in_batches,
        ..means(&arguments.memory)
    };
    let stages = Stages::new();
    let prepared = prepare_by(open(&arguments.study)?, means, &stages)?;
    let direction = arguments
        .direction
        .map_or(prepared.study.assess.direction, Direction::from);
    let modes = match &arguments.mode {
        Some(asked) => vec![mode_of(&prepared, Some(asked))?],
        None => prepared.modes(),
    };
    for mode in &modes {
        if !prepared.offers(mode, direction) {
            let remedy = format!(
                "the study brings times {} in the other direction alone; leave --direction out",
                mode.phrase()
            );
            return Err(Fault::usage("--direction", mode.name(), &remedy));
        }
    }
    let (areas, sites) = (prepared.area_codes(), prepared.site_ids());
    let n = areas.len() * sites.len() * modes.len();
    let (n_areas, n_sites) = (areas.len(), sites.len());
    let asked = Asked {
        prepared: &prepared,
        modes,
        direction,
        means,
        areas,
        sites,
        stages: &stages,
    };
    if arguments.out.is_stdout() {
        return asked.print();
    }
    let out = arguments.out.name();
    let mut options = BTreeMap::from([("direction".to_owned(), vec![direction.word().to_owned()])]);
    if arguments.mode.is_some() {
        options.insert("mode".to_owned(), vec![asked.modes[0].name().to_owned()]);
    }
    if arguments.in_batches {
        // It changes no byte, but what is made again must fit into the memory as before.
        options.insert("in-batches".to_owned(), Vec::new());
    }
    let question = Question {
        command: "times",
        options,
        scenarios: Vec::new(),
    };
    prepared.publish(arguments.out.path(), question, |file| {
        asked.write(form, BufWriter::new(file), &out)
    })?;
    drop(stages);
    let (pairs, areas) = (counted(n, "pair"), counted(n_areas, "area"));
    let sites = counted(n_sites, "site");
    arguments
        .out
        .stands(&format!("{pairs} of {areas} and {sites}"));
    Ok(())
}

fn form_of(out: &OutFile) -> Result<TimesForm, Fault> {
    match out.ending().as_deref() {
        _ if out.is_stdout() => Ok(TimesForm::Csv),
        Some("csv") => Ok(TimesForm::Csv),
        Some("parquet") => Ok(TimesForm::Parquet),
        _ => Err(Fault::usage(
            "--out",
            &out.name(),
            "name a file that ends in .csv or .parquet, or -",
        )),
    }
}

/// What the table is to hold.
struct Asked<'a> {
    prepared: &'a Prepared,
    modes: Vec<Mode>,
    direction: Direction,
    means: Means,
    areas: Vec<String>,
    sites: Vec<String>,
    stages: &'a Stages,
}

impl Asked<'_> {
    /// Prints the table. A reader that has seen enough (`| head`) is no fault.
    fn print(&self) -> Result<(), Fault> {
        let out = BufWriter::new(io::stdout().lock());
        match self.write(TimesForm::Csv, out, "standard output").map(drop) {
            Err(Fault::Unwritable { source, .. }) if source.kind() == ErrorKind::BrokenPipe => {
                Ok(())
            }
            told => told,
        }
    }

    /// Writes the table; tells how many pairs it has, and how many without a time by reason.
    fn write(
        &self,
        form: TimesForm,
        out: impl Write,
        name: &str,
    ) -> Result<BTreeMap<String, u64>, Fault> {
        let fault = |it: TableError| match it {
            TableError::Io(it) => Fault::unwritable(name, it),
            it @ TableError::Parquet(_) => Fault::Bug(it.to_string()),
        };
        let mut table = TimesTable::begin(form, out, &self.sites).map_err(fault)?;
        let mut counts = BTreeMap::new();
        for mode in &self.modes {
            self.add(mode, |areas, times| {
                tally(&mut counts, mode, times);
                table.add(mode, areas, times).map_err(fault)
            })?;
        }
        table.end().map_err(fault)?;
        Ok(counts)
    }

    fn add(
        &self,
        mode: &Mode,
        mut each: impl FnMut(&[String], &TravelTimes) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let Self {
            prepared,
            direction,
            means,
            stages,
            ..
        } = self;
        if means.untimed {
            let mut some =
                |areas: Range<usize>, times: &TravelTimes| each(&self.areas[areas], times);
            return prepared.times_in_batches(mode, *direction, *means, *stages, &mut some);
        }
        let times = prepared.times_by(mode, *direction, *means, *stages)?;
        times.map_or(Ok(()), |it| each(&self.areas, &it))
    }
}

/// Counts pairs, and those without a time by reason.
fn tally(counts: &mut BTreeMap<String, u64>, mode: &Mode, times: &TravelTimes) {
    let mut count = |what: &str, n: u64| {
        *counts.entry(format!("{}.{what}", mode.name())).or_default() += n;
    };
    count("pairs", (times.n_areas() * times.n_sites()) as u64);
    for site in (0..times.n_sites()).map(SiteId::at) {
        for reason in times.column(site).filter_map(Result::err) {
            count(reason.word(), 1);
        }
    }
}
