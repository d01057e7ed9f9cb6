//! A directed graph as forward-star arrays.

use crate::ids::{Id, NodeId};
use crate::routing::star::Spoke;

/// The weight of an arc, or a sum of weights along a path.
pub type Weight = u32;

/// No path. Two of them can be added without overflow, so a sum needs no check.
pub const INFINITY: Weight = u32::MAX / 2;

const _: () = assert!(INFINITY.checked_add(INFINITY).is_some());

/// An arc from its tail to its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arc {
    /// Where it starts.
    pub tail: NodeId,
    /// Where it ends.
    pub head: NodeId,
    /// What it costs, zero or more; anything above [`INFINITY`] counts as that.
    pub weight: Weight,
}

/// A directed graph: the arcs out of node `v` stand at `first[v]..first[v + 1]`. Parallel arcs and loops are kept.
///
/// ```
/// use fairreach::{ids::{Id, NodeId}, routing::{Arc, Graph}};
/// let (a, b) = (NodeId::at(0), NodeId::at(1));
/// let graph = Graph::from_arcs(2, &[Arc { tail: a, head: b, weight: 7 }]);
/// assert_eq!(graph.out(a).collect::<Vec<_>>(), [(b, 7)]);
/// assert_eq!(graph.reversed().out(b).collect::<Vec<_>>(), [(a, 7)]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    first: Vec<usize>,
    head: Vec<NodeId>,
    weight: Vec<Weight>,
}

impl Graph {
    /// A graph of `n_nodes` nodes. Arcs out of one node keep their order.
    ///
    /// # Panics
    /// When an arc names a node that is not there.
    #[must_use]
    pub fn from_arcs(n_nodes: usize, arcs: &[Arc]) -> Self {
        let mut first = vec![0_usize; n_nodes + 1];
        for arc in arcs {
            assert!(
                arc.head.place() < n_nodes,
                "an arc ends at a node of its graph"
            );
            first[arc.tail.place() + 1] += 1;
        }
        for node in 0..n_nodes {
            first[node + 1] += first[node];
        }
        let mut next = first.clone();
        let mut head = vec![NodeId::at(0); arcs.len()];
        let mut weight = vec![0; arcs.len()];
        for arc in arcs {
            let place = &mut next[arc.tail.place()];
            head[*place] = arc.head;
            weight[*place] = arc.weight.min(INFINITY);
            *place += 1;
        }
        Self {
            first,
            head,
            weight,
        }
    }

    /// How many nodes there are.
    #[must_use]
    pub fn n_nodes(&self) -> usize {
        self.first.len() - 1
    }

    /// How many arcs there are.
    #[must_use]
    pub fn n_arcs(&self) -> usize {
        self.head.len()
    }

    /// The heads and weights of the arcs out of a node.
    #[must_use]
    pub fn out(&self, node: NodeId) -> impl ExactSizeIterator<Item = (NodeId, Weight)> {
        let arcs = self.first[node.place()]..self.first[node.place() + 1];
        self.head[arcs.clone()]
            .iter()
            .copied()
            .zip(self.weight[arcs].iter().copied())
    }

    /// Every arc, in order of tails.
    pub fn arcs(&self) -> impl Iterator<Item = Arc> {
        (0..self.n_nodes()).map(NodeId::at).flat_map(|tail| {
            self.out(tail)
                .map(move |(head, weight)| Arc { tail, head, weight })
        })
    }

    /// Every arc in order of tails, as numbers.
    pub(super) fn spokes(&self) -> impl Iterator<Item = (u32, Spoke)> + Clone {
        self.first.windows(2).enumerate().flat_map(|(tail, ends)| {
            let arcs = ends[0]..ends[1];
            let arcs = self.head[arcs.clone()].iter().zip(&self.weight[arcs]);
            arcs.map(move |(head, weight)| {
                (
                    tail as u32,
                    Spoke {
                        end: head.place() as u32,
                        weight: *weight,
                    },
                )
            })
        })
    }

    pub(super) fn heads(&self, tail: u32) -> impl Iterator<Item = u32> {
        let tail = tail as usize;
        self.head[self.first[tail]..self.first[tail + 1]]
            .iter()
            .map(|it| it.place() as u32)
    }

    /// The same graph with every arc turned round.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let turned: Vec<Arc> = self
            .arcs()
            .map(|it| Arc {
                tail: it.head,
                head: it.tail,
                weight: it.weight,
            })
            .collect();
        Self::from_arcs(self.n_nodes(), &turned)
    }
}
