//! How minutes are spread over everyone who is served: from a list of whole seconds in order, each with its people.
//!
//! The formulas and their sources are those of [`equity`](crate::equity). Sums run over distinct seconds in place of areas.

use super::figures::Spread;

/// Seconds in rising order, each once, with the people who travel as long.
#[derive(Clone, Debug, Default)]
pub(super) struct Ordered {
    pub(super) rows: Vec<(u16, f64)>,
    bins: Vec<f64>,
    few: Vec<(u16, u32)>,
}

/// How far short of its target a cumulative weight may fall, as in [`crate::equity::quantile()`].
const TOLERANCE: f64 = 1e-9;

/// From so many bins a place on, counting places is slower than sorting them.
const BINS_A_PLACE: usize = 16;

impl Ordered {
    /// An empty list of journeys up to the longest.
    pub(super) fn up_to(longest: u16) -> Self {
        Self {
            bins: vec![0.0; usize::from(longest) + 2],
            ..Self::default()
        }
    }

    /// Takes the journeys of some places, in their order; those who are not served are left out.
    pub(super) fn take(&mut self, journeys: impl ExactSizeIterator<Item = (u16, f64)> + Clone) {
        self.rows.clear();
        if journeys.len() * BINS_A_PLACE < self.bins.len() {
            self.sorted(journeys);
        } else {
            self.counted(journeys);
        }
    }

    fn counted(&mut self, journeys: impl Iterator<Item = (u16, f64)>) {
        let last = self.bins.len() - 1;
        for (time, people) in journeys {
            self.bins[last.min(usize::from(time))] += people;
        }
        self.bins[last] = 0.0;
        self.rows.resize(self.bins.len(), (0, 0.0));
        let mut n = 0;
        for (time, people) in (0..).zip(&mut self.bins) {
            // Written whether or not anybody is there: a step on is cheaper than a guess.
            self.rows[n] = (time, *people);
            n += usize::from(*people > 0.0);
            *people = 0.0;
        }
        self.rows.truncate(n);
    }

    fn sorted(&mut self, journeys: impl Iterator<Item = (u16, f64)> + Clone) {
        let last = self.bins.len() - 1;
        self.few.clear();
        let keyed = journeys.clone().zip(0_u32..);
        let served = keyed.filter(|((time, people), _)| usize::from(*time) < last && *people > 0.0);
        self.few
            .extend(served.map(|((time, _), place)| (time, place)));
        self.few.sort_unstable();
        let people: Vec<f64> = journeys.map(|it| it.1).collect();
        for (time, place) in &self.few {
            let people = people[*place as usize];
            match self.rows.last_mut() {
                Some(last) if last.0 == *time => last.1 += people,
                _ => self.rows.push((*time, people)),
            }
        }
    }

    fn people(&self) -> f64 {
        self.rows.iter().map(|it| it.1).sum()
    }

    /// The lower weighted quantile, in seconds.
    pub(super) fn quantile(&self, part: f64) -> Option<f64> {
        let target = part * self.people();
        let mut reached = 0.0;
        let mut last = None;
        for (time, people) in &self.rows {
            reached += people;
            last = Some(f64::from(*time));
            if reached >= target - TOLERANCE {
                break;
            }
        }
        last
    }
}

/// Σ people × seconds × ln and the like of one district, the logarithms relative to everyone's mean.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct District {
    pub(super) people: f64,
    pub(super) seconds: f64,
    pub(super) seconds_logs: f64,
    pub(super) logs: f64,
}

/// What the figures of one configuration are made of.
pub(super) struct Journeys<'a> {
    pub(super) ordered: &'a Ordered,
    pub(super) people: f64,
    pub(super) seconds: f64,
    /// The standard in seconds.
    pub(super) line: Option<f64>,
    /// The logarithm of each second.
    pub(super) logs: &'a [f64],
    pub(super) districts: &'a [District],
}

impl Journeys<'_> {
    /// The value of a figure; `None` where it has none.
    pub(super) fn value(&self, which: Spread) -> Option<f64> {
        if self.people <= 0.0 {
            return None;
        }
        match which {
            Spread::WorstQuarter => self.worst(0.25).map(|it| it / 60.0),
            Spread::MeanBeyond => Some(self.beyond(self.line?, |over| over) / 60.0),
            Spread::Excess(alpha) => {
                let line = self.line.filter(|it| *it > 0.0)?;
                Some(self.beyond(line, |over| (over / line).powi(i32::from(alpha))))
            }
            Spread::P90P10 => {
                let low = self.ordered.quantile(0.1).filter(|it| *it > 0.0)?;
                Some(self.ordered.quantile(0.9)? / low)
            }
            _ if self.seconds <= 0.0 => None,
            Spread::Gini => Some(self.gini()),
            Spread::Theil => Some(self.theil()),
            Spread::TheilBetween => Some(self.between(Self::theil_part).0),
            Spread::TheilWithin => Some(self.between(Self::theil_part).1),
            Spread::AtkinsonHalf => Some(self.atkinson_half()),
            Spread::AtkinsonOne | Spread::AtkinsonTwo if self.someone_at_the_door() => Some(1.0),
            _ if self.someone_at_the_door() => None,
            Spread::Mld => Some(self.mean_log().max(0.0)),
            Spread::MldBetween => Some(self.between(Self::mld_part).0),
            Spread::MldWithin => Some(self.between(Self::mld_part).1),
            Spread::AtkinsonOne => Some((-(-self.mean_log()).exp_m1()).clamp(0.0, 1.0)),
            Spread::AtkinsonTwo => Some(self.atkinson_two()),
        }
    }

    /// Whether someone has no journey at all.
    fn someone_at_the_door(&self) -> bool {
        self.ordered.rows.first().is_some_and(|it| it.0 == 0)
    }

    fn mean(&self) -> f64 {
        self.seconds / self.people
    }

    /// Σ people × something, over everyone who is served.
    fn sum(&self, of: impl Fn(f64, f64) -> f64) -> f64 {
        let rows = self.ordered.rows.iter();
        rows.map(|(time, people)| of(f64::from(*time), *people))
            .sum()
    }

    /// The mean among the part who travel longest, the second on the boundary split.
    fn worst(&self, share: f64) -> Option<f64> {
        let target = share * self.ordered.people();
        let (mut taken, mut total) = (0.0, 0.0);
        for (time, people) in self.ordered.rows.iter().rev() {
            let part = people.min(target - taken).max(0.0);
            taken += part;
            total += part * f64::from(*time);
            if taken >= target {
                break;
            }
        }
        (taken > 0.0).then(|| total / taken)
    }

    fn beyond(&self, line: f64, term: impl Fn(f64) -> f64) -> f64 {
        let from = self
            .ordered
            .rows
            .partition_point(|it| f64::from(it.0) <= line);
        let beyond = self.ordered.rows[from..].iter();
        let sum: f64 = beyond
            .map(|(time, people)| people * term(f64::from(*time) - line))
            .sum();
        sum / self.people
    }

    fn gini(&self) -> f64 {
        let (mut under, mut before) = (0.0, 0.0);
        for (time, people) in &self.ordered.rows {
            let after = before + people * f64::from(*time);
            under += people * (before + after);
            before = after;
        }
        (1.0 - under / (self.people * self.seconds)).max(0.0)
    }

    fn theil(&self) -> f64 {
        let mean_log = self.mean().ln();
        let rows = self.ordered.rows.iter().filter(|it| it.0 > 0);
        let sum: f64 = rows
            .map(|(time, people)| {
                people * f64::from(*time) * (self.logs[usize::from(*time)] - mean_log)
            })
            .sum();
        (sum / self.seconds).max(0.0)
    }

    /// Σ f ln(μ/t).
    fn mean_log(&self) -> f64 {
        let mean_log = self.mean().ln();
        let rows = self.ordered.rows.iter();
        let sum: f64 = rows
            .map(|(time, people)| people * (mean_log - self.logs[usize::from(*time)]))
            .sum();
        sum / self.people
    }

    /// What lies between districts, and what within them.
    fn between(&self, part: impl Fn(&Self, &District) -> (f64, f64)) -> (f64, f64) {
        let parts = self.districts.iter().filter(|it| it.people > 0.0);
        let sum = parts
            .map(|it| part(self, it))
            .fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
        (sum.0.max(0.0), sum.1.max(0.0))
    }

    fn theil_part(&self, district: &District) -> (f64, f64) {
        if district.seconds <= 0.0 {
            return (0.0, 0.0);
        }
        let share = district.seconds / self.seconds;
        let apart = (district.seconds / district.people / self.mean()).ln();
        let own = district.seconds_logs / district.seconds - apart;
        (share * apart, share * own.max(0.0))
    }

    fn mld_part(&self, district: &District) -> (f64, f64) {
        let share = district.people / self.people;
        let apart = (district.seconds / district.people / self.mean()).ln();
        let own = apart - district.logs / district.people;
        (-share * apart, share * own.max(0.0))
    }

    fn atkinson_half(&self) -> f64 {
        let mean = self.mean();
        let root = self.sum(|time, people| people * (time / mean).sqrt()) / self.people;
        (1.0 - root * root).clamp(0.0, 1.0)
    }

    fn atkinson_two(&self) -> f64 {
        let mean = self.mean();
        let inverse = self.sum(|time, people| people * (mean / time)) / self.people;
        (1.0 - inverse.recip()).clamp(0.0, 1.0)
    }
}

/// The logarithm of every whole second up to the longest; that of none stands for nobody and is never read.
pub(super) fn logarithms(longest: u16) -> Vec<f64> {
    (0..=longest).map(|it| f64::from(it.max(1)).ln()).collect()
}
