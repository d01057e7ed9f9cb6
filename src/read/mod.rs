//! One file a source: bytes in, model values out, with what was odd as [`Notices`] and what was wrong as
//! [`ReadErrors`], every fault at once.
//!
//! The room never knows the network or any score, and opens no path for writing.

mod error;
mod notice;
pub mod osm_pbf;

pub use error::{Place, ReadErrors, ReadFault};
pub use notice::{Notice, Notices};
pub use osm_pbf::osm_pbf;
