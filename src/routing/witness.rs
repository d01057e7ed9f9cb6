//! Is this shortcut needed? A bounded search for a path that makes it needless.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::routing::star::{Spoke, Star};
use crate::routing::{INFINITY, Weight};

/// A bounded search on what remains of a graph, kept by a thread and used again.
pub(super) struct Witness {
    labels: Vec<Label>,
    stamp: u32,
    queue: BinaryHeap<Reverse<u64>>,
    /// Targets to which no path is known yet that is short enough.
    due: usize,
}

/// What is known of a node in the run of a stamp.
#[derive(Clone, Copy, Default)]
struct Label {
    stamp: u32,
    sum: Weight,
    /// For a target, one more than the sum that makes its shortcut needless; 0 for others.
    enough: Weight,
}

/// Which paths are sought: from `start` along `onward` to the `ends`; `back` holds the same arcs by their other ends.
#[derive(Clone, Copy)]
pub(super) struct Ways<'a> {
    pub(super) start: Spoke,
    pub(super) ends: &'a [Spoke],
    pub(super) onward: &'a Star,
    pub(super) back: &'a Star,
}

/// Sums above, nodes below, in one number: comparing it is what a search does most.
const fn entry(sum: Weight, node: u32) -> Reverse<u64> {
    Reverse((sum as u64) << 32 | node as u64)
}

impl Witness {
    pub(super) fn new(n_nodes: usize) -> Self {
        Self {
            labels: vec![Label::default(); n_nodes],
            stamp: 0,
            queue: BinaryHeap::new(),
            due: 0,
        }
    }

    /// Searches from one neighbour of a node that goes for paths to its neighbours on the other side, no longer than by
    /// way of it, passing only nodes that `passes` allows: first paths of two arcs, which is quick, then a search that
    /// settles at most `settled` nodes.
    ///
    /// Afterwards [`Self::needless`] tells of each whether such a path was found; it may have been missed, but what
    /// was found is there.
    pub(super) fn run(&mut self, ways: Ways<'_>, settled: usize, passes: impl Fn(u32) -> bool) {
        self.forget();
        let Some(farthest) = self.seek(ways.start, ways.ends) else {
            return;
        };
        let star = ways.onward;
        for spoke in star.at(ways.start.end) {
            if spoke.weight <= farthest && passes(spoke.end) {
                self.improve(spoke.end, spoke.weight);
            }
        }
        self.meet(ways);
        if self.due == 0 || settled == 0 {
            return;
        }
        self.improve(ways.start.end, 0);
        for spoke in star.at(ways.start.end).iter().chain(ways.ends) {
            let sum = self.sum(spoke.end);
            if sum <= farthest {
                self.queue.push(entry(sum, spoke.end));
            }
        }
        for _ in 0..settled {
            let Some((sum, node)) = self.settle() else {
                return;
            };
            for spoke in star.at(node) {
                let sum = sum + spoke.weight;
                if sum <= farthest && passes(spoke.end) && self.improve(spoke.end, sum) {
                    self.queue.push(entry(sum, spoke.end));
                    if self.due == 0 {
                        return;
                    }
                }
            }
        }
    }

    /// Notes what is sought for each end; the greatest sum that is enough, or `None` where there is nothing to seek.
    fn seek(&mut self, start: Spoke, ends: &[Spoke]) -> Option<Weight> {
        let mut farthest = None;
        for end in ends.iter().filter(|it| it.end != start.end) {
            let sum = start.weight.saturating_add(end.weight).min(INFINITY - 1);
            farthest = farthest.max(Some(sum));
            self.due += 1;
            self.labels[end.end as usize] = Label {
                stamp: self.stamp,
                sum: INFINITY,
                enough: sum + 1,
            };
        }
        farthest
    }

    /// Looks back from each end for nodes that one arc from the start reaches.
    fn meet(&mut self, ways: Ways<'_>) {
        for end in ways.ends.iter().filter(|it| it.end != ways.start.end) {
            let mut label = self.labels[end.end as usize];
            if label.sum < label.enough {
                continue;
            }
            for spoke in ways.back.at(end.end) {
                let between = self.labels[spoke.end as usize];
                if between.stamp == self.stamp {
                    label.sum = label.sum.min(between.sum.saturating_add(spoke.weight));
                }
            }
            if label.sum < label.enough {
                self.due -= 1;
            }
            self.labels[end.end as usize] = label;
        }
    }

    /// Whether the last run found a path to a target that makes its shortcut needless.
    pub(super) fn needless(&self, end: u32) -> bool {
        let label = self.labels[end as usize];
        label.sum < label.enough
    }

    fn sum(&self, node: u32) -> Weight {
        let label = self.labels[node as usize];
        if label.stamp == self.stamp {
            label.sum
        } else {
            INFINITY
        }
    }

    fn settle(&mut self) -> Option<(Weight, u32)> {
        loop {
            let Reverse(next) = self.queue.pop()?;
            let (sum, node) = ((next >> 32) as u32, next as u32);
            if sum == self.labels[node as usize].sum {
                return Some((sum, node));
            }
        }
    }

    /// Takes a sum for a node if it is less than what is known, and tells whether it was.
    fn improve(&mut self, node: u32, sum: Weight) -> bool {
        let label = &mut self.labels[node as usize];
        if label.stamp != self.stamp {
            *label = Label {
                stamp: self.stamp,
                sum: INFINITY,
                enough: 0,
            };
        }
        let better = sum < label.sum;
        if better {
            self.due -= usize::from(sum < label.enough && label.sum >= label.enough);
            label.sum = sum;
        }
        better
    }

    fn forget(&mut self) {
        self.queue.clear();
        self.due = 0;
        if self.stamp == u32::MAX {
            self.labels.fill(Label::default());
            self.stamp = 0;
        }
        self.stamp += 1;
    }
}
