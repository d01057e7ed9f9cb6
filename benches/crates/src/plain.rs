//! Our own plain search on the same graph, as a baseline.

use fairreach::ids::{Id, NodeId};
use fairreach::routing::{Graph, INFINITY, Search};
use serde_json::json;

use crate::measure::{Times, tell};
use crate::network::Network;
use crate::ours::{graph, node};
use crate::works::{
    CATCHMENT, CATCHMENTS, HORIZON, LARGE, MATRICES, NEAREST, NEAREST_OF, ONE_TO_ALL, SOURCES,
};

pub(crate) fn run(network: &Network) {
    let graph = graph(network);
    let reversed = graph.reversed();
    one_to_all(network, &graph);
    catchments(network, &graph);
    matrices(network, &reversed);
    nearest(network, &reversed);
}

fn one_to_all(network: &Network, graph: &Graph) {
    let mut search = Search::new(graph);
    let n = if network.n_nodes > LARGE { 4 } else { SOURCES };
    let times = Times::of(5, || {
        for site in &network.sites[..n] {
            search.run([(node(*site), 0)], INFINITY);
        }
    });
    search.run([(node(network.sites[0]), 0)], INFINITY);
    let sum: u64 = (0..network.n_nodes)
        .filter_map(|it| search.distance(NodeId::at(it)))
        .map(u64::from)
        .sum();
    let more = json!({"threads": 1, "sum": sum, "note": format!("mean of {n} sites")});
    tell(ONE_TO_ALL, times.shared(n as f64), more);
}

fn catchments(network: &Network, graph: &Graph) {
    let mut search = Search::new(graph);
    let times = Times::of(9, || {
        for site in &network.sites[..CATCHMENTS] {
            search.run([(node(*site), 0)], HORIZON);
        }
    });
    let mut reached: u64 = 0;
    for site in &network.sites[..CATCHMENTS] {
        search.run([(node(*site), 0)], HORIZON);
        let within = |it: &usize| search.distance(NodeId::at(*it)).is_some();
        reached += (0..network.n_nodes).filter(within).count() as u64;
    }
    let note = format!(
        "mean of {CATCHMENTS} sites; {} nodes each",
        reached / CATCHMENTS as u64
    );
    let more = json!({"threads": 1, "sum": reached, "note": note});
    tell(CATCHMENT, times.shared(CATCHMENTS as f64), more);
}

fn matrices(network: &Network, reversed: &Graph) {
    let mut search = Search::new(reversed);
    for it in &MATRICES[..2] {
        // A search a site: of many, some.
        let sites = if network.n_nodes > LARGE {
            4
        } else {
            it.sites.min(100)
        };
        let mut sum = 0;
        let times = Times::of(3, || {
            let mut towards = |site: &u32| -> u64 {
                search.run([(node(*site), 0)], INFINITY);
                let areas = network.areas[..it.areas].iter();
                areas
                    .filter_map(|it| search.distance(node(*it)))
                    .map(u64::from)
                    .sum()
            };
            sum = network.sites[..sites].iter().map(&mut towards).sum();
        });
        let more = if sites < it.sites {
            json!({"threads": 1, "note": format!("scaled from {sites} sites")})
        } else {
            json!({"threads": 1, "sum": sum})
        };
        tell(it.name, times.shared(sites as f64 / it.sites as f64), more);
    }
}

fn nearest(network: &Network, reversed: &Graph) {
    let mut search = Search::new(reversed);
    let sites = || network.sites[..NEAREST_OF].iter().map(|it| (node(*it), 0));
    let times = Times::of(9, || search.run(sites(), INFINITY));
    let sum: u64 = (0..network.n_nodes)
        .filter_map(|it| search.distance(NodeId::at(it)))
        .map(u64::from)
        .sum();
    tell(NEAREST, times, json!({"threads": 1, "sum": sum}));
}
