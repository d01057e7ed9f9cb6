//! Parquet tables (the home of polars on the way in). What a file claims is held against its bytes before anything is
//! decoded, and a decoder that panics over a damaged file is a file refused.

mod thrift;

use std::cell::Cell;
use std::io::Cursor;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use polars::prelude::{
    AnyValue, DataFrame, FileMetadataRef, ParallelStrategy, ParquetReader, PolarsError, SerReader,
};

use crate::read::source::Source;
use crate::read::table::Table;
use crate::read::{Place, ReadErrors, ReadFault};
use thrift::Thrift;

/// What every Parquet file begins and ends with.
pub(super) const MAGIC: &[u8] = b"PAR1";

/// More cells than any table of times that could be held.
const MOST_CELLS: usize = 200_000_000;
/// Rows that any file may have, and those more that each of its bytes may stand for: runs of one value shrink well.
const ALWAYS_ROWS: usize = 100_000;
const ROWS_OF_A_BYTE: usize = 1_000;
/// What the pages of any file may unpack to, and what each of its bytes may.
const ALWAYS_BYTES: u64 = 64 << 20;
const BYTES_OF_A_BYTE: u64 = 1_000;
/// More values than any column of a few words has.
const MOST_DISTINCT: usize = 100;

/// Whether the bytes, or the file's name, are those of Parquet.
#[must_use]
pub(super) fn is_parquet(source: Source<'_>) -> bool {
    source.bytes.starts_with(MAGIC) || source.file.to_lowercase().ends_with(".parquet")
}

/// Reads a Parquet file as a table; its rows are counted from 1 and stand for lines in messages. Whole numbers are written
/// as such, since a spreadsheet's ids (120229.0) are kept as decimals.
///
/// # Errors
/// `E-PQ-TRUNC` where the footer does not fit the file, `E-PQ-DECODE` where the file cannot be read, or claims more than it
/// can hold.
pub(super) fn table(source: Source<'_>) -> Result<Table, ReadErrors> {
    let parquet = ParquetFile::open(source.file, source.bytes)?;
    let frame = parquet.frame((0, usize::MAX), None)?;
    let mut failed = None;
    let rows = (0..frame.height()).map_while(|nth| {
        row(&frame, nth)
            .map_err(|why| failed = Some(why))
            .ok()
            .map(|cells| (Place::Line(nth as u64 + 1), cells))
    });
    let suppressed = source.settings.suppressed;
    let table = guarded(source.file, || {
        Ok(Table::of_cells(
            source.file,
            headers(&frame),
            rows,
            suppressed,
        ))
    })?;
    failed.map_or(Ok(table), |why: PolarsError| {
        Err(damaged(source.file, &why.to_string()))
    })
}

fn headers(frame: &DataFrame) -> Vec<String> {
    let names = frame.get_column_names();
    names.iter().map(ToString::to_string).collect()
}

fn row(frame: &DataFrame, nth: usize) -> Result<Vec<String>, PolarsError> {
    let columns = frame.columns().iter();
    columns.map(|it| Ok(text(&it.get(nth)?))).collect()
}

fn text(value: &AnyValue<'_>) -> String {
    match value {
        AnyValue::Null => String::new(),
        AnyValue::Float32(it) => it.to_string(),
        AnyValue::Float64(it) => it.to_string(),
        other => other.str_value().into_owned(),
    }
}

/// A Parquet file that claims no more than its bytes can hold.
pub(super) struct ParquetFile<'b> {
    file: &'b str,
    bytes: &'b [u8],
    metadata: FileMetadataRef,
}

impl<'b> ParquetFile<'b> {
    /// Reads what the footer says, and holds it against the bytes.
    ///
    /// # Errors
    /// As [`table`].
    pub(super) fn open(file: &'b str, bytes: &'b [u8]) -> Result<Self, ReadErrors> {
        let truncated = |what: &str| {
            let remedy = "write or download the file again";
            ReadErrors::from(ReadFault::new("E-PQ-TRUNC", file, what, remedy))
        };
        let (body, end) = bytes
            .split_at_checked(bytes.len().saturating_sub(8))
            .unwrap_or((bytes, &[]));
        let footer = match end {
            [a, b, c, d, magic @ ..] if magic == MAGIC => u32::from_le_bytes([*a, *b, *c, *d]),
            _ => return Err(truncated("the file does not end with a Parquet footer")),
        };
        let start = body.len().checked_sub(footer as usize);
        let Some((body, written)) = start.and_then(|it| body.split_at_checked(it)) else {
            let what = format!("footer of {footer} bytes in a file of {}", bytes.len());
            return Err(truncated(&what));
        };
        if Thrift::of(written).fields(thrift::FILE, 0, 0).is_none() {
            return Err(damaged(file, "the footer is damaged"));
        }
        let metadata = guarded(file, || {
            let mut reader = ParquetReader::new(Cursor::new(bytes));
            reader.get_metadata().cloned()
        })?;
        let parquet = Self {
            file,
            bytes,
            metadata,
        };
        guarded(file, || Ok(parquet.claims(body)))?.map_err(|what| damaged(file, &what))?;
        Ok(parquet)
    }

    /// Holds rows, columns and pages against the bytes before the footer; what they claim beyond them.
    fn claims(&self, body: &[u8]) -> Result<(), String> {
        let groups = self.metadata.row_groups.iter();
        let rows = groups.fold(0_usize, |sum, it| sum.saturating_add(it.num_rows()));
        if rows != self.metadata.num_rows {
            let told = self.metadata.num_rows;
            return Err(format!("the footer tells {told} rows, its parts {rows}"));
        }
        let columns = self.metadata.schema_descr.columns().len().max(1);
        let n = self.bytes.len();
        let most = n.saturating_mul(ROWS_OF_A_BYTE).saturating_add(ALWAYS_ROWS);
        if rows > most || rows.saturating_mul(columns) > MOST_CELLS {
            return Err(format!(
                "{rows} rows of {columns} columns in a file of {n} bytes are over the limit"
            ));
        }
        let mut unpacked: u64 = 0;
        for group in &self.metadata.row_groups {
            for column in group.parquet_columns() {
                let name = column.descriptor().path_in_schema.join(".");
                let values = u64::try_from(column.num_values()).unwrap_or(u64::MAX);
                let flat = column.descriptor().path_in_schema.len() == 1;
                if values > MOST_CELLS as u64 || flat && values != group.num_rows() as u64 {
                    let rows = group.num_rows();
                    return Err(format!(
                        "column {name} tells {values} values of {rows} rows"
                    ));
                }
                let range = column.byte_range();
                let place = |it: u64| usize::try_from(it).unwrap_or(usize::MAX);
                let size = body
                    .get(place(range.start)..place(range.end))
                    .and_then(|it| pages(it, values));
                let size = size.ok_or_else(|| format!("the pages of column {name} are damaged"))?;
                unpacked = unpacked.saturating_add(size);
            }
        }
        let most = (n as u64).saturating_mul(BYTES_OF_A_BYTE);
        if unpacked > most.saturating_add(ALWAYS_BYTES) {
            return Err(format!(
                "its pages would unpack to {unpacked} bytes, from a file of {n}"
            ));
        }
        Ok(())
    }

    /// Some rows (the first and how many) of some columns, or of all.
    fn frame(
        &self,
        rows: (usize, usize),
        columns: Option<Vec<String>>,
    ) -> Result<DataFrame, ReadErrors> {
        guarded(self.file, || {
            let mut reader = ParquetReader::new(Cursor::new(self.bytes))
                // On this thread, whose panics are not printed.
                .read_parallel(ParallelStrategy::None)
                .with_slice(Some((rows.0, rows.1.min(self.metadata.num_rows))))
                .with_columns(columns);
            reader.set_metadata(self.metadata.clone());
            reader.finish()
        })
    }

    /// The headers and the first rows.
    ///
    /// # Errors
    /// As [`table`].
    pub(super) fn head(&self, rows: usize) -> Result<(Vec<String>, Vec<Vec<String>>), ReadErrors> {
        let frame = self.frame((0, rows), None)?;
        let rows = guarded(self.file, || {
            (0..frame.height()).map(|nth| row(&frame, nth)).collect()
        })?;
        Ok((headers(&frame), rows))
    }

    /// Some rows, the first of them and at most so many.
    ///
    /// # Errors
    /// As [`table`].
    pub(super) fn rows(&self, first: usize, n: usize) -> Result<Vec<Vec<String>>, ReadErrors> {
        if first >= self.metadata.num_rows {
            return Ok(Vec::new());
        }
        let frame = self.frame((first, n), None)?;
        guarded(self.file, || {
            (0..frame.height()).map(|nth| row(&frame, nth)).collect()
        })
    }

    /// The values of some columns of numbers, in their order, row by row; `None` where there is none.
    ///
    /// # Errors
    /// As [`table`], and where there is no such column or it has no numbers.
    pub(super) fn numbers(&self, columns: &[String]) -> Result<Vec<Vec<Option<f64>>>, ReadErrors> {
        let frame = self.frame((0, usize::MAX), Some(columns.to_vec()))?;
        let one = |name: &String| Ok(frame.column(name)?.f64()?.iter().collect());
        guarded(self.file, || columns.iter().map(one).collect())
    }

    /// The values of a column of a few words, each once, the first row's first, and whether they are all: so many are never
    /// modes.
    ///
    /// # Errors
    /// As [`table`].
    pub(super) fn distinct(&self, column: &str) -> Result<(Vec<String>, bool), ReadErrors> {
        let mut distinct: Vec<String> = Vec::new();
        let mut start = 0;
        for group in &self.metadata.row_groups {
            let rows = (start, group.num_rows());
            start += group.num_rows();
            let frame = self.frame(rows, Some(vec![column.to_owned()]))?;
            let whole = guarded(self.file, || {
                for nth in 0..frame.height() {
                    let value = row(&frame, nth)?.concat();
                    if !value.trim().is_empty() && !distinct.contains(&value) {
                        distinct.push(value);
                    }
                    if distinct.len() > MOST_DISTINCT {
                        return Ok(false);
                    }
                }
                Ok(true)
            })?;
            if !whole {
                return Ok((distinct, false));
            }
        }
        Ok((distinct, true))
    }
}

fn damaged(file: &str, what: &str) -> ReadErrors {
    let remedy = "write or download the file again";
    ReadFault::new("E-PQ-DECODE", file, what, remedy).into()
}

thread_local! {
    /// Whether a panic of this thread is told by a fault, and by nothing else.
    static TOLD: Cell<bool> = const { Cell::new(false) };
}

/// Decodes on this thread: a decoder that panics, as some do over damaged files, has refused the file.
fn guarded<T>(
    file: &str,
    decode: impl FnOnce() -> Result<T, PolarsError>,
) -> Result<T, ReadErrors> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |it| {
            if !TOLD.get() {
                before(it);
            }
        }));
    });
    let before = TOLD.replace(true);
    let done = catch_unwind(AssertUnwindSafe(decode));
    TOLD.set(before);
    match done {
        Ok(done) => done.map_err(|why| damaged(file, &why.to_string())),
        Err(_) => Err(damaged(file, "its pages cannot be decoded")),
    }
}

/// How many bytes the pages of a column say they unpack to; `None` where they do not fit the bytes or the values.
fn pages(chunk: &[u8], values: u64) -> Option<u64> {
    let (mut rest, mut seen, mut unpacked) = (chunk, 0_u64, 0_u64);
    while seen < values {
        let mut header = Thrift::of(rest);
        header.fields(thrift::PAGE, 0, 0)?;
        let number = |at| header.numbers.get(&at).copied();
        let count = |at| u64::try_from(number(at).unwrap_or(0)).ok();
        let size = u64::try_from(number((0, 2))?).ok()?;
        let packed = usize::try_from(number((0, 3))?).ok()?;
        // An entry of a dictionary takes a byte or more.
        if count((7, 1))? > size {
            return None;
        }
        seen = seen
            .checked_add(count((5, 1))?)?
            .checked_add(count((8, 1))?)?;
        unpacked = unpacked.checked_add(size)?;
        rest = header.rest.get(packed..)?;
    }
    (seen == values).then_some(unpacked)
}
