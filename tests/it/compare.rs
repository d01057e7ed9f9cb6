//! Options side by side: what is offered, what is never ordered by, how robust the order is, and weighing on request.

use std::sync::Arc;

use fairreach::ids::{AreaId, Id, ServiceId, SiteId};
use fairreach::score::{
    Aim, Case, Component, DeprivationBand, Scope, ScoredOption, against, component, composite,
    evaluate, find, offers, robustness,
};
use fairreach::travel::TravelTimes;
use fairreach::units::Seconds;
use proptest::prelude::*;
use serde_json::Value;

use crate::county::{Row, case, opened, row, toy, words};
use crate::program::{Folder, figure, run};

fn hub() -> ServiceId {
    ServiceId::at(0)
}

/// The toy county with three plans in files: one that levels down, one that opens a site, one that swaps two.
fn county() -> (Folder, Vec<String>) {
    let folder = Folder::copy("tests/studies/fenshire");
    let plans = [
        ("level", "Level down", "{ close = \"S2\" }"),
        ("more", "Open site 5", "{ open = \"S5\" }"),
        (
            "swap",
            "Swap 1 for 5",
            "{ close = \"S1\" }, { open = \"S5\" }",
        ),
    ];
    for (id, name, changes) in plans {
        let text = format!("schema = 1\nname = \"{name}\"\nchanges = [{changes}]\n");
        folder.write(&format!("{id}.toml"), &text);
    }
    let files = plans.map(|(id, ..)| folder.word(&format!("{id}.toml")));
    (folder, files.to_vec())
}

fn compared(folder: &Folder, plans: &[String], more: &[&str]) -> crate::program::Run {
    let study = folder.word("");
    let plans: Vec<&str> = plans.iter().map(String::as_str).collect();
    run(&[&["compare", &study], &plans[..], more].concat())
}

/// A part of a page from its title to the empty line below.
fn part<'a>(page: &'a str, title: &str) -> &'a str {
    let part = page.split(&format!("\n{title}")).nth(1);
    let part = part.unwrap_or_else(|| panic!("{title}:\n{page}"));
    part.split("\n\n").next().unwrap()
}

#[test]
fn the_option_with_the_lowest_gini_of_all_is_shown_with_its_harm_and_comes_first_in_nothing() {
    let (folder, plans) = county();
    let data = compared(&folder, &plans, &["--json"]).json();
    let options = data["options"].as_array().unwrap();
    let gini: Vec<f64> = options
        .iter()
        .map(|it| figure(it, "gini_minutes", "all").unwrap())
        .collect();
    let least = gini.iter().copied().fold(f64::INFINITY, f64::min);
    assert!((gini[1] - least).abs() < 1e-12 && gini.iter().filter(|it| **it <= least).count() == 1);
    // The order is that given, today first.
    let names: Vec<&str> = options
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(names[1..], ["Level down", "Open site 5", "Swap 1 for 5"]);
    assert_eq!(options[0]["configuration"], "baseline");
    for it in data["offered"].as_array().unwrap() {
        let best: Vec<u64> = it["options"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_u64().unwrap())
            .collect();
        assert!(!best.contains(&1), "{it}");
        let others = it["of_the_others"].as_array().unwrap();
        assert!(!others.contains(&1.into()), "{it}");
        assert_eq!(best.is_empty(), it["reason"].is_string(), "{it}");
    }
    assert_eq!(figure(&options[1], "children_losing", "all"), Some(260.0));
    let page = compared(&folder, &plans, &[]).good();
    let offered = part(&page, "Offered");
    assert!(!offered.contains("Level down"), "{offered}");
    let harm = part(&page, "Harm, against today");
    let worse = harm
        .lines()
        .find(|it| it.trim_start().starts_with("worse off  "))
        .unwrap();
    assert!(worse.split_whitespace().any(|it| it == "260"), "{harm}");
    let added = harm
        .lines()
        .find(|it| it.contains("added minutes on deciles 1-3"))
        .unwrap();
    assert!(added.contains("100"), "{added}");
    let place = |title: &str| {
        page.find(title)
            .unwrap_or_else(|| panic!("{title}:\n{page}"))
    };
    let titles = [
        "Offered",
        "\nReach",
        "\nFloor",
        "\nHarm",
        "\nGradient",
        "\nMoney",
        "\nInequality (no order",
    ];
    assert!(titles.map(place).is_sorted());
    assert!(place("  Gini") > place("\nInequality (no order"));
    assert!(page.contains("Options are never ordered by one."));
}

#[test]
fn each_option_has_the_figures_that_assess_gives_it() {
    let (folder, plans) = county();
    let data = compared(&folder, &plans, &["--json"]).json();
    let study = folder.word("");
    for (place, plan) in plans.iter().enumerate() {
        let alone = run(&["assess", &study, "--scenario", plan, "--json"]).json();
        assert_eq!(
            data["options"][place + 1]["figures"],
            alone["scenario"]["figures"]
        );
        assert_eq!(data["options"][0]["figures"], alone["baseline"]["figures"]);
        assert_eq!(
            data["options"][place + 1]["open"],
            alone["scenario"]["open"]
        );
    }
    let page = compared(&folder, &plans, &[]).good();
    assert!(
        page.contains("Family hub: under-fives, by travel, standard 10 min"),
        "{page}"
    );
}

#[test]
fn without_a_scenario_every_one_of_the_study_is_an_option_and_unknown_words_are_refused() {
    let (folder, plans) = county();
    let data = compared(&folder, &[], &["--json"]).json();
    let ids: Vec<&Value> = data["options"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["id"])
        .collect();
    assert_eq!(ids, [&Value::Null, &"open-s5".into(), &"close-s4".into()]);
    let refused = compared(&folder, &["nope".to_owned()], &[]).stopped(2);
    assert!(refused.contains("open-s5"), "{refused}");
    let twice = compared(&folder, &[plans[0].clone(), plans[0].clone()], &[]).stopped(2);
    assert!(twice.contains("once"), "{twice}");
    let service = compared(&folder, &plans, &["--service", "dentist"]).stopped(2);
    assert!(service.contains("family-hub"), "{service}");
}

#[test]
fn a_floor_and_a_budget_name_the_options_that_meet_them_and_without_them_say_so() {
    let (folder, plans) = county();
    let offered = |more: &[&str]| {
        let page = compared(&folder, &plans, more).good();
        part(&page, "Offered")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let bare = offered(&[]);
    assert!(
        bare.contains("no floor is set ([policy] floor)")
            && bare.contains("no budget and no saving are set"),
        "{bare}"
    );
    let budget = offered(&["--budget", "900000"]);
    assert!(budget.contains("3 (Swap 1 for 5):"), "{budget}");
    assert!(offered(&["--budget", "10"]).contains("none of the options is within the budget"));
    let text = folder.read("study.toml");
    folder.write("study.toml", &format!("{text}\n[money]\nbudget = 900000\n"));
    let own = offered(&[]);
    assert!(own.contains("within the study's budget"), "{own}");
    folder.write("study.toml", &format!("{text}\n[policy]\nfloor = 0\n"));
    let floor = offered(&[]);
    assert!(floor.contains("£900,000 a year, 0 % or more"), "{floor}");
    folder.write("study.toml", &format!("{text}\n[policy]\nfloor = 1\n"));
    assert!(offered(&[]).contains("none of the options meets the floor"));
}

#[test]
fn what_is_written_has_a_trail_and_can_be_made_again() {
    let (folder, plans) = county();
    for (name, more) in [
        ("options.txt", &["--robustness"][..]),
        ("options.json", &["--budget", "900000", "--robustness"]),
        (
            "options.csv",
            &["--weights", "share_within=2,children_losing=1"],
        ),
    ] {
        let out = folder.word(name);
        let mut all = plans.clone();
        all.push("close-s4".to_owned());
        compared(&folder, &all, &[more, &["--out", &out]].concat()).good();
        run(&["verify", &out]).good();
        let before = folder.read(name);
        run(&["rerun", &out]).good();
        assert_eq!(folder.read(name), before);
        let plan = folder.read("more.toml");
        folder.edit("more.toml", "Open site 5", "Open site five");
        assert!(run(&["verify", &out]).err.contains("more.toml"));
        folder.write("more.toml", &plan);
    }
    let csv = folder.read("options.csv");
    let rows = |kind: &str| csv.lines().filter(|it| it.starts_with(kind)).count();
    assert!(
        rows("baseline,,Today,") > 100 && rows("scenario,level,Level down,") > rows("baseline,")
    );
}

#[test]
fn robustness_tells_in_how_many_settings_each_option_comes_first() {
    let (folder, plans) = county();
    let page = compared(&folder, &plans, &["--robustness"]).good();
    let robust = part(&page, "How robust the order is");
    assert!(
        robust.contains("of 20 settings of speed and standard"),
        "{robust}"
    );
    assert!(robust.contains("approximation"), "{robust}");
    let told = robust.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains("times as long as the most deprived."),
        "{robust}"
    );
    let data = compared(&folder, &plans, &["--robustness", "--json"]).json();
    let robust = &data["robustness"];
    assert_eq!(robust["settings"].as_array().unwrap().len(), 20);
    let options = data["options"].as_array().unwrap().len();
    for setting in robust["settings"].as_array().unwrap() {
        assert_eq!(setting["rii_minutes"].as_array().unwrap().len(), options);
    }
    let credit: f64 = robust["credit"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_f64().unwrap())
        .sum();
    assert!((credit - 20.0).abs() < 1e-9);
    // At the study's own speed and standard it is the scorecard's own share.
    let own = robust["settings"].as_array().unwrap().iter();
    let mut own = own.filter(|it| it["factor"] == 1.0 && it["standard_minutes"] == 10.0);
    let own = own.next().unwrap();
    for (place, option) in data["options"].as_array().unwrap().iter().enumerate() {
        let share = own["share_within"][place].as_f64();
        assert_eq!(share, figure(option, "share_within", "all"));
    }
}

#[test]
fn on_foot_the_grid_is_of_walking_speeds_and_by_car_of_shares_of_the_speed() {
    for (mode, told) in [
        ("walk", "3.0 km/h, 3.5 km/h"),
        ("car", "0.8 times, 0.9 times"),
    ] {
        let page = run(&["compare", "--mode", mode, "--robustness"]).good();
        assert!(page.contains(told), "{page}");
    }
}

#[test]
fn figures_are_weighed_only_on_request_and_never_an_index_of_inequality() {
    let (folder, plans) = county();
    assert!(!compared(&folder, &plans, &[]).good().contains("eighed"));
    let asked = ["--weights", "share_within=2,children_worse=1"];
    let page = compared(&folder, &plans, &asked).good();
    let told = part(
        &page,
        "Weighed together, as asked: share_within 2, children_losing 1",
    );
    assert!(
        told.contains("101 weightings") && told.contains("dominated"),
        "{told}"
    );
    for (name, why) in [
        ("gini_minutes", "levelling down"),
        ("sii_minutes", "levelling down"),
        ("palma_minutes", "levelling down"),
        ("erreygers_share_within", "levelling down"),
        ("children", "neither more nor less"),
        ("nonsense", "no such figure"),
        ("share_within=1,share_within", "named twice"),
    ] {
        let refused = compared(&folder, &plans, &["--weights", &format!("{name}=1")]).stopped(2);
        assert!(refused.contains(why), "{name}: {refused}");
    }
    for bad in [
        "share_within",
        "share_within=-1",
        "share_within=0",
        "share_within=x",
    ] {
        compared(&folder, &plans, &["--weights", bad]).stopped(2);
    }
}

#[test]
fn every_index_of_inequality_and_slope_is_refused_as_a_component() {
    for it in fairreach::score::measures() {
        let index = ["index", "ratio"].contains(&it.unit.word()) || it.name.starts_with("sii_");
        // Minutes beyond the standard are a burden, told in minutes or as a part of it.
        let burden = ["mean_minutes_beyond", "excess_fgt1", "excess_fgt2"].contains(&it.name);
        if burden {
            assert!(component(it.name).is_ok(), "{}", it.name);
        } else if index {
            assert!(component(it.name).is_err(), "{}", it.name);
        }
    }
}

#[test]
fn what_hangs_on_who_is_served_or_on_how_even_hours_lie_is_refused_and_not_named_among_the_known() {
    for name in [
        "hours_to_move_share",
        "fidelity",
        "monotonicity_breaks",
        "minutes_to_third_nearest",
        "minutes_to_2_nearest",
        "minutes_to_3_nearest",
        "several_places_longest_minutes",
        "several_places_together_minutes",
        "places_to_visit",
        "mean_minutes_placed",
        "nearest_offers_all_share",
        "visiting_hours_lost_to_travel",
        "visiting_hours_lost_share",
    ] {
        let why = component(name).unwrap_err();
        assert!(why.0.contains("it is never weighed"), "{name}: {why}");
        assert!(fairreach::score::measure(name).is_some(), "{name}");
    }
    let known = component("nonsense").unwrap_err();
    assert!(known.0.contains("share_within_two") && !known.0.contains("fidelity"));
}

#[test]
fn a_share_beside_the_floor_is_told_in_the_table_with_the_decimals_that_keep_it_off() {
    let (folder, plans) = county();
    let data = compared(&folder, &plans, &["--json"]).json();
    let share = figure(&data["options"][0], "share_within", "all").unwrap();
    let text = folder.read("study.toml");
    let floor = share + 1e-5;
    folder.write(
        "study.toml",
        &format!("{text}\n[policy]\nfloor = {floor}\n"),
    );
    let page = compared(&folder, &plans, &[]).good();
    let reach = part(&page, "Reach");
    let row = reach
        .lines()
        .find(|it| it.contains("within the standard, %"));
    let today = row.unwrap().split_once("%  ").unwrap().1.trim();
    let decimals = today.split_once(' ').unwrap().0.split_once('.').unwrap().1;
    assert!(decimals.len() >= 3, "{reach}");
}

fn scored(case: Case, plans: &[Vec<String>]) -> Vec<ScoredOption> {
    let case = Arc::new(case);
    let mut options = vec![ScoredOption::today(&case, &case.mode, "Today")];
    for (place, open) in plans.iter().enumerate() {
        let (id, plan) = (format!("p{place}"), opened(&case, open));
        let option = ScoredOption::plan((&id, &id), &case, &plan, &options[0].scorecard);
        options.push(option);
    }
    options
}

fn weights(names: &[&str]) -> Vec<Component> {
    let of = |name: &&str| Component {
        measure: component(name).unwrap(),
        weight: 1.0,
    };
    names.iter().map(of).collect()
}

#[test]
fn of_two_options_each_best_in_one_figure_each_is_first_under_half_of_all_weightings() {
    // Site 1 is near to many and dear, site 2 far and cheap.
    let rows = [
        row("A", 10.0, 1, &[Some(5), Some(20)]),
        row("B", 10.0, 9, &[Some(5), Some(20)]),
    ];
    let mut case = case(&rows, &[Some(90), Some(30)], Some(10));
    case.baseline = opened(&case, &["S1".to_owned()]);
    let options = scored(
        case,
        &[
            vec!["S2".to_owned()],
            vec!["S1".to_owned(), "S2".to_owned()],
        ],
    );
    let found = composite(&options, hub(), &weights(&["share_within", "annual_cost"]));
    let of = |place: usize| found.options[place].clone().unwrap();
    assert_eq!(found.weightings, 101);
    // Today: all within, 90; option 1: none, 30; option 2: all, 120, and so dominated by today.
    assert!((of(0).score - f64::midpoint(1.0, 1.0 / 3.0)).abs() < 1e-12);
    assert_eq!(of(2).dominated_by, Some(0));
    assert_eq!((of(0).dominated_by, of(1).dominated_by), (None, None));
    // Today is first where w + (1 - w) / 3 > 1 - w: where the share weighs more than 2/5; equal at 2/5; with option 2 at 1.
    assert!((of(0).acceptability - (59.0 + 0.5 + 0.5) / 101.0).abs() < 1e-12);
    assert!((of(1).acceptability - 40.5 / 101.0).abs() < 1e-12);
    assert!((of(2).acceptability - 0.5 / 101.0).abs() < 1e-12);
}

#[test]
fn an_option_that_abandons_children_is_not_weighed_however_short_the_journeys_of_the_others() {
    let rows = [
        row("A", 10.0, 1, &[Some(5), Some(5)]),
        row("B", 10.0, 9, &[Some(30), None]),
    ];
    let mut case = case(&rows, &[Some(90), Some(30)], Some(10));
    case.baseline = opened(&case, &["S1".to_owned()]);
    let options = scored(case, &[vec!["S2".to_owned()]]);
    let found = composite(&options, hub(), &weights(&["mean_minutes"]));
    assert!(found.options[0].is_ok());
    let why = found.options[1].clone().unwrap_err();
    assert!(why.0.contains("without any site"), "{why}");
}

/// A county drawn by hand, and which of its three sites each of some plans opens.
fn drawn() -> impl Strategy<Value = (Vec<Row>, Vec<Vec<String>>)> {
    let time = prop_oneof![5 => (0_u32..2_700).prop_map(Some), 1 => Just(None)];
    let area = (0_u32..50, 1_u32..=10, prop::collection::vec(time, 3));
    let areas = prop::collection::vec(area, 1..12).prop_map(|areas| {
        let row = |(at, (children, decile, seconds)): (usize, (u32, u32, Vec<Option<u32>>))| Row {
            seconds: seconds
                .into_iter()
                .map(|it| it.ok_or(fairreach::travel::Unreached::NoPath))
                .collect(),
            ..row(&format!("E{at:03}"), f64::from(children), decile, &[])
        };
        areas.into_iter().enumerate().map(row).collect::<Vec<Row>>()
    });
    let plan = prop::collection::vec(any::<bool>(), 3).prop_map(|open| {
        let sites = (1..=3).zip(open).filter(|it| it.1);
        sites
            .map(|(it, _)| format!("S{it}"))
            .collect::<Vec<String>>()
    });
    (areas, prop::collection::vec(plan, 1..4))
}

/// The case in which every time is scaled and the service has another standard: judged from the ground up.
fn slow(case: &Case, factor: f64, minutes: u32) -> Case {
    let mut case = case.clone();
    let mode = case.mode.clone();
    let times = &case.times[&mode];
    let mut scaled = TravelTimes::unreached(
        times.n_areas(),
        times.n_sites(),
        fairreach::travel::Unreached::NoPath,
    );
    for area in (0..times.n_areas()).map(AreaId::at) {
        for site in (0..times.n_sites()).map(SiteId::at) {
            let time = times.get(area, site);
            let time =
                time.map(|it| Seconds::from_fractional(f64::from(it.get()) / factor).unwrap());
            scaled.set(area, site, time);
        }
    }
    case.times.insert(mode.clone(), scaled);
    let standard = Seconds::from_minutes(minutes);
    case.services[hub()].standard.insert(mode, standard);
    case
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Scaling the nearest times is the same as scaling all times and judging anew.
    #[test]
    fn the_grid_is_that_of_cases_judged_anew_with_every_time_scaled((rows, plans) in drawn()) {
        let case = case(&rows, &[Some(10), Some(20), Some(30)], Some(20));
        let options = scored(case.clone(), &plans);
        let (paces, standards) = ([0.625, 1.0, 1.2], [10, 30]);
        let found = robustness(&options, hub(), &paces, &standards.map(Seconds::from_minutes));
        let children: f64 = rows.iter().filter_map(|it| it.children).sum();
        prop_assert_eq!(found.is_err(), children <= 0.0);
        let Ok(found) = found else { return Ok(()) };
        let mut credit = vec![0.0; options.len()];
        for setting in &found.settings {
            let minutes = setting.standard.get() / 60;
            let slow = slow(&case, paces[setting.pace], minutes);
            let today = evaluate(&slow, &slow.mode, &slow.baseline);
            let mut keys = Vec::new();
            for (place, option) in options.iter().enumerate() {
                let then = evaluate(&slow, &slow.mode, &option.scorecard.configuration);
                let changes = against(&slow, &today, &then);
                let own = |name: &str, scope| then.figure(name, Some(hub()), scope).unwrap().value.clone();
                let most = Scope::DeprivationBand(DeprivationBand::Most);
                let share = own("share_within", Scope::All).unwrap();
                let beyond = own("children", most).unwrap_or(0.0) - own("children_within", most).unwrap_or(0.0);
                let losing = find(&changes, "children_losing_over_5", Some(hub()), Scope::All).unwrap();
                let losing = losing.value.clone().unwrap();
                prop_assert!(setting.share_within[place].total_cmp(&share).is_eq());
                prop_assert!(setting.deprived_beyond[place].total_cmp(&beyond).is_eq());
                prop_assert!(setting.losing_over_5[place].total_cmp(&losing).is_eq());
                for (name, told) in [
                    ("sii_minutes", setting.sii_minutes[place]),
                    ("rii_minutes", setting.rii_minutes[place]),
                ] {
                    let same = match (told, own(name, Scope::All)) {
                        (Some(told), Ok(own)) => (told - own).abs() <= 1e-9 * own.abs().max(1.0),
                        (told, own) => told.is_none() && own.is_err(),
                    };
                    prop_assert!(same, "{} {:?}", name, told);
                }
                keys.push((-share, beyond, losing));
            }
            let first: Vec<usize> = (0..keys.len()).filter(|it| keys.iter().all(|key| keys[*it] <= *key)).collect();
            for it in &first {
                credit[*it] += 1.0 / first.len() as f64;
            }
            prop_assert_eq!(&setting.first, &first);
            let plans = &keys[1..];
            let of_plans: Vec<usize> = (1..keys.len()).filter(|it| plans.iter().all(|key| keys[*it] <= *key)).collect();
            prop_assert_eq!(&setting.first_of_plans, &of_plans);
        }
        for (found, slow) in found.credit.iter().zip(credit) {
            prop_assert!((found - slow).abs() < 1e-9);
        }
    }

    /// Shares of weightings add up to one; who is dominated is never alone in front, and says by whom; the order in which
    /// options are named changes nothing.
    #[test]
    fn shares_of_weightings_add_up_and_the_order_of_options_changes_nothing((rows, plans) in drawn()) {
        let case = case(&rows, &[Some(10), Some(20), Some(30)], Some(20));
        let names = ["share_within", "children_losing", "annual_cost"];
        let options = scored(case.clone(), &plans);
        let found = composite(&options, hub(), &weights(&names));
        let weighed: Vec<_> = found.options.iter().flatten().collect();
        let sum: f64 = weighed.iter().map(|it| it.acceptability).sum();
        prop_assert!(weighed.is_empty() || (sum - 1.0).abs() < 1e-9);
        for (place, it) in found.options.iter().enumerate() {
            let Ok(it) = it else { continue };
            prop_assert!((0.0..=1.0 + 1e-12).contains(&it.score));
            let good = |option: usize, name: &str| {
                let value = options[option].value(name, hub(), Scope::All).unwrap();
                if name == "share_within" { value } else { -value }
            };
            let dominates = |other: usize| {
                names.iter().all(|name| good(other, name) >= good(place, name))
                    && names.iter().any(|name| good(other, name) > good(place, name))
            };
            let others = (0..options.len()).filter(|it| found.options[*it].is_ok());
            prop_assert_eq!(it.dominated_by, others.clone().find(|it| dominates(*it)));
        }
        let mut turned = plans;
        turned.reverse();
        let back = scored(case, &turned);
        let again = composite(&back, hub(), &weights(&names));
        let n = options.len();
        for place in 1..n {
            let (one, other) = (&found.options[place], &again.options[n - place]);
            prop_assert_eq!(one.is_ok(), other.is_ok());
            if let (Ok(one), Ok(other)) = (one, other) {
                prop_assert!((one.acceptability - other.acceptability).abs() < 1e-9);
                prop_assert_eq!(one.dominated_by.is_some(), other.dominated_by.is_some());
            }
        }
        let (one, other) = (offers(&options, hub(), Some(45.0)), offers(&back, hub(), Some(45.0)));
        for (one, other) in one.iter().zip(&other) {
            let place = |it: &usize| if *it == 0 { 0 } else { n - it };
            let mut turned: Vec<usize> = other.best.iter().flatten().map(place).collect();
            turned.sort_unstable();
            prop_assert_eq!(one.best.clone().unwrap_or_default(), turned, "{:?}", one.aim);
        }
    }
}

#[test]
fn the_most_within_the_standard_are_all_of_those_that_share_the_highest_share() {
    let case = toy("toy_dataset", 10);
    let plans: Vec<Vec<String>> = crate::county::vector("location")["all_subsets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| words(&it["open"]))
        .collect();
    let options = scored(case, &plans);
    let share = |it: &ScoredOption| it.value("share_within", hub(), Scope::All).unwrap();
    let best = options.iter().map(share).fold(0.0, f64::max);
    let all: Vec<usize> = (0..options.len())
        .filter(|it| share(&options[*it]) >= best)
        .collect();
    let found = offers(&options, hub(), None);
    assert_eq!(found[2].aim, Aim::MostReach);
    assert_eq!(found[2].best.clone().unwrap(), all);
}

#[test]
fn every_option_that_is_not_there_is_told_at_once_and_a_budget_below_nothing_as_such() {
    let (folder, _) = county();
    let study = folder.word("");
    let told = run(&["compare", &study, "open-s6", "close-s4", "clse-s4"]).stopped(2);
    for said in [
        "scenario open-s6",
        "did you mean open-s5?",
        "scenario clse-s4",
        "did you mean close-s4?",
    ] {
        assert!(told.contains(said), "{said}: {told}");
    }
    let told = run(&["compare", &study, "--budget", "-1"]).stopped(2);
    assert!(told.contains("give pounds a year"), "{told}");
}

#[test]
fn a_notice_about_a_plan_names_the_option() {
    let (folder, _) = county();
    let study = folder.read("study.toml");
    folder.write(
        "study.toml",
        &study
            .replace(
                "{ close = \"S4\" }",
                "{ convert = \"S4\", tier = \"desk\" }",
            )
            .replace(
                "centre = { services",
                "desk = { services = [\"family-hub\"], hours = 5 }\ncentre = { services",
            ),
    );
    let page = run(&["compare", &folder.word("")]).good();
    assert!(page.contains("close-s4: S4"), "{page}");
}

#[test]
fn an_option_that_breaks_a_rule_is_offered_with_that_beside_it_and_the_rule_is_named() {
    let (folder, plans) = county();
    let study = folder.read("study.toml");
    folder.write(
        "study.toml",
        &format!("{study}\n[rules]\nexclusions = [[\"S1\", \"S5\"]]\n"),
    );
    let page = compared(&folder, &plans, &[]).good();
    let offered = part(&page, "Offered");
    assert!(
        offered.contains("2 (Open site 5; breaks 1 rule)"),
        "{offered}"
    );
    let rules = part(&page, "Rules of the study");
    assert!(rules.contains("both open, and only one may be"), "{rules}");
    let data = compared(&folder, &plans, &["--json"]).json();
    let broken: Vec<Option<f64>> = data["options"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| figure(it, "rules_broken", "all"))
        .collect();
    assert_eq!(broken, [0.0, 0.0, 1.0, 0.0].map(Some));
}

#[test]
fn what_a_plan_may_better_by_making_things_worse_is_never_weighed() {
    for (name, why) in [
        ("hours_to_move", "all hours are cut"),
        ("shortfall_hours_deciles_1_3", "all hours are cut"),
        ("added_minutes_share_deciles_1_3", "more harm"),
        ("monotonicity_gap_share", "how even"),
        ("minutes_to_second_nearest", "a second place"),
        ("gini_minutes", "levelling down"),
    ] {
        let refused = component(name).unwrap_err();
        assert!(refused.0.contains(why), "{name}: {refused}");
    }
    let (folder, plans) = county();
    let study = folder.read("study.toml");
    folder.write(
        "study.toml",
        &study.replace("[assess]\n", "[assess]\ncutoffs_min = [10, 20]\n"),
    );
    let page = compared(&folder, &plans, &["--weights", "share_within_cutoff=1"]).good();
    assert!(page.contains("told for several cut-offs"), "{page}");
}

#[test]
fn an_option_that_strands_others_than_another_does_is_not_weighed_though_both_strand_as_many() {
    // Two areas of as many children; each plan keeps the site that one of them reaches.
    let rows = [
        row("a", 50.0, 1, &[Some(5), None]),
        row("b", 50.0, 9, &[None, Some(9)]),
    ];
    let case = Arc::new(case(&rows, &[Some(1_000), Some(1_000)], Some(10)));
    let today = ScoredOption::today(&case, &case.mode, "Today");
    let plan = |site: &str| {
        let configuration = opened(&case, &[site.to_owned()]);
        ScoredOption::plan(("p", "P"), &case, &configuration, &today.scorecard)
    };
    let options = [plan("S1"), plan("S2")];
    let weighed = composite(
        &options,
        hub(),
        &[Component {
            measure: component("mean_minutes").unwrap(),
            weight: 1.0,
        }],
    );
    assert!(weighed.options.iter().all(Result::is_err), "{weighed:?}");
}
