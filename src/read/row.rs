//! One row of a table: its cells as text and as numbers, and the faults they make.

use crate::read::source::Suppressed;
use crate::read::table::{At, Row};
use crate::read::{Findings, NoNumber, Place, ReadFault, number};

impl<'t> Row<'t> {
    /// The file's name.
    #[must_use]
    pub fn file(&self) -> &'t str {
        &self.table.file
    }

    /// Where the row is.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place.clone()
    }

    /// A cell without the white space around it; empty where the row has none.
    #[must_use]
    pub fn text(&self, at: At) -> &'t str {
        let blank = |it: char| it.is_whitespace() || it == '\u{a0}' || it == '\u{feff}';
        self.cells.get(at.0).unwrap_or_default().trim_matches(blank)
    }

    /// A cell, unless it is empty.
    #[must_use]
    pub fn text_if_any(&self, at: Option<At>) -> Option<&'t str> {
        at.map(|it| self.text(it)).filter(|it| !it.is_empty())
    }

    /// A fault of a cell.
    #[must_use]
    pub fn fault(&self, at: At, code: &'static str, what: &str, remedy: &str) -> ReadFault {
        ReadFault::new(code, &self.table.file, what, remedy)
            .at(self.place.clone())
            .column(self.table.heading(at))
            .value(self.text(at))
    }

    /// The number in a cell; a fault is recorded where it holds none, and an empty cell is one.
    pub fn number(&self, at: At, found: &mut Findings) -> Option<f64> {
        match number(self.text(at)) {
            Ok(value) => Some(value),
            Err(why) => self.no_number(at, why, found),
        }
    }

    /// The number in a cell; an empty cell is `None` without a fault.
    pub fn number_if_any(&self, at: Option<At>, found: &mut Findings) -> Option<f64> {
        self.text_if_any(at)?;
        self.number(at?, found)
    }

    /// The number in a cell, within a closed range.
    pub fn number_within(
        &self,
        at: At,
        low: f64,
        high: f64,
        hint: &str,
        found: &mut Findings,
    ) -> Option<f64> {
        let value = self.number(at, found)?;
        if (low..=high).contains(&value) {
            return Some(value);
        }
        let what = if high >= 1e12 {
            format!("below {low}{hint}")
        } else {
            format!("not in {low}..{high}{hint}")
        };
        found.fault(self.fault(
            at,
            "E-RANGE",
            &what,
            "correct the value or the column named in the study",
        ));
        None
    }

    fn no_number(&self, at: At, why: NoNumber, found: &mut Findings) -> Option<f64> {
        let (code, what, remedy) = why.fault();
        if why == NoNumber::Suppressed && self.table.suppressed != Suppressed::Refuse {
            let sample = format!("{} \"{}\"", self.place.to_string().trim(), self.text(at));
            let heading = self.table.heading(at);
            let (what, value) = match self.table.suppressed {
                Suppressed::Estimate(it) => (
                    format!("suppressed values of \"{heading}\" taken as {it}"),
                    Some(it),
                ),
                _ => (
                    format!("suppressed values of \"{heading}\" taken as unknown"),
                    None,
                ),
            };
            found
                .notices
                .add("W-NUM-SUPPRESSED", &self.table.file, what, sample);
            return value;
        }
        found.fault(self.fault(at, code, what, remedy));
        None
    }
}
