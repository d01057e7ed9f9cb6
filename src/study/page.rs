//! The text of a study or scenario file, with the places of what is found in it.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use crate::study::error::{StudyErrors, StudyFault};

/// The text a file was parsed from, and the faults found in it so far.
pub(super) struct Page<'t> {
    pub(super) file: &'t str,
    pub(super) text: &'t str,
    pub(super) faults: RefCell<Vec<StudyFault>>,
    pub(super) later: RefCell<Vec<String>>,
    pub(super) defaults: RefCell<Vec<(String, String)>>,
    /// Where each line starts. Looked up and not counted each time, since a file that is no study file (a table named by
    /// mistake) has a fault on every line.
    starts: Vec<usize>,
}

impl<'t> Page<'t> {
    pub(super) fn new(file: &'t str, text: &'t str) -> Self {
        Self {
            file,
            text,
            faults: RefCell::default(),
            later: RefCell::default(),
            defaults: RefCell::default(),
            starts: std::iter::once(0)
                .chain(text.match_indices('\n').map(|(at, _)| at + 1))
                .collect(),
        }
    }

    /// Line and column, from 1, of a byte of the text.
    pub(super) fn place(&self, offset: usize) -> (usize, usize) {
        let offset = if self.text.is_char_boundary(offset) {
            offset
        } else {
            self.text.len()
        };
        let line = self.starts.partition_point(|it| *it <= offset);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        (line, self.text[start..offset].chars().count() + 1)
    }

    /// A line, counted from 1, without the white space around it.
    pub(super) fn line(&self, line: usize) -> &'t str {
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or_default().trim()
    }

    pub(super) fn raw(&self, span: Range<usize>) -> String {
        let raw = self.text.get(span).unwrap_or_default();
        raw.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The values at a path and below it, each with its own path; the tables of a list are counted from 0.
    pub(super) fn values(
        &self,
        path: &str,
        value: &Spanned<DeValue<'_>>,
        found: &mut Vec<(String, String)>,
    ) {
        match value.get_ref() {
            DeValue::Table(table) => {
                for (key, value) in table {
                    self.values(&format!("{path}.{}", key.get_ref()), value, found);
                }
            }
            DeValue::Array(list) if list.iter().any(|it| it.get_ref().is_table()) => {
                for (place, value) in list.iter().enumerate() {
                    self.values(&format!("{path}[{place}]"), value, found);
                }
            }
            _ => found.push((path.to_owned(), self.raw(value.span()))),
        }
    }

    pub(super) fn push(&self, fault: StudyFault) {
        self.faults.borrow_mut().push(fault);
    }

    /// The value if nothing is wrong, every fault otherwise.
    pub(super) fn finish<T>(&self, value: Option<T>) -> Result<T, StudyErrors> {
        let mut faults = self.faults.take();
        if value.is_none() && faults.is_empty() {
            let what = "the file says too little";
            faults.push(StudyFault::new(
                "E-CFG-MISSING",
                self.file,
                "",
                what,
                "see the README's example",
            ));
        }
        match value {
            Some(value) => StudyErrors(faults).or(value),
            None => Err(StudyErrors(faults).sorted()),
        }
    }
}
