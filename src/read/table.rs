//! Any table by the names of its columns: CSV here (the home of csv), `GeoJSON` properties and Parquet rows by their
//! own readers. Headers are matched without regard to case, white space or a byte-order mark.

use csv::{ReaderBuilder, StringRecord};

use crate::read::source::{Source, Suppressed};
use crate::read::text::{looks_double_encoded, open_quote, text_of};
use crate::read::workbook::{self, is_workbook};
use crate::read::{Findings, Place, ReadErrors, ReadFault};

/// A column of a table, found by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At(pub(super) usize);

/// A table with its header, every row with its place.
#[derive(Clone, Debug)]
pub struct Table {
    pub(super) file: String,
    pub(super) headers: Vec<String>,
    pub(super) rows: Vec<(Place, StringRecord)>,
    pub(super) suppressed: Suppressed,
    pub(super) header_line: u64,
    /// The first rows of another length than the header, where a header below a preamble is found again.
    pub(super) ragged: Vec<(Place, StringRecord)>,
}

/// Rows that are being gathered, each in a piece of memory of its own.
#[derive(Default)]
pub(super) struct TableRows(Vec<(Place, StringRecord)>);

impl TableRows {
    pub(super) fn push(&mut self, place: Place, cells: &[String]) {
        self.0.push((place, StringRecord::from_iter(cells)));
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    pub(super) table: &'t Table,
    pub(super) place: &'t Place,
    pub(super) cells: &'t StringRecord,
}

impl Table {
    /// The longest field accepted, bytes.
    pub const LONGEST_FIELD: usize = 65_536;
    /// More columns than any published table has, as many as a workbook can have.
    pub const MOST_COLUMNS: usize = 16_384;

    /// Reads CSV, or a sheet of a workbook (`.xlsx`). Ragged rows and over-long fields are recorded and left out; blank rows are counted and left out.
    ///
    /// # Errors
    /// What makes the file no CSV at all: see [`text_of`]; `E-CSV-QUOTE`, `E-CSV-DELIM`, `E-LIMIT-COLUMNS`.
    pub fn read(source: Source<'_>, found: &mut Findings) -> Result<Self, ReadErrors> {
        if is_workbook(source) {
            return workbook::table(source, found);
        }
        let Source {
            file,
            bytes,
            settings,
        } = source;
        let text = text_of(file, bytes, settings.encoding, "E-CSV-EMPTY")?;
        if let Some(line) = open_quote(&text, settings.delimiter) {
            let what = format!("the quoted field opened on line {line} is never closed");
            let fault = ReadFault::new("E-CSV-QUOTE", file, what, "close the quote");
            return Err(fault.at(Place::Line(line)).into());
        }
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(settings.delimiter)
            .from_reader(text.as_bytes());
        let mut table = Self {
            file: file.to_owned(),
            headers: Vec::new(),
            rows: Vec::new(),
            suppressed: settings.suppressed,
            header_line: settings.header_row,
            ragged: Vec::new(),
        };
        let suspect = looks_double_encoded(&text);
        for record in reader.records() {
            let record = record.map_err(|it| {
                let remedy = "check the file in a text editor";
                ReadErrors::from(ReadFault::new("E-CSV-SYNTAX", file, it.to_string(), remedy))
            })?;
            let line = line_of(&text, &record);
            if line < settings.header_row {
                continue;
            }
            if table.headers.is_empty() {
                table.header_line = line;
                table.few_columns(record.len())?;
                table.headers = record.iter().map(clean).collect();
            } else {
                table.push(line, record, found);
            }
        }
        if suspect {
            table.note_double_encoding(found);
        }
        table.one_column(settings.delimiter)?;
        found.notices.rows_mut().read += table.rows.len() as u64;
        Ok(table)
    }

    /// A table from another kind of file: its headers, and each row's place and cells.
    #[must_use]
    pub fn of_cells(
        file: &str,
        headers: Vec<String>,
        rows: impl IntoIterator<Item = (Place, Vec<String>)>,
        suppressed: Suppressed,
    ) -> Self {
        Self {
            file: file.to_owned(),
            headers,
            rows: rows
                .into_iter()
                .map(|(place, cells)| (place, StringRecord::from(cells)))
                .collect(),
            suppressed,
            header_line: 1,
            ragged: Vec::new(),
        }
    }

    /// The same of rows that were gathered before.
    #[must_use]
    pub(super) fn of_rows(
        file: &str,
        headers: Vec<String>,
        rows: TableRows,
        suppressed: Suppressed,
    ) -> Self {
        let table = Self::of_cells(file, headers, [], suppressed);
        Self {
            rows: rows.0,
            ..table
        }
    }

    /// The same table with its header on another line than the first.
    #[must_use]
    pub(super) fn with_header_line(self, header_line: u64) -> Self {
        Self {
            header_line,
            ..self
        }
    }

    fn push(&mut self, line: u64, mut record: StringRecord, found: &mut Findings) {
        if record.iter().all(|it| it.trim().is_empty()) {
            let what = "blank rows left out";
            let sample = format!("line {line}");
            found.notices.rows_mut().read += 1;
            found
                .notices
                .add_left_out("W-CSV-BLANK", &self.file, what, sample);
            return;
        }
        if let Some(long) = record.iter().position(|it| it.len() > Self::LONGEST_FIELD) {
            let limit = Self::LONGEST_FIELD;
            let what = format!(
                "field of {} bytes exceeds the limit {limit}",
                record[long].len()
            );
            let fault = ReadFault::new("E-CSV-FIELDSIZE", &self.file, what, "check the file");
            let heading = self.headers.get(long).map_or("", String::as_str);
            found.fault(fault.at(Place::Line(line)).column(heading));
            return;
        }
        let n = self.headers.len();
        if record.len() > n && record.iter().skip(n).all(|it| it.trim().is_empty()) {
            record.truncate(n);
        }
        if record.len() == n {
            self.rows.push((Place::Line(line), record));
            return;
        }
        let fields = if record.len() == 1 { "field" } else { "fields" };
        let what = format!("{} {fields}, the header has {n}", record.len());
        let fault = ReadFault::new("E-CSV-RAGGED", &self.file, what, "mend or delete the row");
        found.fault(fault.at(Place::Line(line)));
        if self.ragged.len() < 30 {
            self.ragged.push((Place::Line(line), record));
        }
    }

    fn note_double_encoding(&self, found: &mut Findings) {
        for (place, record) in &self.rows {
            for (cell, heading) in record.iter().zip(&self.headers) {
                if looks_double_encoded(cell) {
                    let what = "text looks double-encoded; export it again from its source";
                    let sample =
                        format!("{} column \"{heading}\": {cell}", place.to_string().trim());
                    found
                        .notices
                        .add("W-ENC-MOJIBAKE", &self.file, what, sample);
                }
            }
        }
    }

    fn few_columns(&self, n: usize) -> Result<(), ReadErrors> {
        if n <= Self::MOST_COLUMNS {
            return Ok(());
        }
        let what = format!("{n} columns are over the limit of {}", Self::MOST_COLUMNS);
        let remedy = "save the columns that are needed as a file of their own";
        let fault = ReadFault::new("E-LIMIT-COLUMNS", &self.file, what, remedy);
        Err(fault.at(Place::Line(self.header_line)).into())
    }

    fn one_column(&self, delimiter: u8) -> Result<(), ReadErrors> {
        let [only] = self.headers.as_slice() else {
            return Ok(());
        };
        let other = [';', '\t', '|', ',']
            .into_iter()
            .find(|it| *it != char::from(delimiter) && only.contains(*it));
        other.map_or(Ok(()), |it| {
            let shown = if it == '\t' {
                "\\t".to_owned()
            } else {
                it.to_string()
            };
            let what = format!("1 column found; the delimiter seems to be \"{shown}\"");
            let remedy = format!("set delimiter = \"{shown}\" for this file");
            Err(ReadFault::new("E-CSV-DELIM", &self.file, what, remedy).into())
        })
    }

    /// The file's name.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The headers as written, white space collapsed.
    #[must_use]
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// The first column.
    #[must_use]
    pub fn first(&self) -> Option<At> {
        (!self.headers.is_empty()).then_some(At(0))
    }

    /// The header of a column.
    #[must_use]
    pub fn heading(&self, at: At) -> &str {
        &self.headers[at.0]
    }

    /// A column that was found by its name, unless another bears the same one: `E-CSV-HEADERDUP`.
    pub fn single(&self, at: At, found: &mut Findings) -> Option<At> {
        self.need(self.heading(at), found)
    }

    /// The rows in the order of the file.
    #[must_use]
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.rows.iter().map(|(place, cells)| Row {
            table: self,
            place,
            cells,
        })
    }

    /// The cells of each row in the order of the file.
    pub(super) fn cells(&self) -> impl Iterator<Item = Vec<String>> {
        let row = |it: &StringRecord| it.iter().map(str::to_owned).collect();
        self.rows.iter().map(move |(_, cells)| row(cells))
    }

    /// A fault of the header.
    #[must_use]
    pub fn header_fault(
        &self,
        code: &'static str,
        column: &str,
        what: &str,
        remedy: &str,
    ) -> ReadFault {
        ReadFault::new(code, &self.file, what, remedy)
            .at(Place::Line(self.header_line))
            .column(column)
    }
}

/// White space collapsed, no-break spaces and byte-order marks with it.
pub(super) fn clean(header: &str) -> String {
    header
        .split(|it: char| it.is_whitespace() || it == '\u{a0}' || it == '\u{feff}')
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The line of a record: the csv crate counts from the blank lines before it.
fn line_of(text: &str, record: &StringRecord) -> u64 {
    let Some(position) = record.position() else {
        return 0;
    };
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let blank = text.as_bytes().get(start..).unwrap_or_default();
    let skipped = blank.iter().take_while(|it| matches!(**it, b'\n' | b'\r'));
    position.line() + skipped.filter(|it| **it == b'\n').count() as u64
}
