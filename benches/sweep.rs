//! From one source to all nodes of a made county, a source at a time and many side by side, beside the plain search and
//! petgraph's; and how near a sweep comes to what the memory gives.

use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, Throughput};
use fairreach::ids::NodeId;
use fairreach::routing::{INFINITY, Label, Search, Start, Sweep};
use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::county::County;

pub(crate) fn bench(criterion: &mut Criterion, county: &County) {
    let graph = county.graph();
    let n = graph.n_nodes();
    let mut twin = DiGraph::<(), u32>::new();
    for _ in 0..n {
        twin.add_node(());
    }
    for arc in graph.arcs() {
        let [tail, head] =
            [arc.tail, arc.head].map(|it| NodeIndex::new(fairreach::ids::Id::place(it)));
        twin.add_edge(tail, head, arc.weight);
    }
    let sources = county.nodes(32, 7);
    let all = county.all();
    let mut group = criterion.benchmark_group("one to all, a source");
    let mut search = Search::new(graph);
    group.throughput(Throughput::Elements(1));
    group.bench_function("petgraph", |it| {
        it.iter(|| dijkstra(&twin, NodeIndex::new(7), None, |edge| *edge.weight()));
    });
    group.bench_function("plain search", |it| {
        it.iter(|| search.run([(sources[0], 0)], INFINITY));
    });
    let mut one: Sweep<'_, u32, 1> = Sweep::new(&county.hierarchy);
    group.bench_function("sweep, 1 lane", |it| {
        it.iter(|| one.run(&all, &starts(&sources[..1])));
    });
    group.throughput(Throughput::Elements(16));
    let mut wide: Sweep<'_, u32, 16> = Sweep::new(&county.hierarchy);
    group.bench_function("sweep, 16 lanes (16 sources)", |it| {
        it.iter(|| wide.run(&all, &starts(&sources[..16])));
    });
    group.throughput(Throughput::Elements(32));
    let mut narrow: Sweep<'_, u16, 32> = Sweep::new(&county.hierarchy);
    group.bench_function("sweep, 32 narrow lanes (32 sources)", |it| {
        it.iter(|| narrow.run(&all, &starts(&sources)));
    });
    group.finish();
    against_memory(&mut wide, county, &sources[..16]);
}

fn starts(sources: &[NodeId]) -> Vec<Start> {
    let start = |(lane, node): (usize, &NodeId)| Start {
        lane,
        node: *node,
        weight: 0,
    };
    sources.iter().enumerate().map(start).collect()
}

/// Prints what a sweep must touch (each row written once, each arc read once), at what rate it does, and the rate at
/// which this machine copies as many bytes in the same run.
fn against_memory<L: Label, const N: usize>(
    sweep: &mut Sweep<'_, L, N>,
    county: &County,
    sources: &[NodeId],
) {
    let all = county.all();
    let bytes = sweep.bytes(&all);
    let best = |run: &mut dyn FnMut()| {
        let once = |run: &mut dyn FnMut()| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64()
        };
        (0..20).map(|_| once(run)).fold(f64::INFINITY, f64::min)
    };
    let starts = starts(sources);
    let swept = best(&mut || sweep.run(&all, &starts));
    // A copy of half as many bytes reads one half and writes the other.
    let from = vec![1_u8; bytes / 2];
    let mut to = vec![0_u8; bytes / 2];
    let copied = best(&mut || to.copy_from_slice(black_box(&from)));
    let rate = |seconds: f64| bytes as f64 / seconds / 1e9;
    println!(
        "sweep touches at least {:.1} MB: {:.2} GB/s; a copy of as many: {:.2} GB/s; {:.2} times slower than the copy",
        bytes as f64 / 1e6,
        rate(swept),
        rate(copied),
        swept / copied
    );
}
