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
use crate::routing::remnant::{Remnant, Shortcut, Standing};
use crate::routing::star::{Spoke, Star};
use crate::routing::witness::{Ways, Witness};
use crate::routing::{Graph, INFINITY};

/// How many nodes a witness search settles at most when it weighs a node, and when it takes one out: few, since paths
/// of two arcs are tried before. More settled gives hardly fewer shortcuts.
const SETTLED_WEIGHING: usize = 10;
const SETTLED_TAKING: usize = 60;
/// Nodes a piece of parallel work.
const PIECE: usize = 32;
/// With more arcs than this a node is weighed by paths of two arcs alone.
const DENSE: usize = 14;
/// Priorities looked at to find the front.
const SAMPLE: usize = 100_000;
/// Of a hundred nodes, how many are at the front of a round.
const FRONT: usize = 80;

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

struct Rounds {
    remnant: Remnant,
    /// The nodes taken out so far, in order, and their arcs to nodes that remained, by original numbers.
    nodes: Vec<u32>,
    up: Star,
    down: Star,
    witnesses: Vec<Mutex<Witness>>,
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
        let cutoff = self.cutoff();
        self.weigh(cutoff);
        let chosen = self.choose(cutoff);
        let mut turn = vec![u32::MAX; self.remnant.n_nodes()];
        for (place, node) in (0..).zip(&chosen) {
            turn[*node as usize] = place;
        }
        let shortcuts = self.shortcuts(&chosen, &turn);
        self.take_out(&chosen, &turn, shortcuts);
    }

    /// The priority that a part of the nodes do not exceed: only they are weighed and taken out in this round.
    fn cutoff(&self) -> u32 {
        let all = &self.remnant.standing;
        // A sample in place of all, as large as it is, changes nothing that matters.
        let mut some: Vec<u32> = all
            .iter()
            .step_by(all.len() / SAMPLE + 1)
            .map(Standing::priority)
            .collect();
        let place = some.len() * FRONT / 100;
        *some.select_nth_unstable(place).1
    }

    /// Weighs those at the front whose surroundings have changed.
    fn weigh(&mut self, cutoff: u32) {
        let remnant = &self.remnant;
        let stale: Vec<u32> = numbers(&remnant.standing, |it| it.stale && it.priority() <= cutoff);
        let added: Vec<u32> = pieces(&self.witnesses, &stale, |witness, node| {
            let mut added = 0;
            let arcs = remnant.out.at(node).len() + remnant.into.at(node).len();
            let settled = if arcs > DENSE { 0 } else { SETTLED_WEIGHING };
            needed(remnant, witness, node, settled, |_| true, |_| added += 1);
            added
        });
        for (node, added) in stale.into_iter().zip(added) {
            self.remnant.weighed(node, added);
        }
    }

    /// The nodes to be taken out now: those at the front that come before all of their neighbours.
    fn choose(&self, cutoff: u32) -> Vec<u32> {
        let remnant = &self.remnant;
        let key = |node: u32| {
            let standing = remnant.standing[node as usize];
            (standing.priority(), scatter(remnant.node[node as usize]))
        };
        let front = numbers(&remnant.standing, |it| !it.stale && it.priority() <= cutoff);
        let first = |node: &u32| {
            let mine = key(*node);
            let neighbours = || remnant.out.at(*node).iter().chain(remnant.into.at(*node));
            neighbours().all(|it| mine < key(it.end))
        };
        front
            .into_par_iter()
            .with_min_len(PIECE)
            .filter(first)
            .collect()
    }

    /// The shortcuts that the chosen nodes leave behind. A witness may pass a node whose turn is later, as if nodes
    /// were taken out one by one, but none whose turn is sooner: two nodes must not each rely on the other.
    fn shortcuts(&self, chosen: &[u32], turn: &[u32]) -> Vec<Shortcut> {
        let remnant = &self.remnant;
        let found: Vec<Vec<Shortcut>> = pieces(&self.witnesses, chosen, |witness, node| {
            let mine = turn[node as usize];
            let passes = |it: u32| turn[it as usize] > mine;
            let mut found = Vec::new();
            needed(remnant, witness, node, SETTLED_TAKING, passes, |it| {
                found.push(it);
            });
            found
        });
        found.into_iter().flatten().collect()
    }

    fn take_out(&mut self, chosen: &[u32], turn: &[u32], shortcuts: Vec<Shortcut>) {
        let remnant = &self.remnant;
        let original = |it: &Spoke| Spoke {
            end: remnant.node[it.end as usize],
            weight: it.weight,
        };
        for node in chosen {
            self.nodes.push(remnant.node[*node as usize]);
            self.up.push(remnant.out.at(*node).iter().map(original));
            self.down.push(remnant.into.at(*node).iter().map(original));
        }
        if !chosen.is_empty() {
            self.remnant.shrink(turn, shortcuts);
        }
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
    let (starts, ends) = if backward { (out, into) } else { (into, out) };
    let (onward, back) = if backward {
        (&remnant.into, &remnant.out)
    } else {
        (&remnant.out, &remnant.into)
    };
    for start in starts {
        let ways = Ways {
            start: *start,
            ends,
            onward,
            back,
        };
        witness.run(ways, settled, |it| it != node && passes(it));
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

/// Asks a question of some nodes, in parallel, each thread with a witness search of its own.
fn pieces<T: Send>(
    witnesses: &[Mutex<Witness>],
    nodes: &[u32],
    ask: impl Fn(&mut Witness, u32) -> T + Sync,
) -> Vec<T> {
    nodes
        .par_iter()
        .with_min_len(PIECE)
        .map(|node| {
            let thread = rayon::current_thread_index().unwrap_or(0);
            let mut witness = witnesses[thread].lock().expect("no search panics");
            ask(&mut witness, *node)
        })
        .collect()
}

/// The nodes of a kind.
fn numbers(standing: &[Standing], kind: impl Fn(&Standing) -> bool) -> Vec<u32> {
    (0..)
        .zip(standing)
        .filter(|(_, it)| kind(it))
        .map(|(node, _)| node)
        .collect()
}

/// Breaks ties between nodes of equal priority without favouring a direction.
fn scatter(node: u32) -> u32 {
    let mixed = (node ^ (node >> 16)).wrapping_mul(0x7feb_352d);
    let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x846c_a68b);
    mixed ^ (mixed >> 16)
}
