//! Each measure of access, area by area: which formula, over which supply.

use std::num::NonZero;

use super::level::Question;
use super::staffed_hours::{no_quantity, told_by_each};
use super::{Absent, AccessMeasure, MeasureInfo, Measuring, measures as m};
use crate::access::{
    Demand, FloatingCatchment, KNearest, NearPairs, Raam, Supply, Undefined, balanced_fca,
    cumulative, enhanced_two_step_fca, hansen, log_sum, modified_two_step_fca, raam, shen,
    spatial_availability, three_step_fca, two_step_fca,
};
use crate::ids::{AreaId, Column, SiteId};
use crate::model::Configuration;
use crate::travel::TravelTimes;
use crate::units::Seconds;

/// One measure as it stands on a scorecard.
pub(super) struct Told {
    pub(super) which: AccessMeasure,
    pub(super) measure: &'static MeasureInfo,
    pub(super) cutoff: Option<Seconds>,
    /// Whether children times what each has are places.
    pub(super) conserves: bool,
    /// What an area without a value lacks, after "none of the under-fives in Fenland".
    pub(super) lacking: &'static str,
}

/// How a measure is told: once, or for each cut-off; an assignment has nothing area by area.
pub(super) fn told(which: AccessMeasure, measuring: &Measuring) -> Vec<Told> {
    use AccessMeasure as A;
    let of = |measure, cutoff| Told {
        which,
        measure,
        cutoff,
        conserves: matches!(
            which,
            A::TwoStep | A::Enhanced | A::Shen | A::ThreeStep | A::Modified
        ),
        lacking: match which {
            A::SecondNearest | A::MeanOf2 => "reach two open sites",
            A::ThirdNearest | A::MeanOf3 => "reach three open sites",
            _ => "can be served",
        },
    };
    let once = |measure| vec![of(measure, None)];
    let each = |measure: &'static MeasureInfo| -> Vec<Told> {
        let cutoffs = measuring.cutoffs.iter();
        cutoffs.map(|it| of(measure, Some(*it))).collect()
    };
    match which {
        A::Nearest => once(&m::MINUTES_TO_NEAREST),
        A::SecondNearest => once(&m::MINUTES_TO_SECOND),
        A::ThirdNearest => once(&m::MINUTES_TO_THIRD),
        A::MeanOf2 => once(&m::MINUTES_TO_2_NEAREST),
        A::MeanOf3 => once(&m::MINUTES_TO_3_NEAREST),
        A::SitesWithin => each(&m::SITES_WITHIN),
        A::CapacityWithin => each(&m::CAPACITY_WITHIN),
        A::GravitySites => once(&m::GRAVITY_SITES),
        A::GravityCapacity => once(&m::GRAVITY_CAPACITY),
        A::TwoStep => once(&m::PLACES_2SFCA),
        A::Enhanced => once(&m::PLACES_E2SFCA),
        A::Shen => once(&m::PLACES_SHEN),
        A::ThreeStep => once(&m::PLACES_3SFCA),
        A::Modified => once(&m::PLACES_M2SFCA),
        A::Balanced => once(&m::PLACES_BALANCED),
        A::SpatialAvailability => once(&m::SPATIAL_AVAILABILITY),
        A::Raam => once(&m::RAAM_COST),
        A::LogSum => once(&m::LOG_SUM),
        A::Assignment => Vec::new(),
    }
}

/// A measure of each area, and what it says of each site.
pub(super) struct Found {
    pub(super) areas: Column<AreaId, Option<f64>>,
    pub(super) sites: Option<Vec<(SiteId, Option<f64>)>>,
}

impl Found {
    fn areas<E>(values: &Column<AreaId, Result<f64, E>>) -> Self {
        let areas = values.map(|it| it.as_ref().ok().copied());
        Self { areas, sites: None }
    }

    fn everywhere(values: &Column<AreaId, f64>) -> Self {
        let areas = values.map(|it| Some(*it));
        Self { areas, sites: None }
    }

    fn catchments(found: FloatingCatchment) -> Self {
        let FloatingCatchment { access, ratios } = found;
        Self {
            sites: Some(sites(ratios)),
            ..Self::everywhere(&access)
        }
    }
}

fn sites(told: Vec<(SiteId, Result<f64, Undefined>)>) -> Vec<(SiteId, Option<f64>)> {
    told.into_iter()
        .map(|(it, value)| (it, value.ok()))
        .collect()
}

/// What measures of one service stand on: the times, the open sites that offer it, their places and the children.
pub(super) struct Ground<'a> {
    pub(super) question: &'a Question<'a>,
    pub(super) times: &'a TravelTimes,
    /// One for each open site.
    pub(super) offering: Supply,
    /// The places of each; at fault where one does not tell.
    pub(super) places: Result<Supply, Absent>,
    /// The same of every open site, told or not.
    pub(super) capacities: Vec<(SiteId, Option<f64>)>,
    pub(super) demand: Demand,
    /// The pairs near enough for most measures.
    pub(super) near: &'a NearPairs<'a>,
    /// From which the times to the second and third nearest are told.
    nearest: KNearest,
}

const TWO: NonZero<usize> = NonZero::new(2).unwrap();
const THREE: NonZero<usize> = NonZero::new(3).unwrap();

impl<'a> Ground<'a> {
    pub(super) fn of(
        question: &'a Question<'a>,
        configuration: &Configuration,
    ) -> Result<Self, Absent> {
        let case = question.case;
        let times = question.times()?;
        let unknown = || Absent("nobody looked for the pairs that are near".to_owned());
        let near = question.near.ok_or_else(unknown)?;
        let sites = case.offering(configuration, question.service);
        let offering = || sites.iter().copied();
        let capacity = |site: SiteId| {
            let opening = configuration.opening(site)?;
            case.capacity(site, opening, question.service)
        };
        let capacities: Vec<_> = offering().map(|it| (it, capacity(it))).collect();
        let people = case.areas.list.ids().map(|area| question.children(area));
        Ok(Self {
            question,
            times,
            offering: Supply::alike(offering(), 1.0).map_err(no_quantity)?,
            places: told_by_each(case, "capacity is", capacities.iter().copied()),
            capacities,
            demand: Demand::new(people.collect()).map_err(no_quantity)?,
            near,
            nearest: KNearest::of(times, offering(), THREE),
        })
    }

    /// The time to the second nearest open site.
    pub(super) fn second_nearest(&self) -> Column<AreaId, Result<Seconds, Undefined>> {
        self.nearest.kth(TWO)
    }

    pub(super) fn places(&self) -> Result<&Supply, Absent> {
        self.places.as_ref().map_err(Clone::clone)
    }

    /// The value of a measure in each area.
    pub(super) fn find(&self, told: &Told) -> Result<Found, Absent> {
        use AccessMeasure as A;
        let policy = &self.question.case.policy;
        let (near, demand, decay) = (self.near, &self.demand, &policy.decay);
        let measuring = &policy.measuring;
        let minutes = |it: &Column<AreaId, Result<Seconds, Undefined>>| {
            Found::areas(&it.map(|it| it.map(Seconds::minutes)))
        };
        let within = |supply: &Supply| {
            let cutoff = told.cutoff.unwrap_or_default();
            Found::everywhere(&cumulative(near, supply, cutoff))
        };
        Ok(match told.which {
            A::Nearest => {
                let nearest = &self.question.reach.nearest;
                Found::areas(&nearest.map(|it| it.map(|it| it.time.minutes())))
            }
            A::SecondNearest => minutes(&self.second_nearest()),
            A::ThirdNearest => minutes(&self.nearest.kth(THREE)),
            A::MeanOf2 => Found::areas(&self.nearest.mean(TWO)),
            A::MeanOf3 => Found::areas(&self.nearest.mean(THREE)),
            A::SitesWithin => within(&self.offering),
            A::CapacityWithin => within(self.places()?),
            A::GravitySites => Found::everywhere(&hansen(near, &self.offering, decay)),
            A::GravityCapacity => Found::everywhere(&hansen(near, self.places()?, decay)),
            A::TwoStep => {
                let catchment = measuring.catchment.or(self.question.reach.standard);
                let catchment = catchment.ok_or_else(|| self.no_catchment())?;
                Found::catchments(two_step_fca(near, self.places()?, demand, catchment))
            }
            A::Enhanced => {
                Found::catchments(enhanced_two_step_fca(near, self.places()?, demand, decay))
            }
            A::Shen => Found::catchments(shen(near, self.places()?, demand, decay)),
            A::ThreeStep => Found::catchments(three_step_fca(near, self.places()?, demand, decay)),
            A::Modified => {
                Found::catchments(modified_two_step_fca(near, self.places()?, demand, decay))
            }
            A::Balanced => Found::catchments(balanced_fca(near, self.places()?, demand, decay)),
            A::SpatialAvailability => {
                Found::areas(&spatial_availability(near, self.places()?, demand, decay))
            }
            A::Raam => {
                let found = raam(self.times, self.places()?, demand, measuring.raam_tau);
                let found = found.map_err(|why| Absent(why.to_string()))?;
                near_enough(&found)?;
                Found {
                    sites: Some(sites(found.congestion)),
                    ..Found::areas(&found.cost)
                }
            }
            A::LogSum => {
                let rate = decay.rate().ok_or_else(|| Absent(NO_RATE.to_owned()))?;
                let found = log_sum(self.times, self.places()?, rate);
                Found::areas(&found.map_err(|why| Absent(why.to_string()))?)
            }
            A::Assignment => Err(Absent("an assignment says nothing of an area".to_owned()))?,
        })
    }

    fn no_catchment(&self) -> Absent {
        let Absent(reason) = self.question.no_standard();
        Absent(format!(
            "{reason}, and no catchment is set ([assess] catchment_min)"
        ))
    }
}

/// Nothing where the search for an equilibrium came as near as is told: within a billionth of what it costs the mean child.
/// The search itself aims a million times nearer and stops short of that only after a thousand rounds.
fn near_enough(found: &Raam) -> Result<(), Absent> {
    let (mut people, mut cost) = (0.0, 0.0);
    for flow in &found.flows {
        people += flow.people;
        cost += flow.people * found.cost[flow.area].unwrap_or(0.0);
    }
    let gap = found.gap * people;
    if gap <= BILLIONTH * cost {
        return Ok(());
    }
    Err(Absent(format!(
        "after {} rounds the search for an equilibrium still leaves a child {:.1e} to gain by going elsewhere",
        found.rounds, found.gap
    )))
}

/// How near the equilibrium must be, as a part of the mean cost.
const BILLIONTH: f64 = 1e-9;

/// Why there is no log-sum.
const NO_RATE: &str =
    "a log-sum takes an exponential decay ([assess] decay of kind exponential or half-life)";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Flow;
    use crate::ids::Id;

    #[test]
    fn an_equilibrium_that_was_not_reached_has_no_figure_and_says_how_far_it_is() {
        let found = |gap| Raam {
            cost: Column::new(vec![Ok(2.0)]),
            congestion: Vec::new(),
            flows: vec![Flow {
                area: AreaId::at(0),
                site: SiteId::at(0),
                people: 100.0,
            }],
            gap,
            rounds: 1_000,
        };
        assert!(near_enough(&found(1e-9)).is_ok());
        let Err(Absent(why)) = near_enough(&found(3e-8)) else {
            panic!("a gap of 3e-8 is near enough");
        };
        assert!(
            why.contains("1000 rounds") && why.contains("3.0e-8"),
            "{why}"
        );
    }
}
