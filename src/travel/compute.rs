//! Times over a network: one search a site, in parallel.

use rayon::prelude::*;

use crate::ids::{AreaId, Column, NodeId, SiteId};
use crate::roads::{Network, Profile, Snap};
use crate::routing::{Search, Weight};
use crate::travel::{Direction, Linkage, TravelTimes, Unreached};
use crate::units::{Metres, Seconds, Tenths};

/// Times between every area and every site, each pair independent of any other pair in the request.
///
/// A journey is the leg to the road, the rest of the first edge in a direction that is open, the least time
/// through the network, the first part of the last edge, the leg from the road, and the profile's terminal
/// minutes. Both ends on one edge may go straight along it. All is summed in whole tenths of a second and
/// told in whole seconds, half up.
#[must_use]
pub fn compute(
    network: &Network,
    profile: &Profile,
    areas: &Linkage<AreaId>,
    sites: &Linkage<SiteId>,
    direction: Direction,
    horizon: Seconds,
) -> TravelTimes {
    let graph = match direction {
        Direction::ToSite => &network.reversed,
        Direction::FromSite => &network.graph,
    };
    let journey = Journey {
        network,
        profile,
        direction,
        horizon: Tenths::new(horizon.get().saturating_mul(10)),
    };
    let columns: Vec<Vec<Result<Seconds, Unreached>>> = sites
        .as_slice()
        .par_iter()
        .map_init(
            || Search::new(graph),
            |search, site| journey.column(search, areas, site.as_ref().ok()),
        )
        .collect();
    TravelTimes::from_columns(areas.len(), columns)
}

/// What all journeys of a run share.
struct Journey<'a> {
    network: &'a Network,
    profile: &'a Profile,
    direction: Direction,
    horizon: Tenths,
}

impl Journey<'_> {
    fn column(
        &self,
        search: &mut Search<'_>,
        areas: &Column<AreaId, Result<Snap, super::Unlinked>>,
        site: Option<&Snap>,
    ) -> Vec<Result<Seconds, Unreached>> {
        let Some(site) = site else {
            return areas
                .iter()
                .map(|it| Err(it.map_or(Unreached::AreaUnlinked, |_| Unreached::SiteUnlinked)))
                .collect();
        };
        let starts = self.nodes_of_site(site);
        search.run(
            starts.iter().map(|(node, time)| (*node, time.get())),
            self.horizon.get(),
        );
        areas
            .iter()
            .map(|area| {
                let area = area.as_ref().map_err(|_| Unreached::AreaUnlinked)?;
                self.time(area, site, |node| search.distance(node))
            })
            .collect()
    }

    /// The nodes at which a journey enters or leaves the site's edge, with the time between them and the site.
    fn nodes_of_site(&self, site: &Snap) -> Vec<(NodeId, Tenths)> {
        let edge = &self.network.edges[site.edge];
        match self.direction {
            Direction::ToSite => site.ways_in(edge),
            Direction::FromSite => site.ways_out(edge),
        }
    }

    fn time(
        &self,
        area: &Snap,
        site: &Snap,
        distance: impl Fn(NodeId) -> Option<Weight>,
    ) -> Result<Seconds, Unreached> {
        let edge = &self.network.edges[area.edge];
        let (nodes, straight) = match self.direction {
            Direction::ToSite => (area.ways_out(edge), area.along(site, edge)),
            Direction::FromSite => (area.ways_in(edge), site.along(area, edge)),
        };
        let round = nodes
            .into_iter()
            .filter_map(|(node, time)| Some(time + Tenths::new(distance(node)?)));
        // The network is strongly connected, so what the search did not reach lies beyond its horizon.
        let on_road = round
            .chain(straight)
            .min()
            .ok_or(Unreached::BeyondHorizon)?;
        let legs = self.leg(area.leg) + self.leg(site.leg);
        let all = on_road + legs + Tenths::new(self.profile.terminal.get() * 10);
        if all > self.horizon {
            Err(Unreached::BeyondHorizon)
        } else {
            Ok(all.to_seconds())
        }
    }

    fn leg(&self, leg: Metres) -> Tenths {
        Tenths::from_seconds(self.profile.leg.seconds_over(leg))
    }
}
