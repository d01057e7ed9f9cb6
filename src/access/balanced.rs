//! The balanced floating catchment: nobody's demand, and no site's level of service, is counted more than once.

use super::columns::{per_area, per_site};
use super::floating_catchment::{FloatingCatchment, choosing, contributing, ratios};
use super::{Decay, Demand, Pairs, Supply};
use crate::ids::Column;

/// The balanced floating catchment (BFCA): demand is divided among sites by `w_ij / Σ_k w_ik`, a site's level of service
/// among areas by `w_ij / Σ_h w_hj`: `D_j = Σ_i p_i w_ij / Σ_k w_ik`, `R_j = S_j / D_j`, `A_i = Σ_j R_j w_ij / Σ_h w_hj`.
///
/// Demand is conserved, `Σ D_j = Σ p_i` over the areas that reach any site, and so is the level of service,
/// `Σ A_i = Σ R_j`; supply is not. `Σ_h` counts areas, those without children too, so that splitting an area changes the
/// measure, which no other here does.
///
/// # Panics
/// When the demand has not a row for each area of the times.
///
/// Source: Páez, Higgins and Vivona 2019, doi:10.1371/journal.pone.0218773.
///
/// ```
/// use fairreach::access::{Decay, Demand, Supply, balanced_fca};
/// use fairreach::{ids::{Id, SiteId}, travel::TravelTimes, units::Seconds};
/// let minute = |it| Ok(Seconds::from_minutes(it));
/// let times = TravelTimes::from_columns(2, vec![vec![minute(15), minute(15)], vec![minute(15), minute(31)]]);
/// let supply = Supply::new([(SiteId::at(0), 120.0), (SiteId::at(1), 10.0)])?;
/// let demand = Demand::new([Some(40.0), Some(60.0)].into_iter().collect())?;
/// let found = balanced_fca(&times, &supply, &demand, &Decay::linear(30.0)?);
/// // The first area sends 20 children each way: 120 / 80 and 10 / 20, the former halved between two areas.
/// assert_eq!(found.access.as_slice(), [1.25, 0.75]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn balanced_fca(
    times: &impl Pairs,
    supply: &Supply,
    demand: &Demand,
    decay: &Decay,
) -> FloatingCatchment {
    let weights = decay.by_second();
    let until = weights.until();
    let areas = choosing(times, supply, demand, &weights);
    let asked = |(people, inverse): &(f64, f64), journey| people * weights.of(journey) * inverse;
    let ratios = ratios(
        supply,
        per_site(times, supply.sites(), &areas, until, asked),
    );
    let levels = || contributing(&ratios);
    let sums = per_site(
        times,
        levels().map(|it| it.0),
        &areas,
        until,
        |_, journey| weights.of(journey),
    );
    let levels = levels()
        .zip(sums)
        .map(|((site, level), sum)| (site, (level, sum)));
    // The quotient is at most 1, where `level / sum` may leave the range of numbers.
    let term =
        |(level, sum): (f64, f64), _: &(f64, f64), journey| level * (weights.of(journey) / sum);
    FloatingCatchment {
        access: Column::new(per_area(times, levels, &areas, until, term)),
        ratios,
    }
}
