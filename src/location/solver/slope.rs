//! The way up: the subgradient of a relaxation in its multipliers, and a step along it.

use super::bound::{Bounder, Multipliers, Parts, Relaxed, worth};
use super::reduced::Rows;
use crate::location::LONGEST;

/// The subgradient, in the order of [`Multipliers`].
pub(super) struct Slope {
    u: Vec<f64>,
    rows: Vec<f64>,
    floors: Vec<f64>,
    q: Vec<f64>,
}

impl Bounder<'_> {
    /// The slope at some multipliers whose relaxation is known.
    pub(super) fn slope(&self, at: &Multipliers, relaxed: &Relaxed) -> Slope {
        let (ground, limits) = (&self.problem.ground, &self.problem.limits);
        let weight = self.weighted(&at.q);
        let near = self.nearness(at);
        let alone = |area: usize| {
            let lost = weight[area] * f64::from(self.loss.of(u16::MAX));
            limits.longest[area] > LONGEST && lost < at.u[area]
        };
        let n = ground.n_areas();
        let mut u: Vec<f64> = (0..n)
            .map(|area| if alone(area) { 0.0 } else { 1.0 })
            .collect();
        let mut floors: Vec<f64> = limits.floors.iter().map(|it| it.at_least as f64).collect();
        let mut lost = vec![0.0; if at.q.is_empty() { 0 } else { n }];
        if !lost.is_empty() {
            for area in (0..n).filter(|it| alone(*it)) {
                lost[area] = f64::from(self.loss.of(u16::MAX));
            }
        }
        for place in (0..ground.n_places()).filter(|it| relaxed.opens[*it]) {
            let column = ground.column(place);
            let rows = Rows {
                column,
                longest: &limits.longest,
                weight: &weight,
                u: &at.u,
            };
            for (area, time) in column.iter().enumerate() {
                if !rows.may(area, *time) {
                    continue;
                }
                let each = f64::from(self.loss.of(*time));
                let reduced = weight[area] * each - worth(&near, area, *time) - at.u[area];
                if reduced < 0.0 {
                    u[area] -= 1.0;
                    if let Some(lost) = lost.get_mut(area) {
                        *lost += each;
                    }
                    for (slope, floor) in floors.iter_mut().zip(&limits.floors) {
                        if *time <= floor.within.min(LONGEST) {
                            *slope -= floor.weights[area] as f64;
                        }
                    }
                }
            }
        }
        let rows = limits.rows.iter().map(|row| {
            let open = row.of_place.iter().zip(&relaxed.opens).filter(|it| *it.1);
            open.map(|it| *it.0 as f64).sum::<f64>() - row.at_most as f64
        });
        Slope {
            u,
            rows: rows.collect(),
            floors,
            q: self.slope_of_parts(&lost, at.q.len()),
        }
    }

    /// How the bound grows with the weighting of each part.
    fn slope_of_parts(&self, lost: &[f64], n: usize) -> Vec<f64> {
        let mut slope = vec![0.0; n];
        match &self.parts {
            Parts::Whole => {}
            Parts::Groups(group_of, _) => {
                let of_areas = self.weights.iter().zip(lost).zip(group_of.iter());
                for ((weight, lost), group) in of_areas {
                    if let Some(group) = group {
                        slope[*group as usize] += weight * lost;
                    }
                }
            }
            Parts::Areas(_) => {
                let of_areas = slope.iter_mut().zip(lost).zip(&self.weights);
                of_areas.for_each(|((slope, lost), weight)| *slope = weight * lost);
            }
        }
        slope
    }

    /// A step up the slope that would raise the bound by `rise` if it went on straight. Each kind of multiplier goes in steps
    /// of its own size. `false` where the slope is flat.
    pub(super) fn step(&self, at: &mut Multipliers, slope: &Slope, rise: f64) -> bool {
        let sizes = self.sizes(at);
        // A multiplier at its end does not count: it would not move.
        let held = |value: f64, slope: f64| value <= 0.0 && slope < 0.0;
        let square = |size: f64, slope: f64| size * size * slope * slope;
        let mut length: f64 = slope.u.iter().map(|it| square(sizes.u, *it)).sum();
        for (nth, it) in slope
            .rows
            .iter()
            .enumerate()
            .filter(|it| !held(at.rows[it.0], *it.1))
        {
            length += square(sizes.rows[nth], *it);
        }
        for (value, it) in at.floors.iter().zip(&slope.floors) {
            if !held(*value, *it) {
                length += square(sizes.floors, *it);
            }
        }
        let mean = slope.q.iter().sum::<f64>() / slope.q.len().max(1) as f64;
        length += slope
            .q
            .iter()
            .map(|it| square(sizes.q, it - mean))
            .sum::<f64>();
        if length <= f64::MIN_POSITIVE {
            return false;
        }
        let step = rise / length;
        let go = |value: &mut f64, size: f64, slope: f64| *value += step * size * size * slope;
        at.u.iter_mut()
            .zip(&slope.u)
            .for_each(|(it, slope)| go(it, sizes.u, *slope));
        for (nth, it) in at.rows.iter_mut().enumerate() {
            go(it, sizes.rows[nth], slope.rows[nth]);
            *it = it.max(0.0);
        }
        for (it, slope) in at.floors.iter_mut().zip(&slope.floors) {
            go(it, sizes.floors, *slope);
            *it = it.max(0.0);
        }
        at.q.iter_mut()
            .zip(&slope.q)
            .for_each(|(it, slope)| go(it, sizes.q, slope - mean));
        match &self.parts {
            Parts::Whole => {}
            Parts::Groups(..) => onto(&mut at.q, |_| f64::INFINITY),
            Parts::Areas(most) => onto(&mut at.q, |it| most[it]),
        }
        true
    }

    /// How large each kind of multiplier is about to be.
    fn sizes(&self, at: &Multipliers) -> Sizes {
        let n = at.u.len().max(1) as f64;
        let costs = self
            .costs
            .map_or(0.0, |it| it.iter().map(|it| it.unsigned_abs() as f64).sum());
        let all =
            at.u.iter()
                .map(|it| it.abs())
                .sum::<f64>()
                .max(costs / 2.0)
                .max(1e-9);
        let limits = &self.problem.limits;
        let places = self.problem.ground.n_places().max(1) as f64;
        let open = (*limits.open.end() as f64).clamp(1.0, places);
        let row = |row: &crate::location::Row| {
            let mean = row
                .of_place
                .iter()
                .map(|it| it.unsigned_abs() as f64)
                .sum::<f64>()
                / places;
            all / open / mean.max(1.0)
        };
        let floor: u64 = limits
            .floors
            .iter()
            .map(|it| it.weights.iter().sum::<u64>())
            .sum();
        Sizes {
            u: all / n,
            rows: limits.rows.iter().map(row).collect(),
            floors: all / (floor as f64).max(1.0),
            q: 1.0 / at.q.len().max(1) as f64,
        }
    }
}

/// How large multipliers are about to be.
struct Sizes {
    u: f64,
    rows: Vec<f64>,
    floors: f64,
    q: f64,
}

/// The nearest weighting that adds up to one, each part at least 0 and at most what it may be: what all parts are lowered by is
/// found by halving.
fn onto(q: &mut [f64], most: impl Fn(usize) -> f64) {
    let sum = |by: f64| -> f64 {
        let parts = q.iter().enumerate();
        parts.map(|(it, q)| (q - by).clamp(0.0, most(it))).sum()
    };
    let (mut low, mut high) = (-1.0, q.iter().copied().fold(0.0, f64::max));
    // With all parts as large as they may be the sum is one or more.
    while sum(low) < 1.0 && low > -1e12 {
        low *= 2.0;
    }
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if sum(middle) >= 1.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    // The higher end adds up to one or less: the dual bound stays a bound.
    for (it, q) in q.iter_mut().enumerate() {
        *q = (*q - high).clamp(0.0, most(it));
    }
}
