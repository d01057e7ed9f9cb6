//! The nearest open site of each area.

use std::fmt;

use super::blocks::{Block, by_block, each_once};
use super::columns::{NEIGHBOURS, any_nearer};
use crate::ids::{AreaId, Column, SiteId};
use crate::travel::{TravelTimes, Unreached};
use crate::units::Seconds;

/// The nearest open site of an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// How long the journey takes.
    pub time: Seconds,
    /// Where it leads.
    pub site: SiteId,
}

/// Why an area has no nearest site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unserved {
    /// No open site offers the service.
    NoOpenSite,
    /// The case has no times by the mode asked for.
    NoTimes,
    /// There are such sites, but none has a time; the reason that says most about the area.
    Unreached(Unreached),
}

impl Unserved {
    /// The reason's word in tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoOpenSite => "no_open_site",
            Self::NoTimes => "no_times",
            Self::Unreached(reason) => reason.word(),
        }
    }

    /// The reason in a sentence, after "2 areas are".
    #[must_use]
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::NoOpenSite => "without any open site that offers the service",
            Self::NoTimes => "without any travel times by this mode",
            Self::Unreached(Unreached::AreaUnlinked) => "too far from any road",
            Self::Unreached(Unreached::SiteUnlinked) => {
                "left with open sites that are too far from any road"
            }
            Self::Unreached(Unreached::NoPath) => "without a way to any open site",
            Self::Unreached(Unreached::BeyondHorizon) => {
                "beyond the longest journey that was looked for"
            }
        }
    }

    /// Of two reasons for one area, the one that says more about the area itself.
    fn telling(self) -> u8 {
        match self {
            Self::Unreached(Unreached::AreaUnlinked) => 4,
            Self::Unreached(Unreached::BeyondHorizon) => 3,
            Self::Unreached(Unreached::NoPath) => 2,
            Self::Unreached(Unreached::SiteUnlinked) => 1,
            Self::NoOpenSite | Self::NoTimes => 0,
        }
    }
}

impl fmt::Display for Unserved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The nearest of some sites for each area; equal times go to the lowest site id. Where no site has a time, the
/// reason is that of the area rather than of a site: unlinked, then beyond the horizon, no path, site unlinked.
///
/// ```
/// use fairreach::access::{Nearest, Unserved, nearest};
/// use fairreach::ids::{AreaId, Id, SiteId};
/// use fairreach::travel::{TravelTimes, Unreached};
/// use fairreach::units::Seconds;
/// let mut times = TravelTimes::unreached(2, 2, Unreached::NoPath);
/// times.set(AreaId::at(0), SiteId::at(1), Ok(Seconds::new(300)));
/// let found = nearest(&times, [SiteId::at(0), SiteId::at(1)]);
/// assert_eq!(found[AreaId::at(0)], Ok(Nearest { time: Seconds::new(300), site: SiteId::at(1) }));
/// assert_eq!(found[AreaId::at(1)], Err(Unserved::Unreached(Unreached::NoPath)));
/// ```
#[must_use]
pub fn nearest(
    times: &TravelTimes,
    sites: impl IntoIterator<Item = SiteId>,
) -> Column<AreaId, Result<Nearest, Unserved>> {
    let sites = each_once(sites);
    Column::new(by_block(times, &sites, |block| nearest_in(block, &sites)))
}

/// The nearest of each area of a block.
fn nearest_in(block: &Block, sites: &[SiteId]) -> Vec<Result<Nearest, Unserved>> {
    let mut least = vec![u16::MAX; block.len()];
    let mut nearest = vec![None; block.len()];
    // Sites come in order: of equals the first stays.
    for (site, column) in sites.iter().zip(block.columns()) {
        let (times, last_times) = column.as_chunks::<NEIGHBOURS>();
        let (few, last_few) = least.as_chunks_mut::<NEIGHBOURS>();
        let (served, last_served) = nearest.as_chunks_mut::<NEIGHBOURS>();
        let each = times.iter().zip(few).zip(served);
        each.for_each(|((times, least), nearest)| {
            // Most sites are nearest to nobody here.
            if any_nearer(times, least) {
                meet(*site, times, least, nearest);
            }
        });
        meet(*site, last_times, last_few, last_served);
    }
    let found = least.into_iter().zip(nearest);
    let found = found.map(|(time, site)| match (TravelTimes::decode(time), site) {
        (Ok(time), Some(site)) => Ok(Nearest { time, site }),
        _ => Err(Unserved::NoOpenSite),
    });
    let mut found: Vec<Result<Nearest, Unserved>> = found.collect();
    tell_reasons(block, &mut found);
    found
}

/// Makes a site the nearest of those whom it is nearer to than any before.
fn meet(site: SiteId, times: &[u16], least: &mut [u16], nearest: &mut [Option<SiteId>]) {
    let known = least.iter_mut().zip(nearest);
    known.zip(times).for_each(|((least, nearest), time)| {
        if time < least {
            (*least, *nearest) = (*time, Some(site));
        }
    });
}

/// For each area of a block that no site serves, the reason that says most about it.
fn tell_reasons(block: &Block, found: &mut [Result<Nearest, Unserved>]) {
    let unserved = found.iter_mut().enumerate();
    let unserved = unserved.filter_map(|(area, it)| Some((area, it.as_mut().err()?)));
    let mut unserved: Vec<(usize, &mut Unserved)> = unserved.collect();
    for column in block.columns() {
        for (area, known) in &mut unserved {
            let Err(reason) = TravelTimes::decode(column[*area]) else {
                continue;
            };
            let reason = Unserved::Unreached(reason);
            if reason.telling() > known.telling() {
                **known = reason;
            }
        }
    }
}
