//! A table of scored scenarios as Parquet: a row a scenario, its figures in columns.
//!
//! Rows are written in the order they come, a group at a time, so that a table of any length takes little memory. The
//! same groups give the same bytes.

use std::io::Write;

use polars::io::parquet::write::BatchedWriter;
use polars::prelude::{Column, DataFrame, DataType, NamedFrom, ParquetWriter, Schema, Series};

use super::TableError;
use super::witness::{Seen, Witness};

/// What the rows of a table tell of a scenario before its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchColumns {
    /// Whether scenarios are told by their numbers, and not by ids.
    pub numbered: bool,
    /// Whether `scenario` and `open` (the ids of the open sites, parted by `;`) are among the columns.
    pub with: BatchWith,
    /// The names of the columns of figures.
    pub figures: Vec<String>,
}

/// Which columns stand before the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchWith {
    /// The scenario's id or number.
    pub scenario: bool,
    /// The ids of its open sites.
    pub open: bool,
}

/// Some rows of a table, column by column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BatchRows {
    /// The ids, where scenarios have ids.
    pub ids: Vec<String>,
    /// The numbers, where they are told by numbers.
    pub numbers: Vec<u64>,
    /// The ids of the open sites of each, where they are wanted.
    pub open: Vec<String>,
    /// The values of each figure, row by row; `None` where there is none.
    pub figures: Vec<Vec<Option<f64>>>,
}

/// A table that is being written.
///
/// ```
/// use fairreach::report::{BatchColumns, BatchRows, BatchTable, BatchWith};
/// let columns = BatchColumns {
///     numbered: true,
///     with: BatchWith { scenario: true, open: true },
///     figures: vec!["mean_minutes".to_owned()],
/// };
/// let rows = BatchRows {
///     numbers: vec![0, 1],
///     open: vec!["ely".to_owned(), "ely;march".to_owned()],
///     figures: vec![vec![Some(12.5), None]],
///     ..BatchRows::default()
/// };
/// let mut out = Vec::new();
/// let mut table = BatchTable::begin(&mut out, columns)?;
/// table.add(rows)?;
/// table.end()?;
/// assert!(out.starts_with(b"PAR1") && out.ends_with(b"PAR1"));
/// # Ok::<(), fairreach::report::TableError>(())
/// ```
pub struct BatchTable<W: Write> {
    out: BatchedWriter<Witness<W>>,
    seen: Seen,
    columns: BatchColumns,
}

impl BatchColumns {
    /// The names of all columns, in order.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let names = self.schema();
        names.iter_names().map(ToString::to_string).collect()
    }

    fn schema(&self) -> Schema {
        let name = if self.numbered {
            DataType::UInt64
        } else {
            DataType::String
        };
        let scenario = self.with.scenario.then(|| (SCENARIO.into(), name));
        let open = self.with.open.then(|| (OPEN.into(), DataType::String));
        let figures = self.figures.iter();
        let figures = figures.map(|it| (it.as_str().into(), DataType::Float64));
        scenario.into_iter().chain(open).chain(figures).collect()
    }
}

/// The columns before the figures.
const SCENARIO: &str = "scenario";
const OPEN: &str = "open";

impl<W: Write> BatchTable<W> {
    /// Begins a table of these columns.
    ///
    /// # Errors
    /// What is written to.
    pub fn begin(out: W, columns: BatchColumns) -> Result<Self, TableError> {
        let (out, seen) = Witness::of(out);
        let out = seen.or(ParquetWriter::new(out).batched(&columns.schema()))?;
        Ok(Self { out, seen, columns })
    }

    /// Adds rows, after those of all before, as a group of their own.
    ///
    /// # Errors
    /// What is written to, or columns of different lengths.
    pub fn add(&mut self, rows: BatchRows) -> Result<(), TableError> {
        let n = rows.figures.first().map(Vec::len);
        let n = n.unwrap_or(rows.ids.len().max(rows.numbers.len()).max(rows.open.len()));
        if n == 0 {
            return Ok(());
        }
        let mut columns: Vec<Column> = Vec::new();
        if self.columns.with.scenario {
            columns.push(if self.columns.numbered {
                Series::new(SCENARIO.into(), rows.numbers).into()
            } else {
                Series::new(SCENARIO.into(), rows.ids).into()
            });
        }
        if self.columns.with.open {
            columns.push(Series::new(OPEN.into(), rows.open).into());
        }
        for (name, values) in self.columns.figures.iter().zip(rows.figures) {
            columns.push(Series::new(name.as_str().into(), values).into());
        }
        let frame = DataFrame::new(n, columns)?;
        self.seen.or(self.out.write_batch(&frame))
    }

    /// Writes the footer and ends the table.
    ///
    /// # Errors
    /// What is written to.
    pub fn end(self) -> Result<(), TableError> {
        self.seen.or(self.out.finish())?;
        Ok(())
    }
}
