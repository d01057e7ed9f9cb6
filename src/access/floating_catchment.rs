//! Two-step floating catchments: 2SFCA, E2SFCA and M2SFCA. First each site's supply is shared among all who have it in
//! their catchment, then each area adds up the shares in its own.

use super::columns::{Lasting, per_site};
use super::decay::WeightBySecond;
use super::opportunity::{reached, weighed};
use super::{Decay, Demand, Pairs, Supply, Undefined};
use crate::ids::{AreaId, Column, SiteId};
use crate::units::Seconds;

/// What a floating catchment tells.
#[derive(Clone, Debug, PartialEq)]
pub struct FloatingCatchment {
    /// For each area, supply per person of demand. An area without an open site in its catchment has 0: a sum over
    /// nothing.
    pub access: Column<AreaId, f64>,
    /// For each site in order, its supply per weighted person in its catchment.
    ///
    /// # Errors
    /// [`Undefined::NoDemand`] where nobody is in it: 0/0, or more; such a site adds nothing to any area.
    pub ratios: Vec<(SiteId, Result<f64, Undefined>)>,
}

/// The two-step floating catchment (2SFCA): `R_j = S_j / Σ_{t_ij <= d} p_i`, `A_i = Σ_{t_ij <= d} R_j`, the catchment's
/// edge inclusive. Supply is conserved: `Σ p_i A_i = Σ S_j` over the sites with anybody in their catchment.
///
/// Areas whose count is not known ask for nothing, so that ratios are too high near them ([`Demand::uncounted`]); their
/// own access is told. So for every floating catchment.
///
/// # Panics
/// When the demand has not a row for each area of the times; so for every floating catchment.
///
/// Source: Luo and Wang 2003, doi:10.1068/b29120; Radke and Mu 2000.
///
/// ```
/// use fairreach::access::{Demand, Supply, two_step_fca};
/// use fairreach::{ids::{Id, SiteId}, travel::TravelTimes, units::Seconds};
/// let minute = |it| Ok(Seconds::from_minutes(it));
/// // 30 places within 20 minutes of 40 + 20 children, and 10 within 20 minutes of those 20 alone.
/// let times = TravelTimes::from_columns(2, vec![vec![minute(5), minute(20)], vec![minute(21), minute(9)]]);
/// let supply = Supply::new([(SiteId::at(0), 30.0), (SiteId::at(1), 10.0)])?;
/// let demand = Demand::new([Some(40.0), Some(20.0)].into_iter().collect())?;
/// let found = two_step_fca(&times, &supply, &demand, Seconds::from_minutes(20));
/// assert_eq!(found.access.as_slice(), [0.5, 1.0]); // 40 * 0.5 + 20 * 1.0 = 40 places
/// # Ok::<(), fairreach::access::NoQuantity>(())
/// ```
#[must_use]
pub fn two_step_fca(
    times: &impl Pairs,
    supply: &Supply,
    demand: &Demand,
    catchment: Seconds,
) -> FloatingCatchment {
    let within = |journey: Lasting| f64::from(u8::from(journey.is_within(catchment)));
    two_steps(times, supply, demand, catchment, within, within)
}

/// The enhanced two-step floating catchment (E2SFCA): `R_j = S_j / Σ_i p_i w_ij`, `A_i = Σ_j R_j w_ij`. Supply is
/// conserved as in [`two_step_fca`]. With an exponential decay it is Shen's measure.
///
/// Source: Luo and Qi 2009, doi:10.1016/j.healthplace.2009.06.002 (zones); Dai 2010 (Gaussian).
///
/// ```
/// use fairreach::access::{Decay, Demand, LUO_QI_SLOW, Supply, enhanced_two_step_fca};
/// use fairreach::{ids::{Id, SiteId}, travel::TravelTimes, units::Seconds};
/// let minute = |it| Ok(Seconds::from_minutes(it));
/// let times = TravelTimes::from_columns(2, vec![vec![minute(10), minute(20)]]);
/// let supply = Supply::new([(SiteId::at(0), 117.0)])?;
/// let demand = Demand::new([Some(100.0), Some(25.0)].into_iter().collect())?;
/// let found = enhanced_two_step_fca(&times, &supply, &demand, &Decay::zones(&LUO_QI_SLOW)?);
/// assert_eq!(found.ratios[0].1, Ok(1.0)); // 117 / (100 * 1 + 25 * 0.68)
/// assert_eq!(found.access.as_slice(), [1.0, 0.68]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn enhanced_two_step_fca(
    times: &impl Pairs,
    supply: &Supply,
    demand: &Demand,
    decay: &Decay,
) -> FloatingCatchment {
    let weights = decay.by_second();
    let weight = |journey| weights.of(journey);
    two_steps(times, supply, demand, weights.until(), weight, weight)
}

/// The modified two-step floating catchment (M2SFCA): `R_j = S_j / Σ_i p_i w_ij`, `A_i = Σ_j R_j w_ij²`. Where people
/// live far from a site part of its supply is lost: `Σ p_i A_i <= Σ S_j`.
///
/// Source: Delamater 2013, doi:10.1016/j.healthplace.2013.07.012.
///
/// ```
/// use fairreach::access::{Decay, Demand, LUO_QI_SLOW, Supply, modified_two_step_fca};
/// use fairreach::{ids::{Id, SiteId}, travel::TravelTimes, units::Seconds};
/// let times = TravelTimes::from_columns(1, vec![vec![Ok(Seconds::from_minutes(12))]]);
/// let supply = Supply::new([(SiteId::at(0), 50.0)])?;
/// let demand = Demand::new([Some(100.0)].into_iter().collect())?;
/// let found = modified_two_step_fca(&times, &supply, &demand, &Decay::zones(&LUO_QI_SLOW)?);
/// assert!((found.access.as_slice()[0] - 0.34).abs() < 1e-12); // 50 / (100 * 0.68) * 0.68 * 0.68
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn modified_two_step_fca(
    times: &impl Pairs,
    supply: &Supply,
    demand: &Demand,
    decay: &Decay,
) -> FloatingCatchment {
    let weights = decay.by_second();
    let squared = |journey| {
        let weight = weights.of(journey);
        weight * weight
    };
    two_steps(
        times,
        supply,
        demand,
        weights.until(),
        |journey| weights.of(journey),
        squared,
    )
}

/// Both weights of a journey beyond `until` are zero.
fn two_steps(
    times: &impl Pairs,
    supply: &Supply,
    demand: &Demand,
    until: Seconds,
    share: impl Fn(Lasting) -> f64 + Sync,
    add_up: impl Fn(Lasting) -> f64 + Sync,
) -> FloatingCatchment {
    let people = demand.addends(times.times().n_areas());
    let asking = per_site(times, supply.sites(), people, until, |people, journey| {
        people * share(journey)
    });
    let ratios = ratios(supply, asking);
    FloatingCatchment {
        access: reached(times, contributing(&ratios), until, add_up),
        ratios,
    }
}

/// Below this a sum of weights is nothing: its only people are so far away that dividing by their weight leaves the range
/// of numbers.
pub(super) const NOTHING: f64 = 1e-200;

/// Each site's supply over the demand that asks for it.
pub(super) fn ratios(supply: &Supply, asking: Vec<f64>) -> Vec<(SiteId, Result<f64, Undefined>)> {
    let ratio = |offer: f64, asking: f64| {
        if asking >= NOTHING {
            Ok(offer / asking)
        } else {
            Err(Undefined::NoDemand)
        }
    };
    let sites = supply.iter().zip(asking);
    sites
        .map(|((site, offer), asking)| (site, ratio(offer, asking)))
        .collect()
}

/// The sites that have a ratio: the others add nothing.
pub(super) fn contributing(
    ratios: &[(SiteId, Result<f64, Undefined>)],
) -> impl Iterator<Item = (SiteId, f64)> {
    ratios
        .iter()
        .filter_map(|(site, ratio)| Some((*site, ratio.ok()?)))
}

/// How an area divides itself among the open sites: people, and one over the sum of its weights, which is 0 where it
/// reaches nothing.
pub(super) fn choosing(
    times: &impl Pairs,
    supply: &Supply,
    demand: &Demand,
    weights: &WeightBySecond,
) -> Vec<(f64, f64)> {
    let people = demand.addends(times.times().n_areas());
    let sums = weighed(times, supply.sites().map(|site| (site, 1.0)), weights);
    let inverse = |sum: &f64| if *sum >= NOTHING { 1.0 / sum } else { 0.0 };
    people
        .iter()
        .copied()
        .zip(sums.iter().map(inverse))
        .collect()
}
