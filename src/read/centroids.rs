//! Small areas at their population-weighted centroids: the ONS's files, or any table.

use crate::read::place::{Crs, NamedPlace, PlaceColumns};
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
    let place = NamedPlace {
        x: columns.x.as_deref(),
        y: columns.y.as_deref(),
        crs: columns.crs,
        placeless: columns.placeless,
    };
    let place = place.find(&table, &mut found);
    let grid = Grid::new();
    let (mut areas, mut far) = (Vec::new(), Vec::new());
    for row in table.rows() {
        let Some(at) = code else { break };
        let Some(code) = vintage.code(&row, at, &mut found) else {
            continue;
        };
        let point = place.and_then(|it| it.read(&row, &code, &grid, &mut found));
        if let (Some(place), Some(point)) = (place, point)
            && vintage != Vintage::Own
            && !in_england_or_wales(point)
        {
            far.push(too_far(&row, point, &code, place));
        }
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
    match place.and_then(|it| all_swapped(&table, it, &areas, far.len())) {
        Some(swapped) => found.fault(swapped),
        None => far.into_iter().for_each(|it| found.fault(it)),
    }
    areas.sort_by(|a, b| a.code.cmp(&b.code).then(a.place.cmp(&b.place)));
    refuse_doubles(
        table.file(),
        areas.iter().map(|it| (it.code.as_str(), &it.place)),
        &mut found,
    );
    found.or(areas)
}

/// Ground at the corners of England and Wales that is sea or Scotland: from this easting and northing to the one or the other
/// side, and always northwards. Most of England is found in one of these where easting and northing change places.
const WEST_OF: [(f64, f64); 3] = [
    // Beyond Cornwall; beyond Wales and Cumbria; beyond the border.
    (165_000.0, 60_000.0),
    (290_000.0, 400_000.0),
    (330_000.0, 580_000.0),
];
const EAST_OF: [(f64, f64); 3] = [
    // Beyond Norfolk; beyond Holderness; beyond Cleveland.
    (560_000.0, 350_000.0),
    (540_000.0, 430_000.0),
    (490_000.0, 530_000.0),
];

/// England and Wales end near (82,000..656,000, 5,000..658,000) on the National Grid.
fn in_england_or_wales(point: Point) -> bool {
    let around = (80_000.0..=660_000.0).contains(&point.x) && (0.0..=660_000.0).contains(&point.y);
    let beyond_west = |(x, y): &(f64, f64)| point.x < *x && point.y > *y;
    let beyond_east = |(x, y): &(f64, f64)| point.x > *x && point.y > *y;
    around && !WEST_OF.iter().any(beyond_west) && !EAST_OF.iter().any(beyond_east)
}

fn too_far(row: &Row<'_>, point: Point, code: &str, place: PlaceColumns) -> ReadFault {
    let at = if (0.0..=660_000.0).contains(&point.y) {
        place.x
    } else {
        place.y
    };
    let what = format!("({code}) outside England and Wales");
    row.fault(at, "E-SITE-FAR", &what, "correct the coordinates")
}

/// Some areas far off, and every one of them in England or Wales when eastings and northings change places: the columns
/// are swapped.
fn all_swapped(
    table: &Table,
    place: PlaceColumns,
    areas: &[AreaRow],
    far: usize,
) -> Option<ReadFault> {
    let mut points = areas.iter().filter_map(|it| it.point);
    let turned = far > 0 && points.all(|it| in_england_or_wales(Point::new(it.y, it.x)));
    turned.then(|| {
        let n = areas.iter().filter(|it| it.point.is_some()).count();
        let (x, y) = (table.heading(place.x), table.heading(place.y));
        let what = format!(
            "{far} of {n} areas are outside England and Wales, and all are inside when {x} and {y} are swapped"
        );
        ReadFault::new("E-SITE-SWAP", table.file(), what, "swap the two columns in the study")
    })
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
