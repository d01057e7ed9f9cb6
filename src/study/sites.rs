//! Places a service is or could be run from: the sections `[[sites]]`, one or more.

use std::collections::BTreeMap;

use crate::ids::{Column, FunderId, ServiceId, TierId};
use crate::model::{CostLine, Funder, Lock, Payers, Service, SiteStatus, Tier};
use crate::read::{Encoding, SiteColumns, SiteKind, SiteSpec, TableSettings};
use crate::study::areas::{need_file, place_columns, table_settings};
use crate::study::folders::Files;
use crate::study::funders;
use crate::study::hours::{MOST_SESSIONS, hours};
use crate::study::keys::Keys;
use crate::study::services::service_ids;
use crate::units::{Hours, People, Pounds};

/// A list of sites.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteSource {
    /// The file.
    pub file: String,
    /// How the file is written.
    pub table: TableSettings,
    /// What to read of it.
    pub spec: SiteSpec,
    /// What holds for sites whose row says nothing.
    pub usual: SiteUsual,
    /// What each of [`SiteColumns::costs`] is spent on, and who pays it.
    pub costs: Vec<(CostLine, Option<FunderId>)>,
    /// Who pays each line of cost where nothing else says.
    pub payers: Payers,
}

/// What holds for every site of a list whose row says nothing, or whose column the study does not name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SiteUsual {
    /// Open today or not.
    pub status: Option<SiteStatus>,
    /// The tier.
    pub tier: Option<TierId>,
    /// The services, where they differ from the tier's.
    pub services: Option<Vec<ServiceId>>,
    /// Staffed hours a week.
    pub hours: Option<Hours>,
    /// Capacity.
    pub capacity: Option<People>,
    /// Annual cost of premises, of management and of the front line.
    pub costs: [Option<Pounds>; 3],
    /// Sessions a week.
    pub sessions: Option<f64>,
    /// The network they are members of.
    pub network: Option<String>,
    /// Who manages them.
    pub managed_by: Option<String>,
    /// What may not be done with them.
    pub lock: Option<Lock>,
    /// The code of their district.
    pub district: Option<String>,
}

/// What a list of sites is checked against.
pub(super) struct Offer<'a> {
    pub(super) services: &'a Column<ServiceId, Service>,
    pub(super) tiers: &'a Column<TierId, Tier>,
    pub(super) funders: &'a Column<FunderId, Funder>,
    pub(super) payers: Payers,
    pub(super) placeless: bool,
    pub(super) by_postcode: bool,
}

/// The status of a word in a table or the study file; words such as `closed` have none here.
#[must_use]
pub fn site_status(word: &str) -> Option<SiteStatus> {
    match word.trim().to_lowercase().as_str() {
        "open" | "existing" | "open, but proposed to close" => Some(SiteStatus::Existing),
        "candidate" | "proposed" | "proposed to open" => Some(SiteStatus::Candidate),
        _ => None,
    }
}

/// The lock of a word in a table or the study file and a first day, each where given.
///
/// # Errors
/// What is wrong with them, without a full stop.
pub fn site_lock(word: Option<&str>, from: Option<&str>) -> Result<Option<Lock>, &'static str> {
    let day = match from.map(str::trim) {
        Some(day) if is_day(day) => Some(Lock::NotBefore(day.to_owned())),
        Some(_) => return Err("the day is not written YYYY-MM-DD"),
        None => None,
    };
    let word = word.map(|it| it.trim().to_lowercase().replace([' ', '_'], "-"));
    match word.as_deref() {
        None | Some("") => Ok(day),
        Some("must-stay" | "keep" | "stay") => Ok(Some(Lock::MustStay)),
        Some("must-close" | "close") => Ok(Some(Lock::MustClose)),
        Some("not-before") if day.is_some() => Ok(day),
        Some("not-before") => Err("not-before needs a day in the column from"),
        Some(_) => Err("one of must-stay, must-close, not-before is needed"),
    }
}

pub(super) fn is_day(day: &str) -> bool {
    let parts: Vec<&str> = day.split('-').collect();
    let [year, month, date] = parts.as_slice() else {
        return false;
    };
    let within = |text: &str, len, high| {
        text.len() == len && text.parse::<u16>().is_ok_and(|it| (1..=high).contains(&it))
    };
    within(year, 4, 9_999) && within(month, 2, 12) && within(date, 2, 31)
}

impl SiteSource {
    /// Reads one `[[sites]]`; `None` where it names no file.
    pub(super) fn read(keys: &Keys<'_>, files: &Files, offer: &Offer<'_>) -> Option<Self> {
        let file = need_file(keys, "file", files);
        let kinds = [
            ("table", SiteKind::Table),
            ("geojson", SiteKind::GeoJson),
            ("gias", SiteKind::Gias),
            ("dfe-family-hubs", SiteKind::FamilyHubs),
        ];
        if !keys.has("kind") {
            keys.missing("kind", "table, geojson, gias or dfe-family-hubs");
        }
        let kind = keys.choice("kind", &kinds).unwrap_or(SiteKind::Table);
        let hubs = kind == SiteKind::FamilyHubs;
        if hubs && !offer.by_postcode && !offer.placeless {
            let what = "this list has postcodes and no coordinates";
            let remedy = "name a postcode directory: [postcodes] file = \"ONSPD.csv\"";
            keys.fault("kind", "E-CFG-POSTCODES", what, remedy);
        }
        let encoding = if hubs || kind == SiteKind::Gias {
            Encoding::Either
        } else {
            Encoding::Utf8
        };
        let table = table_settings(keys, encoding);
        let mut spec = SiteSpec {
            kind,
            columns: keys
                .table("columns")
                .map(|it| columns(&it, offer.services))
                .unwrap_or_default(),
            id_prefix: keys.text("id_prefix"),
            slug: hubs || keys.is_text("ids") && keys.choice("ids", &[("slug", ())]).is_some(),
            ids: ids(keys),
            keep: filters(keys, "keep"),
            drop: filters(keys, "drop"),
            placeless: offer.placeless || offer.by_postcode,
            capacity_needed: capacity_needed(keys, kind),
        };
        let usual = usual(keys, offer);
        let costs = costs(keys, offer, &mut spec.columns);
        // Who keeps words of the publisher's status by name means them.
        let by_status = |(name, _): &(String, Vec<String>)| {
            let name = name.to_lowercase();
            name == "status" || name.starts_with("establishmentstatus")
        };
        spec.columns.open_today = usual.status == Some(SiteStatus::Existing)
            && spec.columns.status.is_none()
            && !spec.keep.iter().any(by_status);
        keys.finish();
        Some(Self {
            file: file?,
            table,
            spec,
            usual,
            costs,
            payers: offer.payers,
        })
    }
}

/// A column of capacities that the study names must be filled, unless it says otherwise; GIAS leaves many out.
fn capacity_needed(keys: &Keys<'_>, kind: SiteKind) -> bool {
    let words = [("refuse", true), ("exclude", false)];
    let named = keys.table("columns").is_some_and(|it| it.has("capacity"));
    let told = keys.choice("missing_capacity", &words);
    named && told.unwrap_or(kind != SiteKind::Gias)
}

/// Reads `costs`, further columns of annual cost: `[{ column = "hv_staff", line = "front-line", funder = "icb" }]`.
fn costs(
    keys: &Keys<'_>,
    offer: &Offer<'_>,
    columns: &mut SiteColumns,
) -> Vec<(CostLine, Option<FunderId>)> {
    let mut costs = Vec::new();
    for table in keys.tables("costs") {
        let column = table.need_text("column");
        if !table.has("line") {
            table.missing("line", "premises, management or front-line");
        }
        let line = table.choice("line", &CostLine::WORDS);
        let funder = funders::funder(&table, "funder", offer.funders);
        table.finish();
        if let (Some(column), Some(line)) = (column, line) {
            columns.costs.push(column);
            costs.push((line, funder.or_else(|| offer.payers.of(line))));
        }
    }
    costs
}

/// Reads `hours_by_service`: the service's id, and its column.
fn service_hours(keys: &Keys<'_>, services: &Column<ServiceId, Service>) -> Vec<(String, String)> {
    let Some(table) = keys.table("hours_by_service") else {
        return Vec::new();
    };
    let column = |name: &str| {
        let _ = service_ids(&table, name, &[name.to_owned()], services);
        Some(name.to_owned())
    };
    let names = table.names();
    let pair = |name| Some((column(name)?, table.text(name)?));
    names.into_iter().filter_map(pair).collect()
}

fn columns(keys: &Keys<'_>, services: &Column<ServiceId, Service>) -> SiteColumns {
    let (x, y, crs) = place_columns(keys);
    let columns = SiteColumns {
        id: keys.text("id"),
        name: keys.text("name"),
        x,
        y,
        crs,
        postcode: keys.text("postcode"),
        tier: keys.text("tier"),
        status: keys.text("status"),
        services: keys.text("services"),
        hours: keys.text("hours"),
        capacity: keys.text("capacity"),
        cost_premises: keys.text("cost_premises"),
        cost_front_line: keys.text("cost_front_line"),
        lock: keys.text("lock"),
        from: keys.text("from"),
        district: keys.text("district"),
        cost_management: keys.text("cost_management"),
        sessions: keys.text("sessions"),
        network: keys.text("network"),
        managed_by: keys.text("managed_by"),
        service_hours: service_hours(keys, services),
        costs: Vec::new(),
        open_today: false,
    };
    keys.finish();
    columns
}

fn ids(keys: &Keys<'_>) -> BTreeMap<String, String> {
    if keys.is_text("ids") {
        return BTreeMap::new();
    }
    let Some(table) = keys.table("ids") else {
        return BTreeMap::new();
    };
    let names = table.names();
    let pair = |name| Some((String::from(name), table.text(name)?));
    names.into_iter().filter_map(pair).collect()
}

fn filters(keys: &Keys<'_>, key: &'static str) -> Vec<(String, Vec<String>)> {
    let Some(table) = keys.table(key) else {
        return Vec::new();
    };
    let names = table.names();
    let filter = |name| Some((String::from(name), table.texts(name)?));
    names.into_iter().filter_map(filter).collect()
}

fn usual(keys: &Keys<'_>, offer: &Offer<'_>) -> SiteUsual {
    let statuses = ["open", "existing", "candidate"].map(|it| (it, site_status(it)));
    let pounds = |key| {
        keys.number(key, 0.0, 1e12, false)
            .and_then(Pounds::from_fractional)
    };
    let tier = keys.text("tier").and_then(|it| {
        let found = offer.tiers.find(|tier| tier.id == it);
        if found.is_none() {
            let known: Vec<&str> = offer.tiers.iter().map(|it| it.id.as_str()).collect();
            keys.unknown_word("tier", &known);
        }
        found
    });
    let services = keys.texts("services");
    let services = services.map(|it| service_ids(keys, "services", &it, offer.services));
    let lock = site_lock(keys.text("lock").as_deref(), keys.text("from").as_deref());
    if let Err(what) = &lock {
        keys.fault(
            "lock",
            "E-CFG-ENUM",
            *what,
            "write lock = \"must-stay\" or the like",
        );
    }
    SiteUsual {
        status: keys.choice("status", &statuses).flatten(),
        tier,
        services,
        hours: hours(keys, "hours"),
        capacity: keys.number("capacity", 0.0, 1e7, false).map(People::new),
        costs: ["cost_premises", "cost_management", "cost_front_line"].map(pounds),
        sessions: keys.number("sessions", 0.0, MOST_SESSIONS, true),
        network: keys.text("network"),
        managed_by: keys.text("managed_by"),
        lock: lock.ok().flatten(),
        district: keys.text("district"),
    }
}
