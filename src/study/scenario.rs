//! Scenarios as written, in the study file, in files of their own and by the map: ordered lists of changes.

use serde::{Deserialize, Serialize};

use crate::ids::{Column, SiteId};
use crate::model::{Phase, Scenario, Site};
use crate::study::changes::{Offered, place_of_pair, resolve_changes};
use crate::study::error::{StudyErrors, StudyFault};
use crate::study::file::{StudyFile, check_schema};
use crate::study::hours::{MOST_SESSIONS, hours};
use crate::study::keys::Keys;
use crate::study::sites::is_day;
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
        /// Sessions a week; hours that are not given go with them.
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
    /// Sets the staffed hours of an open site, or of one service there.
    Hours {
        /// The site's id.
        hours: String,
        /// Staffed hours a week.
        value: f64,
        /// The service's id; without it the whole site's hours are meant.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service: Option<String>,
    },
    /// Opens a site that the study does not list.
    Add(NewSite),
}

/// A site that a scenario adds, as written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSite {
    /// Its id, one that no site of the study has.
    pub add: String,
    /// The name people know; its id without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Easting and northing in metres, or longitude and latitude where both are within the range of degrees.
    pub at: [f64; 2],
    /// Its tier; may be left out where the study has only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// The services it offers, where they differ from its tier's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub services: Option<Vec<String>>,
    /// Staffed hours a week, where they differ from its tier's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<f64>,
    /// What its building costs a year in pounds; not known without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_premises: Option<f64>,
    /// What running it costs a year in pounds; not known without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_management: Option<f64>,
    /// What its front line costs a year in pounds; not known without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_front_line: Option<f64>,
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
    /// The steps by which the changes come, in order of their days.
    pub phases: Vec<Phase>,
    /// The file it was read from.
    pub file: String,
    /// The full path of its changes, such as `scenarios[0].changes`.
    pub path: String,
    /// The line of each change; empty where it was read from no file.
    pub lines: Vec<usize>,
}

impl WrittenScenario {
    /// The scenario as it stands after a phase, judged on its day: all that is done by then comes in one step.
    #[must_use]
    pub fn after(&self, phase: &Phase) -> Self {
        let mut so_far = self.clone();
        so_far.changes.truncate(phase.first);
        so_far.lines.truncate(phase.first);
        so_far.phases = vec![phase.clone()];
        so_far
    }

    /// The same scenario with ids looked up.
    ///
    /// # Errors
    /// Every fault of [`resolve_changes`], with its line.
    pub fn resolve(
        &self,
        sites: &Column<SiteId, Site>,
        offered: Offered<'_>,
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
        let changes = resolve_changes(&self.changes, sites, offered).map_err(located)?;
        Ok(Scenario {
            id: self.id.clone(),
            name: self.name.clone(),
            changes,
            phases: self.phases.clone(),
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
    let phases = phases(keys, n);
    keys.finish();
    (changes.len() == n).then_some(())?;
    Some(WrittenScenario {
        id: id?,
        name: name?,
        changes,
        phases,
        file: keys.page().file.to_owned(),
        path: keys.path("changes"),
        lines,
    })
}

/// Reads `phases`, `[{ from = "2027-04-01", first = 3 }]`: each a later day and more of the `n` changes than the one
/// before.
fn phases(keys: &Keys<'_>, n: usize) -> Vec<Phase> {
    let mut phases: Vec<Phase> = Vec::new();
    for table in keys.tables("phases") {
        let from = table.need_text("from");
        if let Some(day) = from.as_ref().filter(|it| !is_day(it)) {
            let what = format!("{day} is no day written YYYY-MM-DD");
            table.fault(
                "from",
                "E-CFG-RANGE",
                what,
                "write a day such as \"2027-04-01\"",
            );
        }
        if !table.has("first") {
            table.missing("first", "how many of the changes are done by then");
        }
        let first = table.number("first", 0.0, n as f64, false);
        if let Some(part) = first.filter(|it| it.fract() != 0.0) {
            let what = format!("{part} is no whole number of changes");
            table.fault("first", "E-CFG-RANGE", what, "write a whole number");
        }
        table.finish();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to the number of changes, checked above"
        )]
        let phase = from.zip(first).map(|(from, first)| Phase {
            from,
            first: first as usize,
        });
        let Some(phase) = phase else { continue };
        let before = phases.last();
        if before.is_some_and(|it| it.from >= phase.from || it.first > phase.first) {
            let what = "a phase comes after the one before it, with as many changes or more";
            table.fault(
                "from",
                "E-CFG-RANGE",
                what,
                "put the phases in order of their days",
            );
        }
        phases.push(phase);
    }
    phases
}

fn read_change(keys: &Keys<'_>) -> Option<WrittenChange> {
    let told = |key| hours(keys, key).map(Hours::get);
    let change = if keys.has("open") {
        keys.text("open").map(|open| WrittenChange::Open {
            open,
            tier: keys.text("tier"),
            hours: told("hours"),
            sessions: keys.number("sessions", 0.0, MOST_SESSIONS, false),
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
        let to = place(keys, "to");
        keys.text("move")
            .zip(to)
            .map(|(site, to)| WrittenChange::Move { site, to })
    } else if keys.has("add") {
        let at = place(keys, "at");
        let costs = ["cost_premises", "cost_management", "cost_front_line"]
            .map(|it| keys.number(it, 0.0, 1e12, false));
        let new = NewSite {
            name: keys.text("name"),
            tier: keys.text("tier"),
            services: keys.texts("services"),
            hours: told("hours"),
            cost_premises: costs[0],
            cost_management: costs[1],
            cost_front_line: costs[2],
            ..NewSite::default()
        };
        keys.text("add")
            .zip(at)
            .map(|(add, at)| WrittenChange::Add(NewSite { add, at, ..new }))
    } else if keys.has("hours") {
        if !keys.has("value") {
            keys.missing("value", "staffed hours a week");
        }
        let service = keys.text("service");
        let pair = keys.text("hours").zip(told("value"));
        pair.map(|(hours, value)| WrittenChange::Hours {
            hours,
            value,
            service,
        })
    } else {
        let what = "a change has one of open, close, convert, move, add, hours";
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

fn place<'a>(keys: &Keys<'a>, key: &'a str) -> Option<[f64; 2]> {
    if !keys.has(key) {
        keys.missing(key, "a place such as [541_800, 296_500]");
        return None;
    }
    let place = keys.numbers(key)?;
    let pair: Option<[f64; 2]> = place.try_into().ok();
    if pair.is_none_or(|it| place_of_pair(it).is_none()) {
        let what =
            "easting and northing in metres, or longitude and latitude in degrees, are needed";
        let remedy = format!("write {key} = [541_800, 296_500]");
        keys.fault(key, "E-CFG-RANGE", what, remedy);
        return None;
    }
    pair
}
