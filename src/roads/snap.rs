//! From a place to the nearest usable road segment, and the leg to it.

use std::sync::Arc;

use crate::ids::{EdgeId, NodeId};
use crate::roads::{Edge, Network, Run};
use crate::space::{Point, SpatialIndex, nearest_on_segment};
use crate::units::{Metres, Tenths};

/// Where a place is tied to a network: a point on an edge and the straight leg to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snap {
    /// The edge.
    pub edge: EdgeId,
    /// How far along the edge, as a part of its length: 0 at its tail, 1 at its head.
    pub part: f64,
    /// The point on the edge.
    pub point: Point,
    /// The straight leg between the place and the point.
    pub leg: Metres,
}

/// Finds the nearest segment of a network's edges.
///
/// The index holds the whole line of every edge, so a place beside the middle of a long road is tied there and
/// not to a far junction. The lines are shared with the network, not borrowed: an index built once with the network
/// serves every place that is asked for later.
pub struct Snapper {
    index: SpatialIndex<EdgeId>,
}

impl Snapper {
    /// An index over the edges of a network.
    #[must_use]
    pub fn new(network: &Network) -> Self {
        let lines = network
            .edges
            .enumerate()
            .map(|(id, edge)| (id, Arc::clone(&edge.shape)));
        Self {
            index: SpatialIndex::of_lines(lines),
        }
    }

    /// The nearest point of the network; `None` when the network is empty. Of equally near edges the one of the
    /// lowest id is taken.
    #[must_use]
    pub fn snap(&self, place: Point) -> Option<Snap> {
        let (id, line) = self.index.nearest_line(place)?;
        let mut before = Metres::new(0.0);
        let mut best: Option<(f64, Metres, Point)> = None;
        for ends in line.unwrap_or_default().windows(2) {
            let length = ends[0].distance(ends[1]);
            let (part, squared) = nearest_on_segment(place, ends[0], ends[1]);
            if best.is_none_or(|(least, ..)| squared < least) {
                // At its end a piece counts in full, so that the end of the edge is met exactly.
                let (within, point) = if part >= 1.0 {
                    (length, ends[1])
                } else {
                    (
                        Metres::new(length.get() * part),
                        ends[0].towards(ends[1], part),
                    )
                };
                best = Some((squared, before + within, point));
            }
            before += length;
        }
        let (_, along, point) = best?;
        let part = if before.get() > 0.0 {
            along.get() / before.get()
        } else {
            0.0
        };
        Some(Snap {
            edge: id,
            part,
            point,
            leg: place.distance(point),
        })
    }
}

impl std::fmt::Debug for Snapper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapper")
            .field("edges", &self.index.len())
            .finish()
    }
}

impl Snap {
    /// The nodes a journey from here can set out to, each with the time to it, its junction's delay included.
    ///
    /// A place tied exactly to an end of its edge stands at that node and may leave by it whatever the
    /// direction of the edge.
    #[must_use]
    pub fn ways_out(&self, edge: &Edge) -> Vec<(NodeId, Tenths)> {
        let ahead = edge
            .forward
            .map(|run| (edge.head, run.portion(1.0 - self.part) + run.delay));
        let behind = edge
            .backward
            .map(|run| (edge.tail, run.portion(self.part) + run.delay));
        self.at_a_node(edge)
            .into_iter()
            .chain(ahead)
            .chain(behind)
            .collect()
    }

    /// The nodes a journey to here can come from, each with the time from it.
    #[must_use]
    pub fn ways_in(&self, edge: &Edge) -> Vec<(NodeId, Tenths)> {
        let ahead = edge.forward.map(|run| (edge.tail, run.portion(self.part)));
        let behind = edge
            .backward
            .map(|run| (edge.head, run.portion(1.0 - self.part)));
        self.at_a_node(edge)
            .into_iter()
            .chain(ahead)
            .chain(behind)
            .collect()
    }

    /// The time straight along the edge to another place on the same edge, where the edge may be used in that
    /// direction.
    #[must_use]
    pub fn along(&self, to: &Self, edge: &Edge) -> Option<Tenths> {
        if self.edge != to.edge {
            return None;
        }
        let apart = to.part - self.part;
        match apart.partial_cmp(&0.0)? {
            std::cmp::Ordering::Equal => Some(Tenths::new(0)),
            std::cmp::Ordering::Greater => edge.forward.map(|run| run.portion(apart)),
            std::cmp::Ordering::Less => edge.backward.map(|run| run.portion(-apart)),
        }
    }

    fn at_a_node(&self, edge: &Edge) -> Option<(NodeId, Tenths)> {
        if self.part <= 0.0 {
            Some((edge.tail, Tenths::new(0)))
        } else if self.part >= 1.0 {
            Some((edge.head, Tenths::new(0)))
        } else {
            None
        }
    }
}

impl Run {
    /// The moving time over a part of the edge, without the delay at its end.
    fn portion(self, part: f64) -> Tenths {
        Tenths::from_seconds(f64::from(self.moving.get()) * part / 10.0)
    }
}
