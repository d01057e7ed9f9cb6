//! The crate fast_paths: a contraction hierarchy, asked pair by pair.

use fast_paths::{InputGraph, create_calculator, prepare};
use serde_json::json;

use crate::measure::{Times, peak_megabytes, skip, tell};
use crate::network::Network;
use crate::works::{CATCHMENT, MATRICES, NEAREST, ONE_TO_ALL, PREPARATION};

/// Pairs that are asked for one by one; of more, so many are, and the time is scaled.
const PAIRS: usize = 250_000;

pub(crate) fn run(network: &Network) {
    let mut graph = InputGraph::new();
    let arcs = network.arcs.iter().filter(|[tail, head, _]| tail != head);
    for [tail, head, weight] in arcs {
        // It knows no arc of weight 0.
        graph.add_edge(*tail as usize, *head as usize, (*weight).max(1) as usize);
    }
    graph.freeze();
    let (times, prepared) = Times::once(|| prepare(&graph));
    tell(
        PREPARATION,
        times,
        json!({"threads": 1, "megabytes": peak_megabytes()}),
    );
    let mut calculator = create_calculator(&prepared);
    for it in &MATRICES[..2] {
        let sites = it.sites.min(PAIRS / it.areas).max(1);
        let mut sum: u64 = 0;
        let times = Times::of(3, || {
            sum = 0;
            for site in &network.sites[..sites] {
                for area in &network.areas[..it.areas] {
                    let path = calculator.calc_path(&prepared, *area as usize, *site as usize);
                    sum += path.map_or(0, |it| it.get_weight() as u64);
                }
            }
        });
        let part = sites as f64 / it.sites as f64;
        let note = if sites < it.sites {
            json!({"threads": 1, "note": format!("scaled from {} x {sites}; pair by pair, with paths", it.areas)})
        } else {
            json!({"threads": 1, "sum": sum, "note": "pair by pair, with paths"})
        };
        tell(it.name, times.shared(part), note);
    }
    for work in [ONE_TO_ALL, CATCHMENT, NEAREST] {
        skip(work, "it tells paths from one place to one other");
    }
}
