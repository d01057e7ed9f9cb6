//! How each mode travels on roads: speeds, delays and limits, as the study sets them.

use std::collections::BTreeMap;

use crate::model::RoadClass;
use crate::study::error::{StudyFault, did_you_mean};
use crate::study::keys::Keys;
use crate::units::Kph;

/// What the speeds of a mode start from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Setting {
    /// Free flow: reasoned factors by class, a few seconds a turn and at a signal.
    #[default]
    FreeFlow,
    /// Free flow slowed to the peak.
    Peak,
    /// Limits as tagged, without factors or delays, for checking one router against another.
    Plain,
}

impl Setting {
    /// The word in study files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::FreeFlow => "free-flow",
            Self::Peak => "peak",
            Self::Plain => "plain",
        }
    }
}

/// What a study says of one mode; `None` and classes not named take the setting's own value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModeSettings {
    /// What the speeds start from.
    pub setting: Setting,
    /// One speed for the whole mode, as on foot.
    pub speed_kmh: Option<Kph>,
    /// Achieved share of the limit, by class.
    pub factors: BTreeMap<RoadClass, f64>,
    /// Speed of lanes without a tagged limit, by class.
    pub speeds_kmh: BTreeMap<RoadClass, Kph>,
    /// Delay where a road gives way to a higher one or joins a roundabout, seconds.
    pub give_way_seconds: Option<f64>,
    /// Delay where three or more roads of equal class meet, seconds.
    pub junction_seconds: Option<f64>,
    /// Delay at each signal, seconds.
    pub signal_seconds: Option<f64>,
    /// How much longer moving takes in traffic: 1 in free flow.
    pub traffic_factor: Option<f64>,
    /// The part of the walking speed achieved on steps.
    pub steps_factor: Option<f64>,
    /// How far from a road a place may be, metres.
    pub snap_limit_m: Option<f64>,
    /// Parking, walking in and the like, minutes a journey.
    pub terminal_minutes: Option<f64>,
    /// Speed of the straight legs between a place and its road.
    pub leg_speed_kmh: Option<Kph>,
}

const SPEED: (f64, f64) = (0.0, 200.0);

impl ModeSettings {
    /// Reads one table of `[modes]`.
    pub(super) fn read(keys: &Keys<'_>) -> Self {
        let words = [Setting::FreeFlow, Setting::Peak, Setting::Plain].map(|it| (it.word(), it));
        let setting = keys
            .choice("setting", &words)
            .unwrap_or_else(|| keys.default("setting", "free-flow", Setting::FreeFlow));
        let speed = |key| keys.number(key, SPEED.0, SPEED.1, true).map(Kph::new);
        let settings = Self {
            setting,
            speed_kmh: speed("speed_kmh"),
            leg_speed_kmh: speed("leg_speed_kmh"),
            factors: by_class(keys, "factors", 2.0).into_iter().collect(),
            speeds_kmh: by_class(keys, "speeds_kmh", SPEED.1)
                .into_iter()
                .map(|(class, it)| (class, Kph::new(it)))
                .collect(),
            give_way_seconds: keys.number("give_way_seconds", 0.0, 600.0, false),
            junction_seconds: keys.number("junction_seconds", 0.0, 600.0, false),
            signal_seconds: keys.number("signal_seconds", 0.0, 600.0, false),
            traffic_factor: keys.number("traffic_factor", 0.0, 10.0, true),
            steps_factor: keys.number("steps_factor", 0.0, 1.0, true),
            snap_limit_m: keys.number("snap_limit_m", 0.0, 100_000.0, true),
            terminal_minutes: keys.number("terminal_minutes", 0.0, 120.0, false),
        };
        keys.finish();
        settings
    }
}

fn by_class(keys: &Keys<'_>, key: &'static str, high: f64) -> Vec<(RoadClass, f64)> {
    let Some(table) = keys.table(key) else {
        return Vec::new();
    };
    let mut values = Vec::new();
    for name in table.names() {
        let Some(class) = RoadClass::from_name(name) else {
            let known = RoadClass::NAMES.map(|(_, it)| it);
            let remedy = did_you_mean(name, known);
            let page = table.page();
            let fault = StudyFault::new(
                "E-CFG-UNKNOWN",
                page.file,
                &table.path(name),
                "unknown class of road",
                remedy,
            );
            let (line, column) = table.place_of(name);
            page.push(fault.at(line, column));
            continue;
        };
        values.extend(table.number(name, 0.0, high, true).map(|it| (class, it)));
    }
    values
}
