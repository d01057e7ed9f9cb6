//! The rows of a CSV file that is too long to hold, one after the other.

use std::io::{self, Read, Seek, SeekFrom};

use csv::{ByteRecord, Position, ReaderBuilder};

use crate::read::{Place, ReadErrors, ReadFault};

/// The longest row and the longest field that are read, bytes.
const LONGEST_ROW: usize = 1 << 20;
const LONGEST_FIELD: usize = 1 << 16;

/// The rows of a file, the header first. A quote that is never closed makes the rest of the file one row, which is not held.
pub(super) struct CsvRows<'a, S> {
    file: &'a str,
    reader: csv::Reader<Metered<S>>,
    /// The line on which the row before ended.
    line: u64,
    remedy: &'a str,
}

impl<'a, S: Read> CsvRows<'a, S> {
    /// The rows of a source; the remedy is that of every fault.
    pub(super) fn new(file: &'a str, source: S, remedy: &'a str) -> Self {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(Metered { source, read: 0 });
        Self {
            file,
            reader,
            line: 1,
            remedy,
        }
    }

    /// Reads the next row, unless there is none.
    pub(super) fn next(&mut self, record: &mut ByteRecord) -> Result<bool, ReadErrors> {
        self.reader.get_mut().read = 0;
        let more = self.reader.read_byte_record(record);
        let more = more.map_err(|it| self.fault(&it))?;
        let long = record.as_slice().len() > LONGEST_FIELD
            && record.iter().any(|it| it.len() > LONGEST_FIELD);
        if long {
            return Err(self.endless("a field", LONGEST_FIELD));
        }
        self.line = self.reader.position().line();
        Ok(more)
    }

    /// Where the next row stands.
    pub(super) fn position(&self) -> Position {
        self.reader.position().clone()
    }

    fn fault(&self, why: &csv::Error) -> ReadErrors {
        if self.reader.get_ref().read > LONGEST_ROW {
            return self.endless("a row", LONGEST_ROW);
        }
        let code = if why.is_io_error() {
            "E-IO"
        } else {
            "E-CSV-SYNTAX"
        };
        ReadFault::new(code, self.file, why.to_string(), self.remedy).into()
    }

    fn endless(&self, part: &str, most: usize) -> ReadErrors {
        let what = format!("{part} of more than {most} bytes; a quote may be open");
        let fault = ReadFault::new("E-CSV-FIELDSIZE", self.file, what, self.remedy);
        fault.at(Place::Line(self.line)).into()
    }
}

impl<S: Read + Seek> CsvRows<'_, S> {
    /// Goes to a row whose position was told before.
    pub(super) fn go_to(&mut self, position: &Position) -> Result<(), ReadErrors> {
        self.line = position.line();
        let gone = self.reader.seek(position.clone());
        gone.map_err(|it| self.fault(&it))
    }
}

/// A source that ends in an error where more is read of it than a row may have.
struct Metered<S> {
    source: S,
    /// How much was read since this was last made 0.
    read: usize,
}

impl<S: Read> Read for Metered<S> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.read > LONGEST_ROW {
            return Err(io::Error::other("a row is too long"));
        }
        let n = self.source.read(bytes)?;
        self.read += n;
        Ok(n)
    }
}

impl<S: Seek> Seek for Metered<S> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.source.seek(to)
    }
}
