//! Routes and limits.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

use super::guard::{Allowed, Policy, admitted, headers, same_site};
use super::state::AppState;
use super::{api, assets, kept, openapi};

/// The largest body of a request: 1 MiB.
const BODY_LIMIT: usize = 1 << 20;

/// How long is waited for each part of a body.
const BODY_PAUSE: Duration = Duration::from_mins(1);

/// Everything the server answers, for requests that ask for a loopback name with this port.
pub fn router(state: Arc<AppState>, port: u16) -> Router {
    Router::new()
        .route("/api/study", get(api::study))
        .route("/api/openapi.json", get(openapi::served))
        .route("/api/areas", get(api::areas))
        .route("/api/areas.geojson", get(api::areas_drawn))
        .route("/api/tiles/{zoom}/{column}/{row}", get(api::tile))
        .route("/api/districts.geojson", get(api::districts))
        .route("/api/roads.geojson", get(api::roads))
        .route("/api/water.geojson", get(api::water))
        .route("/api/places.geojson", get(api::places))
        .route("/api/assess", post(api::assess))
        .route("/api/difference", post(api::difference))
        .route("/api/one-site", post(api::one_site))
        .route("/api/postcode", get(api::postcode))
        .route("/api/scenario", post(api::scenario))
        .route("/api/place", get(api::place))
        .route("/api/catchment", post(api::catchment))
        .route("/api/batch", post(api::batch))
        .route("/api/best-plans", post(api::best_plans))
        .route("/api/frontier", post(api::frontier))
        .route("/api/plans", get(kept::list).post(kept::add))
        .route(
            "/api/plans/{id}",
            get(kept::one).put(kept::save).delete(kept::remove),
        )
        .route("/api/plans/{id}/scenario.toml", get(kept::scenario))
        .fallback(assets::asset)
        .method_not_allowed_fallback(assets::not_allowed)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(RequestBodyTimeoutLayer::new(BODY_PAUSE))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(Arc::clone(&state), admitted))
        .layer(from_fn_with_state(Allowed(port), same_site))
        .layer(from_fn_with_state(
            Policy::of(state.base_map.as_ref()),
            headers,
        ))
        .with_state(state)
}
