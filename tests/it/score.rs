//! Scorecards against the truth table of the toy county and the degenerate one, and the laws every figure keeps.

use fairreach::ids::{Id, ServiceId};
use fairreach::score::{Case, Figure, Scope, compare, evaluate, find};
use serde_json::Value;

use crate::county::{opened, toy, vector, words};

const SERVICE: Option<ServiceId> = None;

fn hv() -> Option<ServiceId> {
    Some(ServiceId::at(0)).or(SERVICE)
}

fn value(figures: &[Figure], name: &str, scope: Scope) -> Option<f64> {
    let service = if name.starts_with("saving") || name == "annual_cost" {
        None
    } else {
        hv()
    };
    find(figures, name, service, scope)
        .unwrap()
        .value
        .clone()
        .ok()
}

fn assert_near(found: Option<f64>, expected: &Value, what: &str) {
    match (found, expected.as_f64()) {
        (Some(found), Some(expected)) => {
            assert!(
                (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
                "{what}: {found} is not {expected}"
            );
        }
        (None, None) => (),
        (found, expected) => panic!("{what}: {found:?} is not {expected:?}"),
    }
}

fn truth_table(folder: &str) {
    let case = toy(&format!("{folder}toy_dataset"), 10);
    let subsets = vector(&format!("{folder}location"));
    for row in subsets["all_subsets"].as_array().unwrap() {
        check_subset(&case, row);
    }
    assert_eq!(subsets["all_subsets"].as_array().unwrap().len(), 31);
}

fn check_subset(case: &Case, row: &Value) {
    let open = words(&row["open"]);
    let plan = opened(case, &open);
    let mut figures = evaluate(case, &case.mode, &plan).figures;
    figures.extend(compare(case, &case.mode, &case.baseline, &plan));
    for (name, key) in [
        ("annual_cost", "annual_cost"),
        ("mean_minutes", "mean"),
        ("max_minutes", "max"),
        ("share_within", "covered_10"),
        ("sii_minutes", "sii_minutes"),
        ("children_losing", "children_worse"),
        ("children_losing_over_5", "children_worse_over5"),
    ] {
        assert_near(
            value(&figures, name, Scope::All),
            &row[key],
            &format!("{name} of {open:?}"),
        );
    }
}

#[test]
fn every_configuration_of_the_toy_county_has_the_figures_of_the_truth_table() {
    truth_table("");
}

#[test]
fn every_configuration_of_the_degenerate_county_has_the_figures_of_the_truth_table() {
    truth_table("onefield/");
}
