//! Areas side by side: so many of them as one instruction takes at once where instructions are wide.

#![expect(
    clippy::inline_always,
    reason = "kernels must be compiled inside the function that chooses the widest instructions"
)]

use std::ops::Range;

/// Areas of one lane row. Thirty-two times of 16 bits are one register where registers are widest, and two or four else.
pub(super) const LANES: usize = 32;

/// One value of each of so many areas.
pub(super) type Lanes<T> = [T; LANES];

/// No time: of an area that no open site serves. All times that are known are below it.
pub(super) const NEVER: u16 = u16::MAX;

/// The people of an area, as narrow as sums of them allow.
pub(super) trait Crowd: Copy + Default + Send + Sync {
    /// So many times as much.
    fn times(self, seconds: u16) -> Self;
    /// Both together.
    fn plus(self, other: Self) -> Self;
    /// All lanes, a power of two of them, together; in one order.
    fn total<const N: usize>(lanes: &[Self; N]) -> f64;
}

/// Whole people. No sum wraps: a [`Block`] holds no more people than keep all of its lanes together below 2^32 (see
/// [`Block::cut`]).
impl Crowd for u32 {
    #[inline(always)]
    fn times(self, seconds: u16) -> Self {
        self.wrapping_mul(Self::from(seconds))
    }

    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        self.wrapping_add(other)
    }

    #[inline(always)]
    fn total<const N: usize>(lanes: &[Self; N]) -> f64 {
        let mut lanes = *lanes;
        let mut width = N / 2;
        while width > 0 {
            let (low, high) = lanes.split_at_mut(width);
            for (low, high) in low.iter_mut().zip(high) {
                *low = low.wrapping_add(*high);
            }
            width /= 2;
        }
        f64::from(lanes[0])
    }
}

/// People in parts, or more of them than 32 bits hold: sums of a fixed order, exact where they are whole numbers below 2^53.
impl Crowd for f64 {
    #[inline(always)]
    fn times(self, seconds: u16) -> Self {
        self * Self::from(seconds)
    }

    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        self + other
    }

    #[inline(always)]
    fn total<const N: usize>(lanes: &[Self; N]) -> f64 {
        lanes.iter().sum()
    }
}

/// The people of every area in rows of lanes.
pub(super) enum People {
    /// Whole numbers, few enough for narrow sums.
    Whole(Vec<Lanes<u32>>),
    /// Any others.
    Parts(Vec<Lanes<f64>>),
}

/// Rows that are summed together: of one run of areas, few enough that narrow sums hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Which run they are of.
    pub(super) run: usize,
    pub(super) rows: Range<usize>,
}

impl Block {
    /// A run of rows cut into blocks, each of so few people that Σ people × max(longest, 1) stays below 2^32, and with it
    /// every sum of people, or of people times seconds, over any of their lanes. `None` where one row alone is too much.
    pub(super) fn cut(
        run: usize,
        rows: Range<usize>,
        people: &[Lanes<u32>],
        longest: u16,
    ) -> Option<Vec<Self>> {
        let most = u64::from(u32::MAX) / u64::from(longest.max(1));
        let mut blocks: Vec<Self> = Vec::new();
        let mut held = 0;
        for row in rows {
            let here: u64 = people[row].iter().map(|it| u64::from(*it)).sum();
            if here > most {
                return None;
            }
            match blocks.last_mut() {
                Some(last) if held + here <= most => {
                    last.rows.end = row + 1;
                    held += here;
                }
                _ => {
                    blocks.push(Self {
                        run,
                        rows: row..row + 1,
                    });
                    held = here;
                }
            }
        }
        Some(blocks)
    }
}
