//! The times of each area to the open sites side by side: [`TravelTimes`] keeps a column a site, but who chooses among
//! sites walks along a row.

use crate::ids::SiteId;
use crate::travel::TravelTimes;
use crate::units::Seconds;

/// The times of each area to some sites, a row an area.
pub(super) struct Rows {
    n_sites: usize,
    seconds: Vec<u16>,
}

impl Rows {
    /// No time; beyond [`TravelTimes::LONGEST`].
    const NONE: u16 = u16::MAX;

    /// The rows of some sites, whose places in the list are theirs in a row.
    pub(super) fn of(times: &TravelTimes, sites: &[SiteId]) -> Self {
        let n_sites = sites.len();
        let mut seconds = vec![Self::NONE; times.n_areas() * n_sites];
        for (place, site) in sites.iter().enumerate() {
            let cells = seconds.iter_mut().skip(place).step_by(n_sites);
            for (cell, time) in cells.zip(times.column(*site)) {
                let whole = time.ok().and_then(|it| u16::try_from(it.get()).ok());
                *cell = whole.unwrap_or(Self::NONE);
            }
        }
        Self { n_sites, seconds }
    }

    /// The time from an area to the site at a place in the list, where there is one.
    pub(super) fn time(&self, area: usize, place: usize) -> Option<Seconds> {
        told(self.seconds[area * self.n_sites + place])
    }

    /// Places and times of the sites that an area reaches.
    pub(super) fn reached(&self, area: usize) -> impl Iterator<Item = (usize, Seconds)> {
        let row = &self.seconds[area * self.n_sites..][..self.n_sites];
        row.iter()
            .enumerate()
            .filter_map(|(place, it)| Some((place, told(*it)?)))
    }
}

fn told(seconds: u16) -> Option<Seconds> {
    (seconds != Rows::NONE).then(|| Seconds::new(u32::from(seconds)))
}
