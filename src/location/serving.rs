//! Who is served where by one set of places with limited room, each area by one of them (the generalised assignment problem):
//! first quickly, those first who lose most where their nearest place fills up (Martello and Toth 1981, Operational Research '81),
//! then by shifts and swaps, then by branch and bound.

use super::Ground;

/// The search for who is served where, and the best so far of all sets.
pub(super) struct Serving<'a> {
    ground: &'a Ground<'a>,
    weights: &'a [u64],
    capacity: &'a [u64],
    served: &'a [usize],
    steps: u64,
    best: Option<Best>,
}

/// The best so far.
pub(super) struct Best {
    pub(super) open: Vec<usize>,
    pub(super) place_of: Vec<Option<usize>>,
    pub(super) value: f64,
}

/// An area and where it may be served, nearest first: what it loses there, and the place.
struct Choice {
    area: usize,
    weight: u64,
    places: Vec<(f64, usize)>,
}

/// Where each area is served: the number of one of its places.
#[derive(Clone)]
struct Plan {
    at: Vec<usize>,
    /// The room left at each place; below 0 where too many are served.
    left: Vec<i128>,
}

impl<'a> Serving<'a> {
    pub(super) const fn new(
        ground: &'a Ground<'a>,
        (weights, capacity): (&'a [u64], &'a [u64]),
        served: &'a [usize],
        steps: u64,
    ) -> Self {
        Self {
            ground,
            weights,
            capacity,
            served,
            steps,
            best: None,
        }
    }

    /// What the best comes to.
    pub(super) fn value(&self) -> f64 {
        self.best.as_ref().map_or(f64::INFINITY, |it| it.value)
    }

    /// The set of the best.
    pub(super) fn set(&self) -> Option<Vec<usize>> {
        self.best.as_ref().map(|it| it.open.clone())
    }

    /// How many steps are left.
    pub(super) const fn steps(&self) -> u64 {
        self.steps
    }

    pub(super) fn best(self) -> Option<Best> {
        self.best
    }

    /// Looks for who is served where with a set, in so many steps at most; whether nothing better is left.
    pub(super) fn through(&mut self, open: &[usize], most: u64) -> bool {
        let choices = self.choices(open);
        if choices.iter().any(|it| it.places.is_empty()) {
            return true;
        }
        self.served_quickly(open, &choices);
        let mut rest = vec![0.0; choices.len() + 1];
        for (nth, it) in choices.iter().enumerate().rev() {
            rest[nth] = rest[nth + 1] + it.places[0].0;
        }
        let allowed = most.min(self.steps);
        let taken = self.branch(open, &choices, &rest, allowed);
        self.steps -= taken.min(allowed);
        taken <= allowed
    }

    /// Serves everybody at a set quickly: how many are left without room, and what it comes to.
    pub(super) fn quickly(&mut self, open: &[usize]) -> (i128, f64) {
        let choices = self.choices(open);
        if choices.iter().any(|it| it.places.is_empty()) {
            return (i128::MAX, f64::INFINITY);
        }
        self.served_quickly(open, &choices)
    }

    fn served_quickly(&mut self, open: &[usize], choices: &[Choice]) -> (i128, f64) {
        let mut best = (i128::MAX, f64::INFINITY);
        for by_weight in [false, true] {
            let mut plan = self.filled(choices, by_weight);
            if repaired(choices, &mut plan) {
                improved(choices, &mut plan);
                self.take(open, choices, &plan.at);
            }
            let over: i128 = plan.left.iter().map(|it| (-it).max(0)).sum();
            let this = (over, lost(choices, &plan.at));
            if this < best {
                best = this;
            }
        }
        best
    }

    /// Each area's places, those first who lose most by the second nearest.
    fn choices(&self, open: &[usize]) -> Vec<Choice> {
        let choice = |area: &usize| {
            let weight = self.weights[*area];
            let lost = |place: &usize| {
                let time = self.ground.time(*area, *place)?;
                Some((f64::from(time) * weight as f64, *place))
            };
            let mut places: Vec<(f64, usize)> = open.iter().filter_map(lost).collect();
            places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            Choice {
                area: *area,
                weight,
                places,
            }
        };
        let mut choices: Vec<Choice> = self.served.iter().map(choice).collect();
        let regret = |it: &Choice| match it.places.as_slice() {
            [first, second, ..] => second.0 - first.0,
            _ => f64::INFINITY,
        };
        choices.sort_by(|a, b| regret(b).total_cmp(&regret(a)).then(a.area.cmp(&b.area)));
        choices
    }

    /// Serves everybody at the nearest place that has room: those first who lose most by the next that has, or those first who need most room.
    /// Who finds none goes where most room is left.
    fn filled(&self, choices: &[Choice], by_weight: bool) -> Plan {
        let mut left: Vec<i128> = self.capacity.iter().map(|it| i128::from(*it)).collect();
        let mut at = vec![usize::MAX; choices.len()];
        let mut waiting: Vec<usize> = (0..choices.len()).collect();
        if by_weight {
            waiting.sort_by_key(|it| (std::cmp::Reverse(choices[*it].weight), *it));
        }
        while !waiting.is_empty() {
            let next = if by_weight {
                0
            } else {
                most_urgent(choices, &waiting, &left)
            };
            let area = waiting.remove(next);
            let choice = &choices[area];
            let has_room = |it: &(f64, usize)| left[it.1] >= i128::from(choice.weight);
            let roomiest = || {
                let places = choice.places.iter().enumerate();
                places.max_by_key(|it| (left[it.1.1], std::cmp::Reverse(it.0)))
            };
            let found = choice.places.iter().position(has_room);
            let found = found.or_else(|| roomiest().map(|it| it.0));
            at[area] = found.unwrap_or(0);
            left[choice.places[at[area]].1] -= i128::from(choice.weight);
        }
        Plan { at, left }
    }

    fn take(&mut self, open: &[usize], choices: &[Choice], at: &[usize]) {
        let pairs = choices.iter().zip(at);
        let value = lost(choices, at);
        if value < self.value() {
            let mut place_of = vec![None; self.weights.len()];
            for (choice, at) in pairs {
                place_of[choice.area] = Some(choice.places[*at].1);
            }
            self.best = Some(Best {
                open: open.to_vec(),
                place_of,
                value,
            });
        }
    }

    /// Serves area after area, going back where that cannot better the best; how many steps it took, one more than allowed
    /// where they did not suffice.
    fn branch(&mut self, open: &[usize], choices: &[Choice], rest: &[f64], allowed: u64) -> u64 {
        let mut left = self.capacity.to_vec();
        // Of each area so far: which of its places it is at, the one that is tried next, and the sum before it.
        let mut path: Vec<(Option<usize>, usize, f64)> = vec![(None, 0, 0.0)];
        let mut taken = 0;
        while let Some((here, next, so_far)) = path.last().copied() {
            let nth = path.len() - 1;
            let Some(choice) = choices.get(nth) else {
                let at: Vec<usize> = path.iter().filter_map(|it| it.0).collect();
                self.take(open, choices, &at);
                path.pop();
                continue;
            };
            if let Some(at) = here {
                left[choice.places[at].1] += choice.weight;
            }
            let mut places = choice.places.iter().enumerate().skip(next);
            let found = places.find(|(_, it)| left[it.1] >= choice.weight);
            let better =
                |it: &(usize, &(f64, usize))| so_far + it.1.0 + rest[nth + 1] < self.value();
            let Some((at, (lost, place))) = found.filter(better) else {
                path.pop();
                continue;
            };
            if taken == allowed {
                return allowed + 1;
            }
            taken += 1;
            left[*place] -= choice.weight;
            path[nth] = (Some(at), at + 1, so_far);
            path.push((None, 0, so_far + lost));
        }
        taken
    }
}

/// The sum of what all lose.
fn lost(choices: &[Choice], at: &[usize]) -> f64 {
    let pairs = choices.iter().zip(at);
    pairs.fold(0.0, |sum, (it, at)| sum + it.places[*at].0)
}

/// Of those who wait, the one that loses most where the nearest place with room is gone.
fn most_urgent(choices: &[Choice], waiting: &[usize], left: &[i128]) -> usize {
    let mut most = (f64::NEG_INFINITY, 0);
    for (nth, it) in waiting.iter().enumerate() {
        let choice = &choices[*it];
        let mut roomy = choice.places.iter();
        let mut next = || roomy.find(|it| left[it.1] >= i128::from(choice.weight));
        let regret = match (next(), next()) {
            (Some(first), Some(second)) => second.0 - first.0,
            _ => f64::INFINITY,
        };
        if regret > most.0 {
            most = (regret, nth);
        }
    }
    most.1
}

/// Takes areas from places that serve too many, each step the one that helps most for what it loses; whether none is left.
fn repaired(choices: &[Choice], plan: &mut Plan) -> bool {
    let over = |left: i128| (-left).max(0);
    // Each step leaves fewer without room, so that it ends.
    while plan.left.iter().any(|it| *it < 0) {
        let mut best: Option<(i128, f64, Step)> = None;
        for (area, choice) in choices.iter().enumerate() {
            let (lost, from) = choice.places[plan.at[area]];
            if plan.left[from] >= 0 {
                continue;
            }
            let mut offer = |gain: i128, lost: f64, step: Step| {
                let better = |it: &(i128, f64, Step)| (gain, -lost) > (it.0, -it.1);
                if gain > 0 && best.as_ref().is_none_or(better) {
                    best = Some((gain, lost, step));
                }
            };
            for (at, (other, to)) in choice.places.iter().enumerate() {
                let weight = i128::from(choice.weight);
                if *to != from {
                    let before = over(plan.left[from]) + over(plan.left[*to]);
                    let after = over(plan.left[from] + weight) + over(plan.left[*to] - weight);
                    offer(before - after, other - lost, Step::Shift(area, at));
                }
            }
            for other in 0..choices.len() {
                if let Some((weights, ats, lost)) = swap(choices, plan, area, other) {
                    let to = choices[other].places[plan.at[other]].1;
                    let before = over(plan.left[from]) + over(plan.left[to]);
                    let after = over(plan.left[from] + weights) + over(plan.left[to] - weights);
                    offer(before - after, lost, Step::Swap(area, other, ats));
                }
            }
        }
        let Some((_, _, step)) = best else {
            return false;
        };
        plan.apply(choices, &step);
    }
    true
}

/// Shifts areas to nearer places, and swaps those that are not at their nearest, as long as that shortens journeys.
fn improved(choices: &[Choice], plan: &mut Plan) {
    loop {
        let mut changed = false;
        for area in 0..choices.len() {
            let choice = &choices[area];
            let nearer = choice.places[..plan.at[area]].iter();
            let has_room = |it: &(f64, usize)| plan.left[it.1] >= i128::from(choice.weight);
            if let Some(at) = nearer.clone().position(has_room) {
                plan.apply(choices, &Step::Shift(area, at));
                changed = true;
            }
            if plan.at[area] == 0 {
                continue;
            }
            let better = (0..choices.len()).find_map(|other| {
                let (weight, ats, lost) = swap(choices, plan, area, other)?;
                let (from, to) = (
                    choice.places[plan.at[area]].1,
                    choices[other].places[plan.at[other]].1,
                );
                let room = plan.left[from] + weight >= 0 && plan.left[to] - weight >= 0;
                (room && lost < 0.0).then_some(Step::Swap(area, other, ats))
            });
            if let Some(step) = better {
                plan.apply(choices, &step);
                changed = true;
            }
        }
        if !changed {
            return;
        }
    }
}

/// A change of where areas are served.
enum Step {
    /// An area goes to another of its places.
    Shift(usize, usize),
    /// Two areas go to each other's place: the numbers of those among their own.
    Swap(usize, usize, [usize; 2]),
}

/// What a swap of two areas does, where each can be served at the other's place: by how much the room at the first one's
/// place grows, the numbers of their new places, and what is lost.
fn swap(choices: &[Choice], plan: &Plan, a: usize, b: usize) -> Option<(i128, [usize; 2], f64)> {
    let (first, second) = (&choices[a], &choices[b]);
    let (here, there) = (first.places[plan.at[a]], second.places[plan.at[b]]);
    if here.1 == there.1 {
        return None;
    }
    let of = |choice: &Choice, place: usize| choice.places.iter().position(|it| it.1 == place);
    let ats = [of(first, there.1)?, of(second, here.1)?];
    let lost = first.places[ats[0]].0 - here.0 + second.places[ats[1]].0 - there.0;
    let weight = i128::from(first.weight) - i128::from(second.weight);
    Some((weight, ats, lost))
}

impl Plan {
    fn apply(&mut self, choices: &[Choice], step: &Step) {
        match step {
            Step::Shift(area, at) => self.shift(choices, *area, *at),
            Step::Swap(a, b, ats) => {
                self.shift(choices, *a, ats[0]);
                self.shift(choices, *b, ats[1]);
            }
        }
    }

    fn shift(&mut self, choices: &[Choice], area: usize, at: usize) {
        let choice = &choices[area];
        self.left[choice.places[self.at[area]].1] += i128::from(choice.weight);
        self.at[area] = at;
        self.left[choice.places[at].1] -= i128::from(choice.weight);
    }
}
