//! The ratio of two weighted percentiles.

use super::{Ordered, Undefined, ratio};

/// An upper over a lower quantile of values, each a pair of value and weight; both are the lower weighted quantile of
/// [`super::quantile()`]. At 0.9 and 0.1 it is the P90/P10 ratio, at 0.8 and 0.2 the P80/P20.
///
/// # Errors
/// [`Undefined::Nobody`] without people, [`Undefined::ZeroDivisor`] where the lower quantile is zero,
/// [`Undefined::VastRatio`] where it is next to zero, [`Undefined::Setting`] unless 0 <= lower <= upper <= 1.
///
/// ```
/// use fairreach::equity::percentile_ratio;
/// let minutes = [(11.0, 10.0), (4.0, 60.0), (8.0, 30.0)];
/// assert_eq!(percentile_ratio(&minutes, 0.9, 0.1), Ok(2.0));
/// ```
pub fn percentile_ratio(weighted: &[(f64, f64)], upper: f64, lower: f64) -> Result<f64, Undefined> {
    Ordered::of(weighted).percentile_ratio(upper, lower)
}

/// The same of rows in order.
pub(super) fn in_order(ordered: &Ordered, upper: f64, lower: f64) -> Result<f64, Undefined> {
    if !(0.0 <= lower && lower <= upper && upper <= 1.0) {
        return Err(Undefined::Setting(
            "the percentiles must lie between 0 and 1, the lower one first",
        ));
    }
    let low = ordered.quantile(lower)?;
    ratio(ordered.quantile(upper)?, low)
}
