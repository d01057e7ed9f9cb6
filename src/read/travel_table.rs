//! Travel times the user brings: a row a pair (long) or a column a site (wide), minutes or seconds.

use crate::read::site_list::whole_digits;
use crate::read::source::Source;
use crate::read::table::{At, Row, Table};
use crate::read::{Findings, NoNumber, Notices, Place, ReadErrors, ReadFault, number, parquet};

/// What a number in the table counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeUnit {
    /// Minutes.
    #[default]
    Minutes,
    /// Seconds.
    Seconds,
}

/// How the table is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimesLayout {
    /// A row a pair.
    Long {
        /// The column of the area's code; `None`: `area`.
        area: Option<String>,
        /// The column of the site's id; `None`: `site`.
        site: Option<String>,
        /// The column of the time; `None`: `seconds`, else `minutes`.
        time: Option<(String, TimeUnit)>,
        /// The column of the mode; `None`: `mode`, where there is one.
        mode: Option<String>,
        /// The column of the direction; `None`: `direction`, where there is one.
        direction: Option<String>,
        /// The column of the reason of a missing time; `None`: `reason`, where there is one.
        reason: Option<String>,
    },
    /// A row an area, a column a site.
    Wide {
        /// The column of the area's code; `None`: the first.
        area: Option<String>,
        /// What the numbers count.
        unit: TimeUnit,
    },
}

impl TimesLayout {
    /// A row a pair under the headers of our own output: `area,site,mode,seconds,reason`.
    #[must_use]
    pub const fn own() -> Self {
        Self::Long {
            area: None,
            site: None,
            time: None,
            mode: None,
            direction: None,
            reason: None,
        }
    }
}

/// One pair of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeRow {
    /// Where in the file.
    pub place: Place,
    /// The area's code.
    pub area: String,
    /// The site's id.
    pub site: String,
    /// The mode, where the table has a column of it.
    pub mode: Option<String>,
    /// The direction's word, where the table has a column of it.
    pub direction: Option<String>,
    /// Seconds, not yet rounded, or the word of the reason why there are none (empty where none is given).
    pub time: Result<f64, String>,
}

/// Reads a table of times from CSV, or from Parquet where the bytes are that.
///
/// # Errors
/// Every fault of the file: see [`Table::read`]; `E-NUM-...`, `E-RANGE` for negative times, `E-PQ-...`.
pub fn travel_table(
    source: Source<'_>,
    layout: &TimesLayout,
) -> Result<(Vec<TimeRow>, Notices), ReadErrors> {
    let mut found = Findings::none();
    let table = if parquet::is_parquet(source) {
        let table = parquet::table(source)?;
        found.notices.rows_mut().read += table.rows().len() as u64;
        table
    } else {
        Table::read(source, &mut found)?
    };
    let rows = match layout {
        TimesLayout::Long { .. } => long(&table, layout, &mut found),
        TimesLayout::Wide { area, unit } => wide(&table, area.as_deref(), *unit, &mut found),
    };
    if let TimesLayout::Wide { .. } = layout {
        // What is used or left out is a cell here: as many as there are sites to each row, be it blank.
        let sites = table.headers().len().saturating_sub(1) as u64;
        let told = found.notices.rows_mut();
        let suppressed = told.left_out.remove(SUPPRESSED);
        told.read *= sites;
        told.left_out.values_mut().for_each(|it| *it *= sites);
        told.leave_out(SUPPRESSED, suppressed.unwrap_or_default());
    }
    found.or(rows)
}

/// Why a time is left out that is no fault.
const SUPPRESSED: &str = "suppressed times";

struct Columns {
    area: At,
    site: At,
    time: At,
    unit: TimeUnit,
    mode: Option<At>,
    direction: Option<At>,
    reason: Option<At>,
}

fn long(table: &Table, layout: &TimesLayout, found: &mut Findings) -> Vec<TimeRow> {
    let Some(columns) = Columns::find(table, layout, found) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    for row in table.rows() {
        let reason = row.text_if_any(columns.reason).unwrap_or_default();
        let Some(time) = time(&row, columns.time, columns.unit, reason, found) else {
            continue;
        };
        rows.push(TimeRow {
            place: row.place(),
            area: row.text(columns.area).to_owned(),
            site: whole_digits(row.text(columns.site)).to_owned(),
            mode: row.text_if_any(columns.mode).map(str::to_owned),
            direction: row.text_if_any(columns.direction).map(str::to_owned),
            time,
        });
    }
    rows
}

impl Columns {
    fn find(table: &Table, layout: &TimesLayout, found: &mut Findings) -> Option<Self> {
        let TimesLayout::Long {
            area,
            site,
            time,
            mode,
            direction,
            reason,
        } = layout
        else {
            return None;
        };
        let mut needed = |named: &Option<String>, usual: &str| match named {
            Some(name) => table.need(name, found),
            None => table.need_any(&[usual], found),
        };
        let (area, site) = (needed(area, "area"), needed(site, "site"));
        let timed = match time {
            Some((name, unit)) => table.need(name, found).map(|it| (it, *unit)),
            None => match table.any(&["seconds"]) {
                Some(at) => Some((at, TimeUnit::Seconds)),
                None => table
                    .need_any(&["minutes"], found)
                    .map(|it| (it, TimeUnit::Minutes)),
            },
        };
        let mut optional = |named: &Option<String>, usual: &str| match named {
            Some(name) => table.need(name, found),
            None => table.any(&[usual]),
        };
        let (mode, direction) = (optional(mode, "mode"), optional(direction, "direction"));
        let reason = optional(reason, "reason");
        let (time, unit) = timed?;
        Some(Self {
            area: area?,
            site: site?,
            time,
            unit,
            mode,
            direction,
            reason,
        })
    }
}

fn wide(table: &Table, area: Option<&str>, unit: TimeUnit, found: &mut Findings) -> Vec<TimeRow> {
    let area = match area {
        Some(name) => table.need(name, found),
        None => Some(At(0)),
    };
    let Some(area) = area else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    for row in table.rows() {
        for at in (0..table.headers().len()).map(At).filter(|it| *it != area) {
            let Some(time) = time(&row, at, unit, "", found) else {
                continue;
            };
            rows.push(TimeRow {
                place: row.place(),
                area: row.text(area).to_owned(),
                site: whole_digits(table.heading(at)).to_owned(),
                mode: None,
                direction: None,
                time,
            });
        }
    }
    rows
}

/// The time in a cell; an empty one has the reason given, and a fault is recorded for anything else.
fn time(
    row: &Row<'_>,
    at: At,
    unit: TimeUnit,
    reason: &str,
    found: &mut Findings,
) -> Option<Result<f64, String>> {
    match number(row.text(at)) {
        Err(NoNumber::Empty) => Some(Err(reason.to_owned())),
        Ok(value) if value < 0.0 => {
            let fault: ReadFault = row.fault(
                at,
                "E-RANGE",
                "a time below 0",
                "leave it empty and give a reason",
            );
            found.fault(fault);
            None
        }
        _ => {
            let faults = found.n_faults();
            let value = row.number(at, found);
            if value.is_none() && found.n_faults() == faults {
                found.notices.rows_mut().leave_out(SUPPRESSED, 1);
            }
            value.map(|value| {
                Ok(match unit {
                    TimeUnit::Minutes => value * 60.0,
                    TimeUnit::Seconds => value,
                })
            })
        }
    }
}
