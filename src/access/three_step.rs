//! The three-step floating catchment (3SFCA): families choose among the sites they reach.

use super::columns::{Lasting, per_area, per_site};
use super::floating_catchment::{FloatingCatchment, choosing, contributing, ratios};
use super::{Decay, Demand, Pairs, Supply};
use crate::ids::Column;

/// The three-step floating catchment: each area divides its demand among the open sites by `G_ij = w_ij / Σ_k w_ik`, and
/// both further steps weigh by G times w: `R_j = S_j / Σ_i p_i G_ij w_ij`, `A_i = Σ_j R_j G_ij w_ij`. Supply is conserved
/// as in [`super::two_step_fca`].
///
/// Keep it for comparison with published figures; E2SFCA is the default (`methods.md` 3.5).
///
/// # Panics
/// When the demand has not a row for each area of the times.
///
/// Source: Wan, Zou and Sternberg 2012, doi:10.1080/13658816.2011.624987.
///
/// ```
/// use fairreach::access::{Decay, Demand, Supply, three_step_fca};
/// use fairreach::{ids::{Id, SiteId}, travel::TravelTimes, units::Seconds};
/// let minute = |it| Ok(Seconds::from_minutes(it));
/// let times = TravelTimes::from_columns(1, vec![vec![minute(5)], vec![minute(5)]]);
/// let supply = Supply::new([(SiteId::at(0), 30.0), (SiteId::at(1), 10.0)])?;
/// let demand = Demand::new([Some(80.0)].into_iter().collect())?;
/// let found = three_step_fca(&times, &supply, &demand, &Decay::step(20.0)?);
/// assert_eq!(found.ratios[0].1, Ok(0.75)); // half of 80 children for 30 places
/// assert_eq!(found.access.as_slice(), [0.5]); // (0.75 + 0.25) / 2
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn three_step_fca(
    times: &impl Pairs,
    supply: &Supply,
    demand: &Demand,
    decay: &Decay,
) -> FloatingCatchment {
    let weights = decay.by_second();
    let areas = choosing(times, supply, demand, &weights);
    let selected = |inverse: f64, journey: Lasting| {
        let weight = weights.of(journey);
        weight * inverse * weight
    };
    let asking = per_site(
        times,
        supply.sites(),
        &areas,
        weights.until(),
        |(people, inverse), journey| people * selected(*inverse, journey),
    );
    let ratios = ratios(supply, asking);
    let term = |ratio: f64, (_, inverse): &(f64, f64), journey| ratio * selected(*inverse, journey);
    FloatingCatchment {
        access: Column::new(per_area(
            times,
            contributing(&ratios),
            &areas,
            weights.until(),
            term,
        )),
        ratios,
    }
}
