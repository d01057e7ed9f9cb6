//! Rows of labels, one lane a search: what a sweep moves many of at once.

#![expect(
    clippy::inline_always,
    reason = "kernels must be compiled inside the function that chooses the widest instructions"
)]

use crate::routing::{INFINITY, Weight};

/// One number a lane. Arithmetic is such that what is too far stays too far, without a check in the loop.
pub trait Label: Copy + Ord + Default + Send + Sync + std::fmt::Debug + 'static {
    /// No path, or one too long for this kind of label.
    const FAR: Self;

    /// The label of a weight; [`Self::FAR`] where it is too great.
    fn of(weight: Weight) -> Self;

    /// A label farther along an arc. What exceeds the range is [`Self::FAR`] or more.
    #[must_use]
    fn along(self, arc: Self) -> Self;

    /// [`Self::FAR`] if told so, else as it is; without a branch.
    #[must_use]
    fn raised(self, whether: bool) -> Self;

    /// The sum it stands for, [`INFINITY`] where it is too far.
    fn weight(self) -> Weight;

    /// The sum it stands for, or `None` where it is too far.
    fn sum(self) -> Option<Weight> {
        Some(self.weight()).filter(|it| *it < INFINITY)
    }
}

impl Label for u32 {
    const FAR: Self = INFINITY;

    #[inline(always)]
    fn of(weight: Weight) -> Self {
        weight.min(INFINITY)
    }

    #[inline(always)]
    fn along(self, arc: Self) -> Self {
        // Neither is above INFINITY, and twice that is below 2^32 (proved beside it).
        self.wrapping_add(arc)
    }

    #[inline(always)]
    fn raised(self, whether: bool) -> Self {
        // All bits of FAR are set but the highest, which no label has.
        self | (Self::FAR * Self::from(whether))
    }

    #[inline(always)]
    fn weight(self) -> Weight {
        self
    }
}

/// Sums below 65,535 are exact: along a path they only grow, so one that ever was too great is too great at its end.
impl Label for u16 {
    const FAR: Self = u16::MAX;

    #[inline(always)]
    fn of(weight: Weight) -> Self {
        if weight < u32::from(u16::MAX) {
            weight as Self
        } else {
            Self::FAR
        }
    }

    #[inline(always)]
    fn along(self, arc: Self) -> Self {
        self.saturating_add(arc)
    }

    #[inline(always)]
    fn raised(self, whether: bool) -> Self {
        self | (Self::FAR * Self::from(whether))
    }

    #[inline(always)]
    fn weight(self) -> Weight {
        if self < Self::FAR {
            Weight::from(self)
        } else {
            INFINITY
        }
    }
}

/// A row of `N` labels, on cache lines of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(64))]
pub struct Row<L, const N: usize>(pub [L; N]);

impl<L: Label, const N: usize> Row<L, N> {
    /// Too far in every lane.
    pub const FAR: Self = Self([L::FAR; N]);

    /// Makes every lane too far, if told to, without a branch.
    #[inline(always)]
    pub(super) fn raise(&mut self, whether: bool) {
        for mine in &mut self.0 {
            *mine = mine.raised(whether);
        }
    }

    /// Takes in another row that lies one arc away: the lesser in each lane.
    #[inline(always)]
    pub(super) fn take(&mut self, other: &Self, arc: L) {
        for (mine, other) in self.0.iter_mut().zip(&other.0) {
            *mine = (*mine).min(other.along(arc));
        }
    }
}
