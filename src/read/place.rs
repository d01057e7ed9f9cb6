//! Coordinates in a row -> a point on the National Grid, with the usual mix-ups told apart.

use crate::read::Findings;
use crate::read::table::{At, Row, Table};
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

/// Headers of a place that are found without being named. They are taken as a pair, since one of each kind is no place.
struct Pair {
    x: &'static [&'static str],
    y: &'static [&'static str],
    /// What the headers say the coordinates are; metres are meant where they say nothing.
    crs: Option<Crs>,
}

const PAIRS: [Pair; 3] = [
    Pair {
        x: &["easting"],
        y: &["northing"],
        crs: Some(Crs::National),
    },
    Pair {
        x: &["x"],
        y: &["y"],
        crs: None,
    },
    Pair {
        x: &["lon", "longitude", "long", "lng"],
        y: &["lat", "latitude"],
        crs: Some(Crs::Degrees),
    },
];

/// Every header of a pair, for the message where there is none.
const ANY_X: [&str; 6] = ["x", "lon", "longitude", "long", "lng", "easting"];
const ANY_Y: [&str; 4] = ["y", "lat", "latitude", "northing"];

/// The columns of a place as a study names them.
pub(super) struct NamedPlace<'a> {
    pub(super) x: Option<&'a str>,
    pub(super) y: Option<&'a str>,
    /// What they mean; `None`: as their headers say.
    pub(super) crs: Option<Crs>,
    /// Whether a table without coordinates is accepted.
    pub(super) placeless: bool,
}

/// Why a pair of coordinates is no place: the code, what was found and the remedy.
pub(super) type NoPlace = (&'static str, String, &'static str);

impl NamedPlace<'_> {
    /// The columns named, else the first pair of usual headers, one that is of the kind named before others. Recorded is
    /// what is missing (`E-CSV-HEADER`; half a pair is told even where no place is needed) or stands there twice
    /// (`E-CSV-HEADERDUP`).
    pub(super) fn find(&self, table: &Table, found: &mut Findings) -> Option<PlaceColumns> {
        if let (Some(x), Some(y)) = (self.x, self.y) {
            let (x, y) = (table.need(x, found), table.need(y, found));
            let (x, y) = (x?, y?);
            let crs = self.crs.unwrap_or_else(|| of_header(table.heading(x)));
            return Some(PlaceColumns { x, y, crs });
        }
        let of_kind = |it: &&Pair| self.crs.is_none() || it.crs.is_none() || it.crs == self.crs;
        let in_order = || PAIRS.iter().filter(of_kind).chain(&PAIRS);
        let whole = in_order().find_map(|it| Some((it, table.any(it.x)?, table.any(it.y)?)));
        if let Some((pair, x, y)) = whole {
            let (x, y) = (table.single(x, found), table.single(y, found));
            let crs = self.crs.or(pair.crs).unwrap_or(Crs::National);
            return Some(PlaceColumns { x: x?, y: y?, crs });
        }
        let half = in_order().find_map(|it| match (table.any(it.x), table.any(it.y)) {
            (Some(_), None) => Some(it.y),
            (None, Some(_)) => Some(it.x),
            _ => None,
        });
        match half {
            Some(other) => table.missing_any(other, found),
            None if self.placeless => {}
            None => {
                table.missing_any(&ANY_X, found);
                table.missing_any(&ANY_Y, found);
            }
        }
        None
    }
}

/// What coordinates are by the header of the first.
fn of_header(x: &str) -> Crs {
    let x = x.to_lowercase();
    if x.starts_with("lon") || x == "lng" {
        Crs::Degrees
    } else {
        Crs::National
    }
}

impl PlaceColumns {
    /// How many of both a row leaves blank; a zero stands for a blank too.
    pub(super) fn blanks(&self, row: &Row<'_>) -> usize {
        let cells = [row.text(self.x), row.text(self.y)];
        let blank = |it: &&&str| matches!(**it, "" | "0" | "0.0");
        cells.iter().filter(blank).count()
    }

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

/// No degree is so much, and no place in Great Britain is so near to the edge of the National Grid.
pub(super) const METRES: f64 = 1_000.0;

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
    let mixed = x.abs() <= 180.0 && y.abs() > METRES || y.abs() <= 90.0 && x.abs() > METRES;
    match crs {
        _ if x == 0.0 && y == 0.0 => Err(placeholder()),
        _ if mixed => {
            let what =
                format!("({x}, {y}) is one of metres and one of degrees; both are of one kind");
            let remedy =
                "name the columns of one kind: easting and northing, or longitude and latitude";
            Err(("E-SITE-CRS", what, remedy))
        }
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
        Crs::Degrees if !degrees && x.abs() > METRES => {
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
