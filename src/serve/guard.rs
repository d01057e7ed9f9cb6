//! What every request and every answer passes: the host asked for, where the request comes from, the headers.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::base_map::BaseMap;
use super::consultation::Consultation;
use super::error::ApiError;
use super::state::AppState;

const HEADERS: [(HeaderName, &str); 7] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (header::X_FRAME_OPTIONS, "DENY"),
    // An answer may be kept, but is asked for again each time, so that a rebuilt program is seen at once.
    (header::CACHE_CONTROL, "no-cache"),
];

/// The port that hosts are allowed with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowed(pub(super) u16);

/// What the page may load, and from where.
#[derive(Clone, Debug)]
pub(super) struct Policy(HeaderValue);

impl Policy {
    /// Everything from this server alone; pictures of a base map from its server too.
    pub(super) fn of(base_map: Option<&BaseMap>) -> Self {
        let own = "default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self'; font-src 'self'; \
                   base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        let other = base_map.map_or_else(String::new, |it| format!(" {}", it.origin()));
        let policy = format!("{own}; img-src 'self' data: blob:{other}; connect-src 'self'{other}");
        let strict = HeaderValue::from_static("default-src 'none'");
        Self(HeaderValue::from_str(&policy).unwrap_or(strict))
    }
}

/// Serves what a consultation serves, where this is one.
pub(super) async fn admitted(
    State(state): State<Arc<AppState>>,
    request: Request,
    next: Next,
) -> Response {
    let consultation = state.consultation.as_ref();
    match consultation.map(|_| Consultation::admits(request.method(), request.uri().path())) {
        Some(Err(refusal)) => refusal.into_response(),
        _ => next.run(request).await,
    }
}

/// Puts the security headers on an answer, whatever it is.
pub(super) async fn headers(
    State(policy): State<Policy>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, policy.0);
    for (name, value) in HEADERS {
        let value = HeaderValue::from_static(value);
        response.headers_mut().entry(name).or_insert(value);
    }
    response
}

/// Serves only those who ask for this server by a loopback name (a page elsewhere may point its own name here) and
/// takes changes only from the server's own page.
pub(super) async fn same_site(
    State(allowed): State<Allowed>,
    request: Request,
    next: Next,
) -> Response {
    match allowed.admits(&request) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

impl Allowed {
    fn admits(self, request: &Request) -> Result<(), ApiError> {
        well_formed(request)?;
        let host = host(request.uri(), request.headers())?;
        let host = match host {
            None if request.version() <= Version::HTTP_10 => None,
            None => {
                let what = "the request has no Host header";
                return Err(ApiError::new(StatusCode::BAD_REQUEST, what));
            }
            Some(host) if self.serves(host) => Some(host),
            Some(_) => {
                let what = format!(
                    "the Host asked for is not served here; use http://127.0.0.1:{}",
                    self.0
                );
                return Err(ApiError::new(StatusCode::MISDIRECTED_REQUEST, what));
            }
        };
        if matches!(*request.method(), Method::GET | Method::HEAD) || own(request.headers(), host) {
            return Ok(());
        }
        let what = "only the page of this server may send this request";
        Err(ApiError::new(StatusCode::FORBIDDEN, what))
    }

    fn serves(self, host: &str) -> bool {
        let (name, port) = split(host);
        let named = ["127.0.0.1", "localhost", "[::1]"]
            .iter()
            .any(|it| name.eq_ignore_ascii_case(it));
        named && port.map_or(self.0 == 80, |it| it == self.0.to_string())
    }
}

/// Refuses a path that is no text.
fn well_formed(request: &Request) -> Result<(), ApiError> {
    let path = request.uri().path();
    if percent_encoding::percent_decode_str(path)
        .decode_utf8()
        .is_err()
    {
        let what = "the address is no UTF-8";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, what));
    }
    Ok(())
}

/// `127.0.0.1:8080` as name and port; the brackets of `[::1]` stay.
fn split(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (host, None),
    }
}

fn host<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Result<Option<&'a str>, ApiError> {
    let mut named = headers.get_all(header::HOST).iter();
    let (first, second) = (named.next(), named.next());
    let text = first.map(HeaderValue::to_str).transpose();
    match (text, second, uri.authority()) {
        (Ok(host), None, None) => Ok(host),
        // An absolute address in the request line must agree with the header.
        (Ok(host), None, Some(authority)) if host.is_none_or(|it| it == authority.as_str()) => {
            Ok(Some(authority.as_str()))
        }
        _ => {
            let what = "the request must name one Host";
            Err(ApiError::new(StatusCode::BAD_REQUEST, what))
        }
    }
}

/// Whether a browser says that the request comes from this server's own page, or no browser says anything.
fn own(headers: &HeaderMap, host: Option<&str>) -> bool {
    let origin = headers.get(header::ORIGIN);
    let same_origin = origin.is_none_or(|it| {
        host.is_some_and(|host| it.as_bytes() == format!("http://{host}").as_bytes())
    });
    let site = headers.get("sec-fetch-site");
    same_origin && site.is_none_or(|it| matches!(it.as_bytes(), b"same-origin" | b"none"))
}
