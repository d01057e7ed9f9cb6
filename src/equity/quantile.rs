//! The weighted quantile.

use super::{Ordered, Undefined};

/// How far short of its target a cumulative weight may fall, so that a sum of thirds still reaches one.
const TOLERANCE: f64 = 1e-9;

/// The lower weighted quantile: the smallest value whose cumulative weight is at least `part` (0 to 1) of the
/// whole. Values are pairs of value and weight; those of no weight are nobody's and are passed over.
///
/// Source: the project's `methods.md` 3.1, the inverse of the weighted empirical distribution (type 1 of Hyndman
/// and Fan 1996, doi:10.1080/00031305.1996.10473566).
///
/// # Errors
/// [`Undefined::Nobody`] when the weights sum to zero.
///
/// ```
/// let minutes = [(11.0, 10.0), (4.0, 60.0), (7.0, 30.0)];
/// assert_eq!(fairreach::equity::quantile(&minutes, 0.6), Ok(4.0));
/// assert_eq!(fairreach::equity::quantile(&minutes, 0.9), Ok(7.0));
/// ```
pub fn quantile(weighted: &[(f64, f64)], part: f64) -> Result<f64, Undefined> {
    Ordered::of(weighted).quantile(part)
}

/// The same of rows in order, each with a weight.
pub(super) fn in_order(sorted: &[(f64, f64)], part: f64) -> Result<f64, Undefined> {
    let target = part * sorted.iter().map(|it| it.1).sum::<f64>();
    let mut reached = 0.0;
    let mut last = Err(Undefined::Nobody);
    for (value, weight) in sorted {
        reached += weight;
        last = Ok(*value);
        if reached >= target - TOLERANCE {
            break;
        }
    }
    last
}
