//! The `OpenAPI` document against the server it describes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, header};
use fairreach::pipeline::{Silent, prepare, shipped};
use fairreach::serve::{AppState, Parts, router};
use fairreach::study::{NewSite, WrittenChange};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::serve::{ask, county, get, parts, post};

fn document() -> Value {
    let (status, response, text) = ask(parts(county()), get("/api/openapi.json"));
    assert_eq!(status.as_u16(), 200);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
    serde_json::from_str(&text).unwrap()
}

fn schema<'a>(document: &'a Value, name: &str) -> &'a Value {
    let found = document.pointer(&format!("/components/schemas/{name}"));
    found.unwrap_or_else(|| panic!("no schema {name}"))
}

fn keys(object: &Value) -> BTreeSet<String> {
    object.as_object().unwrap().keys().cloned().collect()
}

fn texts(list: &Value) -> BTreeSet<String> {
    let list = list.as_array().unwrap().iter();
    list.map(|it| it.as_str().unwrap().to_owned()).collect()
}

/// Every reference within a value.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(to)) = object.get("$ref") {
                found.insert(to.clone());
            }
            object.values().for_each(|it| references(it, found));
        }
        Value::Array(list) => list.iter().for_each(|it| references(it, found)),
        _ => (),
    }
}

#[test]
fn the_document_is_openapi_3_1_and_every_reference_leads_somewhere() {
    let document = document();
    let version = document["openapi"].as_str().unwrap();
    assert!(version.starts_with("3.1."), "{version}");
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 30, "{found:?}");
    for to in &found {
        assert!(
            document.pointer(to.trim_start_matches('#')).is_some(),
            "{to}"
        );
    }
    let all = keys(&document["components"]["schemas"]);
    let used = |it: &String| found.contains(&format!("#/components/schemas/{it}"));
    let unused: Vec<&String> = all.iter().filter(|it| !used(it)).collect();
    assert!(unused.is_empty(), "nothing refers to {unused:?}");
    assert!(!document.to_string().contains("Dto"));
}

/// The routes of `router.rs`, as written there: each address with its methods.
fn routes() -> BTreeSet<(String, String)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/serve/router.rs");
    let text = fs::read_to_string(file).unwrap();
    let mut found = BTreeSet::new();
    for route in text.split(".route(").skip(1) {
        let path = route.split('"').nth(1).unwrap();
        let end = route.find("\n        .").unwrap_or(route.len());
        for method in [
            "get", "post", "put", "delete", "patch", "head", "options", "any",
        ] {
            if route[..end].contains(&format!("{method}(")) {
                found.insert((path.to_owned(), method.to_owned()));
            }
        }
    }
    found
}

/// The operations of a document: each address with its methods.
fn operations(document: &Value) -> BTreeSet<(String, String)> {
    let paths = document["paths"].as_object().unwrap().iter();
    let each = paths.flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().keys();
        methods.map(move |method| (path.clone(), method.clone()))
    });
    each.collect()
}

#[test]
fn every_route_is_described_with_its_methods_and_no_other() {
    let routes = routes();
    assert!(routes.len() >= 14, "{routes:?}");
    assert_eq!(operations(&document()), routes);
}

/// The examples of an operation as requests that can be sent.
fn examples(path: &str, method: &str, operation: &Value) -> Vec<Request<Body>> {
    let (mut path, mut query) = (path.to_owned(), Vec::new());
    for it in operation["parameters"].as_array().into_iter().flatten() {
        let name = it["name"].as_str().unwrap();
        let example = it["example"].to_string().replace('"', "");
        match it["in"].as_str().unwrap() {
            "path" => path = path.replace(&format!("{{{name}}}"), &example),
            "query" => query.push(format!("{name}={example}")),
            other => panic!("a parameter in {other}"),
        }
    }
    let bodies = operation["requestBody"]["content"]["application/json"]["examples"].as_object();
    assert_eq!(
        bodies.is_some(),
        matches!(method, "post" | "put"),
        "{method} {path}"
    );
    let request = |body: Body| {
        Request::builder()
            .method(method.to_uppercase().as_str())
            .uri(format!("{path}?{}", query.join("&")).trim_end_matches('?'))
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::CONTENT_TYPE, "application/json")
            .body(body)
            .unwrap()
    };
    match bodies {
        Some(bodies) => bodies
            .values()
            .map(|it| request(Body::from(it["value"].to_string())))
            .collect(),
        None => vec![request(Body::empty())],
    }
}

#[test]
fn every_example_of_the_shipped_study_is_answered_as_it_says() {
    let prepared = prepare(shipped().unwrap(), &Silent).unwrap();
    let app = router(
        Arc::new(AppState::new(Parts::from(prepared)).unwrap()),
        8080,
    );
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let answer = |request: Request<Body>| {
        runtime.block_on(async {
            let (head, body) = app.clone().oneshot(request).await.unwrap().into_parts();
            let bytes = body.collect().await.unwrap().to_bytes();
            let kind = head.headers[header::CONTENT_TYPE].to_str().unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            (head.status.as_u16().to_string(), kind.to_owned(), text)
        })
    };
    let (_, _, text) = answer(get("/api/openapi.json"));
    let document: Value = serde_json::from_str(&text).unwrap();
    // A plan is saved before it is asked for, and removed last.
    let mut all: Vec<_> = operations(&document).into_iter().collect();
    let rank = |method: &str| {
        ["post", "get", "put", "delete"]
            .iter()
            .position(|it| *it == method)
    };
    all.sort_by_key(|(path, method)| (method == "delete", path.clone(), rank(method)));
    let mut asked = 0;
    for (path, method) in all {
        let operation = &document["paths"][&path][&method];
        for request in examples(&path, &method, operation) {
            let (status, kind, text) = answer(request);
            let told = &operation["responses"][&status]["content"];
            // The shipped study names no postcode directory, and no batch was made.
            let none = ["/api/postcode", "/api/batch"].contains(&path.as_str()) && status == "404";
            assert!(
                status.starts_with('2') || none,
                "{method} {path}: {status}, {}",
                &text[..text.len().min(300)]
            );
            assert_eq!(keys(told), [kind].into(), "{method} {path}");
            asked += 1;
        }
    }
    assert_eq!(asked, 28);
}

/// A change of each kind, with all that it may have, and the name of its shape.
fn whole_changes() -> Vec<(&'static str, WrittenChange)> {
    let site = || "S1".to_owned();
    let tier = || "centre".to_owned();
    let new = NewSite {
        add: "S9".to_owned(),
        name: Some("Nine".to_owned()),
        at: [-0.7, 52.6],
        tier: Some(tier()),
        services: Some(vec!["hv".to_owned()]),
        hours: Some(3.0),
        cost_premises: Some(1.0),
        cost_management: Some(2.0),
        cost_front_line: Some(3.0),
    };
    vec![
        (
            "OpenSite",
            WrittenChange::Open {
                open: site(),
                tier: Some(tier()),
                hours: Some(1.0),
                sessions: Some(2.0),
            },
        ),
        ("CloseSite", WrittenChange::Close { close: site() }),
        (
            "ConvertSite",
            WrittenChange::Convert {
                convert: site(),
                tier: tier(),
            },
        ),
        (
            "MoveSite",
            WrittenChange::Move {
                site: site(),
                to: [-0.7, 52.6],
            },
        ),
        (
            "SetHours",
            WrittenChange::Hours {
                hours: site(),
                value: 3.0,
                service: Some("hv".to_owned()),
            },
        ),
        ("AddSite", WrittenChange::Add(new)),
    ]
}

#[test]
fn the_kinds_of_change_are_those_that_are_read() {
    let document = document();
    let changes = whole_changes();
    let mut kinds = BTreeSet::new();
    references(schema(&document, "Change"), &mut kinds);
    let names = changes
        .iter()
        .map(|it| format!("#/components/schemas/{}", it.0));
    assert_eq!(kinds, names.collect());
    for (name, change) in changes {
        let shape = schema(&document, name);
        let mut written = serde_json::to_value(change).unwrap();
        assert_eq!(keys(&shape["properties"]), keys(&written), "{name}");
        let required = texts(&shape["required"]);
        for key in keys(&written) {
            let kept = written[&key].take();
            written.as_object_mut().unwrap().remove(&key);
            let read = serde_json::from_value::<WrittenChange>(written.clone());
            assert_eq!(read.is_err(), required.contains(&key), "{name} {key}");
            written[&key] = kept;
        }
    }
}

#[test]
fn a_figure_has_the_keys_that_are_told() {
    let document = document();
    let shape = schema(&document, "Figure");
    let (known, required) = (keys(&shape["properties"]), texts(&shape["required"]));
    let asked = json!({ "service": "hv", "mode": "car", "changes": [{ "close": "S1" }] });
    let (status, _, text) = ask(parts(county()), post(asked.to_string()));
    assert_eq!(status.as_u16(), 200, "{text}");
    let answer: Value = serde_json::from_str(&text).unwrap();
    let figures = answer["scenario"]["figures"].as_array().unwrap();
    assert!(figures.len() > 50);
    for figure in figures {
        let told = keys(figure);
        assert!(
            told.is_subset(&known) && required.is_subset(&told),
            "{figure}"
        );
    }
}

#[test]
fn one_step_beyond_each_limit_of_the_document_is_refused() {
    let document = document();
    let value = |shape: &str, property: &str, key: &str| {
        let it = &schema(&document, shape)["properties"][property];
        let or_null = it["oneOf"].is_array();
        let it = if or_null { &it["oneOf"][1] } else { it };
        it[key].clone()
    };
    let limit =
        |shape: &str, property: &str, key: &str| value(shape, property, key).as_f64().unwrap();
    let count = |shape: &str, property: &str, key: &str| {
        usize::try_from(value(shape, property, key).as_u64().unwrap()).unwrap()
    };
    let asked =
        |changes: Value| json!({ "service": "hv", "mode": "car", "changes": changes }).to_string();
    let hours = limit("OpenSite", "hours", "maximum");
    let sessions = limit("OpenSite", "sessions", "maximum");
    let cost = limit("AddSite", "cost_premises", "exclusiveMaximum");
    let many = count("WrittenQuestion", "changes", "maxItems");
    let changes = vec![json!({ "close": "S1" }); many + 1];
    let add = |cost: f64| json!({ "add": "S9", "at": [-0.7, 52.6], "tier": "centre", "cost_premises": cost });
    let beyond = [
        json!([{ "open": "S3", "hours": hours + 0.001 }]),
        json!([{ "open": "S3", "hours": -0.001 }]),
        json!([{ "hours": "S1", "value": hours + 0.001 }]),
        json!([{ "open": "S3", "sessions": sessions + 0.001 }]),
        json!([{ "open": "S3", "sessions": -0.001 }]),
        json!([add(cost)]),
        json!([add(-0.001)]),
        json!(changes),
    ];
    for changes in beyond {
        let (status, _, text) = ask(parts(county()), post(asked(changes)));
        assert_eq!(status.as_u16(), 422, "{text}");
        let problem: Value = serde_json::from_str(&text).unwrap();
        let code = problem["code"].as_str().unwrap();
        assert!(["E-CFG-RANGE", "E-LIMIT-CHANGES"].contains(&code), "{text}");
    }
    let plan = |key: &str| {
        let most = count("NewPlan", key, "maxLength");
        let mut plan = json!({ "name": "a", "changes": [] });
        plan[key] = json!("x".repeat(most + 1));
        plan.to_string()
    };
    for key in ["name", "author", "comment"] {
        let mut request = post(plan(key));
        *request.uri_mut() = "/api/plans".parse().unwrap();
        let (status, _, text) = ask(parts(county()), request);
        assert_eq!(status.as_u16(), 422);
        assert!(text.contains("E-LIMIT-TEXT"), "{text}");
    }
}
