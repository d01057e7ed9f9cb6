//! `fairreach optimise` on studies: what it finds is the best of the truth table, what it says of conflicts holds, and what
//! it writes other commands read.

use std::fmt::Write;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::county::{vector, words};
use crate::fenshire::written;
use crate::program::{Folder, fairreach, run, shared};

/// The county of the vectors with the staffed hours of its sites.
fn staffed() -> Folder {
    let folder = written("", 10.0);
    let hours = [60, 50, 70, 24, 12];
    let sites = folder.read("sites.csv");
    let rows: Vec<String> = sites
        .lines()
        .enumerate()
        .map(|(nth, row)| match nth {
            0 => format!("{row},hours"),
            _ => format!("{row},{}", hours[nth - 1]),
        })
        .collect();
    folder.write("sites.csv", &(rows.join("\n") + "\n"));
    folder.edit(
        "study.toml",
        "capacity = \"capacity\",",
        "capacity = \"capacity\", hours = \"hours\",",
    );
    folder
}

pub(crate) fn searched(folder: &Folder, options: &[&str]) -> Value {
    let study = folder.word("");
    run(&[&["optimise", &study, "--json"], options].concat()).json()
}

/// The open sites of a plan that stands beside today.
pub(crate) fn open(answer: &Value, plan: usize) -> Vec<String> {
    words(&answer["compared"]["options"][plan + 1]["open"])
}

pub(crate) fn near(found: &Value, expected: f64) {
    let found = found.as_f64().unwrap();
    assert!((found - expected).abs() < 1e-9, "{found} and {expected}");
}

#[test]
fn every_plan_near_the_best_of_the_truth_table_is_told_and_no_other() {
    let (folder, table) = (written("", 10.0), vector("location"));
    let answer = searched(
        &folder,
        &["--open", "1-5", "--near", "40%", "--differ", "1"],
    );
    let mut within: Vec<(f64, Vec<String>)> = table["all_subsets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["mean"].as_f64().unwrap(), words(&it["open"])))
        .collect();
    within.sort_by(|a, b| a.0.total_cmp(&b.0));
    let best = within[0].0;
    within.retain(|it| it.0 <= best * 1.4);
    let found = answer["near"].as_array().unwrap();
    assert_eq!(answer["near_whole"], true);
    assert_eq!(found.len(), within.len());
    for (found, (mean, _)) in found.iter().zip(&within) {
        near(&found["value"], *mean);
    }
}

#[test]
fn a_saving_on_cost_alone_gives_the_set_of_the_vectors() {
    let (folder, table) = (staffed(), vector("location"));
    let case = &table["results"]["budget_case"];
    let budget = case["budget"].as_f64().unwrap().to_string();
    let answer = searched(&folder, &["--budget", &budget]);
    assert_eq!(answer["proven"], true);
    assert_eq!(open(&answer, 0), words(&case["best_mean"]));
    let reach = [
        "--budget",
        &budget,
        "--goal",
        "share_within:deprivation_band:1-3",
    ];
    let answer = searched(&folder, &reach);
    assert_eq!(open(&answer, 0), words(&case["best_cov30"]));
}

#[test]
fn a_saving_with_the_staffed_hours_of_today_names_what_conflicts_and_the_nearest_plans() {
    let folder = staffed();
    let asked = ["--saving", "17.07%", "--hours", "keep"];
    let answer = searched(&folder, &asked);
    assert_eq!(answer["best"], Value::Null);
    assert_eq!(answer["proven"], true);
    assert_eq!(
        answer["binding"],
        serde_json::json!(["budget", "staffed_hours"])
    );
    let ids: Vec<&str> = answer["compared"]["options"]
        .as_array()
        .unwrap()
        .iter()
        .skip(1)
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["without-budget", "without-staffed_hours"]);
    // With 204 hours nothing costs less than today; within the budget no more hours can be had than these.
    assert_eq!(open(&answer, 0), ["S1", "S2", "S3", "S4"]);
    let hours = |open: &[String]| -> i64 {
        let of = |it: &String| [60, 50, 70, 24, 12][it[1..].parse::<usize>().unwrap() - 1];
        open.iter().map(of).sum()
    };
    let costs = |open: &[&str]| -> i64 {
        let all = [420_000, 310_000, 380_000, 150_000, 60_000];
        open.iter()
            .map(|it| all[it[1..].parse::<usize>().unwrap() - 1])
            .sum()
    };
    let sets = (1..32_u32).map(|mask| {
        let names = ["S1", "S2", "S3", "S4", "S5"];
        let open = names.iter().enumerate().filter(|it| mask >> it.0 & 1 == 1);
        open.map(|it| *it.1).collect::<Vec<_>>()
    });
    let budget = 1_260_000.0 * (1.0 - 0.1707);
    let within = sets.filter(|it| costs(it) as f64 <= budget);
    let most = within
        .map(|it| hours(&it.iter().map(ToString::to_string).collect::<Vec<_>>()))
        .max();
    assert_eq!(Some(hours(&open(&answer, 1))), most);
    // Where more are asked for than there are, all of them come nearest.
    let many = searched(&folder, &["--open", "9"]);
    assert_eq!(many["binding"], serde_json::json!(["count"]));
    assert_eq!(open(&many, 0).len(), 5);
    let page = run(&[&["optimise", &folder.word("")][..], &asked].concat()).good();
    let said = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("the budget and the staffed hours cannot be kept to together"),
        "{page}"
    );
}

#[test]
fn a_plan_written_is_read_by_compare_and_has_the_figures_told() {
    let folder = staffed();
    let plans = folder.word("plans");
    let answer = searched(
        &folder,
        &[
            "--open",
            "3",
            "--near",
            "30%",
            "--plans",
            &plans,
            "--frontier",
            "annual_cost,mean_minutes",
        ],
    );
    let compared = run(&[
        "compare",
        &folder.word(""),
        &format!("{plans}/best.toml"),
        "--json",
    ])
    .json();
    assert_eq!(
        compared["options"][1]["figures"],
        answer["compared"]["options"][1]["figures"]
    );
    let frontier = answer["frontier"]["plans"].as_array().unwrap();
    for (nth, plan) in frontier.iter().enumerate() {
        let file = format!("{plans}/frontier-{}.toml", nth + 1);
        let read = run(&["assess", &folder.word(""), "--scenario", &file, "--json"]).json();
        let figure = |name: &str| {
            let figures = read["scenario"]["figures"].as_array().unwrap();
            let it = figures
                .iter()
                .find(|it| it["name"] == name && it["scope"] == "all");
            it.unwrap()["value"].as_f64().unwrap()
        };
        near(&plan["values"][0], figure("annual_cost"));
        near(&plan["values"][1], figure("mean_minutes"));
    }
    assert!(folder.read("plans/frontier.svg").starts_with("<svg "));
    let again = run(&["optimise", &folder.word(""), "--plans", &plans]).stopped(2);
    assert!(again.contains("--plans"), "{again}");
}

#[test]
fn the_frontier_is_that_of_the_truth_table() {
    let (folder, table) = (written("", 10.0), vector("location"));
    let goals = "mean_minutes,annual_cost,max_minutes,share_within:deprivation_band:1-3";
    let answer = searched(&folder, &["--open", "1-5", "--frontier", goals]);
    assert_eq!(answer["frontier"]["whole"], true);
    let found = answer["frontier"]["plans"].as_array().unwrap().len();
    let expected = &table["results"]["pareto_min(mean,cost,max)_max(cov10_d1_3)"];
    assert_eq!(found, expected.as_array().unwrap().len());
}

#[test]
fn what_cannot_be_searched_for_is_refused_with_what_to_do() {
    let folder = written("", 10.0);
    let study = folder.word("");
    let refused = |options: &[&str]| run(&[&["optimise", &study], options].concat()).stopped(2);
    let unknown = refused(&["--fix", "S9", "--shut", "S1,S8"]);
    assert!(
        unknown.contains("--fix") && unknown.contains("S9") && unknown.contains("S8"),
        "{unknown}"
    );
    let both = refused(&["--fix", "S1", "--shut", "S1"]);
    assert!(
        both.contains("E-OPT-WISH") && both.contains("open and closed"),
        "{both}"
    );
    let share = refused(&["--saving", "17"]);
    assert!(share.contains("17%"), "{share}");
    let goal = refused(&["--goal", "gini_minutes"]);
    assert!(
        goal.contains("mean_minutes") && goal.contains("cvar25_minutes"),
        "{goal}"
    );
    folder.edit("study.toml", "standard = { travel = 10 }", "");
    let standard = refused(&["--goal", "share_within"]);
    assert!(standard.contains("no standard"), "{standard}");
}

/// The same county without children in deciles 1 to 3, as all of Rutland is.
pub(crate) fn without_the_deprived() -> Folder {
    let folder = written("", 10.0);
    let deciles: Vec<String> = folder
        .read("deprivation.csv")
        .lines()
        .map(str::to_owned)
        .collect();
    let people = folder.read("people.csv");
    let kept = people.lines().zip(&deciles).map(|(row, decile)| {
        let (code, count) = row.split_once(',').unwrap();
        let decile = decile.rsplit_once(',').unwrap().1.parse::<u32>();
        let empty = decile.is_ok_and(|it| it <= 3);
        format!("{code},{}\n", if empty { "0" } else { count })
    });
    folder.write("people.csv", &kept.collect::<String>());
    folder
}

#[test]
fn a_goal_about_nobody_is_refused_and_is_no_fault_of_the_program() {
    let some = without_the_deprived();
    let goal = ["--goal", "share_within:deprivation_band:1-3"];
    let deprived = run(&[&["optimise", &some.word("")], &goal[..]].concat()).stopped(2);
    assert!(
        deprived.contains("E-OPT-WISH") && deprived.contains("lives in deciles 1 to 3"),
        "{deprived}"
    );
    assert_eq!(
        searched(&some, &["--goal", "share_within:worst_decile"])["proven"],
        true
    );
}

#[test]
fn the_plans_of_the_least_harm_are_those_of_trying_every_set_plainly() {
    let (folder, data) = (written("", 10.0), vector("toy_dataset"));
    let sites = words(&data["sites"]);
    let today: Vec<usize> = words(&data["existing_open"])
        .iter()
        .map(|it| sites.iter().position(|site| site == it).unwrap())
        .collect();
    let number = |it: &Value| it.as_f64().unwrap();
    let least = |area: usize, open: &[usize]| {
        let each = open.iter().map(|it| number(&data["minutes"][area][it]));
        each.fold(f64::INFINITY, f64::min)
    };
    let areas = data["lsoa"].as_array().unwrap().len();
    let harm = |open: &[usize]| -> f64 {
        let added = |area: usize| (least(area, open) - least(area, &today)).max(0.0);
        (0..areas)
            .map(|it| added(it) * number(&data["children"][it]))
            .sum()
    };
    let cost = |open: &[usize]| -> f64 {
        let costs = open.iter().map(|it| number(&data["annual_cost_gbp"][it]));
        costs.sum()
    };
    let sets: Vec<Vec<usize>> = (1..1_usize << sites.len())
        .map(|mask| (0..sites.len()).filter(|it| mask >> it & 1 == 1).collect())
        .collect();
    for budget in [200_000, 500_000, 740_000, 900_000, 1_200_000] {
        let within = sets.iter().filter(|it| cost(it) <= f64::from(budget));
        let best = within.map(|it| harm(it)).min_by(f64::total_cmp).unwrap();
        let budget = budget.to_string();
        let asked = ["--goal", "added_minutes", "--budget", &budget];
        let answer = searched(&folder, &asked);
        assert_eq!(answer["proven"], true);
        near(&answer["near"][0]["value"], best);
    }
    // What a journey may not be longer than is no limit of what it grows by.
    let refused = ["optimise", &folder.word(""), "--goal", "added_minutes"];
    let floor = run(&[&refused[..], &["--floor", "50%"]].concat()).stopped(2);
    assert!(
        floor.contains("E-OPT-WISH") && floor.contains("floor"),
        "{floor}"
    );
    let frontier = ["--frontier", "annual_cost,mean_minutes"];
    let beside = run(&[&refused[..], &frontier].concat()).stopped(2);
    assert!(beside.contains("no figure of a frontier"), "{beside}");
    let other = [
        "optimise",
        &folder.word(""),
        "--frontier",
        "annual_cost,added_minutes",
    ];
    let other = run(&other).stopped(2);
    assert!(other.contains("no figure of a frontier"), "{other}");
}

#[test]
fn an_answer_is_the_same_to_the_last_byte_on_any_number_of_threads() {
    let folder = staffed();
    let study = folder.word("");
    let asked = [
        "optimise",
        study.as_str(),
        "--open",
        "2-4",
        "--near",
        "50%",
        "--json",
    ];
    let one = crate::program::run_on(1, &asked).good();
    assert_eq!(one, crate::program::run_on(4, &asked).good());
}

/// Only where a signal can be sent to a program.
#[cfg(unix)]
#[test]
fn a_search_that_is_interrupted_tells_what_it_found_and_writes_no_file_that_could_not_be_made_again()
 {
    let folder = Folder::copy("data/isle-of-man");
    let (study, out) = (folder.word(""), folder.word("found.json"));
    let mut child = fairreach()
        .args([
            "optimise",
            &study,
            "--goal",
            "cvar25_minutes",
            "--open",
            "15",
            "--near",
            "0%",
        ])
        .args(["--nodes", "1000000000", "--json", "--out", &out])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    // A stage is told when the next begins: here that of the search, which hears of Ctrl-C by then.
    let begun = |line: &String| line.starts_with("computing times on foot");
    assert!(lines.by_ref().map_while(Result::ok).any(|it| begun(&it)));
    std::thread::sleep(std::time::Duration::from_millis(500));
    let signal = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(signal.unwrap().success());
    // Each of both pipes is emptied while the other is.
    let said = std::thread::spawn(move || lines.map_while(Result::ok).collect::<Vec<String>>());
    let mut text = String::new();
    let mut printed = child.stdout.take().unwrap();
    printed.read_to_string(&mut text).unwrap();
    let said = said.join().unwrap();
    assert!(child.wait().unwrap().success(), "{said:?}");
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert_eq!([&answer["stopped"], &answer["near_whole"]], [true, false]);
    let (best, bound) = (
        &answer["best"].as_f64().unwrap(),
        answer["bound"].as_f64().unwrap(),
    );
    assert!(bound <= *best);
    assert!(said.iter().any(|it| it.contains("not written")), "{said:?}");
    assert!(!folder.path("found.json").exists());
}

#[test]
fn the_frontier_of_cambridgeshire_under_illustrative_costs_is_whole() {
    let Some(shared) = shared("the frontier of Cambridgeshire") else {
        return;
    };
    let folder = crate::cambridgeshire::laid(&shared);
    illustrate(&folder);
    let plans = folder.word("plans");
    let asked = ["--open", "28-35", "--near", "0%", "--plans", &plans];
    let axes = ["--frontier", "annual_cost,mean_minutes"];
    let answer = searched(&folder, &[&asked[..], &axes].concat());
    assert_eq!(answer["frontier"]["whole"], true);
    let points: Vec<[f64; 2]> = answer["frontier"]["plans"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| [0, 1].map(|nth| it["values"][nth].as_f64().unwrap()))
        .collect();
    let falls = |it: &[[f64; 2]]| it[0][0] < it[1][0] && it[0][1] > it[1][1];
    assert!(points.windows(2).all(falls), "{points:?}");
    // The cheapest 28 are eight linked sites and twenty zones; the dearest keeps all that shortens a journey.
    assert!((points[0][0] - (8.0 * 30_000.0 + 20.0 * 75_000.0)).abs() < 0.005);
    assert!(folder.read("plans/frontier.svg").starts_with("<svg "));
    // The hours cost the same wherever they are, so that no saving keeps them all.
    let answer = searched(&folder, &["--saving", "17.07%", "--hours", "keep"]);
    assert_eq!(answer["proven"], true);
    assert_eq!(
        answer["binding"],
        serde_json::json!(["budget", "staffed_hours"])
    );
}

/// Costs and hours by a stated rule, for nobody publishes them: a hub is staffed for 50 hours a week, a main site for 37.5 and
/// a linked one for 15; an hour a week costs £1,600 a year at the
/// front line, and premises a quarter of that.
fn illustrate(folder: &Folder) {
    folder.edit(
        "study.toml",
        "illustrative = [\"times\"]",
        "illustrative = [\"times\", \"costs\", \"hours\"]",
    );
    let text = folder.read("study.toml");
    let (before, sites) = text.split_once("[tiers]\n").unwrap();
    let (_, table) = sites.split_once("[[sites]]\n").unwrap();
    let table = table.split("status = ").next().unwrap();
    let mut text = before.to_owned();
    text += "[tiers]\nhub = { services = [\"centre\"], hours = 50 }\n";
    text += "main = { services = [\"centre\"], hours = 37.5 }\n";
    text += "linked = { services = [\"centre\"], hours = 15 }\n\n";
    for (kind, premises, front_line) in [
        ("hub", 20_000, 80_000),
        ("main", 15_000, 60_000),
        ("linked", 6_000, 24_000),
    ] {
        let _ = write!(
            text,
            "[[sites]]\n{table}keep = {{ kind = [\"{kind}\"] }}\nstatus = \"open\"\ntier = \"{kind}\"\n\
             cost_premises = {premises}\ncost_front_line = {front_line}\n\n"
        );
    }
    folder.write("study.toml", &text);
}
