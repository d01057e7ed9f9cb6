//! The house rules of `src/`, as tests: who may import whom, and where each
//! outside crate may be named.

use std::{collections::BTreeSet, fs, path::Path};

/// Rooms from the ground up. A room imports only from lines above its own.
const FLOORS: &[&[&str]] = &[
    &["units", "ids", "packed", "keep"],
    &["space", "routing", "equity", "location"],
    &["model"],
    &["read", "roads"],
    &["travel"],
    &["access"],
    &["score"],
    &["optimise"],
    &["report", "study"],
    &["pipeline"],
    &["serve"],
    &["cli"],
];

/// Outside crates that have one home (a path prefix) or a few.
const HOMES: &[(&str, &[&str])] = &[
    ("axum", &["serve/"]),
    ("clap", &["cli/"]),
    (
        "csv",
        &[
            "read/table.rs",
            "read/postcodes.rs",
            "read/csv_rows.rs",
            "read/scenario_table.rs",
        ],
    ),
    ("flate2", &["read/osm_pbf/blobs.rs", "read/unpack.rs"]),
    (
        "geo",
        &[
            "read/boundaries.rs",
            "read/rings.rs",
            "report/layers.rs",
            "report/surroundings.rs",
            "report/tiles.rs",
            "serve/",
            "pipeline/load.rs",
        ],
    ),
    (
        "geojson",
        &[
            "read/boundaries.rs",
            "read/site_features.rs",
            "report/layers.rs",
            "report/surroundings.rs",
            "report/catchment.rs",
        ],
    ),
    ("indicatif", &["cli/progress.rs"]),
    ("md5", &["pipeline/checksum.rs"]),
    ("mvt", &["report/tiles.rs", "report/tiles_around.rs"]),
    ("pointy", &["report/tiles.rs"]),
    ("percent_encoding", &["serve/guard.rs", "serve/postcode.rs"]),
    ("petgraph", &["roads/components.rs"]),
    (
        "polars",
        &[
            "read/parquet.rs",
            "report/tables.rs",
            "report/batch_table.rs",
        ],
    ),
    ("proj4rs", &["space/point.rs"]),
    ("prost", &["read/osm_pbf/"]),
    ("pulp", &["routing/sweep.rs", "score/quick/"]),
    ("quick_xml", &["read/workbook/"]),
    ("rand_distr", &["equity/ohid_interval.rs"]),
    ("rand_pcg", &["equity/ohid_interval.rs"]),
    (
        "rayon",
        &[
            "read/osm_pbf/blobs.rs",
            "routing/contract.rs",
            "travel/compute.rs",
            "travel/sweeps.rs",
            "travel/isochrone.rs",
            "access/blocks.rs",
            "access/columns.rs",
            "score/",
            "pipeline/",
            "cli/",
        ],
    ),
    ("rstar", &["space/index.rs"]),
    ("rusqlite", &["read/os_open_roads/", "keep/"]),
    ("rust_embed", &["serve/assets.rs", "pipeline/shipped.rs"]),
    ("sha2", &["pipeline/fingerprint.rs"]),
    (
        "serde",
        &[
            "study/",
            "report/inventory.rs",
            "report/json.rs",
            "report/options_json.rs",
            "report/reach_json.rs",
            "report/search_json.rs",
            "report/study_json.rs",
            "pipeline/manifest.rs",
            "pipeline/batch/",
            "serve/",
        ],
    ),
    ("hyper", &["serve/listening.rs"]),
    ("hyper_util", &["serve/listening.rs"]),
    ("tempfile", &["pipeline/os_open_roads.rs"]),
    ("tokio", &["serve/", "cli/interrupt.rs"]),
    ("toml", &["study/"]),
    ("toml_parser", &["study/file.rs"]),
    ("tower_http", &["serve/"]),
    ("utoipa", &["serve/"]),
    ("zip", &["read/unpack.rs", "read/workbook/parts.rs"]),
];

#[test]
fn imports_run_downwards() {
    let mut wrong = BTreeSet::new();
    for (file, text) in sources() {
        let Some(floor) = floor_of(room(&file)) else {
            continue;
        };
        for other in rooms_named(&text) {
            if other != room(&file) && floor_of(&other).is_none_or(|it| floor <= it) {
                wrong.insert(format!("{file} imports {other}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn outside_crates_stay_at_home() {
    for (file, text) in sources() {
        for (name, homes) in HOMES {
            let named = text.contains(&format!("{name}::"));
            let home = homes.iter().any(|it| file.starts_with(it));
            assert!(!named || home, "{file} names {name}; its home is {homes:?}");
        }
    }
}

#[test]
fn files_stay_short() {
    for (file, text) in sources() {
        let lines = text
            .lines()
            .take_while(|it| !it.contains("mod tests"))
            .count();
        assert!(lines <= 400, "{file} has {lines} lines before its tests");
    }
}

fn room(file: &str) -> &str {
    file.split('/')
        .next()
        .unwrap_or(file)
        .trim_end_matches(".rs")
}

fn floor_of(room: &str) -> Option<usize> {
    FLOORS.iter().position(|it| it.contains(&room))
}

/// Rooms that a file names as `crate::room` or within `crate::{room, ...}`.
fn rooms_named(text: &str) -> BTreeSet<String> {
    let code: String = text
        .lines()
        .filter(|it| !it.trim_start().starts_with("//"))
        .collect();
    let mut res = BTreeSet::new();
    for tail in code.split("crate::").skip(1) {
        let group = match tail.strip_prefix('{') {
            Some(inner) => top_level(inner),
            None => vec![tail.to_owned()],
        };
        for it in group {
            let name: String = it
                .trim()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            if !name.is_empty() {
                res.insert(name);
            }
        }
    }
    res
}

/// Splits `a::{b, c}, d}; ...` into `a::{b, c}` and `d`.
fn top_level(inner: &str) -> Vec<String> {
    let (mut depth, mut res) = (0, vec![String::new()]);
    for c in inner.chars() {
        match c {
            '}' if depth == 0 => break,
            ',' if depth == 0 => {
                res.push(String::new());
                continue;
            }
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => (),
        }
        if let Some(last) = res.last_mut() {
            last.push(c);
        }
    }
    res
}

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut res) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let name = path
                    .strip_prefix(&root)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned();
                res.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    res.sort();
    res
}
