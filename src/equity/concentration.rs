//! The concentration index and its family: an outcome over the deprivation ranking.
//!
//! All of them rank the most deprived first. A positive index says that there is more of the outcome among the least
//! deprived: longer journeys, or better access. The ranks are those of everyone: whoever has no outcome is left out of
//! the rows and moves nobody else's rank.

use super::lorenz::curve;
use super::mean::{amount, positive_amount};
use super::{CurvePoint, Observation, Ranked, Undefined};

/// The concentration index C = (2/μ) Σ f (y − μ)(R − ½), from −1 (the most deprived have everything) to 1.
///
/// Source: Wagstaff, Paci and van Doorslaer 1991, doi:10.1016/0277-9536(91)90212-U; weighted ranks of van Doorslaer and
/// Koolman 2004, doi:10.1002/hec.918, ties at the block's mid-rank.
///
/// # Errors
/// [`Undefined::Nobody`] without people, [`Undefined::Negative`] where a value is below zero, [`Undefined::ZeroMean`]
/// where all are zero.
///
/// ```
/// use fairreach::equity::{Observation, concentration};
/// // The more deprived half has 1 each, the other 3: (2/2) * (1/2 * -1 * -1/4 + 1/2 * 1 * 1/4) = 1/4.
/// let half = |ridit, value| Observation { people: 50.0, ridit, value };
/// assert_eq!(concentration(&[half(0.25, 1.0), half(0.75, 3.0)]), Ok(0.25));
/// ```
pub fn concentration(rows: &[Observation]) -> Result<f64, Undefined> {
    over(rows.iter().copied())
}

/// The same of rows as they come.
pub(super) fn over(rows: impl Iterator<Item = Observation> + Clone) -> Result<f64, Undefined> {
    let (people, mean) = positive_amount(rows.clone().map(|it| (it.value, it.people)))?;
    Ok(around(rows, people, mean) / mean)
}

/// 2 Σ f (y − μ)(R − ½).
fn around(rows: impl Iterator<Item = Observation>, people: f64, mean: f64) -> f64 {
    let sum: f64 = rows
        .filter(|it| it.people > 0.0)
        .map(|it| it.people * (it.value - mean) * (it.ridit - 0.5))
        .sum();
    2.0 * sum / people
}

/// The generalised concentration index μC = 2 Σ f (y − μ)(R − ½), in the outcome's own unit; 0 where nobody has any.
///
/// Source: Wagstaff, Paci and van Doorslaer 1991, doi:10.1016/0277-9536(91)90212-U.
///
/// # Errors
/// [`Undefined::Nobody`] without people, [`Undefined::Negative`] where a value is below zero.
///
/// ```
/// use fairreach::equity::{Observation, generalised_concentration};
/// let half = |ridit, value| Observation { people: 50.0, ridit, value };
/// assert_eq!(generalised_concentration(&[half(0.25, 1.0), half(0.75, 3.0)]), Ok(0.5));
/// ```
pub fn generalised_concentration(rows: &[Observation]) -> Result<f64, Undefined> {
    let (people, mean) = amount(pairs(rows))?;
    Ok(around(rows.iter().copied(), people, mean))
}

/// The extended concentration index C(ν) at an aversion ν of 1 or more: 2 is C itself, more looks harder at the most
/// deprived, and at 1 it is 0. In the exact grouped form C(ν) = 1 − (1/μ) Σ y ((1−P before)^ν − (1−P after)^ν) over
/// blocks, P the cumulative share of people, so that it is 0 for an outcome that does not vary at any ν. (The form
/// with mid-ranks is not.)
///
/// It is summed as −(1/μ) Σ f (y − μ) ω with ω the block's mean of ν (1−p)^(ν−1), which is the same where everyone has
/// an outcome, and keeps C(2) = C where some have none.
///
/// Source: Wagstaff 2002, doi:10.1016/S0167-6296(02)00006-1; the grouped form is the project's `methods.md` 3.2.
///
/// # Errors
/// Those of [`concentration()`], and [`Undefined::Setting`] for another ν.
///
/// ```
/// use fairreach::equity::{Place, Ranked, extended_concentration};
/// let half = |from, value| Ranked { people: 50.0, place: Place { from, to: from + 0.5 }, value };
/// let rows = [half(0.0, 1.0), half(0.5, 3.0)];
/// assert_eq!(extended_concentration(&rows, 2.0), Ok(0.25));
/// // 1 - (1 * (1 - 1/8) + 3 * 1/8) / 2
/// assert_eq!(extended_concentration(&rows, 3.0), Ok(0.375));
/// ```
pub fn extended_concentration(rows: &[Ranked], aversion: f64) -> Result<f64, Undefined> {
    if !(aversion.is_finite() && aversion >= 1.0) {
        return Err(Undefined::Setting(
            "the aversion to inequality must be 1 or more",
        ));
    }
    let (people, mean) = positive_amount(rows.iter().map(|it| (it.value, it.people)))?;
    let sum: f64 = rows
        .iter()
        .filter(|it| it.people > 0.0)
        .map(|it| it.people * (mean - it.value) * it.place.emphasis(aversion))
        .sum();
    Ok(sum / people / mean)
}

/// The least and the most that an outcome can be: 0 and 1 for coverage, 0 and 60 for minutes that stop there. They are
/// fixed by policy and never taken from the data, else scenarios would not compare.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The least, a.
    pub least: f64,
    /// The most, b.
    pub most: f64,
}

impl Bounds {
    /// Those of coverage and of any share.
    pub const SHARE: Self = Self {
        least: 0.0,
        most: 1.0,
    };

    fn width_around(self, rows: &[Observation]) -> Result<f64, Undefined> {
        let width = self.most - self.least;
        if !(width.is_finite() && width > 0.0) {
            return Err(Undefined::Setting(
                "the upper bound must lie above the lower one",
            ));
        }
        let outside = |it: &Observation| it.value < self.least || it.value > self.most;
        if rows.iter().any(|it| it.people > 0.0 && outside(it)) {
            return Err(Undefined::OutOfBounds);
        }
        Ok(width)
    }
}

/// Erreygers' corrected concentration index for a bounded outcome: E = 4μ/(b − a) C. It turns its sign and keeps its
/// size when having is counted instead of lacking, and is 0 where nobody has any.
///
/// Source: Erreygers 2009, doi:10.1016/j.jhealeco.2008.02.003.
///
/// # Errors
/// [`Undefined::Nobody`] without people, [`Undefined::Negative`] and [`Undefined::OutOfBounds`] for values where they
/// cannot be, [`Undefined::Setting`] for bounds the wrong way round.
///
/// ```
/// use fairreach::equity::{Bounds, Observation, erreygers};
/// // Only the less deprived half is covered: 4 * 1/2 * 1/2.
/// let half = |ridit, value| Observation { people: 50.0, ridit, value };
/// assert_eq!(erreygers(&[half(0.25, 0.0), half(0.75, 1.0)], Bounds::SHARE), Ok(1.0));
/// ```
pub fn erreygers(rows: &[Observation], bounds: Bounds) -> Result<f64, Undefined> {
    let width = bounds.width_around(rows)?;
    Ok(4.0 * generalised_concentration(rows)? / width)
}

/// Wagstaff's normalised concentration index for a bounded outcome: W = (b − a)μ/((b − μ)(μ − a)) C.
///
/// Source: Wagstaff 2005, doi:10.1002/hec.953.
///
/// # Errors
/// Those of [`erreygers`], and [`Undefined::AtBound`] where everyone is at the same bound.
///
/// ```
/// use fairreach::equity::{Bounds, Observation, wagstaff};
/// // Half of the less deprived half are covered: C = 1/2, μ = 1/4, so 1/4 * 1/2 / (3/4 * 1/4).
/// let half = |ridit, value| Observation { people: 50.0, ridit, value };
/// let index = wagstaff(&[half(0.25, 0.0), half(0.75, 0.5)], Bounds::SHARE)?;
/// assert!((index - 2.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), fairreach::equity::Undefined>(())
/// ```
#[expect(clippy::float_cmp, reason = "at a bound is exactly at it")]
pub fn wagstaff(rows: &[Observation], bounds: Bounds) -> Result<f64, Undefined> {
    let width = bounds.width_around(rows)?;
    let (_, mean) = amount(pairs(rows))?;
    let all_at = |bound: f64| {
        let mut peopled = rows.iter().filter(|it| it.people > 0.0);
        peopled.all(|it| it.value == bound)
    };
    if all_at(bounds.least) || all_at(bounds.most) {
        return Err(Undefined::AtBound);
    }
    let room = (bounds.most - mean) * (mean - bounds.least);
    Ok(width * generalised_concentration(rows)? / room)
}

/// The concentration curve: the share of the outcome that the most deprived share of people have, from (0, 0) to
/// (1, 1), a point after each block of one rank. Between points it is straight; above the diagonal the most deprived
/// have more than their share.
///
/// Source: Wagstaff, Paci and van Doorslaer 1991, doi:10.1016/0277-9536(91)90212-U. Where everyone has an outcome, C is
/// twice the area between the diagonal and the curve.
///
/// # Errors
/// Those of [`concentration()`].
///
/// ```
/// use fairreach::equity::{Observation, concentration_curve};
/// let half = |ridit, value| Observation { people: 50.0, ridit, value };
/// let curve = concentration_curve(&[half(0.75, 3.0), half(0.25, 1.0)])?;
/// let points: Vec<(f64, f64)> = curve.iter().map(|it| (it.people, it.outcome)).collect();
/// assert_eq!(points, [(0.0, 0.0), (0.5, 0.25), (1.0, 1.0)]);
/// # Ok::<(), fairreach::equity::Undefined>(())
/// ```
#[expect(clippy::float_cmp, reason = "a block is rows of exactly equal ranks")]
pub fn concentration_curve(rows: &[Observation]) -> Result<Vec<CurvePoint>, Undefined> {
    positive_amount(pairs(rows))?;
    let mut ranked: Vec<&Observation> = rows.iter().filter(|it| it.people > 0.0).collect();
    ranked.sort_by(|a, b| a.ridit.total_cmp(&b.ridit));
    let blocks = ranked.chunk_by(|a, b| a.ridit == b.ridit);
    Ok(curve(blocks.map(|block| {
        let people: f64 = block.iter().map(|it| it.people).sum();
        let outcome: f64 = block.iter().map(|it| it.people * it.value).sum();
        (people, outcome)
    })))
}

fn pairs(rows: &[Observation]) -> impl Iterator<Item = (f64, f64)> {
    rows.iter().map(|it| (it.value, it.people))
}
