//! The Foster-Greer-Thorbecke measures of those beyond a line.

use super::{Undefined, mean};

/// How far below a line people are, for an outcome of which more is better (access): mean of ((z − y)/z)^α over
/// y < z, strictly, and 0 else. α = 0 is the share of people below, 1 how deep they are, 2 weighs the deepest more.
///
/// Source: Foster, Greer and Thorbecke 1984, doi:10.2307/1913475; as in Pereira and Herszenhut's accessibility 1.4
/// (`fgt_poverty`).
///
/// # Errors
/// [`Undefined::Nobody`] without people, [`Undefined::Setting`] unless z > 0 and α >= 0.
///
/// ```
/// // One in four has 2 of a line of 8: 6/8 short.
/// let hours = [(2.0, 1.0), (8.0, 2.0), (9.0, 1.0)];
/// assert_eq!(fairreach::equity::shortfall(&hours, 8.0, 0.0), Ok(0.25));
/// assert_eq!(fairreach::equity::shortfall(&hours, 8.0, 1.0), Ok(0.1875));
/// ```
pub fn shortfall(weighted: &[(f64, f64)], line: f64, alpha: f64) -> Result<f64, Undefined> {
    beyond(weighted, line, alpha, |value| line - value)
}

/// How far above a line people are, for an outcome of which less is better (minutes): mean of ((t − z)/z)^α over
/// t > z, strictly, and 0 else. α = 0 is the share of people beyond the standard.
///
/// Source: Foster, Greer and Thorbecke 1984, doi:10.2307/1913475, turned to a bad (the project's `methods.md` 3.1).
///
/// # Errors
/// Those of [`shortfall`].
///
/// ```
/// // One in four is 4 minutes over a standard of 8; who is there in 8 is within.
/// let minutes = [(12.0, 1.0), (8.0, 2.0), (3.0, 1.0)];
/// assert_eq!(fairreach::equity::excess(&minutes, 8.0, 0.0), Ok(0.25));
/// assert_eq!(fairreach::equity::excess(&minutes, 8.0, 2.0), Ok(0.0625));
/// ```
pub fn excess(weighted: &[(f64, f64)], line: f64, alpha: f64) -> Result<f64, Undefined> {
    beyond(weighted, line, alpha, |value| value - line)
}

/// The mean of what lies above a line, in the outcome's own unit, over everyone: Σ f max(0, t − z). Minutes beyond the
/// standard a child, those within it counting as none.
///
/// # Errors
/// [`Undefined::Nobody`] without people.
///
/// ```
/// assert_eq!(fairreach::equity::mean_excess(&[(12.0, 1.0), (8.0, 2.0), (3.0, 1.0)], 8.0), Ok(1.0));
/// ```
pub fn mean_excess(weighted: &[(f64, f64)], line: f64) -> Result<f64, Undefined> {
    let over = weighted.iter().map(|it| ((it.0 - line).max(0.0), it.1));
    mean(&over.collect::<Vec<_>>())
}

fn beyond(
    weighted: &[(f64, f64)],
    line: f64,
    alpha: f64,
    gap: impl Fn(f64) -> f64,
) -> Result<f64, Undefined> {
    if !(line.is_finite() && line > 0.0) {
        return Err(Undefined::Setting("the line must be above zero"));
    }
    if !(alpha.is_finite() && alpha >= 0.0) {
        return Err(Undefined::Setting("alpha must be zero or more"));
    }
    let term = |value: f64| match gap(value) {
        gap if gap > 0.0 => (gap / line).powf(alpha),
        _ => 0.0,
    };
    let terms = weighted.iter().map(|it| (term(it.0), it.1));
    mean(&terms.collect::<Vec<_>>())
}
