//! Every set of places, one after the other: for problems small enough to try all.

use super::solver::Measure;
use super::{Aim, Fixed, Problem};

/// How many sets there are of places that may open, so many of them as may; `None` beyond what a number holds.
///
/// ```
/// use fairreach::location::{Aim, Ground, Limits, Problem, how_many};
/// let column = [60];
/// let ground = Ground::new(1, vec![&column; 38]);
/// let limits = Limits::open(&ground, 10..=10);
/// assert_eq!(how_many(&Problem { ground, aim: Aim::Cost(vec![1; 38]), limits }), Some(472_733_756));
/// ```
#[must_use]
pub fn how_many(problem: &Problem) -> Option<u128> {
    let of = |what: Fixed| {
        problem
            .limits
            .fixed
            .iter()
            .filter(|it| **it == what)
            .count()
    };
    let (open, free) = (of(Fixed::Open), of(Fixed::Free));
    let range = &problem.limits.open;
    let most = range.end().checked_sub(open);
    let Some(most) = most else { return Some(0) };
    let (mut sum, mut ways) = (0_u128, 1_u128);
    for number in 0..=free.min(most) {
        if number + open >= *range.start() {
            sum = sum.checked_add(ways)?;
        }
        // Of the ways to take so many each can be gone on with by any that is left, and each such way comes up once for each
        // of those taken.
        ways = ways.checked_mul((free - number) as u128)? / (number as u128 + 1);
    }
    Some(sum)
}

/// Hands on every set that keeps to the limits, in order of their places, with what some aims come to.
pub fn every(problem: &Problem, aims: &[Aim], hand_on: &mut dyn FnMut(&[usize], &[f64])) {
    let of_aim = |aim: &Aim| Problem {
        ground: problem.ground.clone(),
        aim: aim.clone(),
        limits: problem.limits.clone(),
    };
    let problems: Vec<Problem> = aims.iter().map(of_aim).collect();
    let first = Measure::new(problem);
    let measures: Vec<Measure> = problems.iter().map(Measure::new).collect();
    let mut tried = Tried {
        problem,
        open: Vec::new(),
        nearest: vec![vec![u16::MAX; problem.ground.n_areas()]],
    };
    let mut values = vec![0.0; aims.len()];
    tried.from(0, &mut |open, times| {
        if first.keeps(open, times) {
            let each = measures.iter().map(|it| it.value(open, times));
            values.clear();
            values.extend(each);
            hand_on(open, &values);
        }
    });
}

/// The places taken so far, and the times to the nearest of each first few of them.
struct Tried<'a> {
    problem: &'a Problem<'a>,
    open: Vec<usize>,
    nearest: Vec<Vec<u16>>,
}

impl Tried<'_> {
    /// Settles the places from one on, in every way.
    fn from(&mut self, place: usize, leaf: &mut dyn FnMut(&[usize], &[u16])) {
        let limits = &self.problem.limits;
        let left = limits.fixed.len() - place;
        if self.open.len() > *limits.open.end() || self.open.len() + left < *limits.open.start() {
            return;
        }
        let depth = self.open.len();
        // A full set closes whatever is left, unless one of them must open.
        let full = depth == *limits.open.end();
        if full && limits.fixed[place..].contains(&Fixed::Open) {
            return;
        }
        if left == 0 || full {
            leaf(&self.open, &self.nearest[depth]);
            return;
        }
        if limits.fixed[place] != Fixed::Closed {
            let column = self.problem.ground.column(place);
            if self.nearest.len() == depth + 1 {
                self.nearest.push(Vec::new());
            }
            let (before, after) = self.nearest.split_at_mut(depth + 1);
            after[0].clear();
            let pairs = before[depth].iter().zip(column);
            after[0].extend(pairs.map(|(a, b)| *a.min(b)));
            self.open.push(place);
            self.from(place + 1, leaf);
            self.open.pop();
        }
        if limits.fixed[place] != Fixed::Open {
            self.from(place + 1, leaf);
        }
    }
}
