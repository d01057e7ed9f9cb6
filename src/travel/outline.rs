//! The outline of what is inside a field of values on a lattice: rings that never cross one another.
//!
//! Marching squares (Lorensen and Cline 1987, [10.1145/37402.37422](https://doi.org/10.1145/37402.37422), in the
//! plane) tell which edges of the lattice an outline crosses; the outline is then drawn with as few corners as pass
//! through all these gates (the greedy of Guibas et al. 1993, Approximating polygons and subdivisions with minimum
//! link paths, [10.1142/S0218195993000257](https://doi.org/10.1142/S0218195993000257), with corners in gates). As an
//! outline meets each lattice edge in a gate and is straight between gates of one cell, it cannot meet itself, nor
//! that of a field that is lower everywhere.

use std::collections::HashMap;

use crate::space::Point;
use crate::travel::distance::Lattice;

/// Values on a lattice, below 0 inside. Nodes on the lattice's own edge are outside.
pub(super) struct Field {
    /// Where the values are.
    pub(super) lattice: Lattice,
    /// A value a node, row by row from the south.
    pub(super) values: Vec<f32>,
}

/// A region without crossings: what lies in its ring and in none of its holes.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// The outer ring, counterclockwise, its first corner not repeated.
    pub ring: Vec<Point>,
    /// Holes, clockwise, their first corners not repeated.
    pub holes: Vec<Vec<Point>>,
}

/// Where the outlines of a larger field cross the edges of the lattice, by the western or southern end of the edge
/// and whether it is upright: those of a smaller field stay inside.
pub(super) type Crossings = HashMap<(i32, i32, bool), f64>;

/// How far outwards an outline may be moved to save a corner, in cells.
const SLACK: f64 = 0.5;

/// Outlines keep off the nodes, in cells, so that two of their corners never meet there.
const OFF: f64 = 0.02;

/// An edge of the lattice from a node inside to one outside, and the part of it that the outline may cross.
/// Places are in cells.
struct Gate {
    key: (i32, i32, bool),
    inside: [f64; 2],
    /// From the node inside to the node outside.
    out: [f64; 2],
    low: f64,
    high: f64,
}

/// The outlines of a field, inside those of a larger one where its crossings are given; `longest` is the length in
/// cells from which a straight side is given another corner. Tells its own crossings, too.
pub(super) fn outlines(
    field: &Field,
    larger: &Crossings,
    longest: f64,
) -> (Vec<Outline>, Crossings) {
    let mut crossings = Crossings::new();
    let mut rings = Vec::new();
    for mut gates in trace(field) {
        for gate in &mut gates {
            if let Some(limit) = larger.get(&gate.key) {
                gate.high = gate.high.min(*limit).max(gate.low);
            }
        }
        let (ring, places) = straighten(&gates, longest);
        crossings.extend(gates.iter().zip(places).map(|(it, place)| (it.key, place)));
        rings.push(ring);
    }
    (assembled(rings, field.lattice.cell), crossings)
}

/// Follows every outline with the inside on its left.
fn trace(field: &Field) -> Vec<Vec<Gate>> {
    let Lattice { columns, rows, .. } = field.lattice;
    let mut followed = vec![false; field.values.len()];
    let mut rings = Vec::new();
    for row in 0..rows {
        for column in 0..columns - 1 {
            let node = row * columns + column;
            let upwards = field.values[node] < 0.0 && field.values[node + 1] >= 0.0;
            // Every outline goes up somewhere.
            if upwards && !followed[node] {
                rings.push(follow(field, (column, row), &mut followed));
            }
        }
    }
    rings
}

/// Follows one outline upwards from the edge between a node and the next one east.
///
/// A cell's corners and sides are numbered counterclockwise from the south-western corner and the southern side.
/// An outline enters a cell by a side whose first corner is inside and leaves it by the first side, going
/// round counterclockwise, whose second corner is inside again: two corners inside across a cell are joined.
fn follow(field: &Field, start: (usize, usize), followed: &mut [bool]) -> Vec<Gate> {
    let columns = field.lattice.columns;
    let inside = |(column, row): (usize, usize)| field.values[row * columns + column] < 0.0;
    let (mut cell, mut side) = (start, 0);
    let mut gates = Vec::new();
    loop {
        let from = corner(cell, side);
        if side == 0 {
            let node = &mut followed[from.1 * columns + from.0];
            if *node {
                return gates;
            }
            *node = true;
        }
        gates.push(gate(field, from, corner(cell, side + 1)));
        let mut exit = side + 1;
        while !inside(corner(cell, exit + 1)) {
            exit += 1;
        }
        (cell, side) = match exit % 4 {
            0 => ((cell.0, cell.1 - 1), 2),
            1 => ((cell.0 + 1, cell.1), 3),
            2 => ((cell.0, cell.1 + 1), 0),
            _ => ((cell.0 - 1, cell.1), 1),
        };
    }
}

/// A corner of the cell whose south-western corner is given.
fn corner((column, row): (usize, usize), number: usize) -> (usize, usize) {
    match number % 4 {
        0 => (column, row),
        1 => (column + 1, row),
        2 => (column + 1, row + 1),
        _ => (column, row + 1),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "a lattice has far fewer than 2^31 columns and rows"
)]
fn gate(field: &Field, inside: (usize, usize), outside: (usize, usize)) -> Gate {
    let lattice = field.lattice;
    let value =
        |(column, row): (usize, usize)| f64::from(field.values[row * lattice.columns + column]);
    let place =
        |(column, row): (usize, usize)| (lattice.west + column as i32, lattice.south + row as i32);
    let (a, b) = (place(inside), place(outside));
    let crossing = value(inside) / (value(inside) - value(outside));
    let low = crossing.clamp(OFF, 1.0 - OFF);
    Gate {
        key: (a.0.min(b.0), a.1.min(b.1), a.0 == b.0),
        inside: [f64::from(a.0), f64::from(a.1)],
        out: [f64::from(b.0 - a.0), f64::from(b.1 - a.1)],
        low,
        high: (low + SLACK).min(1.0 - OFF),
    }
}

impl Gate {
    fn at(&self, place: f64) -> [f64; 2] {
        [
            self.inside[0] + self.out[0] * place,
            self.inside[1] + self.out[1] * place,
        ]
    }

    /// How far ahead of a point the gate's line is, in the direction in which the outline goes through it.
    fn ahead(&self, from: [f64; 2]) -> f64 {
        dot(minus(self.inside, from), self.onwards())
    }

    /// The inside lies to the left, so onwards is a quarter turn left of outwards.
    fn onwards(&self) -> [f64; 2] {
        [-self.out[1], self.out[0]]
    }

    /// Where a ray from a point crosses the gate.
    fn crossed(&self, from: [f64; 2], ray: [f64; 2]) -> f64 {
        let times = self.ahead(from) / dot(ray, self.onwards());
        let place = [from[0] + ray[0] * times, from[1] + ray[1] * times];
        dot(minus(place, self.inside), self.out).clamp(self.low, self.high)
    }
}

/// A ring of few corners through all gates of a ring, and where it crosses each.
fn straighten(gates: &[Gate], longest: f64) -> (Vec<[f64; 2]>, Vec<f64>) {
    let n = gates.len();
    let mut places: Vec<f64> = gates.iter().map(|it| it.low).collect();
    let start = gates[0].at(places[0]);
    let mut ring = vec![start];
    let (mut from, mut last) = (start, 0);
    loop {
        let (next, wedge) = sight(gates, from, last, start, longest);
        let target = if next == n {
            start
        } else {
            let gate = &gates[next];
            let place = f64::midpoint(gate.crossed(from, wedge.0), gate.crossed(from, wedge.1));
            places[next] = place;
            gate.at(place)
        };
        let ray = minus(target, from);
        for between in last + 1..next {
            places[between] = gates[between].crossed(from, ray);
        }
        if next == n {
            break;
        }
        ring.push(target);
        (from, last) = (target, next);
    }
    if ring.len() < 3 {
        let plain = gates.iter().map(|it| it.at(it.low)).collect();
        return (plain, gates.iter().map(|it| it.low).collect());
    }
    (ring, places)
}

/// The last gate that can be seen from a point through all gates before it, and the rightmost and leftmost ray that
/// go through them all. The gate after the last one is the start itself.
fn sight(
    gates: &[Gate],
    from: [f64; 2],
    last: usize,
    start: [f64; 2],
    longest: f64,
) -> (usize, ([f64; 2], [f64; 2])) {
    let n = gates.len();
    let ends = |gate: usize| {
        if gate == n {
            (minus(start, from), minus(start, from))
        } else {
            let gate = &gates[gate];
            (
                minus(gate.at(gate.high), from),
                minus(gate.at(gate.low), from),
            )
        }
    };
    // The next gate is on another side of the same cell: it is always seen.
    let mut seen = last + 1;
    let (mut right, mut left) = ends(seen);
    for gate in last + 2..=n {
        let (gate_right, gate_left) = ends(gate);
        let narrower = (
            if cross(right, gate_right) > 0.0 {
                gate_right
            } else {
                right
            },
            if cross(left, gate_left) < 0.0 {
                gate_left
            } else {
                left
            },
        );
        let ahead = gates[gate % n].ahead(from) > 0.0;
        let far = dot(gate_left, gate_left) > longest * longest;
        if !ahead || far || cross(narrower.0, narrower.1) < 0.0 {
            break;
        }
        (right, left) = narrower;
        seen = gate;
    }
    (seen, (right, left))
}

/// Rings in metres, each hole with the outer ring it lies in.
fn assembled(rings: Vec<Vec<[f64; 2]>>, cell: f64) -> Vec<Outline> {
    let metres = |ring: &[[f64; 2]]| {
        let point = |it: &[f64; 2]| Point::new(it[0] * cell, it[1] * cell);
        ring.iter().map(point).collect()
    };
    let (outer, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|it| doubled(it) > 0.0);
    let mut outlines: Vec<Outline> = outer
        .iter()
        .map(|it| Outline {
            ring: metres(it),
            holes: Vec::new(),
        })
        .collect();
    for hole in &holes {
        // Of rings within one another the smallest is the hole's own.
        let around = (0..outer.len())
            .filter(|it| outer.len() == 1 || encloses(&outer[*it], hole[0]))
            .min_by(|a, b| doubled(&outer[*a]).total_cmp(&doubled(&outer[*b])));
        if let Some(around) = around {
            outlines[around].holes.push(metres(hole));
        }
    }
    outlines
}

/// Twice the area of a ring; negative where it goes clockwise.
fn doubled(ring: &[[f64; 2]]) -> f64 {
    let origin = ring[0];
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    pairs
        .map(|(a, b)| cross(minus(*a, origin), minus(*b, origin)))
        .sum()
}

/// Whether a ring goes round a point (even-odd rule).
fn encloses(ring: &[[f64; 2]], point: [f64; 2]) -> bool {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    pairs
        .filter(|(a, b)| {
            let spans = (a[1] > point[1]) != (b[1] > point[1]);
            spans && point[0] < a[0] + (point[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        })
        .count()
        % 2
        == 1
}

fn minus(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    [a[0] - b[0], a[1] - b[1]]
}

fn dot(a: [f64; 2], b: [f64; 2]) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

/// Positive where `b` lies to the left of `a`.
fn cross(a: [f64; 2], b: [f64; 2]) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}
