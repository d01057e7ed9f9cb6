//! A folder of scenario files, in order of their names.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::pipeline::batch::source::{BatchScenario, ScenarioName, ScenariosFile};
use crate::pipeline::fault::Fault;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::prepare::Prepared;
use crate::study::scenario_file;

/// Scenario files that were read once and found to fit the study.
pub(super) struct FolderSource {
    files: Vec<(PathBuf, Fingerprint)>,
}

impl FolderSource {
    /// Reads every `.toml` file of a folder.
    ///
    /// # Errors
    /// The faults of all files at once; two scenarios of one id; a folder without any.
    pub(super) fn open(
        folder: &Path,
        prepared: &Prepared,
    ) -> Result<(Self, Vec<ScenariosFile>), Fault> {
        let shown = folder.display().to_string();
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let entries = entries.map_err(|it| Fault::io(&shown, it))?;
        let paths = entries.iter().map(fs::DirEntry::path);
        let ends = |it: &PathBuf| it.extension().is_some_and(|it| it == "toml") && it.is_file();
        let mut paths: Vec<PathBuf> = paths.filter(ends).collect();
        paths.sort();
        if paths.is_empty() {
            let remedy = "it has no scenario file: give a folder with files that end in .toml";
            return Err(Fault::usage("SCENARIOS", &shown, remedy));
        }
        let (mut files, mut known) = (Vec::new(), BTreeMap::new());
        let mut faults = Vec::new();
        for path in paths {
            match read(&path, prepared) {
                Ok((scenario, bytes, print)) => {
                    if let Some(other) = known.insert(scenario.name.text(), path.clone()) {
                        faults.push(taken(&scenario.name.text(), &other, &path));
                    }
                    files.push(ScenariosFile { path, bytes, print });
                }
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Err(Fault::Several(faults));
        }
        let own = files.iter().map(|it| (it.path.clone(), it.print));
        let folder = Self {
            files: own.collect(),
        };
        Ok((folder, files))
    }

    pub(super) fn len(&self) -> u64 {
        self.files.len() as u64
    }

    /// The scenarios of some numbers.
    pub(super) fn scenarios(
        &self,
        numbers: Range<u64>,
        prepared: &Prepared,
    ) -> Result<Vec<BatchScenario>, Fault> {
        let place = |it| usize::try_from(it).unwrap_or(usize::MAX);
        let files = self.files.get(place(numbers.start)..place(numbers.end));
        let again = |(path, checked): &(PathBuf, Fingerprint)| {
            let (scenario, _, print) = read(path, prepared)?;
            if print == *checked {
                Ok(scenario)
            } else {
                Err(changed(path))
            }
        };
        files.unwrap_or_default().iter().map(again).collect()
    }
}

/// The scenario of a file, and the file's size and hash.
fn read(path: &Path, prepared: &Prepared) -> Result<(BatchScenario, u64, Fingerprint), Fault> {
    let shown = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|it| Fault::io(&shown, it))?;
    let written = scenario_file(&text, &shown)?;
    let plan = prepared.plan_of(&written)?;
    let scenario = BatchScenario {
        name: ScenarioName::Id(written.id),
        open: plan.configuration.open().map(|(site, _)| site).collect(),
        plan: Some(plan),
    };
    let print = Fingerprint::of(text.as_bytes());
    Ok((scenario, text.len() as u64, print))
}

fn taken(id: &str, other: &Path, path: &Path) -> Fault {
    Fault::Asked {
        code: "E-BATCH-ID",
        what: format!(
            "{}: the scenario {id} is in {} too",
            path.display(),
            other.display()
        ),
        remedy: "give each scenario an id of its own".to_owned(),
    }
}

/// A file of scenarios that is no longer what it was.
pub(super) fn changed(path: &Path) -> Fault {
    Fault::Asked {
        code: "E-BATCH-CHANGED",
        what: format!("{}: it was altered while the batch ran", path.display()),
        remedy: "bring it back as it was and run the batch again, or give another --out".to_owned(),
    }
}

impl ScenarioName {
    /// The name as text.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Id(id) => id.clone(),
        }
    }
}
