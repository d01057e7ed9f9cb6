//! Does an outcome fall from group to group as deprivation does? The isotonic fit, the gap to it, and the breaks.
//!
//! Groups come in order, the most deprived first, each a pair of value (hours a child) and people; one without people
//! is in no fit, no gap and no break.

use super::Undefined;

/// How much more a less deprived group may have before it is a break.
const TOLERANCE: f64 = 1e-12;

/// The weighted isotonic fit: of all sequences that never rise from a more to a less deprived group, the one nearest to
/// the values by people-weighted squares. A group without people has no fitted value.
///
/// Source: the pool-adjacent-violators algorithm of Ayer et al. 1955, doi:10.1214/aoms/1177728423.
///
/// ```
/// // The second group has more than the first: they share their weighted mean. The empty group is passed over.
/// let fit = fairreach::equity::monotone_fit(&[(3.0, 30.0), (9.0, 0.0), (5.0, 10.0), (1.0, 10.0)]);
/// assert_eq!(fit, [Some(3.5), None, Some(3.5), Some(1.0)]);
/// ```
#[must_use]
pub fn monotone_fit(groups: &[(f64, f64)]) -> Vec<Option<f64>> {
    // Pools of people, their total of the outcome and how many groups are in them.
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (value, people) in groups.iter().filter(|it| it.1 > 0.0) {
        let mut pool = (*people, value * people, 1);
        while let Some(before) = pools.pop_if(|it| it.1 / it.0 < pool.1 / pool.0) {
            pool = (pool.0 + before.0, pool.1 + before.1, pool.2 + before.2);
        }
        pools.push(pool);
    }
    let mut fitted = pools
        .into_iter()
        .flat_map(|(people, total, count)| std::iter::repeat_n(total / people, count));
    groups
        .iter()
        .map(|it| if it.1 > 0.0 { fitted.next() } else { None })
        .collect()
}

/// The monotonicity gap: the share of the outcome that is out of order, Σ P |h − fit| / Σ P h with the fit of
/// [`monotone_fit`]; 0 where nothing is. It is not halved: what is too much here and too little there counts twice.
///
/// Source: the project's `methods.md`, "Rules that decide every headline"; a component of ours, no published index.
///
/// # Errors
/// [`Undefined::Nobody`] without people, [`Undefined::Negative`] where a value is below zero, [`Undefined::ZeroMean`]
/// where all are zero.
///
/// ```
/// // (30 * 0.5 + 10 * 1.5) of 90 + 50 + 10.
/// let gap = fairreach::equity::monotonicity_gap(&[(3.0, 30.0), (5.0, 10.0), (1.0, 10.0)])?;
/// assert!((gap - 0.2).abs() < 1e-12);
/// # Ok::<(), fairreach::equity::Undefined>(())
/// ```
pub fn monotonicity_gap(groups: &[(f64, f64)]) -> Result<f64, Undefined> {
    let (people, mean) = super::mean::positive_amount(groups.iter().copied())?;
    let off: f64 = groups
        .iter()
        .zip(monotone_fit(groups))
        .filter_map(|((value, weight), fit)| Some(weight * (value - fit?).abs()))
        .sum();
    Ok(off / (people * mean))
}

/// The pairs of neighbouring groups, by their places in the list, where the less deprived one has more, by more than
/// 1e-12. Neighbours are groups with people, whatever empty ones lie between.
///
/// ```
/// let groups = [(3.0, 30.0), (9.0, 0.0), (5.0, 10.0), (1.0, 10.0)];
/// assert_eq!(fairreach::equity::breaks(&groups), [(0, 2)]);
/// ```
#[must_use]
pub fn breaks(groups: &[(f64, f64)]) -> Vec<(usize, usize)> {
    let peopled: Vec<usize> = (0..groups.len()).filter(|at| groups[*at].1 > 0.0).collect();
    peopled
        .windows(2)
        .map(|it| (it[0], it[1]))
        .filter(|(more, less)| groups[*less].0 > groups[*more].0 + TOLERANCE)
        .collect()
}
