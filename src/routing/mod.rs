//! Graphs and searches, pure: numbers in, numbers out.
//!
//! In: arcs between nodes with a weight. Out: least sums of weights. Weights are whole numbers, and that infinity plus
//! infinity does not overflow is proved at compile time. The room knows neither roads, nor people, nor places, nor
//! paths. Here, and only here, an impedance is called a weight.

mod dijkstra;
mod graph;

pub use dijkstra::Search;
pub use graph::{Arc, Graph, INFINITY, Weight};
