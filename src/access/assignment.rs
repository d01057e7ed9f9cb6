//! Who would go where if places are limited: the assignment of people to sites that takes the least time.

use super::transport::Transport;
use super::{Demand, Supply, Unserved, nearest};
use crate::ids::{AreaId, Id, SiteId};
use crate::travel::TravelTimes;
use crate::units::Seconds;

/// People are counted in so many parts, so that sums are exact.
const PARTS: f64 = 1_000.0;

/// Who goes where, and who is left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// People with a place, in order of areas and sites. Where times tie, other assignments take as little time.
    pub placed: Vec<Placed>,
    /// How full each site is, in order.
    pub sites: Vec<SiteUse>,
    /// People left out, in order of areas.
    pub unmet: Vec<Unmet>,
    /// What all with a place travel together, in person-minutes one way.
    pub person_minutes: f64,
    /// How many areas are left out of everything because nobody knows their people.
    pub uncounted: usize,
}

/// People of an area with a place at a site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Where they live.
    pub area: AreaId,
    /// Where they go.
    pub site: SiteId,
    /// How many they are.
    pub people: f64,
}

/// How full a site is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SiteUse {
    /// The site.
    pub site: SiteId,
    /// How many places it has.
    pub places: f64,
    /// How many are taken.
    pub taken: f64,
}

/// People of an area without a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unmet {
    /// Where they live.
    pub area: AreaId,
    /// How many they are.
    pub people: f64,
    /// Why.
    pub why: WhyUnmet,
}

/// Why people are without a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyUnmet {
    /// They have no way to any open site.
    NoTime(Unserved),
    /// All places they have a way to are better given to others, or there are none.
    NoPlaceLeft,
}

impl WhyUnmet {
    /// The reason's word in tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoTime(reason) => reason.word(),
            Self::NoPlaceLeft => "no_place_left",
        }
    }
}

/// Assigns people to sites of limited places (the supply) so that as many as possible have a place, and of all such
/// assignments one of the least total time: exact, and the same every time. The people of an area may be divided among
/// sites. People and places are fractional, counted in thousandths, to which each is rounded half up.
///
/// It is what a planner who decides for everyone would do: some are sent past a nearer site so that others have a place.
/// Areas whose count is not known ask for nothing.
///
/// # Panics
/// When the demand has not a row for each area of the times.
///
/// Source: the transportation problem of Hitchcock 1941, doi:10.1002/sapm1941201224, by successive shortest paths
/// (Edmonds and Karp 1972, doi:10.1145/321694.321699).
///
/// ```
/// use fairreach::access::{Demand, Supply, assign};
/// use fairreach::{ids::{Id, SiteId}, travel::TravelTimes, units::Seconds};
/// let minute = |it| Ok(Seconds::from_minutes(it));
/// // Both areas are nearer to the first site, which has 50 places; the first area would lose more by going elsewhere.
/// let times = TravelTimes::from_columns(2, vec![vec![minute(5), minute(6)], vec![minute(30), minute(11)]]);
/// let places = Supply::new([(SiteId::at(0), 50.0), (SiteId::at(1), 20.0)])?;
/// let demand = Demand::new([Some(40.0), Some(40.0)].into_iter().collect())?;
/// let found = assign(&times, &places, &demand);
/// assert_eq!(found.person_minutes, 40.0 * 5.0 + 10.0 * 6.0 + 20.0 * 11.0);
/// assert_eq!(found.unmet[0].people, 10.0);
/// # Ok::<(), fairreach::access::NoQuantity>(())
/// ```
#[must_use]
pub fn assign(times: &TravelTimes, places: &Supply, demand: &Demand) -> Assignment {
    let people = demand.addends(times.n_areas());
    let (sites, parts): (Vec<SiteId>, Vec<u64>) = places
        .iter()
        .map(|(site, offer)| (site, in_parts(offer)))
        .filter(|it| it.1 > 0)
        .unzip();
    let mut transport = Transport::new(times, &sites, &parts);
    for (area, people) in people.iter().enumerate() {
        transport.insert(area, in_parts(*people));
    }
    let nearest = nearest(times, places.sites());
    let (mut flows, mut unmet) = (Vec::new(), Vec::new());
    let mut taken = vec![0_u64; sites.len()];
    let mut part_seconds = 0_u128;
    for ((area, place), parts) in transport.flows() {
        let (area, people) = (AreaId::at(area), parts as f64 / PARTS);
        let Some(place) = place else {
            let why = nearest[area].map_or_else(WhyUnmet::NoTime, |_| WhyUnmet::NoPlaceLeft);
            unmet.push(Unmet { area, people, why });
            continue;
        };
        let site = sites[place];
        flows.push(Placed { area, site, people });
        taken[place] += parts;
        let seconds = times.get(area, site).map_or(0, Seconds::get);
        part_seconds += u128::from(parts) * u128::from(seconds);
    }
    let site_use = |(site, offer)| SiteUse {
        site,
        places: offer,
        taken: sites
            .binary_search(&site)
            .map_or(0.0, |place| taken[place] as f64 / PARTS),
    };
    flows.sort_by_key(|it| (it.area, it.site));
    Assignment {
        placed: flows,
        sites: places.iter().map(site_use).collect(),
        unmet,
        person_minutes: part_seconds as f64 / (60.0 * PARTS),
        uncounted: demand.uncounted(),
    }
}

/// A quantity from 0 to [`super::LARGEST`] in whole parts.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range was checked when the quantity was made"
)]
fn in_parts(quantity: f64) -> u64 {
    (quantity * PARTS + 0.5).floor() as u64
}
