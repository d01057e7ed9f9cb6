//! The quick scorer beside the scorecard, its truth: on counties drawn by chance with ties, places that nobody reaches, journeys
//! of no length, areas without people, counts, ranks or deciles, people in parts, groups of the study's own, no standard.

use fairreach::ids::{GroupId, Id, ServiceId, SiteId};
use fairreach::model::{Configuration, Grouping, Opening};
use fairreach::score::quick::{Quick, QuickFigure};
use fairreach::score::{Case, Figure, Scope, against, find, headline};
use fairreach::travel::Unreached;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::county::{self, Row};
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
