//! How the rows of a file meet the areas of a study: by code, carried from the other vintage where need be, told both ways.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Areas;
use crate::pipeline::load::Desk;
use crate::pipeline::load_areas::{KnownAreas, missing_fault};
use crate::read::{Carry, Origin, Place, ReadFault, Vintage};
use crate::study::Missing;

/// How well a file and the areas of a study matched, both ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinReport {
    /// What the file tells of: `people`, `deprivation`, `groups`, `boundaries`, `lookup`.
    pub what: &'static str,
    /// The file as the study names it.
    pub file: String,
    /// The study's areas.
    pub areas: usize,
    /// The codes of those that the file does not tell of, in order.
    pub missing: Vec<String>,
    /// The file's rows that concern the study.
    pub rows_used: usize,
    /// The file's rows of areas outside the study.
    pub rows_outside: usize,
    /// How the file's areas became those of the study, where they are of the other vintage.
    pub carried: Option<CarryReport>,
}

/// How the areas of one vintage became those of a study of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarryReport {
    /// The vintage of the file.
    pub from: Vintage,
    /// The study's areas that are one area of the file, unchanged.
    pub unchanged: usize,
    /// The study's areas that are a part of one area of the file: counts are apportioned, rates taken over.
    pub split: usize,
    /// The study's areas made of several of the file: counts are added up, rates weighted by people, ranks lost.
    pub merged: usize,
    /// The study's areas that the lookup does not know: what the file tells of them is lost.
    pub lost: usize,
}

impl CarryReport {
    fn of(carry: &Carry, from: Vintage, areas: &Areas) -> Self {
        let count = |origin| {
            let is = |code: &str| carry.origin(code) == origin;
            areas.list.iter().filter(|it| is(&it.code)).count()
        };
        Self {
            from,
            unchanged: count(Some(Origin::Unchanged)),
            split: count(Some(Origin::Part)),
            merged: count(Some(Origin::Merged)),
            lost: count(None),
        }
    }
}

/// How the codes of one file meet the areas of the study.
pub(super) struct Join {
    /// The way from the file's vintage, where it is another.
    pub(super) carry: Option<Carry>,
    report: JoinReport,
    apportioned: Vec<String>,
}

impl Join {
    pub(super) fn of<'a>(
        desk: &mut Desk<'_>,
        known: &KnownAreas,
        vintage: Vintage,
        (what, file): (&'static str, &str),
        rows: impl Iterator<Item = (&'a str, &'a Place)>,
    ) -> Self {
        let own = desk.study.areas.vintage;
        let carry = known
            .lookup
            .as_ref()
            .and_then(|it| Carry::between(it, vintage, own));
        let areas = &known.areas;
        let rows: BTreeMap<&str, &Place> = rows.collect();
        let (mut missing, mut used) = (Vec::new(), BTreeSet::new());
        for area in &areas.list {
            let code = area.code.as_str();
            let sources: Vec<&str> = match &carry {
                Some(carry) => carry
                    .parents(code)
                    .iter()
                    .map(|(it, _)| it.as_str())
                    .collect(),
                None => vec![code],
            };
            if sources.is_empty() || !sources.iter().all(|it| rows.contains_key(it)) {
                missing.push(code.to_owned());
            }
            used.extend(sources);
        }
        let outside = rows.iter().filter(|(code, _)| !used.contains(*code));
        let rows_outside = note_outside(desk, known, file, vintage, outside);
        if carry.is_some() && !std::mem::replace(&mut desk.lookup_told, true) {
            note_doubtful(desk, known);
        }
        let apportioned = carry
            .as_ref()
            .map(|carry| apportioned(carry, areas))
            .unwrap_or_default();
        let rows_used = rows.keys().filter(|it| used.contains(*it)).count();
        desk.used(rows_used);
        desk.leave_out(OUTSIDE, rows_outside);
        let report = JoinReport {
            what,
            file: file.to_owned(),
            areas: areas.list.len(),
            missing,
            rows_used,
            rows_outside,
            carried: carry.as_ref().map(|it| CarryReport::of(it, vintage, areas)),
        };
        desk.joins.push(report.clone());
        Self {
            carry,
            report,
            apportioned,
        }
    }

    pub(super) fn report_missing(&self, desk: &mut Desk<'_>, policy: Missing) {
        let JoinReport {
            what,
            file,
            areas,
            missing,
            ..
        } = &self.report;
        if missing.is_empty() {
            return;
        }
        if policy == Missing::Refuse {
            let codes: Vec<&str> = missing.iter().map(String::as_str).collect();
            desk.found.fault(missing_fault(file, what, &codes, *areas));
            return;
        }
        for code in missing {
            let what = format!("areas without {what}, kept as unknown");
            desk.found.notices.add("W-JOIN-MISSING", file, what, code);
        }
    }

    pub(super) fn note_apportioned(&self, desk: &mut Desk<'_>) {
        for code in &self.apportioned {
            let what = "counts apportioned among the parts of areas that were split";
            desk.found
                .notices
                .add("W-CARRY-PART", &self.report.file, what, code);
        }
    }
}

/// Pairs of the lookup that touch the study and are not borne out by the others: it may have been cut.
fn note_doubtful(desk: &mut Desk<'_>, known: &KnownAreas) {
    let Some(lookup) = &known.lookup else { return };
    for row in lookup.doubtful() {
        let touches = |code: &str| known.areas.find(code).is_some();
        if touches(&row.from) || touches(&row.to) {
            let what = "pairs whose change (CHGIND) or weights the other pairs do not bear out; what is carried by them may be \
                wrong: use the whole lookup as published";
            let sample = format!("{} {}", row.from, row.to);
            desk.found
                .notices
                .add("W-LOOKUP-CUT", &lookup.file, what, sample);
        }
    }
}

/// Why rows of areas outside the study are not used.
pub(super) const OUTSIDE: &str = "rows outside the study left out";

fn apportioned(carry: &Carry, areas: &Areas) -> Vec<String> {
    let parts = areas
        .list
        .iter()
        .filter(|it| carry.origin(&it.code) == Some(Origin::Part));
    parts.map(|it| it.code.clone()).collect()
}

/// Rows that belong to no area of the study are counted; codes of the wrong vintage are refused.
fn note_outside<'a>(
    desk: &mut Desk<'_>,
    known: &KnownAreas,
    file: &str,
    vintage: Vintage,
    rows: impl Iterator<Item = (&'a &'a str, &'a &'a Place)>,
) -> usize {
    let mut outside = 0;
    let others = known.lookup.as_ref().map(|it| it.other_vintage(vintage));
    for (code, place) in rows {
        if let Some(others) = others.as_ref().and_then(|it| it.get(*code)) {
            let other = if vintage == Vintage::Lsoa2011 {
                "2021"
            } else {
                "2011"
            };
            let year = vintage.year().unwrap_or("none");
            let shown = others.join(", ");
            let what = format!("{code} is an LSOA of {other} (now {shown}), not of {year}");
            let remedy = "give the vintage the file really has; the lookup carries it over";
            let fault = ReadFault::new("E-GEO-VINTAGE", file, what, remedy);
            desk.found.fault(fault.at((*place).clone()).value(code));
            continue;
        }
        let sample = format!("{code} {}", place.to_string().trim());
        desk.found
            .notices
            .add("W-GEO-OUTSIDE", file, OUTSIDE, sample);
        outside += 1;
    }
    outside
}
