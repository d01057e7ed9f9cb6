//! Many configurations scored quickly, beside a loop over the scorecard: England's size with 300 of 3,000 sites open, and a
//! county's with 10 of 40. Rates are configurations a second; numpy's on a county like it is `benches/peer/numpy_batch.py`.

use criterion::{Criterion, Throughput};
use fairreach::ids::{Id, ServiceId, SiteId};
use fairreach::model::{Configuration, Decile, Opening};
use fairreach::score::quick::{Quick, QuickFigure};
use fairreach::score::{Case, Scope, headline};

use crate::nation::{self, ENGLAND, Size};

const COUNTY: Size = Size {
    areas: 500,
    sites: 40,
    open: 10,
    districts: 5,
};

/// What is told of everyone where inequality is asked for.
const INEQUALITY: [&str; 26] = [
    "median_minutes",
    "p90_minutes",
    "cvar25_minutes",
    "mean_minutes_beyond",
    "excess_share",
    "excess_fgt1",
    "excess_fgt2",
    "gini_minutes",
    "theil_t_minutes",
    "theil_t_between_districts",
    "theil_t_within_districts",
    "mld_minutes",
    "atkinson_minutes_0_5",
    "atkinson_minutes_1",
    "atkinson_minutes_2",
    "p90_p10_ratio_minutes",
    "palma_minutes",
    "sii_minutes",
    "rii_minutes",
    "sii_minutes_by_decile",
    "concentration_minutes",
    "extended_concentration_minutes",
    "erreygers_share_within",
    "wagstaff_share_within",
    "children_losing",
    "children_losing_over_5",
];

pub(crate) fn bench(criterion: &mut Criterion) {
    bench_size(
        criterion,
        "county, 500 areas, 10 of 40 sites open",
        COUNTY,
        65_536,
    );
    bench_size(
        criterion,
        "England, 33,755 areas, 300 of 3,000 sites open",
        ENGLAND,
        256,
    );
}

fn bench_size(criterion: &mut Criterion, name: &str, size: Size, configurations: usize) {
    let case = nation::case(size, 5);
    let all: Vec<Box<[SiteId]>> = (0..configurations).map(|it| some_of(size, it)).collect();
    let level = level();
    let more = INEQUALITY.map(|it| QuickFigure::new(it, Scope::All));
    let kinds = [
        ("level by decile", level.clone()),
        ("with inequality", [&level[..], &more].concat()),
    ];
    let mut group = criterion.benchmark_group(format!("quick scoring, {name}"));
    group.sample_size(10);
    for (kind, wanted) in kinds {
        let quick = Quick::of(&case, &case.mode, ServiceId::at(0), &wanted).unwrap();
        assert_same(&case, &quick, &all[0]);
        let mut out = vec![0.0; all.len() * wanted.len()];
        group.throughput(Throughput::Elements(all.len() as u64));
        for threads in [2, 1] {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            group.bench_function(format!("{kind}, threads: {threads}"), |it| {
                pool.install(|| it.iter(|| quick.score_many(&all, &mut out)));
            });
        }
        let mut walk = quick.walk();
        all[0].iter().for_each(|it| walk.open(*it));
        let mut row = vec![0.0; wanted.len()];
        group.throughput(Throughput::Elements(2));
        group.bench_function(format!("{kind}, a site closed and opened again"), |it| {
            it.iter(|| {
                walk.close(all[0][0]);
                walk.score_into(&mut row);
                walk.open(all[0][0]);
                walk.score_into(&mut row);
            });
        });
    }
    let few: Vec<Configuration> = all[..2].iter().map(|it| with_open(&case, it)).collect();
    group.throughput(Throughput::Elements(few.len() as u64));
    group.bench_function("a loop over the scorecard's headline", |it| {
        it.iter(|| -> Vec<_> {
            few.iter()
                .map(|it| headline(&case, &case.mode, it))
                .collect()
        });
    });
    group.finish();
}

/// Mean, longest and share within the standard, and that share by decile.
fn level() -> Vec<QuickFigure> {
    let all = ["mean_minutes", "max_minutes", "share_within"];
    let all = all.map(|it| QuickFigure::new(it, Scope::All));
    let deciles = Decile::all().map(|it| QuickFigure::new("share_within", Scope::Decile(it)));
    all.into_iter().chain(deciles).collect()
}

/// As many of the sites as are to be open, others for each seed.
fn some_of(size: Size, seed: usize) -> Box<[SiteId]> {
    let mix = |site: usize| (site * 7_919 + seed * 104_729) % 1_000_003 * 611_953 % 1_000_003;
    let mut sites: Vec<usize> = (0..size.sites).collect();
    sites.sort_by_key(|it| mix(*it));
    sites.truncate(size.open);
    sites.sort_unstable();
    sites.into_iter().map(SiteId::at).collect()
}

fn with_open(case: &Case, open: &[SiteId]) -> Configuration {
    case.sites
        .enumerate()
        .fold(case.baseline.clone(), |all, (site, it)| {
            let opening = || Opening::of(it, it.tier, &case.tiers);
            all.with(site, open.contains(&site).then(opening))
        })
}

/// Stops unless both tell the same figures, but for those against today, which a headline has not.
fn assert_same(case: &Case, quick: &Quick, open: &[SiteId]) {
    let truth = headline(case, &case.mode, &with_open(case, open)).figures;
    for (figure, value) in quick
        .wanted()
        .iter()
        .zip(quick.score(open, &mut quick.scratch()))
    {
        let found = truth
            .iter()
            .find(|it| (it.name, it.scope) == (figure.name, figure.scope));
        let Some(found) = found else { continue };
        let same = match (value, &found.value) {
            (Some(quick), Ok(truth)) => (quick - truth).abs() <= 1e-9 * truth.abs() + 1e-12,
            (quick, truth) => quick.is_none() && truth.is_err(),
        };
        assert!(same, "{figure:?}: quickly {value:?}, {:?}", found.value);
    }
}
