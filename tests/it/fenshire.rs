//! The counties of the vectors as studies with their own times: through the library and through the program, the
//! figures are those that independent programs computed.

use std::fmt::Write;
use std::path::Path;

use fairreach::ids::{Id, ServiceId};
use fairreach::model::{Change, Scenario, SiteStatus};
use fairreach::pipeline::{Prepared, Silent, prepare};
use fairreach::score::{Figure, against, evaluate, find};
use fairreach::study::Study;
use serde_json::Value;

use crate::county::{vector, words};
use crate::program::{Folder, entry, figure, run, study};

/// A county of the vectors written out as a study, beside the one that stands in the project.
pub(crate) fn written(name: &str, standard_minutes: f64) -> Folder {
    let data = vector(&format!("{name}toy_dataset"));
    let folder = Folder::empty();
    let (areas, sites) = (words(&data["lsoa"]), words(&data["sites"]));
    let open = words(&data["existing_open"]);
    let mut files = [
        "code,name,district\n",
        "code,children\n",
        "code,idaci,imd_decile\n",
        "area,site,minutes\n",
        "id,name,status,capacity,annual_cost\n",
    ]
    .map(str::to_owned);
    for (at, code) in areas.iter().enumerate() {
        let of = |key: &str| &data[key][at];
        let district = of("district").as_str().unwrap();
        writeln!(files[0], "{code},{code},{district}").unwrap();
        writeln!(files[1], "{code},{}", of("children")).unwrap();
        writeln!(files[2], "{code},{},{}", of("idaci"), of("imd_decile")).unwrap();
        for (to, site) in sites.iter().enumerate() {
            writeln!(files[3], "{code},{site},{}", data["minutes"][at][to]).unwrap();
        }
    }
    for (at, site) in sites.iter().enumerate() {
        let status = if open.contains(site) {
            "open"
        } else {
            "candidate"
        };
        let (capacity, cost) = (&data["capacity_children"][at], &data["annual_cost_gbp"][at]);
        writeln!(
            files[4],
            "{site},Site {},{status},{capacity},{cost}",
            at + 1
        )
        .unwrap();
    }
    let names = ["areas", "people", "deprivation", "times", "sites"];
    for (name, text) in names.iter().zip(&files) {
        folder.write(&format!("{name}.csv"), text);
    }
    let toml = std::fs::read_to_string(Path::new(&study("fenshire")).join("study.toml")).unwrap();
    folder.write("study.toml", &toml);
    folder.edit(
        "study.toml",
        "travel = 10",
        &format!("travel = {standard_minutes}"),
    );
    folder
}

fn prepared(path: &str) -> Prepared {
    prepare(Study::open(Path::new(path)).unwrap(), &Silent).unwrap()
}

/// The figures of the configuration with exactly these sites open, its own and those against today, laid on the
/// baseline as a scenario.
fn judged(prepared: &Prepared, open: &[String]) -> Vec<Figure> {
    let changes = prepared.case.sites.enumerate().filter_map(|(site, it)| {
        let today = it.status == SiteStatus::Existing;
        match (today, open.contains(&it.id)) {
            (true, false) => Some(Change::Close(site)),
            (false, true) => Some(Change::Open {
                site,
                tier: None,
                hours: None,
                sessions: None,
            }),
            _ => None,
        }
    });
    let plan = prepared
        .plan(&Scenario {
            id: "plan".to_owned(),
            name: "Plan".to_owned(),
            changes: changes.collect(),
            phases: Vec::new(),
        })
        .unwrap();
    let case = &plan.case;
    let today = evaluate(case, &case.mode, &case.baseline);
    let then = evaluate(case, &case.mode, &plan.configuration);
    let changes = against(case, &today, &then);
    then.figures.into_iter().chain(changes).collect()
}

fn value(prepared: &Prepared, figures: &[Figure], name: &str, scope: &str) -> Option<f64> {
    let money = name == "annual_cost" || name.starts_with("saving");
    let service = (!money).then(|| ServiceId::at(0));
    let scope = figures
        .iter()
        .map(|it| it.scope)
        .find(|it| it.word(&prepared.case) == scope)
        .unwrap();
    let found = find(figures, name, service, scope).unwrap_or_else(|| panic!("no figure {name}"));
    found.value.clone().ok()
}

fn near(found: Option<f64>, expected: &Value, file: &Value, what: &str) {
    let tolerance = file["tolerance"].as_f64().unwrap();
    let Some(expected) = expected.as_f64() else {
        assert_eq!(found, None, "{what}");
        return;
    };
    let found = found.unwrap_or_else(|| panic!("{what} is null, not {expected}"));
    let off = (found - expected).abs();
    assert!(
        off <= tolerance * expected.abs().max(1.0),
        "{what}: {found} is not {expected}"
    );
}

/// A row of the truth table: our name of a figure, and the vector's.
const TRUTH: [(&str, &str); 7] = [
    ("annual_cost", "annual_cost"),
    ("mean_minutes", "mean"),
    ("max_minutes", "max"),
    ("share_within", "covered_10"),
    ("sii_minutes", "sii_minutes"),
    ("children_losing", "children_worse"),
    ("children_losing_over_5", "children_worse_over5"),
];

#[test]
fn all_31_configurations_laid_as_scenarios_on_a_study_have_the_figures_of_the_truth_table() {
    for name in ["", "onefield/"] {
        let folder = written(name, 10.0);
        let prepared = prepared(&folder.word(""));
        let file = vector(&format!("{name}location"));
        let subsets = file["all_subsets"].as_array().unwrap();
        assert_eq!(subsets.len(), 31);
        for row in subsets {
            let open = words(&row["open"]);
            let figures = judged(&prepared, &open);
            for (ours, theirs) in TRUTH {
                let found = value(&prepared, &figures, ours, "all");
                near(found, &row[theirs], &file, &format!("{ours} of {open:?}"));
            }
        }
    }
}

#[test]
fn reach_and_harm_of_the_program_are_those_of_the_proportionate_universalism_vector() {
    for name in ["", "onefield/"] {
        let file = vector(&format!("{name}proportionate_universalism"));
        for it in file["cases"].as_array().unwrap() {
            let (open, reach, harm) = (words(&it["open"]), &it["U_universal"], &it["H_harm"]);
            let folder = written(name, reach["floor_minutes"].as_f64().unwrap());
            folder.write("plan.toml", &scenario(name, &open));
            let scenario = folder.word("plan.toml");
            let answer = run(&[
                "assess",
                &folder.word(""),
                "--scenario",
                &scenario,
                "--json",
            ])
            .json();
            let plan = &answer["scenario"];
            assert_eq!(words(&plan["open"]), open);
            let check = |name: &str, scope: &str, expected: &Value| {
                let what = format!("{name} {scope} of {open:?}");
                near(figure(plan, name, scope), expected, &file, &what);
            };
            check("share_within", "all", &reach["share_within"]);
            check("share_within", "worst_district", &reach["worst_district"]);
            check("max_minutes", "all", &reach["max_minutes"]);
            for (code, share) in reach["by_district"].as_object().unwrap() {
                check("share_within", &format!("district:{code}"), share);
            }
            for (ours, theirs) in [
                ("children_losing", "children_worse"),
                ("children_losing_over_5", "children_worse_over"),
                ("children_gaining", "children_better"),
                ("max_increase_minutes", "max_increase"),
                ("mean_change_minutes", "mean_change"),
                ("children_lost_standard", "lost_floor"),
                (
                    "added_minutes_share_deciles_1_3",
                    "share_of_added_minutes_on_deciles1_3",
                ),
                ("children_share_deciles_1_3", "population_share_deciles1_3"),
            ] {
                check(ours, "all", &harm[theirs]);
            }
            check("annual_cost", "all", &it["C_cost"]["annual"]);
            check(
                "sii_minutes",
                "all",
                &it["G_gradient"]["sii_minutes_least_minus_most"],
            );
        }
    }
}

/// A scenario file that leaves exactly these sites open.
pub(crate) fn scenario(county: &str, open: &[String]) -> String {
    let data = vector(&format!("{county}toy_dataset"));
    let today = words(&data["existing_open"]);
    let changes: Vec<String> = words(&data["sites"])
        .iter()
        .filter_map(|it| match (today.contains(it), open.contains(it)) {
            (true, false) => Some(format!("{{ close = \"{it}\" }}")),
            (false, true) => Some(format!("{{ open = \"{it}\" }}")),
            _ => None,
        })
        .collect();
    format!(
        "schema = 1\nname = \"Plan\"\nchanges = [{}]\n",
        changes.join(", ")
    )
}

#[test]
fn gradients_and_percentiles_of_the_program_are_those_of_the_vectors() {
    for name in ["", "onefield/"] {
        let folder = written(name, 10.0);
        let today = &run(&["assess", &folder.word(""), "--json"]).json()["baseline"];
        let slopes = vector(&format!("{name}sii_rii"));
        for (ours, theirs) in [
            ("sii_minutes", "toy_by_lsoa"),
            ("sii_minutes_by_decile", "toy_by_imd_decile"),
        ] {
            let expected = &slopes[theirs]["sii_minutes"];
            near(figure(today, ours, "all"), expected, &slopes, ours);
            if expected.is_null() {
                assert!(
                    !entry(today, ours, "all")["reason"]
                        .as_str()
                        .unwrap()
                        .is_empty()
                );
            }
        }
        let quantiles = vector(&format!("{name}fgt_quantiles"));
        for (ours, part) in [("median_minutes", "0.5"), ("p90_minutes", "0.9")] {
            let expected = &quantiles["weighted_percentiles"]["values"][part];
            near(figure(today, ours, "all"), expected, &quantiles, ours);
        }
    }
}

#[test]
fn the_study_that_stands_in_the_project_is_the_county_of_the_vectors() {
    let folder = written("", 10.0);
    for arguments in [&["--json"][..], &["--json", "--scenario", "close-s4"], &[]] {
        let answer = |path: &str| run(&[&["assess", path], arguments].concat()).good();
        assert_eq!(answer(&study("fenshire")), answer(&folder.word("")));
    }
}

#[test]
fn a_decile_without_areas_is_null_with_its_reason_and_never_zero() {
    let today = &run(&["assess", &study("fenshire"), "--json"]).json()["baseline"];
    for name in [
        "children",
        "children_unserved",
        "mean_minutes",
        "share_within",
        "children_within",
    ] {
        let eighth = entry(today, name, "decile:8");
        assert!(eighth["value"].is_null(), "{eighth}");
        assert_eq!(eighth["reason"], "no area of the study is in decile 8");
        let seventh = entry(today, name, "decile:7");
        assert!(
            seventh["value"].is_number() && seventh["reason"].is_null(),
            "{seventh}"
        );
    }
}
