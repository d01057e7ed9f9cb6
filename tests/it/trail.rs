//! The trail of an output: its manifest, whether it still stands, and the output made again.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use fairreach::pipeline::Manifest;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::program::{Folder, fairreach, lay, of_project, run};
use crate::town_study::town;

/// A study with its own times, and one on roads: the shipped one, laid out in a folder.
fn studies() -> [Folder; 2] {
    [
        Folder::copy("tests/studies/fenshire"),
        Folder::copy("data/isle-of-man"),
    ]
}

/// What can be asked of any study: the outputs' names and the questions, the study left out.
const QUESTIONS: [(&str, &[&str]); 6] = [
    ("times.csv", &["times"]),
    ("times.parquet", &["times", "--direction", "to-site"]),
    ("today.txt", &["assess"]),
    ("today.json", &["assess", "--json"]),
    ("today.csv", &["assess", "--csv"]),
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
        let ending = out.extension().unwrap().to_str().unwrap();
        let again = format!("{}.{ending}", outputs.word("again"));
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
    assert!(
        told.contains("times.csv.manifest.json") && told.contains("copy the manifest"),
        "{told}"
    );
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

#[test]
fn the_same_study_gives_the_same_bytes_however_its_path_is_typed() {
    let parent = Folder::empty();
    let isle = parent.path("isle");
    fs::create_dir(&isle).unwrap();
    lay(&of_project("data/isle-of-man"), &isle);
    // The plan converts a site, of which a notice tells that names the study file.
    let plan = ["--scenario", "village-outreach"];
    let (here, there) = (parent.word("here.txt"), parent.word("there.txt"));
    let assess = |study: &str, out: &str| {
        let asked = [&["assess", study][..], &plan, &["--out", out]].concat();
        let done = fairreach()
            .args(asked)
            .current_dir(parent.path(""))
            .output();
        assert!(done.unwrap().status.success());
    };
    assess("isle", &here);
    assess(&parent.word("isle/study.toml"), &there);
    let told = fs::read_to_string(&here).unwrap();
    assert!(told.contains("W-PLAN-COST"), "{told}");
    assert_eq!(told, fs::read_to_string(&there).unwrap());
    run(&["rerun", &here]).good();
    assert_eq!(told, fs::read_to_string(&here).unwrap());
}

#[test]
fn a_study_file_with_a_byte_order_mark_has_a_trail_that_holds() {
    let [study, _] = studies();
    let text = study.read("study.toml");
    study.write("study.toml", &format!("\u{feff}{text}"));
    let out = study.word("times.csv.out.csv");
    run(&["times", &study.word(""), "--out", &out]).good();
    run(&["verify", &out]).good();
    run(&["rerun", &out]).good();
}

#[test]
fn what_is_verified_is_the_file_that_was_asked_about() {
    let [study, _] = studies();
    let outputs = Folder::empty();
    let out = made(&study, &outputs).remove(0);
    let copy = PathBuf::from(outputs.word("copy.csv"));
    fs::copy(&out, &copy).unwrap();
    fs::copy(manifest(&out), manifest(&copy)).unwrap();
    let page = run(&["verify", word(&copy)]).good();
    assert!(page.contains("copy.csv"), "{page}");
    let mut bytes = fs::read(&copy).unwrap();
    bytes[20] ^= 1;
    fs::write(&copy, bytes).unwrap();
    assert_eq!(run(&["verify", word(&copy)]).code, 2);
    run(&["verify", word(&out)]).good();
}

#[test]
fn an_output_that_comes_out_otherwise_takes_nobodys_place() {
    let [study, _] = studies();
    let outputs = Folder::empty();
    let out = made(&study, &outputs).remove(0);
    let text = fs::read_to_string(manifest(&out)).unwrap();
    let mut told = Manifest::from_text(&text).unwrap();
    told.output.sha256 = "0".repeat(64);
    fs::write(manifest(&out), told.sealed_text().unwrap()).unwrap();
    let (bytes, beside) = (fs::read(&out).unwrap(), fs::read(manifest(&out)).unwrap());
    let names = outputs.names();
    let told = run(&["rerun", word(&out)]);
    assert_eq!(told.code, 2, "{}", told.err);
    assert!(told.err.contains("E-TRAIL-DIFFERS"), "{}", told.err);
    assert_eq!(fs::read(&out).unwrap(), bytes);
    assert_eq!(fs::read(manifest(&out)).unwrap(), beside);
    assert_eq!(outputs.names(), names);
}

#[test]
fn what_was_made_in_batches_is_made_again_in_batches() {
    let folder = town();
    let out = folder.word("out.csv");
    run(&["times", &folder.word(""), "--in-batches", "--out", &out]).good();
    let text = folder.read("out.csv.manifest.json");
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        told["asked"]["options"]["in-batches"],
        serde_json::json!([])
    );
    run(&["rerun", &out]).good();
    assert_eq!(folder.read("out.csv.manifest.json"), text);
}

#[test]
fn the_road_file_and_its_checksum_are_among_the_inputs_as_they_were_read() {
    let folder = town();
    let roads = fs::read(folder.path("roads.osm.pbf")).unwrap();
    let mut sum = String::new();
    for byte in Sha256::digest(&roads) {
        write!(sum, "{byte:02x}").unwrap();
    }
    folder.write("roads.osm.pbf.sha256", &sum);
    let out = folder.word("out.csv");
    run(&["times", &folder.word(""), "--out", &out]).good();
    let told: Value = serde_json::from_str(&folder.read("out.csv.manifest.json")).unwrap();
    let inputs = told["inputs"].as_array().unwrap();
    let named = |what: &str| inputs.iter().find(|it| it["what"] == what).unwrap();
    assert_eq!(named("roads")["sha256"], sum);
    assert_eq!(named("checksum")["file"], "roads.osm.pbf.sha256");
    fs::remove_file(folder.path("roads.osm.pbf.sha256")).unwrap();
    assert_eq!(run(&["verify", &out]).code, 2);
}

#[test]
fn what_is_made_again_is_told_under_the_name_that_was_asked_for() {
    let [study, _] = studies();
    let outputs = Folder::empty();
    let made = made(&study, &outputs);
    for out in &made[..3] {
        let told = run(&["rerun", word(out)]);
        let (name, bytes) = (word(out), fs::metadata(out).unwrap().len());
        assert!(
            told.err
                .contains(&format!("{name}: written, the same {bytes} bytes")),
            "{}",
            told.err
        );
        assert!(!told.err.contains(".again-"), "{}", told.err);
        let missing = outputs.word("missing/again.csv");
        let told = run(&["rerun", word(out), "--out", &missing]).stopped(3);
        assert!(
            told.contains(&format!("{missing}: it cannot be written")),
            "{told}"
        );
    }
    // The page of a scorecard is no PDF, when it is made again neither.
    let told = run(&["rerun", word(&made[2]), "--out", &outputs.word("page.pdf")]).stopped(2);
    assert!(
        told.contains("page.pdf") && !told.contains(".again-"),
        "{told}"
    );
    assert!(outputs.names().iter().all(|it| !it.contains("again")));
}

#[test]
fn a_field_that_somebody_added_to_a_manifest_is_named_with_its_line() {
    let [study, _] = studies();
    let outputs = Folder::empty();
    let out = made(&study, &outputs).remove(0);
    let text = fs::read_to_string(manifest(&out)).unwrap();
    let noted = text.replacen("{\n", "{\n  \"note\": \"checked by me\",\n", 1);
    fs::write(manifest(&out), noted).unwrap();
    for command in ["verify", "rerun"] {
        let told = run(&[command, word(&out)]).stopped(2);
        assert!(
            told.contains("E-TRAIL-MANIFEST")
                && told.contains("line 2 has a field \"note\", which no manifest has"),
            "{told}"
        );
        assert!(!told.contains("not a manifest"), "{told}");
    }
}
