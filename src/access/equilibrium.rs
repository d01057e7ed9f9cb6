//! The convex program of RAAM, solved to a gap that is measured.
//!
//! Three kinds of step take turns, and each only ever lowers the program's objective. In a *sweep* each area in turn
//! divides its people as well as it can while all others stay (water filling, block coordinate descent). Areas that then
//! have more than one site nearly as good as the best are swept again and again among those alone, which costs little and
//! lets crowds even out across the county. *Levelling* takes who is split among which sites as given and solves for the
//! crowds of all sites tied by such areas at once (Newton's step on that face, cut short where a flow would turn
//! negative), which makes the last digits exact.

use std::collections::BTreeMap;

use super::rows::Rows;
use super::ties::{self, Tie};
use crate::ids::SiteId;
use crate::travel::TravelTimes;

/// After so many rounds the gap is told as it is. Counties need a handful, England a few dozen.
const MOST_ROUNDS: usize = 1_000;

/// How often the areas with a choice are swept in a round, at most.
const MOST_SWEEPS: usize = 100;

/// Sites within this part of an area's least cost are near enough to be weighed again in the same round.
const NEAR: f64 = 0.1;

/// What the mean person may still gain, as part of her cost, when the search stops.
const TOLERANCE: f64 = 1e-15;

/// People of an area at the site of a place in the list.
#[derive(Clone, Copy)]
struct Stay {
    place: usize,
    people: f64,
}

/// A site that an area may choose: its place in the list, and the journey's part of the cost.
type Choice = (usize, f64);

/// An assignment of people to sites near the minimum.
pub(super) struct Equilibrium<'a> {
    rows: Rows,
    people: &'a [f64],
    /// How much demand makes a congestion of one, a site.
    capacities: Vec<f64>,
    /// What a second of a journey costs.
    per_second: f64,
    stays: Vec<Vec<Stay>>,
    loads: Vec<f64>,
    rounds: usize,
    gap: f64,
}

impl<'a> Equilibrium<'a> {
    /// Solves for sites of positive capacity; a journey of `scale` minutes costs as much as a congestion of one.
    pub(super) fn of(
        times: &TravelTimes,
        sites: &[SiteId],
        capacities: Vec<f64>,
        people: &'a [f64],
        scale: f64,
    ) -> Self {
        let mut it = Self {
            rows: Rows::of(times, sites),
            people,
            per_second: 1.0 / (60.0 * scale),
            stays: vec![Vec::new(); people.len()],
            loads: vec![0.0; capacities.len()],
            capacities,
            rounds: 0,
            gap: 0.0,
        };
        while it.rounds < MOST_ROUNDS {
            it.round();
            if it.measure() {
                break;
            }
        }
        it
    }

    /// The congestion of a site.
    pub(super) fn congestion(&self, place: usize) -> f64 {
        self.loads[place] / self.capacities[place]
    }

    /// The least cost an area meets; infinite where it reaches nothing.
    pub(super) fn least_cost(&self, area: usize) -> f64 {
        let costs = self.choices(area).map(|it| self.cost(it));
        costs.fold(f64::INFINITY, f64::min)
    }

    /// Area, place of the site, people.
    pub(super) fn flows(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        let flows = |(area, stays): (usize, &'_ Vec<Stay>)| {
            let mut flows: Vec<_> = stays.iter().map(|it| (area, it.place, it.people)).collect();
            flows.sort_unstable_by_key(|it| it.1);
            flows
        };
        self.stays.iter().enumerate().flat_map(flows)
    }

    /// What all people together would gain if each went to the best place as it now is: the duality gap.
    pub(super) const fn gap(&self) -> f64 {
        self.gap
    }

    /// How often all areas were swept.
    pub(super) const fn rounds(&self) -> usize {
        self.rounds
    }

    fn choices(&self, area: usize) -> impl Iterator<Item = Choice> {
        let reached = self.rows.reached(area);
        reached.map(|(place, time)| (place, f64::from(time.get()) * self.per_second))
    }

    fn cost(&self, (place, journey): Choice) -> f64 {
        journey + self.congestion(place)
    }

    fn round(&mut self) {
        let undecided = self.sweep_all();
        for _ in 0..MOST_SWEEPS {
            let moved: f64 = undecided
                .iter()
                .map(|(area, near)| self.divide(*area, near))
                .sum();
            if moved <= f64::EPSILON * self.people.iter().sum::<f64>() {
                break;
            }
        }
        self.sum_loads();
        self.level();
        self.rounds += 1;
    }

    /// Each area in turn divides its people; those with a choice are told, with the sites among which they choose.
    fn sweep_all(&mut self) -> Vec<(usize, Vec<Choice>)> {
        let mut undecided = Vec::new();
        for area in (0..self.people.len()).filter(|it| self.people[*it] > 0.0) {
            for stay in std::mem::take(&mut self.stays[area]) {
                self.loads[stay.place] -= stay.people;
            }
            let costs = self.choices(area).map(|it| (self.cost(it), it.0));
            let Some((least, best)) = costs.min_by(|a, b| a.0.total_cmp(&b.0)) else {
                continue;
            };
            // All at the best site would raise its cost so far; whatever is dearer is not used now.
            let highest = least + self.people[area] / self.capacities[best] + NEAR * least;
            let near: Vec<Choice> = self
                .choices(area)
                .filter(|it| it.0 == best || self.cost(*it) < highest)
                .collect();
            self.divide(area, &near);
            if near.len() > 1 {
                undecided.push((area, near));
            }
        }
        undecided
    }

    /// Water filling: divides an area's people among some sites so that those used cost the same and others no less. Tells
    /// how many moved.
    fn divide(&mut self, area: usize, near: &[Choice]) -> f64 {
        let before = std::mem::take(&mut self.stays[area]);
        for stay in &before {
            self.loads[stay.place] -= stay.people;
        }
        let mut used: Vec<(usize, f64)> = near.iter().map(|it| (it.0, self.cost(*it))).collect();
        let least = used.iter().map(|it| it.1).fold(f64::INFINITY, f64::min);
        for it in &mut used {
            it.1 -= least;
        }
        let people = self.people[area];
        // From all sites downwards: what lies above the level is not used, which lowers the level for the others.
        let level = loop {
            let whole: f64 = used.iter().map(|it| self.capacities[it.0]).sum();
            let filled: f64 = used.iter().map(|it| self.capacities[it.0] * it.1).sum();
            let (level, count) = ((people + filled) / whole, used.len());
            used.retain(|it| it.1 < level || it.1 <= 0.0);
            if used.len() == count {
                break level;
            }
        };
        for it in &mut used {
            it.1 = self.capacities[it.0] * (level - it.1);
        }
        let divided: f64 = used.iter().map(|it| it.1).sum();
        let mut moved = 0.0;
        for (place, part) in used.into_iter().filter(|it| it.1 > 0.0) {
            let part = part * people / divided;
            self.loads[place] += part;
            self.stays[area].push(Stay {
                place,
                people: part,
            });
            let known = before
                .iter()
                .find(|it| it.place == place)
                .map_or(0.0, |it| it.people);
            moved += (part - known).max(0.0);
        }
        moved
    }

    fn sum_loads(&mut self) {
        self.loads.fill(0.0);
        for stay in self.stays.iter().flatten() {
            self.loads[stay.place] += stay.people;
        }
    }

    /// Levels the costs of sites tied by split areas. Where a flow would turn negative it ends, and the rest is levelled
    /// anew: at most once a flow.
    fn level(&mut self) {
        let split: Vec<usize> = (0..self.stays.len())
            .filter(|it| self.stays[*it].len() > 1)
            .collect();
        let flows: usize = split.iter().map(|it| self.stays[*it].len()).sum();
        for _ in 0..=flows {
            if self.take(&self.levelling(&split)) {
                break;
            }
        }
        self.sum_loads();
    }

    /// The moves that would level the costs of all sites tied to each other, whatever sign flows take.
    fn levelling(&self, split: &[usize]) -> Vec<Tie> {
        let n = self.capacities.len();
        let pairs = split.iter().flat_map(|area| {
            let stays = &self.stays[*area];
            stays
                .iter()
                .skip(1)
                .map(|it| (*area, stays[0].place, it.place))
        });
        let mut ties = ties::forest(n, pairs);
        // From the roots outwards: how far the congestion of a site must lie above that of its root.
        let (mut above, mut root) = (vec![0.0; n], (0..n).collect::<Vec<_>>());
        for it in &ties {
            above[it.to] =
                above[it.from] + self.journey(it.area, it.from) - self.journey(it.area, it.to);
            root[it.to] = root[it.from];
        }
        let (mut load, mut capacity) = (vec![0.0; n], vec![0.0; n]);
        for site in 0..n {
            load[root[site]] += self.loads[site] - self.capacities[site] * above[site];
            capacity[root[site]] += self.capacities[site];
        }
        let level = |site: usize| load[root[site]] / capacity[root[site]] + above[site];
        let mut wanted: Vec<f64> = (0..n)
            .map(|it| self.capacities[it] * level(it) - self.loads[it])
            .collect();
        // And inwards again: what a whole branch wants goes through the tie it hangs on.
        for it in ties.iter_mut().rev() {
            it.people = wanted[it.to];
            wanted[it.from] += wanted[it.to];
        }
        ties
    }

    /// Makes the moves as far as no flow turns negative; whether that was all the way.
    fn take(&mut self, ties: &[Tie]) -> bool {
        let mut changes: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for it in ties {
            *changes.entry((it.area, it.from)).or_default() -= it.people;
            *changes.entry((it.area, it.to)).or_default() += it.people;
        }
        let room = |people: f64, change: f64| {
            if people + change < 0.0 {
                people / -change
            } else {
                1.0
            }
        };
        let rooms = changes
            .iter()
            .map(|((area, place), it)| room(self.stay(*area, *place), *it));
        let part = rooms.fold(1.0, f64::min);
        for ((area, place), change) in changes {
            let stays = &mut self.stays[area];
            let Some(at) = stays.iter().position(|it| it.place == place) else {
                continue;
            };
            let before = stays[at].people;
            let ends = part < 1.0 && room(before, change) <= part;
            let after = if ends {
                0.0
            } else {
                (before + part * change).max(0.0)
            };
            self.loads[place] += after - before;
            stays[at].people = after;
            stays.retain(|it| it.people > 0.0);
        }
        part >= 1.0
    }

    fn stay(&self, area: usize, place: usize) -> f64 {
        let own = self.stays[area].iter().find(|it| it.place == place);
        own.map_or(0.0, |it| it.people)
    }

    /// The journey's part of a cost.
    fn journey(&self, area: usize, place: usize) -> f64 {
        self.rows
            .time(area, place)
            .map_or(f64::INFINITY, |it| f64::from(it.get()) * self.per_second)
    }

    /// Measures the gap; whether it is small enough.
    fn measure(&mut self) -> bool {
        let (mut gap, mut cost) = (0.0, 0.0);
        for (area, stays) in self.stays.iter().enumerate().filter(|it| !it.1.is_empty()) {
            let least = self.least_cost(area);
            for stay in stays {
                let own = self.cost((stay.place, self.journey(area, stay.place)));
                gap += stay.people * (own - least);
                cost += stay.people * least;
            }
        }
        self.gap = gap;
        gap <= TOLERANCE * cost
    }
}
