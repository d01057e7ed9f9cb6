//! One handler a route. Work that takes the processor goes to a thread of its own.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::catchment::{draw, question};
use super::dto::{AssessQuestion, PlaceQuestion};
use super::error::ApiError;
use super::frontier::FrontierQuestion;
use super::state::AppState;

pub(super) const JSON: &str = "application/json";
pub(super) const GEOJSON: &str = "application/geo+json";

pub(super) async fn study(State(state): State<Arc<AppState>>) -> Response {
    text(JSON, state.study.clone())
}

pub(super) async fn areas(State(state): State<Arc<AppState>>) -> Response {
    text(GEOJSON, state.areas.clone())
}

pub(super) async fn districts(State(state): State<Arc<AppState>>) -> Response {
    text(GEOJSON, state.districts.clone())
}

pub(super) async fn roads(State(state): State<Arc<AppState>>) -> Response {
    text(GEOJSON, state.roads.clone())
}

/// The scorecard of a plan beside today's.
pub(super) async fn assess(
    State(state): State<Arc<AppState>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let question = AssessQuestion::read(&json_body(&headers, body)?)?;
    let answer = blocking(move || state.assess(&question)).await?;
    Ok(text(JSON, answer.into()))
}

/// The area of a place and the sites nearest to it.
pub(super) async fn place(
    State(state): State<Arc<AppState>>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let question = PlaceQuestion::read(query.as_deref().unwrap_or_default())?;
    let answer = blocking(move || state.place(question)).await?;
    Ok(text(JSON, answer.into()))
}

/// The areas, people and ground within some minutes of a site or a place.
pub(super) async fn catchment(
    State(state): State<Arc<AppState>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let question = question(&json_body(&headers, body)?)?;
    let answer = blocking(move || draw(&state.draw_catchment, &question)).await?;
    Ok(text(GEOJSON, answer.into()))
}

/// The plans that no other betters in some figures at once.
pub(super) async fn frontier(
    State(state): State<Arc<AppState>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let question = FrontierQuestion::read(&json_body(&headers, body)?)?;
    let answer = blocking(move || state.frontier(&question)).await?;
    Ok(text(JSON, answer.into()))
}

pub(super) fn text(kind: &'static str, body: Bytes) -> Response {
    let mut response = body.into_response();
    let kind = HeaderValue::from_static(kind);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// The body of a request that says it is JSON: a form of another site cannot say so.
pub(super) fn json_body(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Bytes, ApiError> {
    // A body that does not end is that, whatever it says of itself.
    let body = body.map_err(|it| match it.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            ApiError::new(it.status(), "the body may have at most 1 MiB")
        }
        status => ApiError::new(status, "the body could not be read"),
    })?;
    let kind = headers
        .get(header::CONTENT_TYPE)
        .map_or(&b""[..], HeaderValue::as_bytes);
    let kind = kind.split(|it| *it == b';').next().unwrap_or_default();
    if !kind.trim_ascii().eq_ignore_ascii_case(JSON.as_bytes()) {
        let what = "the body must be JSON: send Content-Type: application/json";
        return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, what));
    }
    // Else a list of values in the order of a question's fields would be read as that question.
    let list = body.trim_ascii_start().starts_with(b"[");
    if list && serde_json::from_slice::<serde_json::Value>(&body).is_ok() {
        let what = "the body must be an object, in braces, and not a list";
        return Err(ApiError::senseless(what));
    }
    Ok(body)
}

pub(super) async fn blocking(
    work: impl FnOnce() -> Result<String, ApiError> + Send + 'static,
) -> Result<String, ApiError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| {
        let what = "the program met a fault of its own; the terminal it runs in tells more";
        Err(ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, what))
    })
}
