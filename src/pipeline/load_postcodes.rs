//! Sites that a list places by their postcode alone, put where the postcode directory says.

use std::collections::BTreeSet;
use std::io::BufReader;

use crate::model::Areas;
use crate::pipeline::fault::Fault;
use crate::pipeline::fingerprint::HashedSource;
use crate::pipeline::input::InputRecord;
use crate::pipeline::load::Desk;
use crate::pipeline::site_places::is_of_study;
use crate::read::{
    Postcode, PostcodeRow, Postcodes, ReadFault, SiteKind, SiteRow, postcodes, read_inside,
};
use crate::study::{PostcodeSource, SiteSource};

/// The rows of a list of sites.
pub(super) type Listed<'s> = (&'s SiteSource, Vec<SiteRow>);

/// Gives every site without coordinates the place of its postcode. One whose postcode is not known is refused, or, in a
/// list published for the whole country, left out and counted. Gives back what the directory tells of the postcodes it was
/// asked for: those of sites without coordinates, or those of all sites where all files are read.
pub(super) fn place(
    desk: &mut Desk<'_>,
    lists: &mut [Listed<'_>],
    files: &[usize],
    areas: &Areas,
) -> Result<Postcodes, Fault> {
    let Some(source) = &desk.study.postcodes else {
        return Ok(Postcodes::default());
    };
    let all = desk.all;
    let rows = lists.iter().flat_map(|(_, rows)| rows);
    let asking: Vec<&SiteRow> = rows.filter(|it| all || it.point.is_none()).collect();
    if asking.is_empty() && !all {
        return Ok(Postcodes::default());
    }
    let wanted: BTreeSet<Postcode> = asking.into_iter().filter_map(postcode_of).collect();
    let known = if wanted.is_empty() && !all {
        Postcodes::default()
    } else {
        let Some(known) = read(desk, source, &wanted)? else {
            return Ok(Postcodes::default());
        };
        known
    };
    for ((list, rows), file) in lists.iter_mut().zip(files) {
        let n = rows.len();
        let placing = Placing {
            list,
            directory: &source.file,
            known: &known,
            areas,
            by_district: rows.iter().any(|it| lies_in(it, areas)),
        };
        rows.retain_mut(|row| {
            row.point.is_some() || placing.placed(desk, row) || placing.refused(desk, row)
        });
        desk.inputs[*file].leave_out(UNPLACED, n - rows.len());
    }
    Ok(known)
}

/// What the directory tells of a site's postcode.
pub(super) fn row_of(known: &Postcodes, row: &SiteRow) -> Option<PostcodeRow> {
    known.known.get(&postcode_of(row)?).cloned()
}

/// Why a site of a national list is left out.
const UNPLACED: &str = "sites without coordinates or a known postcode left out";

fn postcode_of(row: &SiteRow) -> Option<Postcode> {
    row.postcode.as_deref().and_then(Postcode::new)
}

/// Reads the directory; `None` where it is at fault.
fn read(
    desk: &mut Desk<'_>,
    source: &PostcodeSource,
    wanted: &BTreeSet<Postcode>,
) -> Result<Option<Postcodes>, Fault> {
    let file = source.file.as_str();
    let refused = |it| Fault::io(file, it);
    let mut hashed = HashedSource::new(desk.study.files.open(file).map_err(refused)?);
    let read = read_inside(file, &mut hashed, source.inside.as_deref(), |rows| {
        postcodes(file, BufReader::with_capacity(1 << 20, rows), wanted)
    });
    let (bytes, print) = hashed.end().map_err(refused)?;
    let known = desk.found.take(read);
    let mut record = InputRecord::new("postcodes", file, bytes, print);
    record.part.clone_from(&source.inside);
    if let Some(known) = &known {
        (record.rows, record.rows_used) = (Some(known.rows), known.known.len() as u64);
        let others = known.rows.saturating_sub(record.rows_used);
        record.leave_out(
            "postcodes that no site asks for",
            usize::try_from(others).unwrap_or(usize::MAX),
        );
    }
    desk.inputs.push(record);
    Ok(known)
}

/// A list whose sites are put where the directory says.
struct Placing<'a> {
    list: &'a SiteSource,
    /// The file of the directory.
    directory: &'a str,
    known: &'a Postcodes,
    areas: &'a Areas,
    /// Whether the list calls the districts of the study as the study does; else its districts tell nothing.
    by_district: bool,
}

impl Placing<'_> {
    /// Whether a site has a place now.
    fn placed(&self, desk: &mut Desk<'_>, row: &mut SiteRow) -> bool {
        let found = postcode_of(row).and_then(|it| self.known.known.get(&it));
        let Some(point) = found.and_then(|it| it.point) else {
            return false;
        };
        row.point = Some(point);
        if let Some(month) = found.and_then(|it| it.given_up.as_ref()) {
            let what = "sites at a postcode that was given up, placed where it was";
            let written = row.postcode.as_deref().unwrap_or_default();
            let sample = format!("{}: {written} ({month})", row.id);
            desk.found
                .notices
                .add("W-SITE-POSTCODE", &self.list.file, what, sample);
        }
        true
    }

    /// Whether a site whose postcode tells no place is kept since its fault is told, and not left out of a national list.
    fn refused(&self, desk: &mut Desk<'_>, row: &SiteRow) -> bool {
        let written = row.postcode.as_deref().unwrap_or_default();
        let elsewhere = match self.list.spec.kind {
            SiteKind::Gias => true,
            SiteKind::FamilyHubs => self.by_district && !lies_in(row, self.areas),
            SiteKind::Table | SiteKind::GeoJson => false,
        };
        if elsewhere {
            let sample = format!("{} {}: {written}", row.id, row.place.to_string().trim());
            desk.found
                .notices
                .add("W-SITE-NOXY", &self.list.file, UNPLACED, sample);
            return false;
        }
        let directory = self.directory;
        let why = match postcode_of(row) {
            None => "it is no postcode".to_owned(),
            Some(it) if self.known.known.contains_key(&it) => {
                format!("{directory} has no grid reference for it")
            }
            Some(_) => format!("{directory} does not have it"),
        };
        let what = format!(
            "({}) it has no coordinates, and its postcode tells no place: {why}",
            row.id
        );
        let remedy = "correct the postcode, or give coordinates";
        let fault = ReadFault::new("E-SITE-POSTCODE", &self.list.file, what, remedy);
        let fault = fault.at(row.place.clone()).column("postcode");
        desk.found.fault(fault.value(written));
        true
    }
}

/// Whether the list says that a site is in a district of the study.
fn lies_in(row: &SiteRow, areas: &Areas) -> bool {
    is_of_study(row.district.as_deref(), areas)
}
