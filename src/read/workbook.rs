//! Sheets of Excel workbooks as published (`.xlsx`). The home of quick-xml.

mod cells;
mod parts;
mod plain;
mod texts;

use std::io::{Cursor, Read, Seek};

use crate::read::source::Source;
use crate::read::table::{Table, TableRows};
use crate::read::{Findings, Place, ReadErrors, ReadFault};
use parts::Workbook;

/// More columns than any published table has.
const MOST_COLUMNS: u32 = 16_384;
/// More cells, the blank ones before the last of each row counted, than any published table has: the single years of both
/// sexes of every area of England and Wales are 7 million.
const MOST_CELLS: usize = 20_000_000;
/// A small file may make so many cells, and so many more for each of its bytes: a cell takes a byte and more, but those that
/// are left blank before one at the far end of its row take none.
const FREE_CELLS: usize = 1_000_000;
const CELLS_A_BYTE: usize = 40;

/// Whether a file is called a workbook, or is what was unpacked of a zip or a gzipped file and is one.
#[must_use]
pub(super) fn is_workbook(source: Source<'_>) -> bool {
    let ending = source.file.rsplit_once('.').map(|it| it.1.to_lowercase());
    match ending.as_deref() {
        Some("xlsx") => true,
        Some("zip" | "gz") => parts::is_one(source.bytes),
        _ => false,
    }
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
    let mut book = Workbook::open(file, Cursor::new(bytes))?;
    let names = book.sheets();
    let place = sheet_of(file, &names, settings.sheet.as_deref())?;
    let (sheet, mut cells) = (&names[place], book.cells(place)?);
    let (mut headers, mut rows, mut open) = (
        Vec::<String>::new(),
        TableRows::default(),
        OpenRow::default(),
    );
    let most = bytes.len().saturating_mul(CELLS_A_BYTE);
    let most = most.saturating_add(FREE_CELLS).min(MOST_CELLS);
    let (mut held, mut wide): (usize, Vec<(u64, usize)>) = (0, Vec::new());
    let mut told = String::new();
    while let Some(cell) = cells
        .next(&mut told)
        .map_err(|it| parts::fault(file, &it))?
    {
        let line = u64::from(cell.row) + 1;
        if line < settings.header_row || cell.column >= MOST_COLUMNS || told.is_empty() {
            continue;
        }
        let place = cell.column as usize;
        if line == settings.header_row {
            headers.resize(headers.len().max(place + 1), String::new());
            headers[place].clone_from(&told);
            continue;
        }
        if open.line != line {
            open.end(&mut rows);
            open.line = line;
        }
        if place >= headers.len() {
            // What stands beyond the header is told and not held.
            match wide.last_mut() {
                Some((last, cells)) if *last == line => *cells = (*cells).max(place + 1),
                _ => wide.push((line, place + 1)),
            }
            continue;
        }
        held += open.put(place, &mut told);
        if held > most {
            let what = format!("sheet \"{sheet}\" has more than {most} cells");
            let remedy = "save the part that is needed as a sheet of its own";
            return Err(ReadFault::new("E-ZIP-BOMB", file, what, remedy).into());
        }
    }
    open.end(&mut rows);
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
    Ok(Table::of_rows(file, headers, rows, settings.suppressed)
        .with_header_line(settings.header_row))
}

/// The row that is being read. Its texts serve for the next one again, as a sheet has millions of cells.
#[derive(Default)]
struct OpenRow {
    /// Its line; 0 before the first.
    line: u64,
    cells: Vec<String>,
    /// How many of the cells are this row's.
    width: usize,
}

impl OpenRow {
    /// Puts a text into its place and gives back an old one; by how many cells the row grew.
    fn put(&mut self, place: usize, text: &mut String) -> usize {
        let grown = (place + 1).saturating_sub(self.width);
        self.width += grown;
        if self.cells.len() < self.width {
            self.cells.resize(self.width, String::new());
        }
        std::mem::swap(&mut self.cells[place], text);
        grown
    }

    /// Adds the row to the others, where there is one, and empties it.
    fn end(&mut self, rows: &mut TableRows) {
        if self.line > 0 {
            let cells = &mut self.cells[..self.width];
            rows.push(Place::Line(self.line), cells);
            cells.iter_mut().for_each(String::clear);
            self.width = 0;
        }
    }
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
    source: impl Read + Seek,
) -> Result<Vec<SheetHead>, ReadErrors> {
    let mut book = Workbook::open(file, source)?;
    let (mut heads, mut text) = (Vec::new(), String::new());
    for (place, name) in book.sheets().into_iter().enumerate() {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut cells = book.cells(place)?;
        while let Some(cell) = cells
            .next(&mut text)
            .map_err(|it| parts::fault(file, &it))?
        {
            let (row, column) = (cell.row as usize, cell.column as usize);
            if row >= HEAD_ROWS {
                break;
            }
            if cell.column >= MOST_COLUMNS {
                continue;
            }
            rows.resize(rows.len().max(row + 1), Vec::new());
            let cells = &mut rows[row];
            cells.resize(cells.len().max(column + 1), String::new());
            cells[column].clone_from(&text);
        }
        heads.push(SheetHead { name, rows });
    }
    Ok(heads)
}

/// Which of the sheets is meant.
fn sheet_of(file: &str, names: &[String], asked: Option<&str>) -> Result<usize, ReadErrors> {
    let wanted =
        |it: &String| asked.is_none_or(|asked| it.trim().eq_ignore_ascii_case(asked.trim()));
    let meant: Vec<usize> = (0..names.len()).filter(|it| wanted(&names[*it])).collect();
    if let [only] = meant.as_slice() {
        return Ok(*only);
    }
    let what = match asked {
        Some(asked) => format!("no sheet \"{asked}\"; there are {}", names.join(", ")),
        None => format!("{} sheets: {}", names.len(), names.join(", ")),
    };
    let remedy = "name the one that is meant: sheet = \"NAME\"";
    Err(ReadFault::new("E-XLSX-SHEET", file, what, remedy).into())
}
