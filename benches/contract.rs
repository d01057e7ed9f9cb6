//! Contraction of a made world of 20 thousand junctions: ours on every core and on one, beside `fast_paths`.

use criterion::Criterion;
use fairreach::ids::Id;
use fairreach::routing::contract;
use rayon::ThreadPoolBuilder;

use crate::county::network;

pub(crate) fn bench(criterion: &mut Criterion) {
    let graph = network(20_000).graph;
    let mut twin = fast_paths::InputGraph::new();
    for arc in graph
        .arcs()
        .filter(|it| it.tail != it.head && it.weight > 0)
    {
        twin.add_edge(arc.tail.place(), arc.head.place(), arc.weight as usize);
    }
    twin.freeze();
    let one = ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let mut group = criterion.benchmark_group("contract, 20,000 nodes");
    group.sample_size(10);
    group.bench_function("fairreach, every core", |it| {
        it.iter(|| contract(&graph, &|_| true));
    });
    group.bench_function("fairreach, one core", |it| {
        it.iter(|| one.install(|| contract(&graph, &|_| true)));
    });
    group.bench_function("fast_paths", |it| it.iter(|| fast_paths::prepare(&twin)));
    group.finish();
}
