//! What a study keeps from one run to the next: a file a thing, in `cache/` beside the study file.
//!
//! A file is believed only when it is whole, was made by this very program out of the very same inputs and settings,
//! and its bytes are those that were written. Any other is told in one line, made anew and put in its place.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::packed::{put_u32, put_u64};
use crate::pipeline::fault::Fault;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::progress::Progress;
use crate::pipeline::whole_file::{PART, write_whole};
use crate::study::Study;

/// How every file of a cache begins, and the number of the form in which it goes on.
const MAGIC: &[u8; 16] = b"FAIRREACH CACHE\n";
const FORM: u32 = 1;

const DAY: Duration = Duration::from_hours(24);

/// Magic, form, fingerprint, length of what follows, and its hash.
const HEADER: usize = MAGIC.len() + 4 + Fingerprint::BYTES + 8 + Fingerprint::BYTES;

/// A study's cache. Where its folder is not there, nothing is kept and nothing is found.
#[derive(Clone, Debug)]
pub(super) struct Cache {
    folder: Option<PathBuf>,
    /// Whether what cannot be written is a fault, and not only told.
    must_keep: bool,
    taken: Arc<Mutex<Vec<KeptFile>>>,
}

/// A thing that is kept: the name of its file and the fingerprint of what made it.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) name: String,
    pub(super) made_by: Fingerprint,
}

/// A file of the cache that a run has taken or made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// Its name in the cache's folder.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Whether this run has made it; otherwise it was taken as it stood.
    pub made: bool,
}

/// The folder in which a study keeps what was made of it; `None` for a study without a folder.
#[must_use]
pub fn cache_folder(study: &Study) -> Option<PathBuf> {
    let stem = Path::new(&study.file).file_stem()?;
    Some(study.files.path("cache")?.join(stem))
}

impl Cache {
    /// The cache of a study, where its folder is there.
    pub(super) fn of(study: &Study) -> Self {
        Self {
            folder: cache_folder(study).filter(|it| it.is_dir()),
            must_keep: false,
            taken: Arc::default(),
        }
    }

    /// The cache of a study, its folder made where it is not there. What a run that was cut off has left is removed once
    /// it is so old that nobody can be writing it still.
    pub(super) fn made_for(study: &Study) -> Result<Self, Fault> {
        if let Some(folder) = cache_folder(study) {
            let fault = |it: io::Error| Fault::unwritable(&folder.display().to_string(), it);
            fs::create_dir_all(&folder).map_err(fault)?;
            for entry in fs::read_dir(&folder).map_err(fault)? {
                let path = entry.map_err(fault)?.path();
                if path.to_string_lossy().ends_with(PART) && is_old(&path) {
                    // That it is gone already, or cannot be removed, hinders nothing.
                    drop(fs::remove_file(&path));
                }
            }
        }
        Ok(Self {
            must_keep: true,
            ..Self::of(study)
        })
    }

    /// Whether anything is kept at all.
    pub(super) const fn is_there(&self) -> bool {
        self.folder.is_some()
    }

    /// The folder, as it is told.
    pub(super) fn shown(&self) -> String {
        let folder = self.folder.as_ref();
        folder.map_or_else(String::new, |it| it.display().to_string())
    }

    /// What this run has taken and made, in that order.
    pub(super) fn files(&self) -> Vec<KeptFile> {
        self.taken.lock().map(|it| it.clone()).unwrap_or_default()
    }

    /// Whether a file of a thing's name is there, whatever is in it.
    pub(super) fn has(&self, item: &Item) -> bool {
        self.path(item).is_some_and(|it| it.exists())
    }

    /// Whether there is a file of a thing's name that is seen at a glance not to be believed.
    pub(super) fn has_outdated(&self, item: &Item) -> bool {
        let Some(path) = self.path(item).filter(|it| it.exists()) else {
            return false;
        };
        let glance = || -> io::Result<bool> {
            let mut file = File::open(&path)?;
            let size = file.metadata()?.len();
            let mut header = Vec::with_capacity(HEADER);
            file.by_ref().take(HEADER as u64).read_to_end(&mut header)?;
            Ok(payload_hash(&header, size, item).is_err())
        };
        glance().unwrap_or(true)
    }

    /// A thing as it is kept, or else as `build` makes it, which is then kept.
    pub(super) fn kept_or<T>(
        &self,
        item: &Item,
        progress: &dyn Progress,
        read: impl FnOnce(&[u8]) -> io::Result<T>,
        write: impl FnOnce(&T, &mut Vec<u8>) -> io::Result<()>,
        build: impl FnOnce() -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let Some(path) = self.path(item) else {
            return build();
        };
        match taken(&path, item, read) {
            Ok((thing, bytes)) => {
                self.note(item, bytes, false);
                return Ok(thing);
            }
            Err(fault) if fault.kind() == ErrorKind::NotFound => (),
            Err(why) => {
                progress.notice(&format!("{}: {why}; it is made anew", path.display()));
            }
        }
        let thing = build()?;
        let mut payload = Vec::new();
        let put = write(&thing, &mut payload).and_then(|()| {
            let header = header(item, &payload)?;
            write_whole(&path, &[&header, &payload])
        });
        match put {
            Ok(()) => self.note(item, (HEADER + payload.len()) as u64, true),
            Err(why) if self.must_keep => {
                return Err(Fault::unwritable(&path.display().to_string(), why));
            }
            Err(why) => {
                progress.notice(&format!("{}: it cannot be kept ({why})", path.display()));
            }
        }
        Ok(thing)
    }

    fn path(&self, item: &Item) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(&item.name))
    }

    fn note(&self, item: &Item, bytes: u64, made: bool) {
        if let Ok(mut taken) = self.taken.lock() {
            taken.push(KeptFile {
                name: item.name.clone(),
                bytes,
                made,
            });
        }
    }
}

/// Whether a file was last written more than a day ago.
fn is_old(path: &Path) -> bool {
    let written = fs::metadata(path).and_then(|it| it.modified());
    let age = written.ok().and_then(|it| it.elapsed().ok());
    age.is_some_and(|it| it > DAY)
}

/// A thing from its file, and the file's size; else why the file is not believed.
fn taken<T>(
    path: &Path,
    item: &Item,
    read: impl FnOnce(&[u8]) -> io::Result<T>,
) -> io::Result<(T, u64)> {
    let bytes = fs::read(path)?;
    let size = bytes.len() as u64;
    let hash = payload_hash(&bytes, size, item)?;
    let payload = bytes.get(HEADER..).unwrap_or_default();
    if Fingerprint::of(payload).bytes() != hash {
        return Err(damaged("its bytes are not those that were written"));
    }
    let thing = read(payload).map_err(|it| damaged(&it.to_string()))?;
    Ok((thing, size))
}

fn header(item: &Item, payload: &[u8]) -> io::Result<Vec<u8>> {
    let mut header = Vec::with_capacity(HEADER);
    header.extend_from_slice(MAGIC);
    put_u32(&mut header, FORM)?;
    header.extend_from_slice(item.file_print().bytes());
    put_u64(&mut header, payload.len() as u64)?;
    header.extend_from_slice(Fingerprint::of(payload).bytes());
    Ok(header)
}

/// The hash of what follows the header of a file of some size, where the header is that of the thing.
fn payload_hash<'a>(bytes: &'a [u8], size: u64, item: &Item) -> io::Result<&'a [u8]> {
    let cut = || damaged("it is cut short");
    let (magic, rest) = bytes.split_at_checked(MAGIC.len()).ok_or_else(cut)?;
    let (form, rest) = rest.split_first_chunk().ok_or_else(cut)?;
    let (made_by, rest) = rest.split_at_checked(Fingerprint::BYTES).ok_or_else(cut)?;
    let (length, rest) = rest.split_first_chunk().ok_or_else(cut)?;
    let (hash, _) = rest.split_at_checked(Fingerprint::BYTES).ok_or_else(cut)?;
    if magic != MAGIC {
        return Err(damaged("it does not begin as a kept file does"));
    }
    if u32::from_le_bytes(*form) != FORM || made_by != item.file_print().bytes() {
        let what = "stale: it was made from other inputs, under other settings or by another build of the program";
        return Err(io::Error::new(ErrorKind::InvalidData, what));
    }
    if u64::from_le_bytes(*length).checked_add(HEADER as u64) != Some(size) {
        return Err(damaged("it is cut short or goes on beyond its end"));
    }
    Ok(hash)
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("damaged: {what}"))
}

impl Item {
    /// A fingerprint that also tells what is kept, so that no file is taken for another.
    fn file_print(&self) -> Fingerprint {
        self.made_by.and(self.name.as_bytes())
    }
}
