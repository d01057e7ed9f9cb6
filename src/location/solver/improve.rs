//! Sets found quickly: greedy, then swaps (Teitz and Bart 1968, 10.1287/opre.16.5.955), openings and closings while they
//! better. Less violation of the limits comes before a lower value, so that a start that breaks them finds its way back.

use super::branch::Best;
use super::measure::{Measure, Score, nearer};
use crate::location::{Fixed, Problem};

/// From how many first places.
const STARTS: usize = 16;

/// A good set, found soon and without a proof: greedy, then swaps, openings and closings as long as one betters, from the best
/// place and from each of the first few. `None` where it ends in a set that breaks a limit.
///
/// ```
/// use fairreach::location::{Aim, Ground, Limits, Loss, Problem, exchange};
/// let (a, b) = ([60, 600], [600, 60]);
/// let ground = Ground::new(2, vec![&a, &b]);
/// let aim = Aim::Sum { weights: vec![3, 2], loss: Loss::Seconds };
/// let limits = Limits::open(&ground, 1..=1);
/// assert_eq!(exchange(&Problem { ground, aim, limits }).unwrap().open, [0]);
/// ```
#[must_use]
pub fn exchange(problem: &Problem) -> Option<Best> {
    let measure = Measure::new(problem);
    let state = &problem.limits.fixed;
    let mut found = improve(&measure, state, greedy(&measure, state));
    // Another first place leads elsewhere.
    for first in places(state)
        .filter(|it| state[*it] == Fixed::Free)
        .take(STARTS)
    {
        let mut from = state.clone();
        from[first] = Fixed::Open;
        let other = improve(&measure, state, greedy(&measure, &from));
        if other.score.betters(found.score) {
            found = other;
        }
    }
    (found.score.violation <= 0.0).then_some(Best {
        open: found.open,
        value: found.score.value,
    })
}

/// A set and its score.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known {
    pub(super) open: Vec<usize>,
    pub(super) score: Score,
}

/// Opens, one after the other, the place that betters most, until none betters and enough are open.
pub(super) fn greedy(measure: &Measure, state: &[Fixed]) -> Known {
    let mut open = super::settle::opened(state);
    let mut times = Vec::new();
    let mut score = measure.score(&open, &mut times);
    let most = *measure.problem.limits.open.end();
    while open.len() < most {
        let mut best: Option<(Score, usize)> = None;
        for place in places(state).filter(|it| !open.contains(it)) {
            let mut with = times.clone();
            nearer(&mut with, measure.problem.ground.column(place));
            let mut set = open.clone();
            set.push(place);
            let it = measure.score_of(&set, &with);
            if best.is_none_or(|best| it.betters(best.0)) {
                best = Some((it, place));
            }
        }
        let Some((better, place)) = best else { break };
        // Too few places break a limit themselves, so that opening goes on until there are enough.
        if !better.betters(score) {
            break;
        }
        open.push(place);
        score = measure.score(&open, &mut times);
    }
    open.sort_unstable();
    Known { open, score }
}

/// Takes the first step that betters a set until none does, of all swaps, openings and closings.
pub(super) fn improve(measure: &Measure, state: &[Fixed], mut known: Known) -> Known {
    let ground = &measure.problem.ground;
    let (mut without, mut with) = (Vec::new(), Vec::new());
    loop {
        let mut better = None;
        let closing = known
            .open
            .iter()
            .copied()
            .filter(|it| state[*it] != Fixed::Open);
        // Nothing is closed where a place only opens.
        for out in std::iter::once(None).chain(closing.map(Some)) {
            let rest: Vec<usize> = known
                .open
                .iter()
                .copied()
                .filter(|it| Some(*it) != out)
                .collect();
            measure.nearest(&rest, &mut without);
            let mut best = known.score;
            if out.is_some() {
                let it = measure.score_of(&rest, &without);
                if it.betters(best) {
                    best = it;
                    better = Some((rest.clone(), it));
                }
            }
            for place in places(state).filter(|it| !known.open.contains(it)) {
                with.clone_from(&without);
                nearer(&mut with, ground.column(place));
                let mut set = rest.clone();
                let at = set.partition_point(|it| *it < place);
                set.insert(at, place);
                let it = measure.score_of(&set, &with);
                if it.betters(best) {
                    best = it;
                    better = Some((set, it));
                }
            }
            if better.is_some() {
                break;
            }
        }
        let Some((open, score)) = better else {
            return known;
        };
        known = Known { open, score };
    }
}

/// The places that may open.
fn places(state: &[Fixed]) -> impl Iterator<Item = usize> {
    let may = state.iter().enumerate().filter(|it| *it.1 != Fixed::Closed);
    may.map(|it| it.0)
}
