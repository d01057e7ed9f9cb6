//! The whole scorecard of one configuration at England's size, beside the same told plainly: one service, the nearest of
//! 300 open sites of 3,000 for each of 33,755 areas, staffed hours a child, and every figure of them. The plain one must
//! tell the same, or the bench stops.

use std::hint::black_box;

use criterion::Criterion;
use fairreach::access::{
    Decay, Demand, Supply, cumulative, enhanced_two_step_fca, hansen, kth_nearest,
    mean_of_k_nearest, nearest, overlap, two_step_fca,
};
use fairreach::ids::{Id, ServiceId};
use fairreach::score::{Case, evaluate};
use fairreach::units::{People, Seconds};

use crate::nation::{self, ENGLAND};
use crate::plain_scorecard::plain_scorecard;

const SERVICE: usize = 0;

pub(crate) fn bench(criterion: &mut Criterion) {
    let case = nation::case(ENGLAND, 5);
    assert_same(&case);
    let mut group = criterion.benchmark_group("scorecard, 33,755 areas, 300 of 3,000 sites open");
    group.sample_size(10);
    let whole = || evaluate(&case, &case.mode, &case.baseline);
    for threads in [2, 1] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        group.bench_function(format!("evaluate, threads: {threads}"), |it| {
            pool.install(|| it.iter(&whole));
        });
        group.bench_function(
            format!("access that it may ask for, threads: {threads}"),
            |it| {
                pool.install(|| it.iter(|| access(&case)));
            },
        );
    }
    group.bench_function("told plainly", |it| {
        it.iter(|| plain_scorecard(&case, &case.mode, &case.baseline, ServiceId::at(SERVICE)));
    });
    group.finish();
}

/// Stops unless both tell the same figures.
fn assert_same(case: &Case) {
    let plain = plain_scorecard(case, &case.mode, &case.baseline, ServiceId::at(SERVICE));
    let fast = evaluate(case, &case.mode, &case.baseline).figures;
    let mut count = 0;
    for (name, scope, plain) in &plain {
        let it = fast
            .iter()
            .find(|it| it.name == *name && it.scope == *scope)
            .unwrap();
        let same = match (&it.value, plain) {
            (Ok(fast), Some(plain)) => (fast - plain).abs() <= 1e-9 * fast.abs().max(1.0),
            (fast, plain) => fast.is_err() && plain.is_none(),
        };
        assert!(same, "{name} {scope:?}: {:?}, plainly {plain:?}", it.value);
        count += 1;
    }
    println!(
        "{count} of {} figures are told plainly too, and are the same",
        fast.len()
    );
}

/// Each measure of access once more, alone: the nearest three, opportunities, catchments and overlap.
fn access(case: &Case) {
    let times = &case.times[&case.mode];
    let sites = || case.offering(&case.baseline, ServiceId::at(SERVICE));
    let places = sites()
        .into_iter()
        .map(|site| (site, case.sites[site].capacity.map_or(0.0, People::get)));
    let supply = Supply::new(places).unwrap();
    let people = case.population.counts[case.band]
        .iter()
        .map(|it| it.map(People::get));
    let demand = Demand::new(people.collect()).unwrap();
    let half_an_hour = Seconds::from_minutes(30);
    black_box(nearest(times, sites()));
    black_box(kth_nearest(times, sites(), 2.try_into().unwrap()));
    black_box(kth_nearest(times, sites(), 3.try_into().unwrap()));
    black_box(mean_of_k_nearest(times, sites(), 3.try_into().unwrap()));
    for minutes in [15, 30, 60] {
        black_box(cumulative(times, &supply, Seconds::from_minutes(minutes)));
    }
    black_box(hansen(times, &supply, &Decay::half_life(15.0).unwrap()));
    black_box(two_step_fca(times, &supply, &demand, half_an_hour));
    black_box(enhanced_two_step_fca(
        times,
        &supply,
        &demand,
        &Decay::luo_qi_slow(),
    ));
    black_box(overlap(times, sites(), &demand, half_an_hour));
}
