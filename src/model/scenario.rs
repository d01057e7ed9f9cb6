//! Scenarios: ordered changes laid on a configuration, which itself is never altered.

use crate::ids::{Column, Id, SiteId, TierId};
use crate::model::{Configuration, Opening, Site, Tier};
use crate::space::Point;
use crate::units::Hours;

/// One change to a configuration.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Opens a closed site, at its own tier and hours unless others are given.
    Open {
        /// Which site.
        site: SiteId,
        /// The tier to open at.
        tier: Option<TierId>,
        /// Staffed hours a week.
        hours: Option<Hours>,
    },
    /// Closes an open site.
    Close(SiteId),
    /// Gives an open site another tier.
    Convert {
        /// Which site.
        site: SiteId,
        /// The new tier.
        tier: TierId,
    },
    /// Runs an open site from another place.
    Move {
        /// Which site.
        site: SiteId,
        /// The new place.
        to: Point,
    },
    /// Sets the staffed hours of an open site.
    Hours {
        /// Which site.
        site: SiteId,
        /// Staffed hours a week.
        hours: Hours,
    },
}

/// A named, ordered list of changes on the baseline ("plan" on screen).
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The id in files and addresses.
    pub id: String,
    /// The name people know.
    pub name: String,
    /// The changes, applied first to last.
    pub changes: Vec<Change>,
}

/// Why a change cannot be laid on a configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeFault {
    /// The change opens a site that is open already.
    #[error("change {place}: site {site} is open already; use convert or hours to change it")]
    AlreadyOpen {
        /// The place of the change in its scenario, from 1.
        place: usize,
        /// The site's id.
        site: String,
    },
    /// The change needs an open site and finds it closed.
    #[error("change {place}: site {site} is closed at this point; open it first")]
    Closed {
        /// The place of the change in its scenario, from 1.
        place: usize,
        /// The site's id.
        site: String,
    },
}

impl Scenario {
    /// Lays the changes on a configuration, or tells every change that does not fit.
    ///
    /// A move closes the site and opens a *moved site* with the same tier, services, hours, capacity and cost at
    /// the new place. It is added to the sites under the old id followed by `@` and the National Grid metres; where the list has it already
    /// (from another scenario), that one is opened. Later changes that name the old site mean the moved one.
    ///
    /// # Errors
    /// Every change that opens an open site, or closes, converts, moves or staffs a closed one.
    pub fn apply(
        &self,
        base: &Configuration,
        sites: &mut Column<SiteId, Site>,
        tiers: &Column<TierId, Tier>,
    ) -> Result<Configuration, Vec<ChangeFault>> {
        let mut plan = base.clone().over(sites.len());
        let mut now_at: Vec<(SiteId, SiteId)> = Vec::new();
        let mut faults = Vec::new();
        for (place, change) in self.changes.iter().enumerate() {
            let named = change.site();
            let site = now_at
                .iter()
                .rev()
                .find(|(old, _)| *old == named)
                .map_or(named, |(_, new)| *new);
            let fault = |open: bool| {
                let site = sites[named].id.clone();
                let place = place + 1;
                if open {
                    ChangeFault::AlreadyOpen { place, site }
                } else {
                    ChangeFault::Closed { place, site }
                }
            };
            let opening = plan.opening(site).cloned();
            plan = match (change, opening) {
                (Change::Open { .. }, Some(_)) => {
                    faults.push(fault(true));
                    plan
                }
                (Change::Open { tier, hours, .. }, None) => {
                    let mut opening =
                        Opening::of(&sites[site], tier.unwrap_or(sites[site].tier), tiers);
                    opening.hours = hours.or(opening.hours);
                    plan.with(site, Some(opening))
                }
                (_, None) => {
                    faults.push(fault(false));
                    plan
                }
                (Change::Close(_), Some(_)) => plan.with(site, None),
                (Change::Convert { tier, .. }, Some(_)) => {
                    let opening = Opening::of(&sites[site], *tier, tiers);
                    plan.with(site, Some(opening))
                }
                (Change::Hours { hours, .. }, Some(opening)) => plan.with(
                    site,
                    Some(Opening {
                        hours: Some(*hours),
                        ..opening
                    }),
                ),
                (Change::Move { to, .. }, Some(opening)) => {
                    let moved = moved_site(sites, named, *to);
                    now_at.push((named, moved));
                    plan.with(site, None)
                        .over(sites.len())
                        .with(moved, Some(opening))
                }
            };
        }
        if faults.is_empty() {
            Ok(plan)
        } else {
            Err(faults)
        }
    }
}

impl Change {
    /// The site the change is about.
    #[must_use]
    pub const fn site(&self) -> SiteId {
        match self {
            Self::Open { site, .. }
            | Self::Close(site)
            | Self::Convert { site, .. }
            | Self::Move { site, .. }
            | Self::Hours { site, .. } => *site,
        }
    }
}

fn moved_site(sites: &mut Column<SiteId, Site>, old: SiteId, to: Point) -> SiteId {
    let id = format!("{}@{:.0},{:.0}", sites[old].id, to.x, to.y);
    if let Some(known) = sites.find(|it| it.id == id) {
        return known;
    }
    let moved = Site {
        id,
        point: Some(to),
        status: super::SiteStatus::Candidate,
        ..sites[old].clone()
    };
    let place = SiteId::at(sites.len());
    sites.push(moved);
    place
}
