//! The part of a hierarchy that the places of a run need: chosen once, swept many times (RPHAST).
//!
//! Delling, D., Goldberg, A. V., Werneck, R. F. (2011), Faster batched shortest paths in road networks, ATMOS 2011,
//! [10.4230/OASIcs.ATMOS.2011.52](https://doi.org/10.4230/OASIcs.ATMOS.2011.52).

use crate::ids::{Id, NodeId};
use crate::routing::hierarchy::Hierarchy;
use crate::routing::star::{Spoke, Star};
use crate::routing::{INFINITY, Weight};

/// Which way the sums of a sweep run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Facing {
    /// From the sources to the targets.
    Forward,
    /// From the targets to the sources.
    Backward,
}

impl Facing {
    /// The arcs that lead a source upward, and those that lead down to a target.
    pub(super) const fn stars(self, hierarchy: &Hierarchy) -> (&Star, &Star) {
        match self {
            Self::Forward => (hierarchy.up(), hierarchy.down()),
            Self::Backward => (hierarchy.down(), hierarchy.up()),
        }
    }
}

/// What a sweep goes over to reach a set of targets: the targets and all above them, each after those above it.
#[derive(Clone, Debug)]
pub struct Selection {
    pub(super) facing: Facing,
    /// For each rank one more than its place here, or 0.
    pub(super) place: Vec<u32>,
    /// Arcs down into each place, from places before it.
    pub(super) into: Star,
    /// The rank of each place.
    ranks: Vec<u32>,
    /// For each target, in the order they were asked for, the places at which it can be met and what lies beyond.
    pub(super) targets: Star,
    stack: Vec<(u32, u32)>,
}

impl Selection {
    /// Selects nothing yet.
    #[must_use]
    pub fn new(hierarchy: &Hierarchy, facing: Facing) -> Self {
        Self {
            facing,
            place: vec![0; hierarchy.n_nodes()],
            into: Star::default(),
            ranks: Vec::new(),
            targets: Star::default(),
            stack: Vec::new(),
        }
    }

    /// What reaching every node takes: node `v` is target `v`.
    #[must_use]
    pub fn all(hierarchy: &Hierarchy, facing: Facing) -> Self {
        let nodes: Vec<NodeId> = (0..hierarchy.n_nodes()).map(Id::at).collect();
        Self::of(hierarchy, facing, &nodes)
    }

    /// What reaching these nodes takes, each a target.
    #[must_use]
    pub fn of(hierarchy: &Hierarchy, facing: Facing, nodes: &[NodeId]) -> Self {
        let mut selection = Self::new(hierarchy, facing);
        selection.choose(hierarchy, nodes.iter().map(|it| [(*it, 0)]));
        selection
    }

    /// Selects anew, for other targets; a selection kept and used again needs no fresh memory.
    ///
    /// A target is met at one node or at several, each with a weight of its own that lies beyond it. One without a
    /// node is never met.
    pub fn choose<T: IntoIterator<Item = (NodeId, Weight)>>(
        &mut self,
        hierarchy: &Hierarchy,
        targets: impl IntoIterator<Item = T>,
    ) {
        let (_, down) = self.facing.stars(hierarchy);
        for rank in self.ranks.drain(..) {
            self.place[rank as usize] = 0;
        }
        self.into.clear();
        self.targets.clear();
        for target in targets {
            for (node, weight) in target {
                let rank = hierarchy.order().rank(node).get();
                self.select(down, rank);
                let end = self.place[rank as usize] - 1;
                self.targets.add(Spoke {
                    end,
                    weight: weight.min(INFINITY),
                });
            }
            self.targets.close();
        }
    }

    /// How many nodes a sweep goes over.
    #[must_use]
    pub fn n_nodes(&self) -> usize {
        self.ranks.len()
    }

    /// How many arcs a sweep goes over.
    #[must_use]
    pub fn n_arcs(&self) -> usize {
        self.into.spokes.len()
    }

    /// How many targets were asked for.
    #[must_use]
    pub fn n_targets(&self) -> usize {
        self.targets.n_nodes()
    }

    /// Gives a place to a rank, after all above it.
    fn select(&mut self, down: &Star, rank: u32) {
        if self.place[rank as usize] != 0 {
            return;
        }
        self.stack.push((rank, down.first[rank as usize]));
        while let Some((rank, next)) = self.stack.last_mut() {
            if *next < down.first[*rank as usize + 1] {
                let above = down.spokes[*next as usize].end;
                *next += 1;
                if self.place[above as usize] == 0 {
                    self.stack.push((above, down.first[above as usize]));
                }
                continue;
            }
            let rank = *rank;
            self.stack.pop();
            self.ranks.push(rank);
            self.place[rank as usize] =
                u32::try_from(self.ranks.len()).expect("no more places than ranks");
            let place = |it: &Spoke| Spoke {
                end: self.place[it.end as usize] - 1,
                weight: it.weight,
            };
            self.into.push(down.at(rank).iter().map(place));
        }
    }
}
