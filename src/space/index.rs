//! An R-tree over anything that has a place: population points, sites, road segments. The home of rstar.
//!
//! Reference: Guttman, A. (1984), R-trees, SIGMOD, [10.1145/602259.602266](https://doi.org/10.1145/602259.602266).

use std::sync::Arc;

use rstar::{AABB, PointDistance, RTree, RTreeObject};

use crate::space::{Extent, Point};
use crate::units::Metres;

/// Finds what is near: things with an id and a place, each a point or a line.
///
/// Equal distances are settled by the lowest id, so an answer never depends on the order of insertion.
///
/// ```
/// use fairreach::{space::{Point, SpatialIndex}, units::Metres};
/// let index = SpatialIndex::of_points([(7, Point::new(0.0, 0.0)), (3, Point::new(10.0, 0.0))]);
/// assert_eq!(index.nearest(Point::new(6.0, 0.0)), Some((3, Metres::new(4.0))));
/// assert_eq!(index.nearest(Point::new(5.0, 0.0)), Some((3, Metres::new(5.0))));
/// ```
pub struct SpatialIndex<Id> {
    tree: RTree<Entry<Id>>,
}

struct Entry<Id> {
    id: Id,
    bounds: AABB<[f64; 2]>,
    /// The line; `None` for a point, which its bounds tell.
    line: Option<Arc<[Point]>>,
}

impl<Id: Copy + Ord> SpatialIndex<Id> {
    /// An index of points.
    pub fn of_points(points: impl IntoIterator<Item = (Id, Point)>) -> Self {
        let entries = points.into_iter().map(|(id, point)| Entry {
            id,
            bounds: AABB::from_point([point.x, point.y]),
            line: None,
        });
        Self {
            tree: RTree::bulk_load(entries.collect()),
        }
    }

    /// An index of lines, each of one point or more; the distance to a line is that to its nearest segment.
    pub fn of_lines(lines: impl IntoIterator<Item = (Id, Arc<[Point]>)>) -> Self {
        let entries = lines.into_iter().filter_map(|(id, line)| {
            let extent = Extent::around(line.iter().copied())?;
            Some(Entry {
                id,
                bounds: bounds_of(&extent),
                line: Some(line),
            })
        });
        Self {
            tree: RTree::bulk_load(entries.collect()),
        }
    }

    /// How many things there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tree.size()
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The nearest thing and how far it is.
    #[must_use]
    pub fn nearest(&self, point: Point) -> Option<(Id, Metres)> {
        let (entry, squared) = self.nearest_entry(point)?;
        Some((entry.id, Metres::new(squared.sqrt())))
    }

    /// The nearest thing and its line; a thing that is a point has none.
    #[must_use]
    pub fn nearest_line(&self, point: Point) -> Option<(Id, Option<&[Point]>)> {
        let (entry, _) = self.nearest_entry(point)?;
        Some((entry.id, entry.line.as_deref()))
    }

    fn nearest_entry(&self, point: Point) -> Option<(&Entry<Id>, f64)> {
        let mut ranked = self.ranked(point);
        let (first, squared) = ranked.next()?;
        let tied = ranked.take_while(|(_, it)| *it <= squared);
        let lowest = tied
            .map(|(it, _)| it)
            .fold(first, |a, b| if b.id < a.id { b } else { a });
        Some((lowest, squared))
    }

    /// The `k` nearest things, nearest first, fewer where there are not so many.
    #[must_use]
    pub fn k_nearest(&self, point: Point, k: usize) -> Vec<(Id, Metres)> {
        let mut found: Vec<(Id, f64)> = Vec::new();
        for (entry, squared) in self.ranked(point) {
            if found.len() >= k && found.last().is_some_and(|(_, last)| squared > *last) {
                break;
            }
            found.push((entry.id, squared));
        }
        found.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        found
            .into_iter()
            .take(k)
            .map(|(id, squared)| (id, Metres::new(squared.sqrt())))
            .collect()
    }

    /// Everything within a distance (at or below it), in order of ids.
    #[must_use]
    pub fn within(&self, point: Point, distance: Metres) -> Vec<Id> {
        let squared = distance.get() * distance.get();
        let mut found: Vec<Id> = self
            .tree
            .locate_within_distance([point.x, point.y], squared)
            .map(|it| it.id)
            .collect();
        found.sort_unstable();
        found
    }

    /// Everything whose own box touches a box, in order of ids.
    #[must_use]
    pub fn in_box(&self, extent: &Extent) -> Vec<Id> {
        let touching = self.tree.locate_in_envelope_intersecting(bounds_of(extent));
        let mut found: Vec<Id> = touching.map(|it| it.id).collect();
        found.sort_unstable();
        found
    }

    fn ranked(&self, point: Point) -> impl Iterator<Item = (&Entry<Id>, f64)> {
        self.tree
            .nearest_neighbor_iter([point.x, point.y])
            .map(move |it| (it, it.distance_2(&[point.x, point.y])))
    }
}

/// How near a point is to the straight segment between two others: the part of the way along the segment at
/// which its nearest point lies, and the square of the distance to that.
#[must_use]
pub(crate) fn nearest_on_segment(point: Point, from: Point, to: Point) -> (f64, f64) {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let squared = dx * dx + dy * dy;
    let along = (point.x - from.x) * dx + (point.y - from.y) * dy;
    let part = if squared > 0.0 {
        (along / squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let nearest = from.towards(to, part);
    let (x, y) = (nearest.x - point.x, nearest.y - point.y);
    (part, x * x + y * y)
}

fn bounds_of(extent: &Extent) -> AABB<[f64; 2]> {
    AABB::from_corners([extent.low.x, extent.low.y], [extent.high.x, extent.high.y])
}

impl<Id> RTreeObject for Entry<Id> {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.bounds
    }
}

impl<Id> PointDistance for Entry<Id> {
    fn distance_2(&self, point: &[f64; 2]) -> f64 {
        match self.line.as_deref() {
            None | Some([_]) => self.bounds.distance_2(point),
            Some(line) => {
                let place = Point::new(point[0], point[1]);
                let pieces = line.windows(2);
                pieces
                    .map(|it| nearest_on_segment(place, it[0], it[1]).1)
                    .fold(f64::INFINITY, f64::min)
            }
        }
    }
}
