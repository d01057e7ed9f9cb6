//! Changes as written -> changes as meant: ids looked up, places and hours checked, every fault at once.

use std::collections::BTreeMap;

use crate::ids::{Column, ServiceId, SiteId, TierId};
use crate::model::{Change, Cost, CostLine, Payers, Service, Site, SiteStatus, Tier};
use crate::read::site_id_fault;
use crate::space::{Grid, LonLat, Point};
use crate::study::error::{StudyErrors, StudyFault, did_you_mean};
use crate::study::hours::MOST_SESSIONS;
use crate::study::scenario::{NewSite, WrittenChange};
use crate::units::{Hours, Pounds};

/// What sites can be and offer: the names a change may use beside those of sites.
#[derive(Clone, Copy, Debug)]
pub struct Offered<'a> {
    /// The tiers of the study.
    pub tiers: &'a Column<TierId, Tier>,
    /// The services of the study.
    pub services: &'a Column<ServiceId, Service>,
    /// Who pays each line of a new site's cost.
    pub payers: Payers,
}

/// The place that two numbers mean: longitude and latitude where both can be degrees, else easting and northing;
/// `None` far from Britain.
#[must_use]
pub fn place_of_pair([x, y]: [f64; 2]) -> Option<Point> {
    let degrees = x.abs() <= 180.0 && y.abs() <= 90.0;
    let point = if degrees {
        Grid::new().point(LonLat::new(x, y))?
    } else {
        Point::new(x, y)
    };
    let inside = (-100_000.0..=800_000.0).contains(&point.x)
        && (-100_000.0..=1_400_000.0).contains(&point.y);
    inside.then_some(point)
}

impl WrittenChange {
    /// The same change with its place, where it has one, as longitude and latitude in degrees.
    #[must_use]
    pub fn in_degrees(mut self) -> Self {
        let pair = match &mut self {
            Self::Move { to, .. } => to,
            Self::Add(NewSite { at, .. }) => at,
            _ => return self,
        };
        let place = place_of_pair(*pair).and_then(|it| Grid::new().lon_lat(it));
        if let Some(place) = place {
            *pair = [place.lon, place.lat];
        }
        self
    }
}

/// Changes with their ids looked up, first to last.
///
/// # Errors
/// Every unknown site (`E-CFG-SITE`), tier and service (`E-CFG-ENUM`), with the nearest one there is; every added site
/// whose id is taken (`E-CFG-SITE`) or cannot be one (`E-ID-CHARS`); every place, cost or number of hours out of range.
pub fn resolve_changes(
    changes: &[WrittenChange],
    sites: &Column<SiteId, Site>,
    offered: Offered<'_>,
) -> Result<Vec<Change>, StudyErrors> {
    let mut errors = StudyErrors::default();
    let mut resolved = Vec::new();
    for (nth, change) in changes.iter().enumerate() {
        let mut names = Names {
            sites,
            offered,
            before: &changes[..nth],
            nth,
            errors: &mut errors,
        };
        resolved.extend(names.change(change));
    }
    errors.or(resolved)
}

struct Names<'a> {
    sites: &'a Column<SiteId, Site>,
    offered: Offered<'a>,
    /// The changes before this one.
    before: &'a [WrittenChange],
    nth: usize,
    errors: &'a mut StudyErrors,
}

impl Names<'_> {
    fn change(&mut self, change: &WrittenChange) -> Option<Change> {
        match change {
            WrittenChange::Open {
                open,
                tier,
                hours,
                sessions,
            } => {
                let site = self.site("open", open);
                let tier = tier.as_ref().map(|it| self.tier(it));
                let hours = hours.map(|it| self.hours("hours", it));
                let sessions = sessions.map(|it| self.sessions(it));
                Some(Change::Open {
                    site: site?,
                    tier: tier.map_or(Some(None), |it| it.map(Some))?,
                    hours: hours.map_or(Some(None), |it| it.map(Some))?,
                    sessions: sessions.map_or(Some(None), |it| it.map(Some))?,
                })
            }
            WrittenChange::Close { close } => self.site("close", close).map(Change::Close),
            WrittenChange::Convert { convert, tier } => {
                let (site, tier) = (self.site("convert", convert), self.tier(tier));
                Some(Change::Convert {
                    site: site?,
                    tier: tier?,
                })
            }
            WrittenChange::Move { site, to } => {
                let site = self.site("move", site);
                let place = self.place("to", *to);
                Some(Change::Move {
                    site: site?,
                    to: place?,
                })
            }
            WrittenChange::Hours {
                hours,
                value,
                service,
            } => {
                let (site, hours) = (self.site("hours", hours), self.hours("value", *value));
                let service = service.as_ref().map(|it| self.single(it));
                Some(Change::Hours {
                    site: site?,
                    service: service.map_or(Some(None), |it| it.map(Some))?,
                    hours: hours?,
                })
            }
            WrittenChange::Add(new) => self.new_site(new).map(|it| Change::Add(Box::new(it))),
        }
    }

    /// The site an addition describes; all that is wrong with it is told at once.
    fn new_site(&mut self, new: &NewSite) -> Option<Site> {
        let before = self.errors.0.len();
        self.new_id(&new.add);
        let place = self.place("at", new.at);
        let tier = match &new.tier {
            Some(tier) => self.tier(tier),
            None => self.only_tier(),
        };
        let hours = new.hours.map(|it| self.hours("hours", it));
        let named = new.services.as_ref();
        let services = named.map(|it| self.services("services", it));
        let costs = [
            (CostLine::Premises, "cost_premises", new.cost_premises),
            (CostLine::Management, "cost_management", new.cost_management),
            (CostLine::FrontLine, "cost_front_line", new.cost_front_line),
        ];
        let costs = costs.map(|(line, key, pounds)| {
            Some(Cost {
                line,
                funder: self.offered.payers.of(line),
                pounds: self.cost(key, pounds?)?,
            })
        });
        if self.errors.0.len() > before {
            return None;
        }
        Some(Site {
            id: new.add.clone(),
            name: new.name.clone().unwrap_or_else(|| new.add.clone()),
            point: Some(place?),
            status: SiteStatus::Candidate,
            tier: tier?,
            services,
            hours: hours.flatten(),
            capacity: None,
            service_hours: BTreeMap::new(),
            sessions: None,
            network: None,
            managed_by: None,
            costs: costs.into_iter().flatten().collect(),
            lock: None,
            district: None,
        })
    }

    fn new_id(&mut self, id: &str) {
        let value = format!("{id:?}");
        if let Some(what) = site_id_fault(id) {
            let remedy = "give it another id".to_owned();
            self.fault("add", "E-ID-CHARS", &value, what, remedy);
        }
        let same = |it: &WrittenChange| matches!(it, WrittenChange::Add(it) if it.add == id);
        let what = if self.sites.find(|it| it.id == id).is_some() {
            "the study has a site of this id"
        } else if self.before.iter().any(same) {
            "a change before this one adds a site of this id"
        } else {
            return;
        };
        let remedy = "give the new site an id of its own".to_owned();
        self.fault("add", "E-CFG-SITE", &value, what, remedy);
    }

    fn only_tier(&mut self) -> Option<TierId> {
        let tiers = self.offered.tiers;
        let only = tiers.ids().next().filter(|_| tiers.len() == 1);
        if only.is_none() {
            let known: Vec<&str> = tiers.iter().map(|it| it.id.as_str()).collect();
            let remedy = format!("give it tier, one of {}", known.join(", "));
            let what = "nothing says which tier the new site is";
            self.fault("tier", "E-CFG-MISSING", "", what, remedy);
        }
        only
    }

    /// The single services of some names; a bundle stands for what it is made of.
    fn services(&mut self, key: &str, names: &[String]) -> Vec<ServiceId> {
        let services = self.offered.services;
        let mut ids = Vec::new();
        for name in names {
            let found = services.find(|it| it.id == *name);
            if found.is_none() {
                let remedy = did_you_mean(name, services.iter().map(|it| it.id.as_str()));
                let value = format!("{name:?}");
                let what = "no service has this id";
                self.fault(key, "E-CFG-ENUM", &value, what, remedy);
            }
            match found.and_then(|it| services[it].parts()) {
                Some(parts) => ids.extend(parts),
                None => ids.extend(found),
            }
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The one service whose hours are told, and its id. A bundle has no hours of its own: how they are shared out among
    /// what it is made of, its word does not tell.
    fn single(&mut self, name: &str) -> Option<(ServiceId, String)> {
        let services = self.offered.services;
        let parts = services
            .find(|it| it.id == name)
            .and_then(|it| services[it].parts());
        if let Some(parts) = parts {
            let ids: Vec<&str> = parts.iter().map(|it| services[*it].id.as_str()).collect();
            let remedy = format!(
                "give each its hours in a change of its own: {}",
                ids.join(", ")
            );
            let what = "this is made of several services, and has no hours of its own";
            self.fault("service", "E-CFG-ENUM", &format!("{name:?}"), what, remedy);
            return None;
        }
        let found = self.services("service", &[name.to_owned()]);
        Some((*found.first()?, name.to_owned()))
    }

    fn cost(&mut self, key: &str, pounds: f64) -> Option<Pounds> {
        let cost = Pounds::from_fractional(pounds).filter(|_| pounds >= 0.0);
        if cost.is_none() {
            let what = "a cost is a number of pounds a year, 0 or more";
            let remedy = "give pounds a year, or leave it out where it is not known".to_owned();
            self.fault(key, "E-CFG-RANGE", &pounds.to_string(), what, remedy);
        }
        cost
    }

    fn place(&mut self, key: &str, pair: [f64; 2]) -> Option<Point> {
        let place = place_of_pair(pair);
        if place.is_none() {
            let what = "neither a place on the National Grid nor one in degrees";
            let remedy = "give easting and northing".to_owned();
            self.fault(key, "E-CFG-RANGE", &format!("{pair:?}"), what, remedy);
        }
        place
    }

    fn site(&mut self, key: &str, id: &str) -> Option<SiteId> {
        let found = self.sites.find(|it| it.id == id);
        let added = |it: &WrittenChange| matches!(it, WrittenChange::Add(it) if it.add == id);
        if found.is_none() && self.before.iter().any(added) {
            let what = "a site that this scenario adds is described whole where it is added";
            let remedy = "give its place, tier and hours there, or remove the addition".to_owned();
            self.fault(key, "E-CFG-SITE", &format!("{id:?}"), what, remedy);
        } else if found.is_none() {
            let remedy = did_you_mean(id, self.sites.iter().map(|it| it.id.as_str()));
            self.fault(
                key,
                "E-CFG-SITE",
                &format!("{id:?}"),
                "no site has this id",
                remedy,
            );
        }
        found
    }

    fn tier(&mut self, id: &str) -> Option<TierId> {
        let found = self.offered.tiers.find(|it| it.id == id);
        if found.is_none() {
            let remedy = did_you_mean(id, self.offered.tiers.iter().map(|it| it.id.as_str()));
            self.fault(
                "tier",
                "E-CFG-ENUM",
                &format!("{id:?}"),
                "no tier has this name",
                remedy,
            );
        }
        found
    }

    fn hours(&mut self, key: &str, hours: f64) -> Option<Hours> {
        if (0.0..=Hours::MOST).contains(&hours) {
            return Some(Hours::new(hours));
        }
        let remedy = Hours::WHY_MOST.to_owned();
        self.fault(
            key,
            "E-CFG-RANGE",
            &hours.to_string(),
            &Hours::too_many(),
            remedy,
        );
        None
    }

    fn sessions(&mut self, sessions: f64) -> Option<f64> {
        if (0.0..=MOST_SESSIONS).contains(&sessions) {
            return Some(sessions);
        }
        let what = format!("sessions a week must be at least 0 and at most {MOST_SESSIONS}");
        let remedy = "give sessions a week".to_owned();
        self.fault(
            "sessions",
            "E-CFG-RANGE",
            &sessions.to_string(),
            &what,
            remedy,
        );
        None
    }

    fn fault(&mut self, key: &str, code: &'static str, value: &str, what: &str, remedy: String) {
        let path = format!("changes[{}].{key}", self.nth);
        self.errors
            .0
            .push(StudyFault::new(code, "", &path, what, remedy).value(value));
    }
}
