//! What a browser may send, asked of the router without a port.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use fairreach::serve::{AppState, Parts, router};
use http_body_util::BodyExt;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

use super::parsers::Reading;
use super::studies::Laid;

const PORT: u16 = 8080;

thread_local! {
    static RUNTIME: Runtime = Builder::new_current_thread().enable_time().build().unwrap();
}

/// The map of the town.
fn town() -> Router {
    static TOWN: OnceLock<Router> = OnceLock::new();
    let made = || {
        let state = AppState::new(Parts::from(Laid::town().ready())).unwrap();
        router(Arc::new(state), PORT)
    };
    TOWN.get_or_init(made).clone()
}

/// Asks a question of an address.
pub(crate) fn question(path: &'static str) -> impl Fn(&[u8]) -> Reading {
    move |body| posted(path, body)
}

/// Asks for a page.
pub(crate) fn page(path: &[u8]) -> Reading {
    let request = Request::get(path).header(header::HOST, format!("127.0.0.1:{PORT}"));
    ask(request.body(Body::empty()).map_err(|it| it.to_string())?)
}

fn posted(path: &str, body: &[u8]) -> Reading {
    let request = Request::post(path)
        .header(header::HOST, format!("localhost:{PORT}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_vec()));
    ask(request.map_err(|it| it.to_string())?)
}

/// Asks, and holds the answer to its form: a fault is a problem with a code, and never the program's own.
fn ask(request: Request<Body>) -> Reading {
    let (head, body) = RUNTIME.with(|it| {
        it.block_on(async {
            let (head, body) = town().oneshot(request).await.unwrap().into_parts();
            (head, body.collect().await.unwrap().to_bytes())
        })
    });
    let text = String::from_utf8_lossy(&body).into_owned();
    let kind = head.headers.get(header::CONTENT_TYPE);
    let kind = kind.map_or("", |it| it.to_str().unwrap());
    assert_ne!(head.status, StatusCode::INTERNAL_SERVER_ERROR, "{text}");
    if head.status.is_success() {
        let json = kind.ends_with("json");
        assert!(!json || serde_json::from_str::<Value>(&text).is_ok());
        return Ok(vec![text]);
    }
    assert_eq!(kind, "application/problem+json", "{} {text}", head.status);
    let problem: Value = serde_json::from_str(&text).unwrap();
    assert!(problem["code"].as_str().is_some_and(|it| !it.is_empty()));
    Err(text)
}
