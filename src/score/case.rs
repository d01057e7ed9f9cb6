//! All that stays fixed while configurations are compared.

use std::collections::BTreeMap;

use super::Policy;
use crate::ids::{AreaId, BandId, Column, ServiceId, SiteId, TierId};
use crate::model::{
    Areas, Configuration, Decile, Deprivation, Mode, Population, Service, Site, Tier,
};
use crate::travel::TravelTimes;
use crate::units::{People, Pounds, Share};

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
    /// The baseline's annual cost as the council states it; without it, the sum over open sites.
    pub stated_cost: Option<Pounds>,
}

impl Case {
    /// The people of a band in an area; `None` where nobody published a count.
    #[must_use]
    pub fn people(&self, band: BandId, area: AreaId) -> Option<People> {
        *self.population.counts.get(band)?.get(area)?
    }

    /// The need rate of an area, such as the share of its children in low-income families; `None` where none is known.
    #[must_use]
    pub fn need(&self, area: AreaId) -> Option<f64> {
        self.deprivation.need.get(area)?.map(Share::get)
    }

    /// The national decile of an area; `None` where none is known.
    #[must_use]
    pub fn decile(&self, area: AreaId) -> Option<Decile> {
        *self.deprivation.decile.get(area)?
    }
}
