//! Which columns of a list of sites hold what.

use crate::read::Findings;
use crate::read::place::{Crs, PlaceColumns};
use crate::read::site_list::{SiteKind, SiteSpec, point_columns, whole_digits};
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
    pub lock: Option<String>,
    pub from: Option<String>,
    pub district: Option<String>,
}

/// The columns found in a table.
pub(super) struct Found {
    pub(super) id: Option<At>,
    pub(super) name: Option<At>,
    pub(super) place: Option<PlaceColumns>,
    pub(super) postcode: Option<At>,
    pub(super) tier: Option<At>,
    pub(super) status: Option<At>,
    /// GIAS's own status, which is no status of the study.
    pub(super) published_status: Option<At>,
    pub(super) services: Option<At>,
    pub(super) hours: Option<At>,
    pub(super) capacity: Option<At>,
    pub(super) cost_premises: Option<At>,
    pub(super) cost_front_line: Option<At>,
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
        let mut column = |named: &Option<String>, usual: &str, published: Option<&str>| match named
        {
            Some(name) => table.need(name, found),
            None if published_list => published.and_then(|it| table.any(&[it])),
            None => table.any(&[usual]),
        };
        let name = if hubs {
            "Family_Hub"
        } else {
            "EstablishmentName"
        };
        let id = column(&self.id, "id", Some(if hubs { name } else { "URN" }));
        let columns = Found {
            id,
            name: column(&self.name, "name", Some(name)),
            place: None,
            postcode: column(&self.postcode, "postcode", Some("Postcode")),
            tier: column(&self.tier, "tier", None),
            status: column(&self.status, "status", None),
            published_status: gias
                .then(|| table.any(&["EstablishmentStatus (name)"]))
                .flatten(),
            services: column(&self.services, "services", None),
            hours: column(&self.hours, "hours", None),
            capacity: column(&self.capacity, "capacity", Some("SchoolCapacity")),
            cost_premises: column(&self.cost_premises, "cost_premises", None),
            cost_front_line: column(&self.cost_front_line, "cost_front_line", None),
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
        if id.is_none() && self.id.is_none() {
            let usual = if gias { "URN" } else { "id" };
            table.missing(if hubs { name } else { usual }, found);
        }
        let place = self.place(table, spec, found);
        Found { place, ..columns }
    }

    fn place(&self, table: &Table, spec: &SiteSpec, found: &mut Findings) -> Option<PlaceColumns> {
        let (x, y) = match (&self.x, &self.y) {
            (Some(x), Some(y)) => (table.need(x, found), table.need(y, found)),
            _ if spec.kind == SiteKind::GeoJson => return point_columns(table),
            _ if spec.placeless && table.any(&["x", "lon", "easting"]).is_none() => return None,
            _ => (
                table.need_any(&["x", "lon", "longitude", "long", "easting"], found),
                table.need_any(&["y", "lat", "latitude", "northing"], found),
            ),
        };
        let (x, y) = (x?, y?);
        let lon = table.heading(x).to_lowercase().starts_with("lon");
        let usual = if lon { Crs::Degrees } else { Crs::National };
        let crs = self.crs.unwrap_or(usual);
        Some(PlaceColumns { x, y, crs })
    }
}

impl Found {
    /// Whether a row passes the study's `keep` and `drop`.
    pub(super) fn kept(&self, row: &Row<'_>) -> bool {
        let holds = |(at, values): &(At, Vec<String>)| {
            let cell = whole_digits(row.text(*at));
            values.iter().any(|it| it.eq_ignore_ascii_case(cell))
        };
        self.keep.iter().all(holds) && !self.drop.iter().any(holds)
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
        "status" => Some("EstablishmentStatus (name)"),
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
