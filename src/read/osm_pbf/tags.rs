//! What the tags of a way or a node mean for roads.
//!
//! Sources: OpenStreetMap wiki, *Key:highway*, *Key:access*, *Key:oneway*, *Key:maxspeed*, *Key:barrier*,
//! *OSM tags for routing/Maxspeed* (United Kingdom), as of 2026. Conditional and lane tags are not read, nor
//! are turn restrictions.

use crate::model::{Limit, Passage, RoadClass};
use crate::units::Kph;

/// The tags of one object, as pairs of key and value.
pub(super) struct Tags<'a>(pub(super) Vec<(&'a str, &'a str)>);

/// What a way is, as a road.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RoadTags {
    pub(super) class: RoadClass,
    pub(super) limit: Option<Limit>,
    pub(super) car: Passage,
    pub(super) walk: Passage,
    pub(super) roundabout: bool,
    pub(super) built_up: bool,
    pub(super) ferry_minutes: Option<f64>,
    /// A value of `oneway` that is not known, if there is one.
    pub(super) odd_oneway: Option<String>,
    /// A value of a speed key that is not understood, if there is one and no other key helps.
    pub(super) odd_speed: Option<String>,
}

/// What a node is, to those who pass it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct NodeTags {
    pub(super) signal: bool,
    pub(super) stops_car: bool,
    pub(super) stops_walk: bool,
}

/// Values of an access key that let nobody through but those they name.
const REFUSED: [&str; 8] = [
    "no",
    "private",
    "agricultural",
    "forestry",
    "delivery",
    "military",
    "emergency",
    "permit",
];

/// Barriers that stop a car unless its access is tagged. A person walks round, over or through them.
const STOPS_CAR: [&str; 22] = [
    "bollard",
    "block",
    "stile",
    "kissing_gate",
    "cycle_barrier",
    "motorcycle_barrier",
    "horse_stile",
    "turnstile",
    "full-height_turnstile",
    "jersey_barrier",
    "log",
    "debris",
    "chain",
    "planter",
    "rope",
    "wall",
    "fence",
    "hedge",
    "wicket_gate",
    "hampshire_gate",
    "step",
    "bump_gate_post",
];

impl<'a> Tags<'a> {
    pub(super) fn get(&self, key: &str) -> Option<&'a str> {
        self.0
            .iter()
            .find(|(it, _)| *it == key)
            .map(|(_, value)| *value)
    }

    /// The value of the first key that is there.
    fn first(&self, keys: &[&str]) -> Option<&'a str> {
        keys.iter().find_map(|it| self.get(it))
    }

    /// The way as a road, or `None` when neither a car nor a person on foot may use it.
    pub(super) fn road(&self) -> Option<RoadTags> {
        let class = match (self.get("highway"), self.get("route")) {
            (Some(highway), _) => {
                RoadClass::from_name(highway).filter(|it| *it != RoadClass::Ferry)?
            }
            (None, Some("ferry")) => RoadClass::Ferry,
            _ => return None,
        };
        let roundabout = self.get("junction") == Some("roundabout");
        let (oneway, odd_oneway) = self.oneway(class, roundabout);
        let car = if is_for_cars(class) && !refused(self.first(&CAR_KEYS)) {
            oneway
        } else {
            Passage::NONE
        };
        let walk = if is_for_feet(class) && !refused(self.first(&WALK_KEYS)) {
            Passage::BOTH
        } else {
            Passage::NONE
        };
        if !car.any() && !walk.any() {
            return None;
        }
        let (limit, odd_speed) = self.limit();
        let ferry_minutes = self
            .get("duration")
            .filter(|_| class == RoadClass::Ferry)
            .and_then(minutes);
        let built_up = self.built_up();
        Some(RoadTags {
            class,
            limit,
            car,
            walk,
            roundabout,
            built_up,
            ferry_minutes,
            odd_oneway,
            odd_speed,
        })
    }

    /// What the node means to those who pass it.
    pub(super) fn node(&self) -> NodeTags {
        let signal = self.get("highway") == Some("traffic_signals")
            || (self.get("highway") == Some("crossing")
                && self.get("crossing") == Some("traffic_signals"));
        let Some(barrier) = self.get("barrier") else {
            return NodeTags {
                signal,
                ..NodeTags::default()
            };
        };
        let (car, walk) = (self.first(&CAR_KEYS), self.first(&WALK_KEYS));
        let stops_car = if STOPS_CAR.contains(&barrier) {
            car.is_none() || refused(car)
        } else {
            refused(car)
        };
        NodeTags {
            signal,
            stops_car,
            stops_walk: refused(walk),
        }
    }

    fn oneway(&self, class: RoadClass, roundabout: bool) -> (Passage, Option<String>) {
        const FORWARD: Passage = Passage {
            forward: true,
            backward: false,
        };
        const BACKWARD: Passage = Passage {
            forward: false,
            backward: true,
        };
        let implied = roundabout || matches!(class, RoadClass::Motorway | RoadClass::MotorwayLink);
        let untagged = if implied { FORWARD } else { Passage::BOTH };
        match self
            .first(&["oneway:motorcar", "oneway:motor_vehicle", "oneway"])
            .map(str::to_ascii_lowercase)
            .as_deref()
        {
            None => (untagged, None),
            Some("yes" | "true" | "1") => (FORWARD, None),
            Some("-1" | "reverse") => (BACKWARD, None),
            Some("no" | "false" | "0" | "alternating") => (Passage::BOTH, None),
            Some(other) => (untagged, Some(other.to_owned())),
        }
    }

    fn limit(&self) -> (Option<Limit>, Option<String>) {
        let tagged: Vec<&str> = ["maxspeed", "maxspeed:type", "source:maxspeed"]
            .iter()
            .filter_map(|it| self.get(it))
            .collect();
        let limit = tagged.iter().find_map(|it| speed(it));
        let odd = tagged
            .first()
            .filter(|_| limit.is_none() && self.get("maxspeed").is_some());
        (limit, odd.map(|it| (*it).to_owned()))
    }

    fn built_up(&self) -> bool {
        let pavement = self
            .get("sidewalk")
            .is_some_and(|it| !matches!(it, "no" | "none"));
        self.get("lit") == Some("yes") || pavement
    }
}

/// Keys of access, the most specific first.
const CAR_KEYS: [&str; 4] = ["motorcar", "motor_vehicle", "vehicle", "access"];
const WALK_KEYS: [&str; 2] = ["foot", "access"];

fn refused(value: Option<&str>) -> bool {
    value.is_some_and(|it| REFUSED.contains(&it))
}

/// Whether cars use a class unless told otherwise. Classes stand in order: all up to `road`, and ferries.
fn is_for_cars(class: RoadClass) -> bool {
    class <= RoadClass::Road || class == RoadClass::Ferry
}

fn is_for_feet(class: RoadClass) -> bool {
    !matches!(class, RoadClass::Motorway | RoadClass::MotorwayLink)
}

/// A speed limit in any of its spellings: `30 mph`, `50` (km/h), `GB:nsl_dual`, `national`, `none`.
fn speed(value: &str) -> Option<Limit> {
    let value = value.trim().to_ascii_lowercase();
    if let Some(mph) = value.strip_suffix("mph") {
        return number(mph).map(|it| Limit::Posted(Kph::from_mph(it)));
    }
    if let Some(kph) = number(
        value
            .trim_end_matches("km/h")
            .trim_end_matches("kmh")
            .trim_end_matches("kph"),
    ) {
        return Some(Limit::Posted(Kph::new(kph)));
    }
    if value == "none" {
        return Some(Limit::Unlimited);
    }
    let name = value
        .strip_prefix("gb:")
        .or_else(|| value.strip_prefix("uk:"))
        .unwrap_or(&value);
    let mph = match name {
        // Where a national limit does not say for which road, it is that of a single carriageway.
        "nsl_single" | "national_single" | "national" | "nsl" | "rural" => 60.0,
        "nsl_dual" | "national_dual" | "motorway" | "nsl_motorway" => 70.0,
        "nsl_restricted" | "restricted" | "urban" => 30.0,
        _ => return None,
    };
    Some(Limit::Posted(Kph::from_mph(mph)))
}

fn number(text: &str) -> Option<f64> {
    text.trim()
        .parse()
        .ok()
        .filter(|it| (1.0..=200.0).contains(it))
}

/// A duration: `45`, `00:45` or `1:05:00`, in minutes.
fn minutes(duration: &str) -> Option<f64> {
    let parts: Vec<f64> = duration
        .split(':')
        .map(|it| it.trim().parse().ok())
        .collect::<Option<_>>()?;
    let minutes = match parts[..] {
        [minutes] => minutes,
        [hours, minutes] => hours * 60.0 + minutes,
        [hours, minutes, seconds] => hours * 60.0 + minutes + seconds / 60.0,
        _ => return None,
    };
    (minutes > 0.0 && minutes < 10_000.0).then_some(minutes)
}
