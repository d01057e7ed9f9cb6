//! The parts of a network in which all can reach all. The home of petgraph.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::unionfind::UnionFind;

use crate::ids::{Id, NodeId};
use crate::routing::Graph;

/// The strongly connected parts of a graph: how many there are, and the nodes of the largest in order of
/// their ids. Of two equally large parts, the one with the lowest node id is taken.
///
/// Sharir, M. (1981), A strong-connectivity algorithm and its applications in data flow analysis,
/// [10.1016/0898-1221(81)90008-0](https://doi.org/10.1016/0898-1221(81)90008-0) (Kosaraju's algorithm; petgraph's
/// walks without recursion, so a nation's roads do not exhaust the stack).
pub(super) fn largest_part(graph: &Graph) -> (usize, Vec<NodeId>) {
    let mut twin = DiGraph::<(), ()>::with_capacity(graph.n_nodes(), graph.n_arcs());
    for _ in 0..graph.n_nodes() {
        twin.add_node(());
    }
    for arc in graph.arcs() {
        twin.add_edge(
            NodeIndex::new(arc.tail.place()),
            NodeIndex::new(arc.head.place()),
            (),
        );
    }
    let parts = kosaraju_scc(&twin);
    let n_parts = parts.len();
    let largest = parts
        .into_iter()
        .map(|part| {
            let mut nodes: Vec<NodeId> =
                part.into_iter().map(|it| NodeId::at(it.index())).collect();
            nodes.sort_unstable();
            nodes
        })
        .max_by(|a, b| a.len().cmp(&b.len()).then(b.first().cmp(&a.first())));
    (n_parts, largest.unwrap_or_default())
}

/// For each node the number of the part it lies in, where links join parts whatever their direction.
pub(super) fn joined_parts(
    n_nodes: usize,
    links: impl Iterator<Item = (NodeId, NodeId)>,
) -> Vec<usize> {
    let mut parts = UnionFind::<usize>::new(n_nodes);
    for (tail, head) in links {
        parts.union(tail.place(), head.place());
    }
    parts.into_labeling()
}
