//! The map's HTTP interface, on loopback only.
//!
//! In: a ready case and what is drawn around it, as [`Parts`]. Out: a [`router()`] of the map page, its data, the
//! scorecard of any plan, the catchment of any place and frontiers of plans, and [`run`], which listens. The room knows no files: `web/` is inside the binary. Every
//! answer, also of an error, carries the security headers; every error is a problem of RFC 9457.

mod about;
mod api;
mod assets;
mod catchment;
mod dto;
mod error;
mod frontier;
mod guard;
mod kept;
mod openapi;
mod parts;
mod plan;
mod plans;
mod router;
mod state;

pub use catchment::DrawCatchment;
pub use error::{ApiError, ServeError};
pub use frontier::SearchFor;
pub use parts::Parts;
pub use plan::LayPlan;
pub use router::{router, run};
pub use state::AppState;
