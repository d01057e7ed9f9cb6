//! A scorecard, which is made fast, beside the same made plainly: on made cases, and on counties drawn by chance with
//! ties, places that nobody reaches, journeys of no length, areas without people and counts that nobody published.

use std::collections::BTreeSet;

use fairreach::ids::{Id, ServiceId};
use fairreach::model::{Configuration, Site};
use fairreach::score::{Case, evaluate};
use fairreach::travel::Unreached;
use fairreach::units::Hours;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::county::{self, Row};
use crate::nation::{self, Size};
use crate::plain_scorecard::plain_scorecard;

/// Every figure that is told plainly must be on the scorecard and be the same. (Figures of sessions, visits, money and
/// rules are held to their formulas in files of their own.)
fn assert_told_plainly(case: &Case) -> Result<(), TestCaseError> {
    let plain = plain_scorecard(case, &case.mode, &case.baseline, ServiceId::at(0));
    let fast = evaluate(case, &case.mode, &case.baseline).figures;
    for (name, scope, plain) in plain {
        let found = fast.iter().find(|it| it.name == name && it.scope == scope);
        let value = &found.expect("a plain figure is on the scorecard").value;
        let same = match (value, plain) {
            (Ok(fast), Some(plain)) => (fast - plain).abs() <= 1e-9 * fast.abs().max(1.0),
            (fast, plain) => fast.is_err() && plain.is_none(),
        };
        prop_assert!(same, "{name} {scope:?}: {value:?}, plainly {plain:?}");
    }
    Ok(())
}

#[test]
fn every_figure_of_level_gradient_inequality_and_proportion_is_told_plainly_too() {
    let size = Size {
        areas: 900,
        sites: 30,
        open: 15,
        districts: 12,
    };
    let case = nation::case(size, 5);
    assert_told_plainly(&case).unwrap();
    let plain = plain_scorecard(&case, &case.mode, &case.baseline, ServiceId::at(0));
    let valued = plain.iter().filter(|it| it.2.is_some());
    let names: BTreeSet<&str> = valued.map(|it| it.0).collect();
    let all: BTreeSet<&str> = plain.iter().map(|it| it.0).collect();
    assert_eq!(names, all, "every figure has a value somewhere");
    assert_eq!(names.len(), 57);
}

#[test]
fn a_scorecard_is_the_same_to_the_last_bit_on_any_number_of_threads() {
    let size = Size {
        areas: 5_000,
        sites: 40,
        open: 20,
        districts: 30,
    };
    let case = nation::case(size, 11);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let card = pool.install(|| evaluate(&case, &case.mode, &case.baseline));
        let bits = card
            .figures
            .into_iter()
            .map(|it| (it.value.map(f64::to_bits), it.which));
        (bits.collect::<Vec<_>>(), card.reaches)
    };
    let one = on(1);
    for threads in [2, 3, 7] {
        assert!(
            on(threads) == one,
            "{threads} threads tell another scorecard"
        );
    }
}

/// Few different values, so that ties and empty groups are the rule.
fn drawn() -> impl Strategy<Value = Vec<Row>> {
    let time = prop_oneof![
        8 => (0_u32..9).prop_map(|it| Ok(it * 300)),
        4 => (0_u32..4_000).prop_map(Ok),
        1 => Just(Err(Unreached::NoPath)),
        1 => Just(Err(Unreached::AreaUnlinked)),
    ];
    let children = prop_oneof![1 => Just(None), 1 => Just(Some(0.0)), 6 => (1_u32..200).prop_map(|it| Some(f64::from(it)))];
    let score =
        prop_oneof![1 => Just(None), 6 => (0_u32..10).prop_map(|it| Some(f64::from(it) / 20.0))];
    let decile = prop_oneof![1 => Just(None), 6 => (1_u32..=10).prop_map(Some)];
    let area = (
        children,
        score,
        decile,
        0_usize..3,
        prop::collection::vec(time, 3),
    );
    prop::collection::vec(area, 1..45).prop_map(|areas| {
        let row = |(place, (children, score, decile, district, seconds)): (
            usize,
            (_, _, _, usize, _),
        )| Row {
            code: format!("E{place:03}"),
            district: ["A", "B", "C"][district],
            children,
            score,
            decile,
            seconds,
        };
        areas.into_iter().enumerate().map(row).collect()
    })
}

proptest! {
    #[test]
    fn every_figure_of_any_county_is_told_plainly_too(
        rows in drawn(),
        standard in prop::option::of(1_u32..40),
        floor in prop::option::of(0.0_f64..1.0),
        steepness in prop::option::of(prop_oneof![Just(0.0), Just(1.0), 0.0_f64..1.0]),
    ) {
        let mut case = county::case(&rows, &[Some(10), None, Some(30)], standard);
        case.policy.floor = floor;
        case.policy.steepness = steepness;
        let mut hours = (1_u32..).map(|it| Hours::new(f64::from(it) * 10.0));
        case.sites = case.sites.map(|it| Site { hours: hours.next(), ..it.clone() });
        case.baseline = Configuration::today(&case.sites, &case.tiers);
        assert_told_plainly(&case)?;
    }
}
