//! The trail of an output: its manifest, whether it still stands, and the output made again.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::{Folder, run};

/// A study with its own times, and one on roads: the shipped one, laid out in a folder.
fn studies() -> [Folder; 2] {
    [
        Folder::copy("tests/studies/fenshire"),
        Folder::copy("data/isle-of-man"),
    ]
}

/// What can be asked of any study: the outputs' names and the questions, the study left out.
const QUESTIONS: [(&str, &[&str]); 5] = [
    ("times.csv", &["times"]),
    ("times.parquet", &["times", "--direction", "to-site"]),
    ("today.txt", &["assess"]),
    ("today.json", &["assess", "--json"]),
    ("plan.json", &["assess", "--json", "--scenario"]),
];

/// Makes every output of a study in a folder of its own; their paths.
fn made(study: &Folder, outputs: &Folder) -> Vec<PathBuf> {
    study.write("plan.toml", "changes = []\n");
    let (path, plan) = (study.word(""), study.word("plan.toml"));
    let made = QUESTIONS.iter().map(|(name, question)| {
        let out = outputs.word(name);
        let scenario = question.contains(&"--scenario").then_some(plan.as_str());
        let asked: Vec<&str> = question.iter().copied().chain(scenario).collect();
        run(&[&asked[..1], &[&path], &asked[1..], &["--out", &out]].concat()).good();
        PathBuf::from(out)
    });
    made.collect()
}

fn manifest(output: &Path) -> PathBuf {
    PathBuf::from(format!("{}.manifest.json", output.display()))
}

fn word(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn every_output_has_a_manifest_that_names_what_made_it_and_holds_to_its_bytes() {
    for study in studies() {
        let outputs = Folder::empty();
        for out in made(&study, &outputs) {
            let told: Value = serde_json::from_slice(&fs::read(manifest(&out)).unwrap()).unwrap();
            let inputs = told["inputs"].as_array().unwrap();
            let named = |what: &str| inputs.iter().any(|it| it["what"] == what);
            assert!(
                ["study", "areas", "people", "sites"]
                    .iter()
                    .all(|it| named(it)),
                "{told}"
            );
            assert_eq!(named("scenario"), word(&out).ends_with("plan.json"));
            assert_eq!(named("roads"), study.path("input").exists());
            assert_eq!(told["output"]["bytes"], fs::metadata(&out).unwrap().len());
            let settings = told["settings"].as_object().unwrap();
            assert!(settings.contains_key("study.name") && settings.contains_key("areas.file"));
            assert!(told["counts"]["areas"].as_u64() > Some(0), "{told}");
            let text = told.to_string();
            let folder = study.word("");
            assert!(
                !text.contains(&folder),
                "the name of a folder of this machine: {text}"
            );
            let page = run(&["verify", word(&out)]).good();
            assert_eq!(page.matches("same ").count(), inputs.len() + 1, "{page}");
            assert_eq!(page, run(&["verify", word(&manifest(&out))]).good());
        }
    }
}

#[test]
fn an_output_made_again_has_the_same_bytes_and_so_has_its_manifest() {
    for study in studies() {
        let outputs = Folder::empty();
        for out in made(&study, &outputs) {
            let (bytes, beside) = (fs::read(&out).unwrap(), fs::read(manifest(&out)).unwrap());
            fs::remove_file(&out).unwrap();
            let told = run(&["rerun", word(&manifest(&out))]);
            assert!(told.err.contains("the same"), "{}", told.err);
            told.good();
            assert!(fs::read(&out).unwrap() == bytes, "{}", out.display());
            assert!(
                fs::read(manifest(&out)).unwrap() == beside,
                "{}",
                out.display()
            );
            let other = outputs.word("other");
            let other = format!("{other}.{}", out.extension().unwrap().to_str().unwrap());
            run(&["rerun", word(&out), "--out", &other]).good();
            assert!(fs::read(&other).unwrap() == bytes, "{}", out.display());
        }
    }
}

/// Fixed numbers by chance (Knuth's linear congruential generator, as in MMIX).
fn chance(state: &mut u64, below: usize) -> usize {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap() % below
}

#[test]
fn one_changed_byte_of_an_output_its_inputs_or_its_manifest_is_always_noticed() {
    let [study, _] = studies();
    let outputs = Folder::empty();
    let made = made(&study, &outputs);
    let mut state = 20_261_122;
    for nth in 0..100 {
        let out = &made[nth % made.len()];
        let inputs = [
            "study.toml",
            "areas.csv",
            "deprivation.csv",
            "people.csv",
            "sites.csv",
            "times.csv",
        ];
        let place = chance(&mut state, inputs.len() + 2);
        let file = match inputs.get(place) {
            Some(input) => study.path(input),
            None if place == inputs.len() => out.clone(),
            None => manifest(out),
        };
        let good = fs::read(&file).unwrap();
        let mut bad = good.clone();
        let at = chance(&mut state, bad.len());
        bad[at] ^= 1 << chance(&mut state, 8);
        fs::write(&file, &bad).unwrap();
        let told = run(&["verify", word(out)]);
        assert_eq!(
            told.code,
            2,
            "byte {at} of {}: {}",
            file.display(),
            told.out
        );
        // An output that was spoilt can be made again; from anything else that was, nothing is made.
        let again =
            outputs.word("again") + word(out).rsplit_once("times").map_or(".json", |it| it.1);
        let told = run(&["rerun", word(&manifest(out)), "--out", &again]);
        let code = if file == *out { 0 } else { 2 };
        assert_eq!(told.code, code, "{}: {}", file.display(), told.err);
        fs::write(&file, &good).unwrap();
        run(&["verify", word(out)]).good();
    }
}

#[test]
fn an_output_without_its_inputs_or_its_manifest_is_told_so() {
    let [study, _] = studies();
    let outputs = Folder::empty();
    let out = made(&study, &outputs).remove(0);
    fs::remove_file(study.path("people.csv")).unwrap();
    let told = run(&["verify", word(&out)]);
    assert_eq!(told.code, 2);
    assert!(told.out.contains("unreadable"), "{}", told.out);
    assert!(
        told.err.contains("E-TRAIL-CHANGED") && told.err.contains("people.csv"),
        "{}",
        told.err
    );
    let told = run(&["rerun", word(&out)]).stopped(2);
    assert!(told.contains("people.csv"), "{told}");
    fs::remove_file(manifest(&out)).unwrap();
    let told = run(&["verify", word(&out)]).stopped(2);
    assert!(told.contains("times.csv.manifest.json"), "{told}");
    fs::write(manifest(&out), "{\"form\": 7}").unwrap();
    let told = run(&["verify", word(&out)]).stopped(2);
    assert!(
        told.contains("E-TRAIL-MANIFEST") && told.contains("form 7"),
        "{told}"
    );
}

#[test]
fn the_study_inside_the_program_has_a_trail_too_and_what_is_printed_has_none() {
    let outputs = Folder::empty();
    let out = outputs.word("hubs.geojson");
    let asked = [
        "catchment",
        "--site",
        "douglas-library",
        "--minutes",
        "10,20",
        "--mode",
        "walk",
    ];
    let ids = run(&["times", "--out", "-"]).good();
    let site = ids
        .lines()
        .nth(1)
        .unwrap()
        .split(',')
        .nth(1)
        .unwrap()
        .to_owned();
    let mut asked = asked.map(str::to_owned);
    asked[2] = site;
    let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
    run(&[&asked[..], &["--out", &out]].concat()).good();
    run(&["verify", &out]).good();
    let bytes = fs::read(&out).unwrap();
    run(&["rerun", &out]).good();
    assert!(fs::read(&out).unwrap() == bytes);
    run(&[&asked[..], &["--out", "-"]].concat()).good();
    assert_eq!(
        outputs.names(),
        ["hubs.geojson", "hubs.geojson.manifest.json"]
    );
}
