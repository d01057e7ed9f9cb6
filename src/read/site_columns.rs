//! Which columns of a list of sites hold what.

use crate::read::Findings;
use crate::read::place::{Crs, NamedPlace, PlaceColumns};
use crate::read::site_features::point_columns;
use crate::read::site_list::{SiteKind, SiteSpec, whole_digits};
use crate::read::table::{At, Row, Table};

/// The columns or properties of a list of sites as the study names them; `None` means the usual name, where the
/// file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the column of what its name says")]
pub struct SiteColumns {
    pub id: Option<String>,
    pub name: Option<String>,
    pub x: Option<String>,
    pub y: Option<String>,
    /// What `x` and `y` mean; `None`: degrees under headers such as `lon`, metres otherwise.
    pub crs: Option<Crs>,
    pub postcode: Option<String>,
    pub tier: Option<String>,
    pub status: Option<String>,
    pub services: Option<String>,
    pub hours: Option<String>,
    pub capacity: Option<String>,
    pub cost_premises: Option<String>,
    pub cost_front_line: Option<String>,
    pub cost_management: Option<String>,
    /// Further columns of annual cost, in the study's order.
    pub costs: Vec<String>,
    pub sessions: Option<String>,
    /// Columns of staffed hours of single services: the service's id, and its column.
    pub service_hours: Vec<(String, String)>,
    pub network: Option<String>,
    pub managed_by: Option<String>,
    pub lock: Option<String>,
    pub from: Option<String>,
    pub district: Option<String>,
    /// Whether the study takes all of a published list as open today: what its publisher calls proposed is left out then.
    pub open_today: bool,
}

/// The columns found in a table.
pub(super) struct Found {
    gias: bool,
    open_today: bool,
    pub(super) id: Option<At>,
    pub(super) name: Option<At>,
    pub(super) place: Option<PlaceColumns>,
    pub(super) postcode: Option<At>,
    pub(super) tier: Option<At>,
    status: Option<At>,
    /// GIAS's own status, which is no status of the study.
    published_status: Option<At>,
    pub(super) services: Option<At>,
    pub(super) hours: Option<At>,
    pub(super) capacity: Option<At>,
    pub(super) cost_premises: Option<At>,
    pub(super) cost_front_line: Option<At>,
    pub(super) cost_management: Option<At>,
    pub(super) costs: Vec<Option<At>>,
    pub(super) sessions: Option<At>,
    pub(super) service_hours: Vec<(String, At)>,
    pub(super) network: Option<At>,
    pub(super) managed_by: Option<At>,
    pub(super) lock: Option<At>,
    pub(super) from: Option<At>,
    pub(super) district: Option<At>,
    keep: Vec<(At, Vec<String>)>,
    drop: Vec<(At, Vec<String>)>,
}

impl SiteColumns {
    pub(super) fn find(&self, table: &Table, spec: &SiteSpec, found: &mut Findings) -> Found {
        let gias = spec.kind == SiteKind::Gias;
        let hubs = spec.kind == SiteKind::FamilyHubs;
        let published_list = gias || hubs;
        let mut column = |named: &Option<String>, usual: &str, published: Option<&str>| {
            let at = match named {
                Some(name) => return table.need(name, found),
                None if published_list => table.any(&[published?])?,
                None => table.any(&[usual])?,
            };
            // Names of properties differ by their capitals alone, headers do not.
            match spec.kind {
                SiteKind::GeoJson => Some(at),
                _ => table.single(at, found),
            }
        };
        let name = if hubs {
            "Family_Hub"
        } else {
            "EstablishmentName"
        };
        let id = column(&self.id, "id", Some(if hubs { name } else { "URN" }));
        let columns = Found {
            gias,
            open_today: self.open_today,
            id,
            name: column(&self.name, "name", Some(name)),
            place: None,
            postcode: column(&self.postcode, "postcode", Some("Postcode")),
            tier: column(&self.tier, "tier", None),
            status: column(&self.status, "status", None),
            published_status: gias.then(|| table.any(&GIAS_STATUS)).flatten(),
            services: column(&self.services, "services", None),
            hours: column(&self.hours, "hours", None),
            capacity: column(&self.capacity, "capacity", Some("SchoolCapacity")),
            cost_premises: column(&self.cost_premises, "cost_premises", None),
            cost_front_line: column(&self.cost_front_line, "cost_front_line", None),
            cost_management: column(&self.cost_management, "cost_management", None),
            sessions: column(&self.sessions, "sessions", None),
            network: column(&self.network, "network", None),
            managed_by: column(&self.managed_by, "managed_by", None),
            costs: Vec::new(),
            service_hours: Vec::new(),
            lock: column(&self.lock, "lock", None),
            from: column(&self.from, "from", None),
            district: column(
                &self.district,
                "district",
                Some("DistrictAdministrative (code)"),
            ),
            keep: filters(&spec.keep, table, published_list, found),
            drop: filters(&spec.drop, table, published_list, found),
        };
        let usual = match spec.kind {
            SiteKind::Gias => "URN",
            SiteKind::FamilyHubs => name,
            _ => "id",
        };
        if self.id.is_none() && table.any(&[usual]).is_none() {
            table.missing(usual, found);
        }
        let place = self.place(table, spec, found);
        let costs = self.costs.iter().map(|it| table.need(it, found)).collect();
        let hours = self.service_hours.iter();
        let service_hours = hours
            .filter_map(|(service, header)| Some((service.clone(), table.need(header, found)?)))
            .collect();
        Found {
            place,
            costs,
            service_hours,
            ..columns
        }
    }

    fn place(&self, table: &Table, spec: &SiteSpec, found: &mut Findings) -> Option<PlaceColumns> {
        if spec.kind == SiteKind::GeoJson && (self.x.is_none() || self.y.is_none()) {
            return point_columns(table);
        }
        let named = NamedPlace {
            x: self.x.as_deref(),
            y: self.y.as_deref(),
            crs: self.crs,
            placeless: spec.placeless,
        };
        named.find(table, found)
    }
}

impl Found {
    /// Whether a row passes the study's `keep` and `drop`.
    pub(super) fn kept(&self, row: &Row<'_>) -> bool {
        let holds = |(at, values): &(At, Vec<String>)| {
            let cell = whole_digits(row.text(*at));
            let word = if Some(*at) == self.published_status {
                gias_word(cell)
            } else {
                cell
            };
            let is = |it: &String| it.eq_ignore_ascii_case(cell) || it.eq_ignore_ascii_case(word);
            values.iter().any(is)
        };
        self.keep.iter().all(holds) && !self.drop.iter().any(holds)
    }

    /// The status of a row in the column that the study or its usual name points to; GIAS's codes as their words.
    pub(super) fn status(&self, row: &Row<'_>) -> Option<String> {
        let cell = row.text_if_any(self.status)?;
        Some(self.word(cell).to_owned())
    }

    /// Whether a row is of a site that is closed, and, where the study takes all as open today, of one that is only proposed.
    /// It is noted.
    pub(super) fn is_not_open(&self, row: &Row<'_>, found: &mut Findings) -> bool {
        let cell = row.text_if_any(self.status.or(self.published_status));
        let word = cell.map(|it| self.word(it)).unwrap_or_default();
        let (code, what) = if word.eq_ignore_ascii_case("closed") {
            ("W-SITE-CLOSED", "sites with status Closed left out")
        } else if self.gias && self.open_today && word.eq_ignore_ascii_case(PROPOSED) {
            let what = "sites that are only proposed to open left out, since the study takes all as open today";
            ("W-SITE-PROPOSED", what)
        } else {
            return false;
        };
        let id = row.text_if_any(self.id).unwrap_or_default();
        let sample = format!("{id} {}", row.place().to_string().trim());
        found.notices.add_left_out(code, row.file(), what, sample);
        true
    }

    fn word<'c>(&self, cell: &'c str) -> &'c str {
        if self.gias { gias_word(cell) } else { cell }
    }
}

/// The headers of GIAS's own status, as a word and as a code.
const GIAS_STATUS: [&str; 2] = ["EstablishmentStatus (name)", "EstablishmentStatus (code)"];
/// GIAS's word for what is not open yet.
const PROPOSED: &str = "Proposed to open";

/// The word for a code of GIAS's status; a word is its own.
fn gias_word(cell: &str) -> &str {
    match whole_digits(cell) {
        "1" => "Open",
        "2" => "Closed",
        "3" => "Open, but proposed to close",
        "4" => PROPOSED,
        word => word,
    }
}

/// The columns of `keep` or `drop`; in published lists some may be called by a short name.
fn filters(
    wanted: &[(String, Vec<String>)],
    table: &Table,
    published_list: bool,
    found: &mut Findings,
) -> Vec<(At, Vec<String>)> {
    let published = |name: &str| match name {
        "status" => Some(
            table
                .any(&GIAS_STATUS)
                .map_or(GIAS_STATUS[0], |it| table.heading(it)),
        ),
        "phase" => Some("PhaseOfEducation (name)"),
        "type" => Some("TypeOfEstablishment (name)"),
        "group" => Some("EstablishmentTypeGroup (name)"),
        "la" => Some("LA (name)"),
        "authority" => Some("Local_Authority"),
        _ => None,
    };
    wanted
        .iter()
        .filter_map(|(name, values)| {
            let header = published(name).filter(|_| published_list).unwrap_or(name);
            Some((table.need(header, found)?, values.clone()))
        })
        .collect()
}
