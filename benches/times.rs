//! A matrix of 400 areas x 40 sites: every core beside one, and the bounded search beside the unbounded.

use criterion::Criterion;
use fairreach::ids::{AreaId, Column, Id, SiteId};
use fairreach::roads::{Profile, Setting, Snapper, build};
use fairreach::space::Point;
use fairreach::travel::{Direction, Journey, TravelTimes, compute, link};
use fairreach::units::Seconds;
use rayon::ThreadPoolBuilder;

use crate::lattice::streets;

fn places<I: Id>(n: u32, step: f64) -> Column<I, Option<Point>> {
    let across = f64::from(n).sqrt().floor();
    (0..n)
        .map(f64::from)
        .map(|it| {
            Some(Point::new(
                450_000.0 + (it % across) * step,
                310_000.0 + (it / across).floor() * step,
            ))
        })
        .collect()
}

pub(crate) fn bench(criterion: &mut Criterion) {
    let profile = Profile::car(Setting::FreeFlow);
    let network = build(&streets(200), &profile);
    let snapper = Snapper::new(&network);
    let areas = link(&places::<AreaId>(400, 950.0), &snapper, profile.snap_limit);
    let sites = link(&places::<SiteId>(40, 3_000.0), &snapper, profile.snap_limit);
    let run = |horizon| {
        let journey = Journey {
            network: &network,
            profile: &profile,
            direction: Direction::ToSite,
            horizon,
        };
        compute(&journey, &areas, &sites)
    };
    let one = ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let mut group = criterion.benchmark_group("times, 400 areas x 40 sites");
    group.sample_size(20);
    group.bench_function("every core", |it| it.iter(|| run(TravelTimes::LONGEST)));
    group.bench_function("one core", |it| {
        it.iter(|| one.install(|| run(TravelTimes::LONGEST)));
    });
    group.bench_function("every core, bounded at ten minutes", |it| {
        it.iter(|| run(Seconds::from_minutes(10)));
    });
    group.finish();
}
