//! A made street lattice: the same on every machine.

use std::sync::Arc;

use fairreach::model::{Passage, RoadClass, RoadEnd, RoadLink};
use fairreach::space::Point;

/// Streets of a square lattice of `n` by `n` junctions, 100 m apart, every tenth one a main road.
pub(crate) fn streets(n: i64) -> Vec<RoadLink> {
    let point =
        |x: i64, y: i64| Point::new(450_000.0 + x as f64 * 100.0, 310_000.0 + y as f64 * 100.0);
    let end = |x: i64, y: i64| RoadEnd {
        junction: x * n + y,
        signal: x % 10 == 0 && y % 10 == 0,
        stops_car: false,
        stops_walk: false,
    };
    let link = |from: (i64, i64), to: (i64, i64), main: bool| RoadLink {
        way: from.0 * n + from.1,
        tail: end(from.0, from.1),
        head: end(to.0, to.1),
        shape: Arc::from([point(from.0, from.1), point(to.0, to.1)]),
        class: if main {
            RoadClass::Primary
        } else {
            RoadClass::Residential
        },
        limit: None,
        car: Passage::BOTH,
        walk: Passage::BOTH,
        roundabout: false,
        built_up: true,
        ferry_minutes: None,
    };
    let junctions = (0..n).flat_map(|x| (0..n).map(move |y| (x, y)));
    junctions
        .flat_map(|(x, y)| {
            let across = (x + 1 < n).then(|| link((x, y), (x + 1, y), y % 10 == 0));
            let up = (y + 1 < n).then(|| link((x, y), (x, y + 1), x % 10 == 0));
            across.into_iter().chain(up)
        })
        .collect()
}
