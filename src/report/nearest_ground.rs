//! Ground to draw where a study has no boundaries: around each area's point, what is nearer to it than to any
//! other, as far as a radius.
//!
//! A cell of the Voronoi diagram (Voronoy, G. 1908, [10.1515/crll.1908.134.198](https://doi.org/10.1515/crll.1908.134.198))
//! cut to a circle. It is a drawing: no figure depends on it.

use std::f64::consts::TAU;

use crate::ids::{AreaId, Column};
use crate::space::{Point, SpatialIndex};
use crate::units::Metres;

const CORNERS: u32 = 36;

/// The cell of each area as a ring of corners, first and last not the same; `None` for an area without a point.
/// Areas at one and the same point share one cell.
#[must_use]
pub fn nearest_ground(
    points: &Column<AreaId, Option<Point>>,
) -> Column<AreaId, Option<Vec<Point>>> {
    let placed = || {
        points
            .enumerate()
            .filter_map(|(area, point)| Some((area, (*point)?)))
    };
    let index = SpatialIndex::of_points(placed());
    let radius = radius(placed().map(|(_, point)| point), &index);
    points.map(|point| {
        let centre = (*point)?;
        let reach = Metres::new(radius.get() * 2.0);
        let cell = circle(centre, radius);
        let neighbours = index.within(centre, reach);
        Some(
            neighbours
                .into_iter()
                .filter_map(|it| points[it])
                .filter(|it| *it != centre)
                .fold(cell, |cell, other| nearer_half(&cell, centre, other)),
        )
    })
}

/// One and a half times the median distance to the nearest other point, between 150 m and 4 km.
fn radius(points: impl Iterator<Item = Point>, index: &SpatialIndex<AreaId>) -> Metres {
    let mut gaps: Vec<f64> = points
        .filter_map(|it| index.k_nearest(it, 2).get(1).map(|(_, gap)| gap.get()))
        .collect();
    gaps.sort_by(f64::total_cmp);
    let median = gaps.get(gaps.len() / 2).copied().unwrap_or(1_000.0);
    Metres::new((median * 1.5).clamp(150.0, 4_000.0))
}

fn circle(centre: Point, radius: Metres) -> Vec<Point> {
    (0..CORNERS)
        .map(|it| TAU * f64::from(it) / f64::from(CORNERS))
        .map(|turn| {
            Point::new(
                centre.x + radius.get() * turn.cos(),
                centre.y + radius.get() * turn.sin(),
            )
        })
        .collect()
}

/// The part of a convex ring that is at least as near to one point as to another: Sutherland and Hodgman 1974,
/// [10.1145/360767.360802](https://doi.org/10.1145/360767.360802), with the bisector as the only edge.
fn nearer_half(ring: &[Point], to: Point, than: Point) -> Vec<Point> {
    let lead = |it: Point| squared(it, than) - squared(it, to);
    let mut kept = Vec::with_capacity(ring.len() + 1);
    for (place, corner) in ring.iter().enumerate() {
        let next = ring[(place + 1) % ring.len()];
        let (here, there) = (lead(*corner), lead(next));
        if here >= 0.0 {
            kept.push(*corner);
        }
        if (here > 0.0 && there < 0.0) || (here < 0.0 && there > 0.0) {
            kept.push(corner.towards(next, here / (here - there)));
        }
    }
    kept
}

fn squared(a: Point, b: Point) -> f64 {
    (a.x - b.x).powi(2) + (a.y - b.y).powi(2)
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test that meets a missing value should stop there"
)]
mod tests {
    use super::*;
    use crate::ids::Id;

    #[test]
    fn every_corner_of_a_cell_is_nearest_to_its_own_point() {
        let points: Column<AreaId, Option<Point>> = (0..40)
            .map(|it| {
                let (x, y) = (f64::from(it * 37 % 100), f64::from(it * 61 % 89));
                Some(Point::new(x * 40.0, y * 55.0))
            })
            .collect();
        let cells = nearest_ground(&points);
        for (area, cell) in cells.enumerate() {
            let own = points[area].unwrap();
            let corners = cell.as_ref().unwrap();
            assert!(corners.len() >= 3, "{area:?} has {} corners", corners.len());
            for corner in corners {
                for other in points.iter().flatten() {
                    assert!(squared(*corner, own).sqrt() <= squared(*corner, *other).sqrt() + 1e-6);
                }
            }
        }
    }

    #[test]
    fn an_area_without_a_point_has_no_ground_and_twins_share_theirs() {
        let twin = Some(Point::new(5.0, 5.0));
        let points: Column<AreaId, Option<Point>> = [twin, None, twin].into_iter().collect();
        let cells = nearest_ground(&points);
        assert_eq!(cells[AreaId::at(1)], None);
        assert_eq!(cells[AreaId::at(0)], cells[AreaId::at(2)]);
        assert_eq!(cells[AreaId::at(0)].as_ref().map(Vec::len), Some(36));
    }
}
