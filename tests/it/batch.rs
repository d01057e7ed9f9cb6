//! Many scenarios in one run: what stands in the table, and that nothing that breaks a run off alters it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use polars::prelude::{AnyValue, DataFrame, ParquetReader, ParquetWriter, SerReader};
use serde_json::Value;

use crate::program::{Folder, fairreach, of_project, run, run_on, study, word};

/// A row of a table: its columns by name.
type Row = BTreeMap<String, Option<f64>>;

/// A batch as it stands: for each scenario its name, its open sites and its figures.
fn rows(out: &Path) -> Vec<(String, String, Row)> {
    let mut rows = Vec::new();
    for name in names(out).iter().filter(|it| it.ends_with(".parquet")) {
        let file = fs::File::open(out.join(name)).unwrap();
        let frame = ParquetReader::new(file).finish().unwrap();
        rows.extend((0..frame.height()).map(|nth| row(&frame, nth)));
    }
    rows
}

fn row(frame: &DataFrame, nth: usize) -> (String, String, Row) {
    let (mut name, mut open, mut figures) = (String::new(), String::new(), Row::new());
    for column in frame.columns() {
        let value = column.get(nth).unwrap();
        match (column.name().as_str(), value) {
            ("scenario", it) => name = it.str_value().into_owned(),
            ("open", it) => open = it.str_value().into_owned(),
            (figure, AnyValue::Float64(it)) => drop(figures.insert(figure.to_owned(), Some(it))),
            (figure, it) => {
                assert_eq!(it, AnyValue::Null, "{figure}");
                figures.insert(figure.to_owned(), None);
            }
        }
    }
    (name, open, figures)
}

/// The names of all that a folder holds, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|it| it.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// Whether a file of some name is not whole yet.
fn is_half_done(name: &str) -> bool {
    name.strip_suffix("part")
        .is_some_and(|it| it.ends_with('.'))
}

/// Every file of a folder with its bytes.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let names = names(folder).into_iter();
    names
        .map(|it| (it.clone(), fs::read(folder.join(it)).unwrap()))
        .collect()
}

fn assert_same(one: &Path, other: &Path, why: &str) {
    let (one, other) = (bytes(one), bytes(other));
    let names = |it: &BTreeMap<String, Vec<u8>>| it.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&one), names(&other), "{why}");
    for (name, bytes) in &one {
        assert!(*bytes == other[name], "{name} differs {why}");
    }
}

/// The values that a batch has, as `assess --json` tells them of the same configuration.
fn assert_assessed(figures: &Row, judged: &Value, first: &str) {
    let list = judged["figures"].as_array().unwrap();
    for (column, value) in figures {
        let (rest, scope) = column.split_once(':').unwrap_or((column, "all"));
        let (service, name) = match rest.split_once('/') {
            Some((service, name)) => (service, name),
            None => (first, rest),
        };
        let told = list
            .iter()
            .find(|it| {
                it["name"] == name
                    && it["scope"] == scope
                    && (it["service"].is_null() || it["service"] == service)
            })
            .unwrap_or_else(|| panic!("assess has no {column}"));
        // Quick scoring may round the last digits of a slope or an index another way.
        match (told["value"].as_f64(), *value) {
            (Some(told), Some(value)) => {
                let near = (told - value).abs() <= 1e-9 * told.abs().max(1.0);
                assert!(near, "{column}: {value}, assess has {told}");
            }
            (told, value) => assert_eq!(told, value, "{column}"),
        }
    }
}

const SITES: [&str; 5] = ["S1", "S2", "S3", "S4", "S5"];

/// Every set of some numbers of sites, smallest first and then in the order of the sites.
fn sets(sites: &[&str], numbers: &[usize]) -> Vec<Vec<String>> {
    let mut sets: Vec<Vec<String>> = (0_u32..1 << sites.len())
        .map(|bits| {
            let open = sites
                .iter()
                .enumerate()
                .filter(|(nth, _)| bits >> nth & 1 == 1);
            open.map(|(_, it)| (*it).to_owned()).collect()
        })
        .filter(|it: &Vec<String>| numbers.contains(&it.len()))
        .collect();
    sets.sort_by(|a, b| a.len().cmp(&b.len()).then(a.cmp(b)));
    sets
}

/// A table of so many scenarios of Fenshire.
fn table(folder: &Folder, n: usize) -> String {
    let sets = sets(&SITES, &[1, 2, 3, 4, 5]);
    let mut text = "scenario,open\n".to_owned();
    for nth in 0..n {
        writeln!(text, "plan-{nth},{}", sets[nth * 7 % sets.len()].join(";")).unwrap();
    }
    folder.write("table.csv", &text);
    folder.word("table.csv")
}

fn batch<'a>(scenarios: &'a str, out: &'a str, more: &[&'a str]) -> Vec<String> {
    let study = study("fenshire");
    let words = ["batch", &study, scenarios, "--out", out];
    words
        .iter()
        .chain(more)
        .map(|it| (*it).to_owned())
        .collect()
}

/// Runs a batch of Fenshire.
fn batched(scenarios: &str, out: &str, more: &[&str]) -> crate::program::Run {
    let words = batch(scenarios, out, more);
    run(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn a_table_of_any_kind_tells_what_assess_tells_of_each_of_its_scenarios() {
    let folder = Folder::empty();
    folder.write(
        "list.csv",
        "scenario,open\ntwo,S1; S2\nall,S5+S1;S2;S3;S4\nnobody,none\n",
    );
    let columns =
        "Scenario,S1,S2,S3,S4,S5\ntwo,1,1,0,0,0\nall,1,1,1,centre,true\nnobody,0,0,0,0,false\n";
    folder.write("columns.csv", columns);
    // Those without a column stay as they are: site 4 is open today.
    folder.write(
        "some.csv",
        "scenario,S1,S2,S3,S5\ntwo,1,1,0,0\nall,1,1,1,1\nnobody,0,0,0,0\n",
    );
    let text = |it: [&str; 3]| polars::prelude::Column::new("".into(), it);
    let frame = vec![
        text(["two", "all", "nobody"]).with_name("scenario".into()),
        text(["S1;S2", "S1;S2;S3;S4;S5", "none"]).with_name("open".into()),
    ];
    let mut frame = DataFrame::new(3, frame).unwrap();
    let file = fs::File::create(folder.path("list.parquet")).unwrap();
    ParquetWriter::new(file).finish(&mut frame).unwrap();
    let mut seen = Vec::new();
    for name in ["list.csv", "columns.csv", "list.parquet", "some.csv"] {
        let out = folder.word(&format!("{name}-out"));
        batched(&folder.word(name), &out, &[]).good();
        seen.push(rows(Path::new(&out)));
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0], seen[2]);
    let open: Vec<&str> = seen[3].iter().map(|it| it.1.as_str()).collect();
    assert_eq!(open, ["S1;S2;S4", "S1;S2;S3;S4;S5", "S4"]);
    let changes = [
        "{ close = \"S3\" }, { close = \"S4\" }",
        "{ open = \"S5\" }",
        "{ close = \"S1\" }, { close = \"S2\" }, { close = \"S3\" }, { close = \"S4\" }",
    ];
    for (row, changes) in seen[0].iter().zip(changes) {
        folder.write("plan.toml", &format!("changes = [{changes}]\n"));
        let plan = folder.word("plan.toml");
        let judged = run(&["assess", &study("fenshire"), "--json", "--scenario", &plan]).json();
        assert_eq!(row.2.len(), 15);
        assert_assessed(&row.2, &judged["scenario"], "family-hub");
    }
    assert_eq!(seen[0][2].1, "");
    assert_eq!(
        seen[0][2].2["mean_minutes"], None,
        "nobody is served, so there is no mean"
    );
}

#[test]
fn tiers_and_hours_of_a_table_are_those_of_a_scenario_file() {
    let folder = Folder::empty();
    let table = "scenario,open,tiers,hours\n\
        a,pulrose-school;foxdale-school;ramsey-town-hall,foxdale-school=hub;pulrose-school=outreach,foxdale-school=12.5\n";
    let island = word(&of_project("data/isle-of-man"));
    let sites = run(&["assess", &island, "--json"]).json();
    let open = sites["baseline"]["open"].as_array().unwrap().clone();
    let open: Vec<&str> = open.iter().map(|it| it.as_str().unwrap()).collect();
    assert!(
        open.contains(&"pulrose-school") && !open.contains(&"foxdale-school"),
        "{open:?}"
    );
    let third = open.iter().find(|it| **it != "pulrose-school").unwrap();
    folder.write("table.csv", &table.replace("ramsey-town-hall", third));
    let closed = open
        .iter()
        .filter(|it| ![third, &"pulrose-school"].contains(it));
    let closed: Vec<String> = closed.map(|it| format!("{{ close = \"{it}\" }}")).collect();
    let plan = format!(
        "id = \"a\"\nchanges = [{}, {{ convert = \"pulrose-school\", tier = \"outreach\" }}, \
         {{ open = \"foxdale-school\", tier = \"hub\", hours = 12.5 }}]\n",
        closed.join(", ")
    );
    fs::create_dir(folder.path("plans")).unwrap();
    folder.write("plans/a.toml", &plan);
    // A site that moves makes a case of its own.
    folder.write(
        "plans/b.toml",
        "changes = [{ move = \"pulrose-school\", to = [-4.55, 54.2] }]\n",
    );
    folder.write("plans/notes.txt", "not a scenario");
    let figures = "share_within,health-visiting/mean_minutes,speech-therapy/children_losing:decile:1,annual_cost,\
        front_line_hours,minutes_to_second_nearest";
    for (from, out) in [("table.csv", "one"), ("plans", "two")] {
        let (from, out) = (folder.word(from), folder.word(out));
        run(&["batch", &island, &from, "--out", &out, "--figures", figures]).good();
    }
    let (one, two) = (rows(&folder.path("one")), rows(&folder.path("two")));
    assert_eq!(one[0], two[0]);
    assert_eq!(one[0].2.len(), 3 + 1 + 1 + 2 + 3);
    for (name, row) in [("a", &two[0]), ("b", &two[1])] {
        assert_eq!(row.0, name);
        let plan = folder.word(&format!("plans/{name}.toml"));
        let judged = run(&["assess", &island, "--json", "--scenario", &plan]).json();
        assert_assessed(&row.2, &judged["scenario"], "health-visiting");
        let open = judged["scenario"]["open"].as_array().unwrap();
        let open: Vec<&str> = open.iter().map(|it| it.as_str().unwrap()).collect();
        assert_eq!(
            row.1.split(';').collect::<BTreeSet<_>>(),
            open.into_iter().collect()
        );
    }
}

#[test]
fn a_table_has_the_same_rows_in_parts_of_any_size() {
    let folder = Folder::empty();
    let csv = table(&folder, 50);
    let text = fs::read_to_string(&csv).unwrap();
    let cells = |nth: usize| -> Vec<String> {
        let lines = text.lines().skip(1);
        lines
            .map(|it| it.split(',').nth(nth).unwrap().to_owned())
            .collect()
    };
    let column = |name: &str, nth| polars::prelude::Column::new(name.into(), cells(nth));
    let columns = vec![column("scenario", 0), column("open", 1)];
    let mut frame = DataFrame::new(50, columns).unwrap();
    let file = fs::File::create(folder.path("table.parquet")).unwrap();
    let groups = ParquetWriter::new(file).with_row_group_size(Some(8));
    groups.finish(&mut frame).unwrap();
    let mut seen = BTreeSet::new();
    for from in [csv, folder.word("table.parquet")] {
        for n in ["1", "7", "16", "50", "51"] {
            let out = format!("{from}-{n}");
            let more = ["--rows", n, "--figures", "mean_minutes,annual_cost"];
            batched(&from, &out, &more).good();
            let rows = rows(Path::new(&out));
            assert_eq!(rows.len(), 50);
            seen.insert(format!("{rows:?}"));
        }
    }
    assert_eq!(seen.len(), 1);
}

#[test]
fn all_that_is_wrong_with_a_table_is_told_at_once_and_nothing_is_written() {
    let folder = Folder::empty();
    let text = "scenario,open,tiers,hours\na,S1;S9,,\nb,,,\na,S1,S2=centre,\nc,S1;S1,S1=hubb,S1=90000\n,S1,,S1\nd,S1\n";
    folder.write("bad.csv", text);
    let told = batched(&folder.word("bad.csv"), &folder.word("out"), &[]).stopped(2);
    for needed in [
        "line 2 column \"open\" value \"S1;S9\": no site has the id S9: did you mean S",
        "line 3 column \"open\" value \"\": nothing says which sites are open",
        "line 4 column \"tiers\" value \"S2=centre\": S2 is closed in this scenario",
        "line 4 column \"scenario\" value \"a\": another scenario has this id: line 2",
        "line 5 column \"open\" value \"S1;S1\": S1 is named twice",
        "line 5 column \"tiers\" value \"S1=hubb\": no tier is called hubb",
        "line 5 column \"hours\" value \"S1=90000\"",
        "line 6 column \"scenario\" value \"\": a scenario without an id",
        "line 6 column \"hours\" value \"S1\": S1 is no pair",
        "line 7: 2 fields, the header has 4",
    ] {
        assert!(told.contains(needed), "{needed} in\n{told}");
    }
    for (text, needed) in [
        (
            "scenario,S1,S22\na,1,0\n",
            "column \"S22\": neither a column of scenarios nor the id of a site: did you mean S2?",
        ),
        (
            "scenario,open,delivery_model\na,S1,x\n",
            "a delivery model is a service that every scenario is judged by",
        ),
        (
            "scenario,open,S1\na,S1,1\n",
            "by this column and by columns of sites",
        ),
        ("scenario,open\n", "the table has no scenario"),
        ("id,open\n", "scenario"),
        ("", "the file is empty"),
        ("scenario,S1\na,2\n", "1, 0 or the name of a tier is needed"),
    ] {
        folder.write("bad.csv", text);
        let told = batched(&folder.word("bad.csv"), &folder.word("out"), &[]).stopped(2);
        assert!(told.contains(needed), "{needed} in\n{told}");
    }
    folder.write("bad.parquet", "PAR1 and no more");
    let told = batched(&folder.word("bad.parquet"), &folder.word("out"), &[]).stopped(2);
    assert!(told.contains("E-PQ-TRUNC"), "{told}");
    assert!(!folder.path("out").exists());
}

#[test]
fn figures_are_asked_for_by_the_words_of_assess_and_misspelt_ones_are_told_at_once() {
    let folder = Folder::empty();
    let table = table(&folder, 3);
    let told = batched(
        &table,
        &folder.word("out"),
        &[
            "--figures",
            "mean_minute,share_within:decile:12,x/mean_minutes",
        ],
    );
    let told = told.stopped(2);
    for needed in [
        "did you mean mean_minutes?",
        "share_within:decile:12",
        "no service x",
    ] {
        assert!(told.contains(needed), "{needed} in\n{told}");
    }
    assert!(!folder.path("out").exists());
    let figures =
        "family-hub/share_within:decile:1,gini_access.gravity_sites,annual_cost,annual_cost";
    let more = ["--figures", figures, "--columns", "scenario"];
    batched(&table, &folder.word("out"), &more).good();
    let rows = rows(&folder.path("out"));
    let columns: Vec<&String> = rows[0].2.keys().collect();
    assert_eq!(
        columns,
        [
            "annual_cost",
            "gini_access.gravity_sites",
            "share_within:decile:1"
        ]
    );
    assert!(rows.iter().all(|it| it.1.is_empty()));
}

#[test]
fn a_rule_is_every_choice_it_allows_in_a_fixed_order() {
    let folder = Folder::empty();
    let rule = "[rule]\nchoose = [3, 2]\nof = \"all\"\nfixed = [\"S2\"]\nclosed = [\"S4\"]\n";
    folder.write("rule.toml", rule);
    let out = folder.word("out");
    batched(&folder.word("rule.toml"), &out, &["--rows", "4"]).good();
    let rows = rows(Path::new(&out));
    let naive = sets(&["S1", "S3", "S5"], &[1, 2]);
    let naive: Vec<String> = naive
        .into_iter()
        .map(|mut it| {
            it.push("S2".to_owned());
            it.sort();
            it.join(";")
        })
        .collect();
    let open: Vec<&String> = rows.iter().map(|it| &it.1).collect();
    assert_eq!(open, naive.iter().collect::<Vec<_>>());
    let numbers: Vec<String> = (0..rows.len()).map(|it| it.to_string()).collect();
    assert_eq!(
        rows.iter().map(|it| it.0.clone()).collect::<Vec<_>>(),
        numbers
    );
    // Sites that the rule does not name are as they are today: 1 to 4 are open.
    folder.write("rule.toml", "[rule]\nchoose = 1\nof = [\"S5\", \"S1\"]\n");
    batched(&folder.word("rule.toml"), &folder.word("some"), &[]).good();
    let some = crate::batch::rows(&folder.path("some"));
    let open: Vec<&str> = some.iter().map(|it| it.1.as_str()).collect();
    assert_eq!(open, ["S1;S2;S3;S4", "S2;S3;S4;S5"]);
}

#[test]
fn a_rule_leaves_out_what_costs_too_much() {
    let folder = Folder::empty();
    let rule = "[rule]\nchoose = [1, 2, 3, 4, 5]\nof = \"all\"\n";
    folder.write("all.toml", rule);
    folder.write("budget.toml", &format!("{rule}budget = 700_000\n"));
    folder.write("saving.toml", &format!("{rule}saving = 560_000\n"));
    for name in ["all", "budget", "saving"] {
        let rule = folder.word(&format!("{name}.toml"));
        let told = batched(&rule, &folder.word(name), &["--rows", "10"]);
        assert_eq!(
            told.err.contains("left out as they cost too much"),
            name != "all",
            "{}",
            told.err
        );
        told.good();
    }
    // What each site costs, as its list tells it: today, with the first four, 1,260,000.
    let costs = [420_000, 310_000, 380_000, 150_000, 60_000];
    let costs: BTreeMap<&str, u32> = SITES.into_iter().zip(costs).collect();
    let cost = |open: &str| open.split(';').map(|it| costs[it]).sum::<u32>();
    let all = rows(&folder.path("all"));
    let cheap = all.into_iter().filter(|it| cost(&it.1) <= 700_000);
    let cheap: Vec<_> = cheap.collect();
    assert_eq!(cheap.len(), 16, "of 31");
    assert_eq!(rows(&folder.path("budget")), cheap);
    assert_eq!(rows(&folder.path("saving")), cheap);
    let lines = fs::read_to_string(folder.path("budget/parts.jsonl")).unwrap();
    let lines: Vec<Value> = lines
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect();
    let sum = |key: &str| {
        lines
            .iter()
            .map(|it| it[key].as_u64().unwrap())
            .sum::<u64>()
    };
    assert_eq!((sum("scenarios"), sum("rows")), (31, 16));
}

#[test]
fn a_sample_is_drawn_by_its_seed_without_repetition() {
    let folder = Folder::empty();
    let drawn = |seed: u32, out: &str| {
        let rule =
            format!("[rule]\nchoose = [1, 2, 3, 4]\nof = \"all\"\nsample = 20\nseed = {seed}\n");
        folder.write("rule.toml", &rule);
        batched(&folder.word("rule.toml"), &folder.word(out), &[]).good();
        let rows = rows(&folder.path(out));
        rows.into_iter().map(|it| it.1).collect::<Vec<String>>()
    };
    let (one, again, other) = (drawn(1, "one"), drawn(1, "again"), drawn(2, "other"));
    assert_eq!(one, again);
    assert_ne!(one, other);
    for draws in [one, other] {
        let distinct: BTreeSet<&String> = draws.iter().collect();
        assert_eq!((draws.len(), distinct.len()), (20, 20));
        let all: BTreeSet<String> = sets(&SITES, &[1, 2, 3, 4])
            .into_iter()
            .map(|it| it.join(";"))
            .collect();
        assert!(draws.iter().all(|it| all.contains(it)));
    }
}

#[test]
fn all_that_is_wrong_with_a_rule_is_told_with_its_key_and_line() {
    let folder = Folder::empty();
    for (rule, needed) in [
        (
            "[rule]\nchoose = 2\nof = \"al\"\n",
            vec!["line 3", "rule.of", "did you mean all?"],
        ),
        (
            "[rule]\nchose = 2\nof = [\"S1\", \"S7\", \"S1\"]\nfixed = [\"S6\"]\n",
            vec![
                "rule.chose: unknown key: did you mean choose?",
                "rule.choose: this key is missing",
            ],
        ),
        (
            "[rule]\nchoose = 2\nof = [\"S1\", \"S77\", \"S1\"]\nfixed = [\"S6\"]\n",
            vec![
                "line 3 column 1 rule.of = S77: no site has this id",
                "rule.of = S1: it is named twice",
                "line 4 column 1 rule.fixed = S6: no site has this id",
            ],
        ),
        (
            "[rule]\nchoose = [5, 1]\nof = \"all\"\nfixed = [\"S1\", \"S2\"]\nclosed = [\"S3\"]\n",
            vec![
                "5 cannot be open of 5",
                "1 cannot be open of 5",
                "choose from 2 to 4",
            ],
        ),
        (
            "[rule]\nchoose = 1.5\nof = \"all\"\n",
            vec!["rule.choose = 1.5", "no whole number"],
        ),
        (
            "[rule]\nchoose = 1\nof = \"all\"\nsample = 3\n",
            vec!["rule.seed: this key is missing"],
        ),
        (
            "[rule]\nchoose = 1\nof = \"all\"\nbudget = 1\nsaving = 1\n",
            vec!["not both"],
        ),
        (
            "[rule]\nchoose = 1\nof = \"all\"\nclosed = [\"S1\"]\nfixed = [\"S1\"]\n",
            vec!["cannot be open and closed"],
        ),
        (
            "changes = []\n",
            vec!["this is a scenario file, and a rule is needed"],
        ),
    ] {
        folder.write("rule.toml", rule);
        let told = batched(&folder.word("rule.toml"), &folder.word("out"), &[]).stopped(2);
        for needed in needed {
            assert!(told.contains(needed), "{needed} in\n{told}");
        }
    }
    let told = batched(&folder.word("rule.txt"), &folder.word("out"), &[]).stopped(2);
    assert!(
        told.contains("give a table (.csv or .parquet), a rule (.toml) or a folder"),
        "{told}"
    );
    let told = batched(&folder.word("gone.csv"), &folder.word("out"), &[]).stopped(2);
    assert!(told.contains("gone.csv"), "{told}");
    fs::create_dir(folder.path("none")).unwrap();
    let told = batched(&folder.word("none"), &folder.word("out"), &[]).stopped(2);
    assert!(told.contains("it has no scenario file"), "{told}");
}

#[test]
fn the_help_says_what_a_table_a_rule_and_a_folder_are_and_how_to_go_on() {
    let help = run(&["batch", "--help"]).good();
    for needed in [
        "<STUDY>",
        "<SCENARIOS>",
        "--out",
        "--figures",
        "--columns",
        "--rows",
        "--shard",
        "--mode",
        "--year",
        "--confined",
        "scenario",
        "open",
        "tiers",
        "hours",
        "choose",
        "fixed",
        "closed",
        "budget",
        "saving",
        "sample",
        "seed",
        "the same bytes",
        "fairreach verify DIR",
        "sites_within_cutoff@30",
    ] {
        assert!(
            help.contains(needed),
            "batch --help lacks {needed}:\n{help}"
        );
    }
}

#[test]
fn shards_never_collide_and_together_are_the_whole() {
    let folder = Folder::empty();
    let table = table(&folder, 105);
    let (whole, shared) = (folder.word("whole"), folder.word("shared"));
    batched(&table, &whole, &["--rows", "10"]).good();
    for (shard, parts) in [
        ("2/3", vec![1, 4, 7, 10]),
        ("1/3", vec![0, 3, 6, 9]),
        ("3/3", vec![2, 5, 8]),
    ] {
        let alone = folder.word(&format!("alone-{}", &shard[..1]));
        batched(&table, &shared, &["--rows", "10", "--shard", shard]).good();
        batched(&table, &alone, &["--rows", "10", "--shard", shard]).good();
        let list = format!("parts.{}-of-3.jsonl", &shard[..1]);
        let mut own: Vec<String> = parts
            .iter()
            .map(|it| format!("part-{it:06}.parquet"))
            .collect();
        own.insert(0, "batch.json".to_owned());
        own.push(list);
        assert_eq!(names(Path::new(&alone)), own);
        for (name, bytes) in bytes(Path::new(&alone)) {
            assert!(
                bytes == fs::read(folder.path("shared").join(&name)).unwrap(),
                "{name}"
            );
        }
    }
    let parts = bytes(Path::new(&whole));
    for (name, bytes) in parts
        .iter()
        .filter(|it| it.0.ends_with('t') || *it.0 == "batch.json")
    {
        assert!(
            *bytes == fs::read(folder.path("shared").join(name)).unwrap(),
            "{name}"
        );
    }
    // The whole makes nothing that is there, and leaves what an unshared run leaves.
    let told = batched(&table, &shared, &["--rows", "10"]);
    assert!(
        told.err.contains("105 rows in 11 parts, 0 of them made"),
        "{}",
        told.err
    );
    told.good();
    assert_same(Path::new(&whole), Path::new(&shared), "after the shards");
    let told = batched(&table, &shared, &["--shard", "4/3"]);
    assert_eq!(told.code, 2);
    assert!(
        told.err.contains("give a share such as 2/5"),
        "{}",
        told.err
    );
}

#[test]
fn the_bytes_depend_on_no_number_of_threads() {
    let folder = Folder::empty();
    let rule = folder.word("rule.toml");
    folder.write("rule.toml", "[rule]\nchoose = [2, 3]\nof = \"all\"\n");
    for threads in [1, 4] {
        let out = folder.word(&format!("out-{threads}"));
        let words = batch(&rule, &out, &["--rows", "7"]);
        run_on(
            threads,
            &words.iter().map(String::as_str).collect::<Vec<_>>(),
        )
        .good();
    }
    assert_same(
        &folder.path("out-1"),
        &folder.path("out-4"),
        "on four threads",
    );
}

/// Delays that look random and are the same in every run (a linear congruential generator).
struct Delays(u64);

impl Delays {
    fn next(&mut self, from: u64, to: u64) -> Duration {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        Duration::from_millis(from + (self.0 >> 33) % (to - from))
    }
}

/// When a run is ended.
#[derive(Clone, Copy)]
enum Cut<'a> {
    After(Duration),
    /// As soon as a part of this folder is being written.
    Writing(&'a Path),
}

/// Runs a command and ends it as a power cut would; whether it came to its end before.
fn killed(words: &[String], cut: Cut) -> bool {
    let mut child = fairreach()
        .args(words)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    match cut {
        Cut::After(delay) => sleep(delay),
        Cut::Writing(folder) => {
            let writing = || folder.exists() && names(folder).iter().any(|it| is_half_done(it));
            while child.try_wait().unwrap().is_none() && !writing() {
                sleep(Duration::from_micros(200));
            }
        }
    }
    let ended = child.try_wait().unwrap();
    // SIGKILL: the program cannot hear of it.
    child.kill().unwrap();
    child.wait().unwrap();
    ended.is_some_and(|it| {
        assert!(it.success());
        true
    })
}

/// How often a batch is killed: ten times, or as often as the environment's `FAIRREACH_KILLS` says.
fn kills_wanted() -> usize {
    let told = std::env::var("FAIRREACH_KILLS");
    told.map_or(10, |it| {
        it.parse()
            .unwrap_or_else(|_| panic!("FAIRREACH_KILLS={it} is no number"))
    })
}

/// A fast machine ends a batch after few kills, a slow one after many: batches are begun until there were enough.
#[test]
fn a_batch_killed_again_and_again_ends_with_the_bytes_of_one_that_never_was() {
    let folder = Folder::empty();
    let table = table(&folder, 2_000);
    let more = ["--rows", "20"];
    let unbroken = folder.word("unbroken");
    let begun = Instant::now();
    batched(&table, &unbroken, &more).good();
    let longest = u64::try_from(begun.elapsed().as_millis()).unwrap().max(20);
    let whole = bytes(Path::new(&unbroken));
    let (mut kills, mut left_half_done) = (0, 0);
    let mut delays = Delays(20_261_122);
    for round in 0.. {
        let broken = folder.word(&format!("broken-{round}"));
        let there = Path::new(&broken);
        let words = batch(&table, &broken, &more);
        // Half of the moments are any, half those at which a part is being written.
        let mut nth = 0;
        while kills < kills_wanted() {
            nth += 1;
            let cut = if nth % 2 == 0 {
                Cut::Writing(there)
            } else {
                Cut::After(delays.next(longest / 20, longest / 2))
            };
            if killed(&words, cut) {
                break;
            }
            kills += 1;
            // Nothing under a final name is ever less than whole.
            let left = if there.exists() {
                bytes(there)
            } else {
                BTreeMap::new()
            };
            left_half_done += usize::from(left.keys().any(|it| is_half_done(it)));
            for (name, bytes) in left.iter().filter(|it| it.0.ends_with(".parquet")) {
                assert!(*bytes == whole[name], "{name} after {kills} kills");
            }
        }
        batched(&table, &broken, &more).good();
        assert_same(Path::new(&unbroken), there, "after the kills");
        if kills >= kills_wanted() {
            break;
        }
    }
    eprintln!("{kills} kills, {left_half_done} of them while a part was written");
    assert!(left_half_done > 0, "no kill came while a part was written");
}

#[test]
fn ctrl_c_keeps_the_parts_that_are_whole_and_says_how_to_go_on() {
    let folder = Folder::empty();
    let table = table(&folder, 4_000);
    let out = folder.word("out");
    let child = fairreach()
        .args(batch(&table, &out, &["--rows", "50"]))
        .stderr(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // Once the second part is begun, the first is whole.
    while !folder.path("out/part-000000.parquet").exists() {
        sleep(Duration::from_millis(5));
    }
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    let done = child.wait_with_output().unwrap();
    let told = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(130), "{told}");
    assert!(told.contains("of 80 parts are whole and stay"), "{told}");
    assert!(
        told.contains("give the same command again to go on from there"),
        "{told}"
    );
    assert!(!names(&folder.path("out")).iter().any(|it| is_half_done(it)));
    batched(&table, &out, &["--rows", "50"]).good();
    batched(&table, &folder.word("whole"), &["--rows", "50"]).good();
    assert_same(&folder.path("whole"), &folder.path("out"), "after Ctrl-C");
}

/// A batch in a shell that lets no file grow beyond some blocks of 512 bytes.
fn cramped(blocks: usize, words: &[String]) -> (Option<i32>, String) {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let done = Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_fairreach")])
        .args(words)
        .output()
        .unwrap();
    (done.status.code(), String::from_utf8(done.stderr).unwrap())
}

#[test]
fn a_full_disk_is_told_leaves_nothing_under_a_final_name_and_is_gone_on_from() {
    let folder = Folder::empty();
    let table = table(&folder, 600);
    let whole = folder.word("whole");
    // The first part does not fit; of the list of parts, the first lines do.
    let cases = [("600", 16, "part-000000.parquet"), ("5", 30, "parts.jsonl")];
    for (nth, (rows, blocks, file)) in cases.into_iter().enumerate() {
        let out = folder.word(&format!("cramped-{nth}"));
        let few = ["--figures", "mean_minutes", "--columns", "scenario"];
        let more = [&["--rows", rows], &few[..4 * nth]].concat();
        let words = batch(&table, &out, &more);
        let (code, told) = cramped(blocks, &words);
        assert_eq!(code, Some(3), "{told}");
        for needed in [
            file,
            "it cannot be written",
            "File too large",
            "check the folder, its permissions and the space left",
        ] {
            assert!(told.contains(needed), "{needed} in\n{told}");
        }
        let there = names(Path::new(&out));
        assert!(!there.iter().any(|it| is_half_done(it)), "{there:?}");
        if nth == 0 {
            assert!(
                told.contains("MB, and all that are still to be made at most"),
                "{told}"
            );
            assert_eq!(there, ["batch.json", "parts.jsonl"]);
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        run(&words).good();
        let clean: Vec<String> = words
            .iter()
            .map(|it| it.replace(&out, &format!("{whole}-{nth}")))
            .collect();
        run(&clean.iter().map(String::as_str).collect::<Vec<_>>()).good();
        assert_same(
            &folder.path(&format!("whole-{nth}")),
            Path::new(&out),
            "after the full disk",
        );
    }
}

#[test]
fn a_full_disk_is_told_as_such_of_a_table_of_times_too() {
    let folder = Folder::empty();
    let out = folder.word("times.parquet");
    let island = word(&of_project("data/isle-of-man"));
    let words = ["times", &island, "--out", &out].map(str::to_owned);
    let (code, told) = cramped(4, &words);
    assert_eq!(code, Some(3), "{told}");
    assert!(
        told.contains("times.parquet: it cannot be written (File too large"),
        "{told}"
    );
    assert_eq!(folder.names(), Vec::<String>::new());
}

#[test]
fn a_folder_of_another_batch_is_refused_and_not_touched() {
    let folder = Folder::empty();
    let table = table(&folder, 30);
    let out = folder.word("out");
    batched(&table, &out, &["--rows", "10"]).good();
    let before = bytes(Path::new(&out));
    for (more, needed) in [
        (vec!["--rows", "20"], "(--rows)"),
        (
            vec!["--rows", "10", "--figures", "mean_minutes"],
            "the columns (--figures, --columns)",
        ),
        (
            vec!["--rows", "10", "--columns", "open"],
            "the columns (--figures, --columns)",
        ),
    ] {
        let told = batched(&table, &out, &more).stopped(2);
        assert!(
            told.contains("E-BATCH-OTHER") && told.contains(needed),
            "{told}"
        );
    }
    crate::batch::table(&folder, 31);
    let told = batched(&table, &out, &["--rows", "10"]).stopped(2);
    assert!(told.contains("the scenarios"), "{told}");
    assert_eq!(before, bytes(Path::new(&out)));
    fs::create_dir(folder.path("mine")).unwrap();
    folder.write("mine/thesis.txt", "years of work");
    let told = batched(&table, &folder.word("mine"), &[]).stopped(2);
    assert!(
        told.contains("it holds thesis.txt, and no batch was begun there"),
        "{told}"
    );
    assert_eq!(names(&folder.path("mine")), ["thesis.txt"]);
    let told = batched(&table, &folder.word("table.csv"), &[]).stopped(3);
    assert!(told.contains("table.csv"), "{told}");
}

#[test]
fn a_part_that_is_not_what_was_written_is_made_again_and_verify_tells_it() {
    let folder = Folder::empty();
    let table = table(&folder, 30);
    let out = folder.word("out");
    batched(&table, &out, &["--rows", "10"]).good();
    let whole = bytes(Path::new(&out));
    let page = run(&["verify", &out]).good();
    assert_eq!(
        page.lines().filter(|it| it.starts_with("same")).count(),
        page.lines().count()
    );
    assert!(page.contains("part-000002.parquet"), "{page}");
    let part = folder.path("out/part-000001.parquet");
    let mut bytes = fs::read(&part).unwrap();
    bytes[100] ^= 1;
    fs::write(&part, &bytes).unwrap();
    fs::remove_file(folder.path("out/part-000002.parquet")).unwrap();
    let told = run(&["verify", &out]);
    assert_eq!(told.code, 2);
    assert!(
        told.out
            .contains("changed     part        part-000001.parquet"),
        "{}",
        told.out
    );
    assert!(
        told.err.contains("part part-000002.parquet is unreadable"),
        "{}",
        told.err
    );
    let told = batched(&table, &out, &["--rows", "10"]);
    assert!(
        told.err
            .contains("part-000001.parquet: it is not what was written there"),
        "{}",
        told.err
    );
    assert!(
        told.err.contains("30 rows in 3 parts, 2 of them made"),
        "{}",
        told.err
    );
    assert!(whole == crate::batch::bytes(Path::new(&out)));
}

#[test]
fn a_batch_made_again_from_its_manifest_has_the_same_parts() {
    let folder = Folder::empty();
    fs::create_dir(folder.path("plans")).unwrap();
    folder.write("plans/a.toml", "changes = [{ open = \"S5\" }]\n");
    folder.write("plans/b.toml", "changes = [{ close = \"S1\" }]\n");
    folder.write(
        "rule.toml",
        "[rule]\nchoose = 2\nof = \"all\"\nsample = 5\nseed = 3\n",
    );
    let table = table(&folder, 30);
    for scenarios in [table, folder.word("plans"), folder.word("rule.toml")] {
        let (out, again) = (format!("{scenarios}-out"), format!("{scenarios}-again"));
        let figures = "mean_minutes,share_within:worst_decile";
        let more = ["--rows", "4", "--columns", "scenario", "--figures", figures];
        batched(&scenarios, &out, &more).good();
        run(&["rerun", &out, "--out", &again]).good();
        assert_same(Path::new(&out), Path::new(&again), "made again");
        // What is there is never replaced.
        for more in [vec![], vec!["--out", &again]] {
            let told = run(&[&["rerun", &out][..], &more].concat()).stopped(2);
            assert!(told.contains("E-TRAIL-BATCH"), "{told}");
        }
    }
    folder.write(
        "rule.toml",
        "[rule]\nchoose = 2\nof = \"all\"\nsample = 5\nseed = 4\n",
    );
    let told = run(&[
        "rerun",
        &folder.word("rule.toml-out"),
        "--out",
        &folder.word("new"),
    ]);
    let told = told.stopped(2);
    assert!(
        told.contains("E-TRAIL-CHANGED") && !folder.path("new").exists(),
        "{told}"
    );
}

#[test]
fn two_runs_never_write_the_same_parts_at_once() {
    let folder = Folder::empty();
    let table = table(&folder, 20_000);
    let out = folder.word("out");
    let mut first = fairreach()
        .args(batch(&table, &out, &["--rows", "50"]))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !folder.path("out/part-000000.parquet").exists() {
        sleep(Duration::from_millis(5));
    }
    for shard in [vec!["--rows", "50"], vec!["--rows", "50", "--shard", "1/2"]] {
        let told = batched(&table, &out, &shard).stopped(2);
        assert!(told.contains("E-BATCH-BUSY"), "{told}");
    }
    first.kill().unwrap();
    first.wait().unwrap();
}
