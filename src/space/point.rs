//! Points on the National Grid and on the globe, and the way between them.

use proj4rs::Proj;
use proj4rs::errors::Error;
use proj4rs::transform::transform;

use crate::units::Metres;

/// A point on the British National Grid (EPSG:27700), in metres.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Point {
    /// Easting, metres.
    pub x: f64,
    /// Northing, metres.
    pub y: f64,
}

impl Point {
    /// A point from its easting and northing in metres.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// The planar distance to another point.
    ///
    /// ```
    /// use fairreach::{space::Point, units::Metres};
    /// assert_eq!(Point::new(0.0, 0.0).distance(Point::new(3.0, 4.0)), Metres::new(5.0));
    /// ```
    #[must_use]
    pub fn distance(self, other: Self) -> Metres {
        Metres::new((self.x - other.x).hypot(self.y - other.y))
    }

    /// The point a part of the way to another: 0 is here, 1 is there.
    #[must_use]
    pub fn towards(self, other: Self, part: f64) -> Self {
        Self::new(
            self.x + (other.x - self.x) * part,
            self.y + (other.y - self.y) * part,
        )
    }
}

/// A point on the globe in degrees (WGS84, EPSG:4326).
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct LonLat {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
}

impl LonLat {
    /// A point from its longitude and latitude in degrees.
    #[must_use]
    pub const fn new(lon: f64, lat: f64) -> Self {
        Self { lon, lat }
    }
}

/// Converts between the National Grid and WGS84 by the seven-parameter Helmert transformation EPSG:1314
/// (t = 446.448, -125.157, 542.060 m; r = 0.1502, 0.2470, 0.8421 seconds; s = -20.4894 ppm; Airy 1830;
/// Ordnance Survey, *A guide to coordinate systems in Great Britain*, section 6.6), good to 5 m.
///
/// ```
/// use fairreach::space::{Grid, Point};
/// let place = Grid::new().lon_lat(Point::new(530_000.0, 180_000.0)).unwrap();
/// assert!((place.lon - -0.128_353_940).abs() < 1e-6 && (place.lat - 51.503_990_828).abs() < 1e-6);
/// ```
pub struct Grid {
    national: Proj,
    globe: Proj,
}

impl Grid {
    /// Prepares the conversion.
    ///
    /// # Panics
    /// Never: both definitions are constants that the tests read.
    #[must_use]
    pub fn new() -> Self {
        let national = "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy \
             +towgs84=446.448,-125.157,542.06,0.1502,0.247,0.8421,-20.4894 +units=m +no_defs";
        let globe = "+proj=longlat +datum=WGS84 +no_defs";
        Self {
            national: Proj::from_proj_string(national)
                .expect("the National Grid's definition is valid"),
            globe: Proj::from_proj_string(globe).expect("the definition of WGS84 is valid"),
        }
    }

    /// The National Grid point of a longitude and latitude; `None` where the projection has no answer.
    #[must_use]
    pub fn point(&self, place: LonLat) -> Option<Point> {
        let mut at = (place.lon.to_radians(), place.lat.to_radians(), 0.0);
        finite(&transform(&self.globe, &self.national, &mut at), at).map(|(x, y)| Point::new(x, y))
    }

    /// The longitude and latitude of a National Grid point; `None` where the projection has no answer.
    #[must_use]
    pub fn lon_lat(&self, point: Point) -> Option<LonLat> {
        let mut at = (point.x, point.y, 0.0);
        finite(&transform(&self.national, &self.globe, &mut at), at)
            .map(|(lon, lat)| LonLat::new(lon.to_degrees(), lat.to_degrees()))
    }
}

impl Default for Grid {
    fn default() -> Self {
        Self::new()
    }
}

fn finite(outcome: &Result<(), Error>, at: (f64, f64, f64)) -> Option<(f64, f64)> {
    (outcome.is_ok() && at.0.is_finite() && at.1.is_finite()).then_some((at.0, at.1))
}

/// A box on the National Grid, edges included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// The south-western corner.
    pub low: Point,
    /// The north-eastern corner.
    pub high: Point,
}

impl Extent {
    /// The smallest box around some points; `None` without any.
    #[must_use]
    pub fn around(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        points
            .into_iter()
            .map(|it| Self { low: it, high: it })
            .reduce(|a, b| Self {
                low: Point::new(a.low.x.min(b.low.x), a.low.y.min(b.low.y)),
                high: Point::new(a.high.x.max(b.high.x), a.high.y.max(b.high.y)),
            })
    }

    /// The same box with a margin on every side.
    #[must_use]
    pub fn widened(self, margin: Metres) -> Self {
        let by = margin.get();
        Self {
            low: Point::new(self.low.x - by, self.low.y - by),
            high: Point::new(self.high.x + by, self.high.y + by),
        }
    }

    /// Whether a point lies in the box or on its edge.
    #[must_use]
    pub fn contains(&self, point: Point) -> bool {
        (self.low.x..=self.high.x).contains(&point.x)
            && (self.low.y..=self.high.y).contains(&point.y)
    }

    /// Whether two boxes have a point in common, be it of their edges.
    #[must_use]
    pub fn touches(&self, other: &Self) -> bool {
        self.low.x <= other.high.x
            && other.low.x <= self.high.x
            && self.low.y <= other.high.y
            && other.low.y <= self.high.y
    }
}
