//! The times table, as CSV and as Parquet (the home of polars on the way out).
//!
//! Its columns are `area,site,mode,seconds,reason`: seconds are empty, and a reason given, where there is no time.
//! Rows stand in the order of modes, then areas, then sites.

use std::fmt::Write as _;

use polars::prelude::{DataFrame, NamedFrom, ParquetWriter, PolarsError, Series};

use crate::ids::{AreaId, Id, SiteId};
use crate::model::Mode;
use crate::travel::{TravelTimes, Unreached};
use crate::units::Seconds;

/// Why a table could not be put into Parquet.
#[derive(Debug, thiserror::Error)]
#[error("the table could not be put into Parquet: {0}")]
pub struct ParquetError(#[from] PolarsError);

/// The columns of a times table.
const COLUMNS: [&str; 5] = ["area", "site", "mode", "seconds", "reason"];

type Row<'a> = (&'a str, &'a str, &'a str, Result<Seconds, Unreached>);

/// The times table as CSV (RFC 4180, with line feeds). Text that a spreadsheet would take for a formula (a first
/// `=`, `+`, `-`, `@`, tab or carriage return) gets an apostrophe before it (OWASP, CSV injection).
///
/// ```
/// use fairreach::{model::Mode, report::times_csv, travel::{TravelTimes, Unreached}};
/// let times = TravelTimes::unreached(1, 1, Unreached::NoPath);
/// let (areas, sites) = (["E01013787".to_owned()], ["ely".to_owned()]);
/// assert_eq!(
///     times_csv(&areas, &sites, &[(&Mode::car(), &times)]),
///     "area,site,mode,seconds,reason\nE01013787,ely,car,,no_path\n",
/// );
/// ```
#[must_use]
pub fn times_csv(areas: &[String], sites: &[String], times: &[(&Mode, &TravelTimes)]) -> String {
    let cells = |names: &[String]| -> Vec<String> { names.iter().map(|it| cell(it)).collect() };
    let (areas, sites) = (cells(areas), cells(sites));
    let modes: Vec<String> = times.iter().map(|(mode, _)| cell(mode.name())).collect();
    let mut text = COLUMNS.join(",");
    text.push('\n');
    for (area, site, mode, time) in rows(&areas, &sites, times, &modes) {
        // Writing to a String cannot fail.
        let _ = match time {
            Ok(it) => writeln!(text, "{area},{site},{mode},{},", it.get()),
            Err(reason) => writeln!(text, "{area},{site},{mode},,{}", reason.word()),
        };
    }
    text
}

/// The same table as Parquet bytes: strings as they are, seconds an unsigned 32-bit integer or null.
///
/// # Errors
/// When the table is beyond what Parquet can hold.
pub fn times_parquet(
    areas: &[String],
    sites: &[String],
    times: &[(&Mode, &TravelTimes)],
) -> Result<Vec<u8>, ParquetError> {
    let modes: Vec<String> = times.iter().map(|it| it.0.name().to_owned()).collect();
    let rows: Vec<Row> = rows(areas, sites, times, &modes).collect();
    let words = |name: &str, read: fn(&Row) -> Option<String>| {
        Series::new(name.into(), rows.iter().map(read).collect::<Vec<_>>()).into()
    };
    let seconds: Vec<Option<u32>> = rows.iter().map(|it| it.3.ok().map(Seconds::get)).collect();
    let [area, site, mode, time, reason] = COLUMNS;
    let mut frame = DataFrame::new(
        rows.len(),
        vec![
            words(area, |it| Some(it.0.to_owned())),
            words(site, |it| Some(it.1.to_owned())),
            words(mode, |it| Some(it.2.to_owned())),
            Series::new(time.into(), seconds).into(),
            words(reason, |it| it.3.err().map(|it| it.word().to_owned())),
        ],
    )?;
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame)?;
    Ok(bytes)
}

fn rows<'a>(
    areas: &'a [String],
    sites: &'a [String],
    times: &'a [(&Mode, &TravelTimes)],
    modes: &'a [String],
) -> impl Iterator<Item = Row<'a>> {
    times.iter().zip(modes).flat_map(move |((_, times), mode)| {
        areas.iter().enumerate().flat_map(move |(row, area)| {
            sites.iter().enumerate().map(move |(column, site)| {
                let time = times.get(AreaId::at(row), SiteId::at(column));
                (area.as_str(), site.as_str(), mode.as_str(), time)
            })
        })
    })
}

/// A cell of text: safe from being run as a formula, quoted where it holds a comma, a quote or a line break.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}
