//! How an outcome is spread over people and over deprivation: rankings, slopes, quantiles, indices of inequality.
//!
//! In: numbers. Out: numbers, or [`Undefined`] where a measure has no value. A pure science: the room knows
//! neither travel nor services, places nor files, and could be lifted out as a crate. Ties share one rank, row
//! order never matters, and nothing here is ever `NaN`, infinite or a stand-in zero. Values and people come finite,
//! people never negative; a row without people counts for nothing.
//!
//! No index stands alone. In the toy county of the tests the option with the lowest Gini of all 31 leaves 260 of 950
//! children worse off: an index of inequality rewards levelling down, so level and losers always stand beside it.

mod atkinson;
mod concentration;
mod cvar;
mod fgt;
mod isotonic;
mod kakwani;
mod lorenz;
mod mean;
mod normal;
mod ohid_interval;
mod ohid_slope;
mod ordered;
mod palma;
mod percentile_ratio;
mod proportionate;
mod quantile;
mod ranking;
mod slope_index;
mod sorting;
mod theil;

pub use atkinson::atkinson;
pub use concentration::{
    Bounds, concentration, concentration_curve, erreygers, extended_concentration,
    generalised_concentration, wagstaff,
};
pub use cvar::{Worst, cvar};
pub use fgt::{excess, mean_excess, shortfall};
pub use isotonic::{breaks, monotone_fit, monotonicity_gap};
pub use kakwani::kakwani;
pub use lorenz::{CurvePoint, gini, lorenz};
pub use mean::mean;
pub use ohid_interval::{
    DRAWS, Estimate, Interval, Intervals, SEED, Simulated, exact_interval, simulate,
};
pub use ohid_slope::{Indicator, Kind, OhidSlope, ohid_slope};
pub use ordered::Ordered;
pub use palma::{Palma, palma};
pub use percentile_ratio::percentile_ratio;
pub use proportionate::{Intensity, Provision, intensity, realised_slope};
pub use quantile::quantile;
pub use ranking::{Place, Ranked, Ranking, places, ridits};
pub use slope_index::{Observation, SlopeIndex, grouped_slope, slope};
pub use theil::{
    Decomposition, Part, mean_log_deviation, mean_log_deviation_by_group, theil_t, theil_t_by_group,
};

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
    /// An inverted ratio's lower end is not above zero.
    #[error("the fitted value at the least deprived end is not above zero")]
    InvertedBase,
    /// The figure to divide by is zero.
    #[error("the figure to divide by is zero")]
    ZeroDivisor,
    /// The figure to divide by is so near zero that the ratio would leave the range of numbers.
    #[error("the figure to divide by is so near zero that the ratio would have no end")]
    VastRatio,
    /// Nobody has anything, so that there are no shares of it.
    #[error("the mean is zero, so there is nothing to share")]
    ZeroMean,
    /// The logarithm of zero.
    #[error("someone has none of it, and the measure takes logarithms")]
    ZeroValue,
    /// An index of shares takes amounts.
    #[error("a value is below zero, and the measure is one of amounts")]
    Negative,
    /// A bounded index takes values within its bounds.
    #[error("a value lies outside the bounds")]
    OutOfBounds,
    /// Everyone is at one bound, where nothing can vary.
    #[error("everyone is at one bound, where nothing can vary")]
    AtBound,
    /// Nobody has any need, so that nothing can be in proportion to it.
    #[error("there is no need to be in proportion to")]
    NoNeed,
    /// A rate of zero has no logarithm, a proportion of 0 or 1 no logit.
    #[error("a value has no logarithm or logit, so that the transformation has no value")]
    Transform,
    /// Sampling errors of several rows would have to be merged into one group's.
    #[error("two groups share a rank, and their sampling errors cannot be merged")]
    SharedRank,
    /// So few draws that the limit would lie beyond the first of them.
    #[error("too few draws for limits of that confidence")]
    Draws,
    /// A setting of the measure for which it is not defined; it says which values it takes.
    #[error("{0}")]
    Setting(&'static str),
}

/// One figure over another, where that is a number.
fn ratio(of: f64, to: f64) -> Result<f64, Undefined> {
    if to == 0.0 {
        return Err(Undefined::ZeroDivisor);
    }
    Some(of / to)
        .filter(|it| it.is_finite())
        .ok_or(Undefined::VastRatio)
}
