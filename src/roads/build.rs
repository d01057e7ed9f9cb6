//! Links and a profile -> network.

use std::collections::HashMap;
use std::sync::Arc;

use crate::ids::{Column, Id, NodeId};
use crate::model::{RoadClass, RoadEnd, RoadLink};
use crate::roads::components::largest_part;
use crate::roads::{BarredRoad, Edge, LeftOut, Network, NetworkCounts, Profile, RoadMode, Run};
use crate::routing::{self, Graph};
use crate::units::Tenths;

/// Builds the network of a mode: the links its profile lets in, cut at barriers, with a time in each direction
/// and a delay at each junction; then keeps the largest strongly connected part.
///
/// The order of `links` settles the numbering alone: times do not depend on it. Links of one way should stand
/// together, in order, so that what rounding loses on one link is made up on the next.
#[must_use]
pub fn build(links: &[RoadLink], profile: &Profile) -> Network {
    let mut drawing = Drawing::default();
    for link in links {
        drawing.add(link, profile);
    }
    let Drawing {
        mut edges,
        junctions,
        ids,
        mut counts,
        barred,
        ..
    } = drawing;
    for (edge, roundabout) in &mut edges {
        let delays = |node: NodeId, way_in: &Edge| {
            junctions[node.place()].delay(way_in.class, *roundabout, profile)
        };
        let (at_head, at_tail) = (delays(edge.head, edge), delays(edge.tail, edge));
        edge.forward = edge.forward.map(|run| Run {
            delay: at_head,
            ..run
        });
        edge.backward = edge.backward.map(|run| Run {
            delay: at_tail,
            ..run
        });
    }
    let edges: Vec<Edge> = edges.into_iter().map(|(edge, _)| edge).collect();
    let whole = graph_of(junctions.len(), &edges);
    let (parts, kept) = largest_part(&whole);
    counts.nodes = junctions.len();
    counts.parts = parts;
    counts.kept_nodes = kept.len();
    let left_out = LeftOut::of(&whole, &edges, &ids, &kept);
    let edges = renumbered(edges, junctions.len(), &kept);
    counts.kept_links = edges.len();
    laid(edges, counts, left_out, barred)
}

/// A network from the edges of its largest part and their counts.
pub(super) fn laid(
    edges: Vec<Edge>,
    counts: NetworkCounts,
    left_out: LeftOut,
    barred: Vec<BarredRoad>,
) -> Network {
    let graph = graph_of(counts.kept_nodes, &edges);
    Network {
        reversed: graph.reversed(),
        graph,
        edges: Column::new(edges),
        counts,
        left_out,
        barred,
    }
}

/// Edges and junctions as they are gathered from links.
#[derive(Default)]
struct Drawing {
    edges: Vec<(Edge, bool)>,
    junctions: Vec<Junction>,
    /// The junction's id in the source, for each node.
    ids: Vec<i64>,
    known: HashMap<i64, NodeId>,
    carry: Carry,
    counts: NetworkCounts,
    barred: Vec<BarredRoad>,
}

/// What meets at a node.
#[derive(Clone, Copy, Default)]
struct Junction {
    /// Ends by class, in order of importance.
    ends: [u8; RoadClass::NAMES.len()],
    signal: bool,
    roundabout: bool,
}

/// What rounding has lost along a way so far, forwards and backwards alike.
#[derive(Default)]
struct Carry {
    way: Option<i64>,
    exact: f64,
    given: u64,
}

impl Drawing {
    fn add(&mut self, link: &RoadLink, profile: &Profile) {
        let passage = profile.passage(link);
        if !passage.any() {
            if link.class.is_street() {
                self.barred.push(BarredRoad {
                    way: link.way,
                    shape: Arc::clone(&link.shape),
                });
            }
            return;
        }
        self.counts.links += 1;
        self.counts.unlimited += usize::from(profile.doubts(link));
        let length = link.length();
        let moving = self.carry.round(link.way, profile.seconds(link, length));
        let run = Run {
            moving,
            delay: Tenths::new(0),
        };
        let (tail, head) = (
            self.node(link.tail, link, profile),
            self.node(link.head, link, profile),
        );
        let edge = Edge {
            way: link.way,
            tail,
            head,
            class: link.class,
            shape: Arc::clone(&link.shape),
            length,
            forward: Some(run).filter(|_| passage.forward),
            backward: Some(run).filter(|_| passage.backward),
        };
        self.edges.push((edge, link.roundabout));
    }

    /// The node of a link's end: shared by all that meet there, or one of its own where a barrier cuts the way.
    fn node(&mut self, end: RoadEnd, link: &RoadLink, profile: &Profile) -> NodeId {
        let cut = match profile.mode {
            RoadMode::Car => end.stops_car,
            RoadMode::Walk => end.stops_walk,
        };
        let fresh = NodeId::at(self.junctions.len());
        let node = if cut {
            fresh
        } else {
            *self.known.entry(end.junction).or_insert(fresh)
        };
        if node == fresh {
            self.junctions.push(Junction::default());
            self.ids.push(end.junction);
        }
        self.counts.cut_ends += usize::from(cut);
        let junction = &mut self.junctions[node.place()];
        let ends = &mut junction.ends[importance(link.class)];
        *ends = ends.saturating_add(1);
        junction.signal |= end.signal;
        junction.roundabout |= link.roundabout;
        node
    }
}

impl Junction {
    /// The delay of arriving here by a road of a class, itself on a roundabout or not. A road that keeps its
    /// importance past side roads is not delayed; one that meets its equals slows down; one that meets a
    /// higher road, or joins a roundabout, gives way.
    fn delay(&self, class: RoadClass, on_roundabout: bool, profile: &Profile) -> Tenths {
        let (higher, rest) = self.ends.split_at(importance(class));
        let gives_way = higher.iter().any(|it| *it > 0) || self.roundabout;
        let seconds = if self.signal {
            profile.signal
        } else if on_roundabout {
            return Tenths::new(0);
        } else if gives_way && self.ends.iter().map(|it| u32::from(*it)).sum::<u32>() > 2 {
            profile.give_way
        } else if rest.first().is_some_and(|it| *it > 2) {
            profile.junction
        } else {
            return Tenths::new(0);
        };
        Tenths::new(seconds.get() * 10)
    }
}

/// The place of a class in order of importance. Classes stand in that order, each link road after its main road;
/// here the ten are parted, main roads first, since traffic on a main road never gives way to a slip road.
fn importance(class: RoadClass) -> usize {
    let place = class as usize;
    if place <= RoadClass::TertiaryLink as usize {
        place / 2 + 5 * (place % 2)
    } else {
        place
    }
}

impl Carry {
    /// Rounds a time to tenths so that the sum along a way is off by less than one tenth in all.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a time is positive, and capped"
    )]
    fn round(&mut self, way: i64, seconds: f64) -> Tenths {
        if self.way != Some(way) {
            *self = Self {
                way: Some(way),
                ..Self::default()
            };
        }
        self.exact += seconds * 10.0;
        let due = ((self.exact + 0.5).floor() as u64).saturating_sub(self.given);
        self.given += due;
        Tenths::new(u32::try_from(due).unwrap_or(u32::MAX))
    }
}

fn graph_of(n_nodes: usize, edges: &[Edge]) -> Graph {
    let mut arcs = Vec::with_capacity(edges.len() * 2);
    for edge in edges {
        let weight = |run: Run| (run.moving + run.delay).get();
        arcs.extend(edge.forward.map(|run| routing::Arc {
            tail: edge.tail,
            head: edge.head,
            weight: weight(run),
        }));
        arcs.extend(edge.backward.map(|run| routing::Arc {
            tail: edge.head,
            head: edge.tail,
            weight: weight(run),
        }));
    }
    Graph::from_arcs(n_nodes, &arcs)
}

/// The edges whose both ends are kept, under the kept nodes' new numbers.
fn renumbered(edges: Vec<Edge>, n_nodes: usize, kept: &[NodeId]) -> Vec<Edge> {
    let mut number: Vec<Option<NodeId>> = vec![None; n_nodes];
    for (place, node) in kept.iter().enumerate() {
        number[node.place()] = Some(NodeId::at(place));
    }
    edges
        .into_iter()
        .filter_map(|edge| {
            let tail = number[edge.tail.place()]?;
            let head = number[edge.head.place()]?;
            Some(Edge { tail, head, ..edge })
        })
        .collect()
}
