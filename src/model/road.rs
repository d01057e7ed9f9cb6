//! Road links as any source tells them, before a mode gives them a time.

use std::sync::Arc;

use crate::space::Point;
use crate::units::{Kph, Metres};

/// What kind of way a link is: the highway classes of OpenStreetMap, to which other sources are mapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of the OSM key `highway`")]
pub enum RoadClass {
    Motorway,
    MotorwayLink,
    Trunk,
    TrunkLink,
    Primary,
    PrimaryLink,
    Secondary,
    SecondaryLink,
    Tertiary,
    TertiaryLink,
    Unclassified,
    Residential,
    LivingStreet,
    Service,
    Road,
    Track,
    Footway,
    Path,
    Pedestrian,
    Steps,
    Cycleway,
    Bridleway,
    Corridor,
    Platform,
    Ferry,
}

impl RoadClass {
    /// Whether it is a road with traffic through it: no path, and no service road.
    #[must_use]
    pub fn is_street(self) -> bool {
        self <= Self::Road && self != Self::Service
    }

    /// Every class with its name in study files, the OSM value (`ferry` is `route=ferry`).
    pub const NAMES: [(Self, &'static str); 25] = [
        (Self::Motorway, "motorway"),
        (Self::MotorwayLink, "motorway_link"),
        (Self::Trunk, "trunk"),
        (Self::TrunkLink, "trunk_link"),
        (Self::Primary, "primary"),
        (Self::PrimaryLink, "primary_link"),
        (Self::Secondary, "secondary"),
        (Self::SecondaryLink, "secondary_link"),
        (Self::Tertiary, "tertiary"),
        (Self::TertiaryLink, "tertiary_link"),
        (Self::Unclassified, "unclassified"),
        (Self::Residential, "residential"),
        (Self::LivingStreet, "living_street"),
        (Self::Service, "service"),
        (Self::Road, "road"),
        (Self::Track, "track"),
        (Self::Footway, "footway"),
        (Self::Path, "path"),
        (Self::Pedestrian, "pedestrian"),
        (Self::Steps, "steps"),
        (Self::Cycleway, "cycleway"),
        (Self::Bridleway, "bridleway"),
        (Self::Corridor, "corridor"),
        (Self::Platform, "platform"),
        (Self::Ferry, "ferry"),
    ];

    /// The class of an OSM value of `highway`, or of `ferry`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(_, it)| *it == name)
            .map(|(class, _)| *class)
    }

    /// The class of a place in [`Self::NAMES`], which is the class as a number.
    #[must_use]
    pub fn from_place(place: u8) -> Option<Self> {
        Self::NAMES.get(usize::from(place)).map(|(class, _)| *class)
    }

    /// The OSM value.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(class, _)| *class == self)
            .map_or("road", |(_, name)| name)
    }
}

/// A speed limit as tagged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// A posted or national limit.
    Posted(Kph),
    /// No limit, which only a motorway abroad can have; elsewhere it is taken for untagged.
    Unlimited,
}

/// In which directions a mode may use a link, seen along its shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// From the first point to the last.
    pub forward: bool,
    /// From the last point to the first.
    pub backward: bool,
}

impl Passage {
    /// Open both ways.
    pub const BOTH: Self = Self {
        forward: true,
        backward: true,
    };
    /// Closed both ways.
    pub const NONE: Self = Self {
        forward: false,
        backward: false,
    };

    /// Whether it is open at all.
    #[must_use]
    pub const fn any(self) -> bool {
        self.forward || self.backward
    }
}

/// One end of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoadEnd {
    /// The junction's id in the source; links that share it meet there.
    pub junction: i64,
    /// Whether traffic signals (or a signalled crossing) stand there.
    pub signal: bool,
    /// Whether a barrier there stops cars.
    pub stops_car: bool,
    /// Whether a barrier there stops people on foot.
    pub stops_walk: bool,
}

/// One stretch of road between two junctions, whatever file it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadLink {
    /// The way's id in the source.
    pub way: i64,
    /// Where it starts, at the first point of its shape.
    pub tail: RoadEnd,
    /// Where it ends, at the last point of its shape.
    pub head: RoadEnd,
    /// The line, two points or more.
    pub shape: Arc<[Point]>,
    /// What kind of way it is.
    pub class: RoadClass,
    /// The speed limit, where tagged.
    pub limit: Option<Limit>,
    /// Where cars may go.
    pub car: Passage,
    /// Where people on foot may go.
    pub walk: Passage,
    /// Whether it is part of a roundabout.
    pub roundabout: bool,
    /// Whether it is known to lie in a built-up place (lit, or with pavements).
    pub built_up: bool,
    /// Minutes a ferry takes over this link, where tagged.
    pub ferry_minutes: Option<f64>,
}

impl RoadLink {
    /// The planar length of its shape.
    #[must_use]
    pub fn length(&self) -> Metres {
        self.shape.windows(2).map(|it| it[0].distance(it[1])).sum()
    }
}
