//! The shortest longest journey (p-center), by covering: whether some places that keep to the limits bring everybody within a
//! time is asked of one time after the other (Minieka 1970, 10.1137/1012016).

use super::branch::{Best, Effort, Outcome, Search};
use super::near::Cutoff;
use crate::location::{Aim, LONGEST, Problem};

/// The best set and its proof, where everybody who counts must be served; `None` otherwise, since the longest journey of those
/// who are served falls as well where others are not.
pub(super) fn radius(
    problem: &Problem,
    effort: Effort,
    watch: &dyn Fn(f64, f64) -> bool,
) -> Option<Outcome> {
    let Aim::Longest { weights } = &problem.aim else {
        return None;
    };
    let longest = &problem.limits.longest;
    let counts = |area: &usize| weights[*area] > 0;
    let areas: Vec<usize> = (0..weights.len()).filter(counts).collect();
    if areas.iter().any(|it| longest[*it] > LONGEST) {
        return None;
    }
    let mut first = Search::new(problem, effort, Cutoff::Best);
    first.begin();
    let mut best = first.best.take();
    let mut times: Vec<u16> = Vec::new();
    for place in 0..problem.ground.n_places() {
        let column = problem.ground.column(place);
        times.extend(
            areas
                .iter()
                .map(|it| column[*it])
                .filter(|it| *it <= LONGEST),
        );
    }
    times.push(0);
    times.sort_unstable();
    times.dedup();
    // Nothing comes to less than the first of these; what is found comes to one of them.
    let upper = |best: &Option<Best>| match best {
        Some(it) => times.partition_point(|time| f64::from(*time) < it.value),
        None => times.len(),
    };
    let (mut least, mut nodes, mut sure) = (0, 0_u64, true);
    let mut open = upper(&best);
    while least < open {
        let middle = least.midpoint(open);
        let mut within = problem.clone();
        within.aim = Aim::Cost(vec![1; problem.ground.n_places()]);
        for area in &areas {
            let it = &mut within.limits.longest[*area];
            *it = (*it).min(times[middle]);
        }
        let most = *problem.limits.open.end() as f64 + 1.0;
        let rest = Effort {
            nodes: effort.nodes.saturating_sub(nodes),
            ..effort
        };
        let mut search = Search::new(&within, rest, Cutoff::Any(most));
        search.begin();
        let value = best.as_ref().map_or(f64::INFINITY, |it| it.value);
        let ended = search.run(&|_, _| watch(value, f64::from(times[least])));
        nodes += search.nodes;
        match search.best.take() {
            Some(found) => {
                let value = super::measure::Measure::new(problem).value_with(&found.open);
                best = Some(Best { value, ..found });
                open = upper(&best).min(middle);
            }
            None if ended => least = middle + 1,
            None => {
                sure = false;
                break;
            }
        }
    }
    let bound = times.get(least).map_or(f64::INFINITY, |it| f64::from(*it));
    Some(Outcome {
        bound: best.as_ref().map_or(
            bound,
            |it| if sure { it.value } else { bound.min(it.value) },
        ),
        proven: sure,
        best,
        nodes,
    })
}
