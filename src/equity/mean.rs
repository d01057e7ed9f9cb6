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

/// The people and the mean of an amount: of what can be shared out, and so is never below zero.
///
/// # Errors
/// [`Undefined::Nobody`] without people, [`Undefined::Negative`] where one of them has less than nothing.
pub(super) fn amount(weighted: impl Iterator<Item = (f64, f64)>) -> Result<(f64, f64), Undefined> {
    let (mut people, mut total) = (0.0, 0.0);
    for (value, weight) in weighted.filter(|it| it.1 > 0.0) {
        if value < 0.0 {
            return Err(Undefined::Negative);
        }
        people += weight;
        total += value * weight;
    }
    if people > 0.0 {
        Ok((people, total / people))
    } else {
        Err(Undefined::Nobody)
    }
}

/// As [`amount`], where someone has some of it.
///
/// # Errors
/// Those of [`amount`], and [`Undefined::ZeroMean`] where nobody has any.
pub(super) fn positive_amount(
    weighted: impl Iterator<Item = (f64, f64)>,
) -> Result<(f64, f64), Undefined> {
    let (people, mean) = amount(weighted)?;
    if mean > 0.0 {
        Ok((people, mean))
    } else {
        Err(Undefined::ZeroMean)
    }
}
