//! `location.json`: every set of sites in a truth table, and the best of them.

use std::collections::BTreeSet;

use fairreach::access::assign;
use fairreach::equity::{Worst, atkinson, concentration, cvar, gini, mean, slope, theil_t};
use serde_json::Value;

use super::county::County;
use super::optima::Optima;
use super::sheet::{ASSESS, Found, LIBRARY, Sheet, entries, items, maybe_numbers, number_after};
use super::study::Asked;
use super::{Folder, Judged, open};

pub(super) fn location(sheet: &mut Sheet, folder: &Folder, file: &Value) {
    let Some(county) = &folder.county else { return };
    for (key, value) in entries(file) {
        match key.as_str() {
            "source" | "dataset" | "tie_rule" | "tolerance" | "note" => {}
            "results" => {
                for (name, value) in entries(value) {
                    result(sheet, county, name, value);
                }
            }
            "all_subsets" => truth_table(sheet, folder, county, items(value)),
            _ => sheet.unknown(key, value),
        }
    }
}

/// The standards that the columns name, such as `covered_10`.
fn standards(subsets: &[Value]) -> Vec<f64> {
    let keys = subsets.iter().flat_map(entries);
    let named = keys.filter_map(|it| number_after(it.0, "covered_"));
    let named: BTreeSet<u64> = named.map(f64::to_bits).collect();
    named.into_iter().map(f64::from_bits).collect()
}

fn truth_table(sheet: &mut Sheet, folder: &Folder, county: &County, subsets: &[Value]) {
    let study = folder.study(&Asked {
        standards: standards(subsets),
        ..Asked::default()
    });
    for subset in subsets {
        let open = open(&subset["open"]);
        let judged = study.as_ref().map(|it| it.with_open(&open));
        let set = Set {
            county,
            name: format!("{{{}}}", open.join(",")),
            minutes: county.nearest(&open),
            open,
            judged,
        };
        if let Some(why) = set.judged.as_ref().and_then(Judged::refused) {
            sheet.words(ASSESS, &set.name, why, "a scorecard");
        }
        for (key, value) in entries(subset).filter(|it| it.0 != "open") {
            set.column(sheet, key, value);
        }
    }
}

/// Columns that only the scorecard has.
const OF_THE_PROGRAM: [&str; 6] = [
    "annual_cost",
    "max",
    "median",
    "p90",
    "children_worse",
    "children_worse_over5",
];

/// One row of the truth table.
struct Set<'a> {
    county: &'a County,
    name: String,
    open: Vec<String>,
    minutes: Vec<Option<f64>>,
    judged: Option<Judged>,
}

impl Set<'_> {
    fn column(&self, sheet: &mut Sheet, key: &str, expected: &Value) {
        let name = format!("{} {key}", self.name);
        match self.library(key) {
            Some(found) => sheet.library(&name, found, expected),
            None if !OF_THE_PROGRAM.contains(&key) => return sheet.unknown(name, expected),
            None => {}
        }
        if self.judged.is_some() {
            match self.figure(key) {
                Some(found) => sheet.assess(name, found, expected),
                None => sheet.unable(ASSESS, name, expected, "the scorecard has no such figure"),
            }
        }
    }

    fn library(&self, key: &str) -> Option<Found> {
        let values = self.county.weighted(&self.minutes);
        let rows = self.county.observed(&self.minutes);
        Some(match key {
            "mean" => mean(&values).into(),
            "cvar25" => cvar(&values, 0.25, Worst::Highest).into(),
            "gini" => gini(&values).into(),
            "theil" => theil_t(&values).into(),
            "conc" => concentration(&rows).into(),
            "sii_minutes" => slope(&rows).map(|it| it.sii).into(),
            "mean_plus_gini_mean_difference" => Found::from(mean(&values))
                .with(gini(&values).into(), |mean, gini| mean * (1.0 + gini)),
            "variance" => {
                let middle = mean(&values);
                let off = |middle: f64| -> Vec<(f64, f64)> {
                    values
                        .iter()
                        .map(|(value, people)| ((value - middle).powi(2), *people))
                        .collect()
                };
                middle.and_then(|it| mean(&off(it))).into()
            }
            "capacity" => {
                let all = self.open.iter().filter_map(|it| self.county.column(it));
                let known = all.clone().all(|it| self.county.places[it].is_some());
                let supply = self.county.supply(&self.open, &self.county.places);
                match supply {
                    Ok(supply) if known => supply.total().into(),
                    Ok(_) => Found::Undefined("a site's places are not known".to_owned()),
                    Err(why) => Found::Wrong(why),
                }
            }
            _ => {
                if let Some(aversion) = number_after(key, "atkinson_") {
                    return Some(atkinson(&values, aversion).into());
                }
                let minutes = number_after(key, "covered_")?;
                let mut within = self.county.within(&self.open, minutes);
                if key.ends_with("_deciles1_3") {
                    for (row, decile) in within.iter_mut().zip(&self.county.deciles) {
                        *row = row.filter(|_| decile.is_some_and(|it| it <= 3));
                    }
                }
                mean(&self.county.weighted(&within)).into()
            }
        })
    }

    /// What the scorecard has of a column.
    fn figure(&self, key: &str) -> Option<Found> {
        let judged = self.judged.as_ref()?;
        let all = |name: &str| judged.figure(name, "all");
        Some(match key {
            "annual_cost" => all("annual_cost"),
            "capacity" => all("capacity_open"),
            "mean" => all("mean_minutes"),
            "max" => all("max_minutes"),
            "cvar25" => all("cvar25_minutes"),
            "gini" => all("gini_minutes"),
            "theil" => all("theil_t_minutes"),
            "atkinson_0.5" => all("atkinson_minutes_0_5"),
            "atkinson_1" => all("atkinson_minutes_1"),
            "atkinson_2" => all("atkinson_minutes_2"),
            "conc" => all("concentration_minutes"),
            "sii_minutes" => all("sii_minutes"),
            "mean_plus_gini_mean_difference" => {
                all("mean_minutes").with(all("gini_minutes"), |mean, gini| mean * (1.0 + gini))
            }
            "children_worse" => all("children_losing"),
            "children_worse_over5" => all("children_losing_over_5"),
            "p90" => all("p90_minutes"),
            "median" => all("median_minutes"),
            _ => {
                let minutes = number_after(key, "covered_")?;
                let scope = if key.ends_with("_deciles1_3") {
                    "deprivation_band:1-3"
                } else {
                    "all"
                };
                judged.at(minutes, "share_within", scope)
            }
        })
    }
}

/// What the best set is, is for the solvers to find; where sites and places are given, the assignment is told.
fn result(sheet: &mut Sheet, county: &County, name: &str, expected: &Value) {
    if name != "capacitated_transport_fractional" {
        return match Optima::of(county) {
            Ok(optima) => optima.result(sheet, name, expected),
            Err(why) => sheet.unable(LIBRARY, name, &Value::String(brief(expected)), why),
        };
    }
    for (n, row) in entries(expected) {
        let places = match &row["capacity"] {
            Value::Null => county.places.clone(),
            list => maybe_numbers(list),
        };
        let parts = || {
            Ok::<_, String>((
                county.times()?,
                county.supply(&open(&row["open"]), &places)?,
                county.demand()?,
            ))
        };
        let found = match parts() {
            Err(why) => Found::unable(why),
            Ok((times, supply, demand)) => {
                let it = assign(&times, &supply, &demand);
                if it.unmet.is_empty() {
                    it.person_minutes.into()
                } else {
                    Found::Undefined("not every child has a place".to_owned())
                }
            }
        };
        sheet.library(format!("{name} {n}"), found, &row["objective"]);
        sheet.only(
            &format!("{name} {n} "),
            row,
            &["open", "objective", "capacity"],
        );
    }
}

fn brief(value: &Value) -> String {
    let text = value.to_string();
    text.chars().take(40).collect()
}
