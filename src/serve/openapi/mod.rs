//! The interface as an `OpenAPI` 3.1 document, for whoever asks the server by a script.
//!
//! The shapes are derived where they are declared (`dto.rs`, `plans.rs`, `frontier.rs`). What no derive knows is laid over
//! them here: `paths.rs` says which address takes what, `shapes.rs` what other rooms write, `limits.rs` what the server
//! refuses, `examples.rs` what can be asked of this very study. The document is made once, when the server begins, so
//! that it names the services, modes, tiers and sites there are.

mod examples;
mod limits;
mod map_paths;
mod paths;
mod shapes;

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa::openapi::{
    Components, ComponentsBuilder, Info, License, OpenApiBuilder, RefOr, Schema, Server,
};

use self::examples::Examples;
use super::answer::{AnswerDto, DifferenceDto};
use super::api::{JSON, text};
use super::areas::AreaColumns;
use super::batch::{BatchQuestion, BatchRowsDto};
use super::best_plans::{BestPlansDto, BestPlansQuestion};
use super::dto::{OneSitesDto, PlaceDto, ProblemDto, ScenarioDto, StudyDto};
use super::error::ApiError;
use super::frontier::{FrontierDto, FrontierQuestion};
use super::parts::Parts;
use super::plans::{PlanDto, PlanQuestion, PlansDto};
use super::postcode::PostcodeDto;
use super::questions::{ScenarioQuestion, WrittenCatchment, WrittenDifference, WrittenQuestion};
use super::state::AppState;

/// What holds for every address.
const ABOUT: &str = "\
The travel times, scorecards and plans of one study, on this machine alone.

Ids of services, modes, tiers and sites are those of the study that is served; this document lists them. Whatever is \
refused is told as a problem (RFC 9457, `application/problem+json`) with `status`, `title`, `detail` and `code`. Of \
every address: 400 where the request is malformed, 403 where a browser sends a request that changes or computes \
something from another origin, 404 where there is nothing, 405 (with `Allow`) where the address does not take the \
method, 421 where the Host is not a loopback name with this port. Of a body: 413 above 1 MiB, 415 unless it is sent as \
`Content-Type: application/json`, 400 where it is not JSON, 422 where it is JSON that makes no sense here. A GET may be \
asked as HEAD too.";

/// Answers with the document.
pub(super) async fn served(State(state): State<Arc<AppState>>) -> Response {
    text(JSON, state.openapi.clone())
}

/// The document of a study, as JSON.
///
/// # Errors
/// When it cannot be written, which is a fault of the program.
pub(super) fn document(parts: &Parts) -> Result<String, ApiError> {
    let mut info = Info::new("Fairreach", env!("CARGO_PKG_VERSION"));
    info.description = Some(ABOUT.to_owned());
    info.license = Some(License::new(env!("CARGO_PKG_LICENSE")));
    let document = OpenApiBuilder::new()
        .info(info)
        .servers(Some([Server::new("/")]))
        .paths(paths::paths(&Examples::of(parts)))
        .components(Some(components()))
        .build();
    let mut document = serde_json::to_value(&document).map_err(|_| unwritten())?;
    let schemas = document.pointer_mut("/components/schemas");
    let schemas = schemas.and_then(Value::as_object_mut);
    let schemas = schemas.ok_or_else(unwritten)?;
    schemas.extend(shapes::written_by_hand());
    schemas.extend(limits::names(parts));
    limits::lay_over(schemas).ok_or_else(unwritten)?;
    // Outside this program nobody need know what its types are called.
    Ok(document.to_string().replace("Dto\"", "\""))
}

fn unwritten() -> ApiError {
    let what = "the description of the interface could not be written";
    ApiError::new(axum::http::StatusCode::INTERNAL_SERVER_ERROR, what)
}

/// Every shape that is derived.
fn components() -> Components {
    let mut found = Vec::new();
    collect::<ProblemDto>(&mut found);
    collect::<StudyDto>(&mut found);
    collect::<WrittenQuestion>(&mut found);
    collect::<AnswerDto>(&mut found);
    collect::<DifferenceDto>(&mut found);
    collect::<WrittenDifference>(&mut found);
    collect::<OneSitesDto>(&mut found);
    collect::<ScenarioQuestion>(&mut found);
    collect::<ScenarioDto>(&mut found);
    collect::<AreaColumns>(&mut found);
    collect::<PostcodeDto>(&mut found);
    collect::<PlaceDto>(&mut found);
    collect::<WrittenCatchment>(&mut found);
    collect::<BatchQuestion>(&mut found);
    collect::<BatchRowsDto>(&mut found);
    collect::<BestPlansQuestion>(&mut found);
    collect::<BestPlansDto>(&mut found);
    collect::<FrontierQuestion>(&mut found);
    collect::<FrontierDto>(&mut found);
    collect::<PlanQuestion>(&mut found);
    collect::<PlanDto>(&mut found);
    collect::<PlansDto>(&mut found);
    ComponentsBuilder::new().schemas_from_iter(found).build()
}

/// A shape and those it is made of.
fn collect<T: ToSchema>(found: &mut Vec<(String, RefOr<Schema>)>) {
    found.push((T::name().into_owned(), T::schema()));
    T::schemas(found);
}

/// A reference to a shape, as JSON.
fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}
