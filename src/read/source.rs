//! A file to read, and how it is written.

use crate::read::Encoding;

/// What to do with a cell that marks a suppressed or missing value.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Suppressed {
    /// Refuse the file and name the cell.
    #[default]
    Refuse,
    /// Take it for unknown, counted in the notices.
    Exclude,
    /// Take this stated estimate, counted in the notices.
    Estimate(f64),
}

/// How a table is written.
#[derive(Clone, Debug, PartialEq)]
pub struct TableSettings {
    /// How bytes stand for letters.
    pub encoding: Encoding,
    /// What parts the fields.
    pub delimiter: u8,
    /// The line of the header, from 1.
    pub header_row: u64,
    /// What to do with suppressed cells.
    pub suppressed: Suppressed,
    /// The sheet of a workbook; `None`: its only one.
    pub sheet: Option<String>,
    /// The file of a zip; `None`: its only one.
    pub inside: Option<String>,
}

impl Default for TableSettings {
    fn default() -> Self {
        Self {
            encoding: Encoding::Utf8,
            delimiter: b',',
            header_row: 1,
            suppressed: Suppressed::Refuse,
            sheet: None,
            inside: None,
        }
    }
}

/// A file to read: its name in messages, its bytes and how it is written.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The file as the study names it.
    pub file: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// How it is written.
    pub settings: &'a TableSettings,
}
