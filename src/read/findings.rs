//! What a reader finds while it goes on reading: faults and notices, gathered side by side.

use crate::read::{Notices, ReadErrors, ReadFault};

/// Faults and notices of one or more files.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// What is wrong.
    pub faults: Vec<ReadFault>,
    /// What is odd but no fault.
    pub notices: Notices,
}

impl Findings {
    /// Nothing found yet.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            faults: Vec::new(),
            notices: Notices::none(),
        }
    }

    /// Records a fault.
    pub fn fault(&mut self, fault: ReadFault) {
        self.faults.push(fault);
    }

    /// Takes over what another list found.
    pub fn extend(&mut self, other: Self) {
        self.faults.extend(other.faults);
        self.notices.extend(other.notices);
    }

    /// The value of a reader that could go on, or `None` with its faults recorded.
    pub fn take<T>(&mut self, outcome: Result<(T, Notices), ReadErrors>) -> Option<T> {
        match outcome {
            Ok((value, notices)) => {
                self.notices.extend(notices);
                Some(value)
            }
            Err(errors) => {
                self.faults.extend(errors.0);
                None
            }
        }
    }

    /// The value and the notices if nothing is wrong, all faults otherwise.
    ///
    /// # Errors
    /// Every fault recorded.
    pub fn or<T>(self, value: T) -> Result<(T, Notices), ReadErrors> {
        ReadErrors(self.faults).or((value, self.notices))
    }
}
