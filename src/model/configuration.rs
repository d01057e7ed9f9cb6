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
    /// How a site would be open at a tier: its own services and hours at its own tier, the tier's at any other.
    #[must_use]
    pub fn of(site: &Site, tier: TierId, tiers: &Column<TierId, Tier>) -> Self {
        let (own, usual) = (tier == site.tier, &tiers[tier]);
        let services = site
            .services
            .clone()
            .filter(|_| own)
            .unwrap_or_else(|| usual.services.clone());
        let mut service_hours = usual.service_hours.clone();
        if own {
            service_hours.extend(&site.service_hours);
        }
        Self {
            tier,
            services,
            hours: site.hours.filter(|_| own).or(usual.hours),
            service_hours,
            sessions: site.sessions.filter(|_| own).or(usual.sessions),
        }
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
