//! The integration tests: one binary, one file a room.
#![allow(
    clippy::unwrap_used,
    reason = "a test that meets a missing value should stop there"
)]

#[path = "../made/corpus.rs"]
mod corpus_cases;
#[path = "../made/corpus_server.rs"]
mod corpus_server;
#[path = "../fuzz/mod.rs"]
mod fuzzer;
#[path = "../made/geopackage.rs"]
mod geopackage;
#[path = "../made/kept.rs"]
mod kept;
#[path = "../made/island.rs"]
mod made_island;
#[path = "../made/network.rs"]
mod made_network;
#[path = "../made/nation.rs"]
mod nation;
#[path = "../made/packing.rs"]
mod packing;
#[path = "../made/pbf.rs"]
mod pbf;
mod plain;
#[path = "../made/plain_scorecard.rs"]
mod plain_scorecard;
mod program;
mod town;
#[path = "../made/town_files.rs"]
mod town_files;
mod town_study;
#[path = "../made/vectors/mod.rs"]
mod vector_files;

mod access;
mod access_blocks;
mod access_properties;
mod access_vectors;
mod ages;
mod batch;
mod cache;
mod cambridgeshire;
mod catchment;
mod catchment_study;
mod classics;
mod cli;
mod columns;
mod commissioning;
mod compare;
mod corpus;
mod county;
mod damaged;
mod england;
mod equity;
mod equity_properties;
mod fenshire;
mod floors;
mod fuzz;
mod groups;
mod hierarchy;
mod hostile_layers;
mod hostile_tables;
mod invariants;
mod inventory;
mod keep;
mod limited_places;
mod location_exact;
mod made_access;
mod made_counties;
mod made_indices;
mod made_plans;
mod networks;
mod new_study;
mod ohid_intervals;
mod open_roads;
mod openapi;
mod optimise;
mod osm_pbf;
mod placed;
mod postcode;
mod proportionate;
mod published;
mod read;
mod readme;
mod report;
mod roads;
mod routing;
mod rutland;
mod same_bytes;
mod same_scorecard;
mod san_francisco;
mod score;
mod score_access;
mod score_inequality;
mod score_one_site;
mod score_quick;
mod serve;
mod serve_map;
mod serve_plans;
mod slow_measures;
mod space;
mod study;
mod surroundings;
mod trail;
mod travel;
mod vectors;
mod workbook;
