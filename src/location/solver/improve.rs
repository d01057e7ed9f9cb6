//! Sets found quickly: greedy, then swaps (Teitz and Bart 1968, 10.1287/opre.16.5.955), openings and closings while they
//! better. Less violation of the limits comes before a lower value, so that a start that breaks them finds its way back.
//! Where the aim is a sum and no limit is about sums over places, every swap's gain is kept ([`Swaps`]); else each is tried.

use super::Swaps;
use super::branch::Best;
use super::measure::{Measure, Score, nearer};
use super::settle::opened;
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
    let mut local = Local::of(&measure);
    let state = &problem.limits.fixed;
    let first = local.greedy(state);
    let mut found = local.improve(state, first);
    // Another first place leads elsewhere.
    for first in places(state)
        .filter(|it| state[*it] == Fixed::Free)
        .take(STARTS)
    {
        let mut from = state.clone();
        from[first] = Fixed::Open;
        let other = local.greedy(&from);
        let other = local.improve(state, other);
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

/// A search that goes from a set to sets that are one opening, closing or swap away.
pub(super) struct Local<'a> {
    measure: &'a Measure<'a>,
    swaps: Option<Swaps<'a>>,
}

impl<'a> Local<'a> {
    pub(super) fn of(measure: &'a Measure<'a>) -> Self {
        Self {
            measure,
            swaps: Swaps::of(measure.problem, &[]),
        }
    }

    /// Opens, one after the other, the place that betters most, until none betters and enough are open.
    pub(super) fn greedy(&mut self, state: &[Fixed]) -> Known {
        let Some(swaps) = &mut self.swaps else {
            return greedy(self.measure, state);
        };
        let limits = &self.measure.problem.limits.open;
        let mut open = opened(state);
        swaps.begin(state, &open);
        while open.len() < *limits.end() {
            let best = swaps.best_opening();
            let Some((place, _)) = best.filter(|it| it.1 > 0 || open.len() < *limits.start())
            else {
                break;
            };
            swaps.open(place);
            open.push(place);
        }
        known(self.measure, swaps)
    }

    /// Takes the step that betters most until none does, of all swaps, openings and closings.
    pub(super) fn improve(&mut self, state: &[Fixed], from: Known) -> Known {
        let Some(swaps) = &mut self.swaps else {
            return improve(self.measure, state, from);
        };
        let limits = &self.measure.problem.limits.open;
        swaps.begin(state, &from.open);
        let mut number = from.open.len();
        loop {
            let swap = swaps
                .best()
                .map(|it| (it.gain, Some(it.close), Some(it.open)));
            let opening = swaps.best_opening().map(|it| (it.1, None, Some(it.0)));
            let closing = swaps.best_closing().map(|it| (it.1, Some(it.0), None));
            let (few, many) = (number < *limits.start(), number > *limits.end());
            // Too few or too many are made enough first, whatever that loses.
            let steps = [
                swap.filter(|it| !few && !many && it.0 > 0),
                opening.filter(|it| few || (number < *limits.end() && it.0 > 0)),
                closing.filter(|it| many || (number > *limits.start() && it.0 > 0)),
            ];
            let Some((_, close, open)) = steps.into_iter().flatten().max_by_key(|it| it.0) else {
                break;
            };
            if let Some(place) = close {
                swaps.close(place);
                number -= 1;
            }
            if let Some(place) = open {
                swaps.open(place);
                number += 1;
            }
        }
        known(self.measure, swaps)
    }
}

fn known(measure: &Measure, swaps: &Swaps) -> Known {
    let open = swaps.set();
    let score = measure.score(&open, &mut Vec::new());
    Known { open, score }
}

/// Opens, one after the other, the place that betters most, until none betters and enough are open.
fn greedy(measure: &Measure, state: &[Fixed]) -> Known {
    let mut open = opened(state);
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
fn improve(measure: &Measure, state: &[Fixed], mut known: Known) -> Known {
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
