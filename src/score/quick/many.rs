//! Many configurations at once, on all threads.

#![expect(
    clippy::inline_always,
    reason = "kernels must be compiled inside the function that chooses the widest instructions"
)]

use pulp::NullaryFnOnce;
use rayon::prelude::*;

use super::lanes::{LANES, Lanes, NEVER};
use super::layout::{Quick, Scratch};
use super::lists::{Lists, TOGETHER};
use super::tiles::{Tiles, nearest_of};
use crate::ids::SiteId;

/// Times of so many bytes stay near a processor however many configurations go through them.
const NEAR: usize = 1 << 18;

impl Quick {
    /// The figures of many configurations, a row each in their order, each row in the order in which figures are wanted;
    /// NaN where one has no value. The same bytes on any number of threads.
    ///
    /// # Panics
    /// When a site is not of the case, or `out` has not as many numbers as configurations times figures.
    pub fn score_many<C: AsRef<[SiteId]> + Sync>(&self, configurations: &[C], out: &mut [f64]) {
        let width = self.wanted().len();
        assert_eq!(
            out.len(),
            width * configurations.len(),
            "a number for each figure of each configuration"
        );
        if width == 0 {
            return;
        }
        let batches = configurations.par_chunks(TOGETHER);
        let rows = out.par_chunks_mut(TOGETHER * width);
        batches.zip(rows).for_each_init(
            || (self.scratch(), Vec::new()),
            |(scratch, least), (batch, rows)| {
                let batch: Vec<&[SiteId]> = batch.iter().map(AsRef::as_ref).collect();
                self.score_batch(&batch, scratch, least, rows);
            },
        );
    }

    /// The lists of all areas, made when they are first of use.
    pub(super) fn lists(&self) -> &Lists {
        let lists = || Lists::of(&self.tiles, self.ground.n_rows(), self.n_sites);
        self.lists.get_or_init(lists)
    }

    /// Scores some configurations, whose times are looked up together where that is faster.
    fn score_batch(
        &self,
        batch: &[&[SiteId]],
        scratch: &mut Scratch,
        least: &mut Vec<Lanes<u16>>,
        rows: &mut [f64],
    ) {
        let (n_rows, width) = (self.ground.n_rows(), self.wanted().len());
        let each = batch.iter().zip(rows.chunks_exact_mut(width));
        if n_rows * self.n_sites * size_of::<Lanes<u16>>() <= NEAR {
            each.for_each(|(sites, row)| self.score_into(sites, scratch, row));
            return;
        }
        least.resize(n_rows * TOGETHER, [NEVER; LANES]);
        let open = batch.iter().map(|it| it.len()).sum::<usize>() / batch.len().max(1);
        if Lists::pay(self.n_sites, open) {
            let lists = self.lists();
            lists.nearest(self.arch, &self.tiles, batch, least);
        } else {
            self.arch.dispatch(Together {
                tiles: &self.tiles,
                batch,
                n_rows,
                out: least,
            });
        }
        for (at, (_, row)) in each.enumerate() {
            let least = &least[at * n_rows..][..n_rows];
            self.tell(least, &mut scratch.found, row);
        }
    }
}

/// Goes through the open sites of every configuration tile by tile, so that a tile is fetched once for all of them.
struct Together<'a> {
    tiles: &'a Tiles,
    batch: &'a [&'a [SiteId]],
    n_rows: usize,
    out: &'a mut [Lanes<u16>],
}

impl NullaryFnOnce for Together<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for row in 0..self.n_rows {
            let tile = self.tiles.tile(row);
            for (at, sites) in self.batch.iter().enumerate() {
                self.out[at * self.n_rows + row] = nearest_of(tile, sites);
            }
        }
    }
}
