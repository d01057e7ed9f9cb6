//! Which open sites families can go to for a service.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::{Column, ServiceId, SiteId, TierId};
use crate::model::{Configuration, Makeup, Opening, Service, Site, Tier, TierKind};

/// What stays fixed while sites open and close: what is offered, at which tiers, from which sites.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// The services, bundles and delivery models.
    pub services: &'a Column<ServiceId, Service>,
    /// The tiers of site.
    pub tiers: &'a Column<TierId, Tier>,
    /// The sites.
    pub sites: &'a Column<SiteId, Site>,
}

/// The open sites that families can go to for a service, in order of their ids.
///
/// A site offers a bundle or a delivery model where it offers every part of it. An open member of a virtual network
/// stands for what any open member of the network offers. A base that staff visit from is no place to go to.
#[must_use]
pub fn offering(
    offer: Offer<'_>,
    configuration: &Configuration,
    service: ServiceId,
) -> Vec<SiteId> {
    let own = [service];
    let parts = offer.services[service].parts().unwrap_or(&own);
    let lacking = matches!(&offer.services[service].makeup, Makeup::DeliveryModel { lacking, .. } if !lacking.is_empty());
    if parts.is_empty() || lacking {
        return Vec::new();
    }
    let networks = networks(offer, configuration);
    let offers = |site: SiteId, opening: &Opening| match &offer.tiers[opening.tier].kind {
        TierKind::Place => parts.iter().all(|it| opening.services.contains(it)),
        TierKind::Network => {
            let together = networks.get(&network(offer, site, opening));
            together.is_some_and(|all| parts.iter().all(|it| all.contains(it)))
        }
        TierKind::Visits(_) => false,
    };
    let open = configuration.open();
    open.filter(|(site, it)| offers(*site, it))
        .map(|(site, _)| site)
        .collect()
}

/// Whether families can go to a site for a service by what it offers itself, whichever other sites are open. A member of a
/// network may offer more together with others.
#[must_use]
pub fn offers_alone(offer: Offer<'_>, opening: &Opening, service: ServiceId) -> bool {
    let own = [service];
    let it = &offer.services[service];
    let parts = it.parts().unwrap_or(&own);
    let lacking =
        matches!(&it.makeup, Makeup::DeliveryModel { lacking, .. } if !lacking.is_empty());
    let to_go_to = !matches!(offer.tiers[opening.tier].kind, TierKind::Visits(_));
    let all = parts.iter().all(|it| opening.services.contains(it));
    to_go_to && !parts.is_empty() && !lacking && all
}

/// A network: the tier, and the name its members give it.
type Network<'a> = (TierId, Option<&'a str>);

fn network<'a>(offer: Offer<'a>, site: SiteId, opening: &Opening) -> Network<'a> {
    (opening.tier, offer.sites[site].network.as_deref())
}

/// What the open members of each network offer together.
fn networks<'a>(
    offer: Offer<'a>,
    configuration: &Configuration,
) -> BTreeMap<Network<'a>, BTreeSet<ServiceId>> {
    let mut all: BTreeMap<Network<'a>, BTreeSet<ServiceId>> = BTreeMap::new();
    let is_network = |it: &Tier| it.kind == TierKind::Network;
    if !offer.tiers.iter().any(is_network) {
        return all;
    }
    let members = configuration
        .open()
        .filter(|(_, it)| is_network(&offer.tiers[it.tier]));
    for (site, opening) in members {
        let known = all.entry(network(offer, site, opening)).or_default();
        known.extend(&opening.services);
    }
    all
}
