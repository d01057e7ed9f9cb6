//! Arcs grouped by the node they belong to, packed: the form in which hierarchies and remaining graphs are kept.

use crate::routing::Weight;

/// An arc as seen from one of its ends: the other end and the weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spoke {
    pub(super) end: u32,
    pub(super) weight: Weight,
}

/// The spokes of node `v` stand at `first[v]..first[v + 1]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Star {
    pub(super) first: Vec<u32>,
    pub(super) spokes: Vec<Spoke>,
}

impl Default for Star {
    fn default() -> Self {
        Self {
            first: vec![0],
            spokes: Vec::new(),
        }
    }
}

impl Star {
    /// A star of `n` nodes from arcs `(node, spoke)` in any order; spokes of one node keep their order.
    pub(super) fn of(n: usize, arcs: impl Iterator<Item = (u32, Spoke)> + Clone) -> Self {
        let mut first = vec![0_u32; n + 1];
        for (node, _) in arcs.clone() {
            first[node as usize + 1] += 1;
        }
        for node in 0..n {
            first[node + 1] += first[node];
        }
        let mut next = first.clone();
        let n_arcs = first[n] as usize;
        let mut spokes = vec![Spoke { end: 0, weight: 0 }; n_arcs];
        for (node, spoke) in arcs {
            let place = &mut next[node as usize];
            spokes[*place as usize] = spoke;
            *place += 1;
        }
        Self { first, spokes }
    }

    pub(super) fn n_nodes(&self) -> usize {
        self.first.len() - 1
    }

    pub(super) fn at(&self, node: u32) -> &[Spoke] {
        let node = node as usize;
        &self.spokes[self.first[node] as usize..self.first[node + 1] as usize]
    }

    pub(super) fn clear(&mut self) {
        self.first.truncate(1);
        self.spokes.clear();
    }

    /// Adds a node after the last, with its spokes.
    pub(super) fn push(&mut self, spokes: impl Iterator<Item = Spoke>) {
        self.spokes.extend(spokes);
        self.close();
    }

    /// Adds a spoke to the node after the last, which [`Self::close`] ends.
    pub(super) fn add(&mut self, spoke: Spoke) {
        self.spokes.push(spoke);
    }

    /// Ends the last node's spokes, which were pushed one by one.
    pub(super) fn close(&mut self) {
        let n = u32::try_from(self.spokes.len()).expect("a graph has fewer than 2^32 arcs");
        self.first.push(n);
    }
}
