//! The page of `check`: every row and everybody accounted for, joins told both ways, who stands how far from a road.

use fairreach::space::{Grid, Point};
use serde_json::{Value, json};

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
        "carried from lsoa2011: 1 area unchanged, 1 part of a split one, 1 merged, 0 lost",
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

/// A directory of two postcodes, of which the second lies outside the study.
const DIRECTORY: &str = "pcds,doterm,east1m,north1m,lsoa21cd\nPE1 1AA,,532000,181000,E01000001\nPE9 9ZZ,,540000,181000,E01077777\n";

fn with_postcodes(folder: &Folder) {
    folder.write("directory.csv", DIRECTORY);
    let study = folder.read("study.toml");
    let postcodes = "[postcodes]\nfile = \"directory.csv\"\n";
    folder.write("study.toml", &format!("{study}{postcodes}"));
}

/// Squares around the study's three areas.
fn with_boundaries(folder: &Folder) {
    let grid = Grid::new();
    let areas = [
        ("E01000001", 532_000.0),
        ("E01900001", 532_500.0),
        ("E01900003", 533_500.0),
    ];
    let features = areas.map(|(code, x)| {
        let corners = [
            (-200.0, -200.0),
            (200.0, -200.0),
            (200.0, 200.0),
            (-200.0, 200.0),
            (-200.0, -200.0),
        ];
        let ring = corners.map(|(dx, dy)| {
            let it = grid.lon_lat(Point::new(x + dx, 181_000.0 + dy)).unwrap();
            [it.lon, it.lat]
        });
        json!({
            "type": "Feature",
            "properties": { "LSOA21CD": code },
            "geometry": { "type": "Polygon", "coordinates": [ring] }
        })
    });
    let layer = json!({ "type": "FeatureCollection", "features": features });
    folder.write("shapes.geojson", &layer.to_string());
    folder.edit(
        "study.toml",
        "lookup = ",
        "boundaries = \"shapes.geojson\"\nlookup = ",
    );
}

#[test]
fn check_says_how_many_sites_lie_in_the_study_and_what_tells_it() {
    type With = fn(&Folder);
    let nothing: With = |_| ();
    // The sites; what else the study has; those inside, outside and not told; by what; what the page says.
    let cases: [(&str, With, _, _, &str); 5] = [
        (
            "id,x,y\nhub,532000,181000\n",
            nothing,
            (0, json!([]), json!(["hub"])),
            json!({}),
            "0 of 1 site lies in the study's areas, of 1 nothing tells",
        ),
        // A place that is nearest to an area of the study and outside it is not taken for inside.
        (
            "id,x,y,district\nhub,532000,181000,E09000001\nnear,532900,181000,E09000099\nmute,532000,181000,\n",
            nothing,
            (1, json!(["near"]), json!(["mute"])),
            json!({"district": 2}),
            "told: 2 by the district that the list names",
        ),
        // A list that never calls a district as the study does tells nothing by it.
        (
            "id,x,y,district\nhub,532000,181000,Here\n",
            nothing,
            (0, json!([]), json!(["hub"])),
            json!({}),
            "nothing tells of: hub; boundaries in [areas]",
        ),
        (
            "id,x,y,postcode\nhub,532000,181000,PE1 1AA\nfar,540000,181000,pe99zz\nlost,532000,181000,PE1 1ZZ\n",
            with_postcodes,
            (1, json!(["far"]), json!(["lost"])),
            json!({"postcode": 2}),
            "1 of 3 sites lie in the study's areas, 1 outside, of 1 nothing tells",
        ),
        // Where a site stands comes before its postcode.
        (
            "id,x,y,postcode\nhub,532000,181000,PE9 9ZZ\nfar,532900,181000,PE1 1AA\n",
            |folder| {
                with_boundaries(folder);
                with_postcodes(folder);
            },
            (1, json!(["far"]), json!([])),
            json!({"boundary": 2}),
            "1 of 2 sites lie in the study's areas, 1 outside\n      told: 2 by the boundaries of areas\n      outside: far",
        ),
    ];
    for (sites, with, (inside, outside, untold), by, said) in cases {
        let folder = two_vintages();
        folder.write("sites.csv", sites);
        with(&folder);
        let inventory = inventory(&folder.word(""));
        balanced(&inventory);
        let told = &inventory["sites"];
        assert_eq!(
            (
                &told["inside"],
                &told["outside"],
                &told["untold"],
                &told["told_by"]
            ),
            (&json!(inside), &outside, &untold, &by),
            "{sites}"
        );
        assert_eq!(told["all"], sites.lines().count() - 1);
        let page = run(&["check", &folder.word("")]).good();
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn check_reads_a_postcode_directory_that_no_site_needs_and_accounts_for_it() {
    let folder = two_vintages();
    with_postcodes(&folder);
    let page = run(&["check", &folder.word("")]).good();
    let account = format!(
        "postcodes directory.csv: {} bytes, 2 rows = 0 used + 2 left out\n      postcodes that no site asks for: 2",
        DIRECTORY.len()
    );
    assert!(page.contains(&account), "{account}: {page}");
    let cut = |bytes: usize| folder.write("directory.csv", &DIRECTORY[..DIRECTORY.len() - bytes]);
    for (broken, code) in [
        (DIRECTORY.len(), "E-CSV-EMPTY directory.csv"),
        (DIRECTORY.len() - 10, "E-COL-MISSING directory.csv"),
        (12, "E-CSV-RAGGED directory.csv line 3"),
    ] {
        cut(broken);
        let told = run(&["check", &folder.word("")]).stopped(2);
        assert!(told.contains(code), "{code}: {told}");
        // Who scores the study needs no postcode.
        run(&["assess", &folder.word("")]).good();
    }
    // It is told with what else is wrong, at once and counted.
    folder.edit("people.csv", "E01000001,10", "E01000001,many");
    let told = run(&["check", &folder.word("")]).stopped(2);
    for needed in [
        "Not ready: 2 faults",
        "people.csv line 2",
        "directory.csv line 3",
    ] {
        assert!(told.contains(needed), "{needed}: {told}");
    }
}

#[test]
fn check_is_one_page_that_begins_with_the_verdict_and_counts_what_the_json_lists() {
    let shipped = of_project("data/isle-of-man");
    let shipped = shipped.to_str().unwrap();
    let page = run(&["check", shipped]).good();
    let all = inventory(shipped);
    assert_eq!(
        page.lines().next().unwrap(),
        "Ready: no fault in 6 files; roads 2020-03-13"
    );
    assert!(page.lines().count() < 80, "{page}");
    let defaults = all["defaults"].as_object().unwrap();
    let counted = format!(
        "{} settings at their defaults; `check --json`",
        defaults.len()
    );
    assert!(
        page.contains(&counted) && !page.contains("areas.delimiter"),
        "{page}"
    );
    let speeds = &list(&all, "networks")[0]["speeds"];
    let more = format!(
        "and {} more; `check --json`",
        speeds.as_array().unwrap().len() - 2
    );
    assert!(page.contains(&more), "{more}: {page}");

    // The date of a file and the vintage of its codes stand in the verdict; what a national file has of other areas
    // stands with the file and is no oddity.
    let folder = two_vintages();
    folder.write("estimates-2024.csv", &folder.read("people.csv"));
    folder.edit("study.toml", "people.csv", "estimates-2024.csv");
    let page = run(&["check", &folder.word("")]).good();
    assert!(
        page.starts_with("Ready: no fault in 5 files; people 2024 (lsoa2011)\n"),
        "{page}"
    );
    let (files, rest) = page.split_once("\nJoins").unwrap();
    let account = "rows outside the study left out: 1 (W-GEO-OUTSIDE, such as E01000009 line 6)";
    assert!(files.contains(account), "{page}");
    assert!(!rest.contains("W-GEO-OUTSIDE"), "{page}");
    let kept = inventory(&folder.word(""));
    assert!(
        list(&kept, "notices")
            .iter()
            .any(|it| it["code"] == "W-GEO-OUTSIDE")
    );
}

#[test]
fn one_of_anything_is_told_in_the_singular() {
    let folder = two_vintages();
    folder.edit("study.toml", ", \"E01900001\", \"E01900003\"", "");
    let page = run(&["check", &folder.word("")]).good();
    for said in [
        "1 area in 1 district",
        "1 site: 1 open today, 0 candidates",
        "1 of 1 area has a row; 1 row belongs to the study",
        "E09000001 London: 1 area,",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    for noun in [
        "area",
        "district",
        "site",
        "candidate",
        "row",
        "byte",
        "setting",
        "file",
    ] {
        let wrong = format!(" 1 {noun}s");
        assert!(!page.contains(&wrong), "{wrong}: {page}");
    }
    folder.edit("people.csv", "E01000001,10", "E01000001,many");
    let told = run(&["check", &folder.word("")]).stopped(2);
    assert!(told.contains("Not ready: 1 fault\n"), "{told}");
}

#[test]
fn check_lays_every_scenario_on_today_and_tells_the_lines_of_all_that_do_not_fit() {
    let folder = Folder::copy("tests/studies/fenshire");
    folder.edit(
        "study.toml",
        "changes = [{ open = \"S5\" }]",
        "changes = [{ open = \"S4\" }]",
    );
    folder.edit(
        "study.toml",
        "changes = [{ close = \"S4\" }]",
        "changes = [\n  { close = \"S4\" },\n  { close = \"S4\" },\n]",
    );
    let page = folder.read("study.toml");
    let line = |of: &str| 1 + page.lines().position(|it| it.contains(of)).unwrap();
    let told = run(&["check", &folder.word("")]).stopped(2);
    let open = format!(
        "study.toml line {} scenario open-s5: change 1: site S4 is open already",
        line("{ open =")
    );
    let close = format!(
        "study.toml line {} scenario close-s4: change 2: site S4 is closed",
        1 + line("{ close =")
    );
    assert!(told.contains(&open) && told.contains(&close), "{told}");
    assert!(told.contains("Not ready: 2 faults"), "{told}");
}

#[test]
fn a_day_that_is_none_is_told_in_its_own_column() {
    let folder = Folder::copy("tests/studies/fenshire");
    let sites = folder.read("sites.csv");
    let mut lines = sites.lines();
    let head = format!("{},lock,from\n", lines.next().unwrap());
    let rows: Vec<String> = lines.map(|it| format!("{it},must-stay,soon\n")).collect();
    folder.write("sites.csv", &(head + &rows.concat()));
    let columns = "cost_front_line = \"annual_cost\", lock = \"lock\", from = \"from\" }";
    folder.edit("study.toml", "cost_front_line = \"annual_cost\" }", columns);
    let told = run(&["check", &folder.word("")]).stopped(2);
    assert!(told.contains("column \"from\" value \"soon\""), "{told}");
    assert!(!told.contains("column \"lock\""), "{told}");
}
