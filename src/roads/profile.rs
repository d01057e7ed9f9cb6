//! Profiles: a mode and its speeds, which turn a link into an impedance or shut it out.
//!
//! Every number is visible and can be set in the study. The legal limit is not the achieved speed: free-flow
//! defaults multiply a tagged limit by a factor of its class, and a road without a tagged limit takes the speed
//! its class is driven at, never the national limit of 60 mph that a single-track lane formally has.

use std::collections::BTreeMap;

use crate::model::{Limit, Passage, RoadClass, RoadLink};
use crate::units::{Kph, Metres, Seconds};

/// A mode that travels on roads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoadMode {
    /// By car.
    Car,
    /// On foot.
    Walk,
}

/// A labelled set of speeds and delays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Setting {
    /// Light traffic: achieved speeds by class, delays at junctions.
    #[default]
    FreeFlow,
    /// The same with cars slowed by [`Profile::PEAK`].
    Peak,
    /// Tagged limits or fixed speeds by class, no factor and no delay: for checking one router against another.
    Plain,
}

/// How a mode moves: speeds, delays, legs. Made by [`Profile::car`] or [`Profile::walk`], then changed by the study.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// The mode.
    pub mode: RoadMode,
    /// Which labelled setting it started from.
    pub setting: Setting,
    /// The part of a tagged limit that is achieved, by class.
    pub factors: BTreeMap<RoadClass, f64>,
    /// The speed where no limit is tagged, by class.
    pub untagged: BTreeMap<RoadClass, Kph>,
    /// The same within built-up places (lit, or with a pavement), where it differs.
    pub untagged_built_up: BTreeMap<RoadClass, Kph>,
    /// The walking speed (on foot only).
    pub walking: Kph,
    /// The part of the walking speed achieved on steps.
    pub steps: f64,
    /// Delay where a road gives way to one of a higher class, or joins a roundabout.
    pub give_way: Seconds,
    /// Delay where three or more roads of equal class meet; passing a side road costs nothing.
    pub junction: Seconds,
    /// Delay at traffic signals.
    pub signal: Seconds,
    /// The factor on moving time for traffic: 1 in free flow.
    pub traffic: f64,
    /// The speed of the straight leg between a place and its road.
    pub leg: Kph,
    /// How far a place may be from its road; farther ones are unlinked.
    pub snap_limit: Metres,
    /// Minutes at the ends of a journey (parking, walking in), added once to every journey.
    pub terminal: Seconds,
    /// Whether ferries may be used.
    pub ferries: bool,
}

impl Profile {
    /// How much longer a car takes on the move at peak, within the 1.15 to 1.3 that the Department for
    /// Transport's *Journey time statistics* show between free flow and the morning peak on local roads.
    pub const PEAK: f64 = 1.25;

    /// The walking speed of the Department for Transport's *Journey time statistics: notes and definitions* (4.8 km/h).
    pub const WALKING: Kph = Kph::new(4.8);

    /// The profile of cars.
    #[must_use]
    pub fn car(setting: Setting) -> Self {
        let free_flow = Self {
            mode: RoadMode::Car,
            setting,
            factors: table(&FACTORS, |it| it),
            untagged: table(&OPEN_MPH, Kph::from_mph),
            untagged_built_up: table(&BUILT_UP_MPH, Kph::from_mph),
            walking: Self::WALKING,
            steps: 0.6,
            give_way: Seconds::new(4),
            junction: Seconds::new(1),
            signal: Seconds::new(8),
            traffic: 1.0,
            leg: DRIVES,
            snap_limit: Metres::new(1_000.0),
            terminal: Seconds::new(0),
            ferries: false,
        };
        match setting {
            Setting::FreeFlow => free_flow,
            Setting::Peak => Self {
                traffic: Self::PEAK,
                ..free_flow
            },
            Setting::Plain => Self {
                factors: BTreeMap::new(),
                untagged: table(&PLAIN_MPH, Kph::from_mph),
                untagged_built_up: BTreeMap::new(),
                leg: Self::WALKING,
                ..free_flow
            }
            .without_delays(),
        }
    }

    /// The profile of people on foot: every public way but motorways, the same in each setting.
    #[must_use]
    pub fn walk(setting: Setting) -> Self {
        Self {
            mode: RoadMode::Walk,
            factors: BTreeMap::new(),
            untagged: BTreeMap::new(),
            untagged_built_up: BTreeMap::new(),
            traffic: 1.0,
            leg: Self::WALKING,
            ..Self::car(setting)
        }
        .without_delays()
    }

    fn without_delays(self) -> Self {
        let none = Seconds::new(0);
        Self {
            give_way: none,
            junction: none,
            signal: none,
            ..self
        }
    }

    /// The directions in which the mode may use a link.
    #[must_use]
    pub fn passage(&self, link: &RoadLink) -> Passage {
        if link.class == RoadClass::Ferry && !self.ferries {
            return Passage::NONE;
        }
        match self.mode {
            RoadMode::Car => link.car,
            RoadMode::Walk => link.walk,
        }
    }

    /// Seconds over a link on the move, not yet rounded.
    #[must_use]
    pub fn seconds(&self, link: &RoadLink, length: Metres) -> f64 {
        if let (RoadClass::Ferry, Some(minutes)) = (link.class, link.ferry_minutes) {
            return minutes * 60.0;
        }
        self.speed(link).seconds_over(length) * self.traffic
    }

    /// The speed on a link, before traffic.
    #[must_use]
    pub fn speed(&self, link: &RoadLink) -> Kph {
        match (self.mode, link.class) {
            (_, RoadClass::Ferry) => FERRY,
            (RoadMode::Walk, RoadClass::Steps) => self.walking.times(self.steps),
            (RoadMode::Walk, _) => self.walking,
            (RoadMode::Car, class) => match link.limit {
                Some(Limit::Posted(limit)) => {
                    limit.times(self.factors.get(&class).copied().unwrap_or(1.0))
                }
                Some(Limit::Unlimited) if is_motorway(class) => Kph::from_mph(70.0),
                _ => self.untagged_speed(class, link.built_up),
            },
        }
    }

    /// Whether a link's limit `none` is not believed: only a motorway can have no limit, and none in Britain has.
    #[must_use]
    pub fn doubts(&self, link: &RoadLink) -> bool {
        self.mode == RoadMode::Car
            && link.limit == Some(Limit::Unlimited)
            && !is_motorway(link.class)
    }

    fn untagged_speed(&self, class: RoadClass, built_up: bool) -> Kph {
        let town = self.untagged_built_up.get(&class).filter(|_| built_up);
        town.or_else(|| self.untagged.get(&class))
            .copied()
            .unwrap_or(SLOWEST)
    }
}

/// Where neither a limit nor a speed of its class is known, and on a ferry without a tagged duration.
const SLOWEST: Kph = Kph::new(10.0);
const FERRY: Kph = Kph::new(15.0);

/// A car's leg in free flow stands for drives, yards and lanes that the road file does not hold: an area's
/// centroid can lie in a field between its villages, and nobody walks from there to a car.
const DRIVES: Kph = Kph::new(20.0);

/// The plain rules: miles an hour by class where no limit is tagged.
const PLAIN_MPH: [(RoadClass, f64); 15] = [
    (RoadClass::Motorway, 70.0),
    (RoadClass::MotorwayLink, 50.0),
    (RoadClass::Trunk, 55.0),
    (RoadClass::TrunkLink, 40.0),
    (RoadClass::Primary, 50.0),
    (RoadClass::PrimaryLink, 35.0),
    (RoadClass::Secondary, 45.0),
    (RoadClass::SecondaryLink, 30.0),
    (RoadClass::Tertiary, 40.0),
    (RoadClass::TertiaryLink, 30.0),
    (RoadClass::Unclassified, 30.0),
    (RoadClass::Residential, 25.0),
    (RoadClass::LivingStreet, 10.0),
    (RoadClass::Service, 12.0),
    (RoadClass::Road, 25.0),
];

/// Free flow: miles an hour on the open road where no limit is tagged.
const OPEN_MPH: [(RoadClass, f64); 15] = [
    (RoadClass::Motorway, 66.0),
    (RoadClass::MotorwayLink, 45.0),
    (RoadClass::Trunk, 52.0),
    (RoadClass::TrunkLink, 35.0),
    (RoadClass::Primary, 45.0),
    (RoadClass::PrimaryLink, 30.0),
    (RoadClass::Secondary, 40.0),
    (RoadClass::SecondaryLink, 28.0),
    (RoadClass::Tertiary, 31.0),
    (RoadClass::TertiaryLink, 25.0),
    (RoadClass::Unclassified, 26.0),
    (RoadClass::Residential, 20.0),
    (RoadClass::LivingStreet, 8.0),
    (RoadClass::Service, 10.0),
    (RoadClass::Road, 22.0),
];

/// Free flow: miles an hour in built-up places where no limit is tagged; such streets are limited to 30 mph.
const BUILT_UP_MPH: [(RoadClass, f64); 7] = [
    (RoadClass::Trunk, 28.0),
    (RoadClass::Primary, 27.0),
    (RoadClass::Secondary, 26.0),
    (RoadClass::Tertiary, 25.0),
    (RoadClass::Unclassified, 22.0),
    (RoadClass::Residential, 20.0),
    (RoadClass::Road, 20.0),
];

/// Free flow: the part of a tagged limit that is achieved. Wide roads come near it; narrow ones do not.
const FACTORS: [(RoadClass, f64); 15] = [
    (RoadClass::Motorway, 0.95),
    (RoadClass::MotorwayLink, 0.75),
    (RoadClass::Trunk, 0.92),
    (RoadClass::TrunkLink, 0.7),
    (RoadClass::Primary, 0.88),
    (RoadClass::PrimaryLink, 0.7),
    (RoadClass::Secondary, 0.85),
    (RoadClass::SecondaryLink, 0.7),
    (RoadClass::Tertiary, 0.8),
    (RoadClass::TertiaryLink, 0.7),
    (RoadClass::Unclassified, 0.7),
    (RoadClass::Residential, 0.7),
    (RoadClass::LivingStreet, 0.8),
    (RoadClass::Service, 0.5),
    (RoadClass::Road, 0.7),
];

fn is_motorway(class: RoadClass) -> bool {
    matches!(class, RoadClass::Motorway | RoadClass::MotorwayLink)
}

fn table<T>(rows: &[(RoadClass, f64)], make: impl Fn(f64) -> T) -> BTreeMap<RoadClass, T> {
    rows.iter()
        .map(|(class, value)| (*class, make(*value)))
        .collect()
}
