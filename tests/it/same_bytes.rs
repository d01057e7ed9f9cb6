//! The same study gives the same bytes: on any number of threads, and whatever the order of its files' rows.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::program::{Folder, of_project, run_on, shared};

/// Everything the program can say of a study, on some number of threads.
fn outputs(folder: &Folder, scenario: &str, threads: u32) -> Vec<(&'static str, Vec<u8>)> {
    let path = folder.word("");
    // A study with its own times has one mode and one direction.
    let (direction, mode) = if folder.path("times.csv").exists() {
        ("to-site", "travel")
    } else {
        ("from-site", "walk")
    };
    let run = |arguments: &[&str]| run_on(threads, arguments).good().into_bytes();
    let out = folder.word("times.parquet");
    run(&["times", &path, "--out", &out]);
    vec![
        ("times as Parquet", fs::read(out).unwrap()),
        (
            "times as CSV",
            run(&["times", &path, "--out", "-", "--direction", direction]),
        ),
        (
            "the page",
            run(&["assess", &path, "--scenario", scenario, "--mode", mode]),
        ),
        (
            "the data",
            run(&["assess", &path, "--scenario", scenario, "--json"]),
        ),
        ("what is odd", run(&["check", &path])),
    ]
}

fn assert_same(one: &[(&str, Vec<u8>)], other: &[(&str, Vec<u8>)], of: &str) {
    for ((what, one), (_, other)) in one.iter().zip(other) {
        assert!(!one.is_empty(), "{what} is empty");
        let text = |it: &[u8]| String::from_utf8_lossy(it).into_owned();
        if what.ends_with("Parquet") {
            assert!(one == other, "{what} {of} differ");
        } else {
            assert_eq!(text(one), text(other), "{what} {of}");
        }
    }
}

/// A fixed permutation of any list (Knuth, The Art of Computer Programming, volume 2, 3.4.2, algorithm P) by a
/// linear congruential generator.
fn shuffle<T>(list: &mut [T], seed: u64) {
    let mut state = seed;
    for last in (1..list.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let place = usize::try_from(state >> 33).unwrap() % (last + 1);
        list.swap(last, place);
    }
}

/// The same table with its rows in another order; the header stays.
fn shuffled_table(text: &str, seed: u64) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    shuffle(&mut lines[1..], seed);
    lines.join("\n") + "\n"
}

fn shuffled_features(text: &str, seed: u64) -> String {
    let mut collection: Value = serde_json::from_str(text).unwrap();
    shuffle(collection["features"].as_array_mut().unwrap(), seed);
    collection.to_string()
}

/// Every table and collection of features in a folder.
fn files(folder: &Folder, under: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.path(under)).unwrap();
    let mut files: Vec<PathBuf> = entries
        .map(|it| it.unwrap().path())
        .filter(|it| {
            it.extension()
                .is_some_and(|it| it == "csv" || it == "geojson")
        })
        .collect();
    files.sort();
    files
}

/// Writes every file afresh with its line ends and spaces as shuffling writes them, so that sizes in bytes are equal.
fn rewrite_all(folder: &Folder, under: &str) {
    for path in files(folder, under) {
        let text = fs::read_to_string(&path).unwrap();
        let text = match serde_json::from_str::<Value>(&text) {
            Ok(collection) => collection.to_string(),
            Err(_) => text.lines().collect::<Vec<_>>().join("\n") + "\n",
        };
        fs::write(&path, text).unwrap();
    }
}

/// Shuffles the rows of every table and the features of every collection in a folder, and tells how many.
fn shuffle_all(folder: &Folder, under: &str, seed: u64) -> usize {
    let files = files(folder, under);
    for (seed, path) in (seed..).zip(&files) {
        let text = fs::read_to_string(path).unwrap();
        let is_table = path.extension().is_some_and(|it| it == "csv");
        let changed = if is_table {
            shuffled_table(&text, seed)
        } else {
            shuffled_features(&text, seed)
        };
        let one_row = is_table && text.lines().count() <= 2;
        assert!(changed != text || one_row, "{}", path.display());
        fs::write(path, changed).unwrap();
    }
    files.len()
}

#[test]
fn the_shipped_study_gives_the_same_bytes_on_1_2_and_4_threads() {
    let folder = Folder::copy("data/isle-of-man");
    folder.write("plan.toml", ISLE_PLAN);
    let plan = folder.word("plan.toml");
    let one = outputs(&folder, &plan, 1);
    for threads in [2, 4] {
        assert_same(
            &one,
            &outputs(&folder, &plan, threads),
            &format!("on {threads} threads"),
        );
    }
}

const ISLE_PLAN: &str = "schema = 1\nname = \"Plan\"\nchanges = [{ open = \"andreas-school\" }, \
    { move = \"andreas-school\", to = [-4.45, 54.35] }, { open = \"anagh-coar-school\" }]\n";

#[test]
fn shuffled_rows_of_every_file_of_the_shipped_study_give_the_same_bytes() {
    let folder = Folder::copy("data/isle-of-man");
    folder.write("plan.toml", ISLE_PLAN);
    rewrite_all(&folder, "input");
    let plan = folder.word("plan.toml");
    let one = outputs(&folder, &plan, 2);
    assert_eq!(shuffle_all(&folder, "input", 7), 5);
    assert_same(&one, &outputs(&folder, &plan, 2), "of shuffled rows");
}

#[test]
fn shuffled_rows_of_the_toy_county_give_the_same_bytes_whatever_was_odd_in_them() {
    let folder = Folder::copy("tests/studies/fenshire");
    // Places of another county and fractions of a second are odd, and told with samples.
    let mut times = folder
        .read("times.csv")
        .replace("L02,S3,", "L02,S3,0.01")
        .replace("L03,S5,", "L03,S5,0.01");
    for nth in 1..=8 {
        times.extend([format!("X{nth:02},S1,5\n"), format!("L01,T{nth},5\n")]);
    }
    folder.write("times.csv", &times);
    let one = outputs(&folder, "open-s5", 2);
    let odd = String::from_utf8(one.last().unwrap().1.clone()).unwrap();
    assert!(
        odd.contains("W-GEO-OUTSIDE") && odd.contains("W-TIMES-ROUND"),
        "{odd}"
    );
    for seed in [1, 2, 3] {
        assert_eq!(shuffle_all(&folder, "", seed), 5);
        assert_same(&one, &outputs(&folder, "open-s5", 2), "of shuffled rows");
    }
}

#[test]
fn shuffled_rows_of_the_files_of_rutland_give_the_same_bytes() {
    let Some(shared) = shared("shuffled rows of Rutland") else {
        return;
    };
    let folder = Folder::empty();
    for entry in fs::read_dir(shared.join("studies/rutland")).unwrap() {
        let entry = entry.unwrap();
        let bytes = fs::read(entry.path()).unwrap();
        fs::write(folder.path(entry.file_name().to_str().unwrap()), bytes).unwrap();
    }
    let study = fs::read_to_string(of_project("tests/studies/rutland/study.toml")).unwrap();
    folder.write(
        "study.toml",
        &study.replace("../../../../shared/studies/rutland/", ""),
    );
    rewrite_all(&folder, "");
    let one = outputs(&folder, "one-hub", 2);
    assert_eq!(shuffle_all(&folder, "", 5), 8);
    assert_same(&one, &outputs(&folder, "one-hub", 2), "of shuffled rows");
}
