//! What can be reached: cumulative opportunities, Hansen's gravity and the log-sum.

use super::columns::{Lasting, per_area};
use super::decay::WeightBySecond;
use super::{Decay, Pairs, Supply, Undefined, nearest};
use crate::ids::{AreaId, Column, SiteId};
use crate::travel::TravelTimes;
use crate::units::Seconds;

/// Cumulative opportunities `A_i = Σ_j O_j 1[t_ij <= T]`, in units of supply: what all open sites within a time offer,
/// the cutoff inclusive. An area that reaches none has 0.
///
/// Source: Wachs and Kumagai 1973, doi:10.1016/0038-0121(73)90041-4; inclusive as in the R package `accessibility`.
///
/// ```
/// use fairreach::access::{Supply, cumulative};
/// use fairreach::{ids::{AreaId, Id, SiteId}, travel::{TravelTimes, Unreached}, units::Seconds};
/// let minute = |it| Ok(Seconds::from_minutes(it));
/// let times = TravelTimes::from_columns(2, vec![vec![minute(15), minute(16)], vec![minute(3), Err(Unreached::NoPath)]]);
/// let supply = Supply::new([(SiteId::at(0), 300.0), (SiteId::at(1), 250.0)])?;
/// assert_eq!(cumulative(&times, &supply, Seconds::from_minutes(15)).as_slice(), [550.0, 0.0]);
/// # Ok::<(), fairreach::access::NoQuantity>(())
/// ```
#[must_use]
pub fn cumulative(times: &impl Pairs, supply: &Supply, cutoff: Seconds) -> Column<AreaId, f64> {
    reached(times, supply.iter(), cutoff, |journey| {
        f64::from(u8::from(journey.is_within(cutoff)))
    })
}

/// Hansen's gravity measure `A_i = Σ_j O_j f(t_ij)`, in units of supply. An area that reaches none has 0.
///
/// Source: Hansen 1959, doi:10.1080/01944365908978307.
///
/// ```
/// use fairreach::access::{Decay, Supply, hansen};
/// use fairreach::{ids::{AreaId, Id, SiteId}, travel::TravelTimes, units::Seconds};
/// let minute = |it| Ok(Seconds::from_minutes(it));
/// let times = TravelTimes::from_columns(1, vec![vec![minute(15)], vec![minute(30)]]);
/// let supply = Supply::new([(SiteId::at(0), 300.0), (SiteId::at(1), 200.0)])?;
/// assert_eq!(hansen(&times, &supply, &Decay::half_life(15.0)?).as_slice(), [200.0]); // 300 / 2 + 200 / 4
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn hansen(times: &impl Pairs, supply: &Supply, decay: &Decay) -> Column<AreaId, f64> {
    weighed(times, supply.iter(), &decay.by_second())
}

/// `Σ_j factor_j f(t_ij)` for each area, in order of sites.
pub(super) fn weighed(
    times: &impl Pairs,
    factors: impl IntoIterator<Item = (SiteId, f64)>,
    weights: &WeightBySecond,
) -> Column<AreaId, f64> {
    let weight = |journey| weights.of(journey);
    reached(times, factors, weights.until(), weight)
}

/// `Σ_j factor_j weight(t_ij)` for each area, in order of sites; the weight of a journey beyond `until` is zero.
pub(super) fn reached(
    times: &impl Pairs,
    factors: impl IntoIterator<Item = (SiteId, f64)>,
    until: Seconds,
    weight: impl Fn(Lasting) -> f64 + Sync,
) -> Column<AreaId, f64> {
    let nothing_more = vec![(); times.times().n_areas()];
    Column::new(per_area(
        times,
        factors,
        &nothing_more,
        until,
        |factor: f64, (), journey| factor * weight(journey),
    ))
}

/// The log-sum `A_i = (1/β) ln Σ_j O_j e^(-β t_ij)`, in minutes: what the choice among all open sites is worth, as a time
/// (higher is better). β is a minute, positive and finite. It is worked out from the nearest site outwards, so that far
/// places do not vanish.
///
/// # Errors
/// For an area without a way to any site that offers something, [`Undefined::Unserved`].
///
/// Source: Ben-Akiva and Lerman 1979, Disaggregate travel and mobility choice models and measures of accessibility.
///
/// ```
/// use fairreach::access::{Decay, Supply, log_sum};
/// use fairreach::{ids::{AreaId, Id, SiteId}, travel::TravelTimes, units::Seconds};
/// let minute = |it| Ok(Seconds::from_minutes(it));
/// let times = TravelTimes::from_columns(1, vec![vec![minute(10)], vec![minute(10)]]);
/// let supply = Supply::new([(SiteId::at(0), 1.0), (SiteId::at(1), 1.0)])?;
/// let worth = log_sum(&times, &supply, 0.1)?[AreaId::at(0)]?;
/// assert!((worth - (10.0 * 2.0_f64.ln() - 10.0)).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn log_sum(
    times: &TravelTimes,
    supply: &Supply,
    beta: f64,
) -> Result<Column<AreaId, Result<f64, Undefined>>, super::NoDecay> {
    let weights = Decay::exponential(beta)?.by_second();
    let offering = || supply.iter().filter(|it| it.1 > 0.0);
    let nearest = nearest(times, offering().map(|it| it.0));
    let least: Vec<Seconds> = nearest
        .iter()
        .map(|it| it.map_or(Seconds::default(), |it| it.time))
        .collect();
    let sums = per_area(
        times,
        offering(),
        &least,
        TravelTimes::LONGEST,
        |offer, least, journey| offer * weights.of(journey.beyond(*least)),
    );
    let worth = |(sum, nearest): (f64, &Result<super::Nearest, super::Unserved>)| match nearest {
        Ok(it) => Ok(sum.ln() / beta - it.time.minutes()),
        Err(reason) => Err(Undefined::Unserved(*reason)),
    };
    Ok(sums.into_iter().zip(&nearest).map(worth).collect())
}
