//! What never changes while sites open and close: where people live, side by side, and who is told apart.

use std::ops::Range;

use pulp::Arch;

use super::by_group;
use super::lanes::{Block, LANES, Lanes, NEVER, People};
use super::tally::{self, Tally};
use crate::ids::{AreaId, Id};
use crate::score::groups::{Group, Groups};
use crate::score::{Case, DeprivationBand, Scope};

/// The ten deciles, then those of no known decile.
pub(super) const RUNS: usize = 11;

/// Places of groups: everyone, then the deciles, the deprivation bands, the districts, the study's own groups.
pub(super) const DECILES: Range<usize> = 1..11;
pub(super) const BANDS: Range<usize> = 11..14;
const OTHERS: usize = 14;

/// The areas where somebody lives in order of deciles, each decile from a row of its own on.
pub(super) struct Ground {
    /// The area at each place of the rows; `None` where a row is not full.
    pub(super) areas: Vec<Option<AreaId>>,
    /// The people at each place, none where there is no area.
    pub(super) people: Vec<f64>,
    pub(super) crowd: People,
    pub(super) blocks: Vec<Block>,
    /// The rows of each decile, then of those without.
    pub(super) runs: Vec<Range<usize>>,
    /// What is known of each group whatever is open.
    pub(super) groups: Vec<Known>,
    /// The districts, then each grouping of the study.
    pub(super) parts: Vec<Part>,
}

/// What is known of a group whatever is open.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Known {
    /// Whether anybody published a count of its people.
    pub(super) counted: bool,
    /// Whether anybody lives there.
    pub(super) peopled: bool,
    /// Its people.
    pub(super) children: f64,
}

/// A division of areas that has nothing to do with deciles.
pub(super) struct Part {
    /// The groups it has, by place.
    pub(super) groups: Range<usize>,
    /// The places of areas, group after group.
    pub(super) places: Vec<u32>,
    /// The places in `places` of each group.
    pub(super) of: Vec<Range<usize>>,
}

impl Ground {
    /// Lays out the areas of a case by its groups. `longest` is the longest journey that is known to anybody.
    pub(super) fn of(
        groups: &Groups,
        people: impl Fn(AreaId) -> Option<f64>,
        decile: impl Fn(AreaId) -> Option<usize>,
        longest: u16,
    ) -> Self {
        let lived = |area: &AreaId| people(*area).is_some_and(|it| it > 0.0);
        let mut areas: Vec<Option<AreaId>> = Vec::new();
        let mut runs = Vec::with_capacity(RUNS);
        for run in 0..RUNS {
            let here = groups.all.areas.iter().copied().filter(lived);
            let from = areas.len() / LANES;
            areas.extend(
                here.filter(|it| decile(*it).unwrap_or(RUNS - 1) == run)
                    .map(Some),
            );
            areas.resize(areas.len().next_multiple_of(LANES), None);
            runs.push(from..areas.len() / LANES);
        }
        let counts = areas
            .iter()
            .map(|it| (*it).and_then(&people).unwrap_or(0.0));
        let counts: Vec<f64> = counts.collect();
        let (crowd, blocks) = crowd(&counts, &runs, longest);
        let mut ground = Self {
            areas,
            people: counts,
            crowd,
            blocks,
            runs,
            groups: Vec::new(),
            parts: Vec::new(),
        };
        ground.tell_groups(groups, &people);
        ground.count_everyone();
        ground
    }

    /// Counts the people of each group as those are counted whom sites at every door serve, so that shares of all are exactly
    /// 1 even where people come in parts.
    fn count_everyone(&mut self) {
        let doors = vec![[0; LANES]; self.n_rows()];
        let (mut runs, mut all) = (
            [Tally::default(); RUNS],
            vec![Tally::default(); self.groups.len()],
        );
        tally::tally(
            Arch::new(),
            (&self.crowd, &self.blocks),
            &doors,
            None,
            &mut runs,
        );
        gather(&mut all, &runs, Tally::and);
        for part in &self.parts {
            for (group, place) in part.groups.clone().enumerate() {
                let journeys = by_group::journeys(self, (part, group), &doors);
                all[place] = by_group::tally(journeys, None);
            }
        }
        for (known, counted) in self.groups.iter_mut().zip(all) {
            known.children = counted.served;
        }
    }

    /// Fills in what is known of each group, and the places of those that are no deciles.
    fn tell_groups(&mut self, groups: &Groups, people: &impl Fn(AreaId) -> Option<f64>) {
        let known = |group: &Group| {
            let counts = group.areas.iter().filter_map(|area| people(*area));
            Known {
                counted: counts.clone().next().is_some(),
                peopled: counts.clone().any(|it| it > 0.0),
                children: 0.0,
            }
        };
        let first = std::iter::once(&groups.all)
            .chain(&groups.deciles)
            .chain(&groups.bands);
        self.groups = first.map(known).collect();
        let place = self
            .areas
            .iter()
            .enumerate()
            .filter_map(|(place, it)| Some(((*it)?, place)));
        let mut place: Vec<(AreaId, usize)> = place.collect();
        place.sort_unstable();
        for groups in std::iter::once(&groups.districts).chain(&groups.groupings) {
            let from = self.groups.len();
            self.groups.extend(groups.iter().map(known));
            let (mut places, mut of) = (Vec::new(), Vec::new());
            for group in groups {
                let start = places.len();
                let found = group.areas.iter().filter_map(|area| {
                    let at = place.binary_search_by_key(area, |it| it.0).ok()?;
                    u32::try_from(place[at].1).ok()
                });
                places.extend(found);
                of.push(start..places.len());
            }
            self.parts.push(Part {
                groups: from..self.groups.len(),
                places,
                of,
            });
        }
    }

    /// How many rows there are.
    pub(super) const fn n_rows(&self) -> usize {
        self.people.len() / LANES
    }

    /// The place of a group; `None` for a scope that is no group of areas.
    pub(super) fn group(&self, case: &Case, scope: Scope) -> Option<usize> {
        match scope {
            Scope::All => Some(0),
            Scope::Decile(it) => Some(usize::from(it.get())),
            Scope::DeprivationBand(it) => Some(BANDS.start + it as usize),
            Scope::District(it) => case.areas.districts.get(it).map(|_| OTHERS + it.place()),
            Scope::Group(grouping, it) => {
                case.areas.groupings.get(grouping)?.groups.get(it)?;
                let part = self.parts.get(1 + grouping.place())?;
                Some(part.groups.start + it.place())
            }
            _ => None,
        }
    }

    /// The places of the groups among which a scope names the worst.
    pub(super) fn rivals(&self, case: &Case, scope: Scope) -> Option<Range<usize>> {
        match scope {
            Scope::WorstDecile => Some(DECILES),
            Scope::WorstDeprivationBand => Some(BANDS),
            Scope::WorstDistrict => Some(self.districts()),
            Scope::WorstGroup(grouping) => {
                case.areas.groupings.get(grouping)?;
                self.parts
                    .get(1 + grouping.place())
                    .map(|it| it.groups.clone())
            }
            _ => None,
        }
    }

    /// The places of the districts.
    pub(super) fn districts(&self) -> Range<usize> {
        self.parts
            .first()
            .map_or(OTHERS..OTHERS, |it| it.groups.clone())
    }

    /// The partition that a group belongs to; `None` for everyone, deciles and bands.
    pub(super) fn part_of(&self, group: usize) -> Option<usize> {
        self.parts.iter().position(|it| it.groups.contains(&group))
    }

    /// One number of every place, side by side.
    pub(super) fn laid<T: Copy + Default>(&self, value: impl Fn(AreaId) -> T) -> Vec<Lanes<T>> {
        let rows = self.areas.as_chunks::<LANES>().0.iter();
        rows.map(|row| row.map(|area| area.map_or_else(T::default, &value)))
            .collect()
    }

    /// The same of times; where no area is, the journey takes none.
    pub(super) fn times(&self, time: impl Fn(AreaId) -> Option<u16>) -> Vec<Lanes<u16>> {
        self.laid(|area| time(area).unwrap_or(NEVER))
    }
}

/// Puts together what was counted of each decile: of everyone, the deciles, the deprivation bands.
pub(super) fn gather<T: Copy + Default>(groups: &mut [T], runs: &[T; RUNS], and: fn(T, T) -> T) {
    let sum = |runs: &[T]| runs.iter().copied().fold(T::default(), and);
    groups[0] = sum(runs);
    groups[DECILES].copy_from_slice(&runs[..RUNS - 1]);
    for (band, group) in DeprivationBand::ALL.into_iter().zip(BANDS) {
        let (first, last) = band.ends();
        groups[group] = sum(&runs[usize::from(first) - 1..usize::from(last)]);
    }
}

/// The people of every place as narrow as their sums allow, and the rows that may be summed together.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole numbers from 0 to below 2^32"
)]
fn crowd(people: &[f64], runs: &[Range<usize>], longest: u16) -> (People, Vec<Block>) {
    let rows = people.as_chunks::<LANES>().0;
    let whole = |it: &f64| it.fract().abs() <= 0.0 && *it < f64::from(u32::MAX);
    if people.iter().all(whole) {
        let rows: Vec<Lanes<u32>> = rows.iter().map(|row| row.map(|it| it as u32)).collect();
        let blocks = runs.iter().enumerate();
        let blocks = blocks.map(|(run, it)| Block::cut(run, it.clone(), &rows, longest));
        let blocks: Option<Vec<Vec<Block>>> = blocks.collect();
        if let Some(blocks) = blocks {
            return (People::Whole(rows), blocks.concat());
        }
    }
    let blocks = runs.iter().enumerate().map(|(run, it)| Block {
        run,
        rows: it.clone(),
    });
    (People::Parts(rows.to_vec()), blocks.collect())
}
