//! The plain reading of a problem: what a set of places comes to, and which limits it breaks. It shares no code with any
//! solver, so that each can be held against it.

use super::{Aim, Fixed, Ground, LONGEST, Problem};

/// What a set of places comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// What the aim comes to. An area without a journey adds nothing of its own; whether it may be without one, the limits
    /// say.
    pub value: f64,
    /// Every limit that is broken.
    pub breaks: Vec<Break>,
}

/// A limit that a set of places breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// Too many or too few places are open: so many.
    Count(usize),
    /// A place is closed that must be open.
    Closed(usize),
    /// A place is open that must be closed.
    Open(usize),
    /// A sum, by its number, comes to so much.
    Row(usize, i64),
    /// Two places are both open and must not be.
    Both([usize; 2]),
    /// A floor, by its number, has so much weight within its seconds.
    Floor(usize, u64),
    /// An area has a longer journey than it may, or none; the time as it is kept.
    Longest(usize, u16),
}

/// Judges a set of places, each named once, in any order.
///
/// # Panics
/// When a place is named that there is not.
#[must_use]
pub fn judge(problem: &Problem, open: &[usize]) -> Judged {
    let times = nearest(&problem.ground, open);
    Judged {
        value: value_of(&problem.aim, &times, open),
        breaks: breaks(problem, &times, open),
    }
}

/// What an aim comes to with some places open, whatever the limits.
///
/// # Panics
/// When a place is named that there is not.
#[must_use]
pub fn value(ground: &Ground, aim: &Aim, open: &[usize]) -> f64 {
    value_of(aim, &nearest(ground, open), open)
}

/// The time of each area to its nearest open place, as it is kept.
fn nearest(ground: &Ground, open: &[usize]) -> Vec<u16> {
    let time = |area: usize| {
        let times = open.iter().filter_map(|place| ground.time(area, *place));
        times.min().unwrap_or(u16::MAX)
    };
    (0..ground.n_areas()).map(time).collect()
}

fn value_of(aim: &Aim, times: &[u16], open: &[usize]) -> f64 {
    match aim {
        Aim::Sum { weights, loss } => {
            let each = times.iter().zip(weights);
            each.map(|(time, weight)| u64::from(loss.of(*time)) * weight)
                .sum::<u64>() as f64
        }
        Aim::WorstGroup {
            weights,
            group_of,
            loss,
        } => {
            let groups = group_of.iter().flatten().max().map_or(0, |it| it + 1);
            let mean = |group: u32| {
                let (mut lost, mut all) = (0, 0);
                for area in (0..times.len()).filter(|it| group_of[*it] == Some(group)) {
                    // Who has no journey is no part of a mean of journeys.
                    if times[area] <= LONGEST || matches!(loss, super::Loss::Beyond(_)) {
                        lost += u64::from(loss.of(times[area])) * weights[area];
                        all += weights[area];
                    }
                }
                (all > 0).then(|| lost as f64 / all as f64)
            };
            (0..groups).filter_map(mean).fold(0.0, f64::max)
        }
        Aim::WorstShare { weights, share } => worst_share(times, weights, *share),
        Aim::Longest { weights } => {
            let counted = times.iter().zip(weights);
            let counted = counted.filter(|it| *it.0 <= LONGEST && *it.1 > 0);
            counted.map(|it| f64::from(*it.0)).fold(0.0, f64::max)
        }
        Aim::Cost(costs) => open.iter().map(|it| costs[*it]).sum::<i64>() as f64,
        Aim::Spacing { distances } => {
            let pairs = open
                .iter()
                .flat_map(|a| open.iter().filter(move |b| a < b).map(move |b| (*a, *b)));
            let least = pairs.map(|(a, b)| distances[a][b]).min().unwrap_or(0);
            let all = distances.iter().flat_map(|row| row.iter().copied());
            f64::from(all.max().unwrap_or(0) - least)
        }
    }
}

/// The mean time of the worst-off share of those who are served.
fn worst_share(times: &[u16], weights: &[u64], share: f64) -> f64 {
    let served = times.iter().zip(weights);
    let served = served.filter(|it| *it.0 <= LONGEST && *it.1 > 0);
    let mut rows: Vec<(u16, u64)> = served.map(|it| (*it.0, *it.1)).collect();
    rows.sort_unstable_by(|a, b| b.cmp(a));
    let all: u64 = rows.iter().map(|it| it.1).sum();
    let wanted = share * all as f64;
    let (mut sum, mut taken) = (0.0, 0.0);
    for (time, weight) in rows {
        let part = (weight as f64).min(wanted - taken);
        if part <= 0.0 {
            break;
        }
        sum += part * f64::from(time);
        taken += part;
    }
    if taken > 0.0 { sum / taken } else { 0.0 }
}

fn breaks(problem: &Problem, times: &[u16], open: &[usize]) -> Vec<Break> {
    let limits = &problem.limits;
    let mut breaks = Vec::new();
    if !limits.open.contains(&open.len()) {
        breaks.push(Break::Count(open.len()));
    }
    for (place, fixed) in limits.fixed.iter().enumerate() {
        match (fixed, open.contains(&place)) {
            (Fixed::Open, false) => breaks.push(Break::Closed(place)),
            (Fixed::Closed, true) => breaks.push(Break::Open(place)),
            _ => (),
        }
    }
    for (number, row) in limits.rows.iter().enumerate() {
        let sum: i64 = open.iter().map(|it| row.of_place[*it]).sum();
        if sum > row.at_most {
            breaks.push(Break::Row(number, sum));
        }
    }
    let both = |pair: &&[usize; 2]| pair.iter().all(|it| open.contains(it));
    breaks.extend(limits.apart.iter().filter(both).map(|it| Break::Both(*it)));
    for (number, floor) in limits.floors.iter().enumerate() {
        let near = times.iter().zip(&floor.weights);
        let near = near.filter(|it| *it.0 <= floor.within.min(LONGEST));
        let reached: u64 = near.map(|it| it.1).sum();
        if reached < floor.at_least {
            breaks.push(Break::Floor(number, reached));
        }
    }
    let longer =
        |area: &usize| limits.longest[*area] < times[*area] && limits.longest[*area] <= LONGEST;
    let areas = (0..times.len()).filter(longer);
    breaks.extend(areas.map(|area| Break::Longest(area, times[area])));
    breaks
}
