//! How much memory a data block takes when it is decoded, told from its bytes before that is done. An object without
//! content is two bytes in the file and eighty in memory, so that a block within the format's limit of 32 MiB could take
//! gigabytes.

use super::messages::{Node, PrimitiveGroup, Relation, Way};

/// What a message of the format is.
#[derive(Clone, Copy)]
enum Message {
    Block,
    Strings,
    Group,
    Dense,
    Node,
    Way,
    Relation,
}

/// What is made of a field.
enum Made {
    /// A message in a list of such, with its own size.
    Message(Message, usize),
    /// Text in a list of such.
    Text,
    /// Numbers of so many bytes each.
    Numbers(usize),
    /// Nothing that takes memory.
    Nothing,
}

/// What the keeping of a list costs beside what is in it, bytes.
const LIST: usize = 32;

impl Message {
    fn made_of(self, field: u64) -> Made {
        match (self, field) {
            (Self::Block, 1) => Made::Message(Self::Strings, 0),
            (Self::Block, 2) => Made::Message(Self::Group, size_of::<PrimitiveGroup>()),
            (Self::Strings, 1) => Made::Text,
            (Self::Group, 1) => Made::Message(Self::Node, size_of::<Node>()),
            (Self::Group, 2) => Made::Message(Self::Dense, 0),
            (Self::Group, 3) => Made::Message(Self::Way, size_of::<Way>()),
            (Self::Group, 4) => Made::Message(Self::Relation, size_of::<Relation>()),
            (Self::Dense, 1 | 8 | 9) | (Self::Way, 8) | (Self::Relation, 9) => Made::Numbers(8),
            (Self::Dense | Self::Relation, 10)
            | (Self::Relation, 8)
            | (Self::Node | Self::Way | Self::Relation, 2 | 3) => Made::Numbers(4),
            _ => Made::Nothing,
        }
    }
}

/// The bytes of memory that a data block takes when it is decoded, or more than `enough`; `None` for what is none.
pub(super) fn weight(block: &[u8], enough: usize) -> Option<usize> {
    weigh(block, Message::Block, enough)
}

fn weigh(mut bytes: &[u8], message: Message, enough: usize) -> Option<usize> {
    let mut sum = 0_usize;
    while !bytes.is_empty() && sum <= enough {
        let key = varint(&mut bytes)?;
        let made = message.made_of(key >> 3);
        let part = match key & 7 {
            0 => {
                varint(&mut bytes)?;
                &[0_u8][..]
            }
            1 => part(&mut bytes, 8)?,
            2 => {
                let length = varint(&mut bytes)?;
                part(&mut bytes, usize::try_from(length).ok()?)?
            }
            5 => part(&mut bytes, 4)?,
            _ => return None,
        };
        sum = sum.saturating_add(match made {
            Made::Message(inner, size) => size.saturating_add(weigh(part, inner, enough)?),
            Made::Text => size_of::<Vec<u8>>() + LIST + part.len(),
            // A number ends in a byte whose highest bit is not set.
            Made::Numbers(size) => LIST + size * part.iter().filter(|it| **it < 0x80).count(),
            Made::Nothing => 0,
        });
    }
    Some(sum)
}

/// Takes so many bytes off.
fn part<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (part, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(part)
}

/// Takes a number off.
fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for place in 0..10 {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7F) << (7 * place);
        if *byte < 0x80 {
            return Some(number);
        }
    }
    None
}
