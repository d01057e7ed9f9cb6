//! What a disk refused, told as such: a library that writes through many layers tells of it in words of its own, or not
//! at all.

use std::io::{self, ErrorKind, Write};
use std::sync::{Arc, OnceLock};

use super::TableError;

/// Passes bytes on, and keeps what was refused.
pub(super) struct Witness<W> {
    out: W,
    seen: Seen,
}

/// The first refusal that a witness has seen.
#[derive(Clone, Default)]
pub(super) struct Seen(Arc<OnceLock<(ErrorKind, String)>>);

impl<W: Write> Witness<W> {
    pub(super) fn of(out: W) -> (Self, Seen) {
        let seen = Seen::default();
        let witness = Self {
            out,
            seen: seen.clone(),
        };
        (witness, seen)
    }

    fn saw<T>(&self, done: io::Result<T>) -> io::Result<T> {
        if let Err(why) = &done
            && why.kind() != ErrorKind::Interrupted
        {
            // Of several the first is told: the others came of it.
            let _ = self.seen.0.set((why.kind(), why.to_string()));
        }
        done
    }
}

impl<W: Write> Write for Witness<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.out.write(bytes);
        self.saw(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.out.flush();
        self.saw(done)
    }
}

impl Seen {
    /// The outcome, where nothing was refused; the refusal otherwise.
    pub(super) fn or<T>(&self, done: Result<T, impl Into<TableError>>) -> Result<T, TableError> {
        done.map_err(|fault| match self.0.get() {
            Some((kind, why)) => TableError::Io(io::Error::new(*kind, why.clone())),
            None => fault.into(),
        })
    }
}
