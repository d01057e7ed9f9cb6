//! The nearest open site of every area for many configurations at once, by walking each area's sites from the nearest on.
//!
//! Sixty-four configurations go side by side, a bit each. At every site those that have it open and have met none before are
//! served; where a tenth of all sites are open, some fifty sites on everyone is. Going through all open sites takes six times as
//! long at England's size.

#![expect(
    clippy::inline_always,
    reason = "kernels must be compiled inside the function that chooses the widest instructions"
)]

use pulp::{Arch, NullaryFnOnce};
use rayon::prelude::*;

use super::lanes::{LANES, Lanes, NEVER};
use super::tiles::Tiles;
use crate::ids::{Id, SiteId};

/// Configurations that walk together: a bit of a word each.
pub(super) const TOGETHER: usize = 64;

/// As many of the nearest sites are kept of each area.
const KEPT: usize = 128;

/// For each place the sites that are nearest: time above, site below, the nearest first. Fewer are followed by `END`.
pub(super) struct Lists {
    n_sites: usize,
    entries: Vec<[u32; KEPT]>,
}

/// No site, and no time: the last of whoever has fewer sites than are kept.
const END: u32 = u32::MAX;

impl Lists {
    /// Whether walking pays for so many sites and so many of them open: the walk is as long as open sites are rare, and going
    /// through all of them as long as they are many. Walks end where lists do.
    pub(super) const fn pay(n_sites: usize, open: usize) -> bool {
        Self::fit(n_sites) && open * open > 5 * n_sites && open * KEPT > 8 * n_sites
    }

    /// Whether there are so many sites that lists are worth their room, and few enough to tell apart.
    pub(super) const fn fit(n_sites: usize) -> bool {
        n_sites >= 2 * KEPT && n_sites <= NEVER as usize
    }

    /// The lists of all places of some tiles.
    pub(super) fn of(tiles: &Tiles, n_rows: usize, n_sites: usize) -> Self {
        let row = |row: usize| {
            let tile = tiles.tile(row);
            (0..LANES)
                .into_par_iter()
                .map(move |lane| nearest_first(tile, lane))
        };
        Self {
            n_sites,
            entries: (0..n_rows).into_par_iter().flat_map(row).collect(),
        }
    }

    /// The nearest site of a place that is wanted, with its time; [`NEVER`] where there is none, and `None` where the list ends
    /// before one is met.
    pub(super) fn first(
        &self,
        place: usize,
        wanted: impl Fn(usize) -> bool,
    ) -> Option<(u16, usize)> {
        for entry in &self.entries[place] {
            let (time, site) = parts(*entry);
            if *entry == END || wanted(site) {
                return Some((time, site));
            }
        }
        None
    }

    /// The least times of up to 64 configurations, one after the other in `out`.
    pub(super) fn nearest(
        &self,
        arch: Arch,
        tiles: &Tiles,
        configurations: &[&[SiteId]],
        out: &mut [Lanes<u16>],
    ) {
        let mut open = vec![(0_u64, [NEVER; TOGETHER]); self.n_sites];
        for (bit, sites) in configurations.iter().enumerate() {
            for site in *sites {
                let (bits, away) = &mut open[site.place()];
                *bits |= 1 << bit;
                away[bit] = 0;
            }
        }
        arch.dispatch(Walk {
            lists: self,
            tiles,
            configurations,
            open: &open,
            out,
        });
    }
}

/// The time and the site of an entry; the last of all has no time.
#[inline(always)]
const fn parts(entry: u32) -> (u16, usize) {
    ((entry >> 16) as u16, (entry & 0xFFFF) as usize)
}

/// The sites of one place, the nearest first.
fn nearest_first(tile: &[Lanes<u16>], lane: usize) -> [u32; KEPT] {
    let sites = (0_u32..)
        .zip(tile)
        .filter(|(_, times)| times[lane] != NEVER);
    let entry = |(site, times): (u32, &Lanes<u16>)| u32::from(times[lane]) << 16 | site;
    let mut all: Vec<u32> = sites.map(entry).collect();
    if all.len() > KEPT {
        all.select_nth_unstable(KEPT);
        all.truncate(KEPT);
    }
    all.sort_unstable();
    let mut kept = [END; KEPT];
    kept[..all.len()].copy_from_slice(&all);
    kept
}

/// Which configurations have a site open: a bit each, and a number each that puts the site out of reach of the others.
type Open = (u64, [u16; TOGETHER]);

struct Walk<'a> {
    lists: &'a Lists,
    tiles: &'a Tiles,
    configurations: &'a [&'a [SiteId]],
    open: &'a [Open],
    out: &'a mut [Lanes<u16>],
}

impl NullaryFnOnce for Walk<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let (places, _) = self.lists.entries.as_chunks::<LANES>();
        let all = u64::MAX >> (TOGETHER - self.configurations.len());
        let mut found = [[NEVER; TOGETHER]; LANES];
        for (row, lists) in places.iter().enumerate() {
            for (lane, (list, found)) in lists.iter().zip(&mut found).enumerate() {
                let left = walk(list, self.open, all, found);
                if left != 0 {
                    // Further than the list goes: rare, and looked up site by site.
                    self.look_up(row, lane, left, found);
                }
            }
            let n_rows = places.len();
            for configuration in 0..self.configurations.len() {
                let least = &mut self.out[configuration * n_rows + row];
                for (least, found) in least.iter_mut().zip(&found) {
                    *least = found[configuration];
                }
            }
        }
    }
}

impl Walk<'_> {
    #[cold]
    fn look_up(&self, row: usize, lane: usize, left: u64, found: &mut [u16; TOGETHER]) {
        let tile = self.tiles.tile(row);
        for (bit, (sites, found)) in self.configurations.iter().zip(found).enumerate() {
            if left >> bit & 1 == 1 {
                let times = sites.iter().map(|it| tile[it.place()][lane]);
                *found = times.min().unwrap_or(NEVER);
            }
        }
    }
}

/// Serves configurations from the nearest site on. Those that the list does not serve are given back.
#[inline(always)]
fn walk(list: &[u32; KEPT], open: &[Open], all: u64, found: &mut [u16; TOGETHER]) -> u64 {
    let mut left = all;
    let mut least = [NEVER; TOGETHER];
    for entry in list {
        if *entry == END {
            // No site is left that has a time.
            left = 0;
            break;
        }
        let (time, site) = parts(*entry);
        let (bits, away) = &open[site];
        for (least, away) in least.iter_mut().zip(away) {
            // No later site is nearer, so that whoever is served stays served by the first.
            *least = (*least).min(time | *away);
        }
        left &= !bits;
        if left == 0 {
            break;
        }
    }
    *found = least;
    left
}
