//! From a place to the nearest usable road segment, and the leg to it.

use crate::ids::{EdgeId, NodeId};
use crate::roads::{Edge, Network, Run};
use crate::space::{Point, SpatialIndex};
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
/// The index holds every straight piece of every edge, so a place beside the middle of a long road is tied
/// there and not to a far junction.
pub struct Snapper<'a> {
    network: &'a Network,
    index: SpatialIndex<(EdgeId, u32)>,
}

impl<'a> Snapper<'a> {
    /// An index over the edges of a network.
    #[must_use]
    pub fn new(network: &'a Network) -> Self {
        let pieces = network.edges.enumerate().flat_map(|(id, edge)| {
            (0_u32..)
                .zip(edge.shape.windows(2))
                .map(move |(piece, ends)| ((id, piece), ends[0], ends[1]))
        });
        Self {
            network,
            index: SpatialIndex::of_segments(pieces),
        }
    }

    /// The nearest point of the network; `None` when the network is empty. Of equally near pieces the one of
    /// the lowest edge id is taken.
    #[must_use]
    pub fn snap(&self, place: Point) -> Option<Snap> {
        let ((id, piece), _) = self.index.nearest(place)?;
        let edge = &self.network.edges[id];
        let piece = piece as usize;
        let (from, to) = (edge.shape[piece], edge.shape[piece + 1]);
        let along = part_along(place, from, to);
        let point = from.towards(to, along);
        let before: Metres = edge.shape[..=piece]
            .windows(2)
            .map(|it| it[0].distance(it[1]))
            .sum();
        let last_of_edge = piece + 2 == edge.shape.len();
        let part = if along >= 1.0 && last_of_edge || edge.length.get() <= 0.0 {
            along
        } else {
            ((before + from.distance(point)).get() / edge.length.get()).clamp(0.0, 1.0)
        };
        Some(Snap {
            edge: id,
            part,
            point,
            leg: place.distance(point),
        })
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

fn part_along(place: Point, from: Point, to: Point) -> f64 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let squared = dx * dx + dy * dy;
    if squared > 0.0 {
        (((place.x - from.x) * dx + (place.y - from.y) * dy) / squared).clamp(0.0, 1.0)
    } else {
        0.0
    }
}
