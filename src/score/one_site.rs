//! What one site alone changes: each open one if it closed, each closed one if it opened, all others as they are.

use rayon::prelude::*;

use super::Case;
use crate::access::{Demand, Loss, Nearest, NoQuantity, Unserved, losses};
use crate::ids::{AreaId, BandId, Column, ServiceId, SiteId};
use crate::model::{Configuration, Mode, Opening};
use crate::travel::TravelTimes;
use crate::units::Seconds;

/// What it does to the people of a service if one site closes or opens and nothing else changes. Areas whose people are
/// not known are left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OneSite {
    /// The site.
    pub site: SiteId,
    /// Whether it is open, so that it would close.
    pub closes: bool,
    /// People newly within the standard, below 0 those newly beyond; `None` where there is no standard.
    pub within: Option<f64>,
    /// Person-minutes more in all, one way, below 0 fewer, of those who are served before and after.
    pub minutes: f64,
    /// People newly served, below 0 those no longer served.
    pub served: f64,
}

/// For each site that offers a service or could at its own tier, what it alone changes; in order of sites.
///
/// What a closing costs is [`losses`]. That a site which closes may end what other sites offer together with it is not
/// followed.
///
/// # Errors
/// A number of people that is none.
pub fn one_site(
    case: &Case,
    mode: &Mode,
    configuration: &Configuration,
    service: ServiceId,
) -> Result<Vec<OneSite>, NoQuantity> {
    let Some(times) = case.times.get(mode) else {
        return Ok(Vec::new());
    };
    let it = &case.services[service];
    let people = people(case, it.band);
    let standard = it.standard.get(mode).copied();
    let offering = case.offering(configuration, service);
    let demand = Demand::new(people.map(|it| *it))?;
    let lost = losses(
        times,
        offering.iter().copied(),
        &demand,
        standard.unwrap_or(Seconds::new(0)),
    );
    let mut found: Vec<OneSite> = lost
        .iter()
        .map(|it| OneSite::closing(it, standard.is_some()))
        .collect();
    let nearest = crate::access::nearest(times, offering);
    let closed: Vec<SiteId> = case
        .sites
        .enumerate()
        .filter(|(id, _)| configuration.opening(*id).is_none())
        .filter(|(_, site)| case.offers_alone(&Opening::of(site, site.tier, &case.tiers), service))
        .map(|(id, _)| id)
        .collect();
    let opening = |site: &SiteId| opening(times, *site, &nearest, (&people, standard));
    found.par_extend(closed.par_iter().map(opening));
    found.sort_unstable_by_key(|it| it.site);
    Ok(found)
}

fn people(case: &Case, band: BandId) -> Column<AreaId, Option<f64>> {
    let of = |area| case.people(band, area).map(crate::units::People::get);
    case.areas.list.ids().map(of).collect()
}

impl OneSite {
    fn closing(loss: &Loss, has_standard: bool) -> Self {
        // Nobody is no negative nobody.
        let fewer = |it: f64| 0.0 - it;
        Self {
            site: loss.site,
            closes: true,
            within: has_standard.then(|| fewer(loss.lose_cover)),
            minutes: loss.added_minutes,
            served: fewer(loss.left_without),
        }
    }
}

fn opening(
    times: &TravelTimes,
    site: SiteId,
    nearest: &Column<AreaId, Result<Nearest, Unserved>>,
    (people, standard): (&Column<AreaId, Option<f64>>, Option<Seconds>),
) -> OneSite {
    let mut it = OneSite {
        site,
        closes: false,
        within: standard.map(|_| 0.0),
        minutes: 0.0,
        served: 0.0,
    };
    let rows = times.column(site).zip(nearest.iter()).zip(people.iter());
    for ((time, before), people) in rows {
        let (Ok(time), Some(people)) = (time, people) else {
            continue;
        };
        let before = before.ok().map(|it| it.time);
        if before.is_some_and(|before| before <= time) {
            continue;
        }
        let inside = |it: Seconds| standard.is_some_and(|standard| it <= standard);
        if inside(time) && !before.is_some_and(inside) {
            it.within = it.within.map(|it| it + people);
        }
        match before {
            Some(before) => {
                it.minutes -= people * Seconds::new(before.get() - time.get()).minutes();
            }
            None => it.served += people,
        }
    }
    it
}
