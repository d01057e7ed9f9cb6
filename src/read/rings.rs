//! Whether the rings of an outline enclose what they should: none crosses itself, no hole lies outside, and the whole is
//! no larger than a country.

use geo::kernels::RobustKernel;
use geo::line_intersection::LineIntersection;
use geo::sweep::Intersections;
use geo::{
    ChamberlainDuquetteArea, Coord, Intersects, Kernel, Line, LineString, MultiPolygon, Orientation,
};

use crate::read::{Findings, Place, ReadFault};

/// The largest study there may be: all of England and the sea around it, square kilometres.
const LARGEST: f64 = 160_000.0;

/// Records what is wrong with the polygons of a feature: `E-GEO-RING`, and `E-LIMIT-AREA` for what is too large.
pub(super) fn check(file: &str, nth: usize, shape: &MultiPolygon<f64>, found: &mut Findings) {
    let fault = |code, what: String, remedy: &str| {
        ReadFault::new(code, file, what, remedy).at(Place::Feature(nth))
    };
    for polygon in shape {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        for (place, ring) in rings.enumerate() {
            if let Some((x, y)) = crossing(ring) {
                let what = format!(
                    "ring {place} crosses itself (self-intersection) near ({x:.6}, {y:.6})"
                );
                found.fault(fault(
                    "E-GEO-RING",
                    what,
                    "draw the ring without a crossing",
                ));
            }
        }
        if polygon.interiors().is_empty() {
            continue;
        }
        let outer = Rows::of(polygon.exterior());
        for (place, hole) in (1..).zip(polygon.interiors()) {
            if !hole.coords().all(|it| outer.hold(*it)) {
                let what = format!("ring {place}: the hole lies outside the outer ring");
                found.fault(fault(
                    "E-GEO-RING",
                    what,
                    "remove the hole, or make it a polygon of its own",
                ));
            }
        }
    }
    let square_km = shape.chamberlain_duquette_unsigned_area() / 1e6;
    if square_km > LARGEST {
        let what = format!("a study area of {square_km:.0} km2 is over the limit of {LARGEST} km2");
        found.fault(fault("E-LIMIT-AREA", what, "cut the outline to the study"));
    }
}

/// Where a ring crosses or touches itself; neighbours meet at their common end alone.
fn crossing(ring: &LineString<f64>) -> Option<(f64, f64)> {
    let lines = ring.lines().filter(|it| it.start != it.end);
    lines
        .collect::<Intersections<_>>()
        .find_map(|(one, other, at)| match at {
            LineIntersection::SinglePoint { intersection, .. } => {
                let ends = [one.start, one.end].contains(&intersection)
                    && [other.start, other.end].contains(&intersection);
                (!ends).then_some((intersection.x, intersection.y))
            }
            LineIntersection::Collinear { intersection } => (intersection.start
                != intersection.end)
                .then_some((intersection.start.x, intersection.start.y)),
        })
}

/// The edges of a ring in rows from south to north, so that few are looked at for each place.
struct Rows {
    low: f64,
    height: f64,
    edges: Vec<Vec<Line<f64>>>,
}

/// An edge stands in every row that it passes: so many on average, at most.
const ROWS_AN_EDGE: f64 = 3.0;

impl Rows {
    fn of(ring: &LineString<f64>) -> Self {
        let ends = || ring.coords().map(|it| it.y);
        let low = ends().fold(f64::INFINITY, f64::min);
        let high = ends().fold(f64::NEG_INFINITY, f64::max);
        let climbed: f64 = ring.lines().map(|it| it.dy().abs()).sum();
        let most = ring.lines().len() as f64;
        // A flat ring has one row.
        let n = (ROWS_AN_EDGE * most * (high - low) / climbed)
            .max(1.0)
            .min(most.max(1.0));
        let mut rows = Self {
            low,
            height: (high - low) / n.floor(),
            edges: Vec::new(),
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at least 1 and at most the edges of a ring that is held"
        )]
        rows.edges.resize(n as usize, Vec::new());
        for line in ring.lines() {
            let ends = (rows.row(line.start.y), rows.row(line.end.y));
            for row in ends.0.min(ends.1)..=ends.0.max(ends.1) {
                rows.edges[row].push(line);
            }
        }
        rows
    }

    /// The row of a northing; those beyond the ring are in the first or the last.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast ends at the bounds of its type, and NaN is 0"
    )]
    fn row(&self, y: f64) -> usize {
        let row = ((y - self.low) / self.height) as usize;
        row.min(self.edges.len() - 1)
    }

    /// Whether the ring holds a place; it may lie on it.
    fn hold(&self, place: Coord<f64>) -> bool {
        let mut inside = false;
        for line in &self.edges[self.row(place.y)] {
            let (start, end) = (line.start, line.end);
            let (south, north) = if start.y <= end.y {
                (start, end)
            } else {
                (end, start)
            };
            if place.y < south.y || place.y > north.y || place.x > start.x.max(end.x) {
                continue;
            }
            let west = place.x < start.x.min(end.x);
            if !west && line.intersects(&place) {
                return true;
            }
            // Of the two ends one counts, so that a ring that bends at the place's height is passed once.
            if place.y < north.y {
                let left = || RobustKernel::orient2d(south, north, place);
                inside ^= west || left() == Orientation::CounterClockwise;
            }
        }
        inside
    }
}
