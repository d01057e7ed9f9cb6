//! One handler a route. Work that takes the processor goes to a thread of its own.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::batch::BatchQuestion;
use super::best_plans::BestPlansQuestion;
use super::catchment::{draw, question};
use super::error::ApiError;
use super::frontier::FrontierQuestion;
use super::plans::scenario_of;
use super::questions::{AssessQuestion, DifferenceQuestion, PlaceQuestion, ScenarioQuestion};
use super::state::AppState;
use super::waiting::{blocking, waited_for};
use crate::report::TileAddress;

pub(super) const JSON: &str = "application/json";
pub(super) const TILE: &str = "application/vnd.mapbox-vector-tile";
pub(super) const GEOJSON: &str = "application/geo+json";

pub(super) async fn study(State(state): State<Arc<AppState>>) -> Response {
    text(JSON, state.study.clone())
}

/// The areas, as columns.
pub(super) async fn areas(State(state): State<Arc<AppState>>) -> Response {
    text(JSON, state.areas.clone())
}

/// The areas, as they are drawn.
pub(super) async fn areas_drawn(State(state): State<Arc<AppState>>) -> Result<Response, ApiError> {
    drawn(move || state.ground.areas()).await
}

/// The borders between districts.
pub(super) async fn districts(State(state): State<Arc<AppState>>) -> Result<Response, ApiError> {
    drawn(move || state.ground.districts()).await
}

/// The roads to draw.
pub(super) async fn roads(State(state): State<Arc<AppState>>) -> Result<Response, ApiError> {
    drawn(move || state.ground.roads()).await
}

pub(super) async fn water(State(state): State<Arc<AppState>>) -> Result<Response, ApiError> {
    drawn(move || state.ground.water()).await
}

pub(super) async fn places(State(state): State<Arc<AppState>>) -> Result<Response, ApiError> {
    drawn(move || state.ground.places()).await
}

async fn drawn(make: impl FnOnce() -> Bytes + Send + 'static) -> Result<Response, ApiError> {
    Ok(text(GEOJSON, blocking(move || Ok(make())).await?))
}

/// A vector tile of all that is drawn.
pub(super) async fn tile(
    State(state): State<Arc<AppState>>,
    address: Result<Path<(u8, u32, u32)>, PathRejection>,
) -> Result<Response, ApiError> {
    let address = address.ok();
    let address = address.and_then(|Path((zoom, column, row))| TileAddress::new(zoom, column, row));
    let address = address.ok_or_else(|| {
        let what = "a tile has a zoom from 0 to 14, a column and a row, such as /api/tiles/6/31/21";
        ApiError::new(StatusCode::NOT_FOUND, what)
    })?;
    Ok(text(
        TILE,
        blocking(move || state.ground.tile(address)).await?,
    ))
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

/// What the way from one plan to another does to every area.
pub(super) async fn difference(
    State(state): State<Arc<AppState>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let question = DifferenceQuestion::read(&json_body(&headers, body)?)?;
    let answer = blocking(move || state.difference(&question)).await?;
    Ok(text(JSON, answer.into()))
}

/// What each site alone would change in a plan.
pub(super) async fn one_site(
    State(state): State<Arc<AppState>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let question = AssessQuestion::read(&json_body(&headers, body)?)?;
    let answer = blocking(move || state.one_site(&question)).await?;
    Ok(text(JSON, answer.into()))
}

/// Where a postcode is.
pub(super) async fn postcode(
    State(state): State<Arc<AppState>>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let postcode = super::postcode::asked(query.as_deref().unwrap_or_default())?;
    let answer = blocking(move || state.postcode(&postcode)).await?;
    Ok(text(JSON, answer.into()))
}

/// A scenario file as the changes of a plan.
pub(super) async fn scenario(
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let question = ScenarioQuestion::read(&json_body(&headers, body)?)?;
    let answer = blocking(move || scenario_of(&question)).await?;
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

/// The plans that a comparison always offers.
pub(super) async fn best_plans(
    State(state): State<Arc<AppState>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let question = BestPlansQuestion::read(&json_body(&headers, body)?)?;
    let answer = waited_for(move |waiting| state.best_plans(&question, waiting)).await?;
    Ok(text(JSON, answer.into()))
}

/// Rows of a batch that was made before.
pub(super) async fn batch(
    State(state): State<Arc<AppState>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let question = BatchQuestion::read(&json_body(&headers, body)?)?;
    let answer = waited_for(move |waiting| state.batch(&question, waiting)).await?;
    Ok(text(JSON, answer.into()))
}

/// The plans that no other betters in some figures at once.
pub(super) async fn frontier(
    State(state): State<Arc<AppState>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let question = FrontierQuestion::read(&json_body(&headers, body)?)?;
    let answer = waited_for(move |waiting| state.frontier(&question, waiting)).await?;
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
