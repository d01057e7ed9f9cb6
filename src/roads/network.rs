//! A road network for one mode: the graph that is searched, and the edges that are drawn and snapped to.

use std::sync::Arc;

use crate::ids::{Column, EdgeId, NodeId};
use crate::model::RoadClass;
use crate::roads::LeftOut;
use crate::routing::Graph;
use crate::space::Point;
use crate::units::{Metres, Tenths};

/// The time along an edge in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The time from end to end on the move.
    pub moving: Tenths,
    /// The delay at the junction where it ends.
    pub delay: Tenths,
}

/// One stretch of road between two nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// The way's id in the source.
    pub way: i64,
    /// The node at the first point of its shape.
    pub tail: NodeId,
    /// The node at the last point of its shape.
    pub head: NodeId,
    /// What kind of way it is.
    pub class: RoadClass,
    /// Its line, two points or more.
    pub shape: Arc<[Point]>,
    /// Its planar length.
    pub length: Metres,
    /// The time from tail to head, where that is allowed.
    pub forward: Option<Run>,
    /// The time from head to tail, where that is allowed.
    pub backward: Option<Run>,
}

/// What was kept of the links and what was left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NetworkCounts {
    /// Links the mode may use.
    pub links: usize,
    /// Nodes of those links.
    pub nodes: usize,
    /// Strongly connected parts of those nodes.
    pub parts: usize,
    /// Nodes of the largest part, which is kept.
    pub kept_nodes: usize,
    /// Links of the largest part, which is kept.
    pub kept_links: usize,
    /// Link ends cut by a barrier.
    pub cut_ends: usize,
    /// Links whose limit `none` was not believed, as they are no motorway.
    pub unlimited: usize,
}

/// A network: the largest strongly connected part of the links a mode may use.
#[derive(Clone, Debug)]
pub struct Network {
    /// The graph; weights are tenths of a second, moving time and delay together.
    pub graph: Graph,
    /// The same graph with every arc turned round, for searches towards a place.
    pub reversed: Graph,
    /// The edges, drawn and snapped to.
    pub edges: Column<EdgeId, Edge>,
    /// What was kept and what was left out.
    pub counts: NetworkCounts,
    /// What was left out and why.
    pub left_out: LeftOut,
    /// Roads that the mode may not use, such as motorways for people on foot, to which nobody is tied.
    pub barred: Vec<BarredRoad>,
}

/// A road that a mode may not use.
#[derive(Clone, Debug, PartialEq)]
pub struct BarredRoad {
    /// The way's id in the source.
    pub way: i64,
    /// Its line, two points or more.
    pub shape: Arc<[Point]>,
}
