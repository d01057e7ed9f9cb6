//! The times of some sites, a block of areas at a time: small enough to stay near the processor while the sites go by,
//! and the unit in which the work is shared out among threads.
//!
//! A block never knows of another one, and blocks are put together in order, so that every figure is the same on any
//! number of threads.

use std::ops::Range;

use rayon::prelude::*;

use crate::ids::SiteId;
use crate::travel::TravelTimes;

/// How many areas a block has: a few kilobytes for each number that is kept of them.
pub(super) const AREAS: usize = 2_048;

/// Some neighbours in the list of areas, and the sites in order.
pub(super) struct Block<'a> {
    times: &'a TravelTimes,
    sites: &'a [SiteId],
    areas: Range<usize>,
}

impl<'a> Block<'a> {
    /// How many areas it has.
    pub(super) fn len(&self) -> usize {
        self.areas.len()
    }

    /// What is known of its areas, from what is known of all.
    pub(super) fn of<'b, A>(&self, areas: &'b [A]) -> &'b [A] {
        &areas[self.areas.clone()]
    }

    /// The times of each site in turn, as they are kept ([`TravelTimes::as_kept`]).
    pub(super) fn columns(&self) -> impl Iterator<Item = &'a [u16]> {
        let areas = self.areas.clone();
        let sites = self.sites.iter();
        sites.map(move |site| &self.times.as_kept(*site)[areas.clone()])
    }
}

/// What is made of each block, an answer an area, put together in order of areas.
pub(super) fn by_block<T: Send>(
    times: &TravelTimes,
    sites: &[SiteId],
    answers: impl Fn(&Block) -> Vec<T> + Sync,
) -> Vec<T> {
    joined(each_block(times, sites, answers))
}

/// What is made of each block, in order.
pub(super) fn each_block<T: Send>(
    times: &TravelTimes,
    sites: &[SiteId],
    make: impl Fn(&Block) -> T + Sync,
) -> Vec<T> {
    let n_areas = times.n_areas();
    let block = |number: usize| Block {
        times,
        sites,
        areas: number * AREAS..((number + 1) * AREAS).min(n_areas),
    };
    (0..n_areas.div_ceil(AREAS))
        .into_par_iter()
        .map(|number| make(&block(number)))
        .collect()
}

/// The answers of blocks, one after the other.
pub(super) fn joined<T>(blocks: Vec<Vec<T>>) -> Vec<T> {
    let mut all = Vec::with_capacity(blocks.iter().map(Vec::len).sum());
    for block in blocks {
        all.extend(block);
    }
    all
}

/// Sites in order, each once however often it was named.
pub(super) fn each_once(sites: impl IntoIterator<Item = SiteId>) -> Vec<SiteId> {
    let mut sites: Vec<SiteId> = sites.into_iter().collect();
    sites.sort_unstable();
    sites.dedup();
    sites
}
