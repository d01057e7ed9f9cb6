//! The shortest mean journey of the worst-off share (conditional value at risk).
//!
//! It is the least, over all times `eta`, of `eta` and the mean of what journeys take beyond it, over the share (Rockafellar and
//! Uryasev 2000, 10.21314/JOR.2000.038). Between two times no set comes to less than the first and what is beyond the second: a
//! p-median, whose proof is had. Times are parted until nothing between them can better the best.

use super::branch::{Best, Effort, Outcome, Search};
use super::measure::Measure;
use super::near::Cutoff;
use crate::location::{Aim, LONGEST, Loss, Problem};

/// The best set and its proof, where everybody who counts must be served; `None` otherwise, since the worst-off are a share of
/// those who are served.
pub(super) fn tail(
    problem: &Problem,
    effort: Effort,
    watch: &dyn Fn(f64, f64) -> bool,
) -> Option<Outcome> {
    let Aim::WorstShare { weights, share } = &problem.aim else {
        return None;
    };
    let pairs = weights.iter().zip(&problem.limits.longest);
    let mut counted = pairs.filter(|it| *it.0 > 0);
    if counted.any(|it| *it.1 > LONGEST) {
        return None;
    }
    let all: u64 = weights.iter().sum();
    let scale = share * all as f64;
    if scale <= 0.0 {
        return None;
    }
    let mut first = Search::new(problem, effort, Cutoff::Best);
    first.begin();
    let mut best = first.best.take();
    let (mut nodes, mut left) = (0_u64, f64::INFINITY);
    let mut parts = vec![(0_u16, longest(problem))];
    while let Some((from, to)) = parts.pop() {
        let value = best.as_ref().map_or(f64::INFINITY, |it| it.value);
        let mut beyond = problem.clone();
        beyond.aim = Aim::Sum {
            weights: weights.clone(),
            loss: Loss::Excess(to),
        };
        // What the journeys beyond must come to less than; a rounding error more proves nothing.
        let room = (value - f64::from(from)) * scale * (1.0 - 1e-12);
        let rest = Effort {
            nodes: effort.nodes.saturating_sub(nodes),
            ..effort
        };
        let mut search = Search::new(&beyond, rest, Cutoff::Any(room));
        search.begin();
        let ended = search.run(&|_, _| watch(value, f64::NAN));
        nodes += search.nodes;
        let Some(found) = search.best.take() else {
            if !ended {
                left = left.min(f64::from(from) + search.left.max(0.0) / scale);
                if !watch(value, f64::NAN) {
                    // What was not looked into comes to no less than its first time.
                    left = parts.iter().map(|it| f64::from(it.0)).fold(left, f64::min);
                    break;
                }
            }
            continue;
        };
        let value = Measure::new(problem).value_with(&found.open);
        if best.as_ref().is_none_or(|it| value < it.value) {
            best = Some(Best { value, ..found });
        } else if from == to {
            // It comes to as much as the best but for rounding.
            continue;
        }
        if from == to {
            parts.push((from, to));
        } else {
            let middle = from.midpoint(to);
            parts.extend([(from, middle), (middle + 1, to)]);
        }
    }
    let proven = left.is_infinite();
    let value = best.as_ref().map_or(f64::INFINITY, |it| it.value);
    Some(Outcome {
        bound: value.min(left),
        proven,
        best,
        nodes,
    })
}

/// The longest journey there is.
fn longest(problem: &Problem) -> u16 {
    let places = 0..problem.ground.n_places();
    let times = places.flat_map(|place| problem.ground.column(place).iter().copied());
    times.filter(|it| *it <= LONGEST).max().unwrap_or(0)
}
