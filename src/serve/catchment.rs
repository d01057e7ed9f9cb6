//! The catchment asked for: a site or a place, a mode and minutes.

use std::sync::Arc;

use super::error::ApiError;
use super::questions::{WrittenCatchment, written};
use crate::model::Mode;
use crate::pipeline::{CatchmentOf, CatchmentQuestion, Fault};
use crate::space::{Grid, LonLat};
use crate::travel::Direction;

/// Draws a catchment as a `GeoJSON` collection, largest cutoff first.
pub type DrawCatchment = Arc<dyn Fn(&CatchmentQuestion) -> Result<String, Fault> + Send + Sync>;

/// Reads the body of a request.
pub(super) fn question(body: &[u8]) -> Result<CatchmentQuestion, ApiError> {
    let written: WrittenCatchment = written(body, "a question about a catchment")?;
    let of = match (written.site, written.lon, written.lat) {
        (Some(id), None, None) => CatchmentOf::Site(id),
        (None, Some(lon), Some(lat)) => {
            let within = lon.abs() <= 180.0 && lat.abs() <= 90.0;
            let point = Grid::new().point(LonLat::new(lon, lat)).filter(|_| within);
            CatchmentOf::Place(point.ok_or_else(|| {
                ApiError::senseless("this place is not on the National Grid").code("E-CFG-RANGE")
            })?)
        }
        _ => {
            let what = "either a site, or lon and lat in degrees are needed";
            return Err(ApiError::senseless(what).code("E-CFG-MISSING"));
        }
    };
    let direction = match written.direction.as_deref() {
        None => None,
        Some("to-site") => Some(Direction::ToSite),
        Some("from-site") => Some(Direction::FromSite),
        Some(_) => {
            let what = "direction must be to-site or from-site";
            return Err(ApiError::senseless(what).code("E-CFG-ENUM"));
        }
    };
    Ok(CatchmentQuestion {
        of,
        mode: Mode::new(&written.mode),
        direction,
        minutes: written.minutes,
    })
}

/// Draws the catchment; a question that makes no sense here is told with the fault's own code.
pub(super) fn draw(
    draw_catchment: &DrawCatchment,
    question: &CatchmentQuestion,
) -> Result<String, ApiError> {
    draw_catchment(question).map_err(|fault| ApiError::of(&fault))
}
