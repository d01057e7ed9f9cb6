//! The integration tests: one binary, one file a room.
#![allow(
    clippy::unwrap_used,
    reason = "a test that meets a missing value should stop there"
)]

#[path = "../made/corpus.rs"]
mod corpus_cases;
mod geopackage;
#[path = "../made/network.rs"]
mod made_network;
#[path = "../made/pbf.rs"]
mod pbf;
mod plain;
mod program;
mod town;
mod town_study;

mod access;
mod ages;
mod cache;
mod cambridgeshire;
mod catchment;
mod catchment_study;
mod cli;
mod corpus;
mod county;
mod equity;
mod fenshire;
mod floors;
mod hierarchy;
mod invariants;
mod inventory;
mod networks;
mod new_study;
mod open_roads;
mod osm_pbf;
mod placed;
mod postcode;
mod published;
mod read;
mod readme;
mod report;
mod roads;
mod routing;
mod rutland;
mod same_bytes;
mod score;
mod serve;
mod space;
mod study;
mod trail;
mod travel;
