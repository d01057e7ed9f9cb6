//! Travel times between places: areas and sites tied to a network, or a table the user brings.
//!
//! In: a road network and places. Out: [`TravelTimes`], a column of seconds a site, a row an area, each missing
//! time with its reason. The room knows neither services nor people.

mod times;

pub use times::{Direction, TravelTimes, Unreached};
