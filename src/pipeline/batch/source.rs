//! Where the scenarios of a batch come from: a rule, a table or a folder of scenario files. Each has its number from 0, and
//! any stretch of numbers is read without what stands before it being held.

use std::fs::{self, File};
use std::io::BufReader;
use std::ops::Range;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::ids::SiteId;
use crate::pipeline::batch::folder::FolderSource;
use crate::pipeline::batch::rule::RuleSource;
use crate::pipeline::batch::table::TableSource;
use crate::pipeline::fault::Fault;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::plan::Plan;
use crate::pipeline::prepare::Prepared;
use crate::score::Scorecard;
use crate::study::rule_file;

/// One scenario of a batch.
#[derive(Clone, Debug)]
pub struct BatchScenario {
    /// What it is called.
    pub name: ScenarioName,
    /// The open sites in order of their ids: of the study, or of the plan's case.
    pub open: Vec<SiteId>,
    /// The plan, where it is more than which sites of the study are open: `None` where each open site has its own tier and
    /// hours.
    pub plan: Option<Plan>,
}

/// What a scenario is called in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScenarioName {
    /// By its number in the order of its rule, from 0.
    Number(u64),
    /// By the id that its file or row gives it.
    Id(String),
}

/// Scenarios gone through at a time.
pub(super) const GROUP: u64 = 1 << 14;

/// A file of scenarios as it was when it was checked.
pub(super) struct ScenariosFile {
    pub(super) path: PathBuf,
    pub(super) bytes: u64,
    pub(super) print: Fingerprint,
}

pub(super) enum Source {
    Rule(RuleSource),
    Table(TableSource),
    Folder(FolderSource),
}

/// What is done with a group of scenarios, and how many numbers it stands for: a rule leaves some out.
pub(super) type EachGroup<'a> = dyn FnMut(Vec<BatchScenario>, u64) -> Result<(), Fault> + 'a;

impl Source {
    /// Opens and checks scenarios of any kind, of which a part of the table has so many.
    ///
    /// # Errors
    /// All that is wrong with them at once; a file of another kind.
    pub(super) fn open(
        path: &Path,
        prepared: &Prepared,
        today: &Scorecard,
        part: u64,
    ) -> Result<(Self, Vec<ScenariosFile>), Fault> {
        let shown = path.display().to_string();
        if path.is_dir() {
            let (folder, files) = FolderSource::open(path, prepared)?;
            return Ok((Self::Folder(folder), files));
        }
        let refused = |it| Fault::io(&shown, it);
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        match ending.to_lowercase().as_str() {
            "toml" => {
                let text = fs::read_to_string(path).map_err(refused)?;
                let rule = rule_file(&text, &shown)?.resolve(&prepared.case.sites)?;
                let rule = RuleSource::of(&shown, rule, &prepared.case, today)?;
                let file = ScenariosFile {
                    path: path.to_owned(),
                    bytes: text.len() as u64,
                    print: Fingerprint::of(text.as_bytes()),
                };
                Ok((Self::Rule(rule), vec![file]))
            }
            "csv" | "parquet" => {
                let file = File::open(path).map_err(refused)?;
                let print = Fingerprint::of_source(&mut BufReader::new(file));
                let (bytes, print) = print.map_err(refused)?;
                let table = TableSource::open(path, prepared, part)?;
                let path = path.to_owned();
                Ok((
                    Self::Table(table),
                    vec![ScenariosFile { path, bytes, print }],
                ))
            }
            _ => {
                let remedy =
                    "give a table (.csv or .parquet), a rule (.toml) or a folder of scenario files";
                Err(Fault::usage("SCENARIOS", &shown, remedy))
            }
        }
    }

    /// How many scenarios there are; those that a rule leaves out by their cost count.
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Rule(it) => it.len(),
            Self::Table(it) => it.len(),
            Self::Folder(it) => it.len(),
        }
    }

    /// Whether scenarios are told by numbers.
    pub(super) const fn numbered(&self) -> bool {
        matches!(self, Self::Rule(_))
    }

    /// What they are.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Rule(_) => "rule",
            Self::Table(_) => "table",
            Self::Folder(_) => "folder",
        }
    }

    /// Goes through the scenarios of some numbers in order, a group at a time.
    ///
    /// # Errors
    /// What `each` says; a file that is no longer what it was when it was checked.
    pub(super) fn go_through(
        &self,
        numbers: Range<u64>,
        prepared: &Prepared,
        each: &mut EachGroup<'_>,
    ) -> Result<(), Fault> {
        match self {
            Self::Table(it) => it.go_through(numbers, prepared, each),
            Self::Folder(it) => groups(numbers, |group| {
                let n = group.end - group.start;
                each(it.scenarios(group, prepared)?, n)
            }),
            Self::Rule(it) => groups(numbers, |group| {
                let n = group.end - group.start;
                let scenarios = group.into_par_iter();
                each(scenarios.filter_map(|number| it.nth(number)).collect(), n)
            }),
        }
    }
}

/// Some numbers, a group at a time.
fn groups(
    numbers: Range<u64>,
    mut each: impl FnMut(Range<u64>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut start = numbers.start;
    while start < numbers.end {
        let end = numbers.end.min(start + GROUP);
        each(start..end)?;
        start = end;
    }
    Ok(())
}
