//! Rows of labels, one lane a search: what a sweep moves many of at once.

#![expect(
    clippy::inline_always,
    reason = "kernels must be compiled inside the function that chooses the widest instructions"
)]

use crate::routing::step::Step;
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

    /// The label of an arc's weight, which is at most [`INFINITY`].
    fn of_arc(weight: Weight) -> Self;

    /// All bits of [`Self::FAR`] if `whether` is 1, none if it is 0. It is made by arithmetic: a compiler that sees a
    /// comparison makes a branch of it.
    fn mask(whether: u32) -> Self;

    /// All bits of either.
    #[must_use]
    fn or(self, mask: Self) -> Self;

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
    fn of_arc(weight: Weight) -> Self {
        weight
    }

    #[inline(always)]
    fn mask(whether: u32) -> Self {
        // All bits of FAR are set but the highest, which no label has.
        0_u32.wrapping_sub(whether) >> 1
    }

    #[inline(always)]
    fn or(self, mask: Self) -> Self {
        self | mask
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
    fn of_arc(weight: Weight) -> Self {
        weight.min(u32::from(Self::FAR)) as Self
    }

    #[inline(always)]
    fn mask(whether: u32) -> Self {
        0_u32.wrapping_sub(whether) as Self
    }

    #[inline(always)]
    fn or(self, mask: Self) -> Self {
        self | mask
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

    /// Makes every lane too far if `whether` is 1, leaves it if it is 0, without a branch.
    #[inline(always)]
    pub(super) fn raise(&mut self, whether: u32) {
        let mask = L::mask(whether);
        for mine in &mut self.0 {
            *mine = mine.or(mask);
        }
    }

    /// Takes in the rows that a step leads from.
    #[inline(always)]
    pub(super) fn step(&mut self, rows: &[Self], step: &Step) {
        let ([one, other], weights) = (step.ends(), step.weights.map(L::of_arc));
        let (one, other) = (&rows[one].0, &rows[other].0);
        for lane in 0..N {
            let nearer = one[lane]
                .along(weights[0])
                .min(other[lane].along(weights[1]));
            self.0[lane] = self.0[lane].min(nearer);
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
