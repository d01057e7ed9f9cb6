//! What is commissioned: services, bundles and delivery models, at which tiers, paid by whom, out of which money.

use crate::ids::{BandId, Column, FunderId, Id, ServiceId, TierId};
use crate::model::{AgeBand, Funder, Money, Service, Tier};
use crate::study::keys::Keys;
use crate::study::people::PeopleSource;
use crate::study::study::InNeed;
use crate::study::{delivery_models, funders, money, services, tiers};

/// What the sections about services tell.
pub(super) struct Commissioned {
    /// Services, then bundles, then delivery models.
    pub(super) services: Column<ServiceId, Service>,
    /// The single services: what a site can offer. A bundle or a model is offered where all of its parts are.
    pub(super) singles: Column<ServiceId, Service>,
    pub(super) tiers: Column<TierId, Tier>,
    pub(super) funders: Column<FunderId, Funder>,
    pub(super) money: Money,
    /// How many of the bands are given by a file.
    pub(super) bands: usize,
    /// The bands of those in need, which come after these.
    pub(super) in_need: Vec<InNeed>,
}

/// The sections of what is asked for: services, bundles and delivery models.
pub(super) struct Sections<'a> {
    services: Vec<Keys<'a>>,
    bundles: Vec<Keys<'a>>,
    models: Vec<Keys<'a>>,
}

impl<'a> Sections<'a> {
    pub(super) fn of(root: &Keys<'a>) -> Self {
        Self {
            services: root.tables("services"),
            bundles: root.tables("bundles"),
            models: root.tables("delivery_models"),
        }
    }

    pub(super) fn services(&self) -> &[Keys<'a>] {
        &self.services
    }

    /// All of them, in that order.
    pub(super) fn all(&self) -> impl Iterator<Item = &Keys<'a>> {
        let several = self.bundles.iter().chain(&self.models);
        self.services.iter().chain(several)
    }
}

/// Reads `[[services]]`, `[[bundles]]`, `[[delivery_models]]`, `[tiers]`, `[funders]` and `[money]`. Bands that presets need
/// are added where a file can give them.
pub(super) fn read(
    root: &Keys<'_>,
    sections: &Sections<'_>,
    people: &mut [PeopleSource],
    bands: &mut Vec<AgeBand>,
) -> Commissioned {
    if !root.has("services") {
        root.missing(
            "services",
            "a section [[services]] with an id and a standard",
        );
    }
    let model_keys = &sections.models;
    let (service_keys, bundle_keys) = (&sections.services, &sections.bundles);
    let mut ages = services::ages(service_keys);
    ages.extend(delivery_models::ages(model_keys));
    services::add_bands(&ages, people, bands);
    let funders = funders::read(root.table("funders").as_ref());
    let remit = services::Remit {
        bands,
        people,
        funders: &funders,
    };
    let read = services::read(service_keys, remit);
    let (singles, mut services) = (read.services.clone(), read.services);
    let tiers = tiers::read(root.table("tiers").as_ref(), &singles);
    services::bundles(bundle_keys, &mut services, bands);
    delivery_models::read(model_keys, &mut services, &read.presets, remit);
    Commissioned {
        bands: bands.len(),
        in_need: need_bands(&read.by_need, &mut services, bands),
        money: money::read(root, &funders),
        services,
        singles,
        tiers,
        funders,
    }
}

/// Gives the services that children in need alone ask for a band of their own: of each band, the children times the
/// need rate of their area.
fn need_bands(
    by_need: &[ServiceId],
    services: &mut Column<ServiceId, Service>,
    bands: &mut Vec<AgeBand>,
) -> Vec<InNeed> {
    let mut known: Vec<InNeed> = Vec::new();
    for service in by_need {
        let of = services[*service].band;
        // A study without any band is refused, which is told elsewhere.
        let Some(AgeBand { name, label }) = bands.get(of.place()).cloned() else {
            continue;
        };
        let same = known.iter().find(|it| it.of == of).map(|it| it.band);
        services[*service].band = same.unwrap_or_else(|| {
            let band = BandId::at(bands.len());
            bands.push(AgeBand {
                name: format!("{name}_in_need"),
                label: format!("{label} in need"),
            });
            known.push(InNeed { band, of });
            band
        });
    }
    known
}
