//! What Parquet writes of itself, in Thrift's compact protocol: walked before polars decodes it, since a decoder makes room
//! for as many entries as a list says it has.

use std::collections::BTreeMap;

/// What a field holds, as the description of the form says (parquet.thrift of Apache Parquet).
pub(super) enum Kind {
    Truth,
    Byte,
    Whole,
    Text,
    List(&'static Kind),
    /// A struct with these fields, numbered from 1; those beyond are whatever they say.
    Fields(&'static [Kind]),
    Any,
}

use Kind::{Any, Byte, Fields, List, Text, Truth, Whole};

const KEY_VALUE: &[Kind] = &[Text, Text];
const STATISTICS: &[Kind] = &[Text, Text, Whole, Whole, Text, Text, Truth, Truth];
const SORTING: &[Kind] = &[Whole, Truth, Truth];
const UNIT: &[Kind] = &[Fields(&[]), Fields(&[]), Fields(&[])];
const TIME: &[Kind] = &[Truth, Fields(UNIT)];
#[rustfmt::skip]
const LOGICAL: &[Kind] = &[
    Fields(&[]), Fields(&[]), Fields(&[]), Fields(&[]), Fields(&[Whole, Whole]), Fields(&[]), Fields(TIME), Fields(TIME), Any,
    Fields(&[Byte, Truth]), Fields(&[]), Fields(&[]), Fields(&[]), Fields(&[]), Fields(&[]),
];
#[rustfmt::skip]
const ELEMENT: &[Kind] = &[Whole, Whole, Whole, Text, Whole, Whole, Whole, Whole, Whole, Fields(LOGICAL)];
#[rustfmt::skip]
const COLUMN: &[Kind] = &[
    Whole, List(&Whole), List(&Text), Whole, Whole, Whole, Whole, List(&Fields(KEY_VALUE)), Whole, Whole, Whole,
    Fields(STATISTICS), List(&Any), Whole, Whole,
];
const CHUNK: &[Kind] = &[Text, Whole, Fields(COLUMN), Whole, Whole, Whole, Whole];
#[rustfmt::skip]
const GROUP: &[Kind] = &[List(&Fields(CHUNK)), Whole, Whole, List(&Fields(SORTING)), Whole, Whole, Whole];
/// A file's footer.
#[rustfmt::skip]
pub(super) const FILE: &[Kind] = &[
    Whole, List(&Fields(ELEMENT)), Whole, List(&Fields(GROUP)), List(&Fields(KEY_VALUE)), Text,
    List(&Fields(&[Fields(&[]), Fields(&[])])),
];
const OF_DATA: &[Kind] = &[Whole, Whole, Whole, Whole, Fields(STATISTICS)];
#[rustfmt::skip]
const OF_DATA_V2: &[Kind] = &[Whole, Whole, Whole, Whole, Whole, Whole, Truth, Fields(STATISTICS)];
/// The header of a page.
#[rustfmt::skip]
pub(super) const PAGE: &[Kind] = &[
    Whole, Whole, Whole, Whole, Fields(OF_DATA), Fields(&[]), Fields(&[Whole, Whole, Truth]), Fields(OF_DATA_V2),
];

/// More structs and lists within each other than any file has.
const DEEPEST: u32 = 32;

/// A struct that is walked without keeping anything but numbers; no list in it may say more than there are bytes for.
pub(super) struct Thrift<'b> {
    /// What is not walked yet.
    pub(super) rest: &'b [u8],
    /// Numbers of the outermost struct by (0, field), and of those in it by (field, field).
    pub(super) numbers: BTreeMap<(i16, i16), i64>,
}

impl<'b> Thrift<'b> {
    pub(super) const fn of(rest: &'b [u8]) -> Self {
        Self {
            rest,
            numbers: BTreeMap::new(),
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn pass(&mut self, n: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(n).ok()?..)?;
        Some(())
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn whole(&mut self) -> Option<i64> {
        let written = self.varint()?;
        let half = i64::try_from(written >> 1).ok()?;
        Some(if written & 1 == 0 { half } else { !half })
    }

    /// The fields of a struct in the field `outer` of another; `None` where they are not what they should be.
    pub(super) fn fields(&mut self, known: &[Kind], outer: i16, depth: u32) -> Option<()> {
        let mut id: i16 = 0;
        loop {
            let head = self.byte()?;
            let written = head & 0x0F;
            if written == 0 {
                return Some(());
            }
            id = match head >> 4 {
                0 => i16::try_from(self.whole()?).ok()?,
                step => id.checked_add(i16::from(step))?,
            };
            let place = usize::try_from(id).ok()?.checked_sub(1)?;
            let kind = known.get(place).unwrap_or(&Any);
            if written > 2 {
                self.value(written, kind, (outer, id), depth)?;
            } else if !matches!(kind, Truth | Any) {
                return None;
            }
        }
    }

    fn value(&mut self, written: u8, kind: &Kind, at: (i16, i16), depth: u32) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        match (written, kind) {
            (1..=3, Any) | (1 | 2, Truth) | (3, Byte) => self.pass(1),
            (4..=6, Whole | Any) => {
                let number = self.whole()?;
                if depth <= 1 {
                    self.numbers.insert(at, number);
                }
                Some(())
            }
            (7, Any) => self.pass(8),
            (8, Text | Any) => {
                let n = self.varint()?;
                self.pass(n)
            }
            (9, List(entry)) => self.list(entry, depth),
            (9 | 10, Any) => self.list(&Any, depth),
            (12, Fields(known)) => self.fields(known, at.1, depth + 1),
            (12, Any) => self.fields(&[], at.1, depth + 1),
            _ => None,
        }
    }

    fn list(&mut self, entry: &Kind, depth: u32) -> Option<()> {
        let head = self.byte()?;
        let n = match head >> 4 {
            15 => self.varint()?,
            n => u64::from(n),
        };
        // Each entry takes a byte or more.
        if n > self.rest.len() as u64 {
            return None;
        }
        // Numbers of structs in a list are nobody's, which the depth tells.
        (0..n).try_for_each(|_| self.value(head & 0x0F, entry, (0, 0), depth + 2))
    }
}
