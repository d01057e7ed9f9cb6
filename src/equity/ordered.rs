//! Values in order, sorted once for every measure that asks for them so.

use super::mean::positive_amount;
use super::sorting::by_value;
use super::{CurvePoint, Undefined, Worst};

/// Values with their weights, the least first; of equal values the least weight first, so that the order of rows never
/// matters. Rows of no weight are nobody's and are left out.
///
/// Each measure has a function of its own too, which sorts for itself; who asks for several sorts once.
///
/// ```
/// use fairreach::equity::{Ordered, Worst, gini};
/// let minutes = [(20.0, 10.0), (10.0, 30.0), (5.0, 60.0)];
/// let ordered = Ordered::of(&minutes);
/// assert_eq!(ordered.quantile(0.9), Ok(10.0));
/// assert_eq!(ordered.cvar(0.25, Worst::Highest), Ok(14.0));
/// assert_eq!(ordered.gini(), gini(&minutes));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Ordered(Vec<(f64, f64)>);

impl Ordered {
    /// Sorts values, each a pair of value and weight.
    #[must_use]
    pub fn of(weighted: &[(f64, f64)]) -> Self {
        let mut rows = Vec::with_capacity(weighted.len());
        rows.extend(weighted.iter().copied().filter(|it| it.1 > 0.0));
        // By value first and by weight among equals, which is soonest: most values have few equals.
        let mut rows = by_value(rows);
        for equals in rows.chunk_by_mut(|a, b| a.0.total_cmp(&b.0).is_eq()) {
            equals.sort_unstable_by(|a, b| a.1.total_cmp(&b.1));
        }
        Self(rows)
    }

    /// The lower weighted quantile, as [`super::quantile()`].
    ///
    /// # Errors
    /// Those of [`super::quantile()`].
    pub fn quantile(&self, part: f64) -> Result<f64, Undefined> {
        super::quantile::in_order(&self.0, part)
    }

    /// The ratio of two quantiles, as [`super::percentile_ratio()`].
    ///
    /// # Errors
    /// Those of [`super::percentile_ratio()`].
    pub fn percentile_ratio(&self, upper: f64, lower: f64) -> Result<f64, Undefined> {
        super::percentile_ratio::in_order(self, upper, lower)
    }

    /// The mean among those who fare worst, as [`super::cvar()`].
    ///
    /// # Errors
    /// Those of [`super::cvar()`].
    pub fn cvar(&self, share: f64, worst: Worst) -> Result<f64, Undefined> {
        match worst {
            Worst::Highest => super::cvar::in_order(self.0.iter().rev(), share),
            Worst::Lowest => super::cvar::in_order(self.0.iter(), share),
        }
    }

    /// The Lorenz curve, as [`super::lorenz()`].
    ///
    /// # Errors
    /// Those of [`super::lorenz()`].
    pub fn lorenz(&self) -> Result<Vec<CurvePoint>, Undefined> {
        positive_amount(self.0.iter().copied())?;
        Ok(super::lorenz::in_order(&self.0))
    }

    /// The Gini coefficient, as [`super::gini()`].
    ///
    /// # Errors
    /// Those of [`super::gini()`].
    pub fn gini(&self) -> Result<f64, Undefined> {
        self.lorenz().map(|it| super::lorenz::gini_of(&it))
    }
}
