//! Numbers, flags and text as bytes, least significant byte first, and back: the alphabet in which rooms write what
//! is worth keeping.
//!
//! In: numbers. Out: bytes, to anything that takes them. On the way back no length is believed beyond the bytes that
//! are left, so that a cut or altered file is an error and never a panic or a vast allocation. The room knows no noun:
//! each room writes its own things, in a file `store.rs`.

use std::io::{self, ErrorKind, Write};

/// Bytes that cannot be what was written.
#[must_use]
pub fn unfit(what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, what)
}

/// Bytes being read, front to back.
///
/// ```
/// use fairreach::packed::{self, Packed};
/// let mut bytes = Vec::new();
/// packed::put_u32s(&mut bytes, [7, 8]).unwrap();
/// packed::put_text(&mut bytes, "Ely").unwrap();
/// let mut packed = Packed::new(&bytes);
/// assert_eq!(packed.u32s().unwrap(), [7, 8]);
/// assert_eq!(packed.text().unwrap(), "Ely");
/// assert!(packed.end().is_ok());
/// assert!(Packed::new(&bytes[..9]).u32s().is_err(), "two numbers are told and not there");
/// ```
#[derive(Clone, Debug)]
pub struct Packed<'a> {
    rest: &'a [u8],
}

impl<'a> Packed<'a> {
    /// Bytes not yet read.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next `n` bytes.
    ///
    /// # Errors
    /// When fewer are left.
    pub fn bytes(&mut self, n: usize) -> io::Result<&'a [u8]> {
        let (head, rest) = self
            .rest
            .split_at_checked(n)
            .ok_or_else(|| unfit("it ends too soon"))?;
        self.rest = rest;
        Ok(head)
    }

    /// A length, not yet believed.
    ///
    /// # Errors
    /// When no number is left, or it is beyond what this machine can count.
    pub fn length(&mut self) -> io::Result<usize> {
        usize::try_from(self.u64()?).map_err(|_| unfit("a length is beyond all measure"))
    }

    /// Text.
    ///
    /// # Errors
    /// When it ends too soon or is not UTF-8.
    pub fn text(&mut self) -> io::Result<String> {
        let n = self.length()?;
        let text = std::str::from_utf8(self.bytes(n)?).map_err(|_| unfit("text is not UTF-8"))?;
        Ok(text.to_owned())
    }

    /// Small numbers and flags, a byte each.
    ///
    /// # Errors
    /// When they end too soon.
    pub fn u8s(&mut self) -> io::Result<&'a [u8]> {
        let n = self.length()?;
        self.bytes(n)
    }

    /// Checks that nothing is left.
    ///
    /// # Errors
    /// When something is.
    pub fn end(&self) -> io::Result<()> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(unfit("it goes on beyond its end"))
        }
    }
}

/// Writes text.
///
/// # Errors
/// What the writer says.
pub fn put_text(out: &mut impl Write, text: &str) -> io::Result<()> {
    put_u8s(out, text.as_bytes())
}

/// Writes small numbers and flags, a byte each.
///
/// # Errors
/// What the writer says.
pub fn put_u8s(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    put_u64(out, bytes.len() as u64)?;
    out.write_all(bytes)
}

macro_rules! numbers {
    ($($number:ident $one:ident $many:ident $put_one:ident $put_many:ident;)*) => {
        impl Packed<'_> {
            $(
                /// One number.
                ///
                /// # Errors
                /// When it ends too soon.
                pub fn $one(&mut self) -> io::Result<$number> {
                    let bytes = self.bytes(size_of::<$number>())?;
                    let number = bytes.first_chunk().map(|it| $number::from_le_bytes(*it));
                    number.ok_or_else(|| unfit("it ends too soon"))
                }

                /// Numbers, as many as are told before them.
                ///
                /// # Errors
                /// When they end too soon.
                pub fn $many(&mut self) -> io::Result<Vec<$number>> {
                    let n = self.length()?;
                    let n = n.checked_mul(size_of::<$number>());
                    let bytes = self.bytes(n.ok_or_else(|| unfit("a length is beyond all measure"))?)?;
                    let (numbers, _) = bytes.as_chunks();
                    Ok(numbers.iter().map(|it| $number::from_le_bytes(*it)).collect())
                }
            )*
        }

        $(
            /// Writes one number.
            ///
            /// # Errors
            /// What the writer says.
            pub fn $put_one(out: &mut impl Write, number: $number) -> io::Result<()> {
                out.write_all(&number.to_le_bytes())
            }

            /// Writes numbers, and before them how many they are.
            ///
            /// # Errors
            /// What the writer says.
            pub fn $put_many<I>(out: &mut impl Write, numbers: I) -> io::Result<()>
            where
                I: IntoIterator<Item = $number>,
                I::IntoIter: ExactSizeIterator,
            {
                let numbers = numbers.into_iter();
                put_u64(out, numbers.len() as u64)?;
                let mut page = Vec::with_capacity(PAGE);
                for number in numbers {
                    page.extend_from_slice(&number.to_le_bytes());
                    if page.len() >= PAGE {
                        out.write_all(&page)?;
                        page.clear();
                    }
                }
                out.write_all(&page)
            }
        )*
    };
}

/// Numbers are handed to the writer by so many bytes.
const PAGE: usize = 1 << 14;

numbers! {
    u16 u16 u16s put_u16 put_u16s;
    u32 u32 u32s put_u32 put_u32s;
    u64 u64 u64s put_u64 put_u64s;
    i64 i64 i64s put_i64 put_i64s;
    f64 f64 f64s put_f64 put_f64s;
}
