//! Rankings, slopes and quantiles against published and independently computed numbers, and the laws they keep.

use fairreach::equity::{
    Observation, SlopeIndex, Undefined, grouped_slope, mean, quantile, ridits, slope,
};
use proptest::prelude::*;
use serde_json::Value;

use crate::county::{numbers, vector};

fn near(found: f64, expected: f64, what: &str) {
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        "{what}: {found} is not {expected}"
    );
}

/// Rows in the order given, the most deprived first.
fn rows(people: &[f64], values: &[f64]) -> Vec<Observation> {
    let keys: Vec<Option<f64>> = (0..people.len()).map(|it| Some(it as f64)).collect();
    keyed(&keys, people, values)
}

fn keyed(keys: &[Option<f64>], people: &[f64], values: &[f64]) -> Vec<Observation> {
    let rows = ridits(keys, people)
        .into_iter()
        .zip(people.iter().zip(values));
    rows.filter_map(|(ridit, (people, value))| {
        Some(Observation {
            people: *people,
            ridit: ridit?,
            value: *value,
        })
    })
    .collect()
}

fn check(found: Result<SlopeIndex, Undefined>, expected: &Value, sii: &str, what: &str) {
    let Some(expected_sii) = expected[sii].as_f64() else {
        assert!(found.is_err(), "{what}: {found:?} should have no value");
        return;
    };
    let found = found.unwrap();
    near(found.sii, expected_sii, what);
    near(
        found.intercept,
        expected["intercept"].as_f64().unwrap(),
        what,
    );
    near(
        found.rii().unwrap(),
        expected["rii"].as_f64().unwrap(),
        what,
    );
}

#[test]
fn slope_indices_are_those_of_the_vectors_by_decile_and_in_ohids_examples() {
    for folder in ["", "onefield/"] {
        let file = vector(&format!("{folder}sii_rii"));
        let by = &file["toy_by_imd_decile"];
        let groups = rows(&numbers(&by["population"]), &numbers(&by["mean_minutes"]));
        check(grouped_slope(&groups), by, "sii_minutes", "toy by decile");
        for (example, values) in [("proportion_example", "p"), ("rate_example", "rate")] {
            let it = &file[example];
            let groups = rows(&numbers(&it["population"]), &numbers(&it[values]));
            check(grouped_slope(&groups), &it["untransformed"], "sii", example);
        }
    }
}

#[test]
fn slope_indices_are_those_of_the_vectors_by_area() {
    for folder in ["", "onefield/"] {
        let expected = vector(&format!("{folder}sii_rii"));
        let county = vector(&format!("{folder}toy_dataset"));
        let keys: Vec<Option<f64>> = numbers(&county["idaci"])
            .iter()
            .map(|it| Some(-it))
            .collect();
        let minutes = numbers(&vector(&format!("{folder}inequality_core"))["y"]);
        let areas = keyed(&keys, &numbers(&county["children"]), &minutes);
        check(
            slope(&areas),
            &expected["toy_by_lsoa"],
            "sii_minutes",
            "toy by area",
        );
    }
}

#[test]
fn the_grouped_slope_refuses_fewer_than_five_groups_and_the_ungrouped_takes_two() {
    let four = rows(&[1.0; 4], &[1.0, 2.0, 3.0, 4.0]);
    assert_eq!(grouped_slope(&four), Err(Undefined::Groups(4)));
    near(slope(&four[..2]).unwrap().sii, 4.0, "two rows");
}

#[test]
fn a_slope_without_people_or_without_varying_deprivation_has_no_value() {
    assert_eq!(slope(&[]), Err(Undefined::Nobody));
    assert_eq!(slope(&rows(&[0.0; 3], &[1.0; 3])), Err(Undefined::Nobody));
    let one_block = keyed(&[Some(5.0); 3], &[1.0, 2.0, 3.0], &[1.0, 5.0, 9.0]);
    assert_eq!(slope(&one_block), Err(Undefined::OneRank));
    let falling = SlopeIndex {
        intercept: 0.0,
        sii: 3.0,
    };
    assert_eq!(falling.rii(), Err(Undefined::Base));
}

#[test]
fn weighted_percentiles_and_the_mean_are_those_of_the_vectors() {
    for folder in ["", "onefield/"] {
        let core = vector(&format!("{folder}inequality_core"));
        let minutes = numbers(&core["y"])
            .into_iter()
            .zip(numbers(&core["weights"]));
        let minutes: Vec<(f64, f64)> = minutes.collect();
        near(
            mean(&minutes).unwrap(),
            core["expected"]["mean"].as_f64().unwrap(),
            "mean",
        );
        let file = vector(&format!("{folder}fgt_quantiles"));
        let expected = file["weighted_percentiles"]["values"].as_object().unwrap();
        assert_eq!(expected.len(), 6);
        for (part, value) in expected {
            let found = quantile(&minutes, part.parse().unwrap()).unwrap();
            near(found, value.as_f64().unwrap(), part);
        }
    }
}

#[test]
fn a_quantile_reached_but_for_a_rounding_error_is_reached() {
    // Three times 0.1 is a hair above 0.3, so a tenth of the whole would otherwise be missed.
    let thirds = [(1.0, 0.1), (2.0, 0.2), (3.0, 0.7)];
    assert_eq!(quantile(&thirds, 0.1 + 0.2), Ok(2.0));
    assert_eq!(quantile(&[(9.0, 0.0)], 0.5), Err(Undefined::Nobody));
}

#[test]
fn a_row_without_a_key_has_no_rank_and_moves_nobody_elses() {
    let with = ridits(&[Some(1.0), None, Some(2.0)], &[10.0, 99.0, 30.0]);
    assert_eq!(with, [Some(0.125), None, Some(0.625)]);
}

/// The ridit by its definition, a row at a time.
fn slow_ridits(keys: &[f64], people: &[f64]) -> Vec<f64> {
    let sum = |choose: &dyn Fn(f64) -> bool| -> f64 {
        keys.iter()
            .zip(people)
            .filter(|(key, _)| choose(**key))
            .map(|(_, it)| it)
            .sum()
    };
    let whole = sum(&|_| true);
    keys.iter()
        .map(|own| (sum(&|it| it < *own) + sum(&|it| (it - *own).abs() < 0.5) / 2.0) / whole)
        .collect()
}

/// The least squares of the method's own words: y√a on √a and b√a without intercept, by its normal equations.
fn slow_slope(rows: &[Observation]) -> f64 {
    let (mut aa, mut ab, mut bb, mut ay, mut by) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for it in rows {
        let root = it.people.sqrt();
        let (one, b, y) = (root, it.ridit * root, it.value * root);
        aa += one * one;
        ab += one * b;
        bb += b * b;
        ay += one * y;
        by += b * y;
    }
    (aa * by - ab * ay) / (aa * bb - ab * ab)
}

fn population() -> impl Strategy<Value = Vec<(u8, u16, u16)>> {
    prop::collection::vec((0_u8..8, 1_u16..300, 0_u16..4_000), 2..30)
}

fn observations(areas: &[(u8, u16, u16)], scale: f64) -> Vec<Observation> {
    let keys: Vec<Option<f64>> = areas.iter().map(|it| Some(f64::from(it.0))).collect();
    let people: Vec<f64> = areas.iter().map(|it| f64::from(it.1) * scale).collect();
    let values: Vec<f64> = areas.iter().map(|it| f64::from(it.2)).collect();
    keyed(&keys, &people, &values)
}

fn same(
    a: Result<SlopeIndex, Undefined>,
    b: Result<SlopeIndex, Undefined>,
) -> Result<(), TestCaseError> {
    match (a, b) {
        (Ok(a), Ok(b)) => prop_assert!(
            (a.sii - b.sii).abs() <= 1e-7 * a.sii.abs().max(1.0),
            "{a:?} {b:?}"
        ),
        (a, b) => prop_assert_eq!(a.map(|_| ()), b.map(|_| ())),
    }
    Ok(())
}

proptest! {
    #[test]
    fn ridits_equal_their_definition(areas in population()) {
        let keys: Vec<f64> = areas.iter().map(|it| f64::from(it.0)).collect();
        let people: Vec<f64> = areas.iter().map(|it| f64::from(it.1)).collect();
        let options: Vec<Option<f64>> = keys.iter().copied().map(Some).collect();
        for (fast, slow) in ridits(&options, &people).into_iter().zip(slow_ridits(&keys, &people)) {
            prop_assert!((fast.unwrap() - slow).abs() < 1e-12);
        }
    }

    #[test]
    fn the_slope_equals_the_least_squares_of_the_methods_words(areas in population()) {
        let rows = observations(&areas, 1.0);
        if let Ok(found) = slope(&rows) {
            let slow = slow_slope(&rows);
            prop_assert!((found.sii - slow).abs() <= 1e-6 * slow.abs().max(1.0), "{} {slow}", found.sii);
        }
    }

    #[test]
    fn the_slope_knows_neither_the_order_of_rows_nor_the_size_of_the_whole(areas in population()) {
        let backwards: Vec<_> = areas.iter().rev().copied().collect();
        same(slope(&observations(&areas, 1.0)), slope(&observations(&backwards, 1.0)))?;
        same(slope(&observations(&areas, 1.0)), slope(&observations(&areas, 7.0)))?;
    }

    #[test]
    fn an_area_split_in_two_changes_neither_slope_nor_quantile(areas in population(), at in any::<prop::sample::Index>()) {
        let at = at.index(areas.len());
        let mut split = areas.clone();
        split[at].1 = areas[at].1 * 2;
        let whole = split.clone();
        split[at].1 = areas[at].1;
        split.push(areas[at]);
        same(slope(&observations(&whole, 1.0)), slope(&observations(&split, 1.0)))?;
        let weighted = |areas: &[(u8, u16, u16)]| -> Vec<(f64, f64)> {
            areas.iter().map(|it| (f64::from(it.2), f64::from(it.1))).collect()
        };
        for part in [0.1, 0.5, 0.9] {
            prop_assert_eq!(quantile(&weighted(&whole), part), quantile(&weighted(&split), part));
        }
    }

    #[test]
    fn a_quantile_is_one_of_the_values_and_enough_people_are_at_or_below_it(areas in population(), part in 0.0_f64..1.0) {
        let weighted: Vec<(f64, f64)> = areas.iter().map(|it| (f64::from(it.2), f64::from(it.1))).collect();
        let found = quantile(&weighted, part).unwrap();
        let sum = |choose: &dyn Fn(f64) -> bool| -> f64 { weighted.iter().filter(|it| choose(it.0)).map(|it| it.1).sum() };
        let target = part * sum(&|_| true);
        prop_assert!(weighted.iter().any(|it| it.0.total_cmp(&found).is_eq()));
        prop_assert!(sum(&|it| it <= found) >= target - 1e-6);
        prop_assert!(sum(&|it| it < found) <= target + 1e-6);
    }
}
