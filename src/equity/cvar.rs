//! The mean among those who fare worst.

use super::{Ordered, Undefined};

/// Which end of an outcome is the bad one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worst {
    /// Less is better: minutes.
    Highest,
    /// More is better: hours, places.
    Lowest,
}

/// The conditional value at risk: the mean of values, each a pair of value and weight, among the worst-off `share` of
/// people (above 0, at most 1). The area on the boundary is split: so many of its people count as are needed. At 1
/// it is the mean, near 0 the worst value.
///
/// Source: Rockafellar and Uryasev 2000, doi:10.21314/JOR.2000.038, with the split of their 2002 paper for discrete
/// distributions, doi:10.1016/S0378-4266(02)00271-6.
///
/// # Errors
/// [`Undefined::Nobody`] without people, [`Undefined::Setting`] for another share.
///
/// ```
/// use fairreach::equity::{Worst, cvar};
/// // The worst 25 of 100: 10 people at 20 minutes and 15 of the 30 at 10.
/// let minutes = [(20.0, 10.0), (10.0, 30.0), (5.0, 60.0)];
/// assert_eq!(cvar(&minutes, 0.25, Worst::Highest), Ok(14.0));
/// ```
pub fn cvar(weighted: &[(f64, f64)], share: f64, worst: Worst) -> Result<f64, Undefined> {
    Ordered::of(weighted).cvar(share, worst)
}

/// The same of rows in order, the worst first, each with a weight.
pub(super) fn in_order<'a>(
    sorted: impl Iterator<Item = &'a (f64, f64)> + Clone,
    share: f64,
) -> Result<f64, Undefined> {
    if !(share > 0.0 && share <= 1.0) {
        return Err(Undefined::Setting(
            "the share must be above 0 and at most 1",
        ));
    }
    let people: f64 = sorted.clone().map(|it| it.1).sum();
    let (mut taken, mut total) = (0.0, 0.0);
    for (value, weight) in sorted {
        let part = weight.min(share * people - taken).max(0.0);
        taken += part;
        total += part * value;
    }
    if taken > 0.0 {
        Ok(total / taken)
    } else {
        Err(Undefined::Nobody)
    }
}
