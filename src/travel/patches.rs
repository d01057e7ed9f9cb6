//! Patches of a field: parts that hang together and are inside, or outside.

use crate::travel::outline::Field;

/// What a node is while patches are gathered.
#[derive(Clone, Copy, PartialEq)]
enum Node {
    /// Of the kind gathered, and in no patch yet.
    Free,
    /// Of the other kind, or in a patch already.
    Past,
    /// On the lattice's edge, where all ground lies beyond the outlines.
    Edge,
}

/// Turns patches over: those inside become outside, or the other way round, where `turns` says so of their nodes.
/// The ground beyond all outlines, which touches the lattice's edge, is never turned.
///
/// Nodes inside hang together also across a cell, those outside do not, as in the outlines.
pub(super) fn turn_patches(field: &mut Field, inside: bool, turns: impl Fn(&[usize]) -> bool) {
    let (columns, rows) = (field.lattice.columns, field.lattice.rows);
    let values = &mut field.values;
    let kind = |it: &f32| {
        if (*it < 0.0) == inside {
            Node::Free
        } else {
            Node::Past
        }
    };
    let mut nodes: Vec<Node> = values.iter().map(kind).collect();
    nodes[..columns].fill(Node::Edge);
    nodes[(rows - 1) * columns..].fill(Node::Edge);
    for row in 1..rows {
        nodes[row * columns] = Node::Edge;
        nodes[row * columns - 1] = Node::Edge;
    }
    let mut patch: Vec<usize> = Vec::new();
    for first in 0..nodes.len() {
        if nodes[first] != Node::Free {
            continue;
        }
        if !gather(&mut nodes, first, columns, inside, &mut patch) && turns(&patch) {
            for node in &patch {
                values[*node] = if inside { 1.0 } else { -1.0 };
            }
        }
    }
}

/// Gathers the patch of a node; whether it touches the lattice's edge.
fn gather(
    nodes: &mut [Node],
    first: usize,
    columns: usize,
    across: bool,
    patch: &mut Vec<usize>,
) -> bool {
    patch.clear();
    patch.push(first);
    nodes[first] = Node::Past;
    let (mut next, mut touches_edge) = (0, false);
    while let Some(node) = patch.get(next).copied() {
        next += 1;
        // A node off the lattice's edge has all its neighbours.
        let straight = [node - 1, node + 1, node - columns, node + columns];
        let corners = [
            node - columns - 1,
            node - columns + 1,
            node + columns - 1,
            node + columns + 1,
        ];
        let corners = corners.into_iter().filter(|_| across);
        for beside in straight.into_iter().chain(corners) {
            match nodes[beside] {
                Node::Free => {
                    nodes[beside] = Node::Past;
                    patch.push(beside);
                }
                Node::Edge => touches_edge = true,
                Node::Past => {}
            }
        }
    }
    touches_edge
}
