//! Shen's measure: opportunities that one competes for, by one mode or by several; and what an area has of them.

use super::columns::per_site;
use super::floating_catchment::{FloatingCatchment, contributing, ratios};
use super::opportunity::weighed;
use super::{Decay, Demand, Pairs, Supply, Undefined, enhanced_two_step_fca};
use crate::ids::{AreaId, Column, Id, SiteId};
use crate::travel::TravelTimes;

/// Shen's measure by one mode: `A_i = Σ_j O_j f(t_ij) / Σ_k p_k f(t_kj)`. It is [`enhanced_two_step_fca`] by another
/// name; `Σ p_i A_i = Σ O_j` over the sites with anybody in reach.
///
/// # Panics
/// When the demand has not a row for each area of the times.
///
/// Source: Shen 1998, doi:10.1068/b250345.
///
/// ```
/// use fairreach::access::{Decay, Demand, Supply, shen};
/// use fairreach::{ids::{Id, SiteId}, travel::TravelTimes, units::Seconds};
/// let minute = |it| Ok(Seconds::from_minutes(it));
/// let times = TravelTimes::from_columns(2, vec![vec![minute(15), minute(30)]]);
/// let supply = Supply::new([(SiteId::at(0), 30.0)])?;
/// let demand = Demand::new([Some(50.0), Some(20.0)].into_iter().collect())?;
/// let found = shen(&times, &supply, &demand, &Decay::half_life(15.0)?);
/// assert_eq!(found.access.as_slice(), [0.5, 0.25]); // 30 / (25 + 5) = 1 a weighted child
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn shen(
    times: &impl Pairs,
    supply: &Supply,
    demand: &Demand,
    decay: &Decay,
) -> FloatingCatchment {
    enhanced_two_step_fca(times, supply, demand, decay)
}

/// Those who travel by one mode.
#[derive(Clone, Copy, Debug)]
pub struct ModeDemand<'a> {
    /// The times by the mode.
    pub times: &'a TravelTimes,
    /// The people of each area who travel by it.
    pub demand: &'a Demand,
    /// How much a site counts at a time by it.
    pub decay: &'a Decay,
}

/// Shen's measure by several modes.
#[derive(Clone, Debug, PartialEq)]
pub struct ByModes {
    /// For each mode, in the order given, the access of those in each area who travel by it.
    pub modes: Vec<Column<AreaId, f64>>,
    /// For each area the mean over its people, whatever their mode.
    ///
    /// # Errors
    /// [`Undefined::Nobody`] where nobody lives, [`Undefined::Uncounted`] where the people of any mode are not known.
    pub access: Column<AreaId, Result<f64, Undefined>>,
    /// For each site in order, supply per weighted person of any mode, as in [`FloatingCatchment::ratios`].
    pub ratios: Vec<(SiteId, Result<f64, Undefined>)>,
}

/// Shen's measure by several modes, whose travellers compete for the same supply: `D_j = Σ_m Σ_k P_km f_m(t_kjm)`,
/// `A_im = Σ_j O_j f_m(t_ijm) / D_j`, `A_i = Σ_m P_im A_im / Σ_m P_im`. Supply is conserved:
/// `Σ_m Σ_i P_im A_im = Σ O_j` over the sites with anybody in reach.
///
/// # Panics
/// When a demand has not a row for each area of its times, or the modes have not the same areas.
///
/// Source: Shen 1998, doi:10.1068/b250345.
///
/// ```
/// use fairreach::access::{Decay, Demand, ModeDemand, Supply, shen_by_modes};
/// use fairreach::{ids::{Id, SiteId}, travel::TravelTimes, units::Seconds};
/// let by = |minutes| TravelTimes::from_columns(1, vec![vec![Ok(Seconds::from_minutes(minutes))]]);
/// let people = |it| Demand::new([Some(it)].into_iter().collect());
/// let (car, walk, decay) = (by(15), by(30), Decay::half_life(15.0)?);
/// let modes = [
///     ModeDemand { times: &car, demand: &people(40.0)?, decay: &decay },
///     ModeDemand { times: &walk, demand: &people(40.0)?, decay: &decay },
/// ];
/// let found = shen_by_modes(&modes, &Supply::new([(SiteId::at(0), 60.0)])?);
/// assert_eq!(found.ratios[0].1, Ok(2.0)); // 60 / (40 / 2 + 40 / 4)
/// assert_eq!(found.access.as_slice(), [Ok(0.75)]); // half at 1, half at 0.5
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn shen_by_modes(modes: &[ModeDemand<'_>], supply: &Supply) -> ByModes {
    let n_areas = modes.first().map_or(0, |it| it.times.n_areas());
    let tables: Vec<_> = modes.iter().map(|it| it.decay.by_second()).collect();
    let mut asking = vec![0.0; supply.sites().len()];
    for (mode, weights) in modes.iter().zip(&tables) {
        let people = mode.demand.addends(n_areas);
        let by_mode = per_site(
            mode.times,
            supply.sites(),
            people,
            weights.until(),
            |people, journey| people * weights.of(journey),
        );
        asking
            .iter_mut()
            .zip(by_mode)
            .for_each(|(sum, it)| *sum += it);
    }
    let ratios = ratios(supply, asking);
    let access: Vec<Column<AreaId, f64>> = modes
        .iter()
        .zip(&tables)
        .map(|(mode, weights)| weighed(mode.times, contributing(&ratios), weights))
        .collect();
    let mean = |area| mean_over_modes(modes, &access, area);
    ByModes {
        access: (0..n_areas).map(|place| mean(AreaId::at(place))).collect(),
        modes: access,
        ratios,
    }
}

fn mean_over_modes(
    modes: &[ModeDemand<'_>],
    access: &[Column<AreaId, f64>],
    area: AreaId,
) -> Result<f64, Undefined> {
    let (mut people, mut sum) = (0.0, 0.0);
    for (mode, access) in modes.iter().zip(access) {
        let own = mode.demand.people()[area].ok_or(Undefined::Uncounted)?;
        people += own;
        sum += own * access[area];
    }
    if people > 0.0 {
        Ok(sum / people)
    } else {
        Err(Undefined::Nobody)
    }
}

/// Spatial availability: the supply, in places and not per child, that falls to each area when every site's is divided
/// among areas by their people and their decay: `V_i = Σ_j S_j p_i f_ij / Σ_k p_k f_kj`. It is people times
/// [`shen`]; `Σ V_i = Σ S_j` over the sites with anybody in reach. An area where nobody lives has none.
///
/// # Errors
/// [`Undefined::Uncounted`] for an area whose people are not known.
///
/// # Panics
/// When the demand has not a row for each area of the times.
///
/// Source: Soukhov, Páez, Higgins and Mohamed 2023, doi:10.1371/journal.pone.0278468.
///
/// ```
/// use fairreach::access::{Decay, Demand, Supply, spatial_availability};
/// use fairreach::{ids::{Id, SiteId}, travel::TravelTimes, units::Seconds};
/// let minute = |it| Ok(Seconds::from_minutes(it));
/// let times = TravelTimes::from_columns(2, vec![vec![minute(15), minute(30)]]);
/// let supply = Supply::new([(SiteId::at(0), 30.0)])?;
/// let demand = Demand::new([Some(50.0), Some(20.0)].into_iter().collect())?;
/// let found = spatial_availability(&times, &supply, &demand, &Decay::half_life(15.0)?);
/// assert_eq!(found.as_slice(), [Ok(25.0), Ok(5.0)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn spatial_availability(
    times: &impl Pairs,
    supply: &Supply,
    demand: &Demand,
    decay: &Decay,
) -> Column<AreaId, Result<f64, Undefined>> {
    let found = shen(times, supply, demand, decay);
    let rows = demand.people().iter().zip(&found.access);
    rows.map(|(people, access)| people.map(|it| it * access).ok_or(Undefined::Uncounted))
        .collect()
}
