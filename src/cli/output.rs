//! Writing what was asked for: to stdout, or to a file that appears whole or not at all.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::pipeline::{Fault, Manifest, Prepared, Question, write_whole};

/// Prints text to stdout. A reader that has seen enough (`| head`) is no fault.
pub(super) fn print(text: &str) -> Result<(), Fault> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(fault) if fault.kind() != ErrorKind::BrokenPipe => {
            Err(Fault::unwritable("standard output", fault))
        }
        _ => Ok(()),
    }
}

/// Writes a file that appears whole or not at all.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    write_whole(path, &[bytes]).map_err(|it| Fault::unwritable(&path.display().to_string(), it))
}

/// The file that a command is to write; `-` is standard output.
#[derive(Clone, Debug)]
pub(super) struct OutFile {
    path: PathBuf,
    /// What `rerun` makes stands under another name until it is found to be the same.
    made_again_for: Option<PathBuf>,
}

impl From<OsString> for OutFile {
    fn from(path: OsString) -> Self {
        Self {
            path: path.into(),
            made_again_for: None,
        }
    }
}

impl OutFile {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The name that messages tell.
    pub(super) fn name(&self) -> String {
        let path = self.made_again_for.as_ref().unwrap_or(&self.path);
        path.display().to_string()
    }

    pub(super) fn is_stdout(&self) -> bool {
        self.path.as_os_str() == "-"
    }

    /// The ending of the file's name, in small letters.
    pub(super) fn ending(&self) -> Option<String> {
        let ending = self.path.extension()?.to_string_lossy();
        Some(ending.to_lowercase())
    }

    /// Names another file in messages: the one that this is made for.
    pub(super) fn make_again_for(&mut self, out: &Path) {
        self.made_again_for = Some(out.to_owned());
    }

    /// Says on stderr that the file stands, and what it holds; `rerun` says so itself.
    pub(super) fn stands(&self, what: &str) {
        if self.made_again_for.is_none() {
            eprintln!("{}: {what}", self.name());
        }
    }

    /// Refuses a place where neither the file nor its manifest can stand.
    pub(super) fn may_stand(&self) -> Result<(), Fault> {
        if self.is_stdout() {
            return Ok(());
        }
        may_stand("--out", &self.path)?;
        may_stand("--out", &Manifest::beside(&self.path))
    }
}

/// Writes a text with its manifest beside it, and says so.
pub(super) fn publish(
    prepared: &Prepared,
    out: &OutFile,
    question: Question,
    text: &str,
) -> Result<(), Fault> {
    prepared.publish(out.path(), question, |file| {
        let written = file.write_all(text.as_bytes());
        written.map_err(|it| Fault::unwritable(&out.name(), it))?;
        Ok(BTreeMap::new())
    })?;
    out.stands("written");
    Ok(())
}

/// Refuses a place where no file can stand, before anything is computed for it: a folder is not made, and one that is there
/// is not replaced.
pub(super) fn may_stand(option: &str, path: &Path) -> Result<(), Fault> {
    let shown = path.display().to_string();
    if path.file_name().is_none() {
        return Err(Fault::usage(option, &format!("\"{shown}\""), "name a file"));
    }
    let refused = |kind, why: String| Err(Fault::unwritable(&shown, io::Error::new(kind, why)));
    if path.is_dir() {
        return refused(ErrorKind::IsADirectory, "it is a folder".to_owned());
    }
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    match fs::metadata(folder) {
        Ok(it) if it.is_dir() => Ok(()),
        Ok(_) => {
            let why = format!("{} is no folder", folder.display());
            refused(ErrorKind::NotADirectory, why)
        }
        Err(it) if it.kind() == ErrorKind::NotFound => {
            let why = format!("there is no folder {}", folder.display());
            refused(ErrorKind::NotFound, why)
        }
        Err(it) => Err(Fault::unwritable(&shown, it)),
    }
}
