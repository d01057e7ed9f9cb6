//! Confidence intervals of the slope index against the figures of methods.md, and the simulated ones against the exact.
//!
//! Every other figure of the vectors is held in `vectors.rs`.

use fairreach::equity::{
    DRAWS, Estimate, Indicator, Kind, Observation, SEED, exact_interval, ohid_slope, simulate,
};
use serde_json::Value;

use crate::county::{numbers, vector};
use crate::vector_files::{observed, ranked};

/// Groups in the order given, the most deprived first.
fn in_turn(population: &Value, values: &Value) -> Vec<Observation> {
    let people = numbers(population);
    let keys: Vec<Option<f64>> = (0..people.len()).map(|it| Some(it as f64)).collect();
    let values: Vec<Option<f64>> = numbers(values).into_iter().map(Some).collect();
    observed(&ranked(&keys, &people, &values))
}

/// The groups of the proportion example, with the errors that its limits make on the scale of a kind.
fn estimates(file: &Value, kind: Kind) -> Vec<Estimate> {
    let it = &file["proportion_example"];
    let limits = numbers(&it["lcl"]).into_iter().zip(numbers(&it["ucl"]));
    in_turn(&it["population"], &it["p"])
        .into_iter()
        .zip(limits)
        .map(|(group, (lower, upper))| Estimate::from_limits(group, kind, lower, upper).unwrap())
        .collect()
}

#[test]
fn the_exact_interval_is_that_of_the_methods() {
    let groups = estimates(&vector("sii_rii"), Kind::Plain);
    let plain = Indicator::new(Kind::Plain);
    // methods.md 3.3, to its ten digits.
    for (confidence, lower, upper) in [
        (0.95, 0.360_130_440_4, 0.419_737_245_3),
        (0.998, 0.342_943_470_6, 0.436_924_215_0),
    ] {
        let found = exact_interval(&groups, plain, confidence).unwrap();
        assert!((found.lower - lower).abs() <= 0.6e-10, "{found:?}");
        assert!((found.upper - upper).abs() <= 0.6e-10, "{found:?}");
        let minus = Indicator {
            multiplier: -100.0,
            ..plain
        };
        let turned = exact_interval(&groups, minus, confidence).unwrap();
        assert!((turned.lower + 100.0 * found.upper).abs() < 1e-9);
        assert!((turned.upper + 100.0 * found.lower).abs() < 1e-9);
    }
}

#[test]
fn a_negative_multiplier_turns_the_slope_and_inverts_the_ratio_as_in_the_methods() {
    let it = &vector("sii_rii")["proportion_example"];
    let minus = Indicator {
        multiplier: -100.0,
        ..Indicator::new(Kind::Proportion)
    };
    let found = ohid_slope(&in_turn(&it["population"], &it["p"]), minus).unwrap();
    assert!((found.sii + 38.993_384_281_7).abs() <= 0.6e-10, "{found:?}");
    let inverse = 1.0 / it["untransformed"]["rii"].as_f64().unwrap();
    assert!((found.rii.unwrap() - inverse).abs() <= 1e-12, "{found:?}");
    // methods.md says 0.5590143584, a hair from the inverse of the vector's own ratio, 0.55901435854.
    assert!((found.rii.unwrap() - 0.559_014_358_4).abs() <= 2e-10);
}

#[test]
fn the_simulated_interval_agrees_with_the_exact_one() {
    // Both scales on which the slope is a sum of normal values, so that its limits are known.
    let file = vector("sii_rii");
    let plain = Indicator::new(Kind::Plain);
    let groups = estimates(&file, Kind::Plain);
    let drawn = simulate(&groups, plain, DRAWS, SEED).unwrap();
    for confidence in [0.9, 0.95, 0.998] {
        let exact = exact_interval(&groups, plain, confidence).unwrap();
        let found = drawn.interval(confidence).unwrap();
        // Six times the sampling error of the limit, of 100,000 draws: 0.0085 standard errors at 95 %.
        let room = if confidence > 0.99 { 0.004 } else { 0.0008 };
        assert!((found.sii.lower - exact.lower).abs() < room, "{found:?}");
        assert!((found.sii.upper - exact.upper).abs() < room, "{found:?}");
    }

    let logit = Indicator {
        transform: true,
        ..Indicator::new(Kind::Proportion)
    };
    let groups = estimates(&file, Kind::Proportion);
    let line = ohid_slope(&observations(&groups), logit).unwrap();
    let scaled: Vec<Estimate> = groups
        .iter()
        .map(|it| Estimate {
            observation: Observation {
                value: (it.observation.value / (1.0 - it.observation.value)).ln(),
                ..it.observation
            },
            error: it.error,
        })
        .collect();
    let beta = exact_interval(&scaled, plain, 0.95).unwrap();
    let middle = line.alpha + line.beta / 2.0;
    let back = |it: f64| 1.0 / (1.0 + (-it).exp());
    let ends = |slope: f64| (back(middle - slope / 2.0), back(middle + slope / 2.0));
    let ((low_0, low_1), (high_0, high_1)) = (ends(beta.lower), ends(beta.upper));
    let found = simulate(&groups, logit, DRAWS, SEED)
        .unwrap()
        .interval(0.95)
        .unwrap();
    let rii = found.rii.unwrap();
    for (found, expected) in [
        (found.sii.lower, low_1 - low_0),
        (found.sii.upper, high_1 - high_0),
        (rii.lower, low_1 / low_0),
        (rii.upper, high_1 / high_0),
    ] {
        assert!((found - expected).abs() < 0.004, "{found} {expected}");
    }
}

fn observations(groups: &[Estimate]) -> Vec<Observation> {
    groups.iter().map(|it| it.observation).collect()
}
