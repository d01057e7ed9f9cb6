//! What made a thing, in 32 bytes. The home of sha2.

use std::io::{self, Read};

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

    /// Of all that a source gives, a piece at a time.
    pub(super) fn of_source(source: &mut impl Read) -> io::Result<Self> {
        let (mut hash, mut piece) = (Sha256::new(), vec![0; 1 << 18]);
        loop {
            match source.read(&mut piece) {
                Ok(0) => return Ok(Self(hash.finalize().into())),
                Ok(n) => hash.update(&piece[..n]),
                Err(fault) if fault.kind() == io::ErrorKind::Interrupted => (),
                Err(fault) => return Err(fault),
            }
        }
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
}
