//! The crate petgraph.

use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{EdgeRef, Reversed};
use serde_json::json;

use crate::measure::{Times, skip, tell};
use crate::network::Network;
use crate::works::{CATCHMENT, LARGE, MATRICES, NEAREST, ONE_TO_ALL, PREPARATION, SOURCES};

pub(crate) fn run(network: &Network) {
    let (times, graph) = Times::once(|| graph(network));
    tell(
        PREPARATION,
        times,
        json!({"threads": 1, "note": "only its graph is built"}),
    );
    let large = network.n_nodes > LARGE;
    let n = if large { 1 } else { SOURCES };
    let sum_from = |site: &u32| -> u64 {
        let found = dijkstra(&graph, NodeIndex::new(*site as usize), None, |it| {
            *it.weight()
        });
        found.values().map(|it| u64::from(*it)).sum()
    };
    let mut sums = 0;
    let times = Times::of(3, || sums = network.sites[..n].iter().map(sum_from).sum());
    let first = sum_from(&network.sites[0]);
    let note = json!({"threads": 1, "sum": first, "note": format!("mean of {n} sites")});
    tell(ONE_TO_ALL, times.shared(n as f64), note);
    for it in &MATRICES[..2] {
        if it.sites > 80 || large {
            skip(
                it.name,
                "a search to all nodes for each site: its time is that of one to all, so often",
            );
            continue;
        }
        let mut sum = 0;
        let times = Times::of(3, || {
            let towards = |site: &u32| -> u64 {
                let end = NodeIndex::new(*site as usize);
                let found = dijkstra(Reversed(&graph), end, None, |it| *it.weight());
                let areas = network.areas[..it.areas].iter();
                areas
                    .map(|it| u64::from(found[&NodeIndex::new(*it as usize)]))
                    .sum()
            };
            sum = network.sites[..it.sites].iter().map(towards).sum();
        });
        tell(it.name, times, json!({"threads": 1, "sum": sum}));
    }
    skip(CATCHMENT, "it has no bounded search");
    skip(NEAREST, "it has no search from many starts");
}

fn graph(network: &Network) -> DiGraph<(), u32> {
    let mut graph = DiGraph::with_capacity(network.n_nodes, network.arcs.len());
    for _ in 0..network.n_nodes {
        graph.add_node(());
    }
    for [tail, head, weight] in &network.arcs {
        graph.add_edge(
            NodeIndex::new(*tail as usize),
            NodeIndex::new(*head as usize),
            *weight,
        );
    }
    graph
}
