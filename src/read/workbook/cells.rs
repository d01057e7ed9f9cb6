//! The cells of a sheet as text, one after the other, as they stand in its XML (ECMA-376 part 1, 18.3.1).
//!
//! Written against quick-xml and not taken from a crate that reads workbooks, since a national table of ages has millions of
//! cells and most of them are whole numbers: those are taken digit by digit and never become a number in between. The
//! tests read the same workbooks with calamine and compare.

use std::fmt::Write;
use std::io::{self, BufRead};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::read::workbook::plain::plain_cell;
use crate::read::workbook::texts::{self, BadXml};

/// Where a cell stands: its row and column, each counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CellPlace {
    pub(super) row: u32,
    pub(super) column: u32,
}

/// How the text of a cell stands for its value: the attribute `t`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// No attribute: a number, or else the text itself.
    Usual,
    Number,
    /// The place of a text that cells share.
    Shared,
    /// A text in the cell itself.
    Inline,
    Truth,
    /// The text a formula gave, a date, an error such as `#N/A`.
    Text,
}

/// Goes through the cells of a sheet.
pub(super) struct Cells<'t, R> {
    xml: Reader<R>,
    shared: &'t [String],
    buffer: Vec<u8>,
    /// What stands in the cell, before its kind says what it means.
    raw: String,
    next: CellPlace,
    /// Whether a cell was read last, so that the next may follow at once.
    after_cell: bool,
}

/// Whole numbers up to here are written as such.
const WHOLE: f64 = 1e15;
const WHOLE_DIGITS: usize = 15;

impl<'t, R: BufRead> Cells<'t, R> {
    /// Goes to the first cell.
    ///
    /// # Errors
    /// XML that is none, or that holds no sheet.
    pub(super) fn new(part: R, shared: &'t [String]) -> Result<Self, BadXml> {
        let mut xml = texts::reader(part);
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer)? {
                Event::Start(it) if it.local_name().as_ref() == "sheetData" => break,
                Event::Eof => return Err(BadXml::of("a sheet without cells")),
                _ => (),
            }
        }
        let (raw, next) = (String::new(), CellPlace { row: 0, column: 0 });
        Ok(Self {
            xml,
            shared,
            buffer,
            raw,
            next,
            after_cell: false,
        })
    }

    /// The place of the next cell, and its text, which is empty where the cell is; `None` after the last.
    ///
    /// # Errors
    /// XML that is none or ends too soon, a cell that says what it cannot mean.
    pub(super) fn next(&mut self, text: &mut String) -> Result<Option<CellPlace>, BadXml> {
        if self.after_cell
            && let Some(place) = self.plain(text)?
        {
            return Ok(Some(place));
        }
        self.after_cell = false;
        loop {
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer)? {
                Event::Start(it) => match it.local_name().as_ref() {
                    "c" => {
                        let (reference, kind) = attributes(&it)?;
                        if let Some(place) = reference {
                            self.next = place;
                        }
                        let place = self.next;
                        self.next.column = place.column.saturating_add(1);
                        self.value(kind)?;
                        text.clear();
                        self.put(kind, text)?;
                        self.after_cell = true;
                        return Ok(Some(place));
                    }
                    "row" => {
                        if let Some(row) = it.try_get_attribute("r")? {
                            self.next.row = row_of(&row.value)?;
                        }
                        self.next.column = 0;
                    }
                    _ => (),
                },
                Event::End(it) => match it.local_name().as_ref() {
                    "row" => self.next.row = self.next.row.saturating_add(1),
                    "sheetData" => return self.end(),
                    _ => (),
                },
                Event::Eof => return Err(BadXml::of("the sheet ends too soon")),
                _ => (),
            }
        }
    }

    /// Takes the next cell from its bytes, where it is a plain one.
    fn plain(&mut self, text: &mut String) -> Result<Option<CellPlace>, BadXml> {
        let mut stream = self.xml.stream();
        let Some(cell) = plain_cell(stream.fill_buf()?) else {
            return Ok(None);
        };
        text.clear();
        text.push_str(if cell.is_shared {
            shared_text(self.shared, cell.digits)?
        } else {
            cell.digits
        });
        let (place, length) = (cell.place, cell.length);
        stream.consume(length);
        self.next = place;
        self.next.column = place.column.saturating_add(1);
        Ok(Some(place))
    }

    /// Reads to the end of the part, since its checksum stands there.
    fn end(&mut self) -> Result<Option<CellPlace>, BadXml> {
        io::copy(self.xml.get_mut(), &mut io::sink())?;
        Ok(None)
    }

    /// Reads what stands in a cell, to its end.
    fn value(&mut self, kind: Kind) -> Result<(), BadXml> {
        self.raw.clear();
        let mut inside = false;
        loop {
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer)? {
                Event::Start(it) => match it.local_name().as_ref() {
                    "v" => inside = kind != Kind::Inline,
                    "is" => {
                        let end = it.name().as_ref().to_owned();
                        texts::read_text(&mut self.xml, &end, &mut self.raw)?;
                    }
                    _ => (),
                },
                Event::Text(it) if inside => self.raw.push_str(&it.xml10_content()),
                Event::CData(it) if inside => self.raw.push_str(&it.xml10_content()),
                Event::GeneralRef(it) if inside => texts::put_reference(&it, &mut self.raw)?,
                Event::End(it) => match it.local_name().as_ref() {
                    "v" => inside = false,
                    "c" => return Ok(()),
                    _ => (),
                },
                Event::Eof => return Err(BadXml::of("a cell ends too soon")),
                _ => (),
            }
        }
    }

    /// Adds the text that a cell stands for.
    fn put(&self, kind: Kind, text: &mut String) -> Result<(), BadXml> {
        let raw = self.raw.as_str();
        match kind {
            _ if raw.is_empty() => (),
            Kind::Usual | Kind::Number if is_whole(raw) => text.push_str(raw),
            Kind::Usual | Kind::Number => match raw.parse() {
                Ok(number) => put_number(number, text),
                Err(_) if kind == Kind::Usual => text.push_str(raw.trim()),
                Err(_) => return Err(BadXml::of(format!("\"{raw}\" in a cell for a number"))),
            },
            Kind::Shared => text.push_str(shared_text(self.shared, raw)?),
            Kind::Inline => text.push_str(raw.trim()),
            Kind::Text => text.push_str(texts::unescaped(raw).trim()),
            Kind::Truth => text.push_str(match raw {
                "1" | "true" => "true",
                "0" | "false" => "false",
                _ => return Err(BadXml::of(format!("\"{raw}\" in a cell for true or false"))),
            }),
        }
        Ok(())
    }
}

/// The text at a place among those that cells share.
fn shared_text<'t>(shared: &'t [String], place: &str) -> Result<&'t str, BadXml> {
    let text = place.parse().ok().and_then(|it: usize| shared.get(it));
    let none = || {
        BadXml::of(format!(
            "a cell with the shared text {place}, which is not there"
        ))
    };
    text.map(String::as_str).ok_or_else(none)
}

/// Whether a text is a whole number written as we write it.
pub(super) fn is_whole(raw: &str) -> bool {
    let zero_first = raw.len() > 1 && raw.starts_with('0');
    raw.len() <= WHOLE_DIGITS && !zero_first && raw.bytes().all(|it| it.is_ascii_digit())
}

/// Adds a number, a whole one as such, since a workbook keeps every number as a decimal.
fn put_number(number: f64, text: &mut String) {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number below 1e15, as the condition says"
    )]
    // Writing to a string cannot fail.
    let _ = if number.fract() == 0.0 && number.abs() < WHOLE {
        write!(text, "{}", number as i64)
    } else {
        write!(text, "{number}")
    };
}

/// Where a cell says it stands, and its kind.
fn attributes(cell: &BytesStart<'_>) -> Result<(Option<CellPlace>, Kind), BadXml> {
    let (mut place, mut kind) = (None, Kind::Usual);
    for attribute in cell.attributes().with_checks(false) {
        let attribute = attribute?;
        match attribute.key.as_ref() {
            "r" => place = Some(place_of(&attribute.value)?),
            "t" => kind = kind_of(&attribute.value)?,
            _ => (),
        }
    }
    Ok((place, kind))
}

fn kind_of(told: &str) -> Result<Kind, BadXml> {
    Ok(match told {
        "n" => Kind::Number,
        "s" => Kind::Shared,
        "str" | "d" | "e" => Kind::Text,
        "inlineStr" | "is" => Kind::Inline,
        "b" => Kind::Truth,
        _ => return Err(BadXml::of(format!("a cell of the type \"{told}\""))),
    })
}

/// The place that a reference such as `AB12` names.
pub(super) fn place_of(reference: &str) -> Result<CellPlace, BadXml> {
    let bad = || BadXml::of(format!("a cell at \"{reference}\""));
    let letters = reference
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let (letters, digits) = reference.split_at(letters);
    let column = letters.bytes().try_fold(0_u32, |sum, it| {
        let digit = u32::from(it.to_ascii_uppercase() - b'A') + 1;
        sum.checked_mul(26)?.checked_add(digit)
    });
    let column = column.and_then(|it| it.checked_sub(1)).ok_or_else(bad)?;
    let row = row_of(digits).map_err(|_| bad())?;
    Ok(CellPlace { row, column })
}

/// The row that is told, counted from 1, as one counted from 0.
fn row_of(told: &str) -> Result<u32, BadXml> {
    let row = told.bytes().try_fold(0_u32, |sum, it| {
        let digit = char::from(it).to_digit(10)?;
        sum.checked_mul(10)?.checked_add(digit)
    });
    row.and_then(|it| it.checked_sub(1))
        .ok_or_else(|| BadXml::of(format!("a row \"{told}\"")))
}
