//! Scenarios as written, in the study file, in files of their own and by the map: ordered lists of changes.

use serde::{Deserialize, Serialize};

use crate::ids::{Column, SiteId, TierId};
use crate::model::{Change, Scenario, Site, Tier};
use crate::space::{Grid, LonLat, Point};
use crate::study::error::{StudyErrors, StudyFault, did_you_mean};
use crate::study::file::{StudyFile, check_schema};
use crate::study::keys::{Keys, Kind};
use crate::units::Hours;

/// One change as written: `{ close = "farcet" }` in TOML, `{"close": "farcet"}` in JSON. Which key it has tells
/// what it does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum WrittenChange {
    /// Opens a closed site, at its own tier and hours unless others are given.
    Open {
        /// The site's id.
        open: String,
        /// The tier to open at.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tier: Option<String>,
        /// Staffed hours a week.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hours: Option<f64>,
        /// Sessions a week; read and kept, not used yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sessions: Option<f64>,
    },
    /// Closes an open site.
    Close {
        /// The site's id.
        close: String,
    },
    /// Gives an open site another tier.
    Convert {
        /// The site's id.
        convert: String,
        /// The new tier.
        tier: String,
    },
    /// Runs an open site from another place.
    Move {
        /// The site's id.
        #[serde(rename = "move")]
        site: String,
        /// Easting and northing in metres, or longitude and latitude where both are within the range of degrees.
        to: [f64; 2],
    },
    /// Sets the staffed hours of an open site.
    Hours {
        /// The site's id.
        hours: String,
        /// Staffed hours a week.
        value: f64,
    },
}

/// A scenario as written; site ids are not checked yet.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenScenario {
    /// The id in files and addresses.
    pub id: String,
    /// The name people know.
    pub name: String,
    /// The changes, first to last.
    pub changes: Vec<WrittenChange>,
    /// The file it was read from.
    pub file: String,
    /// The full path of its changes, such as `scenarios[0].changes`.
    pub path: String,
    /// The line of each change; empty where it was read from no file.
    pub lines: Vec<usize>,
}

impl WrittenScenario {
    /// The same scenario with ids looked up.
    ///
    /// # Errors
    /// Every unknown site and tier, with its line.
    pub fn resolve(
        &self,
        sites: &Column<SiteId, Site>,
        tiers: &Column<TierId, Tier>,
    ) -> Result<Scenario, StudyErrors> {
        let located = |errors: StudyErrors| {
            let faults = errors.0.into_iter().map(|it| {
                let nth = place_of(&it.key);
                let line = nth.and_then(|nth| self.lines.get(nth)).copied();
                StudyFault {
                    file: self.file.clone(),
                    key: it.key.replacen("changes", &self.path, 1),
                    line: line.unwrap_or(0),
                    column: usize::from(line.is_some()),
                    ..it
                }
            });
            StudyErrors(faults.collect())
        };
        let changes = resolve_changes(&self.changes, sites, tiers).map_err(located)?;
        Ok(Scenario {
            id: self.id.clone(),
            name: self.name.clone(),
            changes,
        })
    }
}

fn place_of(key: &str) -> Option<usize> {
    key.split_once('[')?.1.split_once(']')?.0.parse().ok()
}

/// Reads a scenario file: `id`, `name` and `changes`.
///
/// # Errors
/// Every fault of the file at once.
pub fn scenario_file(text: &str, name: &str) -> Result<WrittenScenario, StudyErrors> {
    let file = StudyFile::parse(text, name)?;
    let keys = file.keys();
    if keys.has("schema") {
        check_schema(&keys);
    }
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = stem.strip_suffix(".toml").unwrap_or(stem);
    let scenario = read_scenario(&keys, Some(stem));
    file.page.finish(scenario)
}

/// Reads one table of `[[scenarios]]`, or a file of its own whose name is the usual id.
pub(super) fn read_scenario(keys: &Keys<'_>, stem: Option<&str>) -> Option<WrittenScenario> {
    let id = match stem {
        Some(stem) => keys.text("id").or_else(|| Some(stem.to_owned())),
        None => keys.need_text("id"),
    };
    let name = keys.text("name").or_else(|| id.clone());
    keys.later(&[("phases", Kind::List)]);
    if !keys.has("changes") {
        keys.missing(
            "changes",
            "a list of changes such as [{ close = \"a-site\" }]",
        );
    }
    let tables = keys.tables("changes");
    let n = tables.len();
    let lines = tables.iter().map(Keys::line).collect();
    let changes: Vec<WrittenChange> = tables.iter().filter_map(read_change).collect();
    keys.finish();
    (changes.len() == n).then_some(())?;
    Some(WrittenScenario {
        id: id?,
        name: name?,
        changes,
        file: keys.page().file.to_owned(),
        path: keys.path("changes"),
        lines,
    })
}

const MOST_HOURS: f64 = 168.0;

fn read_change(keys: &Keys<'_>) -> Option<WrittenChange> {
    let hours = |key| keys.number(key, 0.0, MOST_HOURS, false);
    let change = if keys.has("open") {
        keys.later(&[("sessions", Kind::Number)]);
        keys.text("open").map(|open| WrittenChange::Open {
            open,
            tier: keys.text("tier"),
            hours: hours("hours"),
            sessions: keys.number("sessions", 0.0, MOST_HOURS, false),
        })
    } else if keys.has("close") {
        keys.text("close")
            .map(|close| WrittenChange::Close { close })
    } else if keys.has("convert") {
        let tier = keys.need_text("tier");
        keys.text("convert")
            .zip(tier)
            .map(|(convert, tier)| WrittenChange::Convert { convert, tier })
    } else if keys.has("move") {
        let to = place(keys);
        keys.text("move")
            .zip(to)
            .map(|(site, to)| WrittenChange::Move { site, to })
    } else if keys.has("hours") {
        if !keys.has("value") {
            keys.missing("value", "staffed hours a week");
        }
        keys.text("hours")
            .zip(hours("value"))
            .map(|(hours, value)| WrittenChange::Hours { hours, value })
    } else {
        let what = "a change has one of open, close, convert, move, hours";
        keys.fault(
            "",
            "E-CFG-MISSING",
            what,
            "write { close = \"a-site\" } or the like",
        );
        None
    };
    keys.finish();
    change
}

fn place(keys: &Keys<'_>) -> Option<[f64; 2]> {
    if !keys.has("to") {
        keys.missing("to", "a place such as [541_800, 296_500]");
        return None;
    }
    let to = keys.numbers("to")?;
    let pair: Option<[f64; 2]> = to.try_into().ok();
    if pair.is_none_or(|it| place_of_pair(it).is_none()) {
        let what =
            "easting and northing in metres, or longitude and latitude in degrees, are needed";
        keys.fault("to", "E-CFG-RANGE", what, "write to = [541_800, 296_500]");
        return None;
    }
    pair
}

/// The place that two numbers mean: longitude and latitude where both can be degrees, else easting and northing;
/// `None` far from Britain.
#[must_use]
pub fn place_of_pair([x, y]: [f64; 2]) -> Option<Point> {
    if x.abs() <= 180.0 && y.abs() <= 90.0 {
        return Grid::new().point(LonLat::new(x, y));
    }
    let inside = (-100_000.0..=800_000.0).contains(&x) && (-100_000.0..=1_400_000.0).contains(&y);
    inside.then(|| Point::new(x, y))
}

/// Changes with their ids looked up, first to last.
///
/// # Errors
/// Every unknown site (`E-CFG-SITE`) and tier (`E-CFG-ENUM`), with the nearest one there is, and every place or
/// number of hours out of range.
pub fn resolve_changes(
    changes: &[WrittenChange],
    sites: &Column<SiteId, Site>,
    tiers: &Column<TierId, Tier>,
) -> Result<Vec<Change>, StudyErrors> {
    let mut errors = StudyErrors::default();
    let mut resolved = Vec::new();
    for (nth, change) in changes.iter().enumerate() {
        let mut names = Names {
            sites,
            tiers,
            nth,
            errors: &mut errors,
        };
        resolved.extend(names.change(change));
    }
    errors.or(resolved)
}

struct Names<'a> {
    sites: &'a Column<SiteId, Site>,
    tiers: &'a Column<TierId, Tier>,
    nth: usize,
    errors: &'a mut StudyErrors,
}

impl Names<'_> {
    fn change(&mut self, change: &WrittenChange) -> Option<Change> {
        match change {
            WrittenChange::Open {
                open, tier, hours, ..
            } => {
                let site = self.site("open", open);
                let tier = tier.as_ref().map(|it| self.tier(it));
                let hours = hours.map(|it| self.hours("hours", it));
                Some(Change::Open {
                    site: site?,
                    tier: tier.map_or(Some(None), |it| it.map(Some))?,
                    hours: hours.map_or(Some(None), |it| it.map(Some))?,
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
                let place = place_of_pair(*to);
                if place.is_none() {
                    let what = "neither a place on the National Grid nor one in degrees";
                    self.fault(
                        "to",
                        "E-CFG-RANGE",
                        &format!("{to:?}"),
                        what,
                        "give easting and northing".to_owned(),
                    );
                }
                Some(Change::Move {
                    site: site?,
                    to: place?,
                })
            }
            WrittenChange::Hours { hours, value } => {
                let (site, hours) = (self.site("hours", hours), self.hours("value", *value));
                Some(Change::Hours {
                    site: site?,
                    hours: hours?,
                })
            }
        }
    }

    fn site(&mut self, key: &str, id: &str) -> Option<SiteId> {
        let found = self.sites.find(|it| it.id == id);
        if found.is_none() {
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
        let found = self.tiers.find(|it| it.id == id);
        if found.is_none() {
            let remedy = did_you_mean(id, self.tiers.iter().map(|it| it.id.as_str()));
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
        if (0.0..=MOST_HOURS).contains(&hours) {
            return Some(Hours::new(hours));
        }
        let what = "a week has 0 to 168 hours";
        self.fault(
            key,
            "E-CFG-RANGE",
            &hours.to_string(),
            what,
            "give hours a week".to_owned(),
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
