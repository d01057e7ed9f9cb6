//! What a batch was asked: the first file of its folder. Whoever comes again with the same question goes on; any other is
//! refused.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::pipeline::batch::source::{ScenariosFile, Source};
use crate::pipeline::fault::Fault;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::manifest::{FileRecord, ProgramRecord};
use crate::pipeline::prepare::Prepared;

/// The file's name.
pub(super) const QUESTION: &str = "batch.json";

/// All that the bytes of the tables depend on. It names no path and no shard: wherever the same is asked it is the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BatchQuestion {
    /// The number of the form in which this is written.
    form: u32,
    program: ProgramRecord,
    pub(super) mode: String,
    /// The year whose projected people are counted; `None`: today's.
    pub(super) year: Option<String>,
    /// Every file of the study.
    study: Vec<FileRecord>,
    pub(super) scenarios: ScenariosRecord,
    /// The columns of the tables.
    pub(super) columns: Vec<String>,
    /// How many scenarios a part stands for, and how many parts there are.
    pub(super) rows: u64,
    pub(super) parts: u64,
    /// The SHA-256 of this text with this field empty.
    seal: String,
}

/// The scenarios of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScenariosRecord {
    /// `rule`, `table` or `folder`.
    pub(super) kind: String,
    /// The name of the file or folder.
    file: String,
    bytes: u64,
    /// Of a folder: of the names and the hashes of its files.
    sha256: String,
    /// How many scenarios there are.
    pub(super) scenarios: u64,
}

const FORM: u32 = 1;

impl ScenariosRecord {
    fn of(path: &Path, source: &Source, files: &[ScenariosFile]) -> Self {
        let name = |path: &Path| {
            let name = path.file_name().unwrap_or_default();
            name.to_string_lossy().into_owned()
        };
        let print = match (source, files) {
            (Source::Rule(_) | Source::Table(_), [only]) => only.print,
            _ => files.iter().fold(Fingerprint::of(b"folder"), |it, file| {
                it.and(name(&file.path).as_bytes()).and(file.print.bytes())
            }),
        };
        Self {
            kind: source.kind().to_owned(),
            file: name(path),
            bytes: files.iter().map(|it| it.bytes).sum(),
            sha256: print.hex(),
            scenarios: source.len(),
        }
    }
}

/// What is asked beside the study and the scenarios.
pub(super) struct Wanted<'a> {
    pub(super) mode: &'a str,
    pub(super) year: Option<&'a str>,
    pub(super) columns: Vec<String>,
    pub(super) rows: u64,
}

impl BatchQuestion {
    pub(super) fn of(
        prepared: &Prepared,
        path: &Path,
        (source, files): (&Source, &[ScenariosFile]),
        wanted: Wanted<'_>,
    ) -> Self {
        Self {
            form: FORM,
            program: ProgramRecord::own(),
            mode: wanted.mode.to_owned(),
            year: wanted.year.map(str::to_owned),
            // The study file under its usual name: where it lies makes no difference.
            study: prepared.inputs(None),
            scenarios: ScenariosRecord::of(path, source, files),
            columns: wanted.columns,
            rows: wanted.rows,
            parts: source.len().div_ceil(wanted.rows),
            seal: String::new(),
        }
    }

    /// The text of the file, sealed.
    pub(super) fn sealed_text(mut self) -> Result<String, Fault> {
        self.seal.clear();
        self.seal = Fingerprint::of(self.text()?.as_bytes()).hex();
        self.text()
    }

    fn text(&self) -> Result<String, Fault> {
        let text = serde_json::to_string_pretty(self);
        let mut text = text.map_err(|it| Fault::Bug(it.to_string()))?;
        text.push('\n');
        Ok(text)
    }

    /// Whether a folder has this question written in it; `false` where it has none.
    ///
    /// # Errors
    /// `E-BATCH-OTHER` where it has another one, or one that was altered.
    pub(super) fn stands_in(&self, folder: &Path) -> Result<bool, Fault> {
        let path = folder.join(QUESTION);
        let there = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(it) if it.kind() == ErrorKind::NotFound => return Ok(false),
            Err(it) => return Err(Fault::io(&path.display().to_string(), it)),
        };
        let own = self.clone().sealed_text()?;
        if there == own {
            return Ok(true);
        }
        let what = match serde_json::from_str::<Self>(&there) {
            Ok(other) if other.clone().sealed_text()? == there => {
                format!(
                    "another batch stands there; what differs: {}",
                    self.unlike(&other).join(", ")
                )
            }
            _ => format!("its {QUESTION} was altered, or is none of this program"),
        };
        Err(Fault::Asked {
            code: "E-BATCH-OTHER",
            what: format!("{}: {what}", folder.display()),
            remedy: "give another folder to --out, or ask for what was asked before; nothing was touched".to_owned(),
        })
    }

    /// The question of a folder, which must be about the same study.
    ///
    /// # Errors
    /// `E-BATCH-NONE` where there is none, or one that was altered; `E-BATCH-STUDY` where it is about another study.
    pub(super) fn read(folder: &Path, prepared: &Prepared) -> Result<Self, Fault> {
        let shown = folder.display().to_string();
        let path = folder.join(QUESTION);
        let text =
            fs::read_to_string(&path).map_err(|it| Fault::io(&path.display().to_string(), it))?;
        let question = serde_json::from_str::<Self>(&text).ok();
        let question = match question {
            Some(it) if it.clone().sealed_text()? == text => it,
            _ => {
                return Err(Fault::Asked {
                    code: "E-BATCH-NONE",
                    what: format!(
                        "{shown}: its {QUESTION} was altered, or is none of this program"
                    ),
                    remedy: "give the folder that `fairreach batch` wrote".to_owned(),
                });
            }
        };
        if question.study != prepared.inputs(None) {
            return Err(Fault::Asked {
                code: "E-BATCH-STUDY",
                what: format!(
                    "{shown}: this batch is of another study, or a file of the study has changed since"
                ),
                remedy: "make the batch again, or give the study that it was made of".to_owned(),
            });
        }
        Ok(question)
    }

    /// What differs between two questions.
    fn unlike(&self, other: &Self) -> Vec<&'static str> {
        let differ = [
            (
                "the program",
                self.form != other.form || self.program != other.program,
            ),
            ("the study or a file of it", self.study != other.study),
            ("the mode", self.mode != other.mode),
            ("the year", self.year != other.year),
            ("the scenarios", self.scenarios != other.scenarios),
            (
                "the columns (--figures, --columns)",
                self.columns != other.columns,
            ),
            ("the scenarios a part (--rows)", self.rows != other.rows),
        ];
        let differ = differ.into_iter().filter(|it| it.1);
        differ.map(|it| it.0).collect()
    }
}
