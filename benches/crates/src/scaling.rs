//! What a sweep takes as the network grows, a source, beside the plain search; and how near it comes to what the memory
//! gives: a copy of as many bytes as it cannot do without, on the same thread in the same run.

use std::hint::black_box;

use fairreach::routing::{Facing, Hierarchy, INFINITY, Label, Search, Selection, Sweep, contract};
use serde_json::{Value, json};

use crate::measure::Times;
use crate::network::Network;
use crate::ours::{graph, node, starts};
use crate::works::SOURCES;

/// Prints one object: counts, seconds and bytes.
#[allow(
    clippy::print_stdout,
    reason = "the script that started this reads lines"
)]
pub(crate) fn run(network: &Network) {
    let graph = graph(network);
    let (prepared, hierarchy) = Times::once(|| contract(&graph, &|_| true));
    let hierarchy = hierarchy.expect("nobody stops it");
    let all = Selection::all(&hierarchy, Facing::Forward);
    let mut sites: Vec<_> = network.sites[..SOURCES].iter().map(|it| node(*it)).collect();
    sites.sort_unstable_by_key(|it| hierarchy.order().rank(*it));
    let mut plain = Search::new(&graph);
    let searched = Times::of(5, || plain.run([(sites[0], 0)], INFINITY));
    let told = json!({
        "nodes": network.n_nodes,
        "arcs": network.arcs.len(),
        "preparation": prepared.least,
        "plain": searched.least,
        "wide": swept::<u32, 16>(&hierarchy, &all, &sites),
        "narrow": swept::<u16, 32>(&hierarchy, &all, &sites),
    });
    println!("{told}");
}

fn swept<L: Label, const N: usize>(
    hierarchy: &Hierarchy,
    all: &Selection,
    sites: &[fairreach::ids::NodeId],
) -> Value {
    let mut sweep = Sweep::<L, N>::new(hierarchy);
    let batch = starts(&sites[..N]);
    let swept = Times::of(31, || sweep.run(all, &batch));
    let bytes = sweep.bytes(all);
    // A copy of half as many bytes reads one half and writes the other.
    let from = vec![1_u8; bytes / 2];
    let mut to = vec![0_u8; bytes / 2];
    let copied = Times::of(31, || to.copy_from_slice(black_box(&from)));
    json!({
        "lanes": N,
        "least": swept.least,
        "median": swept.median,
        "bytes": bytes,
        "copy_least": copied.least,
        "copy_median": copied.median,
    })
}
