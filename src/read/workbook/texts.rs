//! Texts in the XML of a workbook: those that cells share (ECMA-376 part 1, 18.4) and those in a cell itself.

use std::borrow::Cow;
use std::io::{self, BufRead};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

/// More shared texts than any published workbook has.
const MOST_TEXTS: usize = 5_000_000;

/// Why some XML could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum BadXml {
    /// It is none, or it is damaged.
    #[error("{0}")]
    Damaged(String),
    /// There is more of it than can be held.
    #[error("{0}")]
    TooMuch(String),
}

impl BadXml {
    pub(super) fn of(why: impl Into<String>) -> Self {
        Self::Damaged(why.into())
    }
}

impl From<io::Error> for BadXml {
    fn from(it: io::Error) -> Self {
        match it.kind() {
            io::ErrorKind::FileTooLarge => Self::TooMuch(it.to_string()),
            _ => Self::Damaged(it.to_string()),
        }
    }
}

impl From<quick_xml::Error> for BadXml {
    fn from(it: quick_xml::Error) -> Self {
        match &it {
            quick_xml::Error::Io(why) if why.kind() == io::ErrorKind::FileTooLarge => {
                Self::TooMuch(why.to_string())
            }
            _ => Self::Damaged(it.to_string()),
        }
    }
}

impl From<quick_xml::events::attributes::AttrError> for BadXml {
    fn from(it: quick_xml::events::attributes::AttrError) -> Self {
        Self::Damaged(it.to_string())
    }
}

/// Reads XML; an empty element is told as one that begins and ends.
pub(super) fn reader<R: BufRead>(part: R) -> Reader<R> {
    let mut xml = Reader::from_reader(part);
    xml.config_mut().expand_empty_elements = true;
    xml
}

/// The texts that cells share, in their order, without the white space around them.
///
/// # Errors
/// XML that is none, more texts than can be held.
pub(super) fn shared(part: impl BufRead) -> Result<Vec<String>, BadXml> {
    let (mut xml, mut buffer, mut texts) = (reader(part), Vec::new(), Vec::new());
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(it) if it.local_name().as_ref() == "si" => {
                if texts.len() == MOST_TEXTS {
                    let what = format!("it has more than {MOST_TEXTS} shared texts");
                    return Err(BadXml::TooMuch(what));
                }
                let (end, mut text) = (it.name().as_ref().to_owned(), String::new());
                read_text(&mut xml, &end, &mut text)?;
                texts.push(text.trim().to_owned());
            }
            // Where the part ends its checksum has been looked at.
            Event::Eof => return Ok(texts),
            _ => (),
        }
    }
}

/// Adds the text of an element whose start was read, to its end: of one piece or of several with letters of their own. How
/// a text is spoken is no part of it.
///
/// # Errors
/// XML that is none or ends too soon.
pub(super) fn read_text(
    xml: &mut Reader<impl BufRead>,
    end: &str,
    text: &mut String,
) -> Result<(), BadXml> {
    let (mut buffer, mut piece, mut spoken, mut whole) = (Vec::new(), None::<String>, false, false);
    loop {
        buffer.clear();
        let event = xml.read_event_into(&mut buffer)?;
        match (event, &mut piece) {
            (Event::Start(it), _) => match it.local_name().as_ref() {
                "rPh" => spoken = true,
                "t" if !spoken => {
                    let space = it.try_get_attribute("xml:space")?;
                    whole = space.is_some_and(|it| &*it.value == "preserve");
                    piece = Some(String::new());
                }
                _ => (),
            },
            (Event::Text(it), Some(piece)) => piece.push_str(&it.xml10_content()),
            (Event::CData(it), Some(piece)) => piece.push_str(&it.xml10_content()),
            (Event::GeneralRef(it), Some(piece)) => put_reference(&it, piece)?,
            (Event::End(it), _) if it.name().as_ref() == end => return Ok(()),
            (Event::End(it), piece) => match it.local_name().as_ref() {
                "rPh" => spoken = false,
                "t" => {
                    let piece = piece.take().unwrap_or_default();
                    // White space around a piece counts only where it says so.
                    let blank = |it| !whole && matches!(it, ' ' | '\t' | '\r' | '\n');
                    text.push_str(&unescaped(piece.trim_matches(blank)));
                }
                _ => (),
            },
            (Event::Eof, _) => return Err(BadXml::of("a text ends too soon")),
            _ => (),
        }
    }
}

/// Adds the character that `&amp;` or `&#160;` stands for.
///
/// # Errors
/// A name that XML does not have.
pub(super) fn put_reference(reference: &BytesRef<'_>, text: &mut String) -> Result<(), BadXml> {
    let name = reference.xml10_content();
    match quick_xml::escape::resolve_xml_entity(&name) {
        Some(it) => text.push_str(it),
        None => match reference.resolve_char_ref()? {
            Some(it) => text.push(it),
            None => return Err(BadXml::of(format!("\"&{name};\" in a text"))),
        },
    }
    Ok(())
}

/// A text with what Excel writes as `_x000D_`, a unit of UTF-16 in four hexadecimal digits, as the character it stands for.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let (mut units, mut rest): (Vec<u16>, &str) = (Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        if let Some(unit) = escape(rest) {
            units.push(unit);
            rest = &rest[ESCAPE..];
        } else {
            units.extend(first.encode_utf16(&mut [0; 2]).iter());
            rest = &rest[first.len_utf8()..];
        }
    }
    Cow::Owned(String::from_utf16_lossy(&units))
}

/// How long `_x000D_` is, bytes.
const ESCAPE: usize = 7;

fn escape(text: &str) -> Option<u16> {
    let digits = text.get(..ESCAPE)?.strip_prefix("_x")?.strip_suffix('_')?;
    // A sign would be read as part of a number.
    let is_hex = digits.bytes().all(|it| it.is_ascii_hexdigit());
    is_hex.then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_excel_writes_in_hexadecimal_is_read_as_what_it_stands_for() {
        for (written, meant) in [
            ("plain", "plain"),
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDE00_", "\u{1F600}"),
            ("_xD83D_", "\u{FFFD}"),
            ("_x+00D_é_x", "_x+00D_é_x"),
        ] {
            assert_eq!(unescaped(written), meant, "{written}");
        }
    }
}
