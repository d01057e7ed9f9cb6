//! The transport problem with few sites: shortest augmenting paths over the sites alone.
//!
//! Areas come in one after another. Each sends its people along the cheapest chain: to a site, from there, if it is full,
//! someone else on to another, and so on to a site with places left. What is assigned so far is always a cheapest
//! assignment, by the theorem of successive shortest paths (Jewell 1958; Busacker and Gowen 1960; with the potentials of
//! Edmonds and Karp 1972, doi:10.1145/321694.321699). A last site that is nowhere, costs more than any chain can
//! save and is never full stands for being left out, so that as few as possible are.

use std::collections::BTreeMap;

use super::rows::Rows;
use crate::ids::SiteId;
use crate::travel::TravelTimes;

/// What it costs the cheapest of those at one site to move on to another, and from which area she is. She may have left
/// since: the cost is then too low, and found anew where it matters.
type Onward = Option<(i64, usize)>;

/// How a search came to a site: from the area itself, or since someone moves on to it from another site.
#[derive(Clone, Copy)]
enum Came {
    Straight,
    From { site: usize, who: usize },
}

/// People in whole parts, assigned to sites.
pub(super) struct Transport {
    rows: Rows,
    /// How many sites there are, that for those left out included: it is the last.
    n: usize,
    /// What it costs to be left out.
    outside: i64,
    free: Vec<u64>,
    /// Who is at each site: parts of people by area.
    at: Vec<BTreeMap<usize, u64>>,
    onward: Vec<Onward>,
    /// What it costs at least to make room at each site: 0 while it has places left. No move from one site to another
    /// costs less than the difference, which is what makes the assignment a cheapest one.
    price: Vec<i64>,
}

impl Transport {
    /// Nobody is assigned yet. Every site has places.
    pub(super) fn new(times: &TravelTimes, sites: &[SiteId], places: &[u64]) -> Self {
        let n = sites.len() + 1;
        let longest = i64::from(TravelTimes::LONGEST.get());
        Self {
            rows: Rows::of(times, sites),
            n,
            // A chain visits a site once, and no step of it saves more than the longest journey.
            outside: sites.iter().map(|_| longest + 1).sum::<i64>() + longest + 1,
            free: places.iter().copied().chain([u64::MAX]).collect(),
            at: vec![BTreeMap::new(); n],
            onward: vec![None; n * n],
            price: vec![0; n],
        }
    }

    /// Assigns the people of one more area, and moves others on where that is cheapest.
    pub(super) fn insert(&mut self, area: usize, mut people: u64) {
        while people > 0 {
            let (chain, last) = self.search(area);
            let moving = chain.iter().map(|(who, from, _)| match from {
                Some(from) => self.at[*from].get(who).copied().unwrap_or(0),
                None => people,
            });
            let parts = moving.fold(self.free[last], u64::min);
            for (who, from, to) in chain {
                if let Some(from) = from {
                    self.leave(from, who, parts);
                }
                self.join(to, who, parts);
            }
            people -= parts;
            if last + 1 < self.n {
                self.free[last] -= parts;
            }
        }
    }

    /// Area, place of the site and parts of people, in order; the place is none for those left out.
    pub(super) fn flows(&self) -> BTreeMap<(usize, Option<usize>), u64> {
        let place = |site: usize| (site + 1 < self.n).then_some(site);
        let flows = self.at.iter().enumerate();
        flows
            .flat_map(|(site, at)| {
                at.iter()
                    .map(move |(area, parts)| ((*area, place(site)), *parts))
            })
            .collect()
    }

    /// The cheapest chain of moves that takes in one more of an area: who moves, from which site, to which, the last move
    /// to the site with places left that is also told. Dijkstra 1959 on costs reduced by prices, which are never
    /// negative; it ends at the first site with places left, so that few sites are looked at.
    fn search(&mut self, area: usize) -> (Vec<(usize, Option<usize>, usize)>, usize) {
        let mut reach: Vec<Option<(i64, Came)>> = vec![None; self.n];
        for (site, time) in self.rows.reached(area) {
            reach[site] = Some((i64::from(time.get()) + self.price[site], Came::Straight));
        }
        reach[self.n - 1] = Some((self.outside, Came::Straight));
        let mut settled = Vec::new();
        let mut open: Vec<usize> = (0..self.n).filter(|it| reach[*it].is_some()).collect();
        let (whole, last) = loop {
            let nearest = open
                .iter()
                .filter_map(|it| Some((reach[*it]?.0, *it)))
                .min();
            // There is always the last site, where all are left out.
            let Some((sum, site)) = nearest else {
                break (self.outside, self.n - 1);
            };
            if self.free[site] > 0 {
                break (sum, site);
            }
            open.retain(|it| *it != site);
            settled.push((site, sum));
            for (to, reach) in reach.iter_mut().enumerate() {
                let known = reach.map(|it| it.0);
                if let Some((onward, who)) = self.worthwhile(site, to, sum, known) {
                    if known.is_none() {
                        open.push(to);
                    }
                    *reach = Some((onward, Came::From { site, who }));
                }
            }
        };
        for (site, sum) in settled {
            self.price[site] += whole - sum;
        }
        let (mut chain, mut to) = (Vec::new(), last);
        while let Some((_, Came::From { site, who })) = reach[to] {
            chain.push((who, Some(site), to));
            to = site;
        }
        chain.push((area, None, to));
        (chain, last)
    }

    /// The sum at which someone moves on from a site, and who, where that is below what is known.
    fn worthwhile(&mut self, from: usize, to: usize, sum: i64, known: Option<i64>) -> Onward {
        let reduced = sum + self.price[to] - self.price[from];
        let below = |cost: i64| known.is_none_or(|it| reduced + cost < it);
        let (cost, who) = self.onward[from * self.n + to].filter(|it| below(it.0))?;
        if self.at[from].contains_key(&who) {
            return Some((reduced + cost, who));
        }
        let moves = self.at[from].keys();
        let moves =
            moves.filter_map(|who| Some((self.cost(*who, to)? - self.cost(*who, from)?, *who)));
        let cheapest = moves.min();
        self.onward[from * self.n + to] = cheapest;
        let (cost, who) = cheapest.filter(|it| below(it.0))?;
        Some((reduced + cost, who))
    }

    /// Seconds from an area to a site.
    fn cost(&self, area: usize, site: usize) -> Option<i64> {
        if site + 1 == self.n {
            return Some(self.outside);
        }
        self.rows.time(area, site).map(|it| i64::from(it.get()))
    }

    fn join(&mut self, site: usize, area: usize, parts: u64) {
        let here = self.at[site].entry(area).or_insert(0);
        *here += parts;
        if *here > parts {
            return; // others of the area are here already, and can move on as cheaply
        }
        let Some(own) = self.cost(area, site) else {
            return;
        };
        for to in 0..self.n {
            if let Some(cost) = self.cost(area, to).filter(|_| to != site) {
                let known = &mut self.onward[site * self.n + to];
                *known = Some(known.map_or((cost - own, area), |it| it.min((cost - own, area))));
            }
        }
    }

    fn leave(&mut self, site: usize, area: usize, parts: u64) {
        if let Some(here) = self.at[site].get_mut(&area) {
            *here -= parts;
            if *here == 0 {
                self.at[site].remove(&area);
            }
        }
    }
}
