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
use crate::routing::selection::Selection;
use crate::routing::star::{Spoke, Star};

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
        for (turn, rank) in (0..).zip(&self.climb.ranks) {
            let place = selection.place[*rank as usize];
            if place != 0 {
                self.entries.push((place - 1, turn));
            }
        }
        self.entries.sort_unstable();
        if self.rows.len() < selection.n_nodes() {
            self.rows.resize(selection.n_nodes(), Row::FAR);
        }
        self.arch.dispatch(Descend {
            into: &selection.into,
            entries: &self.entries,
            climb: &self.climb.rows,
            rows: &mut self.rows[..selection.n_nodes()],
        });
    }

    /// The bytes that a run over a selection cannot do without: every row written once, every arc read once.
    #[must_use]
    pub fn bytes(&self, selection: &Selection) -> usize {
        let places = selection.n_nodes() * (size_of::<Row<L, N>>() + size_of::<u32>());
        places + selection.n_arcs() * size_of::<Spoke>()
    }

    /// The labels of a target in the last run, one a lane.
    #[must_use]
    #[inline(always)]
    pub fn row(&self, selection: &Selection, target: usize) -> Row<L, N> {
        row_of(&self.rows, selection, target)
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

/// All ranks that the sources can climb to, each after those below it.
struct Climb<L, const N: usize> {
    /// For each rank one more than its turn, or 0.
    turn: Vec<u32>,
    ranks: Vec<u32>,
    rows: Vec<Row<L, N>>,
    stack: Vec<(u32, u32)>,
}

impl<L: Label, const N: usize> Climb<L, N> {
    fn new(n_nodes: usize) -> Self {
        Self {
            turn: vec![0; n_nodes],
            ranks: Vec::new(),
            rows: Vec::new(),
            stack: Vec::new(),
        }
    }

    fn collect(&mut self, up: &Star, starts: impl Iterator<Item = u32>) {
        for rank in self.ranks.drain(..) {
            self.turn[rank as usize] = 0;
        }
        for start in starts {
            self.visit(up, start);
        }
        // Visited last is lowest; turns run from the lowest up.
        self.ranks.reverse();
        for (turn, rank) in (1..).zip(&self.ranks) {
            self.turn[*rank as usize] = turn;
        }
        self.rows.clear();
        self.rows.resize(self.ranks.len(), Row::FAR);
    }

    fn visit(&mut self, up: &Star, start: u32) {
        if self.turn[start as usize] != 0 {
            return;
        }
        self.turn[start as usize] = 1;
        self.stack.push((start, up.first[start as usize]));
        while let Some((rank, next)) = self.stack.last_mut() {
            if *next < up.first[*rank as usize + 1] {
                let above = up.spokes[*next as usize].end;
                *next += 1;
                if self.turn[above as usize] == 0 {
                    self.turn[above as usize] = 1;
                    self.stack.push((above, up.first[above as usize]));
                }
                continue;
            }
            let rank = *rank;
            self.stack.pop();
            self.ranks.push(rank);
        }
    }

    fn row_of(&mut self, rank: u32) -> &mut Row<L, N> {
        &mut self.rows[self.turn[rank as usize] as usize - 1]
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
                let above = turn[spoke.end as usize] as usize - 1;
                rows[above].take(&row, L::of(spoke.weight));
            }
        }
    }
}

/// Carries labels down the selection.
struct Descend<'a, L, const N: usize> {
    into: &'a Star,
    entries: &'a [(u32, u32)],
    climb: &'a [Row<L, N>],
    rows: &'a mut [Row<L, N>],
}

impl<L: Label, const N: usize> NullaryFnOnce for Descend<'_, L, N> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self {
            into,
            entries,
            climb,
            rows,
        } = self;
        let mut entries = entries.iter();
        let mut entry = entries.next();
        let mut spokes = into.spokes.as_slice();
        for (place, ends) in into.first.windows(2).enumerate() {
            let mut row = match entry {
                Some((at, turn)) if *at as usize == place => {
                    entry = entries.next();
                    climb[*turn as usize]
                }
                _ => Row::FAR,
            };
            let (mine, rest) = spokes.split_at((ends[1] - ends[0]) as usize);
            spokes = rest;
            for spoke in mine {
                row.take(&rows[spoke.end as usize], L::of(spoke.weight));
            }
            rows[place] = row;
        }
    }
}
