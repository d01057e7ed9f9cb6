//! A table of scenarios, CSV or Parquet, some rows at a time: it may have more rows than memory holds.

use std::io::{Read, Seek};

use csv::{ByteRecord, Position};

use crate::read::csv_rows::CsvRows;
use crate::read::parquet::ParquetFile;
use crate::read::source::Suppressed;
use crate::read::table::{Table, clean};
use crate::read::{Findings, Place, ReadErrors, ReadFault};

/// A table whose rows are read on from any place that was told before.
pub struct ScenarioTable<'a, S> {
    file: &'a str,
    headers: Vec<String>,
    rows: Rows<'a, S>,
}

enum Rows<'a, S> {
    Csv(Box<CsvRows<'a, S>>),
    /// Its rows are numbered from 0.
    Parquet(ParquetFile<'a>, u64),
}

/// A place in a table from which it can be read on.
#[derive(Clone, Debug)]
pub struct RowsAt(At);

impl RowsAt {
    /// A row of Parquet, counted from 0.
    #[must_use]
    pub const fn row(row: u64) -> Self {
        Self(At::Row(row))
    }
}

#[derive(Clone, Debug)]
enum At {
    Position(Position),
    Row(u64),
}

/// What mends a table of scenarios.
const REMEDY: &str = "check the table, or write it again";

impl<'a, S: Read + Seek> ScenarioTable<'a, S> {
    /// Opens CSV and reads its header.
    ///
    /// # Errors
    /// `E-CSV-EMPTY` for a file without a header, `E-LIMIT-COLUMNS`, and what makes it no CSV.
    pub fn csv(file: &'a str, source: S) -> Result<Self, ReadErrors> {
        let mut rows = CsvRows::new(file, source, REMEDY);
        let mut record = ByteRecord::new();
        if !rows.next(&mut record)? {
            let what = "the file is empty";
            return Err(ReadFault::new("E-CSV-EMPTY", file, what, REMEDY).into());
        }
        if record.len() > Table::MOST_COLUMNS {
            let what = format!(
                "{} columns are over the limit of {}",
                record.len(),
                Table::MOST_COLUMNS
            );
            return Err(ReadFault::new("E-LIMIT-COLUMNS", file, what, REMEDY).into());
        }
        let headers = record.iter().map(|it| clean(&String::from_utf8_lossy(it)));
        Ok(Self {
            file,
            headers: headers.collect(),
            rows: Rows::Csv(Box::new(rows)),
        })
    }

    /// Opens Parquet that is held as it is, packed.
    ///
    /// # Errors
    /// `E-PQ-TRUNC`, `E-PQ-DECODE`: it is cut short, damaged, or claims more than it can hold.
    pub fn parquet(file: &'a str, bytes: &'a [u8]) -> Result<Self, ReadErrors> {
        let parquet = ParquetFile::open(file, bytes)?;
        let (headers, _) = parquet.head(0)?;
        Ok(Self {
            file,
            headers: headers.iter().map(|it| clean(it)).collect(),
            rows: Rows::Parquet(parquet, 0),
        })
    }

    /// The file's name.
    #[must_use]
    pub fn file(&self) -> &str {
        self.file
    }

    /// The headers, white space collapsed.
    #[must_use]
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Where the next row stands.
    #[must_use]
    pub fn at(&self) -> RowsAt {
        RowsAt(match &self.rows {
            Rows::Csv(rows) => At::Position(rows.position()),
            Rows::Parquet(_, next) => At::Row(*next),
        })
    }

    /// Goes to a place that was told before.
    ///
    /// # Errors
    /// What the system refuses.
    pub fn go_to(&mut self, at: &RowsAt) -> Result<(), ReadErrors> {
        match (&mut self.rows, &at.0) {
            (Rows::Csv(rows), At::Position(position)) => rows.go_to(position),
            (Rows::Parquet(_, next), At::Row(row)) => {
                *next = *row;
                Ok(())
            }
            // A place in a table of the other kind is none here.
            _ => Ok(()),
        }
    }

    /// The next rows, `n` or as many as there are; none at the end. A row of another length than the header, or whose text is
    /// none, is a fault and left out.
    ///
    /// # Errors
    /// What makes the rest unreadable.
    pub fn next(&mut self, n: usize, found: &mut Findings) -> Result<Table, ReadErrors> {
        let rows = match &mut self.rows {
            Rows::Csv(rows) => csv_rows(self.file, self.headers.len(), rows, n, found)?,
            Rows::Parquet(parquet, next) => {
                let first = usize::try_from(*next).unwrap_or(usize::MAX);
                let rows = parquet.rows(first, n)?;
                let numbered = rows.into_iter().zip(*next + 1..);
                let numbered: Vec<(Place, Vec<String>)> = numbered
                    .map(|(cells, row)| (Place::Line(row), cells))
                    .collect();
                *next += numbered.len() as u64;
                numbered
            }
        };
        Ok(Table::of_cells(
            self.file,
            self.headers.clone(),
            rows,
            Suppressed::Refuse,
        ))
    }
}

type Cells = Vec<(Place, Vec<String>)>;

fn csv_rows<S: Read>(
    file: &str,
    width: usize,
    rows: &mut CsvRows<'_, S>,
    n: usize,
    found: &mut Findings,
) -> Result<Cells, ReadErrors> {
    let mut record = ByteRecord::new();
    let mut cells: Cells = Vec::new();
    while cells.len() < n && rows.next(&mut record)? {
        let place = Place::Line(record.position().map_or(0, Position::line));
        let text: Option<Vec<String>> = record
            .iter()
            .map(|it| std::str::from_utf8(it).ok().map(str::to_owned))
            .collect();
        let fault = match &text {
            None => Some((
                "E-ENC-NOTUTF8",
                "it is not UTF-8".to_owned(),
                "save the table as \"CSV UTF-8\"",
            )),
            Some(it) if it.len() != width => {
                let fields = if it.len() == 1 { "field" } else { "fields" };
                let what = format!("{} {fields}, the header has {width}", it.len());
                Some(("E-CSV-RAGGED", what, "mend or delete the row"))
            }
            Some(_) => None,
        };
        if let Some((code, what, remedy)) = fault {
            found.fault(ReadFault::new(code, file, what, remedy).at(place));
            continue;
        }
        cells.extend(text.map(|it| (place, it)));
    }
    Ok(cells)
}
