//! What the browser sends and sees. The page's own description of the same is `web/js/types.js`.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::error::ApiError;
use crate::model::{Lock, TierShape};
use crate::report::{FigureJson, KeyRow, Sentence};
use crate::study::WrittenChange;

/// A problem as RFC 9457 writes it.
#[derive(Serialize, ToSchema)]
pub(super) struct ProblemDto<'a> {
    status: u16,
    title: &'static str,
    detail: &'a str,
    code: &'a str,
}

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

/// All that stays as it is while plans change.
#[derive(Serialize, ToSchema)]
pub(super) struct StudyDto {
    pub(super) name: String,
    pub(super) question: String,
    pub(super) illustrative: Vec<String>,
    pub(super) attribution: Vec<String>,
    pub(super) notices: Vec<String>,
    pub(super) deprivation: String,
    pub(super) modes: Vec<ModeDto>,
    pub(super) mode: String,
    pub(super) services: Vec<ServiceDto>,
    pub(super) tiers: Vec<TierDto>,
    pub(super) sites: Vec<SiteDto>,
    pub(super) scenarios: Vec<ScenarioDto>,
    pub(super) districts: Vec<DistrictDto>,
    /// West, south, east, north; null where nothing has a place.
    pub(super) bounds: Option<[f64; 4]>,
    /// `boundaries`, `nearest_ground` or `none`.
    pub(super) areas_drawn: &'static str,
    /// Whether sites can be moved and added: the study has roads to time journeys to a new place.
    pub(super) sites_move: bool,
    pub(super) version: &'static str,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ModeDto {
    pub(super) name: String,
    pub(super) phrase: String,
    /// The settings that shape its figures, such as `Speeds: 4.8 km/h`.
    pub(super) settings: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ServiceDto {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) band: String,
    pub(super) band_label: String,
    pub(super) standard_minutes: BTreeMap<String, f64>,
    /// `universal` or `targeted`.
    pub(super) reach: &'static str,
}

#[derive(Serialize, ToSchema)]
pub(super) struct TierDto {
    pub(super) id: String,
    pub(super) shape: &'static str,
    pub(super) services: Vec<String>,
    pub(super) hours: Option<f64>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct SiteDto {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) lon: Option<f64>,
    pub(super) lat: Option<f64>,
    /// `existing` or `candidate`.
    pub(super) status: &'static str,
    pub(super) tier: String,
    pub(super) services: Vec<String>,
    pub(super) hours: Option<f64>,
    pub(super) capacity: Option<f64>,
    pub(super) annual_cost: Option<f64>,
    pub(super) managed_by: Option<String>,
    pub(super) lock: Option<LockDto>,
    pub(super) district: Option<String>,
    /// By mode, why it is on no road; a mode it is linked for is absent.
    pub(super) unlinked: BTreeMap<String, &'static str>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct LockDto {
    /// `must_stay`, `must_close` or `not_before`.
    kind: &'static str,
    from: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ScenarioDto {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) changes: Vec<WrittenChange>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct DistrictDto {
    pub(super) code: String,
    pub(super) name: String,
}

/// A plan's scorecard beside today's, and what it does to every area.
#[derive(Serialize, ToSchema)]
pub(super) struct AnswerDto {
    pub(super) service: String,
    pub(super) mode: String,
    pub(super) standard_minutes: Option<f64>,
    pub(super) sentences: Vec<SentenceDto>,
    pub(super) baseline: FiguresDto,
    pub(super) scenario: FiguresDto,
    pub(super) areas: Vec<AreaDto>,
    /// The open sites that the plan moves or adds, in the order of its changes.
    pub(super) placed: Vec<PlacedDto>,
    pub(super) legend: LegendDto,
}

/// A site at the place a plan gives it.
#[derive(Serialize, ToSchema)]
pub(super) struct PlacedDto {
    /// Its id in the study, or the one the plan adds it under.
    pub(super) id: String,
    pub(super) name: String,
    pub(super) lon: Option<f64>,
    pub(super) lat: Option<f64>,
    /// By mode, why nobody can reach it; a mode it is linked for is absent.
    pub(super) unlinked: BTreeMap<String, &'static str>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct SentenceDto {
    label: &'static str,
    text: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct FiguresDto {
    pub(super) figures: Vec<FigureJson>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct AreaDto {
    pub(super) code: String,
    pub(super) today: ReachDto,
    pub(super) plan: ReachDto,
    /// Null where it is not served both today and under the plan.
    pub(super) change_minutes: Option<f64>,
    pub(super) change_class: &'static str,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ReachDto {
    pub(super) minutes: Option<f64>,
    pub(super) reason: Option<&'static str>,
    /// The site's id in the study, also where the plan moves it.
    pub(super) nearest: Option<String>,
    pub(super) class: &'static str,
}

#[derive(Serialize, ToSchema)]
pub(super) struct LegendDto {
    pub(super) minutes: Vec<LegendRowDto>,
    pub(super) minutes_today: Vec<LegendRowDto>,
    pub(super) change: Vec<LegendRowDto>,
    pub(super) deprivation: Vec<LegendRowDto>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct LegendRowDto {
    class: &'static str,
    label: String,
    colour: String,
    areas: usize,
    children: f64,
    share: Option<f64>,
}

/// What is at a place and near it.
#[derive(Serialize, ToSchema)]
pub(super) struct PlaceDto {
    pub(super) area: Option<NearAreaDto>,
    pub(super) nearest_sites: Vec<NearSiteDto>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct NearAreaDto {
    pub(super) code: String,
    pub(super) name: String,
    /// Whether the place lies inside its boundary; without boundaries it never does.
    pub(super) inside: bool,
    /// To its point, along a straight line.
    pub(super) metres: f64,
}

#[derive(Serialize, ToSchema)]
pub(super) struct NearSiteDto {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) metres: f64,
}

impl<'a> ProblemDto<'a> {
    pub(super) fn of(error: &'a ApiError) -> Self {
        Self {
            status: error.status.as_u16(),
            title: error.status.canonical_reason().unwrap_or("Error"),
            detail: &error.detail,
            code: &error.code,
        }
    }

    pub(super) fn text(&self) -> String {
        json(self).unwrap_or_else(|_| "{}".to_owned())
    }
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

impl LockDto {
    pub(super) fn of(lock: &Lock) -> Self {
        let (kind, from) = match lock {
            Lock::MustStay => ("must_stay", None),
            Lock::MustClose => ("must_close", None),
            Lock::NotBefore(day) => ("not_before", Some(day.clone())),
        };
        Self { kind, from }
    }
}

impl From<Sentence> for SentenceDto {
    fn from(sentence: Sentence) -> Self {
        Self {
            label: sentence.label,
            text: sentence.text,
        }
    }
}

impl From<KeyRow> for LegendRowDto {
    fn from(row: KeyRow) -> Self {
        Self {
            class: row.class.name,
            label: row.class.label,
            colour: row.class.colour.hex(),
            areas: row.areas,
            children: row.children,
            share: row.share,
        }
    }
}

/// The word of a shape on the page.
pub(super) const fn shape(shape: TierShape) -> &'static str {
    match shape {
        TierShape::Square => "square",
        TierShape::Circle => "circle",
        TierShape::Triangle => "triangle",
        TierShape::Diamond => "diamond",
        TierShape::Pentagon => "pentagon",
        TierShape::Cross => "cross",
    }
}

/// A value as JSON text.
pub(super) fn json(value: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string(value).map_err(|_| {
        let what = "the answer could not be written";
        ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, what)
    })
}
