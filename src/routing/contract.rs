//! Graph -> hierarchy: nodes are taken out one after another, least important first, and shortcuts keep the least
//! sums between those that remain.
//!
//! Geisberger, R., Sanders, P., Schultes, D., Vetter, C. (2012), Exact routing in large road networks using contraction
//! hierarchies, Transportation Science 46(3), [10.1287/trsc.1110.0401](https://doi.org/10.1287/trsc.1110.0401). Nodes
//! that are no neighbours are taken out together, in parallel, after Vetter, C. (2009), Parallel time-dependent
//! contraction hierarchies, Universität Karlsruhe.

use std::sync::Mutex;

use rayon::prelude::*;

use crate::routing::hierarchy::Hierarchy;
use crate::routing::remnant::Remnant;
use crate::routing::star::{Spoke, Star};
use crate::routing::witness::Witness;
use crate::routing::{Graph, INFINITY};

/// How many nodes a witness search settles at most when it weighs a node, and when it takes one out.
const SETTLED_WEIGHING: usize = 10;
const SETTLED_TAKING: usize = 60;
/// What a level counts beside 1,000 for as many arcs added as removed.
const LEVEL: u32 = 250;
/// Nodes a piece of parallel work.
const PIECE: usize = 256;

/// Builds the hierarchy of a graph. The same graph gives the same hierarchy whatever the number of threads.
///
/// `tell` is given the number of nodes taken out so far, now and then; where it answers `false`, the work is
/// abandoned and `None` comes back.
pub fn contract(graph: &Graph, tell: &dyn Fn(usize) -> bool) -> Option<Hierarchy> {
    let n = graph.n_nodes();
    let mut rounds = Rounds::new(graph);
    while rounds.remnant.n_nodes() > 0 {
        if !tell(n - rounds.remnant.n_nodes()) {
            return None;
        }
        rounds.next();
    }
    Some(Hierarchy::of_contraction(
        &rounds.nodes,
        &rounds.up,
        &rounds.down,
    ))
}

/// What is known of a node that remains.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Standing {
    /// One more than the highest level among neighbours already taken out.
    pub(super) level: u32,
    /// Less is taken out sooner.
    pub(super) priority: u32,
    /// Whether its surroundings have changed since it was weighed.
    pub(super) stale: bool,
}

struct Rounds {
    remnant: Remnant,
    /// The nodes taken out so far, in order, and their arcs to nodes that remained, by original numbers.
    nodes: Vec<u32>,
    up: Star,
    down: Star,
    witnesses: Vec<Mutex<Witness>>,
}

/// A shortcut between two nodes that remain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shortcut {
    pub(super) tail: u32,
    pub(super) head: u32,
    pub(super) weight: u32,
}

impl Rounds {
    fn new(graph: &Graph) -> Self {
        let remnant = Remnant::new(graph);
        let n = remnant.n_nodes();
        let witnesses = (0..rayon::current_num_threads())
            .map(|_| Mutex::new(Witness::new(n)))
            .collect();
        Self {
            remnant,
            nodes: Vec::with_capacity(n),
            up: Star::default(),
            down: Star::default(),
            witnesses,
        }
    }

    fn next(&mut self) {
        self.weigh();
        let turn = self.choose();
        let shortcuts = self.shortcuts(&turn);
        self.take_out(&turn, shortcuts);
    }

    /// Weighs the nodes whose surroundings have changed.
    fn weigh(&mut self) {
        let (remnant, witnesses) = (&self.remnant, &self.witnesses);
        let weighed: Vec<Option<u32>> = pieces(witnesses, remnant.n_nodes(), |witness, node| {
            let standing = remnant.standing[node as usize];
            standing.stale.then(|| {
                let mut added = 0;
                needed(
                    remnant,
                    witness,
                    node,
                    SETTLED_WEIGHING,
                    |_| true,
                    |_| added += 1,
                );
                priority(remnant, node, added)
            })
        });
        for (standing, priority) in self.remnant.standing.iter_mut().zip(weighed) {
            if let Some(priority) = priority {
                *standing = Standing {
                    priority,
                    stale: false,
                    ..*standing
                };
            }
        }
    }

    /// The nodes to be taken out now: each comes before all of its neighbours. For every node its turn, or `u32::MAX`.
    fn choose(&self) -> Vec<u32> {
        let remnant = &self.remnant;
        let key = |node: u32| {
            (
                remnant.standing[node as usize].priority,
                scatter(remnant.node[node as usize]),
            )
        };
        let first = |node: u32| {
            let mine = key(node);
            let neighbours = || remnant.out.at(node).iter().chain(remnant.into.at(node));
            neighbours().all(|it| mine < key(it.end))
        };
        let mut turn: Vec<u32> = (0..remnant.n_nodes() as u32)
            .into_par_iter()
            .with_min_len(PIECE)
            .map(|node| if first(node) { 0 } else { u32::MAX })
            .collect();
        for (next, it) in (0..).zip(turn.iter_mut().filter(|it| **it == 0)) {
            *it = next;
        }
        turn
    }

    /// The shortcuts that the chosen nodes leave behind. A witness may pass a node whose turn is later, as if nodes
    /// were taken out one by one, but none whose turn is sooner: two nodes must not each rely on the other.
    fn shortcuts(&self, turn: &[u32]) -> Vec<Shortcut> {
        let remnant = &self.remnant;
        let found: Vec<Vec<Shortcut>> =
            pieces(&self.witnesses, remnant.n_nodes(), |witness, node| {
                let mut found = Vec::new();
                let mine = turn[node as usize];
                if mine != u32::MAX {
                    let passes = |it: u32| turn[it as usize] > mine;
                    needed(remnant, witness, node, SETTLED_TAKING, passes, |it| {
                        found.push(it);
                    });
                }
                found
            });
        found.into_iter().flatten().collect()
    }

    fn take_out(&mut self, turn: &[u32], shortcuts: Vec<Shortcut>) {
        let remnant = &self.remnant;
        let original = |it: &Spoke| Spoke {
            end: remnant.node[it.end as usize],
            weight: it.weight,
        };
        for node in (0..remnant.n_nodes() as u32).filter(|it| turn[*it as usize] != u32::MAX) {
            self.nodes.push(remnant.node[node as usize]);
            self.up.push(remnant.out.at(node).iter().map(original));
            self.down.push(remnant.into.at(node).iter().map(original));
        }
        self.remnant.shrink(turn, shortcuts);
    }
}

/// Finds the shortcuts that are needed when a node goes.
fn needed(
    remnant: &Remnant,
    witness: &mut Witness,
    node: u32,
    settled: usize,
    passes: impl Fn(u32) -> bool,
    mut found: impl FnMut(Shortcut),
) {
    let (into, out) = (remnant.into.at(node), remnant.out.at(node));
    // Searches are made from the side where fewer are due.
    let backward = out.len() < into.len();
    let (starts, ends, star) = if backward {
        (out, into, &remnant.into)
    } else {
        (into, out, &remnant.out)
    };
    for start in starts {
        witness.run(star, *start, ends, settled, |it| it != node && passes(it));
        for end in ends
            .iter()
            .filter(|it| it.end != start.end && !witness.needless(it.end))
        {
            let weight = start.weight.saturating_add(end.weight);
            if weight < INFINITY {
                let (tail, head) = if backward {
                    (end.end, start.end)
                } else {
                    (start.end, end.end)
                };
                found(Shortcut { tail, head, weight });
            }
        }
    }
}

/// Arcs added for each arc removed, and the level: what keeps a hierarchy sparse and flat.
fn priority(remnant: &Remnant, node: u32, added: usize) -> u32 {
    let removed = remnant.out.at(node).len() + remnant.into.at(node).len();
    let quotient = added * 1000 / removed.max(1);
    u32::try_from(quotient)
        .unwrap_or(u32::MAX / 2)
        .saturating_add(remnant.standing[node as usize].level * LEVEL)
}

/// Asks a question of every node, in parallel, each thread with a witness search of its own.
fn pieces<T: Send>(
    witnesses: &[Mutex<Witness>],
    n_nodes: usize,
    ask: impl Fn(&mut Witness, u32) -> T + Sync,
) -> Vec<T> {
    (0..n_nodes as u32)
        .into_par_iter()
        .with_min_len(PIECE)
        .map(|node| {
            let thread = rayon::current_thread_index().unwrap_or(0);
            let mut witness = witnesses[thread].lock().expect("no search panics");
            ask(&mut witness, node)
        })
        .collect()
}

/// Breaks ties between nodes of equal priority without favouring a direction.
fn scatter(node: u32) -> u32 {
    let mixed = (node ^ (node >> 16)).wrapping_mul(0x7feb_352d);
    let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x846c_a68b);
    mixed ^ (mixed >> 16)
}
