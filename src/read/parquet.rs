//! Parquet tables (the home of polars on the way in).

use std::io::Cursor;

use polars::prelude::{ParquetReader, SerReader};

use crate::read::source::Source;
use crate::read::table::Table;
use crate::read::{Place, ReadErrors, ReadFault};

/// Whether the bytes, or the file's name, are those of Parquet.
#[must_use]
pub(super) fn is_parquet(source: Source<'_>) -> bool {
    source.bytes.starts_with(b"PAR1") || source.file.to_lowercase().ends_with(".parquet")
}

/// Reads a Parquet file as a table; its rows are counted from 1 and stand for lines in messages.
///
/// # Errors
/// `E-PQ-TRUNC` where the footer does not fit the file, `E-PQ-DECODE` where the file cannot be read.
pub(super) fn table(source: Source<'_>) -> Result<Table, ReadErrors> {
    let Source {
        file,
        bytes,
        settings,
    } = source;
    let fault = |code, what: String| {
        ReadErrors::from(ReadFault::new(
            code,
            file,
            what,
            "write or download the file again",
        ))
    };
    // A footer that claims more than the file holds must not be allocated for.
    let (body, end) = bytes
        .split_at_checked(bytes.len().saturating_sub(8))
        .unwrap_or((bytes, &[]));
    let footer = match end {
        [a, b, c, d, b'P', b'A', b'R', b'1'] => u32::from_le_bytes([*a, *b, *c, *d]) as usize,
        _ => {
            return Err(fault(
                "E-PQ-TRUNC",
                "the file does not end with a Parquet footer".to_owned(),
            ));
        }
    };
    if footer > body.len() {
        let what = format!("footer of {footer} bytes in a file of {}", bytes.len());
        return Err(fault("E-PQ-TRUNC", what));
    }
    let decode = |it: polars::prelude::PolarsError| fault("E-PQ-DECODE", it.to_string());
    let frame = ParquetReader::new(Cursor::new(bytes))
        .finish()
        .map_err(decode)?;
    let headers: Vec<String> = frame
        .get_column_names()
        .iter()
        .map(ToString::to_string)
        .collect();
    let mut rows = Vec::with_capacity(frame.height());
    for nth in 0..frame.height() {
        let mut cells = Vec::with_capacity(frame.width());
        for column in frame.columns() {
            let value = column.get(nth).map_err(decode)?;
            match value {
                polars::prelude::AnyValue::Null => cells.push(String::new()),
                other => cells.push(other.str_value().into_owned()),
            }
        }
        rows.push((Place::Line(nth as u64 + 1), cells));
    }
    Ok(Table::of_cells(file, headers, rows, settings.suppressed))
}
