//! The part of a hierarchy that the places of a run need: chosen once, swept many times (RPHAST).
//!
//! Delling, D., Goldberg, A. V., Werneck, R. F. (2011), Faster batched shortest paths in road networks, ATMOS 2011,
//! [10.4230/OASIcs.ATMOS.2011.52](https://doi.org/10.4230/OASIcs.ATMOS.2011.52).

use crate::ids::{Id, NodeId};
use crate::routing::hierarchy::Hierarchy;
use crate::routing::reachable::Reachable;
use crate::routing::star::{Spoke, Star};
use crate::routing::step::Step;
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
    /// Arcs down into each place in turn, from places before it.
    pub(super) steps: Vec<Step>,
    /// The first step of each place, and where the last one's end.
    pub(super) first: Vec<u32>,
    n_arcs: usize,
    /// The rank of each place.
    ranks: Vec<u32>,
    /// For each target, in the order they were asked for, the places at which it can be met and what lies beyond.
    pub(super) targets: Star,
    climb: Reachable,
}

impl Selection {
    /// Selects nothing yet.
    #[must_use]
    pub fn new(hierarchy: &Hierarchy, facing: Facing) -> Self {
        Self {
            facing,
            place: vec![0; hierarchy.n_nodes()],
            steps: Vec::new(),
            first: vec![0],
            n_arcs: 0,
            ranks: Vec::new(),
            targets: Star::default(),
            climb: Reachable::new(hierarchy.n_nodes()),
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
    ///
    /// # Panics
    /// When it would take more than 2^31 places.
    pub fn choose<T: IntoIterator<Item = (NodeId, Weight)>>(
        &mut self,
        hierarchy: &Hierarchy,
        targets: impl IntoIterator<Item = T>,
    ) {
        let (_, down) = self.facing.stars(hierarchy);
        for rank in self.ranks.drain(..) {
            self.place[rank as usize] = 0;
        }
        self.steps.clear();
        self.first.clear();
        self.n_arcs = 0;
        self.targets.clear();
        for target in targets {
            for (node, weight) in target {
                let rank = hierarchy.order().rank(node).get();
                self.climb.add(down, rank);
                let weight = weight.min(INFINITY);
                self.targets.add(Spoke { end: rank, weight });
            }
            self.targets.close();
        }
        // Highest first, so that all above a place stand before it, in the order that the hierarchy keeps them in.
        self.climb.take(&mut self.ranks);
        self.ranks.reverse();
        assert!(
            self.ranks.len() < Step::MOST,
            "a selection has fewer than 2^31 places"
        );
        for (here, rank) in (0..).zip(&self.ranks) {
            self.place[*rank as usize] = here + 1;
            let spokes = down.at(*rank);
            self.n_arcs += spokes.len();
            self.first.push(self.steps.len() as u32);
            let place = &self.place;
            let arc = |spoke: &Spoke| (place[spoke.end as usize] - 1, spoke.weight);
            self.steps.extend(Step::all_of(spokes.iter().map(arc)));
        }
        self.first.push(self.steps.len() as u32);
        for spoke in &mut self.targets.spokes {
            spoke.end = self.place[spoke.end as usize] - 1;
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
        self.n_arcs
    }

    /// How many targets were asked for.
    #[must_use]
    pub fn n_targets(&self) -> usize {
        self.targets.n_nodes()
    }
}
