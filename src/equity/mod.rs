//! How an outcome is spread over people and over deprivation: rankings, slopes, quantiles.
//!
//! In: numbers. Out: numbers, or [`Undefined`] where a measure has no value. A pure science: the room knows
//! neither travel nor services, places nor files, and could be lifted out as a crate. Ties share one rank, row
//! order never matters, and nothing here is ever `NaN`, infinite or a stand-in zero.

mod mean;
mod quantile;
mod ranking;
mod slope_index;

pub use mean::mean;
pub use quantile::quantile;
pub use ranking::ridits;
pub use slope_index::{Observation, SlopeIndex, grouped_slope, slope};

/// Why a measure has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undefined {
    /// The weights sum to nothing.
    #[error("there is nobody to measure")]
    Nobody,
    /// Everyone has the same rank, so there is no slope over it.
    #[error("deprivation does not vary among those measured")]
    OneRank,
    /// The grouped slope index is defined for 5 to 100 groups.
    #[error("the grouped slope index needs 5 to 100 groups with people, not {0}")]
    Groups(usize),
    /// The ratio's lower end is not above zero.
    #[error("the fitted value at the most deprived end is not above zero")]
    Base,
}
