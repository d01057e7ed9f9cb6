//! Where to open: the location problem and its solvers. Pure: it knows seconds and weights of numbered areas and places,
//! never whom they stand for.
//!
//! In: a [`Problem`], which is a [`Ground`] of travel times, an [`Aim`] to bring down and [`Limits`] to keep to. Out: a set of
//! places to open with its value, and how far from the best it can be at most. [`judge()`] is the plain reading of a
//! problem that every solver is held against; it shares no code with any of them.
//!
//! A *place* is one way to open a site: a site that could open at two tiers is two places, of which only one may open
//! ([`Limits::apart`]).

mod capacitated;
mod every;
mod ground;
mod judge;
mod problem;
mod serving;
mod solver;

pub use capacitated::{Served, capacitated};
pub use every::{every, how_many};
pub use ground::{Ground, LONGEST};
pub use judge::{Break, Judged, judge, value};
pub use problem::{Aim, Fixed, Floor, Limits, Loss, Problem, Row, farthest};
pub use solver::{
    Best, Effort, Near, NearBest, Outcome, Swap, Swaps, differing, exchange, near_best, solve,
};
