//! Times over a network by a contraction hierarchy: many sites a sweep, the areas' side chosen once.

use std::collections::BTreeMap;
use std::iter::zip;

use rayon::prelude::*;

use crate::ids::{AreaId, EdgeId, Id, SiteId};
use crate::roads::Snap;
use crate::routing::{Facing, Hierarchy, Label, Row, Selection, Start, Sweep, Weight};
use crate::travel::journey::Journey;
use crate::travel::{Direction, Linkage, TravelTimes, Unreached};

/// Sites a sweep: a row of labels is one cache line.
const LANES: usize = 16;
/// Sites a sweep with labels of half the width.
const NARROW_LANES: usize = 32;

/// The areas' side of journeys by a hierarchy: what of it reaching the areas takes. Made once for a network, areas and
/// a direction, and used for every site there is or may be.
#[derive(Clone, Debug)]
pub struct AreaSide {
    direction: Direction,
    selection: Selection,
    /// Each area's leg in tenths, or `None` for one without a road.
    legs: Vec<Option<Weight>>,
    /// Areas by the edge they are tied to.
    on_edge: BTreeMap<EdgeId, Vec<AreaId>>,
}

impl AreaSide {
    /// Chooses what reaching the areas takes.
    #[must_use]
    pub fn new(journey: &Journey<'_>, hierarchy: &Hierarchy, areas: &Linkage<AreaId>) -> Self {
        let facing = match journey.direction {
            Direction::ToSite => Facing::Backward,
            Direction::FromSite => Facing::Forward,
        };
        let mut selection = Selection::new(hierarchy, facing);
        let nodes = |area: &Snap| {
            journey
                .nodes_of_area(area)
                .into_iter()
                .map(|(node, time)| (node, time.get()))
        };
        selection.choose(hierarchy, areas.iter().map(|it| it.iter().flat_map(nodes)));
        let mut on_edge: BTreeMap<EdgeId, Vec<AreaId>> = BTreeMap::new();
        for (area, tie) in areas.enumerate() {
            if let Ok(snap) = tie {
                on_edge.entry(snap.edge).or_default().push(area);
            }
        }
        let legs = areas
            .iter()
            .map(|it| Some(journey.leg(it.as_ref().ok()?.leg).get()))
            .collect();
        Self {
            direction: journey.direction,
            selection,
            legs,
            on_edge,
        }
    }

    /// Times between every area and every site: what [`compute`](crate::travel::compute()) tells, sooner.
    ///
    /// # Panics
    /// When the journey goes the other way than the one this side was made for, or the hierarchy or the areas are
    /// others.
    #[must_use]
    pub fn times(
        &self,
        journey: &Journey<'_>,
        hierarchy: &Hierarchy,
        areas: &Linkage<AreaId>,
        sites: &Linkage<SiteId>,
    ) -> TravelTimes {
        assert_eq!(
            self.direction, journey.direction,
            "the areas' side is made for one direction"
        );
        let run = Run {
            side: self,
            journey,
            hierarchy,
            areas,
            sites,
        };
        let mut times = TravelTimes::unreached(areas.len(), sites.len(), Unreached::SiteUnlinked);
        let linked = sites.iter().filter(|it| it.is_ok()).count();
        // Narrow labels hold sums below 65,535 tenths exactly: enough where no longer journey is asked for.
        if journey.limit().get() < u32::from(u16::MAX) {
            run.fill::<u16, NARROW_LANES>(&mut times);
        } else if linked == 1 {
            run.fill::<u32, 1>(&mut times);
        } else {
            run.fill::<u32, LANES>(&mut times);
        }
        times
    }
}

/// One request for times.
struct Run<'a> {
    side: &'a AreaSide,
    journey: &'a Journey<'a>,
    hierarchy: &'a Hierarchy,
    areas: &'a Linkage<AreaId>,
    sites: &'a Linkage<SiteId>,
}

/// A site of a batch and the column its times go to.
type Asked<'a> = (&'a Snap, &'a mut [u16]);

impl Run<'_> {
    fn fill<L: Label, const N: usize>(&self, times: &mut TravelTimes) {
        let mut asked: Vec<(u32, Asked<'_>)> = Vec::new();
        for (site, column) in zip(self.sites.iter(), times.columns_mut()) {
            match site {
                Ok(site) => asked.push((self.place(site), (site, column))),
                Err(_) => self.mark_unlinked(column),
            }
        }
        // Sites that climb the same part of the hierarchy share a batch.
        asked.sort_by_key(|(place, _)| *place);
        let mut asked: Vec<Asked<'_>> = asked.into_iter().map(|(_, it)| it).collect();
        asked.par_chunks_mut(N).for_each_init(
            || Sweep::<L, N>::new(self.hierarchy),
            |sweep, batch| self.batch(sweep, batch),
        );
    }

    /// Where a site stands in the hierarchy, whose order keeps neighbours together.
    fn place(&self, site: &Snap) -> u32 {
        let node = self.journey.network.edges[site.edge].tail;
        self.hierarchy.order().rank(node).get()
    }

    fn mark_unlinked(&self, column: &mut [u16]) {
        for (time, leg) in zip(column, &self.side.legs) {
            if leg.is_none() {
                *time = TravelTimes::AREA_UNLINKED;
            }
        }
    }

    fn batch<L: Label, const N: usize>(
        &self,
        sweep: &mut Sweep<'_, L, N>,
        batch: &mut [Asked<'_>],
    ) {
        let mut starts = Vec::new();
        let mut legs = [0; N];
        for (lane, (site, _)) in batch.iter().enumerate() {
            legs[lane] = self.journey.leg_of_site(site).get();
            let nodes = self.journey.nodes_of_site(site);
            starts.extend(nodes.into_iter().map(|(node, time)| Start {
                lane,
                node,
                weight: time.get(),
            }));
        }
        let selection = &self.side.selection;
        sweep.run(selection, &starts);
        let limit = self.journey.limit().get();
        sweep.tell(selection, |area, row| {
            let told = match self.side.legs[area] {
                None => [TravelTimes::AREA_UNLINKED; N],
                Some(leg) => told(row, &legs, leg, limit),
            };
            for ((_, column), time) in zip(batch.iter_mut(), told) {
                column[area] = time;
            }
        });
        for (site, column) in batch {
            self.go_straight(site, column);
        }
    }

    /// Areas on the site's own edge may go straight along it.
    fn go_straight(&self, site: &Snap, column: &mut [u16]) {
        for area in self.side.on_edge.get(&site.edge).into_iter().flatten() {
            let Ok(snap) = &self.areas[*area] else {
                continue;
            };
            if let Some(on_road) = self.journey.straight(snap, site) {
                let time = TravelTimes::encode(self.journey.told(on_road, snap, site));
                // Beyond the horizon is the greatest of all values.
                let slot = &mut column[area.place()];
                *slot = (*slot).min(time);
            }
        }
    }
}

/// Whole seconds of a row of sums, legs added; beyond the limit is beyond the horizon.
#[expect(
    clippy::inline_always,
    clippy::cast_possible_truncation,
    reason = "it is compiled inside the sweep's wide instructions; what exceeds 16 bits exceeds the limit"
)]
#[inline(always)]
fn told<L: Label, const N: usize>(
    row: &Row<L, N>,
    legs: &[Weight; N],
    leg: Weight,
    limit: Weight,
) -> [u16; N] {
    let mut told = [TravelTimes::BEYOND_HORIZON; N];
    for lane in 0..N {
        // A sum is at most 2^31, a leg far less; together they do not overflow.
        let all = row.0[lane]
            .weight()
            .saturating_add(legs[lane])
            .saturating_add(leg);
        let seconds = (all.wrapping_add(5) / 10) as u16;
        told[lane] = if all <= limit {
            seconds
        } else {
            TravelTimes::BEYOND_HORIZON
        };
    }
    told
}
