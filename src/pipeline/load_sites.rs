//! The sites of a study from all its lists, their words looked up.

use crate::ids::{Column, SiteId};
use crate::model::{Areas, Site};
use crate::pipeline::fault::Fault;
use crate::pipeline::load::Desk;
use crate::pipeline::load_postcodes;
use crate::pipeline::site_words::Words;
use crate::read::{Place, PostcodeRow, ReadFault, SiteKind, SiteRow, site_list};
use crate::space::{Extent, Point};
use crate::study::SiteSource;
use crate::units::Metres;

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
