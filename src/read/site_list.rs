//! Sites from any CSV or `GeoJSON` list, and from GIAS as published.

use std::collections::BTreeMap;

use crate::read::centroids::refuse_doubles;
use crate::read::lost_zeros::note_lost_zeros;
use crate::read::site_columns::{Found, SiteColumns};
use crate::read::site_features::properties;
use crate::read::source::Source;
use crate::read::table::{At, Row, Table};
use crate::read::{Findings, Notices, Place, ReadErrors, ReadFault, number};
use crate::space::{Grid, Point};
use crate::units::Hours;

/// How a list of sites is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteKind {
    /// Any CSV.
    Table,
    /// `GeoJSON` points with properties.
    GeoJson,
    /// Get Information about Schools, the daily extract `edubasealldata`.
    Gias,
    /// The Department for Education's list of family hubs: name, postcode and authority.
    FamilyHubs,
}

/// What to read of a list of sites.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteSpec {
    /// How it is written.
    pub kind: SiteKind,
    /// Which columns or properties hold what.
    pub columns: SiteColumns,
    /// Put before every id; digits that a spreadsheet made a decimal (`120229.0`) lose their `.0`.
    pub id_prefix: Option<String>,
    /// Ids for the values of the id column that are none, such as names.
    pub ids: BTreeMap<String, String>,
    /// Whether ids are made from the id column where its values are none, such as names: lower case, anything but
    /// letters and digits a hyphen.
    pub slug: bool,
    /// Only rows whose column holds one of these values.
    pub keep: Vec<(String, Vec<String>)>,
    /// No row whose column holds one of these values.
    pub drop: Vec<(String, Vec<String>)>,
    /// Whether a list without coordinates is accepted, as in a study that brings its own times.
    pub placeless: bool,
    /// Whether a site without a capacity is refused where a column of capacities is named.
    pub capacity_needed: bool,
}

/// One site as its file tells it; words are still those of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteRow {
    /// Where in the file.
    pub place: Place,
    /// The id, prefix included.
    pub id: String,
    /// The name; the id where the file has none.
    pub name: String,
    /// Where it is, where the file says.
    pub point: Option<Point>,
    /// The postcode.
    pub postcode: Option<String>,
    /// The tier's id.
    pub tier: Option<String>,
    /// Its status: `open` or `existing`, `candidate`; rows with a closed status are left out and counted.
    pub status: Option<String>,
    /// Ids of services.
    pub services: Option<Vec<String>>,
    /// Staffed hours a week.
    pub hours: Option<f64>,
    /// Capacity.
    pub capacity: Option<f64>,
    /// Annual cost of premises, pounds.
    pub cost_premises: Option<f64>,
    /// Annual cost of the front line, pounds.
    pub cost_front_line: Option<f64>,
    /// Annual cost of running the place, pounds.
    pub cost_management: Option<f64>,
    /// What further columns of annual cost tell, in the order of [`SiteColumns::costs`].
    pub costs: Vec<Option<f64>>,
    /// Sessions a week.
    pub sessions: Option<f64>,
    /// Staffed hours of single services, by the service's id.
    pub service_hours: Vec<(String, f64)>,
    /// The network it is a member of.
    pub network: Option<String>,
    /// Who manages it.
    pub managed_by: Option<String>,
    /// What may not be done with it.
    pub lock: Option<String>,
    /// The first day it may open.
    pub from: Option<String>,
    /// The code of its district.
    pub district: Option<String>,
}

/// Reads sites, in order of their ids.
///
/// # Errors
/// Every fault of the file: see [`Table::read`] and [`super::boundaries()`]; `E-ID-CHARS`, `E-KEY-DUP`, `E-RANGE`,
/// `E-SITE-NOXY`, `E-SITE-CRS`, `E-SITE-FAR`, `E-SITE-NONE`.
pub fn site_list(
    source: Source<'_>,
    spec: &SiteSpec,
) -> Result<(Vec<SiteRow>, Notices), ReadErrors> {
    let mut found = Findings::none();
    let table = match spec.kind {
        SiteKind::GeoJson => properties(source, &mut found)?,
        SiteKind::Table | SiteKind::Gias | SiteKind::FamilyHubs => Table::read(source, &mut found)?,
    };
    let columns = spec.columns.find(&table, spec, &mut found);
    let grid = Grid::new();
    note_lost_zeros(&table, &mut found);
    let mut sites = Vec::new();
    let (mut closed, mut filtered) = (0, 0);
    for row in table.rows() {
        if !columns.kept(&row) {
            filtered += 1;
            continue;
        }
        if columns.is_not_open(&row, &mut found) {
            closed += 1;
            continue;
        }
        sites.extend(site(&row, &columns, spec, &grid, &mut found));
    }
    let reason = "sites left out by keep or drop";
    found.notices.rows_mut().leave_out(reason, filtered);
    swapped_altogether(&table, &mut found);
    if sites.is_empty() && found.faults.is_empty() {
        let n = table.rows().len();
        let what = format!(
            "0 sites left of {n} rows ({filtered} by keep or drop, {closed} closed or not open yet)"
        );
        found.fault(ReadFault::new(
            "E-SITE-NONE",
            table.file(),
            what,
            "check keep, drop and the status column",
        ));
    }
    sites.sort_by(|a, b| a.id.cmp(&b.id).then(a.place.cmp(&b.place)));
    refuse_doubles(
        table.file(),
        sites.iter().map(|it| (it.id.as_str(), &it.place)),
        &mut found,
    );
    found.or(sites)
}

/// Where every site is swapped, one fault says so for all.
fn swapped_altogether(table: &Table, found: &mut Findings) {
    let n = table.rows().len();
    if n == 0 || found.n_of("E-SITE-SWAP") != n as u64 {
        return;
    }
    found.forget("E-SITE-SWAP");
    let what = format!(
        "{n} of {n} sites are outside Britain, and inside when longitude and latitude are swapped"
    );
    let remedy = "swap the two columns in the study, or export the file with longitude first";
    found.fault(ReadFault::new("E-SITE-SWAP", table.file(), what, remedy));
}

fn site(
    row: &Row<'_>,
    columns: &Found,
    spec: &SiteSpec,
    grid: &Grid,
    found: &mut Findings,
) -> Option<SiteRow> {
    let id = id(row, columns, spec, found)?;
    let gias = spec.kind == SiteKind::Gias;
    let blanks = columns.place.map_or(0, |it| it.blanks(row));
    let point = match columns.place {
        Some(_) if spec.placeless && (blanks == 2 || gias && blanks > 0) => None,
        Some(_) if gias && blanks > 0 => {
            let what = "sites without coordinates left out";
            let sample = format!("{id} {}", row.place().to_string().trim());
            found
                .notices
                .add_left_out("W-SITE-NOXY", row.file(), what, sample);
            return None;
        }
        Some(place) => {
            let faults = found.n_faults();
            let point = place.read(row, &id, grid, found);
            // Suppressed coordinates are no fault: the site stays, without a place.
            if point.is_none() && found.n_faults() > faults {
                return None;
            }
            point
        }
        None => None,
    };
    let mut amount = |at: Option<At>| {
        let at = at.filter(|it| !row.text(*it).is_empty())?;
        row.number_within(at, 0.0, 1e12, &format!(" ({id})"), found)
    };
    let [
        hours,
        capacity,
        cost_premises,
        cost_front_line,
        cost_management,
        sessions,
    ] = [
        columns.hours,
        columns.capacity,
        columns.cost_premises,
        columns.cost_front_line,
        columns.cost_management,
        columns.sessions,
    ]
    .map(&mut amount);
    let costs = columns.costs.iter().map(|it| amount(*it)).collect();
    let service_hours: Vec<(String, f64)> = columns
        .service_hours
        .iter()
        .filter_map(|(service, at)| Some((service.clone(), amount(Some(*at))?)))
        .collect();
    let staffed = columns.service_hours.iter().map(|it| it.1);
    refuse_too_many_hours(row, columns.hours.into_iter().chain(staffed), &id, found);
    if let Some(at) = columns.capacity
        && spec.capacity_needed
        && row.text(at).is_empty()
    {
        let what = format!("({id}) no capacity");
        let remedy =
            "fill it in, or set missing_capacity = \"exclude\": its capacity is then not known";
        found.fault(row.fault(at, "E-NUM-EMPTY", &what, remedy));
    }
    let own = |at| row.text_if_any(at).map(str::to_owned);
    Some(SiteRow {
        place: row.place(),
        name: own(columns.name).unwrap_or_else(|| id.clone()),
        point,
        postcode: own(columns.postcode),
        tier: own(columns.tier),
        status: columns.status(row),
        services: row.text_if_any(columns.services).map(listed),
        hours,
        capacity,
        cost_premises,
        cost_front_line,
        cost_management,
        costs,
        sessions,
        service_hours,
        network: own(columns.network),
        managed_by: own(columns.managed_by),
        lock: own(columns.lock),
        from: own(columns.from),
        district: own(columns.district),
        id,
    })
}

/// Refuses staffed hours that no place can have; what is no number is told elsewhere.
fn refuse_too_many_hours(
    row: &Row<'_>,
    columns: impl Iterator<Item = At>,
    id: &str,
    found: &mut Findings,
) {
    for at in columns {
        let too_many = number(row.text(at)).is_ok_and(|it| it > Hours::MOST);
        if too_many {
            let what = format!("({id}) {}", Hours::too_many());
            found.fault(row.fault(at, "E-RANGE", &what, Hours::WHY_MOST));
        }
    }
}

fn listed(text: &str) -> Vec<String> {
    text.split(';')
        .map(|it| it.trim().to_owned())
        .filter(|it| !it.is_empty())
        .collect()
}

/// What is wrong with the id of a site, if anything: letters, digits, `-`, `_`, `.`, at most 64 of them, no leading
/// dot, since it stands in addresses and file names.
#[must_use]
pub fn site_id_fault(id: &str) -> Option<&'static str> {
    let allowed = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.');
    if id.is_empty() {
        Some("empty id")
    } else if id.len() > 64 || id.starts_with('.') || !id.chars().all(allowed) {
        Some("only letters, digits, \"-\", \"_\", \".\" are allowed, at most 64, no leading dot")
    } else {
        None
    }
}

/// The id of a row.
fn id(row: &Row<'_>, columns: &Found, spec: &SiteSpec, found: &mut Findings) -> Option<String> {
    let at = columns.id?;
    let written = row.text(at);
    let written = spec
        .ids
        .get(written)
        .map_or_else(|| whole_digits(written), String::as_str);
    let written = if spec.slug {
        slug(written)
    } else {
        written.to_owned()
    };
    let id = format!("{}{written}", spec.id_prefix.as_deref().unwrap_or_default());
    if written.is_empty() {
        found.fault(row.fault(at, "E-ID-CHARS", "empty id", "give it another id"));
        return None;
    }
    let Some(what) = site_id_fault(&id) else {
        return Some(id);
    };
    found.fault(row.fault(at, "E-ID-CHARS", what, "give it another id"));
    None
}

/// An id from a name: "St Mary's Hub" is `st-mary-s-hub`.
fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|it: char| !it.is_ascii_alphanumeric());
    let mut slug = words
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    slug.truncate(64);
    slug
}

/// Digits that a spreadsheet made a decimal: `120229.0` is 120229.
pub(super) fn whole_digits(text: &str) -> &str {
    match text.strip_suffix(".0") {
        Some(whole) if !whole.is_empty() && whole.bytes().all(|it| it.is_ascii_digit()) => whole,
        _ => text,
    }
}
