//! Every set near the best, and those of them that truly differ.

use super::branch::{Best, Effort, Search};
use super::values::tight;
use crate::location::Problem;

/// Which sets near the best are wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// What a set may come to at most.
    pub at_most: f64,
    /// How many are wanted at most, the best of them.
    pub most: usize,
}

/// The sets near the best.
#[derive(Clone, Debug, PartialEq)]
pub struct NearBest {
    /// The sets, by what they come to, then by their places.
    pub sets: Vec<Best>,
    /// Whether all that come to as little were found. Where as many as were wanted were found, those are the best of them.
    pub whole: bool,
    /// Whether the search went to its end, so that no better set is missing from the list.
    pub proven: bool,
    /// How many nodes were looked into.
    pub nodes: u64,
}

/// What makes a set of use to a search.
pub(super) enum Cutoff {
    /// It comes to less than the best so far.
    Best,
    /// It is the first that comes to less than so much: any will do.
    Any(f64),
    /// It is among the best of those that come to at most so much.
    Near(List),
}

/// The best sets so far, of those that come to at most so much.
pub(super) struct List {
    near: Near,
    sets: Vec<Best>,
}

impl List {
    /// What a set may come to at most to find room.
    pub(super) fn at_most(&self) -> f64 {
        let last = self
            .sets
            .last()
            .filter(|_| self.sets.len() >= self.near.most);
        last.map_or(self.near.at_most, |it| it.value.min(self.near.at_most))
    }

    pub(super) fn add(&mut self, found: Best) {
        if found.value > self.near.at_most {
            return;
        }
        let before = |it: &Best| (it.value, &it.open) < (found.value, &found.open);
        let at = self.sets.partition_point(before);
        if self.sets.get(at) == Some(&found) {
            return;
        }
        self.sets.insert(at, found);
        if self.sets.len() > self.near.most {
            self.sets.pop();
        }
    }
}

/// Finds the sets that keep to the limits and come to at most so much, the best of them where they are more than are wanted.
/// `watch` is that of [`solve`](super::solve()).
#[must_use]
pub fn near_best(
    problem: &Problem,
    near: Near,
    effort: Effort,
    watch: &dyn Fn(f64, f64) -> bool,
) -> NearBest {
    let problem = &tight(problem);
    // One more than is wanted tells whether there are more.
    let list = List {
        near: Near {
            most: near.most.saturating_add(1),
            ..near
        },
        sets: Vec::new(),
    };
    let mut search = Search::new(problem, effort, Cutoff::Near(list));
    search.begin();
    let proven = search.run(watch);
    let nodes = search.nodes;
    let mut sets = match search.cutoff {
        Cutoff::Near(list) => list.sets,
        Cutoff::Best | Cutoff::Any(_) => Vec::new(),
    };
    let whole = proven && sets.len() <= near.most;
    sets.truncate(near.most);
    NearBest {
        sets,
        whole,
        proven,
        nodes,
    }
}

/// The places in a list of sets of those that differ from each chosen before in at least so many places opened or closed;
/// the first is always chosen.
///
/// ```
/// use fairreach::location::{Best, differing};
/// let set = |open: &[usize]| Best { open: open.to_vec(), value: 0.0 };
/// assert_eq!(differing(&[set(&[0, 1]), set(&[0, 2]), set(&[2, 3])], 4, 10), [0, 2]);
/// ```
#[must_use]
pub fn differing(sets: &[Best], places: usize, most: usize) -> Vec<usize> {
    let apart = |a: &Best, b: &Best| {
        let only = |one: &Best, other: &Best| {
            one.open
                .iter()
                .filter(|it| other.open.binary_search(it).is_err())
                .count()
        };
        only(a, b) + only(b, a)
    };
    let mut chosen: Vec<usize> = Vec::new();
    for (nth, set) in sets.iter().enumerate() {
        if chosen.len() < most
            && chosen
                .iter()
                .all(|it| apart(&sets[*it], set) >= places.max(1))
        {
            chosen.push(nth);
        }
    }
    chosen
}
