//! Which sites are open, and how.

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

    /// The open sites that offer a service, in order of their ids.
    pub fn offering(&self, service: ServiceId) -> impl Iterator<Item = SiteId> {
        self.open()
            .filter(move |(_, it)| it.services.contains(&service))
            .map(|(site, _)| site)
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
        let own = tier == site.tier;
        let services = site
            .services
            .clone()
            .filter(|_| own)
            .unwrap_or_else(|| tiers[tier].services.clone());
        let hours = site.hours.filter(|_| own).or(tiers[tier].hours);
        Self {
            tier,
            services,
            hours,
        }
    }
}
