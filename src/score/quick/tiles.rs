//! The nearest open site of every area, by going through the times of all open sites.

use pulp::{Arch, NullaryFnOnce};

use super::lanes::{Lanes, NEVER};
use crate::ids::{Id, SiteId};

/// Times as tiles: for a row of areas the times of every site, then the next row. A configuration takes some rows of each
/// tile and keeps what is least in one register.
pub(super) struct Tiles {
    n_sites: usize,
    rows: Vec<Lanes<u16>>,
}

impl Tiles {
    /// Tiles of so many rows of areas, each filled by `time` of the area's place in the layout and the site.
    pub(super) fn new(n_rows: usize, n_sites: usize, time: impl Fn(usize, usize) -> u16) -> Self {
        let at = |row: usize, site: usize| {
            std::array::from_fn(|lane| time(row * super::lanes::LANES + lane, site))
        };
        let rows = (0..n_rows).flat_map(|row| (0..n_sites).map(move |site| (row, site)));
        Self {
            n_sites,
            rows: rows.map(|(row, site)| at(row, site)).collect(),
        }
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
    let mut least = [NEVER; super::lanes::LANES];
    for site in sites {
        for (least, time) in least.iter_mut().zip(&tile[site.place()]) {
            *least = (*least).min(*time);
        }
    }
    least
}
