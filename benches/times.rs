//! Matrices of areas x sites on a made county: sweeps, target selection counted, beside the plain search.

use criterion::Criterion;
use fairreach::ids::{AreaId, Column, Id, NodeId, SiteId};
use fairreach::roads::{Profile, Setting, Snapper};
use fairreach::space::Point;
use fairreach::travel::{AreaSide, Direction, Journey, Linkage, TravelTimes, compute, link};
use fairreach::units::Metres;

use crate::county::County;

/// Places beside some nodes, tied to the roads.
fn places<I: Id>(county: &County, nodes: &[NodeId]) -> Linkage<I> {
    let ends = county.network.edges.iter().map(|it| (it.tail, it.shape[0]));
    let points: std::collections::HashMap<NodeId, Point> = ends.collect();
    let beside = |node: &NodeId| {
        points
            .get(node)
            .map(|it| Point::new(it.x + 20.0, it.y + 15.0))
    };
    let places: Column<I, Option<Point>> = nodes.iter().map(beside).collect();
    link(
        &places,
        &Snapper::new(&county.network),
        Metres::new(1_000.0),
    )
}

pub(crate) fn bench(criterion: &mut Criterion, county: &County) {
    let profile = Profile::car(Setting::FreeFlow);
    let journey = Journey {
        network: &county.network,
        profile: &profile,
        direction: Direction::ToSite,
        horizon: TravelTimes::LONGEST,
    };
    for (n_areas, n_sites, plain) in [(500, 80, true), (5_000, 500, false)] {
        let areas: Linkage<AreaId> = places(county, &county.nodes(n_areas, 3));
        let sites: Linkage<SiteId> = places(county, &county.nodes(n_sites, 5));
        let mut group =
            criterion.benchmark_group(format!("times, {n_areas} areas x {n_sites} sites"));
        group.sample_size(20);
        group.bench_function("sweeps, area side counted", |it| {
            it.iter(|| {
                AreaSide::new(&journey, &county.hierarchy, &areas).times(
                    &journey,
                    &county.hierarchy,
                    &areas,
                    &sites,
                )
            });
        });
        let side = AreaSide::new(&journey, &county.hierarchy, &areas);
        let one: Linkage<SiteId> = sites.iter().take(1).copied().collect();
        group.bench_function("one dragged site, area side kept", |it| {
            it.iter(|| side.times(&journey, &county.hierarchy, &areas, &one));
        });
        if plain {
            group.sample_size(10);
            group.bench_function("plain search", |it| {
                it.iter(|| compute(&journey, &areas, &sites));
            });
        }
        group.finish();
    }
}
