//! Small areas at their population-weighted centroids: the ONS's files, or any table.

use crate::read::place::{Crs, PlaceColumns};
use crate::read::source::Source;
use crate::read::table::{Row, Table};
use crate::read::{Findings, Notices, Place, ReadErrors, ReadFault, Vintage};
use crate::space::{Grid, Point};

/// Which columns hold what; `None` means the published header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AreaColumns {
    /// The code.
    pub code: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// Easting or longitude.
    pub x: Option<String>,
    /// Northing or latitude.
    pub y: Option<String>,
    /// What `x` and `y` mean; `None`: degrees under headers such as `lon`, metres otherwise.
    pub crs: Option<Crs>,
    /// The code of the district.
    pub district: Option<String>,
    /// The name of the district.
    pub district_name: Option<String>,
    /// Whether a table without coordinates is accepted, as in a study that brings its own times.
    pub placeless: bool,
}

/// One area as its file tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaRow {
    /// Where in the file.
    pub place: Place,
    /// The code.
    pub code: String,
    /// The name, where the file has one.
    pub name: Option<String>,
    /// The centroid, where the file has one.
    pub point: Option<Point>,
    /// The code of the district, where the file has one.
    pub district: Option<String>,
    /// The name of the district, where the file has one.
    pub district_name: Option<String>,
}

/// Reads areas, in order of their codes.
///
/// # Errors
/// Every fault of the file: see [`Table::read`]; `E-GEO-VINTAGE`, `E-GEO-CODE`, `E-KEY-DUP`, `E-SITE-FAR`, ...
pub fn centroids(
    source: Source<'_>,
    columns: &AreaColumns,
    vintage: Vintage,
) -> Result<(Vec<AreaRow>, Notices), ReadErrors> {
    let mut found = Findings::none();
    let table = Table::read(source, &mut found)?;
    let code = vintage.code_column(&table, columns.code.as_deref(), &mut found);
    let name = match (&columns.name, vintage) {
        (Some(name), _) => table.need(name, &mut found),
        (None, Vintage::Lsoa2011) => table.any(&["LSOA11NM", "LSOA name (2011)", "name"]),
        (None, Vintage::Lsoa2021) => table.any(&["LSOA21NM", "LSOA name (2021)", "name"]),
        (None, Vintage::Own) => table.any(&["name"]),
    };
    let optional = |named: &Option<String>, usual: &str, found: &mut Findings| match named {
        Some(it) => table.need(it, found),
        None => table.any(&[usual]),
    };
    let district = optional(&columns.district, "district", &mut found);
    let district_name = optional(&columns.district_name, "district_name", &mut found);
    let place = place_columns(&table, columns, &mut found);
    let grid = Grid::new();
    let mut areas = Vec::new();
    for row in table.rows() {
        let Some(at) = code else { break };
        let Some(code) = vintage.code(&row, at, &mut found) else {
            continue;
        };
        let point = place.and_then(|it| it.read(&row, &code, &grid, &mut found));
        let point =
            point.filter(|it| in_england_and_wales(&row, *it, &code, vintage, place, &mut found));
        let own = |at| row.text_if_any(at).map(str::to_owned);
        areas.push(AreaRow {
            place: row.place(),
            name: own(name),
            district: own(district),
            district_name: own(district_name),
            code,
            point,
        });
    }
    areas.sort_by(|a, b| a.code.cmp(&b.code).then(a.place.cmp(&b.place)));
    refuse_doubles(
        table.file(),
        areas.iter().map(|it| (it.code.as_str(), &it.place)),
        &mut found,
    );
    found.or(areas)
}

fn place_columns(
    table: &Table,
    columns: &AreaColumns,
    found: &mut Findings,
) -> Option<PlaceColumns> {
    let (x, y) = match (&columns.x, &columns.y) {
        (Some(x), Some(y)) => (table.need(x, found), table.need(y, found)),
        _ if columns.placeless && table.any(&["x", "lon"]).is_none() => return None,
        _ => (
            table.need_any(&["x", "lon", "longitude", "long", "easting"], found),
            table.need_any(&["y", "lat", "latitude", "northing"], found),
        ),
    };
    let (x, y) = (x?, y?);
    let lon = table.heading(x).to_lowercase().starts_with("lon");
    let usual = if lon { Crs::Degrees } else { Crs::National };
    let crs = columns.crs.unwrap_or(usual);
    Some(PlaceColumns { x, y, crs })
}

/// England and Wales end near (82,000..656,000, 5,000..658,000) on the National Grid.
fn in_england_and_wales(
    row: &Row<'_>,
    point: Point,
    code: &str,
    vintage: Vintage,
    place: Option<PlaceColumns>,
    found: &mut Findings,
) -> bool {
    let inside = (80_000.0..=660_000.0).contains(&point.x) && (0.0..=660_000.0).contains(&point.y);
    if inside || vintage == Vintage::Own {
        return true;
    }
    if let Some(place) = place {
        let at = if (0.0..=660_000.0).contains(&point.y) {
            place.x
        } else {
            place.y
        };
        let what = format!("({code}) outside England and Wales");
        found.fault(row.fault(at, "E-SITE-FAR", &what, "correct the coordinates"));
    }
    false
}

/// Records `E-KEY-DUP` for every key that stands in two rows; the keys come sorted.
pub(super) fn refuse_doubles<'a>(
    file: &str,
    keys: impl Iterator<Item = (&'a str, &'a Place)>,
    found: &mut Findings,
) {
    let mut last: Option<(&str, &Place)> = None;
    for (key, place) in keys {
        match last {
            Some((first, before)) if first == key => {
                let (before, place_text) = (before.to_string(), place.to_string());
                let what = format!(
                    "\"{key}\" appears twice ({} and {})",
                    before.trim(),
                    place_text.trim()
                );
                let fault = ReadFault::new("E-KEY-DUP", file, what, "keep one of the two rows");
                found.fault(fault.at(place.clone()).value(key));
            }
            _ => last = Some((key, place)),
        }
    }
}
