//! The map's HTTP interface, on loopback only.
//!
//! In: a ready case and what is drawn around it, as [`Parts`]. Out: a [`router()`] of the map page, its data, the
//! scorecard of any plan, the catchment of any place, the best plans, frontiers of plans and rows of a batch, and [`run`],
//! which listens. The room knows no files: `web/` is inside the binary. Every answer, also of an error, carries the security
//! headers; every error is a problem of RFC 9457.

mod about;
mod answer;
mod api;
mod areas;
mod assets;
mod base_map;
mod batch;
mod best_plans;
mod catchment;
mod consultation;
mod dto;
mod error;
mod frontier;
mod ground;
mod guard;
mod kept;
mod listening;
mod openapi;
mod parts;
mod plan;
mod plans;
mod postcode;
mod questions;
mod router;
mod state;
mod waiting;

pub use base_map::BaseMap;
pub use catchment::DrawCatchment;
pub use consultation::Consultation;
pub use error::{ApiError, ServeError};
pub use frontier::SearchFor;
pub use listening::run;
pub use parts::Parts;
pub use plan::LayPlan;
pub use postcode::{FindPostcode, PostcodePlace};
pub use router::router;
pub use state::AppState;
