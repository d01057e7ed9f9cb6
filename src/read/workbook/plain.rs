//! Cells as nearly all of a published table are written, `<c r="B5" s="1"><v>12</v></c>`, taken from their bytes. Of
//! anything else nothing is taken: an XML reader says what it means.

use crate::read::workbook::cells::{CellPlace, is_whole, place_of};

/// A cell of a whole number, or of the place of a text that cells share.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PlainCell<'b> {
    pub(super) place: CellPlace,
    pub(super) digits: &'b str,
    pub(super) is_shared: bool,
    /// How many bytes it took.
    pub(super) length: usize,
}

/// The cell that some bytes begin with, if it is a plain one and ends within them.
pub(super) fn plain_cell(bytes: &[u8]) -> Option<PlainCell<'_>> {
    let (place, mut rest) = word(bytes.strip_prefix(b"<c r=\"")?, b'"')?;
    let mut is_shared = false;
    let rest = loop {
        if let Some(value) = rest.strip_prefix(b"><v>") {
            break value;
        } else if let Some(style) = rest.strip_prefix(b" s=\"") {
            rest = word(style, b'"')?.1;
        } else if let Some(kind) = rest.strip_prefix(b" t=\"s\"") {
            (is_shared, rest) = (true, kind);
        } else {
            rest = rest.strip_prefix(b" t=\"n\"")?;
        }
    };
    let (digits, rest) = word(rest, b'<')?;
    let rest = rest.strip_prefix(b"/v></c>")?;
    if digits.is_empty() || !is_whole(digits) {
        return None;
    }
    Some(PlainCell {
        place: place_of(place).ok()?,
        digits,
        is_shared,
        length: bytes.len() - rest.len(),
    })
}

/// Letters and digits up to an end, and what follows it.
fn word(bytes: &[u8], end: u8) -> Option<(&str, &[u8])> {
    let length = bytes.iter().take_while(|it| it.is_ascii_alphanumeric());
    let (word, rest) = bytes.split_at(length.count());
    let rest = rest.strip_prefix(&[end])?;
    Some((str::from_utf8(word).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_whole_and_plain_is_taken() {
        let cell = |row, column, digits, is_shared, length| {
            let place = CellPlace { row, column };
            Some(PlainCell {
                place,
                digits,
                is_shared,
                length,
            })
        };
        for (bytes, taken) in [
            (r#"<c r="B5"><v>12</v></c><c"#, cell(4, 1, "12", false, 23)),
            (
                r#"<c r="AA1" s="3" t="n"><v>0</v></c>"#,
                cell(0, 26, "0", false, 35),
            ),
            (r#"<c r="A1" t="s"><v>7</v></c>"#, cell(0, 0, "7", true, 28)),
            (r#"<c r="A1"><v>07</v></c>"#, None),
            (r#"<c r="A1"><v>1.5</v></c>"#, None),
            (r#"<c r="A1"><v></v></c>"#, None),
            (r#"<c r="A0"><v>1</v></c>"#, None),
            (r#"<c r="A1"><f>A2</f><v>1</v></c>"#, None),
            (r#"<c r="A1" t="str"><v>1</v></c>"#, None),
            (r#"<c r="A1"><v>1</v></c"#, None),
            ("<c><v>1</v></c>", None),
            (" ", None),
        ] {
            assert_eq!(plain_cell(bytes.as_bytes()), taken, "{bytes}");
        }
    }
}
