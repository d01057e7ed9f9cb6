//! Where postcodes are and which LSOA they lie in: the ONS's postcode directories (NSPL and ONSPD), whose headers change
//! with every release. National files are long, so they are read row by row, and only what is asked for is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use csv::ByteRecord;

use crate::read::csv_rows::CsvRows;
use crate::read::{Input, Notices, Place, ReadErrors, ReadFault};
use crate::space::Point;

/// A postcode as it is compared: capitals and digits alone, without spaces.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Postcode(String);

impl Postcode {
    /// The postcode of a text, whatever its spaces and letters' case; `None` for what cannot be one.
    ///
    /// ```
    /// use fairreach::read::Postcode;
    /// assert_eq!(Postcode::new(" pe7 3ja"), Postcode::new("PE73JA"));
    /// assert_eq!(Postcode::new("n/a"), None);
    /// ```
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let letters = text.chars().filter(|it| !it.is_whitespace());
        let code: String = letters.map(|it| it.to_ascii_uppercase()).collect();
        let (outward, inward) = code.split_at_checked(code.len().checked_sub(3)?)?;
        let outward_fits = (2..=4).contains(&outward.len())
            && outward.bytes().all(|it| it.is_ascii_alphanumeric())
            && outward.starts_with(|it: char| it.is_ascii_uppercase());
        let inward = inward.as_bytes();
        let inward_fits =
            inward[0].is_ascii_digit() && inward[1..].iter().all(u8::is_ascii_uppercase);
        (outward_fits && inward_fits).then_some(Self(code))
    }
}

impl std::fmt::Display for Postcode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (outward, inward) = self.0.split_at(self.0.len() - 3);
        write!(f, "{outward} {inward}")
    }
}

/// What a directory tells of a postcode.
#[derive(Clone, Debug, PartialEq)]
pub struct PostcodeRow {
    /// Where it is; `None` where the directory has no reference on the British National Grid for it.
    pub point: Option<Point>,
    /// The code of its LSOA of 2021, where the directory has the column and it lies in one.
    pub lsoa21: Option<String>,
    /// The code of its LSOA of 2011, where the directory has the column and it lies in one.
    pub lsoa11: Option<String>,
    /// The month (`YYYYMM`) in which it was given up; `None` for one in use.
    pub given_up: Option<String>,
}

/// The postcodes asked for that a directory knows, and how many rows it has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Postcodes {
    /// What it tells of each.
    pub known: BTreeMap<Postcode, PostcodeRow>,
    /// All its rows.
    pub rows: u64,
}

/// Headers of a column in the releases since 2011, as stems: the year stands in many of them.
const POSTCODE: [&str; 4] = ["pcds", "pcd8", "pcd2", "pcd"];
const EAST: [&str; 3] = ["east1m", "oseast1m", "easting"];
const NORTH: [&str; 3] = ["north1m", "osnrth1m", "northing"];
const QUALITY: [&str; 2] = ["gridind", "osgrdind"];
const GIVEN_UP: [&str; 1] = ["doterm"];
const LSOA21: [&str; 2] = ["lsoa21cd", "lsoa21"];
const LSOA11: [&str; 2] = ["lsoa11cd", "lsoa11"];

/// How the codes end that stand for no area, as of the Channel Islands and the Isle of Man.
const NO_AREA: &str = "99999999";

/// The indicator of a postcode without a grid reference.
const NO_GRID: &[u8] = b"9";

/// So many rows at fault are told; a directory of millions of rows that are all at fault is not held in memory.
const ENOUGH: usize = 10_000;

/// Whether headers are those of a postcode directory, and which: `onspd` also tells parishes or the areas of 2001.
pub(super) fn directory(headers: &[String]) -> Option<&'static str> {
    let folded: Vec<String> = headers.iter().map(|it| it.trim().to_lowercase()).collect();
    let starts = |stems: &[&str]| {
        folded
            .iter()
            .any(|it| stems.iter().any(|stem| it.starts_with(stem)))
    };
    let all = [&POSTCODE[..], &EAST[..], &NORTH[..], &GIVEN_UP[..]];
    if !all.iter().all(|it| starts(it)) {
        return None;
    }
    let whole = starts(&["parish", "parncp", "oslaua", "oa01"]);
    Some(if whole { "onspd" } else { "nspl" })
}

struct Columns {
    postcode: usize,
    east: usize,
    north: usize,
    quality: Option<usize>,
    given_up: Option<usize>,
    lsoa21: Option<usize>,
    lsoa11: Option<usize>,
}

/// Reads what a directory tells of the postcodes asked for.
///
/// # Errors
/// `E-COL-MISSING` where the header lacks a column, `E-CSV-RAGGED` for a row of another length, `E-NUM-FORMAT` for a grid
/// reference that is no number, `E-CSV-FIELDSIZE` for a row without an end, `E-CSV-SYNTAX` for what is no CSV, `E-IO` for
/// what the system refuses to read.
pub fn postcodes(
    file: &str,
    source: impl Read,
    wanted: &BTreeSet<Postcode>,
) -> Result<(Postcodes, Notices), ReadErrors> {
    let mut rows = CsvRows::new(file, source, "download the file again");
    let mut record = ByteRecord::new();
    if !rows.next(&mut record)? {
        let what = "the file is empty";
        return Err(ReadFault::new("E-CSV-EMPTY", file, what, "check the download").into());
    }
    let width = record.len();
    let columns = Columns::of(file, &record)?;
    let wanted: BTreeSet<&[u8]> = wanted.iter().map(|it| it.0.as_bytes()).collect();
    let mut found = Postcodes::default();
    let mut faults = Vec::new();
    let mut key = Vec::with_capacity(8);
    while rows.next(&mut record)? {
        found.rows += 1;
        let cell = record.get(columns.postcode).unwrap_or_default();
        key.clear();
        key.extend(
            cell.iter()
                .filter(|it| !it.is_ascii_whitespace())
                .map(u8::to_ascii_uppercase),
        );
        // A row cut short is told whoever it is of: a download that broke off ends in one.
        if record.len() == width && !wanted.contains(key.as_slice()) {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        match columns.row(file, line, width, &record) {
            Ok(row) => found.keep(&String::from_utf8_lossy(&key), row),
            Err(fault) => faults.extend(fault.0),
        }
        if faults.len() >= ENOUGH {
            break;
        }
    }
    ReadErrors(faults).or((found, Notices::none()))
}

impl Postcodes {
    /// Of several rows of one postcode, the one that is in use.
    fn keep(&mut self, postcode: &str, row: PostcodeRow) {
        let Some(postcode) = Postcode::new(postcode) else {
            return;
        };
        let better = self
            .known
            .get(&postcode)
            .is_none_or(|it| it.given_up.is_some());
        if better {
            self.known.insert(postcode, row);
        }
    }
}

impl Columns {
    fn of(file: &str, header: &ByteRecord) -> Result<Self, ReadErrors> {
        let names: Vec<String> = header
            .iter()
            .map(|it| {
                let text = String::from_utf8_lossy(it).to_lowercase();
                text.trim_matches(|it: char| it == '\u{feff}' || it.is_whitespace())
                    .to_owned()
            })
            .collect();
        // The name itself before one that goes on after it, such as a year.
        let place = |stems: &[&str]| {
            let exact = stems
                .iter()
                .find_map(|stem| names.iter().position(|it| it == stem));
            let stem = || {
                stems
                    .iter()
                    .find_map(|stem| names.iter().position(|it| it.starts_with(stem)))
            };
            exact.or_else(stem)
        };
        let mut faults = Vec::new();
        let mut need = |stems: &[&str]| {
            place(stems).unwrap_or_else(|| {
                let what = format!("no column {}", stems.join(" or "));
                let published = Input::Postcodes.published();
                let remedy = format!(
                    "give the {} as published: {}",
                    published.name, published.page
                );
                faults.push(ReadFault::new("E-COL-MISSING", file, what, remedy).at(Place::Line(1)));
                0
            })
        };
        let columns = Self {
            postcode: need(&POSTCODE),
            east: need(&EAST),
            north: need(&NORTH),
            quality: place(&QUALITY),
            given_up: place(&GIVEN_UP),
            lsoa21: place(&LSOA21),
            lsoa11: place(&LSOA11),
        };
        ReadErrors(faults).or(columns)
    }

    fn row(
        &self,
        file: &str,
        line: u64,
        width: usize,
        record: &ByteRecord,
    ) -> Result<PostcodeRow, ReadErrors> {
        if record.len() != width {
            let what = format!("{} fields, the header has {width}", record.len());
            let fault = ReadFault::new("E-CSV-RAGGED", file, what, "mend or delete the row");
            return Err(fault.at(Place::Line(line)).into());
        }
        let text = |at: Option<usize>| {
            let cell = at.and_then(|it| record.get(it)).unwrap_or_default();
            let text = String::from_utf8_lossy(cell).trim().to_owned();
            Some(text).filter(|it| !it.is_empty())
        };
        let number = |at: usize, name: &str| match text(Some(at)) {
            None => Ok(None),
            Some(text) => match text.parse::<f64>() {
                Ok(it) if it.is_finite() => Ok(Some(it)),
                _ => {
                    let fault = ReadFault::new(
                        "E-NUM-FORMAT",
                        file,
                        "it is not a number",
                        "download the file again",
                    );
                    Err(ReadErrors::from(
                        fault.at(Place::Line(line)).column(name).value(&text),
                    ))
                }
            },
        };
        let area = |at| text(at).filter(|it| !it.ends_with(NO_AREA));
        let placed = self.quality.and_then(|it| record.get(it)) != Some(NO_GRID);
        let (east, north) = (
            number(self.east, "easting")?,
            number(self.north, "northing")?,
        );
        // In Northern Ireland the reference is of the Irish Grid, which is another one.
        let irish = record
            .get(self.postcode)
            .unwrap_or_default()
            .trim_ascii_start()
            .get(..2)
            .is_some_and(|it| it.eq_ignore_ascii_case(b"BT"));
        let point = east
            .zip(north)
            .filter(|it| placed && !irish && *it != (0.0, 0.0));
        Ok(PostcodeRow {
            point: point.map(|(x, y)| Point::new(x, y)),
            lsoa21: area(self.lsoa21),
            lsoa11: area(self.lsoa11),
            given_up: text(self.given_up),
        })
    }
}
