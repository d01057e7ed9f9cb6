//! What the program says of a postcode: its place, its area, and what is nearest to it, out of directories of every style.

use std::fmt::Write;

use fairreach::space::{Grid, Point};
use serde_json::{Value, json};

use crate::program::{Folder, of_project, run};
use crate::town_study::{drawing, town};

/// The town with LSOAs of 2021 under names, two modes and a directory.
fn lsoa_town(directory: &str) -> Folder {
    let folder = town();
    let mut areas = "code,name,x,y\n".to_owned();
    let mut people = "code,children\n".to_owned();
    for (nth, letter) in (1..).zip("ACEGIL".chars()) {
        let point = drawing().point(letter);
        writeln!(
            areas,
            "E0100000{nth},Street {letter},{},{}",
            point.x + 30.0,
            point.y - 20.0
        )
        .unwrap();
        writeln!(people, "E0100000{nth},{nth}").unwrap();
    }
    folder.write("areas.csv", &areas);
    folder.write("people.csv", &people);
    folder.edit("study.toml", "vintage = \"none\"", "vintage = \"lsoa2021\"");
    folder.edit(
        "study.toml",
        "standard = { car = 10 }",
        "standard = { car = 10, walk = 2 }",
    );
    folder.write("directory.csv", directory);
    let study = folder.read("study.toml");
    folder.write(
        "study.toml",
        &format!("{study}[postcodes]\nfile = \"directory.csv\"\n"),
    );
    folder
}

/// Rows of: postcode, month given up, easting, northing, indicator, LSOA.
type Row<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str);

const ROWS: [Row<'_>; 5] = [
    ("PE1 1AA", "", "450410", "309990", "1", "E01000001"),
    ("PE1 1AB", "201206", "450800", "310000", "1", "E01000002"),
    ("PE9 9ZZ", "", "460000", "310000", "1", "E01099999"),
    ("PE1 1AD", "", "", "", "9", "E01000006"),
    ("IM1 1AA", "", "", "", "9", "M99999999"),
];

/// The headers of a release, the postcode in its three forms and the LSOA last but one.
const STYLES: [&str; 3] = [
    "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,lsoa21cd,imd20ind",
    "pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,osgrdind,lsoa21,imd",
    "\u{feff}PCD,PCD2,PCDS,DOINTR,DOTERM,USERTYPE,OSEAST1M,OSNRTH1M,OSGRDIND,LSOA11,IMD",
];

fn directory(header: &str) -> String {
    let mut csv = format!("{header}\n");
    for (postcode, month, x, y, quality, lsoa) in ROWS {
        let bare = postcode.replace(' ', "");
        writeln!(
            csv,
            "{bare},{postcode},{postcode},199006,{month},0,{x},{y},{quality},{lsoa},1"
        )
        .unwrap();
    }
    csv
}

fn asked(folder: &Folder, postcodes: &[&str], options: &[&str]) -> crate::program::Run {
    let study = folder.word("");
    let mut words = vec!["postcode", study.as_str()];
    words.extend(postcodes);
    words.extend(options);
    run(&words)
}

fn of<'a>(answers: &'a Value, postcode: &str) -> &'a Value {
    let list = answers["postcodes"].as_array().unwrap();
    list.iter().find(|it| it["postcode"] == postcode).unwrap()
}

#[test]
fn a_postcode_is_told_with_its_place_its_area_and_what_is_nearest_in_every_style_of_header() {
    let mut told: Vec<Value> = Vec::new();
    for header in STYLES {
        let folder = lsoa_town(&directory(header));
        let postcodes = [
            "pe11aa", "PE1 1AB", "PE9 9ZZ", "PE1 1AD", "IM1 1AA", "PE1 1ZZ", "street",
        ];
        let answers = asked(&folder, &postcodes, &["--json"]).json();
        let street = of(&answers, "PE1 1AA");
        assert_eq!(
            (
                &street["easting"],
                &street["within"],
                &street["area"],
                &street["area_name"]
            ),
            (
                &json!(450_410.0),
                &json!(true),
                &json!("E01000001"),
                &json!("Street A")
            )
        );
        assert_eq!(street["area_by"], "code");
        // The same site and time as the table of times has for the area.
        let times = run(&["times", &folder.word(""), "--out", "-"]).good();
        for near in street["nearest"].as_array().unwrap() {
            let mode = near["mode"].as_str().unwrap();
            let of_mode =
                |it: &&str| it.starts_with("E01000001,") && it.contains(&format!(",{mode},"));
            let open = |it: &&str| !it.contains(",K,");
            let seconds = times.lines().filter(of_mode).filter(open).map(|it| {
                let cells: Vec<&str> = it.split(',').collect();
                (cells[3].parse::<u32>().unwrap(), cells[1].to_owned())
            });
            let (seconds, site) = seconds.min().unwrap();
            assert_eq!(near["site"], site);
            assert_eq!(near["minutes"], json!(f64::from(seconds) / 60.0));
            let standard = if mode == "car" { 10.0 } else { 2.0 };
            assert_eq!(
                near["within_standard"],
                json!(f64::from(seconds) <= standard * 60.0)
            );
        }
        assert_eq!(
            street["nearest"].as_array().unwrap().len(),
            2,
            "by car and on foot"
        );
        let old = of(&answers, "PE1 1AB");
        assert_eq!(
            (&old["given_up"], &old["area"]),
            (&json!("2012-06"), &json!("E01000002"))
        );
        let gridless = of(&answers, "PE1 1AD");
        assert_eq!(
            (&gridless["easting"], &gridless["area"]),
            (&Value::Null, &json!("E01000006"))
        );
        assert_eq!(of(&answers, "PE1 1ZZ")["reason"], "not_in_directory");
        assert_eq!(of(&answers, "street")["reason"], "no_postcode");
        let elsewhere = of(&answers, "PE9 9ZZ");
        assert_eq!(elsewhere["nearest"], json!([]));
        let manx = of(&answers, "IM1 1AA");
        assert_eq!(
            (&manx["lsoa21"], &manx["within"]),
            (&Value::Null, &Value::Null)
        );
        if header.contains("lsoa21") {
            assert_eq!(elsewhere["within"], false);
        } else {
            // An LSOA of 2011 that the study has not may be part of one that it has.
            assert_eq!(elsewhere["within"], Value::Null);
            assert!(
                elsewhere["reason"]
                    .as_str()
                    .unwrap()
                    .contains("no LSOA of 2021")
            );
        }
        told.push(street["nearest"].clone());
    }
    assert!(told.windows(2).all(|it| it[0] == it[1]));
}

#[test]
fn the_page_says_in_words_what_is_known_and_what_is_not() {
    let folder = lsoa_town(&directory(STYLES[0]));
    let page = asked(
        &folder,
        &["PE1 1AA", "PE1 1AB", "PE9 9ZZ", "PE1 1AD", "PE1 1ZZ"],
        &["--mode", "walk"],
    )
    .good();
    for needed in [
        "PE1 1AA\nPlace     easting 450410, northing 309990\nArea      E01000001 (Street A), in this study\nNearest   Hub: B, ",
        "Given up  It was given up in 2012-06; told is where it was.",
        "E01099999 (LSOA of 2021), outside this study",
        "PE1 1AD\nPlace     not known: directory.csv has no reference on the National Grid of Great Britain for it\n\
         Area      E01000006 (Street L), in this study",
        "PE1 1ZZ\nUnknown   It is not in directory.csv",
        "on foot, beyond the standard of 2",
        "population-weighted centre of the area",
        "Royal Mail",
    ] {
        assert!(page.contains(needed), "{needed}\n{page}");
    }
    assert!(!page.contains("by car"), "{page}");
    let page = asked(&folder, &["PE1 1AA"], &[]).good();
    let block = page.split("\n\n").next().unwrap();
    let readme = std::fs::read_to_string(of_project("README.md")).unwrap();
    assert!(
        readme.contains(block),
        "the README shows another answer than\n{block}"
    );
}

#[test]
fn where_the_directory_has_no_code_of_the_study_the_boundaries_decide() {
    let folder = lsoa_town(&directory(STYLES[2]).replace("E01000001", "E01088888"));
    let grid = Grid::new();
    let mut features = Vec::new();
    for (nth, letter) in (1..).zip("ACEGIL".chars()) {
        let point = drawing().point(letter);
        let corners = [
            (-40.0, -40.0),
            (60.0, -40.0),
            (60.0, 40.0),
            (-40.0, 40.0),
            (-40.0, -40.0),
        ];
        let ring: Vec<[f64; 2]> = corners
            .iter()
            .map(|(x, y)| grid.lon_lat(Point::new(point.x + x, point.y + y)).unwrap())
            .map(|it| [it.lon, it.lat])
            .collect();
        features.push(json!({
            "type": "Feature",
            "properties": { "LSOA21CD": format!("E0100000{nth}") },
            "geometry": { "type": "Polygon", "coordinates": [ring] }
        }));
    }
    let layer = json!({ "type": "FeatureCollection", "features": features });
    folder.write("shapes.geojson", &layer.to_string());
    let home = drawing().point('A');
    let text = folder
        .read("directory.csv")
        .replace("450410,309990", &format!("{:.0},{:.0}", home.x, home.y));
    folder.write("directory.csv", &text);
    folder.edit(
        "study.toml",
        "vintage = \"lsoa2021\"",
        "vintage = \"lsoa2021\"\nboundaries = \"shapes.geojson\"",
    );
    let answers = asked(&folder, &["PE1 1AA", "PE9 9ZZ"], &["--json"]).json();
    let street = of(&answers, "PE1 1AA");
    assert_eq!(
        (&street["area"], &street["area_by"]),
        (&json!("E01000001"), &json!("boundary"))
    );
    assert_eq!(of(&answers, "PE9 9ZZ")["within"], false);
}

#[test]
fn a_question_that_has_no_answer_ends_with_2_and_says_why() {
    let folder = lsoa_town(&directory(STYLES[0]));
    let told = asked(&folder, &["PE1 1ZZ", "Acacia Avenue"], &[]).stopped(2);
    assert!(
        told.contains("E-POSTCODE \"PE1 1ZZ\" is not in directory.csv")
            && told.contains("E-POSTCODE \"Acacia Avenue\" is no postcode"),
        "{told}"
    );
    let told = asked(&folder, &["PE1 1AA"], &["--mode", "bus"]).stopped(2);
    assert!(
        told.contains("--mode bus") && told.contains("car, walk"),
        "{told}"
    );
    let whole = folder.read("directory.csv");
    folder.write("directory.csv", &whole.replace("east1m", "x"));
    let told = asked(&folder, &["PE1 1AA"], &[]).stopped(2);
    assert!(told.contains("E-COL-MISSING directory.csv"), "{told}");
    folder.edit("study.toml", "[postcodes]\nfile = \"directory.csv\"\n", "");
    let told = asked(&folder, &["PE1 1AA"], &[]).stopped(2);
    assert!(
        told.contains("E-CFG-MISSING") && told.contains("[postcodes]"),
        "{told}"
    );
    // A study and a postcode are both needed.
    assert_eq!(run(&["postcode", &folder.word("")]).code, 2);
    assert_eq!(run(&["postcode"]).code, 2);
}

#[test]
fn the_place_of_a_postcode_of_northern_ireland_is_not_known_since_its_reference_is_of_another_grid()
{
    let rows = directory(STYLES[0]);
    let folder = lsoa_town(&format!(
        "{rows}BT11AA,BT1 1AA,BT1 1AA,199006,,0,333800,374000,1,N21000123,1\n"
    ));
    let answers = asked(&folder, &["BT1 1AA"], &["--json"]).json();
    let belfast = of(&answers, "BT1 1AA");
    assert_eq!(belfast["found"], true);
    for place in ["easting", "northing", "lon", "lat"] {
        assert_eq!(belfast[place], Value::Null, "{belfast}");
    }
    assert_ne!(belfast["within"], true);
    let page = asked(&folder, &["BT1 1AA"], &[]).good();
    assert!(page.contains("BT1 1AA\nPlace     not known: "), "{page}");
}

#[test]
fn a_mode_that_is_promised_and_has_no_times_is_told_with_the_reason() {
    let folder = lsoa_town(&directory(STYLES[0]));
    let times = folder.word("times.csv");
    run(&["times", &folder.word(""), "--mode", "car", "--out", &times]).good();
    folder.edit(
        "study.toml",
        "[roads]\nfile = \"roads.osm.pbf\"\n",
        "[[times]]\nfile = \"times.csv\"\n",
    );
    let answers = asked(&folder, &["PE1 1AA"], &["--json"]).json();
    let near = of(&answers, "PE1 1AA")["nearest"].as_array().unwrap();
    let told: Vec<[&Value; 4]> = near
        .iter()
        .map(|it| ["mode", "reason", "standard_minutes", "minutes"].map(|key| &it[key]))
        .collect();
    assert_eq!(told.len(), 2, "by car and on foot: {near:?}");
    assert_eq!(
        (told[0][0], told[0][1]),
        (&json!("car"), &Value::Null),
        "{near:?}"
    );
    assert!(told[0][3].is_number(), "{near:?}");
    assert_eq!(
        told[1],
        [
            &json!("walk"),
            &json!("no_times"),
            &json!(2.0),
            &Value::Null
        ]
    );
    let page = asked(&folder, &["PE1 1AA"], &[]).good();
    assert!(
        page.contains("Hub: none on foot, since the area is without any travel times by this mode"),
        "{page}"
    );
}

#[test]
fn a_postcode_is_understood_as_people_type_it_and_what_is_doubtful_is_asked_and_never_taken() {
    let folder = lsoa_town(&directory(STYLES[0]));
    let typed = [
        "PE1-1AA", "PE1", "1ab", "PE1 IAA", "PEI 1AA", "PE9", "", "PE1 1ZZ",
    ];
    let answers = asked(&folder, &typed, &["--json"]).json();
    let told: Vec<[&Value; 4]> = answers["postcodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| ["postcode", "found", "reason", "meant"].map(|key| &it[key]))
        .collect();
    let (yes, no) = (json!(true), json!(false));
    let (one, none) = (json!(["PE1 1AA"]), json!([]));
    let expected = [
        [&json!("PE1 1AA"), &yes, &Value::Null, &Value::Null],
        [&json!("PE1 1AB"), &yes, &Value::Null, &Value::Null],
        [&json!("PE1 IAA"), &no, &json!("no_postcode"), &one],
        [&json!("PEI 1AA"), &no, &json!("not_in_directory"), &one],
        [&json!("PE9"), &no, &json!("first_half"), &none],
        [&json!(""), &no, &json!("empty"), &none],
        [&json!("PE1 1ZZ"), &no, &json!("not_in_directory"), &none],
    ];
    assert_eq!(told, expected);
    let page = asked(&folder, &typed, &[]).good();
    for said in [
        "PEI 1AA\nUnknown   It is not in directory.csv, which may be older than the postcode: was PE1 1AA meant",
        "PE9\nUnknown   It is only the first half of a postcode",
        "\"\"\nUnknown   It is empty",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let told = asked(&folder, &["PE1", "lAA", "PE1", "IAA"], &[]).stopped(2);
    assert!(
        told.matches("was PE1 1AA meant").count() == 2
            && told.contains("E-POSTCODE \"PE1 IAA\" is no postcode")
            && told.contains("was PE1 1AA meant"),
        "{told}"
    );
}
