//! The catchment of one place: the areas within some times of it, and the ground around the roads reached.

use crate::ids::{AreaId, Column, Id, SiteId};
use crate::roads::{Network, Profile, Snap};
use crate::travel::isochrone::isochrones;
use crate::travel::stretch::Reach;
use crate::travel::{
    Direction, Grain, Journey, Linkage, Outline, TravelTimes, Unlinked, Unreached, compute,
};
use crate::units::{Seconds, Tenths};

/// The catchment of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Catchment {
    /// The time of each area, as [`compute()`] tells it; beyond the longest cutoff it may be told as beyond the
    /// horizon.
    pub times: Column<AreaId, Result<Seconds, Unreached>>,
    /// The isochrone of each cutoff, in the order of the cutoffs. One without outlines reaches not even the road
    /// that the place is tied to.
    pub isochrones: Vec<Isochrone>,
    /// How finely they are drawn.
    pub grain: Grain,
}

/// The ground around the roads from which, or to which, a journey takes at most a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Isochrone {
    /// That time.
    pub cutoff: Seconds,
    /// The ground, in order of the southernmost corners of its outlines.
    pub outlines: Vec<Outline>,
}

/// The catchment of a place tied to a network.
///
/// An area is within a cutoff when its time is at most that. The isochrone of a cutoff is the ground around
/// every place *on the roads* whose time, without any leg of its own, is at most the cutoff: the leg of the site and
/// the terminal minutes count. It promises:
///
/// - every reached stretch of road lies inside, but for ferries, of which the landings do;
/// - no corner is farther than [`Grain::tolerance`] and one cell from a reached stretch;
/// - a road that is not reached lies inside only where it is within three cells of a reached one, or in a hole
///   too small to draw (below 4 cells across); holes without any road are filled below 16 cells across;
/// - the outline lies between a road that is reached and one that is not, wherever they are farther apart than that;
/// - isochrones of shorter times lie inside those of longer ones, and no outline meets itself;
/// - same input, same bytes.
#[must_use]
pub fn catchment(
    network: &Network,
    profile: &Profile,
    areas: &Linkage<AreaId>,
    site: &Snap,
    direction: Direction,
    cutoffs: &[Seconds],
) -> Catchment {
    let longest = cutoffs.iter().copied().max().unwrap_or_default();
    let sites: Linkage<SiteId> = Column::new(vec![Ok::<Snap, Unlinked>(*site)]);
    // Times are told half up: half a second beyond the longest cutoff is within it still.
    let horizon = Seconds::new(longest.get().saturating_add(1)).min(TravelTimes::LONGEST);
    let journey = Journey {
        network,
        profile,
        direction,
        horizon,
    };
    let times = compute(&journey, areas, &sites);
    let mut order: Vec<usize> = (0..cutoffs.len()).collect();
    order.sort_by_key(|it| std::cmp::Reverse(cutoffs[*it]));
    let on_road: Vec<Option<Tenths>> = order
        .iter()
        .map(|it| on_road(&journey, site, cutoffs[*it]))
        .collect();
    let furthest = on_road.first().copied().flatten().unwrap_or_default();
    let reach = Reach::new(network, site, direction, furthest);
    let (drawn, grain) = isochrones(&reach, profile.mode, &on_road);
    let mut by_place: Vec<(usize, Vec<Outline>)> = order.into_iter().zip(drawn).collect();
    by_place.sort_by_key(|it| it.0);
    let isochrones = by_place.into_iter().map(|(place, outlines)| Isochrone {
        cutoff: cutoffs[place],
        outlines,
    });
    Catchment {
        times: times.column(SiteId::at(0)).collect(),
        isochrones: isochrones.collect(),
        grain,
    }
}

/// What a cutoff leaves for the road, less the leg of the site and the terminal minutes; `None` where that is too
/// much already.
fn on_road(journey: &Journey<'_>, site: &Snap, cutoff: Seconds) -> Option<Tenths> {
    // Four tenths beyond a second are told as that second.
    let all = cutoff.get().checked_mul(10)?.checked_add(4)?;
    all.checked_sub(journey.leg_of_site(site).get())
        .map(Tenths::new)
}
