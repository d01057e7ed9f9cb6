//! Which parts of a batch are whole: a line a part, written when its file is in its place. A part is believed only where a
//! line tells of it and its bytes are those that the line tells.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::pipeline::batch::question::QUESTION;
use crate::pipeline::batch::shard::Shard;
use crate::pipeline::fault::Fault;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::progress::Progress;
use crate::pipeline::whole_file::{PART, write_whole_as};

/// A part that stands in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::pipeline) struct PartLine {
    /// Its number, from 0.
    pub(in crate::pipeline) part: u64,
    pub(in crate::pipeline) file: String,
    /// How many scenarios it stands for, and how many of them have a row: a rule leaves out those that cost too much.
    pub(in crate::pipeline) scenarios: u64,
    pub(in crate::pipeline) rows: u64,
    pub(in crate::pipeline) bytes: u64,
    pub(in crate::pipeline) sha256: String,
}

/// The name of a part's file.
pub(super) fn part_name(part: u64) -> String {
    format!("part-{part:06}.parquet")
}

/// The folder of a batch while one process writes into it.
pub(super) struct Ledger {
    folder: PathBuf,
    shard: Shard,
    file: File,
    /// Held open for its lock.
    _folder: Option<File>,
    pub(super) lines: BTreeMap<u64, PartLine>,
}

impl Ledger {
    /// Takes a folder for a shard: makes it where it is not there, and clears away what an attempt of the same shard left
    /// half done.
    ///
    /// # Errors
    /// `E-BATCH-FOLDER` where other files stand there, `E-BATCH-BUSY` where another process writes the same; what the system
    /// says.
    pub(super) fn open(folder: &Path, shard: Shard, begun: bool) -> Result<Self, Fault> {
        let shown = folder.display().to_string();
        let refused = |it| Fault::unwritable(&shown, it);
        match fs::create_dir(folder) {
            Err(it) if it.kind() != ErrorKind::AlreadyExists => return Err(refused(it)),
            _ => (),
        }
        let names = names(folder).map_err(refused)?;
        if !begun && let Some(other) = names.iter().find(|it| !is_own(it)) {
            return Err(Fault::Asked {
                code: "E-BATCH-FOLDER",
                what: format!("{shown}: it holds {other}, and no batch was begun there"),
                remedy: "give --out a new folder; nothing in this one was touched".to_owned(),
            });
        }
        // Shards write side by side; who writes the whole is alone.
        let lock = File::open(folder).ok();
        if let Some(lock) = &lock {
            let held = if shard.is_whole() {
                lock.try_lock()
            } else {
                lock.try_lock_shared()
            };
            free(&held, &shown)?;
        }
        let path = folder.join(shard.ledger());
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path);
        let file = file.map_err(|it| Fault::unwritable(&path.display().to_string(), it))?;
        free(&file.try_lock(), &path.display().to_string())?;
        for name in names.iter().filter(|it| shard.left(it)) {
            fs::remove_file(folder.join(name)).map_err(refused)?;
        }
        let mut ledger = Self {
            folder: folder.to_owned(),
            shard,
            file,
            _folder: lock,
            lines: BTreeMap::new(),
        };
        ledger.mend().map_err(refused)?;
        for name in names.iter().filter(|it| is_ledger(it)) {
            let lines = read_lines(&folder.join(name)).map_err(refused)?;
            ledger
                .lines
                .extend(lines.into_iter().map(|it| (it.part, it)));
        }
        Ok(ledger)
    }

    /// Cuts off a line that was not written to its end.
    fn mend(&mut self) -> std::io::Result<()> {
        let mut text = Vec::new();
        self.file.read_to_end(&mut text)?;
        let whole = text
            .iter()
            .rposition(|it| *it == b'\n')
            .map_or(0, |it| it + 1);
        self.file.set_len(whole as u64)?;
        self.file.seek(SeekFrom::Start(whole as u64))?;
        Ok(())
    }

    /// Forgets every part whose file is not there, or is not what its line tells.
    pub(super) fn trust(&mut self, progress: &dyn Progress) {
        let n = self.lines.len();
        if n > 0 {
            progress.stage("checking the parts that are there");
        }
        let folder = self.folder.clone();
        let mut seen = 0;
        self.lines.retain(|_, line| {
            seen += 1;
            progress.share(f64::from(seen) / n as f64);
            let stands = stands(&folder, line);
            if !stands {
                let what = "it is not what was written there, and is made again";
                progress.notice(&format!("{}: {what}", folder.join(&line.file).display()));
            }
            stands
        });
    }

    /// Notes a part that is in its place.
    pub(super) fn add(&mut self, line: PartLine) -> Result<(), Fault> {
        let path = self.folder.join(self.shard.ledger());
        let refused = |it| Fault::unwritable(&path.display().to_string(), it);
        let text = line_of(&line)?;
        let written = self.file.write_all(text.as_bytes());
        written
            .and_then(|()| self.file.sync_data())
            .map_err(refused)?;
        self.lines.insert(line.part, line);
        Ok(())
    }

    /// Leaves one line a part, in order. Where the whole is made, the ledgers of its shards have done their work.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        let path = self.folder.join(self.shard.ledger());
        let refused = |it| Fault::unwritable(&path.display().to_string(), it);
        let own = self.lines.values().filter(|it| self.shard.takes(it.part));
        let text: String = own.map(line_of).collect::<Result<_, _>>()?;
        if fs::read(&path).map_err(refused)? != text.as_bytes() {
            write_whole_as(&path, &self.shard.label(), |file| {
                file.write_all(text.as_bytes()).map_err(refused)
            })?;
        }
        if self.shard.is_whole() {
            let names = names(&self.folder).map_err(refused)?;
            let of_shards = names
                .iter()
                .filter(|it| is_ledger(it) && **it != self.shard.ledger());
            for name in of_shards {
                fs::remove_file(self.folder.join(name)).map_err(refused)?;
            }
        }
        Ok(())
    }
}

fn line_of(line: &PartLine) -> Result<String, Fault> {
    let text = serde_json::to_string(line).map_err(|it| Fault::Bug(it.to_string()))?;
    Ok(text + "\n")
}

/// The lines of a ledger; one that was not written to its end is none.
pub(in crate::pipeline) fn read_lines(path: &Path) -> std::io::Result<Vec<PartLine>> {
    let text = fs::read_to_string(path)?;
    let lines = text.split_inclusive('\n').filter(|it| it.ends_with('\n'));
    Ok(lines
        .filter_map(|it| serde_json::from_str(it).ok())
        .collect())
}

fn stands(folder: &Path, line: &PartLine) -> bool {
    // A line that names another file than its part's was written by somebody else.
    if line.file != part_name(line.part) {
        return false;
    }
    let path = folder.join(&line.file);
    if fs::metadata(&path).map_or(true, |it| it.len() != line.bytes) {
        return false;
    }
    let print = File::open(path).and_then(|it| Fingerprint::of_source(&mut BufReader::new(it)));
    print.is_ok_and(|(_, print)| print.hex() == line.sha256)
}

fn free(held: &Result<(), TryLockError>, what: &str) -> Result<(), Fault> {
    match held {
        Err(TryLockError::WouldBlock) => Err(Fault::Asked {
            code: "E-BATCH-BUSY",
            what: format!("{what}: another run is writing there"),
            remedy: "wait until it has ended, or give another folder or another --shard".to_owned(),
        }),
        // Where a system of files knows no locks, nobody can be kept apart.
        _ => Ok(()),
    }
}

fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    let entries = fs::read_dir(folder)?;
    let names = entries.map(|it| Ok(it?.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<std::io::Result<Vec<String>>>()?;
    names.sort();
    Ok(names)
}

fn is_ledger(name: &str) -> bool {
    let rest = name.strip_prefix("parts.");
    rest.is_some_and(|it| it.strip_suffix("jsonl").is_some())
}

/// Whether a file is one that a batch has before its question is written.
fn is_own(name: &str) -> bool {
    is_ledger(name) || name.starts_with(&format!(".{QUESTION}.")) && name.ends_with(PART)
}
