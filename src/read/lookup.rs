//! The ONS's lookup from LSOAs of 2011 to those of 2021 and their districts.

use std::collections::BTreeMap;

use crate::read::source::Source;
use crate::read::table::{At, Row, Table};
use crate::read::{Findings, Input, Notices, Place, ReadErrors, ReadFault, Vintage};

/// How an LSOA changed (the column `CHGIND`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AreaChange {
    /// Unchanged.
    Same,
    /// Split into several.
    Split,
    /// Merged from several.
    Merged,
    /// Neither: many to many.
    Irregular,
}

/// One pair of a 2011 and a 2021 LSOA.
#[derive(Clone, Debug, PartialEq)]
pub struct LookupRow {
    /// Where in the file.
    pub place: Place,
    /// The LSOA of 2011.
    pub from: String,
    /// The LSOA of 2021.
    pub to: String,
    /// The name of the LSOA of 2021, where the file has one.
    pub to_name: Option<String>,
    /// The name of the LSOA of 2011, where the file has one.
    pub from_name: Option<String>,
    /// How it changed.
    pub change: AreaChange,
    /// The share of the 2011 LSOA's people who live in the 2021 one, where the file gives it.
    pub weight: Option<f64>,
    /// Code and name of the district, where the file has them.
    pub district: Option<(String, String)>,
}

/// The lookup, in order of 2011 and 2021 codes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lookup {
    /// The file as the study names it.
    pub file: String,
    /// Its pairs.
    pub rows: Vec<LookupRow>,
}

impl Lookup {
    /// Name and district of every LSOA of a vintage.
    #[must_use]
    pub fn places(&self, vintage: Vintage) -> BTreeMap<&str, &LookupRow> {
        let mut places = BTreeMap::new();
        for row in &self.rows {
            let code = match vintage {
                Vintage::Lsoa2011 => row.from.as_str(),
                Vintage::Lsoa2021 | Vintage::Own => row.to.as_str(),
            };
            places.entry(code).or_insert(row);
        }
        places
    }

    /// What became of the codes of the other vintage: for each that is no code of `vintage` itself, those it maps to.
    #[must_use]
    pub fn other_vintage(&self, vintage: Vintage) -> BTreeMap<&str, Vec<&str>> {
        let mut others: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for row in &self.rows {
            let (own, other) = match vintage {
                Vintage::Lsoa2011 => (&row.from, &row.to),
                Vintage::Lsoa2021 => (&row.to, &row.from),
                Vintage::Own => continue,
            };
            others.entry(other).or_default().push(own);
        }
        for row in &self.rows {
            let own = match vintage {
                Vintage::Lsoa2011 => &row.from,
                _ => &row.to,
            };
            others.remove(own.as_str());
        }
        others
    }
}

impl Lookup {
    /// The pairs whose change the lookup itself does not bear out: an area that was split and has one part here, one
    /// that was merged and has one parent, one unchanged that has several, one whose parts' weights do not add up to 1.
    /// So does a lookup look that was cut to a few areas, and what is carried by it may be wrong.
    #[must_use]
    pub fn doubtful(&self) -> Vec<&LookupRow> {
        let (mut parts, mut parents) = (BTreeMap::new(), BTreeMap::new());
        for row in &self.rows {
            let (n, sum, all) = parts.entry(row.from.as_str()).or_insert((0, 0.0, true));
            *n += 1;
            *sum += row.weight.unwrap_or_default();
            *all &= row.weight.is_some();
            *parents.entry(row.to.as_str()).or_insert(0) += 1;
        }
        let doubtful = |row: &&LookupRow| {
            let (n_parts, sum, weighed) = parts[row.from.as_str()];
            let n_parents = parents[row.to.as_str()];
            let off = weighed && (sum - 1.0_f64).abs() > WEIGHTS_OFF;
            off || match row.change {
                AreaChange::Same => n_parts != 1 || n_parents != 1,
                AreaChange::Split => n_parts < 2,
                AreaChange::Merged => n_parents < 2,
                AreaChange::Irregular => false,
            }
        };
        self.rows.iter().filter(doubtful).collect()
    }
}

/// By how much the weights of an area's parts may miss 1: they are published with two or three digits.
const WEIGHTS_OFF: f64 = 0.02;

/// Reads the lookup (`LSOA11CD, LSOA21CD, CHGIND, LAD22CD, LAD22NM`, any year of district; a column `weight` is
/// used where there is one).
///
/// # Errors
/// Every fault of the file: see [`Table::read`]; `E-GEO-CODE`, `E-LOOKUP-CHANGE`.
pub fn lookup(source: Source<'_>) -> Result<(Lookup, Notices), ReadErrors> {
    let mut found = Findings::none();
    let table = Table::read(source, &mut found)?;
    let from = table.need_any(&["LSOA11CD"], &mut found);
    let to = table.need_any(&["LSOA21CD"], &mut found);
    let change = table.need_any(&["CHGIND"], &mut found);
    let lad = |end: &'static str| {
        move |it: &str| it.len() == 7 && it.starts_with("lad") && it.ends_with(end)
    };
    let columns = Columns {
        from_name: table.any(&["LSOA11NM"]),
        to_name: table.any(&["LSOA21NM"]),
        weight: table.any(&["weight"]),
        district: table.only(lad("cd")).zip(table.only(lad("nm"))),
    };
    let mut rows = Vec::new();
    if let (Some(from), Some(to), Some(change)) = (from, to, change) {
        let read = |row| columns.read(&row, from, to, change, &mut found);
        rows = table.rows().filter_map(read).collect();
    }
    rows.sort_by(|a: &LookupRow, b: &LookupRow| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
    let given = rows.len();
    for pair in rows.windows(2) {
        let (first, again) = (&pair[0], &pair[1]);
        let same = first.from == again.from && first.to == again.to;
        if same && (first.change != again.change || first.weight != again.weight) {
            let what = format!(
                "the pair {} and {} appears twice and tells otherwise ({})",
                again.from,
                again.to,
                first.place.to_string().trim()
            );
            let remedy = "keep one of the two rows";
            found.fault(
                ReadFault::new("E-KEY-DUP", table.file(), what, remedy).at(again.place.clone()),
            );
        }
    }
    rows.dedup_by(|a, b| a.from == b.from && a.to == b.to);
    let twice = (given - rows.len()) as u64;
    found
        .notices
        .rows_mut()
        .leave_out("pairs given twice", twice);
    let file = table.file().to_owned();
    found.or(Lookup { file, rows })
}

struct Columns {
    from_name: Option<At>,
    to_name: Option<At>,
    weight: Option<At>,
    district: Option<(At, At)>,
}

impl Columns {
    fn read(
        &self,
        row: &Row<'_>,
        from: At,
        to: At,
        change: At,
        found: &mut Findings,
    ) -> Option<LookupRow> {
        let faults = found.n_faults();
        let from = Vintage::Lsoa2011.code(row, from, found);
        if from.is_none() && found.n_faults() == faults {
            // Outside England and Wales, and counted as left out; its other code would be counted again.
            return None;
        }
        let to = Vintage::Lsoa2021.code(row, to, found);
        let how = match row.text(change) {
            "U" => Some(AreaChange::Same),
            "S" => Some(AreaChange::Split),
            "M" => Some(AreaChange::Merged),
            "X" => Some(AreaChange::Irregular),
            _ => {
                let what = "one of U, S, M, X is needed";
                let page = Input::Lookup.published().page;
                let remedy = format!("use the lookup as published: {page}");
                found.fault(row.fault(change, "E-LOOKUP-CHANGE", what, &remedy));
                None
            }
        };
        let weight = match self.weight {
            Some(at) => row.number_within(at, 0.0, 1.0, "", found),
            None => None,
        };
        let text = |at: Option<At>| row.text_if_any(at).map(str::to_owned);
        Some(LookupRow {
            place: row.place(),
            from: from?,
            to: to?,
            to_name: text(self.to_name),
            from_name: text(self.from_name),
            change: how?,
            weight,
            district: self
                .district
                .map(|(code, name)| (row.text(code).to_owned(), row.text(name).to_owned()))
                .filter(|(code, _)| !code.is_empty()),
        })
    }
}
