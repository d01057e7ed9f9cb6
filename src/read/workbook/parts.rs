//! The parts of a workbook (ECMA-376 part 2): a zip whose files name each other. Nothing it claims of itself is believed,
//! and every part that is read is read to its end, where its checksum is.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};

use quick_xml::XmlVersion;
use quick_xml::events::Event;
use zip::ZipArchive;

use crate::read::workbook::cells::Cells;
use crate::read::workbook::texts::{self, BadXml};
use crate::read::{ReadErrors, ReadFault};

/// A part may unpack to a hundred times the file, and to so much at least, in bytes.
const RATIO: u64 = 100;
const ALWAYS: u64 = 1 << 26;
/// How much the shared texts may unpack to, in bytes, as all are held at once.
const MOST_TEXT: u64 = 1 << 28;

/// The part that tells which sheets there are, where nothing else is said.
const BOOK: &str = "xl/workbook.xml";

/// How much is unpacked at a time, bytes.
const PIECE: usize = 1 << 16;

/// Whether bytes are a workbook.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
        && ZipArchive::new(Cursor::new(bytes)).is_ok_and(|it| it.index_for_name(BOOK).is_some())
}

/// A workbook whose sheets and shared texts are known.
pub(super) struct Workbook<R> {
    file: String,
    archive: ZipArchive<R>,
    /// The place of every part by its name in small letters, as producers do not agree on them.
    places: HashMap<String, usize>,
    room: u64,
    /// Name and part of every sheet with cells.
    sheets: Vec<(String, String)>,
    shared: Vec<String>,
}

impl<R: Read + Seek> Workbook<R> {
    /// Opens a workbook.
    ///
    /// # Errors
    /// `E-XLSX-DECODE` for one that is no zip or is damaged, `E-ZIP-BOMB` for one that asks for too much.
    pub(super) fn open(file: &str, mut source: R) -> Result<Self, ReadErrors> {
        let damaged = |it: String| fault(file, &BadXml::Damaged(it));
        let packed = source.seek(SeekFrom::End(0));
        let packed = packed.map_err(|it| damaged(it.to_string()))?;
        let mut archive = ZipArchive::new(source).map_err(|it| damaged(it.to_string()))?;
        let mut places = HashMap::new();
        for place in 0..archive.len() {
            let part = archive.by_index_raw(place);
            let name = part.and_then(|it| it.name().map(|it| it.to_lowercase()));
            let name = name.map_err(|it| damaged(it.to_string()))?;
            places.insert(name.replace('\\', "/"), place);
        }
        let mut book = Self {
            file: file.to_owned(),
            archive,
            places,
            room: ALWAYS.max(packed.saturating_mul(RATIO)),
            sheets: Vec::new(),
            shared: Vec::new(),
        };
        book.find().map_err(|it| fault(file, &it))?;
        Ok(book)
    }

    /// The names of the sheets that have cells, in their order.
    pub(super) fn sheets(&self) -> Vec<String> {
        self.sheets.iter().map(|it| it.0.clone()).collect()
    }

    /// The cells of the sheet at a place among [`Self::sheets`].
    ///
    /// # Errors
    /// `E-XLSX-DECODE` where it is damaged.
    pub(super) fn cells(&mut self, sheet: usize) -> Result<Cells<'_, impl BufRead>, ReadErrors> {
        let part = &self.sheets[sheet].1;
        let opened = open_part(&mut self.archive, &self.places, self.room, part);
        let opened = opened.and_then(|it| it.ok_or_else(|| missing(part)));
        let cells = opened.and_then(|it| Cells::new(it, &self.shared));
        cells.map_err(|it| fault(&self.file, &it))
    }

    /// Finds the sheets and the shared texts.
    fn find(&mut self) -> Result<(), BadXml> {
        let package = self.relations("_rels/.rels")?;
        let main = package.into_iter().find(|it| it.is("officeDocument"));
        let main = main.map_or(BOOK.to_owned(), |it| it.part(""));
        let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
        let relations = self.relations(&format!("{folder}/_rels/{name}.rels"))?;
        let part = self.part(&main, self.room)?;
        let listed = sheets(part.ok_or_else(|| missing(&main))?)?;
        for (name, id) in listed {
            let relation = relations.iter().find(|it| it.id == id);
            let relation =
                relation.ok_or_else(|| BadXml::of(format!("no part for sheet \"{name}\"")))?;
            // A sheet of a chart has no cells.
            if relation.is("worksheet") {
                self.sheets.push((name, relation.part(folder)));
            }
        }
        let shared = relations.iter().find(|it| it.is("sharedStrings"));
        let shared = shared.map_or(String::new(), |it| it.part(folder));
        let part = self.part(&shared, MOST_TEXT)?;
        let texts = part.map_or(Ok(Vec::new()), texts::shared)?;
        self.shared = texts;
        Ok(())
    }

    fn part(&mut self, name: &str, room: u64) -> Result<Option<impl BufRead>, BadXml> {
        open_part(&mut self.archive, &self.places, room, name)
    }

    /// What a part says it belongs with; nothing where there is no such list.
    fn relations(&mut self, list: &str) -> Result<Vec<Relation>, BadXml> {
        let part = self.part(list, self.room)?;
        part.map_or(Ok(Vec::new()), relations)
    }
}

/// Opens a part by its name.
fn open_part<'a, R: Read + Seek>(
    archive: &'a mut ZipArchive<R>,
    places: &HashMap<String, usize>,
    room: u64,
    name: &str,
) -> Result<Option<impl BufRead + use<'a, R>>, BadXml> {
    let Some(place) = places.get(&name.to_lowercase()) else {
        return Ok(None);
    };
    let part = archive.by_index(*place);
    let part = part.map_err(|it| BadXml::of(it.to_string()))?;
    let left = room;
    Ok(Some(BufReader::with_capacity(
        PIECE,
        Bounded { part, left },
    )))
}

/// A part that is not read beyond a bound.
struct Bounded<R> {
    part: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        let n = self.part.read(piece)?;
        let left = self.left.checked_sub(n as u64);
        self.left = left.ok_or_else(|| {
            let what = "a part of it unpacks to more than a published workbook's does";
            io::Error::new(io::ErrorKind::FileTooLarge, what)
        })?;
        Ok(n)
    }
}

/// One part named by another.
struct Relation {
    id: String,
    /// What it is, as an address; its last word tells.
    kind: String,
    target: String,
}

impl Relation {
    fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }

    /// The name of the part, from the folder of the one that names it or from the root.
    fn part(&self, folder: &str) -> String {
        match self.target.strip_prefix('/') {
            Some(it) => it.to_owned(),
            None if folder.is_empty() => self.target.clone(),
            None => format!("{folder}/{}", self.target),
        }
    }
}

fn relations(part: impl BufRead) -> Result<Vec<Relation>, BadXml> {
    let listed = elements(part, "Relationship", ["Id", "Type", "Target"])?;
    let relation = |[id, kind, target]: [String; 3]| Relation { id, kind, target };
    Ok(listed.into_iter().map(relation).collect())
}

/// Name and relation of every sheet.
fn sheets(part: impl BufRead) -> Result<Vec<(String, String)>, BadXml> {
    let listed = elements(part, "sheet", ["name", "id"])?;
    Ok(listed.into_iter().map(|[name, id]| (name, id)).collect())
}

/// The attributes of every element of a name; empty where one lacks them. Prefixes are those of the producer and not looked
/// at, but `r:id` is not mistaken for the sheet's own number: that is `sheetId`.
fn elements<const N: usize>(
    part: impl BufRead,
    name: &str,
    keys: [&str; N],
) -> Result<Vec<[String; N]>, BadXml> {
    let (mut xml, mut buffer, mut all) = (texts::reader(part), Vec::new(), Vec::new());
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(it) if it.local_name().as_ref() == name => {
                let mut values = [const { String::new() }; N];
                for attribute in it.attributes() {
                    let attribute = attribute?;
                    let key = attribute.key.local_name();
                    if let Some(place) = keys.iter().position(|it| *it == key.as_ref()) {
                        values[place] = attribute
                            .normalized_value(XmlVersion::Implicit1_0)?
                            .into_owned();
                    }
                }
                all.push(values);
            }
            Event::Eof => return Ok(all),
            _ => (),
        }
    }
}

fn missing(part: &str) -> BadXml {
    BadXml::of(format!("it has no part \"{part}\""))
}

/// The fault of a workbook that cannot be read, and why.
pub(super) fn fault(file: &str, why: &BadXml) -> ReadErrors {
    ReadErrors::from(match why {
        BadXml::Damaged(why) => {
            let what = format!("the workbook cannot be read ({why})");
            ReadFault::new("E-XLSX-DECODE", file, what, "download the file again")
        }
        BadXml::TooMuch(what) => {
            let remedy = "save it anew from Excel, or save the sheet as CSV";
            ReadFault::new("E-ZIP-BOMB", file, what, remedy)
        }
    })
}
