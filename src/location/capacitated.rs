//! The p-median with limited places, each area served by one of them (Ross and Soland 1977, 10.1287/mnsc.24.3.345).

use std::collections::BTreeSet;

use super::serving::Serving;
use super::solver::Measure;
use super::{Effort, Fixed, Ground, Near, Problem, Row, near_best, solve};

/// Who is served where.
#[derive(Clone, Debug, PartialEq)]
pub struct Served {
    /// The open places, in order.
    pub open: Vec<usize>,
    /// The place that serves each area; `None` of one without weight, or that no place can serve.
    pub place_of: Vec<Option<usize>>,
    /// The sum of weight times seconds.
    pub value: f64,
    /// Nothing comes to less than this.
    pub bound: f64,
    /// Whether it is proven to be the best.
    pub proven: bool,
    /// How many nodes were looked into for the sets.
    pub nodes: u64,
}

/// How many sets are looked into, round after round, as long as one of them may be better than the best.
const ROUNDS: [usize; 3] = [16, 128, 1_024];

/// Of the steps, how many parts a set is given at most.
const SHARE: u64 = 64;

/// Finds the set of places and who is served where, so that the sum of weight times seconds is least: each area with some
/// weight that any place can serve is served by one place, and no place serves more than its capacity. The limits of the problem
/// hold, those of journeys for the nearest open place, whether it has room or not; its aim must be
/// [`Aim::Sum`](super::Aim::Sum) of [`Loss::Seconds`](super::Loss::Seconds). `None` where nothing was found.
///
/// The sets that come to least without limits of places are tried in that order, each by serving first who would lose most,
/// by shifts and swaps, and by branch and bound on areas, until no other set can be better, or a thousand were tried, or so many
/// steps in all were taken. Where people may be parted among places,
/// [`assign`](crate::access::assign()) tells the least sum of a set. `watch` is that of [`solve`](super::solve()).
///
/// ```
/// use fairreach::location::{Aim, Effort, Ground, Limits, Loss, Problem, capacitated};
/// let (a, b) = ([60, 120], [600, 240]);
/// let ground = Ground::new(2, vec![&a, &b]);
/// let weights = vec![3, 2];
/// let aim = Aim::Sum { weights: weights.clone(), loss: Loss::Seconds };
/// let limits = Limits::open(&ground, 2..=2);
/// let problem = Problem { ground, aim, limits };
/// let effort = Effort::default();
/// let it = capacitated(&problem, (&weights, &[4, 2]), (effort, 1_000), &|_, _| true).unwrap();
/// assert_eq!((it.place_of, it.value, it.proven), (vec![Some(0), Some(1)], 660.0, true));
/// ```
#[must_use]
pub fn capacitated(
    problem: &Problem,
    (weights, capacity): (&[u64], &[u64]),
    (effort, steps): (Effort, u64),
    watch: &dyn Fn(f64, f64) -> bool,
) -> Option<Served> {
    let served = served(&problem.ground, weights);
    let mut roomy = problem.clone();
    roomy.limits.rows.push(row(weights, &served, capacity));
    let mut search = Serving::new(&problem.ground, (weights, capacity), &served, steps);
    // What comes to least without the limit of places is no plan yet.
    let first = solve(&roomy, effort, &|_, bound| watch(f64::INFINITY, bound));
    let mut nodes = first.nodes;
    let start = first.best?.open;
    // No set comes to less than this but those that were tried to their end.
    let (mut rest, mut unfinished) = (first.bound, f64::INFINITY);
    let mut tried: BTreeSet<Vec<usize>> = BTreeSet::new();
    for most in ROUNDS {
        let at_most = search.value();
        let near = near_best(&roomy, Near { at_most, most }, effort, &|_, _| {
            watch(search.value(), f64::NAN)
        });
        nodes += near.nodes;
        for set in &near.sets {
            if set.value >= search.value() || !tried.insert(set.open.clone()) {
                continue;
            }
            let whole = search.through(&set.open, (steps / SHARE).max(1_000));
            if !whole {
                unfinished = unfinished.min(set.value);
            }
        }
        if near.proven {
            // Those that were not wanted come to no less than the last, and those beyond `at_most` to more than that.
            rest = match near.sets.last() {
                Some(last) if !near.whole => last.value,
                _ => at_most,
            };
        }
        let bound = rest.min(unfinished).min(search.value());
        if bound >= search.value() || search.steps() == 0 || !watch(search.value(), bound) {
            break;
        }
    }
    if rest.min(unfinished) < search.value() {
        let from = search.set().unwrap_or(start);
        swapped(problem, &mut search, from, &|| {
            watch(f64::INFINITY, f64::NAN)
        });
    }
    let bound = rest.min(unfinished).min(search.value());
    search.best().map(|it| Served {
        open: it.open,
        place_of: it.place_of,
        value: it.value,
        bound,
        proven: bound >= it.value,
        nodes,
    })
}

/// So many sets are tried by swaps.
const SWAPPED: usize = 2_000;

/// Swaps open places for closed ones as long as more find room, or the sum falls: the first swap that betters is taken.
fn swapped(problem: &Problem, search: &mut Serving, from: Vec<usize>, goes_on: &dyn Fn() -> bool) {
    let limits = &problem.limits;
    let free = |place: &usize| limits.fixed[*place] == Fixed::Free;
    let (measure, mut times) = (Measure::new(problem), Vec::new());
    let mut open = from;
    let mut best = search.quickly(&open);
    let (mut tried, mut bettered) = (0, true);
    while bettered {
        bettered = false;
        let closed: Vec<usize> = (0..problem.ground.n_places())
            .filter(|it| free(it) && !open.contains(it))
            .collect();
        let leaving: Vec<usize> = open.iter().copied().filter(free).collect();
        let pairs = leaving
            .iter()
            .flat_map(|out| closed.iter().map(move |within| (*out, *within)));
        for (out, within) in pairs {
            let mut other: Vec<usize> = open.iter().copied().filter(|it| *it != out).collect();
            other.push(within);
            other.sort_unstable();
            measure.nearest(&other, &mut times);
            if !measure.keeps(&other, &times) {
                continue;
            }
            tried += 1;
            if tried > SWAPPED || !goes_on() {
                return;
            }
            let this = search.quickly(&other);
            if this < best {
                (open, best, bettered) = (other, this, true);
                break;
            }
        }
    }
}

/// The areas with weight that any place can serve.
fn served(ground: &Ground, weights: &[u64]) -> Vec<usize> {
    let any =
        |area: &usize| (0..ground.n_places()).any(|place| ground.time(*area, place).is_some());
    let lived = (0..weights.len()).filter(|it| weights[*it] > 0);
    lived.filter(any).collect()
}

/// Room for all of them.
fn row(weights: &[u64], served: &[usize], capacity: &[u64]) -> Row {
    let all: u64 = served.iter().map(|it| weights[*it]).sum();
    // More room than all need is as good as that.
    let size = |it: u64| i64::try_from(it.min(all)).unwrap_or(i64::MAX);
    Row {
        of_place: capacity.iter().map(|it| -size(*it)).collect(),
        at_most: -size(all),
    }
}
