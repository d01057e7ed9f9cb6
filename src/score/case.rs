//! All that stays fixed while configurations are compared.

use std::collections::BTreeMap;

use super::{DeprivationBand, Policy};
use crate::ids::{AreaId, BandId, Column, FunderId, ServiceId, SiteId, TierId};
use crate::model::{
    Areas, Configuration, Decile, Deprivation, Funder, Mode, Money, Offer, Opening, Population,
    Rules, Service, Site, Tier, offering, offers_alone,
};
use crate::travel::TravelTimes;
use crate::units::{People, Share};

/// All that is fixed in a comparison; immutable and shared.
#[derive(Clone, Debug)]
pub struct Case {
    /// The areas and their districts.
    pub areas: Areas,
    /// The people of each area by age band.
    pub population: Population,
    /// The band a run weights by where no service says another.
    pub band: BandId,
    /// Deprivation of each area.
    pub deprivation: Deprivation,
    /// The services.
    pub services: Column<ServiceId, Service>,
    /// The tiers of site.
    pub tiers: Column<TierId, Tier>,
    /// The sites, moved ones last.
    pub sites: Column<SiteId, Site>,
    /// The travel times of each mode, a column for each of `sites`.
    pub times: BTreeMap<Mode, TravelTimes>,
    /// The mode an assessment uses unless another of `times` is asked for.
    pub mode: Mode,
    /// Today's configuration.
    pub baseline: Configuration,
    /// What the members choose.
    pub policy: Policy,
    /// Who pays.
    pub funders: Column<FunderId, Funder>,
    /// What the council says of money: what today costs, what a plan must save.
    pub money: Money,
    /// What every plan must keep to.
    pub rules: Rules,
}

impl Case {
    /// The people of a band in an area; `None` where nobody published a count.
    #[must_use]
    pub fn people(&self, band: BandId, area: AreaId) -> Option<People> {
        *self.population.counts.get(band)?.get(area)?
    }

    /// The open sites that families can go to for a service, in order of their ids; see [`offering`].
    #[must_use]
    pub fn offering(&self, configuration: &Configuration, service: ServiceId) -> Vec<SiteId> {
        let offer = Offer {
            services: &self.services,
            tiers: &self.tiers,
            sites: &self.sites,
        };
        offering(offer, configuration, service)
    }

    /// Whether families can go to a site for a service whichever others are open; see [`offers_alone`].
    #[must_use]
    pub fn offers_alone(&self, opening: &Opening, service: ServiceId) -> bool {
        let offer = Offer {
            services: &self.services,
            tiers: &self.tiers,
            sites: &self.sites,
        };
        offers_alone(offer, opening, service)
    }

    /// Whether a site gives a service itself as it is open, or a part of one that is several. A member of a network stands
    /// for services too that other members give.
    #[must_use]
    pub fn gives(&self, opening: &Opening, service: ServiceId) -> bool {
        let own = [service];
        let parts = self.services[service].parts().unwrap_or(&own);
        parts.iter().any(|it| opening.services.contains(it))
    }

    /// How many people a site that is open can take for a service: its capacity as told, else its staffed hours times the
    /// contacts that an hour of the service gives; `None` where neither is known. A site that gives no part of the service
    /// itself takes nobody.
    #[must_use]
    pub fn capacity(&self, site: SiteId, opening: &Opening, service: ServiceId) -> Option<f64> {
        if !self.gives(opening, service) {
            return Some(0.0);
        }
        let told = self.sites[site].capacity.map(People::get);
        let by_hours = || Some(opening.hours_of(service)?.get() * self.services[service].per_hour?);
        told.or_else(by_hours)
    }

    /// The need rate of an area, such as the share of its children in low-income families; `None` where none is known.
    #[must_use]
    pub fn need(&self, area: AreaId) -> Option<f64> {
        self.deprivation.need.get(area)?.map(Share::get)
    }

    /// Whether an area is known to lie in the most deprived three national deciles.
    #[must_use]
    pub fn most_deprived(&self, area: AreaId) -> bool {
        let band = self.decile(area).map(DeprivationBand::of);
        band == Some(DeprivationBand::Most)
    }

    /// The national decile of an area; `None` where none is known.
    #[must_use]
    pub fn decile(&self, area: AreaId) -> Option<Decile> {
        *self.deprivation.decile.get(area)?
    }
}
