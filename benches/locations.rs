//! Location problems of the sizes at which other programs were measured: every choice of 6 of 16 sites beside a plain loop over
//! `judge`, the proof of a p-median of 500 areas and 40 places, and what of one of 2,000 and 300 is proven.

use std::hint::black_box;

use criterion::Criterion;
use fairreach::location::{Effort, Problem, every, how_many, judge, solve};

use crate::made_ground::Made;

pub(crate) fn bench(criterion: &mut Criterion) {
    let small = Made::new(200, 16);
    let problem = small.p_median(6);
    let mut group = criterion.benchmark_group("every choice of 6 of 16 sites, 200 areas");
    println!("{} choices", how_many(&problem).unwrap());
    group.bench_function("every", |it| {
        it.iter(|| {
            let mut least = f64::INFINITY;
            every(
                &problem,
                std::slice::from_ref(&problem.aim),
                &mut |_, values| {
                    least = least.min(values[0]);
                },
            );
            black_box(least)
        });
    });
    group.sample_size(10);
    group.bench_function("told plainly", |it| {
        it.iter(|| black_box(plainly(&problem)));
    });
    group.finish();
    let county = Made::new(500, 40);
    let problem = county.p_median(10);
    criterion.bench_function("p-median, 10 of 40 sites, 500 areas, to its proof", |it| {
        it.iter(|| {
            let found = solve(&problem, Effort::default(), &|_, _| true);
            assert!(found.proven);
            black_box(found)
        });
    });
    let region = Made::new(2_000, 300);
    let problem = region.p_median(30);
    let effort = Effort {
        nodes: 40,
        ..Effort::default()
    };
    let found = solve(&problem, effort, &|_, _| true);
    let value = found.best.as_ref().unwrap().value;
    println!(
        "30 of 300 sites, 2,000 areas: a proven gap of {:.3} %",
        (value - found.bound) / value * 100.0
    );
    let mut group = criterion.benchmark_group("p-median, 30 of 300 sites, 2,000 areas");
    group.sample_size(10);
    group.bench_function("forty parts", |it| {
        it.iter(|| black_box(solve(&problem, effort, &|_, _| true)));
    });
    group.finish();
}

/// The least of every choice, by the plain reading.
fn plainly(problem: &Problem) -> f64 {
    let places = problem.ground.n_places();
    let number = *problem.limits.open.end();
    let sets = (0..1_usize << places).filter(|it| it.count_ones() as usize == number);
    let value = |mask: usize| {
        let open: Vec<usize> = (0..places).filter(|it| mask >> it & 1 == 1).collect();
        judge(problem, &open).value
    };
    sets.map(value).fold(f64::INFINITY, f64::min)
}
