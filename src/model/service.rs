//! Services and the tiers of site that offer them.

use std::collections::BTreeMap;

use crate::ids::{BandId, FunderId, ServiceId};
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
    /// Whether it is for every family, or for those in need of it.
    pub uptake: Uptake,
    /// Who pays for it; `None` where nobody says.
    pub funder: Option<FunderId>,
    /// How many contacts a staffed hour gives; `None` where nobody says.
    pub per_hour: Option<f64>,
    /// Whether it is one service or several together.
    pub makeup: Makeup,
}

impl Service {
    /// Whether it is a delivery model, which planners compare and nobody goes to.
    #[must_use]
    pub const fn is_model(&self) -> bool {
        matches!(self.makeup, Makeup::DeliveryModel { .. })
    }

    /// The services it is made of; `None` for a single one.
    #[must_use]
    pub fn parts(&self) -> Option<&[ServiceId]> {
        match &self.makeup {
            Makeup::Single => None,
            Makeup::Bundle(parts) | Makeup::DeliveryModel { parts, .. } => Some(parts),
        }
    }
}

/// Whom a service is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Uptake {
    /// For every family.
    #[default]
    Universal,
    /// For families in need of it.
    Targeted,
}

impl Uptake {
    /// The word in study files and tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Universal => "universal",
            Self::Targeted => "targeted",
        }
    }
}

/// Whether a service is one, or several asked for together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Makeup {
    /// One service.
    #[default]
    Single,
    /// A named set of services; a site offers it where it offers all of them.
    Bundle(Vec<ServiceId>),
    /// A way of commissioning: services for an age band, paid by some funders together (Nottingham 2015).
    DeliveryModel {
        /// The services it brings together.
        parts: Vec<ServiceId>,
        /// Those that the study does not have: no site can offer the model then.
        lacking: Vec<String>,
        /// Who pays for it.
        funders: Vec<FunderId>,
    },
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
    /// Staffed hours a week of single services, where they differ from `hours`.
    pub service_hours: BTreeMap<ServiceId, Hours>,
    /// Sessions a week, of a tier that is not open all week.
    pub sessions: Option<f64>,
    /// How families come by what it offers.
    pub kind: TierKind,
    /// The shape that stands for it on the map.
    pub shape: TierShape,
}

/// How families come by what a tier offers.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum TierKind {
    /// They go to the site.
    #[default]
    Place,
    /// They go to any member of its network: each open member stands for what all of them offer.
    Network,
    /// Staff go to them from the site, which is no place to go to.
    Visits(Visits),
}

/// How staff visit families at home.
#[derive(Clone, Debug, PartialEq)]
pub struct Visits {
    /// How long a visit lasts at the home.
    pub lasts: Seconds,
    /// How far staff travel at most, one way.
    pub up_to: Seconds,
    /// How staff travel; `None`: as families do in the figures.
    pub mode: Option<Mode>,
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
