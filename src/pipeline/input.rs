//! The files a study read, each with an account of its rows.

use std::collections::BTreeMap;

use crate::pipeline::fault::Fault;
use crate::pipeline::fingerprint::Fingerprint;
use crate::read::{RowCount, Vintage};

/// One file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputRecord {
    /// What it is: `areas`, `lookup`, `boundaries`, `groups`, `people`, `deprivation`, `sites`, `times` and the like.
    pub what: &'static str,
    /// The file as the study names it.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of its bytes.
    pub(super) print: Fingerprint,
    /// The sheet of a workbook or the file of a zip that was read, where the study names one.
    pub part: Option<String>,
    /// The vintage of its codes, where it has such.
    pub vintage: Option<Vintage>,
    /// All its rows or features; `None` for what has none, such as an outline.
    pub rows: Option<u64>,
    /// How many of them were used.
    pub rows_used: u64,
    /// How many were left out, by reason.
    pub left_out: BTreeMap<String, u64>,
}

impl InputRecord {
    pub(super) fn new(what: &'static str, file: &str, bytes: u64, print: Fingerprint) -> Self {
        Self {
            what,
            file: file.to_owned(),
            bytes,
            print,
            part: None,
            vintage: None,
            rows: None,
            rows_used: 0,
            left_out: BTreeMap::new(),
        }
    }

    /// Takes over what a reader tells of the rows.
    pub(super) fn count(&mut self, rows: &RowCount) {
        self.rows = Some(rows.read);
        self.left_out.clone_from(&rows.left_out);
    }

    /// Notes that rows were left out.
    pub(super) fn leave_out(&mut self, reason: &str, rows: usize) {
        if rows > 0 {
            *self.left_out.entry(reason.to_owned()).or_default() += rows as u64;
        }
    }

    /// Rows used and rows left out are all the rows there are.
    ///
    /// # Errors
    /// A fault of the program where they are not.
    pub(super) fn balanced(&self) -> Result<(), Fault> {
        let left_out: u64 = self.left_out.values().sum();
        match self.rows {
            Some(rows) if rows != self.rows_used + left_out => Err(Fault::Bug(format!(
                "{}: {rows} rows read are not the {} used and {left_out} left out",
                self.file, self.rows_used
            ))),
            _ => Ok(()),
        }
    }
}
