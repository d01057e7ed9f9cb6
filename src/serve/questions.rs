//! What the browser asks, read from the bodies and addresses of requests.

use axum::http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use super::error::ApiError;
use crate::study::WrittenChange;

/// What is asked of a plan: its figures for one service by one mode.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct AssessQuestion {
    pub(super) service: String,
    pub(super) mode: String,
    pub(super) changes: Vec<WrittenChange>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenQuestion {
    service: String,
    mode: String,
    #[serde(default)]
    changes: Vec<serde_json::Value>,
}

/// What is asked of two plans: what the way from one to the other does to every area.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DifferenceQuestion {
    pub(super) service: String,
    pub(super) mode: String,
    pub(super) from: Vec<WrittenChange>,
    pub(super) to: Vec<WrittenChange>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenDifference {
    service: String,
    mode: String,
    from: Vec<serde_json::Value>,
    to: Vec<serde_json::Value>,
}

/// A scenario file to be read.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScenarioQuestion {
    /// The text of the file, TOML.
    pub(super) text: String,
    /// What the file is called.
    pub(super) name: String,
}

impl ScenarioQuestion {
    /// Reads the body of a request.
    pub(super) fn read(body: &[u8]) -> Result<Self, ApiError> {
        written(body, "a scenario file")
    }
}

/// A place on the globe, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PlaceQuestion {
    pub(super) lon: f64,
    pub(super) lat: f64,
}

/// What is asked of a catchment, as written: a site, or a place in degrees.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCatchment {
    pub(super) mode: String,
    pub(super) minutes: Vec<u32>,
    pub(super) direction: Option<String>,
    pub(super) site: Option<String>,
    pub(super) lon: Option<f64>,
    pub(super) lat: Option<f64>,
}

/// The body of a request as `what` is written: 400 where it is not JSON, 422 where it is something else.
pub(super) fn written<T: DeserializeOwned>(body: &[u8], what: &str) -> Result<T, ApiError> {
    serde_json::from_slice(body).map_err(|error| {
        // What is nested too deep is no JSON that anybody reads, also where its first bracket is none that is asked for.
        let unread = serde_json::from_slice::<serde_json::Value>(body).err();
        let error = unread.unwrap_or(error);
        if error.is_data() {
            ApiError::senseless(format!("the body is not {what}: {error}"))
        } else {
            let what = format!("the body is not JSON: {error}");
            ApiError::new(StatusCode::BAD_REQUEST, what)
        }
    })
}

/// The most changes of one plan: more than any council's sites need, and few enough to time them all.
pub(super) const CHANGES: usize = 400;

impl AssessQuestion {
    /// Reads the body of a request.
    pub(super) fn read(body: &[u8]) -> Result<Self, ApiError> {
        let written: WrittenQuestion = written(body, "a question about a plan")?;
        Ok(Self {
            service: written.service,
            mode: written.mode,
            changes: changes_of(written.changes)?,
        })
    }
}

impl DifferenceQuestion {
    /// Reads the body of a request.
    pub(super) fn read(body: &[u8]) -> Result<Self, ApiError> {
        let written: WrittenDifference = written(body, "a question about two plans")?;
        Ok(Self {
            service: written.service,
            mode: written.mode,
            from: changes_of(written.from)?,
            to: changes_of(written.to)?,
        })
    }
}

/// The changes of a plan, each by its place where one is none.
pub(super) fn changes_of(written: Vec<serde_json::Value>) -> Result<Vec<WrittenChange>, ApiError> {
    if written.len() > CHANGES {
        let what = format!(
            "the plan has {} changes; at most {CHANGES} are laid at once",
            written.len()
        );
        return Err(ApiError::senseless(what).code("E-LIMIT-CHANGES"));
    }
    let changes = written.into_iter().enumerate();
    let changes = changes.map(|(place, change)| {
        serde_json::from_value(change).map_err(|_| {
            ApiError::senseless(format!(
                "changes[{place}] is no change: one of {{\"open\": site, \"tier\"?, \"hours\"?}}, {{\"close\": \
                 site}}, {{\"convert\": site, \"tier\"}}, {{\"move\": site, \"to\": [lon, lat]}}, {{\"hours\": \
                 site, \"value\"}}, {{\"add\": id, \"at\": [lon, lat], \"name\"?, \"tier\"?, \"services\"?, \"hours\"?, \
                 \"cost_premises\"?, \"cost_management\"?, \"cost_front_line\"?}} is needed, and no other key"
            ))
        })
    });
    changes.collect()
}

impl PlaceQuestion {
    /// Reads `lon=-0.7&lat=52.6`, in degrees.
    pub(super) fn read(query: &str) -> Result<Self, ApiError> {
        let (mut lon, mut lat) = (None, None);
        for pair in query.split('&').filter(|it| !it.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (slot, limit) = match name {
                "lon" => (&mut lon, 180.0),
                "lat" => (&mut lat, 90.0),
                _ => return Err(ApiError::senseless("only lon and lat are asked for")),
            };
            let number = value.parse().ok().filter(|it: &f64| it.abs() <= limit);
            let Some(number) = number.filter(|_| slot.is_none()) else {
                return Err(ApiError::senseless(format!(
                    "{name} must be given once, as degrees from -{limit} to {limit}"
                )));
            };
            *slot = Some(number);
        }
        match (lon, lat) {
            (Some(lon), Some(lat)) => Ok(Self { lon, lat }),
            _ => Err(ApiError::senseless("lon and lat are needed, in degrees")),
        }
    }
}
