//! A contraction hierarchy: shared, never altered.

use crate::routing::order::NodeOrder;
use crate::routing::star::{Spoke, Star};

/// The arcs of a graph and its shortcuts, each with the lower of its two ends, by rank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hierarchy {
    order: NodeOrder,
    /// The arcs out of each rank, to higher ranks.
    up: Star,
    /// The arcs into each rank, from higher ranks.
    down: Star,
}

impl Hierarchy {
    /// From nodes in the order in which they were taken out, with the arcs that each had then.
    pub(super) fn of_contraction(nodes: &[u32], up: &Star, down: &Star) -> Self {
        let taken = NodeOrder::of_nodes(nodes.to_vec()).expect("every node is taken out once");
        let order = descent(&taken, up, down);
        let by_rank = |star: &Star| {
            let mut fresh = Star {
                first: Vec::with_capacity(nodes.len() + 1),
                spokes: Vec::with_capacity(star.spokes.len()),
            };
            fresh.first.push(0);
            for node in order.nodes() {
                let spokes = star.at(taken.rank_of(*node)).iter();
                fresh.push(spokes.map(|it| Spoke {
                    end: order.rank_of(it.end),
                    weight: it.weight,
                }));
            }
            fresh
        };
        let (up, down) = (by_rank(up), by_rank(down));
        Self { order, up, down }
    }

    /// From what was kept, each arc with its lower end.
    pub(super) const fn of_stars(order: NodeOrder, up: Star, down: Star) -> Self {
        Self { order, up, down }
    }

    /// Which node has which rank.
    #[must_use]
    pub const fn order(&self) -> &NodeOrder {
        &self.order
    }

    /// How many nodes there are.
    #[must_use]
    pub fn n_nodes(&self) -> usize {
        self.order.n_nodes()
    }

    /// How many arcs there are, shortcuts included.
    #[must_use]
    pub fn n_arcs(&self) -> usize {
        self.up.spokes.len() + self.down.spokes.len()
    }

    pub(super) const fn up(&self) -> &Star {
        &self.up
    }

    pub(super) const fn down(&self) -> &Star {
        &self.down
    }
}

/// An order in which every arc still leads upward and those who share ancestors stand together: a walk down from the
/// top, depth first, read from its end. A sweep then finds most tails it needs in the cache.
fn descent(taken: &NodeOrder, up: &Star, down: &Star) -> NodeOrder {
    let (n, nodes) = (taken.n_nodes(), taken.nodes());
    // For each node its lower neighbours, by turn.
    let pairs = (0..n as u32).flat_map(|low| {
        up.at(low)
            .iter()
            .chain(down.at(low))
            .map(move |it| (it.end, low))
    });
    let lower = Star::of(
        n,
        pairs.map(|(high, low)| {
            (
                high,
                Spoke {
                    end: low,
                    weight: 0,
                },
            )
        }),
    );
    let mut due: Vec<u32> = (0..n)
        .map(|low| (up.at(low as u32).len() + down.at(low as u32).len()) as u32)
        .collect();
    let mut order = Vec::with_capacity(n);
    let mut stack: Vec<u32> = (0..n as u32).filter(|it| due[*it as usize] == 0).collect();
    while let Some(high) = stack.pop() {
        order.push(nodes[high as usize]);
        for low in lower.at(nodes[high as usize]) {
            let due = &mut due[low.end as usize];
            *due -= 1;
            if *due == 0 {
                stack.push(low.end);
            }
        }
    }
    order.reverse();
    NodeOrder::of_nodes(order).expect("every node is taken out once")
}
