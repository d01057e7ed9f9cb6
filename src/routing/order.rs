//! Which node stands where in the contraction.

use crate::ids::{Id, NodeId};

/// A node's place in the contraction: 0 is contracted first and least important.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank(pub(super) u32);

impl Rank {
    /// The rank as a number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    pub(super) const fn place(self) -> usize {
        self.0 as usize
    }
}

/// The order of contraction, readable both ways: node <-> rank.
///
/// ```
/// use fairreach::{ids::{Id, NodeId}, routing::NodeOrder};
/// let order = NodeOrder::of_nodes(vec![2, 0, 1]).expect("each node once");
/// assert_eq!(order.rank(NodeId::at(2)).get(), 0);
/// assert_eq!(order.node(order.rank(NodeId::at(1))), NodeId::at(1));
/// assert!(NodeOrder::of_nodes(vec![0, 0]).is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeOrder {
    node: Vec<u32>,
    rank: Vec<u32>,
}

impl NodeOrder {
    /// The order in which the nodes are listed, least important first; `None` unless each of `0..n` is there once.
    #[must_use]
    pub fn of_nodes(node: Vec<u32>) -> Option<Self> {
        let mut rank = vec![u32::MAX; node.len()];
        for (place, node) in (0_u32..).zip(&node) {
            let slot = rank.get_mut(*node as usize)?;
            if *slot != u32::MAX {
                return None;
            }
            *slot = place;
        }
        Some(Self { node, rank })
    }

    /// How many nodes there are.
    #[must_use]
    pub fn n_nodes(&self) -> usize {
        self.node.len()
    }

    /// The rank of a node.
    #[must_use]
    pub fn rank(&self, node: NodeId) -> Rank {
        Rank(self.rank[node.place()])
    }

    pub(super) fn rank_of(&self, node: u32) -> u32 {
        self.rank[node as usize]
    }

    /// The node of a rank.
    #[must_use]
    pub fn node(&self, rank: Rank) -> NodeId {
        NodeId::at(self.node[rank.place()] as usize)
    }

    /// The nodes as numbers, least important first.
    #[must_use]
    pub fn nodes(&self) -> &[u32] {
        &self.node
    }
}
