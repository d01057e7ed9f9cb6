//! A study as meant: typed, checked and ready to load.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::ids::{BandId, Column, FunderId, ServiceId, TierId};
use crate::model::{AgeBand, Funder, Mode, Money, Service, Tier};
use crate::score::Policy;
use crate::study::areas::AreaSource;
use crate::study::deprivation::DeprivationSource;
use crate::study::error::{StudyErrors, StudyFault};
use crate::study::file::StudyFile;
use crate::study::folders::Files;
use crate::study::modes::ModeSettings;
use crate::study::people::PeopleSource;
use crate::study::postcodes::PostcodeSource;
use crate::study::resolve::resolve;
use crate::study::roads::{RoadSource, TimesSource};
use crate::study::rules::WrittenRules;
use crate::study::scenario::WrittenScenario;
use crate::study::sites::SiteSource;
use crate::travel::Direction;

/// A study: which files hold what, in the analyst's words, and nothing about how figures are made.
#[derive(Clone, Debug)]
pub struct Study {
    /// The study file as it is named in messages.
    pub file: String,
    /// The study file, byte for byte.
    pub bytes: Vec<u8>,
    /// Where its files are.
    pub files: Files,
    /// Its name.
    pub name: String,
    /// What it is to answer.
    pub question: Option<String>,
    /// What in it is made up, printed on every page: any of [`Study::ILLUSTRATIVE`], and what a draft of `new` left open.
    pub illustrative: Vec<String>,
    /// Where families live.
    pub areas: AreaSource,
    /// Who lives there.
    pub people: Vec<PeopleSource>,
    /// Who is projected to live there, by year: sources that stand for some of the bands of `people`.
    pub projections: Vec<(String, PeopleSource)>,
    /// The year whose people are counted; `None` those of today.
    pub year: Option<String>,
    /// The age bands, in the order written.
    pub bands: Column<BandId, AgeBand>,
    /// What ranks the areas, and the need rate.
    pub deprivation: Option<DeprivationSource>,
    /// The roads; a study with its own times needs none.
    pub roads: Option<RoadSource>,
    /// Tables of times the user brings.
    pub times: Vec<TimesSource>,
    /// How each mode travels on roads; with roads, `car` and `walk` are always there.
    pub modes: BTreeMap<Mode, ModeSettings>,
    /// What an assessment uses unless asked otherwise.
    pub assess: Assess,
    /// The services, in the order written.
    pub services: Column<ServiceId, Service>,
    /// The tiers of site, in the order written.
    pub tiers: Column<TierId, Tier>,
    /// The lists of sites.
    pub sites: Vec<SiteSource>,
    /// Where postcodes are, for sites without coordinates.
    pub postcodes: Option<PostcodeSource>,
    /// What the members choose.
    pub policy: Policy,
    /// How far a site's hours reach, as pages tell it.
    pub decay: String,
    /// Who pays, the usual ones first.
    pub funders: Column<FunderId, Funder>,
    /// The bands that count children in need, which no file gives.
    pub in_need: Vec<InNeed>,
    /// What the council says of money.
    pub money: Money,
    /// What every plan must keep to.
    pub rules: WrittenRules,
    /// The baseline's name.
    pub baseline: String,
    /// The scenarios written in the study file.
    pub scenarios: Vec<WrittenScenario>,
    /// Full paths of keys that are read and checked but do nothing yet, in order of the file's sections.
    pub not_used_yet: Vec<String>,
    /// Full paths of keys as written, each with its value.
    pub written: Vec<(String, String)>,
    /// Full paths of keys that take a default, with the default.
    pub defaults: Vec<(String, String)>,
}

/// A band of children in need: those of another band times the need rate of their area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InNeed {
    /// The band of those in need.
    pub band: BandId,
    /// The band of all.
    pub of: BandId,
}

/// What an assessment uses unless asked otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Assess {
    /// The mode of travel.
    pub mode: Mode,
    /// The band whose people weight figures that belong to no service.
    pub band: BandId,
    /// Which way the journey is made.
    pub direction: Direction,
}

/// A source without the bands that others give already.
fn without(source: &PeopleSource, known: &[PeopleSource]) -> PeopleSource {
    let mut source = source.clone();
    source.bands.retain(|it| {
        let mut others = known.iter().flat_map(|it| &it.bands);
        !others.any(|other| other.band == it.band)
    });
    source
}

impl Study {
    /// What a study may call illustrative.
    pub const ILLUSTRATIVE: [&'static str; 7] = [
        "areas",
        "people",
        "deprivation",
        "sites",
        "hours",
        "costs",
        "times",
    ];

    /// Opens a study: its folder, or the path of its `study.toml`.
    ///
    /// # Errors
    /// Every fault of the study file at once; `E-CFG-PATH` when it cannot be read.
    pub fn open(path: &Path) -> Result<Self, StudyErrors> {
        Self::open_in(path, Files::Folder)
    }

    /// Opens a study that may name no file outside its own folder, such as one that somebody else wrote.
    ///
    /// # Errors
    /// As [`Self::open`]; `E-CFG-PATH` also for a path that is absolute or climbs out of the folder.
    pub fn open_confined(path: &Path) -> Result<Self, StudyErrors> {
        Self::open_in(path, Files::Confined)
    }

    /// The same study with the people of a year: what its sources tell comes before what the others do.
    ///
    /// # Errors
    /// The years that the study has, where this is none of them.
    pub fn in_year(mut self, year: &str) -> Result<Self, Vec<String>> {
        let mut sources: Vec<PeopleSource> = Vec::new();
        let of_year = self.projections.iter().filter(|it| it.0 == year);
        for (_, source) in of_year {
            sources.push(without(source, &sources));
        }
        if sources.is_empty() {
            return Err(self.years().into_iter().map(str::to_owned).collect());
        }
        for source in &self.people {
            let rest = without(source, &sources);
            if !rest.bands.is_empty() {
                sources.push(rest);
            }
        }
        self.people = sources;
        self.year = Some(year.to_owned());
        Ok(self)
    }

    /// The years whose people are projected, in order.
    #[must_use]
    pub fn years(&self) -> Vec<&str> {
        let mut years: Vec<&str> = self.projections.iter().map(|it| it.0.as_str()).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    fn open_in(path: &Path, files: fn(PathBuf) -> Files) -> Result<Self, StudyErrors> {
        let (file, folder) = Files::of_study(path);
        let name = file.display().to_string();
        let bytes = std::fs::read(&file).map_err(|it| {
            let what = format!("the study file cannot be read ({it})");
            let remedy = "give the path of a study.toml, or of the folder that holds it";
            StudyErrors::from(StudyFault::new("E-CFG-PATH", &name, "", what, remedy))
        })?;
        Self::from_bytes(&bytes, &name, files(folder))
    }

    /// Reads a study from the bytes of its file, named so in messages, with its other files where `files` says.
    ///
    /// # Errors
    /// Every fault of the study file at once.
    pub fn from_bytes(bytes: &[u8], name: &str, files: Files) -> Result<Self, StudyErrors> {
        let told = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let text = std::str::from_utf8(told).map_err(|it| {
            let what = format!("byte {} is not UTF-8", it.valid_up_to());
            let remedy = "save the file as UTF-8";
            StudyErrors::from(StudyFault::new("E-CFG-SYNTAX", name, "", what, remedy))
        })?;
        let study = resolve(&StudyFile::parse(text, name)?, files)?;
        Ok(Self {
            bytes: bytes.to_vec(),
            ..study
        })
    }

    /// The name of the study file without its folder: what stands in notices, which are the same wherever the study
    /// lies and however its path was typed.
    #[must_use]
    pub fn file_name(&self) -> &str {
        let name = Path::new(&self.file).file_name();
        name.and_then(|it| it.to_str()).unwrap_or(&self.file)
    }

    /// Every mode an assessment can use: those of roads, and those of tables that name one mode.
    #[must_use]
    pub fn known_modes(&self) -> Vec<Mode> {
        let mut modes: Vec<Mode> = self.modes.keys().cloned().collect();
        modes.extend(self.times.iter().map(|it| it.mode.clone()));
        modes.sort();
        modes.dedup();
        modes
    }

    /// The bytes of one of its files.
    ///
    /// # Errors
    /// What the system says when the file cannot be read.
    pub fn read(&self, path: &str) -> std::io::Result<Cow<'static, [u8]>> {
        self.files.read(path)
    }
}
