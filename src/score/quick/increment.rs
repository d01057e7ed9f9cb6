//! One site opens or closes at a time: each area keeps its nearest and its second nearest open site.

use super::lanes::{LANES, Lanes, NEVER};
use super::layout::{Found, Quick};
use super::lists::Lists;
use crate::ids::{Id, SiteId};

/// No site at all.
const NONE: u32 = u32::MAX;

/// A configuration on a walk of openings and closings, and its figures at any step.
///
/// Opening looks at one time an area; closing looks again only at areas of which the site was nearest or second nearest. Of
/// equal times either site may be kept as the nearest: times are what figures are made of.
pub struct Increment<'a> {
    quick: &'a Quick,
    /// Each area's sites, the nearest first, where there are many sites.
    lists: Option<&'a Lists>,
    open: Vec<bool>,
    least: Vec<Lanes<u16>>,
    nearest: Vec<u32>,
    second: Vec<Lanes<u16>>,
    second_nearest: Vec<u32>,
    found: Found,
}

impl Quick {
    /// A walk that starts with every site closed.
    #[must_use]
    pub fn walk(&self) -> Increment<'_> {
        let places = self.ground.n_rows() * LANES;
        Increment {
            quick: self,
            lists: Lists::fit(self.n_sites).then(|| self.lists()),
            open: vec![false; self.n_sites],
            least: vec![[NEVER; LANES]; self.ground.n_rows()],
            nearest: vec![NONE; places],
            second: vec![[NEVER; LANES]; self.ground.n_rows()],
            second_nearest: vec![NONE; places],
            found: self.scratch().found,
        }
    }
}

impl Increment<'_> {
    /// Whether a site is open.
    ///
    /// # Panics
    /// When the site is not of the case.
    #[must_use]
    pub fn is_open(&self, site: SiteId) -> bool {
        self.open[site.place()]
    }

    /// Opens a site; nothing happens where it is open.
    ///
    /// # Panics
    /// When the site is not of the case.
    pub fn open(&mut self, site: SiteId) {
        if std::mem::replace(&mut self.open[site.place()], true) {
            return;
        }
        let number = number(site);
        let rows = self.least.iter_mut().zip(&mut self.second).enumerate();
        for (row, (least, second)) in rows {
            let times = &self.quick.tiles.tile(row)[site.place()];
            // Most sites are near nobody here.
            let nearer = times.iter().zip(&*second);
            if nearer.fold(0, |any, (time, second)| any | u16::from(time < second)) == 0 {
                continue;
            }
            for (lane, time) in times.iter().enumerate() {
                let at = row * LANES + lane;
                if *time < least[lane] {
                    (second[lane], self.second_nearest[at]) = (least[lane], self.nearest[at]);
                    (least[lane], self.nearest[at]) = (*time, number);
                } else if *time < second[lane] {
                    (second[lane], self.second_nearest[at]) = (*time, number);
                }
            }
        }
    }

    /// Closes a site; nothing happens where it is closed.
    ///
    /// # Panics
    /// When the site is not of the case.
    pub fn close(&mut self, site: SiteId) {
        if !std::mem::replace(&mut self.open[site.place()], false) {
            return;
        }
        let number = number(site);
        let open = (0..self.quick.n_sites).filter(|it| self.open[*it]);
        let open: Vec<SiteId> = open.map(SiteId::at).collect();
        for at in 0..self.nearest.len() {
            let (row, lane) = (at / LANES, at % LANES);
            if self.nearest[at] == number {
                self.least[row][lane] = self.second[row][lane];
                self.nearest[at] = self.second_nearest[at];
            } else if self.second_nearest[at] != number {
                continue;
            }
            let (time, site) = self.next(at, &open);
            (self.second[row][lane], self.second_nearest[at]) = (time, site);
        }
    }

    /// The nearest open site to a place but for its nearest.
    fn next(&self, at: usize, open: &[SiteId]) -> (u16, u32) {
        let but = self.nearest[at];
        let other = |site: usize| self.open[site] && number(SiteId::at(site)) != but;
        match self.lists.and_then(|it| it.first(at, other)) {
            Some((NEVER, _)) => (NEVER, NONE),
            Some((time, site)) => (time, number(SiteId::at(site))),
            None => nearest_but(but, self.quick.tiles.tile(at / LANES), at % LANES, open),
        }
    }

    /// The figures as the sites stand, in the order in which they are wanted; `None` where one has no value.
    pub fn score(&mut self) -> Vec<Option<f64>> {
        let mut row = vec![0.0; self.quick.wanted().len()];
        self.score_into(&mut row);
        let row = row.into_iter();
        row.map(|it| Some(it).filter(|it| !it.is_nan())).collect()
    }

    /// The same into a row of numbers, with NaN where a figure has no value.
    ///
    /// # Panics
    /// When the row has another length than the figures that are wanted.
    pub fn score_into(&mut self, row: &mut [f64]) {
        self.quick.tell(&self.least, &mut self.found, row);
    }
}

/// The nearest open site to a place but for one, the first of equals.
fn nearest_but(but: u32, tile: &[Lanes<u16>], lane: usize, open: &[SiteId]) -> (u16, u32) {
    let mut found = (NEVER, NONE);
    for site in open {
        let journey = tile[site.place()][lane];
        if journey < found.0 && number(*site) != but {
            found = (journey, number(*site));
        }
    }
    found
}

/// A site as a short number: ids are made of such.
fn number(site: SiteId) -> u32 {
    u32::try_from(site.place()).unwrap_or(NONE)
}
