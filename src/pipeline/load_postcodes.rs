//! Sites that a list places by their postcode alone, put where the postcode directory says.

use std::collections::BTreeSet;
use std::io::BufReader;

use crate::pipeline::fault::Fault;
use crate::pipeline::fingerprint::HashedSource;
use crate::pipeline::input::InputRecord;
use crate::pipeline::load::Desk;
use crate::read::{Postcode, Postcodes, ReadFault, SiteKind, SiteRow, postcodes, read_inside};
use crate::study::{PostcodeSource, SiteSource};

/// The rows of a list of sites.
pub(super) type Listed<'s> = (&'s SiteSource, Vec<SiteRow>);

/// Gives every site without coordinates the place of its postcode. One whose postcode is not known is refused, or, in a
/// list published for the whole country, left out and counted.
pub(super) fn place(
    desk: &mut Desk<'_>,
    lists: &mut [Listed<'_>],
    files: &[usize],
) -> Result<(), Fault> {
    let Some(source) = &desk.study.postcodes else {
        return Ok(());
    };
    let placeless = lists
        .iter()
        .flat_map(|(_, rows)| rows)
        .filter(|it| it.point.is_none());
    let wanted: BTreeSet<Postcode> = placeless.filter_map(postcode_of).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let Some(known) = read(desk, source, &wanted)? else {
        return Ok(());
    };
    for ((list, rows), file) in lists.iter_mut().zip(files) {
        let n = rows.len();
        rows.retain_mut(|row| row.point.is_some() || placed(desk, list, &source.file, &known, row));
        desk.inputs[*file].leave_out(UNPLACED, n - rows.len());
    }
    Ok(())
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

/// Whether a site has a place now or is kept without one because its fault is told.
fn placed(
    desk: &mut Desk<'_>,
    list: &SiteSource,
    directory: &str,
    known: &Postcodes,
    row: &mut SiteRow,
) -> bool {
    let postcode = postcode_of(row);
    let found = postcode.as_ref().and_then(|it| known.known.get(it));
    let written = row.postcode.as_deref().unwrap_or_default();
    if let Some(point) = found.and_then(|it| it.point) {
        row.point = Some(point);
        if let Some(month) = found.and_then(|it| it.given_up.as_ref()) {
            let what = "sites at a postcode that was given up, placed where it was";
            let sample = format!("{}: {written} ({month})", row.id);
            desk.found
                .notices
                .add("W-SITE-POSTCODE", &list.file, what, sample);
        }
        return true;
    }
    let why = match (&postcode, found) {
        (None, _) => "it is no postcode".to_owned(),
        (_, None) => format!("{directory} does not have it"),
        (_, Some(_)) => format!("{directory} has no grid reference for it"),
    };
    if list.spec.kind == SiteKind::Gias {
        let sample = format!("{} {}: {written}", row.id, row.place.to_string().trim());
        desk.found
            .notices
            .add("W-SITE-NOXY", &list.file, UNPLACED, sample);
        return false;
    }
    let what = format!(
        "({}) it has no coordinates, and its postcode tells no place: {why}",
        row.id
    );
    let remedy = "correct the postcode, or give coordinates";
    let fault = ReadFault::new("E-SITE-POSTCODE", &list.file, what, remedy);
    desk.found.fault(
        fault
            .at(row.place.clone())
            .column("postcode")
            .value(written),
    );
    true
}
