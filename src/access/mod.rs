//! How well each area is served: travel times and open sites in, access out.
//!
//! In: [`crate::travel::TravelTimes`], the sites that offer a service, what they offer ([`Supply`]) and who asks
//! ([`Demand`]). Out: for each area its nearest site and time, or why it has none; who is within a standard, and who
//! within a time of one place; what an area can reach, alone ([`cumulative`], [`hansen`], [`log_sum`]) and in
//! competition (the floating catchments, [`shen()`], [`raam()`]); who would go where if places are limited ([`assign`]); what
//! is duplicated ([`overlap()`], [`losses`]); bundles ([`bundle_reach`]).
//!
//! Standards and cutoffs are inclusive, of equally near sites the one of the lowest id is taken, a missing time is never
//! a zero and an unknown count never nobody. Times are whole seconds, as [`crate::travel::TravelTimes`] keeps them;
//! decays take minutes. Sums run in order of sites and areas, so that the same input gives the same bytes. The room knows
//! neither deprivation nor roads.

mod assignment;
mod balanced;
mod blocks;
mod bundles;
mod columns;
mod coverage;
mod decay;
mod equilibrium;
mod floating_catchment;
mod k_nearest;
mod near_pairs;
mod nearest;
mod opportunity;
mod overlap;
mod raam;
mod reached;
mod rows;
mod shen;
mod supply;
mod three_step;
mod ties;
mod transport;
mod undefined;

pub use assignment::{Assignment, Placed, SiteUse, Unmet, WhyUnmet, assign};
pub use balanced::balanced_fca;
pub use bundles::{BundleReach, SeveralPlaces, bundle_reach};
pub use coverage::within;
pub use decay::{Decay, LUO_QI_FAST, LUO_QI_SLOW, NoDecay, Zone};
pub use floating_catchment::{
    FloatingCatchment, enhanced_two_step_fca, modified_two_step_fca, two_step_fca,
};
pub use k_nearest::{KNearest, kth_nearest, mean_of_k_nearest};
pub use near_pairs::{NearPairs, Pairs};
pub use nearest::{Nearest, Unserved, nearest};
pub use opportunity::{cumulative, hansen, log_sum};
pub use overlap::{Loss, Overlap, losses, losses_beside, overlap};
pub use raam::{Flow, Raam, raam};
pub use reached::{Reached, ReachedPeople, reached};
pub use shen::{ByModes, ModeDemand, shen, shen_by_modes, spatial_availability};
pub use supply::{Demand, LARGEST, NoQuantity, Supply};
pub use three_step::three_step_fca;
pub use undefined::Undefined;
