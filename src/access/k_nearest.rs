//! The k-th nearest open site, and the mean of the k nearest: how much choice an area has.

use std::num::NonZero;

use super::Undefined;
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
    /// In order, at most `most` of them.
    least: Column<AreaId, Vec<Seconds>>,
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
        let mut least: Vec<Vec<Seconds>> = vec![Vec::new(); times.n_areas()];
        for site in each_once(sites) {
            for (least, time) in least.iter_mut().zip(times.column(site)) {
                let Ok(time) = time else { continue };
                if least.len() == most.get() {
                    if least.last().is_some_and(|it| *it <= time) {
                        continue;
                    }
                    least.pop();
                }
                least.insert(least.partition_point(|it| *it <= time), time);
            }
        }
        Self {
            least: Column::new(least),
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
        self.told(k, |it| it[k.get() - 1])
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
            let seconds: u64 = it.iter().map(|it| u64::from(it.get())).sum();
            seconds as f64 / 60.0 / k.get() as f64
        })
    }

    /// What is made of the k nearest of each area that has so many.
    fn told<T>(
        &self,
        k: NonZero<usize>,
        tell: impl Fn(&[Seconds]) -> T,
    ) -> Column<AreaId, Result<T, Undefined>> {
        let (wanted, most) = (k.get(), self.most);
        assert!(wanted <= most, "{wanted} sites of {most} looked for");
        let told = |it: &Vec<Seconds>| match it.get(..wanted) {
            Some(nearest) => Ok(tell(nearest)),
            None => Err(Undefined::FewerSites {
                wanted,
                reached: it.len(),
            }),
        };
        self.least.iter().map(told).collect()
    }
}

/// Sites in order, each once however often it was named.
pub(super) fn each_once(sites: impl IntoIterator<Item = SiteId>) -> Vec<SiteId> {
    let mut sites: Vec<SiteId> = sites.into_iter().collect();
    sites.sort_unstable();
    sites.dedup();
    sites
}
