//! The exact solver: branch and bound on places, with bounds by Lagrangian relaxation.
//!
//! [`solve()`] finds the best set and proves it, [`near_best()`] every set near the best. Both look at parts of all sets (a
//! *node* settles some places as open or closed) one after the other in a fixed order, and end after so many nodes, never
//! after so long: the same problem has the same answer on any machine. Nothing here calls [`judge`](super::judge()), which
//! everything is held against.

mod bound;
mod branch;
mod improve;
mod measure;
mod near;
mod radius;
mod reduced;
mod settle;
mod slope;
mod spread;
mod sums;
mod swaps;
mod tail;
mod values;

pub use branch::{Best, Effort, Outcome, solve};
pub use improve::exchange;
pub use near::{Near, NearBest, differing, near_best};
pub use swaps::{Swap, Swaps};

pub(super) use measure::Measure;
