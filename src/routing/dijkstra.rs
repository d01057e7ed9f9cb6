//! The plain search: the reference of every faster one.
//!
//! Dijkstra, E. W. (1959), A note on two problems in connexion with graphs, Numerische Mathematik 1,
//! [10.1007/BF01386390](https://doi.org/10.1007/BF01386390).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::ids::{Id, NodeId};
use crate::routing::{Graph, INFINITY, Weight};

/// A search from one or more nodes to all, kept by a thread and used again: its arrays are made once and
/// reset by a time stamp.
///
/// ```
/// use fairreach::{ids::{Id, NodeId}, routing::{Arc, Graph, INFINITY, Search}};
/// let [a, b, c] = [0, 1, 2].map(NodeId::at);
/// let graph = Graph::from_arcs(3, &[Arc { tail: a, head: b, weight: 7 }]);
/// let mut search = Search::new(&graph);
/// search.run([(a, 5)], INFINITY);
/// assert_eq!([a, b, c].map(|it| search.distance(it)), [Some(5), Some(12), None]);
/// ```
pub struct Search<'a> {
    graph: &'a Graph,
    distance: Vec<Weight>,
    stamp: Vec<u32>,
    run: u32,
    queue: BinaryHeap<Reverse<(Weight, NodeId)>>,
}

impl<'a> Search<'a> {
    /// A search over a graph, at rest.
    #[must_use]
    pub fn new(graph: &'a Graph) -> Self {
        let n = graph.n_nodes();
        Self {
            graph,
            distance: vec![INFINITY; n],
            stamp: vec![0; n],
            run: 0,
            queue: BinaryHeap::new(),
        }
    }

    /// Finds the least sum of weights from any start (each with a weight of its own) to every node
    /// whose sum is at most `horizon`, which itself is at most [`INFINITY`] less one.
    pub fn run(&mut self, starts: impl IntoIterator<Item = (NodeId, Weight)>, horizon: Weight) {
        self.forget();
        let horizon = horizon.min(INFINITY - 1);
        for (node, weight) in starts {
            self.reach(node, weight, horizon);
        }
        while let Some(Reverse((sum, node))) = self.queue.pop() {
            if sum > self.distance[node.place()] {
                continue; // reached again, and better, since it was queued
            }
            let graph = self.graph;
            for (head, weight) in graph.out(node) {
                self.reach(head, sum + weight, horizon);
            }
        }
    }

    /// The least sum to a node in the last run, or `None` where it was not reached within the horizon.
    #[must_use]
    pub fn distance(&self, node: NodeId) -> Option<Weight> {
        (self.stamp[node.place()] == self.run).then(|| self.distance[node.place()])
    }

    fn reach(&mut self, node: NodeId, sum: Weight, horizon: Weight) {
        let place = node.place();
        let known = if self.stamp[place] == self.run {
            self.distance[place]
        } else {
            INFINITY
        };
        if sum < known && sum <= horizon {
            self.stamp[place] = self.run;
            self.distance[place] = sum;
            self.queue.push(Reverse((sum, node)));
        }
    }

    fn forget(&mut self) {
        self.queue.clear();
        if self.run == u32::MAX {
            self.stamp.fill(0);
            self.run = 0;
        }
        self.run += 1;
    }
}
