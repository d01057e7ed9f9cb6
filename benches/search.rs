//! One search to all nodes of a lattice of 40,000 junctions: ours beside petgraph's.

use criterion::Criterion;
use fairreach::ids::{Id, NodeId};
use fairreach::roads::{Profile, Setting, build};
use fairreach::routing::{INFINITY, Search};
use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::lattice::streets;

pub(crate) fn bench(criterion: &mut Criterion) {
    let network = build(&streets(200), &Profile::car(Setting::FreeFlow));
    let graph = &network.graph;
    let mut twin = DiGraph::<(), u32>::new();
    for _ in 0..graph.n_nodes() {
        twin.add_node(());
    }
    for arc in graph.arcs() {
        twin.add_edge(
            NodeIndex::new(arc.tail.place()),
            NodeIndex::new(arc.head.place()),
            arc.weight,
        );
    }
    let mut group = criterion.benchmark_group("search one to all, 40,000 nodes");
    let mut search = Search::new(graph);
    group.bench_function("fairreach", |it| {
        it.iter(|| search.run([(NodeId::at(7), 0)], INFINITY));
    });
    group.bench_function("petgraph", |it| {
        it.iter(|| dijkstra(&twin, NodeIndex::new(7), None, |edge| *edge.weight()));
    });
    group.finish();
}
