//! The nearest of 80 sites for every node: one search from all, beside a plain search a site.

use criterion::Criterion;
use fairreach::routing::{INFINITY, NearestSearch, Owned, Search};

use crate::county::County;

pub(crate) fn bench(criterion: &mut Criterion, county: &County) {
    let sites = county.nodes(80, 11);
    let mut group = criterion.benchmark_group("nearest of 80 sites for every node");
    group.sample_size(10);
    let mut search = NearestSearch::new(county.graph());
    let owned = || {
        (0..).zip(&sites).map(|(owner, node)| Owned {
            owner,
            node: *node,
            weight: 0,
        })
    };
    group.bench_function("one search from all", |it| {
        it.iter(|| search.run(owned(), INFINITY));
    });
    let mut plain = Search::new(county.graph());
    group.bench_function("a plain search from all, owners not told", |it| {
        it.iter(|| plain.run(sites.iter().map(|it| (*it, 0)), INFINITY));
    });
    group.bench_function("a plain search a site", |it| {
        it.iter(|| {
            for site in &sites {
                plain.run([(*site, 0)], INFINITY);
            }
        });
    });
    group.finish();
}
