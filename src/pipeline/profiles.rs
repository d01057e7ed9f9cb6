//! What a study says of a mode -> its profile.

use crate::model::Mode;
use crate::roads::{self, Profile};
use crate::study::{ModeSettings, Setting};
use crate::units::{Metres, Seconds};

/// The profile of a mode on roads as a study sets it; `None` for a mode that roads do not give.
#[must_use]
pub fn profile(mode: &Mode, settings: &ModeSettings, ferries: bool) -> Option<Profile> {
    let setting = match settings.setting {
        Setting::FreeFlow => roads::Setting::FreeFlow,
        Setting::Peak => roads::Setting::Peak,
        Setting::Plain => roads::Setting::Plain,
    };
    let mut profile = match mode.name() {
        "car" => Profile::car(setting),
        "walk" => Profile::walk(setting),
        _ => return None,
    };
    profile.ferries = ferries;
    if let Some(speed) = settings.speed_kmh {
        profile.walking = speed;
        if profile.mode == roads::RoadMode::Walk {
            profile.leg = speed;
        }
    }
    for (class, factor) in &settings.factors {
        profile.factors.insert(*class, *factor);
    }
    for (class, speed) in &settings.speeds_kmh {
        profile.untagged.insert(*class, *speed);
        profile.untagged_built_up.remove(class);
    }
    let seconds = |value: Option<f64>, usual: Seconds| {
        value.and_then(Seconds::from_fractional).unwrap_or(usual)
    };
    profile.give_way = seconds(settings.give_way_seconds, profile.give_way);
    profile.junction = seconds(settings.junction_seconds, profile.junction);
    profile.signal = seconds(settings.signal_seconds, profile.signal);
    profile.terminal = settings
        .terminal_minutes
        .and_then(Seconds::from_fractional_minutes)
        .unwrap_or(profile.terminal);
    profile.traffic = settings.traffic_factor.unwrap_or(profile.traffic);
    profile.steps = settings.steps_factor.unwrap_or(profile.steps);
    profile.snap_limit = settings
        .snap_limit_m
        .map_or(profile.snap_limit, Metres::new);
    profile.leg = settings.leg_speed_kmh.unwrap_or(profile.leg);
    Some(profile)
}
