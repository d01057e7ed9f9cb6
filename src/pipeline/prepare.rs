//! Study -> case: everything that stays fixed while sites open and close.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Configuration, Mode};
use crate::pipeline::cache::{Cache, KeptFile};
use crate::pipeline::commissioned_notices::note_commissioned;
use crate::pipeline::fault::Fault;
use crate::pipeline::load::{Loaded, load, load_all};
use crate::pipeline::memory::room_for_times;
use crate::pipeline::os_open_roads::note_lacks;
use crate::pipeline::profiles::profile;
use crate::pipeline::progress::Progress;
use crate::pipeline::road_file::{ReadFile, RoadFile};
use crate::pipeline::study_notices::{note_costs, note_models, note_ways, refuse_far_sites};
use crate::pipeline::ways::{EachBatch, Ways};
use crate::read::Notices;
use crate::report::{DrawnRoad, Surroundings};
use crate::score::Case;
use crate::study::Study;
use crate::travel::{Direction, TravelTimes};

/// A study made ready: its case, and what is needed to change and to draw it.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The study as meant.
    pub study: Study,
    /// What was read.
    pub loaded: Loaded,
    /// All that is fixed in a comparison.
    pub case: Arc<Case>,
    /// For each mode that travels on roads, its network and linkage.
    pub ways: BTreeMap<Mode, Ways>,
    /// The roads to draw.
    pub roads: Vec<DrawnRoad>,
    /// The water and the names of places to draw.
    pub surroundings: Surroundings,
    /// The year of the road file that belongs to its attribution, where it has one.
    pub(super) road_year: Option<u16>,
    /// The day that an extract of OpenStreetMap is of, where it says so.
    pub(super) roads_as_of: Option<String>,
    /// The road file and the checksums beside it, as they were when they were read.
    pub(super) road_files: Vec<ReadFile>,
    /// What was odd in the data and on the network.
    pub notices: Notices,
    cache: Cache,
}

/// How a study is made ready.
#[derive(Clone, Copy, Debug, Default)]
pub struct Means {
    /// Whether the roads to draw are wanted.
    pub draw: bool,
    /// Whether all that is worth keeping is made and kept, the hierarchies too, in a folder that is made for it.
    /// Otherwise a folder that is there is used, and what in it is outdated made anew.
    pub keep: bool,
    /// Whether the times of modes that travel on roads are left out of the case, since they are asked for in batches.
    pub untimed: bool,
    /// The bytes that one matrix of times may take; `None` what the machine says it has to give.
    pub memory: Option<u64>,
}

/// Loads a study, builds its networks and computes the times of every mode, all ready to be drawn.
///
/// # Errors
/// Every fault of its files at once; see [`load`].
pub fn prepare(study: Study, progress: &dyn Progress) -> Result<Prepared, Fault> {
    let means = Means {
        draw: true,
        ..Means::default()
    };
    prepare_by(study, means, progress)
}

/// Loads a study, builds its networks and computes the times of every mode.
///
/// What the study keeps in its folder ([`cache_folder`](crate::pipeline::cache_folder)) is taken from there where it is
/// whole and made from the same inputs; it changes no figure.
///
/// # Errors
/// Every fault of its files at once, see [`load`]; times that take more memory than there is; a folder that cannot be
/// written where all is to be kept.
pub fn prepare_by(study: Study, means: Means, progress: &dyn Progress) -> Result<Prepared, Fault> {
    progress.stage(READING);
    let loaded = load(&study)?;
    ready(study, loaded, means, progress)
}

/// The same by the usual means, with every file read that the study names, whether a figure needs it or not.
///
/// # Errors
/// As [`prepare_by`]; every fault of the files that no figure needs, too.
pub fn prepare_all(study: Study, progress: &dyn Progress) -> Result<Prepared, Fault> {
    progress.stage(READING);
    let loaded = load_all(&study)?;
    ready(study, loaded, Means::default(), progress)
}

const READING: &str = "reading areas, people, deprivation and sites";

fn ready(
    study: Study,
    loaded: Loaded,
    means: Means,
    progress: &dyn Progress,
) -> Result<Prepared, Fault> {
    if study.roads.is_some() && !means.untimed {
        room_for_times(loaded.areas.list.len(), loaded.sites.len(), means.memory)?;
    }
    let mut notices = loaded.notices.clone();
    let mut times = loaded.times_of(study.assess.direction);
    let cache = if means.keep && study.roads.is_some() {
        Cache::made_for(&study)?
    } else {
        Cache::of(&study)
    };
    let (mut ways, mut roads, mut road_year) = (BTreeMap::new(), Vec::new(), None);
    let (mut roads_as_of, mut road_files) = (None, Vec::new());
    let mut surroundings = Surroundings::default();
    if let Some(mut file) = RoadFile::open(&study, &loaded, &cache, progress)? {
        notices.extend(file.notices()?);
        road_year = file.year()?;
        roads_as_of = file.as_of()?;
        if means.draw {
            roads = file.drawn()?;
            surroundings = file.surroundings()?;
        }
        ways = on_roads(&study, &loaded, &mut file)?;
        road_files = file.files;
    }
    note_costs(&loaded.sites, study.file_name(), &mut notices);
    note_models(&study.services, study.file_name(), &mut notices);
    note_lacks(&study, &ways, &mut notices);
    refuse_far_sites(&ways, &loaded)?;
    for (mode, ways) in &ways {
        note_ways(mode, ways, &loaded, &mut notices);
        if means.keep {
            ways.need_hierarchy(progress)?;
        } else {
            ways.renew_hierarchy(progress)?;
        }
        if !means.untimed {
            let direction = study.assess.direction;
            times.insert(mode.clone(), ways.kept_times(direction, means, progress)?);
        }
    }
    let case = Case {
        areas: loaded.areas.clone(),
        population: loaded.population.clone(),
        band: study.assess.band,
        deprivation: loaded.deprivation.clone(),
        services: study.services.clone(),
        tiers: study.tiers.clone(),
        baseline: Configuration::today(&loaded.sites, &study.tiers),
        sites: loaded.sites.clone(),
        times,
        mode: study.assess.mode.clone(),
        policy: study.policy.clone(),
        funders: study.funders.clone(),
        money: study.money,
        rules: loaded.rules.clone(),
    };
    note_commissioned(&case, study.file_name(), &mut notices);
    Ok(Prepared {
        study,
        loaded,
        case: Arc::new(case),
        ways,
        roads,
        surroundings,
        road_year,
        roads_as_of,
        road_files,
        notices,
        cache,
    })
}

impl Prepared {
    /// The times of a mode in a direction; those of the study's own direction are ready, others are computed.
    ///
    /// `None` for a mode the study does not know, and for the other direction of a table the user brings.
    #[must_use]
    pub fn times(&self, mode: &Mode, direction: Direction) -> Option<TravelTimes> {
        let ready = self.ready_times(mode, direction).cloned();
        ready.or_else(|| Some(self.ways.get(mode)?.times(direction)))
    }

    /// The same times, kept where the study keeps what is made of it, by the search that is sooner done.
    ///
    /// # Errors
    /// When the times take more memory than there is.
    pub fn times_by(
        &self,
        mode: &Mode,
        direction: Direction,
        means: Means,
        progress: &dyn Progress,
    ) -> Result<Option<Cow<'_, TravelTimes>>, Fault> {
        match (self.ready_times(mode, direction), self.ways.get(mode)) {
            (None, Some(ways)) => {
                let times = ways.kept_times(direction, means, progress)?;
                Ok(Some(Cow::Owned(times)))
            }
            (ready, _) => Ok(ready.map(Cow::Borrowed)),
        }
    }

    /// The same times, some areas at a time, as many as there is memory for: `each` is given the places of the areas and
    /// their times. Of a study that brings its own times it is given all at once.
    ///
    /// # Errors
    /// When there is no memory for the times of a single area, and what `each` says.
    pub fn times_in_batches(
        &self,
        mode: &Mode,
        direction: Direction,
        means: Means,
        progress: &dyn Progress,
        each: &mut EachBatch<'_>,
    ) -> Result<(), Fault> {
        match (self.ready_times(mode, direction), self.ways.get(mode)) {
            (None, Some(ways)) => ways.times_in_batches(direction, means, progress, each),
            (Some(times), _) => each(0..times.n_areas(), times),
            (None, None) => Ok(()),
        }
    }

    /// Whether the study has times of a mode in a direction, or can have them computed.
    #[must_use]
    pub fn offers(&self, mode: &Mode, direction: Direction) -> bool {
        self.ways.contains_key(mode) || self.ready_times(mode, direction).is_some()
    }

    /// The modes that the study has times for, by name.
    #[must_use]
    pub fn modes(&self) -> Vec<Mode> {
        let mut modes: Vec<Mode> = self
            .case
            .times
            .keys()
            .chain(self.ways.keys())
            .cloned()
            .collect();
        modes.sort();
        modes.dedup();
        modes
    }

    /// Makes ready for plans that move sites about, so that the first of them is answered as soon as the next.
    ///
    /// # Errors
    /// A fault of the program.
    pub fn ready_for_places(&self, progress: &dyn Progress) -> Result<(), Fault> {
        let direction = self.study.assess.direction;
        let mut ways = self.ways.values();
        ways.try_for_each(|it| it.ready_for_places(direction, progress))
    }

    /// The files of the study's cache that were taken or made, in that order.
    #[must_use]
    pub fn kept(&self) -> Vec<KeptFile> {
        self.cache.files()
    }

    /// The codes of the areas, in order.
    #[must_use]
    pub fn area_codes(&self) -> Vec<String> {
        self.case
            .areas
            .list
            .iter()
            .map(|it| it.code.clone())
            .collect()
    }

    /// The ids of the study's sites, in order.
    #[must_use]
    pub fn site_ids(&self) -> Vec<String> {
        self.case.sites.iter().map(|it| it.id.clone()).collect()
    }

    /// How many areas and sites could not be tied to the roads of a mode.
    #[must_use]
    pub fn unlinked(&self, mode: &Mode) -> (usize, usize) {
        let count = |ways: &Ways| {
            let areas = ways.areas.iter().filter(|it| it.is_err()).count();
            (areas, ways.sites.iter().filter(|it| it.is_err()).count())
        };
        self.ways.get(mode).map_or((0, 0), count)
    }

    fn ready_times(&self, mode: &Mode, direction: Direction) -> Option<&TravelTimes> {
        if direction == self.study.assess.direction {
            return self.case.times.get(mode);
        }
        self.loaded.times.get(&(mode.clone(), direction))
    }
}

fn on_roads(
    study: &Study,
    loaded: &Loaded,
    file: &mut RoadFile<'_>,
) -> Result<BTreeMap<Mode, Ways>, Fault> {
    let areas = loaded.areas.list.map(|it| it.point);
    let sites = loaded.sites.map(|it| it.point);
    let ferries = study.roads.as_ref().is_some_and(|it| it.ferries);
    let brought = loaded.times_of(study.assess.direction);
    let mut all = BTreeMap::new();
    for (mode, settings) in &study.modes {
        if let Some(profile) =
            profile(mode, settings, ferries).filter(|_| !brought.contains_key(mode))
        {
            let ways = Ways::of(mode, profile, file, &areas, &sites)?;
            all.insert(mode.clone(), ways);
        }
    }
    Ok(all)
}
