//! A short hunt in every target of `tests/fuzz`, and every find of a longer one, kept.

use std::fs;
use std::time::Instant;

use crate::fuzzer::hunt::Hunt;
use crate::fuzzer::targets::{names, target};
use crate::program::of_project;

/// How many mutations each target is fed here; `tests/fuzz/run` feeds it for as long as is wished.
const MUTATIONS: u64 = 20_000;

/// The targets that a test below hunts in.
const HUNTED: [&str; 11] = [
    "pbf", "gpkg", "parquet", "csv", "xlsx", "packed", "geojson", "toml", "request", "cache",
    "manifest",
];

/// Every file of `tests/fixtures/finds`: the target and the subject that once stumbled over it, and how.
const FINDS: [(&str, &str, &str, &str); 7] = [
    (
        "csv-counts-beyond-all-numbers",
        "csv",
        "fenshire people.csv",
        "counts of 1e308 people add up to infinity, which became a figure",
    ),
    (
        "toml-a-fault-on-every-line",
        "toml",
        "scenario",
        "every fault counted the lines before it: 3.6 s for 41 kB",
    ),
    (
        "toml-brackets-never-closed",
        "toml",
        "study",
        "toml 1.2 called itself for each of hundreds of open brackets till the stack of a thread was used up",
    ),
    (
        "toml-bundle-without-a-band",
        "toml",
        "study",
        "a bundle asked for the name of its first service's band in a study without any band",
    ),
    (
        "xlsx-reference-beyond-32-bits",
        "xlsx",
        "xl/worksheets/sheet1.xml",
        "calamine 0.38 panicked: attempt to multiply with overflow",
    ),
    (
        "xlsx-rows-of-one-far-cell",
        "xlsx",
        "xl/worksheets/sheet1.xml",
        "each row of one cell took the memory of 16,384: 800 MB for 92 kB",
    ),
    (
        "xlsx-shared-texts-beyond-memory",
        "xlsx",
        "xl/sharedStrings.xml",
        "calamine 0.38 asked for 103 GB, as many as a count in the file said, and the program was ended",
    ),
];

/// Feeds a target its mutations: no panic, none that takes two seconds, none that takes a gigabyte.
fn hunt(name: &str) {
    let seed = std::env::var("PROPTEST_RNG_SEED");
    let seed = seed.map_or(20_261_122, |it| it.parse().unwrap());
    let began = Instant::now();
    let hunt = Hunt::new(target(name).unwrap(), seed, MUTATIONS, None);
    hunt.run(1, &|_| ());
    eprintln!("{}", hunt.line(began));
    let finds: Vec<String> = hunt.finds().iter().map(|it| hunt.shown(it)).collect();
    assert!(finds.is_empty(), "{}", finds.join("\n"));
    assert_eq!(hunt.executions(), MUTATIONS);
}

#[test]
fn twenty_thousand_mutations_of_road_files_are_read_or_refused() {
    hunt("pbf");
}

#[test]
fn twenty_thousand_mutations_of_geopackages_are_read_or_refused() {
    hunt("gpkg");
}

#[test]
fn twenty_thousand_mutations_of_parquet_tables_are_read_or_refused() {
    hunt("parquet");
}

#[test]
fn twenty_thousand_mutations_of_tables_are_read_or_refused_and_judged_where_read() {
    hunt("csv");
}

#[test]
fn twenty_thousand_mutations_of_workbooks_are_read_or_refused() {
    hunt("xlsx");
}

#[test]
fn twenty_thousand_mutations_of_packed_files_are_unpacked_or_refused() {
    hunt("packed");
}

#[test]
fn twenty_thousand_mutations_of_map_layers_are_read_or_refused() {
    hunt("geojson");
}

#[test]
fn twenty_thousand_mutations_of_study_files_are_read_or_refused() {
    hunt("toml");
}

#[test]
fn twenty_thousand_mutations_of_requests_are_answered_and_none_is_a_fault_of_the_program() {
    hunt("request");
}

#[test]
fn twenty_thousand_mutations_of_what_is_kept_are_read_or_refused() {
    hunt("cache");
}

#[test]
fn twenty_thousand_mutations_of_a_manifest_are_refused() {
    hunt("manifest");
}

#[test]
fn every_target_is_hunted_here_and_told_by_its_script() {
    let names: Vec<&str> = names().collect();
    assert_eq!(names, HUNTED);
    let script = fs::read_to_string(of_project("tests/fuzz/run")).unwrap();
    for name in names {
        assert!(script.contains(name), "{name}");
    }
}

#[test]
fn an_input_is_the_same_whenever_its_number_comes() {
    let hunt = |seed| Hunt::new(target("geojson").unwrap(), seed, 1, None);
    assert_eq!(hunt(7).input(12_345), hunt(7).input(12_345));
    assert_ne!(hunt(7).input(12_345), hunt(8).input(12_345));
    assert_ne!(hunt(7).input(12_345), hunt(7).input(12_346));
}

#[test]
fn no_find_is_stumbled_over_again() {
    let folder = of_project("tests/fixtures/finds");
    let entries = fs::read_dir(&folder).unwrap();
    let mut files: Vec<String> = entries
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .filter(|it| it != "README.md")
        .collect();
    files.sort();
    let known: Vec<&str> = FINDS.iter().map(|(file, ..)| *file).collect();
    assert_eq!(files, known, "the list of finds is closed");
    for (file, name, subject, how) in FINDS {
        let target = target(name).unwrap();
        let subject = target.subjects.iter().find(|it| it.name == subject);
        let bytes = fs::read(folder.join(file)).unwrap();
        let began = Instant::now();
        // A panic ends the test.
        let read = (subject.unwrap().read)(&bytes);
        // A guard against hanging, ten times the limit of the hunts.
        assert!(began.elapsed().as_secs() < 20, "{file}");
        let read = read.map(|_| "it was read");
        assert!(read.is_err(), "{file}: {how}, and now {read:?}");
    }
}
