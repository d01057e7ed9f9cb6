//! The weighted mean.

use super::Undefined;

/// The mean of values, each a pair of value and weight: Σ w y / Σ w.
///
/// # Errors
/// [`Undefined::Nobody`] when the weights sum to zero.
///
/// ```
/// assert_eq!(fairreach::equity::mean(&[(3.0, 1.0), (6.0, 2.0)]), Ok(5.0));
/// ```
pub fn mean(weighted: &[(f64, f64)]) -> Result<f64, Undefined> {
    let weight: f64 = weighted.iter().map(|(_, weight)| weight).sum();
    let total: f64 = weighted.iter().map(|(value, weight)| value * weight).sum();
    if weight > 0.0 {
        Ok(total / weight)
    } else {
        Err(Undefined::Nobody)
    }
}
