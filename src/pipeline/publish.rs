//! From a run to its output and the manifest beside it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::pipeline::fault::Fault;
use crate::pipeline::fingerprint::{Fingerprint, Hashed};
use crate::pipeline::load_people::PeopleAccount;
use crate::pipeline::manifest::{
    Asked, FileRecord, Manifest, PeopleRecord, ProgramRecord, seen_from,
};
use crate::pipeline::prepare::Prepared;
use crate::pipeline::trail::{Trail, absolute};
use crate::pipeline::whole_file::{write_whole, write_whole_by};
use crate::study::Files;

/// What an output was asked with, beside its study.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The command, such as `times`.
    pub command: &'static str,
    /// The options in force after defaults, as on the command line.
    pub options: BTreeMap<String, Vec<String>>,
    /// The scenario files that were read, each as it was asked for, and their bytes.
    pub scenarios: Vec<(PathBuf, Vec<u8>)>,
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
        write_manifest(manifest, &beside)
    }

    pub(super) fn manifest(
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
        let mut inputs = self.inputs(study.as_deref());
        for (path, bytes) in &question.scenarios {
            let seen = seen_from(folder, &absolute(path)?);
            inputs.push(FileRecord::of(
                "scenario",
                &seen,
                bytes.len() as u64,
                Fingerprint::of(bytes),
            ));
            let asked = options.get_mut("scenario").into_iter().flatten();
            for it in asked.filter(|it| Path::new(it.as_str()) == path) {
                it.clone_from(&seen);
            }
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
    pub(super) fn inputs(&self, study: Option<&str>) -> Vec<FileRecord> {
        let bytes = &self.study.bytes;
        let own = study.unwrap_or(STUDY_FILE);
        let mut inputs = vec![FileRecord::of(
            "study",
            own,
            bytes.len() as u64,
            Fingerprint::of(bytes),
        )];
        for input in &self.loaded.inputs {
            inputs.push(FileRecord {
                rows: input.rows,
                rows_used: input.rows.map(|_| input.rows_used),
                rows_left_out: input.left_out.clone(),
                ..FileRecord::of(input.what, &input.file, input.bytes, input.print)
            });
        }
        for read in &self.road_files {
            inputs.push(FileRecord::of(
                read.what, &read.file, read.bytes, read.print,
            ));
        }
        inputs
    }

    pub(super) fn all_settings(&self) -> BTreeMap<String, String> {
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

    pub(super) fn counts(&self) -> BTreeMap<String, u64> {
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
    pub(super) fn of(what: &str, file: &str, bytes: u64, print: Fingerprint) -> Self {
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

pub(super) fn write_manifest(manifest: Manifest, beside: &Path) -> Result<(), Fault> {
    let text = manifest
        .sealed_text()
        .map_err(|it| Fault::Bug(it.to_string()))?;
    write_whole(beside, &[text.as_bytes()])
        .map_err(|it| Fault::unwritable(&beside.display().to_string(), it))
}

/// Puts an output that was made under another name in the same folder in its place, with its manifest.
///
/// # Errors
/// What the system says.
pub fn put_in_place(made: &Path, out: &Path) -> Result<(), Fault> {
    let refused = |path: &Path, it: io::Error| Fault::unwritable(&path.display().to_string(), it);
    let mut manifest = Trail::open(made)?.manifest;
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    name.as_ref().clone_into(&mut manifest.output.file);
    std::fs::rename(made, out).map_err(|it| refused(out, it))?;
    write_manifest(manifest, &Manifest::beside(out))?;
    let beside = Manifest::beside(made);
    std::fs::remove_file(&beside).map_err(|it| refused(&beside, it))
}
