//! Reach and supply on a scorecard: every row of the vectors through the program, every figure against the plain
//! functions on random worlds, and what is said where there is nothing to say.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use fairreach::access::{
    Decay, Demand, Supply, assign, balanced_fca, cumulative, enhanced_two_step_fca, hansen,
    kth_nearest, log_sum, losses, mean_of_k_nearest, modified_two_step_fca, overlap, raam,
    spatial_availability, three_step_fca, two_step_fca,
};
use fairreach::equity::{atkinson, gini, mean_log_deviation, shortfall, theil_t};
use fairreach::ids::{AreaId, Column, Id, ServiceId, SiteId};
use fairreach::report::{Comparison, Heading, page};
use fairreach::score::{
    AccessMeasure, AreaMeasure, Case, Figure, Measuring, Scope, Scorecard, ServiceAccess, evaluate,
    headline,
};
use fairreach::space::Point;
use fairreach::travel::{TravelTimes, Unreached};
use fairreach::units::{People, Seconds};
use proptest::prelude::*;
use serde_json::Value;

use crate::county::{
    Row, case, numbers, opened, row, toy, vector, with_everything_measured, words,
};
use crate::fenshire::{scenario, written};
use crate::program::{Folder, entry, figure, run, study};

const FOLDERS: [&str; 2] = ["", "onefield/"];

/// A county of the vectors, judged by the program with some settings of `[assess]`.
struct Told {
    answer: Value,
    /// What was judged: every site open, or today.
    judged: Value,
}

impl Told {
    fn of(county: &str, settings: &str, every_site: bool) -> Self {
        let folder = written(county, 8.0);
        let known = "mode = \"travel\"\nband";
        folder.edit(
            "study.toml",
            known,
            &format!("mode = \"travel\"\n{settings}\nband"),
        );
        let all = words(&vector(&format!("{county}toy_dataset"))["sites"]);
        folder.write("plan.toml", &scenario(county, &all));
        let (path, plan) = (folder.word(""), folder.word("plan.toml"));
        let mut arguments = vec!["assess", &path, "--json"];
        if every_site {
            arguments.extend(["--scenario", &plan]);
        }
        let answer = run(&arguments).json();
        let judged = answer[if every_site { "scenario" } else { "baseline" }].clone();
        Self { answer, judged }
    }

    /// The entry of a measure area by area.
    fn by_area(&self, name: &str, cutoff: Option<f64>) -> &Value {
        let all = self.judged["measures_by_area"].as_array().unwrap();
        let found = all
            .iter()
            .find(|it| it["name"] == name && it["cutoff_minutes"].as_f64() == cutoff);
        found.unwrap_or_else(|| panic!("no {name} by area"))
    }

    fn areas(&self, name: &str, expected: &Value, tolerance: f64) {
        meet(
            &self.by_area(name, None)["values"],
            expected,
            tolerance,
            name,
        );
    }

    /// The places a child of each site by a measure.
    fn ratios(&self, name: &str) -> Value {
        let sites = self.judged["sites"].as_array().unwrap();
        let ratio = |it: &Value| {
            let all = it["places_per_child"].as_array().unwrap();
            let found = all.iter().find(|it| it["measure"] == name).unwrap();
            found["value"].clone()
        };
        sites.iter().map(ratio).collect()
    }

    /// The figure about a measure.
    fn about(&self, name: &str, about: &str) -> Option<f64> {
        let all = self.judged["figures"].as_array().unwrap();
        let found = all
            .iter()
            .find(|it| it["name"] == name && it["about"] == about);
        found.unwrap_or_else(|| panic!("no {name} of {about}"))["value"].as_f64()
    }
}

fn near(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!(
        (found - expected).abs() <= tolerance * expected.abs().max(1.0),
        "{what}: {found} is not {expected}"
    );
}

/// A list against another; null is no value.
fn meet(found: &Value, expected: &Value, tolerance: f64, what: &str) {
    let (found, expected) = (found.as_array().unwrap(), expected.as_array().unwrap());
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        match (found.as_f64(), expected.as_f64()) {
            (Some(found), Some(expected)) => near(found, expected, tolerance, what),
            (found, expected) => assert_eq!(found, expected, "{what}"),
        }
    }
}

fn close(found: Option<f64>, expected: &Value, tolerance: f64, what: &str) {
    match (found, expected.as_f64()) {
        (Some(found), Some(expected)) => near(found, expected, tolerance, what),
        (found, expected) => assert_eq!(found, expected, "{what}"),
    }
}

fn tolerance(file: &Value) -> f64 {
    file["tolerance"].as_f64().unwrap()
}

/// The keys of an object but those named.
fn keys<'a>(object: &'a Value, but: &[&str]) -> BTreeSet<&'a str> {
    let all = object.as_object().unwrap().keys().map(String::as_str);
    all.filter(|it| !but.contains(it)).collect()
}

fn exponential(row: &Value) -> String {
    format!(
        "decay = {{ kind = \"exponential\", beta = {} }}",
        row["beta"]
    )
}

#[test]
fn every_row_of_the_opportunity_vectors_comes_out_of_the_program() {
    for county in FOLDERS {
        let file = vector(&format!("{county}opportunity"));
        let tolerance = tolerance(&file);
        let mut met = BTreeSet::new();
        let mut check = |told: &Told, key: &'static str, name: &str, expected: &Value| {
            told.areas(name, expected, tolerance);
            met.insert(key);
        };
        let told = Told::of(county, "cutoffs_min = [15]", true);
        check(
            &told,
            "nearest_minutes",
            "minutes_to_nearest",
            &file["nearest_minutes"],
        );
        check(
            &told,
            "second_nearest",
            "minutes_to_second_nearest",
            &file["second_nearest"],
        );
        check(&told, "k2_mean", "minutes_to_2_nearest", &file["k2_mean"]);
        for (key, settings) in [
            (
                "hansen_exponential",
                exponential(&file["hansen_exponential"]),
            ),
            (
                "hansen_gaussian",
                format!(
                    "decay = {{ kind = \"gaussian\", sigma = {} }}",
                    file["hansen_gaussian"]["sigma"]
                ),
            ),
            (
                "hansen_logistic",
                format!(
                    "decay = {{ kind = \"logistic\", minutes = {}, sd = {} }}",
                    file["hansen_logistic"]["median"], file["hansen_logistic"]["sd"]
                ),
            ),
        ] {
            let told = Told::of(county, &settings, true);
            check(&told, key, "gravity_capacity", &file[key]["access"]);
        }
        for (key, name, word) in [
            ("shen", "places_per_child_shen", "shen"),
            ("logsum", "log_sum_minutes", "log-sum"),
        ] {
            let settings = format!("{}\naccess = [\"{word}\"]", exponential(&file[key]));
            let told = Told::of(county, &settings, true);
            check(&told, key, name, &file[key]["access"]);
        }
        let within = &told.by_area("capacity_within_cutoff", Some(15.0))["values"];
        meet(
            within,
            &file["cumulative_15_inclusive"],
            tolerance,
            "cumulative",
        );
        met.insert("cumulative_15_inclusive");
        assert_eq!(
            told.judged["nearest_site_by_area"][0]["sites"],
            file["nearest_site"]
        );
        met.insert("nearest_site");
        assert_eq!(
            told.answer["areas"],
            vector(&format!("{county}toy_dataset"))["lsoa"]
        );
        assert_eq!(keys(&file, &["dataset", "opportunity", "tolerance"]), met);
    }
}

/// Zones as a study writes them.
fn zones(of: &Value) -> String {
    let mut zones: Vec<(f64, f64)> = of
        .as_object()
        .unwrap()
        .iter()
        .map(|(end, weight)| (end.parse().unwrap(), weight.as_f64().unwrap()))
        .collect();
    zones.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (ends, weights): (Vec<f64>, Vec<f64>) = zones.into_iter().unzip();
    format!("decay = {{ kind = \"zones\", minutes = {ends:?}, weights = {weights:?} }}")
}

#[test]
fn every_row_of_the_floating_catchment_vectors_comes_out_of_the_program() {
    for county in FOLDERS {
        let file = vector(&format!("{county}fca"));
        let tolerance = tolerance(&file);
        let mut met = BTreeSet::from(["raam", "conservation"]);
        let raam = &file["raam"];
        let settings = format!(
            "{}\naccess = \"all\"\ncatchment_min = 20\nraam_tau_min = {}",
            zones(&file["e2sfca_zones"]["zones"]),
            raam["tau"]
        );
        let told = Told::of(county, &settings, true);
        let sigma = &file["e2sfca_gaussian"]["sigma"];
        let settings = format!("decay = {{ kind = \"gaussian\", sigma = {sigma} }}");
        let by_bell = Told::of(county, &settings, true);
        for (key, name, told) in [
            ("two_sfca", "places_per_child_2sfca", &told),
            ("e2sfca_zones", "places_per_child_e2sfca", &told),
            ("e2sfca_gaussian", "places_per_child_e2sfca", &by_bell),
            ("three_sfca", "places_per_child_3sfca", &told),
            ("m2sfca", "places_per_child_m2sfca", &told),
            ("balanced_fca", "places_per_child_balanced", &told),
        ] {
            let row = &file[key];
            told.areas(name, &row["access"], tolerance);
            if !row["ratio"].is_null() {
                meet(&told.ratios(name), &row["ratio"], tolerance, key);
            }
            let words = [
                "access",
                "ratio",
                "zones",
                "sigma",
                "note",
                "source",
                "catchment",
            ];
            assert!(keys(row, &words).is_empty(), "{key} has another row");
            met.insert(key);
        }
        for (key, name) in [
            ("two", "places_per_child_2sfca"),
            ("e2", "places_per_child_e2sfca"),
            ("three", "places_per_child_3sfca"),
        ] {
            let found = told.about("places_reaching_children", name);
            close(found, &file["conservation"][key], tolerance, key);
        }
        let open = figure(&told.judged, "capacity_open", "all");
        close(
            open,
            &file["conservation"]["total_supply"],
            tolerance,
            "supply",
        );
        assert_eq!(keys(&file["conservation"], &["total_supply"]).len(), 3);

        // What the concentration index of kakwani.json is of.
        let kakwani = vector(&format!("{county}kakwani"));
        assert_eq!(kakwani["access"], "e2sfca_zones in fca.json");
        let found = told.about("concentration_access", "places_per_child_e2sfca");
        close(found, &kakwani["C_access"], self::tolerance(&kakwani), "C");

        let exact = raam["tolerance_exact"].as_f64().unwrap();
        told.areas("raam_cost", &raam["exact_wardrop_equilibrium"], exact);
        let sites = told.judged["sites"].as_array().unwrap();
        let congestion: Value = sites.iter().map(|it| it["congestion"].clone()).collect();
        meet(&congestion, &raam["exact_congestion"], exact, "congestion");
        // PySAL's row is its heuristic (methods.md 3.5), which stops short of the equilibrium.
        let words = ["tau", "rho", "tolerance_pysal", "tolerance_exact", "note"];
        let rows = keys(raam, &words);
        let known = [
            "exact_congestion",
            "exact_wardrop_equilibrium",
            "pysal_default_150_cycles",
        ];
        assert_eq!(rows, known.into());
        let words = [
            "source",
            "dataset",
            "supply",
            "demand",
            "sites_used",
            "invariants",
            "tolerance",
        ];
        assert_eq!(keys(&file, &words), met);
    }
}

#[test]
fn every_row_of_the_r_package_that_is_not_for_reference_comes_out_of_the_program() {
    for county in FOLDERS {
        let file = vector(&format!("{county}inequality_ipea"));
        let (rows, tolerance) = (&file["results"], tolerance(&file));
        let settings = "decay = { kind = \"exponential\", beta = 0.1 }\ncutoffs_min = [15]\ncatchment_min = 20\n\
            access = [\"balanced\", \"spatial-availability\"]\npoverty_lines = { nearest = 8 }";
        let (today, every) = (
            Told::of(county, settings, false),
            Told::of(county, settings, true),
        );
        let column = |key: &str, value: &str| -> Value {
            let table = rows[key].as_array().unwrap();
            let ids: Value = table.iter().map(|it| it["id"].clone()).collect();
            assert_eq!(ids, every.answer["areas"]);
            table.iter().map(|it| it[value].clone()).collect()
        };
        let mut met = BTreeSet::new();
        for (key, value, name, cutoff) in [
            (
                "fca_2sfca_step20",
                "capacity",
                "places_per_child_2sfca",
                None,
            ),
            (
                "fca_bfca_exp",
                "capacity",
                "places_per_child_balanced",
                None,
            ),
            ("sa_exp", "capacity", "spatial_availability", None),
            ("gravity_exp", "capacity", "gravity_capacity", None),
            ("cum15", "capacity", "capacity_within_cutoff", Some(15.0)),
            ("nearest", "travel_time", "minutes_to_nearest", None),
        ] {
            let found = &every.by_area(name, cutoff)["values"];
            meet(found, &column(key, value), tolerance, key);
            met.insert(key);
        }
        for (key, name) in [
            ("gini", "gini_minutes"),
            ("theil", "theil_t_minutes"),
            ("ci_standard", "concentration_minutes"),
        ] {
            close(
                figure(&today.judged, name, "all"),
                &rows[key],
                tolerance,
                key,
            );
            met.insert(key);
        }
        for part in rows["theil_decomp"].as_array().unwrap() {
            let name = match part["component"].as_str().unwrap() {
                "between_group" => "theil_t_between_districts",
                "within_group" => "theil_t_within_districts",
                "total" => "theil_t_minutes",
                other => panic!("{other} is not known"),
            };
            close(
                figure(&today.judged, name, "all"),
                &part["value"],
                tolerance,
                name,
            );
        }
        met.insert("theil_decomp");
        for (key, name) in [
            ("FGT0", "shortfall_share"),
            ("FGT1", "shortfall_fgt1"),
            ("FGT2", "shortfall_fgt2"),
        ] {
            let found = today.about(name, "minutes_to_nearest");
            close(found, &rows["fgt"][key], tolerance, key);
        }
        met.insert("fgt");
        // The logistic weights stand among the decays below. The package's Palma takes whole areas up to a threshold, its
        // quantiles are those thresholds, and its corrected index takes observed bounds: for reference (methods.md 3.1, 3.2).
        let reference = [
            "logistic",
            "palma_threshold",
            "wtd_quantile",
            "ci_corrected_observed_bounds",
            "version",
        ];
        assert_eq!(keys(rows, &reference), met);
    }
}

/// A study of one site, and of areas at these minutes from it.
fn along_a_road(minutes: &[f64], settings: &str) -> Folder {
    let folder = Folder::empty();
    let mut files = [
        "code,name,district\n",
        "code,children\n",
        "area,site,minutes\n",
    ]
    .map(str::to_owned);
    for (at, minutes) in minutes.iter().enumerate() {
        writeln!(files[0], "L{at:02},L{at:02},A").unwrap();
        writeln!(files[1], "L{at:02},10").unwrap();
        writeln!(files[2], "L{at:02},S1,{minutes}").unwrap();
    }
    for (name, text) in ["areas", "people", "times"].iter().zip(&files) {
        folder.write(&format!("{name}.csv"), text);
    }
    folder.write("sites.csv", "id,name,status\nS1,Site,open\n");
    let study = format!(
        "schema = 1\n[study]\nname = \"A road\"\n[areas]\nfile = \"areas.csv\"\nkind = \"table\"\nvintage = \"none\"\n\
         [[people]]\nfile = \"people.csv\"\nkind = \"table\"\nbands = {{ under5 = \"children\" }}\n\
         [times]\nfile = \"times.csv\"\nmode = \"travel\"\n[assess]\nmode = \"travel\"\n{settings}\n\
         [[services]]\nid = \"hub\"\n[[sites]]\nfile = \"sites.csv\"\nkind = \"table\"\n"
    );
    folder.write("study.toml", &study);
    folder
}

/// A decay of the vectors as a study writes it.
fn as_written(name: &str, of: &Value) -> String {
    let one = |kind: &str, key: &str, theirs: &str| {
        format!("decay = {{ kind = \"{kind}\", {key} = {} }}", of[theirs])
    };
    match name {
        "step" => one("step", "minutes", "cutoff"),
        "linear_to_cutoff" => one("linear", "minutes", "cutoff"),
        "exponential" => one("exponential", "beta", "beta"),
        "exponential_halflife" => one("half-life", "minutes", "half_life"),
        "power" => one("power", "beta", "beta"),
        "logistic" => format!(
            "decay = {{ kind = \"logistic\", minutes = {}, sd = {} }}",
            of["median"], of["sd"]
        ),
        "gaussian" => one("gaussian", "sigma", "sigma"),
        "gaussian_truncated" => one("truncated-gaussian", "minutes", "d0"),
        "e2sfca_zones_slow" | "e2sfca_zones_fast" => zones(of),
        other => panic!("no study can write the decay {other}"),
    }
}

#[test]
fn every_decay_of_the_vectors_can_be_written_in_a_study_and_weighs_a_site_as_they_say() {
    for county in FOLDERS {
        let file = vector(&format!("{county}decay"));
        let minutes = numbers(&file["t_minutes"]);
        for (name, row) in file["functions"].as_object().unwrap() {
            let folder = along_a_road(&minutes, &as_written(name, &row["param"]));
            let answer = run(&["assess", &folder.word(""), "--json"]).json();
            let measures = answer["baseline"]["measures_by_area"].as_array().unwrap();
            let gravity = measures
                .iter()
                .find(|it| it["name"] == "gravity_sites")
                .unwrap();
            // Conveyal's step leaves its cutoff out: ours is inclusive.
            let key = if name == "step" {
                "ipea_inclusive"
            } else {
                "f"
            };
            meet(&gravity["values"], &row[key], tolerance(&file), name);
        }
    }
    // The logistic of the R package is at the same times.
    for county in FOLDERS {
        let rows = &vector(&format!("{county}inequality_ipea"))["results"]["logistic"];
        for (name, weights) in rows.as_object().unwrap() {
            let (median, sd) = name.split_once(';').unwrap();
            let (median, sd) = (&median[1..], &sd[2..]);
            let minutes = numbers(&vector("decay")["t_minutes"]);
            let decay = format!("decay = {{ kind = \"logistic\", minutes = {median}, sd = {sd} }}");
            let folder = along_a_road(&minutes, &decay);
            let answer = run(&["assess", &folder.word(""), "--json"]).json();
            let measures = answer["baseline"]["measures_by_area"].as_array().unwrap();
            let gravity = measures
                .iter()
                .find(|it| it["name"] == "gravity_sites")
                .unwrap();
            meet(&gravity["values"], weights, 1e-9, name);
        }
    }
}

#[test]
fn places_that_are_limited_are_taken_as_in_the_truth_of_the_transport_problem() {
    for county in FOLDERS {
        let file = vector(&format!("{county}location"));
        let rows = file["results"]["capacitated_transport_fractional"]
            .as_object()
            .unwrap();
        for row in rows.values() {
            let folder = written(county, 8.0);
            folder.edit(
                "study.toml",
                "mode = \"travel\"\nband",
                "mode = \"travel\"\naccess = \"assignment\"\nband",
            );
            folder.write("plan.toml", &scenario(county, &words(&row["open"])));
            let (path, plan) = (folder.word(""), folder.word("plan.toml"));
            let told =
                run(&["assess", &path, "--scenario", &plan, "--json"]).json()["scenario"].clone();
            let of = |name: &str| figure(&told, name, "all").unwrap();
            let minutes = of("children_placed") * of("mean_minutes_placed");
            near(
                minutes,
                row["objective"].as_f64().unwrap(),
                tolerance(&file),
                "objective",
            );
            near(of("children_unmet"), 0.0, 0.0, "unmet");
            near(of("children_placed"), of("children"), 1e-12, "placed");
            let sites = told["sites"].as_array().unwrap();
            let taken: f64 = sites
                .iter()
                .map(|it| it["assigned"].as_f64().unwrap())
                .sum();
            near(taken, of("children_placed"), 1e-12, "taken");
            for it in sites {
                let share = it["assigned"].as_f64().unwrap() / it["capacity"].as_f64().unwrap();
                near(
                    it["assigned_share"].as_f64().unwrap(),
                    share,
                    1e-12,
                    "share",
                );
                assert!(share <= 1.0 + 1e-12);
            }
        }
    }
}

/// The toy county with its places, some measures asked for.
fn places(measuring: Measuring) -> Case {
    let mut case = toy("toy_dataset", 10);
    let places = numbers(&vector("toy_dataset")["capacity_children"]);
    for (site, places) in places.into_iter().enumerate() {
        case.sites[SiteId::at(site)].capacity = Some(People::new(places));
    }
    case.policy.measuring = measuring;
    case
}

fn card(case: &Case) -> Scorecard {
    evaluate(case, &case.mode, &case.baseline)
}

fn access(card: &Scorecard) -> &ServiceAccess {
    &card.access[ServiceId::at(0)]
}

fn by_area<'a>(card: &'a Scorecard, name: &str) -> &'a AreaMeasure {
    let all = access(card).areas.iter();
    all.clone()
        .find(|it| it.measure.name == name)
        .unwrap_or_else(|| panic!("no {name} by area"))
}

fn told<'a>(card: &'a Scorecard, name: &str, scope: Scope) -> &'a Figure {
    let found = card
        .figures
        .iter()
        .find(|it| (it.name, it.scope) == (name, scope) && it.about.is_none());
    found.unwrap_or_else(|| panic!("no {name} {scope:?}"))
}

fn about<'a>(card: &'a Scorecard, name: &str, about: &str) -> &'a Figure {
    let found = card
        .figures
        .iter()
        .find(|it| it.name == name && it.about == Some(about));
    found.unwrap_or_else(|| panic!("no {name} of {about}"))
}

fn reason(figure: &Figure) -> &str {
    &figure.value.as_ref().unwrap_err().0
}

#[test]
fn what_costs_seconds_in_a_large_study_is_measured_only_where_it_is_asked_for() {
    let names = |it: &Scorecard| -> BTreeSet<&'static str> {
        it.figures.iter().map(|it| it.name).collect()
    };
    let usual = card(&places(Measuring::default()));
    let every = card(&with_everything_measured(toy("toy_dataset", 10)));
    for name in [
        "raam_cost",
        "children_unmet",
        "children_placed",
        "mean_minutes_placed",
        "places_per_child_3sfca",
        "places_per_child_balanced",
        "spatial_availability",
        "log_sum_minutes",
        "shortfall_share",
        "share_within_cutoff",
    ] {
        assert!(!names(&usual).contains(name), "{name}");
        assert!(names(&every).contains(name), "{name}");
    }
    for name in [
        "minutes_to_second_nearest",
        "minutes_to_3_nearest",
        "gravity_capacity",
        "places_per_child_2sfca",
        "places_per_child_e2sfca",
        "share_within_two",
        "gini_access",
    ] {
        assert!(names(&usual).contains(name), "{name}");
    }
    assert!(
        access(&usual)
            .sites
            .iter()
            .all(|it| it.assigned.is_none() && it.congestion.is_none())
    );
    assert!(
        access(&every)
            .sites
            .iter()
            .all(|it| it.assigned.is_some() && it.congestion.is_some())
    );
}

#[test]
fn the_headline_is_the_scorecard_without_reach_and_supply() {
    let case = with_everything_measured(toy("toy_dataset", 10));
    let (whole, head) = (card(&case), headline(&case, &case.mode, &case.baseline));
    assert!(head.access.as_slice().is_empty());
    let without: Vec<&Figure> = whole
        .figures
        .iter()
        .filter(|it| head.figures.iter().any(|head| head.name == it.name))
        .collect();
    assert_eq!(without, head.figures.iter().collect::<Vec<_>>());
    assert!(head.figures.len() < whole.figures.len());
    // What costs, hours and rules of the whole plan come last in both.
    assert_eq!(whole.figures.last(), head.figures.last());
    assert!(whole.figures.last().unwrap().service.is_none());
}

#[test]
fn sites_that_do_not_tell_their_places_are_named_and_no_place_is_made_up() {
    let mut case = places(Measuring {
        cutoffs: vec![Seconds::from_minutes(15)],
        extra: AccessMeasure::ALL.into(),
        ..Measuring::default()
    });
    case.policy.decay = Decay::exponential(0.1).unwrap();
    for site in [1, 3] {
        case.sites[SiteId::at(site)].capacity = None;
    }
    let card = card(&case);
    let expected = "no capacity is given for Site 2 and 1 other site";
    for name in [
        "capacity_within_cutoff",
        "gravity_capacity",
        "places_per_child_2sfca",
        "places_per_child_e2sfca",
        "places_per_child_shen",
        "places_per_child_balanced",
        "spatial_availability",
        "raam_cost",
        "log_sum_minutes",
        "capacity_open",
        "children_placed",
        "children_unmet",
    ] {
        assert_eq!(reason(told(&card, name, Scope::All)), expected, "{name}");
    }
    assert_eq!(
        reason(about(&card, "gini_access", "gravity_capacity")),
        expected
    );
    assert_eq!(
        by_area(&card, "gravity_capacity")
            .values
            .as_ref()
            .unwrap_err()
            .0,
        expected
    );
    // What needs no places is told.
    for name in [
        "sites_within_cutoff",
        "share_within_cutoff",
        "gravity_sites",
        "share_within_two",
    ] {
        assert!(told(&card, name, Scope::All).value.is_ok(), "{name}");
    }
    let told: Vec<Option<f64>> = access(&card).sites.iter().map(|it| it.capacity).collect();
    assert_eq!(told, [Some(300.0), None, Some(350.0), None]);
}

#[test]
fn without_a_standard_there_is_a_catchment_only_where_the_study_sets_one() {
    let mut case = places(Measuring::default());
    case.services[ServiceId::at(0)].standard.clear();
    let none = card(&case);
    let why = reason(told(&none, "places_per_child_2sfca", Scope::All));
    assert!(
        why.contains("no standard") && why.contains("catchment_min"),
        "{why}"
    );
    assert!(reason(told(&none, "share_within_two", Scope::All)).contains("no standard"));
    assert!(
        access(&none)
            .sites
            .iter()
            .all(|it| it.loss.lose_standard.is_none())
    );
    case.policy.measuring.catchment = Some(Seconds::from_minutes(20));
    assert!(
        told(&card(&case), "places_per_child_2sfca", Scope::All)
            .value
            .is_ok()
    );
}

#[test]
fn a_log_sum_takes_an_exponential_decay_and_says_so() {
    let mut case = places(Measuring {
        extra: [AccessMeasure::LogSum].into(),
        ..Measuring::default()
    });
    assert!(reason(told(&card(&case), "log_sum_minutes", Scope::All)).contains("exponential"));
    case.policy.decay = Decay::half_life(10.0).unwrap();
    let found = told(&card(&case), "log_sum_minutes", Scope::All)
        .value
        .clone();
    case.policy.decay = Decay::exponential(2.0_f64.ln() / 10.0).unwrap();
    let same = told(&card(&case), "log_sum_minutes", Scope::All)
        .value
        .clone();
    assert!((found.unwrap() - same.unwrap()).abs() < 1e-9);
}

#[test]
fn a_cut_off_is_inclusive_and_the_unserved_are_beyond_every_one() {
    let rows = [
        row("a", 30.0, 1, &[Some(15), Some(15)]),
        row("b", 10.0, 2, &[Some(16), Some(3)]),
        row("c", 60.0, 3, &[None, None]),
    ];
    let mut case = case(&rows, &[None, None], Some(15));
    case.policy.measuring.cutoffs = vec![Seconds::from_minutes(14), Seconds::from_minutes(15)];
    let card = card(&case);
    let at = |name: &str, minutes: u32| {
        let found = card.figures.iter().find(|it| {
            (it.name, it.scope, it.about) == (name, Scope::All, None)
                && it.cutoff == Some(Seconds::from_minutes(minutes))
        });
        found.unwrap().value.clone().unwrap()
    };
    near(at("share_within_cutoff", 14), 0.1, 1e-12, "within 14");
    near(at("share_within_cutoff", 15), 0.4, 1e-12, "within 15");
    near(at("sites_within_cutoff", 15), 0.7, 1e-12, "sites within 15");
    near(
        told(&card, "share_within_two", Scope::All)
            .value
            .clone()
            .unwrap(),
        0.3,
        1e-12,
        "two",
    );
    let second = by_area(&card, "minutes_to_second_nearest")
        .values
        .clone()
        .unwrap();
    assert_eq!(second.as_slice(), [Some(15.0), Some(16.0), None]);
    let third = reason(told(&card, "minutes_to_third_nearest", Scope::All)).to_owned();
    assert_eq!(
        third,
        "none of the under-fives in the study reach three open sites"
    );
}

#[test]
fn without_times_people_or_open_sites_every_measure_says_why() {
    let everything = || with_everything_measured(toy("toy_dataset", 10));
    let reasons = |case: &Case| -> BTreeSet<String> {
        let head = headline(case, &case.mode, &case.baseline);
        let card = card(case);
        let reach = card
            .figures
            .iter()
            .filter(|it| head.figures.iter().all(|head| head.name != it.name));
        reach
            // These are known without people, or without times.
            .filter(|it| !matches!(it.name, "capacity_open" | "children_within_two"))
            .filter(|it| !it.name.starts_with("open_sites_"))
            .map(|it| it.value.as_ref().expect_err(it.name).0.clone())
            .collect()
    };
    let mut case = everything();
    case.times.clear();
    let told = reasons(&case);
    assert!(
        told.iter().any(|it| it.contains("no travel times")),
        "{told:?}"
    );
    let mut case = everything();
    let (band, nobody) = (fairreach::ids::BandId::at(0), case.areas.list.len());
    case.population.counts[band] = Column::filled(Some(People::new(0.0)), nobody);
    let told = reasons(&case);
    assert!(
        told.iter()
            .all(|it| it.starts_with("no under-fives live in")
                || it.starts_with("no area of the study")),
        "{told:?}"
    );
    // With no open site there is nothing to share out, and nothing in reach: 0, and no index of it.
    let mut case = everything();
    case.baseline = opened(&case, &[]);
    let card = card(&case);
    for (name, expected) in [
        ("places_per_child_e2sfca", Ok(0.0)),
        ("gravity_sites", Ok(0.0)),
        ("children_unmet", Ok(950.0)),
        ("children_unmet_without_way", Ok(950.0)),
        ("capacity_open", Ok(0.0)),
        ("children_within_two", Ok(0.0)),
    ] {
        assert_eq!(
            crate::score_access::told(&card, name, Scope::All).value,
            expected,
            "{name}"
        );
    }
    let gini = about(&card, "gini_access", "places_per_child_e2sfca");
    assert!(reason(gini).contains("nothing is shared out"));
    for name in [
        "raam_cost",
        "minutes_to_second_nearest",
        "mean_minutes_placed",
    ] {
        assert!(
            crate::score_access::told(&card, name, Scope::All)
                .value
                .is_err(),
            "{name}"
        );
    }
    assert!(access(&card).sites.is_empty());
}

#[test]
fn spatial_availability_of_groups_adds_up_to_all_places() {
    let case = places(Measuring {
        extra: [AccessMeasure::SpatialAvailability].into(),
        ..Measuring::default()
    });
    let card = card(&case);
    let of = |scope| {
        told(&card, "spatial_availability", scope)
            .value
            .clone()
            .unwrap()
    };
    let districts: f64 = case
        .areas
        .districts
        .ids()
        .map(|it| of(Scope::District(it)))
        .sum();
    near(districts, of(Scope::All), 1e-12, "districts");
    near(of(Scope::All), 1020.0, 1e-12, "all places");
}

#[test]
fn what_of_a_good_somebody_lacks_has_no_mean_log_deviation_and_is_wholly_unequal_to_atkinson() {
    let rows = [
        row("a", 10.0, 1, &[Some(5)]),
        row("b", 10.0, 2, &[Some(500)]),
    ];
    let mut case = case(&rows, &[None], Some(20));
    case.sites[SiteId::at(0)].capacity = Some(People::new(10.0));
    let card = card(&case);
    let of = |name| about(&card, name, "places_per_child_e2sfca");
    assert!(reason(of("mld_access")).contains("takes logarithms"));
    assert_eq!(of("atkinson_access").value, Ok(1.0));
    // Minutes are a burden, of which welfare is not read and which need is not set beside.
    for name in ["mld_access", "atkinson_access", "kakwani_access"] {
        let of_minutes = card
            .figures
            .iter()
            .find(|it| it.name == name && it.about == Some("minutes_to_second_nearest"));
        assert!(of_minutes.is_none(), "{name}");
    }
}

#[test]
fn access_and_need_stand_beside_each_other_over_one_ranking() {
    // Half the children have three times the need of the others; C of the need is -1/4.
    let mut rows = [row("a", 50.0, 1, &[Some(5)]), row("b", 50.0, 9, &[Some(5)])];
    (rows[0].score, rows[1].score) = (Some(0.3), Some(0.1));
    let mut case = case(&rows, &[None], Some(20));
    case.sites[SiteId::at(0)].capacity = Some(People::new(10.0));
    let of = |case: &Case, name: &str| {
        let card = card(case);
        about(&card, name, "places_per_child_e2sfca").value.clone()
    };
    let need = |case: &Case| {
        let card = card(case);
        told(&card, "concentration_need", Scope::All).value.clone()
    };
    near(need(&case).unwrap(), -0.25, 1e-12, "need");
    near(of(&case, "kakwani_access").unwrap(), 0.25, 1e-12, "beside");
    // Whoever is counted by need is not weighed by it again.
    case.population
        .in_need
        .insert(fairreach::ids::BandId::at(0));
    for found in [need(&case), of(&case, "kakwani_access")] {
        assert_eq!(
            found.unwrap_err().0,
            "its people are counted by need already"
        );
    }
    case.population.in_need.clear();
    case.deprivation.need = Column::filled(None, 2);
    let without = "no area with under-fives has a deprivation rank";
    for found in [need(&case), of(&case, "kakwani_access")] {
        let why = found.unwrap_err().0;
        assert!(why.starts_with(without), "{why}");
    }
}

#[test]
fn open_sites_lie_where_the_nearest_centroid_is_and_without_places_nobody_knows() {
    let rows = [
        row("a", 10.0, 1, &[Some(5), Some(5), Some(5)]),
        row("b", 10.0, 9, &[Some(5), Some(5), Some(5)]),
        row("c", 0.0, 3, &[Some(5), Some(5), Some(5)]),
    ];
    let mut case = case(&rows, &[None; 3], Some(20));
    case.baseline = opened(&case, &["S1", "S2", "S3"].map(str::to_owned));
    let value = |case: &Case, name: &str| told(&card(case), name, Scope::All).value.clone();
    let (count, share) = ("open_sites_deciles_1_3", "open_sites_share_deciles_1_3");
    assert_eq!(
        value(&case, count).unwrap_err().0,
        "no place is given for Site 1 and 2 other sites"
    );
    let homes = [(0.0, 0.0), (10.0, 0.0), (0.0, 30.0)];
    for (site, at) in [(4.0, 0.0), (5.0, 0.0), (9.0, 1.0)].into_iter().enumerate() {
        case.sites[SiteId::at(site)].point = Some(Point::new(at.0, at.1));
    }
    assert_eq!(
        value(&case, count).unwrap_err().0,
        "no area of the study has a place"
    );
    for (area, at) in homes.into_iter().enumerate() {
        case.areas.list[AreaId::at(area)].point = Some(Point::new(at.0, at.1));
    }
    // The second is as near to either of the first two areas: the lower id has it.
    assert_eq!(value(&case, count), Ok(2.0));
    near(value(&case, share).unwrap(), 2.0 / 3.0, 1e-12, "share");
    case.sites[SiteId::at(2)].point = Some(Point::new(9.0, 29.0));
    assert_eq!(value(&case, share), Ok(1.0));
    case.baseline = opened(&case, &[]);
    assert_eq!(value(&case, count), Ok(0.0));
    assert_eq!(value(&case, share).unwrap_err().0, "no open site offers it");
}

#[test]
fn no_index_of_access_has_a_better_end_and_a_cost_is_better_low() {
    let case = with_everything_measured(toy("toy_dataset", 10));
    for it in &card(&case).figures {
        let neutral = it.polarity.word() == "neutral";
        // Of minutes beyond the standard less is better, as a part of it too.
        let burden = matches!(it.name, "excess_fgt1" | "excess_fgt2");
        if (it.unit.word() == "index" || it.unit.word() == "ratio") && !burden {
            assert!(neutral, "{}", it.name);
        }
        if it.name == "raam_cost" {
            assert_eq!(it.polarity.word(), "less_is_better");
        }
    }
}

/// A world as a table: areas in three districts, three sites of some places, times that may lack.
fn worlds() -> impl Strategy<Value = (Vec<Row>, Vec<f64>)> {
    let time = prop_oneof![4 => (0_u32..4000).prop_map(Ok), 1 => Just(Err(Unreached::NoPath))];
    let children = prop_oneof![5 => (0_u32..300).prop_map(Some), 1 => Just(None)];
    let area = (
        children,
        1_u32..11,
        0_usize..3,
        prop::collection::vec(time, 3),
    );
    let areas = prop::collection::vec(area, 1..15).prop_map(|areas| {
        let of = |(place, (children, decile, district, seconds)): (
            usize,
            (Option<u32>, u32, usize, _),
        )| Row {
            code: format!("E{place:03}"),
            district: ["A", "B", "C"][district],
            children: children.map(f64::from),
            seconds,
            ..row("", 0.0, decile, &[])
        };
        areas.into_iter().enumerate().map(of).collect()
    });
    (areas, prop::collection::vec(0.0..200.0, 3))
}

type Values = Vec<Option<f64>>;

fn known<'a>(values: impl IntoIterator<Item = &'a f64>) -> Values {
    values.into_iter().map(|it| Some(*it)).collect()
}

fn some<E>(values: &Column<AreaId, Result<f64, E>>) -> Values {
    values.iter().map(|it| it.as_ref().ok().copied()).collect()
}

/// Every measure by the plain functions.
fn plain(
    times: &TravelTimes,
    demand: &Demand,
    places: &[f64],
    decay: &Decay,
) -> BTreeMap<&'static str, Values> {
    let ids = || (0..places.len()).map(SiteId::at);
    let supply = Supply::new(ids().zip(places.iter().copied())).unwrap();
    let alike = Supply::alike(ids(), 1.0).unwrap();
    let ten = Seconds::from_minutes(10);
    let kth = |k: usize| -> Values {
        let found = kth_nearest(times, ids(), k.try_into().unwrap());
        found
            .iter()
            .map(|it| it.ok().map(Seconds::minutes))
            .collect()
    };
    let mean = |k: usize| some(&mean_of_k_nearest(times, ids(), k.try_into().unwrap()));
    let mut all = BTreeMap::from([
        ("minutes_to_nearest", kth(1)),
        ("minutes_to_second_nearest", kth(2)),
        ("minutes_to_third_nearest", kth(3)),
        ("minutes_to_2_nearest", mean(2)),
        ("minutes_to_3_nearest", mean(3)),
        (
            "sites_within_cutoff",
            known(&cumulative(times, &alike, ten)),
        ),
        (
            "capacity_within_cutoff",
            known(&cumulative(times, &supply, ten)),
        ),
        ("gravity_sites", known(&hansen(times, &alike, decay))),
        ("gravity_capacity", known(&hansen(times, &supply, decay))),
        (
            "places_per_child_2sfca",
            known(&two_step_fca(times, &supply, demand, Seconds::from_minutes(20)).access),
        ),
        (
            "places_per_child_e2sfca",
            known(&enhanced_two_step_fca(times, &supply, demand, decay).access),
        ),
        (
            "places_per_child_shen",
            known(&enhanced_two_step_fca(times, &supply, demand, decay).access),
        ),
        (
            "places_per_child_3sfca",
            known(&three_step_fca(times, &supply, demand, decay).access),
        ),
        (
            "places_per_child_m2sfca",
            known(&modified_two_step_fca(times, &supply, demand, decay).access),
        ),
        (
            "places_per_child_balanced",
            known(&balanced_fca(times, &supply, demand, decay).access),
        ),
        (
            "spatial_availability",
            some(&spatial_availability(times, &supply, demand, decay)),
        ),
        (
            "log_sum_minutes",
            some(&log_sum(times, &supply, decay.rate().unwrap()).unwrap()),
        ),
    ]);
    if let Ok(it) = raam(times, &supply, demand, Seconds::from_minutes(60)) {
        all.insert("raam_cost", some(&it.cost));
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_measure_is_the_plain_functions_and_every_figure_its_mean((rows, places) in worlds()) {
        let mut case = case(&rows, &[None; 3], Some(20));
        for (site, places) in places.iter().enumerate() {
            case.sites[SiteId::at(site)].capacity = Some(People::new(*places));
        }
        case.policy.decay = Decay::exponential(0.1).unwrap();
        case.policy.measuring = Measuring {
            cutoffs: vec![Seconds::from_minutes(10)],
            extra: AccessMeasure::ALL.into(),
            lines: BTreeMap::from([(AccessMeasure::Enhanced, 0.5)]),
            ..Measuring::default()
        };
        let card = card(&case);
        let children: Vec<Option<f64>> = rows.iter().map(|it| it.children).collect();
        let demand = Demand::new(children.iter().copied().collect()).unwrap();
        let times = &case.times[&case.mode];
        let plain = plain(times, &demand, &places, &case.policy.decay);
        let somebody = demand.total() > 0.0;
        for (name, expected) in &plain {
            let Ok(found) = &by_area(&card, name).values else {
                prop_assert!(!somebody, "{} has no values", name);
                continue;
            };
            prop_assert_eq!(found.as_slice(), expected.as_slice(), "{}", name);
            if *name == "minutes_to_nearest" || *name == "spatial_availability" {
                continue;
            }
            for it in card.figures.iter().filter(|it| it.name == *name && it.about.is_none()) {
                let inside = |at: usize| match it.scope {
                    Scope::All => true,
                    Scope::Decile(of) => rows[at].decile == Some(u32::from(of.get())),
                    Scope::District(of) => case.areas.districts[of].code == rows[at].district,
                    _ => false,
                };
                let (mut people, mut sum) = (0.0, 0.0);
                for at in (0..rows.len()).filter(|at| inside(*at)) {
                    if let (Some(own), Some(value)) = (children[at], expected[at]) {
                        people += own;
                        sum += own * value;
                    }
                }
                match &it.value {
                    Ok(found) => prop_assert!((found - sum / people).abs() <= 1e-9 * found.abs().max(1.0), "{} {:?}", name, it.scope),
                    Err(why) => prop_assert!(people <= 0.0 && !why.0.is_empty(), "{} {:?}: {}", name, it.scope, why),
                }
            }
        }
        // The indices of one of them, by the plain functions.
        if somebody {
            let held: Vec<(f64, f64)> = plain["places_per_child_e2sfca"].iter().zip(&children)
                .filter_map(|(value, people)| Some(((*value)?, (*people)?))).collect();
            let value = |name: &str| about(&card, name, "places_per_child_e2sfca").value.clone().ok();
            let near = |found: Option<f64>, expected: Option<f64>| match (found, expected) {
                (Some(a), Some(b)) => (a - b).abs() < 1e-9,
                (a, b) => a == b,
            };
            prop_assert!(near(value("gini_access"), gini(&held).ok()));
            prop_assert!(near(value("theil_t_access"), theil_t(&held).ok()));
            prop_assert!(near(value("shortfall_fgt1"), shortfall(&held, 0.5, 1.0).ok()));
            prop_assert!(near(value("mld_access"), mean_log_deviation(&held).ok()));
            prop_assert!(near(value("atkinson_access"), atkinson(&held, 1.0).ok()));
            let parts = value("theil_t_access_between_districts").zip(value("theil_t_access_within_districts"));
            prop_assert!(near(parts.map(|it| it.0 + it.1), value("theil_t_access")));
        }
        // Overlap, the loss of each site and the assignment.
        let ids = || (0..3).map(SiteId::at);
        let standard = Seconds::from_minutes(20);
        let twice = overlap(times, ids(), &demand, standard).in_at_least(2);
        if let Ok(found) = told(&card, "children_within_two", Scope::All).value {
            prop_assert!((found - twice).abs() < 1e-9);
        }
        let lost = losses(times, ids(), &demand, standard);
        let supply = Supply::new(ids().zip(places.iter().copied())).unwrap();
        let placed = assign(times, &supply, &demand);
        prop_assert_eq!(access(&card).sites.len(), 3);
        for ((it, lost), used) in access(&card).sites.iter().zip(&lost).zip(&placed.sites) {
            prop_assert_eq!(it.loss.lose_standard, Some(lost.lose_cover));
            prop_assert_eq!((it.loss.go_elsewhere, it.loss.added_minutes), (lost.go_elsewhere, lost.added_minutes));
            prop_assert_eq!(Some(it.loss.left_without), Some(lost.left_without));
            prop_assert_eq!(it.assigned, somebody.then_some(used.taken));
            prop_assert_eq!(it.capacity, Some(used.places));
        }
        if somebody {
            let unmet: f64 = placed.unmet.iter().map(|it| it.people).sum();
            prop_assert_eq!(told(&card, "children_unmet", Scope::All).value.clone(), Ok(unmet));
        }
    }

    #[test]
    fn what_a_closing_is_said_to_cost_is_what_a_scorecard_without_the_site_shows((rows, _) in worlds(), closed in 0_usize..3) {
        let case = case(&rows, &[None; 3], Some(20));
        let today = card(&case);
        let loss = access(&today).sites[closed].loss;
        let kept: Vec<String> = (0..3).filter(|it| *it != closed).map(|it| format!("S{}", it + 1)).collect();
        let then = evaluate(&case, &case.mode, &opened(&case, &kept));
        let of = |card: &Scorecard, name: &str| told(card, name, Scope::All).value.clone().unwrap_or(0.0);
        let change = |name: &str| of(&then, name) - of(&today, name);
        prop_assert!((change("children_within") + loss.lose_standard.unwrap()).abs() < 1e-9);
        prop_assert!((change("children_unserved") - loss.left_without).abs() < 1e-9);
    }
}

#[test]
fn the_page_tells_reach_and_supply_in_words_and_no_index_of_access() {
    let mut case = places(Measuring {
        cutoffs: vec![Seconds::from_minutes(15)],
        extra: [AccessMeasure::Raam, AccessMeasure::Assignment].into(),
        ..Measuring::default()
    });
    case.policy.measuring.catchment = Some(Seconds::from_minutes(20));
    let today = card(&case);
    let plan = evaluate(
        &case,
        &case.mode,
        &opened(&case, &["S1".into(), "S3".into(), "S5".into()]),
    );
    let text = |plan: Option<(&Scorecard, &[Figure])>| {
        page(
            &Heading::default(),
            &Comparison {
                case: &case,
                today: &today,
                plan,
            },
        )
    };
    let section = |text: &str| -> String {
        let from = text.find("Reach and supply").unwrap();
        let to = text.find("\nGradient (slope").unwrap();
        text[from..to].to_owned()
    };
    let shown = section(&text(None));
    for word in [
        "second nearest site",
        "a site within 15 min",
        "places a child",
        "If one centre alone closed",
        "Site 2",
        "without a place then",
    ] {
        assert!(shown.contains(word), "{word} in\n{shown}");
    }
    for word in ["Gini", "Theil", "Palma", "gini"] {
        assert!(!shown.contains(word), "{word} in\n{shown}");
    }
    insta::assert_snapshot!("reach_and_supply", shown);
    let changes = fairreach::score::against(&case, &today, &plan);
    insta::assert_snapshot!(
        "reach_and_supply_of_a_plan",
        section(&text(Some((&plan, &changes))))
    );
}

#[test]
fn settings_of_access_are_told_on_the_page_and_in_check() {
    let told = Told::of(
        "",
        "cutoffs_min = [10, 15]\naccess = [\"raam\"]\npoverty_lines = { e2sfca = 0.5 }",
        false,
    );
    let settings = told.answer["study"]["settings"].as_array().unwrap();
    let access = settings.iter().find(|it| it["name"] == "Access").unwrap();
    assert_eq!(
        access["value"],
        "cut-offs of 10, 15 minutes; also raam; 60 minutes weigh as much as a full site (raam); poverty line 0.5 (e2sfca)"
    );
    let usual = run(&["assess", &study("fenshire"), "--json"]).json();
    let settings = usual["study"]["settings"].as_array().unwrap();
    assert!(settings.iter().all(|it| it["name"] != "Access"));
    // A figure with a cut-off and one about a measure say so; others do not speak of either.
    assert_eq!(
        entry(&told.judged, "share_within_cutoff", "all")["cutoff_minutes"],
        10.0
    );
    assert!(
        entry(&told.judged, "mean_minutes", "all")
            .get("cutoff_minutes")
            .is_none()
    );
    assert_eq!(
        entry(&told.judged, "shortfall_share", "all")["about"],
        "places_per_child_e2sfca"
    );
}

#[test]
fn settings_of_access_that_make_no_sense_are_all_named_at_once() {
    let folder = written("", 10.0);
    folder.edit(
        "study.toml",
        "mode = \"travel\"\nband",
        "mode = \"travel\"\naccess = [\"shen\", \"3sfac\"]\ncatchment_min = 0\nraam_tau_min = 200\n\
         poverty_lines = { raam = 1, e2sfca = 0, balancd = 2 }\nband",
    );
    let told = run(&["check", &folder.word("")]).stopped(2);
    for part in [
        "assess.access",
        "\"3sfac\" is none of",
        "3sfca",
        "assess.catchment_min = 0: must be above 0 and at most 180",
        "assess.raam_tau_min = 200: must be above 0 and at most 180",
        "assess.poverty_lines.raam",
        "assess.poverty_lines.e2sfca = 0: must be above 0",
        "assess.poverty_lines.balancd",
        "no line can be drawn in it",
    ] {
        assert!(told.contains(part), "{part} in\n{told}");
    }
}
