//! Which stretches of each road are reached within a time: roads are cut where the time runs out.

use crate::ids::{EdgeId, NodeId};
use crate::roads::{Network, Snap};
use crate::routing::{Search, Weight};
use crate::travel::Direction;
use crate::units::Tenths;

/// One bounded search around a site, and what it says of every stretch of road.
pub(super) struct Reach<'a> {
    network: &'a Network,
    site: &'a Snap,
    direction: Direction,
    search: Search<'a>,
}

/// How an edge falls into reached and unreached stretches, as parts of its length: 0 at its tail, 1 at its head.
#[derive(Clone, Copy, Debug)]
pub(super) struct Split {
    /// Reached from the tail up to here; below 0 where nothing is.
    from_tail: f64,
    /// Reached from here up to the head; above 1 where nothing is.
    to_head: f64,
    /// Reached around the site, on its own edge; infinite on any other.
    around: (f64, f64),
}

impl<'a> Reach<'a> {
    /// Searches from the site as far as `longest` on the road: legs and terminal minutes are not counted here.
    pub(super) fn new(
        network: &'a Network,
        site: &'a Snap,
        direction: Direction,
        longest: Tenths,
    ) -> Self {
        let edge = &network.edges[site.edge];
        let (graph, starts) = match direction {
            Direction::ToSite => (&network.reversed, site.ways_in(edge)),
            Direction::FromSite => (&network.graph, site.ways_out(edge)),
        };
        let mut search = Search::new(graph);
        let starts = starts.into_iter().map(|(node, time)| (node, time.get()));
        search.run(starts, longest.get());
        Self {
            network,
            site,
            direction,
            search,
        }
    }

    /// The network searched.
    pub(super) const fn network(&self) -> &'a Network {
        self.network
    }

    /// The site searched from.
    pub(super) const fn site(&self) -> &'a Snap {
        self.site
    }

    /// Whether a node lies within a time on the road.
    pub(super) fn has(&self, node: NodeId, within: Tenths) -> bool {
        self.left(node, within).is_some()
    }

    /// What of an edge lies within a time on the road. A place is reached when a journey that starts or ends there
    /// takes at most as long, in a direction that is open, with the delay at the junction it leaves the edge by.
    pub(super) fn split(&self, id: EdgeId, within: Tenths) -> Split {
        let edge = &self.network.edges[id];
        let (tail, head) = (self.left(edge.tail, within), self.left(edge.head, within));
        let (from_tail, to_head) = match self.direction {
            Direction::ToSite => (
                edge.backward
                    .and_then(|run| Some((tail?.checked_sub(run.delay.get())?, run.moving))),
                edge.forward
                    .and_then(|run| Some((head?.checked_sub(run.delay.get())?, run.moving))),
            ),
            Direction::FromSite => (
                edge.forward.and_then(|run| Some((tail?, run.moving))),
                edge.backward.and_then(|run| Some((head?, run.moving))),
            ),
        };
        let covered = |(left, moving): (Weight, Tenths)| part(left, moving);
        Split {
            from_tail: from_tail.map_or(-1.0, covered),
            to_head: 1.0 - to_head.map_or(-1.0, covered),
            around: self.around(id, within),
        }
    }

    /// The time left at a node.
    fn left(&self, node: NodeId, within: Tenths) -> Option<Weight> {
        within.get().checked_sub(self.search.distance(node)?)
    }

    /// What is reached straight along the site's own edge.
    fn around(&self, id: EdgeId, within: Tenths) -> (f64, f64) {
        if id != self.site.edge {
            return (f64::INFINITY, f64::INFINITY);
        }
        let edge = &self.network.edges[id];
        let (before, after) = match self.direction {
            Direction::ToSite => (edge.forward, edge.backward),
            Direction::FromSite => (edge.backward, edge.forward),
        };
        let reach =
            |run: Option<crate::roads::Run>| run.map_or(0.0, |it| part(within.get(), it.moving));
        (
            (self.site.part - reach(before)).max(0.0),
            (self.site.part + reach(after)).min(1.0),
        )
    }
}

impl Split {
    /// The reached stretches; they may overlap.
    pub(super) fn reached(self) -> impl Iterator<Item = (f64, f64)> {
        [
            (0.0, self.from_tail.min(1.0)),
            (self.to_head.max(0.0), 1.0),
            self.around,
        ]
        .into_iter()
        .filter(|(from, to)| from <= to && *from <= 1.0)
    }

    /// The stretches that are not reached.
    pub(super) fn unreached(self) -> impl Iterator<Item = (f64, f64)> {
        let (from, to) = (self.from_tail.max(0.0), self.to_head.min(1.0));
        let (first, second) = self.around;
        [(from, to.min(first)), (from.max(second), to)]
            .into_iter()
            .filter(|(from, to)| from < to)
    }
}

/// The part of an edge that a time is enough for.
fn part(left: Weight, moving: Tenths) -> f64 {
    if left >= moving.get() {
        1.0
    } else {
        f64::from(left) / f64::from(moving.get())
    }
}
