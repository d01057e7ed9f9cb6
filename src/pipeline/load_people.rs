//! The people of a study's areas, band by band, carried from the other vintage where need be.

use std::collections::BTreeMap;

use crate::ids::{AreaId, Column};
use crate::model::{Areas, Population};
use crate::pipeline::fault::Fault;
use crate::pipeline::load::Desk;
use crate::pipeline::load_areas::{KnownAreas, missing_fault};
use crate::read::{Carry, Origin, Place, ReadFault, Vintage, population as read_population};
use crate::study::Missing;
use crate::units::People;

/// The people of the study, and those of each file by its own codes, who weight merged areas.
pub(super) struct KnownPeople {
    pub(super) known: Population,
    pub(super) by_vintage: BTreeMap<Vintage, BTreeMap<String, f64>>,
}

pub(super) fn population(desk: &mut Desk<'_>, known: &KnownAreas) -> Result<KnownPeople, Fault> {
    let study = desk.study;
    let unknown = Column::filled(None, known.areas.list.len());
    let mut counts: Column<_, Column<AreaId, Option<People>>> =
        study.bands.map(|_| unknown.clone());
    let mut by_vintage: BTreeMap<Vintage, BTreeMap<String, f64>> = BTreeMap::new();
    for source in &study.people {
        let rows = desk.read(&source.file, &source.table, "people", |it| {
            read_population(it, source.code.as_deref(), &source.bands, source.vintage)
        })?;
        let Some(rows) = rows else { continue };
        let codes = rows.iter().map(|it| (it.code.as_str(), &it.place));
        let join = Join::of(desk, known, source.vintage, &source.file, codes);
        join.report_missing(desk, source.missing, "people");
        for (nth, band) in source.bands.iter().enumerate() {
            let Some(id) = study.bands.find(|it| it.name == band.band) else {
                continue;
            };
            let given: BTreeMap<String, f64> = rows
                .iter()
                .filter_map(|it| Some((it.code.clone(), it.counts[nth]?)))
                .collect();
            let carried = join.carry.as_ref().map(|it| it.counts(&given));
            let own = carried.as_ref().unwrap_or(&given);
            counts[id] = known
                .areas
                .list
                .map(|it| own.get(&it.code).copied().map(People::new));
            if id == study.assess.band {
                by_vintage.insert(source.vintage, given);
            }
        }
        join.note_apportioned(desk);
        desk.used(join.used);
    }
    refuse_nobody(desk, &counts[study.assess.band]);
    let known = Population {
        bands: study.bands.clone(),
        counts,
    };
    Ok(KnownPeople { known, by_vintage })
}

/// A study whose band has nobody in it cannot weight anything.
fn refuse_nobody(desk: &mut Desk<'_>, counts: &Column<AreaId, Option<People>>) {
    let nobody = counts.iter().flatten().all(|it| it.get() == 0.0);
    let told = counts.iter().any(Option::is_some);
    if nobody && told && desk.found.faults.is_empty() {
        let study = desk.study;
        let name = &study.bands[study.assess.band].name;
        let has = |it: &&crate::study::PeopleSource| it.bands.iter().any(|it| it.band == *name);
        let source = study.people.iter().find(has);
        let file = source.map_or("", |it| it.file.as_str());
        let what = format!(
            "the total of \"{name}\" over {} areas is 0; nothing can be weighted by it",
            counts.len()
        );
        let fault = ReadFault::new(
            "E-RANGE-ZEROSUM",
            file,
            what,
            "name the right columns in the study",
        );
        desk.found.fault(fault.column(&columns_of(source, name)));
    }
}

fn columns_of(source: Option<&crate::study::PeopleSource>, name: &str) -> String {
    use crate::read::BandSource;
    let band = source.and_then(|it| it.bands.iter().find(|it| it.band == name));
    match band.map(|it| &it.columns) {
        Some(BandSource::Named(columns)) => columns.join(", "),
        Some(BandSource::Ages(ages)) => format!("ages {ages}"),
        None => name.to_owned(),
    }
}

/// How the codes of one file meet the areas of the study.
pub(super) struct Join {
    /// The way from the file's vintage, where it is another.
    pub(super) carry: Option<Carry>,
    /// Rows of the file that concern the study.
    pub(super) used: usize,
    /// Areas the file does not tell of.
    missing: Vec<String>,
    n_areas: usize,
    file: String,
    apportioned: Vec<String>,
}

impl Join {
    pub(super) fn of<'a>(
        desk: &mut Desk<'_>,
        known: &KnownAreas,
        vintage: Vintage,
        file: &str,
        rows: impl Iterator<Item = (&'a str, &'a Place)>,
    ) -> Self {
        let own = desk.study.areas.vintage;
        let carry = known
            .lookup
            .as_ref()
            .and_then(|it| Carry::between(it, vintage, own));
        let areas = &known.areas;
        let rows: BTreeMap<&str, &Place> = rows.collect();
        let mut wanted: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for area in &areas.list {
            let code = area.code.as_str();
            let sources = match &carry {
                Some(carry) => carry
                    .parents(code)
                    .iter()
                    .map(|(it, _)| it.as_str())
                    .collect(),
                None => vec![code],
            };
            wanted.insert(code, sources);
        }
        let told = |sources: &[&str]| {
            !sources.is_empty() && sources.iter().all(|it| rows.contains_key(it))
        };
        let missing = wanted
            .iter()
            .filter(|(_, it)| !told(it))
            .map(|(code, _)| (*code).to_owned());
        let missing: Vec<String> = missing.collect();
        let used: std::collections::BTreeSet<&str> = wanted.values().flatten().copied().collect();
        note_outside(
            desk,
            known,
            file,
            vintage,
            rows.iter().filter(|(code, _)| !used.contains(*code)),
        );
        let apportioned = carry
            .as_ref()
            .map(|carry| apportioned(carry, areas))
            .unwrap_or_default();
        Self {
            used: rows.keys().filter(|it| used.contains(*it)).count(),
            carry,
            missing,
            n_areas: areas.list.len(),
            file: file.to_owned(),
            apportioned,
        }
    }

    pub(super) fn report_missing(&self, desk: &mut Desk<'_>, policy: Missing, what: &str) {
        if self.missing.is_empty() {
            return;
        }
        if policy == Missing::Refuse {
            let codes: Vec<&str> = self.missing.iter().map(String::as_str).collect();
            desk.found
                .fault(missing_fault(&self.file, what, &codes, self.n_areas));
            return;
        }
        for code in &self.missing {
            let what = format!("areas without {what}, kept as unknown");
            desk.found
                .notices
                .add("W-JOIN-MISSING", &self.file, what, code);
        }
    }

    fn note_apportioned(&self, desk: &mut Desk<'_>) {
        for code in &self.apportioned {
            let what = "counts apportioned among the parts of areas that were split";
            desk.found
                .notices
                .add("W-CARRY-PART", &self.file, what, code);
        }
    }
}

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
) {
    for (code, place) in rows {
        let others = known
            .lookup
            .as_ref()
            .map(|it| it.other_vintage(code, vintage));
        let others = others.filter(|it| !it.is_empty() && vintage != Vintage::Own);
        if let Some(others) = others {
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
        let what = "rows outside the study left out";
        let sample = format!("{code} {}", place.to_string().trim());
        desk.found.notices.add("W-GEO-OUTSIDE", file, what, sample);
    }
}
