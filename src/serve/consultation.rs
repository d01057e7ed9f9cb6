//! A consultation: everyone may look at one plan beside today, and nobody may change or save anything.

use axum::http::{Method, StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

use super::error::ApiError;
use crate::study::WrittenChange;

/// The plan that people are consulted on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Consultation {
    /// The plan's name.
    pub name: String,
    /// Who proposes it.
    pub author: String,
    /// What it is about and until when answers are taken.
    pub purpose: String,
    /// What makes it of today.
    pub changes: Vec<WrittenChange>,
}

/// The requests that change or save something, or work for long.
const CLOSED: [&str; 5] = [
    "/api/plans",
    "/api/frontier",
    "/api/one-site",
    "/api/difference",
    "/api/scenario",
];

impl Consultation {
    /// Refuses a request that a consultation does not serve.
    pub(super) fn admits(method: &Method, path: &str) -> Result<(), ApiError> {
        let closed = CLOSED.iter().any(|it| {
            path.strip_prefix(it)
                .is_some_and(|it| it.is_empty() || it.starts_with('/'))
        });
        let writes = !matches!(*method, Method::GET | Method::HEAD | Method::POST);
        if closed || writes {
            return Err(view_only());
        }
        Ok(())
    }

    /// Refuses a plan that is neither today nor the one consulted on.
    pub(super) fn shows(&self, changes: &[WrittenChange]) -> Result<(), ApiError> {
        if changes.is_empty() || changes == self.changes {
            return Ok(());
        }
        Err(view_only())
    }
}

fn view_only() -> ApiError {
    let what = "this is a consultation on one plan: it can be looked at, not changed";
    ApiError::new(StatusCode::FORBIDDEN, what).code("E-CONSULTATION")
}
