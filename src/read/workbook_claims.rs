//! What a workbook claims of itself, looked at before anybody makes room for it, and whether its parts are whole.
//!
//! The crate that reads workbooks stops at the last cell, before the checksum that a packed part ends with: a flipped bit
//! would read as another number. So every part is unpacked once to its end.
//!
//! The crate that reads workbooks makes room for as many shared texts as the file says it has, whatever the number: a
//! file of 1 kB that claims thousands of millions would take all memory there is.

use std::fmt::Display;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

use zip::ZipArchive;

use crate::read::{ReadErrors, ReadFault};

/// More shared texts than any published workbook has.
const MOST_TEXTS: u64 = 5_000_000;
/// How much the shared texts may unpack to, in bytes, as all are held at once.
const MOST_BYTES: u64 = 1 << 28;

/// Parts may unpack to a hundred times the file, and to so much at least, in bytes.
const RATIO: u64 = 100;
const ALWAYS: u64 = 1 << 26;

/// The part of a workbook that holds its shared texts, and the attribute that tells how many they are.
const TEXTS: &str = "sharedstrings.xml";
const CLAIM: &[u8] = b"uniqueCount";

/// The part that every workbook has.
const BOOK: &str = "xl/workbook.xml";

/// How much is read at a time, and how much of it is looked at once more with what follows: a claim may lie across.
const PIECE: usize = 1 << 16;
const KEPT: usize = 256;

/// Refuses a workbook that is not whole, or whose parts are, or claim to be, more than can be held. The source is left at
/// its start.
///
/// # Errors
/// `E-XLSX-DECODE` for one that is no zip or is damaged, `E-ZIP-BOMB` for one that asks for too much.
pub(super) fn check(file: &str, source: &mut (impl Read + Seek)) -> Result<(), ReadErrors> {
    let damaged = |it: &dyn Display| damaged(file, it);
    let packed = source.seek(SeekFrom::End(0)).map_err(|it| damaged(&it))?;
    let mut room = ALWAYS.max(packed.saturating_mul(RATIO));
    let mut archive = ZipArchive::new(&mut *source).map_err(|it| damaged(&it))?;
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).map_err(|it| damaged(&it))?;
        let is_of_texts = part
            .name()
            .is_ok_and(|it| it.to_lowercase().ends_with(TEXTS));
        let looked_at = if is_of_texts {
            too_much(&mut part)
        } else {
            unpacked(&mut part, &mut room)
        };
        if let Some(what) = looked_at.map_err(|it| damaged(&it))? {
            let remedy = "save it anew from Excel, or save the sheet as CSV";
            return Err(ReadFault::new("E-ZIP-BOMB", file, what, remedy).into());
        }
    }
    source.rewind().map_err(|it| damaged(&it))
}

/// Whether bytes are a workbook.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
        && ZipArchive::new(Cursor::new(bytes)).is_ok_and(|it| it.index_for_name(BOOK).is_some())
}

/// The fault of a workbook that cannot be read, and why.
pub(super) fn damaged(file: &str, why: &dyn Display) -> ReadErrors {
    let what = format!("the workbook cannot be read ({why})");
    let remedy = "download the file again";
    ReadErrors::from(ReadFault::new("E-XLSX-DECODE", file, what, remedy))
}

/// Unpacks a part to its end, where its checksum is; what is too much about it.
fn unpacked(part: &mut impl Read, room: &mut u64) -> io::Result<Option<String>> {
    let size = io::copy(&mut part.take(room.saturating_add(1)), &mut io::sink())?;
    match room.checked_sub(size) {
        Some(left) => *room = left,
        None => {
            return Ok(Some(format!(
                "its parts unpack to more than {RATIO} times the file"
            )));
        }
    }
    Ok(None)
}

/// What is too much about a part of shared texts.
fn too_much(part: &mut impl Read) -> io::Result<Option<String>> {
    let (mut window, mut piece, mut size) = (Vec::new(), vec![0; PIECE], 0);
    loop {
        let n = part.read(&mut piece)?;
        size += n as u64;
        if size > MOST_BYTES {
            return Ok(Some(format!(
                "its shared texts unpack to more than {MOST_BYTES} bytes"
            )));
        }
        // Without NUL bytes, UTF-16 reads as what it says.
        window.extend(piece[..n].iter().filter(|it| **it != 0));
        if let Some(claim) = claims(&window).find(|it| *it > MOST_TEXTS) {
            return Ok(Some(format!(
                "it claims {claim} shared texts; no published workbook has more than {MOST_TEXTS}"
            )));
        }
        if n == 0 {
            return Ok(None);
        }
        window.drain(..window.len().saturating_sub(KEPT));
    }
}

/// Every number that is claimed in some XML, as far as it is one.
fn claims(xml: &[u8]) -> impl Iterator<Item = u64> {
    let places = xml.windows(CLAIM.len()).enumerate();
    let places = places.filter(|(_, it)| *it == CLAIM);
    places.map(|(place, _)| {
        let told = xml[place + CLAIM.len()..].iter();
        told.skip_while(|it| !it.is_ascii_digit())
            .map_while(|it| char::from(*it).to_digit(10))
            .fold(0_u64, |sum, digit| {
                sum.saturating_mul(10).saturating_add(u64::from(digit))
            })
    })
}
