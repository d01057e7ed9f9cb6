//! Notices as bytes, and back.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::packed::{Packed, put_text, put_u64};
use crate::read::{Notice, Notices};

impl Notices {
    /// Writes the notices in order.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write_to(&self, out: &mut impl Write) -> io::Result<()> {
        put_u64(out, self.iter().len() as u64)?;
        for notice in self {
            put_text(out, &notice.code)?;
            put_text(out, &notice.file)?;
            put_text(out, &notice.what)?;
            put_u64(out, notice.count)?;
            put_u64(out, notice.samples.len() as u64)?;
            for sample in &notice.samples {
                put_text(out, sample)?;
            }
        }
        Ok(())
    }

    /// Reads notices back.
    ///
    /// # Errors
    /// When the bytes are not those of notices.
    pub fn read_from(bytes: &[u8]) -> io::Result<Self> {
        let mut packed = Packed::new(bytes);
        let mut notices = Self::none();
        for _ in 0..packed.length()? {
            notices.merge(Notice {
                code: Cow::Owned(packed.text()?),
                file: packed.text()?,
                what: packed.text()?,
                count: packed.u64()?,
                samples: (0..packed.length()?)
                    .map(|_| packed.text())
                    .collect::<io::Result<_>>()?,
            });
        }
        packed.end()?;
        Ok(notices)
    }
}
