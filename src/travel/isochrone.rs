//! Isochrones: the ground around the roads that are reached within a time.
//!
//! Every node of a lattice is told how far the nearest reached stretch of road is and how far the nearest one that
//! is not. Ground belongs to the reached one that is nearer, up to a tolerance: so the outline runs midway between
//! roads that are reached and roads that are not, and goes no farther than the tolerance and one cell from the reached,
//! whatever lies there. What this draws of water and fields is what a planner knows of them from the roads alone.

use rayon::prelude::*;

use crate::ids::EdgeId;
use crate::model::RoadClass;
use crate::roads::{Edge, RoadMode};
use crate::space::{Extent, Point};
use crate::travel::distance::{Lattice, Nearest};
use crate::travel::outline::{Crossings, Field, Outline, outlines};
use crate::travel::patches::turn_patches;
use crate::travel::stretch::Reach;
use crate::units::{Metres, Tenths};

/// How finely isochrones are drawn.
///
/// Lengths are in proportion to the cell, which grows with the ground: 25 m on foot and 50 m by car, or as many times
/// that as leave the largest isochrone of a question at most [`Grain::MOST_NODES`] lattice nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grain {
    /// The cell of the lattice.
    pub cell: Metres,
}

impl Grain {
    /// The largest lattice.
    pub const MOST_NODES: usize = 1 << 18;

    /// How far ground may lie from the nearest reached road, in cells.
    const TOLERANCE: f32 = 4.0;

    /// How near to a reached road ground is always inside, in cells, whatever else is near: enough that marching
    /// squares (one cell) on samples half a cell apart (a quarter) never lose it.
    const NEAR: f32 = 1.25;

    /// Samples of a road in a cell.
    const SAMPLES: f64 = 2.0;

    /// Holes without any road are filled below the area of a disc of this radius, in cells: twice the tolerance.
    const FIELD: f32 = 8.0;

    /// Holes with roads in them are filled below the area of a disc of this radius, in cells: half the tolerance.
    const SPECK: f32 = 2.0;

    /// The farthest an outline may lie from the nearest reached road, but for one cell.
    #[must_use]
    pub fn tolerance(self) -> Metres {
        Metres::new(self.cell.get() * f64::from(Self::TOLERANCE))
    }

    /// The finest grain of a mode.
    const fn finest(mode: RoadMode) -> Self {
        let cell = match mode {
            RoadMode::Walk => 25.0,
            RoadMode::Car => 50.0,
        };
        Self {
            cell: Metres::new(cell),
        }
    }
}

/// The longest straight side of an outline in metres: on the globe it bends less than a hand's breadth.
const LONGEST_SIDE: f64 = 1_000.0;

/// The isochrones of some times on the road, longest first, and the grain they share. Where a time is `None`, not
/// even the site's road is reached, and there is none.
///
/// Each lies within the one before. A shared lattice and a field that never rises from one to the next make sure
/// of it.
pub(super) fn isochrones(
    reach: &Reach<'_>,
    mode: RoadMode,
    within: &[Option<Tenths>],
) -> (Vec<Vec<Outline>>, Grain) {
    let extents = extents(reach, within);
    let Some(Some(whole)) = extents.first() else {
        return (vec![Vec::new(); within.len()], Grain::finest(mode));
    };
    let grain = fitting(whole, Grain::finest(mode));
    let mut edges: Vec<EdgeId> = reach.network().edges.ids().collect();
    let mut tasks = Vec::new();
    for (within, extent) in within.iter().zip(&extents) {
        let task = within.zip(*extent).map(|(within, extent)| {
            let extent = extent.widened(margin(grain));
            // Each box lies in the one before.
            edges = near(reach, &edges, &extent);
            let lattice = Lattice::over(&extent, grain.cell.get());
            (within, lattice, edges.clone())
        });
        tasks.push(task);
    }
    let mut fields: Vec<Option<Sheet>> = tasks
        .into_par_iter()
        .map(|task| {
            let (within, lattice, edges) = task?;
            Some(Sheet::new(reach, &edges, within, lattice))
        })
        .collect();
    for place in (0..fields.len()).rev() {
        let (larger, smaller) = fields.split_at_mut(place + 1);
        if let Some(sheet) = &mut larger[place] {
            if let Some(Some(smaller)) = smaller.first() {
                sheet.take_in(smaller);
            }
            sheet.tidy();
        }
    }
    let longest_side = LONGEST_SIDE / grain.cell.get();
    let mut crossings = Crossings::new();
    let drawn = fields.iter().map(|sheet| {
        let Some(sheet) = sheet else {
            return Vec::new();
        };
        let (drawn, own) = outlines(&sheet.field, &crossings, longest_side);
        crossings = own;
        drawn
    });
    (drawn.collect(), grain)
}

/// The field of one isochrone, in cells, and what it was made from.
struct Sheet {
    field: Field,
    reached: Vec<f32>,
    unreached: Vec<f32>,
}

impl Sheet {
    fn new(reach: &Reach<'_>, edges: &[EdgeId], within: Tenths, lattice: Lattice) -> Self {
        let step = lattice.cell / Grain::SAMPLES;
        let (mut reached, mut unreached) = (Nearest::new(lattice), Nearest::new(lattice));
        reached.add(reach.site().point);
        for id in edges {
            let edge = &reach.network().edges[*id];
            if edge.class == RoadClass::Ferry {
                // The landing is reached, the water is not.
                ends(reach, edge, within).for_each(|it| reached.add(it));
                continue;
            }
            let split = reach.split(*id, within);
            for stretch in split.reached() {
                sample(edge, stretch, step, |it| reached.add(it));
            }
            for stretch in split.unreached() {
                sample(edge, stretch, step, |it| unreached.add(it));
            }
        }
        let radius = margin_in_cells();
        let (reached, unreached) = (reached.distances(radius), unreached.distances(radius));
        let value = |(reached, unreached): (&f32, &f32)| {
            reached - unreached.clamp(Grain::NEAR, Grain::TOLERANCE)
        };
        let values = reached.iter().zip(&unreached).map(value).collect();
        Self {
            field: Field { lattice, values },
            reached,
            unreached,
        }
    }

    /// Makes the field nowhere higher than that of a shorter time.
    fn take_in(&mut self, smaller: &Self) {
        let (own, other) = (self.field.lattice, smaller.field.lattice);
        let west = other.west.abs_diff(own.west) as usize;
        let south = other.south.abs_diff(own.south) as usize;
        let rows = smaller.field.values.chunks_exact(other.columns);
        for (row, values) in rows.enumerate() {
            let first = (row + south) * own.columns + west;
            let own = &mut self.field.values[first..first + other.columns];
            for (own, other) in own.iter_mut().zip(values) {
                *own = own.min(*other);
            }
        }
    }

    /// Fills small holes and drops islands without a road.
    fn tidy(&mut self) {
        let unreached = &self.unreached;
        turn_patches(&mut self.field, false, |patch| {
            let roads = patch.iter().any(|it| unreached[*it] < 1.0);
            let radius = if roads { Grain::SPECK } else { Grain::FIELD };
            (patch.len() as f32) < std::f32::consts::PI * radius * radius
        });
        let reached = &self.reached;
        turn_patches(&mut self.field, true, |patch| {
            patch.iter().all(|it| reached[*it] >= 1.0)
        });
    }
}

/// How far beyond the reached roads a lattice goes: its edge is outside for certain.
fn margin(grain: Grain) -> Metres {
    Metres::new(grain.cell.get() * margin_in_cells() as f64)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few cells"
)]
fn margin_in_cells() -> usize {
    Grain::TOLERANCE.ceil() as usize + 2
}

fn fitting(extent: &Extent, finest: Grain) -> Grain {
    let mut grain = finest;
    while Lattice::over(&extent.widened(margin(grain)), grain.cell.get()).n_nodes()
        > Grain::MOST_NODES
    {
        grain.cell += finest.cell;
    }
    grain
}

/// The boxes around what is reached within some times, longest first, each at least as large as the next.
fn extents(reach: &Reach<'_>, within: &[Option<Tenths>]) -> Vec<Option<Extent>> {
    let mut edges: Vec<EdgeId> = reach.network().edges.ids().collect();
    let own = |within: &Option<Tenths>| within.map(|it| extent(reach, &mut edges, it));
    let mut extents: Vec<Option<Extent>> = within.iter().map(own).collect();
    for place in (1..extents.len()).rev() {
        // Where a road is cut is rounded: a larger box might miss a hair of a smaller one.
        let both = extents[place - 1..=place].iter().flatten();
        extents[place - 1] = Extent::around(both.flat_map(|it| [it.low, it.high]));
    }
    extents
}

/// A box around everything reached; of the edges only those are kept of which something is.
fn extent(reach: &Reach<'_>, edges: &mut Vec<EdgeId>, within: Tenths) -> Extent {
    let site = reach.site().point;
    let mut around = Extent {
        low: site,
        high: site,
    };
    let mut hold = |it: Point| {
        around.low = Point::new(around.low.x.min(it.x), around.low.y.min(it.y));
        around.high = Point::new(around.high.x.max(it.x), around.high.y.max(it.y));
    };
    edges.retain(|id| {
        let edge = &reach.network().edges[*id];
        if edge.class == RoadClass::Ferry {
            ends(reach, edge, within).for_each(&mut hold);
            return true;
        }
        let mut reached = false;
        for stretch in reach.split(*id, within).reached() {
            reached = true;
            if stretch == (0.0, 1.0) {
                edge.shape.iter().copied().for_each(&mut hold);
                break;
            }
            pieces(edge, stretch, |a, b, _| {
                [a, b].into_iter().for_each(&mut hold);
            });
        }
        reached
    });
    around
}

/// The ends of an edge that are reached.
fn ends(reach: &Reach<'_>, edge: &Edge, within: Tenths) -> impl Iterator<Item = Point> {
    let tail = edge.shape.first().filter(|_| reach.has(edge.tail, within));
    let head = edge.shape.last().filter(|_| reach.has(edge.head, within));
    tail.into_iter().chain(head).copied()
}

/// The edges that may have something in a box: the first point is no farther from it than the edge is long.
fn near(reach: &Reach<'_>, edges: &[EdgeId], extent: &Extent) -> Vec<EdgeId> {
    let near = |id: &&EdgeId| {
        let edge = &reach.network().edges[**id];
        let around = extent.widened(edge.length);
        edge.shape.first().is_some_and(|it| around.contains(*it))
    };
    edges.iter().filter(near).copied().collect()
}

/// Points along a stretch of an edge, its ends included, at most a step apart.
fn sample(edge: &Edge, stretch: (f64, f64), step: f64, mut put: impl FnMut(Point)) {
    let (mut since, mut end) = (0.0, None);
    pieces(edge, stretch, |a, b, length| {
        if end.is_none() {
            put(a);
        }
        let mut along = step - since;
        while along < length {
            put(a.towards(b, along / length));
            along += step;
        }
        since = length - (along - step);
        end = Some(b);
    });
    if let Some(end) = end.or(edge.shape.last().copied()) {
        put(end);
    }
}

/// The straight pieces of a stretch of an edge, with their lengths.
fn pieces(edge: &Edge, (from, to): (f64, f64), mut put: impl FnMut(Point, Point, f64)) {
    let length = edge.length.get();
    let (from, to) = (from * length, to * length);
    let mut before = 0.0;
    for ends in edge.shape.windows(2) {
        let (east, north) = (ends[1].x - ends[0].x, ends[1].y - ends[0].y);
        let piece = (east * east + north * north).sqrt();
        let (start, stop) = ((from - before).max(0.0), (to - before).min(piece));
        before += piece;
        if start > stop || piece <= 0.0 {
            continue;
        }
        let at = |along: f64| ends[0].towards(ends[1], along / piece);
        let a = if start > 0.0 { at(start) } else { ends[0] };
        let b = if stop < piece { at(stop) } else { ends[1] };
        put(a, b, stop - start);
    }
}
