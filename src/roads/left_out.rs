//! What of the links a mode may use is left out of its network, and why.

use std::collections::BTreeMap;

use crate::ids::{Id, NodeId};
use crate::roads::Edge;
use crate::roads::components::joined_parts;
use crate::routing::Graph;

/// What was left out, so that it can be told: counts, and the first few of each kind by their ids in the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Small parts that no link joins to the rest, whatever its direction: ids of ways.
    pub islands: Sampled,
    /// Junctions that can be reached from the network and not left again: their ids.
    pub traps: Sampled,
    /// Junctions that can be left and not reached: their ids.
    pub sources: Sampled,
}

/// How many there are, and the first few.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sampled {
    /// How many.
    pub count: usize,
    /// The least ids, in order.
    pub samples: Vec<i64>,
}

impl Sampled {
    const SAMPLES: usize = 5;

    fn of(mut ids: Vec<i64>) -> Self {
        let count = ids.len();
        ids.sort_unstable();
        ids.truncate(Self::SAMPLES);
        Self {
            count,
            samples: ids,
        }
    }
}

impl LeftOut {
    /// A part of fewer links than this is an island; larger ones are places of their own.
    pub const ISLAND: usize = 20;

    /// What of a graph of `edges` lies outside the nodes that are kept; `junctions` are the ids of all nodes.
    pub(super) fn of(graph: &Graph, edges: &[Edge], junctions: &[i64], kept: &[NodeId]) -> Self {
        let Some(first) = kept.first() else {
            return Self::default();
        };
        let parts = joined_parts(junctions.len(), edges.iter().map(|it| (it.tail, it.head)));
        let main = parts[first.place()];
        let mut others: BTreeMap<usize, (usize, i64)> = BTreeMap::new();
        for edge in edges {
            let part = parts[edge.tail.place()];
            if part != main {
                let (n, way) = others.entry(part).or_insert((0, edge.way));
                *n += 1;
                *way = edge.way.min(*way);
            }
        }
        let islands = others.into_values().filter(|(n, _)| *n < Self::ISLAND);
        let beyond = |graph: &Graph| -> Vec<i64> {
            let reached = reached(graph, kept);
            (0..junctions.len())
                .filter(|it| reached[*it] && kept.binary_search(&NodeId::at(*it)).is_err())
                .map(|it| junctions[it])
                .collect()
        };
        Self {
            islands: Sampled::of(islands.map(|(_, way)| way).collect()),
            traps: Sampled::of(beyond(graph)),
            sources: Sampled::of(beyond(&graph.reversed())),
        }
    }
}

/// For each node whether it can be reached from any of some.
fn reached(graph: &Graph, from: &[NodeId]) -> Vec<bool> {
    let mut reached = vec![false; graph.n_nodes()];
    let mut due = from.to_vec();
    for node in from {
        reached[node.place()] = true;
    }
    while let Some(node) = due.pop() {
        for (head, _) in graph.out(node) {
            if !std::mem::replace(&mut reached[head.place()], true) {
                due.push(head);
            }
        }
    }
    reached
}
