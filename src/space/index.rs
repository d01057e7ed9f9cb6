//! An R-tree over anything that has a place: population points, sites, road segments. The home of rstar.
//!
//! Reference: Guttman, A. (1984), R-trees, SIGMOD, [10.1145/602259.602266](https://doi.org/10.1145/602259.602266).

use rstar::{AABB, PointDistance, RTree, RTreeObject};

use crate::space::{Extent, Point};
use crate::units::Metres;

/// Finds what is near: things with an id and a place, each a point or a straight segment.
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
    from: Point,
    to: Point,
    id: Id,
}

impl<Id: Copy + Ord> SpatialIndex<Id> {
    /// An index of points.
    pub fn of_points(points: impl IntoIterator<Item = (Id, Point)>) -> Self {
        Self::of_segments(points.into_iter().map(|(id, point)| (id, point, point)))
    }

    /// An index of straight segments.
    pub fn of_segments(segments: impl IntoIterator<Item = (Id, Point, Point)>) -> Self {
        let entries = segments
            .into_iter()
            .map(|(id, from, to)| Entry { from, to, id })
            .collect();
        Self {
            tree: RTree::bulk_load(entries),
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
        let mut ranked = self.ranked(point);
        let (id, squared) = ranked.next()?;
        let tied = ranked
            .take_while(|(_, it)| *it <= squared)
            .map(|(id, _)| id);
        Some((tied.fold(id, Id::min), Metres::new(squared.sqrt())))
    }

    /// The `k` nearest things, nearest first, fewer where there are not so many.
    #[must_use]
    pub fn k_nearest(&self, point: Point, k: usize) -> Vec<(Id, Metres)> {
        let mut found: Vec<(Id, f64)> = Vec::new();
        for (id, squared) in self.ranked(point) {
            if found.len() >= k && found.last().is_some_and(|(_, last)| squared > *last) {
                break;
            }
            found.push((id, squared));
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
        let corners =
            AABB::from_corners([extent.low.x, extent.low.y], [extent.high.x, extent.high.y]);
        let mut found: Vec<Id> = self
            .tree
            .locate_in_envelope_intersecting(corners)
            .map(|it| it.id)
            .collect();
        found.sort_unstable();
        found
    }

    fn ranked(&self, point: Point) -> impl Iterator<Item = (Id, f64)> {
        self.tree
            .nearest_neighbor_iter([point.x, point.y])
            .map(move |it| (it.id, it.distance_2(&[point.x, point.y])))
    }
}

impl<Id> RTreeObject for Entry<Id> {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners([self.from.x, self.from.y], [self.to.x, self.to.y])
    }
}

impl<Id> PointDistance for Entry<Id> {
    fn distance_2(&self, point: &[f64; 2]) -> f64 {
        let (dx, dy) = (self.to.x - self.from.x, self.to.y - self.from.y);
        let along = (point[0] - self.from.x) * dx + (point[1] - self.from.y) * dy;
        let squared = dx * dx + dy * dy;
        let part = if squared > 0.0 {
            (along / squared).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let (x, y) = (
            self.from.x + part * dx - point[0],
            self.from.y + part * dy - point[1],
        );
        x * x + y * y
    }
}
