//! Study in, model values out: every file read, joined to the areas of the study and put in canonical order.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::ids::{AreaId, Column, ServiceId, SiteId, TierId};
use crate::model::{Areas, Deprivation, Mode, Population, Rules, Scenario, Service, Site, Tier};
use crate::pipeline::fault::Fault;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::input::InputRecord;
use crate::pipeline::join::JoinReport;
use crate::pipeline::load_people::PeopleAccount;
use crate::pipeline::load_sites::SiteOrigin;
use crate::pipeline::{
    load_areas, load_deprivation, load_groups, load_people, load_sites, load_times,
};
use crate::read::{Findings, Notices, ReadErrors, Source, TableSettings, Vintage, unpacked};
use crate::study::{Offered, ReadSeek, Study, StudyErrors};
use crate::travel::{Direction, TravelTimes};

/// The shapes of areas, in longitude and latitude.
pub type Shapes = Column<AreaId, Option<geo::MultiPolygon<f64>>>;

/// All that a study's files tell, joined and in canonical order: areas and districts by code, sites by id, bands,
/// services and tiers as the study writes them.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The areas and their districts.
    pub areas: Areas,
    /// The shapes of areas, where the study gives a file of them.
    pub boundaries: Option<Shapes>,
    /// The people of each area by age band.
    pub population: Population,
    /// Deprivation of each area; nothing known where the study gives no file.
    pub deprivation: Deprivation,
    /// The tiers of site.
    pub tiers: Column<TierId, Tier>,
    /// The services.
    pub services: Column<ServiceId, Service>,
    /// The sites.
    pub sites: Column<SiteId, Site>,
    /// Where each site was read.
    pub origins: Column<SiteId, SiteOrigin>,
    /// Times from tables the user brings, by mode and direction.
    pub times: BTreeMap<(Mode, Direction), TravelTimes>,
    /// The study's own scenarios, their ids looked up.
    pub scenarios: Vec<Scenario>,
    /// What every plan must keep to, sites looked up.
    pub rules: Rules,
    /// What was odd.
    pub notices: Notices,
    /// The files read.
    pub inputs: Vec<InputRecord>,
    /// How well each file met the areas.
    pub joins: Vec<JoinReport>,
    /// The people of each band in their file: how many are the study's, and where the others are.
    pub accounts: Vec<PeopleAccount>,
}

impl Loaded {
    /// Takes over what is told of the files that only another reading of the study opened, such as that of a projected
    /// year; what was odd in the files of both is told already.
    fn account_for(&mut self, other: Self) {
        let known: BTreeSet<String> = self.inputs.iter().map(|it| it.file.clone()).collect();
        let is_new = |file: &str| !known.contains(file);
        self.inputs
            .extend(other.inputs.into_iter().filter(|it| is_new(&it.file)));
        self.joins
            .extend(other.joins.into_iter().filter(|it| is_new(&it.file)));
        self.accounts
            .extend(other.accounts.into_iter().filter(|it| is_new(&it.file)));
        self.notices.extend(other.notices.of_files(is_new));
    }

    /// The times of one direction, by mode.
    #[must_use]
    pub fn times_of(&self, direction: Direction) -> BTreeMap<Mode, TravelTimes> {
        self.times
            .iter()
            .filter(|((_, it), _)| *it == direction)
            .map(|((mode, _), times)| (mode.clone(), times.clone()))
            .collect()
    }
}

/// Reads everything a study names but its roads, which [`open_roads`] opens.
///
/// # Errors
/// Every fault of every file at once; what the system says where a file cannot be read.
pub fn load(study: &Study) -> Result<Loaded, Fault> {
    loaded(Desk::new(study))
}

/// The same, with the postcode directory read even where no site needs it and with the people of every projected year:
/// what a study names is then known to be sound.
///
/// # Errors
/// As [`load`].
pub fn load_all(study: &Study) -> Result<Loaded, Fault> {
    let mut projected = Vec::new();
    for year in study.years() {
        if let Ok(of_year) = study.clone().in_year(year) {
            projected.push(load(&of_year)?);
        }
    }
    let mut all = loaded(Desk {
        all: true,
        ..Desk::new(study)
    })?;
    for it in projected {
        all.account_for(it);
    }
    Ok(all)
}

fn loaded(mut desk: Desk<'_>) -> Result<Loaded, Fault> {
    let study = desk.study;
    let mut known = load_areas::areas(&mut desk)?;
    known.areas.groupings = load_groups::groupings(&mut desk, &known)?;
    let mut population = load_people::population(&mut desk, &known)?;
    let deprivation = load_deprivation::deprivation(&mut desk, &known, &population)?;
    load_people::in_need(&study.in_need, &deprivation, &mut population.known);
    let (sites, origins) = load_sites::sites(&mut desk, &known.areas)?;
    let times = load_times::times(&mut desk, &known, &sites)?;
    let mut errors = StudyErrors::default();
    let (mut scenarios, mut rules) = (Vec::new(), Rules::default());
    if desk.found.faults.is_empty() {
        let offered = Offered {
            tiers: &study.tiers,
            services: &study.services,
            payers: study.money.payers,
        };
        match study.rules.resolve(&study.file, &sites) {
            Ok(known) => rules = known,
            Err(faults) => errors.0.extend(faults.0),
        }
        for written in &study.scenarios {
            match written.resolve(&sites, offered) {
                Ok(scenario) => scenarios.push(scenario),
                Err(faults) => errors.0.extend(faults.0),
            }
        }
    }
    let faults: Vec<Fault> = [
        (!desk.found.faults.is_empty()).then_some(Fault::Read(ReadErrors(desk.found.faults))),
        (!errors.0.is_empty()).then_some(Fault::Study(errors)),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !faults.is_empty() {
        return Err(one_of(faults));
    }
    desk.inputs.iter().try_for_each(InputRecord::balanced)?;
    population
        .accounts
        .iter()
        .try_for_each(PeopleAccount::balanced)?;
    Ok(Loaded {
        boundaries: known.boundaries.take(),
        areas: known.areas,
        population: population.known,
        accounts: population.accounts,
        joins: desk.joins,
        deprivation,
        tiers: study.tiers.clone(),
        services: study.services.clone(),
        sites,
        origins,
        times,
        scenarios,
        rules,
        notices: desk.found.notices,
        inputs: desk.inputs,
    })
}

/// Opens the study's road file, where it names one.
///
/// # Errors
/// What the system says when the file cannot be opened.
pub fn open_roads(study: &Study) -> Result<Option<Box<dyn ReadSeek>>, Fault> {
    let Some(roads) = &study.roads else {
        return Ok(None);
    };
    let opened = study.files.open(&roads.file);
    opened.map(Some).map_err(|it| Fault::io(&roads.file, it))
}

fn one_of(mut faults: Vec<Fault>) -> Fault {
    match (faults.pop(), faults.is_empty()) {
        (Some(only), true) => only,
        (Some(last), false) => {
            faults.push(last);
            Fault::Several(faults)
        }
        (None, _) => Fault::Bug("a run stopped without a fault".to_owned()),
    }
}

/// The study being read, what was found and which files were used.
pub(super) struct Desk<'s> {
    pub(super) study: &'s Study,
    pub(super) found: Findings,
    pub(super) inputs: Vec<InputRecord>,
    pub(super) joins: Vec<JoinReport>,
    /// Whether it was told what is doubtful about the lookup, which is asked once however many files are carried.
    pub(super) lookup_told: bool,
    /// Whether every file is read, those too that no figure needs.
    pub(super) all: bool,
}

impl<'s> Desk<'s> {
    fn new(study: &'s Study) -> Self {
        Self {
            study,
            found: Findings::none(),
            inputs: Vec::new(),
            joins: Vec::new(),
            lookup_told: false,
            all: false,
        }
    }

    /// The bytes of a file, noted among the inputs.
    pub(super) fn bytes(
        &mut self,
        file: &str,
        what: &'static str,
    ) -> Result<Cow<'static, [u8]>, Fault> {
        let bytes = self.study.read(file).map_err(|it| Fault::io(file, it))?;
        let print = Fingerprint::of(&bytes);
        let record = InputRecord::new(what, file, bytes.len() as u64, print);
        self.inputs.push(record);
        Ok(bytes)
    }

    /// Notes how many rows of the last file were used.
    pub(super) fn used(&mut self, rows: usize) {
        if let Some(last) = self.inputs.last_mut() {
            last.rows_used = rows as u64;
        }
    }

    /// Notes the vintage of the last file's codes.
    pub(super) fn vintage(&mut self, vintage: Vintage) {
        if let Some(last) = self.inputs.last_mut() {
            last.vintage = Some(vintage);
        }
    }

    /// Notes that rows of the last file were left out.
    pub(super) fn leave_out(&mut self, reason: &str, rows: usize) {
        if let Some(last) = self.inputs.last_mut() {
            last.leave_out(reason, rows);
        }
    }

    /// The bytes of a file that may be zipped or gzipped; `None` where it cannot be unpacked.
    pub(super) fn whole(
        &mut self,
        file: &str,
        what: &'static str,
    ) -> Result<Option<Cow<'static, [u8]>>, Fault> {
        let bytes = self.bytes(file, what)?;
        Ok(match unpacked(file, bytes, None) {
            Ok(bytes) => Some(bytes),
            Err(errors) => {
                self.found.faults.extend(errors.0);
                None
            }
        })
    }

    /// Reads a file; `None` where it is at fault.
    pub(super) fn read<T>(
        &mut self,
        file: &str,
        settings: &TableSettings,
        what: &'static str,
        reader: impl FnOnce(Source<'_>) -> Result<(T, Notices), ReadErrors>,
    ) -> Result<Option<T>, Fault> {
        let bytes = self.bytes(file, what)?;
        let bytes = match unpacked(file, bytes, settings.inside.as_deref()) {
            Ok(bytes) => bytes,
            Err(errors) => {
                self.found.faults.extend(errors.0);
                return Ok(None);
            }
        };
        let source = Source {
            file,
            bytes: &bytes,
            settings,
        };
        let read = reader(source);
        if let (Ok((_, notices)), Some(last)) = (&read, self.inputs.last_mut()) {
            last.count(notices.rows());
            last.part = settings.sheet.clone().or_else(|| settings.inside.clone());
        }
        Ok(self.found.take(read.map_err(|it| self.named(it))))
    }

    /// Faults of a vintage that the study file tells name that file, since it is there that they are mended.
    fn named(&self, mut errors: ReadErrors) -> ReadErrors {
        for fault in errors.0.iter_mut().filter(|it| it.code == "E-GEO-VINTAGE") {
            fault.remedy = format!(
                "correct vintage (for the Indices of Deprivation, kind) in {}; a lookup in [areas] carries one vintage to the other",
                self.study.file
            );
        }
        errors
    }
}
