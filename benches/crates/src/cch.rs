//! The crate routingkit-cch: RoutingKit's customisable contraction hierarchy, one to many.

use routingkit_cch::{CCH, CCHManyToOne, CCHMetric, CCHOneToMany, compute_order_inertial};
use serde_json::json;

use crate::measure::{Times, peak_megabytes, skip, tell};
use crate::network::Network;
use crate::works::{CATCHMENT, MATRICES, Matrix, NEAREST, ONE_TO_ALL, PREPARATION};

pub(crate) fn run(network: &Network) {
    let column = |place: usize| -> Vec<u32> { network.arcs.iter().map(|it| it[place]).collect() };
    let (tail, head, weight) = (column(0), column(1), column(2));
    let degrees =
        |place: usize| -> Vec<f32> { network.lon_lats.iter().map(|it| it[place] as f32).collect() };
    let (lon, lat) = (degrees(0), degrees(1));
    let n_nodes = u32::try_from(network.n_nodes).expect("nodes are numbered in 32 bits");
    let (order, nodes) = Times::once(|| compute_order_inertial(n_nodes, &tail, &head, &lat, &lon));
    let (topology, cch) = Times::once(|| CCH::new(&nodes, &tail, &head, |_| {}, false));
    let (customise, metric) = Times::once(|| CCHMetric::new(&cch, weight));
    let parts = [order, topology, customise].map(|it| it.least);
    let whole = Times {
        least: parts.iter().sum(),
        median: parts.iter().sum(),
        runs: 1,
    };
    let note = format!(
        "order {:.1} s, topology {:.2} s, customising {:.2} s",
        parts[0], parts[1], parts[2]
    );
    tell(
        PREPARATION,
        whole,
        json!({"threads": 1, "megabytes": peak_megabytes(), "note": note}),
    );
    for it in &MATRICES[..2] {
        matrix(network, &metric, it);
    }
    for work in [ONE_TO_ALL, CATCHMENT, NEAREST] {
        skip(work, "it tells times between places that are pinned before");
    }
}

/// Both ways to fill a matrix, pinning counted; the faster is told.
fn matrix(network: &Network, metric: &CCHMetric, it: &Matrix) {
    let (areas, sites) = (&network.areas[..it.areas], &network.sites[..it.sites]);
    let all = |times: Vec<Option<u32>>| -> u64 { times.into_iter().flatten().map(u64::from).sum() };
    let (mut one, mut many) = (0, 0);
    let to_many = Times::of(5, || {
        let mut query = CCHOneToMany::new(metric, sites);
        one = areas.iter().map(|it| all(query.distances_from(*it))).sum();
    });
    let to_one = Times::of(5, || {
        let mut query = CCHManyToOne::new(metric, areas);
        many = sites.iter().map(|it| all(query.distances_to(*it))).sum();
    });
    assert_eq!(one, many, "both ways tell the same");
    let (times, note) = if to_many.least < to_one.least {
        (to_many, "sites pinned, one search an area")
    } else {
        (to_one, "areas pinned, one search a site")
    };
    tell(
        it.name,
        times,
        json!({"threads": 1, "sum": one, "note": note}),
    );
}
