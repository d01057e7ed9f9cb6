//! The integration tests: one binary, one file a room.
#![allow(
    clippy::unwrap_used,
    reason = "a test that meets a missing value should stop there"
)]

#[path = "../made/pbf.rs"]
mod pbf;
mod town;

mod access;
mod county;
mod equity;
mod floors;
mod osm_pbf;
mod read;
mod readme;
mod report;
mod roads;
mod routing;
mod score;
mod serve;
mod study;
mod travel;
