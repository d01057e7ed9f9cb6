//! The rational agent access model (RAAM): families weigh the journey against the crowd, and nobody gains by going
//! elsewhere.

use super::equilibrium::Equilibrium;
use super::{Demand, Supply, Undefined, Unserved, nearest};
use crate::ids::{AreaId, Column, Id, SiteId};
use crate::travel::TravelTimes;
use crate::units::Seconds;

/// An equilibrium of journeys and crowds.
#[derive(Clone, Debug, PartialEq)]
pub struct Raam {
    /// For each area the least cost `A_i = min_j (t_ij / τ + c_j)`: lower is better. An area where nobody lives, or of
    /// unknown people, is told what it would meet.
    ///
    /// # Errors
    /// [`Undefined::Unserved`] where no site with a supply can be reached.
    pub cost: Column<AreaId, Result<f64, Undefined>>,
    /// For each site in order its congestion `c_j = D_j / (S_j ρ)`: 1 where it is as full as supply is on the whole.
    ///
    /// # Errors
    /// [`Undefined::NoSupply`] for a site that offers nothing, which nobody chooses.
    pub congestion: Vec<(SiteId, Result<f64, Undefined>)>,
    /// Who goes where, in order of areas and sites. Where costs tie, others may do as well; costs and congestion are the
    /// only ones.
    pub flows: Vec<Flow>,
    /// How far from the exact equilibrium this may be: what the mean person would gain by going to the best place, in
    /// units of cost. Times people it is the gap between the convex program and its dual, so no congestion is further
    /// from the exact one than `√(2 · gap · Σp / (S_j ρ))`.
    pub gap: f64,
    /// How many times the search went through all areas.
    pub rounds: usize,
}

/// People of an area who go to a site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// Where they live.
    pub area: AreaId,
    /// Where they go.
    pub site: SiteId,
    /// How many they are.
    pub people: f64,
}

/// The rational agent access model as its exact equilibrium: with `ρ = Σ p_i / Σ S_j`, people divide among sites so that
/// nobody finds a lower `t_ij / τ + D_j / (S_j ρ)` elsewhere. It is the minimum of the convex program
/// `Σ x_ij t_ij / τ + Σ D_j² / (2 S_j ρ)`, `D_j = Σ_i x_ij`, `Σ_j x_ij = p_i`, in the manner of Wardrop and Beckmann. `τ`
/// is the journey that weighs as much as a site as full as supply is on the whole.
///
/// Sums for ρ take all people whose count is known and all supply, whoever is reached; people without a way choose
/// nothing.
///
/// # Errors
/// [`Undefined::Nobody`] without people, [`Undefined::NoSupply`] without supply (ρ would be 0 or infinite), and
/// [`Undefined::NoScale`] when τ is zero.
///
/// # Panics
/// When the demand has not a row for each area of the times.
///
/// Source: Saxon and Snow 2020, doi:10.1080/24694452.2019.1629870, whose published heuristic stops near the equilibrium;
/// the program is that of Beckmann, `McGuire` and Winsten 1956, the certificate their duality.
///
/// ```
/// use fairreach::access::{Demand, Supply, raam};
/// use fairreach::{ids::{AreaId, Id, SiteId}, travel::TravelTimes, units::Seconds};
/// let minute = |it| Ok(Seconds::from_minutes(it));
/// // 100 children, two sites of 50 places, one 24 minutes further off: 60 go to the nearer, which is fuller.
/// let times = TravelTimes::from_columns(1, vec![vec![minute(6)], vec![minute(30)]]);
/// let supply = Supply::new([(SiteId::at(0), 50.0), (SiteId::at(1), 50.0)])?;
/// let demand = Demand::new([Some(100.0)].into_iter().collect())?;
/// let found = raam(&times, &supply, &demand, Seconds::from_minutes(60))?;
/// assert!((found.flows[0].people - 60.0).abs() < 1e-9); // 6/60 + 60/50 = 30/60 + 40/50
/// assert!((found.cost[AreaId::at(0)]? - 1.3).abs() < 1e-12);
/// assert!(found.gap < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn raam(
    times: &TravelTimes,
    supply: &Supply,
    demand: &Demand,
    tau: Seconds,
) -> Result<Raam, Undefined> {
    let people = demand.addends(times.n_areas());
    let (all, offered) = (demand.total(), supply.total());
    let scale = tau.minutes();
    if all <= 0.0 {
        return Err(Undefined::Nobody);
    }
    if offered <= 0.0 {
        return Err(Undefined::NoSupply);
    }
    if scale <= 0.0 {
        return Err(Undefined::NoScale);
    }
    let capacity = |offer: f64| offer * (all / offered);
    let (sites, capacities): (Vec<SiteId>, Vec<f64>) = supply
        .iter()
        .map(|(site, offer)| (site, capacity(offer)))
        .filter(|it| it.1 > 0.0)
        .unzip();
    let found = Equilibrium::of(times, &sites, capacities, people, scale);
    let nearest = nearest(times, sites.iter().copied());
    let cost = |(place, nearest): (usize, &Result<super::Nearest, Unserved>)| match nearest {
        Ok(_) => Ok(found.least_cost(place)),
        Err(reason) => Err(Undefined::Unserved(*reason)),
    };
    let flow = |(area, place, people)| Flow {
        area: AreaId::at(area),
        site: sites[place],
        people,
    };
    let congestion = |site| match sites.binary_search(&site) {
        Ok(place) => Ok(found.congestion(place)),
        Err(_) => Err(Undefined::NoSupply),
    };
    Ok(Raam {
        cost: nearest.iter().enumerate().map(cost).collect(),
        congestion: supply
            .sites()
            .map(|site| (site, congestion(site)))
            .collect(),
        flows: found.flows().map(flow).collect(),
        gap: found.gap() / all,
        rounds: found.rounds(),
    })
}
