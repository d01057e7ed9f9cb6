//! What follows from the places that a node has settled: others that must open or close, or that nothing is left.

use std::ops::RangeInclusive;

use crate::location::{Aim, Fixed, LONGEST, Problem, farthest};

/// Nothing that keeps to the limits is left in a node.
pub(super) struct Nothing;

/// What a set must keep to beside the limits to be better than what is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cap {
    /// No journey may be longer.
    longest: Option<u16>,
    /// No two open places may be nearer.
    least_apart: Option<u32>,
}

impl Cap {
    /// What follows where the aim must come to at most so much.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the longest journey, or the greatest distance"
    )]
    pub(super) fn of(problem: &Problem, at_most: f64) -> Self {
        let mut cap = Self::default();
        match &problem.aim {
            Aim::Longest { weights } => {
                // Who must be served though nobody lives there may travel as long as the limits say.
                let served = |it: &(&u64, &u16)| *it.1 <= LONGEST;
                let mut served = weights.iter().zip(&problem.limits.longest).filter(served);
                if served.all(|it| *it.0 > 0) {
                    cap.longest = Some(at_most.clamp(0.0, f64::from(LONGEST)) as u16);
                }
            }
            Aim::Spacing { distances } => {
                let farthest = f64::from(farthest(distances));
                cap.least_apart = Some((farthest - at_most).clamp(0.0, farthest).ceil() as u32);
            }
            _ => (),
        }
        cap
    }
}

/// Settles whatever follows from what is settled, until nothing more does.
pub(super) fn settle(problem: &Problem, state: &mut [Fixed], cap: &Cap) -> Result<(), Nothing> {
    loop {
        let before = state.iter().filter(|it| **it == Fixed::Free).count();
        count(problem, state)?;
        apart(problem, state)?;
        rows(problem, state)?;
        spacing(problem, state, cap.least_apart)?;
        journeys(problem, state, cap.longest)?;
        floors(problem, state)?;
        if state.iter().filter(|it| **it == Fixed::Free).count() == before {
            return Ok(());
        }
    }
}

/// The places that are open, in order.
pub(super) fn opened(state: &[Fixed]) -> Vec<usize> {
    let open = state.iter().enumerate().filter(|it| *it.1 == Fixed::Open);
    open.map(|it| it.0).collect()
}

fn count(problem: &Problem, state: &mut [Fixed]) -> Result<(), Nothing> {
    let of = |state: &[Fixed], what: Fixed| state.iter().filter(|it| **it == what).count();
    let (open, free) = (of(state, Fixed::Open), of(state, Fixed::Free));
    let range = &problem.limits.open;
    if open > *range.end() || open + free < *range.start() {
        return Err(Nothing);
    }
    let rest = if open == *range.end() {
        Fixed::Closed
    } else if open + free == *range.start() {
        Fixed::Open
    } else {
        return Ok(());
    };
    state
        .iter_mut()
        .filter(|it| **it == Fixed::Free)
        .for_each(|it| *it = rest);
    Ok(())
}

fn apart(problem: &Problem, state: &mut [Fixed]) -> Result<(), Nothing> {
    for [a, b] in &problem.limits.apart {
        match (state[*a], state[*b]) {
            (Fixed::Open, Fixed::Open) => return Err(Nothing),
            (Fixed::Open, Fixed::Free) => state[*b] = Fixed::Closed,
            (Fixed::Free, Fixed::Open) => state[*a] = Fixed::Closed,
            _ => (),
        }
    }
    Ok(())
}

/// Where distances are the aim, a place that is nearer to an open one than may be closes; and of places that are all nearer to
/// each other one at most opens, so that there must be groups of them enough.
fn spacing(
    problem: &Problem,
    state: &mut [Fixed],
    least_apart: Option<u32>,
) -> Result<(), Nothing> {
    let (Aim::Spacing { distances }, Some(least)) = (&problem.aim, least_apart) else {
        return Ok(());
    };
    let open = opened(state);
    for place in &open {
        for (other, it) in state.iter_mut().enumerate() {
            match it {
                Fixed::Open if other != *place && distances[*place][other] < least => {
                    return Err(Nothing);
                }
                Fixed::Free if distances[*place][other] < least => *it = Fixed::Closed,
                _ => (),
            }
        }
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for place in (0..state.len()).filter(|it| state[*it] == Fixed::Free) {
        let near = |it: &&mut Vec<usize>| it.iter().all(|other| distances[*other][place] < least);
        match groups.iter_mut().find(near) {
            Some(it) => it.push(place),
            None => groups.push(vec![place]),
        }
    }
    if open.len() + groups.len() < *problem.limits.open.start() {
        return Err(Nothing);
    }
    Ok(())
}

/// A sum cannot come to less than with the places that add least, as many of them as must open and may.
fn rows(problem: &Problem, state: &mut [Fixed]) -> Result<(), Nothing> {
    for row in &problem.limits.rows {
        let at_most = i128::from(row.at_most);
        let least = Least::of(&row.of_place, state, &problem.limits.open);
        if least.sum > at_most {
            return Err(Nothing);
        }
        for (place, settled) in least.otherwise(&row.of_place) {
            if settled.1 > at_most {
                state[place] = settled.0;
            }
        }
    }
    Ok(())
}

/// The least that a sum over open places can come to.
struct Least {
    sum: i128,
    /// The free places, those that add least first.
    free: Vec<usize>,
    /// How many of them are open for the least sum, and how many must be and may be.
    taken: usize,
    number: [usize; 2],
}

impl Least {
    fn of(of_place: &[i64], state: &[Fixed], open: &RangeInclusive<usize>) -> Self {
        let opened = opened(state);
        let mut free: Vec<usize> = (0..state.len())
            .filter(|it| state[*it] == Fixed::Free)
            .collect();
        free.sort_by_key(|it| (of_place[*it], *it));
        let number = [*open.start(), *open.end()].map(|it| it.saturating_sub(opened.len()));
        let lowering = free.iter().take_while(|it| of_place[**it] < 0).count();
        let taken = lowering.min(number[1]).max(number[0]).min(free.len());
        let all = opened.iter().chain(&free[..taken]);
        Self {
            sum: all.map(|it| i128::from(of_place[*it])).sum(),
            free,
            taken,
            number,
        }
    }

    /// Each free place, how it is settled where the least sum with it the other way is too much, and that sum.
    fn otherwise(&self, of_place: &[i64]) -> Vec<(usize, (Fixed, i128))> {
        let of = |place: usize| i128::from(of_place[place]);
        let (taken, rest) = self.free.split_at(self.taken);
        let dearest = taken.last().map(|it| of(*it));
        let next = rest.first().map(|it| of(*it));
        // Another opens in its place, or one fewer is open, where that is enough.
        let fewer = (self.taken > self.number[0]).then_some(0);
        let without = next.into_iter().chain(fewer).min();
        let closed = taken.iter().map(move |it| {
            let sum = without.map_or(i128::MAX, |other| self.sum - of(*it) + other);
            (*it, (Fixed::Open, sum))
        });
        // It opens in the place of another, or one more is open, where so many may be.
        let more = (self.taken < self.number[1]).then_some(0);
        let with = dearest.into_iter().chain(more).max();
        let opened = rest.iter().map(move |it| {
            let sum = with.map_or(i128::MAX, |other| self.sum + of(*it) - other);
            (*it, (Fixed::Closed, sum))
        });
        closed.chain(opened).collect()
    }
}

/// Every area that must be near enough to an open place is, or may yet be; where one free place is all that is left to it,
/// that opens.
fn journeys(problem: &Problem, state: &mut [Fixed], cap: Option<u16>) -> Result<(), Nothing> {
    let limits = &problem.limits;
    let mut left = vec![0_u16; problem.ground.n_areas()];
    let most = |longest: u16| {
        if longest > LONGEST {
            0
        } else {
            longest.min(cap.unwrap_or(LONGEST))
        }
    };
    let most: Vec<u16> = limits.longest.iter().map(|it| most(*it)).collect();
    let needed = |area: usize| limits.longest[area] <= LONGEST;
    if !(0..left.len()).any(needed) {
        return Ok(());
    }
    for (place, it) in state.iter().enumerate() {
        let step = match it {
            Fixed::Closed => continue,
            // Open ones count for two: an area with one needs no more.
            Fixed::Open => 2,
            Fixed::Free => 1,
        };
        let pairs = left.iter_mut().zip(problem.ground.column(place)).zip(&most);
        for ((left, time), most) in pairs {
            // At most two for each place, of which there are far fewer than 2^15.
            *left = left.saturating_add(if time <= most { step } else { 0 });
        }
    }
    for area in (0..left.len()).filter(|it| needed(*it)) {
        match left[area] {
            0 => return Err(Nothing),
            1 => {
                let near = |place: &usize| {
                    state[*place] == Fixed::Free
                        && problem.ground.column(*place)[area] <= most[area]
                };
                // It may be open by now, for an area before this one.
                if let Some(only) = (0..state.len()).find(near) {
                    state[only] = Fixed::Open;
                }
            }
            _ => (),
        }
    }
    Ok(())
}

/// A floor cannot be reached where not all that is left is enough for it.
fn floors(problem: &Problem, state: &[Fixed]) -> Result<(), Nothing> {
    let floors = &problem.limits.floors;
    if floors.is_empty() {
        return Ok(());
    }
    let mut times = vec![u16::MAX; problem.ground.n_areas()];
    for (place, _) in state.iter().enumerate().filter(|it| *it.1 != Fixed::Closed) {
        super::measure::nearer(&mut times, problem.ground.column(place));
    }
    for floor in floors {
        let pairs = times.iter().zip(&floor.weights);
        let near = pairs
            .filter(|it| *it.0 <= floor.within.min(LONGEST))
            .map(|it| it.1);
        if near.sum::<u64>() < floor.at_least {
            return Err(Nothing);
        }
    }
    Ok(())
}
