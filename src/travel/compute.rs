//! Times over a network by the plain search: one search a site, in parallel. The reference of the sweeps.

use rayon::prelude::*;

use crate::ids::AreaId;
use crate::ids::SiteId;
use crate::roads::Snap;
use crate::routing::Search;
use crate::travel::journey::Journey;
use crate::travel::{Direction, Linkage, TravelTimes, Unreached};

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
    let mut times = TravelTimes::unreached(areas.len(), sites.len(), Unreached::SiteUnlinked);
    let columns: Vec<&mut [u16]> = times.columns_mut().collect();
    columns.into_par_iter().zip(sites.as_slice()).for_each_init(
        || Search::new(graph),
        |search, (column, site)| fill(journey, search, areas, site.as_ref().ok(), column),
    );
    times
}

fn fill(
    journey: &Journey<'_>,
    search: &mut Search<'_>,
    areas: &Linkage<AreaId>,
    site: Option<&Snap>,
    column: &mut [u16],
) {
    if let Some(site) = site {
        let starts = journey.nodes_of_site(site);
        search.run(
            starts.iter().map(|(node, time)| (*node, time.get())),
            journey.limit().get(),
        );
    }
    for (slot, area) in column.iter_mut().zip(areas) {
        let time = match (area, site) {
            (Err(_), _) => Err(Unreached::AreaUnlinked),
            (_, None) => Err(Unreached::SiteUnlinked),
            (Ok(area), Some(site)) => journey.time(area, site, |node| search.distance(node)),
        };
        *slot = TravelTimes::encode(time);
    }
}
