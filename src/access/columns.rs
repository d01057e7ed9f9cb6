//! Sums along the columns of the travel times, which is where every weighted measure spends its time.
//!
//! Most pairs of a large study are too far apart to count: a few neighbours at a time are compared with the longest
//! journey that does, which a processor does at once, and what follows is a look-up a pair. A term that is left out is
//! zero, so that no sum is another without it. Sums add up in order of areas and of sites, so that they are the same to
//! the last bit.

use std::ops::{AddAssign, Range};

use rayon::prelude::*;

use super::blocks::{by_block, joined};
use super::near_pairs::{NearPairs, OfSite, Pairs};
use crate::ids::SiteId;
use crate::travel::TravelTimes;
use crate::units::Seconds;

/// Whole seconds of a journey, or that there is none, in a number that can be a row of a table: as
/// [`TravelTimes::as_kept`] has it.
#[derive(Clone, Copy)]
pub(super) struct Lasting(u16);

impl Lasting {
    /// How many rows a table needs that has one for every journey, and some, the last, for none.
    pub(super) const ROWS: usize = u16::MAX as usize + 1;

    /// The row in such a table.
    pub(super) const fn row(self) -> usize {
        self.0 as usize
    }

    /// How much longer it is than the shortest journey of its area; none where there is none.
    pub(super) fn beyond(self, shortest: Seconds) -> Self {
        if !self.is_within(TravelTimes::LONGEST) {
            return self;
        }
        let longer = u32::from(self.0).saturating_sub(shortest.get());
        Self(u16::try_from(longer).unwrap_or(u16::MAX))
    }

    /// Whether there is a journey and it takes at most as long.
    pub(super) fn is_within(self, cutoff: Seconds) -> bool {
        self.0 <= as_kept(cutoff)
    }
}

/// How many neighbours are compared at once.
pub(super) const NEIGHBOURS: usize = 64;

/// For each site in order the sum over areas of a term made of what is known of the area and the journey between them.
/// The term of a journey beyond `until` must be zero.
pub(super) fn per_site<A: Sync>(
    pairs: &impl Pairs,
    sites: impl IntoIterator<Item = SiteId>,
    areas: &[A],
    until: Seconds,
    term: impl Fn(&A, Lasting) -> f64 + Sync,
) -> Vec<f64> {
    let sites: Vec<SiteId> = sites.into_iter().collect();
    if let Some((near, places)) = near(pairs, &sites, until) {
        let sum = |place: &usize| {
            near.blocks().fold(0.0, |sum, (range, of_site)| {
                let areas = &areas[range];
                let journeys = of_site.at(*place).iter();
                journeys.fold(sum, |sum, (area, it)| {
                    sum + term(&areas[usize::from(*area)], Lasting(*it))
                })
            })
        };
        return places.par_iter().map(sum).collect();
    }
    let sum = |site: &SiteId| {
        let mut sum = 0.0;
        each_near(pairs.times().as_kept(*site), until, |from, journeys| {
            let terms = areas[from..].iter().zip(journeys);
            sum = terms.fold(sum, |sum, (area, it)| sum + term(area, Lasting(*it)));
        });
        sum
    };
    sites.par_iter().map(sum).collect()
}

/// For each area the sum over sites of a term made of what is known of the site, the area and the journey between them.
/// The term of a journey beyond `until` must be zero.
pub(super) fn per_area<S: Copy + Sync, A: Sync, T: AddAssign + Copy + Default + Send>(
    pairs: &impl Pairs,
    sites: impl IntoIterator<Item = (SiteId, S)>,
    areas: &[A],
    until: Seconds,
    term: impl Fn(S, &A, Lasting) -> T + Sync,
) -> Vec<T> {
    let (sites, known): (Vec<SiteId>, Vec<S>) = sites.into_iter().unzip();
    if let Some((near, places)) = near(pairs, &sites, until) {
        let sums = |(range, of_site): (Range<usize>, OfSite)| {
            let areas = &areas[range];
            let mut sums = vec![T::default(); areas.len()];
            for (site, place) in known.iter().zip(&places) {
                for (area, it) in of_site.at(*place) {
                    let area = usize::from(*area);
                    sums[area] += term(*site, &areas[area], Lasting(*it));
                }
            }
            sums
        };
        let blocks: Vec<_> = near.blocks().collect();
        return joined(blocks.into_par_iter().map(sums).collect());
    }
    by_block(pairs.times(), &sites, |block| {
        let (areas, mut sums) = (block.of(areas), vec![T::default(); block.len()]);
        for (site, column) in known.iter().zip(block.columns()) {
            each_near(column, until, |from, journeys| {
                let places = sums[from..].iter_mut().zip(&areas[from..]);
                places.zip(journeys).for_each(|((sum, area), it)| {
                    *sum += term(*site, area, Lasting(*it));
                });
            });
        }
        sums
    })
}

/// The near pairs, if they are known as far as some sites and journeys need them, and the places of the sites in them.
fn near<'a>(
    pairs: &'a impl Pairs,
    sites: &[SiteId],
    until: Seconds,
) -> Option<(&'a NearPairs<'a>, Vec<usize>)> {
    let near = pairs.near()?;
    Some((near, near.places(sites, until)?))
}

/// Hands on, in order, each few neighbours of a column with a journey among them that is within `until`, and the place of
/// the first. The last few, which no neighbours fill, are handed on in any case.
fn each_near(column: &[u16], until: Seconds, mut hand: impl FnMut(usize, &[u16])) {
    let until = as_kept(until);
    let (full, rest) = column.as_chunks::<NEIGHBOURS>();
    for (few, journeys) in full.iter().enumerate() {
        if any_within(journeys, until) {
            hand(few * NEIGHBOURS, journeys);
        }
    }
    hand(column.len() - rest.len(), rest);
}

/// Whether any of a few neighbours is within a time; without an early end, so that all are compared at once.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without an early end, all are compared at once"
)]
pub(super) fn any_within(times: &[u16], until: u16) -> bool {
    times.iter().fold(false, |any, it| any | (*it <= until))
}

/// Whether any of a few neighbours is nearer than what is known of it; without an early end, so that all are compared at
/// once.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without an early end, all are compared at once"
)]
pub(super) fn any_nearer(times: &[u16; NEIGHBOURS], known: &[u16; NEIGHBOURS]) -> bool {
    let pairs = times.iter().zip(known);
    pairs.fold(false, |any, (time, known)| any | (time < known))
}

/// A cutoff as times are kept: none of the reasons why there is no time is within it.
pub(super) fn as_kept(cutoff: Seconds) -> u16 {
    let cutoff = cutoff.min(TravelTimes::LONGEST);
    u16::try_from(cutoff.get()).unwrap_or(0)
}
