//! How well each area is served: travel times and open sites in, access out.
//!
//! In: [`crate::travel::TravelTimes`] and the sites that offer a service. Out: for each area its nearest site
//! and time, or why it has none; who is within a standard. The room knows neither deprivation nor roads.

mod coverage;
mod nearest;

pub use coverage::within;
pub use nearest::{Nearest, Unserved, nearest};
