//! The R-tree against brute force, ties and all, and the National Grid against published points.

use std::sync::Arc;

use fairreach::space::{Extent, Grid, LonLat, Point, SpatialIndex};
use fairreach::units::Metres;
use proptest::prelude::*;

use crate::county::vector;

/// Whole metres from a small range, so that many places share a point and many distances are equal.
fn places() -> impl Strategy<Value = Vec<(u32, Point)>> {
    let place = (0_u8..16, 0_u8..16).prop_map(|(x, y)| Point::new(f64::from(x), f64::from(y)));
    numbered(prop::collection::vec(place, 0..60))
}

/// Streets along the axes whose pieces are powers of two long: every distance to them is exact.
fn streets() -> impl Strategy<Value = Vec<(u32, Arc<[Point]>)>> {
    let piece = (any::<bool>(), any::<bool>(), 0_u32..4);
    let street = (0_u8..16, 0_u8..16, prop::collection::vec(piece, 0..4)).prop_map(
        |(x, y, pieces)| -> Arc<[Point]> {
            let mut line = vec![Point::new(f64::from(x), f64::from(y))];
            for (east, ahead, power) in pieces {
                let by = f64::from(1 << power) * if ahead { 1.0 } else { -1.0 };
                let last = line[line.len() - 1];
                line.push(if east {
                    Point::new(last.x + by, last.y)
                } else {
                    Point::new(last.x, last.y + by)
                });
            }
            line.into()
        },
    );
    numbered(prop::collection::vec(street, 0..40))
}

/// Things with ids in no order, each id once.
fn numbered<T: std::fmt::Debug + Clone>(
    things: impl Strategy<Value = Vec<T>>,
) -> impl Strategy<Value = Vec<(u32, T)>> {
    things.prop_flat_map(|things| {
        let ids: Vec<u32> = (0..).take(things.len()).collect();
        Just(ids)
            .prop_shuffle()
            .prop_map(move |ids| ids.into_iter().zip(things.clone()).collect())
    })
}

fn asked() -> impl Strategy<Value = Point> {
    (-8_i8..48, -8_i8..48).prop_map(|(x, y)| Point::new(f64::from(x) / 2.0, f64::from(y) / 2.0))
}

/// The square of the distance from a place to a line, by the textbook.
fn squared(place: Point, line: &[Point]) -> f64 {
    let to_point = |it: Point| (it.x - place.x).powi(2) + (it.y - place.y).powi(2);
    let to_piece = |ends: &[Point]| {
        let (a, b) = (ends[0], ends[1]);
        let length = (b.x - a.x).powi(2) + (b.y - a.y).powi(2);
        let along = (place.x - a.x) * (b.x - a.x) + (place.y - a.y) * (b.y - a.y);
        let part = (along / length).clamp(0.0, 1.0);
        to_point(Point::new(
            a.x + (b.x - a.x) * part,
            a.y + (b.y - a.y) * part,
        ))
    };
    match line {
        [only] => to_point(*only),
        _ => line.windows(2).map(to_piece).fold(f64::INFINITY, f64::min),
    }
}

/// Every thing by distance, equals by id.
fn by_distance(place: Point, things: &[(u32, Arc<[Point]>)]) -> Vec<(u32, f64)> {
    let mut all: Vec<(u32, f64)> = things
        .iter()
        .map(|(id, line)| (*id, squared(place, line)))
        .collect();
    all.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    all
}

fn assert_equal_to_brute_force(
    index: &SpatialIndex<u32>,
    things: &[(u32, Arc<[Point]>)],
    place: Point,
    k: usize,
    distance: f64,
    other: Point,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(index.len(), things.len());
    prop_assert_eq!(index.is_empty(), things.is_empty());
    let ranked = by_distance(place, things);
    let told: Vec<(u32, Metres)> = ranked
        .iter()
        .map(|(id, squared)| (*id, Metres::new(squared.sqrt())))
        .collect();
    prop_assert_eq!(index.nearest(place), told.first().copied());
    let k_nearest: Vec<(u32, Metres)> = told.iter().take(k).copied().collect();
    prop_assert_eq!(index.k_nearest(place, k), k_nearest);
    let mut within: Vec<u32> = ranked
        .iter()
        .filter(|(_, squared)| *squared <= distance * distance)
        .map(|(id, _)| *id)
        .collect();
    within.sort_unstable();
    prop_assert_eq!(index.within(place, Metres::new(distance)), within);
    let window = Extent::around([place, other]).unwrap();
    let touches = |line: &[Point]| {
        let own = Extent::around(line.iter().copied()).unwrap();
        own.low.x <= window.high.x
            && window.low.x <= own.high.x
            && own.low.y <= window.high.y
            && window.low.y <= own.high.y
    };
    let mut inside: Vec<u32> = things
        .iter()
        .filter(|(_, line)| touches(line))
        .map(|(id, _)| *id)
        .collect();
    inside.sort_unstable();
    prop_assert_eq!(index.in_box(&window), inside);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_index_of_points_answers_as_brute_force_does(
        points in places(), place in asked(), other in asked(), k in 0_usize..12, distance in 0_u8..12
    ) {
        let index = SpatialIndex::of_points(points.iter().copied());
        let things: Vec<(u32, Arc<[Point]>)> = points.iter().map(|(id, it)| (*id, Arc::from([*it]))).collect();
        assert_equal_to_brute_force(&index, &things, place, k, f64::from(distance), other)?;
    }

    #[test]
    fn an_index_of_lines_answers_as_brute_force_does(
        lines in streets(), place in asked(), other in asked(), k in 0_usize..12, distance in 0_u8..12
    ) {
        let index = SpatialIndex::of_lines(lines.iter().cloned());
        assert_equal_to_brute_force(&index, &lines, place, k, f64::from(distance), other)?;
    }

    #[test]
    fn the_nearest_of_any_lines_is_as_near_as_brute_force_finds_it(
        lines in prop::collection::vec(prop::collection::vec((-1e5..1e5_f64, -1e5..1e5_f64), 1..6), 1..40),
        place in (-2e5..2e5_f64, -2e5..2e5_f64)
    ) {
        let place = Point::new(place.0, place.1);
        let lines: Vec<(u32, Arc<[Point]>)> = (0..).zip(lines.iter().map(|line| {
            line.iter().map(|(x, y)| Point::new(*x, *y)).collect()
        })).collect();
        let index = SpatialIndex::of_lines(lines.iter().cloned());
        let ranked = by_distance(place, &lines);
        let found = index.k_nearest(place, lines.len());
        prop_assert_eq!(found.len(), lines.len());
        prop_assert_eq!(index.nearest(place), found.first().copied());
        for ((_, found), (_, squared)) in found.iter().zip(&ranked) {
            prop_assert!((found.get() - squared.sqrt()).abs() < 1e-6);
        }
    }

    #[test]
    fn the_order_of_insertion_changes_no_answer(points in places(), place in asked(), k in 0_usize..12) {
        let one = SpatialIndex::of_points(points.iter().copied());
        let other = SpatialIndex::of_points(points.iter().rev().copied());
        prop_assert_eq!(one.nearest(place), other.nearest(place));
        prop_assert_eq!(one.k_nearest(place, k), other.k_nearest(place, k));
    }

    #[test]
    fn a_place_on_the_grid_goes_to_the_globe_and_comes_back(x in 0.0..700_000.0_f64, y in 0.0..1_300_000.0_f64) {
        let grid = Grid::new();
        let back = grid.point(grid.lon_lat(Point::new(x, y)).unwrap()).unwrap();
        prop_assert!(back.distance(Point::new(x, y)).get() < 0.005, "{back:?}");
    }
}

#[test]
fn the_national_grid_is_that_of_the_published_points_both_ways() {
    let grid = Grid::new();
    for name in ["bng_wgs84", "onefield/bng_wgs84"] {
        let file = vector(name);
        let tolerance = file["tolerance_deg"].as_f64().unwrap();
        let points = file["points"].as_array().unwrap();
        assert!(points.len() >= 5);
        for it in points {
            let number = |key: &str| it[key].as_f64().unwrap();
            let (point, place) = (
                Point::new(number("e"), number("n")),
                LonLat::new(number("lon"), number("lat")),
            );
            let found = grid.lon_lat(point).unwrap();
            assert!(
                (found.lon - place.lon).abs() <= tolerance,
                "{found:?} is not {place:?}"
            );
            assert!(
                (found.lat - place.lat).abs() <= tolerance,
                "{found:?} is not {place:?}"
            );
            // A millionth of a degree is at most 0.12 m on the ground.
            let back = grid.point(place).unwrap();
            assert!(
                back.distance(point).get() <= tolerance * 120_000.0,
                "{back:?} is not {point:?}"
            );
        }
    }
}

#[test]
fn a_box_holds_its_edges_and_grows_by_its_margin() {
    let extent = Extent::around([Point::new(2.0, 5.0), Point::new(0.0, 1.0)]).unwrap();
    assert!(extent.contains(Point::new(0.0, 5.0)) && !extent.contains(Point::new(-0.1, 5.0)));
    assert!(
        extent
            .widened(Metres::new(0.1))
            .contains(Point::new(-0.1, 5.0))
    );
    assert_eq!(Extent::around([]), None);
}
