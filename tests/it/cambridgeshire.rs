//! Cambridgeshire and Peterborough on real data: 516 areas, 35 centres, files of both vintages. Read from beside the
//! project, and skipped where that is absent.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use fairreach::space::{Grid, LonLat, Point};
use serde_json::Value;

use crate::inventory::balanced;
use crate::program::{Folder, of_project, run, shared};

const STUDY: &str = "studies/cambridgeshire-peterborough";

/// The rows of a published file: header -> value. Quoted cells are taken apart by hand, without the program's own reader.
fn table(shared: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(shared.join(STUDY).join(name)).unwrap();
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(cells);
    let headers = lines.next().unwrap();
    lines
        .map(|it| {
            assert_eq!(it.len(), headers.len());
            headers.iter().cloned().zip(it).collect()
        })
        .collect()
}

fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    cells
}

fn number(text: &str) -> f64 {
    text.parse().unwrap()
}

/// The study in a folder, with a table of straight-line times: 30 km/h between a centroid and a centre.
pub(crate) fn laid(shared: &Path) -> Folder {
    let folder = Folder::empty();
    let path = of_project("tests").join(STUDY).join("study.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.replace("../../../../shared", shared.to_str().unwrap());
    folder.write("study.toml", &text);
    let mut times = "area,site,minutes\n".to_owned();
    let grid = Grid::new();
    for area in table(shared, "lsoa21_population_weighted_centroids.csv") {
        let home = Point::new(number(&area["x"]), number(&area["y"]));
        for site in table(shared, "childrens_centres.csv") {
            let place = grid.point(LonLat {
                lon: number(&site["lon"]),
                lat: number(&site["lat"]),
            });
            let minutes = home.distance(place.unwrap()).get() / 500.0;
            let _ = writeln!(
                times,
                "{},{},{minutes:.2}",
                area["LSOA21CD"],
                slug(&site["name"])
            );
        }
    }
    folder.write("straight_line_times.csv", &times);
    folder
}

/// The id that a study with `ids = "slug"` gives a name.
fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|it: char| !it.is_ascii_alphanumeric());
    words
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

#[test]
fn every_file_of_a_county_joins_and_its_sums_by_district_are_those_of_a_plain_reading() {
    let Some(shared) = shared("the county's files join") else {
        return;
    };
    let folder = laid(&shared);
    let page = run(&["check", &folder.word("")]).good();
    assert!(page.contains("straight-line"), "{page}");
    let inventory = run(&["check", &folder.word(""), "--json"]).json();
    balanced(&inventory);
    for join in inventory["joins"].as_array().unwrap() {
        assert_eq!(join["areas"], 516, "{join}");
        assert_eq!(join["areas_matched"], 516, "{join}");
    }
    let told: BTreeMap<&str, &Value> = inventory["districts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["code"].as_str().unwrap(), it))
        .collect();
    let plain = plain(&shared);
    assert_eq!(told.len(), plain.len());
    for (code, plain) in &plain {
        let told = told[code.as_str()];
        assert_eq!(told["areas"], plain.areas, "{code}");
        for (band, people) in [("under5", plain.under5), ("all", plain.all)] {
            let told = told["people"][band].as_f64().unwrap();
            assert!(
                (told - people).abs() < 1e-6,
                "{code} {band}: {told} and {people}"
            );
        }
        let deciles: Vec<u64> = told["areas_by_decile"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_u64().unwrap())
            .collect();
        assert_eq!(deciles, plain.deciles, "{code}");
    }
    let total: f64 = plain.values().map(|it| it.under5).sum();
    let own: f64 = table(&shared, "population_mid2020_lsoa11.csv")
        .iter()
        .map(|it| number(&it["age_0_4"]))
        .sum();
    assert!((total - own).abs() < 1e-6, "{total} and {own}");
}

/// What the files say of a district when they are simply added up.
#[derive(Default)]
struct Plain {
    areas: u64,
    under5: f64,
    all: f64,
    deciles: Vec<u64>,
}

/// Nobody of this county moved to another district between the vintages, so people are added up by the district of 2022
/// of their area of 2011.
fn plain(shared: &Path) -> BTreeMap<String, Plain> {
    let lookup = table(shared, "lsoa11_lsoa21_lad22.csv");
    let mut home: BTreeMap<&str, &str> = BTreeMap::new();
    let mut districts: BTreeMap<String, Plain> = BTreeMap::new();
    let mut areas: BTreeMap<&str, &str> = BTreeMap::new();
    for row in &lookup {
        let before = home.insert(&row["LSOA11CD"], &row["LAD22CD"]);
        assert!(before.is_none_or(|it| it == row["LAD22CD"]), "{row:?}");
        areas.insert(&row["LSOA21CD"], &row["LAD22CD"]);
    }
    for district in areas.values() {
        districts.entry((*district).to_owned()).or_default().areas += 1;
    }
    for row in table(shared, "population_mid2020_lsoa11.csv") {
        let district = home[row["lsoa11_code"].as_str()];
        let of_district = districts.get_mut(district).unwrap();
        of_district.under5 += number(&row["age_0_4"]);
        of_district.all += number(&row["total_population"]);
    }
    let decile =
        "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)";
    for row in table(shared, "iod2025_file7_extract.csv") {
        let district = areas[row["LSOA code (2021)"].as_str()];
        let deciles = &mut districts.get_mut(district).unwrap().deciles;
        deciles.resize(10, 0);
        deciles[row[decile].parse::<usize>().unwrap() - 1] += 1;
    }
    districts
}
