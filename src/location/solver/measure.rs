//! What a set of places comes to and how far it is from keeping the limits, fast enough to be asked millions of times.

use crate::location::{Aim, LONGEST, Loss, Problem, farthest};

/// What is asked of sets of places again and again.
pub(in crate::location) struct Measure<'a> {
    pub(super) problem: &'a Problem<'a>,
    /// The weight of all areas that must have a journey.
    weight: f64,
    groups: usize,
    /// The greatest distance between any two places, where distances are the aim.
    farthest: u32,
}

/// How far a set is from keeping the limits, 0 where it keeps all, and what the aim comes to.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(super) struct Score {
    pub(super) violation: f64,
    pub(super) value: f64,
}

impl Score {
    /// Whether it is the better of two: nearer to the limits, then lower.
    pub(super) fn betters(self, other: Self) -> bool {
        (self.violation, self.value) < (other.violation, other.value)
    }
}

impl<'a> Measure<'a> {
    pub(in crate::location) fn new(problem: &'a Problem<'a>) -> Self {
        let groups = match &problem.aim {
            Aim::WorstGroup { group_of, .. } => group_of
                .iter()
                .flatten()
                .max()
                .map_or(0, |it| *it as usize + 1),
            _ => 0,
        };
        Self {
            problem,
            weight: problem.ground.n_areas().max(1) as f64,
            groups,
            farthest: match &problem.aim {
                Aim::Spacing { distances } => farthest(distances),
                _ => 0,
            },
        }
    }

    /// The time of each area to its nearest open place.
    pub(in crate::location) fn nearest(&self, open: &[usize], times: &mut Vec<u16>) {
        times.clear();
        times.resize(self.problem.ground.n_areas(), u16::MAX);
        for place in open {
            nearer(times, self.problem.ground.column(*place));
        }
    }

    /// The score of a set.
    pub(super) fn score(&self, open: &[usize], times: &mut Vec<u16>) -> Score {
        self.nearest(open, times);
        self.score_of(open, times)
    }

    /// What the aim comes to with a set.
    pub(super) fn value_with(&self, open: &[usize]) -> f64 {
        let mut times = Vec::new();
        self.nearest(open, &mut times);
        self.value(open, &times)
    }

    /// The score of a set whose times are known.
    pub(super) fn score_of(&self, open: &[usize], times: &[u16]) -> Score {
        Score {
            violation: self.violation(open, times),
            value: self.value(open, times),
        }
    }

    pub(in crate::location) fn value(&self, open: &[usize], times: &[u16]) -> f64 {
        match &self.problem.aim {
            Aim::Sum { weights, loss } => sum(times, weights, *loss) as f64,
            Aim::WorstGroup {
                weights,
                group_of,
                loss,
            } => self.worst_group(times, weights, group_of, *loss),
            Aim::WorstShare { weights, share } => worst_share(times, weights, *share),
            Aim::Longest { weights } => {
                let pairs = times.iter().zip(weights);
                let counted = pairs.filter(|(time, weight)| **time <= LONGEST && **weight > 0);
                f64::from(counted.map(|it| *it.0).max().unwrap_or(0))
            }
            Aim::Cost(costs) => open.iter().map(|it| costs[*it]).sum::<i64>() as f64,
            Aim::Spacing { distances } => {
                let mut least = u32::MAX;
                for (nth, place) in open.iter().enumerate() {
                    let others = open[nth + 1..].iter();
                    least = others.fold(least, |it, other| it.min(distances[*place][*other]));
                }
                let least = if open.len() < 2 { 0 } else { least };
                f64::from(self.farthest - least)
            }
        }
    }

    fn worst_group(
        &self,
        times: &[u16],
        weights: &[u64],
        group_of: &[Option<u32>],
        loss: Loss,
    ) -> f64 {
        let mut sums = vec![(0_u64, 0_u64); self.groups];
        for ((time, weight), group) in times.iter().zip(weights).zip(group_of) {
            let Some(group) = group else { continue };
            if *time <= LONGEST || matches!(loss, Loss::Beyond(_)) {
                let it = &mut sums[*group as usize];
                it.0 += u64::from(loss.of(*time)) * weight;
                it.1 += weight;
            }
        }
        let means = sums
            .iter()
            .filter(|it| it.1 > 0)
            .map(|it| it.0 as f64 / it.1 as f64);
        means.fold(0.0, f64::max)
    }

    /// Whether a set keeps to every limit.
    pub(in crate::location) fn keeps(&self, open: &[usize], times: &[u16]) -> bool {
        self.violation(open, times) <= 0.0
    }

    /// How far a set is from keeping every limit: each part is a share of what it is about, so that none drowns another.
    fn violation(&self, open: &[usize], times: &[u16]) -> f64 {
        let limits = &self.problem.limits;
        let short = limits.open.start().saturating_sub(open.len());
        let over = open.len().saturating_sub(*limits.open.end());
        let mut violation = (short + over) as f64;
        for row in &limits.rows {
            let sum: i64 = open.iter().map(|it| row.of_place[*it]).sum();
            let size = row
                .of_place
                .iter()
                .map(|it| it.unsigned_abs())
                .max()
                .unwrap_or(1)
                .max(1);
            violation += (sum - row.at_most).max(0) as f64 / size as f64;
        }
        let both = |pair: &&[usize; 2]| pair.iter().all(|it| open.contains(it));
        violation += limits.apart.iter().filter(both).count() as f64;
        for floor in &limits.floors {
            let pairs = times.iter().zip(&floor.weights);
            let near: u64 = pairs
                .map(|(time, weight)| {
                    if *time <= floor.within.min(LONGEST) {
                        *weight
                    } else {
                        0
                    }
                })
                .sum();
            violation += floor.at_least.saturating_sub(near) as f64 / floor.at_least.max(1) as f64;
        }
        let beyond = times.iter().zip(&limits.longest);
        let beyond = beyond
            .filter(|(time, longest)| **longest <= LONGEST && time > longest)
            .count();
        violation + beyond as f64 / self.weight
    }
}

/// The shorter of two times, area by area.
pub(super) fn nearer(times: &mut [u16], column: &[u16]) {
    for (time, other) in times.iter_mut().zip(column) {
        *time = (*time).min(*other);
    }
}

/// The sum of weight times loss. No sum overflows: weights times the longest journey stay below 2^53.
fn sum(times: &[u16], weights: &[u64], loss: Loss) -> u64 {
    let pairs = times.iter().zip(weights);
    match loss {
        Loss::Seconds => pairs.fold(0, |sum, (time, weight)| {
            let counted = u64::from(if *time <= LONGEST { *time } else { 0 });
            sum.wrapping_add(counted.wrapping_mul(*weight))
        }),
        Loss::Beyond(within) => {
            let within = within.min(LONGEST);
            pairs.fold(0, |sum, (time, weight)| {
                sum.wrapping_add(if *time > within { *weight } else { 0 })
            })
        }
        Loss::Excess(_) => pairs.fold(0, |sum, (time, weight)| {
            sum.wrapping_add(u64::from(loss.of(*time)).wrapping_mul(*weight))
        }),
    }
}

/// The mean time of the worst-off share of those who are served, the area at its edge split.
fn worst_share(times: &[u16], weights: &[u64], share: f64) -> f64 {
    let served = times
        .iter()
        .zip(weights)
        .filter(|it| *it.0 <= LONGEST && *it.1 > 0);
    let mut rows: Vec<(u16, u64)> = served.map(|it| (*it.0, *it.1)).collect();
    rows.sort_unstable_by_key(|it| std::cmp::Reverse(it.0));
    let all: u64 = rows.iter().map(|it| it.1).sum();
    let wanted = share * all as f64;
    let (mut lost, mut taken) = (0.0, 0.0);
    for (time, weight) in rows {
        let part = (weight as f64).min(wanted - taken);
        if part <= 0.0 {
            break;
        }
        lost += part * f64::from(time);
        taken += part;
    }
    if taken > 0.0 { lost / taken } else { 0.0 }
}
