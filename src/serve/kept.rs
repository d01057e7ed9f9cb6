//! The handlers of saved plans, one a method and address.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

use super::api::{JSON, json_body, text};
use super::error::ApiError;
use super::plans::PlanQuestion;
use super::state::AppState;
use super::waiting::blocking;

/// The number of a plan in its address.
type Id = Result<Path<i64>, PathRejection>;

fn number(id: Id) -> Result<i64, ApiError> {
    let what = "a saved plan has a whole number, as /api/plans lists them";
    id.map(|it| it.0)
        .map_err(|_| ApiError::new(StatusCode::NOT_FOUND, what))
}

/// Milliseconds since 1970. A clock that is set before that tells 0.
fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |it| i64::try_from(it.as_millis()).unwrap_or(i64::MAX))
}

/// Every saved plan.
pub(super) async fn list(State(state): State<Arc<AppState>>) -> Result<Response, ApiError> {
    let answer = blocking(move || state.plans()).await?;
    Ok(text(JSON, answer.into()))
}

/// One saved plan.
pub(super) async fn one(State(state): State<Arc<AppState>>, id: Id) -> Result<Response, ApiError> {
    let id = number(id)?;
    let answer = blocking(move || state.plan(id)).await?;
    Ok(text(JSON, answer.into()))
}

/// One saved plan as a scenario file.
pub(super) async fn scenario(
    State(state): State<Arc<AppState>>,
    id: Id,
) -> Result<Response, ApiError> {
    let id = number(id)?;
    let answer = blocking(move || state.plan_scenario(id)).await?;
    let mut response = text("application/toml", answer.into());
    let name = format!("attachment; filename=\"plan-{id}.toml\"");
    if let Ok(name) = HeaderValue::from_str(&name) {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// Saves a new plan.
pub(super) async fn add(
    State(state): State<Arc<AppState>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let question = PlanQuestion::read(&json_body(&headers, body)?)?;
    let answer = blocking(move || state.save_plan(None, &question, now_ms())).await?;
    let mut response = text(JSON, answer.into());
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// Saves another revision of a plan.
pub(super) async fn save(
    State(state): State<Arc<AppState>>,
    id: Id,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let id = number(id)?;
    let question = PlanQuestion::read(&json_body(&headers, body)?)?;
    let answer = blocking(move || state.save_plan(Some(id), &question, now_ms())).await?;
    Ok(text(JSON, answer.into()))
}

/// Removes a plan, and tells those that are left.
pub(super) async fn remove(
    State(state): State<Arc<AppState>>,
    id: Id,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let id = number(id)?;
    let query = query.unwrap_or_default();
    let answer = blocking(move || state.remove_plan(id, &query, now_ms())).await?;
    Ok(text(JSON, answer.into()))
}
