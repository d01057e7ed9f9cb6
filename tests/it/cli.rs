//! The program end to end: what it prints where, what it writes, and how it stops.

use std::collections::BTreeSet;
use std::io::Read;
use std::process::Stdio;

use serde_json::Value;

use crate::program::{Folder, fairreach, figure, run, study};

const REASONS: [&str; 4] = [
    "area_unlinked",
    "site_unlinked",
    "no_path",
    "beyond_horizon",
];

#[test]
fn the_help_of_each_command_names_its_options_and_says_what_it_does() {
    for (command, needed) in [
        ("check", vec!["STUDY", "odd", "defaults"]),
        (
            "times",
            [
                &[
                    "STUDY",
                    "--out",
                    "--mode",
                    "--direction",
                    "to-site",
                    "from-site",
                    ".parquet",
                ][..],
                &REASONS,
            ]
            .concat(),
        ),
        (
            "assess",
            vec!["STUDY", "--scenario", "--mode", "--json", "stable names"],
        ),
        (
            "compare",
            vec![
                "STUDY",
                "SCENARIO",
                "--service",
                "--robustness",
                "--weights",
                "--budget",
                "by which nothing is ordered",
            ],
        ),
        (
            "catchment",
            vec![
                "STUDY",
                "--site",
                "--at",
                "--minutes",
                "--mode",
                "--direction",
                "--out",
                "GeoJSON",
                "tolerance_m",
            ],
        ),
        ("serve", vec!["STUDY", "--port", "8080", "127.0.0.1"]),
    ] {
        let help = run(&[command, "--help"]).good();
        for word in &needed {
            assert!(
                help.contains(word),
                "{command} --help lacks {word}:\n{help}"
            );
        }
        assert!(help.contains("shipped study"), "{help}");
    }
    let help = run(&["times", "--help"]).good();
    assert!(help.contains("area,site,mode,seconds,reason"), "{help}");
    let help = run(&["postcode", "--help"]).good();
    for word in [
        "<STUDY>",
        "<POSTCODE>...",
        "--mode",
        "--json",
        "Exit code 2",
    ] {
        assert!(help.contains(word), "postcode --help lacks {word}:\n{help}");
    }
    let all = run(&["--help"]).good();
    for word in [
        "check",
        "times",
        "assess",
        "catchment",
        "postcode",
        "serve",
        "study.toml",
        "Exit codes",
    ] {
        assert!(all.contains(word), "--help lacks {word}:\n{all}");
    }
}

#[test]
fn without_a_study_the_shipped_one_is_read_and_says_what_in_it_is_made_up() {
    let checked = run(&["check"]);
    for word in [
        "Isle of Man",
        "Illustrative, made up",
        "areas, people, deprivation",
        "63 areas",
        "41 sites",
        "OpenStreetMap contributors",
        "at their defaults",
    ] {
        assert!(
            checked.out.contains(word),
            "check lacks {word}:\n{}",
            checked.out
        );
    }
    assert!(checked.err.contains("reading roads"), "{}", checked.err);
    let page = run(&["assess"]);
    for word in [
        "Isle of Man",
        "Illustrative",
        "Reach",
        "OpenStreetMap contributors",
    ] {
        assert!(
            page.out.contains(word),
            "assess lacks {word}:\n{}",
            page.out
        );
    }
    assert_eq!((checked.code, page.code), (0, 0));
}

#[test]
fn data_go_to_stdout_and_progress_to_stderr_alone() {
    let told = run(&["assess", &study("fenshire"), "--json"]);
    assert!(told.err.contains("reading areas"), "{}", told.err);
    assert!(!told.err.contains("mean_minutes"), "{}", told.err);
    // Were a word of progress among them, the data would be no JSON.
    let keys = told.json();
    let keys: Vec<&String> = keys.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["areas", "baseline", "study"]);
    let times = run(&["times", &study("fenshire"), "--out", "-"]);
    assert!(!times.err.contains("L01"), "{}", times.err);
    let lines: Vec<&str> = times.out.lines().collect();
    assert_eq!(
        lines[..2],
        ["area,site,mode,seconds,reason", "L01,S1,travel,360,"]
    );
    assert_eq!(lines.len(), 1 + 12 * 5);
}

#[test]
fn a_study_may_be_named_by_its_folder_or_by_its_file() {
    let folder = run(&["assess", &study("fenshire")]).good();
    assert_eq!(
        folder,
        run(&["assess", &study("fenshire/study.toml")]).good()
    );
}

#[test]
fn a_scenario_is_named_by_its_id_or_by_its_file_and_stands_beside_today() {
    let by_id = run(&[
        "assess",
        &study("fenshire"),
        "--scenario",
        "open-s5",
        "--json",
    ])
    .json();
    let folder = Folder::empty();
    folder.write(
        "plan.toml",
        "schema = 1\nname = \"Open site 5\"\nchanges = [{ open = \"S5\" }]\n",
    );
    let plan = folder.word("plan.toml");
    let by_file = run(&["assess", &study("fenshire"), "--scenario", &plan, "--json"]).json();
    assert_eq!(by_id, by_file);
    assert_eq!(by_id["scenario"]["name"], "Open site 5");
    assert_eq!(figure(&by_id["scenario"], "saving", "all"), Some(-60_000.0));
    assert!(figure(&by_id["scenario"], "children_gaining", "all").unwrap() > 0.0);
    let page = run(&["assess", &study("fenshire"), "--scenario", "open-s5"]).good();
    assert!(
        page.contains("Open site 5") && page.contains("Harm"),
        "{page}"
    );
}

#[test]
fn a_scenario_without_changes_is_today_figure_by_figure() {
    let folder = Folder::empty();
    folder.write(
        "none.toml",
        "schema = 1\nname = \"As today\"\nchanges = []\n",
    );
    let none = folder.word("none.toml");
    let answer = run(&["assess", &study("fenshire"), "--scenario", &none, "--json"]).json();
    let list = |it: &Value| it["figures"].as_array().unwrap().clone();
    let (today, plan) = (list(&answer["baseline"]), list(&answer["scenario"]));
    assert_eq!(plan[..today.len()], today);
    for it in &plan[today.len()..] {
        let share = it["name"].as_str().unwrap().contains("share_deciles");
        assert!(share || it["value"].is_null() || it["value"] == 0.0, "{it}");
    }
}

#[test]
fn a_plan_against_a_lock_is_scored_and_says_so() {
    let folder = Folder::empty();
    let close = |site: &str| {
        let text = format!("schema = 1\nname = \"Plan\"\nchanges = [{{ close = \"{site}\" }}]\n");
        folder.write("plan.toml", &text);
        run(&["assess", "--scenario", &folder.word("plan.toml")]).good()
    };
    let page = close("henry-bloom-noble-library");
    assert!(
        page.contains("W-PLAN-LOCK") && page.contains("henry-bloom-noble-library"),
        "{page}"
    );
    assert!(!close("laxey-pavilion").contains("W-PLAN-LOCK"));
}

#[test]
fn every_figure_carries_its_unit_polarity_and_source_and_a_null_its_reason() {
    let answer = run(&["assess", "--mode", "walk", "--json"]).json();
    let figures = answer["baseline"]["figures"].as_array().unwrap();
    assert!(figures.len() > 300, "{}", figures.len());
    for it in figures {
        for key in ["name", "scope", "unit", "polarity", "source", "meaning"] {
            assert!(!it[key].as_str().unwrap().is_empty(), "{key} of {it}");
        }
        // What costs, hours and rules of the whole plan are of no service.
        let of_plan = ["front_line_hours", "rules_broken"];
        let money = it["unit"] == "pounds_a_year" || of_plan.iter().any(|name| it["name"] == *name);
        for key in ["service", "mode", "band"] {
            assert_eq!(it[key].is_string(), !money, "{key} of {it}");
        }
        let reason = it["reason"].as_str().unwrap_or_default();
        assert_eq!(it["value"].is_null(), !reason.is_empty(), "{it}");
    }
    let names: BTreeSet<&str> = figures
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    for name in [
        "children",
        "children_unserved",
        "mean_minutes",
        "median_minutes",
        "p90_minutes",
        "share_within",
        "children_within",
        "sii_minutes",
        "sii_minutes_by_decile",
        "annual_cost",
    ] {
        assert!(names.contains(name), "no figure {name}");
    }
    assert!(answer["study"]["illustrative"].as_array().unwrap().len() == 5);
}

/// Every row of a times table: area, site, mode, and seconds or a reason.
fn rows(csv: &str) -> Vec<Vec<&str>> {
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("area,site,mode,seconds,reason"));
    lines.map(|it| it.split(',').collect()).collect()
}

/// The shipped study with one area and one site moved out to sea, where nobody can walk to a road.
fn with_unlinked() -> Folder {
    let folder = Folder::copy("data/isle-of-man");
    let at_sea = |name: &str, id: &str| {
        let text = folder.read(name);
        let header = text.lines().next().unwrap().split(',');
        let places: Vec<usize> = header
            .enumerate()
            .filter(|(_, it)| ["lon", "lat"].contains(it))
            .map(|it| it.0)
            .collect();
        let row = text.lines().find(|it| it.starts_with(id)).unwrap();
        let mut cells: Vec<&str> = row.split(',').collect();
        (cells[places[0]], cells[places[1]]) = ("-4.20", "54.30");
        folder.edit(name, row, &cells.join(","));
    };
    at_sea("input/areas.csv", "IM002,");
    at_sea("input/sites.csv", "anagh-coar-school,");
    folder.write(
        "plan.toml",
        "schema = 1\nname = \"Open two\"\nchanges = [{ open = \"andreas-school\" }, { open = \"anagh-coar-school\" }]\n",
    );
    folder
}

#[test]
fn each_pair_has_a_time_or_a_reason_and_stands_once_in_the_order_of_modes_areas_and_sites() {
    let folder = with_unlinked();
    let csv = run(&["times", &folder.word(""), "--out", "-"]).good();
    let rows = rows(&csv);
    assert_eq!(rows.len(), 2 * 63 * 41);
    let mut reasons = BTreeSet::new();
    for row in &rows {
        assert_eq!(row.len(), 5, "{row:?}");
        assert_eq!(row[3].is_empty(), !row[4].is_empty(), "{row:?}");
        assert!(row[3].is_empty() || row[3].parse::<u32>().unwrap() <= 65_531);
        reasons.insert(row[4]);
    }
    assert_eq!(
        reasons,
        BTreeSet::from(["", "area_unlinked", "site_unlinked"])
    );
    let keys: Vec<_> = rows.iter().map(|it| (it[2], it[0], it[1])).collect();
    let mut sorted = keys.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(keys, sorted);
}

#[test]
fn one_mode_and_the_other_direction_can_be_asked_for() {
    let both = run(&["times", "--out", "-"]).good();
    let car: Vec<Vec<&str>> = rows(&both)
        .into_iter()
        .filter(|it| it[2] == "car")
        .collect();
    let back = run(&[
        "times",
        "--out",
        "-",
        "--mode",
        "car",
        "--direction",
        "from-site",
    ])
    .good();
    let keys = |it: &[Vec<&str>]| it.iter().map(|it| it[..3].join(" ")).collect::<Vec<_>>();
    assert_eq!(keys(&car), keys(&rows(&back)));
    let differ = car
        .iter()
        .zip(rows(&back))
        .filter(|(to, from)| to[3] != from[3])
        .count();
    assert!(
        differ > car.len() / 4,
        "one-way streets show in {differ} pairs alone"
    );
}

#[test]
fn our_own_times_as_csv_and_as_parquet_are_read_back_to_the_same_scorecard() {
    let roads = with_unlinked();
    let path = roads.word("");
    let parts = |answer: &Value| {
        ["baseline", "scenario"].map(|it| {
            let part = &answer[it];
            (
                part["open"].clone(),
                part["figures"].clone(),
                part["unserved"].clone(),
            )
        })
    };
    let assess = |path: &str, mode: &str| {
        let plan = roads.word("plan.toml");
        parts(
            &run(&[
                "assess",
                path,
                "--mode",
                mode,
                "--scenario",
                &plan,
                "--json",
            ])
            .json(),
        )
    };
    let (by_car, on_foot) = (assess(&path, "car"), assess(&path, "walk"));
    assert!(
        on_foot[0].2.to_string().contains("area_unlinked"),
        "{}",
        on_foot[0].2
    );
    for name in ["own.csv", "own.parquet"] {
        let told = run(&["times", &path, "--out", &roads.word(name)]);
        assert_eq!((told.code, told.out.as_str()), (0, ""));
        assert!(
            told.err.contains("5166 pairs of 63 areas and 41 sites"),
            "{}",
            told.err
        );
        let own = Folder::copy("data/isle-of-man");
        std::fs::copy(roads.path(name), own.path(name)).unwrap();
        let toml = own.read("study.toml");
        let (before, rest) = toml.split_once("[roads]").unwrap();
        let (_, rest) = rest.split_once("[assess]").unwrap();
        let (assess_by, rest) = rest.split_once("[modes.car]").unwrap();
        let (_, rest) = rest.split_once("[[services]]").unwrap();
        let times = format!("[[times]]\nfile = \"{name}\"\n\n");
        own.write(
            "study.toml",
            &format!("{before}{times}[assess]{assess_by}[[services]]{rest}"),
        );
        assert_eq!(assess(&own.word(""), "car"), by_car, "{name}");
        assert_eq!(assess(&own.word(""), "walk"), on_foot, "{name}");
        let again = |path: &str| run(&["times", path, "--out", "-"]).good();
        assert_eq!(again(&own.word("")), again(&path), "{name}");
    }
}

#[test]
fn input_at_fault_ends_with_2_and_says_what_to_give_instead() {
    let fenshire = study("fenshire");
    let folder = Folder::empty();
    let out = folder.word("times.csv");
    for (arguments, needed) in [
        (
            vec!["check", "no-such-study"],
            vec!["no-such-study", "study.toml"],
        ),
        (
            vec!["assess", &fenshire, "--scenario", "open-s6"],
            vec!["open-s6", "open-s5", "close-s4"],
        ),
        (
            vec!["assess", &fenshire, "--mode", "bus"],
            vec!["--mode bus", "travel"],
        ),
        (
            vec!["times", &fenshire, "--out", "times.xlsx"],
            vec!["times.xlsx", ".csv", ".parquet"],
        ),
        (
            vec!["times", &fenshire, "--out", "times"],
            vec!["--out times", ".csv"],
        ),
        (
            vec!["times", &fenshire, "--out", &out, "--mode", "car"],
            vec!["--mode car", "travel"],
        ),
        (
            vec![
                "times",
                &fenshire,
                "--out",
                &out,
                "--direction",
                "from-site",
            ],
            vec!["--direction", "other direction"],
        ),
        (vec!["times", &fenshire], vec!["--out"]),
        (vec!["asess", &fenshire], vec!["asess", "assess"]),
    ] {
        let message = run(&arguments).stopped(2);
        for word in needed {
            assert!(
                message.contains(word),
                "{arguments:?} lacks {word}: {message}"
            );
        }
    }
    assert_eq!(folder.names(), [""; 0]);
}

#[test]
fn a_file_that_cannot_be_written_ends_with_3_and_leaves_nothing_behind() {
    let folder = Folder::empty();
    std::fs::create_dir(folder.path("folder.csv")).unwrap();
    folder.write("file", "");
    for out in ["folder.csv", "missing/times.csv", "file/times.parquet"] {
        let message = run(&["times", &study("fenshire"), "--out", &folder.word(out)]).stopped(3);
        assert!(
            message.contains(out) && message.contains("cannot be written"),
            "{message}"
        );
        assert_eq!(folder.names(), ["file", "folder.csv"]);
    }
    assert!(
        std::fs::read_dir(folder.path("folder.csv"))
            .unwrap()
            .next()
            .is_none()
    );
}

#[test]
fn a_table_that_stands_already_is_replaced_whole_or_kept_whole() {
    let folder = Folder::copy("tests/studies/fenshire");
    let out = folder.word("out.csv");
    folder.write("out.csv", "of last year\n");
    folder.edit("people.csv", "L03,140", "L03,many");
    run(&["times", &folder.word(""), "--out", &out]).stopped(2);
    assert_eq!(folder.read("out.csv"), "of last year\n");
    folder.edit("people.csv", "L03,many", "L03,140");
    assert_eq!(run(&["times", &folder.word(""), "--out", &out]).good(), "");
    assert_eq!(
        folder.read("out.csv"),
        run(&["times", &study("fenshire"), "--out", "-"]).good()
    );
}

#[test]
fn all_faults_of_a_study_file_are_told_at_once_with_line_key_value_and_remedy() {
    let folder = Folder::copy("tests/studies/fenshire");
    folder.edit(
        "study.toml",
        "vintage = \"none\"",
        "vintage = \"none\"\ncolour = \"blue\"",
    );
    folder.edit("study.toml", "by = \"score\"", "by = \"scores\"");
    folder.edit("study.toml", "file = \"times.csv\"", "file = \"time.csv\"");
    folder.edit(
        "study.toml",
        "band = \"under5\"\nstandard",
        "band = \"under4\"\nstandard",
    );
    let text = folder.read("study.toml");
    let line = |words: &str| text.lines().position(|it| it.starts_with(words)).unwrap() + 1;
    let out = folder.word("out.parquet");
    for arguments in [vec!["check"], vec!["assess"], vec!["times", "--out", &out]] {
        let path = folder.word("");
        let message = run(&[&arguments[..], &[path.as_str()]].concat()).stopped(2);
        // An unknown key is told by its name alone, and what is right is not drawn in; check counts them first.
        let verdict = usize::from(arguments[0] == "check");
        assert_eq!(message.lines().count(), 4 + verdict, "{message}");
        assert_eq!(
            verdict == 1,
            message.starts_with("Not ready: 4 faults\n"),
            "{message}"
        );
        for (start, key, value, remedy) in [
            ("colour", "areas.colour", "unknown key", "columns"),
            ("by = ", "deprivation.by", "scores", "score"),
            (
                "file = \"time.csv",
                "times.file",
                "time.csv",
                "relative to the study file",
            ),
            ("band = \"under4", "services[0].band", "under4", "under5"),
        ] {
            let place = format!("line {} ", line(start));
            let told = message.lines().any(|it| {
                [key, value, remedy, &place, "study.toml"]
                    .iter()
                    .all(|word| it.contains(word))
            });
            assert!(
                told,
                "no line with {key}, {value}, {remedy}, {place}in:\n{message}"
            );
        }
    }
    assert!(!folder.path("out.parquet").exists());
}

#[test]
fn all_faults_of_all_data_are_told_at_once_with_file_line_column_value_and_remedy() {
    let folder = Folder::copy("tests/studies/fenshire");
    folder.edit("areas.csv", "L02,L02,A", "L01,L02,A");
    folder.edit("people.csv", "L03,140", "L03,\"1,40x\"");
    folder.edit("deprivation.csv", "L01,0.42,1", "L01,0.42,11");
    folder.edit("sites.csv", "S2,Site 2,open", "S2,Site 2,opne");
    folder.edit("times.csv", "L01,S3,28", "L01,S3,-28");
    folder.edit("study.toml", "close = \"S4\"", "close = \"S9\"");
    let before = folder.names();
    let message = run(&["times", &folder.word(""), "--out", &folder.word("out.csv")]).stopped(2);
    for words in [
        ["areas.csv line 3", "L01", "twice", "keep one"],
        ["people.csv line 4", "children", "1,40x", ":"],
        ["deprivation.csv line 2", "imd_decile", "11", "10"],
        ["sites.csv line 3", "status", "opne", "candidate"],
        ["times.csv line 4", "minutes", "-28", "reason"],
    ] {
        let told = message
            .lines()
            .any(|it| words.iter().all(|word| it.contains(word)));
        assert!(told, "no line with {words:?} in:\n{message}");
    }
    assert_eq!(folder.names(), before);
    // Once the data are right, what is wrong with the scenarios is told.
    let folder = Folder::copy("tests/studies/fenshire");
    folder.edit("study.toml", "close = \"S4\"", "close = \"S9\"");
    folder.edit("study.toml", "open = \"S5\"", "open = \"S7\"");
    let message = run(&["check", &folder.word("")]).stopped(2);
    for word in [
        "S9",
        "S7",
        "scenarios[0].changes[0].open",
        "scenarios[1].changes[0].close",
    ] {
        assert!(message.contains(word), "{word}: {message}");
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let mut child = fairreach()
        .args(["times", "--out", "-"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut first = [0; 9];
    out.read_exact(&mut first).unwrap();
    drop(out);
    assert_eq!(&first, b"area,site");
    let done = child.wait_with_output().unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

#[test]
fn where_an_output_cannot_stand_is_told_before_the_study_is_read() {
    let folder = Folder::copy("tests/studies/fenshire");
    // A study at fault shows that it was not read.
    folder.edit("people.csv", "L03,140", "L03,many");
    let (path, missing) = (folder.word(""), folder.word("missing/out"));
    std::fs::create_dir(folder.path("taken.csv.manifest.json")).unwrap();
    let before = folder.names();
    let out = |ending: &str| format!("{missing}.{ending}");
    let taken = folder.word("taken.csv");
    for (arguments, said) in [
        (
            vec!["times", &path, "--out", &out("csv")],
            "there is no folder",
        ),
        (
            vec!["assess", &path, "--out", &out("txt")],
            "there is no folder",
        ),
        (
            vec![
                "catchment",
                &path,
                "--site",
                "S1",
                "--minutes",
                "5",
                "--out",
                &out("geojson"),
            ],
            "there is no folder",
        ),
        (
            vec!["check", &path, "--rejects", &out("csv")],
            "there is no folder",
        ),
        (vec!["assess", &path, "--out", &path], "it is a folder"),
        (vec!["times", &path, "--out", &taken], "it is a folder"),
    ] {
        let told = run(&arguments).stopped(3);
        assert!(
            told.contains(said) && told.contains("cannot be written"),
            "{told}"
        );
        assert!(!told.contains("people.csv"), "{told}");
        assert_eq!(folder.names(), before);
    }
}

#[test]
fn a_scorecard_is_written_as_its_ending_says_and_under_no_other() {
    let fenshire = study("fenshire");
    let folder = Folder::empty();
    for (name, options) in [
        ("page.pdf", vec![]),
        ("page.csv", vec!["--json"]),
        ("page.XLSX", vec!["--json"]),
        ("page.md", vec![]),
        ("page.txt", vec!["--json"]),
    ] {
        let out = folder.word(name);
        // Refused before the study is looked for.
        let asked = [&["assess", "no-such-study", "--out", &out][..], &options].concat();
        let told = run(&asked).stopped(2);
        assert!(
            told.contains("E-ARGUMENT") && told.contains(name) && told.contains(".json"),
            "{told}"
        );
        assert!(!told.contains("no-such-study"), "{told}");
    }
    assert_eq!(folder.names(), [""; 0]);
    let page = run(&["assess", &fenshire]).good();
    let figures = run(&["assess", &fenshire, "--json"]).good();
    for (name, options, holds) in [
        ("page.txt", vec![], &page),
        ("page", vec![], &page),
        ("figures.json", vec![], &figures),
        ("figures.JSON", vec!["--json"], &figures),
        ("figures", vec!["--json"], &figures),
    ] {
        let out = folder.word(name);
        run(&[&["assess", &fenshire, "--out", &out][..], &options].concat()).good();
        assert_eq!(&folder.read(name), holds, "{name}");
        run(&["rerun", &out]).good();
    }
    assert_eq!(run(&["assess", &fenshire, "--out", "-"]).good(), page);
}

#[test]
fn a_standard_is_told_as_it_was_set() {
    let folder = Folder::copy("tests/studies/fenshire");
    let text = folder.read("study.toml");
    // Standards are kept to the second.
    for (set, told) in [
        ("15.001", "15"),
        ("12.5", "12.5"),
        ("12.25", "12.25"),
        ("10.333", "10.33"),
    ] {
        let standard = format!("standard = {{ travel = {set} }}");
        folder.write(
            "study.toml",
            &text.replace("standard = { travel = 10 }", &standard),
        );
        let page = run(&["assess", &folder.word("")]).good();
        for said in [
            format!("standard {told} min, universal\n"),
            format!("within {told} minutes of"),
        ] {
            assert!(page.contains(&said), "{said}: {page}");
        }
        let page = run(&["check", &folder.word("")]).good();
        let said = format!("standard {told} min by travel");
        assert!(page.contains(&said), "{said}: {page}");
    }
}
