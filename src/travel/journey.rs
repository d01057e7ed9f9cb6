//! How a journey is put together, whoever searches the network.

use crate::ids::NodeId;
use crate::roads::{Network, Profile, Snap};
use crate::routing::Weight;
use crate::travel::{Direction, TravelTimes, Unreached};
use crate::units::{Metres, Seconds, Tenths};

/// What all journeys of a run share: the roads, how the mode moves on them, which way, and how far is looked.
///
/// A journey is the leg to the road, the rest of the first edge in a direction that is open, the least time through the
/// network, the first part of the last edge, the leg from the road, and the profile's terminal minutes. Both ends on one
/// edge may go straight along it. All is summed in whole tenths of a second and told in whole seconds, half up.
#[derive(Clone, Copy, Debug)]
pub struct Journey<'a> {
    /// The roads.
    pub network: &'a Network,
    /// How the mode moves on them.
    pub profile: &'a Profile,
    /// Which way the journey is made.
    pub direction: Direction,
    /// Journeys longer than this are not looked for; [`TravelTimes::LONGEST`] where it is more.
    pub horizon: Seconds,
}

impl Journey<'_> {
    /// The horizon in tenths: the longest sum that is told.
    pub(super) fn limit(&self) -> Tenths {
        let tenths = self.horizon.get().saturating_mul(10);
        Tenths::new(tenths.min(TravelTimes::LONGEST.get() * 10 + 4))
    }

    /// The nodes at which journeys enter or leave the site's edge, with the time between them and the site.
    pub(super) fn nodes_of_site(&self, site: &Snap) -> Vec<(NodeId, Tenths)> {
        let edge = &self.network.edges[site.edge];
        match self.direction {
            Direction::ToSite => site.ways_in(edge),
            Direction::FromSite => site.ways_out(edge),
        }
    }

    /// The nodes at which journeys leave or enter the area's edge, with the time between them and the area.
    pub(super) fn nodes_of_area(&self, area: &Snap) -> Vec<(NodeId, Tenths)> {
        let edge = &self.network.edges[area.edge];
        match self.direction {
            Direction::ToSite => area.ways_out(edge),
            Direction::FromSite => area.ways_in(edge),
        }
    }

    /// The time straight along the edge, where area and site are on one.
    pub(super) fn straight(&self, area: &Snap, site: &Snap) -> Option<Tenths> {
        let edge = &self.network.edges[area.edge];
        match self.direction {
            Direction::ToSite => area.along(site, edge),
            Direction::FromSite => site.along(area, edge),
        }
    }

    /// The time from place to place, given the least sums between the site and the nodes of the network.
    pub(super) fn time(
        &self,
        area: &Snap,
        site: &Snap,
        distance: impl Fn(NodeId) -> Option<Weight>,
    ) -> Result<Seconds, Unreached> {
        let nodes = self.nodes_of_area(area).into_iter();
        let round = nodes.filter_map(|(node, time)| Some(time + Tenths::new(distance(node)?)));
        // The network is strongly connected, so what the search did not reach lies beyond its horizon.
        let on_road = round.chain(self.straight(area, site)).min();
        self.told(on_road.ok_or(Unreached::BeyondHorizon)?, area, site)
    }

    /// The whole time of a journey from its time on the road.
    pub(super) fn told(
        &self,
        on_road: Tenths,
        area: &Snap,
        site: &Snap,
    ) -> Result<Seconds, Unreached> {
        let all = on_road + self.leg(area.leg) + self.leg_of_site(site);
        if all > self.limit() {
            Err(Unreached::BeyondHorizon)
        } else {
            Ok(all.to_seconds())
        }
    }

    /// The leg of a site and what every journey takes besides.
    pub(super) fn leg_of_site(&self, site: &Snap) -> Tenths {
        self.leg(site.leg) + Tenths::new(self.profile.terminal.get() * 10)
    }

    pub(super) fn leg(&self, leg: Metres) -> Tenths {
        Tenths::from_seconds(self.profile.leg.seconds_over(leg))
    }
}
