//! A wish of a case as a question that a solver can answer, and its answers as configurations.

use std::sync::OnceLock;

use super::added::Added;
use super::goal::OfPlaces;
use super::limits::{Family, Givens, limits};
use super::money::{Sum, costs};
use super::places::Places;
use super::spacing::distances;
use super::{Goal, Refused, Weights, Wish};
use crate::ids::SiteId;
use crate::location::{Aim, Ground, LONGEST, Problem, farthest, value};
use crate::model::Configuration;
use crate::score::Case;
use crate::travel::TravelTimes;
use crate::units::Seconds;

/// A wish of a case, ready to be searched for.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    case: &'a Case,
    wish: Wish,
    places: Places,
    weights: Weights,
    ground: Ground<'a>,
    /// What journeys grow by against today, where that is wished for.
    added: Option<Added>,
    costs: Option<Sum>,
    /// The metres between places, once a goal is about them.
    distances: OnceLock<Result<Vec<Vec<u32>>, Refused>>,
    /// The weight of all people, and of all in need, whom any place may serve: every answer serves them.
    served: [f64; 2],
}

// What counts as a journey is one thing in both.
const _: () = assert!(LONGEST as u32 == TravelTimes::LONGEST.get());

impl<'a> Asked<'a> {
    /// Makes a wish ready.
    ///
    /// # Errors
    /// Why it cannot be searched for: no site offers the service, or something it needs is not told.
    pub fn new(case: &'a Case, mut wish: Wish) -> Result<Self, Refused> {
        wish.places |= wish.goal == Goal::WithPlaces;
        let times = case.times.get(&wish.mode).ok_or(Refused::NoTimes)?;
        let places = Places::of(case, &wish)?;
        let weights = Weights::of(case, case.services[wish.service].band)?;
        let columns = places.list.iter().map(|it| times.as_kept(it.site));
        let ground = Ground::new(times.n_areas(), columns.collect());
        let added = (wish.goal == Goal::Added).then(|| Added::of(case, &wish, &places));
        let asked = Self {
            case,
            added: added.flatten(),
            places,
            weights,
            ground,
            costs: None,
            distances: OnceLock::new(),
            served: [0.0; 2],
            wish,
        };
        asked.checked()
    }

    fn checked(mut self) -> Result<Self, Refused> {
        self.costs = costs(self.case, &self.places).ok();
        self.served = [&self.weights.people, &self.weights.in_need].map(|it| self.served(it));
        self.may_aim_at(self.wish.goal)?;
        if !self.problem(&[])?.is_exact() {
            return Err(Refused::TooMany);
        }
        Ok(self)
    }

    /// Whether all is told that a goal needs.
    pub(super) fn may_aim_at(&self, goal: Goal) -> Result<(), Refused> {
        if goal == Goal::Cost && self.costs.is_none() {
            costs(self.case, &self.places)?;
        }
        if goal.needs_need() && self.weights.in_need.iter().all(|it| *it == 0) {
            return Err(Refused::NoNeed);
        }
        if goal.needs_standard() {
            self.givens().standard()?;
        }
        if goal.counts(&self.weights) == 0 {
            return Err(Refused::Nobody(goal));
        }
        if goal == Goal::Spacing {
            self.distances()?;
        }
        if matches!(goal, Goal::WithPlaces | Goal::Added) && self.wish.goal != goal {
            return Err(Refused::OnlyAlone(goal));
        }
        if goal == Goal::Added
            && (self.wish.floor.is_some() || !self.wish.least.is_empty() || self.wish.everyone)
        {
            return Err(Refused::NoFloor(goal));
        }
        Ok(())
    }

    /// The metres between places.
    fn distances(&self) -> Result<&[Vec<u32>], Refused> {
        let all = self
            .distances
            .get_or_init(|| distances(self.case, &self.places));
        all.as_deref().map_err(Clone::clone)
    }

    /// The people of each area, times [`Asked::scale`].
    pub(super) fn people(&self) -> &[u64] {
        &self.weights.people
    }

    /// What a person counts.
    pub(super) const fn scale(&self) -> u64 {
        self.weights.scale
    }

    /// The places that are open today; `None` where a site is open otherwise than any of them.
    pub(super) fn today(&self) -> Option<Vec<usize>> {
        let sites = self.sites().into_iter();
        let open = sites.filter_map(|site| {
            let opening = self.case.baseline.opening(site)?;
            let mut places = self.places.list.iter();
            Some(places.position(|it| it.site == site && it.opening == *opening))
        });
        open.collect()
    }

    /// What limits are made of.
    pub(super) const fn parts(&self) -> (&Case, &Places, &Wish) {
        (self.case, &self.places, &self.wish)
    }

    fn givens(&self) -> Givens<'_> {
        Givens {
            case: self.case,
            wish: &self.wish,
            places: &self.places,
            weights: &self.weights,
            ground: &self.ground,
        }
    }

    /// The wish.
    #[must_use]
    pub const fn wish(&self) -> &Wish {
        &self.wish
    }

    /// How many ways of opening a site there are to choose among.
    #[must_use]
    pub fn n_places(&self) -> usize {
        self.places.list.len()
    }

    /// The sites that open and close, in order.
    #[must_use]
    pub fn sites(&self) -> Vec<SiteId> {
        let mut sites: Vec<SiteId> = self.places.list.iter().map(|it| it.site).collect();
        sites.dedup();
        sites
    }

    /// The configuration with some places open, and everything else as today.
    #[must_use]
    pub fn configuration(&self, open: &[usize]) -> Configuration {
        self.places.configuration(open)
    }

    /// The problem of the wish, without the limits of some families.
    ///
    /// # Errors
    /// What a limit needs and some sites do not tell.
    pub fn problem(&self, without: &[Family]) -> Result<Problem<'_>, Refused> {
        let mut limits = limits(self.givens(), without)?;
        if let Some(added) = &self.added {
            added.limit(&mut limits);
        }
        Ok(Problem {
            ground: self.ground_of(self.wish.goal),
            aim: self.aim(self.wish.goal),
            limits,
        })
    }

    /// The times that a goal is about.
    fn ground_of(&self, goal: Goal) -> Ground<'_> {
        match &self.added {
            Some(it) if goal == Goal::Added => {
                let columns = it.columns.iter().map(Vec::as_slice);
                Ground::new(self.ground.n_areas(), columns.collect())
            }
            _ => self.ground.clone(),
        }
    }

    /// What the solvers bring down for a goal.
    #[must_use]
    pub fn aim(&self, goal: Goal) -> Aim {
        let standard = self.givens().standard().unwrap_or(Seconds::new(0));
        let costs = self.costs.as_ref().map_or(&[][..], |it| &it.of_place);
        let places = OfPlaces {
            number: self.n_places(),
            costs,
            distances: if goal == Goal::Spacing {
                self.distances().unwrap_or_default()
            } else {
                &[]
            },
        };
        goal.aim(&self.weights, standard, &places)
    }

    /// What the wish's aim comes to with some places open.
    #[must_use]
    pub fn value(&self, open: &[usize]) -> f64 {
        self.value_of(self.wish.goal, open)
    }

    /// What another goal's aim comes to with them.
    #[must_use]
    pub fn value_of(&self, goal: Goal, open: &[usize]) -> f64 {
        value(&self.ground_of(goal), &self.aim(goal), open)
    }

    /// What an aim comes to at most where the goal's figure is within a share of the best.
    #[must_use]
    pub fn near(&self, goal: Goal, best: f64, share: f64) -> f64 {
        let figure = self.figure(goal, best);
        match goal {
            Goal::Reach | Goal::DeprivedReach | Goal::InNeedReach => {
                // A share falls by what is beyond over all.
                let lost = figure - self.figure(goal, best + 1.0);
                if lost > 0.0 {
                    best + share * figure / lost
                } else {
                    best
                }
            }
            Goal::WorstDecileReach | Goal::WorstDistrictReach | Goal::Spacing => {
                best + share * figure
            }
            Goal::Cost => best + share * (figure * 100.0).abs(),
            _ => best + share * best.abs(),
        }
    }

    /// A value of a goal's aim as the scorecard's figure: minutes, a share, or pounds.
    #[must_use]
    pub fn figure(&self, goal: Goal, value: f64) -> f64 {
        let all = |weights: &[u64]| weights.iter().sum::<u64>() as f64;
        let share = |weights: &[u64]| 1.0 - value / all(weights);
        match goal {
            Goal::MeanMinutes | Goal::WithPlaces => value / self.served[0] / 60.0,
            Goal::MeanMinutesInNeed => value / self.served[1] / 60.0,
            Goal::WorstDecileMinutes
            | Goal::WorstDistrictMinutes
            | Goal::WorstQuarter
            | Goal::Longest => value / 60.0,
            Goal::Added => value / self.weights.scale as f64 / 60.0,
            Goal::Reach => share(&self.weights.people),
            Goal::DeprivedReach => share(&self.weights.most_deprived()),
            Goal::InNeedReach => share(&self.weights.in_need),
            Goal::WorstDecileReach | Goal::WorstDistrictReach => 1.0 - value,
            Goal::OpenSites => value,
            Goal::Spacing => f64::from(farthest(self.distances().unwrap_or_default())) - value,
            Goal::Cost => {
                // Pence are whole, and a bound below the next penny is that penny.
                let fixed = self.costs.as_ref().map_or(0, |it| it.fixed);
                (value + fixed as f64) / 100.0
            }
        }
    }

    /// The weight of all areas that any place may serve.
    fn served(&self, weights: &[u64]) -> f64 {
        let reached = |area: &usize| {
            let mut places = 0..self.ground.n_places();
            places.any(|place| self.ground.time(*area, place).is_some())
        };
        let areas = (0..self.ground.n_areas()).filter(reached);
        areas.map(|area| weights[area]).sum::<u64>() as f64
    }
}
