//! What a reader finds while it goes on reading: faults and notices, gathered side by side.

use std::collections::{BTreeMap, BTreeSet};

use crate::read::{Notices, ReadErrors, ReadFault};

/// Faults and notices of one or more files.
///
/// A file that is wrong in every cell would fill the memory with faults: of each code the first [`Findings::MOST`] are kept,
/// and one fault more, `E-LIMIT-FAULTS`, tells how many others there are.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// What is wrong.
    pub faults: Vec<ReadFault>,
    /// What is odd but no fault.
    pub notices: Notices,
    kinds: BTreeMap<&'static str, Kind>,
}

/// The faults of one code.
#[derive(Clone, Copy, Debug, Default)]
struct Kind {
    /// How many were found.
    found: u64,
    /// Where the fault stands that tells of those not kept.
    told: Option<usize>,
}

/// The code of the fault that tells how many others are not kept; its value is their code.
const LIMIT: &str = "E-LIMIT-FAULTS";

impl Findings {
    /// How many faults of one code are kept whole.
    pub const MOST: u64 = 1_000;

    /// Nothing found yet.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            faults: Vec::new(),
            notices: Notices::none(),
            kinds: BTreeMap::new(),
        }
    }

    /// Records a fault.
    pub fn fault(&mut self, fault: ReadFault) {
        let kind = self.kinds.entry(fault.code).or_default();
        kind.found += 1;
        if kind.found <= Self::MOST {
            self.faults.push(fault);
            return;
        }
        let others = kind.found - Self::MOST;
        let what = format!(
            "{others} more of these were found; the first {} are listed",
            Self::MOST
        );
        let tells = |it: &ReadFault| it.code == LIMIT && it.value.as_deref() == Some(fault.code);
        // Who takes faults out again moves this one.
        let told = kind
            .told
            .filter(|it| self.faults.get(*it).is_some_and(tells));
        let told = told.or_else(|| kind.told.and_then(|_| self.faults.iter().position(tells)));
        if let Some(place) = told {
            self.faults[place].what = what;
            kind.told = Some(place);
        } else {
            kind.told = Some(self.faults.len());
            let limit = ReadFault::new(LIMIT, &fault.file, what, "mend those first");
            self.faults.push(limit.value(fault.code));
        }
    }

    /// How many faults were recorded, kept or not.
    #[must_use]
    pub fn n_faults(&self) -> u64 {
        self.kinds.values().map(|it| it.found).sum()
    }

    /// How many faults of a code were recorded, kept or not.
    #[must_use]
    pub fn n_of(&self, code: &str) -> u64 {
        self.kinds.get(code).map_or(0, |it| it.found)
    }

    /// Takes the faults of a code out again.
    pub fn forget(&mut self, code: &str) {
        self.faults.retain(|it| it.code != code);
        self.kinds.remove(code);
        self.forget_limits();
    }

    /// What is told of faults that were taken out is told no more.
    fn forget_limits(&mut self) {
        let codes: BTreeSet<&str> = self.faults.iter().map(|it| it.code).collect();
        let stands = |it: &ReadFault| it.value.as_deref().is_some_and(|it| codes.contains(it));
        self.faults.retain(|it| it.code != LIMIT || stands(it));
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
    pub fn or<T>(mut self, value: T) -> Result<(T, Notices), ReadErrors> {
        self.forget_limits();
        ReadErrors(self.faults).or((value, self.notices))
    }
}
