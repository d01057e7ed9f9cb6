//! Fairreach: who can reach which centre, how fast, and is the plan fair.

pub mod access;
pub mod cli;
pub mod equity;
pub mod ids;
pub mod model;
pub mod pipeline;
pub mod read;
pub mod report;
pub mod roads;
pub mod routing;
pub mod score;
pub mod serve;
pub mod space;
pub mod study;
pub mod travel;
pub mod units;
