//! What made a thing, in 32 bytes. The home of sha2.

use std::fmt::Write as _;
use std::io::{self, Read, Seek, SeekFrom, Write};

use sha2::{Digest, Sha256};

/// The SHA-256 of everything that made a thing: things with the same fingerprint are the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// How many bytes it has.
    pub(super) const BYTES: usize = 32;

    /// Of some bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The size and the fingerprint of all that a source gives, read a piece at a time.
    pub(super) fn of_source(source: &mut impl Read) -> io::Result<(u64, Self)> {
        let mut hashed = Hashed::new(io::sink());
        io::copy(source, &mut hashed)?;
        Ok(hashed.end())
    }

    /// Of the program: its version, and the size and age of its file, so that a program built anew trusts nothing that
    /// an older one has made.
    pub(super) fn of_program() -> Self {
        let file = std::env::current_exe().and_then(|it| it.metadata());
        let file = file.and_then(|it| Ok((it.len(), it.modified()?)));
        let text = format!("{} {:?}", env!("CARGO_PKG_VERSION"), file.ok());
        Self::of(text.as_bytes())
    }

    /// Of this and something more. The order counts.
    #[must_use]
    pub(super) fn and(self, more: &[u8]) -> Self {
        Self(
            Sha256::new()
                .chain_update(self.0)
                .chain_update(more)
                .finalize()
                .into(),
        )
    }

    pub(super) const fn bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    /// In hexadecimal digits, as `sha256sum` prints it.
    pub(super) fn hex(&self) -> String {
        let mut digits = String::with_capacity(2 * Self::BYTES);
        for byte in self.0 {
            // Writing to a string cannot fail.
            let _ = write!(digits, "{byte:02x}");
        }
        digits
    }
}

/// A source whose bytes can be read and sought as they are, and told in the end by their number and hash.
pub(super) struct HashedSource<S> {
    source: S,
    hash: Sha256,
    /// How far the source was hashed, and where it stands.
    hashed: u64,
    at: u64,
}

impl<S: Read + Seek> HashedSource<S> {
    pub(super) fn new(source: S) -> Self {
        Self {
            source,
            hash: Sha256::new(),
            hashed: 0,
            at: 0,
        }
    }

    /// The size and the hash of the whole source; what was read in order from its start is not read again.
    pub(super) fn end(mut self) -> io::Result<(u64, Fingerprint)> {
        self.source.seek(SeekFrom::Start(self.hashed))?;
        let mut rest = Hashed {
            out: io::sink(),
            hash: self.hash,
            bytes: self.hashed,
        };
        io::copy(&mut self.source, &mut rest)?;
        Ok(rest.end())
    }
}

impl<S: Read + Seek> Read for HashedSource<S> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let n = self.source.read(bytes)?;
        if self.at == self.hashed {
            self.hash.update(&bytes[..n]);
            self.hashed += n as u64;
        }
        self.at += n as u64;
        Ok(n)
    }
}

impl<S: Read + Seek> Seek for HashedSource<S> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = self.source.seek(to)?;
        Ok(self.at)
    }
}

/// Passes bytes on and tells in the end how many they were and what they hash to.
pub(super) struct Hashed<W> {
    out: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Hashed<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            hash: Sha256::new(),
            bytes: 0,
        }
    }

    pub(super) fn end(self) -> (u64, Fingerprint) {
        (self.bytes, Fingerprint(self.hash.finalize().into()))
    }
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.out.write(bytes)?;
        self.hash.update(&bytes[..n]);
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
