//! Scenarios: ordered changes laid on a configuration, which itself is never altered.

use crate::ids::{Column, ServiceId, SiteId, TierId};
use crate::model::{Configuration, Opening, Site, SiteStatus, Tier};
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
        /// Sessions a week; hours that are not given go with them.
        sessions: Option<f64>,
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
    /// Sets the staffed hours of an open site, or of one service there.
    Hours {
        /// Which site.
        site: SiteId,
        /// Of which service, and its id in study files; `None` of the whole site.
        service: Option<(ServiceId, String)>,
        /// Staffed hours a week.
        hours: Hours,
    },
    /// Opens a site that the study does not list. It has a point, and a part of its cost that is not known is `None`,
    /// never nothing.
    Add(Box<Site>),
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
    /// The steps by which the changes come, in order of their days; none where they all come at once.
    pub phases: Vec<Phase>,
}

/// A step of a programme: by a day, the first so many changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// The day it begins, written `YYYY-MM-DD`.
    pub from: String,
    /// How many of the scenario's changes are done by then.
    pub first: usize,
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
    /// The change sets the hours of a service that the site does not offer.
    #[error(
        "change {place}: site {site} does not offer {service} at this point; name a service it offers"
    )]
    NotOffered {
        /// The place of the change in its scenario, from 1.
        place: usize,
        /// The site's id.
        site: String,
        /// The service's id.
        service: String,
    },
    /// The change adds a site under the id of another one.
    #[error(
        "change {place}: there is another site {site} already; give the new one an id of its own"
    )]
    Taken {
        /// The place of the change in its scenario, from 1.
        place: usize,
        /// The site's id.
        site: String,
    },
}

impl ChangeFault {
    /// The place of the change in its scenario, from 1.
    #[must_use]
    pub const fn place(&self) -> usize {
        match self {
            Self::AlreadyOpen { place, .. }
            | Self::Closed { place, .. }
            | Self::NotOffered { place, .. }
            | Self::Taken { place, .. } => *place,
        }
    }
}

impl Scenario {
    /// Lays the changes on a configuration, or tells every change that does not fit.
    ///
    /// A move closes the site and opens a *moved site* with the same tier, services, hours, capacity and cost at
    /// the new place. It is added to the sites under the old id followed by `@` and the National Grid metres; where the list has it already
    /// (from another scenario), that one is opened. Later changes that name the old site mean the moved one. A site
    /// that the scenario itself adds joins the list likewise; it is described whole by its own change, and no later
    /// one can name it.
    ///
    /// # Errors
    /// Every change that opens an open site, closes, converts, moves or staffs a closed one, staffs a service that the
    /// site does not offer, or adds a site under an id that is taken.
    pub fn apply(
        &self,
        base: &Configuration,
        sites: &mut Column<SiteId, Site>,
        tiers: &Column<TierId, Tier>,
    ) -> Result<Configuration, Vec<ChangeFault>> {
        let mut laid = Laid {
            plan: base.clone().over(sites.len()),
            sites,
            tiers,
            now_at: Vec::new(),
            day: None,
        };
        let mut faults = Vec::new();
        for (nth, change) in self.changes.iter().enumerate() {
            laid.day = self.earliest(nth);
            faults.extend(laid.change(nth + 1, change).err());
        }
        if faults.is_empty() {
            Ok(laid.plan)
        } else {
            Err(faults)
        }
    }

    /// The day by which a change comes at the earliest: that of the first phase it belongs to; of a change after the last
    /// phase, that of the last.
    fn earliest(&self, nth: usize) -> Option<String> {
        let own = self.phases.iter().find(|it| it.first > nth);
        own.or(self.phases.last()).map(|it| it.from.clone())
    }
}

/// A plan while changes are laid on it, one after the other.
struct Laid<'a> {
    plan: Configuration,
    sites: &'a mut Column<SiteId, Site>,
    tiers: &'a Column<TierId, Tier>,
    /// The sites moved so far, and what stands for each.
    now_at: Vec<(SiteId, SiteId)>,
    /// The day by which the change that is laid comes, where the scenario has phases.
    day: Option<String>,
}

impl Laid<'_> {
    fn change(&mut self, place: usize, change: &Change) -> Result<(), ChangeFault> {
        match change {
            Change::Add(new) => self.add(place, new),
            Change::Open {
                site: named,
                tier,
                hours,
                sessions,
            } => {
                let site = self.standing_for(*named);
                if self.plan.opening(site).is_some() {
                    let site = self.sites[*named].id.clone();
                    return Err(ChangeFault::AlreadyOpen { place, site });
                }
                let own = &self.sites[site];
                let mut opening = Opening::of(own, tier.unwrap_or(own.tier), self.tiers);
                if let Some(sessions) = sessions {
                    opening = opening.with_sessions(*sessions);
                }
                opening.hours = hours.or(opening.hours);
                opening.opens = self.opens(site);
                self.set(site, Some(opening));
                Ok(())
            }
            Change::Close(site) => {
                let (site, _) = self.open(place, *site)?;
                self.set(site, None);
                Ok(())
            }
            Change::Convert { site, tier } => {
                let (site, before) = self.open(place, *site)?;
                let opening = Opening {
                    opens: before.opens,
                    ..Opening::of(&self.sites[site], *tier, self.tiers)
                };
                self.set(site, Some(opening));
                Ok(())
            }
            Change::Hours {
                site,
                service,
                hours,
            } => {
                let (site, mut opening) = self.open(place, *site)?;
                match service {
                    Some((service, id)) => {
                        let not_offered = || ChangeFault::NotOffered {
                            place,
                            site: self.sites[site].id.clone(),
                            service: id.clone(),
                        };
                        opening = opening
                            .with_service_hours(*service, *hours)
                            .ok_or_else(not_offered)?;
                    }
                    None => opening.hours = Some(*hours),
                }
                self.set(site, Some(opening));
                Ok(())
            }
            Change::Move { site: named, to } => {
                let (site, opening) = self.open(place, *named)?;
                self.set(site, None);
                let moved = moved_site(self.sites, *named, *to);
                self.now_at.push((*named, moved));
                self.set(moved, Some(opening));
                Ok(())
            }
        }
    }

    fn add(&mut self, place: usize, new: &Site) -> Result<(), ChangeFault> {
        let site = match self.sites.find(|it| it.id == new.id) {
            None => self.sites.push(new.clone()),
            // From another scenario, which adds the very same site.
            Some(known) if self.sites[known] == *new && self.plan.opening(known).is_none() => known,
            Some(_) => {
                let site = new.id.clone();
                return Err(ChangeFault::Taken { place, site });
            }
        };
        let opening = Opening {
            opens: self.opens(site),
            ..Opening::of(new, new.tier, self.tiers)
        };
        self.set(site, Some(opening));
        Ok(())
    }

    /// The day that an opening of a site tells: of one that is open today there is none.
    fn opens(&self, site: SiteId) -> Option<String> {
        let candidate = self.sites[site].status == SiteStatus::Candidate;
        self.day.clone().filter(|_| candidate)
    }

    /// The site that stands for one by now: itself, or what it has moved to.
    fn standing_for(&self, named: SiteId) -> SiteId {
        let moved = self.now_at.iter().rev().find(|(old, _)| *old == named);
        moved.map_or(named, |(_, new)| *new)
    }

    /// The site that stands for one, and how it is open.
    fn open(&self, place: usize, named: SiteId) -> Result<(SiteId, Opening), ChangeFault> {
        let site = self.standing_for(named);
        let closed = || ChangeFault::Closed {
            place,
            site: self.sites[named].id.clone(),
        };
        let opening = self.plan.opening(site).cloned().ok_or_else(closed)?;
        Ok((site, opening))
    }

    fn set(&mut self, site: SiteId, opening: Option<Opening>) {
        let plan = self.plan.clone().over(self.sites.len());
        self.plan = plan.with(site, opening);
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
        status: SiteStatus::Candidate,
        ..sites[old].clone()
    };
    sites.push(moved)
}
