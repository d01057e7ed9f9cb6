//! Toy counties by chance, in the shapes of the vectors: ties, no way there, nobody there, one area, one site, all alike. Their
//! figures are worked out by `slow_measures`, which knows nothing of the library.

use serde_json::{Value, json};

use crate::slow_measures as slow;

/// A small generator of numbers by chance (Marsaglia 2003, xorshift64, 10.18637/jss.v008.i14).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn number(&mut self, limit: u32) -> f64 {
        f64::from(u32::try_from(self.below(u64::from(limit))).unwrap())
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

pub(crate) struct Made {
    pub(crate) children: Vec<f64>,
    pub(crate) idaci: Vec<f64>,
    pub(crate) deciles: Vec<u64>,
    pub(crate) districts: Vec<String>,
    pub(crate) minutes: Vec<Vec<Option<f64>>>,
    pub(crate) places: Vec<f64>,
    pub(crate) costs: Vec<f64>,
    pub(crate) hours: Vec<f64>,
    pub(crate) open: Vec<usize>,
}

impl Made {
    pub(crate) fn by(seed: u64) -> Self {
        let mut by = Chance(seed * 7_919 + 88_172_645_463_325_252);
        let (areas, sites) = (1 + by.below(11), 1 + by.below(5));
        // What this county is like: alike everywhere, with ties, with gaps, with nobody in places.
        let (alike, ties, gaps, empty) = (by.one_in(12), by.one_in(2), by.one_in(3), by.one_in(3));
        let all: Vec<u64> = (0..areas).collect();
        let one = 1.0 + by.number(40);
        let minutes = all.iter().map(|_| {
            let time = |by: &mut Chance| match (alike, gaps && by.one_in(4)) {
                (_, true) => None,
                (true, _) => Some(one),
                // Quarters of a minute, and now and then none at all.
                _ => Some(if by.one_in(30) {
                    0.0
                } else {
                    by.number(160) / 4.0
                }),
            };
            (0..sites).map(|_| time(&mut by)).collect()
        });
        let minutes = minutes.collect();
        Self {
            children: all
                .iter()
                .map(|_| {
                    if empty && by.one_in(3) {
                        0.0
                    } else {
                        1.0 + by.number(30)
                    }
                })
                .collect(),
            idaci: all
                .iter()
                .map(|_| {
                    if alike {
                        0.2
                    } else {
                        (1.0 + by.number(if ties { 4 } else { 60 })) / 100.0
                    }
                })
                .collect(),
            deciles: all
                .iter()
                .map(|_| if alike { 5 } else { 1 + by.below(10) })
                .collect(),
            districts: all.iter().map(|_| format!("D{}", by.below(3))).collect(),
            minutes,
            places: (0..sites).map(|_| by.number(300)).collect(),
            costs: (0..sites).map(|_| 1_000.0 * by.number(400)).collect(),
            hours: (0..sites).map(|_| by.number(80)).collect(),
            open: (0..usize::try_from(sites).unwrap())
                .filter(|it| *it == 0 || by.one_in(2))
                .collect(),
        }
    }

    pub(crate) fn codes(&self) -> Vec<String> {
        (0..self.children.len())
            .map(|it| format!("A{it:02}"))
            .collect()
    }

    pub(crate) fn sites(&self) -> Vec<String> {
        // In an order that is neither that of names nor of ids: of equally near sites the first of these is taken.
        (0..self.places.len())
            .map(|it| format!("Hub {}", 12 - it))
            .collect()
    }

    pub(crate) fn names(&self, open: &[usize]) -> Vec<String> {
        open.iter().map(|it| self.sites()[*it].clone()).collect()
    }

    pub(crate) fn nearest(&self, open: &[usize]) -> Vec<Option<f64>> {
        let least = |row: &Vec<Option<f64>>| open.iter().filter_map(|it| row[*it]).reduce(f64::min);
        self.minutes.iter().map(least).collect()
    }

    pub(crate) fn ranks(&self) -> Vec<f64> {
        slow::ranks(&self.idaci, &self.children)
    }

    /// Those who have the outcome, each with their rank among all.
    pub(crate) fn rows(&self, values: &[Option<f64>]) -> slow::Rows {
        let ranks = self.ranks();
        let row = |at: usize| Some((values[at]?, self.children[at], ranks[at]));
        (0..values.len()).filter_map(row).collect()
    }

    pub(crate) fn within(&self, open: &[usize], standard: f64) -> Vec<Option<f64>> {
        let is = |it: &Option<f64>| {
            Some(if it.is_some_and(|it| it <= standard) {
                1.0
            } else {
                0.0
            })
        };
        self.nearest(open).iter().map(is).collect()
    }

    /// A value at the chosen areas alone.
    pub(crate) fn only(values: &[Option<f64>], chosen: impl Fn(usize) -> bool) -> Vec<Option<f64>> {
        values
            .iter()
            .enumerate()
            .map(|(at, it)| it.filter(|_| chosen(at)))
            .collect()
    }

    pub(crate) fn weights(&self, of: impl Fn(f64) -> f64) -> Vec<Vec<f64>> {
        let weight = |it: &Option<f64>| it.map_or(0.0, &of);
        self.minutes
            .iter()
            .map(|row| row.iter().map(weight).collect())
            .collect()
    }

    pub(crate) fn data(&self) -> Value {
        json!({
            "id": "made", "lsoa": self.codes(), "district": self.districts, "children": self.children,
            "idaci": self.idaci, "imd_decile": self.deciles, "sites": self.sites(), "minutes": self.minutes,
            "capacity_children": self.places, "annual_cost_gbp": self.costs, "existing_open": self.names(&self.open),
        })
    }

    /// Every file of a folder of vectors, with its figures.
    pub(crate) fn files(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("toy_dataset", self.data()),
            ("inequality_core", self.core()),
            ("concentration", self.concentration()),
            ("fgt_quantiles", self.excess()),
            ("palma", self.palma()),
            ("sii_rii", self.slopes()),
            ("fca", self.catchments()),
            ("kakwani", self.kakwani()),
            ("inequality_ipea", self.ipea()),
            ("opportunity", self.opportunity()),
            ("location", self.location()),
            ("proportionate_universalism", self.proportionate()),
        ]
    }
}
