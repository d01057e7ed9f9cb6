//! Services and the tiers of site that offer them.

use std::collections::BTreeMap;

use crate::ids::{BandId, ServiceId};
use crate::model::Mode;
use crate::units::{Hours, Seconds};

/// A service families use, such as health visiting.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// The id in study files and tables.
    pub id: String,
    /// The name people know.
    pub name: String,
    /// The age band it serves.
    pub band: BandId,
    /// The standard: the longest journey promised, by mode; within it is at or below it.
    pub standard: BTreeMap<Mode, Seconds>,
}

/// A tier of site, such as hub, centre or outreach, named by the study.
#[derive(Clone, Debug, PartialEq)]
pub struct Tier {
    /// The id in study files, tables and on the map.
    pub id: String,
    /// The services a site of this tier offers unless its own row says otherwise.
    pub services: Vec<ServiceId>,
    /// Staffed hours a week of a site of this tier unless its own row says otherwise.
    pub hours: Option<Hours>,
    /// The shape that stands for it on the map.
    pub shape: TierShape,
}

/// The shape of a tier on the map, so that colour is never alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TierShape {
    /// A square, the default of a hub.
    Square,
    /// A circle, the default of a centre and of any tier without another.
    #[default]
    Circle,
    /// A triangle, the default of outreach.
    Triangle,
    /// A diamond, the default of a virtual network.
    Diamond,
    /// A pentagon, the default of a zone.
    Pentagon,
    /// A cross, the default of home visiting.
    Cross,
}
