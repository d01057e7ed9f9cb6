//! The measures of inequality, of concentration and of proportionate intensity against the vectors, row by row.
//!
//! Each file is walked key by key: a key that is neither tested here nor named with a reason fails the test.

use std::collections::BTreeMap;

use fairreach::equity::{
    Bounds, DRAWS, Decomposition, Estimate, Indicator, Kind, Observation, OhidSlope, Provision,
    Ranked, SEED, Undefined, Worst, atkinson, breaks, concentration, cvar, erreygers,
    exact_interval, excess, extended_concentration, generalised_concentration, gini, intensity,
    kakwani, mean, mean_excess, mean_log_deviation, mean_log_deviation_by_group, monotone_fit,
    monotonicity_gap, ohid_slope, palma, places, quantile, realised_slope, ridits, shortfall,
    simulate, slope, theil_t, theil_t_by_group, wagstaff,
};
use serde_json::{Map, Value};

use crate::county::{numbers, vector, words};

const FOLDERS: [&str; 2] = ["", "onefield/"];

/// Rows with their blocks in the ranking of everyone by `keys`, the most deprived first. A row without a value keeps
/// its place and is left out.
pub(crate) fn ranked(keys: &[f64], people: &[f64], values: &[Option<f64>]) -> Vec<Ranked> {
    let keys: Vec<Option<f64>> = keys.iter().copied().map(Some).collect();
    let rows = places(&keys, people)
        .into_iter()
        .zip(people.iter().zip(values));
    rows.filter_map(|(place, (people, value))| {
        Some(Ranked {
            people: *people,
            place: place?,
            value: (*value)?,
        })
    })
    .collect()
}

/// The same rows for measures that need only a rank.
pub(crate) fn observed(rows: &[Ranked]) -> Vec<Observation> {
    rows.iter().map(|it| it.observation()).collect()
}

/// The toy county of a folder.
struct Toy {
    name: String,
    children: Vec<f64>,
    /// The most deprived first.
    key: Vec<f64>,
    need: Vec<f64>,
    decile: Vec<u64>,
    district: Vec<String>,
    sites: Vec<String>,
    minutes: Vec<Vec<Option<f64>>>,
    open: Vec<String>,
}

impl Toy {
    fn of(folder: &str) -> Self {
        let file = vector(&format!("{folder}toy_dataset"));
        let need = numbers(&file["idaci"]);
        let list = |it: &Value| it.as_array().unwrap().clone();
        Self {
            name: folder.to_owned(),
            children: numbers(&file["children"]),
            key: need.iter().map(|it| -it).collect(),
            need,
            decile: list(&file["imd_decile"])
                .iter()
                .map(|it| it.as_u64().unwrap())
                .collect(),
            district: words(&file["district"]),
            sites: words(&file["sites"]),
            minutes: list(&file["minutes"])
                .iter()
                .map(|row| list(row).iter().map(Value::as_f64).collect())
                .collect(),
            open: words(&file["existing_open"]),
        }
    }

    fn vector(&self, name: &str) -> Value {
        vector(&format!("{}{name}", self.name))
    }

    /// Minutes from each area to the nearest of some sites.
    fn nearest(&self, open: &[String]) -> Vec<Option<f64>> {
        let columns: Vec<usize> = open.iter().map(|it| self.column(it)).collect();
        self.minutes
            .iter()
            .map(|row| columns.iter().filter_map(|it| row[*it]).reduce(f64::min))
            .collect()
    }

    fn column(&self, site: &str) -> usize {
        self.sites.iter().position(|it| it == site).unwrap()
    }

    fn weighted(&self, values: &[Option<f64>]) -> Vec<(f64, f64)> {
        let rows = values.iter().zip(&self.children);
        rows.filter_map(|(value, people)| Some(((*value)?, *people)))
            .collect()
    }

    /// Ranked by IDACI.
    fn ranked(&self, values: &[Option<f64>]) -> Vec<Ranked> {
        ranked(&self.key, &self.children, values)
    }

    fn observed(&self, values: &[Option<f64>]) -> Vec<Observation> {
        observed(&self.ranked(values))
    }

    /// Hours a child a week: each site's hours are shared among the children around it, nearer ones more.
    fn hours(&self, hours: &Map<String, Value>, zones: &Map<String, Value>) -> Vec<f64> {
        let mut zones: Vec<(f64, f64)> = zones
            .iter()
            .map(|(to, weight)| (to.parse().unwrap(), weight.as_f64().unwrap()))
            .collect();
        zones.sort_by(|a, b| a.0.total_cmp(&b.0));
        let weight = |minutes: Option<f64>| {
            let zone = zones.iter().find(|it| minutes.is_some_and(|m| m <= it.0));
            zone.map_or(0.0, |it| it.1)
        };
        let mut access = vec![0.0; self.children.len()];
        for (site, hours) in hours {
            let column = self.column(site);
            let weights: Vec<f64> = self.minutes.iter().map(|it| weight(it[column])).collect();
            let demand: f64 = weights.iter().zip(&self.children).map(|(w, p)| w * p).sum();
            if demand > 0.0 {
                for (area, weight) in weights.iter().enumerate() {
                    access[area] += weight * hours.as_f64().unwrap() / demand;
                }
            }
        }
        access
    }
}

/// One file's tolerance, and what it is asked of.
struct Within(f64);

impl Within {
    fn of(file: &Value) -> Self {
        Self(file["tolerance"].as_f64().unwrap())
    }

    /// Null is a figure that has no value.
    fn check(&self, found: Result<f64, Undefined>, expected: &Value, what: &str) {
        match (found, expected.as_f64()) {
            (Ok(found), Some(expected)) => assert!(
                (found - expected).abs() <= self.0 * expected.abs().max(1.0),
                "{what}: {found} is not {expected}"
            ),
            (Err(_), None) => assert!(expected.is_null(), "{what} expects {expected}"),
            (found, _) => panic!("{what}: {found:?} is not {expected}"),
        }
    }

    fn check_all(&self, found: &[f64], expected: &Value, what: &str) {
        let expected = expected.as_array().unwrap();
        assert_eq!(found.len(), expected.len(), "{what}");
        for (found, expected) in found.iter().zip(expected) {
            self.check(Ok(*found), expected, what);
        }
    }
}

fn entries(it: &Value) -> &Map<String, Value> {
    it.as_object().unwrap()
}

#[test]
fn the_distribution_indices_are_those_of_the_vectors() {
    for folder in FOLDERS {
        let toy = Toy::of(folder);
        let file = toy.vector("inequality_core");
        let within = Within::of(&file);
        let minutes = toy.nearest(&toy.open);
        let values = toy.weighted(&minutes);
        for (key, value) in entries(&file) {
            match key.as_str() {
                // Words, and the tolerance itself.
                "source" | "dataset" | "variable" | "tolerance" => {}
                "y" => within.check_all(&unwrapped(&minutes), value, "y"),
                "weights" => within.check_all(&toy.children, value, "weights"),
                "groups" => assert_eq!(words(value), toy.district),
                "expected" => core(&within, &toy, &values, value),
                // The same indices by PySAL, over one row a child.
                "cross_check" => cross_check(&within, &toy, &values, value),
                other => panic!("{other} is not known"),
            }
        }
    }
}

fn unwrapped(values: &[Option<f64>]) -> Vec<f64> {
    values.iter().map(|it| it.unwrap()).collect()
}

/// The values by district, in order of its name.
fn by_district(toy: &Toy, values: &[(f64, f64)]) -> BTreeMap<String, Vec<(f64, f64)>> {
    let mut res: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for (district, value) in toy.district.iter().zip(values) {
        res.entry(district.clone()).or_default().push(*value);
    }
    res
}

fn core(within: &Within, toy: &Toy, values: &[(f64, f64)], expected: &Value) {
    let groups = by_district(toy, values);
    let lists: Vec<&Vec<(f64, f64)>> = groups.values().collect();
    let lists: Vec<&[(f64, f64)]> = lists.iter().map(|it| it.as_slice()).collect();
    let t = theil_t_by_group(&lists).unwrap();
    let l = mean_log_deviation_by_group(&lists).unwrap();
    for (key, value) in entries(expected) {
        match key.as_str() {
            "mean" => within.check(mean(values), value, key),
            "gini" => within.check(gini(values), value, key),
            "theil_t" => {
                within.check(theil_t(values), value, key);
                within.check(Ok(t.total), value, key);
            }
            "theil_t_between" => within.check(Ok(t.between), value, key),
            "theil_t_within" => within.check(Ok(t.within), value, key),
            "mld" => {
                within.check(mean_log_deviation(values), value, key);
                within.check(Ok(l.total), value, key);
            }
            "mld_between" => within.check(Ok(l.between), value, key),
            "mld_within" => within.check(Ok(l.within), value, key),
            "groups" => {
                let names: Vec<&String> = entries(value).keys().collect();
                assert_eq!(names, groups.keys().collect::<Vec<_>>());
                for (at, (name, value)) in entries(value).iter().enumerate() {
                    group(within, &t, &l, at, value, name);
                }
            }
            "atkinson" => {
                for (aversion, value) in entries(value) {
                    let found = atkinson(values, aversion.parse().unwrap());
                    within.check(found, value, &format!("atkinson {aversion}"));
                }
            }
            // Words that point to fgt_quantiles.
            "p90_p10_note" => {}
            other => panic!("{other} is not known"),
        }
    }
}

fn group(
    within: &Within,
    t: &Decomposition,
    l: &Decomposition,
    at: usize,
    expected: &Value,
    name: &str,
) {
    let (t, l) = (t.groups[at].clone().unwrap(), l.groups[at].clone().unwrap());
    for (key, value) in entries(expected) {
        let found = match key.as_str() {
            "pop_share" => Ok(t.people_share),
            "mean" => Ok(t.mean),
            "share_of_total" => Ok(t.outcome_share),
            "theil_t" => t.index,
            "mld" => l.index,
            "between_contrib_T" => Ok(t.between),
            "within_contrib_T" => Ok(t.within),
            other => panic!("{other} is not known"),
        };
        within.check(found, value, &format!("{name} {key}"));
    }
}

fn cross_check(within: &Within, toy: &Toy, values: &[(f64, f64)], expected: &Value) {
    let groups = by_district(toy, values);
    let lists: Vec<&[(f64, f64)]> = groups.values().map(Vec::as_slice).collect();
    let t = theil_t_by_group(&lists).unwrap();
    for (key, value) in entries(expected) {
        let found = match key.as_str() {
            "pysal_gini_expanded" => gini(values),
            "pysal_theil_expanded" => theil_t(values),
            "pysal_theilD_between" => Ok(t.between),
            "pysal_theilD_within" => Ok(t.within),
            "pysal_atkinson_0_5" => atkinson(values, 0.5),
            "pysal_atkinson_1" => atkinson(values, 1.0),
            "pysal_atkinson_2" => atkinson(values, 2.0),
            other => panic!("{other} is not known"),
        };
        within.check(found, value, key);
    }
}

#[test]
fn the_distribution_indices_are_those_of_the_r_package_accessibility() {
    for folder in FOLDERS {
        let toy = Toy::of(folder);
        let file = toy.vector("inequality_ipea");
        for (key, value) in entries(&file) {
            match key.as_str() {
                "source" | "dataset" | "notes" | "tolerance" => {}
                "results" => ipea(&Within::of(&file), &toy, value),
                other => panic!("{other} is not known"),
            }
        }
    }
}

fn ipea(within: &Within, toy: &Toy, results: &Value) {
    let minutes = toy.nearest(&toy.open);
    let values = toy.weighted(&minutes);
    let rows = toy.observed(&minutes);
    let line = toy.vector("fgt_quantiles")["fgt_shortfall"]["threshold"]
        .as_f64()
        .unwrap();
    for (key, value) in entries(results) {
        match key.as_str() {
            "gini" => within.check(gini(&values), value, key),
            "theil" => within.check(theil_t(&values), value, key),
            "theil_decomp" => theil_decomp(within, toy, &values, value),
            "ci_standard" => within.check(concentration(&rows), value, key),
            "ci_corrected_observed_bounds" => {
                // The package's habit. Ours are fixed bounds; the formula is the same.
                let all = || rows.iter().map(|it| it.value);
                let bounds = Bounds {
                    least: all().fold(f64::INFINITY, f64::min),
                    most: all().fold(f64::NEG_INFINITY, f64::max),
                };
                within.check(erreygers(&rows, bounds), value, key);
            }
            "fgt" => {
                for (name, value) in entries(value) {
                    let alpha = name.strip_prefix("FGT").unwrap().parse().unwrap();
                    within.check(shortfall(&values, line, alpha), value, name);
                }
            }
            "palma_threshold" => within.check(threshold_palma(toy, &minutes), value, key),
            "wtd_quantile" => {
                for (part, value) in entries(value) {
                    let percent: f64 = part.strip_suffix('%').unwrap().parse().unwrap();
                    within.check(Ok(hmisc_quantile(toy, percent / 100.0)), value, part);
                }
            }
            // Access, not its distribution: the tests of that room have them. And the package's version.
            "fca_2sfca_step20" | "fca_bfca_exp" | "sa_exp" | "gravity_exp" | "cum15"
            | "logistic" | "nearest" | "version" => {}
            other => panic!("{other} is not known"),
        }
    }
}

fn theil_decomp(within: &Within, toy: &Toy, values: &[(f64, f64)], expected: &Value) {
    let groups = by_district(toy, values);
    let lists: Vec<&[(f64, f64)]> = groups.values().map(Vec::as_slice).collect();
    let t = theil_t_by_group(&lists).unwrap();
    for row in expected.as_array().unwrap() {
        let (name, found) = match row["component"].as_str().unwrap() {
            "between_group" => ("between", t.between),
            "within_group" => ("within", t.within),
            "total" => ("total", t.total),
            other => panic!("{other} is not known"),
        };
        for (key, value) in entries(row) {
            match key.as_str() {
                "component" => {}
                "value" => within.check(Ok(found), value, name),
                // A share of nothing has no value, but the whole is all of itself.
                "share_of_total" if value.is_null() => assert!(t.total < within.0, "{name}"),
                "share_of_total" if name == "total" => assert_eq!(value.as_f64(), Some(1.0)),
                "share_of_total" => within.check(Ok(found / t.total), value, name),
                other => panic!("{other} is not known"),
            }
        }
    }
}

/// The quantile of 1 - IDACI that the package takes as its threshold.
fn hmisc_quantile(toy: &Toy, part: f64) -> f64 {
    let mut sorted: Vec<(f64, f64)> = toy
        .need
        .iter()
        .map(|it| 1.0 - it)
        .zip(toy.children.iter().copied())
        .collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let whole: f64 = sorted.iter().map(|it| it.1).sum();
    let at = |position: f64| {
        let mut reached = 0.0;
        let found = sorted.iter().find(|it| {
            reached += it.1;
            reached >= position
        });
        found.unwrap_or(sorted.last().unwrap()).0
    };
    let h = 1.0 + (whole - 1.0) * part;
    (1.0 - h.fract()) * at(h.floor()) + h.fract() * at(h.floor() + 1.0)
}

/// The package's Palma ratio, whole areas up to its thresholds: for comparison, and no measure of ours.
fn threshold_palma(toy: &Toy, minutes: &[Option<f64>]) -> Result<f64, Undefined> {
    let (low, high) = (hmisc_quantile(toy, 0.4), hmisc_quantile(toy, 0.9));
    let among = |choose: &dyn Fn(f64) -> bool| {
        let rows = toy.need.iter().zip(&toy.children).zip(minutes);
        let chosen = rows.filter(|((need, _), _)| choose(1.0 - **need));
        let pairs: Vec<(f64, f64)> = chosen
            .filter_map(|((_, people), value)| Some(((*value)?, *people)))
            .collect();
        mean(&pairs)
    };
    Ok(among(&|it| it > high)? / among(&|it| it <= low)?)
}

#[test]
fn the_palma_ratio_with_the_boundary_area_split_is_that_of_the_vectors() {
    for folder in FOLDERS {
        let toy = Toy::of(folder);
        let file = toy.vector("palma");
        let within = Within::of(&file);
        let found = palma(&toy.ranked(&toy.nearest(&toy.open))).unwrap();
        for (key, value) in entries(&file) {
            match key.as_str() {
                "dataset" | "rank" | "note" | "tolerance" => {}
                "fractional" => {
                    for (key, value) in entries(value) {
                        let found = match key.as_str() {
                            "mean_most_deprived_40" => Ok(found.mean_most_deprived_40),
                            "mean_least_deprived_10" => Ok(found.mean_least_deprived_10),
                            "ratio_least10_over_most40" => {
                                found.least_deprived_10_over_most_deprived_40()
                            }
                            other => panic!("{other} is not known"),
                        };
                        within.check(found, value, key);
                    }
                }
                other => panic!("{other} is not known"),
            }
        }
    }
}

#[test]
fn those_beyond_a_line_and_the_percentiles_are_those_of_the_vectors() {
    for folder in FOLDERS {
        let toy = Toy::of(folder);
        let file = toy.vector("fgt_quantiles");
        let within = Within::of(&file);
        let values = toy.weighted(&toy.nearest(&toy.open));
        for (key, value) in entries(&file) {
            match key.as_str() {
                "dataset" | "tolerance" => {}
                "fgt_excess_travel" | "fgt_shortfall" => {
                    let line = value["threshold"].as_f64().unwrap();
                    let fgt = if key == "fgt_shortfall" {
                        shortfall
                    } else {
                        excess
                    };
                    for (key, value) in entries(value) {
                        let found = match key.as_str() {
                            "y" | "definition" | "threshold" => continue,
                            "FGT0" => fgt(&values, line, 0.0),
                            "FGT1" => fgt(&values, line, 1.0),
                            "FGT2" => fgt(&values, line, 2.0),
                            "mean_minutes_over" => mean_excess(&values, line),
                            other => panic!("{other} is not known"),
                        };
                        within.check(found, value, key);
                    }
                }
                "weighted_percentiles" => {
                    for (key, value) in entries(value) {
                        match key.as_str() {
                            "rule" => {}
                            "values" => {
                                for (part, value) in entries(value) {
                                    let found = quantile(&values, part.parse().unwrap());
                                    within.check(found, value, part);
                                }
                            }
                            other => panic!("{other} is not known"),
                        }
                    }
                }
                other => panic!("{other} is not known"),
            }
        }
    }
}

#[test]
fn the_concentration_family_is_that_of_the_vectors() {
    for folder in FOLDERS {
        let toy = Toy::of(folder);
        let file = toy.vector("concentration");
        let within = Within::of(&file);
        let minutes = toy.nearest(&toy.open);
        for (key, value) in entries(&file) {
            match key.as_str() {
                // The laws that `identities` names are properties, in `equity_properties.rs`.
                "dataset" | "rank_rule" | "identities" | "tolerance" => {}
                "order" => in_order(&toy, &words(value)),
                "fractional_rank" => {
                    let keys: Vec<Option<f64>> = toy.key.iter().copied().map(Some).collect();
                    fractional_ranks(&within, &toy, &keys, value);
                }
                "cases" => {
                    for case in value.as_array().unwrap() {
                        concentration_case(&within, &toy, case);
                    }
                }
                "ties_case" => ties(&within, &toy, &minutes, value),
                "self_rank_check" => {
                    let keys = unwrapped(&minutes);
                    let rows = observed(&ranked(&keys, &toy.children, &minutes));
                    within.check(concentration(&rows), &value["C_ranked_by_minutes"], key);
                    within.check(gini(&toy.weighted(&minutes)), &value["gini"], key);
                    assert_eq!(entries(value).len(), 2);
                }
                other => panic!("{other} is not known"),
            }
        }
    }
}

/// Areas of equal deprivation may stand in either order.
fn in_order(toy: &Toy, order: &[String]) {
    let codes = words(&toy.vector("toy_dataset")["lsoa"]);
    let keys: Vec<f64> = order
        .iter()
        .map(|code| toy.key[codes.iter().position(|it| it == code).unwrap()])
        .collect();
    assert_eq!(keys.len(), toy.key.len());
    assert!(keys.is_sorted(), "{order:?}");
}

fn fractional_ranks(within: &Within, toy: &Toy, keys: &[Option<f64>], expected: &Value) {
    let codes = words(&toy.vector("toy_dataset")["lsoa"]);
    assert_eq!(entries(expected).len(), codes.len());
    let both = ridits(keys, &toy.children)
        .into_iter()
        .zip(places(keys, &toy.children));
    for (code, (ridit, place)) in codes.iter().zip(both) {
        within.check(Ok(ridit.unwrap()), &expected[code], code);
        within.check(Ok(place.unwrap().ridit()), &expected[code], code);
    }
}

fn concentration_case(within: &Within, toy: &Toy, case: &Value) {
    let y: Vec<Option<f64>> = numbers(&case["y"]).into_iter().map(Some).collect();
    let (rows, blocks) = (toy.observed(&y), toy.ranked(&y));
    let name = case["name"].as_str().unwrap();
    for (key, value) in entries(case) {
        let found = match key.as_str() {
            // The midpoint form is not zero where nothing varies: shown there, not offered here.
            "name" | "y" | "sign" | "extended_midpoint" => continue,
            "C" => concentration(&rows),
            "generalised_C" => generalised_concentration(&rows),
            "erreygers" => erreygers(&rows, Bounds::SHARE),
            "wagstaff" => wagstaff(&rows, Bounds::SHARE),
            "mean" => mean(&toy.weighted(&y)),
            "extended_exact" => {
                for (aversion, value) in entries(value) {
                    let found = extended_concentration(&blocks, aversion.parse().unwrap());
                    within.check(found, value, &format!("{name} C({aversion})"));
                }
                continue;
            }
            other => panic!("{other} is not known"),
        };
        within.check(found, value, &format!("{name} {key}"));
    }
}

fn ties(within: &Within, toy: &Toy, minutes: &[Option<f64>], expected: &Value) {
    let keys: Vec<f64> = toy.decile.iter().map(|it| *it as f64).collect();
    for (key, value) in entries(expected) {
        match key.as_str() {
            "rank_key" => {}
            "fractional_rank" => {
                let keys: Vec<Option<f64>> = keys.iter().copied().map(Some).collect();
                fractional_ranks(within, toy, &keys, value);
            }
            "C_minutes" => {
                let rows = observed(&ranked(&keys, &toy.children, minutes));
                within.check(concentration(&rows), value, key);
            }
            other => panic!("{other} is not known"),
        }
    }
}

#[test]
fn access_against_need_is_that_of_the_vectors() {
    for folder in FOLDERS {
        let toy = Toy::of(folder);
        let file = toy.vector("kakwani");
        let within = Within::of(&file);
        // The access of this vector is given in another one.
        assert_eq!(file["access"], "e2sfca_zones in fca.json");
        let access = numbers(&toy.vector("fca")["e2sfca_zones"]["access"]);
        let access: Vec<Option<f64>> = access.into_iter().map(Some).collect();
        let need: Vec<Option<f64>> = toy.need.iter().copied().map(Some).collect();
        let rows = toy.observed(&access);
        for (key, value) in entries(&file) {
            let found = match key.as_str() {
                "dataset" | "definition" | "access" | "classic_note" | "tolerance" => continue,
                "C_access" => concentration(&rows),
                "C_need" => concentration(&toy.observed(&need)),
                "kakwani" => kakwani(&beside(&rows, &toy.need)),
                other => panic!("{other} is not known"),
            };
            within.check(found, value, key);
        }
    }
}

fn beside(rows: &[Observation], need: &[f64]) -> Vec<(Observation, f64)> {
    rows.iter().copied().zip(need.iter().copied()).collect()
}

#[test]
fn slope_and_relative_indices_by_ohids_function_are_those_of_the_vectors() {
    for folder in FOLDERS {
        let toy = Toy::of(folder);
        let file = toy.vector("sii_rii");
        let within = Within::of(&file);
        for (key, value) in entries(&file) {
            match key.as_str() {
                // Words; the intervals that they speak of are tested below.
                "source"
                | "algorithm"
                | "analytic_ci_note"
                | "simulation_tolerance_abs"
                | "tolerance" => {}
                "toy_by_lsoa" => {
                    let line = slope(&toy.observed(&toy.nearest(&toy.open)));
                    for (key, value) in entries(value) {
                        let found = match key.as_str() {
                            "dataset" | "meaning" => continue,
                            "order" => {
                                in_order(&toy, &words(value));
                                continue;
                            }
                            "intercept" => line.map(|it| it.intercept),
                            "sii_minutes" => line.map(|it| it.sii),
                            "rii" => line.and_then(|it| it.rii()),
                            other => panic!("{other} is not known"),
                        };
                        within.check(found, value, key);
                    }
                }
                "toy_by_imd_decile" => by_decile(&within, value),
                "proportion_example" => example(&within, value, Kind::Proportion, "p"),
                "rate_example" => example(&within, value, Kind::Rate, "rate"),
                other => panic!("{other} is not known"),
            }
        }
    }
}

fn by_decile(within: &Within, expected: &Value) {
    let line = ohid_slope(
        &in_turn(&expected["population"], &expected["mean_minutes"]),
        Indicator::new(Kind::Plain),
    );
    for (key, value) in entries(expected) {
        let found = match key.as_str() {
            "deciles" | "population" | "mean_minutes" => continue,
            "intercept" => line.map(|it| it.intercept),
            "sii_minutes" => line.map(|it| it.sii),
            "rii" => line.and_then(|it| it.rii),
            other => panic!("{other} is not known"),
        };
        within.check(found, value, key);
    }
}

/// Groups in the order given, the most deprived first.
fn in_turn(population: &Value, values: &Value) -> Vec<Observation> {
    let people = numbers(population);
    let keys: Vec<f64> = (0..people.len()).map(|it| it as f64).collect();
    let values: Vec<Option<f64>> = numbers(values).into_iter().map(Some).collect();
    observed(&ranked(&keys, &people, &values))
}

fn example(within: &Within, expected: &Value, kind: Kind, values: &str) {
    let groups = in_turn(&expected["population"], &expected[values]);
    let plain = Indicator::new(kind);
    for (key, value) in entries(expected) {
        let indicator = match key.as_str() {
            "untransformed" => plain,
            "logit" | "log" => Indicator {
                transform: true,
                ..plain
            },
            // The limits are for the intervals, tested below.
            "population" | "p" | "rate" | "lcl" | "ucl" => continue,
            other => panic!("{other} is not known"),
        };
        let found = ohid_slope(&groups, indicator).unwrap();
        for (figure, value) in entries(value) {
            within.check(figure_of(&found, figure), value, &format!("{key} {figure}"));
        }
    }
}

fn figure_of(slope: &OhidSlope, figure: &str) -> Result<f64, Undefined> {
    match figure {
        "alpha" => Ok(slope.alpha),
        "beta" => Ok(slope.beta),
        "intercept" => Ok(slope.intercept),
        "sii" => Ok(slope.sii),
        "rii" => slope.rii,
        other => panic!("{other} is not known"),
    }
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

#[test]
fn the_intensity_of_provision_is_that_of_the_vectors() {
    for folder in FOLDERS {
        let toy = Toy::of(folder);
        let file = toy.vector("proportionate_universalism");
        let within = Within::of(&file);
        let zones = entries(&file["decay"]);
        for (key, value) in entries(&file) {
            match key.as_str() {
                // The laws that `identities` names are properties, in `equity_properties.rs`.
                "definition" | "dataset" | "decay" | "identities" | "tolerance" => {}
                "pava_case" => pava_case(&within, value),
                "cases" => {
                    for case in value.as_array().unwrap() {
                        let hours = toy.hours(entries(&case["hours"]), zones);
                        provision_case(&within, &toy, &hours, case);
                    }
                }
                other => panic!("{other} is not known"),
            }
        }
    }
}

fn pava_case(within: &Within, case: &Value) {
    assert_eq!(entries(case).len(), 3);
    let groups = numbers(&case["values"])
        .into_iter()
        .zip(numbers(&case["weights"]));
    let fit = monotone_fit(&groups.collect::<Vec<_>>());
    within.check_all(&unwrapped(&fit), &case["fit_nonincreasing"], "pava");
}

fn provision_case(within: &Within, toy: &Toy, hours: &[f64], case: &Value) {
    for (key, value) in entries(case) {
        match key.as_str() {
            "U_universal" => universal(within, toy, case, value),
            "P_proportionate" => proportionate(within, toy, hours, value),
            "G_gradient" => gradient(within, toy, hours, case, value),
            // What is given, then sums over chosen areas and over the baseline, and money: `score` has them.
            "open" | "hours" | "D_deprivation_coverage" | "C_cost" | "H_harm" => {}
            other => panic!("{other} is not known"),
        }
    }
}

fn universal(within: &Within, toy: &Toy, case: &Value, expected: &Value) {
    let minutes = toy.weighted(&toy.nearest(&words(&case["open"])));
    let standard = expected["floor_minutes"].as_f64().unwrap();
    for (key, value) in entries(expected) {
        let found = match key.as_str() {
            "share_within" => excess(&minutes, standard, 0.0).map(|it| 1.0 - it),
            "mean_minutes_beyond_per_child" => mean_excess(&minutes, standard),
            // The standard; counts and worsts over groups, which the tests of `score` have.
            "floor_minutes"
            | "children_beyond"
            | "by_district"
            | "by_deprivation_band"
            | "worst_district"
            | "worst_band"
            | "max_minutes" => continue,
            other => panic!("{other} is not known"),
        };
        within.check(found, value, key);
    }
}

fn provisions(toy: &Toy, hours: &[f64]) -> Vec<Provision> {
    (0..hours.len())
        .map(|area| Provision {
            people: toy.children[area],
            access: hours[area],
            need: toy.need[area],
        })
        .collect()
}

fn proportionate(within: &Within, toy: &Toy, hours: &[f64], expected: &Value) {
    let rows = provisions(toy, hours);
    let it = intensity(&rows, expected["lambda_policy"].as_f64().unwrap()).unwrap();
    for (key, value) in entries(expected) {
        let found = match key.as_str() {
            "lambda_policy" => continue,
            "hours_per_child" => {
                within.check_all(hours, value, key);
                continue;
            }
            "target_hours_per_child" => {
                within.check_all(&it.targets, value, key);
                continue;
            }
            "hours_to_move_share" => Ok(it.to_move_share),
            "hours_to_move" => Ok(it.to_move()),
            "fidelity" => Ok(it.fidelity()),
            "realised_slope" => realised_slope(&rows),
            "shortfall_hours_deciles1_3" => Ok(it.shortfall(|area| toy.decile[area] <= 3)),
            "total_hours" => Ok(it.total),
            other => panic!("{other} is not known"),
        };
        within.check(found, value, key);
    }
}

fn gradient(within: &Within, toy: &Toy, hours: &[f64], case: &Value, expected: &Value) {
    let minutes = toy.observed(&toy.nearest(&words(&case["open"])));
    let given: Vec<Option<f64>> = hours.iter().copied().map(Some).collect();
    let given = toy.observed(&given);
    let deciles = decile_groups(toy, hours);
    let groups: Vec<(f64, f64)> = deciles.iter().map(|it| it.1).collect();
    for (key, value) in entries(expected) {
        let found = match key.as_str() {
            "sii_minutes_least_minus_most" => slope(&minutes).map(|it| it.sii),
            "rii_minutes" => slope(&minutes).and_then(|it| it.rii()),
            "sii_hours_least_minus_most" => slope(&given).map(|it| it.sii),
            "conc_minutes" => concentration(&minutes),
            "conc_hours" => concentration(&given),
            "kakwani_hours_vs_need" => kakwani(&beside(&given, &toy.need)),
            "monotonicity_gap_share" => monotonicity_gap(&groups),
            "decile_means" => {
                let found = deciles.iter().filter(|it| it.1.1 > 0.0);
                let found: Vec<(u64, f64)> = found.map(|it| (it.0, it.1.0)).collect();
                assert_eq!(found.len(), entries(value).len());
                for (decile, mean) in found {
                    within.check(Ok(mean), &value[decile.to_string()], key);
                }
                continue;
            }
            "monotone_fit" => {
                let fit: Vec<f64> = monotone_fit(&groups).into_iter().flatten().collect();
                within.check_all(&fit, value, key);
                continue;
            }
            "breaks" => {
                let found: Vec<String> = breaks(&groups)
                    .into_iter()
                    .map(|(more, less)| format!("{}<{}", deciles[more].0, deciles[less].0))
                    .collect();
                assert_eq!(found, words(value));
                continue;
            }
            other => panic!("{other} is not known"),
        };
        within.check(found, value, key);
    }
}

/// All ten deciles with their mean hours a child and their children; one without any is nobody's.
fn decile_groups(toy: &Toy, hours: &[f64]) -> Vec<(u64, (f64, f64))> {
    (1..=10)
        .map(|decile| {
            let rows = (0..hours.len()).filter(|it| toy.decile[*it] == decile);
            let pairs: Vec<(f64, f64)> = rows.map(|it| (hours[it], toy.children[it])).collect();
            let people = pairs.iter().map(|it| it.1).sum();
            (decile, (mean(&pairs).unwrap_or(0.0), people))
        })
        .collect()
}

#[test]
fn the_indices_of_every_set_of_sites_are_those_of_the_truth_table() {
    for folder in FOLDERS {
        let toy = Toy::of(folder);
        let file = toy.vector("location");
        // The file has a tolerance for its solvers; these are sums of a dozen areas.
        let within = Within(1e-9);
        let subsets = file["all_subsets"].as_array().unwrap();
        assert_eq!(subsets.len(), 31);
        for subset in subsets {
            let minutes = toy.nearest(&words(&subset["open"]));
            let (values, rows) = (toy.weighted(&minutes), toy.observed(&minutes));
            for (key, value) in entries(subset) {
                let found = match key.as_str() {
                    "mean" => mean(&values),
                    "cvar25" => cvar(&values, 0.25, Worst::Highest),
                    "covered_10" => excess(&values, 10.0, 0.0).map(|it| 1.0 - it),
                    "gini" => gini(&values),
                    "theil" => theil_t(&values),
                    "atkinson_1" => atkinson(&values, 1.0),
                    "conc" => concentration(&rows),
                    "sii_minutes" => slope(&rows).map(|it| it.sii),
                    "mean_plus_gini_mean_difference" => {
                        mean(&values).and_then(|it| Ok(it * (1.0 + gini(&values)?)))
                    }
                    // Money, counts, a maximum and a variance are no measures of this room.
                    "open"
                    | "annual_cost"
                    | "capacity"
                    | "max"
                    | "covered_10_deciles1_3"
                    | "variance"
                    | "children_worse"
                    | "children_worse_over5" => continue,
                    other => panic!("{other} is not known"),
                };
                within.check(found, value, &format!("{:?} {key}", subset["open"]));
            }
        }
    }
}
