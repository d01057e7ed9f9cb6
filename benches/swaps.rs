//! The gains of all swaps at England's size, 300 of 3,000 places open: kept up to date from swap to swap, all anew, and one by
//! one by the plain reading. Rates are gains a second.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput};
use fairreach::ids::{Id, SiteId};
use fairreach::location::{Aim, Ground, Limits, Loss, Problem, Swaps, value};
use fairreach::units::Seconds;

use crate::nation::{self, ENGLAND};

pub(crate) fn bench(criterion: &mut Criterion) {
    let case = nation::case(ENGLAND, 5);
    let times = case.times.get(&case.mode).unwrap();
    let seconds = |it: Result<Seconds, _>| it.map_or(u16::MAX, |it| it.get().try_into().unwrap());
    let columns: Vec<Vec<u16>> = (0..ENGLAND.sites)
        .map(|it| times.column(SiteId::at(it)).map(seconds).collect())
        .collect();
    let ground = Ground::new(ENGLAND.areas, columns.iter().map(Vec::as_slice).collect());
    let weights: Vec<u64> = (0..ENGLAND.areas as u64)
        .map(|it| 20 + it * 37 % 200)
        .collect();
    let problem = Problem {
        limits: Limits::open(&ground, ENGLAND.open..=ENGLAND.open).serving(&ground, &weights),
        aim: Aim::Sum {
            weights,
            loss: Loss::Seconds,
        },
        ground,
    };
    let open: Vec<usize> = (0..ENGLAND.open).map(|it| it * 10).collect();
    let begun = Swaps::of(&problem, &open).unwrap();
    assert_same(&problem, &begun, &open);
    let n_swaps = begun.n_swaps() as u64;
    let mut group = criterion.benchmark_group("gains of swaps, 33,755 areas, 300 of 3,000 open");
    group.sample_size(10);
    let after = 20;
    group.throughput(Throughput::Elements(n_swaps * after));
    group.bench_function("twenty times the best swap and all gains after it", |it| {
        let swapped = |mut swaps: Swaps| {
            for _ in 0..after {
                let best = swaps.best().unwrap();
                swaps.close(best.close);
                swaps.open(best.open);
            }
            black_box(swaps.best())
        };
        it.iter_batched(|| begun.clone(), swapped, BatchSize::LargeInput);
    });
    group.throughput(Throughput::Elements(n_swaps));
    group.bench_function("all gains anew", |it| {
        it.iter(|| black_box(Swaps::of(&problem, &open).unwrap().best()));
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("one gain told plainly", |it| {
        let before = value(&problem.ground, &problem.aim, &open);
        let mut set = open.clone();
        set[7] = 1;
        it.iter(|| black_box(before - value(&problem.ground, &problem.aim, &set)));
    });
    group.finish();
}

/// Stops unless some gains are those of the plain reading.
fn assert_same(problem: &Problem, swaps: &Swaps, open: &[usize]) {
    let now = value(&problem.ground, &problem.aim, open);
    for (slot, into) in [(0, 1), (7, 1_234), (299, 2_999)] {
        let mut set = open.to_vec();
        set[slot] = into;
        let gain = now - value(&problem.ground, &problem.aim, &set);
        assert!((swaps.gain(open[slot], into) as f64 - gain).abs() < 0.5);
    }
}
