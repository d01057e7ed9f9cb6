//! The ways people travel on roads: for each mode its profile, network and linkage.

use std::sync::Arc;

use crate::ids::{AreaId, Column, SiteId};
use crate::model::{Mode, RoadLink};
use crate::roads::{self, Network, Profile, Snapper, build};
use crate::space::Point;
use crate::study::{ModeSettings, Setting};
use crate::travel::{Direction, Journey, Linkage, TravelTimes, compute, link};
use crate::units::{Metres, Seconds};

/// One mode on its roads.
#[derive(Clone, Debug)]
pub struct Ways {
    /// How the mode moves.
    pub profile: Profile,
    /// The roads it may use.
    pub network: Arc<Network>,
    /// Ties further places to them.
    pub snapper: Arc<Snapper>,
    /// Where each area is tied to them.
    pub areas: Linkage<AreaId>,
    /// Where each site is tied to them.
    pub sites: Linkage<SiteId>,
}

impl Ways {
    /// Builds the network of a mode and ties the areas and sites of a study to it.
    #[must_use]
    pub fn new(
        links: &[RoadLink],
        profile: Profile,
        areas: &Column<AreaId, Option<Point>>,
        sites: &Column<SiteId, Option<Point>>,
    ) -> Self {
        let network = build(links, &profile);
        let snapper = Snapper::new(&network);
        let (areas, sites) = (
            link(areas, &snapper, profile.snap_limit),
            link(sites, &snapper, profile.snap_limit),
        );
        Self {
            profile,
            network: Arc::new(network),
            snapper: Arc::new(snapper),
            areas,
            sites,
        }
    }

    /// The times between every area and every site.
    #[must_use]
    pub fn times(&self, direction: Direction) -> TravelTimes {
        self.times_of(&self.sites, direction)
    }

    /// The times between every area and other places than the study's sites.
    #[must_use]
    pub fn times_to(
        &self,
        places: &Column<SiteId, Option<Point>>,
        direction: Direction,
    ) -> TravelTimes {
        let linkage = link(places, &self.snapper, self.profile.snap_limit);
        self.times_of(&linkage, direction)
    }

    fn times_of(&self, sites: &Linkage<SiteId>, direction: Direction) -> TravelTimes {
        compute(&self.journey(direction), &self.areas, sites)
    }

    fn journey(&self, direction: Direction) -> Journey<'_> {
        Journey {
            network: &self.network,
            profile: &self.profile,
            direction,
            horizon: TravelTimes::LONGEST,
        }
    }
}

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
