//! OpenStreetMap PBF -> road links; place names and water, for those who draw a map; in bounded memory.
//!
//! Format: *PBF Format*, OpenStreetMap wiki, as of 2026 (`fileformat.proto`, `osmformat.proto`). The file is
//! walked twice: once for the ways, to learn which nodes they stand on, and once for the nodes. A block at
//! most is unpacked at a time by each thread, so memory follows the roads and not the file. Water takes walks of its own,
//! which a run without a map is spared.
//!
//! Every length in the file is checked before it is believed; nothing in a broken file panics.

mod blobs;
mod links;
mod messages;
mod nodes;
mod surroundings;
mod tags;
mod water;
mod ways;
mod weight;

use std::io::{Read, Seek};

use crate::model::RoadLink;
use crate::read::{Notices, ReadErrors, ReadFault};

pub use messages::{
    Blob, BlobHeader, DenseNodes, HeaderBlock, Node, PrimitiveBlock, PrimitiveGroup, Relation,
    StringTable, Way,
};
pub use surroundings::{Lake, NamedPlace, OsmSurroundings, osm_surroundings};

/// What is kept of an extract.
#[derive(Clone, Debug, Default)]
pub struct OsmExtract {
    /// Roads, paths and ferries, cut at junctions, links of one way together and in order.
    pub links: Vec<RoadLink>,
    /// What was odd.
    pub notices: Notices,
    /// How many ways were roads.
    pub n_ways: usize,
    /// The day that the data are of, as its header says: `YYYY-MM-DD`.
    pub as_of: Option<String>,
}

/// Reads an extract. `file` is its name in faults and notices.
///
/// # Errors
/// The first fault that makes the rest of the file unreadable (truncated, not a PBF, a blob that lies about
/// its size), or every fault of the objects in it (nodes out of range or at two places, a way without valid tags or in two
/// forms). A file without any road, or without the nodes of any, is a fault too.
pub fn osm_pbf(source: &mut (impl Read + Seek), file: &str) -> Result<OsmExtract, ReadErrors> {
    let ways = ways::gather(source, file, |_, tags, _| tags.road())?;
    if ways.list.is_empty() {
        let what = "the file has no way tagged highway that a car or a person on foot may use";
        return Err(no_roads(file, what));
    }
    let nodes = nodes::gather(source, file, &ways.refs)?;
    let extract = links::cut(&ways, &nodes, file);
    if extract.links.is_empty() {
        let what = "no way tagged highway has two nodes in a row that are in the file";
        return Err(no_roads(file, what));
    }
    Ok(extract)
}

fn no_roads(file: &str, what: &str) -> ReadErrors {
    ReadFault::new(
        "E-PBF-NOROADS",
        file,
        what,
        "download an extract with roads",
    )
    .into()
}

/// The day of a time in seconds since 1970, by the Gregorian calendar; `None` before then and after the year 9999.
fn day_of(seconds: i64) -> Option<String> {
    // Years that begin in March end in the leap day; 719,468 days lie between March of the year 0 and 1970.
    let days = u32::try_from(seconds.div_euclid(86_400))
        .ok()?
        .checked_add(719_468)?;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let date = day - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    let year = 400 * era + year + later;
    (year <= 9_999).then(|| format!("{year:04}-{month:02}-{date:02}"))
}
