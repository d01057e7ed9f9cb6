//! Bytes -> text, with the wrecks people really send told apart: an empty file, a web page, UTF-16, a workbook,
//! another encoding, NUL bytes.

use std::borrow::Cow;

use crate::read::{Place, ReadErrors, ReadFault};

/// How the bytes of a file stand for letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    #[default]
    Utf8,
    /// Windows-1252 ("ANSI" in Western Europe).
    Windows1252,
    /// UTF-8 where the bytes allow it, Windows-1252 otherwise, as GIAS publishes now one, now the other.
    Either,
}

/// What a file is by its first bytes that was given for text: the code, what it is and the remedy.
const NO_TEXT: [(&[u8], &str, &str, &str); 4] = [
    (
        b"PK\x03\x04",
        "E-CSV-ZIP",
        "this is a zip or an Excel workbook, not text",
        "unpack it, or save the sheet as \"CSV UTF-8\"",
    ),
    (
        b"\x1F\x8B",
        "E-CSV-GZIP",
        "this is gzipped, not text",
        "rename it so that it ends in .gz, or unpack it",
    ),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "E-CSV-XLS",
        "this is an old Excel workbook (.xls), not text",
        "save the sheet as \"CSV UTF-8\" or the workbook as .xlsx",
    ),
    (
        b"%PDF-",
        "E-CSV-PDF",
        "this is a PDF, not a table",
        "ask its publisher for the table as CSV or .xlsx",
    ),
];

/// The text of a file, without a byte-order mark. Line ends of old Macs, where there are no others, become those of today.
///
/// # Errors
/// `E-CSV-EMPTY` (`E-JSON-EMPTY` for JSON), `E-ENC-UTF16`, `E-CSV-HTML`, `E-CSV-ZIP` and the like for other kinds of file,
/// `E-ENC-NOTUTF8`, `E-CSV-NUL`.
pub fn text_of<'b>(
    file: &str,
    bytes: &'b [u8],
    encoding: Encoding,
    empty: &'static str,
) -> Result<Cow<'b, str>, ReadErrors> {
    let fault = |code: &'static str, what: &str, remedy: &str| {
        ReadErrors::from(ReadFault::new(code, file, what, remedy))
    };
    let what_else = NO_TEXT.iter().find(|it| bytes.starts_with(it.0));
    if let Some((_, code, what, remedy)) = what_else {
        return Err(fault(code, what, remedy));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || halves_are_nul(bytes)
    {
        let what = "the file is UTF-16 (\"Unicode Text\" in Excel)";
        return Err(fault("E-ENC-UTF16", what, "save it as \"CSV UTF-8\""));
    }
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if body.iter().all(u8::is_ascii_whitespace) {
        let what = if body.len() < bytes.len() {
            "the file is empty (only a byte-order mark)"
        } else {
            "the file is empty"
        };
        return Err(fault(empty, what, "check the download"));
    }
    if let Some(title) = web_page(body) {
        let what = format!("this is an HTML page ({title}), not data");
        return Err(fault("E-CSV-HTML", &what, "download the file again"));
    }
    if let Some(at) = body.iter().position(|it| *it == 0) {
        let fault = ReadFault::new(
            "E-CSV-NUL",
            file,
            "NUL byte (the file is damaged or binary)",
            "download the file again",
        );
        return Err(placed(fault, body, at).into());
    }
    match (std::str::from_utf8(body), encoding) {
        (_, Encoding::Windows1252) | (Err(_), Encoding::Either) => Ok(in_lines(Cow::Owned(
            body.iter().map(|it| windows_1252(*it)).collect(),
        ))),
        (Ok(text), _) => Ok(in_lines(Cow::Borrowed(text))),
        (Err(error), Encoding::Utf8) => {
            let at = error.valid_up_to();
            let what = format!(
                "byte 0x{:02X} is not UTF-8; the file looks like Windows-1252",
                body[at]
            );
            let remedy = "set encoding = \"windows-1252\" for this file, or save it as UTF-8";
            let fault = ReadFault::new("E-ENC-NOTUTF8", file, what, remedy);
            Err(placed(fault, body, at).into())
        }
    }
}

/// A carriage return alone ends a line where no line ends otherwise.
fn in_lines(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\n') || !text.contains('\r') {
        return text;
    }
    Cow::Owned(text.replace('\r', "\n"))
}

/// Whether text looks as if UTF-8 had been read as Windows-1252 and saved again.
pub(super) fn looks_double_encoded(text: &str) -> bool {
    ["â€", "Ã©", "Ã¨", "Ã¢", "Ã´", "Ã¶", "Ã¼", "Â£", "Â "]
        .iter()
        .any(|it| text.contains(it))
}

/// The fault at the line of a byte and, as far as commas tell, in its column.
fn placed(fault: ReadFault, body: &[u8], at: usize) -> ReadFault {
    let line = count(&body[..at], b'\n') as u64 + 1;
    let fault = fault.at(Place::Line(line));
    let start = body[..at]
        .iter()
        .rposition(|it| *it == b'\n')
        .map_or(0, |it| it + 1);
    let nth = count(&body[start..at], b',');
    let header = body.split(|it| *it == b'\n').next().unwrap_or_default();
    let heading = header
        .split(|it| *it == b',')
        .nth(nth)
        .map(String::from_utf8_lossy);
    match heading.filter(|_| line > 1) {
        Some(heading) => fault.column(heading.trim().trim_matches('"')),
        None => fault,
    }
}

#[expect(
    clippy::naive_bytecount,
    reason = "run once, over a file that is refused"
)]
fn count(bytes: &[u8], wanted: u8) -> usize {
    bytes.iter().filter(|it| **it == wanted).count()
}

fn halves_are_nul(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(400)];
    head.len() >= 8 && count(head, 0) * 5 >= head.len() * 2
}

fn web_page(body: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&body[..body.len().min(2_000)]);
    let low = head.trim_start().to_ascii_lowercase();
    if !["<!doctype html", "<html", "<head", "<body"]
        .iter()
        .any(|it| low.starts_with(it))
    {
        return None;
    }
    let title = low
        .find("<title>")
        .and_then(|start| Some((start + 7, low[start..].find("</title>")? + start)))
        .and_then(|(start, end)| head.trim_start().get(start..end))
        .map_or_else(|| "no title".to_owned(), |it| format!("\"{}\"", it.trim()));
    Some(title)
}

/// The letter of a byte of Windows-1252 (WHATWG Encoding Standard, index windows-1252).
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž',
        '\u{8F}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The line on which a quoted field opens that the file never closes.
pub(super) fn open_quote(text: &str, delimiter: u8) -> Option<u64> {
    let (mut line, mut opened, mut at_start) = (1, None, true);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        if byte == b'\n' {
            line += 1;
        }
        match (opened, byte) {
            (Some(_), b'"') if bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            (Some(_), b'"') => opened = None,
            (None, b'"') if at_start => opened = Some(line),
            _ => {}
        }
        at_start = opened.is_none() && (byte == delimiter || byte == b'\n' || byte == b'\r');
    }
    opened
}
