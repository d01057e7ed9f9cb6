//! Links and a profile in, a network out: a graph, where its edges lie, and the way onto it.
//!
//! In: [`RoadLink`](crate::model::RoadLink)s and a [`Profile`], which holds every speed, delay and limit of a mode. Out: a
//! [`Network`], and a [`Snapper`] that ties places to its nearest segment. Parallel ways are kept, lengths are planar
//! metres, and times do not depend on the order of the links.
//!
//! The room never knows which file the links came from. Its network is the largest strongly connected part:
//! from each of its nodes every other can be reached, and left again. Turn restrictions are out of scope.

mod build;
mod components;
mod left_out;
mod network;
mod profile;
mod snap;
mod store;

pub use build::build;
pub use left_out::{LeftOut, Sampled};
pub use network::{BarredRoad, Edge, Network, NetworkCounts, Run};
pub use profile::{Profile, RoadMode, Setting};
pub use snap::{Snap, Snapper};
