//! The harness of `tests/vectors`: on the project's own vectors, on published cases of other packages, on made counties, and on
//! figures that are wrong.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::made_counties::Made;
use crate::program::of_project;
use crate::vector_files::{Line, Verdict, run};

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_fairreach"))
}

fn told(lines: &[Line], verdict: Verdict) -> Vec<String> {
    let chosen = lines.iter().filter(|it| it.verdict == verdict);
    chosen
        .map(|it| {
            format!(
                "{} {} [{}]: {} expected, {} got, tolerance {:?} ({})",
                it.file, it.name, it.by, it.expected, it.got, it.tolerance, it.why
            )
        })
        .collect()
}

/// Nothing fails, nothing is unknown, and each reason for a figure that is not computed is one of these.
fn hold(lines: &[Line], reasons: &[&str]) {
    for verdict in [Verdict::NotHeld, Verdict::NotKnown] {
        let found = told(lines, verdict);
        assert!(
            found.is_empty(),
            "{} {}:\n{}",
            found.len(),
            verdict.word(),
            found[..found.len().min(20)].join("\n")
        );
    }
    for it in lines.iter().filter(|it| it.verdict == Verdict::NotComputed) {
        let known = reasons.iter().any(|reason| it.why.starts_with(reason));
        assert!(known, "{} {}: {}", it.file, it.name, it.why);
    }
}

/// Why a figure of the vectors is not computed. One that is not here fails.
const REASONS: [&str; 8] = [
    "a site's cost is not known",
    "the scorecard has no such figure",
    "reference only: ",
    "on purpose otherwise: ",
    "printed by the council",
    "nobody lives there",
    "nobody lives in the county",
    "there is no toy_dataset.json",
];

#[test]
fn every_figure_of_the_vectors_holds_by_the_library_and_on_the_scorecard_or_says_why_not() {
    let lines = run(
        &of_project("tests/fixtures/vectors"),
        Some(program()),
        |_| (),
    );
    hold(&lines, &REASONS);
    let mut held: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for it in lines.iter().filter(|it| it.verdict == Verdict::Held) {
        *held
            .entry((it.file.rsplit('/').next().unwrap(), it.by))
            .or_default() += 1;
    }
    // Both folders of each file have figures that held: a family that computes nothing fails.
    let library = [
        ("bng_wgs84", 36),
        ("concentration", 114),
        ("decay", 251),
        ("fca", 180),
        ("fgt_quantiles", 26),
        ("inequality_core", 106),
        ("inequality_ipea", 150),
        ("kakwani", 6),
        ("location", 748),
        ("lsoa_lookup", 14),
        ("opportunity", 180),
        ("palma", 6),
        ("proportionate_universalism", 430),
        ("sii_rii", 46),
    ];
    let assess = [
        ("concentration", 22),
        ("fgt_quantiles", 14),
        ("inequality_core", 52),
        ("inequality_ipea", 120),
        ("decay", 230),
        ("fca", 166),
        ("kakwani", 6),
        ("opportunity", 180),
        ("location", 930),
        ("palma", 2),
        ("proportionate_universalism", 504),
        ("seed_facts", 12),
        ("sii_rii", 8),
    ];
    for (by, figures) in [("library", &library[..]), ("assess --json", &assess[..])] {
        for (file, least) in figures {
            let found = held.get(&(format!("{file}.json").as_str(), by)).copied();
            assert!(found >= Some(*least), "{file} {by}: {found:?}");
        }
    }
}

#[test]
fn published_cases_of_other_packages_hold() {
    let lines = run(&of_project("tests/fixtures/published_cases"), None, |_| ());
    hold(&lines, &REASONS);
    assert!(told(&lines, Verdict::Held).len() >= 25);
}

fn laid(made: &Made) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, content) in made.files() {
        write(folder.path(), name, &content);
    }
    folder
}

fn write(folder: &Path, name: &str, content: &Value) {
    fs::write(folder.join(format!("{name}.json")), content.to_string()).unwrap();
}

#[test]
fn hundreds_of_made_counties_hold_by_the_library() {
    let mut wrong = Vec::new();
    let mut held = 0;
    for seed in 1..=300 {
        let folder = laid(&Made::by(seed));
        let lines = run(folder.path(), None, |_| ());
        held += told(&lines, Verdict::Held).len();
        for verdict in [Verdict::NotHeld, Verdict::NotKnown, Verdict::NotComputed] {
            let found = told(&lines, verdict);
            wrong.extend(
                found
                    .into_iter()
                    .map(|it| format!("{seed} {}: {it}", verdict.word())),
            );
        }
    }
    assert!(
        wrong.is_empty(),
        "{}:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(60)].join("\n")
    );
    assert!(held > 100_000, "{held}");
}

#[test]
fn some_made_counties_hold_through_the_program() {
    for seed in [3, 5, 11, 29] {
        let folder = laid(&Made::by(seed));
        let lines = run(folder.path(), Some(program()), |_| ());
        hold(&lines, &REASONS);
        let mut of_the_program = lines.iter().filter(|it| it.by == "assess --json");
        let any = of_the_program.any(|it| it.verdict == Verdict::Held);
        assert_eq!(
            any,
            seed != 5,
            "nobody lives in the fifth, which is refused"
        );
    }
}

#[test]
fn what_a_study_cannot_tell_of_a_county_is_not_computed_and_never_wrong() {
    let with = |change: &dyn Fn(&mut Value)| {
        let folder = laid(&Made::by(3));
        let path = folder.path().join("toy_dataset.json");
        let mut county: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        change(&mut county);
        write(folder.path(), "toy_dataset", &county);
        let lines = run(folder.path(), Some(program()), |_| ());
        let mut by_program = lines.iter().filter(|it| it.by == "assess --json");
        let refused = by_program.find(|it| it.why.starts_with("assess said"));
        assert!(refused.is_none(), "{refused:?}");
        lines
    };
    let unable = |lines: &[Line], why: &str| {
        let lines = told(lines, Verdict::NotComputed);
        lines.iter().any(|it| it.contains(why))
    };
    let finer = with(&|it| it["minutes"][0][0] = 6.123.into());
    assert!(unable(&finer, "are no whole seconds"));
    let half = with(&|it| it["imd_decile"][0] = Value::Null);
    assert!(unable(&half, "has a row with both or none"));
    with(&|it| it["capacity_children"][0] = Value::Null);
    with(&|it| it["children"][0] = Value::Null);
    let short = with(&|it| {
        it["annual_cost_gbp"].as_array_mut().unwrap().pop();
    });
    let strange = told(&short, Verdict::NotKnown);
    assert!(strange[0].contains("annual_cost_gbp: "), "{strange:?}");
}

#[test]
fn a_wrong_figure_is_not_held_and_a_strange_key_is_not_known() {
    let folder = laid(&Made::by(2));
    let path = folder.path().join("location.json");
    let mut file: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let mean = file["all_subsets"][0]["mean"].as_f64().unwrap_or(7.0);
    file["all_subsets"][0]["mean"] = (mean + 1e-6).into();
    file["all_subsets"][0]["median_of_means"] = 3.into();
    write(folder.path(), "location", &file);
    write(folder.path(), "something_else", &file);
    let lines = run(folder.path(), Some(program()), |_| ());
    let wrong = told(&lines, Verdict::NotHeld);
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(wrong.iter().all(|it| it.contains(" mean [")), "{wrong:?}");
    let unknown = told(&lines, Verdict::NotKnown);
    assert_eq!(unknown.len(), 2, "{unknown:?}");
    assert!(
        unknown[0].contains("median_of_means") && unknown[1].contains("the whole file"),
        "{unknown:?}"
    );
}
