//! What councils commission: bundles and delivery models over the same sites, tiers that are no plain places, money by
//! line and funder, rules and phases; each figure of a little town is computed by hand beside it.

use serde_json::Value;

use crate::program::{Folder, run};

fn town() -> Folder {
    Folder::copy("tests/studies/commissioning")
}

fn assessed(folder: &Folder, scenario: Option<&str>) -> Value {
    let path = folder.word("study.toml");
    let mut arguments = vec!["assess", path.as_str(), "--json"];
    arguments.extend(scenario.iter().flat_map(|it| ["--scenario", *it]));
    run(&arguments).json()
}

/// A figure of the baseline or the scenario.
fn figure<'a>(judged: &'a Value, name: &str, service: Option<&str>, scope: &str) -> &'a Value {
    let figures = judged["figures"].as_array().unwrap();
    figures
        .iter()
        .find(|it| it["name"] == name && it["scope"] == scope && it["service"].as_str() == service)
        .unwrap_or_else(|| panic!("no figure {name} {service:?} {scope}"))
}

fn holds(judged: &Value, name: &str, service: Option<&str>, scope: &str, expected: f64) {
    let figure = figure(judged, name, service, scope);
    let value = figure["value"]
        .as_f64()
        .unwrap_or_else(|| panic!("{name}: {figure}"));
    assert!(
        (value - expected).abs() < 1e-9,
        "{name}: {value}, not {expected}"
    );
}

#[test]
fn the_seven_models_are_told_over_one_set_of_sites_in_one_run() {
    let town = town();
    let today = &assessed(&town, None)["baseline"];
    for (model, children) in [
        (1, 200.0),
        (2, 200.0),
        (3, 100.0),
        (4, 100.0),
        (5, 300.0),
        (6, 300.0),
        (7, 300.0),
    ] {
        let id = format!("nottingham-{model}");
        holds(today, "children", Some(&id), "all", children);
    }
    // Model 1: health visiting, the partnership and early help for under-fives. Under one roof at the hub alone.
    let one = Some("nottingham-1");
    holds(
        today,
        "mean_minutes",
        one,
        "all",
        (500.0 + 1000.0 + 900.0 + 160.0) / 200.0,
    );
    holds(today, "share_within", one, "all", 0.6);
    // Apart: 5, 6, 10 and 8 minutes to the first two, 3, 8, 25 and 8 to early help.
    holds(
        today,
        "several_places_longest_minutes",
        one,
        "all",
        (500.0 + 400.0 + 750.0 + 160.0) / 200.0,
    );
    holds(
        today,
        "several_places_together_minutes",
        one,
        "all",
        (800.0 + 700.0 + 1050.0 + 160.0) / 200.0,
    );
    holds(today, "share_within_several_places", one, "all", 0.85);
    holds(today, "places_to_visit", one, "all", 1.9);
    holds(today, "nearest_offers_all_share", one, "all", 0.1);
    // Its funders are public health (400,000 of the hub) and the council (400,000 of premises).
    holds(today, "cost_to_its_funders", one, "all", 800_000.0);
    holds(
        today,
        "cost_to_its_funders",
        Some("nottingham-2"),
        "all",
        1_400_000.0,
    );
    // The third brings early help, youth work and mental health together, of which the clinic gives none: what the NHS
    // pays there is none of its cost, and the premises of the hub are.
    holds(
        today,
        "cost_to_its_funders",
        Some("nottingham-3"),
        "all",
        100_000.0,
    );

    let page = run(&["assess", &town.word("study.toml")]).good();
    let table: Vec<&str> = page
        .lines()
        .skip_while(|it| !it.starts_with("Delivery models over the same sites"))
        .skip(2)
        .take(7)
        .collect();
    for (nth, row) in table.iter().enumerate() {
        assert!(
            row.trim_start().starts_with(&format!("{}:", nth + 1)),
            "{page}"
        );
    }
    assert!(
        table[0].contains("60.0 %") && table[0].contains("85.0 %"),
        "{}",
        table[0]
    );
    assert!(
        page.contains("85.0 % of the under-fives reach each of the services within the standard"),
        "{page}"
    );
}

#[test]
fn a_model_of_services_that_the_study_does_not_have_says_so() {
    let town = town();
    town.edit(
        "study.toml",
        "[[services]]\npreset = \"camhs\"\nstandard = { car = 15 }\n",
        "",
    );
    town.edit("study.toml", "\"camhs\", ", "");
    let page = run(&["assess", &town.word("study.toml")]).good();
    let told = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains("No site can offer it: the study has no service camhs."),
        "{page}"
    );
    // What nobody can reach each part of is reached nowhere, in one place or in several.
    let today = &assessed(&town, None)["baseline"];
    for name in [
        "nearest_offers_all_share",
        "share_within_several_places",
        "several_places_longest_minutes",
        "several_places_together_minutes",
        "places_to_visit",
    ] {
        let figure = figure(today, name, Some("nottingham-6"), "all");
        assert!(figure["value"].is_null(), "{figure}");
        assert_eq!(figure["reason"], "the study has no service camhs", "{name}");
    }
}

#[test]
fn outreach_home_visits_and_need_are_told_apart() {
    let town = town();
    let today = &assessed(&town, None)["baseline"];
    // Within 15 minutes of early help by the library's sessions alone: the 70 of A2.
    holds(
        today,
        "children_within_by_sessions_only",
        Some("early-help"),
        "all",
        70.0,
    );
    // The base reaches A1, A2 and A4 within 30 minutes: an hour there, and 20, 30 and 40 minutes on the way.
    let fnp = Some("fnp");
    holds(today, "children_in_visiting_reach", fnp, "all", 170.0);
    holds(today, "share_in_visiting_reach", fnp, "all", 0.85);
    holds(today, "visiting_hours", fnp, "all", 30.0);
    holds(
        today,
        "visiting_hours_lost_share",
        fnp,
        "all",
        4_300.0 / 14_500.0,
    );
    holds(
        today,
        "visiting_hours_lost_to_travel",
        fnp,
        "all",
        30.0 * 4_300.0 / 14_500.0,
    );
    // Whom staff reach takes times; what it costs them takes hours.
    town.edit(
        "study.toml",
        "home = { services = [\"fnp\"], hours = 30,",
        "home = { services = [\"fnp\"],",
    );
    let untold = &assessed(&town, None)["baseline"];
    holds(untold, "children_in_visiting_reach", fnp, "all", 170.0);
    holds(untold, "share_in_visiting_reach", fnp, "all", 0.85);
    for name in [
        "visiting_hours",
        "visiting_hours_lost_to_travel",
        "visiting_hours_lost_share",
    ] {
        assert_eq!(
            figure(untold, name, fnp, "all")["reason"],
            "no staffed hours are given for Base"
        );
    }
    // Nobody goes to the base: the partnership is at the hub and the clinic.
    holds(
        today,
        "mean_minutes",
        fnp,
        "all",
        (500.0 + 300.0 + 300.0 + 160.0) / 200.0,
    );
    // Midwifery counts under-fives in need.
    holds(
        today,
        "children",
        Some("midwifery"),
        "all",
        40.0 + 10.0 + 3.0 + 6.0,
    );
    assert_eq!(
        figure(today, "children", Some("midwifery"), "all")["band"],
        "under5_in_need"
    );
}

#[test]
fn people_who_are_counted_by_need_are_not_weighed_by_it_again() {
    let town = town();
    town.edit(
        "study.toml",
        "[rules]",
        "[policy]\nsteepness = 0.5\n[rules]",
    );
    let plan = &assessed(&town, Some("no-clinic"))["scenario"];
    let midwifery = Some("midwifery");
    // 40, 10, 3 and 6 in need are 5, 20, 30 and 8 minutes from the hub.
    holds(
        plan,
        "low_income_children_within",
        midwifery,
        "all",
        46.0 / 59.0,
    );
    holds(plan, "share_within", midwifery, "all", 46.0 / 59.0);
    for name in [
        "target_hours_per_child",
        "hours_to_move",
        "hours_to_move_share",
        "fidelity",
        "shortfall_hours_deciles_1_3",
        "realised_slope",
        "kakwani_hours",
        "concentration_need",
    ] {
        assert_eq!(
            figure(plan, name, midwifery, "all")["reason"],
            "its people are counted by need already",
            "{name}"
        );
    }
    // Of the children themselves need tells as before: 100, 50, 30 and 20 at 0.4, 0.2, 0.1 and 0.3.
    holds(
        plan,
        "low_income_children_within",
        Some("hv"),
        "all",
        46.0 / 59.0,
    );
    assert!(figure(plan, "realised_slope", Some("hv"), "all")["value"].is_f64());
}

#[test]
fn any_open_member_of_a_network_stands_for_what_all_of_them_offer() {
    let plan = &assessed(&town(), Some("network"))["scenario"];
    // Health visiting is at N1, early help at N2; each stands for both. A3 reaches neither.
    for service in ["hv", "early-help", "start"] {
        let people = if service == "early-help" {
            [110.0, 70.0, 60.0]
        } else {
            [100.0, 50.0, 20.0]
        };
        let minutes = 9.0 * people[0] + 7.0 * people[1] + 11.0 * people[2];
        holds(
            plan,
            "mean_minutes",
            Some(service),
            "all",
            minutes / people.iter().sum::<f64>(),
        );
    }
    // Each gives its 5 hours to its own service alone, and to what both make together.
    for (service, hours) in [("hv", 5.0), ("early-help", 5.0), ("start", 10.0)] {
        holds(plan, "total_hours", Some(service), "all", hours);
    }
}

#[test]
fn a_member_of_a_network_has_nothing_for_what_others_give_and_need_not_tell_it() {
    let town = town();
    town.edit(
        "study.toml",
        "net = { network = true, hours = 5 }",
        "net = { network = true }",
    );
    town.edit(
        "study.toml",
        "{ open = \"N2\" }]",
        "{ open = \"N2\" }, { hours = \"N1\", value = 5 }]",
    );
    town.edit(
        "study.toml",
        "preset = \"hv\"\nstandard",
        "preset = \"hv\"\ncapacity_per_hour = 2\nstandard",
    );
    let plan = &assessed(&town, Some("network"))["scenario"];
    holds(plan, "total_hours", Some("hv"), "all", 5.0);
    holds(plan, "capacity_open", Some("hv"), "all", 10.0);
    assert_eq!(
        figure(plan, "total_hours", Some("early-help"), "all")["reason"],
        "no staffed hours are given for Two"
    );
}

#[test]
fn hours_of_one_service_and_of_sessions_are_those_that_count() {
    let town = town();
    let today = &assessed(&town, None)["baseline"];
    // Hub 40, clinic 10, library 6, base 30.
    holds(today, "front_line_hours", None, "all", 86.0);
    let plan = &assessed(&town, Some("sessions"))["scenario"];
    holds(plan, "front_line_hours", None, "all", 89.0);
    holds(plan, "front_line_hours_change", None, "all", 3.0);
    // Of health visiting the hub's 40 and the clinic's 4; of the partnership the plan has 40 and 7, not the base's.
    holds(today, "total_hours", Some("hv"), "all", 44.0);
    holds(plan, "total_hours", Some("fnp"), "all", 47.0);
}

#[test]
fn cambridgeshires_saving_is_told_to_the_pound() {
    let town = town();
    let told = assessed(&town, Some("no-clinic"));
    holds(&told["baseline"], "annual_cost", None, "all", 5_272_159.0);
    let plan = &told["scenario"];
    holds(plan, "annual_cost", None, "all", 4_372_159.0);
    holds(plan, "saving", None, "all", 900_000.0);
    holds(plan, "saving_share", None, "all", 0.170_708_053_380_028_95);
    holds(plan, "budget_left", None, "all", 0.0);
    holds(&told["baseline"], "budget_left", None, "all", -900_000.0);
    holds(&told["baseline"], "premises_cost", None, "all", 400_000.0);
    holds(
        &told["baseline"],
        "front_line_cost",
        None,
        "all",
        1_000_000.0,
    );
    holds(
        &told["baseline"],
        "cost_to_funder",
        None,
        "funder:local-authority",
        400_000.0,
    );
    holds(
        &told["baseline"],
        "cost_to_funder",
        None,
        "funder:public-health-ring-fence",
        400_000.0,
    );
    holds(
        &told["baseline"],
        "cost_to_funder",
        None,
        "funder:icb",
        600_000.0,
    );
    holds(plan, "cost_to_funder", None, "funder:icb", 0.0);
    assert!(figure(plan, "cost_without_funder", None, "all")["value"].is_null());
    holds(plan, "front_line_hours_change", None, "all", -10.0);
    let page = run(&[
        "assess",
        &town.word("study.toml"),
        "--scenario",
        "no-clinic",
    ])
    .good();
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "£4,372,159 a year: £900,000 (17.1 %) less than today.",
        "The saving of £900,000 a year is met.",
        "Staffed hours a week: 76, 10 fewer than today; they were to be kept.",
        "Paid by: Public health (ring-fenced)",
    ] {
        assert!(words.contains(said), "{said}\n{page}");
    }
}

#[test]
fn broken_rules_are_named_and_protected_services_watched() {
    let town = town();
    let plan = &assessed(&town, Some("no-clinic"))["scenario"];
    // A2 goes from 6 minutes to 20, A3 from 10 to 30: more than 5 later.
    let harmed = figure(plan, "protected_areas_harmed", Some("hv"), "all");
    assert_eq!(
        (harmed["value"].as_f64(), harmed["which"].as_str()),
        (Some(2.0), Some("area:A2 area:A3"))
    );
    let plan = &assessed(&town, Some("steps"))["scenario"];
    let broken = figure(plan, "rules_broken", None, "all");
    assert_eq!(broken["value"], 2.0);
    assert_eq!(
        broken["which"],
        "not_before:CAND:2027-06-01 exclusion:HUB+CAND"
    );
    let page = run(&["assess", &town.word("study.toml"), "--scenario", "steps"]).good();
    assert!(
        page.contains("Hub and Candidate are both open, and only one may be."),
        "{page}"
    );
}

#[test]
fn the_phases_of_a_programme_are_scored_in_their_order() {
    let town = town();
    let told = assessed(&town, Some("steps"));
    let phases = told["phases"].as_array().unwrap();
    assert_eq!(
        (phases[0]["from"].as_str(), phases[1]["changes"].as_u64()),
        (Some("2027-04-01"), Some(2))
    );
    // With the candidate and the clinic: 1, 2, 9 and 8 minutes to health visiting; without the clinic the same.
    for phase in phases {
        holds(
            &phase["judged"],
            "mean_minutes",
            Some("hv"),
            "all",
            (100.0 + 100.0 + 270.0 + 160.0) / 200.0,
        );
    }
    holds(
        &phases[0]["judged"],
        "annual_cost",
        None,
        "all",
        5_322_159.0,
    );
    holds(
        &phases[1]["judged"],
        "annual_cost",
        None,
        "all",
        4_422_159.0,
    );
    let page = run(&["assess", &town.word("study.toml"), "--scenario", "steps"]).good();
    let rows: Vec<&str> = page
        .lines()
        .skip_while(|it| !it.starts_with("Phases: Health visiting"))
        .skip(2)
        .take(2)
        .collect();
    // The candidate opens in April 2027 and may not before June; a year later that is past.
    assert!(
        rows[0].contains("from 2027-04-01") && rows[0].trim_end().ends_with('2'),
        "{page}"
    );
    assert!(
        rows[1].contains("from 2028-04-01") && rows[1].trim_end().ends_with('1'),
        "{page}"
    );
}

#[test]
fn what_is_wrong_with_services_models_money_and_rules_is_told_at_once() {
    let town = town();
    for (right, wrong) in [
        ("preset = \"hv\"", "preset = \"hvv\""),
        (
            "services = [\"hv\", \"early-help\"]",
            "services = [\"hv\", \"earlyhelp\"]",
        ),
        ("funder = \"icb\" }", "funder = \"ibc\" }"),
        ("saving = 900_000", "saving = 900_000\nbudget = 4_000_000"),
        ("max_loss_minutes = 5", "max_loss_minutes = -5"),
        ("first = 2 }", "first = 3 }"),
    ] {
        town.edit("study.toml", right, wrong);
    }
    let ended = run(&["check", &town.word("study.toml")]);
    assert_eq!(ended.code, 2, "{}", ended.err);
    for told in [
        "services[0].preset",
        "did you mean hv?",
        "bundles[0].services",
        "did you mean early-help?",
        "sites[0].costs[0].funder",
        "money.budget",
        "4372159",
        "rules.protected",
        "scenarios[1].phases[1].first",
    ] {
        assert!(
            ended.err.contains(told) || ended.out.contains(told),
            "{told}\n{}{}",
            ended.err,
            ended.out
        );
    }
}

#[test]
fn an_exclusion_of_a_site_that_is_not_there_is_refused_with_its_line() {
    let town = town();
    town.edit(
        "study.toml",
        "[[\"HUB\", \"CAND\"]]",
        "[[\"HUB\", \"CANT\"]]",
    );
    let ended = run(&["assess", &town.word("study.toml")]);
    assert_eq!(ended.code, 2);
    assert!(
        ended.err.contains("E-CFG-SITE") && ended.err.contains("did you mean CAND?"),
        "{}",
        ended.err
    );
}

#[test]
fn projected_people_stand_for_todays_in_their_year() {
    let town = town();
    town.edit(
        "study.toml",
        "[deprivation]",
        "[[people]]\nyear = \"2031\"\nfile = \"people_2031.csv\"\nbands = { under5 = \"projected\" }\n[deprivation]",
    );
    town.write(
        "people_2031.csv",
        "code,projected\nA1,200\nA2,40\nA3,30\nA4,20\n",
    );
    let path = town.word("study.toml");
    let read = run(&["check", &path, "--json"]).json();
    let of_year = |list: &str| {
        let all = read[list].as_array().unwrap();
        let found = all.iter().find(|it| it["file"] == "people_2031.csv");
        found.unwrap_or_else(|| panic!("{list}")).clone()
    };
    assert_eq!(of_year("people")["used"], 290.0);
    assert_eq!(of_year("files")["rows_used"], 4);
    assert_eq!(of_year("joins")["areas_matched"], 4);
    let told = run(&["assess", &path, "--json", "--year", "2031"]).json();
    holds(&told["baseline"], "children", Some("hv"), "all", 290.0);
    // No source of the year gives the older ones, who stay as they are, and need goes with the projection.
    holds(&told["baseline"], "children", Some("youth"), "all", 100.0);
    holds(
        &told["baseline"],
        "children",
        Some("midwifery"),
        "all",
        80.0 + 8.0 + 3.0 + 6.0,
    );
    holds(
        &assessed(&town, None)["baseline"],
        "children",
        Some("hv"),
        "all",
        200.0,
    );
    let page = run(&["assess", &path, "--year", "2031"]).good();
    assert!(page.contains("projected for 2031"), "{page}");
    let unknown = run(&["assess", &path, "--year", "2030"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("2031"), "{}", unknown.err);
    // `check` reads every year too.
    town.write(
        "people_2031.csv",
        "code,projected\nA1,many\nA2,40\nA3,30\nA4,20\n",
    );
    let checked = run(&["check", &path]);
    assert_eq!(checked.code, 2);
    assert!(checked.err.contains("people_2031.csv"), "{}", checked.err);
}

#[test]
fn visits_at_home_and_places_open_by_sessions_are_told_on_the_page() {
    let town = town();
    let page = run(&["assess", &town.word("study.toml"), "--scenario", "sessions"]).good();
    let data = assessed(&town, Some("sessions"));
    let by_sessions = data["scenario"]["figures"]
        .as_array()
        .unwrap()
        .iter()
        .any(|it| {
            it["name"] == "children_within_by_sessions_only" && it["value"].as_f64() > Some(0.0)
        });
    assert_eq!(
        page.contains("only of places that open by sessions"),
        by_sessions,
        "{page}"
    );
    assert!(by_sessions);
    town.edit(
        "study.toml",
        "changes = [{ close = \"CLINIC\" }]",
        "changes = [{ close = \"CLINIC\" }, { convert = \"HUB\", tier = \"home\" }]",
    );
    let page = run(&[
        "assess",
        &town.word("study.toml"),
        "--scenario",
        "no-clinic",
    ])
    .good();
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "The costs of 1 site whose tier or hours change are taken as they are today.",
        "in reach of visits at home, which count as no place",
        "staffed hours a week",
        "go on the way",
        "That is of places alone:",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn the_phases_stand_in_the_csv_too() {
    let town = town();
    let rows = run(&[
        "assess",
        &town.word("study.toml"),
        "--scenario",
        "steps",
        "--csv",
    ])
    .good();
    for kind in [
        "baseline,",
        "scenario,steps,",
        "phase:2027-04-01,steps,",
        "phase:2028-04-01,steps,",
    ] {
        assert!(rows.lines().any(|it| it.starts_with(kind)), "{kind}");
    }
}
