//! The quick scorer: all that stays fixed, laid out for speed, and the way through it.

use std::sync::OnceLock;

use pulp::Arch;

use super::by_group::{self, of_rows};
use super::figures::{Plan, QuickFigure, Unknown};
use super::ground::{DECILES, Ground, RUNS, gather};
use super::harm::{Harm, harm};
use super::lanes::{LANES, Lanes, NEVER};
use super::lists::Lists;
use super::over_deprivation::Standing;
use super::spread::{District, Ordered, logarithms};
use super::tally::{Tally, tally};
use super::tiles::Tiles;
use crate::access::{Nearest, Unserved};
use crate::ids::ServiceId;
use crate::model::Mode;
use crate::score::Case;
use crate::score::evaluate::reach;
use crate::score::gradient::Ranking;
use crate::score::groups::Groups;
use crate::score::level::Question;
use crate::travel::TravelTimes;

/// Some figures of one service by one mode, ready to be told of any configuration.
///
/// A configuration is the sites that families can go to for the service, as [`Case::offering`] lists them. Counts, means,
/// shares, maxima and quantiles are those of [`evaluate`](crate::score::evaluate()) to the last bit where people are whole;
/// indices of inequality, and everything where people come in parts, are the same but for rounding (to a billionth).
///
/// It holds a copy of the times: areas where somebody lives × sites × 2 bytes, and rows that are not full.
pub struct Quick {
    pub(super) ground: Ground,
    pub(super) plan: Plan,
    pub(super) tiles: Tiles,
    pub(super) n_sites: usize,
    /// Made when they are first of use.
    pub(super) lists: OnceLock<Lists>,
    pub(super) arch: Arch,
    /// Today's times.
    today: Vec<Lanes<u16>>,
    pub(super) standing: Option<Standing>,
    /// The logarithm of each second.
    pub(super) logs: Vec<f64>,
    pub(super) longest: u16,
    pub(super) floor: Option<f64>,
    wanted: Vec<QuickFigure>,
}

impl Quick {
    /// Lays out a case for some figures.
    ///
    /// # Errors
    /// Those of the figures that only a whole scorecard tells.
    ///
    /// # Panics
    /// When the case has no such service.
    pub fn of(
        case: &Case,
        mode: &Mode,
        service: ServiceId,
        wanted: &[QuickFigure],
    ) -> Result<Self, Unknown> {
        let reach = reach(case, mode, &case.baseline, service);
        let question = Question {
            case,
            service,
            mode,
            reach: &reach,
            band: reach.band,
            near: None,
        };
        let groups = Groups::of(case);
        let times = case.times.get(mode);
        let longest = longest(case, times);
        let decile = |area| Some(usize::from(case.decile(area)?.get()) - 1);
        let ground = Ground::of(&groups, |area| question.children(area), decile, longest);
        let plan = Plan::of(case, &ground, reach.standard, wanted)?;
        let standing = plan.over.then(|| {
            let ranking = Ranking::of(&question, &groups.all);
            let poor = |area| {
                let people = question.children(area).unwrap_or(0.0);
                let need = || case.need(area).unwrap_or(0.0);
                if question.in_need() {
                    people
                } else {
                    people * need()
                }
            };
            Standing::of(&ground, &ranking, poor)
        });
        let today = |it: &Result<Nearest, Unserved>| {
            let time = it.ok()?.time.get();
            u16::try_from(time).ok()
        };
        Ok(Self {
            today: ground.times(|area| today(&reach.nearest[area])),
            tiles: tiles(case, &ground, times),
            logs: logarithms(longest),
            n_sites: case.sites.len(),
            lists: OnceLock::new(),
            arch: Arch::new(),
            floor: case.policy.floor,
            wanted: wanted.to_vec(),
            ground,
            plan,
            standing,
            longest,
        })
    }

    /// The figures that are told, in order.
    #[must_use]
    pub fn wanted(&self) -> &[QuickFigure] {
        &self.wanted
    }

    /// What a thread keeps to score one configuration after another.
    #[must_use]
    pub fn scratch(&self) -> Scratch {
        let groups = self.ground.groups.len();
        let cut = vec![Tally::default(); groups];
        Scratch {
            least: vec![[NEVER; LANES]; self.ground.n_rows()],
            found: Found {
                tallies: vec![cut; self.plan.cutoffs.len()],
                quantiles: vec![[None; 2]; groups],
                harms: vec![Harm::default(); groups],
                districts: Vec::new(),
                ordered: Ordered::up_to(self.longest),
            },
        }
    }

    /// The standard, or another cut-off, as a time that journeys are compared with; all that are known are below [`NEVER`].
    pub(super) fn cutoff(&self, cut: usize) -> Option<u16> {
        let seconds = self.plan.cutoffs[cut]?;
        Some(u16::try_from(seconds).unwrap_or(NEVER).min(NEVER - 1))
    }

    /// Counts what the figures are made of.
    pub(super) fn count(&self, least: &[Lanes<u16>], found: &mut Found) {
        self.count_levels(least, found);
        if self.plan.change {
            self.count_changes(least, found);
        }
        for group in &self.plan.quantiles {
            self.order(*group, least, &mut found.ordered);
            found.quantiles[*group] = [0.5, 0.9].map(|part| found.ordered.quantile(part));
        }
        if self.plan.by_district {
            self.count_districts(least, found);
        }
        if self.plan.spread {
            self.order(0, least, &mut found.ordered);
        }
    }

    fn count_levels(&self, least: &[Lanes<u16>], found: &mut Found) {
        for (cut, found) in found.tallies.iter_mut().enumerate() {
            let standard = self.cutoff(cut);
            let mut runs = [Tally::default(); RUNS];
            let crowd = (&self.ground.crowd, self.ground.blocks.as_slice());
            tally(self.arch, crowd, least, standard, &mut runs);
            gather(found, &runs, Tally::and);
            for part in self.plan.parts.iter().map(|it| &self.ground.parts[*it]) {
                for (group, found) in found[part.groups.clone()].iter_mut().enumerate() {
                    let journeys = by_group::journeys(&self.ground, (part, group), least);
                    *found = by_group::tally(journeys, standard);
                }
            }
        }
    }

    fn count_changes(&self, least: &[Lanes<u16>], found: &mut Found) {
        let mut runs = [Harm::default(); RUNS];
        let (standard, times) = (self.cutoff(0), (self.today.as_slice(), least));
        let crowd = (&self.ground.crowd, self.ground.blocks.as_slice());
        harm(self.arch, crowd, times, standard, &mut runs);
        gather(&mut found.harms, &runs, Harm::and);
        for part in self.plan.parts.iter().map(|it| &self.ground.parts[*it]) {
            for (group, found) in found.harms[part.groups.clone()].iter_mut().enumerate() {
                *found = by_group::harm(&self.ground, (part, group), times, standard);
            }
        }
    }

    fn count_districts(&self, least: &[Lanes<u16>], found: &mut Found) {
        let Tally {
            seconds, served, ..
        } = found.tallies[0][0];
        let mean_log = if seconds > 0.0 {
            (seconds / served).ln()
        } else {
            0.0
        };
        found.districts.clear();
        for part in self.ground.parts.iter().take(1) {
            found
                .districts
                .extend((0..part.of.len()).map(|group| -> District {
                    let journeys = by_group::journeys(&self.ground, (part, group), least);
                    by_group::district(journeys, &self.logs, mean_log)
                }));
        }
    }

    /// Puts the journeys of a group in order.
    fn order(&self, group: usize, least: &[Lanes<u16>], ordered: &mut Ordered) {
        let ground = &self.ground;
        if let Some(part) = ground.part_of(group) {
            let part = &ground.parts[part];
            ordered.take(by_group::journeys(
                ground,
                (part, group - part.groups.start),
                least,
            ));
        } else if DECILES.contains(&group) {
            ordered.take(of_rows(
                ground,
                ground.runs[group - DECILES.start].clone(),
                least,
            ));
        } else {
            ordered.take(of_rows(ground, 0..ground.n_rows(), least));
        }
    }
}

/// What a thread keeps between configurations.
pub struct Scratch {
    pub(super) least: Vec<Lanes<u16>>,
    pub(super) found: Found,
}

/// What was counted of one configuration.
pub(super) struct Found {
    /// For each cut-off, of each group.
    pub(super) tallies: Vec<Vec<Tally>>,
    /// The median and the ninth tenth of each group that is asked for, in seconds.
    pub(super) quantiles: Vec<[Option<f64>; 2]>,
    pub(super) harms: Vec<Harm>,
    pub(super) districts: Vec<District>,
    pub(super) ordered: Ordered,
}

/// The longest journey that anybody knows, in seconds.
fn longest(case: &Case, times: Option<&TravelTimes>) -> u16 {
    let known = |it: &u16| TravelTimes::decode(*it).is_ok();
    let columns = times.into_iter().flat_map(|times| {
        let sites = case.sites.ids();
        sites.flat_map(|site| times.as_kept(site).iter().copied().filter(known))
    });
    columns.max().unwrap_or(0)
}

fn tiles(case: &Case, ground: &Ground, times: Option<&TravelTimes>) -> Tiles {
    let columns: Vec<&[u16]> = match times {
        Some(times) => case.sites.ids().map(|site| times.as_kept(site)).collect(),
        None => Vec::new(),
    };
    Tiles::new(&ground.areas, &columns, case.sites.len())
}
