//! Whether the rings of an outline enclose what they should: none crosses itself, no hole lies outside, and the whole is
//! no larger than a country.

use geo::line_intersection::LineIntersection;
use geo::sweep::Intersections;
use geo::{ChamberlainDuquetteArea, Contains, LineString, MultiPolygon, Polygon};

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
        for (place, hole) in (1..).zip(polygon.interiors()) {
            if !lies_in(polygon, hole) {
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

/// Whether a hole lies within the outer ring; it may touch it.
fn lies_in(polygon: &Polygon<f64>, hole: &LineString<f64>) -> bool {
    let whole = Polygon::new(polygon.exterior().clone(), Vec::new());
    let inside = |it: &geo::Coord<f64>| whole.contains(it) || whole.exterior().contains(it);
    hole.coords().all(inside)
}
