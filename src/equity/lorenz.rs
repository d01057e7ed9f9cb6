//! The Lorenz curve and the Gini coefficient.

use super::{Ordered, Undefined};

/// A point of a curve of shares: what share of the whole the first people of a ranking have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// The share of people so far, 0 to 1.
    pub people: f64,
    /// The share of the outcome that they have, 0 to 1.
    pub outcome: f64,
}

/// The Lorenz curve of values, each a pair of value and weight: from (0, 0) to (1, 1), a point after each distinct
/// value, the least first. Between points it is straight.
///
/// Source: Lorenz 1905, doi:10.2307/2276207.
///
/// # Errors
/// [`Undefined::Nobody`] without people, [`Undefined::Negative`] where a value is below zero, [`Undefined::ZeroMean`]
/// where all are zero.
///
/// ```
/// use fairreach::equity::lorenz;
/// // Three in four people have 1 each and the fourth has 5: of 8 in all, 3 and 5.
/// let curve = lorenz(&[(5.0, 10.0), (1.0, 30.0)])?;
/// let points: Vec<(f64, f64)> = curve.iter().map(|it| (it.people, it.outcome)).collect();
/// assert_eq!(points, [(0.0, 0.0), (0.75, 0.375), (1.0, 1.0)]);
/// # Ok::<(), fairreach::equity::Undefined>(())
/// ```
pub fn lorenz(weighted: &[(f64, f64)]) -> Result<Vec<CurvePoint>, Undefined> {
    Ordered::of(weighted).lorenz()
}

/// The same of rows in order, each with a weight.
#[expect(clippy::float_cmp, reason = "a block is rows of exactly equal values")]
pub(super) fn in_order(sorted: &[(f64, f64)]) -> Vec<CurvePoint> {
    let blocks = sorted.chunk_by(|a, b| a.0 == b.0);
    curve(blocks.map(|block| {
        let people: f64 = block.iter().map(|it| it.1).sum();
        (people, people * block[0].0)
    }))
}

/// The curve through blocks of people and their total of the outcome, in the order given.
pub(super) fn curve(blocks: impl Iterator<Item = (f64, f64)>) -> Vec<CurvePoint> {
    let mut sums = vec![(0.0, 0.0)];
    for (people, outcome) in blocks {
        let (before, had) = sums[sums.len() - 1];
        sums.push((before + people, had + outcome));
    }
    let (everyone, everything) = sums[sums.len() - 1];
    sums.into_iter()
        .map(|(people, outcome)| CurvePoint {
            people: people / everyone,
            outcome: outcome / everything,
        })
        .collect()
}

/// The Gini coefficient of values, each a pair of value and weight: 0 where all have the same, near 1 where one
/// person has everything. G = 1 − Σ `f_k` (`L_{k−1}` + `L_k`), the population form: no factor n/(n−1).
///
/// Source: Gini 1912 by the trapezia of Brown 1994, doi:10.1016/0277-9536(94)90189-9.
///
/// # Errors
/// Those of [`lorenz`].
///
/// ```
/// // Twice the area between the diagonal and the curve of the example of `lorenz`: 0.75 - 0.375.
/// let gini = fairreach::equity::gini(&[(5.0, 10.0), (1.0, 30.0)])?;
/// assert!((gini - 0.375).abs() < 1e-12);
/// # Ok::<(), fairreach::equity::Undefined>(())
/// ```
pub fn gini(weighted: &[(f64, f64)]) -> Result<f64, Undefined> {
    Ordered::of(weighted).gini()
}

/// The coefficient of a curve.
pub(super) fn gini_of(curve: &[CurvePoint]) -> f64 {
    let under: f64 = curve
        .windows(2)
        .map(|it| (it[1].people - it[0].people) * (it[0].outcome + it[1].outcome))
        .sum();
    // The curve never runs above the diagonal: less than zero is rounding.
    (1.0 - under).max(0.0)
}
