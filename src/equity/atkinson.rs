//! Atkinson's index.

use super::Undefined;
use super::mean::positive_amount;

/// Atkinson's index of values, each a pair of value and weight, at an aversion to inequality ε of 0 or more: the share
/// of the total that could be given up, were the rest spread evenly, without loss of welfare.
/// A = 1 − (Σ f (y/μ)^(1−ε))^(1/(1−ε)); at ε = 1, A = 1 − exp(Σ f ln(y/μ)).
///
/// It is 0 at ε = 0, and 1 at ε >= 1 where someone has nothing. On a good (hours, places) it carries a judgement of
/// welfare; on minutes it is a statistic of dispersion.
///
/// Source: Atkinson 1970, doi:10.1016/0022-0531(70)90039-6.
///
/// # Errors
/// [`Undefined::Nobody`] without people, [`Undefined::Negative`] where a value is below zero, [`Undefined::ZeroMean`]
/// where all are zero, [`Undefined::Setting`] for another ε.
///
/// ```
/// use fairreach::equity::atkinson;
/// let hours = [(1.0, 10.0), (4.0, 10.0)];
/// // Mean 2.5. The geometric mean is 2; the harmonic mean 1.6; at one half, ((1 + 2) / 2)² = 2.25.
/// assert!((atkinson(&hours, 1.0)? - 0.2).abs() < 1e-12);
/// assert!((atkinson(&hours, 2.0)? - 0.36).abs() < 1e-12);
/// assert!((atkinson(&hours, 0.5)? - 0.1).abs() < 1e-12);
/// # Ok::<(), fairreach::equity::Undefined>(())
/// ```
pub fn atkinson(weighted: &[(f64, f64)], aversion: f64) -> Result<f64, Undefined> {
    if !(aversion.is_finite() && aversion >= 0.0) {
        return Err(Undefined::Setting(
            "the aversion to inequality must be zero or more",
        ));
    }
    let (people, mean) = positive_amount(weighted.iter().copied())?;
    let rows = || weighted.iter().filter(|it| it.1 > 0.0);
    if aversion >= 1.0 && rows().any(|it| it.0 <= 0.0) {
        return Ok(1.0);
    }
    let power = 1.0 - aversion;
    // The logarithm of the evenly spread equivalent, relative to the mean.
    let equivalent = if power == 0.0 {
        rows().map(|it| it.1 * (it.0 / mean).ln()).sum::<f64>() / people
    } else {
        // Powers of any ε without overflow, and without loss of digits near ε = 1: relative to the largest of them.
        let exponents = rows().map(|it| (power * (it.0 / mean).ln(), it.1));
        let exponents: Vec<(f64, f64)> = exponents.collect();
        let largest = exponents.iter().map(|it| it.0);
        let largest = largest.fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = exponents
            .iter()
            .map(|(exponent, weight)| weight * (exponent - largest).exp_m1())
            .sum();
        (largest + (sum / people).ln_1p()) / power
    };
    Ok((-equivalent.exp_m1()).clamp(0.0, 1.0))
}
