//! The trail of an output: what stands beside every file that is written, from which anyone can see which bytes made it,
//! whether they are still the same, and make it again.
//!
//! A manifest holds no clock and no name of a machine: the same inputs give the same manifest.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::pipeline::fingerprint::Fingerprint;

/// What made an output.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The number of the form in which this is written: [`Manifest::FORM`].
    pub form: u32,
    /// The program that made the output.
    pub program: ProgramRecord,
    /// What it was asked for.
    pub asked: Asked,
    /// Every file that was read.
    pub inputs: Vec<FileRecord>,
    /// For each file of people and each band of it, where everybody went; those used and those left out are all there are.
    pub people: Vec<PeopleRecord>,
    /// Every setting in force: those of the study file, those taken by default, and the speeds that came of them.
    pub settings: BTreeMap<String, String>,
    /// What was odd, and how it was taken.
    pub notices: Vec<String>,
    /// Areas, sites, nodes, pairs of places without a time, and the like.
    pub counts: BTreeMap<String, u64>,
    /// The output itself.
    pub output: FileRecord,
    /// The SHA-256 of this manifest's text with this field empty.
    pub seal: String,
}

/// A program, told apart from any other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgramRecord {
    /// `fairreach`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The SHA-256 of the list of all its libraries (`Cargo.lock`).
    pub libraries: String,
}

/// What the program was asked for: enough to ask again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The command, such as `times`.
    pub command: String,
    /// The study file as seen from the folder of the manifest; `None` for the study inside the program.
    pub study: Option<String>,
    /// The options in force after defaults, as on the command line; files as seen from the folder of the manifest.
    pub options: BTreeMap<String, Vec<String>>,
}

/// A file that was read or written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRecord {
    /// What it is: `study`, `areas`, `people`, `roads`, `scenario`, `output` and the like.
    pub what: String,
    /// The file: an input as the study names it or as seen from the folder of the manifest, an output by its name.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// How many rows or features it has, where it has any: those used and those left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// How many of them were used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows_used: Option<u64>,
    /// How many were left out, by reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rows_left_out: BTreeMap<String, u64>,
}

/// Where the people of a band went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleRecord {
    /// The file as the study names it.
    pub file: String,
    /// The band's name.
    pub band: String,
    /// All in the file.
    pub read: f64,
    /// Those in the study's areas.
    pub used: f64,
    /// Those outside them, and those who could not be carried from one vintage to the other.
    pub left_out: f64,
}

/// Why a manifest cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// It is no JSON, or not of this form.
    #[error("it is not a manifest: {0}")]
    Json(#[from] serde_json::Error),
    /// It has a field that no manifest has.
    #[error(
        "it was altered after it was written: line {line} has a field \"{field}\", which no manifest has"
    )]
    Field {
        /// The field's name.
        field: String,
        /// The line that it stands on.
        line: usize,
    },
    /// It is of a form that this program does not know.
    #[error("it is of form {0}, and this program knows form {known}", known = Manifest::FORM)]
    Form(u32),
    /// It was altered after it was written.
    #[error("its own seal does not match: it was altered after it was written")]
    Seal,
}

impl ManifestError {
    /// What serde says of a field that it does not know, in words for whoever added it; anything else as it is.
    fn of(why: serde_json::Error) -> Self {
        let said = why.to_string();
        let unknown = said.strip_prefix("unknown field `");
        match unknown.and_then(|it| it.split_once('`')) {
            Some((field, _)) => Self::Field {
                field: field.to_owned(),
                line: why.line(),
            },
            None => Self::Json(why),
        }
    }
}

impl Manifest {
    /// The form that this program writes and reads.
    pub const FORM: u32 = 2;
    /// How the name of a manifest goes on after that of its output.
    pub const ENDING: &str = ".manifest.json";

    /// The manifest's place beside an output.
    #[must_use]
    pub fn beside(output: &Path) -> PathBuf {
        let mut name = output.as_os_str().to_owned();
        name.push(Self::ENDING);
        PathBuf::from(name)
    }

    /// The text of the manifest, sealed.
    ///
    /// # Errors
    /// None that is known of; JSON can hold every manifest.
    pub fn sealed_text(mut self) -> Result<String, ManifestError> {
        self.seal.clear();
        self.seal = Fingerprint::of(self.text()?.as_bytes()).hex();
        self.text()
    }

    /// A manifest from its text.
    ///
    /// # Errors
    /// When it is no manifest of a form that is known, or was altered after it was sealed.
    pub fn from_text(text: &str) -> Result<Self, ManifestError> {
        #[derive(Deserialize)]
        struct Form {
            form: u32,
        }
        let Form { form } = serde_json::from_str(text)?;
        if form != Self::FORM {
            return Err(ManifestError::Form(form));
        }
        let manifest: Self = serde_json::from_str(text).map_err(ManifestError::of)?;
        if manifest.clone().sealed_text()? != text {
            return Err(ManifestError::Seal);
        }
        Ok(manifest)
    }

    fn text(&self) -> Result<String, ManifestError> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(text)
    }
}

impl ProgramRecord {
    /// This program.
    #[must_use]
    pub fn own() -> Self {
        Self {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            libraries: Fingerprint::of(include_bytes!("../../Cargo.lock")).hex(),
        }
    }
}

/// The path of a file as seen from a folder, both told from the same place: steps up, then down, parted by `/`.
///
/// ```
/// use fairreach::pipeline::seen_from;
/// use std::path::Path;
/// assert_eq!(seen_from(Path::new("/a/out"), Path::new("/a/study/x.csv")), "../study/x.csv");
/// assert_eq!(seen_from(Path::new("/a"), Path::new("/a/x.csv")), "x.csv");
/// ```
#[must_use]
pub fn seen_from(folder: &Path, file: &Path) -> String {
    let (folder, file): (Vec<_>, Vec<_>) =
        (folder.components().collect(), file.components().collect());
    let shared = folder.iter().zip(&file).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), folder.len() - shared);
    let down = file[shared..]
        .iter()
        .map(|it| it.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}
