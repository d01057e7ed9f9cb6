//! What an aim can come to, whatever the set: how much at most, and in what steps.

use crate::location::{Aim, LONGEST, Problem, farthest};

/// More than any set comes to.
pub(super) fn beyond(aim: &Aim) -> f64 {
    match aim {
        Aim::Sum { weights, .. } => weights.iter().sum::<u64>() as f64 * f64::from(LONGEST) + 1.0,
        Aim::WorstGroup { .. } | Aim::WorstShare { .. } | Aim::Longest { .. } => {
            f64::from(LONGEST) + 1.0
        }
        Aim::Cost(costs) => costs.iter().map(|it| it.max(&0)).sum::<i64>() as f64 + 1.0,
        Aim::Spacing { distances } => f64::from(farthest(distances)) + 1.0,
    }
}

/// What all values of an aim that is a sum of whole numbers are multiples of.
pub(super) fn grain(aim: &Aim) -> Option<f64> {
    let of = |all: &mut dyn Iterator<Item = u64>| all.fold(0, gcd).max(1) as f64;
    match aim {
        Aim::Sum { weights, .. } => Some(of(&mut weights.iter().copied())),
        Aim::Longest { .. } | Aim::Spacing { .. } => Some(1.0),
        Aim::Cost(costs) => Some(of(&mut costs.iter().map(|it| it.unsigned_abs()))),
        Aim::WorstGroup { .. } | Aim::WorstShare { .. } => None,
    }
}

/// The same problem with each sum's limit rounded down to what such sums can come to: where all centres are staffed for
/// multiples of 150 minutes, so is any set of them.
pub(super) fn tight<'a>(problem: &Problem<'a>) -> Problem<'a> {
    let mut res = problem.clone();
    for row in &mut res.limits.rows {
        let sizes = row.of_place.iter().map(|it| it.unsigned_abs());
        let grain = i64::try_from(sizes.fold(0, gcd).max(1)).unwrap_or(1);
        row.at_most -= row.at_most.rem_euclid(grain);
    }
    res
}

/// The greatest number that both are multiples of (Euclid).
const fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
