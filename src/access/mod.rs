//! How well each area is served: travel times and open sites in, access out.
//!
//! In: [`crate::travel::TravelTimes`] and the sites that offer a service. Out: for each area its nearest site
//! and time, or why it has none; who is within a standard. A standard is inclusive, of equally near sites the one of the
//! lowest id is taken, and a missing time is never a zero. The room knows neither deprivation nor roads.

mod coverage;
mod nearest;

pub use coverage::within;
pub use nearest::{Nearest, Unserved, nearest};
