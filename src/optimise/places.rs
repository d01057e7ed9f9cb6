//! The places a search chooses among: each way a site of the study could be open for a service.

use super::{Refused, Wish};
use crate::ids::SiteId;
use crate::model::{Configuration, Opening, TierKind};
use crate::score::Case;

/// One way a site could be open.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) site: SiteId,
    pub(super) opening: Opening,
}

/// All places of a search, in order of sites, and what stays as it is.
#[derive(Clone, Debug)]
pub(super) struct Places {
    pub(super) list: Vec<Place>,
    /// Today's configuration without the sites that are searched.
    pub(super) base: Configuration,
}

impl Places {
    /// Every site that offers the service as it is open today, or as it would open; at its own tier first, then at each of
    /// those that are wished for.
    pub(super) fn of(case: &Case, wish: &Wish) -> Result<Self, Refused> {
        let mut places = Self {
            list: Vec::new(),
            base: case.baseline.clone(),
        };
        for (site, it) in case.sites.enumerate() {
            let today = case.baseline.opening(site).cloned();
            let own = today.unwrap_or_else(|| Opening::of(it, it.tier, &case.tiers));
            let tiers = wish.tiers.iter().filter(|tier| **tier != own.tier);
            let others: Vec<Opening> = tiers
                .map(|tier| Opening::of(it, *tier, &case.tiers))
                .collect();
            let openings = std::iter::once(own).chain(others);
            let openings: Vec<Opening> = openings
                .filter(|it| case.offers_alone(it, wish.service))
                .collect();
            if openings.is_empty() {
                continue;
            }
            places.base = places.base.with(site, None);
            for opening in openings {
                if case.tiers[opening.tier].kind == TierKind::Network {
                    return Err(Refused::Network(site));
                }
                places.list.push(Place { site, opening });
            }
        }
        if places.list.is_empty() {
            return Err(Refused::NoSite);
        }
        Ok(places)
    }

    /// The configuration with some places open.
    pub(super) fn configuration(&self, open: &[usize]) -> Configuration {
        open.iter().fold(self.base.clone(), |it, place| {
            let Place { site, opening } = &self.list[*place];
            it.with(*site, Some(opening.clone()))
        })
    }
}
