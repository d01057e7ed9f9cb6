//! Coordinates in a row -> a point on the National Grid, with the usual mix-ups told apart.

use crate::read::Findings;
use crate::read::table::{At, Row};
use crate::space::{Grid, LonLat, Point};

/// What a pair of coordinates means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crs {
    /// Easting and northing on the British National Grid (EPSG:27700), metres.
    National,
    /// Longitude and latitude (EPSG:4326), degrees.
    Degrees,
}

/// The columns of a place.
#[derive(Clone, Copy, Debug)]
pub struct PlaceColumns {
    /// Easting or longitude.
    pub x: At,
    /// Northing or latitude.
    pub y: At,
    /// Which of both.
    pub crs: Crs,
}

/// Why a pair of coordinates is no place: the code, what was found and the remedy.
pub(super) type NoPlace = (&'static str, String, &'static str);

impl PlaceColumns {
    /// The place in a row. Faults are recorded: `E-SITE-NOXY` for 0,0; `E-SITE-CRS` for degrees among metres or
    /// the other way round; `E-GEO-RANGE` beyond the globe; `E-SITE-FAR` beyond Great Britain and its seas.
    /// `id` names the row in messages.
    pub fn read(
        &self,
        row: &Row<'_>,
        id: &str,
        grid: &Grid,
        found: &mut Findings,
    ) -> Option<Point> {
        let x = row.number(self.x, found);
        let y = row.number(self.y, found);
        match place(x?, y?, self.crs, grid) {
            Ok(point) => Some(point),
            Err((code, what, remedy)) => {
                found.fault(row.fault(self.x, code, &format!("({id}) {what}"), remedy));
                None
            }
        }
    }
}

/// The place of a pair of coordinates, or why it is none.
pub(super) fn place(x: f64, y: f64, crs: Crs, grid: &Grid) -> Result<Point, NoPlace> {
    let placeholder = || {
        let what = format!("({x}, {y}) is a placeholder, not a place");
        (
            "E-SITE-NOXY",
            what,
            "give its coordinates, or remove the row",
        )
    };
    let degrees = x.abs() <= 180.0 && y.abs() <= 90.0;
    match crs {
        _ if x == 0.0 && y == 0.0 => Err(placeholder()),
        Crs::National if degrees => {
            let what = format!(
                "({x}, {y}) looks like longitude and latitude; metres of EPSG:27700 are needed"
            );
            Err((
                "E-SITE-CRS",
                what,
                "set crs = \"4326\", or convert the coordinates",
            ))
        }
        Crs::National => within(Point::new(x, y), &format!("({x}, {y})")),
        Crs::Degrees if !degrees && x.abs() > 1_000.0 => {
            let what = format!("({x}, {y}) looks like easting and northing; degrees are needed");
            Err((
                "E-SITE-CRS",
                what,
                "set crs = \"27700\", or convert the coordinates",
            ))
        }
        Crs::Degrees if !degrees => {
            let what = format!("longitude {x} is not in -180..180, or latitude {y} not in -90..90");
            Err(("E-GEO-RANGE", what, "correct the coordinates"))
        }
        Crs::Degrees if (49.0..=61.5).contains(&x) && (-11.0..=3.0).contains(&y) => {
            let what =
                format!("({x}, {y}) lies in Britain when longitude and latitude are swapped");
            Err(("E-SITE-SWAP", what, "swap the two columns in the study"))
        }
        Crs::Degrees => {
            let point = grid.point(LonLat::new(x, y)).unwrap_or_default();
            within(point, &format!("({x}, {y})"))
        }
    }
}

/// The National Grid with room for the sea around it.
fn within(point: Point, shown: &str) -> Result<Point, NoPlace> {
    let inside = (-100_000.0..=800_000.0).contains(&point.x)
        && (-100_000.0..=1_400_000.0).contains(&point.y);
    if inside {
        return Ok(point);
    }
    let what = format!("{shown} is far outside Great Britain");
    Err(("E-SITE-FAR", what, "correct the coordinates"))
}
