//! Overlap: who is in two catchments or more, and what is lost if one site alone closes.

use std::num::NonZero;

use super::blocks::each_once;
use super::columns::per_area;
use super::{Demand, Nearest, Pairs, Undefined, Unserved, kth_nearest, nearest};
use crate::ids::{AreaId, Column, SiteId};
use crate::travel::TravelTimes;
use crate::units::Seconds;

/// How many catchments people live in.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    /// People within the standard of exactly n sites, at place n; from 0 to the number of sites.
    pub people: Vec<f64>,
    /// How many areas are left out because nobody knows their people.
    pub uncounted: usize,
}

impl Overlap {
    /// People within the standard of n sites or more.
    ///
    /// ```
    /// let overlap = fairreach::access::Overlap { people: vec![10.0, 60.0, 30.0], uncounted: 0 };
    /// assert_eq!(overlap.in_at_least(2), 30.0);
    /// assert_eq!(overlap.share_in_at_least(1), Ok(0.9));
    /// ```
    #[must_use]
    pub fn in_at_least(&self, n: usize) -> f64 {
        self.people.iter().skip(n).sum()
    }

    /// What share of all people that is; those who cannot be served are among all.
    ///
    /// # Errors
    /// [`Undefined::Nobody`] when there is nobody.
    pub fn share_in_at_least(&self, n: usize) -> Result<f64, Undefined> {
        let all = self.in_at_least(0);
        if all > 0.0 {
            Ok(self.in_at_least(n) / all)
        } else {
            Err(Undefined::Nobody)
        }
    }
}

/// How many of some sites the people of each area have within a standard, which is inclusive.
///
/// Source: the repeated coverage of Daskin and Stern 1981, doi:10.1287/trsc.15.2.137 (backup coverage), as a count.
///
/// # Panics
/// When the demand has not a row for each area of the times.
#[must_use]
pub fn overlap(
    times: &impl Pairs,
    sites: impl IntoIterator<Item = SiteId>,
    demand: &Demand,
    standard: Seconds,
) -> Overlap {
    let people = demand.addends(times.times().n_areas());
    let sites = each_once(sites);
    let each = sites.iter().map(|site| (*site, ()));
    let nothing_more = vec![(); times.times().n_areas()];
    let within = per_area(times, each, &nothing_more, standard, |(), (), journey| {
        usize::from(journey.is_within(standard))
    });
    let mut by_number = vec![0.0; sites.len() + 1];
    for (within, people) in within.into_iter().zip(people) {
        by_number[within] += people;
    }
    Overlap {
        people: by_number,
        uncounted: demand.uncounted(),
    }
}

/// What is lost if one site alone closes and all others stay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loss {
    /// The site.
    pub site: SiteId,
    /// People for whom it is the only one within the standard.
    pub lose_cover: f64,
    /// People for whom it is the nearest (of equals the lowest id) and who reach another.
    pub go_elsewhere: f64,
    /// What these travel in addition, in person-minutes one way.
    pub added_minutes: f64,
    /// People who reach no other site at all.
    pub left_without: f64,
}

/// What is lost if each of some sites alone closes, in order of sites: a site that loses nobody cover and adds few
/// minutes duplicates others. Areas whose people are not known are left out ([`Demand::uncounted`]).
///
/// # Panics
/// When the demand has not a row for each area of the times.
///
/// ```
/// use fairreach::access::{Demand, losses};
/// use fairreach::{ids::{Id, SiteId}, travel::{TravelTimes, Unreached}, units::Seconds};
/// let minute = |it| Ok(Seconds::from_minutes(it));
/// let times = TravelTimes::from_columns(2, vec![vec![minute(5), minute(9)], vec![minute(12), Err(Unreached::NoPath)]]);
/// let demand = Demand::new([Some(100.0), Some(50.0)].into_iter().collect())?;
/// let lost = losses(&times, [0, 1].map(SiteId::at), &demand, Seconds::from_minutes(10));
/// assert_eq!((lost[0].lose_cover, lost[0].added_minutes, lost[0].left_without), (150.0, 700.0, 50.0));
/// assert_eq!((lost[1].lose_cover, lost[1].go_elsewhere), (0.0, 0.0));
/// # Ok::<(), fairreach::access::NoQuantity>(())
/// ```
#[must_use]
pub fn losses(
    times: &TravelTimes,
    sites: impl IntoIterator<Item = SiteId>,
    demand: &Demand,
    standard: Seconds,
) -> Vec<Loss> {
    let sites = each_once(sites);
    let two = NonZero::<usize>::MIN.saturating_add(1);
    let nearest = nearest(times, sites.iter().copied());
    let second = kth_nearest(times, sites.iter().copied(), two);
    losses_beside(&nearest, &second, sites, demand, standard)
}

/// The same where the nearest and the second nearest of these sites are known.
///
/// # Panics
/// When the demand has not a row for each area.
#[must_use]
pub fn losses_beside(
    nearest: &Column<AreaId, Result<Nearest, Unserved>>,
    second: &Column<AreaId, Result<Seconds, Undefined>>,
    sites: impl IntoIterator<Item = SiteId>,
    demand: &Demand,
    standard: Seconds,
) -> Vec<Loss> {
    let people = demand.addends(nearest.len());
    let sites = each_once(sites);
    let mut losses: Vec<Loss> = sites.iter().copied().map(Loss::none).collect();
    for ((nearest, second), people) in nearest.iter().zip(second).zip(people) {
        let Ok(nearest) = nearest else { continue };
        let Ok(place) = sites.binary_search(&nearest.site) else {
            continue;
        };
        let (loss, time) = (&mut losses[place], nearest.time);
        match second {
            Ok(second) => {
                loss.go_elsewhere += people;
                loss.added_minutes += people * Seconds::new(second.get() - time.get()).minutes();
            }
            Err(_) => loss.left_without += people,
        }
        if time <= standard && !second.is_ok_and(|it| it <= standard) {
            loss.lose_cover += people;
        }
    }
    losses
}

impl Loss {
    const fn none(site: SiteId) -> Self {
        Self {
            site,
            lose_cover: 0.0,
            go_elsewhere: 0.0,
            added_minutes: 0.0,
            left_without: 0.0,
        }
    }
}
