//! People by area and age band: from columns that the study names, or by the ages that published headers and labels tell.

use crate::read::age_rows::AgeRows;
use crate::read::ages::{Ages, Label, Ranges};
use crate::read::centroids::refuse_doubles;
use crate::read::source::Source;
use crate::read::table::{At, Row, Table};
use crate::read::{Findings, Notices, Place, ReadErrors, ReadFault, RowCount, Vintage, number};

/// One band and the columns whose counts make it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BandColumns {
    /// The band's name in the study.
    pub band: String,
    /// The columns, added up.
    pub columns: BandSource,
}

/// What makes up a band.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BandSource {
    /// Columns named in the study, added up.
    Named(Vec<String>),
    /// Ages, made of the ranges that the file has.
    Ages(Ages),
}

/// The people of one area, a count for each band asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct PeopleRow {
    /// Where in the file.
    pub place: Place,
    /// The area's code.
    pub code: String,
    /// The count of each band; `None` where suppressed.
    pub counts: Vec<Option<f64>>,
}

/// The most people an LSOA can plausibly hold (its design limit is 3,000).
const MOST_PEOPLE: f64 = 50_000.0;

/// Reads the people of areas, in order of codes, from a row an area or from a row an area and age.
///
/// # Errors
/// Every fault of the file: see [`Table::read`]; `E-GEO-VINTAGE`, `E-GEO-CODE`, `E-KEY-DUP`, `E-RANGE`,
/// `E-NUM-...`; `E-AGE-BAND` for a band that the ages of the file cannot make, `E-AGE-LABEL`, `E-AGE-TABLE` and
/// `E-AGE-ABSENT` for rows by age that cannot be read, that are by something else too, or that are missing.
pub fn population(
    source: Source<'_>,
    code: Option<&str>,
    bands: &[BandColumns],
    vintage: Vintage,
) -> Result<(Vec<PeopleRow>, Notices), ReadErrors> {
    population_of(source, code, bands, vintage, &|_| true)
}

/// The same, of a file that covers more than a study: a cell that cannot be used is refused only in rows of the codes
/// that concern the study; elsewhere it is told, and unknown.
///
/// # Errors
/// As for [`population`].
pub fn population_of(
    source: Source<'_>,
    code: Option<&str>,
    bands: &[BandColumns],
    vintage: Vintage,
    concerns: Concerns<'_>,
) -> Result<(Vec<PeopleRow>, Notices), ReadErrors> {
    let mut found = Findings::none();
    let table = Table::read(source, &mut found)?;
    let code = vintage.code_column(&table, code, &mut found);
    let by_age = bands
        .iter()
        .any(|it| matches!(it.columns, BandSource::Ages(_)));
    let rows = by_age.then(|| AgeRows::of(&table)).flatten();
    let people = match (rows, code) {
        // On the wrong line there are no ages either, which is one fault and not two.
        (_, None) if by_age => Vec::new(),
        (Some(rows), Some(code)) => {
            let people = rows.people(code, bands, (vintage, concerns), &mut found);
            // Several rows are one area, which is what is used or left out.
            let told = found.notices.rows_mut();
            *told = RowCount::none();
            told.read = people.len() as u64;
            people
        }
        (_, code) => wide(&table, code, bands, (vintage, concerns), &mut found),
    };
    found.or(people)
}

/// Whether the area of a code concerns the study.
pub type Concerns<'c> = &'c dyn Fn(&str) -> bool;

/// Reads a row. Faults of one that does not concern the study are told as a notice: it is not the study's to mend.
pub(super) fn aside_unless<T>(
    concerned: bool,
    file: &str,
    found: &mut Findings,
    read: impl FnOnce(&mut Findings) -> T,
) -> T {
    if concerned {
        return read(found);
    }
    let mut aside = Findings::none();
    let value = read(&mut aside);
    found.notices.extend(aside.notices);
    for fault in aside.faults {
        let what = "cells outside the study that cannot be used, taken as unknown";
        let place = fault.place.to_string();
        let sample = format!("{} {}", fault.code, place.trim());
        found.notices.add("W-GEO-OUTSIDE", file, what, sample);
    }
    value
}

/// The people of a table with a row an area.
fn wide(
    table: &Table,
    code: Option<At>,
    bands: &[BandColumns],
    (vintage, concerns): (Vintage, Concerns<'_>),
    found: &mut Findings,
) -> Vec<PeopleRow> {
    let headers = table.headers().iter().zip(0..);
    let labels: Vec<(Label, usize)> = headers
        .filter_map(|(it, place)| Some((Label::of_header(it)?, place)))
        .collect();
    let ranges = Ranges::of(&labels);
    let bands: Vec<Vec<usize>> = tile_bands(table, bands, &ranges, found);
    let sums = Sums::of(&ranges);
    let mut people = Vec::new();
    for row in table.rows() {
        if let Some(sums) = &sums {
            let value = |it: usize| number(row.text(At(it))).ok();
            sums.check(table, &row.place(), value, found);
        }
        let Some(code) = code.and_then(|it| vintage.code(&row, it, found)) else {
            continue;
        };
        let counts = aside_unless(concerns(&code), table.file(), found, |found| {
            let counts = bands.iter().map(|it| band(&row, it, vintage, found));
            counts.collect()
        });
        people.push(PeopleRow {
            place: row.place(),
            code,
            counts,
        });
    }
    people.sort_by(|a, b| a.code.cmp(&b.code).then(a.place.cmp(&b.place)));
    refuse_doubles(
        table.file(),
        people.iter().map(|it| (it.code.as_str(), &it.place)),
        found,
    );
    people
}

/// For each band the columns, or the kinds of row, that make it up; a fault is recorded for a band that cannot be made.
pub(super) fn tile_bands(
    table: &Table,
    bands: &[BandColumns],
    ranges: &Ranges,
    found: &mut Findings,
) -> Vec<Vec<usize>> {
    let mut tiles = Vec::new();
    let mut by_age = false;
    for band in bands {
        let tile = match &band.columns {
            BandSource::Named(names) => names
                .iter()
                .filter_map(|it| table.need(it, found))
                .map(|it| it.0)
                .collect(),
            BandSource::Ages(ages) => {
                by_age = true;
                ranges.tile(*ages).unwrap_or_else(|| {
                    found.fault(unmade(table, &band.band, *ages, ranges));
                    Vec::new()
                })
            }
        };
        tiles.push(tile);
    }
    for double in ranges.doubles.iter().filter(|_| by_age) {
        let what = "an earlier column tells of the same ages";
        let header = table.heading(At(*double));
        found.fault(table.header_fault("E-CSV-HEADERDUP", header, what, "rename one of them"));
    }
    tiles
}

/// The fault of a band that the ranges of a file cannot make.
fn unmade(table: &Table, band: &str, ages: Ages, ranges: &Ranges) -> ReadFault {
    let (what, remedy) = if ranges.is_empty() {
        let shown: String = table.headers().join(", ").chars().take(300).collect();
        (
            format!(
                "no column tells of ages, which the band \"{band}\" ({ages}) needs; the header has: {shown}"
            ),
            "give the file as published, or kind = \"table\" with the columns of each band",
        )
    } else {
        let told = ranges.told();
        (
            format!(
                "this file has the ages {told}; the band \"{band}\" ({ages}) cannot be made of them"
            ),
            "use a file by single year of age, or a band of whole ranges",
        )
    };
    ReadFault::new("E-AGE-BAND", table.file(), what, remedy).at(Place::Line(table.header_line))
}

/// A total and the ages that should make it up.
pub(super) struct Sums {
    total: usize,
    ages: Vec<usize>,
}

impl Sums {
    /// The sums of a table that has a total and ranges that tile every age.
    pub(super) fn of(ranges: &Ranges) -> Option<Self> {
        Some(Self {
            total: ranges.total()?,
            ages: ranges.tile(Ages::ALL)?,
        })
    }

    /// Notes an area whose total is not the sum of its ages; cells that are no numbers are told by whoever uses them.
    pub(super) fn check(
        &self,
        table: &Table,
        place: &Place,
        value: impl Fn(usize) -> Option<f64>,
        found: &mut Findings,
    ) {
        let ages: Option<f64> = self.ages.iter().map(|it| value(*it)).sum();
        if let (Some(total), Some(ages)) = (value(self.total), ages)
            && (total - ages).abs() > 0.5
        {
            let what =
                "rows whose \"Total\" is not the sum of their ages; each column is taken as it is";
            let sample = format!("{}: {total} and {ages}", place.to_string().trim());
            found.notices.add("W-SUM", table.file(), what, sample);
        }
    }
}

fn band(row: &Row<'_>, columns: &[usize], vintage: Vintage, found: &mut Findings) -> Option<f64> {
    let counts: Vec<Option<f64>> = columns
        .iter()
        .map(|it| count(row, At(*it), vintage, found))
        .collect();
    counts.into_iter().sum()
}

/// The count in a cell, of people who may live in one area.
pub(super) fn count(row: &Row<'_>, at: At, vintage: Vintage, found: &mut Findings) -> Option<f64> {
    let count = row.number(at, found)?;
    let most = if vintage == Vintage::Own {
        f64::INFINITY
    } else {
        MOST_PEOPLE
    };
    if count < 0.0 || count > most {
        let (what, remedy) = if count < 0.0 {
            ("below 0".to_owned(), "correct the value")
        } else {
            let what = format!("implausible for an LSOA (limit {most})");
            (what, "correct the value, or use the file by LSOA")
        };
        found.fault(row.fault(at, "E-RANGE", &what, remedy));
        return None;
    }
    if count.fract() != 0.0 {
        let what = "fractional counts kept as given";
        let sample = format!("{}: {count}", row.place().to_string().trim());
        found
            .notices
            .add("W-NUM-FRACTION", row.file(), what, sample);
    }
    Some(count)
}
