//! A case and a configuration in, a scorecard out.
//!
//! In: a [`Case`] (all that stays fixed) and a [`Configuration`](crate::model::Configuration). Out: a [`Scorecard`] of
//! [`Figure`]s from one register ([`measures()`]), each with its unit, its polarity and its source, or with the reason
//! why it has no value. Sums run in order of ids, so the same case gives the same bits.
//!
//! [`evaluate()`] judges one configuration, [`headline()`] without reach and supply; [`compare()`] sets a plan against the baseline. [`quick`] tells the same figures
//! of thousands of configurations a second. The room never knows how
//! a configuration was found, which files a case came from, or on which screen a scorecard is read.

mod burden;
mod case;
mod compare;
mod composite;
mod concentration;
mod cost;
mod evaluate;
mod figure;
mod gradient;
mod groups;
mod inequality;
mod level;
mod measures;
mod measuring;
mod one_site;
mod open_sites;
mod options;
mod people;
mod policy;
mod proportionate;
mod provision;
pub mod quick;
mod reach;
mod reach_inequality;
mod reach_measures;
mod reach_sites;
mod robustness;
mod rules;
mod scorecard;
mod sessions;
mod staffed_hours;
mod together;
mod visits;

pub use burden::minutes_curve;
pub use case::Case;
pub use compare::{Effect, against, compare};
pub use composite::{Component, Composite, MOST_COMPONENTS, Weighed, component, composite};
pub use evaluate::{evaluate, headline};
pub use figure::{Absent, DeprivationBand, Figure, Polarity, Scope, Unit};
pub use measures::{MeasureInfo, measure, measures};
pub use measuring::{AccessMeasure, Measuring};
pub use one_site::{OneSite, one_site};
pub use options::{Aim, Offer, ScoredOption, offers};
pub use policy::Policy;
pub use reach::{AreaMeasure, ServiceAccess, SiteLoss, SiteReach};
pub use robustness::{Robustness, Setting, robustness};
pub use rules::{Broken, broken_rules, protected_areas, unchecked_distances};
pub use scorecard::{Reach, Scorecard, UnservedAreas, find};
pub use visits::in_visiting_reach;
