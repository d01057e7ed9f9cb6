#![doc = include_str!("ARCHITECTURE.md")]

// In reading order: from the ground up, as the map above walks.
pub mod ids;
pub mod keep;
pub mod packed;
pub mod units;

pub mod equity;
pub mod location;
pub mod routing;
pub mod space;

pub mod model;

pub mod read;
pub mod roads;

pub mod travel;

pub mod access;

pub mod score;

pub mod optimise;

pub mod report;
pub mod study;

pub mod pipeline;

pub mod serve;

pub mod cli;

/// The README, whose examples run as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
