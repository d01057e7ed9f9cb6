//! Where things are: National Grid and WGS84 points, extents, and the R-tree over anything that has a place.
//!
//! In: coordinates. Out: distances, neighbours, converted points. Lengths are planar metres in EPSG:27700.
//! The room never knows what the things are for.

mod index;
mod point;

pub use index::SpatialIndex;
pub(crate) use index::nearest_on_segment;
pub use point::{Extent, Grid, LonLat, Point};
