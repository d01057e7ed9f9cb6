//! Graphs, hierarchies and searches, pure: numbers in, numbers out.
//!
//! In: arcs between nodes with a weight. Out: least sums of weights. [`Search`] is the plain search; [`contract()`] makes a
//! [`Hierarchy`] once, on which a [`Sweep`] tells the sums from many sources to the targets of a [`Selection`]. Weights
//! are whole numbers, and that infinity plus infinity does not overflow is proved at compile time. A hierarchy is shared
//! and never altered; a search or a sweep belongs to one thread and is used again. The room knows neither roads, nor
//! people, nor places, nor paths. Here, and only here, an impedance is called a weight.

#![expect(
    clippy::cast_possible_truncation,
    reason = "nodes and arcs are numbered in 32 bits throughout, which ids and stars check as they are made"
)]

mod contract;
mod dijkstra;
mod graph;
mod hierarchy;
mod lanes;
mod nearest;
mod order;
mod reachable;
mod remnant;
mod selection;
mod star;
mod step;
mod store;
mod sweep;
mod witness;

pub use contract::contract;
pub use dijkstra::Search;
pub use graph::{Arc, Graph, INFINITY, Weight};
pub use hierarchy::Hierarchy;
pub use lanes::{Label, Row};
pub use nearest::{NearestSearch, Owned};
pub use order::{NodeOrder, Rank};
pub use selection::{Facing, Selection};
pub use sweep::{Start, Sweep};
