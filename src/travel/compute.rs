//! Times over a network by the plain search: one search a site, in parallel. The reference of the sweeps.

use rayon::prelude::*;

use crate::ids::AreaId;
use crate::ids::SiteId;
use crate::roads::Snap;
use crate::routing::Search;
use crate::travel::journey::Journey;
use crate::travel::{Direction, Linkage, TravelTimes, Unreached};
use crate::units::Seconds;

/// Times between every area and every site, each pair independent of any other pair in the request.
#[must_use]
pub fn compute(
    journey: &Journey<'_>,
    areas: &Linkage<AreaId>,
    sites: &Linkage<SiteId>,
) -> TravelTimes {
    let graph = match journey.direction {
        Direction::ToSite => &journey.network.reversed,
        Direction::FromSite => &journey.network.graph,
    };
    let columns: Vec<Vec<Result<Seconds, Unreached>>> = sites
        .as_slice()
        .par_iter()
        .map_init(
            || Search::new(graph),
            |search, site| column(journey, search, areas, site.as_ref().ok()),
        )
        .collect();
    TravelTimes::from_columns(areas.len(), columns)
}

fn column(
    journey: &Journey<'_>,
    search: &mut Search<'_>,
    areas: &Linkage<AreaId>,
    site: Option<&Snap>,
) -> Vec<Result<Seconds, Unreached>> {
    let Some(site) = site else {
        return areas
            .iter()
            .map(|it| Err(it.map_or(Unreached::AreaUnlinked, |_| Unreached::SiteUnlinked)))
            .collect();
    };
    let starts = journey.nodes_of_site(site);
    search.run(
        starts.iter().map(|(node, time)| (*node, time.get())),
        journey.limit().get(),
    );
    areas
        .iter()
        .map(|area| {
            let area = area.as_ref().map_err(|_| Unreached::AreaUnlinked)?;
            journey.time(area, site, |node| search.distance(node))
        })
        .collect()
}
