//! Requests that this very study answers, for whoever reads the document: each can be sent as it stands.

use serde_json::{Value, json};

use super::super::parts::Parts;
use crate::ids::SiteId;
use crate::model::Site;
use crate::space::Grid;

/// A body under a name.
pub(super) struct Named {
    pub(super) name: &'static str,
    pub(super) summary: &'static str,
    pub(super) body: Value,
}

/// Bodies by what they ask. Those of saved plans tell one story: a plan is saved, and saved again.
pub(super) struct Examples {
    pub(super) assess: Vec<Named>,
    pub(super) difference: Vec<Named>,
    pub(super) scenario: Vec<Named>,
    pub(super) catchment: Vec<Named>,
    pub(super) batch: Vec<Named>,
    pub(super) best_plans: Vec<Named>,
    pub(super) frontier: Vec<Named>,
    pub(super) plan: Vec<Named>,
    pub(super) revision: Vec<Named>,
    /// Longitude and latitude.
    pub(super) place: [f64; 2],
}

impl Examples {
    pub(super) fn of(parts: &Parts) -> Self {
        let case = &*parts.case;
        let service = case.services.iter().next().map_or("", |it| it.id.as_str());
        let mode = case.mode.name();
        let today = Named {
            name: "today",
            summary: "Today, without any change",
            body: json!({ "service": service, "mode": mode, "changes": [] }),
        };
        let changes = closing(parts);
        let closed = Named {
            name: "closed",
            summary: "An open site closes",
            body: json!({ "service": service, "mode": mode, "changes": changes }),
        };
        let place = place(parts);
        let figures = Named {
            name: "two_figures",
            summary: "Few open sites against short journeys",
            body: json!({ "service": service, "mode": mode, "figures": ["open_sites", "mean_minutes"] }),
        };
        Self {
            assess: vec![today, closed],
            difference: vec![Named {
                name: "from_today",
                summary: "From today to a plan",
                body: json!({ "service": service, "mode": mode, "from": [], "to": changes }),
            }],
            scenario: vec![Named {
                name: "file",
                summary: "A file without changes",
                body: json!({ "name": "as-today.toml", "text": "name = \"As today\"\nchanges = []\n" }),
            }],
            catchment: catchment(parts, mode, place),
            batch: vec![Named {
                name: "cheap",
                summary: "The shortest mean journey of those that cost at most a million",
                body: json!({
                    "where": [{ "figure": "annual_cost", "at_most": 1_000_000 }], "by": "mean_minutes",
                }),
            }],
            best_plans: vec![Named {
                name: "as_today",
                summary: "Within what the study allows",
                body: json!({ "service": service, "mode": mode }),
            }],
            frontier: vec![figures],
            plan: vec![Named {
                name: "new",
                summary: "A plan under a name",
                body: json!({ "name": "An example", "author": "Ada", "comment": "for the committee", "changes": changes }),
            }],
            revision: vec![Named {
                name: "again",
                summary: "Its second revision, made of the first",
                body: json!({ "name": "An example", "author": "Ada", "comment": "as today", "revision": 1, "changes": [] }),
            }],
            place,
        }
    }
}

/// The change that closes the first open site that may close.
fn closing(parts: &Parts) -> Vec<Value> {
    let case = &parts.case;
    let mut open = case.baseline.open().map(|(site, _)| site);
    let free = |it: &SiteId| case.sites[*it].lock.is_none();
    let site = open.find(free).map(|it| &case.sites[it].id);
    site.map(|it| json!({ "close": it })).into_iter().collect()
}

fn catchment(parts: &Parts, mode: &str, [lon, lat]: [f64; 2]) -> Vec<Named> {
    let mut known = Vec::new();
    if let Some(site) = parts.case.sites.iter().find(|it| it.point.is_some()) {
        known.push(Named {
            name: "site",
            summary: "Around a site",
            body: json!({ "mode": mode, "minutes": [10, 20, 30], "site": site.id }),
        });
    }
    if parts.sites_move {
        known.push(Named {
            name: "place",
            summary: "Around a place, from there",
            body: json!({ "mode": mode, "minutes": [15], "direction": "from-site", "lon": lon, "lat": lat }),
        });
    }
    known
}

/// Where the first site is that has a place, else the middle of England.
fn place(parts: &Parts) -> [f64; 2] {
    let grid = Grid::new();
    let degrees = |it: &Site| grid.lon_lat(it.point?);
    let found = parts.case.sites.iter().find_map(degrees);
    // To about a metre.
    let short = |degrees: f64| (degrees * 1e5).round() / 1e5;
    found.map_or([-1.5, 52.5], |it| [short(it.lon), short(it.lat)])
}
