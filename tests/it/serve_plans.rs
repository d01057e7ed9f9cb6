//! Saved plans over HTTP: what is answered is kept, what is refused changes nothing.

use axum::body::Body;
use axum::http::{Request, header};
use fairreach::keep::Plans;
use fairreach::serve::Parts;
use serde_json::{Value, json};

use crate::program::Folder;
use crate::serve::{ask, county, parts};

/// The server over a file of plans, begun anew for each request as after a crash.
struct Server(Folder);

impl Server {
    fn new() -> Self {
        Self(Folder::empty())
    }

    fn parts(&self) -> Parts {
        Parts {
            plans: Plans::open(&self.0.path("plans.sqlite")).unwrap(),
            ..parts(county())
        }
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, String) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::CONTENT_TYPE, "application/json");
        let body = body.map_or_else(Body::empty, |it| Body::from(it.to_string()));
        let (status, _, text) = ask(self.parts(), request.body(body).unwrap());
        (status.as_u16(), text)
    }

    fn json(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
        let (status, text) = self.ask(method, path, body);
        (status, serde_json::from_str(&text).unwrap())
    }
}

fn plan(name: &str) -> Value {
    json!({"name": name, "author": "Ada", "comment": "for <the> committee", "changes": [{"close": "S1"}]})
}

fn revised(name: &str, revision: i64) -> Value {
    let mut plan = plan(name);
    plan["revision"] = revision.into();
    plan
}

#[test]
fn a_plan_that_was_saved_is_there_after_the_server_begins_anew() {
    let server = Server::new();
    assert_eq!(
        server.json("GET", "/api/plans", None),
        (200, json!({"plans": []}))
    );
    let (status, saved) = server.json("POST", "/api/plans", Some(&plan("Ten hubs")));
    assert_eq!(
        (status, &saved["id"], &saved["revision"]),
        (201, &json!(1), &json!(1))
    );
    assert_eq!(saved["changes"], json!([{"close": "S1"}]));
    assert!(saved["saved_ms"].as_i64().unwrap() > 1_700_000_000_000);
    assert_eq!(
        server.json("GET", "/api/plans", None).1["plans"],
        json!([saved])
    );
    assert_eq!(server.json("GET", "/api/plans/1", None), (200, saved));
    let (status, text) = server.ask("GET", "/api/plans/1/scenario.toml", None);
    assert_eq!(status, 200);
    assert!(
        text.starts_with("# saved on the map by Ada, plan 1, revision 1\n# for <the> committee\n"),
        "{text}"
    );
    let read = fairreach::study::scenario_file(&text, "plan-1.toml").unwrap();
    assert_eq!(
        (read.id.as_str(), read.name.as_str(), read.changes.len()),
        ("plan-1", "Ten hubs", 1)
    );
}

#[test]
fn of_two_who_change_one_plan_the_second_is_told_and_writes_over_nothing() {
    let server = Server::new();
    server.json("POST", "/api/plans", Some(&plan("Ten hubs")));
    let (status, second) = server.json("PUT", "/api/plans/1", Some(&revised("Nine hubs", 1)));
    assert_eq!((status, &second["revision"]), (200, &json!(2)));
    let (status, problem) = server.json("PUT", "/api/plans/1", Some(&revised("Eight hubs", 1)));
    assert_eq!((status, &problem["code"]), (409, &json!("H-409")));
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains("Ada saved this plan meanwhile, as revision 2")
    );
    assert_eq!(server.json("GET", "/api/plans/1", None).1, second);
    assert_eq!(
        server.json("DELETE", "/api/plans/1?revision=1", None).0,
        409
    );
    assert_eq!(
        server.json("DELETE", "/api/plans/1?revision=2", None),
        (200, json!({"plans": []}))
    );
    assert_eq!(server.json("GET", "/api/plans/1", None).0, 404);
}

#[test]
fn what_is_no_plan_of_this_study_is_refused_and_nothing_is_saved() {
    let server = Server::new();
    let with = |key: &str, value: Value| {
        let mut plan = plan("Ten hubs");
        plan[key] = value;
        plan
    };
    for (body, said) in [
        (with("name", json!("  ")), "give the plan a name"),
        (with("name", json!("x".repeat(201))), "at most 200"),
        (with("comment", json!("x".repeat(4_001))), "at most 4000"),
        (with("comment", json!("bell \u{7}")), "cannot be printed"),
        (
            with("author", json!("Ada\nlock = true")),
            "cannot be printed",
        ),
        (with("changes", json!([{"close": "nowhere"}])), "nowhere"),
        (
            with("changes", json!([{"shut": "S1"}])),
            "changes[0] is no change",
        ),
        (with("revision", json!(1)), "no revision yet"),
        (with("colour", json!("red")), "colour"),
    ] {
        let (status, problem) = server.json("POST", "/api/plans", Some(&body));
        assert_eq!(status, 422, "{problem}");
        assert!(
            problem["detail"].as_str().unwrap().contains(said),
            "{problem}"
        );
    }
    assert_eq!(
        server
            .json("PUT", "/api/plans/1", Some(&plan("Ten hubs")))
            .0,
        422
    );
    assert_eq!(
        server.json("PUT", "/api/plans/7", Some(&revised("x", 1))).0,
        404
    );
    for path in [
        "/api/plans/0",
        "/api/plans/x",
        "/api/plans/99999999999999999999",
        "/api/plans/-1",
    ] {
        assert_eq!(server.json("GET", path, None).0, 404, "{path}");
    }
    assert_eq!(server.json("DELETE", "/api/plans/1", None).0, 422);
    assert!(!server.0.path("plans.sqlite").exists());
}
