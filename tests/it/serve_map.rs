//! What the map asks beside the scorecard: differences, single sites, tiles, consultations, files.

use std::path::Path;

use axum::body::Body;
use axum::http::{Request, header};
use fairreach::pipeline::{BatchFolder, Silent, prepare};
use fairreach::serve::{BaseMap, Consultation, Parts};
use fairreach::study::{Study, WrittenChange};
use serde_json::{Value, json};

use crate::county::{vector, words};
use crate::fenshire::written;
use crate::optimise::without_the_deprived;
use crate::program::run;
use crate::serve::{answer, ask, asked, class_of, county, get, parts, post, problem_of, reached};

/// A question to another address.
fn post_to(path: &str, question: &Value) -> Request<Body> {
    let mut request = post(question.to_string());
    *request.uri_mut() = path.parse().unwrap();
    request
}

#[test]
fn who_is_newly_within_and_newly_beyond_the_standard_is_told_apart() {
    let told = answer(parts(county()), asked(&json!([{ "close": "S1" }])));
    // A1 went 4 minutes and now goes 22; A2 went 12 and now goes 14: the standard is 12.
    assert_eq!(class_of(&told, "beyond", 0), "worse_newly_beyond");
    assert_eq!(class_of(&told, "beyond", 1), "worse_newly_beyond");
    assert_eq!(class_of(&told, "beyond", 3), "beyond");
    assert_eq!(class_of(&told, "both", 0), "far_most");
    let back = post_to(
        "/api/difference",
        &json!({
            "service": "hv", "mode": "car", "from": [{ "close": "S1" }], "to": []
        }),
    );
    let (status, _, text) = ask(parts(county()), back);
    assert_eq!(status, 200, "{text}");
    let back: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(class_of(&back, "beyond", 0), "newly_within");
    assert_eq!(class_of(&back, "change", 0), "better3");
    assert_eq!(reached(&back, "today", 0)["nearest"], "S2");
}

#[test]
fn the_curve_of_minutes_runs_from_nobody_to_everyone() {
    let told = answer(parts(county()), asked(&json!([{ "close": "S1" }])));
    for when in ["today", "plan"] {
        let curve: Vec<[f64; 2]> = serde_json::from_value(told["curve"][when].clone()).unwrap();
        assert_eq!(curve.first(), Some(&[0.0, 0.0]));
        assert_eq!(curve.last(), Some(&[1.0, 1.0]));
        assert!(
            curve
                .windows(2)
                .all(|it| it[0][0] < it[1][0] && it[0][1] <= it[1][1])
        );
    }
    // Of 100, 50 and 50 people who go 4, 12 and 16 minutes, the first 100 go 400 of 1,800.
    let today: Vec<[f64; 2]> = serde_json::from_value(told["curve"]["today"].clone()).unwrap();
    assert!(
        today
            .iter()
            .any(|it| (it[0] - 0.5).abs() < 1e-9 && (it[1] - 400.0 / 1_800.0).abs() < 1e-9),
        "{today:?}"
    );
}

#[test]
fn what_one_site_alone_changes_is_told_of_each() {
    let question = post_to(
        "/api/one-site",
        &json!({ "service": "hv", "mode": "car", "changes": [] }),
    );
    let (status, _, text) = ask(parts(county()), question);
    assert_eq!(status, 200, "{text}");
    let told: Value = serde_json::from_str(&text).unwrap();
    let sites = told["sites"].as_array().unwrap();
    assert_eq!(sites.len(), 3);
    // Without S1 the 100 of A1 and the 50 of A2 are beyond 12 minutes, and go 18 and 2 minutes further.
    assert_eq!(
        sites[0],
        json!({ "site": "S1", "closes": true, "within": -150.0, "minutes": 1_900.0, "served": 0.0 })
    );
    // S3 would take A2 in 2 minutes instead of 12; they are within the standard as it is.
    assert_eq!(
        sites[2],
        json!({ "site": "S3", "closes": false, "within": 0.0, "minutes": -500.0, "served": 0.0 })
    );
}

#[test]
fn a_consultation_shows_today_and_one_plan_and_refuses_everything_else() {
    let open = || Parts {
        consultation: Some(Consultation {
            name: "Option B".into(),
            author: "The council".into(),
            purpose: "Until March".into(),
            changes: vec![WrittenChange::Close { close: "S2".into() }],
        }),
        ..parts(county())
    };
    let told: Value = serde_json::from_str(&ask(open(), get("/api/study")).2).unwrap();
    assert_eq!(told["consultation"]["name"], "Option B");
    for (changes, status) in [
        (json!([]), 200),
        (json!([{ "close": "S2" }]), 200),
        (json!([{ "close": "S1" }]), 403),
    ] {
        assert_eq!(ask(open(), asked(&changes)).0, status, "{changes}");
    }
    let saved = json!({ "name": "Mine", "changes": [] });
    for request in [
        get("/api/plans"),
        get("/api/plans/1"),
        post_to("/api/plans", &saved),
        post_to("/api/frontier", &json!({})),
        post_to("/api/one-site", &json!({})),
        post_to("/api/difference", &json!({})),
        post_to("/api/scenario", &json!({})),
    ] {
        let path = request.uri().path().to_owned();
        let (status, told) = problem_of(open(), request);
        assert_eq!(
            (status, &told["code"]),
            (403, &json!("E-CONSULTATION")),
            "{path}"
        );
    }
}

#[test]
fn a_tile_has_the_areas_it_covers_and_an_address_without_one_is_not_found() {
    // The whole county lies in the one tile of zoom 0.
    let (status, head, _) = ask(parts(county()), get("/api/tiles/0/0/0"));
    assert_eq!(status, 200);
    assert_eq!(
        head.headers()[header::CONTENT_TYPE],
        "application/vnd.mapbox-vector-tile"
    );
    for path in [
        "/api/tiles/0/1/0",
        "/api/tiles/15/0/0",
        "/api/tiles/a/0/0",
        "/api/tiles/-1/0/0",
    ] {
        assert_eq!(ask(parts(county()), get(path)).0, 404, "{path}");
    }
}

#[test]
fn a_base_map_from_elsewhere_is_the_only_other_place_that_the_page_may_ask() {
    let policy = |parts: Parts| {
        let (_, head, _) = ask(parts, get("/"));
        head.headers()[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap()
            .to_owned()
    };
    assert!(!policy(parts(county())).contains("http"));
    let map = BaseMap::new("https://tiles.example/{z}/{x}/{y}.png", "Example").unwrap();
    let with = policy(Parts {
        base_map: Some(map),
        ..parts(county())
    });
    assert!(
        with.contains("connect-src 'self' https://tiles.example"),
        "{with}"
    );
    for wrong in [
        "http://tiles.example/{z}/{x}/{y}",
        "tiles/{z}/{x}/{y}",
        "https://tiles.example/{z}/{x}",
    ] {
        assert!(BaseMap::new(wrong, "Example").is_err(), "{wrong}");
    }
    assert!(BaseMap::new("https://tiles.example/{z}/{x}/{y}.png", " ").is_err());
}

#[test]
fn a_scenario_file_is_read_as_changes_and_every_fault_of_one_is_told() {
    let read = |text: &str| post_to("/api/scenario", &json!({ "text": text, "name": "b.toml" }));
    let (status, _, text) = ask(
        parts(county()),
        read("name = \"Option B\"\nchanges = [{ close = \"S2\" }]\n"),
    );
    assert_eq!(status, 200, "{text}");
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        told,
        json!({ "id": "b", "name": "Option B", "changes": [{ "close": "S2" }] })
    );
    let (status, told) = problem_of(
        parts(county()),
        read("name = 3\nchanges = [{ shut = \"S2\" }]\n"),
    );
    assert_eq!(status, 422);
    let detail = told["detail"].as_str().unwrap();
    assert!(
        detail.contains("one of open, close")
            && detail.contains("unknown key")
            && detail.contains("line 2"),
        "{detail}"
    );
}

/// The open sites of the vectors' county under a plan that was offered.
fn open_under(plan: &Value, today: &[String]) -> Vec<String> {
    let mut open = today.to_vec();
    for change in plan["changes"].as_array().unwrap() {
        match (change["close"].as_str(), change["open"].as_str()) {
            (Some(site), None) => open.retain(|it| it != site),
            (None, Some(site)) => open.push(site.to_owned()),
            _ => panic!("{change}"),
        }
    }
    open.sort();
    open
}

#[test]
fn the_plans_always_offered_are_the_best_of_the_truth_table() {
    let (table, data) = (vector("location"), vector("toy_dataset"));
    let (folder, today) = (written("", 10.0), words(&data["existing_open"]));
    let study = Study::open(Path::new(&folder.word(""))).unwrap();
    let prepared = prepare(study, &Silent).unwrap();
    let service = prepared.case.services.iter().next().unwrap().id.clone();
    let mode = prepared.case.mode.name().to_owned();
    let sets = table["all_subsets"].as_array().unwrap();
    let set = |open: &[String]| sets.iter().find(|it| words(&it["open"]) == open).unwrap();
    let number = |set: &Value, name: &str| set[name].as_f64().unwrap();
    let figure = |open: &[String], name: &str| number(set(open), name);
    let budget = 900_000.0;
    let question = json!({ "service": service, "mode": mode, "budget": budget });
    let (status, _, text) = ask(Parts::from(prepared), post_to("/api/best-plans", &question));
    assert_eq!(status, 200, "{text}");
    let told: Value = serde_json::from_str(&text).unwrap();
    let plans = told["plans"].as_array().unwrap();
    let found: Vec<Vec<String>> = plans.iter().map(|it| open_under(it, &today)).collect();
    assert!(plans.iter().all(|it| it["proven"] == true), "{text}");

    let reach = figure(&today, "covered_10");
    assert!((told["reach"].as_f64().unwrap() - reach).abs() < 1e-12);
    let as_many = sets
        .iter()
        .filter(|it| number(it, "covered_10") >= reach - 1e-12);
    let cheapest = as_many
        .map(|it| number(it, "annual_cost"))
        .min_by(f64::total_cmp);
    assert_eq!(Some(figure(&found[0], "annual_cost")), cheapest);
    let within = || sets.iter().filter(|it| number(it, "annual_cost") <= budget);
    for (plan, name) in [(1, "covered_10"), (2, "covered_10_deciles1_3")] {
        let most = within()
            .map(|it| number(it, name))
            .max_by(f64::total_cmp)
            .unwrap();
        let alike = within().filter(|it| (number(it, name) - most).abs() < 1e-12);
        let shortest = alike.map(|it| number(it, "mean")).min_by(f64::total_cmp);
        assert_eq!(Some(figure(&found[plan], "mean")), shortest, "{name}");
    }
    assert!(figure(&found[3], "annual_cost") <= budget);
    // Where nobody lives in deciles 1 to 3 the plan for them says so, and the others stand.
    let elsewhere = without_the_deprived();
    let empty = prepare(
        Study::open(Path::new(&elsewhere.word(""))).unwrap(),
        &Silent,
    )
    .unwrap();
    let told = answer(Parts::from(empty), post_to("/api/best-plans", &question));
    let reasons: Vec<&Value> = (0..4).map(|it| &told["plans"][it]["reason"]).collect();
    let why = reasons[2].as_str().unwrap();
    assert!(why.ends_with("lives in deciles 1 to 3"), "{why}");
    assert!([0, 1, 3].iter().all(|it| reasons[*it].is_null()), "{told}");
    let refused = json!({ "service": service, "mode": mode, "budget": -1 });
    let prepared = prepare(Study::open(Path::new(&folder.word(""))).unwrap(), &Silent).unwrap();
    let (status, problem) = problem_of(Parts::from(prepared), post_to("/api/best-plans", &refused));
    assert_eq!((status, &problem["code"]), (422, &json!("E-CFG-RANGE")));
}

#[test]
fn rows_of_a_batch_are_found_by_their_figures_and_can_be_taken_as_plans() {
    let (table, data) = (vector("location"), vector("toy_dataset"));
    let (folder, today) = (written("", 10.0), words(&data["existing_open"]));
    let (study, out) = (folder.word(""), folder.word("batch"));
    folder.write(
        "rule.toml",
        "[rule]\nchoose = [1, 2, 3, 4, 5]\nof = \"all\"\n",
    );
    let figures = "mean_minutes,annual_cost,share_within";
    let rule = folder.word("rule.toml");
    let made = [
        "batch",
        &study,
        &rule,
        "--out",
        &out,
        "--figures",
        figures,
        "--rows",
        "7",
    ];
    run(&made).good();
    let prepared = || prepare(Study::open(Path::new(&study)).unwrap(), &Silent).unwrap();
    let parts = || {
        let prepared = prepared();
        let batch = BatchFolder::open(Path::new(&out), &prepared).unwrap();
        Parts {
            batch: Some(batch),
            ..Parts::from(prepared)
        }
    };
    let question = json!({
        "where": [{ "figure": "annual_cost", "at_most": 900_000 }, { "figure": "share_within", "at_least": 0.5 }],
        "by": "mean_minutes", "most": 4,
    });
    let (status, _, text) = ask(parts(), post_to("/api/batch", &question));
    assert_eq!(status, 200, "{text}");
    let told: Value = serde_json::from_str(&text).unwrap();
    let number = |set: &Value, name: &str| set[name].as_f64().unwrap();
    let mut wanted: Vec<&Value> = table["all_subsets"].as_array().unwrap().iter().collect();
    let all = wanted.len();
    wanted.retain(|it| number(it, "annual_cost") <= 900_000.0 && number(it, "covered_10") >= 0.5);
    wanted.sort_by(|a, b| number(a, "mean").total_cmp(&number(b, "mean")));
    assert_eq!(
        (&told["found"], &told["of"]),
        (&json!(wanted.len()), &json!(all))
    );
    assert_eq!(told["looked_at"], told["of"]);
    let rows = told["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 4);
    for (row, set) in rows.iter().zip(wanted) {
        assert!((row["values"][0].as_f64().unwrap() - number(set, "mean")).abs() < 1e-9);
        assert_eq!(open_under(row, &today), words(&set["open"]));
    }
    let unknown = json!({ "by": "gini_minutes" });
    let (status, problem) = problem_of(parts(), post_to("/api/batch", &unknown));
    assert_eq!((status, &problem["code"]), (422, &json!("E-CFG-ENUM")));

    let batch = folder.word("numbers");
    run(&[
        "batch",
        &study,
        &rule,
        "--out",
        &batch,
        "--columns",
        "scenario",
    ])
    .good();
    let serve = |batch: &str| run(&["serve", &study, "--port", "0", "--batch", batch]).stopped(2);
    let closed = serve(&batch);
    assert!(
        closed.contains("E-BATCH-OPEN") && closed.contains("scenario,open"),
        "{closed}"
    );
    folder.edit("study.toml", "travel = 10", "travel = 11");
    let other = serve(&out);
    assert!(other.contains("E-BATCH-STUDY"), "{other}");
}
