//! Sites as `GeoJSON` points, laid out as a table.

use std::collections::BTreeSet;

use geojson::{Feature, GeometryValue, JsonValue};

use crate::read::boundaries::{features, on_the_globe};
use crate::read::place::{Crs, METRES, PlaceColumns};
use crate::read::source::Source;
use crate::read::table::Table;
use crate::read::{Findings, Place, ReadErrors, ReadFault};

/// The columns that stand for a feature's own point.
pub(super) const POINT_COLUMNS: (&str, &str) = ("longitude of the point", "latitude of the point");

/// More cells, blank ones counted, than any list of sites has: each feature has as many as all have names of properties.
const MOST_CELLS: usize = 20_000_000;

/// `GeoJSON` points with their properties, as a table whose headers are the names of properties.
pub(super) fn properties(source: Source<'_>, found: &mut Findings) -> Result<Table, ReadErrors> {
    let file = source.file;
    let features = features(file, source.bytes)?;
    if features.is_empty() {
        let fault = ReadFault::new("E-SITE-NONE", file, "0 features", "export the file again");
        return Err(fault.into());
    }
    let names: BTreeSet<&String> = features
        .iter()
        .flat_map(|it| it.properties_iter().map(|(name, _)| name))
        .collect();
    if names.len().saturating_mul(features.len()) > MOST_CELLS {
        let what = format!(
            "{} features with {} names of properties are more than {MOST_CELLS} cells",
            features.len(),
            names.len()
        );
        let remedy = "export only the properties that the study needs";
        return Err(ReadFault::new("E-LIMIT-CELLS", file, what, remedy).into());
    }
    let mut headers: Vec<String> = names.iter().map(|it| (*it).clone()).collect();
    headers.extend([POINT_COLUMNS.0.to_owned(), POINT_COLUMNS.1.to_owned()]);
    found.notices.rows_mut().read += features.len() as u64;
    let placed = features.iter().enumerate();
    let rows = placed.filter_map(|(nth, feature)| {
        let (lon, lat) = point(file, nth, feature, found)?;
        let mut cells: Vec<String> = names.iter().map(|it| cell(feature.property(it))).collect();
        cells.extend([lon.to_string(), lat.to_string()]);
        Some((Place::Feature(nth), cells))
    });
    let suppressed = source.settings.suppressed;
    Ok(Table::of_cells(file, headers, rows, suppressed))
}

fn cell(value: Option<&JsonValue>) -> String {
    match value {
        None | Some(JsonValue::Null) => String::new(),
        Some(JsonValue::String(it)) => it.clone(),
        Some(JsonValue::Array(list)) if list.iter().all(JsonValue::is_string) => list
            .iter()
            .filter_map(JsonValue::as_str)
            .collect::<Vec<_>>()
            .join(";"),
        Some(other) => other.to_string(),
    }
}

fn point(file: &str, nth: usize, feature: &Feature, found: &mut Findings) -> Option<(f64, f64)> {
    let id = feature
        .property("id")
        .map_or_else(String::new, |it| format!("({}) ", cell(Some(it))));
    let mut fault = |code, what: String, remedy: &str| {
        found.fault(
            ReadFault::new(code, file, format!("{id}{what}"), remedy).at(Place::Feature(nth)),
        );
        None
    };
    match feature.geometry.as_ref().map(|it| &it.value) {
        None => fault(
            "E-GEO-NULL",
            "no geometry".to_owned(),
            "give it a point, or remove it",
        ),
        Some(GeometryValue::Point { coordinates }) => match coordinates.as_slice() {
            [lon, lat, ..] if on_the_globe(&[*lon, *lat]) => Some((*lon, *lat)),
            [x, y, ..] if x.abs() > METRES && y.abs() > METRES => {
                let what =
                    format!("({x}, {y}) looks like easting and northing; degrees are needed");
                fault("E-SITE-CRS", what, "export the points in EPSG:4326")
            }
            other => {
                let what = format!("{other:?} is not in -180..180 and -90..90 degrees");
                fault("E-GEO-RANGE", what, "export the points in EPSG:4326")
            }
        },
        Some(other) => {
            let what = format!("{}; a Point is needed", other.type_name());
            fault("E-GEO-TYPE", what, "give it one point")
        }
    }
}

/// The place columns of a `GeoJSON` table.
pub(super) fn point_columns(table: &Table) -> Option<PlaceColumns> {
    let (x, y) = table
        .any(&[POINT_COLUMNS.0])
        .zip(table.any(&[POINT_COLUMNS.1]))?;
    let crs = Crs::Degrees;
    Some(PlaceColumns { x, y, crs })
}
