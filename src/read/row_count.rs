//! An account of a file's rows: how many it has, and how many were left out and why. What is not left out is used, and the
//! three add up.

use std::collections::BTreeMap;

/// The rows (or features) of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowCount {
    /// All of them, the header not counted.
    pub read: u64,
    /// How many were left out, by reason.
    pub left_out: BTreeMap<String, u64>,
}

impl RowCount {
    /// No row yet.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            read: 0,
            left_out: BTreeMap::new(),
        }
    }

    /// Notes that some were left out.
    pub fn leave_out(&mut self, reason: &str, rows: u64) {
        if rows > 0 {
            *self.left_out.entry(reason.to_owned()).or_default() += rows;
        }
    }
}
