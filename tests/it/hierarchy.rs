//! The catchment core (contraction, selections, sweeps) against an independent plain search, pair by pair.

use fairreach::ids::{Id, NodeId};
use fairreach::routing::{
    Arc, Facing, Graph, Hierarchy, Label, NearestSearch, Owned, Selection, Start, Sweep, contract,
};
use proptest::prelude::*;
use rayon::ThreadPoolBuilder;

use crate::made_network::{MadeRoad, network_of};
use crate::plain::{PlainArc, sums};

/// Graphs with zero weights, parallel arcs, loops, islands and one-way traps; some are rings and lattices, in which
/// ties are everywhere.
fn worlds() -> impl Strategy<Value = (usize, Vec<PlainArc>)> {
    let weight = || prop_oneof![Just(0_u32), 1..4_u32, 1..100_000_u32];
    let loose = (1_usize..48).prop_flat_map(move |n| {
        (
            Just(n),
            prop::collection::vec((0..n, 0..n, weight()), 0..n * 4),
        )
    });
    let lattice = (2_usize..8, 2_usize..8).prop_flat_map(|(wide, high)| {
        let n = wide * high;
        let streets: Vec<(usize, usize)> = (0..n)
            .flat_map(|it| {
                let east = (it % wide + 1 < wide).then_some((it, it + 1));
                let north = (it + wide < n).then_some((it, it + wide));
                east.into_iter().chain(north)
            })
            .collect();
        let some = prop::collection::vec((0..streets.len(), 0..3_u8, 1..3_u32), streets.len() * 2);
        (Just(n), some).prop_map(move |(n, some)| {
            let arcs = some.iter().flat_map(|(street, way, weight)| {
                let (a, b) = streets[*street];
                let there = (*way != 1).then_some((a, b, *weight));
                there
                    .into_iter()
                    .chain((*way != 0).then_some((b, a, *weight)))
            });
            (n, arcs.collect())
        })
    });
    prop_oneof![loose, lattice]
}

fn graph(n: usize, arcs: &[PlainArc]) -> Graph {
    let arc = |&(tail, head, weight): &PlainArc| Arc {
        tail: NodeId::at(tail),
        head: NodeId::at(head),
        weight,
    };
    Graph::from_arcs(n, &arcs.iter().map(arc).collect::<Vec<_>>())
}

fn hierarchy(graph: &Graph) -> Hierarchy {
    contract(graph, &|_| true).expect("nobody stops it")
}

/// The sums of some sources to all targets of a selection, a row a source.
fn swept<L: Label, const N: usize>(
    hierarchy: &Hierarchy,
    selection: &Selection,
    sources: &[NodeId],
) -> Vec<Vec<Option<u64>>> {
    let mut sweep: Sweep<'_, L, N> = Sweep::new(hierarchy);
    let mut rows = Vec::new();
    for batch in sources.chunks(N) {
        let start = |(lane, node): (usize, &NodeId)| Start {
            lane,
            node: *node,
            weight: 0,
        };
        sweep.run(
            selection,
            &batch.iter().enumerate().map(start).collect::<Vec<_>>(),
        );
        for lane in 0..batch.len() {
            let of = |target| sweep.row(selection, target).0[lane].sum().map(u64::from);
            rows.push((0..selection.n_targets()).map(of).collect());
        }
    }
    rows
}

fn nodes(n: usize) -> Vec<NodeId> {
    (0..n).map(NodeId::at).collect()
}

fn turned(arcs: &[PlainArc]) -> Vec<PlainArc> {
    arcs.iter()
        .map(|&(tail, head, weight)| (head, tail, weight))
        .collect()
}

/// Compares every pair of a world in both directions with the plain search.
fn compare(n: usize, arcs: &[PlainArc]) -> Result<(), TestCaseError> {
    let hierarchy = hierarchy(&graph(n, arcs));
    for (facing, arcs) in [
        (Facing::Forward, arcs.to_vec()),
        (Facing::Backward, turned(arcs)),
    ] {
        let all = Selection::all(&hierarchy, facing);
        let expected: Vec<Vec<Option<u64>>> = (0..n).map(|start| sums(n, &arcs, start)).collect();
        prop_assert_eq!(&swept::<u32, 16>(&hierarchy, &all, &nodes(n)), &expected);
    }
    Ok(())
}

/// Cases of the great comparison: 2,000, or as many as `FAIRREACH_SOAK` says.
fn cases() -> u32 {
    let asked = std::env::var("FAIRREACH_SOAK");
    asked.map_or(2_000, |it| it.parse().expect("FAIRREACH_SOAK is a number"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_pair_of_a_random_world_has_the_sum_of_an_independent_plain_search((n, arcs) in worlds()) {
        compare(n, &arcs)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lanes_of_any_width_and_kind_tell_the_same((n, arcs) in worlds()) {
        let hierarchy = hierarchy(&graph(n, &arcs));
        let all = Selection::all(&hierarchy, Facing::Forward);
        let expected = swept::<u32, 16>(&hierarchy, &all, &nodes(n));
        prop_assert_eq!(&swept::<u32, 1>(&hierarchy, &all, &nodes(n)), &expected);
        prop_assert_eq!(&swept::<u32, 8>(&hierarchy, &all, &nodes(n)), &expected);
        let near: Vec<Vec<Option<u64>>> = expected
            .iter()
            .map(|row| row.iter().map(|it| it.filter(|it| *it < 65_535)).collect())
            .collect();
        prop_assert_eq!(&swept::<u16, 32>(&hierarchy, &all, &nodes(n)), &near);
    }

    #[test]
    fn some_targets_have_the_sums_they_have_among_all(
        (n, arcs) in worlds(),
        wanted in prop::collection::vec(0..1000_usize, 0..12),
    ) {
        let hierarchy = hierarchy(&graph(n, &arcs));
        let targets: Vec<NodeId> = wanted.iter().map(|it| NodeId::at(it % n)).collect();
        let all = Selection::all(&hierarchy, Facing::Backward);
        let mut some = Selection::of(&hierarchy, Facing::Backward, &nodes(n)[..n / 2]);
        some.choose(&hierarchy, targets.iter().map(|it| [(*it, 0)]));
        let (every, few) = (
            swept::<u32, 16>(&hierarchy, &all, &nodes(n)),
            swept::<u32, 16>(&hierarchy, &some, &nodes(n)),
        );
        for (every, few) in every.iter().zip(&few) {
            let picked: Vec<Option<u64>> = targets.iter().map(|it| every[it.place()]).collect();
            prop_assert_eq!(few, &picked);
        }
    }

    #[test]
    fn nodes_within_a_horizon_are_counted_and_none_that_is_too_far(
        (n, arcs) in worlds(),
        horizon in prop_oneof![0..200_u32, 65_530..65_540_u32, Just(u32::MAX)],
    ) {
        let hierarchy = hierarchy(&graph(n, &arcs));
        let all = Selection::all(&hierarchy, Facing::Forward);
        let start = Start { lane: 2, node: NodeId::at(0), weight: 0 };
        let (mut wide, mut narrow) = (Sweep::<'_, u32, 16>::new(&hierarchy), Sweep::<'_, u16, 32>::new(&hierarchy));
        wide.run(&all, &[start]);
        narrow.run(&all, &[start]);
        let within = |most: u64| sums(n, &arcs, 0).iter().flatten().filter(|it| **it <= most).count();
        let (wide, narrow) = (wide.count_within(&all, horizon), narrow.count_within(&all, horizon));
        prop_assert_eq!(wide[2] as usize, within(u64::from(horizon)));
        prop_assert_eq!(narrow[2] as usize, within(u64::from(horizon.min(65_534))));
        prop_assert_eq!(wide[0] + narrow[0], 0);
    }

    #[test]
    fn the_nearest_of_many_starts_is_the_least_of_single_searches(
        (n, arcs) in worlds(),
        starts in prop::collection::vec((0..1000_usize, 0..50_u32), 0..6),
        horizon in prop_oneof![Just(u32::MAX), 0..200_u32],
    ) {
        let graph = graph(n, &arcs);
        let mut search = NearestSearch::new(&graph);
        // Run before, so that what a run leaves behind would show.
        search.run([Owned { owner: 9, node: NodeId::at(0), weight: 3 }], u32::MAX);
        let owned = |(owner, (node, weight)): (u32, &(usize, u32))| Owned {
            owner,
            node: NodeId::at(node % n),
            weight: *weight,
        };
        search.run((0..).zip(&starts).map(owned), horizon);
        let alone: Vec<Vec<Option<u64>>> = starts.iter().map(|(node, _)| sums(n, &arcs, node % n)).collect();
        for node in 0..n {
            let least = (0_u32..)
                .zip(alone.iter().zip(&starts))
                .filter_map(|(owner, (sums, (_, weight)))| Some((sums[node]? + u64::from(*weight), owner)))
                .min()
                .filter(|(sum, _)| *sum <= u64::from(horizon));
            let told = search.nearest(NodeId::at(node));
            prop_assert_eq!(told.map(|(sum, owner)| (u64::from(sum), owner)), least);
            prop_assert_eq!(search.reached().contains(&NodeId::at(node)), least.is_some());
        }
    }

    #[test]
    fn the_same_graph_gives_the_same_hierarchy_on_any_number_of_threads((n, arcs) in worlds()) {
        let graph = graph(n, &arcs);
        let on = |threads| {
            let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| hierarchy(&graph))
        };
        let one = on(1);
        prop_assert_eq!(&on(2), &one);
        prop_assert_eq!(&on(4), &one);
    }
}

#[test]
fn a_source_of_several_nodes_starts_from_the_best_of_them() {
    let arcs = [(0, 1, 5), (2, 1, 1), (1, 3, 2)];
    let hierarchy = hierarchy(&graph(4, &arcs));
    let selection = Selection::of(&hierarchy, Facing::Forward, &[NodeId::at(3), NodeId::at(0)]);
    let mut sweep: Sweep<'_, u32, 16> = Sweep::new(&hierarchy);
    let start = |node, weight| Start {
        lane: 3,
        node: NodeId::at(node),
        weight,
    };
    sweep.run(&selection, &[start(0, 10), start(2, 20)]);
    assert_eq!(sweep.row(&selection, 0).0[3].sum(), Some(17));
    assert_eq!(sweep.row(&selection, 1).0[3].sum(), Some(10));
    assert_eq!(sweep.row(&selection, 0).0[2].sum(), None);
}

#[test]
fn a_contraction_that_is_told_to_stop_stops() {
    let arcs: Vec<PlainArc> = (0..99).map(|it| (it, it + 1, 1)).collect();
    assert!(contract(&graph(100, &arcs), &|_| false).is_none());
}

/// A made network with towns, rivers and motorways: 30 sources to all nodes.
#[test]
fn a_made_network_has_the_sums_of_an_independent_plain_search() {
    let made = network_of(10_000);
    // Any whole numbers will do for weights, the more alike the harder.
    let weight = |it: &MadeRoad| 80 + it.tail.abs_diff(it.head) % 7;
    let arcs: Vec<PlainArc> = made
        .roads
        .iter()
        .flat_map(|it| {
            let weight = weight(it) * if it.class == "residential" { 2 } else { 1 };
            let there = Some((it.tail as usize, it.head as usize, weight));
            let back = (!it.oneway).then_some((it.head as usize, it.tail as usize, weight));
            there.into_iter().chain(back)
        })
        .collect();
    let n = made.points.len();
    let hierarchy = hierarchy(&graph(n, &arcs));
    let all = Selection::all(&hierarchy, Facing::Forward);
    let sources: Vec<NodeId> = (0..30).map(|it| NodeId::at(it * 7919 % n)).collect();
    for (source, row) in sources
        .iter()
        .zip(swept::<u32, 16>(&hierarchy, &all, &sources))
    {
        assert!(row == sums(n, &arcs, source.place()), "from {source:?}");
    }
}
