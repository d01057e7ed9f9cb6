//! Where a postcode is.

use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;

use super::dto::json;
use super::error::ApiError;
use crate::ids::AreaId;
use crate::pipeline::Fault;
use crate::read::Postcode;
use crate::score::Case;
use crate::space::{Grid, Point};

/// Looks a postcode up in the study's directory.
pub type FindPostcode = Arc<dyn Fn(&str) -> Result<PostcodePlace, Fault> + Send + Sync>;

/// Where a postcode is.
#[derive(Clone, Debug, PartialEq)]
pub struct PostcodePlace {
    /// As it is written in full.
    pub postcode: String,
    /// Its own place.
    pub point: Option<Point>,
    /// The area it lies in.
    pub area: Option<AreaId>,
    /// Why none is told.
    pub why: Option<String>,
}

/// Where a postcode is, as the page sees it.
#[derive(Serialize, ToSchema)]
pub(super) struct PostcodeDto<'a> {
    postcode: &'a str,
    lon: Option<f64>,
    lat: Option<f64>,
    /// The code of the area it lies in; null where the study has none there.
    area: Option<&'a str>,
    why: Option<&'a str>,
}

/// The postcode of a query such as `postcode=LE15%206AA`.
pub(super) fn asked(query: &str) -> Result<String, ApiError> {
    let needed = || ApiError::senseless("a postcode is needed, such as ?postcode=LE15%206AA");
    let text = query.strip_prefix("postcode=").ok_or_else(needed)?;
    let text = text.replace('+', " ");
    let text = percent_encoding::percent_decode_str(&text).decode_utf8();
    let text = text.map_err(|_| needed())?;
    let postcode = Postcode::new(&text).ok_or_else(|| {
        let what = "this is no whole postcode; one such as LE15 6AA is needed";
        ApiError::senseless(what).code("E-POSTCODE")
    })?;
    Ok(postcode.to_string())
}

/// The answer as JSON.
pub(super) fn told(case: &Case, place: &PostcodePlace) -> Result<String, ApiError> {
    let degrees = place.point.and_then(|it| Grid::new().lon_lat(it));
    json(&PostcodeDto {
        postcode: &place.postcode,
        lon: degrees.map(|it| it.lon),
        lat: degrees.map(|it| it.lat),
        area: place.area.map(|it| case.areas.list[it].code.as_str()),
        why: place.why.as_deref(),
    })
}
