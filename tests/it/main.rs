//! The integration tests: one binary, one file a room.
#![allow(
    clippy::unwrap_used,
    reason = "a test that meets a missing value should stop there"
)]
