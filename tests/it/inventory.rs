//! The page of `check`: every row and everybody accounted for, joins told both ways, who stands how far from a road.

use serde_json::Value;

use crate::program::{Folder, of_project, run, study};

fn inventory(study: &str) -> Value {
    run(&["check", study, "--json"]).json()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap()
}

/// Every sum that the page says holds.
pub(crate) fn balanced(inventory: &Value) {
    for file in list(inventory, "files") {
        let Some(rows) = file["rows"].as_u64() else {
            continue;
        };
        let left_out = file["rows_left_out"].as_object().unwrap().values();
        let left_out: u64 = left_out.map(|it| it.as_u64().unwrap()).sum();
        assert_eq!(
            rows,
            file["rows_used"].as_u64().unwrap() + left_out,
            "{file}"
        );
    }
    for people in list(inventory, "people") {
        let number = |key: &str| people[key].as_f64().unwrap();
        let told = number("used") + number("outside") + number("lost");
        assert!((number("read") - told).abs() < 1e-6, "{people}");
    }
    for join in list(inventory, "joins") {
        let missing = list(join, "areas_missing").len() as u64;
        assert_eq!(
            join["areas"].as_u64().unwrap(),
            join["areas_matched"].as_u64().unwrap() + missing,
            "{join}"
        );
    }
}

#[test]
fn rows_and_people_read_are_those_used_and_those_left_out() {
    let shipped = of_project("data/isle-of-man");
    for study in [study("fenshire"), shipped.to_str().unwrap().to_owned()] {
        let inventory = inventory(&study);
        balanced(&inventory);
        assert!(!list(&inventory, "files").is_empty());
        assert!(!list(&inventory, "people").is_empty());
        let page = run(&["check", &study]).good();
        for word in ["rows = ", "Joins with the study's areas", "People (read = "] {
            assert!(page.contains(word), "{word}: {page}");
        }
    }
}

/// Five areas of 2011 of which one was split across the study's edge and two were merged, on areas of 2021.
fn two_vintages() -> Folder {
    let folder = Folder::empty();
    folder.write(
        "areas.csv",
        "LSOA21CD,LSOA21NM,x,y\nE01000001,Same,532000,181000\nE01900001,Part,532500,181000\n\
         E01900002,Part outside,533000,181000\nE01900003,Merged,533500,181000\n",
    );
    folder.write(
        "lookup.csv",
        "LSOA11CD,LSOA21CD,CHGIND,LAD22CD,LAD22NM\nE01000001,E01000001,U,E09000001,London\n\
         E01000002,E01900001,S,E09000001,London\nE01000002,E01900002,S,E09000001,London\n\
         E01000003,E01900003,M,E09000001,London\nE01000004,E01900003,M,E09000001,London\n",
    );
    folder.write(
        "people.csv",
        "code,young\nE01000001,10\nE01000002,7\nE01000003,3\nE01000004,4\nE01000009,100\n",
    );
    folder.write("sites.csv", "id,x,y\nhub,532000,181000\n");
    folder.write(
        "times.csv",
        "area,site,minutes\nE01000001,hub,1\nE01900001,hub,7\nE01900003,hub,20\nE01900002,hub,9\n",
    );
    folder.write(
        "study.toml",
        r#"schema = 1
[study]
name = "Two vintages"
[areas]
file = "areas.csv"
kind = "ons-centroids"
vintage = "lsoa2021"
keep = { codes = ["E01000001", "E01900001", "E01900003"] }
lookup = "lookup.csv"
[[people]]
file = "people.csv"
vintage = "lsoa2011"
bands = { young = "young" }
[[times]]
file = "times.csv"
mode = "bus"
[assess]
mode = "bus"
[[services]]
id = "hub"
band = "young"
standard = { bus = 15 }
[tiers]
centre = { services = ["hub"] }
[[sites]]
file = "sites.csv"
kind = "table"
status = "open"
tier = "centre"
"#,
    );
    folder
}

#[test]
fn what_was_split_merged_or_lost_between_vintages_is_told_to_the_last_person() {
    let folder = two_vintages();
    let inventory = inventory(&folder.word(""));
    balanced(&inventory);
    let people = &inventory["people"][0];
    let number = |key: &str| people[key].as_f64().unwrap();
    // 10 unchanged, 4 of the 7 of a split area whose other part lies outside, 3 + 4 merged; the last code nobody knows.
    let told = ["read", "used", "outside", "lost"].map(number);
    assert_eq!(format!("{told:?}"), "[124.0, 21.0, 3.0, 100.0]");
    let joins = list(&inventory, "joins");
    let join = joins.iter().find(|it| it["what"] == "people").unwrap();
    let carried = &join["carried"];
    assert_eq!(
        *carried,
        serde_json::json!({"from": "lsoa2011", "unchanged": 1, "split": 1, "merged": 1, "lost": 0})
    );
    assert_eq!(
        (&join["rows_matched"], &join["rows_outside"]),
        (&4.into(), &1.into())
    );
    let lookup = joins.iter().find(|it| it["what"] == "lookup").unwrap();
    assert_eq!(
        (&lookup["rows_matched"], &lookup["rows_outside"]),
        (&4.into(), &1.into())
    );
    let files = list(&inventory, "files");
    let file = |what: &str| files.iter().find(|it| it["what"] == what).unwrap();
    assert_eq!(
        file("areas")["rows_left_out"]["areas not kept by areas.keep"],
        1
    );
    assert_eq!(file("times")["rows_used"], 3);
    assert_eq!(file("people")["vintage"], "lsoa2011");
    let page = run(&["check", &folder.word("")]).good();
    for line in [
        "young in people.csv: 124 read = 21 in the study + 3 outside + 100 not carried",
        "carried from lsoa2011: 1 areas unchanged, 1 parts of split ones, 1 merged, 0 lost",
    ] {
        assert!(page.contains(line), "{line}: {page}");
    }
}

#[test]
fn a_site_whose_coordinates_are_suppressed_stays_and_is_counted() {
    let folder = two_vintages();
    folder.write("sites.csv", "id,x,y\nhub,532000,181000\nrefuge,*,*\n");
    let text = folder.read("study.toml");
    let text = text.replace(
        "file = \"sites.csv\"\n",
        "file = \"sites.csv\"\nsuppressed = \"exclude\"\n",
    );
    folder.write("study.toml", &text);
    let inventory = inventory(&folder.word(""));
    balanced(&inventory);
    let files = list(&inventory, "files");
    let sites = files.iter().find(|it| it["what"] == "sites").unwrap();
    assert_eq!(sites["rows_used"], 2);
}

#[test]
fn an_output_s_manifest_keeps_the_same_account_of_rows_and_people() {
    let folder = two_vintages();
    let out = folder.word("out.json");
    run(&["assess", &folder.word(""), "--json", "--out", &out]).good();
    let manifest = std::fs::read_to_string(folder.path("out.json.manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let people = &manifest["people"][0];
    let number = |key: &str| people[key].as_f64().unwrap();
    let told = ["read", "used", "left_out"].map(number);
    assert_eq!(format!("{told:?}"), "[124.0, 21.0, 103.0]");
    let inputs = list(&manifest, "inputs");
    let counted = inputs.iter().filter(|it| it["rows"].is_u64());
    let mut n = 0;
    for input in counted {
        let left_out = input["rows_left_out"].as_object();
        let left_out: u64 = left_out
            .into_iter()
            .flat_map(serde_json::Map::values)
            .map(|it| it.as_u64().unwrap())
            .sum();
        assert_eq!(
            input["rows"].as_u64().unwrap(),
            input["rows_used"].as_u64().unwrap() + left_out,
            "{input}"
        );
        n += 1;
    }
    assert_eq!(n, 5, "areas, lookup, people, sites and times");
}

#[test]
fn check_tells_how_far_areas_and_sites_are_from_the_roads_and_who_the_farthest_are() {
    let shipped = inventory(of_project("data/isle-of-man").to_str().unwrap());
    for network in list(&shipped, "networks") {
        for kind in ["areas", "sites"] {
            let ties = &network[kind];
            let metres = |key: &str| ties[key].as_f64().unwrap();
            let farthest = list(ties, "farthest")[0][1].as_f64().unwrap();
            assert!(metres("median_m") <= metres("p95_m") && metres("p95_m") <= farthest);
            let all = ties["tied"].as_u64().unwrap() + list(ties, "untied").len() as u64;
            assert!(all > 0, "{ties}");
        }
        assert!(network["kept_nodes"].as_u64().unwrap() <= network["nodes"].as_u64().unwrap());
    }
}
