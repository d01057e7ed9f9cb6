//! Access against need: a Kakwani-type index.

use super::concentration::over;
use super::{Observation, Undefined};

/// The Kakwani-type index of need K = C(access) − C(need), both over the same people and ranks; each row comes with its
/// need. K = 0 where access is exactly in proportion to need, K > 0 where it falls short of need among the most
/// deprived, K < 0 where it goes beyond.
///
/// Source: after Kakwani 1977, doi:10.2307/2231833, who sets taxes beside incomes: C(tax) − Gini(income).
///
/// # Errors
/// Those of [`super::concentration()`], for access or for need.
///
/// ```
/// use fairreach::equity::{Observation, kakwani};
/// // Access is the same for all; need is 3 to 1 in the more deprived half, whose C is -1/4.
/// let half = |ridit, need| (Observation { people: 50.0, ridit, value: 7.0 }, need);
/// assert_eq!(kakwani(&[half(0.25, 0.3), half(0.75, 0.1)]), Ok(0.25));
/// ```
pub fn kakwani(rows: &[(Observation, f64)]) -> Result<f64, Undefined> {
    let need = |(it, need): &(Observation, f64)| Observation {
        value: *need,
        ..*it
    };
    Ok(over(rows.iter().map(|it| it.0))? - over(rows.iter().map(need))?)
}
