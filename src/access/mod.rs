//! How well each area is served: travel times and open sites in, access out.
//!
//! In: [`crate::travel::TravelTimes`] and the sites that offer a service. Out: for each area its nearest site
//! and time, or why it has none; who is within a standard, and who within a time of one place. Both are inclusive, of
//! equally near sites the one of the lowest id is taken, and a missing time is never a zero. The room knows neither
//! deprivation nor roads.

mod coverage;
mod nearest;
mod reached;

pub use coverage::within;
pub use nearest::{Nearest, Unserved, nearest};
pub use reached::{Reached, ReachedPeople, reached};
