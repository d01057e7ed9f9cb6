//! Branch and bound on places.

use super::bound::{Bounder, Multipliers};
use super::improve::{Known, Local};
use super::measure::{Measure, Score};
use super::near::Cutoff;
use super::radius::radius;
use super::settle::{Cap, opened, settle};
use super::spread::spread;
use super::sums::{Sums, sums};
use super::tail::tail;
use super::values::{beyond, grain, tight};
use crate::location::{Fixed, Problem};

/// How far a search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// How many nodes are looked into at most.
    pub nodes: u64,
    /// How many steps the bound of all sets climbs; that of a node climbs a tenth as many.
    pub steps: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            nodes: 200_000,
            steps: 400,
        }
    }
}

/// A set of places with what the aim comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// The open places, in order.
    pub open: Vec<usize>,
    /// What the aim comes to.
    pub value: f64,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The best set found that keeps to the limits.
    pub best: Option<Best>,
    /// No set that keeps to them comes to less; infinity where there is none.
    pub bound: f64,
    /// Whether the best is proven to be the best, or that there is none. A value that is a mean is proven but for its
    /// rounding, some units in its last place.
    pub proven: bool,
    /// How many nodes were looked into.
    pub nodes: u64,
}

/// Finds the best set that keeps to the limits, and proves it within so many nodes. `watch` hears now and then of the best
/// value (infinite where there is none yet) and the bound so far (not a number where none is known), and ends the search by
/// saying `false`.
///
/// ```
/// use fairreach::location::{Aim, Effort, Ground, Limits, Loss, Problem, solve};
/// let (a, b, c) = ([60, 600, 900], [600, 60, 120], [900, 120, 60]);
/// let ground = Ground::new(3, vec![&a, &b, &c]);
/// let aim = Aim::Sum { weights: vec![10, 1, 1], loss: Loss::Seconds };
/// let limits = Limits::open(&ground, 2..=2);
/// let found = solve(&Problem { ground, aim, limits }, Effort::default(), &|_, _| true);
/// assert_eq!(found.best.map(|it| (it.open, it.value)), Some((vec![0, 1], 780.0)));
/// assert!(found.proven);
/// ```
#[must_use]
pub fn solve(problem: &Problem, effort: Effort, watch: &dyn Fn(f64, f64) -> bool) -> Outcome {
    let problem = &tight(problem);
    let apart = radius(problem, effort, watch)
        .or_else(|| spread(problem, effort, watch))
        .or_else(|| tail(problem, effort, watch));
    if let Some(found) = apart {
        return found;
    }
    let mut search = Search::new(problem, effort, Cutoff::Best);
    search.begin();
    let ended = search.begin_by_sums(watch) || search.run(watch);
    let best = search.best.take();
    let bound = if ended {
        best.as_ref().map_or(f64::INFINITY, |it| it.value)
    } else {
        search
            .left
            .min(best.as_ref().map_or(f64::INFINITY, |it| it.value))
    };
    Outcome {
        bound,
        proven: ended,
        best,
        nodes: search.nodes,
    }
}

/// A part of all sets that is yet to be looked into.
struct Node {
    state: Vec<Fixed>,
    multipliers: Multipliers,
    bound: f64,
    depth: usize,
}

/// A search through all sets.
pub(super) struct Search<'a> {
    problem: &'a Problem<'a>,
    measure: Measure<'a>,
    bounder: Bounder<'a>,
    /// More than any set comes to, and what all values are multiples of.
    beyond: f64,
    grain: Option<f64>,
    effort: Effort,
    pub(super) cutoff: Cutoff,
    pub(super) best: Option<Best>,
    pub(super) nodes: u64,
    /// What nothing in the nodes that are left can come to less than.
    pub(super) left: f64,
    stack: Vec<Node>,
    times: Vec<u16>,
}

impl<'a> Search<'a> {
    pub(super) fn new(problem: &'a Problem<'a>, effort: Effort, cutoff: Cutoff) -> Self {
        Self {
            problem,
            measure: Measure::new(problem),
            bounder: Bounder::new(problem),
            beyond: beyond(&problem.aim),
            grain: grain(&problem.aim),
            effort,
            cutoff,
            best: None,
            nodes: 0,
            left: f64::NEG_INFINITY,
            stack: Vec::new(),
            times: Vec::new(),
        }
    }

    /// Puts all sets on the stack, and finds a first set where one is looked for.
    pub(super) fn begin(&mut self) {
        let mut state = self.problem.limits.fixed.clone();
        if settle(self.problem, &mut state, &Cap::default()).is_err() {
            return;
        }
        if !matches!(self.cutoff, Cutoff::Near(_)) {
            let found = {
                let mut local = Local::of(&self.measure);
                let start = local.greedy(&state);
                local.improve(&state, start)
            };
            self.take(found);
        }
        self.stack.push(Node {
            multipliers: self.bounder.start(),
            state,
            bound: f64::NEG_INFINITY,
            depth: 0,
        });
    }

    /// Where no first set was found, asks the sums for one; whether they tell that there is none.
    fn begin_by_sums(&mut self, watch: &dyn Fn(f64, f64) -> bool) -> bool {
        if self.best.is_none() && !self.stack.is_empty() {
            match sums(self.problem, self.effort, watch) {
                Sums::Kept(open) => self.better_from(&self.problem.limits.fixed, open),
                Sums::Nothing => return true,
                Sums::Unknown => (),
            }
        }
        false
    }

    /// Looks into nodes until none is left, or enough were looked into; whether none is left.
    pub(super) fn run(&mut self, watch: &dyn Fn(f64, f64) -> bool) -> bool {
        while let Some(node) = self.stack.pop() {
            let stop = self.nodes >= self.effort.nodes
                || (self.nodes % 64 == 63 && !self.goes_on(watch, node.bound));
            if stop {
                self.stack.push(node);
                let bounds = self.stack.iter().map(|it| it.bound);
                self.left = bounds.fold(f64::INFINITY, f64::min);
                return false;
            }
            self.nodes += 1;
            self.look_into(node);
        }
        true
    }

    /// Tells the best so far and the bound of all that is left; whether the search goes on.
    fn goes_on(&self, watch: &dyn Fn(f64, f64) -> bool, bound: f64) -> bool {
        let best = self.best.as_ref().map_or(f64::INFINITY, |it| it.value);
        let bounds = self.stack.iter().map(|it| it.bound);
        watch(best, bounds.fold(bound.min(best), f64::min))
    }

    /// What a set must come to less than to be of use, or at most.
    fn upper(&self) -> f64 {
        match &self.cutoff {
            // A node whose bound is beyond what any set comes to has none that keeps to the limits.
            Cutoff::Best => self.best.as_ref().map_or(self.beyond, |it| it.value),
            Cutoff::Near(it) => it.at_most(),
            Cutoff::Any(_) if self.best.is_some() => f64::NEG_INFINITY,
            Cutoff::Any(limit) => limit.min(self.beyond),
        }
    }

    /// Whether no set that comes to a bound or more is of use.
    fn useless(&self, bound: f64) -> bool {
        // Rounding keeps to the order of numbers, so that the next multiple is never one too far.
        let bound = match self.grain {
            Some(grain) => (bound / grain).ceil() * grain,
            None => bound,
        };
        match &self.cutoff {
            Cutoff::Best | Cutoff::Any(_) => bound >= self.upper(),
            Cutoff::Near(it) => bound > it.at_most(),
        }
    }

    /// What a set of use keeps to beside the limits.
    fn cap(&self) -> Cap {
        let upper = self.upper();
        let at_most = if matches!(self.cutoff, Cutoff::Near(_)) {
            upper
        } else {
            upper - 1.0
        };
        Cap::of(self.problem, at_most)
    }

    fn look_into(&mut self, node: Node) {
        if self.useless(node.bound) {
            return;
        }
        let Node {
            mut state,
            mut multipliers,
            depth,
            bound,
        } = node;
        if settle(self.problem, &mut state, &self.cap()).is_err() {
            return;
        }
        if !state.contains(&Fixed::Free) {
            self.judge(&state);
            return;
        }
        let steps = if depth == 0 {
            (self.effort.steps, 1.6)
        } else {
            (self.effort.steps / 10, 0.8)
        };
        let upper = self.upper();
        let climbed = {
            let enough = |it: f64| self.useless(it);
            self.bounder
                .climb(&state, &mut multipliers, steps, upper, enough)
        };
        let bound = bound.max(climbed.bound);
        if self.useless(bound) {
            return;
        }
        if depth == 0 || (depth < 8 && self.nodes.is_multiple_of(4)) {
            let start = climbed.set.clone();
            self.better_from(&state, start);
            if self.useless(bound) {
                return;
            }
        }
        // What would cost too much the other way is settled this way.
        for (place, it) in state.iter_mut().enumerate() {
            let other_way = bound.max(climbed.bound + climbed.penalty[place]);
            if *it == Fixed::Free && self.useless(other_way) {
                *it = if climbed.opens[place] {
                    Fixed::Open
                } else {
                    Fixed::Closed
                };
            }
        }
        let free = (0..state.len()).filter(|it| state[*it] == Fixed::Free);
        let doubt = |it: &usize| (climbed.share[*it] - 0.5).abs();
        let Some(place) = free.min_by(|a, b| doubt(a).total_cmp(&doubt(b)).then(a.cmp(b))) else {
            self.stack.push(Node {
                state,
                multipliers,
                bound,
                depth: depth + 1,
            });
            return;
        };
        let opens = climbed.share[place] >= 0.5;
        for last in [!opens, opens] {
            let mut state = state.clone();
            state[place] = if last { Fixed::Open } else { Fixed::Closed };
            self.stack.push(Node {
                state,
                multipliers: multipliers.clone(),
                bound,
                depth: depth + 1,
            });
        }
    }

    /// Takes a set in which everything is settled.
    fn judge(&mut self, state: &[Fixed]) {
        let open = opened(state);
        let score = self.measure.score(&open, &mut self.times);
        self.take(Known { open, score });
    }

    /// Improves a set and takes it, where only the best is looked for.
    fn better_from(&mut self, state: &[Fixed], open: Vec<usize>) {
        if !matches!(self.cutoff, Cutoff::Near(_)) {
            let score = self.measure.score(&open, &mut self.times);
            let known = Local::of(&self.measure).improve(state, Known { open, score });
            self.take(known);
        }
    }

    fn take(&mut self, known: Known) {
        let Score { violation, value } = known.score;
        if violation > 0.0 {
            return;
        }
        let found = Best {
            open: known.open,
            value,
        };
        match &mut self.cutoff {
            Cutoff::Near(near) => near.add(found),
            Cutoff::Any(limit) if value >= *limit => (),
            Cutoff::Best | Cutoff::Any(_) => {
                if self.best.as_ref().is_none_or(|best| value < best.value) {
                    self.best = Some(found);
                }
            }
        }
    }
}
