//! What a sweep takes in at once: some arcs into a place.

#![expect(
    clippy::inline_always,
    reason = "what a sweep's kernel calls must be compiled inside it"
)]

use crate::routing::{INFINITY, Weight};

/// Two arcs into a place, taken in at once: a place has as many steps as it needs, one at least, the last filled up with
/// an arc that is too long to matter. Most places have few arcs, so that a sweep spends less on going from one place to
/// the next than it would arc by arc.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// Where the arcs come from. The highest bit of the first tells the first step of a place.
    ends: [u32; 2],
    pub(super) weights: [Weight; 2],
}

impl Step {
    const FIRST: u32 = 1 << 31;
    /// Fewer places than this can be told apart.
    pub(super) const MOST: usize = Self::FIRST as usize;
    const NO_ARC: (u32, Weight) = (0, INFINITY);

    /// The steps of one place.
    pub(super) fn all_of(arcs: impl Iterator<Item = (u32, Weight)>) -> impl Iterator<Item = Self> {
        let mut arcs = arcs.fuse();
        let mut first = Self::FIRST;
        std::iter::from_fn(move || {
            let one = match (arcs.next(), first) {
                (None, 0) => return None,
                (arc, _) => arc.unwrap_or(Self::NO_ARC),
            };
            let other = arcs.next().unwrap_or(Self::NO_ARC);
            let ends = [one.0 | first, other.0];
            first = 0;
            Some(Self {
                ends,
                weights: [one.1, other.1],
            })
        })
    }

    /// 1 for the first step of a place, 0 for any other.
    #[inline(always)]
    pub(super) const fn first(self) -> u32 {
        self.ends[0] >> 31
    }

    /// Where the arcs come from.
    #[inline(always)]
    pub(super) const fn ends(self) -> [usize; 2] {
        [
            (self.ends[0] & !Self::FIRST) as usize,
            self.ends[1] as usize,
        ]
    }
}
