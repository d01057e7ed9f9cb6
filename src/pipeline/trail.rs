//! From a run to the manifest of its output, and from a manifest back to the files it names.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use crate::pipeline::fault::Fault;
use crate::pipeline::fingerprint::{Fingerprint, Hashed};
use crate::pipeline::load_people::PeopleAccount;
use crate::pipeline::manifest::{
    Asked, FileRecord, Manifest, PeopleRecord, ProgramRecord, seen_from,
};
use crate::pipeline::prepare::Prepared;
use crate::pipeline::shipped::shipped;
use crate::pipeline::whole_file::{write_whole, write_whole_by};
use crate::study::Files;

/// What an output was asked with, beside its study.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The command, such as `times`.
    pub command: &'static str,
    /// The options in force after defaults, as on the command line.
    pub options: BTreeMap<String, Vec<String>>,
    /// A scenario file that was read, and its bytes.
    pub scenario: Option<(PathBuf, Vec<u8>)>,
}

impl Prepared {
    /// Writes an output that appears whole or not at all, and its manifest beside it. What fills the output gives the
    /// counts that go into the manifest.
    ///
    /// # Errors
    /// What fills it, and what the system says: then what stood there stands as it was. Where only the manifest cannot be
    /// written, the output is there without one that fits it, as [`Trail`] tells.
    pub fn publish(
        &self,
        out: &Path,
        question: Question,
        fill: impl FnOnce(&mut dyn io::Write) -> Result<BTreeMap<String, u64>, Fault>,
    ) -> Result<(), Fault> {
        let mut told = None;
        write_whole_by(out, |file| {
            let mut hashed = Hashed::new(file);
            let counts = fill(&mut hashed)?;
            told = Some((counts, hashed.end()));
            Ok(())
        })?;
        let Some((counts, (bytes, print))) = told else {
            return Ok(());
        };
        let name = out.file_name().unwrap_or_default().to_string_lossy();
        let output = FileRecord::of("output", &name, bytes, print);
        let beside = Manifest::beside(out);
        let manifest = self.manifest(&absolute(out)?, question, counts, output)?;
        let text = manifest
            .sealed_text()
            .map_err(|it| Fault::Bug(it.to_string()))?;
        write_whole(&beside, &[text.as_bytes()])
            .map_err(|it| Fault::unwritable(&beside.display().to_string(), it))
    }

    fn manifest(
        &self,
        out: &Path,
        question: Question,
        counts: BTreeMap<String, u64>,
        output: FileRecord,
    ) -> Result<Manifest, Fault> {
        let folder = out.parent().unwrap_or(Path::new("/"));
        let mut options = question.options;
        let study = match &self.study.files {
            Files::Folder(_) | Files::Confined(_) => {
                Some(seen_from(folder, &absolute(Path::new(&self.study.file))?))
            }
            _ => None,
        };
        let mut inputs = self.inputs(study.as_deref())?;
        if let Some((path, bytes)) = &question.scenario {
            let seen = seen_from(folder, &absolute(path)?);
            inputs.push(FileRecord::of(
                "scenario",
                &seen,
                bytes.len() as u64,
                Fingerprint::of(bytes),
            ));
            options.insert("scenario".to_owned(), vec![seen]);
        }
        Ok(Manifest {
            form: Manifest::FORM,
            program: ProgramRecord::own(),
            asked: Asked {
                command: question.command.to_owned(),
                study,
                options,
            },
            inputs,
            people: self.loaded.accounts.iter().map(PeopleRecord::of).collect(),
            settings: self.all_settings(),
            notices: self.notices.iter().map(ToString::to_string).collect(),
            counts: self.counts().into_iter().chain(counts).collect(),
            output,
            seal: String::new(),
        })
    }

    /// Every file that was read, the study file first.
    fn inputs(&self, study: Option<&str>) -> Result<Vec<FileRecord>, Fault> {
        let text = self.study.text.as_bytes();
        let own = study.unwrap_or(STUDY_FILE);
        let mut inputs = vec![FileRecord::of(
            "study",
            own,
            text.len() as u64,
            Fingerprint::of(text),
        )];
        for input in &self.loaded.inputs {
            inputs.push(FileRecord {
                rows: input.rows,
                rows_used: input.rows.map(|_| input.rows_used),
                rows_left_out: input.left_out.clone(),
                ..FileRecord::of(input.what, &input.file, input.bytes, input.print)
            });
        }
        if let Some(roads) = &self.study.roads {
            let mut file = self
                .study
                .files
                .open(&roads.file)
                .map_err(|it| Fault::io(&roads.file, it))?;
            let (bytes, print) =
                Fingerprint::of_source(&mut file).map_err(|it| Fault::io(&roads.file, it))?;
            inputs.push(FileRecord::of("roads", &roads.file, bytes, print));
        }
        Ok(inputs)
    }

    fn all_settings(&self) -> BTreeMap<String, String> {
        let study = &self.study;
        let mut settings: BTreeMap<String, String> = study
            .written
            .iter()
            .chain(&study.defaults)
            .cloned()
            .collect();
        for (mode, ways) in &self.ways {
            // The profile's debug text is all of it, in order.
            settings.insert(
                format!("speeds {}", mode.phrase()),
                format!("{:?}", ways.profile),
            );
        }
        settings
    }

    fn counts(&self) -> BTreeMap<String, u64> {
        let mut counts = BTreeMap::new();
        let mut count = |name: String, n: usize| counts.insert(name, n as u64);
        count("areas".to_owned(), self.case.areas.list.len());
        count("sites".to_owned(), self.case.sites.len());
        for (mode, ways) in &self.ways {
            let (network, name) = (ways.network.counts, mode.name());
            let (areas, sites) = self.unlinked(mode);
            count(format!("{name}.nodes"), network.kept_nodes);
            count(format!("{name}.links"), network.kept_links);
            count(format!("{name}.parts"), network.parts);
            count(format!("{name}.areas_unlinked"), areas);
            count(format!("{name}.sites_unlinked"), sites);
        }
        counts
    }
}

/// The study file's name where it has no path.
const STUDY_FILE: &str = "study.toml";

impl FileRecord {
    fn of(what: &str, file: &str, bytes: u64, print: Fingerprint) -> Self {
        Self {
            what: what.to_owned(),
            file: file.to_owned(),
            bytes,
            sha256: print.hex(),
            rows: None,
            rows_used: None,
            rows_left_out: BTreeMap::new(),
        }
    }
}

impl PeopleRecord {
    fn of(account: &PeopleAccount) -> Self {
        Self {
            file: account.file.clone(),
            band: account.band.clone(),
            read: account.read,
            used: account.used,
            left_out: account.outside + account.lost,
        }
    }
}

/// A file of a trail as it stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// What it is, as in [`FileRecord::what`].
    pub what: String,
    /// The file as the manifest names it.
    pub file: String,
    /// Whether it is as it was.
    pub state: FileState,
}

/// Whether a file is as a manifest says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileState {
    /// To the last byte.
    Same,
    /// It has other bytes.
    Changed,
    /// It cannot be read, and why.
    Unreadable(String),
}

/// A manifest and the folder that its paths are seen from.
#[derive(Clone, Debug)]
pub struct Trail {
    /// What made the output.
    pub manifest: Manifest,
    folder: PathBuf,
}

impl Trail {
    /// The trail of an output, or of the manifest beside it.
    ///
    /// # Errors
    /// Where there is no manifest, or it cannot be used.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let named = path.to_string_lossy().ends_with(Manifest::ENDING);
        let path = if named {
            path.to_owned()
        } else {
            Manifest::beside(path)
        };
        let shown = path.display().to_string();
        let text = std::fs::read(&path).map_err(|it| Fault::io(&shown, it))?;
        let manifest = String::from_utf8(text)
            .map_err(|it| it.to_string())
            .and_then(|it| Manifest::from_text(&it).map_err(|it| it.to_string()))
            .map_err(|why| Fault::Asked {
                code: "E-TRAIL-MANIFEST",
                what: format!("{shown}: {why}"),
                remedy: "bring back the manifest as it was written, or make the output again"
                    .to_owned(),
            })?;
        let folder = absolute(&path)?
            .parent()
            .map(Path::to_owned)
            .unwrap_or_default();
        Ok(Self { manifest, folder })
    }

    /// The study asked, as a path; `None` for the one inside the program.
    #[must_use]
    pub fn study(&self) -> Option<PathBuf> {
        self.manifest
            .asked
            .study
            .as_ref()
            .map(|it| self.folder.join(it))
    }

    /// The output's place: beside the manifest.
    #[must_use]
    pub fn output(&self) -> PathBuf {
        self.folder.join(&self.manifest.output.file)
    }

    /// The scenario file that was read, where there was one.
    #[must_use]
    pub fn scenario(&self) -> Option<PathBuf> {
        let record = self
            .manifest
            .inputs
            .iter()
            .find(|it| it.what == "scenario")?;
        Some(self.folder.join(&record.file))
    }

    /// Every input as it stands now.
    ///
    /// # Errors
    /// A fault of the program.
    pub fn inputs(&self) -> Result<Vec<Checked>, Fault> {
        let files = match self.study() {
            Some(study) => Files::Folder(study.parent().map(Path::to_owned).unwrap_or_default()),
            None => shipped()?.files,
        };
        let open = |it: &FileRecord| match (it.what.as_str(), self.study()) {
            ("study", Some(study)) => opened(&study),
            ("scenario", _) => opened(&self.folder.join(&it.file)),
            _ => files.open(&it.file),
        };
        Ok(self
            .manifest
            .inputs
            .iter()
            .map(|it| checked(it, open(it)))
            .collect())
    }

    /// The output as it stands now.
    #[must_use]
    pub fn output_now(&self) -> Checked {
        checked(&self.manifest.output, opened(&self.output()))
    }
}

type Opened = io::Result<Box<dyn crate::study::ReadSeek>>;

fn opened(path: &Path) -> Opened {
    Ok(Box::new(BufReader::new(File::open(path)?)))
}

fn checked(record: &FileRecord, file: Opened) -> Checked {
    let state = match file.and_then(|mut it| Fingerprint::of_source(&mut it)) {
        Ok((bytes, print)) if bytes == record.bytes && print.hex() == record.sha256 => {
            FileState::Same
        }
        Ok(_) => FileState::Changed,
        Err(why) => FileState::Unreadable(why.to_string()),
    };
    Checked {
        what: record.what.clone(),
        file: record.file.clone(),
        state,
    }
}

fn absolute(path: &Path) -> Result<PathBuf, Fault> {
    let shown = path.display().to_string();
    let whole = std::path::absolute(path).map_err(|it| Fault::io(&shown, it))?;
    // Links and steps up are resolved where the folder is there, so that what is seen from it is told alike.
    let folder = whole.parent().and_then(|it| it.canonicalize().ok());
    Ok(match (folder, whole.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => whole,
    })
}
