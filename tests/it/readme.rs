//! The README against the program: what it lists is what there is.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fairreach::ids::{BandId, Id};
use fairreach::score::{Figure, Scope, against, evaluate, measures};
use fairreach::study::{Files, Study, scenario_file};

use crate::county::{toy, with_all_kinds, with_everything_measured};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The fenced blocks of a language, in order.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("\n```{language}\n");
    text.split(&fence)
        .skip(1)
        .map(|it| it.split("\n```").next().unwrap().to_owned() + "\n")
        .collect()
}

/// What a scope is called in the README's table.
fn kind(scope: Scope) -> &'static str {
    match scope {
        Scope::All => "all",
        Scope::Decile(_) => "each decile",
        Scope::District(_) => "each district",
        Scope::Funder(_) => "each funder",
        Scope::WorstDecile => "worst_decile",
        Scope::WorstDistrict => "worst_district",
        Scope::DeprivationBand(_) => "each deprivation band",
        Scope::WorstDeprivationBand => "worst_deprivation_band",
        // The toy county has neither groupings nor other people; the README tells of them above the table.
        Scope::Group(..) | Scope::WorstGroup(_) | Scope::People(_) => unreachable!(),
    }
}

/// The scopes of each figure of a case with today and a plan, in the order they come.
fn scopes() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut case = with_everything_measured(toy("toy_dataset", 10));
    with_all_kinds(&mut case);
    let first_open = case.baseline.open().next().unwrap().0;
    let plan = case.baseline.clone().with(first_open, None);
    let mode = &case.mode;
    let (today, then) = (
        evaluate(&case, mode, &case.baseline),
        evaluate(&case, mode, &plan),
    );
    let changes = against(&case, &today, &then);
    let mut scopes: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
    let all: Vec<&Figure> = then.figures.iter().chain(&changes).collect();
    for figure in all {
        let known = scopes.entry(figure.name).or_default();
        if !known.contains(&kind(figure.scope)) {
            known.push(kind(figure.scope));
        }
    }
    scopes
}

#[test]
fn the_readme_lists_every_figure() {
    let readme = read("README.md");
    let scopes = scopes();
    let mut missing = Vec::new();
    for it in measures() {
        let row = format!(
            "| `{}` | {} | {} | {} | {} | {} |",
            it.name,
            it.unit.word(),
            it.polarity.word(),
            scopes
                .get(it.name)
                .map_or_else(String::new, |it| it.join(", ")),
            it.meaning,
            it.source,
        );
        if !readme.lines().any(|line| line == row) {
            missing.push(row);
        }
    }
    assert!(
        missing.is_empty(),
        "the README lacks:\n{}",
        missing.join("\n")
    );

    let listed: BTreeSet<&str> = readme
        .lines()
        .skip_while(|it| !it.starts_with("| figure |"))
        .skip(2)
        .map_while(|it| it.strip_prefix("| `")?.split('`').next())
        .collect();
    let known: BTreeSet<&str> = measures().iter().map(|it| it.name).collect();
    assert_eq!(listed, known);
}

#[test]
fn the_readmes_study_file_is_read_without_a_fault() {
    let readme = read("README.md");
    let example = &blocks(&readme, "toml")[0];
    let there = Files::Embedded(|_| Some(Cow::Borrowed(b"")));
    let study = Study::from_bytes(example.as_bytes(), "study.toml", there)
        .unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(study.name, "Fenland family hubs 2027");
    assert_eq!(study.services.len(), 2);
    assert_eq!(study.bands[BandId::at(0)].label, "under-fives");
    assert_eq!(
        study.not_used_yet,
        Vec::<String>::new(),
        "the example shows what works"
    );
}

#[test]
fn the_readmes_scenario_file_is_read_without_a_fault() {
    let readme = read("README.md");
    let scenario = &blocks(&readme, "toml")[1];
    let scenario = scenario_file(scenario, "plans/farcet.toml").unwrap_or_else(|it| panic!("{it}"));
    assert_eq!(
        (scenario.id.as_str(), scenario.changes.len()),
        ("farcet", 6)
    );
}

/// Ways in which the study room asks for a key, spaces left out.
const ASKED_BY: [&str; 16] = [
    ".text(\"",
    ".texts(\"",
    ".need_text(\"",
    ".number(\"",
    ".numbers(\"",
    ".switch(\"",
    ".choice(\"",
    ".table(\"",
    ".tables(\"",
    ".has(\"",
    "need_table(root,\"",
    "file(&keys,\"",
    "file(keys,\"",
    "by_class(keys,\"",
    "speed(\"",
    "pounds(\"",
];

/// Every key that the study room asks for, from its own source: there is no list that could be forgotten.
fn keys_asked_for() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/study");
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let code: String = text
            .lines()
            .take_while(|it| !it.contains("mod tests"))
            .filter(|it| !it.trim_start().starts_with("//"))
            .flat_map(str::chars)
            .filter(|it| !it.is_whitespace())
            .collect();
        let word = |tail: &str| tail.split('"').next().unwrap_or_default().to_owned();
        for asked in ASKED_BY {
            keys.extend(code.split(asked).skip(1).map(word));
        }
        // A list of keys with their kinds: ("name", Kind::Text).
        let heads = code.split("\",Kind::").filter_map(|it| it.rsplit_once('"'));
        keys.extend(
            heads
                .filter(|(before, _)| before.ends_with('('))
                .map(|(_, key)| key.to_owned()),
        );
    }
    keys.remove("");
    keys
}

#[test]
fn the_readme_names_every_key_of_the_study_file() {
    let keys = keys_asked_for();
    for known in [
        "schema",
        "illustrative",
        "id_prefix",
        "buffer_km",
        "cost_front_line",
        "snap_limit_m",
    ] {
        assert!(
            keys.contains(known),
            "{known} is no longer found in the source: mend ASKED_BY"
        );
    }
    let readme = read("README.md");
    let documented: BTreeSet<&str> = readme.split('`').skip(1).step_by(2).collect();
    let sections =
        |key: &str| readme.contains(&format!("[{key}]")) || readme.contains(&format!("[{key}."));
    let unnamed: Vec<&String> = keys
        .iter()
        .filter(|it| !documented.contains(it.as_str()) && !sections(it))
        .collect();
    assert!(unnamed.is_empty(), "the README does not name {unnamed:?}");
}

#[test]
fn the_readme_shows_the_program_s_own_words() {
    let readme = read("README.md");
    for word in [
        "area_unlinked",
        "site_unlinked",
        "no_path",
        "beyond_horizon",
        "no_open_site",
        "no_times",
    ] {
        assert!(readme.contains(&format!("`{word}`")), "{word}");
    }
    assert!(readme.contains("area,site,mode,seconds,reason"));
    assert!(readme.contains(&format!("**{}**", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn the_page_of_check_shown_in_the_readme_is_what_check_prints() {
    let readme = read("README.md");
    let section = readme.split("### Is it all there?").nth(1).unwrap();
    let shown = section.split("```").nth(1).unwrap();
    let page = crate::program::run(&["check"]).good();
    let printed: BTreeSet<&str> = page.lines().map(str::trim).collect();
    let mut n = 0;
    for line in shown.lines().skip(1) {
        assert!(printed.contains(line.trim()), "{line}");
        n += 1;
    }
    assert!(n > 8);
}

/// Every file under a folder of the project, relative to it, with `/` between its parts.
fn files_under(folder: &Path, inside: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{inside}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files_under(&entry.path(), &format!("{name}/"), found);
        } else {
            found.insert(name);
        }
    }
}

#[test]
fn every_file_of_the_data_has_its_source_and_checksum() {
    let mut files = BTreeSet::new();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    files_under(&data, "", &mut files);
    files.retain(|it| !it.ends_with("README.md") && it != "SHA256SUMS");
    let (readme, sums) = (read("data/README.md"), read("data/SHA256SUMS"));
    let summed: BTreeSet<String> = sums
        .lines()
        .map(|it| it.split_whitespace().nth(1).unwrap().to_owned())
        .collect();
    assert_eq!(summed, files);
    for line in sums.lines() {
        assert!(readme.contains(line), "data/README.md lacks {line}");
    }
    for file in files {
        assert!(readme.contains(&format!("| `{file}` | ")), "{file}");
    }
}
