//! Files of all England in a study of a part of it: cut, and never refused for what lies elsewhere.

use std::fmt::Write;

use serde_json::Value;

use crate::inventory::balanced;
use crate::program::{Folder, run};
use crate::town_study::town;

/// Two areas of 2021, of which one was split, and their people and deprivation by LSOAs of 2011.
fn study() -> Folder {
    let folder = Folder::empty();
    folder.write(
        "areas.csv",
        "LSOA21CD,LSOA21NM,x,y\nE01000001,Same,532000,181000\nE01900001,Part,532500,181000\n",
    );
    folder.write(
        "lookup.csv",
        "LSOA11CD,LSOA21CD,CHGIND,LAD22CD,LAD22NM\nE01000001,E01000001,U,E09000001,London\n\
         E01000002,E01900001,S,E09000001,London\nE01000002,E01900002,S,E09000001,London\n",
    );
    folder.write(
        "people.csv",
        "LSOA11CD,young\nE01000001,10\nE01000002,7\nE01000009,100\n",
    );
    folder.write("sites.csv", "id,x,y\nhub,532000,181000\n");
    folder.write(
        "times.csv",
        "area,site,minutes\nE01000001,hub,1\nE01900001,hub,7\n",
    );
    folder.write(
        "study.toml",
        r#"schema = 1
[study]
name = "A part of England"
[areas]
file = "areas.csv"
kind = "ons-centroids"
vintage = "lsoa2021"
lookup = "lookup.csv"
[[people]]
file = "people.csv"
vintage = "lsoa2011"
bands = { young = "young" }
[[times]]
file = "times.csv"
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

fn check(folder: &Folder) -> Value {
    let told = run(&["check", &folder.word(""), "--json"]).json();
    balanced(&told);
    told
}

fn noticed(told: &Value, code: &str) -> bool {
    told["notices"]
        .as_array()
        .unwrap()
        .iter()
        .any(|it| it["code"] == code)
}

#[test]
fn a_cell_that_cannot_be_used_is_refused_in_the_study_and_told_elsewhere() {
    let folder = study();
    assert!(!noticed(&check(&folder), "W-LOOKUP-CUT"));
    folder.edit("people.csv", "E01000009,100", "E01000009,[c]");
    let told = check(&folder);
    assert!(noticed(&told, "W-GEO-OUTSIDE"), "{told}");
    assert_eq!(told["people"][0]["read"], 17.0);
    folder.edit("people.csv", "E01000002,7", "E01000002,[c]");
    let told = run(&["check", &folder.word("")]).stopped(2);
    assert!(told.contains("people.csv line 3"), "{told}");
}

#[test]
fn people_that_are_no_whole_numbers_add_up_whatever_their_sum_is() {
    let folder = study();
    // In the order of codes these are 5.0, and otherwise summed a hair less.
    folder.write(
        "people.csv",
        "LSOA11CD,young\nE01000001,0.1\nE01000002,0.1\nE01000003,4.8\n",
    );
    check(&folder);
    let text = folder.read("study.toml");
    folder.write(
        "study.toml",
        &text.replace("bands = {", "suppressed = 2.5\nbands = {"),
    );
    folder.write("people.csv", "LSOA11CD,young\nE01000001,*\nE01000002,*\n");
    check(&folder);
}

#[test]
fn a_lookup_that_was_cut_is_doubted_where_something_is_carried_by_it() {
    let folder = study();
    folder.edit("lookup.csv", "E01000002,E01900002,S,E09000001,London\n", "");
    assert!(noticed(&check(&folder), "W-LOOKUP-CUT"));
    let good = folder.read("lookup.csv");
    // Weights that do not add up to 1 are doubted too.
    folder.write(
        "lookup.csv",
        "LSOA11CD,LSOA21CD,CHGIND,weight\nE01000001,E01000001,U,1\nE01000002,E01900001,S,0.3\n\
         E01000002,E01900002,S,0.3\n",
    );
    assert!(noticed(&check(&folder), "W-LOOKUP-CUT"));
    // A pair that is told twice in two ways is a fault; one outside England and Wales is left out once.
    folder.write(
        "lookup.csv",
        &format!("{good}E01000001,E01000001,S,E09000001,London\n"),
    );
    let told = run(&["check", &folder.word("")]).stopped(2);
    assert!(told.contains("E-KEY-DUP"), "{told}");
    folder.write(
        "lookup.csv",
        &format!("{good}S01000001,S01000001,U,S12000001,Fife\n"),
    );
    check(&folder);
    // What begins with S and is no code is no part of Scotland.
    folder.write("lookup.csv", &format!("{good}Sub total,E01000001,U,,\n"));
    let told = run(&["check", &folder.word("")]).stopped(2);
    assert!(
        told.contains("E-GEO-CODE") && told.contains("Sub total"),
        "{told}"
    );
}

#[test]
fn areas_and_times_of_the_other_vintage_are_refused_by_that_name() {
    let folder = study();
    folder.write(
        "times.csv",
        "area,site,minutes\nE01000001,hub,1\nE01000002,hub,7\n",
    );
    let told = run(&["check", &folder.word("")]).stopped(2);
    assert!(
        told.contains("E-GEO-VINTAGE") && told.contains("times.csv line 3"),
        "{told}"
    );
    let folder = study();
    folder.edit("areas.csv", "E01900001", "E01000002");
    let told = run(&["check", &folder.word("")]).stopped(2);
    assert!(
        told.contains("E-GEO-VINTAGE") && told.contains("areas.csv line 3"),
        "{told}"
    );
}

#[test]
fn an_edition_of_the_indices_is_not_read_as_another() {
    let folder = study();
    let rank = "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)";
    let decile =
        "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)";
    folder.write(
        "file7.csv",
        &format!("LSOA code (2011),{rank},{decile}\nE01000001,1,1\nE01000002,30000,10\n"),
    );
    let text = folder.read("study.toml");
    let with = |lines: &str| {
        folder.write(
            "study.toml",
            &format!("{text}[deprivation]\nfile = \"file7.csv\"\n{lines}"),
        );
        run(&["check", &folder.word("")])
    };
    let told = with("kind = \"iod2025\"\n").stopped(2);
    assert!(
        told.contains("E-GEO-VINTAGE") && told.contains("kind"),
        "{told}"
    );
    let told = with("kind = \"iod2025\"\nvintage = \"lsoa2011\"\n").stopped(2);
    assert!(told.contains("iod2019"), "{told}");
    with("kind = \"iod2019\"\n").good();
}

#[test]
fn a_list_of_areas_without_a_header_keeps_its_first() {
    let folder = study();
    folder.write("codes.csv", "E01000001\nE01900001\n");
    folder.edit(
        "study.toml",
        "lookup = ",
        "keep = { codes = \"codes.csv\" }\nlookup = ",
    );
    let told = check(&folder);
    let files = told["files"].as_array().unwrap();
    let areas = files.iter().find(|it| it["file"] == "areas.csv").unwrap();
    assert_eq!(areas["rows_used"], 2, "{told}");
}

#[test]
fn a_national_list_of_sites_is_cut_to_the_study_and_one_of_another_region_refused() {
    let folder = town();
    let point = crate::town_study::drawing().point('C');
    let mut hubs = "Family_Hub,Postcode,Local_Authority,Easting,Northing\n".to_owned();
    writeln!(hubs, "The Oaks,,Here,{},{}", point.x, point.y).unwrap();
    hubs += "Far Away,,Elsewhere,100000,20000\n";
    folder.write("hubs.csv", &hubs);
    let text = folder.read("study.toml");
    let list = "[[sites]]\nfile = \"hubs.csv\"\nkind = \"dfe-family-hubs\"\nstatus = \"candidate\"\ntier = \"centre\"\n";
    folder.write("onspd.csv", "pcds,doterm,east1m,north1m,lsoa21cd\n");
    let postcodes = "[postcodes]\nfile = \"onspd.csv\"\n";
    folder.write("study.toml", &format!("{text}{list}{postcodes}"));
    let told = check(&folder);
    assert!(noticed(&told, "W-SITE-OUTSIDE"), "{told}");
    let files = told["files"].as_array().unwrap();
    let list = files.iter().find(|it| it["file"] == "hubs.csv").unwrap();
    assert_eq!((&list["rows"], &list["rows_used"]), (&2.into(), &1.into()));
    folder.write(
        "hubs.csv",
        &hubs
            .lines()
            .filter(|it| !it.contains("Oaks"))
            .collect::<Vec<_>>()
            .join("\n"),
    );
    let told = run(&["check", &folder.word("")]).stopped(2);
    assert!(told.contains("E-SITE-FAR"), "{told}");
}

#[test]
fn a_site_whose_postcode_is_none_is_refused_although_no_other_needs_the_directory() {
    let folder = town();
    folder.write(
        "onspd.csv",
        "pcds,doterm,east1m,north1m,lsoa21cd\nPE1 1AA,,450000,310000,E01015645\n",
    );
    folder.write(
        "more.csv",
        "id,postcode,status,tier\nm,nowhere,candidate,centre\n",
    );
    let text = folder.read("study.toml");
    let more = "[[sites]]\nfile = \"more.csv\"\nkind = \"table\"\ntier = \"centre\"\n[postcodes]\nfile = \"onspd.csv\"\n";
    folder.write("study.toml", &format!("{text}{more}"));
    let told = run(&["check", &folder.word("")]).stopped(2);
    assert!(
        told.contains("E-SITE-POSTCODE") && told.contains("more.csv line 2"),
        "{told}"
    );
}
