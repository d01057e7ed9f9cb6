//! Catchments of 15 minutes around sixteen sites of one town, told for every node: sweeps over the part of the hierarchy
//! that the town needs, beside the bounded plain search.

use criterion::{Criterion, Throughput};
use fairreach::routing::{Facing, NearestSearch, Owned, Search, Selection, Start, Sweep};

use crate::county::County;

/// Fifteen minutes in tenths of a second.
const HORIZON: u32 = 9_000;

pub(crate) fn bench(criterion: &mut Criterion, county: &County) {
    let graph = county.graph();
    let sources = county.around(county.nodes(2, 0)[1], 32);
    let starts: Vec<Start> = sources
        .iter()
        .enumerate()
        .map(|(lane, node)| Start {
            lane,
            node: *node,
            weight: 0,
        })
        .collect();
    let mut group = criterion.benchmark_group("catchments of 15 minutes, 32 sites of a town");
    group.throughput(Throughput::Elements(sources.len() as u64));
    let mut search = Search::new(graph);
    group.bench_function("bounded plain search", |it| {
        it.iter(|| {
            for node in &sources {
                search.run([(*node, 0)], HORIZON);
            }
        });
    });
    let mut region = NearestSearch::new(graph);
    let mut selection = Selection::new(&county.hierarchy, Facing::Forward);
    let mut sweep: Sweep<'_, u16, 32> = Sweep::new(&county.hierarchy);
    let mut choose = |selection: &mut Selection| {
        region.run(
            sources.iter().map(|node| Owned {
                owner: 0,
                node: *node,
                weight: 0,
            }),
            HORIZON,
        );
        selection.choose(
            &county.hierarchy,
            region.reached().iter().map(|it| [(*it, 0)]),
        );
    };
    group.bench_function("sweep, selection counted", |it| {
        it.iter(|| {
            choose(&mut selection);
            sweep.run(&selection, &starts);
        });
    });
    choose(&mut selection);
    group.bench_function("sweep, selection kept", |it| {
        it.iter(|| sweep.run(&selection, &starts));
    });
    group.finish();
}
