//! What the browser sends and sees. The page's own description of the same is `web/js/types.js`.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::base_map::BaseMap;
use super::batch::BatchDto;
use super::consultation::Consultation;
use super::error::ApiError;
use super::plan::study_id;
use crate::model::{Lock, TierShape};
use crate::report::{KeyRow, Sentence};
use crate::score::{Case, OneSite};
use crate::study::WrittenChange;

/// A problem as RFC 9457 writes it.
#[derive(Serialize, ToSchema)]
pub(super) struct ProblemDto<'a> {
    status: u16,
    title: &'static str,
    detail: &'a str,
    code: &'a str,
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
    /// Whether the map is drawn from tiles, since its shapes are many, or from `GeoJSON`.
    pub(super) in_tiles: bool,
    /// Whether postcodes can be looked up.
    pub(super) postcodes: bool,
    /// The plan that people are consulted on; null where plans can be changed.
    pub(super) consultation: Option<Consultation>,
    /// A base map from another server; null where there is none.
    pub(super) base_map: Option<BaseMap>,
    /// A batch that was made before; null where none can be looked through.
    pub(super) batch: Option<BatchDto>,
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
    /// Whether it is a delivery model: a way to run several services together.
    pub(super) is_model: bool,
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
pub(super) struct LegendRowDto {
    class: &'static str,
    label: String,
    colour: String,
    areas: usize,
    children: f64,
    share: Option<f64>,
}

/// What each site alone would change.
#[derive(Serialize, ToSchema)]
pub(super) struct OneSitesDto {
    pub(super) sites: Vec<OneSiteDto>,
}

/// What it does if one site closes or opens and nothing else changes.
#[derive(Serialize, ToSchema)]
pub(super) struct OneSiteDto {
    /// Its id in the study, or the one the plan adds it under.
    pub(super) site: String,
    /// Whether it is open, so that it would close.
    pub(super) closes: bool,
    /// People newly within the standard, below 0 newly beyond; null without a standard.
    within: Option<f64>,
    /// Person-minutes more, one way, below 0 fewer.
    minutes: f64,
    /// People newly served, below 0 no longer served.
    served: f64,
}

impl OneSiteDto {
    pub(super) fn of(laid: &Case, own: usize, it: &OneSite) -> Self {
        Self {
            site: study_id(laid, own, it.site),
            closes: it.closes,
            within: it.within,
            minutes: it.minutes,
            served: it.served,
        }
    }
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
