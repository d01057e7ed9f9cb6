//! What remains of a graph while it is contracted.

use crate::routing::star::{Spoke, Star};
use crate::routing::{Graph, INFINITY};

/// What a level counts beside 1,000 for as many arcs added as removed.
const LEVEL: u32 = 250;

/// What is known of a node that remains.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Standing {
    /// One more than the highest level among neighbours already taken out.
    pub(super) level: u32,
    /// Arcs added for each thousand removed, as last weighed.
    pub(super) quotient: u32,
    /// Whether its surroundings have changed since.
    pub(super) stale: bool,
}

impl Standing {
    /// Less is taken out sooner: what keeps a hierarchy sparse and flat.
    pub(super) fn priority(&self) -> u32 {
        self.quotient
            .saturating_add(self.level.saturating_mul(LEVEL))
    }
}

/// A shortcut between two nodes that remain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shortcut {
    pub(super) tail: u32,
    pub(super) head: u32,
    pub(super) weight: u32,
}

/// The nodes that remain, numbered anew in each round so that all arrays are dense, with the arcs out of and into
/// each. There are no loops, and no two arcs from one node to the same other.
pub(super) struct Remnant {
    /// The original number of each node.
    pub(super) node: Vec<u32>,
    pub(super) out: Star,
    pub(super) into: Star,
    pub(super) standing: Vec<Standing>,
}

impl Remnant {
    pub(super) fn new(graph: &Graph) -> Self {
        let n = graph.n_nodes();
        let node = walk(graph);
        let mut number = vec![0; n];
        for (place, node) in (0_u32..).zip(&node) {
            number[*node as usize] = place;
        }
        let out = tidy(n, || {
            graph.spokes().map(|(tail, it)| {
                (
                    number[tail as usize],
                    Spoke {
                        end: number[it.end as usize],
                        ..it
                    },
                )
            })
        });
        let into = turned(&out);
        let standing = vec![
            Standing {
                stale: true,
                ..Standing::default()
            };
            n
        ];
        Self {
            node,
            out,
            into,
            standing,
        }
    }

    pub(super) fn n_nodes(&self) -> usize {
        self.node.len()
    }

    /// Takes out the nodes whose turn it is (all but `u32::MAX`) and lays their shortcuts.
    pub(super) fn shrink(&mut self, turn: &[u32], mut shortcuts: Vec<Shortcut>) {
        self.age(turn);
        let mut number = vec![u32::MAX; turn.len()];
        let kept = number
            .iter_mut()
            .zip(turn)
            .filter(|(_, turn)| **turn == u32::MAX);
        for (next, (number, _)) in (0..).zip(kept) {
            *number = next;
        }
        let renamed = |it: &Shortcut| {
            (
                number[it.tail as usize],
                Spoke {
                    end: number[it.head as usize],
                    weight: it.weight,
                },
            )
        };
        shortcuts.sort_unstable();
        let added: Vec<(u32, Spoke)> = shortcuts.iter().map(renamed).collect();
        let out = merged(&self.out, &number, &added);
        let mut added: Vec<(u32, Spoke)> = added
            .into_iter()
            .map(|(tail, it)| (it.end, Spoke { end: tail, ..it }))
            .collect();
        added.sort_unstable();
        let into = merged(&self.into, &number, &added);
        let kept = |place: &usize| turn[*place] == u32::MAX;
        let places = || (0..turn.len()).filter(kept);
        self.node = places().map(|it| self.node[it]).collect();
        self.standing = places().map(|it| self.standing[it]).collect();
        self.out = out;
        self.into = into;
    }

    /// Notes how many shortcuts a node would leave behind.
    pub(super) fn weighed(&mut self, node: u32, shortcuts: u32) {
        let arcs = self.out.at(node).len() + self.into.at(node).len();
        let standing = &mut self.standing[node as usize];
        standing.quotient = shortcuts.saturating_mul(1000) / (arcs as u32).max(1);
        standing.stale = false;
    }

    /// Neighbours of nodes that go are to be weighed again, and stand at least one level higher.
    fn age(&mut self, turn: &[u32]) {
        for node in (0..turn.len() as u32).filter(|it| turn[*it as usize] != u32::MAX) {
            let level = self.standing[node as usize].level + 1;
            for spoke in self.out.at(node).iter().chain(self.into.at(node)) {
                let standing = &mut self.standing[spoke.end as usize];
                standing.level = standing.level.max(level);
                standing.stale = true;
            }
        }
    }
}

/// The star of the nodes that have a number, with arcs added, which are in order.
fn merged(star: &Star, number: &[u32], added: &[(u32, Spoke)]) -> Star {
    let mut fresh = Star {
        first: Vec::with_capacity(star.first.len()),
        spokes: Vec::with_capacity(star.spokes.len()),
    };
    fresh.first.push(0);
    let mut added = added;
    let mut row: Vec<Spoke> = Vec::new();
    for node in (0..star.n_nodes()).filter(|it| number[*it] != u32::MAX) {
        let due = added
            .iter()
            .take_while(|(it, _)| *it == number[node])
            .count();
        let (mine, rest) = added.split_at(due);
        added = rest;
        let kept = star.at(node as u32).iter().filter_map(|it| {
            let end = number[it.end as usize];
            (end != u32::MAX).then_some(Spoke {
                end,
                weight: it.weight,
            })
        });
        if mine.is_empty() {
            fresh.spokes.extend(kept);
        } else {
            row.clear();
            row.extend(kept);
            row.extend(mine.iter().map(|(_, it)| *it));
            row.sort_unstable();
            row.dedup_by_key(|it| it.end);
            fresh.spokes.extend_from_slice(&row);
        }
        fresh.close();
    }
    fresh
}

/// A star without loops, and of parallel arcs only the lightest.
fn tidy<I: Iterator<Item = (u32, Spoke)> + Clone>(n: usize, arcs: impl Fn() -> I) -> Star {
    let usable = |(node, it): &(u32, Spoke)| it.end != *node && it.weight < INFINITY;
    let loose = Star::of(n, arcs().filter(usable));
    let mut star = Star {
        first: Vec::with_capacity(n + 1),
        spokes: Vec::with_capacity(loose.spokes.len()),
    };
    star.first.push(0);
    let mut row: Vec<Spoke> = Vec::new();
    for node in 0..n as u32 {
        row.clear();
        row.extend_from_slice(loose.at(node));
        row.sort_unstable();
        row.dedup_by_key(|it| it.end);
        star.push(row.iter().copied());
    }
    star
}

/// The same arcs seen from their other ends.
fn turned(star: &Star) -> Star {
    let arcs = (0..star.n_nodes() as u32).flat_map(|node| {
        star.at(node).iter().map(move |it| {
            (
                it.end,
                Spoke {
                    end: node,
                    weight: it.weight,
                },
            )
        })
    });
    Star::of(star.n_nodes(), arcs)
}

/// The nodes in the order of a walk through the graph, so that neighbours stand close together in memory.
fn walk(graph: &Graph) -> Vec<u32> {
    let n = graph.n_nodes();
    let mut seen = vec![false; n];
    let mut order = Vec::with_capacity(n);
    let mut stack = Vec::new();
    for start in 0..n as u32 {
        stack.push(start);
        while let Some(node) = stack.pop() {
            if std::mem::replace(&mut seen[node as usize], true) {
                continue;
            }
            order.push(node);
            stack.extend(graph.heads(node).filter(|it| !seen[*it as usize]));
        }
    }
    order
}
