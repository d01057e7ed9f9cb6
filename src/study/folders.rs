//! Where a study's files are: a folder on disk, the binary itself, or memory.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a road file is read through.
pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// Where a study's files are; every path is relative to `study.toml`.
#[derive(Clone, Debug)]
pub enum Files {
    /// A folder; paths in it may be absolute or climb out of it, since the analyst wrote them.
    Folder(PathBuf),
    /// A folder that no path may leave, of a study that somebody else wrote.
    Confined(PathBuf),
    /// The binary itself: the bytes of each path.
    Embedded(fn(&str) -> Option<Cow<'static, [u8]>>),
    /// Memory: an upload, a test.
    Memory(Arc<BTreeMap<String, Vec<u8>>>),
}

impl Files {
    /// Whether paths may be absolute or climb out of the study.
    #[must_use]
    pub const fn is_local(&self) -> bool {
        matches!(self, Self::Folder(_))
    }

    /// Whether there is a file of that path.
    #[must_use]
    pub fn exists(&self, path: &str) -> bool {
        match self {
            Self::Folder(folder) | Self::Confined(folder) => folder.join(path).is_file(),
            Self::Embedded(bytes) => bytes(path).is_some(),
            Self::Memory(files) => files.contains_key(path),
        }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// What the system says when the file cannot be read.
    pub fn read(&self, path: &str) -> io::Result<Cow<'static, [u8]>> {
        match self {
            Self::Folder(folder) | Self::Confined(folder) => {
                std::fs::read(folder.join(path)).map(Cow::Owned)
            }
            Self::Embedded(bytes) => bytes(path).ok_or_else(absent),
            Self::Memory(files) => files.get(path).cloned().map(Cow::Owned).ok_or_else(absent),
        }
    }

    /// A file to read piece by piece, for those too big to hold.
    ///
    /// # Errors
    /// What the system says when the file cannot be opened.
    pub fn open(&self, path: &str) -> io::Result<Box<dyn ReadSeek>> {
        match self {
            Self::Folder(folder) | Self::Confined(folder) => {
                let file = std::fs::File::open(folder.join(path))?;
                Ok(Box::new(io::BufReader::new(file)))
            }
            _ => Ok(Box::new(Cursor::new(self.read(path)?))),
        }
    }

    /// The path on disk of a file of the study, where it has one.
    #[must_use]
    pub fn path(&self, path: &str) -> Option<PathBuf> {
        match self {
            Self::Folder(folder) | Self::Confined(folder) => Some(folder.join(path)),
            _ => None,
        }
    }

    /// The folder of a study, of a path that names either it or its study file.
    #[must_use]
    pub fn folder_of(path: &Path) -> PathBuf {
        Self::of_study(path).1
    }

    /// The study file and folder of a path that names either.
    #[must_use]
    pub(super) fn of_study(path: &Path) -> (PathBuf, PathBuf) {
        if path.is_dir() {
            return (path.join("study.toml"), path.to_owned());
        }
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        (path.to_owned(), folder)
    }
}

fn absent() -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, "no such file in the study")
}

/// Whether a path leaves the folder it starts in.
pub(super) fn climbs(path: &str) -> bool {
    let rooted = path.starts_with(['/', '\\']) || path.get(1..2) == Some(":");
    rooted || path.split(['/', '\\']).any(|part| part == "..")
}
