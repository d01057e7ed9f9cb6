//! Bundles: several services in one place, or in several.

use std::collections::BTreeMap;

use super::blocks::each_once;
use super::{Nearest, Unserved, nearest};
use crate::ids::{AreaId, Column, SiteId};
use crate::travel::TravelTimes;
use crate::units::Seconds;

/// How an area reaches the services of a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BundleReach {
    /// The nearest one place that offers them all.
    ///
    /// # Errors
    /// Why there is none.
    pub one_place: Result<Nearest, Unserved>,
    /// Each service at its own nearest place.
    ///
    /// # Errors
    /// Why a service has none; of several the first of the bundle.
    pub several_places: Result<SeveralPlaces, Unserved>,
}

/// Journeys to several places, one for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeveralPlaces {
    /// The largest of the services' nearest times: how far a family must go at most. It is never more than the time to
    /// one place that offers all.
    pub longest: Seconds,
    /// The sum over the places visited, each once however many of the services are taken there: what a family travels
    /// in all, one way.
    pub together: Seconds,
    /// How many places these are.
    pub places: usize,
}

/// How each area reaches a bundle of services, each given by the open sites that offer it: the nearest one place that
/// offers them all, and beside it the nearest place of each. Of equally near places the one of the lowest id is taken. A
/// bundle without services has no place: [`Unserved::NoOpenSite`].
///
/// ```
/// use fairreach::access::bundle_reach;
/// use fairreach::{ids::{AreaId, Id, SiteId}, travel::TravelTimes, units::Seconds};
/// let minute = |it| Ok(Seconds::from_minutes(it));
/// let [a, b, hub] = [0, 1, 2].map(SiteId::at);
/// let times = TravelTimes::from_columns(1, vec![vec![minute(4)], vec![minute(7)], vec![minute(9)]]);
/// let found = bundle_reach(&times, &[vec![a, hub], vec![b, hub]])[AreaId::at(0)];
/// assert_eq!(found.one_place.map(|it| it.site), Ok(hub));
/// let several = found.several_places?;
/// assert_eq!((several.longest, several.together), (Seconds::from_minutes(7), Seconds::from_minutes(11)));
/// # Ok::<(), fairreach::access::Unserved>(())
/// ```
#[must_use]
pub fn bundle_reach(times: &TravelTimes, services: &[Vec<SiteId>]) -> Column<AreaId, BundleReach> {
    let one_place = nearest(times, offering_all(services));
    let each: Vec<_> = services
        .iter()
        .map(|sites| nearest(times, sites.iter().copied()))
        .collect();
    one_place
        .enumerate()
        .map(|(area, one_place)| BundleReach {
            one_place: *one_place,
            several_places: each
                .iter()
                .map(|it| it[area])
                .collect::<Result<Vec<_>, _>>()
                .and_then(|it| visits(&it)),
        })
        .collect()
}

/// The sites that offer every service.
fn offering_all(services: &[Vec<SiteId>]) -> Vec<SiteId> {
    let Some((first, others)) = services.split_first() else {
        return Vec::new();
    };
    let others = others.iter().map(|it| each_once(it.iter().copied()));
    let others: Vec<Vec<SiteId>> = others.collect();
    let mut sites = each_once(first.iter().copied());
    sites.retain(|site| others.iter().all(|it| it.binary_search(site).is_ok()));
    sites
}

fn visits(nearest: &[Nearest]) -> Result<SeveralPlaces, Unserved> {
    let places: BTreeMap<SiteId, Seconds> = nearest.iter().map(|it| (it.site, it.time)).collect();
    let longest = places.values().max().ok_or(Unserved::NoOpenSite)?;
    Ok(SeveralPlaces {
        longest: *longest,
        together: Seconds::new(places.values().map(|it| it.get()).sum()),
        places: places.len(),
    })
}
