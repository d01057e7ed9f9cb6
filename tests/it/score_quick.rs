//! The quick scorer beside the scorecard, its truth: on counties drawn by chance with ties, places that nobody reaches, journeys
//! of no length, areas without people, counts, ranks or deciles, people in parts, groups of the study's own, no standard.

use fairreach::ids::{GroupId, Id, ServiceId, SiteId};
use fairreach::model::{Configuration, Decile, Grouping, Opening};
use fairreach::score::quick::{Quick, QuickFigure};
use fairreach::score::{Case, Figure, Scope, against, find, headline};
use fairreach::travel::Unreached;
use fairreach::units::Seconds;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::county::{self, Row, row, toy, vector, words};
use crate::nation::{self, Size};

const SERVICE: usize = 0;

/// Figures that must be the same to the last bit where people are whole: sums of whole numbers and what is read off them.
const EXACT: [&str; 24] = [
    "children",
    "children_unserved",
    "mean_minutes",
    "median_minutes",
    "p90_minutes",
    "max_minutes",
    "share_within",
    "children_within",
    "children_beyond",
    "groups_below_floor",
    "cvar25_minutes",
    "mean_minutes_beyond",
    "excess_share",
    "p90_p10_ratio_minutes",
    "children_gaining",
    "children_losing",
    "children_losing_over_5",
    "children_gained_access",
    "children_lost_access",
    "children_gained_standard",
    "children_lost_standard",
    "mean_change_minutes",
    "max_increase_minutes",
    "added_minutes_share_deciles_1_3",
];

/// Figures of everyone that are told quickly, but for those in `EXACT`.
const OF_EVERYONE: [&str; 24] = [
    "low_income_children_within",
    "sii_minutes",
    "rii_minutes",
    "sii_minutes_by_decile",
    "rii_minutes_by_decile",
    "excess_fgt1",
    "excess_fgt2",
    "gini_minutes",
    "theil_t_minutes",
    "theil_t_between_districts",
    "theil_t_within_districts",
    "mld_minutes",
    "mld_between_districts",
    "mld_within_districts",
    "atkinson_minutes_0_5",
    "atkinson_minutes_1",
    "atkinson_minutes_2",
    "palma_minutes",
    "concentration_minutes",
    "generalised_concentration_minutes",
    "extended_concentration_minutes",
    "erreygers_share_within",
    "wagstaff_share_within",
    "children_share_deciles_1_3",
];

/// Whatever of a scorecard and of its comparison with today is told quickly: every figure of those names, of whomever it is told
/// (but for other people than the service's own).
fn wanted(figures: &[Figure]) -> Vec<QuickFigure> {
    let service = Some(ServiceId::at(SERVICE));
    let told = figures.iter().filter(|it| it.service == service);
    let told = told.filter(|it| EXACT.contains(&it.name) || OF_EVERYONE.contains(&it.name));
    let told = told.filter(|it| !matches!(it.scope, Scope::People(_)));
    told.map(|it| QuickFigure::new(it.name, it.scope)).collect()
}

/// All that the truth tells of a configuration.
fn truth(case: &Case, configuration: &Configuration) -> Vec<Figure> {
    let mode = &case.mode;
    let (today, then) = (
        headline(case, mode, &case.baseline),
        headline(case, mode, configuration),
    );
    let harm = against(case, &today, &then);
    then.figures.into_iter().chain(harm).collect()
}

fn with_open(case: &Case, open: &[SiteId]) -> Configuration {
    let sites: Vec<SiteId> = case.sites.ids().collect();
    sites.iter().fold(case.baseline.clone(), |all, site| {
        let it = &case.sites[*site];
        let opening = open
            .contains(site)
            .then(|| Opening::of(it, it.tier, &case.tiers));
        all.with(*site, opening)
    })
}

fn same(
    (figure, whole): (&QuickFigure, bool),
    quick: Option<f64>,
    truth: &[Figure],
) -> Result<(), TestCaseError> {
    let found = find(
        truth,
        figure.name,
        Some(ServiceId::at(SERVICE)),
        figure.scope,
    );
    let value = &found.expect("the scorecard tells it").value;
    let same = match (quick, value) {
        (Some(quick), Ok(value)) if whole && EXACT.contains(&figure.name) => {
            quick.to_bits() == value.to_bits() || (quick == 0.0 && *value == 0.0)
        }
        (Some(quick), Ok(value)) => (quick - value).abs() <= 1e-9 * value.abs() + 1e-12,
        (quick, value) => quick.is_none() && value.is_err(),
    };
    prop_assert!(same, "{figure:?}: quickly {quick:?}, {value:?}");
    Ok(())
}

/// Every figure of a configuration is the truth's.
fn assert_same(
    case: &Case,
    quick: &Quick,
    open: &[SiteId],
    whole: bool,
) -> Result<(), TestCaseError> {
    let truth = truth(case, &with_open(case, open));
    let row = quick.score(open, &mut quick.scratch());
    for (figure, value) in quick.wanted().iter().zip(row) {
        same((figure, whole), value, &truth)?;
    }
    Ok(())
}

fn quick_of(case: &Case) -> Quick {
    let wanted = wanted(&truth(case, &case.baseline));
    Quick::of(case, &case.mode, ServiceId::at(SERVICE), &wanted).unwrap()
}

/// A county: its rows, whether people are whole, and whether the service has a standard.
#[derive(Clone, Debug)]
struct Drawn {
    rows: Vec<Row>,
    sites: usize,
    whole: bool,
    standard: Option<u32>,
    open_today: Vec<bool>,
    open: Vec<Vec<bool>>,
}

impl Drawn {
    fn case(&self) -> Case {
        let mut case = county::case(&self.rows, &vec![Some(1); self.sites], self.standard);
        // Wards by the letter that a code ends in; some areas are in none.
        let ward = |row: &Row| match row.code.bytes().last().unwrap_or_default() % 4 {
            3 => None,
            it => Some(GroupId::at(usize::from(it))),
        };
        case.areas.groupings.push(Grouping {
            name: "ward".into(),
            groups: ["a", "b", "c"].map(String::from).into_iter().collect(),
            of: self.rows.iter().map(ward).collect(),
        });
        case.policy.floor = Some(0.5);
        case.baseline = with_open(&case, &Self::sites(&self.open_today));
        case
    }

    fn sites(open: &[bool]) -> Vec<SiteId> {
        let open = open.iter().enumerate().filter(|it| *it.1);
        open.map(|it| SiteId::at(it.0)).collect()
    }
}

fn area(sites: usize, whole: bool) -> impl Strategy<Value = Row> {
    let seconds = prop_oneof![
        6 => (0_u32..120).prop_map(|it| Ok(it * 15)),
        2 => (0_u32..5_000).prop_map(Ok),
        1 => Just(Err(Unreached::NoPath)),
        1 => Just(Err(Unreached::AreaUnlinked)),
    ];
    let children = prop_oneof![
        8 => (1_u32..60).prop_map(move |it| Some(if whole { f64::from(it) } else { f64::from(it) / 3.0 })),
        1 => Just(Some(0.0)),
        1 => Just(None),
    ];
    let score =
        prop_oneof![8 => (1_u32..30).prop_map(|it| Some(f64::from(it) / 30.0)), 1 => Just(None)];
    let decile = prop_oneof![8 => (1_u32..11).prop_map(Some), 1 => Just(None)];
    let district = prop_oneof![Just("A"), Just("B"), Just("C")];
    (
        prop::collection::vec(seconds, sites),
        children,
        score,
        decile,
        district,
    )
        .prop_map(|(seconds, children, score, decile, district)| Row {
            code: String::new(),
            district,
            children,
            score,
            decile,
            seconds,
        })
}

fn counties(areas: usize) -> impl Strategy<Value = Drawn> {
    let sizes = (
        1_usize..9,
        prop::bool::weighted(0.7),
        prop::option::weighted(0.8, 1_u32..25),
    );
    sizes.prop_flat_map(move |(sites, whole, standard)| {
        let rows = prop::collection::vec(area(sites, whole), 0..areas);
        let open = || prop::collection::vec(any::<bool>(), sites);
        (rows, open(), prop::collection::vec(open(), 1..5)).prop_map(
            move |(mut rows, open_today, open)| {
                for (place, row) in rows.iter_mut().enumerate() {
                    row.code = format!("E{place:04}");
                }
                Drawn {
                    rows,
                    sites,
                    whole,
                    standard,
                    open_today,
                    open,
                }
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn every_quick_figure_is_the_scorecards(drawn in counties(40)) {
        let case = drawn.case();
        let quick = quick_of(&case);
        for open in &drawn.open {
            assert_same(&case, &quick, &Drawn::sites(open), drawn.whole)?;
        }
        assert_same(&case, &quick, &[], drawn.whole)?;
        assert_same(&case, &quick, &[SiteId::at(0)], drawn.whole)?;
    }
}

#[test]
fn every_quick_figure_of_a_made_county_is_the_scorecards() {
    let size = Size {
        areas: 3_000,
        sites: 60,
        open: 20,
        districts: 12,
    };
    let case = nation::case(size, 7);
    let quick = quick_of(&case);
    for step in 1..8 {
        let open: Vec<SiteId> = case.sites.ids().step_by(step).collect();
        assert_same(&case, &quick, &open, true).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn a_walk_of_openings_and_closings_tells_what_its_steps_are(
        drawn in counties(60),
        steps in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..40),
    ) {
        let quick = quick_of(&drawn.case());
        let (mut walk, mut scratch) = (quick.walk(), quick.scratch());
        let mut open = vec![false; drawn.sites];
        for (site, opens) in steps {
            let site = site.index(drawn.sites);
            open[site] = opens;
            if opens {
                walk.open(SiteId::at(site));
            } else {
                walk.close(SiteId::at(site));
            }
            prop_assert_eq!(walk.is_open(SiteId::at(site)), opens);
            prop_assert_eq!(walk.score(), quick.score(&Drawn::sites(&open), &mut scratch));
        }
    }
}

#[test]
fn a_walk_among_many_sites_tells_what_its_steps_are() {
    let size = Size {
        areas: 600,
        sites: 300,
        open: 30,
        districts: 5,
    };
    let case = nation::case(size, 9);
    let quick = quick_of(&case);
    let (mut walk, mut scratch) = (quick.walk(), quick.scratch());
    let mut open: Vec<bool> = vec![false; size.sites];
    // More and more open, then all but a few closed again, so that lists end before a site is met.
    for step in 0..900 {
        let chosen = (step * 7_919) % size.sites;
        open[chosen] = (step / size.sites).is_multiple_of(2) && step.is_multiple_of(3);
        if open[chosen] {
            walk.open(SiteId::at(chosen));
        } else {
            walk.close(SiteId::at(chosen));
        }
        if step % 10 == 0 {
            let sites = Drawn::sites(&open);
            assert_eq!(
                walk.score(),
                quick.score(&sites, &mut scratch),
                "step {step}"
            );
        }
    }
}

/// A share of all sites, in 1,009ths or so: another choice for each seed.
fn some_of(case: &Case, seed: usize, share: usize) -> Box<[SiteId]> {
    let sites = case.sites.ids();
    let chosen = sites.filter(|it| (it.place() * 7_919 + seed * 104_729) % 1_009 < share);
    chosen.collect()
}

#[test]
fn many_are_scored_as_one_by_one_on_any_number_of_threads_however_their_sites_are_looked_up() {
    let size = Size {
        areas: 1_100,
        sites: 300,
        open: 30,
        districts: 9,
    };
    let case = nation::case(size, 3);
    let quick = quick_of(&case);
    let mut scratch = quick.scratch();
    // Of a thousand sites: so many that areas' lists are walked, some of which end too soon, and too few for that.
    for shares in [[400, 150, 5, 0], [40, 10, 5, 0]] {
        let seeds = (0..100).flat_map(|seed| shares.map(|share| (seed, share)));
        let all: Vec<Box<[SiteId]>> = seeds.map(|it| some_of(&case, it.0, it.1)).collect();
        let bits = |row: &[f64]| -> Vec<Option<u64>> {
            let value = |it: &f64| Some(*it).filter(|it| !it.is_nan()).map(f64::to_bits);
            row.iter().map(value).collect()
        };
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            let mut out = vec![0.0; all.len() * quick.wanted().len()];
            pool.install(|| quick.score_many(&all, &mut out));
            bits(&out)
        };
        let (one, two) = (on(1), on(2));
        assert!(one == two, "two threads tell other figures");
        let mut row = vec![0.0; quick.wanted().len()];
        for (sites, many) in all.iter().zip(one.chunks(row.len())).step_by(7) {
            quick.score_into(sites, &mut scratch, &mut row);
            assert!(bits(&row) == many, "{} open sites", sites.len());
        }
    }
}

#[test]
fn another_cut_off_counts_as_a_standard_of_that_length_would() {
    let minutes = [[3, 20], [10, 11], [12, 5], [15, 30]];
    let rows: Vec<Row> = (1_u32..)
        .zip(minutes)
        .map(|(at, it)| row(&format!("E{at}"), 10.0 * f64::from(at), at, &it.map(Some)))
        .collect();
    let costs = [Some(1); 2];
    let (ten, twelve) = (
        county::case(&rows, &costs, Some(10)),
        county::case(&rows, &costs, Some(12)),
    );
    let scopes = [
        Scope::All,
        Scope::Decile(Decile::new(2).unwrap()),
        Scope::WorstDecile,
        Scope::WorstDistrict,
    ];
    let own = scopes.map(|it| QuickFigure::new("share_within", it));
    let other = own.map(|it| it.within(Seconds::from_minutes(12)));
    let score = |case: &Case, wanted: &[QuickFigure]| {
        let quick = Quick::of(case, &case.mode, ServiceId::at(0), wanted).unwrap();
        quick.score(&[SiteId::at(0)], &mut quick.scratch())
    };
    let (both, alone) = (score(&ten, &[own, other].concat()), score(&twelve, &own));
    assert_eq!(both[4..], alone);
    assert_ne!(both[..4], alone);
    assert_eq!(alone[0], Some(0.6));
}

#[test]
fn what_only_a_whole_scorecard_tells_is_named() {
    let case = toy("toy_dataset", 10);
    let known = QuickFigure::new("mean_minutes", Scope::All);
    let unknown = [
        QuickFigure::new("gini_minutes", Scope::WorstDecile),
        QuickFigure::new("annual_cost", Scope::All),
        QuickFigure::new("places_per_child_2sfca", Scope::All),
        QuickFigure::new("no_such_figure", Scope::All),
        known.within(Seconds::from_minutes(5)),
    ];
    let wanted = [&[known], unknown.as_slice()].concat();
    let refused = Quick::of(&case, &case.mode, ServiceId::at(0), &wanted)
        .err()
        .unwrap();
    assert_eq!(refused.0, unknown);
    assert!(refused.to_string().contains("annual_cost"));
}

#[test]
fn all_31_choices_of_the_toy_county_are_those_of_the_vector() {
    let case = toy("toy_dataset", 10);
    let told = [
        ("mean_minutes", Scope::All, "mean"),
        ("max_minutes", Scope::All, "max"),
        ("cvar25_minutes", Scope::All, "cvar25"),
        ("gini_minutes", Scope::All, "gini"),
        ("sii_minutes", Scope::All, "sii_minutes"),
        ("concentration_minutes", Scope::All, "conc"),
        ("children_losing", Scope::All, "children_worse"),
        ("children_losing_over_5", Scope::All, "children_worse_over5"),
    ];
    let wanted = told.map(|it| QuickFigure::new(it.0, it.1));
    let quick = Quick::of(&case, &case.mode, ServiceId::at(0), &wanted).unwrap();
    let mut scratch = quick.scratch();
    let (file, mut compared) = (vector("location"), 0);
    for expected in file["all_subsets"].as_array().unwrap() {
        let open = words(&expected["open"]);
        let sites = case.sites.enumerate().filter(|it| open.contains(&it.1.id));
        let sites: Vec<SiteId> = sites.map(|it| it.0).collect();
        for (it, value) in told.iter().zip(quick.score(&sites, &mut scratch)) {
            let Some(expected) = expected[it.2].as_f64() else {
                continue;
            };
            let value = value.unwrap();
            assert!(
                (value - expected).abs() < 1e-9,
                "{} of {open:?}: {value}, not {expected}",
                it.0
            );
            compared += 1;
        }
    }
    assert!(
        compared >= 31 * 6,
        "{compared} figures of the vector are told"
    );
}
