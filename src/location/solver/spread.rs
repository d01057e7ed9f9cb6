//! The greatest least distance (p-dispersion), by halving: whether some places that keep to the limits are all so far apart is
//! asked of one distance after the other.

use super::branch::{Best, Effort, Outcome, Search};
use super::near::Cutoff;
use crate::location::{Aim, Problem, farthest};

/// The best set and its proof, where distances are the aim.
pub(super) fn spread(
    problem: &Problem,
    effort: Effort,
    watch: &dyn Fn(f64, f64) -> bool,
) -> Option<Outcome> {
    let Aim::Spacing { distances } = &problem.aim else {
        return None;
    };
    let farthest = f64::from(farthest(distances));
    let mut first = Search::new(problem, effort, Cutoff::Best);
    first.begin();
    let mut best = first.best.take();
    let mut each: Vec<u32> = distances.iter().flatten().copied().chain([0]).collect();
    each.sort_unstable();
    each.dedup();
    let had = |best: &Option<Best>| match best {
        Some(it) => each.partition_point(|each| farthest - f64::from(*each) >= it.value),
        None => 0,
    };
    // The best is so far apart as the last of the `known`. No set is as far apart as the one at `refused`; what could not be
    // told is asked for no more.
    let (mut known, mut refused, mut asked) = (had(&best), each.len(), each.len());
    let mut nodes = 0_u64;
    while known < asked {
        let middle = known.midpoint(asked);
        let rest = Effort {
            nodes: effort.nodes.saturating_sub(nodes) / 2,
            ..effort
        };
        let room = farthest - f64::from(each[middle]) + 1.0;
        let mut search = Search::new(problem, rest, Cutoff::Any(room));
        search.begin();
        let value = best.as_ref().map_or(f64::INFINITY, |it| it.value);
        let bound = farthest - f64::from(each[refused - 1]);
        let ended = search.run(&|_, _| watch(value, bound));
        nodes += search.nodes;
        match search.best.take() {
            Some(found) => {
                best = Some(found);
                known = had(&best);
            }
            None if ended => (refused, asked) = (middle, middle),
            None => asked = middle,
        }
    }
    let bound = match refused.checked_sub(1) {
        Some(it) => farthest - f64::from(each[it]),
        None => f64::INFINITY,
    };
    Some(Outcome {
        bound,
        proven: known >= refused,
        best,
        nodes,
    })
}
