//! OS Open Roads (`GeoPackage`) -> road links around a study.
//!
//! Formats: *OGC `GeoPackage` Encoding Standard* 1.4; *OS Open Roads technical specification*, Ordnance Survey, as of 2026.
//! The file holds the roads of Great Britain, so only those near the study are kept: found by the file's own index of
//! geometries where it has a whole one, else by the box that each geometry tells.
//!
//! It tells no one-way roads, no speed limits and no footpaths: every link is open both ways, at the speed of its class.
//!
//! Nothing in a broken file panics, and none makes the reader run on: see `database.rs`.

mod classes;
mod database;
mod geometry;
mod index;
mod layer;
mod links;
mod rows;

use std::borrow::Cow;
use std::io::{Read, Seek};
use std::path::Path;

use crate::model::RoadLink;
use crate::read::{Notice, Notices, ReadErrors};
use crate::space::Extent;
use crate::units::Metres;

use database::{AGAIN, Database};
use layer::Layer;
use rows::Gatherer;

/// How far around a study's places roads are kept: a journey to a site may leave the study and come back.
pub const MARGIN: Metres = Metres::new(15_000.0);

/// Where more than one link in so many has another length than its line, the lines are not what the file means.
const LENGTHS_OFF: usize = 10;

/// What is kept of a file.
#[derive(Clone, Debug, Default)]
pub struct OpenRoads {
    /// The links, in order of their ids. A link's `way` is the number of its row (`fid`).
    pub links: Vec<RoadLink>,
    /// What was odd.
    pub notices: Notices,
    /// The year of the file's last change, which belongs to its attribution.
    pub year: Option<u16>,
}

/// Reads the links within [`MARGIN`] of the box around a study's places, or every link without one. `file` is the file's
/// name in faults and notices; where it lies on disk it is read there, else all that `source` gives is held in memory.
///
/// # Errors
/// Codes `E-GPKG-...`: a file that is empty, no `SQLite` or damaged, without the table of links or a column of it, not on
/// the National Grid, or without a link near the study; every row with a broken geometry, without an id or with that of
/// another row. `E-IO` where the system refuses.
pub fn os_open_roads(
    source: &mut (impl Read + Seek),
    path: Option<&Path>,
    file: &str,
    around: Option<Extent>,
) -> Result<OpenRoads, ReadErrors> {
    let database = Database::open(source, path, file)?;
    let layer = Layer::of(&database)?;
    let n_rows = database.count(&layer.table)?;
    if n_rows == 0 {
        let what = format!("its table {} holds no link", layer.table);
        return Err(database.fault("E-GPKG-EMPTY", what, AGAIN).into());
    }
    let within = around.map(|it| it.widened(MARGIN));
    let mut gathered = Gatherer::new(&database, &layer, within);
    gather(&database, &layer, n_rows, within, &mut gathered)?;
    gathered.take_faults()?;
    let kilometres = MARGIN.get() / 1_000.0;
    if gathered.links.is_empty() {
        let what = format!(
            "none of its {n_rows} links lies within {kilometres} km of the study's areas and sites"
        );
        let remedy = "give a file that covers the study, and look at the study's coordinates";
        return Err(database.fault("E-GPKG-NOROADS", what, remedy).into());
    }
    if gathered.lengths_off > gathered.links.len() / LENGTHS_OFF {
        let what = format!(
            "{} of {} links have another length than their line",
            gathered.lengths_off,
            gathered.links.len()
        );
        return Err(database
            .fault("E-GPKG-LENGTH", what, AGAIN)
            .column("length")
            .into());
    }
    let left_out = n_rows.saturating_sub(gathered.n_within() as u64);
    if left_out > 0 {
        let what = format!(
            "links farther than {kilometres} km from the box around the study's areas and sites are left out"
        );
        gathered.notices.merge(Notice {
            code: Cow::Borrowed("W-GPKG-OUTSIDE"),
            file: file.to_owned(),
            what,
            count: left_out,
            samples: Vec::new(),
        });
    }
    let (links, notices) = links::in_order(gathered, &database)?;
    Ok(OpenRoads {
        links,
        notices,
        year: layer.year,
    })
}

/// Reads the rows within an extent, by the index where there is a whole one, else all of them.
fn gather(
    database: &Database<'_>,
    layer: &Layer,
    n_rows: u64,
    within: Option<Extent>,
    gathered: &mut Gatherer<'_>,
) -> Result<(), ReadErrors> {
    let query = layer.query();
    if let (Some(stem), Some(extent)) = (&layer.index, within) {
        let rows = index::rows_touching(database, stem, n_rows, &extent)?;
        if let Some(rows) = rows {
            let query = format!("{query} WHERE rowid = ?1");
            let found = database.rows_by(&query, &rows, |row| gathered.row(row))?;
            if found != rows.len() {
                return Err(database.damaged("its index lists rows that are not there"));
            }
            return Ok(());
        }
        let what =
            "its index of geometries is damaged or does not list every row; every row is read";
        gathered
            .notices
            .add("W-GPKG-INDEX", database.file, what, "");
    }
    database.rows(&query, |row| gathered.row(row))
}
