//! The bench harness: one criterion binary, one file a kernel, each kernel beside its baseline in the same run,
//! so that speed is read as a ratio. `cargo bench` runs all, `cargo bench -- search` one.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "criterion's macros make undocumented items; a bench that meets a missing value should stop there"
)]

mod lattice;
mod search;
mod times;

criterion::criterion_group!(kernels, search::bench, times::bench);
criterion::criterion_main!(kernels);
