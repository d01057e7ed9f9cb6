//! Writing a file that appears whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use crate::pipeline::fault::Fault;

/// How the name of a file ends that is not whole yet.
pub(super) const PART: &str = ".part";

/// Writes a file beside its final place, then puts it there, so that nobody ever sees half of it: not even after a
/// power cut.
///
/// # Errors
/// What the system says. Nothing is left then, and a file that stood there stands as it was.
pub fn write_whole(path: &Path, pieces: &[&[u8]]) -> io::Result<()> {
    let fill = |file: &mut File| pieces.iter().try_for_each(|it| file.write_all(it));
    put(path, &std::process::id().to_string(), fill, |it| it)
}

/// Writes a file that is made while it is written, so that it appears whole or not at all.
///
/// # Errors
/// What makes it, and what the system says. Nothing is left then, and a file that stood there stands as it was.
pub fn write_whole_by(
    path: &Path,
    fill: impl FnOnce(&mut File) -> Result<(), Fault>,
) -> Result<(), Fault> {
    write_whole_as(path, &std::process::id().to_string(), fill)
}

/// The same by a writer who has a name of its own, so that it knows what is left of its attempt when it comes again.
pub(super) fn write_whole_as(
    path: &Path,
    writer: &str,
    fill: impl FnOnce(&mut File) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let refused = |it| Fault::unwritable(&path.display().to_string(), it);
    put(path, writer, fill, refused)
}

fn put<E>(
    path: &Path,
    writer: &str,
    fill: impl FnOnce(&mut File) -> Result<(), E>,
    refused: impl Fn(io::Error) -> E,
) -> Result<(), E> {
    let Some(file_name) = path.file_name() else {
        let fault = io::Error::new(ErrorKind::InvalidInput, "it names no file");
        return Err(refused(fault));
    };
    let mut part_name = OsString::from(".");
    part_name.push(file_name);
    part_name.push(format!(".{writer}{PART}"));
    let part = path.with_file_name(part_name);
    let written = File::create(&part)
        .map_err(&refused)
        .and_then(|mut file| {
            fill(&mut file)?;
            file.sync_all().map_err(&refused)
        })
        .and_then(|()| fs::rename(&part, path).map_err(&refused));
    if written.is_err() {
        // What is left of the attempt is of no use to anyone; that it cannot be removed is no news.
        drop(fs::remove_file(&part));
    } else if cfg!(unix) {
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
        let synced = File::open(folder.unwrap_or(Path::new("."))).and_then(|it| it.sync_all());
        // The file is whole and in its place. A folder that cannot be asked to make that outlast a power cut (some
        // systems of files, or one that may be written and not read) undoes nothing.
        drop(synced);
    }
    written
}
