//! A case and a configuration in, a scorecard out.
//!
//! The room never knows how a configuration was found, which files a case came from, or on which screen a
//! scorecard is read.

mod case;
mod figure;

pub use case::Case;
pub use figure::{Absent, Figure, Polarity, Scope, Unit};
