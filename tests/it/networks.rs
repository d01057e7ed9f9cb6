//! Real road networks: the catchment core against an independent plain search, 200 sources to all nodes.

use fairreach::ids::{Id, NodeId};
use fairreach::pipeline::{Prepared, Silent, prepare, shipped};
use fairreach::routing::{Facing, Label, Selection, Start, Sweep, contract};

use crate::plain::{PlainArc, sums};
use crate::rutland::rutland;

const SOURCES: usize = 200;

fn equals_the_plain_search(prepared: &Prepared) {
    assert!(!prepared.ways.is_empty());
    for (mode, ways) in &prepared.ways {
        let graph = &ways.network.graph;
        let n = graph.n_nodes();
        let arcs: Vec<PlainArc> = graph
            .arcs()
            .map(|it| (it.tail.place(), it.head.place(), it.weight))
            .collect();
        let hierarchy = contract(graph, &|_| true).unwrap();
        let all = Selection::all(&hierarchy, Facing::Forward);
        let mut sweep: Sweep<'_, u32, 16> = Sweep::new(&hierarchy);
        let sources: Vec<usize> = (0..SOURCES).map(|it| it * n / SOURCES).collect();
        for batch in sources.chunks(16) {
            let start = |(lane, node): (usize, &usize)| Start {
                lane,
                node: NodeId::at(*node),
                weight: 0,
            };
            sweep.run(
                &all,
                &batch.iter().enumerate().map(start).collect::<Vec<_>>(),
            );
            for (lane, source) in batch.iter().enumerate() {
                let expected = sums(n, &arcs, *source);
                for (node, expected) in expected.iter().enumerate() {
                    let told = sweep.row(&all, node).0[lane].sum().map(u64::from);
                    assert_eq!(told, *expected, "{mode}: from {source} to {node}");
                }
            }
        }
    }
}

#[test]
fn every_node_of_the_shipped_roads_has_the_sum_of_an_independent_plain_search() {
    equals_the_plain_search(&prepare(shipped().unwrap(), &Silent).unwrap());
}

#[test]
fn every_node_of_rutlands_roads_has_the_sum_of_an_independent_plain_search() {
    let test = "every_node_of_rutlands_roads_has_the_sum_of_an_independent_plain_search";
    if let Some(prepared) = rutland("study", test) {
        equals_the_plain_search(&prepared);
    }
}
