//! Writing what was asked for: to stdout, or to a file that appears whole or not at all.

use std::io::{self, ErrorKind, Write};
use std::path::Path;

use crate::pipeline::{Fault, write_whole};

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
