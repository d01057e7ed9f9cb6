//! From what was counted to the value of each figure.

use std::ops::Range;

use super::figures::{Change, Level, Over, Recipe};
use super::ground::{BANDS, DECILES};
use super::lanes::Lanes;
use super::layout::{Found, Quick, Scratch};
use super::over_deprivation::Sums;
use super::spread::Journeys;
use super::tally::Tally;
use crate::equity::{Observation, SlopeIndex, grouped_slope, ridits};
use crate::ids::SiteId;
use crate::score::Polarity;

/// A share nearer to the floor than this is on it, as in a scorecard.
const ROUNDING: f64 = 1e-12;

impl Quick {
    /// The figures of one configuration, in the order in which they are wanted; `None` where one has no value.
    ///
    /// # Panics
    /// When a site is not of the case, or the scratch is another's.
    pub fn score(&self, sites: &[SiteId], scratch: &mut Scratch) -> Vec<Option<f64>> {
        self.tiles.nearest(self.arch, sites, &mut scratch.least);
        let mut row = vec![0.0; self.plan.recipes.len()];
        self.tell(&scratch.least, &mut scratch.found, &mut row);
        row.into_iter()
            .map(|it| Some(it).filter(|it| !it.is_nan()))
            .collect()
    }

    /// The same into a row of numbers, with NaN where a figure has no value.
    ///
    /// # Panics
    /// Those of [`Self::score`], and when the row has another length than the figures that are wanted.
    pub fn score_into(&self, sites: &[SiteId], scratch: &mut Scratch, row: &mut [f64]) {
        self.tiles.nearest(self.arch, sites, &mut scratch.least);
        self.tell(&scratch.least, &mut scratch.found, row);
    }

    /// Tells the figures of the least time of every area.
    pub(super) fn tell(&self, least: &[Lanes<u16>], found: &mut Found, row: &mut [f64]) {
        assert_eq!(
            row.len(),
            self.plan.recipes.len(),
            "a row has a place for each figure"
        );
        self.count(least, found);
        let standing = self.standing.as_ref();
        let sums = standing.map(|it| it.sums(self.arch, least, self.cutoff(0)));
        for (recipe, value) in self.plan.recipes.iter().zip(row) {
            *value = self.value(recipe, found, sums.as_ref()).unwrap_or(f64::NAN);
        }
    }

    fn value(&self, recipe: &Recipe, found: &Found, sums: Option<&Sums>) -> Option<f64> {
        match recipe {
            Recipe::Children(group) => {
                let it = self.ground.groups[*group];
                it.counted.then_some(it.children)
            }
            Recipe::Level(level, cut, group) => self.level(found, *level, *cut, *group),
            Recipe::Worst(level, polarity, cut, groups) => {
                let (by, level) = match level {
                    Level::Within => (Level::Share, Level::Within),
                    other => (*other, *other),
                };
                let worst = self.worst(found, (by, *cut), *polarity, groups)?;
                self.level(found, level, *cut, worst)
            }
            Recipe::Beyond => {
                Some(self.ground.groups[0].children - self.level(found, Level::Within, 0, 0)?)
            }
            Recipe::BelowFloor => self.below_floor(found),
            Recipe::LowIncome => {
                let known = self.plan.cutoffs[0].is_some() && self.ground.groups[0].peopled;
                sums.filter(|_| known)?.poor_within()
            }
            Recipe::SlopeByDecile => Some(self.slope_by_decile(found)?.sii / 60.0),
            Recipe::RatioByDecile => self.slope_by_decile(found)?.rii().ok(),
            Recipe::Spread(which) => self.journeys(found).value(*which),
            Recipe::Over(which) => self.over(*which, sums?),
            Recipe::Change(change, group) => self.change(found, *change, *group),
            Recipe::AddedShare => {
                let deprived = self.share_of_deprived()?;
                let added = found.harms[0].added;
                let known = deprived > 0.0 && added > 0.0;
                known.then(|| found.harms[BANDS.start].added / added)
            }
            Recipe::ChildrenShare => self.share_of_deprived(),
        }
    }

    fn level(&self, found: &Found, level: Level, cut: usize, group: usize) -> Option<f64> {
        let known = self.ground.groups[group];
        let it: Tally = found.tallies[cut][group];
        let standard = self.plan.cutoffs[cut].is_some();
        let minutes = |seconds: f64| (it.served > 0.0).then_some(seconds / 60.0);
        match level {
            Level::Unserved => known.counted.then_some(known.children - it.served),
            Level::Mean => minutes(it.seconds / it.served),
            Level::Median => Some(found.quantiles[group][0]? / 60.0),
            Level::P90 => Some(found.quantiles[group][1]? / 60.0),
            Level::Max => minutes(f64::from(it.longest)),
            Level::Within => (standard && known.counted).then_some(it.within),
            Level::Share => (standard && known.peopled).then(|| it.within / known.children),
        }
    }

    /// The worst of some groups with a value; the first of equals.
    fn worst(
        &self,
        found: &Found,
        (by, cut): (Level, usize),
        polarity: Polarity,
        groups: &Range<usize>,
    ) -> Option<usize> {
        let mut worst: Option<(f64, usize)> = None;
        for group in groups.clone() {
            let Some(value) = self.level(found, by, cut, group) else {
                continue;
            };
            let beats = |known: f64| match polarity {
                Polarity::MoreIsBetter => value < known,
                Polarity::LessIsBetter | Polarity::Neutral => value > known,
            };
            if worst.is_none_or(|(known, _)| beats(known)) {
                worst = Some((value, group));
            }
        }
        worst.map(|it| it.1)
    }

    fn below_floor(&self, found: &Found) -> Option<f64> {
        let floor = self.floor?;
        self.level(found, Level::Share, 0, 0)?;
        let groups = DECILES.chain(self.ground.districts());
        let shares = groups.filter_map(|it| self.level(found, Level::Share, 0, it));
        Some(shares.filter(|it| *it < floor - ROUNDING).count() as f64)
    }

    fn journeys<'a>(&'a self, found: &'a Found) -> Journeys<'a> {
        let Tally {
            seconds, served, ..
        } = found.tallies[0][0];
        Journeys {
            ordered: &found.ordered,
            people: served,
            seconds,
            line: self.plan.cutoffs[0].map(f64::from),
            logs: &self.logs,
            districts: &found.districts,
        }
    }

    /// The slope over deciles, each at the mean of those in it who can be served.
    fn slope_by_decile(&self, found: &Found) -> Option<SlopeIndex> {
        let crowd = DECILES.map(|it| self.ground.groups[it].children);
        let crowd: Vec<f64> = crowd.collect();
        let keys: Vec<Option<f64>> = (0..crowd.len()).map(|it| Some(it as f64)).collect();
        let rows = DECILES
            .zip(ridits(&keys, &crowd))
            .filter_map(|(group, ridit)| {
                let it = found.tallies[0][group];
                Some(Observation {
                    people: it.served,
                    ridit: ridit?,
                    value: self.level(found, Level::Mean, 0, group)? * 60.0,
                })
            });
        grouped_slope(&rows.collect::<Vec<_>>()).ok()
    }

    fn over(&self, which: Over, sums: &Sums) -> Option<f64> {
        let standard = self.plan.cutoffs[0];
        match which {
            Over::Slope => Some(sums.slope().ok()?.sii / 60.0),
            Over::RelativeSlope => sums.relative_slope().ok(),
            Over::Palma => sums.palma(),
            Over::Concentration => sums.concentration(),
            Over::Generalised => sums.generalised(),
            Over::Extended => sums.extended(),
            Over::Erreygers => standard.and_then(|_| sums.erreygers()),
            Over::Wagstaff => standard.and_then(|_| sums.wagstaff()),
        }
    }

    fn change(&self, found: &Found, change: Change, group: usize) -> Option<f64> {
        let it = found.harms[group];
        let counted = self.ground.groups[group].counted;
        let standard = counted && self.plan.cutoffs[0].is_some();
        let minutes = |seconds: f64| (it.both > 0.0).then_some(seconds / 60.0);
        match change {
            Change::Gaining => counted.then_some(it.gaining),
            Change::Losing => counted.then_some(it.losing),
            Change::LosingMuch => counted.then_some(it.losing_much),
            Change::GainedAccess => counted.then_some(it.gained_access),
            Change::LostAccess => counted.then_some(it.lost_access),
            Change::GainedStandard => standard.then_some(it.gained_standard),
            Change::LostStandard => standard.then_some(it.lost_standard),
            Change::Mean => minutes((it.added - it.spared) / it.both),
            Change::Most => minutes(f64::from(it.most)),
        }
    }

    /// The share of all children who live in deciles 1-3; `None` where nobody lives in an area of a known decile.
    fn share_of_deprived(&self) -> Option<f64> {
        let children = |group: usize| self.ground.groups[group].children;
        let ranked: f64 = BANDS.map(children).sum();
        (ranked > 0.0).then(|| children(BANDS.start) / children(0))
    }
}
