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
    let minutes = f64::from(40 * 5 + 10 * 20 + 3 * 30 + 6 * 8) / 59.0;
    for service in ["hv", "midwifery"] {
        holds(plan, "mean_minutes_in_need", Some(service), "all", minutes);
    }
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
    let study = town.word("study.toml");
    let page = words(&run(&["assess", &study, "--scenario", "sessions"]).good());
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
    let page = words(&run(&["assess", &study, "--scenario", "no-clinic"]).good());
    holds_all(
        &page,
        &[
            "The costs of 1 site whose tier or hours change are taken as they are today.",
            "in reach of visits at home, which count as no place",
            "staffed hours a week",
            "go on the way",
            "That is of places alone:",
        ],
    );
}

/// What `check` says of the town with something in a file written otherwise; it ends with this code.
fn checked(file: &str, right: &str, wrong: &str, code: i32) -> String {
    let town = town();
    town.edit(file, right, wrong);
    said(&town, code)
}

fn said(town: &Folder, code: i32) -> String {
    let ended = run(&["check", &town.word("study.toml")]);
    assert_eq!(ended.code, code, "{}{}", ended.err, ended.out);
    words(&(ended.err + &ended.out))
}

fn words(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn holds_all(page: &str, told: &[&str]) {
    for it in told {
        assert!(page.contains(it), "{it}\n{page}");
    }
}

/// The page of a scenario with these changes.
fn planned(town: &Folder, changes: &str) -> String {
    town.write(
        "plan.toml",
        &format!("name = \"Plan\"\nchanges = {changes}\n"),
    );
    let (study, plan) = (town.word("study.toml"), town.word("plan.toml"));
    words(&run(&["assess", &study, "--scenario", &plan]).good())
}

/// What is said of changes that cannot be.
fn refused(town: &Folder, changes: &str) -> String {
    town.write(
        "plan.toml",
        &format!("name = \"Plan\"\nchanges = {changes}\n"),
    );
    let (study, plan) = (town.word("study.toml"), town.word("plan.toml"));
    let ended = run(&["assess", &study, "--scenario", &plan]);
    assert_eq!(ended.code, 2, "{}{}", ended.err, ended.out);
    words(&ended.err)
}

fn planned_json(town: &Folder, changes: &str) -> Value {
    town.write(
        "plan.toml",
        &format!("name = \"Plan\"\nchanges = {changes}\n"),
    );
    let (study, plan) = (town.word("study.toml"), town.word("plan.toml"));
    run(&["assess", &study, "--json", "--scenario", &plan]).json()
}

#[test]
fn whom_a_service_is_for_who_manages_a_site_and_what_is_ring_fenced_are_told() {
    let town = town();
    town.edit(
        "study.toml",
        "[rules]",
        "[funders.icb]\nring_fenced = true\n[rules]",
    );
    let page = words(&run(&["assess", &town.word("study.toml")]).good());
    holds_all(
        &page,
        &[
            "Health visiting: under-fives, by car, standard 15 min, universal",
            "Family nurse partnership: under-fives, by car, standard 15 min, targeted",
            "Paid by: Integrated care board (ring-fenced)",
            "Paid by: Public health (ring-fenced) ",
            "Paid by: Local authority £",
        ],
    );
    let study = &assessed(&town, None)["study"];
    let row = |list: &str, id: &str| {
        let rows = study[list].as_array().unwrap();
        rows.iter().find(|it| it["id"] == id).unwrap().clone()
    };
    assert_eq!(row("services", "fnp")["reach"], "targeted");
    assert_eq!(row("services", "fnp")["funder"], "public-health-ring-fence");
    assert_eq!(row("services", "start")["reach"], "universal");
    assert_eq!(row("sites", "CLINIC")["managed_by"], "NHS");
    assert!(row("sites", "CAND")["managed_by"].is_null());
    assert_eq!(row("funders", "icb")["ring_fenced"], true);
    assert_eq!(row("funders", "local-authority")["ring_fenced"], false);
}

#[test]
fn hours_of_a_service_that_a_site_does_not_offer_and_of_a_bundle_are_refused() {
    let town = town();
    let told = refused(
        &town,
        "[{ hours = \"HUB\", service = \"start\", value = 10 }]",
    );
    holds_all(
        &told,
        &[
            "changes[0].service",
            "made of several services",
            "hv, early-help",
        ],
    );
    let told = refused(&town, "[{ hours = \"LIB\", service = \"hv\", value = 10 }]");
    holds_all(&told, &["change 1: site LIB does not offer hv"]);
}

#[test]
fn a_service_set_to_no_hours_is_no_longer_offered_and_takes_its_own_hours_with_it() {
    let town = town();
    // The clinic has 10 hours, 4 of them of health visiting: 6 are left, and the hub alone is 5, 20, 30 and 8 minutes away.
    let told = planned_json(
        &town,
        "[{ hours = \"CLINIC\", service = \"hv\", value = 0 }]",
    );
    let plan = &told["scenario"];
    holds(plan, "front_line_hours", None, "all", 82.0);
    holds(plan, "front_line_hours_change", None, "all", -4.0);
    holds(
        plan,
        "mean_minutes",
        Some("hv"),
        "all",
        (500.0 + 1000.0 + 900.0 + 160.0) / 200.0,
    );
    let more = "[{ hours = \"CLINIC\", service = \"hv\", value = 0 }, { hours = \"CLINIC\", service = \"hv\", value = 7 }]";
    let plan = &planned_json(&town, more)["scenario"];
    holds(plan, "front_line_hours", None, "all", 89.0);
    holds(plan, "total_hours", Some("hv"), "all", 47.0);
    let page = planned(
        &town,
        "[{ hours = \"CLINIC\", service = \"hv\", value = 0 }]",
    );
    assert!(
        page.contains("4 fewer than today; they were to be kept"),
        "{page}"
    );
    assert!(!page.contains("W-PLAN-HOURS"), "{page}");
    // Of the hub nobody tells how many of its 40 hours are health visiting's.
    let page = planned(&town, "[{ hours = \"HUB\", service = \"hv\", value = 0 }]");
    assert!(page.contains("W-PLAN-HOURS"), "{page}");
    assert!(
        page.contains("Staffed hours a week: 86, as today"),
        "{page}"
    );
}

#[test]
fn a_service_whose_own_hours_are_none_is_not_offered_today() {
    let town = town();
    town.edit("study.toml", "{ hv = 4 }", "{ hv = 0 }");
    let today = &assessed(&town, None)["baseline"];
    holds(today, "total_hours", Some("hv"), "all", 40.0);
    let minutes = (500.0 + 1000.0 + 900.0 + 160.0) / 200.0;
    holds(today, "mean_minutes", Some("hv"), "all", minutes);
}

#[test]
fn hours_of_a_tier_go_with_the_sessions_that_a_row_tells() {
    let town = town();
    town.edit(
        "study.toml",
        "managed_by = \"manager\" }",
        "managed_by = \"manager\", sessions = \"sessions\" }",
    );
    town.edit("sites.csv", "from,manager", "from,manager,sessions");
    town.edit(
        "sites.csv",
        "LIB,Library,outreach,open,,,,,,,council",
        "LIB,Library,outreach,open,,,,,,,council,4",
    );
    for row in [
        "400000,,,,council",
        "600000,,,NHS",
        "BASE,Base,home,open,,,,,,,NHS",
        "2027-06-01,",
        "hv,,,,,,",
        "early-help,,,,,,",
    ] {
        town.edit("sites.csv", &format!("{row}\n"), &format!("{row},\n"));
    }
    // Hub 40, clinic 10, library 6 hours at 2 sessions: 12 at 4, base 30.
    holds(
        &assessed(&town, None)["baseline"],
        "front_line_hours",
        None,
        "all",
        92.0,
    );
    let plan = &planned_json(
        &town,
        "[{ close = \"LIB\" }, { open = \"LIB\", sessions = 3 }]",
    )["scenario"];
    holds(plan, "front_line_hours", None, "all", 89.0);
}

#[test]
fn bundles_and_models_without_a_service_of_their_own_are_refused() {
    let start = "id = \"start\"\nname = \"A good start\"\nservices = [\"hv\", \"early-help\"]";
    let empty = "id = \"start\"\nservices = []";
    holds_all(
        &checked("study.toml", start, empty, 2),
        &["bundles[0].services", "made of no service"],
    );
    let model = "[[delivery_models]]\nid = \"nottingham\"";
    let own = |it: &str| format!("{model}\n[[delivery_models]]\nid = \"own\"\n{it}");
    for (written, told) in [
        ("services = []", "made of no service"),
        ("services = [\"start\"]", "start is a bundle itself"),
        (
            "services = [\"nottingham-1\"]",
            "nottingham-1 is a delivery model itself",
        ),
        (
            "services = [\"hv\"]\nstandard = { wlak = 20 }",
            "delivery_models[1].standard.wlak",
        ),
    ] {
        let said = checked("study.toml", model, &own(written), 2);
        assert!(said.contains(told), "{told}\n{said}");
    }
    let standard = format!("{start}\nstandard = {{ wlak = 20 }}");
    let said = checked("study.toml", start, &standard, 2);
    holds_all(
        &said,
        &["bundles[0].standard.wlak", "neither roads nor times"],
    );
    let visits = "visits = true, visit_limit_min = 30";
    let by_bike = format!("{visits}, visit_mode = \"bkie\"");
    let said = checked("study.toml", visits, &by_bike, 2);
    holds_all(&said, &["tiers.home.visit_mode", "neither roads nor times"]);
}

#[test]
fn a_model_finds_the_services_of_its_presets_whatever_their_ids() {
    let town = town();
    let study = std::fs::read_to_string(town.path("study.toml")).unwrap();
    let study = study
        .replace(
            "preset = \"hv\"",
            "preset = \"hv\"\nid = \"health-visiting\"",
        )
        .replace("\"hv\"", "\"health-visiting\"")
        .replace("preset = \"health-visiting\"", "preset = \"hv\"")
        .replace("{ hv = 4 }", "{ health-visiting = 4 }");
    town.write("study.toml", &study);
    town.edit("sites.csv", "candidate,hv,", "candidate,health-visiting,");
    let today = &assessed(&town, None)["baseline"];
    let minutes = (500.0 + 1000.0 + 900.0 + 160.0) / 200.0;
    holds(today, "mean_minutes", Some("nottingham-1"), "all", minutes);
    assert!(!said(&town, 0).contains("W-MODEL-SERVICE"));
}

#[test]
fn a_plan_is_judged_on_the_day_by_which_it_opens_a_site() {
    let town = town();
    // The candidate may not open before June 2027; the second change comes in September, what has no phase of its own later.
    for (phases, changes, broken) in [
        ("", "[{ open = \"CAND\" }]", true),
        (
            "phases = [{ from = \"2027-09-01\", first = 1 }]",
            "[{ open = \"CAND\" }]",
            false,
        ),
        (
            "phases = [{ from = \"2027-05-31\", first = 1 }]",
            "[{ open = \"CAND\" }]",
            true,
        ),
        (
            "phases = [{ from = \"2027-04-01\", first = 1 }, { from = \"2027-06-01\", first = 2 }]",
            "[{ close = \"CLINIC\" }, { open = \"CAND\" }]",
            false,
        ),
        (
            "phases = [{ from = \"2027-06-01\", first = 1 }]",
            "[{ close = \"CLINIC\" }, { open = \"CAND\" }]",
            false,
        ),
        (
            "phases = [{ from = \"2027-04-01\", first = 1 }]",
            "[{ close = \"CLINIC\" }, { open = \"CAND\" }]",
            true,
        ),
    ] {
        let changes = format!("{changes}\n{phases}");
        let told = planned_json(&town, &changes);
        let which = figure(&told["scenario"], "rules_broken", None, "all")["which"].as_str();
        let not_before = which.is_some_and(|it| it.contains("not_before:CAND:2027-06-01"));
        assert_eq!(not_before, broken, "{changes}: {which:?}");
        let page = planned(&town, &changes);
        assert_eq!(
            page.contains("Candidate opens and may not before"),
            broken,
            "{page}"
        );
        assert_eq!(page.contains("W-PLAN-LOCK"), broken, "{page}");
    }
}

#[test]
fn of_those_who_lose_all_places_the_page_counts_who_is_visited_at_home() {
    let town = town();
    let said = |arguments: &[&str]| {
        let study = town.word("study.toml");
        let page = run(&[&["assess", &study], arguments].concat()).good();
        page.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let today = said(&[]);
    let way = "Of 30 staffed hours a week 8.9 (29.7 %) go on the way.";
    assert_eq!(today.matches(way).count(), 1, "{today}");
    assert!(!today.contains("places alone"), "{today}");
    town.edit(
        "study.toml",
        "home = { services = [\"fnp\"], hours = 30,",
        "home = { services = [\"fnp\"],",
    );
    let unknown = said(&[]);
    assert!(
        unknown.contains("which count as no place. No staffed hours are given for Base."),
        "{unknown}"
    );
    town.edit(
        "study.toml",
        "home = { services = [\"fnp\"],",
        "home = { services = [\"fnp\"], hours = 30,",
    );
    // The hub and the clinic close: no place has the partnership, and its staff still visit A1, A2 and A4 from the base.
    let plan = said(&["--scenario", "network"]);
    for told in [
        "200 would lose all access, 120 of them in deciles 1-3. That is of places alone: 170 of those who lose it would be \
         in reach of visits at home.",
        "they count as beyond the standard. That is of places alone: 170 of them would be in reach of visits at home.",
    ] {
        assert_eq!(plan.matches(told).count(), 1, "{told}\n{plan}");
    }
    assert!(
        plan.contains("Delivery models over the sites of the plan, by car"),
        "{plan}"
    );
    assert!(today.contains("Delivery models over the same sites, by car"));
}

#[test]
fn the_sentences_of_all_services_come_before_the_first_table() {
    let page = run(&["assess", &town().word("study.toml")]).good();
    let first = page.find("\nBy deprivation decile").unwrap();
    let last = page.rfind("\nUnserved  ").unwrap();
    assert!(last < first, "{page}");
    // Eight services and a bundle.
    assert_eq!(page.matches("\nUnserved  ").count(), 9);
    assert_eq!(page.matches("\nTables of ").count(), 9);
}

#[test]
fn an_option_that_breaks_rules_and_cuts_hours_to_be_kept_is_offered_with_all_of_it() {
    let town = town();
    town.edit("study.toml", "[rules]", "[policy]\nfloor = 0\n[rules]");
    let changes = r#"{ open = "CAND" }, { close = "CLINIC" }, { hours = "HUB", value = 4 }"#;
    let plan = format!("schema = 1\nname = \"Both\"\nchanges = [{changes}]\n");
    town.write("both.toml", &plan);
    let (study, plan) = (town.word("study.toml"), town.word("both.toml"));
    let page = run(&["compare", &study, &plan]).good();
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    // Hub 4, candidate 40, library 6, base 30: 80 of today's 86.
    for said in [
        "Cheapest that meets the floor 1 (Both; breaks 3 rules): £",
        "staffed hours of all sites 86 80",
        "more or fewer than today – \u{2212}6",
        "locks, exclusions, distances broken 0 2 areas that lose a protected service – 0",
        "1 Candidate opens and may not before 2027-06-01; Hub and Candidate are both open, and only one may be; 6 fewer \
         staffed hours a week than today, which were to be kept.",
    ] {
        assert!(words.contains(said), "{said}\n{page}");
    }
    let data = run(&["compare", &study, &plan, "--json"]).json();
    let breaks = |place: usize| data["options"][place]["breaks"].as_array().unwrap().len();
    assert_eq!((breaks(0), breaks(1)), (0, 3));
    assert_eq!(data["offered"][1]["breaking_rules"], serde_json::json!([1]));
    assert_eq!(data["offered"][0]["breaking_rules"], serde_json::json!([]));
    // Of a service that no rule protects there is no row of it.
    let page = run(&["compare", &study, &plan, "--service", "sn"]).good();
    assert!(!page.contains("protected service  "), "{page}");
}

#[test]
fn options_that_are_all_as_good_are_named_one_by_one_where_one_breaks_a_rule() {
    let town = town();
    let changes = r#"{ open = "CAND" }"#;
    let plan = format!("schema = 1\nname = \"Both\"\nchanges = [{changes}]\n");
    town.write("both.toml", &plan);
    let arguments = [town.word("study.toml"), town.word("both.toml")];
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let page = run(&[&["compare"], arguments.as_slice(), &["--service", "bemh"]].concat()).good();
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    // In deciles 1-3 all are within the standard of the hub as it is.
    let said = "The same in deciles 1-3 Today and 1 (Both; breaks 2 rules), equal: 100.0 %.";
    assert!(words.contains(said), "{page}");
}

#[test]
fn of_one_area_the_page_speaks_in_the_singular() {
    let town = town();
    town.edit(
        "study.toml",
        "max_loss_minutes = 5",
        "max_loss_minutes = 15",
    );
    let study = town.word("study.toml");
    let page = run(&["assess", &study, "--scenario", "no-clinic"]).good();
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    // A2 goes from 6 minutes to 20, A3 from 10 to 30.
    assert!(
        words.contains("1 area would reach it more than 15 minutes later than today"),
        "{page}"
    );
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

#[test]
fn a_phase_counts_the_protected_services_it_harms_among_its_broken_rules() {
    let town = town();
    town.edit("study.toml", "exclusions = [[\"HUB\", \"CAND\"]]\n", "");
    town.edit(
        "study.toml",
        "[[scenarios]]\nid = \"no-clinic\"\nchanges = [{ close = \"CLINIC\" }]",
        "[[scenarios]]\nid = \"no-clinic\"\nchanges = [{ close = \"CLINIC\" }]\nphases = [{ from = \"2027-04-01\", first = 0 }, { from = \"2028-04-01\", first = 1 }]",
    );
    let study = town.word("study.toml");
    let page = run(&["assess", &study, "--scenario", "no-clinic"]).good();
    let rows = page
        .lines()
        .skip_while(|it| !it.starts_with("Phases: Health visiting"));
    let last: Vec<&str> = rows
        .skip(2)
        .take(2)
        .filter_map(|it| it.split_whitespace().last())
        .collect();
    assert_eq!(last, ["0", "1"], "{page}");
    assert!(page.contains("Health visiting is protected"), "{page}");
}

#[test]
fn money_that_does_not_add_up_is_told() {
    let told = said(&town(), 0);
    holds_all(
        &told,
        &[
            "W-MONEY-BASELINE",
            "states £5,272,159 a year, and 2 of 4 sites open today tell £1,400,000",
        ],
    );
    let page = words(&run(&["assess", &town().word("study.toml")]).good());
    assert!(page.contains("Not told by sites £3,872,159"), "{page}");
    // Without a stated cost today's is that of the sites, where each of them tells it.
    let stated = "baseline = 5_272_159\nsaving = 900_000";
    let told = checked(
        "study.toml",
        stated,
        "saving = 900_000\nbudget = 500_000",
        0,
    );
    holds_all(&told, &["W-MONEY-BUDGET", "today's cost is not known"]);
    for (budget, noticed) in [("500_000", false), ("600_000", true)] {
        let town = town();
        town.edit(
            "study.toml",
            stated,
            &format!("saving = 900_000\nbudget = {budget}"),
        );
        town.edit(
            "sites.csv",
            "LIB,Library,outreach,open,,,,,,,council",
            "LIB,Library,outreach,open,,0,0,,,,council",
        );
        town.edit(
            "sites.csv",
            "BASE,Base,home,open,,,,,,,NHS",
            "BASE,Base,home,open,,0,0,,,,NHS",
        );
        let told = said(&town, 0);
        assert_eq!(told.contains("W-MONEY-BUDGET"), noticed, "{told}");
        assert!(!told.contains("W-MONEY-BASELINE"), "{told}");
    }
    let page = words(&{
        let town = town();
        town.edit("study.toml", stated, "baseline = 1_000_000");
        run(&["assess", &town.word("study.toml")]).good()
    });
    assert!(
        page.contains("Told by sites beyond what is stated £400,000"),
        "{page}"
    );
}

#[test]
fn need_that_nobody_tells_is_asked_for_where_it_is_used() {
    let need = ", need = \"score\" }\nby = \"score\"";
    let told = checked("study.toml", need, " }\nby = \"score\"", 2);
    holds_all(
        &told,
        &[
            "E-CFG-MISSING",
            "deprivation.need",
            "services[6].demand counts children in need",
        ],
    );
    let town = town();
    town.edit("study.toml", need, " }\nby = \"score\"");
    town.edit("study.toml", "demand = \"need\"\n", "");
    town.edit(
        "study.toml",
        "[rules]",
        "[policy]\nsteepness = 0.5\n[rules]",
    );
    holds_all(&said(&town, 0), &["W-POLICY-NEED"]);
    town.edit("study.toml", "steepness = 0.5", "steepness = 0");
    assert!(!said(&town, 0).contains("W-POLICY-NEED"));
}

#[test]
fn five_staff_have_more_hours_than_a_week_and_a_years_hours_are_refused() {
    let town = town();
    town.edit(
        "study.toml",
        "\"bemh\"], hours = 40 }",
        "\"bemh\"], hours = 187.5 }",
    );
    let today = &assessed(&town, None)["baseline"];
    holds(today, "front_line_hours", None, "all", 187.5 + 46.0);
    let plan = &planned_json(&town, "[{ hours = \"CLINIC\", value = 375 }]")["scenario"];
    holds(plan, "front_line_hours", None, "all", 187.5 + 36.0 + 375.0);
    let told = refused(&town, "[{ hours = \"CLINIC\", value = 10001 }]");
    holds_all(
        &told,
        &["at least 0 and at most 10000", "the hours of a year"],
    );
    town.edit("study.toml", "hours = 187.5 }", "hours = 10001 }");
    let told = said(&town, 2);
    holds_all(
        &told,
        &["tiers.hub.hours", "at most 10000", "the hours of a year"],
    );
    let town = self::town();
    town.edit(
        "study.toml",
        "managed_by = \"manager\" }",
        "managed_by = \"manager\", hours = \"premises\" }",
    );
    let told = said(&town, 2);
    holds_all(
        &told,
        &[
            "sites.csv",
            "E-RANGE",
            "(HUB)",
            "at most 10000",
            "the hours of a year",
        ],
    );
}

#[test]
fn who_stays_as_today_in_a_projected_year_is_named_and_options_are_compared_in_it() {
    let town = town();
    town.edit(
        "study.toml",
        "[deprivation]",
        "[[people]]\nyear = \"2031\"\nfile = \"people.csv\"\nbands = { under5 = \"all\" }\n[deprivation]",
    );
    let path = town.word("study.toml");
    let page = words(&run(&["assess", &path, "--year", "2031"]).good());
    assert!(
        page.contains(
            "projected for 2031; as today: school-age children, children and young people"
        ),
        "{page}"
    );
    let page = words(&run(&["compare", &path, "no-clinic", "--year", "2031"]).good());
    assert!(page.contains("projected for 2031"), "{page}");
    let told = run(&["compare", &path, "no-clinic", "--json", "--year", "2031"]).json();
    let text = told.to_string();
    assert!(text.contains("projected for 2031"), "{text}");
    town.edit(
        "study.toml",
        "under5 = \"all\" }\n[dep",
        "under_5 = \"all\" }\n[dep",
    );
    let told = said(&town, 2);
    holds_all(&told, &["people[1].bands", "did you mean under5?"]);
}

#[test]
fn distances_between_sites_without_a_place_are_not_said_to_be_kept() {
    let town = town();
    town.edit(
        "study.toml",
        "exclusions = [[\"HUB\", \"CAND\"]]",
        "min_distance_km = { hub = 5 }",
    );
    assert!(said(&town, 0).contains("W-RULE-PLACE"));
    // One hub alone is not too near to any.
    let page = words(&run(&["assess", &town.word("study.toml")]).good());
    assert!(page.contains("Every rule of the study is kept."), "{page}");
    let changes = "[{ open = \"CAND\" }]\nphases = [{ from = \"2027-09-01\", first = 1 }]";
    let page = planned(&town, changes);
    assert!(
        page.contains("The distance between sites of hub cannot be checked: some have no place. Every other rule of the study is kept."),
        "{page}"
    );
    let told = planned_json(&town, changes);
    let broken = figure(&told["scenario"], "rules_broken", None, "all");
    assert!(
        broken["value"].is_null() && broken["reason"].is_string(),
        "{broken}"
    );
}
