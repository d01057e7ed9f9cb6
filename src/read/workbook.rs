//! Sheets of Excel workbooks as published (`.xlsx`). The home of calamine.

use std::fmt::Display;
use std::io::{Cursor, Read, Seek};

use calamine::{DataRef, Reader, Xlsx};

use crate::read::source::Source;
use crate::read::table::Table;
use crate::read::{Findings, Place, ReadErrors, ReadFault, workbook_claims};

/// More columns than any published table has.
const MOST_COLUMNS: u32 = 16_384;
/// More cells, the blank ones before the last of each row counted, than any published table has: the single years of both
/// sexes of every area of England and Wales are 7 million.
const MOST_CELLS: usize = 20_000_000;

/// Whether a file is called a workbook.
#[must_use]
pub(super) fn is_workbook(source: Source<'_>) -> bool {
    source.file.to_lowercase().ends_with(".xlsx")
}

/// Reads a sheet as a table: the one named, or the only one. The header stands on the line that the settings name; cells
/// keep the text that stands for their value, numbers without any format.
///
/// # Errors
/// `E-XLSX-DECODE` for a damaged workbook, `E-ZIP-BOMB` for one that asks for more than can be held, `E-XLSX-SHEET` where it
/// is not told which sheet is meant or there is none of that name, `E-CSV-EMPTY` for a sheet without a header.
pub(super) fn table(source: Source<'_>, found: &mut Findings) -> Result<Table, ReadErrors> {
    let Source {
        file,
        bytes,
        settings,
    } = source;
    let damaged = |it: &dyn Display| workbook_claims::damaged(file, it);
    let mut packed = Cursor::new(bytes);
    workbook_claims::check(file, &mut packed)?;
    let mut book = Xlsx::new(packed).map_err(|it| damaged(&it))?;
    let sheet = sheet_of(file, &book.sheet_names(), settings.sheet.as_deref())?;
    let mut cells = book
        .worksheet_cells_reader(&sheet)
        .map_err(|it| damaged(&it))?;
    let (mut headers, mut rows): (Vec<String>, Vec<(Place, Vec<String>)>) =
        (Vec::new(), Vec::new());
    let (mut held, mut wide): (usize, Vec<(u64, usize)>) = (0, Vec::new());
    while let Some(cell) = cells.next_cell().map_err(|it| damaged(&it))? {
        let (row, column) = cell.get_position();
        let line = u64::from(row) + 1;
        if line < settings.header_row || column >= MOST_COLUMNS {
            continue;
        }
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let place = column as usize;
        if line == settings.header_row {
            headers.resize(headers.len().max(place + 1), String::new());
            headers[place] = text;
        } else {
            if rows
                .last()
                .is_none_or(|(last, _)| *last != Place::Line(line))
            {
                rows.push((Place::Line(line), Vec::new()));
            }
            if place >= headers.len() {
                // What stands beyond the header is told and not held.
                match wide.last_mut() {
                    Some((last, cells)) if *last == line => *cells = (*cells).max(place + 1),
                    _ => wide.push((line, place + 1)),
                }
            } else if let Some((_, cells)) = rows.last_mut() {
                held += (place + 1).saturating_sub(cells.len());
                if held > MOST_CELLS {
                    let what = format!("sheet \"{sheet}\" has more than {MOST_CELLS} cells");
                    let remedy = "save the part that is needed as a sheet of its own";
                    return Err(ReadFault::new("E-ZIP-BOMB", file, what, remedy).into());
                }
                cells.resize(cells.len().max(place + 1), String::new());
                cells[place] = text;
            }
        }
    }
    if headers.is_empty() {
        let what = format!(
            "sheet \"{sheet}\" has no header on line {}",
            settings.header_row
        );
        let remedy = "name the line of the header: header_row = 4 in the ONS's workbooks";
        return Err(ReadFault::new("E-CSV-EMPTY", file, what, remedy).into());
    }
    for (line, cells) in wide {
        let what = format!("{cells} cells, the header has {}", headers.len());
        let fault = ReadFault::new("E-CSV-RAGGED", file, what, "mend or delete the row");
        found.fault(fault.at(Place::Line(line)));
    }
    found.notices.rows_mut().read += rows.len() as u64;
    Ok(Table::of_cells(file, headers, rows, settings.suppressed)
        .with_header_line(settings.header_row))
}

/// The first rows of a sheet.
pub(super) struct SheetHead {
    /// Its name.
    pub(super) name: String,
    /// Its first rows, the first of the sheet first, none left out; empty cells are empty text.
    pub(super) rows: Vec<Vec<String>>,
}

/// How many rows of a sheet are looked at to tell what it is.
const HEAD_ROWS: usize = 12;

/// The first rows of every sheet of a workbook.
///
/// # Errors
/// `E-XLSX-DECODE` for a damaged workbook.
pub(super) fn sheet_heads(
    file: &str,
    mut source: impl Read + Seek,
) -> Result<Vec<SheetHead>, ReadErrors> {
    let damaged = |it: &dyn Display| workbook_claims::damaged(file, it);
    workbook_claims::check(file, &mut source)?;
    let mut book = Xlsx::new(source).map_err(|it| damaged(&it))?;
    let mut heads = Vec::new();
    for name in book.sheet_names() {
        let mut rows: Vec<Vec<String>> = Vec::new();
        // A sheet of a chart has no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else {
            continue;
        };
        while let Some(cell) = cells.next_cell().map_err(|it| damaged(&it))? {
            let (row, column) = cell.get_position();
            let (row, column) = (row as usize, column as usize);
            if row >= HEAD_ROWS {
                break;
            }
            if column >= MOST_COLUMNS as usize {
                continue;
            }
            rows.resize(rows.len().max(row + 1), Vec::new());
            let cells = &mut rows[row];
            cells.resize(cells.len().max(column + 1), String::new());
            cells[column] = text(cell.get_value());
        }
        heads.push(SheetHead { name, rows });
    }
    Ok(heads)
}

/// The name of the sheet that is meant.
fn sheet_of(file: &str, names: &[String], asked: Option<&str>) -> Result<String, ReadErrors> {
    let wanted =
        |it: &&String| asked.is_none_or(|asked| it.trim().eq_ignore_ascii_case(asked.trim()));
    let meant: Vec<&String> = names.iter().filter(wanted).collect();
    if let [only] = meant.as_slice() {
        return Ok((*only).clone());
    }
    let what = match asked {
        Some(asked) => format!("no sheet \"{asked}\"; there are {}", names.join(", ")),
        None => format!("{} sheets: {}", names.len(), names.join(", ")),
    };
    let remedy = "name the one that is meant: sheet = \"NAME\"";
    Err(ReadFault::new("E-XLSX-SHEET", file, what, remedy).into())
}

/// The text of a cell. Whole numbers are written as such, since a workbook keeps every number as a decimal.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(it) => it.to_string(),
        DataRef::Float(it) => it.to_string(),
        DataRef::String(it) => it.trim().to_owned(),
        DataRef::SharedString(it) => it.trim().to_owned(),
        DataRef::Bool(it) => it.to_string(),
        DataRef::DateTime(it) => it.to_string(),
        DataRef::DateTimeIso(it) | DataRef::DurationIso(it) => it.clone(),
        DataRef::Error(it) => it.to_string(),
    }
}
