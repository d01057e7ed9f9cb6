//! The k-th nearest open site, and the mean of the k nearest: how much choice an area has.

use std::num::NonZero;

use super::Undefined;
use super::blocks::{Block, by_block, each_once};
use super::columns::{NEIGHBOURS, any_nearer, as_kept};
use crate::ids::{AreaId, Column, SiteId};
use crate::travel::TravelTimes;
use crate::units::Seconds;

/// The time to the k-th nearest of some sites for each area; two sites at the same time are two.
///
/// # Errors
/// For an area that reaches fewer than k sites, [`Undefined::FewerSites`].
///
/// Source: the "minimum travel cost to the n closest opportunities" of the R package `accessibility`, `cost_to_closest`.
///
/// ```
/// use fairreach::access::{Undefined, kth_nearest};
/// use fairreach::{ids::{AreaId, Id, SiteId}, travel::{TravelTimes, Unreached}, units::Seconds};
/// let minute = |it| Ok(Seconds::from_minutes(it));
/// let times = TravelTimes::from_columns(2, vec![vec![minute(6), minute(4)], vec![minute(3), Err(Unreached::NoPath)]]);
/// let second = kth_nearest(&times, [0, 1].map(SiteId::at), 2.try_into()?);
/// assert_eq!(second[AreaId::at(0)], Ok(Seconds::from_minutes(6)));
/// assert_eq!(second[AreaId::at(1)], Err(Undefined::FewerSites { wanted: 2, reached: 1 }));
/// # Ok::<(), std::num::TryFromIntError>(())
/// ```
#[must_use]
pub fn kth_nearest(
    times: &TravelTimes,
    sites: impl IntoIterator<Item = SiteId>,
    k: NonZero<usize>,
) -> Column<AreaId, Result<Seconds, Undefined>> {
    KNearest::of(times, sites, k).kth(k)
}

/// The mean time in minutes to the k nearest of some sites for each area.
///
/// # Errors
/// For an area that reaches fewer than k sites, [`Undefined::FewerSites`].
///
/// ```
/// use fairreach::access::mean_of_k_nearest;
/// use fairreach::{ids::{AreaId, Id, SiteId}, travel::TravelTimes, units::Seconds};
/// let minute = |it| Ok(Seconds::from_minutes(it));
/// let times = TravelTimes::from_columns(1, vec![vec![minute(6)], vec![minute(28)], vec![minute(3)]]);
/// let mean = mean_of_k_nearest(&times, [0, 1, 2].map(SiteId::at), 2.try_into()?);
/// assert_eq!(mean[AreaId::at(0)], Ok(4.5));
/// # Ok::<(), std::num::TryFromIntError>(())
/// ```
#[must_use]
pub fn mean_of_k_nearest(
    times: &TravelTimes,
    sites: impl IntoIterator<Item = SiteId>,
    k: NonZero<usize>,
) -> Column<AreaId, Result<f64, Undefined>> {
    KNearest::of(times, sites, k).mean(k)
}

/// The times of each area to its nearest sites, from which all of [`kth_nearest`] and [`mean_of_k_nearest`] up to some
/// number are told at the cost of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KNearest {
    /// In order, as many for each area as were looked for or as there are sites, as times are kept.
    least: Vec<u16>,
    n_areas: usize,
    most: usize,
}

impl KNearest {
    /// Looks for at most so many sites of each area.
    #[must_use]
    pub fn of(
        times: &TravelTimes,
        sites: impl IntoIterator<Item = SiteId>,
        most: NonZero<usize>,
    ) -> Self {
        let sites = each_once(sites);
        // No area reaches more than there are.
        let k = most.get().min(sites.len());
        Self {
            least: by_block(times, &sites, |block| {
                let ranks = least(block, k);
                let row = |area: usize| ranks.iter().map(move |rank| rank[area]);
                (0..block.len()).flat_map(row).collect()
            }),
            n_areas: times.n_areas(),
            most: most.get(),
        }
    }

    /// The time to the k-th, as [`kth_nearest`] has it.
    ///
    /// # Errors
    /// Those of [`kth_nearest`], for each area.
    ///
    /// # Panics
    /// When fewer than k were looked for.
    #[must_use]
    pub fn kth(&self, k: NonZero<usize>) -> Column<AreaId, Result<Seconds, Undefined>> {
        self.told(k, |it| Seconds::new(u32::from(it[k.get() - 1])))
    }

    /// The mean time in minutes to the k nearest, as [`mean_of_k_nearest`] has it.
    ///
    /// # Errors
    /// Those of [`mean_of_k_nearest`], for each area.
    ///
    /// # Panics
    /// When fewer than k were looked for.
    #[must_use]
    pub fn mean(&self, k: NonZero<usize>) -> Column<AreaId, Result<f64, Undefined>> {
        self.told(k, |it| {
            let seconds: u64 = it.iter().map(|it| u64::from(*it)).sum();
            seconds as f64 / 60.0 / k.get() as f64
        })
    }

    /// What is made of the k nearest of each area that has so many.
    fn told<T>(
        &self,
        k: NonZero<usize>,
        tell: impl Fn(&[u16]) -> T,
    ) -> Column<AreaId, Result<T, Undefined>> {
        let (wanted, most) = (k.get(), self.most);
        assert!(wanted <= most, "{wanted} sites of {most} looked for");
        let longest = as_kept(TravelTimes::LONGEST);
        let each = self.least.len().checked_div(self.n_areas).unwrap_or(0);
        let told = |area: usize| {
            let row = &self.least[area * each..][..each];
            let reached = row.partition_point(|it| *it <= longest);
            match row[..reached].get(..wanted) {
                Some(nearest) => Ok(tell(nearest)),
                None => Err(Undefined::FewerSites { wanted, reached }),
            }
        };
        (0..self.n_areas).map(told).collect()
    }
}

/// The k least of what is kept of each area of a block: at place 0 the least of every area, at 1 the next.
fn least(block: &Block, k: usize) -> Vec<Vec<u16>> {
    let mut ranks = vec![vec![u16::MAX; block.len()]; k];
    for column in block.columns() {
        let (full, rest) = column.as_chunks::<NEIGHBOURS>();
        for (few, times) in full.iter().enumerate() {
            // Most sites are among the nearest of nobody here.
            let last = ranks.last().map(|it| &it.as_chunks::<NEIGHBOURS>().0[few]);
            if last.is_some_and(|last| any_nearer(times, last)) {
                sink(&mut ranks, few * NEIGHBOURS, *times);
            }
        }
        let mut last = [u16::MAX; NEIGHBOURS];
        last[..rest.len()].copy_from_slice(rest);
        sink(&mut ranks, column.len() - rest.len(), last);
    }
    ranks
}

/// Lets the times of a few neighbours, from a place on, down through their ranks: at each the smaller stays and the larger
/// sinks. No step depends on what it finds, so that all go through at once.
fn sink(ranks: &mut [Vec<u16>], from: usize, mut times: [u16; NEIGHBOURS]) {
    for rank in ranks {
        let places = rank[from..].iter_mut().zip(&mut times);
        places.for_each(|(stays, sinks)| {
            (*stays, *sinks) = ((*stays).min(*sinks), (*stays).max(*sinks));
        });
    }
}
