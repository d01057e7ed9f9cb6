//! A part of the work: every n-th part of the table, so that several machines or processes share a batch.

use crate::pipeline::whole_file::PART;

/// One of several shares of a batch, which never has a part in common with another: part `k` of the table belongs to share
/// `k mod of + 1`.
///
/// ```
/// use fairreach::pipeline::Shard;
/// let second = Shard::of(2, 3).ok_or("no share")?;
/// assert!(second.takes(1) && second.takes(4) && !second.takes(2));
/// assert!(Shard::of(4, 3).is_none() && Shard::of(0, 3).is_none());
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    nth: u64,
    of: u64,
}

impl Shard {
    /// All of it.
    pub const WHOLE: Self = Self { nth: 1, of: 1 };

    /// The `nth` of some shares, counted from 1; `None` where there is no such share.
    #[must_use]
    pub fn of(nth: u64, of: u64) -> Option<Self> {
        (1..=of).contains(&nth).then_some(Self { nth, of })
    }

    /// Whether a part of the table, counted from 0, belongs to it.
    #[must_use]
    pub const fn takes(self, part: u64) -> bool {
        part % self.of == self.nth - 1
    }

    /// Whether it is all of the batch.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.of == 1
    }

    /// What tells its files from those of others.
    pub(super) fn label(self) -> String {
        if self.is_whole() {
            "whole".to_owned()
        } else {
            format!("{}-of-{}", self.nth, self.of)
        }
    }

    /// The file that lists its parts.
    pub(super) fn ledger(self) -> String {
        if self.is_whole() {
            LEDGER.to_owned()
        } else {
            format!("parts.{}.jsonl", self.label())
        }
    }

    /// Whether a file is what an attempt of this share left half done. Who writes the whole is alone in the folder, and
    /// clears away what any share left.
    pub(super) fn left(self, name: &str) -> bool {
        let own = [".part-", ".parts.", ".batch.json."];
        let begun = own.iter().any(|it| name.starts_with(it)) && name.ends_with(PART);
        begun && (self.is_whole() || name.ends_with(&format!(".{}{PART}", self.label())))
    }
}

/// The list of all parts of a batch.
pub(in crate::pipeline) const LEDGER: &str = "parts.jsonl";
