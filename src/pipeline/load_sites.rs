//! The sites of a study from all its lists, their words looked up.

use crate::ids::{Column, ServiceId, SiteId, TierId};
use crate::model::{Areas, Lock, Site, SiteStatus};
use crate::pipeline::fault::Fault;
use crate::pipeline::load::Desk;
use crate::pipeline::load_postcodes;
use crate::read::{Findings, Place, PostcodeRow, ReadFault, SiteKind, SiteRow, site_list};
use crate::space::{Extent, Point};
use crate::study::{SiteSource, Study, nearest_word, site_lock, site_status};
use crate::units::{Hours, Metres, People, Pounds};

/// Where a site was read.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteOrigin {
    /// The file as the study names it.
    pub file: String,
    /// Where in the file.
    pub place: Place,
    /// Whether the list is published for the whole country, so that sites far from the study are no mistake.
    pub national: bool,
    /// What the postcode directory tells of its postcode, where it was asked.
    pub directory: Option<PostcodeRow>,
}

/// The sites, and where each was read.
type ReadSites = (Column<SiteId, Site>, Column<SiteId, SiteOrigin>);

pub(super) fn sites(desk: &mut Desk<'_>, areas: &Areas) -> Result<ReadSites, Fault> {
    let study = desk.study;
    let extent = Extent::around(areas.list.iter().filter_map(|it| it.point));
    let (mut lists, mut files) = (Vec::new(), Vec::new());
    for source in &study.sites {
        let rows = desk.read(&source.file, &source.table, "sites", |it| {
            site_list(it, &source.spec)
        })?;
        let Some(rows) = rows else { continue };
        files.push(desk.inputs.len() - 1);
        lists.push((source, rows));
    }
    let postcodes = load_postcodes::place(desk, &mut lists, &files, areas)?;
    let mut sites: Vec<(Site, SiteOrigin)> = Vec::new();
    for ((source, mut rows), file) in lists.into_iter().zip(files) {
        refuse_swapped(desk, source, &rows, extent);
        if is_national(source.spec.kind) {
            cut(desk, source, &mut rows, extent, file);
        }
        desk.inputs[file].rows_used = rows.len() as u64;
        for row in rows {
            let mut words = Words {
                study,
                source,
                row: &row,
                found: &mut desk.found,
            };
            if let Some(site) = words.site() {
                let origin = SiteOrigin {
                    file: source.file.clone(),
                    place: row.place.clone(),
                    national: is_national(source.spec.kind),
                    directory: load_postcodes::row_of(&postcodes, &row),
                };
                sites.push((site, origin));
            }
        }
    }
    sites.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    for pair in sites.windows(2) {
        if pair[0].0.id == pair[1].0.id {
            let id = &pair[1].0.id;
            let what = format!(
                "\"{id}\" appears in two lists of sites ({} and {})",
                pair[0].1.file, pair[1].1.file
            );
            let remedy = "leave it out of one with drop, or set id_prefix";
            desk.found
                .fault(ReadFault::new("E-KEY-DUP", &pair[1].1.file, what, remedy).value(id));
        }
    }
    let (sites, origins): (Vec<Site>, Vec<SiteOrigin>) = sites.into_iter().unzip();
    Ok((Column::new(sites), Column::new(origins)))
}

/// Whether a list is published for the whole country.
const fn is_national(kind: SiteKind) -> bool {
    matches!(kind, SiteKind::Gias | SiteKind::FamilyHubs)
}

/// Why sites of a national list are left out.
const FAR: &str = "sites of a national list more than 50 km from the study left out";

/// Leaves out the sites of a national list that are far from the study; one without any near it is of another region.
fn cut(
    desk: &mut Desk<'_>,
    source: &SiteSource,
    rows: &mut Vec<SiteRow>,
    extent: Option<Extent>,
    file: usize,
) {
    let Some(near) = extent.map(|it| it.widened(NEAR)) else {
        return;
    };
    let n = rows.len();
    let is_near = |row: &SiteRow| row.point.is_none_or(|it| near.contains(it));
    if n > 0 && !rows.iter().any(is_near) {
        let what = format!("none of its {n} sites is within 50 km of the study's areas");
        let remedy = "give the list of the study's region, or correct areas.keep";
        let fault = ReadFault::new("E-SITE-FAR", &source.file, what, remedy);
        desk.found.fault(fault);
        return;
    }
    for row in rows.iter().filter(|it| !is_near(it)) {
        let sample = format!("{} {}", row.id, row.place.to_string().trim());
        desk.found
            .notices
            .add("W-SITE-OUTSIDE", &source.file, FAR, sample);
    }
    rows.retain(is_near);
    desk.inputs[file].leave_out(FAR, n - rows.len());
}

/// How far from the study's areas a site may plausibly be.
const NEAR: Metres = Metres::new(50_000.0);

/// All sites far off, and all near when eastings and northings change places: the columns are swapped.
fn refuse_swapped(
    desk: &mut Desk<'_>,
    source: &SiteSource,
    rows: &[SiteRow],
    extent: Option<Extent>,
) {
    let points: Vec<Point> = rows.iter().filter_map(|it| it.point).collect();
    let Some(near) = extent
        .map(|it| it.widened(NEAR))
        .filter(|_| !points.is_empty())
    else {
        return;
    };
    let inside = |it: &Point| near.contains(*it);
    let turned = |it: &Point| near.contains(Point::new(it.y, it.x));
    if points.iter().all(|it| !inside(it) && turned(it)) {
        let columns = &source.spec.columns;
        let x = columns.x.as_deref().unwrap_or("Easting");
        let y = columns.y.as_deref().unwrap_or("Northing");
        let n = points.len();
        let what = format!(
            "{n} of {n} sites are outside the study area, and inside when {x} and {y} are swapped"
        );
        let remedy = "swap the two columns in the study";
        desk.found
            .fault(ReadFault::new("E-SITE-SWAP", &source.file, what, remedy));
    }
}

/// One row whose words are looked up.
struct Words<'a> {
    study: &'a Study,
    source: &'a SiteSource,
    row: &'a SiteRow,
    found: &'a mut Findings,
}

impl Words<'_> {
    fn site(&mut self) -> Option<Site> {
        let (row, usual, columns) = (self.row, &self.source.usual, &self.source.spec.columns);
        let (status, tier, services) = (self.status(), self.tier(), self.services());
        let lock = self.lock();
        let tier = tier?;
        let tier_hours = self.study.tiers[tier].hours;
        // A column the study names comes first; one that merely bears the usual name yields to the study's word.
        let hours = pick(
            columns.hours.is_some(),
            row.hours.map(Hours::new),
            usual.hours,
        );
        let pounds = |it: Option<f64>| it.and_then(Pounds::from_fractional);
        Some(Site {
            id: row.id.clone(),
            name: row.name.clone(),
            point: row.point,
            status: status?,
            tier,
            services: services?,
            hours: hours.or(tier_hours),
            capacity: pick(
                columns.capacity.is_some(),
                row.capacity.map(People::new),
                usual.capacity,
            ),
            premises: pick(
                columns.cost_premises.is_some(),
                pounds(row.cost_premises),
                usual.premises,
            ),
            front_line: pick(
                columns.cost_front_line.is_some(),
                pounds(row.cost_front_line),
                usual.front_line,
            ),
            lock: lock?,
            district: pick(
                columns.district.is_some(),
                row.district.clone(),
                usual.district.clone(),
            ),
        })
    }

    fn status(&mut self) -> Option<SiteStatus> {
        let named = self.source.spec.columns.status.is_some();
        let usual = self.source.usual.status;
        if let (Some(usual), false) = (usual, named) {
            return Some(usual);
        }
        match self.row.status.as_deref() {
            Some(word) => {
                let status = site_status(word);
                if status.is_none() {
                    let what = "neither open (existing) nor candidate";
                    self.fault(
                        "E-SITE-STATUS",
                        "status",
                        word,
                        what,
                        "write open or candidate".to_owned(),
                    );
                }
                status
            }
            None if usual.is_some() => usual,
            None => {
                let what = "nothing says whether the site is open today";
                let remedy =
                    "set status = \"open\" or \"candidate\" in [[sites]], or name its column";
                self.fault("E-SITE-STATUS", "status", "", what, remedy.to_owned());
                None
            }
        }
    }

    fn tier(&mut self) -> Option<TierId> {
        let tiers = &self.study.tiers;
        let named = self.source.spec.columns.tier.is_some();
        let word = self
            .row
            .tier
            .as_deref()
            .filter(|_| named || self.source.usual.tier.is_none());
        let Some(word) = word else {
            let only = (tiers.len() == 1).then(|| tiers.ids().next()).flatten();
            let tier = self.source.usual.tier.or(only);
            if tier.is_none() {
                let what = "nothing says which tier the site is";
                let remedy = "set tier in [[sites]], or name its column";
                self.fault("E-SITE-TIER", "tier", "", what, remedy.to_owned());
            }
            return tier;
        };
        let tier = tiers.find(|it| it.id == word);
        if tier.is_none() {
            let ids: Vec<&str> = tiers.iter().map(|it| it.id.as_str()).collect();
            let remedy = remedy_for(word, &ids, "[tiers]");
            self.fault(
                "E-SITE-TIER",
                "tier",
                word,
                "the study has no tier of this name",
                remedy,
            );
        }
        tier
    }

    /// `Some(None)` where the tier's services hold.
    #[expect(
        clippy::option_option,
        reason = "the outer one is a fault, the inner one is the tier's word"
    )]
    fn services(&mut self) -> Option<Option<Vec<ServiceId>>> {
        let named = self.source.spec.columns.services.is_some();
        let usual = self.source.usual.services.clone();
        let words = self
            .row
            .services
            .as_ref()
            .filter(|_| named || usual.is_none());
        let Some(words) = words else {
            return Some(usual);
        };
        let mut offered = Vec::new();
        for word in words {
            let Some(id) = self.study.services.find(|it| it.id == *word) else {
                let ids: Vec<&str> = self
                    .study
                    .services
                    .iter()
                    .map(|it| it.id.as_str())
                    .collect();
                let remedy = remedy_for(word, &ids, "[[services]]");
                self.fault(
                    "E-SITE-SERVICE",
                    "services",
                    word,
                    "the study has no service of this id",
                    remedy,
                );
                return None;
            };
            offered.push(id);
        }
        offered.sort_unstable();
        offered.dedup();
        Some(Some(offered))
    }

    #[expect(
        clippy::option_option,
        reason = "the outer one is a fault, the inner one is no lock"
    )]
    fn lock(&mut self) -> Option<Option<Lock>> {
        let word = self.row.lock.as_deref();
        match site_lock(word, self.row.from.as_deref()) {
            Ok(lock) => Some(lock.or_else(|| self.source.usual.lock.clone())),
            Err(what) => {
                let value = word.or(self.row.from.as_deref()).unwrap_or_default();
                self.fault(
                    "E-SITE-LOCK",
                    "lock",
                    value,
                    what,
                    "correct the row".to_owned(),
                );
                None
            }
        }
    }

    fn fault(&mut self, code: &'static str, column: &str, value: &str, what: &str, remedy: String) {
        let what = format!("({}) {what}", self.row.id);
        let fault = ReadFault::new(code, &self.source.file, what, remedy);
        let fault = fault.at(self.row.place.clone()).column(column);
        self.found.fault(if value.is_empty() {
            fault
        } else {
            fault.value(value)
        });
    }
}

fn pick<T>(named: bool, row: Option<T>, usual: Option<T>) -> Option<T> {
    if named { row.or(usual) } else { usual.or(row) }
}

fn remedy_for(word: &str, known: &[&str], section: &str) -> String {
    match nearest_word(word, known.iter().copied()) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("write one of {}, or add it to {section}", known.join(", ")),
    }
}
