//! Deprivation of areas: rank 1 and decile 1 are the most deprived.

use crate::ids::{AreaId, Column};
use crate::units::Share;

/// A national decile: 1 is the most deprived tenth, 10 the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decile(u8);

impl Decile {
    /// A decile from 1 to 10; `None` for any other number.
    #[must_use]
    pub fn new(decile: u32) -> Option<Self> {
        u8::try_from(decile)
            .ok()
            .filter(|it| (1..=10).contains(it))
            .map(Self)
    }

    /// The number, 1 to 10.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// All ten, the most deprived first.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        (1..=10).map(Self)
    }
}

/// What ranks the areas from most to least deprived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A published rank, where 1 is the most deprived.
    Rank,
    /// A score, where a higher value is more deprived.
    Score,
    /// Only deciles are known.
    Decile,
}

/// Deprivation of each area. `None` is a value nobody published.
#[derive(Clone, Debug)]
pub struct Deprivation {
    /// The name of the measure as printed, such as "IDACI 2019".
    pub name: String,
    /// What `order` was made from.
    pub measure: Measure,
    /// A key that sorts the most deprived first: the rank, the score turned negative, or the decile.
    /// Areas with equal keys are one block.
    pub order: Column<AreaId, Option<f64>>,
    /// The national decile.
    pub decile: Column<AreaId, Option<Decile>>,
    /// The need rate for each child, such as the IDACI score.
    pub need: Column<AreaId, Option<Share>>,
}
