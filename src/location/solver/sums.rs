//! A first set where swaps end in none: sums that pull against each other, such as money and staffed hours.

use super::branch::{Effort, solve};
use crate::location::{Aim, Problem};

/// How many sums are looked into: with more of them the questions multiply.
const ROWS: usize = 3;

/// In how many nodes each.
const NODES: u64 = 400;

/// What the sums say of a problem.
pub(super) enum Sums {
    /// This set keeps to all limits.
    Kept(Vec<usize>),
    /// No set keeps to them.
    Nothing,
    /// Neither was found.
    Unknown,
}

/// Looks for the set with which each sum in turn comes to the least under all other limits: it keeps to the sum's own limit
/// too, unless nothing does.
pub(super) fn sums(problem: &Problem, effort: Effort, watch: &dyn Fn(f64, f64) -> bool) -> Sums {
    if problem.limits.rows.len() > ROWS {
        return Sums::Unknown;
    }
    let effort = Effort {
        nodes: effort.nodes.min(NODES),
        ..effort
    };
    for nth in 0..problem.limits.rows.len() {
        let mut other = problem.clone();
        let row = other.limits.rows.remove(nth);
        let at_most = row.at_most as f64;
        other.aim = Aim::Cost(row.of_place);
        let found = solve(&other, effort, &|_, _| watch(f64::INFINITY, f64::NAN));
        if found.bound > at_most {
            return Sums::Nothing;
        }
        if let Some(best) = found.best.filter(|it| it.value <= at_most) {
            return Sums::Kept(best.open);
        }
    }
    Sums::Unknown
}
