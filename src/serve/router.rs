//! Routes, limits and listening.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use super::error::ServeError;
use super::guard::{Allowed, Policy, admitted, headers, same_site};
use super::state::AppState;
use super::{api, assets, kept, openapi};

/// The largest body of a request: 1 MiB.
const BODY_LIMIT: usize = 1 << 20;

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
        .route("/api/assess", post(api::assess))
        .route("/api/difference", post(api::difference))
        .route("/api/one-site", post(api::one_site))
        .route("/api/postcode", get(api::postcode))
        .route("/api/scenario", post(api::scenario))
        .route("/api/place", get(api::place))
        .route("/api/catchment", post(api::catchment))
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
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(Arc::clone(&state), admitted))
        .layer(from_fn_with_state(Allowed(port), same_site))
        .layer(from_fn_with_state(
            Policy::of(state.base_map.as_ref()),
            headers,
        ))
        .with_state(state)
}

/// Serves on 127.0.0.1 until interrupted (Ctrl-C). Port 0 takes any free one; `ready` is told the address once the
/// server listens.
///
/// # Errors
/// When the port is taken or may not be used, with what to do about it.
pub fn run(state: AppState, port: u16, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let result = runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .map_err(|error| match error.kind() {
                std::io::ErrorKind::AddrInUse => ServeError::PortInUse(port),
                std::io::ErrorKind::PermissionDenied => ServeError::PortRefused(port),
                _ => ServeError::Io(error),
            })?;
        let address = listener.local_addr()?;
        ready(address);
        let state = Arc::new(state);
        let first = Arc::clone(&state);
        tokio::task::spawn_blocking(move || first.warm());
        let router = router(state, address.port());
        tokio::select! {
            served = async { axum::serve(listener, router).await } => served.map_err(ServeError::from),
            // An open page keeps its connection alive; waiting for it would keep the program from stopping.
            () = interrupted() => Ok(()),
        }
    });
    runtime.shutdown_background();
    result
}

async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without a way to hear Ctrl-C the system's own stops the program.
        std::future::pending::<()>().await;
    }
}
