//! Is this shortcut needed? A bounded search for a path that makes it needless.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::routing::star::{Spoke, Star};
use crate::routing::{INFINITY, Weight};

/// A bounded search on what remains of a graph, kept by a thread and used again.
pub(super) struct Witness {
    labels: Vec<Label>,
    stamp: u32,
    /// Sums above, nodes below, in one number: comparing it is what a search does most.
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

impl Witness {
    pub(super) fn new(n_nodes: usize) -> Self {
        Self {
            labels: vec![Label::default(); n_nodes],
            stamp: 0,
            queue: BinaryHeap::new(),
            due: 0,
        }
    }

    /// Searches from one neighbour of a node that goes for paths to its neighbours on the other side (`ends`), no
    /// longer than by way of it, passing only nodes that `passes` allows and settling at most `settled` nodes.
    ///
    /// Afterwards [`Self::needless`] tells of each whether such a path was found; it may have been missed, but what
    /// was found is there.
    pub(super) fn run(
        &mut self,
        star: &Star,
        start: Spoke,
        ends: &[Spoke],
        settled: usize,
        passes: impl Fn(u32) -> bool,
    ) {
        self.forget();
        let mut farthest = 0;
        for end in ends.iter().filter(|it| it.end != start.end) {
            let sum = start.weight.saturating_add(end.weight).min(INFINITY - 1);
            farthest = farthest.max(sum);
            self.due += 1;
            self.labels[end.end as usize] = Label {
                stamp: self.stamp,
                sum: INFINITY,
                enough: sum + 1,
            };
        }
        if self.due == 0 {
            return;
        }
        self.reach(start.end, 0);
        for _ in 0..settled {
            let Some((sum, node)) = self.settle() else {
                return;
            };
            for spoke in star.at(node) {
                let sum = sum + spoke.weight;
                if sum <= farthest && passes(spoke.end) {
                    self.reach(spoke.end, sum);
                    if self.due == 0 {
                        return;
                    }
                }
            }
        }
    }

    /// Whether the last run found a path to a target that makes its shortcut needless.
    pub(super) fn needless(&self, end: u32) -> bool {
        let label = self.labels[end as usize];
        label.sum < label.enough
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

    fn reach(&mut self, node: u32, sum: Weight) {
        let label = &mut self.labels[node as usize];
        if label.stamp != self.stamp {
            *label = Label {
                stamp: self.stamp,
                sum: INFINITY,
                enough: 0,
            };
        }
        if sum < label.sum {
            self.due -= usize::from(sum < label.enough && label.sum >= label.enough);
            label.sum = sum;
            self.queue
                .push(Reverse(u64::from(sum) << 32 | u64::from(node)));
        }
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
