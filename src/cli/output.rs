//! Writing what was asked for: to stdout, or to a file that appears whole or not at all.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use crate::pipeline::Fault;

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

/// Writes a file beside its final place, then puts it there, so that nobody ever sees half of it.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let name = path.display().to_string();
    let fault = |it: io::Error| Fault::unwritable(&name, it);
    let Some(file_name) = path.file_name() else {
        return Err(fault(io::Error::new(
            ErrorKind::InvalidInput,
            "it names no file",
        )));
    };
    let mut part_name = std::ffi::OsString::from(".");
    part_name.push(file_name);
    part_name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(part_name);
    let written = File::create(&part)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&part, path));
    written.map_err(|it| {
        // What is left of the attempt is of no use to anyone; that it cannot be removed is no news.
        drop(fs::remove_file(&part));
        fault(it)
    })
}
