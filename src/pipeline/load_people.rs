//! The people of a study's areas, band by band, carried from the other vintage where need be.

use std::collections::BTreeMap;

use crate::ids::{AreaId, Column};
use crate::model::{Deprivation, Population};
use crate::pipeline::fault::Fault;
use crate::pipeline::join::Join;
use crate::pipeline::load::Desk;
use crate::pipeline::load_areas::KnownAreas;
use crate::read::{ReadFault, Source, Spread, Vintage, below_preamble, population_of};
use crate::study::InNeed;
use crate::units::People;

/// The people of the study, and those of each file by its own codes, who weight merged areas.
pub(super) struct KnownPeople {
    pub(super) known: Population,
    pub(super) by_vintage: BTreeMap<Vintage, BTreeMap<String, f64>>,
    pub(super) accounts: Vec<PeopleAccount>,
}

pub(super) fn population(desk: &mut Desk<'_>, known: &KnownAreas) -> Result<KnownPeople, Fault> {
    let study = desk.study;
    let unknown = Column::filled(None, known.areas.list.len());
    let mut counts: Column<_, Column<AreaId, Option<People>>> =
        study.bands.map(|_| unknown.clone());
    let mut by_vintage: BTreeMap<Vintage, BTreeMap<String, f64>> = BTreeMap::new();
    let mut accounts = Vec::new();
    for source in &study.people {
        let concerns = known.concerns(study.areas.vintage, source.vintage);
        let rows = desk.read(&source.file, &source.table, "people", |it| {
            let code = source.code.as_deref();
            let found = source.preamble.then(|| below_preamble(it));
            let settings = found.as_ref().unwrap_or(it.settings);
            let it = Source { settings, ..it };
            population_of(it, code, &source.bands, source.vintage, &concerns)
        })?;
        let Some(rows) = rows else { continue };
        let codes = rows.iter().map(|it| (it.code.as_str(), &it.place));
        desk.vintage(source.vintage);
        let join = Join::of(desk, known, source.vintage, ("people", &source.file), codes);
        join.report_missing(desk, source.missing);
        for (nth, band) in source.bands.iter().enumerate() {
            let Some(id) = study.bands.find(|it| it.name == band.band) else {
                continue;
            };
            let given: BTreeMap<String, f64> = rows
                .iter()
                .filter_map(|it| Some((it.code.clone(), it.counts[nth]?)))
                .collect();
            let spread = join.carry.as_ref().map(|it| it.spread(&given));
            let own = spread.as_ref().map_or(&given, |it| &it.counts);
            counts[id] = known
                .areas
                .list
                .map(|it| own.get(&it.code).copied().map(People::new));
            let of = (source.file.as_str(), band.band.as_str());
            accounts.push(PeopleAccount::of(of, known, &given, spread.as_ref()));
            if id == study.assess.band {
                by_vintage.insert(source.vintage, given);
            }
        }
        join.note_apportioned(desk);
    }
    refuse_nobody(desk, &counts[study.assess.band]);
    let known = Population {
        bands: study.bands.clone(),
        counts,
        in_need: study.in_need.iter().map(|it| it.band).collect(),
    };
    Ok(KnownPeople {
        known,
        by_vintage,
        accounts,
    })
}

/// Counts the children in need: those of a band times the need rate of their area, unknown where either is.
pub(super) fn in_need(bands: &[InNeed], deprivation: &Deprivation, known: &mut Population) {
    for it in bands {
        let rows = known.counts[it.of].iter().zip(deprivation.need.iter());
        let counts =
            rows.map(|(people, need)| Some(People::new((*people)?.get() * (*need)?.get())));
        known.counts[it.band] = counts.collect();
    }
}

/// Where the people of a band went: those of the study, and those left out, are all that the file has.
#[derive(Clone, Debug, PartialEq)]
pub struct PeopleAccount {
    /// The file as the study names it.
    pub file: String,
    /// The band's name.
    pub band: String,
    /// All in the file, over every area whose count is known.
    pub read: f64,
    /// Those in the study's areas.
    pub used: f64,
    /// Those in areas outside the study.
    pub outside: f64,
    /// Those in areas that became part of one whose other parts the file does not tell of, or that the lookup does not
    /// know.
    pub lost: f64,
    /// How many of the study's areas have no count.
    pub areas_unknown: usize,
    /// Whether every count is whole, so that sums are exact in any order.
    whole: bool,
}

impl PeopleAccount {
    fn of(
        (file, band): (&str, &str),
        known: &KnownAreas,
        given: &BTreeMap<String, f64>,
        spread: Option<&Spread>,
    ) -> Self {
        let own = spread.map_or(given, |it| &it.counts);
        let (mut used, mut outside) = (0.0, 0.0);
        let mut counts = given.values().chain(own.values());
        let whole = counts.all(|it| it.fract() == 0.0);
        let mut areas_unknown = known.areas.list.len();
        for (code, people) in own {
            if known.areas.find(code).is_some() {
                used += people;
                areas_unknown -= 1;
            } else {
                outside += people;
            }
        }
        Self {
            file: file.to_owned(),
            band: band.to_owned(),
            read: given.values().sum(),
            used,
            outside,
            lost: spread.map_or(0.0, |it| it.lost),
            areas_unknown,
            whole,
        }
    }

    /// Everybody who was read is used or left out: to the last person where counts are whole, to rounding where they are
    /// not.
    ///
    /// # Errors
    /// A fault of the program where they are not.
    pub(super) fn balanced(&self) -> Result<(), Fault> {
        let told = self.used + self.outside + self.lost;
        let slack = if self.whole { 0.0 } else { self.read * 1e-9 };
        if (self.read - told).abs() <= slack {
            return Ok(());
        }
        Err(Fault::Bug(format!(
            "{}: {} people of \"{}\" read, and {told} used or left out",
            self.file, self.read, self.band
        )))
    }
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
