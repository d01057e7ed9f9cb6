//! The nearest open site of every area, by going through the times of all open sites.

#![expect(
    clippy::inline_always,
    reason = "kernels must be compiled inside the function that chooses the widest instructions"
)]

use pulp::{Arch, NullaryFnOnce};
use rayon::prelude::*;

use super::lanes::{LANES, Lanes, NEVER};
use crate::ids::{AreaId, Id, SiteId};
use crate::travel::TravelTimes;

/// Times as tiles: for a row of areas the times of every site, then the next row. A configuration takes some rows of each
/// tile and keeps what is least in one register.
pub(super) struct Tiles {
    n_sites: usize,
    rows: Vec<Lanes<u16>>,
}

impl Tiles {
    /// Tiles of areas in rows of lanes, from the times of each site in order of areas. A site without times serves nobody;
    /// where no area is, the journey takes none.
    pub(super) fn new(areas: &[Option<AreaId>], columns: &[&[u16]], n_sites: usize) -> Self {
        let mut rows = vec![[NEVER; LANES]; areas.len() / LANES * n_sites];
        let tiles = rows.par_chunks_exact_mut(n_sites.max(1));
        tiles
            .zip(areas.par_chunks_exact(LANES))
            .for_each(|(tile, areas)| {
                for (times, column) in tile.iter_mut().zip(columns) {
                    for (time, area) in times.iter_mut().zip(areas) {
                        *time = area.map_or(0, |area| kept(column[area.place()]));
                    }
                }
            });
        Self { n_sites, rows }
    }

    /// The times of one row of areas, a row a site.
    pub(super) fn tile(&self, row: usize) -> &[Lanes<u16>] {
        &self.rows[row * self.n_sites..][..self.n_sites]
    }

    /// The least time of each area to some sites.
    pub(super) fn nearest(&self, arch: Arch, sites: &[SiteId], least: &mut [Lanes<u16>]) {
        arch.dispatch(Nearest {
            tiles: self,
            sites,
            least,
        });
    }
}

struct Nearest<'a> {
    tiles: &'a Tiles,
    sites: &'a [SiteId],
    least: &'a mut [Lanes<u16>],
}

impl NullaryFnOnce for Nearest<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for (row, least) in self.least.iter_mut().enumerate() {
            *least = nearest_of(self.tiles.tile(row), self.sites);
        }
    }
}

/// The least of the rows of some sites.
#[inline(always)]
pub(super) fn nearest_of(tile: &[Lanes<u16>], sites: &[SiteId]) -> Lanes<u16> {
    let mut least = [NEVER; LANES];
    for site in sites {
        for (least, time) in least.iter_mut().zip(&tile[site.place()]) {
            *least = (*least).min(*time);
        }
    }
    least
}

/// A time, or [`NEVER`] for any reason why there is none.
fn kept(time: u16) -> u16 {
    if TravelTimes::decode(time).is_ok() {
        time
    } else {
        NEVER
    }
}
