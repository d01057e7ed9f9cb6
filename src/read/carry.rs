//! Carrying figures from one vintage of areas to the other.
//!
//! Counts: equal shares among the parts of a split unless the lookup gives weights, whole people by largest
//! remainder in order of codes; merges add. Rates and scores: the parent's for the parts of a split,
//! people-weighted for a merge. Ranks and deciles: the parent's, and none for a merged area, since they cannot
//! be averaged. Largest remainder: Hamilton's method, see Balinski, M. and Young, H. P. (1982), *Fair
//! Representation*, Yale University Press.

use std::collections::{BTreeMap, BTreeSet};

use crate::read::lookup::{AreaChange, Lookup};
use crate::read::{ReadFault, Vintage};

/// One way through the lookup: from each code of one vintage to its parts in the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Carry {
    parts: BTreeMap<String, Vec<(String, f64)>>,
    parents: BTreeMap<String, Vec<(String, f64)>>,
    irregular: BTreeSet<String>,
    file: String,
}

/// How an area of the target vintage came by its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It has one parent, of which it is the only part.
    Unchanged,
    /// It is a part of a split parent: its counts are apportioned.
    Part,
    /// It has several parents.
    Merged,
}

/// Counts of people carried from one vintage to the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spread {
    /// The people of each code of the target vintage.
    pub counts: BTreeMap<String, f64>,
    /// The people who could not be carried.
    pub lost: f64,
}

impl Carry {
    /// The way from one vintage to the other; between equal vintages there is none.
    #[must_use]
    pub fn between(lookup: &Lookup, from: Vintage, to: Vintage) -> Option<Self> {
        let pairs: Vec<(&str, &str, Option<f64>, AreaChange)> = match (from, to) {
            (Vintage::Lsoa2011, Vintage::Lsoa2021) => lookup
                .rows
                .iter()
                .map(|it| (it.from.as_str(), it.to.as_str(), it.weight, it.change))
                .collect(),
            // The weights of a lookup are shares of 2011 areas, so the way back uses equal shares.
            (Vintage::Lsoa2021, Vintage::Lsoa2011) => lookup
                .rows
                .iter()
                .map(|it| (it.to.as_str(), it.from.as_str(), None, it.change))
                .collect(),
            _ => return None,
        };
        let mut carry = Self::of(&pairs);
        carry.file.clone_from(&lookup.file);
        Some(carry)
    }

    /// The way given by pairs of a code, a part of it, the part's share where known, and how it changed.
    #[must_use]
    pub fn of(pairs: &[(&str, &str, Option<f64>, AreaChange)]) -> Self {
        let mut given: BTreeMap<&str, Vec<(&str, Option<f64>)>> = BTreeMap::new();
        for (from, to, weight, _) in pairs {
            given.entry(from).or_default().push((to, *weight));
        }
        let mut carry = Self::default();
        for (from, mut parts) in given {
            parts.sort_by(|a, b| a.0.cmp(b.0));
            let total: f64 = parts.iter().filter_map(|(_, it)| *it).sum();
            let weighed = parts.iter().all(|(_, it)| it.is_some()) && total > 0.0;
            let equal = 1.0 / parts.len() as f64;
            for (to, weight) in parts {
                let share = weight.filter(|_| weighed).map_or(equal, |it| it / total);
                let part = (to.to_owned(), share);
                carry.parts.entry(from.to_owned()).or_default().push(part);
                let parent = (from.to_owned(), share);
                carry.parents.entry(to.to_owned()).or_default().push(parent);
            }
            if !weighed {
                carry.irregular.insert(from.to_owned());
            }
        }
        let marked: BTreeSet<&str> = pairs
            .iter()
            .filter(|(.., change)| *change == AreaChange::Irregular)
            .map(|(from, ..)| *from)
            .collect();
        let (parts, parents) = (&carry.parts, &carry.parents);
        carry.irregular.retain(|from| {
            let many = parts[from].len() > 1;
            let tangled = parts[from].iter().any(|(to, _)| parents[to].len() > 1);
            many && (tangled || marked.contains(from.as_str()))
        });
        carry
    }

    /// The parents of a code of the target vintage, with the share of each that it holds.
    #[must_use]
    pub fn parents(&self, code: &str) -> &[(String, f64)] {
        self.parents.get(code).map_or(&[], Vec::as_slice)
    }

    /// How a code of the target vintage came to be; `None` where the lookup does not know it.
    #[must_use]
    pub fn origin(&self, code: &str) -> Option<Origin> {
        match self.parents(code) {
            [] => None,
            [(parent, _)] if self.parts[parent].len() == 1 => Some(Origin::Unchanged),
            [_] => Some(Origin::Part),
            _ => Some(Origin::Merged),
        }
    }

    /// A fault `E-LOOKUP-WEIGHTS` for each irregular parent of the wanted codes that has no weights.
    #[must_use]
    pub fn irregular<'a>(&self, wanted: impl IntoIterator<Item = &'a str>) -> Vec<ReadFault> {
        let touched: BTreeSet<&String> = wanted
            .into_iter()
            .flat_map(|it| self.parents(it))
            .map(|(parent, _)| parent)
            .filter(|it| self.irregular.contains(*it))
            .collect();
        let fault = |parent: &String| {
            let parts: Vec<&str> = self.parts[parent]
                .iter()
                .map(|(it, _)| it.as_str())
                .collect();
            let what = format!(
                "{parent} maps irregularly to {} areas ({}) with no weights",
                parts.len(),
                parts.join(", ")
            );
            let remedy = "add a column weight to the lookup, or use the best-fit lookup";
            ReadFault::new("E-LOOKUP-WEIGHTS", &self.file, what, remedy).value(parent)
        };
        touched.into_iter().map(fault).collect()
    }

    /// Counts of people carried to the target vintage. An area with a parent whose count is unknown has none: its shares are
    /// lost, as are counts of codes that the lookup does not know.
    #[must_use]
    pub fn spread(&self, counts: &BTreeMap<String, f64>) -> Spread {
        let mut spread = Spread::default();
        let mut shares: BTreeMap<(&str, &str), f64> = BTreeMap::new();
        for (from, count) in counts {
            let Some(parts) = self.parts.get(from) else {
                spread.lost += count;
                continue;
            };
            let weights: Vec<f64> = parts.iter().map(|(_, it)| *it).collect();
            for ((to, _), people) in parts.iter().zip(apportion(*count, &weights)) {
                shares.insert((to, from), people);
            }
        }
        for (to, parents) in &self.parents {
            let known: Vec<Option<f64>> = parents
                .iter()
                .map(|(from, _)| shares.get(&(to.as_str(), from.as_str())).copied())
                .collect();
            match known.iter().copied().sum() {
                Some(people) => {
                    spread.counts.insert(to.clone(), people);
                }
                None => spread.lost += known.iter().flatten().sum::<f64>(),
            }
        }
        spread
    }

    /// Rates or scores carried to the target vintage, weighted in merges by the people of the parents' own
    /// vintage; equal weights where those of a parent are unknown or all are 0.
    #[must_use]
    pub fn rates(
        &self,
        rates: &BTreeMap<String, f64>,
        people: &BTreeMap<String, f64>,
    ) -> BTreeMap<String, f64> {
        let mean = |(to, parents): (&String, &Vec<(String, f64)>)| {
            let known: Option<Vec<f64>> = parents
                .iter()
                .map(|(from, _)| rates.get(from).copied())
                .collect();
            let known = known?;
            if let [only] = known.as_slice() {
                return Some((to.clone(), *only));
            }
            let weights: Option<Vec<f64>> = parents
                .iter()
                .map(|(from, share)| people.get(from).map(|it| it * share))
                .collect();
            let weights = weights
                .filter(|it| it.iter().sum::<f64>() > 0.0)
                .unwrap_or_else(|| vec![1.0; known.len()]);
            let total: f64 = weights.iter().sum();
            let sum: f64 = known
                .iter()
                .zip(&weights)
                .map(|(rate, weight)| rate * weight)
                .sum();
            Some((to.clone(), sum / total))
        };
        self.parents.iter().filter_map(mean).collect()
    }

    /// Ranks or deciles carried to the target vintage: the parent's; merged areas have none.
    #[must_use]
    pub fn places<T: Copy>(&self, places: &BTreeMap<String, T>) -> BTreeMap<String, T> {
        let own = |(to, parents): (&String, &Vec<(String, f64)>)| match parents.as_slice() {
            [(parent, _)] => Some((to.clone(), *places.get(parent)?)),
            _ => None,
        };
        self.parents.iter().filter_map(own).collect()
    }
}

/// A count shared out by weights that sum to 1: a whole count in whole people by largest remainder, equal
/// remainders in the order given; any other count in fractions.
///
/// ```
/// use fairreach::read::apportion;
/// assert_eq!(apportion(100.0, &[1.0 / 3.0; 3]), [34.0, 33.0, 33.0]);
/// assert_eq!(apportion(7.5, &[0.5, 0.5]), [3.75, 3.75]);
/// ```
#[must_use]
pub fn apportion(count: f64, weights: &[f64]) -> Vec<f64> {
    let exact: Vec<f64> = weights.iter().map(|it| count * it).collect();
    if count.fract() != 0.0 {
        return exact;
    }
    // A share such as 100 x (1/3) x 3 must not fall below a whole number by rounding.
    let mut people: Vec<f64> = exact.iter().map(|it| (it + 1e-9).floor()).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| {
        let rest = |it: &usize| ((exact[*it] - people[*it]) * 1e9).round();
        rest(b).total_cmp(&rest(a)).then(a.cmp(b))
    });
    let mut left = count - people.iter().sum::<f64>();
    for place in order {
        if left < 0.5 {
            break;
        }
        people[place] += 1.0;
        left -= 1.0;
    }
    people
}
