//! The same figures of one service by one mode, of thousands to millions of configurations a second.
//!
//! In: a [`Case`](crate::score::Case), a mode, a service and the [`QuickFigure`]s wanted. Out: their values for any set of
//! sites that families can go to. [`evaluate`](crate::score::evaluate()) is the truth that every figure here must equal; what
//! only it can tell is named in [`Unknown`]. Money and rules are not told here.
//!
//! Areas stand in order of deciles, thirty-two side by side, so that a configuration is judged by going through rows of
//! numbers. Sums of whole people are exact in any order; others run in one fixed order: the same bytes on any number of threads.

mod by_group;
mod figures;
mod ground;
mod harm;
mod increment;
mod lanes;
mod layout;
mod lists;
mod many;
mod over_deprivation;
mod row;
mod spread;
mod tally;
mod tiles;

pub use figures::{QuickFigure, Unknown};
pub use increment::Increment;
pub use layout::{Quick, Scratch};
