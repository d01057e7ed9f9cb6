//! Travel times between places: areas and sites tied to a network, or a table the user brings.
//!
//! In: a road network and places. Out: [`TravelTimes`], a column of seconds a site, a row an area, each missing
//! time with its reason. [`compute()`] makes a plain search a site; an [`AreaSide`] sweeps a hierarchy for many sites at
//! once and tells the same. A [`Catchment`] is what a place reaches. Sums are whole tenths of a second, told in whole seconds, and each pair is independent of any
//! other pair asked for. The room knows neither services nor people.

mod catchment;
mod compute;
mod distance;
mod isochrone;
mod journey;
mod linkage;
mod outline;
mod patches;
mod store;
mod stretch;
mod sweeps;
mod times;

pub use catchment::{Catchment, Isochrone, catchment};
pub use compute::compute;
pub use isochrone::Grain;
pub use journey::Journey;
pub use linkage::{Linkage, Unlinked, link};
pub use outline::Outline;
pub use store::{read_linkage, write_linkage};
pub use sweeps::AreaSide;
pub use times::{Direction, TravelTimes, Unreached};
