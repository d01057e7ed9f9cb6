//! What a request or the start of the server may fail with, as `application/problem+json` (RFC 9457).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::dto::ProblemDto;
use crate::pipeline::Fault;

/// The media type of a problem.
pub(super) const PROBLEM: &str = "application/problem+json";

/// A request that was not served.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code} {detail}")]
pub struct ApiError {
    /// The HTTP status.
    pub status: StatusCode,
    /// The stable code, such as `H-404`, or the code of the fault behind it.
    pub code: String,
    /// What was wrong and what to do, for a person; never holds markup.
    pub detail: String,
}

impl ApiError {
    /// An error whose code is that of its status: `H-404`.
    #[must_use]
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            code: format!("H-{}", status.as_u16()),
            detail: detail.into(),
        }
    }

    /// The same error with the code of the fault behind it.
    #[must_use]
    pub fn code(self, code: &str) -> Self {
        Self {
            code: code.to_owned(),
            ..self
        }
    }

    /// What stopped an answer: the asker's fault with its own code, or else ours or the machine's.
    #[must_use]
    pub fn of(fault: &Fault) -> Self {
        match fault {
            Fault::Asked { code, what, remedy } => {
                Self::senseless(format!("{what}: {remedy}")).code(code)
            }
            other if other.exit_code() == 2 => Self::senseless(other.to_string()),
            other => Self::new(StatusCode::INTERNAL_SERVER_ERROR, other.to_string()),
        }
    }

    /// A body that is well formed and makes no sense here.
    #[must_use]
    pub fn senseless(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = ProblemDto::of(&self).text();
        let mut response = (self.status, body).into_response();
        let kind = HeaderValue::from_static(PROBLEM);
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}

/// Why the server did not start or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Somebody else listens there.
    #[error("port {0} is in use: choose another with --port, or --port 0 for any free one")]
    PortInUse(u16),
    /// The system does not give this port to this user.
    #[error(
        "port {0} is not open to this user: choose one from 1024 up with --port, or --port 0 for any free one"
    )]
    PortRefused(u16),
    /// Anything else.
    #[error("the server cannot listen on 127.0.0.1: {0}")]
    Io(#[from] std::io::Error),
}
