//! The nouns: areas and their people, deprivation, services, sites, configurations, scenarios, road links.
//!
//! In: nothing. Out: plain values that every room above speaks. The model knows its own rules (a decile runs
//! from 1 to 10) and no behaviour beyond them: nothing here reads a file, searches a road or makes a figure.
//! Its types are not serialisable; the rooms at the border have twins of their own.

mod area;
mod configuration;
mod cost;
mod deprivation;
mod funder;
mod mode;
mod offering;
mod people;
mod road;
mod rules;
mod scenario;
mod service;
mod site;

pub use area::{Area, Areas, District, Grouping};
pub use configuration::{Configuration, Opening};
pub use cost::{Cost, CostLine, Money, Payers};
pub use deprivation::{Decile, Deprivation, Measure};
pub use funder::Funder;
pub use mode::Mode;
pub use offering::{Offer, offering, offers_alone};
pub use people::{AgeBand, Population};
pub use road::{Limit, Passage, RoadClass, RoadEnd, RoadLink};
pub use rules::{Protected, Rules};
pub use scenario::{Change, ChangeFault, Phase, Scenario};
pub use service::{Makeup, Service, Tier, TierKind, TierShape, Uptake, Visits};
pub use site::{Lock, Site, SiteStatus};
