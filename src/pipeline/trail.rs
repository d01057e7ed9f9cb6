//! From a manifest back to the files it names: whether each is still what it was.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use crate::pipeline::batch::{LEDGER, PartLine, read_lines};
use crate::pipeline::fault::Fault;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::manifest::{FileRecord, Manifest};
use crate::pipeline::shipped::shipped;
use crate::study::Files;

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

/// A manifest, the output that it stands beside, and the folder that its paths are seen from.
#[derive(Clone, Debug)]
pub struct Trail {
    /// What made the output.
    pub manifest: Manifest,
    output: PathBuf,
    folder: PathBuf,
}

impl Trail {
    /// The trail of an output, or of the manifest beside it.
    ///
    /// # Errors
    /// Where there is no manifest, or it cannot be used.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        // The folder of a batch stands for the list of its parts.
        let list = path.join(LEDGER);
        let path = if path.is_dir() && list.is_file() {
            &list
        } else {
            path
        };
        let named = path.to_string_lossy().ends_with(Manifest::ENDING);
        let path = if named {
            path.to_owned()
        } else {
            Manifest::beside(path)
        };
        let shown = path.display().to_string();
        let text = std::fs::read(&path).map_err(|it| match it.kind() {
            io::ErrorKind::NotFound => Fault::Asked {
                code: "E-TRAIL-MANIFEST",
                what: format!("there is no {shown}"),
                remedy: "copy the manifest along with its output, under the output's name; what other programs wrote, and \
                    what was printed, has none"
                    .to_owned(),
            },
            _ => Fault::io(&shown, it),
        })?;
        let manifest = String::from_utf8(text)
            .map_err(|it| it.to_string())
            .and_then(|it| Manifest::from_text(&it).map_err(|it| it.to_string()))
            .map_err(|why| Fault::Asked {
                code: "E-TRAIL-MANIFEST",
                what: format!("{shown}: {why}"),
                remedy: "bring back the manifest as it was written, or make the output again"
                    .to_owned(),
            })?;
        let whole = absolute(&path)?;
        let folder = whole.parent().map(Path::to_owned).unwrap_or_default();
        // Whatever the manifest calls it: a copy under another name is what is asked about, and not its original.
        let name = whole.file_name().unwrap_or_default().to_string_lossy();
        let output = folder.join(name.strip_suffix(Manifest::ENDING).unwrap_or(&name));
        Ok(Self {
            manifest,
            output,
            folder,
        })
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

    /// The place of a file or folder as the manifest names it.
    #[must_use]
    pub fn place(&self, seen: &str) -> PathBuf {
        self.folder.join(seen)
    }

    /// The output's place: beside the manifest, under the manifest's name.
    #[must_use]
    pub fn output(&self) -> &Path {
        &self.output
    }

    /// A scenario as it is asked for again: the place of the file that was read, else the id that it has in the study.
    #[must_use]
    pub fn scenario(&self, named: &str) -> PathBuf {
        let mut inputs = self.manifest.inputs.iter();
        let read = inputs.any(|it| it.what == "scenario" && it.file == named);
        if read {
            self.folder.join(named)
        } else {
            PathBuf::from(named)
        }
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

    /// Each part of a batch as it stands now; of any other output there are none. The output of a batch is the list of its
    /// parts.
    #[must_use]
    pub fn parts(&self) -> Vec<Checked> {
        if self.manifest.asked.command != "batch" {
            return Vec::new();
        }
        let lines = read_lines(&self.output).unwrap_or_default().into_iter();
        let part = |it: PartLine| {
            let record = FileRecord {
                what: "part".to_owned(),
                file: it.file,
                bytes: it.bytes,
                sha256: it.sha256,
                ..self.manifest.output.clone()
            };
            checked(&record, opened(&self.folder.join(&record.file)))
        };
        lines.map(part).collect()
    }

    /// The output as it stands now.
    #[must_use]
    pub fn output_now(&self) -> Checked {
        let name = self.output.file_name().unwrap_or_default();
        let record = FileRecord {
            file: name.to_string_lossy().into_owned(),
            ..self.manifest.output.clone()
        };
        checked(&record, opened(&self.output))
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

pub(super) fn absolute(path: &Path) -> Result<PathBuf, Fault> {
    let shown = path.display().to_string();
    let whole = std::path::absolute(path).map_err(|it| Fault::io(&shown, it))?;
    // Links and steps up are resolved where the folder is there, so that what is seen from it is told alike.
    let folder = whole.parent().and_then(|it| it.canonicalize().ok());
    Ok(match (folder, whole.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => whole,
    })
}
