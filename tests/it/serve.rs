//! The map's HTTP interface, asked without a port.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use fairreach::ids::{AreaId, Id, SiteId};
use fairreach::keep::Plans;
use fairreach::model::{Mode, Scenario, SiteStatus};
use fairreach::pipeline::{Fault, Plan};
use fairreach::report::{Boundaries, FigureJson, Heading, Surroundings, figures_json};
use fairreach::score::{Case, against, headline};
use fairreach::serve::{AppState, LayPlan, Parts, ServeError, router, run};
use fairreach::space::{Grid, Point};
use fairreach::travel::{TravelTimes, Unreached};
use fairreach::units::Seconds;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::county::{case, row};

const PORT: u16 = 8080;

/// Four areas in a row, 2 km apart, and three sites: two open, one candidate.
pub(crate) fn county() -> Case {
    let rows = [
        row("A1", 100.0, 1, &[Some(4), Some(22), Some(30)]),
        row("A2", 50.0, 3, &[Some(12), Some(14), Some(2)]),
        row("A3", 0.0, 8, &[Some(25), Some(6), Some(9)]),
        row("A4", 50.0, 10, &[None, Some(16), None]),
    ];
    let mut case = case(&rows, &[Some(1_000), Some(2_000), Some(500)], Some(12));
    for (place, id) in case
        .areas
        .list
        .ids()
        .collect::<Vec<_>>()
        .into_iter()
        .enumerate()
    {
        case.areas.list[id].point = Some(Point::new(480_000.0 + 2_000.0 * place as f64, 305_000.0));
    }
    for (place, id) in case.sites.ids().collect::<Vec<_>>().into_iter().enumerate() {
        case.sites[id].point = Some(Point::new(480_500.0 + 2_500.0 * place as f64, 305_500.0));
    }
    let candidate = SiteId::at(2);
    case.sites[candidate].status = SiteStatus::Candidate;
    case.baseline = case.baseline.clone().with(candidate, None);
    case
}

/// Lays plans on a case; what moves, moves to columns of times made by `times`, if it may at all.
fn laid_on(case: &Case, times: Option<fn(&[Point]) -> TravelTimes>) -> LayPlan {
    let case = case.clone();
    Arc::new(move |scenario| {
        let mut plan = case.clone();
        let configuration = scenario.apply(&case.baseline, &mut plan.sites, &case.tiers);
        let configuration = configuration.map_err(|changes| Fault::Scenario {
            written: None,
            scenario: scenario.id.clone(),
            changes,
        })?;
        let places: Vec<Point> = plan
            .sites
            .iter()
            .skip(case.sites.len())
            .filter_map(|it| it.point)
            .collect();
        if !places.is_empty() {
            let times = times.ok_or_else(|| Fault::usage("move", "S1", "there are no roads"))?;
            for known in plan.times.values_mut() {
                *known = known.clone().followed_by(&times(&places));
            }
        }
        Ok(Plan {
            case: Arc::new(plan),
            configuration,
        })
    })
}

pub(crate) fn parts(case: Case) -> Parts {
    let heading = Heading {
        study: "A county <b>drawn</b>".into(),
        illustrative: vec!["people".into()],
        attribution: vec!["© OpenStreetMap contributors".into()],
        settings: vec![("Speeds".into(), "free flow".into())],
        ..Heading::default()
    };
    Parts {
        headings: [(Mode::car(), heading)].into(),
        boundaries: None,
        roads: Vec::new(),
        surroundings: Surroundings::default(),
        scenarios: Vec::new(),
        lay_plan: laid_on(&case, None),
        draw_catchment: Arc::new(|_| Err(Fault::usage("site", "S1", "there are no roads"))),
        search_for: Arc::new(|_, _, _| {
            Err(Fault::usage("figures", "", "nothing is searched here"))
        }),
        plans: Plans::in_memory(),
        find_postcode: None,
        consultation: None,
        base_map: None,
        batch: None,
        sites_move: false,
        case: Arc::new(case),
    }
}

/// How an answer says that an area is reached: minutes, the nearest site, why there is none.
pub(crate) fn reached(told: &Value, when: &str, area: usize) -> Value {
    let columns = &told["areas"][when];
    let seconds = &columns["seconds"][area];
    let site = columns["site"][area].as_u64();
    let reasons = columns["unserved"].as_object().unwrap();
    let unserved = reasons.iter().find(|(_, areas)| {
        let mut areas = areas.as_array().unwrap().iter();
        areas.any(|it| *it == json!(area))
    });
    json!({
        "minutes": seconds.as_f64().map(|it| it / 60.0),
        "nearest": site.map(|it| told["areas"]["sites"][usize::try_from(it).unwrap()].clone()),
        "reason": unserved.map(|(reason, _)| reason),
    })
}

/// The class that an answer gives an area by a shading.
pub(crate) fn class_of(told: &Value, shading: &str, area: usize) -> String {
    let place = told["areas"]["classes"][shading][area].as_u64().unwrap();
    let row = &told["legend"][shading][usize::try_from(place).unwrap()];
    row["class"].as_str().unwrap().to_owned()
}

pub(crate) fn ask(parts: Parts, request: Request<Body>) -> (StatusCode, Response<()>, String) {
    let app = router(Arc::new(AppState::new(parts).unwrap()), PORT);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (head, body) = app.oneshot(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        (head.status, Response::from_parts(head, ()), text)
    })
}

pub(crate) fn get(path: &str) -> Request<Body> {
    let host = format!("127.0.0.1:{PORT}");
    Request::get(path)
        .header(header::HOST, host)
        .body(Body::empty())
        .unwrap()
}

pub(crate) fn post(body: impl Into<Body>) -> Request<Body> {
    Request::post("/api/assess")
        .header(header::HOST, format!("localhost:{PORT}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(body.into())
        .unwrap()
}

pub(crate) fn asked(changes: &Value) -> Request<Body> {
    post(json!({ "service": "hv", "mode": "car", "changes": changes }).to_string())
}

pub(crate) fn answer(parts: Parts, request: Request<Body>) -> Value {
    let (status, _, text) = ask(parts, request);
    assert_eq!(status, StatusCode::OK, "{text}");
    serde_json::from_str(&text).unwrap()
}

/// The problem an error says, after a look at its form.
fn problem(request: Request<Body>) -> (u16, Value) {
    problem_of(parts(county()), request)
}

/// The problem that a server of these parts answers with.
pub(crate) fn problem_of(parts: Parts, request: Request<Body>) -> (u16, Value) {
    let (status, response, text) = ask(parts, request);
    assert_eq!(
        response.headers()[header::CONTENT_TYPE],
        "application/problem+json",
        "{text}"
    );
    let problem: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(problem["status"], status.as_u16());
    for key in ["title", "detail", "code"] {
        assert!(
            problem[key].as_str().is_some_and(|it| !it.is_empty()),
            "{key} in {text}"
        );
    }
    (status.as_u16(), problem)
}

#[test]
fn every_answer_carries_the_security_headers_whatever_its_status() {
    let foreign = Request::get("/")
        .header(header::HOST, "evil.example")
        .body(Body::empty());
    let asked_for = [
        (200, get("/")),
        (200, get("/api/study")),
        (200, get("/api/areas.geojson")),
        (200, get("/api/districts.geojson")),
        (200, get("/api/roads.geojson")),
        (200, get("/api/water.geojson")),
        (200, get("/api/places.geojson")),
        (200, get("/vendor/maplibre-gl.mjs")),
        (200, asked(&json!([]))),
        (404, get("/nothing")),
        (405, get("/api/assess")),
        (421, foreign.unwrap()),
        (422, asked(&json!([{ "close": "nowhere" }]))),
        (400, post("{")),
    ];
    for (expected, request) in asked_for {
        let what = request.uri().clone();
        let (status, response, _) = ask(parts(county()), request);
        assert_eq!(status.as_u16(), expected, "{what}");
        let headers = response.headers();
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("worker-src 'self'"));
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{what}");
        assert_eq!(headers[header::REFERRER_POLICY], "no-referrer", "{what}");
        assert_eq!(
            headers["cross-origin-opener-policy"], "same-origin",
            "{what}"
        );
        assert_eq!(
            headers["cross-origin-resource-policy"], "same-origin",
            "{what}"
        );
        assert!(headers.contains_key("permissions-policy"), "{what}");
    }
}

#[test]
fn only_loopback_names_with_the_port_are_served() {
    let asked_as = |host: &str| {
        let request = Request::get("/api/study")
            .header(header::HOST, host)
            .body(Body::empty());
        ask(parts(county()), request.unwrap()).0.as_u16()
    };
    for host in [
        "127.0.0.1:8080",
        "localhost:8080",
        "LocalHost:8080",
        "[::1]:8080",
    ] {
        assert_eq!(asked_as(host), 200, "{host}");
    }
    let foreign = [
        "evil.example",
        "evil.example:8080",
        "127.0.0.1",
        "127.0.0.1:80",
        "[::1]",
        "localhost.evil.example:8080",
        "127.0.0.1:8080.evil.example",
        "x@127.0.0.1:8080",
        "",
    ];
    for host in foreign {
        assert_eq!(asked_as(host), 421, "{host}");
    }
    let none = Request::get("/api/study").body(Body::empty()).unwrap();
    assert_eq!(problem(none).0, 400);
    let two = Request::get("/api/study")
        .header(header::HOST, "127.0.0.1:8080")
        .header(header::HOST, "evil.example");
    assert_eq!(problem(two.body(Body::empty()).unwrap()).0, 400);
}

#[test]
fn a_page_of_another_origin_cannot_ask_for_an_assessment() {
    let from = |name: &str, value: &str| {
        let mut request = asked(&json!([]));
        request.headers_mut().insert(
            header::HeaderName::from_bytes(name.as_bytes()).unwrap(),
            value.parse().unwrap(),
        );
        ask(parts(county()), request).0.as_u16()
    };
    assert_eq!(from("origin", "http://localhost:8080"), 200);
    assert_eq!(from("sec-fetch-site", "same-origin"), 200);
    for origin in [
        "http://evil.example",
        "http://localhost:8081",
        "https://localhost:8080",
        "null",
    ] {
        assert_eq!(from("origin", origin), 403, "{origin}");
    }
    assert_eq!(from("sec-fetch-site", "cross-site"), 403);
    assert_eq!(from("sec-fetch-site", "same-site"), 403);
}

#[test]
fn a_bad_body_is_told_by_its_status_and_its_words() {
    let (status, told) = problem(post(r#"{"service": "hv", "mode": "car", "chnges": []}"#));
    assert_eq!(status, 422);
    assert!(
        told["detail"].as_str().unwrap().contains("chnges"),
        "{told}"
    );
    let unclear = [
        json!([{ "shut": "S1" }]),
        json!([{ "close": "S1", "tier": "centre" }]),
        json!([{ "close": 3 }]),
        json!([7]),
        json!("S1"),
    ];
    for changes in unclear {
        assert_eq!(problem(asked(&changes)).0, 422, "{changes}");
    }
    let (status, told) = problem(asked(&json!([{ "close": "S1" }, { "close": "s2" }])));
    assert_eq!((status, &told["code"]), (422, &json!("E-CFG-SITE")));
    assert!(
        told["detail"].as_str().unwrap().contains("changes[1]"),
        "{told}"
    );
    let (status, told) = problem(asked(&json!([{ "open": "S1" }])));
    assert_eq!((status, &told["code"]), (422, &json!("E-CHANGE")));
    assert_eq!(
        problem(post(
            json!({ "service": "nothing", "mode": "car" }).to_string()
        ))
        .0,
        422
    );
    assert_eq!(
        problem(post(json!({ "service": "hv", "mode": "boat" }).to_string())).0,
        422
    );
    // What is derived would read the fields of a question from a list too, in an order that nobody promised.
    let (status, told) = problem(post(json!(["hv", "car", []]).to_string()));
    assert_eq!(status, 422, "{told}");
    assert_eq!(problem(post("[1")).0, 400);
    assert_eq!(problem(post("[".repeat(5_000))).0, 400);
    assert_eq!(problem(post("{")).0, 400);
    let deep = format!("{{\"changes\": {}", "[".repeat(5_000));
    assert_eq!(problem(post(deep)).0, 400);
    assert_eq!(problem(post(vec![b' '; (1 << 20) + 1])).0, 413);
    let mut form = asked(&json!([]));
    form.headers_mut()
        .insert(header::CONTENT_TYPE, "text/plain".parse().unwrap());
    assert_eq!(problem(form).0, 415);
    let delete = Request::delete("/api/study").header(header::HOST, "127.0.0.1:8080");
    assert_eq!(problem(delete.body(Body::empty()).unwrap()).0, 405);
}

#[test]
fn a_method_that_an_address_does_not_take_is_told_those_it_takes() {
    let delete = |path: &str| {
        let request = Request::delete(path).header(header::HOST, "127.0.0.1:8080");
        request.body(Body::empty()).unwrap()
    };
    let cases = [
        (get("/api/assess"), "POST"),
        (get("/api/catchment"), "POST"),
        (delete("/api/study"), "GET,HEAD"),
        (delete("/index.html"), "GET,HEAD"),
    ];
    for (request, allowed) in cases {
        let what = request.uri().clone();
        let (status, response, _) = ask(parts(county()), request);
        assert_eq!(status.as_u16(), 405, "{what}");
        let told = response.headers()[header::ALLOW]
            .to_str()
            .unwrap()
            .replace(' ', "");
        assert_eq!(told, allowed, "{what}");
    }
}

#[test]
fn scenarios_written_in_metres_reach_the_page_in_degrees() {
    let text = r#"changes = [
        { move = "S1", to = [481_000, 305_000] },
        { add = "new", at = [482_000.5, 305_000], hours = 30 },
        { move = "S2", to = [-0.8, 52.6] },
        { close = "S2" },
    ]"#;
    let written = fairreach::study::scenario_file(text, "plan.toml").unwrap();
    let with = Parts {
        scenarios: vec![written],
        ..parts(county())
    };
    let told = answer(with, get("/api/study"));
    let changes = &told["scenarios"][0]["changes"];
    for (place, x) in [
        (&changes[0]["to"], 481_000.0),
        (&changes[1]["at"], 482_000.5),
    ] {
        let degrees = [0, 1].map(|it| place[it].as_f64().unwrap());
        let point = fairreach::study::place_of_pair(degrees).unwrap();
        assert!(degrees[0].abs() < 180.0, "{place}");
        assert!(
            (point.x - x).abs() < 0.01 && (point.y - 305_000.0).abs() < 0.01,
            "{point:?}"
        );
    }
    let near = |it: &Value, wanted: f64| (it.as_f64().unwrap() - wanted).abs() < 1e-6;
    assert!(
        near(&changes[2]["to"][0], -0.8) && near(&changes[2]["to"][1], 52.6),
        "{changes}"
    );
    assert_eq!(changes[3], json!({ "close": "S2" }));
}

#[test]
fn no_address_leads_out_of_the_page_and_none_comes_back_as_markup() {
    let paths = [
        "/../Cargo.toml",
        "/..%2fCargo.toml",
        "/%2e%2e/Cargo.toml",
        "/%252e%252e/Cargo.toml",
        "/..%5cCargo.toml",
        "/js/..%00",
        "/%FF%FE",
        "//etc/passwd",
        "/api/study/..",
        "/vendor/maplibre-gl.d.mts",
        "/%3Cscript%3Ealert(1)%3C/script%3E",
    ];
    for path in paths {
        let (status, told) = problem(get(path));
        // What is no text is no address.
        let expected = if path == "/%FF%FE" { 400 } else { 404 };
        assert_eq!(status, expected, "{path}");
        assert!(!told.to_string().contains("script"), "{told}");
    }
}

#[test]
fn a_known_page_is_not_sent_again() {
    let (_, response, text) = ask(parts(county()), get("/"));
    assert!(text.contains("<title>Fairreach</title>"));
    assert_eq!(
        response.headers()[header::CONTENT_TYPE],
        "text/html; charset=utf-8"
    );
    let mut again = get("/");
    again.headers_mut().insert(
        header::IF_NONE_MATCH,
        response.headers()[header::ETAG].clone(),
    );
    let (status, _, text) = ask(parts(county()), again);
    assert_eq!((status, text.as_str()), (StatusCode::NOT_MODIFIED, ""));
}

#[test]
fn the_figures_are_those_of_the_scorecard() {
    let county = county();
    let told = answer(
        parts(county.clone()),
        asked(&json!([{ "close": "S2" }, { "open": "S3" }])),
    );
    let plan = Scenario {
        id: "p".into(),
        name: "P".into(),
        changes: vec![
            fairreach::model::Change::Close(SiteId::at(1)),
            fairreach::model::Change::Open {
                site: SiteId::at(2),
                tier: None,
                hours: None,
                sessions: None,
            },
        ],
        phases: Vec::new(),
    };
    let plan = plan
        .apply(&county.baseline, &mut county.sites.clone(), &county.tiers)
        .unwrap();
    let today = headline(&county, &Mode::car(), &county.baseline);
    let then = headline(&county, &Mode::car(), &plan);
    let mut expected = figures_json(&county, &then.figures);
    expected.extend(figures_json(&county, &against(&county, &today, &then)));
    let whole = |figures: &Value| -> Vec<Value> {
        let figures = figures["figures"].as_array().unwrap();
        let one = |it: &Value| {
            let mut it = it.as_object().unwrap().clone();
            it.extend(
                told["measures"][it["name"].as_str().unwrap()]
                    .as_object()
                    .unwrap()
                    .clone(),
            );
            Value::Object(it)
        };
        figures.iter().map(one).collect()
    };
    // What is the same of all figures is said once, at the head of the answer.
    let bare = |figures: Vec<FigureJson>| -> Vec<Value> {
        let one = |it: FigureJson| {
            let mut it = serde_json::to_value(it).unwrap();
            for said in ["service", "mode", "band", "standard_minutes"] {
                it.as_object_mut().unwrap().remove(said);
            }
            it
        };
        figures.into_iter().map(one).collect()
    };
    assert_eq!(whole(&told["scenario"]), bare(expected));
    let expected = figures_json(&county, &today.figures);
    assert_eq!(whole(&told["baseline"]), bare(expected));
    assert!(
        told["sentences"]
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it["label"] == "Harm")
    );
}

#[test]
fn an_area_tells_its_journey_its_class_and_its_change() {
    let told = answer(
        parts(county()),
        asked(&json!([{ "close": "S2" }, { "open": "S3" }])),
    );
    let same = json!({ "minutes": 4.0, "reason": null, "nearest": "S1" });
    assert_eq!(reached(&told, "today", 0), same);
    assert_eq!(reached(&told, "plan", 0), same);
    let none = json!({ "minutes": null, "reason": "no_path", "nearest": null });
    assert_eq!(reached(&told, "plan", 3), none);
    assert_eq!(reached(&told, "today", 1)["minutes"], 12.0);
    assert_eq!(reached(&told, "plan", 1)["minutes"], 2.0);
    let of =
        |shading: &str| -> Vec<String> { (0..4).map(|it| class_of(&told, shading, it)).collect() };
    // The standard of 12 minutes parts "over 10 to 15": 12 itself is within it.
    assert_eq!(of("minutes_today"), ["m0", "m2", "no_children", "m4"]);
    assert_eq!(of("minutes"), ["m0", "m0", "no_children", "no_road"]);
    assert_eq!(of("change"), ["same", "better2", "no_children", "worse3"]);
    assert_eq!(of("beyond"), ["within", "within", "no_children", "no_road"]);
    assert_eq!(
        of("both"),
        ["near_most", "near_most", "no_children", "no_road"]
    );
    assert_eq!(of("deprivation"), ["1_2", "3_4", "7_8", "9_10"]);
    assert_eq!(of("people"), ["p1", "p0", "no_children", "p0"]);
}

#[test]
fn the_key_counts_every_area_and_child_once() {
    let told = answer(parts(county()), asked(&json!([{ "close": "S2" }])));
    for shade in [
        "minutes",
        "minutes_today",
        "change",
        "beyond",
        "both",
        "deprivation",
        "people",
    ] {
        let rows = told["legend"][shade].as_array().unwrap();
        let sum = |key: &str| rows.iter().map(|it| it[key].as_f64().unwrap()).sum::<f64>();
        assert_eq!((sum("areas"), sum("children")), (4.0, 200.0), "{shade}");
        assert!((sum("share") - 1.0).abs() < 1e-12, "{shade}");
    }
    let labels: Vec<&str> = told["legend"]["minutes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["label"].as_str().unwrap())
        .collect();
    assert_eq!(
        labels,
        [
            "5 or less",
            "over 5 to 10",
            "over 10 to 12",
            "over 12 to 15",
            "over 15 to 20",
            "over 20 to 30",
            "over 30",
            "no way there",
            "no under-fives"
        ]
    );
}

#[test]
fn a_site_moves_where_the_study_has_roads_and_only_there() {
    let to = Grid::new()
        .lon_lat(Point::new(486_000.0, 305_100.0))
        .unwrap();
    let change = json!([{ "move": "S1", "to": [to.lon, to.lat] }]);
    let (status, told) = problem(asked(&change));
    assert_eq!((status, &told["code"]), (422, &json!("E-ARGUMENT")));

    let times = |places: &[Point]| {
        assert_eq!(places.len(), 1);
        assert!(places[0].distance(Point::new(486_000.0, 305_100.0)).get() < 1.0);
        let mut times = TravelTimes::unreached(4, 1, Unreached::NoPath);
        times.set(AreaId::at(3), SiteId::at(0), Ok(Seconds::from_minutes(3)));
        times
    };
    let moved = Parts {
        lay_plan: laid_on(&county(), Some(times)),
        ..parts(county())
    };
    let told = answer(moved, asked(&change));
    assert_eq!(reached(&told, "plan", 3)["minutes"], 3.0);
    assert_eq!(reached(&told, "plan", 3)["nearest"], "S1");
    assert_eq!(reached(&told, "plan", 0)["nearest"], "S2");
    let placed = &told["placed"][0];
    assert_eq!(placed["id"], "S1");
    assert!((placed["lon"].as_f64().unwrap() - to.lon).abs() < 1e-6);
    assert!((placed["lat"].as_f64().unwrap() - to.lat).abs() < 1e-6);
}

#[test]
fn a_site_is_added_under_its_own_id_and_told_with_its_place_and_whether_a_road_is_near() {
    let to = Grid::new()
        .lon_lat(Point::new(486_000.0, 305_100.0))
        .unwrap();
    let change = json!([{
        "add": "new-1", "name": "New <b>hub</b>", "at": [to.lon, to.lat], "services": ["hv"], "hours": 8,
        "cost_premises": 100, "cost_front_line": 200
    }]);
    let (status, told) = problem(asked(&change));
    assert_eq!((status, &told["code"]), (422, &json!("E-ARGUMENT")));

    let with = |times: fn(&[Point]) -> TravelTimes| {
        let added = Parts {
            lay_plan: laid_on(&county(), Some(times)),
            ..parts(county())
        };
        answer(added, asked(&change))
    };
    let told = with(|_| {
        let mut times = TravelTimes::unreached(4, 1, Unreached::NoPath);
        times.set(AreaId::at(3), SiteId::at(0), Ok(Seconds::from_minutes(3)));
        times
    });
    assert_eq!(reached(&told, "plan", 3)["nearest"], "new-1");
    assert_eq!(reached(&told, "today", 3)["nearest"], "S2");
    assert_eq!(reached(&told, "plan", 0)["nearest"], "S1");
    assert_eq!(told["placed"].as_array().unwrap().len(), 1);
    let placed = &told["placed"][0];
    assert_eq!(
        (&placed["id"], &placed["name"], &placed["unlinked"]),
        (&json!("new-1"), &json!("New <b>hub</b>"), &json!({}))
    );
    let saving = told["scenario"]["figures"].as_array().unwrap();
    let saving = saving.iter().find(|it| it["name"] == "saving").unwrap();
    assert_eq!(saving["value"], -300.0);
    let at_sea = with(|_| TravelTimes::unreached(4, 1, Unreached::SiteUnlinked));
    assert_eq!(
        at_sea["placed"][0]["unlinked"],
        json!({ "car": "site_unlinked" })
    );
    let (status, told) = problem(asked(&json!([{ "add": "S1", "at": [to.lon, to.lat] }])));
    assert_eq!((status, &told["code"]), (422, &json!("E-CFG-SITE")));
    for wrong in [
        json!([{ "add": "n" }]),
        json!([{ "add": "n", "at": [1] }]),
        json!([{ "add": "n", "at": [0.0, 52.0], "to": [0.0, 52.0] }]),
        json!([{ "add": "n", "at": [0.0, 52.0], "cost_premises": -1 }]),
        json!([{ "add": "n", "at": [0.0, 0.0] }]),
    ] {
        assert_eq!(problem(asked(&wrong)).0, 422, "{wrong}");
    }
}

#[test]
fn a_place_is_in_the_area_whose_boundary_holds_it_else_near_one() {
    let grid = Grid::new();
    let corner = |x: f64, y: f64| {
        let it = grid.lon_lat(Point::new(x, y)).unwrap();
        (it.lon, it.lat)
    };
    // A1 reaches far to the east, so that the nearest point is another area's.
    let shape = geo::Polygon::new(
        geo::LineString::from(vec![
            corner(479_000.0, 304_000.0),
            corner(485_000.0, 304_000.0),
            corner(485_000.0, 306_000.0),
            corner(479_000.0, 306_000.0),
            corner(479_000.0, 304_000.0),
        ]),
        vec![],
    );
    let boundaries: Boundaries = [Some(geo::MultiPolygon::new(vec![shape])), None, None, None]
        .into_iter()
        .collect();
    let at = |boundaries: Option<Boundaries>, x: f64, y: f64| {
        let (lon, lat) = corner(x, y);
        answer(
            Parts {
                boundaries,
                ..parts(county())
            },
            get(&format!("/api/place?lon={lon}&lat={lat}")),
        )
    };
    let inside = at(Some(boundaries.clone()), 484_100.0, 305_000.0);
    assert_eq!(
        (&inside["area"]["code"], &inside["area"]["inside"]),
        (&json!("A1"), &json!(true))
    );
    let outside = at(Some(boundaries), 486_100.0, 305_000.0);
    assert_eq!(
        (&outside["area"]["code"], &outside["area"]["inside"]),
        (&json!("A4"), &json!(false))
    );
    let none = at(None, 484_100.0, 305_000.0);
    assert_eq!(
        (&none["area"]["code"], &none["area"]["inside"]),
        (&json!("A3"), &json!(false))
    );
    let sites: Vec<&Value> = none["nearest_sites"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["id"])
        .collect();
    assert_eq!(sites, ["S2", "S3", "S1"]);
    for query in [
        "",
        "?lon=1",
        "?lon=1&lat=x",
        "?lon=1&lat=2&lat=3",
        "?lon=1&lat=91",
        "?lon=NaN&lat=1",
        "?lon=1&lat=1&z=1",
    ] {
        assert_eq!(
            problem(get(&format!("/api/place{query}"))).0,
            422,
            "{query}"
        );
    }
}

#[test]
fn areas_are_drawn_by_their_boundaries_or_by_the_ground_nearest_to_them() {
    let mut county = county();
    county.areas.list[AreaId::at(1)].point = None;
    let study = answer(parts(county.clone()), get("/api/study"));
    assert_eq!(
        (&study["areas_drawn"], &study["name"]),
        (&json!("nearest_ground"), &json!("A county <b>drawn</b>"))
    );
    assert_eq!(study["sites"][2]["status"], "candidate");
    assert_eq!(study["modes"][0]["settings"], json!(["Speeds: free flow"]));
    let areas = answer(parts(county), get("/api/areas.geojson"));
    let feature = |place: usize| &areas["features"][place];
    assert_eq!(feature(0)["geometry"]["type"], "MultiPolygon");
    assert_eq!(feature(1)["geometry"], Value::Null);
    let told = &feature(3)["properties"];
    assert_eq!(
        (&told["code"], &told["decile"], &told["children"]["under5"]),
        (&json!("A4"), &json!(10), &json!(50.0))
    );
    assert_eq!(told["deprivation_class"], "9_10");
}

#[test]
fn a_border_is_drawn_where_outlines_of_two_districts_share_an_edge() {
    let mut county = county();
    let east = county.areas.districts.push(fairreach::model::District {
        code: "B".into(),
        name: "East".into(),
    });
    county.areas.list[AreaId::at(2)].district = east;
    let square = |west: f64| {
        let corners = [
            (west, 52.0),
            (west + 0.1, 52.0),
            (west + 0.1, 52.1),
            (west, 52.1),
            (west, 52.0),
        ];
        let ring = geo::LineString::from(corners.to_vec());
        Some(geo::MultiPolygon::new(vec![geo::Polygon::new(
            ring,
            vec![],
        )]))
    };
    let boundaries: Boundaries = [square(-0.3), square(-0.2), square(-0.1), None]
        .into_iter()
        .collect();
    let drawn = Parts {
        boundaries: Some(boundaries),
        ..parts(county.clone())
    };
    let borders = answer(drawn, get("/api/districts.geojson"));
    let lines = &borders["features"][0]["geometry"]["coordinates"];
    assert_eq!(*lines, json!([[[-0.1, 52.0], [-0.1, 52.1]]]));
    let none = answer(parts(county), get("/api/districts.geojson"));
    assert_eq!(none["features"][0]["geometry"]["coordinates"], json!([]));
}

#[test]
fn a_busy_port_is_told_with_what_to_do() {
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let state = AppState::new(parts(county())).unwrap();
    let error = run(state, port, |_| panic!("the port is taken")).unwrap_err();
    assert!(matches!(error, ServeError::PortInUse(it) if it == port));
    let told = error.to_string();
    assert!(
        told.contains(&port.to_string()) && told.contains("--port 0"),
        "{told}"
    );
}
