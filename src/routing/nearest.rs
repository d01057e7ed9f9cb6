//! The nearest of many starts for every node, in one search.
//!
//! The queue is a radix heap: Ahuja, R. K., Mehlhorn, K., Orlin, J. B., Tarjan, R. E. (1990), Faster algorithms for the
//! shortest path problem, Journal of the ACM 37(2), [10.1145/77600.77615](https://doi.org/10.1145/77600.77615). It needs
//! no bound on weights, unlike a ring of buckets, and no comparisons, unlike a binary heap.

use crate::ids::{Id, NodeId};
use crate::routing::{Graph, INFINITY, Weight};

/// A start of a search, with an owner who is told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owned {
    /// Whose start it is, such as the place of a site among those that are open.
    pub owner: u32,
    /// A node at which the search starts; an owner may have several.
    pub node: NodeId,
    /// What it costs to be there.
    pub weight: Weight,
}

/// A search from many starts at once, which tells for every node the nearest; kept by a thread and used again.
///
/// ```
/// use fairreach::{ids::{Id, NodeId}, routing::{Arc, Graph, INFINITY, NearestSearch, Owned}};
/// let [a, b, c] = [0, 1, 2].map(NodeId::at);
/// let arc = |tail, head, weight| Arc { tail, head, weight };
/// let graph = Graph::from_arcs(3, &[arc(a, b, 7), arc(c, b, 3), arc(b, c, 9)]);
/// let mut search = NearestSearch::new(&graph);
/// let start = |owner, node| Owned { owner, node, weight: 0 };
/// search.run([start(0, a), start(1, c)], INFINITY);
/// assert_eq!(search.nearest(b), Some((3, 1)));
/// assert_eq!(search.nearest(a), Some((0, 0)));
/// ```
#[derive(Debug)]
pub struct NearestSearch<'a> {
    graph: &'a Graph,
    /// Sums above, owners below, in one number: the lesser is the nearer, of equals the first owner.
    labels: Vec<u64>,
    reached: Vec<NodeId>,
    queue: RadixHeap,
}

const UNREACHED: u64 = u64::MAX;

impl<'a> NearestSearch<'a> {
    /// A search over a graph, at rest.
    #[must_use]
    pub fn new(graph: &'a Graph) -> Self {
        Self {
            graph,
            labels: vec![UNREACHED; graph.n_nodes()],
            reached: Vec::new(),
            queue: RadixHeap::new(),
        }
    }

    /// Finds for every node the start from which the sum of weights is least, where it is at most `horizon` and less
    /// than [`INFINITY`]. Of equally near starts the one of the lowest owner is told.
    pub fn run(&mut self, starts: impl IntoIterator<Item = Owned>, horizon: Weight) {
        for node in self.reached.drain(..) {
            self.labels[node.place()] = UNREACHED;
        }
        self.queue.clear();
        let horizon = horizon.min(INFINITY - 1);
        for start in starts {
            self.reach(label(start.weight, start.owner), start.node, horizon);
        }
        while let Some((label, node)) = self.queue.pop() {
            if label != self.labels[node.place()] {
                continue; // reached again, and better, since it was queued
            }
            let graph = self.graph;
            for (head, weight) in graph.out(node) {
                self.reach(label + (u64::from(weight) << 32), head, horizon);
            }
        }
    }

    /// The least sum to a node in the last run and its owner, or `None` where it was not reached within the horizon.
    #[must_use]
    pub fn nearest(&self, node: NodeId) -> Option<(Weight, u32)> {
        let label = self.labels[node.place()];
        (label != UNREACHED).then_some((sum_of(label), label as u32))
    }

    /// The nodes reached in the last run, in the order in which they were first reached.
    #[must_use]
    pub fn reached(&self) -> &[NodeId] {
        &self.reached
    }

    fn reach(&mut self, label: u64, node: NodeId, horizon: Weight) {
        let known = &mut self.labels[node.place()];
        if label < *known && sum_of(label) <= horizon {
            if *known == UNREACHED {
                self.reached.push(node);
            }
            *known = label;
            self.queue.push(label, node);
        }
    }
}

const fn label(sum: Weight, owner: u32) -> u64 {
    (sum as u64) << 32 | owner as u64
}

const fn sum_of(label: u64) -> Weight {
    (label >> 32) as Weight
}

/// A queue for sums that never fall below the last one taken out. A bucket holds the sums that differ from that one
/// first in the same bit.
#[derive(Debug)]
struct RadixHeap {
    last: Weight,
    buckets: [Vec<(u64, NodeId)>; 33],
}

impl RadixHeap {
    const fn new() -> Self {
        Self {
            last: 0,
            buckets: [const { Vec::new() }; 33],
        }
    }

    fn clear(&mut self) {
        self.last = 0;
        self.buckets.iter_mut().for_each(Vec::clear);
    }

    fn push(&mut self, label: u64, node: NodeId) {
        let bucket = Weight::BITS - (sum_of(label) ^ self.last).leading_zeros();
        self.buckets[bucket as usize].push((label, node));
    }

    fn pop(&mut self) -> Option<(u64, NodeId)> {
        if let Some(next) = self.buckets[0].pop() {
            return Some(next);
        }
        let first = self.buckets.iter().position(|it| !it.is_empty())?;
        let mut due = std::mem::take(&mut self.buckets[first]);
        self.last = due.iter().map(|(label, _)| sum_of(*label)).min()?;
        for (label, node) in due.drain(..) {
            self.push(label, node);
        }
        self.buckets[first] = due; // empty again, its memory kept
        self.buckets[0].pop()
    }
}
