//! Distances to the nearest of many points, at every node of a square lattice.

use crate::space::{Extent, Point};

/// A lattice of nodes a cell apart, on multiples of the cell, so that two lattices of one cell share their nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lattice {
    /// Metres between neighbouring nodes.
    pub(super) cell: f64,
    /// The easting of the first column, in cells.
    pub(super) west: i32,
    /// The northing of the first row, in cells.
    pub(super) south: i32,
    /// Nodes from west to east.
    pub(super) columns: usize,
    /// Nodes from south to north.
    pub(super) rows: usize,
}

/// Points laid on a lattice: each node knows the nearest point it has been told of.
pub(super) struct Nearest {
    lattice: Lattice,
    /// That point of each node, packed.
    known: Vec<u64>,
    /// Cells in a metre, and the lattice's first node in cells.
    per_metre: f64,
    west: f64,
    south: f64,
}

/// The same points unpacked, row by row, in cells east and north of the lattice's first node.
struct Spread {
    x: Vec<f32>,
    y: Vec<f32>,
    /// The places of the columns, in cells.
    columns: Vec<f32>,
}

/// Where a point is that is not there: farther than any, and its square is a number still.
const NOWHERE: f32 = 1e9;

impl Lattice {
    /// The lattice that covers a box.
    pub(super) fn over(extent: &Extent, cell: f64) -> Self {
        let (west, south) = (
            whole((extent.low.x / cell).floor()),
            whole((extent.low.y / cell).floor()),
        );
        let (east, north) = (
            whole((extent.high.x / cell).ceil()),
            whole((extent.high.y / cell).ceil()),
        );
        Self {
            cell,
            west,
            south,
            columns: west.abs_diff(east) as usize + 1,
            rows: south.abs_diff(north) as usize + 1,
        }
    }

    /// How many nodes there are.
    pub(super) const fn n_nodes(&self) -> usize {
        self.columns * self.rows
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "`as` saturates, and no place on the National Grid is 2^31 cells away"
)]
const fn whole(value: f64) -> i32 {
    value as i32
}

impl Nearest {
    /// No point yet.
    pub(super) fn new(lattice: Lattice) -> Self {
        Self {
            lattice,
            known: vec![pack(NOWHERE, NOWHERE); lattice.n_nodes()],
            per_metre: 1.0 / lattice.cell,
            west: f64::from(lattice.west),
            south: f64::from(lattice.south),
        }
    }

    /// Tells the four nodes around a point of it; one outside the lattice is passed over.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "places are within the lattice, and a cell's thousandth is fine enough"
    )]
    pub(super) fn add(&mut self, point: Point) {
        let x = (point.x * self.per_metre - self.west) as f32;
        let y = (point.y * self.per_metre - self.south) as f32;
        if x < 0.0 || y < 0.0 {
            return;
        }
        // Through a narrow whole number, which is a quick way to the floor.
        let (column, row) = (x as i32, y as i32);
        let (west, south) = (column as f32, row as f32);
        let (column, row) = (column as usize, row as usize);
        let Lattice { columns, rows, .. } = self.lattice;
        if column + 1 >= columns || row + 1 >= rows {
            return;
        }
        let here = pack(x, y);
        let corner = row * columns + column;
        for (first, north) in [(corner, south), (corner + columns, south + 1.0)] {
            if let [left, right] = &mut self.known[first..first + 2] {
                nearer(left, here, west, north);
                nearer(right, here, west + 1.0, north);
            }
        }
    }

    /// The distance of every node to its nearest point, in cells; exact up to a small part of a cell within
    /// `radius` cells, and too long beyond.
    ///
    /// First each node learns of the nearest point its column knows, then it asks the columns beside it: the two
    /// passes of Danielsson 1980, Euclidean distance mapping,
    /// [10.1016/0146-664X(80)90054-4](https://doi.org/10.1016/0146-664X(80)90054-4), with points between the nodes.
    pub(super) fn distances(self, radius: usize) -> Vec<f32> {
        let Lattice { columns, rows, .. } = self.lattice;
        let (x, y) = self.known.into_iter().map(unpack).unzip();
        let mut spread = Spread {
            x,
            y,
            columns: (0..columns).map(|it| it as f32).collect(),
        };
        for row in 1..rows {
            spread.carry(row - 1, row);
        }
        for row in (1..rows).rev() {
            spread.carry(row, row - 1);
        }
        let mut distances = vec![0.0; columns * rows];
        let known = spread
            .x
            .chunks_exact(columns)
            .zip(spread.y.chunks_exact(columns));
        let each = distances.chunks_exact_mut(columns).zip(known).enumerate();
        for (row, (distances, (x, y))) in each {
            ask_beside(distances, x, y, &spread.columns, row as f32, radius);
        }
        distances
    }
}

impl Spread {
    /// Tells every node of a row of the point its neighbour in the row before knows.
    fn carry(&mut self, before: usize, row: usize) {
        let place = row as f32;
        let columns = self.columns.len();
        let (x_before, x) = rows(&mut self.x, before, row, columns);
        let (y_before, y) = rows(&mut self.y, before, row, columns);
        let told = x_before.iter().zip(y_before);
        let each = x.iter_mut().zip(y).zip(told).zip(&self.columns);
        for (((x, y), (x_told, y_told)), column) in each {
            let nearer = apart(*x_told, *y_told, *column, place) < apart(*x, *y, *column, place);
            *x = if nearer { *x_told } else { *x };
            *y = if nearer { *y_told } else { *y };
        }
    }
}

/// Keeps of two points the one nearer to a node. Without a branch: which one it is cannot be foreseen.
fn nearer(known: &mut u64, told: u64, east: f32, north: f32) {
    let (x, y) = unpack(told);
    let (known_x, known_y) = unpack(*known);
    let nearer = apart(x, y, east, north) < apart(known_x, known_y, east, north);
    let mask = u64::from(nearer).wrapping_neg();
    *known = (told & mask) | (*known & !mask);
}

fn pack(x: f32, y: f32) -> u64 {
    u64::from(x.to_bits()) << 32 | u64::from(y.to_bits())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the lower half is what is wanted"
)]
fn unpack(point: u64) -> (f32, f32) {
    (
        f32::from_bits((point >> 32) as u32),
        f32::from_bits(point as u32),
    )
}

/// Two rows at once: one to read, the other to write.
fn rows(values: &mut [f32], read: usize, write: usize, columns: usize) -> (&[f32], &mut [f32]) {
    let (low, high) = values.split_at_mut(read.max(write) * columns);
    let lower = read.min(write) * columns;
    let (low, high) = (&mut low[lower..lower + columns], &mut high[..columns]);
    if read < write {
        (low, high)
    } else {
        (high, low)
    }
}

/// The distances of a row's nodes to the nearest of the points that they and up to `radius` nodes on either side know.
fn ask_beside(
    distances: &mut [f32],
    x: &[f32],
    y: &[f32],
    columns: &[f32],
    row: f32,
    radius: usize,
) {
    let n = distances.len();
    let ask = |distances: &mut [f32], columns: &[f32], x: &[f32], y: &[f32]| {
        for (((least, column), x), y) in distances.iter_mut().zip(columns).zip(x).zip(y) {
            let squared = apart(*x, *y, *column, row);
            *least = if squared < *least { squared } else { *least };
        }
    };
    distances.fill(f32::INFINITY);
    ask(distances, columns, x, y);
    for shift in 1..=radius.min(n - 1) {
        ask(
            &mut distances[..n - shift],
            columns,
            &x[shift..],
            &y[shift..],
        );
        ask(&mut distances[shift..], &columns[shift..], x, y);
    }
    for it in distances {
        *it = it.sqrt();
    }
}

/// The square of the distance between two places.
fn apart(x: f32, y: f32, east: f32, north: f32) -> f32 {
    square(x - east) + square(y - north)
}

fn square(it: f32) -> f32 {
    it * it
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_knows_how_far_the_nearest_point_is() {
        let extent = Extent {
            low: Point::new(1_000.0, 2_000.0),
            high: Point::new(1_500.0, 2_400.0),
        };
        let lattice = Lattice::over(&extent, 10.0);
        assert_eq!((lattice.columns, lattice.rows), (51, 41));
        let points: Vec<Point> = (0..60)
            .map(|it| {
                let (x, y) = (f64::from(it * 7_919 % 487), f64::from(it * 6_271 % 389));
                Point::new(1_005.0 + x, 2_005.0 + y)
            })
            .collect();
        let mut nearest = Nearest::new(lattice);
        for point in &points {
            nearest.add(*point);
        }
        let told = nearest.distances(60);
        for (node, told) in told.into_iter().enumerate() {
            let (column, row) = (node % lattice.columns, node / lattice.columns);
            let here = Point::new(1_000.0 + column as f64 * 10.0, 2_000.0 + row as f64 * 10.0);
            let truth = points
                .iter()
                .map(|it| it.distance(here).get() / 10.0)
                .fold(f64::INFINITY, f64::min);
            assert!(
                (-1e-3..0.3).contains(&(f64::from(told) - truth)),
                "{told} against {truth}"
            );
        }
    }
}
