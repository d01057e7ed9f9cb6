//! `web/` inside the binary: the page needs no files and no other host.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::error::ApiError;

#[derive(RustEmbed)]
#[folder = "web/"]
#[exclude = "*.d.mts"]
#[exclude = "map.png"]
#[exclude = "best-plans.png"]
struct Web;

/// The file of an address, which must be written just as the file is named: no part of it is decoded, so nothing
/// can lead out of the folder. Any other address is not found.
pub(super) async fn asset(request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = not_allowed().await;
        let allowed = HeaderValue::from_static("GET, HEAD");
        response.headers_mut().insert(header::ALLOW, allowed);
        return response;
    }
    let path = request.uri().path().trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    match Web::get(path) {
        Some(file) => served(path, file, request.headers().get(header::IF_NONE_MATCH)),
        None => {
            ApiError::new(StatusCode::NOT_FOUND, "there is nothing at this address").into_response()
        }
    }
}

/// The answer to a method that an address does not have; the router adds which ones it has.
pub(super) async fn not_allowed() -> Response {
    let what = "this address does not take this method";
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, what).into_response()
}

fn served(path: &str, file: EmbeddedFile, known: Option<&HeaderValue>) -> Response {
    let tag: String = file.metadata.sha256_hash()[..16]
        .iter()
        .fold(String::from("\""), |tag, byte| format!("{tag}{byte:02x}"))
        + "\"";
    let mut response = if known.is_some_and(|it| it.as_bytes() == tag.as_bytes()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(file.data).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(path)));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "text/plain; charset=utf-8",
    }
}
