//! Which sites are open, and how.

use std::collections::BTreeMap;

use crate::ids::{Column, ServiceId, SiteId, TierId};
use crate::model::{Site, SiteStatus, Tier};
use crate::units::Hours;

/// How a site is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// The tier it is open at.
    pub tier: TierId,
    /// The services it offers, in order of their ids.
    pub services: Vec<ServiceId>,
    /// Staffed hours a week; `None` where nobody says.
    pub hours: Option<Hours>,
    /// Staffed hours a week of single services, where they differ from `hours`.
    pub service_hours: BTreeMap<ServiceId, Hours>,
    /// Sessions a week, of a site that is not open all week; `None` where nobody says.
    pub sessions: Option<f64>,
    /// The day by which a plan opens it at the earliest, written `YYYY-MM-DD`; `None` of a site that is open today, and
    /// in a plan without phases.
    pub opens: Option<String>,
}

/// Which sites are open and how: a value, compared and copied, never altered in place by a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Configuration {
    openings: Column<SiteId, Option<Opening>>,
}

impl Configuration {
    /// Today's configuration: every existing site open at its own tier.
    #[must_use]
    pub fn today(sites: &Column<SiteId, Site>, tiers: &Column<TierId, Tier>) -> Self {
        let openings = sites.map(|site| match site.status {
            SiteStatus::Existing => Some(Opening::of(site, site.tier, tiers)),
            SiteStatus::Candidate => None,
        });
        Self { openings }
    }

    /// How a site is open, or `None` when it is closed.
    #[must_use]
    pub fn opening(&self, site: SiteId) -> Option<&Opening> {
        self.openings.get(site).and_then(Option::as_ref)
    }

    /// The open sites in order of their ids.
    pub fn open(&self) -> impl Iterator<Item = (SiteId, &Opening)> {
        self.openings
            .enumerate()
            .filter_map(|(site, opening)| Some((site, opening.as_ref()?)))
    }

    /// The same configuration with one site opened, changed or (with `None`) closed.
    #[must_use]
    pub fn with(mut self, site: SiteId, opening: Option<Opening>) -> Self {
        self.openings[site] = opening;
        self
    }

    /// The same configuration for a list of sites that has grown; the new ones are closed.
    #[must_use]
    pub fn over(mut self, n_sites: usize) -> Self {
        while self.openings.len() < n_sites {
            self.openings.push(None);
        }
        self
    }
}

impl Opening {
    /// How a site would be open at a tier: its own services and hours at its own tier, the tier's at any other. Where it
    /// tells its sessions and no hours, the tier's hours go with them. A service of 0 hours is not offered.
    #[must_use]
    pub fn of(site: &Site, tier: TierId, tiers: &Column<TierId, Tier>) -> Self {
        let usual = &tiers[tier];
        let mut opening = Self {
            tier,
            services: usual.services.clone(),
            hours: usual.hours,
            service_hours: usual.service_hours.clone(),
            sessions: usual.sessions,
            opens: None,
        };
        if tier == site.tier {
            if let Some(sessions) = site.sessions {
                opening = opening.with_sessions(sessions);
            }
            opening.hours = site.hours.or(opening.hours);
            opening.service_hours.extend(&site.service_hours);
            if let Some(services) = &site.services {
                opening.services.clone_from(services);
            }
        }
        let unstaffed = |it: &ServiceId| {
            opening
                .service_hours
                .get(it)
                .is_some_and(|it| it.get() <= 0.0)
        };
        opening.services.retain(|it| !unstaffed(it));
        opening
    }

    /// The staffed hours a week of one service: its own where they are told, else those of the whole site.
    #[must_use]
    pub fn hours_of(&self, service: ServiceId) -> Option<Hours> {
        self.service_hours.get(&service).copied().or(self.hours)
    }

    /// All staffed hours a week: the whole site's, else the sum over its services where each of them is told.
    #[must_use]
    pub fn all_hours(&self) -> Option<Hours> {
        let each = self.services.iter().map(|it| self.service_hours.get(it));
        let sum = || {
            let hours: Option<Vec<f64>> = each.map(|it| it.map(|it| it.get())).collect();
            hours.filter(|it| !it.is_empty())
        };
        self.hours.or_else(|| Some(Hours::new(sum()?.iter().sum())))
    }

    /// The same with other staffed hours of one service, `None` where it is not offered there. Where its hours are told
    /// apart from those of the whole site, these move by the difference. A service of 0 hours is no longer offered.
    #[must_use]
    pub fn with_service_hours(mut self, service: ServiceId, hours: Hours) -> Option<Self> {
        let before = self.service_hours.insert(service, hours);
        let offered = self.services.iter().position(|it| *it == service);
        match offered {
            Some(place) if hours.get() <= 0.0 => {
                self.services.remove(place);
            }
            Some(_) => (),
            // It was there until its hours were none.
            None if before.is_some_and(|it| it.get() <= 0.0) => {
                if hours.get() > 0.0 {
                    self.services.push(service);
                    self.services.sort_unstable();
                }
            }
            None => return None,
        }
        self.hours = match (self.hours, before) {
            (Some(whole), Some(before)) => {
                let moved = whole.get() + hours.get() - before.get();
                Some(Hours::new(moved.max(0.0)))
            }
            // Without any service left, there is no sum over services.
            (None, _) if self.services.is_empty() => Some(Hours::new(0.0)),
            (whole, _) => whole,
        };
        Some(self)
    }

    /// The same with another number of sessions a week; hours that are told go with them.
    #[must_use]
    pub fn with_sessions(mut self, sessions: f64) -> Self {
        if let Some(usual) = self.sessions.filter(|it| *it > 0.0) {
            let scaled = |it: Hours| Hours::new(it.get() * sessions / usual);
            self.hours = self.hours.map(scaled);
            self.service_hours
                .values_mut()
                .for_each(|it| *it = scaled(*it));
        }
        self.sessions = Some(sessions);
        self
    }
}
