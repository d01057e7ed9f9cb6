//! What is looked for, and what a set of places must keep to.

use std::ops::RangeInclusive;

use super::Ground;

/// A location problem: places to open so that something comes out as low as it can.
///
/// Every weight, cost and bound is a whole number, so that sums are exact in any order. The sum of all weights times
/// [`LONGEST`](super::LONGEST) must stay below 2^53, which [`Problem::is_exact`] tells.
#[derive(Clone, Debug)]
pub struct Problem<'a> {
    /// The travel times.
    pub ground: Ground<'a>,
    /// What is to come out low.
    pub aim: Aim,
    /// What must be kept to.
    pub limits: Limits,
}

/// What an area loses by its journey to the nearest open place, for each unit of its weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The seconds of the journey (p-median; Hakimi 1964, 10.1287/opre.12.3.450). An area without a journey loses none:
    /// [`Limits::longest`] is what forbids that.
    Seconds,
    /// 1 where the journey takes longer than so many seconds or there is none (MCLP; Church and `ReVelle` 1974,
    /// 10.1007/BF01942293).
    Beyond(u16),
    /// The seconds beyond so many; none where there is no journey.
    Excess(u16),
}

impl Loss {
    /// The loss of a time as it is kept.
    #[must_use]
    pub fn of(self, time: u16) -> u16 {
        let journey = time <= super::LONGEST;
        match self {
            Self::Seconds if journey => time,
            Self::Excess(from) if journey => time.saturating_sub(from),
            Self::Beyond(within) => u16::from(time > within.min(super::LONGEST)),
            _ => 0,
        }
    }
}

/// What is to come out as low as it can.
#[derive(Clone, Debug, PartialEq)]
pub enum Aim {
    /// The sum over areas of weight times loss: p-median, the same weighted by need, MCLP.
    Sum {
        /// The weight of each area.
        weights: Vec<u64>,
        /// What an area loses.
        loss: Loss,
    },
    /// The greatest, over groups, of a group's mean loss: the worst decile's minutes, or its share beyond a standard.
    WorstGroup {
        /// The weight of each area.
        weights: Vec<u64>,
        /// The group of each area; `None` where it is in none.
        group_of: Vec<Option<u32>>,
        /// What an area loses.
        loss: Loss,
    },
    /// The mean seconds of the worst-off share of the weight, the area at its edge split (conditional value at risk;
    /// Rockafellar and Uryasev 2000, 10.21314/JOR.2000.038).
    WorstShare {
        /// The weight of each area.
        weights: Vec<u64>,
        /// The share, above 0 and at most 1.
        share: f64,
    },
    /// The longest journey of an area with some weight (p-center; Hakimi 1964).
    Longest {
        /// The weight of each area.
        weights: Vec<u64>,
    },
    /// The sum of what the open places cost; with 1 for each, how many are open (LSCP; Toregas and others 1971,
    /// 10.1287/opre.19.6.1363).
    Cost(Vec<i64>),
    /// By how much the least distance between two open places falls short of the greatest between any two (p-dispersion; Kuby
    /// 1987, 10.1111/j.1538-4632.1987.tb00808.x): by all of it where fewer than two are open.
    Spacing {
        /// The metres between places, a row a place, the same both ways.
        distances: Vec<Vec<u32>>,
    },
}

/// The greatest distance between any two places.
#[must_use]
pub fn farthest(distances: &[Vec<u32>]) -> u32 {
    distances.iter().flatten().copied().max().unwrap_or(0)
}

/// Whether a place may be chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fixed {
    /// It may open or not.
    #[default]
    Free,
    /// It is open in any case.
    Open,
    /// It is closed in any case.
    Closed,
}

/// A sum over the open places that must not be exceeded, such as a budget. A sum that must be reached is written with its
/// signs turned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What each place adds.
    pub of_place: Vec<i64>,
    /// What the sum may come to.
    pub at_most: i64,
}

/// A weight of areas that must be within some seconds of an open place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Floor {
    /// The weight of each area; 0 for those that do not belong to the group.
    pub weights: Vec<u64>,
    /// The seconds, inclusive.
    pub within: u16,
    /// The weight that must be within them.
    pub at_least: u64,
}

/// What a set of places must keep to.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// How many may be open.
    pub open: RangeInclusive<usize>,
    /// What is settled of each place.
    pub fixed: Vec<Fixed>,
    /// Sums that must not be exceeded.
    pub rows: Vec<Row>,
    /// Places of which not both may be open.
    pub apart: Vec<[usize; 2]>,
    /// Weights that must be near.
    pub floors: Vec<Floor>,
    /// The longest journey that each area may have: [`LONGEST`](super::LONGEST) where it must have one at all, `u16::MAX`
    /// where it need not.
    pub longest: Vec<u16>,
}

impl Limits {
    /// No limit but how many places are open.
    #[must_use]
    pub fn open(ground: &Ground, open: RangeInclusive<usize>) -> Self {
        Self {
            open,
            fixed: vec![Fixed::Free; ground.n_places()],
            rows: Vec::new(),
            apart: Vec::new(),
            floors: Vec::new(),
            longest: vec![u16::MAX; ground.n_areas()],
        }
    }

    /// The same, where every area with some weight that any place serves must be served: else the best mean over those
    /// who are served is that of a set which abandons some.
    #[must_use]
    pub fn serving(mut self, ground: &Ground, weights: &[u64]) -> Self {
        for (area, longest) in self.longest.iter_mut().enumerate() {
            let may = |place: &usize| self.fixed[*place] != Fixed::Closed;
            let mut places = (0..ground.n_places()).filter(may);
            if weights[area] > 0 && places.any(|place| ground.time(area, place).is_some()) {
                *longest = (*longest).min(super::LONGEST);
            }
        }
        self
    }
}

impl Problem<'_> {
    /// Whether every sum is exact: the weights times the longest journey, and what all places together add to a row or cost,
    /// stay below 2^53.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        let most = (1_u128 << 53) / u128::from(super::LONGEST);
        let sum = |weights: &[u64]| weights.iter().map(|it| u128::from(*it)).sum::<u128>();
        let size = |costs: &[i64]| {
            costs
                .iter()
                .map(|it| u128::from(it.unsigned_abs()))
                .sum::<u128>()
        };
        let aim = match &self.aim {
            Aim::Sum { weights, .. }
            | Aim::WorstGroup { weights, .. }
            | Aim::WorstShare { weights, .. }
            | Aim::Longest { weights } => sum(weights) < most,
            Aim::Cost(costs) => size(costs) < 1 << 53,
            Aim::Spacing { .. } => true,
        };
        let rows = self
            .limits
            .rows
            .iter()
            .all(|it| size(&it.of_place) < 1 << 53);
        aim && rows && self.limits.floors.iter().all(|it| sum(&it.weights) < most)
    }
}
