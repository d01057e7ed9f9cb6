//! The bench harness: one criterion binary, one file a kernel, each kernel beside its baseline in the same run,
//! so that speed is read as a ratio. `cargo bench` runs all, `cargo bench -- sweep` those with that word.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "criterion's macros make undocumented items; a bench stops at a missing value, and prints"
)]

mod catchment;
mod contract;
mod county;
mod locations;
mod made_ground;
#[path = "../tests/made/network.rs"]
mod made_network;
#[path = "../tests/made/nation.rs"]
mod nation;
mod nearest;
#[path = "../tests/made/plain_scorecard.rs"]
mod plain_scorecard;
mod quick;
mod scorecard;
mod swaps;
mod sweep;
mod times;

use criterion::Criterion;

fn kernels(criterion: &mut Criterion) {
    contract::bench(criterion);
    scorecard::bench(criterion);
    locations::bench(criterion);
    quick::bench(criterion);
    swaps::bench(criterion);
    let county = county::County::new();
    sweep::bench(criterion, &county);
    times::bench(criterion, &county);
    catchment::bench(criterion, &county);
    nearest::bench(criterion, &county);
}

criterion::criterion_group!(all, kernels);
criterion::criterion_main!(all);
