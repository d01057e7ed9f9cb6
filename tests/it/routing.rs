//! Searches against petgraph's, on random graphs with everything that makes roads awkward.

use fairreach::ids::{Id, NodeId};
use fairreach::routing::{Arc, Graph, INFINITY, Search};
use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};
use proptest::prelude::*;

/// Up to 40 nodes; arcs with zero weights, parallel arcs and loops among them, few enough that islands and
/// one-way traps are common.
fn graphs() -> impl Strategy<Value = (usize, Vec<(usize, usize, u32)>)> {
    (1_usize..40).prop_flat_map(|n| {
        let weight = prop_oneof![Just(0_u32), 1..10_u32, 1..100_000_u32];
        (
            Just(n),
            prop::collection::vec((0..n, 0..n, weight), 0..n * 3),
        )
    })
}

fn ours(n: usize, arcs: &[(usize, usize, u32)]) -> Graph {
    let arc = |(tail, head, weight): &(usize, usize, u32)| Arc {
        tail: NodeId::at(*tail),
        head: NodeId::at(*head),
        weight: *weight,
    };
    Graph::from_arcs(n, &arcs.iter().map(arc).collect::<Vec<_>>())
}

fn theirs(n: usize, arcs: &[(usize, usize, u32)]) -> DiGraph<(), u32> {
    let mut graph = DiGraph::new();
    for _ in 0..n {
        graph.add_node(());
    }
    for (tail, head, weight) in arcs {
        graph.add_edge(NodeIndex::new(*tail), NodeIndex::new(*head), *weight);
    }
    graph
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_search_from_every_node_equals_petgraphs((n, arcs) in graphs()) {
        let (graph, twin) = (ours(n, &arcs), theirs(n, &arcs));
        let mut search = Search::new(&graph);
        for start in 0..n {
            search.run([(NodeId::at(start), 0)], INFINITY);
            let expected = dijkstra(&twin, NodeIndex::new(start), None, |it| *it.weight());
            for node in 0..n {
                prop_assert_eq!(search.distance(NodeId::at(node)), expected.get(&NodeIndex::new(node)).copied());
            }
        }
    }

    #[test]
    fn a_search_backwards_equals_a_search_forwards_from_the_other_end((n, arcs) in graphs()) {
        let graph = ours(n, &arcs);
        let reversed = graph.reversed();
        let (mut there, mut back) = (Search::new(&graph), Search::new(&reversed));
        for start in 0..n {
            there.run([(NodeId::at(start), 0)], INFINITY);
            for node in 0..n {
                back.run([(NodeId::at(node), 0)], INFINITY);
                prop_assert_eq!(there.distance(NodeId::at(node)), back.distance(NodeId::at(start)));
            }
        }
    }

    #[test]
    fn a_horizon_hides_what_lies_beyond_and_nothing_else((n, arcs) in graphs(), horizon in 0..200_000_u32) {
        let graph = ours(n, &arcs);
        let (mut free, mut bounded) = (Search::new(&graph), Search::new(&graph));
        free.run([(NodeId::at(0), 0)], INFINITY);
        bounded.run([(NodeId::at(0), 0)], horizon);
        for node in (0..n).map(NodeId::at) {
            prop_assert_eq!(bounded.distance(node), free.distance(node).filter(|it| *it <= horizon));
        }
    }

    #[test]
    fn starting_from_several_nodes_is_the_least_of_starting_from_each((n, arcs) in graphs(), first in 0..50_u32) {
        let graph = ours(n, &arcs);
        let starts = [(NodeId::at(0), first), (NodeId::at(n - 1), 7)];
        let mut search = Search::new(&graph);
        let mut alone = |start| {
            search.run([start], INFINITY);
            (0..n).map(|it| search.distance(NodeId::at(it))).collect::<Vec<_>>()
        };
        let (one, two) = (alone(starts[0]), alone(starts[1]));
        search.run(starts, INFINITY);
        for node in 0..n {
            let least = one[node].into_iter().chain(two[node]).min();
            prop_assert_eq!(search.distance(NodeId::at(node)), least);
        }
    }
}

#[test]
fn sums_near_infinity_do_not_overflow() {
    let [a, b, c] = [0, 1, 2].map(NodeId::at);
    let far = |tail, head| Arc {
        tail,
        head,
        weight: u32::MAX,
    };
    let graph = Graph::from_arcs(3, &[far(a, b), far(b, c)]);
    let mut search = Search::new(&graph);
    search.run([(a, INFINITY - 1)], INFINITY);
    assert_eq!(
        [a, b, c].map(|it| search.distance(it)),
        [Some(INFINITY - 1), None, None]
    );
}
