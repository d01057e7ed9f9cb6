//! The times table, as CSV and as Parquet (the home of polars on the way out).
//!
//! Its columns are `area,site,mode,seconds,reason`: seconds are empty, and a reason given, where there is no time.
//! Rows stand in the order of modes, then areas, then sites, and are written as they come: a table of any size takes
//! little memory.

use std::io::{self, Write};

use polars::io::parquet::write::BatchedWriter;
use polars::prelude::{
    Column, DataFrame, DataType, NamedFrom, ParquetWriter, PolarsError, Schema, Series,
};

use super::witness::{Seen, Witness};
use crate::ids::{AreaId, Id, SiteId};
use crate::model::Mode;
use crate::travel::{TravelTimes, Unreached};
use crate::units::Seconds;

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// What is written to did not take it.
    #[error("the table could not be written: {0}")]
    Io(#[from] io::Error),
    /// Parquet cannot hold it.
    #[error("the table could not be put into Parquet: {0}")]
    Parquet(PolarsError),
}

impl From<PolarsError> for TableError {
    fn from(fault: PolarsError) -> Self {
        match fault {
            PolarsError::IO { error, .. } => {
                Self::Io(io::Error::new(error.kind(), error.to_string()))
            }
            it => Self::Parquet(it),
        }
    }
}

/// The kind of file that a times table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimesForm {
    /// Comma-separated values (RFC 4180, with line feeds). Text that a spreadsheet would take for a formula (a first
    /// `=`, `+`, `-`, `@`, tab or carriage return) gets an apostrophe before it (OWASP, CSV injection).
    Csv,
    /// Parquet: strings as they are, seconds an unsigned 32-bit integer or null.
    Parquet,
}

/// The columns of a times table.
const COLUMNS: [&str; 5] = ["area", "site", "mode", "seconds", "reason"];

/// Rows of a group of Parquet, or as many as a single area has.
const GROUP: usize = 1 << 18;

/// A times table that is being written. How its rows are brought in, one area at a time or all, changes no byte.
///
/// ```
/// use fairreach::{model::Mode, report::{TimesForm, TimesTable}, travel::{TravelTimes, Unreached}};
/// let times = TravelTimes::unreached(1, 1, Unreached::NoPath);
/// let mut out = Vec::new();
/// let mut table = TimesTable::begin(TimesForm::Csv, &mut out, &["ely".to_owned()])?;
/// table.add(&Mode::car(), &["E01013787".to_owned()], &times)?;
/// table.end()?;
/// assert_eq!(out, b"area,site,mode,seconds,reason\nE01013787,ely,car,,no_path\n");
/// # Ok::<(), fairreach::report::TableError>(())
/// ```
pub struct TimesTable<W: Write>(Form<W>);

enum Form<W: Write> {
    Csv(Lines<W>),
    Parquet(Box<Groups<W>>),
}

impl<W: Write> TimesTable<W> {
    /// Begins a table of times to these sites.
    ///
    /// # Errors
    /// What is written to.
    pub fn begin(form: TimesForm, out: W, sites: &[String]) -> Result<Self, TableError> {
        Ok(Self(match form {
            TimesForm::Csv => Form::Csv(Lines::begin(out, sites)?),
            TimesForm::Parquet => Form::Parquet(Box::new(Groups::begin(out, sites)?)),
        }))
    }

    /// Adds the rows of some areas, after those of all before; a row of the matrix is an area's.
    ///
    /// # Errors
    /// What is written to, or times beyond what Parquet can hold.
    pub fn add(
        &mut self,
        mode: &Mode,
        areas: &[String],
        times: &TravelTimes,
    ) -> Result<(), TableError> {
        for (row, area) in areas.iter().enumerate() {
            let times = (0..times.n_sites()).map(|it| times.get(AreaId::at(row), SiteId::at(it)));
            match &mut self.0 {
                Form::Csv(lines) => lines.add(mode, area, times)?,
                Form::Parquet(groups) => groups.add(mode, area, times)?,
            }
        }
        Ok(())
    }

    /// Writes what is left and ends the table.
    ///
    /// # Errors
    /// What is written to, or times beyond what Parquet can hold.
    pub fn end(self) -> Result<(), TableError> {
        match self.0 {
            Form::Csv(mut lines) => Ok(lines.out.flush()?),
            Form::Parquet(mut groups) => {
                groups.write()?;
                groups.seen.or(groups.out.finish())?;
                Ok(())
            }
        }
    }
}

type Time = Result<Seconds, Unreached>;

/// CSV, a line at a time.
struct Lines<W> {
    out: W,
    sites: Vec<String>,
}

impl<W: Write> Lines<W> {
    fn begin(mut out: W, sites: &[String]) -> io::Result<Self> {
        writeln!(out, "{}", COLUMNS.join(","))?;
        let sites = sites.iter().map(|it| cell(it)).collect();
        Ok(Self { out, sites })
    }

    fn add(
        &mut self,
        mode: &Mode,
        area: &str,
        times: impl Iterator<Item = Time>,
    ) -> io::Result<()> {
        let (area, mode) = (cell(area), cell(mode.name()));
        for (site, time) in self.sites.iter().zip(times) {
            match time {
                Ok(it) => writeln!(self.out, "{area},{site},{mode},{},", it.get())?,
                Err(reason) => writeln!(self.out, "{area},{site},{mode},,{}", reason.word())?,
            }
        }
        Ok(())
    }
}

/// Parquet, a group of rows at a time: some areas of one mode.
struct Groups<W: Write> {
    out: BatchedWriter<Witness<W>>,
    seen: Seen,
    sites: Vec<String>,
    mode: String,
    areas: Vec<String>,
    times: Vec<Time>,
}

impl<W: Write> Groups<W> {
    fn begin(out: W, sites: &[String]) -> Result<Self, TableError> {
        let kind = |name: &str| match name {
            "seconds" => DataType::UInt32,
            _ => DataType::String,
        };
        let schema: Schema = COLUMNS
            .map(|it| (it.into(), kind(it)))
            .into_iter()
            .collect();
        let (out, seen) = Witness::of(out);
        let out = seen.or(ParquetWriter::new(out).batched(&schema))?;
        Ok(Self {
            out,
            seen,
            sites: sites.to_vec(),
            mode: String::new(),
            areas: Vec::new(),
            times: Vec::new(),
        })
    }

    fn add(
        &mut self,
        mode: &Mode,
        area: &str,
        times: impl Iterator<Item = Time>,
    ) -> Result<(), TableError> {
        if self.mode != mode.name() {
            self.write()?;
            mode.name().clone_into(&mut self.mode);
        }
        self.areas.push(area.to_owned());
        self.times.extend(times);
        if self.times.len() + self.sites.len() > GROUP {
            self.write()?;
        }
        Ok(())
    }

    fn write(&mut self) -> Result<(), TableError> {
        let n = self.times.len();
        if n > 0 {
            let words = |name: &str, words: Vec<Option<&str>>| -> Column {
                Series::new(name.into(), words).into()
            };
            let n_sites = self.sites.len();
            let each_area = self
                .areas
                .iter()
                .flat_map(|it| std::iter::repeat_n(Some(it.as_str()), n_sites));
            let each_site = self
                .sites
                .iter()
                .map(|it| Some(it.as_str()))
                .cycle()
                .take(n);
            let seconds: Vec<Option<u32>> = self
                .times
                .iter()
                .map(|it| it.ok().map(Seconds::get))
                .collect();
            let reasons = self.times.iter().map(|it| it.err().map(Unreached::word));
            let [area, site, mode, time, reason] = COLUMNS;
            let columns = vec![
                words(area, each_area.collect()),
                words(site, each_site.collect()),
                words(mode, vec![Some(self.mode.as_str()); n]),
                Series::new(time.into(), seconds).into(),
                words(reason, reasons.collect()),
            ];
            let frame = DataFrame::new(n, columns)?;
            self.seen.or(self.out.write_batch(&frame))?;
        }
        self.areas.clear();
        self.times.clear();
        Ok(())
    }
}

/// A cell of text: safe from being run as a formula, quoted where it holds a comma, a quote or a line break.
pub(super) fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}
