//! The pairs of areas and sites that are near each other, found once for every measure that sums over them.
//!
//! Of a nation's ten million pairs one in thirty lies within an hour. A measure that looks for these among all reads
//! every time there is; a dozen measures of one configuration need them a score of times.

use std::ops::Range;

use super::blocks::{AREAS, Block, each_block, each_once};
use super::columns::{NEIGHBOURS, any_within, as_kept};
use crate::ids::SiteId;
use crate::travel::TravelTimes;
use crate::units::Seconds;

/// The journeys a measure may sum over: all travel times, or beside them those of [`NearPairs`].
pub trait Pairs: Sync {
    /// All of them.
    fn times(&self) -> &TravelTimes;

    /// Those of near pairs, where they are known.
    fn near(&self) -> Option<&NearPairs<'_>>;
}

impl Pairs for TravelTimes {
    fn times(&self) -> &TravelTimes {
        self
    }

    fn near(&self) -> Option<&NearPairs<'_>> {
        None
    }
}

/// The journeys between all areas and some sites that take no longer than a time, which is inclusive. Whatever is asked
/// of further sites or longer journeys is answered from all travel times, so that no sum is another.
///
/// ```
/// use fairreach::access::{NearPairs, Supply, cumulative};
/// use fairreach::{ids::{Id, SiteId}, travel::TravelTimes, units::Seconds};
/// let minutes = |it| Seconds::from_minutes(it);
/// let times = TravelTimes::from_columns(2, vec![vec![Ok(minutes(15)), Ok(minutes(40))]]);
/// let supply = Supply::alike([SiteId::at(0)], 300.0)?;
/// let near = NearPairs::within(&times, supply.sites(), minutes(30));
/// for cutoff in [10, 20, 30, 50].map(minutes) {
///     assert_eq!(cumulative(&near, &supply, cutoff), cumulative(&times, &supply, cutoff));
/// }
/// # Ok::<(), fairreach::access::NoQuantity>(())
/// ```
#[derive(Clone, Debug)]
pub struct NearPairs<'a> {
    times: &'a TravelTimes,
    sites: Vec<SiteId>,
    until: Seconds,
    blocks: Vec<NearBlock>,
}

/// The near pairs of some neighbouring areas.
#[derive(Clone, Debug)]
struct NearBlock {
    /// Where the pairs of each site begin, and where those of the last end.
    starts: Vec<usize>,
    /// Site by site the place of an area within the block and the time, as it is kept; areas in order.
    pairs: Vec<(u16, u16)>,
}

impl Pairs for NearPairs<'_> {
    fn times(&self) -> &TravelTimes {
        self.times
    }

    fn near(&self) -> Option<&NearPairs<'_>> {
        Some(self)
    }
}

impl<'a> NearPairs<'a> {
    /// Looks for the pairs of some sites within a time.
    #[must_use]
    pub fn within(
        times: &'a TravelTimes,
        sites: impl IntoIterator<Item = SiteId>,
        until: Seconds,
    ) -> Self {
        let sites = each_once(sites);
        Self {
            times,
            until,
            blocks: each_block(times, &sites, |block| near_in(block, until)),
            sites,
        }
    }

    /// The places of some sites among its own, if it knows all their journeys of such a length.
    pub(super) fn places(&self, sites: &[SiteId], until: Seconds) -> Option<Vec<usize>> {
        if until.min(TravelTimes::LONGEST) > self.until {
            return None;
        }
        let place = |site: &SiteId| self.sites.binary_search(site).ok();
        sites.iter().map(place).collect()
    }

    /// The areas of each block, and of each site at a place its near pairs among them.
    pub(super) fn blocks(&self) -> impl ExactSizeIterator<Item = (Range<usize>, OfSite<'_>)> {
        let n_areas = self.times.n_areas();
        self.blocks.iter().enumerate().map(move |(number, block)| {
            let areas = number * AREAS..((number + 1) * AREAS).min(n_areas);
            (areas, OfSite(block))
        })
    }
}

/// What a block knows of each site.
#[derive(Clone, Copy)]
pub(super) struct OfSite<'a>(&'a NearBlock);

impl<'a> OfSite<'a> {
    /// The areas near a site by their places in the block, in order, and the journeys as they are kept.
    pub(super) fn at(self, place: usize) -> &'a [(u16, u16)] {
        &self.0.pairs[self.0.starts[place]..self.0.starts[place + 1]]
    }
}

fn near_in(block: &Block, until: Seconds) -> NearBlock {
    let until = as_kept(until);
    let (mut starts, mut pairs) = (vec![0], Vec::new());
    for column in block.columns() {
        for (from, times) in (0..).step_by(NEIGHBOURS).zip(column.chunks(NEIGHBOURS)) {
            // Most neighbours are far from most sites.
            if any_within(times, until) {
                let places = (from..).zip(times);
                pairs.extend(places.filter(|it| *it.1 <= until).map(|(at, it)| (at, *it)));
            }
        }
        starts.push(pairs.len());
    }
    NearBlock { starts, pairs }
}
