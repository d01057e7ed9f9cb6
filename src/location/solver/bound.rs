//! What no set can come to less than: Lagrangian relaxation of the location problem.
//!
//! That each area is served by one open place is relaxed with a multiplier `u` an area (Cornuéjols, Fisher and Nemhauser 1977,
//! 10.1287/mnsc.23.8.789; Beasley 1993, 10.1016/0377-2217(93)90118-7), sums and floors with multipliers of their own. What
//! is left falls apart by places: each adds its reduced cost, and the best of them open. An aim that is a greatest mean
//! (of groups, of the worst-off share) is bounded by any weighting `q` of its parts that its dual allows, so that `q` climbs
//! with the multipliers. The multipliers climb along subgradients (Held, Wolfe and Crowder 1974, 10.1007/BF01580223).

use std::ops::RangeInclusive;

use super::reduced::{Rows, penalties, picked};
use crate::location::{Aim, Fixed, LONGEST, Loss, Problem};

/// The multipliers of a relaxation.
#[derive(Clone, Debug)]
pub(super) struct Multipliers {
    /// Of each area.
    pub(super) u: Vec<f64>,
    /// Of each row, at least 0.
    pub(super) rows: Vec<f64>,
    /// Of each floor, at least 0.
    pub(super) floors: Vec<f64>,
    /// The weighting of groups, or of areas.
    pub(super) q: Vec<f64>,
}

/// What a climb found.
pub(super) struct Climbed {
    /// What no set of the node can come to less than.
    pub(super) bound: f64,
    /// How much more it is, at least, where a free place is settled the other way than the relaxation has it.
    pub(super) penalty: Vec<f64>,
    /// Whether the relaxation opens each place.
    pub(super) opens: Vec<bool>,
    /// How often it did so lately, 0 to 1.
    pub(super) share: Vec<f64>,
    /// The sets it opened where its bound was best, to start improving from.
    pub(super) set: Vec<usize>,
}

/// A relaxation of a problem.
pub(super) struct Bounder<'a> {
    pub(super) problem: &'a Problem<'a>,
    /// The weight of each area in the aim; of groups and shares, what a whole of `q` makes of it.
    pub(super) weights: Vec<f64>,
    pub(super) loss: Loss,
    pub(super) costs: Option<&'a [i64]>,
    pub(super) parts: Parts<'a>,
}

/// The parts that an aim is the greatest of.
pub(super) enum Parts<'a> {
    /// None: the weights are those of the problem.
    Whole,
    /// Groups, whose weightings add up to one.
    Groups(&'a [Option<u32>], usize),
    /// Areas, each at most its part of the worst-off share, which add up to one.
    Areas(Vec<f64>),
}

impl<'a> Bounder<'a> {
    pub(super) fn new(problem: &'a Problem<'a>) -> Self {
        let whole = |weights: &[u64]| weights.iter().map(|it| *it as f64).collect();
        let (weights, loss, costs, parts) = match &problem.aim {
            Aim::Sum { weights, loss } => (whole(weights), *loss, None, Parts::Whole),
            Aim::WorstGroup {
                weights,
                group_of,
                loss,
            } => {
                let n = group_of
                    .iter()
                    .flatten()
                    .max()
                    .map_or(0, |it| *it as usize + 1);
                let mut all = vec![0_u64; n];
                for (weight, group) in weights.iter().zip(group_of) {
                    if let Some(group) = group {
                        all[*group as usize] += weight;
                    }
                }
                let share = |(weight, group): (&u64, &Option<u32>)| match group {
                    Some(it) if all[*it as usize] > 0 => *weight as f64 / all[*it as usize] as f64,
                    _ => 0.0,
                };
                let weights = weights.iter().zip(group_of).map(share).collect();
                (weights, *loss, None, Parts::Groups(group_of, n))
            }
            Aim::WorstShare { weights, share } => {
                let all: u64 = weights.iter().sum();
                let most = |it: &u64| *it as f64 / (all.max(1) as f64 * share);
                let ones = weights
                    .iter()
                    .map(|it| f64::from(u8::from(*it > 0)))
                    .collect();
                (
                    ones,
                    Loss::Seconds,
                    None,
                    Parts::Areas(weights.iter().map(most).collect()),
                )
            }
            // The longest journey is bounded by what covers all areas, and distances by what is far enough; see `settle`.
            Aim::Longest { .. } | Aim::Spacing { .. } => {
                let none = vec![0.0; problem.ground.n_areas()];
                (none, Loss::Seconds, None, Parts::Whole)
            }
            Aim::Cost(costs) => (
                vec![0.0; problem.ground.n_areas()],
                Loss::Seconds,
                Some(costs.as_slice()),
                Parts::Whole,
            ),
        };
        Self {
            problem,
            weights,
            loss,
            costs,
            parts,
        }
    }

    /// Multipliers to begin with: each area's is what it would lose at the second nearest of its places.
    pub(super) fn start(&self) -> Multipliers {
        let ground = &self.problem.ground;
        let q = match &self.parts {
            Parts::Whole => Vec::new(),
            Parts::Groups(_, n) => vec![1.0 / (*n).max(1) as f64; *n],
            Parts::Areas(most) => {
                let all: f64 = most.iter().sum();
                most.iter()
                    .map(|it| if all > 0.0 { it / all } else { 0.0 })
                    .collect()
            }
        };
        let mut u = vec![0.0; ground.n_areas()];
        let weight = self.weighted(&q);
        for (area, u) in u.iter_mut().enumerate() {
            let mut two = [u16::MAX; 2];
            for place in 0..ground.n_places() {
                let time = ground.column(place)[area];
                if time < two[1] {
                    two[1] = time.max(two[0]);
                    two[0] = two[0].min(time);
                }
            }
            let time = if two[1] <= LONGEST { two[1] } else { two[0] };
            if time <= LONGEST {
                *u = weight[area] * f64::from(self.loss.of(time));
            }
        }
        if let Some(costs) = self.costs {
            self.share_costs(costs, &mut u);
        }
        Multipliers {
            u,
            rows: vec![0.0; self.problem.limits.rows.len()],
            floors: vec![0.0; self.problem.limits.floors.len()],
            q,
        }
    }

    /// Where places cost and journeys do not, an area begins with its part of the cheapest place that may serve it.
    fn share_costs(&self, costs: &[i64], u: &mut [f64]) {
        let ground = &self.problem.ground;
        let longest = &self.problem.limits.longest;
        u.fill(f64::INFINITY);
        for (place, cost) in costs.iter().enumerate() {
            let near = || {
                let column = ground.column(place).iter().enumerate();
                column.filter(|(area, time)| longest[*area] <= LONGEST && **time <= longest[*area])
            };
            let part = *cost as f64 / near().count().max(1) as f64;
            near().for_each(|(area, _)| u[area] = u[area].min(part));
        }
        u.iter_mut()
            .filter(|it| it.is_infinite())
            .for_each(|it| *it = 0.0);
    }

    /// The weight of each area under a weighting.
    pub(super) fn weighted(&self, q: &[f64]) -> Vec<f64> {
        match &self.parts {
            Parts::Whole => self.weights.clone(),
            Parts::Groups(group_of, _) => {
                let pairs = self.weights.iter().zip(group_of.iter());
                pairs
                    .map(|(weight, group)| group.map_or(0.0, |it| weight * q[it as usize]))
                    .collect()
            }
            Parts::Areas(_) => self
                .weights
                .iter()
                .zip(q)
                .map(|(weight, q)| weight * q)
                .collect(),
        }
    }

    /// Climbs from some multipliers, so many steps at most, until the bound is so high that the node is of no use; the
    /// multipliers end where the bound was best. `upper` is what the steps aim at.
    pub(super) fn climb(
        &self,
        state: &[Fixed],
        multipliers: &mut Multipliers,
        (steps, first): (usize, f64),
        upper: f64,
        enough: impl Fn(f64) -> bool,
    ) -> Climbed {
        let mut now = multipliers.clone();
        let mut best: Option<Relaxed> = None;
        let mut share = vec![0.5; state.len()];
        let (mut pace, mut idle) = (first, 0);
        for _ in 0..steps.max(1) {
            let it = self.relaxed(state, &now);
            for (share, opens) in share.iter_mut().zip(&it.opens) {
                *share = 0.85 * *share + 0.15 * f64::from(u8::from(*opens));
            }
            let step = self.slope(&now, &it);
            let bound = it.bound;
            if best.as_ref().is_none_or(|best| bound > best.bound) {
                multipliers.clone_from(&now);
                best = Some(it);
                idle = 0;
            } else {
                idle += 1;
                if idle == 12 {
                    (pace, idle) = (pace * 0.6, 0);
                    now.clone_from(multipliers);
                }
            }
            let target = if upper.is_finite() {
                upper
            } else {
                bound + 0.1 * bound.abs() + 1.0
            };
            if enough(best.as_ref().map_or(bound, |it| it.bound)) || pace < 1e-3 {
                break;
            }
            if !self.step(
                &mut now,
                &step,
                pace * (target - bound).max(1e-6 * target.abs()),
            ) {
                break;
            }
        }
        let best = best.unwrap_or_else(|| self.relaxed(state, multipliers));
        let set = (0..state.len()).filter(|it| best.opens[*it]).collect();
        Climbed {
            bound: best.bound,
            penalty: penalties(state, &best.reduced, &best.opens, self.range(state)),
            opens: best.opens,
            share,
            set,
        }
    }

    /// How many free places may open.
    fn range(&self, state: &[Fixed]) -> RangeInclusive<usize> {
        let open = state.iter().filter(|it| **it == Fixed::Open).count();
        let free = state.iter().filter(|it| **it == Fixed::Free).count();
        let limits = &self.problem.limits.open;
        limits.start().saturating_sub(open).min(free)..=limits.end().saturating_sub(open).min(free)
    }

    /// The relaxation at some multipliers.
    fn relaxed(&self, state: &[Fixed], at: &Multipliers) -> Relaxed {
        let limits = &self.problem.limits;
        let weight = self.weighted(&at.q);
        let near = self.nearness(at);
        let mut size = 0.0;
        let mut constant = 0.0;
        let mut pick = |part: f64| {
            size += part.abs();
            constant += part;
        };
        for (row, multiplier) in limits.rows.iter().zip(&at.rows) {
            pick(-multiplier * row.at_most as f64);
        }
        for (floor, multiplier) in limits.floors.iter().zip(&at.floors) {
            pick(multiplier * floor.at_least as f64);
        }
        for (area, u) in at.u.iter().enumerate() {
            // An area that need not be served may lose what it loses without a journey.
            let alone = weight[area] * f64::from(self.loss.of(u16::MAX));
            let may_be_alone = limits.longest[area] > LONGEST;
            pick(if may_be_alone { u.min(alone) } else { *u });
        }
        // The parts of a place's reduced cost may cancel; what each rounds by does not.
        let column = |place: usize| -> (f64, f64) {
            let own = self.costs.map_or(0.0, |it| it[place] as f64);
            let saved = self.reduced(place, &weight, &near, &at.u);
            let (mut sum, mut size) = (own + saved, own.abs() + saved.abs());
            for (row, multiplier) in limits.rows.iter().zip(&at.rows) {
                let part = multiplier * row.of_place[place] as f64;
                sum += part;
                size += part.abs();
            }
            (sum, size)
        };
        let places = state.iter().enumerate();
        let (reduced, sizes): (Vec<f64>, Vec<f64>) = places
            .map(|(place, it)| match it {
                Fixed::Closed => (f64::INFINITY, 0.0),
                _ => column(place),
            })
            .unzip();
        let opens = picked(state, &reduced, &self.range(state));
        let mut bound = constant;
        for place in (0..state.len()).filter(|it| opens[*it]) {
            bound += reduced[place];
            size += sizes[place];
        }
        // Each of the sums rounds by less than its size times its length in units of the last place.
        let terms = (self.problem.ground.n_areas() + state.len()) as f64;
        bound -= 4.0 * terms * f64::EPSILON * size;
        Relaxed {
            bound,
            reduced,
            opens,
        }
    }

    /// For each kind of floor, by its seconds: what it is worth to have each area within them.
    pub(super) fn nearness(&self, at: &Multipliers) -> Vec<(u16, Vec<f64>)> {
        let mut kinds: Vec<(u16, Vec<f64>)> = Vec::new();
        for (floor, multiplier) in self.problem.limits.floors.iter().zip(&at.floors) {
            let within = floor.within.min(LONGEST);
            let known = kinds.iter().position(|it| it.0 == within);
            let kind = known.unwrap_or_else(|| {
                kinds.push((within, vec![0.0; floor.weights.len()]));
                kinds.len() - 1
            });
            for (worth, weight) in kinds[kind].1.iter_mut().zip(&floor.weights) {
                *worth += multiplier * *weight as f64;
            }
        }
        kinds
    }

    /// The sum over areas of what a place saves them, none where it saves nothing.
    fn reduced(&self, place: usize, weight: &[f64], near: &[(u16, Vec<f64>)], u: &[f64]) -> f64 {
        let column = self.problem.ground.column(place);
        let longest = &self.problem.limits.longest;
        let rows = Rows {
            column,
            longest,
            weight,
            u,
        };
        match (near, self.loss) {
            ([], Loss::Seconds) => rows.sum(f64::from),
            ([], Loss::Beyond(within)) => {
                let within = within.min(LONGEST);
                rows.sum(|time| f64::from(u8::from(time > within)))
            }
            ([], Loss::Excess(from)) => rows.sum(|time| f64::from(time.saturating_sub(from))),
            (near, loss) => {
                let mut sum = 0.0;
                for (area, time) in column.iter().enumerate() {
                    if rows.may(area, *time) {
                        let costs = weight[area] * f64::from(loss.of(*time));
                        sum += (costs - worth(near, area, *time) - u[area]).min(0.0);
                    }
                }
                sum
            }
        }
    }
}

/// What it is worth, for floors, that an area has a journey of some seconds.
pub(super) fn worth(near: &[(u16, Vec<f64>)], area: usize, time: u16) -> f64 {
    let kinds = near.iter().filter(|it| time <= it.0);
    kinds.map(|it| it.1[area]).sum()
}

/// A relaxation at some multipliers.
pub(super) struct Relaxed {
    pub(super) bound: f64,
    /// The reduced cost of each place.
    reduced: Vec<f64>,
    pub(super) opens: Vec<bool>,
}
