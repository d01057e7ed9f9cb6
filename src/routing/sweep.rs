//! From some sources to all targets of a selection at once, many sources side by side (PHAST).
//!
//! Delling, D., Goldberg, A. V., Nowatzyk, A., Werneck, R. F. (2013), PHAST: hardware-accelerated shortest path trees,
//! Journal of Parallel and Distributed Computing 73(7),
//! [10.1016/j.jpdc.2012.02.007](https://doi.org/10.1016/j.jpdc.2012.02.007).

#![expect(
    clippy::inline_always,
    reason = "kernels must be compiled inside the function that chooses the widest instructions"
)]

use pulp::{Arch, NullaryFnOnce};

use crate::ids::NodeId;
use crate::routing::Weight;
use crate::routing::hierarchy::Hierarchy;
use crate::routing::lanes::{Label, Row};
use crate::routing::reachable::Reachable;
use crate::routing::selection::Selection;
use crate::routing::star::{Spoke, Star};
use crate::routing::step::Step;

/// A sweep of `N` lanes, one a source, kept by a thread and used again.
pub struct Sweep<'a, L, const N: usize> {
    hierarchy: &'a Hierarchy,
    arch: Arch,
    climb: Climb<L, N>,
    /// Rows of the climb that lie in the selection, by place.
    entries: Vec<(u32, u32)>,
    rows: Vec<Row<L, N>>,
}

/// Where a source stands: its lane, a node, and the weight that lies before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// Which lane the source has.
    pub lane: usize,
    /// A node at which its search starts; a source may have several.
    pub node: NodeId,
    /// What it costs to be there.
    pub weight: Weight,
}

impl<'a, L: Label, const N: usize> Sweep<'a, L, N> {
    /// A sweep over a hierarchy, at rest.
    #[must_use]
    pub fn new(hierarchy: &'a Hierarchy) -> Self {
        Self {
            hierarchy,
            arch: Arch::new(),
            climb: Climb::new(hierarchy.n_nodes()),
            entries: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Finds the least sums between every source and every target of a selection of the same hierarchy.
    ///
    /// # Panics
    /// When a lane is `N` or more, or a node is not in the hierarchy.
    pub fn run(&mut self, selection: &Selection, starts: &[Start]) {
        let (up, _) = selection.facing.stars(self.hierarchy);
        self.climb.collect(
            up,
            starts
                .iter()
                .map(|it| self.hierarchy.order().rank(it.node).get()),
        );
        for start in starts {
            let rank = self.hierarchy.order().rank(start.node).get();
            let label = &mut self.climb.row_of(rank).0[start.lane];
            *label = (*label).min(L::of(start.weight));
        }
        let climb = &mut self.climb;
        self.arch.dispatch(Relax { up, climb });
        self.entries.clear();
        // The climb runs from the lowest rank up, places from the highest down.
        for (turn, rank) in self.climb.ranks.iter().enumerate().rev() {
            let place = selection.place[*rank as usize];
            if place != 0 {
                self.entries.push((place - 1, turn as u32));
            }
        }
        if self.rows.len() < selection.n_nodes() {
            self.rows.resize(selection.n_nodes(), Row::FAR);
        }
        self.arch.dispatch(Descend {
            selection,
            entries: &self.entries,
            climb: &self.climb.rows,
            rows: &mut self.rows[..selection.n_nodes()],
        });
    }

    /// The bytes that a run over a selection cannot do without: every row written once, every arc read once.
    #[must_use]
    pub fn bytes(&self, selection: &Selection) -> usize {
        let places = selection.n_nodes() * size_of::<Row<L, N>>();
        places + selection.n_arcs() * size_of::<Spoke>()
    }

    /// The labels of a target in the last run, one a lane.
    #[must_use]
    #[inline(always)]
    pub fn row(&self, selection: &Selection, target: usize) -> Row<L, N> {
        row_of(&self.rows, selection, target)
    }

    /// How many nodes of a selection lie within a horizon of each source of the last run: targets, and what lies above
    /// them. Where the selection holds every node within the horizon, that is how many nodes each source reaches.
    #[must_use]
    pub fn count_within(&self, selection: &Selection, horizon: Weight) -> [u32; N] {
        let rows = &self.rows[..selection.n_nodes()];
        // What is too far is below no bound, not even one too great for the kind of label.
        let beyond = L::of(horizon.saturating_add(1));
        self.arch.dispatch(Count { rows, beyond })
    }

    /// Tells the labels of every target in the last run, in order of targets.
    pub fn tell(&self, selection: &Selection, each: impl FnMut(usize, &Row<L, N>)) {
        let rows = &self.rows;
        self.arch.dispatch(Tell {
            rows,
            selection,
            each,
        });
    }
}

#[inline(always)]
fn row_of<L: Label, const N: usize>(
    rows: &[Row<L, N>],
    selection: &Selection,
    target: usize,
) -> Row<L, N> {
    let mut row = Row::FAR;
    for spoke in selection.targets.at(target as u32) {
        row.take(&rows[spoke.end as usize], L::of(spoke.weight));
    }
    row
}

/// Gathers the labels of targets, in the widest instructions there are.
struct Tell<'a, L, const N: usize, F> {
    rows: &'a [Row<L, N>],
    selection: &'a Selection,
    each: F,
}

impl<L: Label, const N: usize, F: FnMut(usize, &Row<L, N>)> NullaryFnOnce for Tell<'_, L, N, F> {
    type Output = ();

    #[inline(always)]
    fn call(mut self) {
        for target in 0..self.selection.n_targets() {
            (self.each)(target, &row_of(self.rows, self.selection, target));
        }
    }
}

/// Counts labels below a bound, in counters as narrow as labels are so that no lane is wasted.
struct Count<'a, L, const N: usize> {
    rows: &'a [Row<L, N>],
    beyond: L,
}

impl<L: Label, const N: usize> NullaryFnOnce for Count<'_, L, N> {
    type Output = [u32; N];

    #[inline(always)]
    fn call(self) -> [u32; N] {
        let mut total = [0_u32; N];
        for some in self.rows.chunks(usize::from(u16::MAX)) {
            let mut count = [0_u16; N];
            for row in some {
                for (count, label) in count.iter_mut().zip(&row.0) {
                    *count = count.wrapping_add(u16::from(*label < self.beyond));
                }
            }
            for (total, count) in total.iter_mut().zip(count) {
                *total += u32::from(count);
            }
        }
        total
    }
}

/// All ranks that the sources can climb to, each after those below it.
struct Climb<L, const N: usize> {
    reachable: Reachable,
    /// For each rank its turn, where it was climbed to in this run.
    turn: Vec<u32>,
    ranks: Vec<u32>,
    rows: Vec<Row<L, N>>,
}

impl<L: Label, const N: usize> Climb<L, N> {
    fn new(n_nodes: usize) -> Self {
        Self {
            reachable: Reachable::new(n_nodes),
            turn: vec![0; n_nodes],
            ranks: Vec::new(),
            rows: Vec::new(),
        }
    }

    fn collect(&mut self, up: &Star, starts: impl Iterator<Item = u32>) {
        for start in starts {
            self.reachable.add(up, start);
        }
        self.reachable.take(&mut self.ranks);
        for (turn, rank) in (0..).zip(&self.ranks) {
            self.turn[*rank as usize] = turn;
        }
        self.rows.clear();
        self.rows.resize(self.ranks.len(), Row::FAR);
    }

    fn row_of(&mut self, rank: u32) -> &mut Row<L, N> {
        &mut self.rows[self.turn[rank as usize] as usize]
    }
}

/// Carries labels up the climb.
struct Relax<'a, L, const N: usize> {
    up: &'a Star,
    climb: &'a mut Climb<L, N>,
}

impl<L: Label, const N: usize> NullaryFnOnce for Relax<'_, L, N> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Climb {
            turn, ranks, rows, ..
        } = self.climb;
        for (mine, rank) in ranks.iter().enumerate() {
            let row = rows[mine];
            for spoke in self.up.at(*rank) {
                let above = turn[spoke.end as usize] as usize;
                rows[above].take(&row, L::of(spoke.weight));
            }
        }
    }
}

/// Carries labels down the selection.
struct Descend<'a, L, const N: usize> {
    selection: &'a Selection,
    entries: &'a [(u32, u32)],
    climb: &'a [Row<L, N>],
    rows: &'a mut [Row<L, N>],
}

impl<L: Label, const N: usize> NullaryFnOnce for Descend<'_, L, N> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self {
            selection,
            entries,
            climb,
            rows,
        } = self;
        let Selection { steps, first, .. } = selection;
        let mut next = 0;
        for (place, turn) in entries {
            let place = *place as usize;
            let mine = first[place] as usize..first[place + 1] as usize;
            let before = first[next] as usize..mine.start;
            flow(rows, &steps[before], next);
            let mut row = climb[*turn as usize];
            for step in &steps[mine] {
                row.step(rows, step);
            }
            rows[place] = row;
            next = place + 1;
        }
        flow(rows, &steps[first[next] as usize..], next);
    }
}

/// Takes in step after step, the first of which begins a place. Nothing is decided on the way: how many arcs lead to a
/// place is as good as random, and a processor that guesses it wrong at every place loses more time than the sums take.
/// The row at hand is written after each step, so that what stands at a place in the end is the least over all of its
/// arcs.
#[inline(always)]
fn flow<L: Label, const N: usize>(rows: &mut [Row<L, N>], steps: &[Step], place: usize) {
    let mut row = Row::<L, N>::FAR;
    let mut here = place.wrapping_sub(1);
    for step in steps {
        here = here.wrapping_add(step.first() as usize);
        row.raise(step.first());
        row.step(rows, step);
        rows[here] = row;
    }
}
