//! A part of a batch's table, read again: its figures as numbers, and any of its rows.

use crate::read::ReadErrors;
use crate::read::parquet::ParquetFile;

/// A part of a batch's table.
pub struct ScoredRows<'b> {
    parquet: ParquetFile<'b>,
}

/// A row as it stands in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoredRow {
    /// The scenario's id or number.
    pub scenario: String,
    /// The ids of its open sites.
    pub open: Vec<String>,
}

impl<'b> ScoredRows<'b> {
    /// Reads what the file says of itself.
    ///
    /// # Errors
    /// `E-PQ-TRUNC` and `E-PQ-DECODE` where it is damaged.
    pub fn open(file: &'b str, bytes: &'b [u8]) -> Result<Self, ReadErrors> {
        let parquet = ParquetFile::open(file, bytes)?;
        Ok(Self { parquet })
    }

    /// The values of some columns, row by row; `None` where there is none.
    ///
    /// # Errors
    /// `E-PQ-DECODE` where it is damaged, or has no such columns of numbers.
    pub fn figures(&self, columns: &[String]) -> Result<Vec<Vec<Option<f64>>>, ReadErrors> {
        self.parquet.numbers(columns)
    }

    /// One row, by its place.
    ///
    /// # Errors
    /// `E-PQ-DECODE` where it is damaged, or has no `scenario` and `open` first.
    pub fn row(&self, nth: usize) -> Result<Option<ScoredRow>, ReadErrors> {
        let row = self.parquet.rows(nth, 1)?.into_iter().next();
        Ok(row.map(|cells| {
            let mut cells = cells.into_iter();
            let scenario = cells.next().unwrap_or_default();
            let open = cells.next().unwrap_or_default();
            let open = open.split(';').filter(|it| !it.is_empty());
            ScoredRow {
                scenario,
                open: open.map(str::to_owned).collect(),
            }
        }))
    }
}
