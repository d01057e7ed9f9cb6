//! What a file is, told by what stands in it and never by its name. Only its first rows are read.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use crate::read::headers::Headers;
use crate::read::kinds::FileKind;
use crate::read::published::Input;
use crate::read::recognise_text::{expected, of_json, of_text, unknown, year_in};
use crate::read::source::TableSettings;
use crate::read::unpack::{Head, Heads, heads};
use crate::read::workbook::{SheetHead, sheet_heads};
use crate::read::{ReadErrors, ReadFault, Vintage};

/// What a file is, and how it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Recognised {
    /// What it is.
    pub kind: FileKind,
    /// Which vintage its codes are, where its headers say.
    pub vintage: Option<Vintage>,
    /// Which of several files of a kind is the newest: the year it tells, 0 where it tells none.
    pub year: u32,
    /// Its headers, or the properties of its features.
    pub headers: Headers,
    /// Its first rows.
    pub rows: Vec<Vec<String>>,
    /// How it is written, where that is not as usual.
    pub settings: TableSettings,
    /// The sheets of a workbook, or the files of a zip, that were not chosen.
    pub others: Vec<String>,
}

impl Recognised {
    /// What a column says in the first rows, blanks left out.
    pub fn values(&self, header: &str) -> impl Iterator<Item = &str> {
        let at = self.headers.place_of(header);
        self.rows
            .iter()
            .filter_map(move |row| row.get(at?).map(|it| it.trim()))
            .filter(|it| !it.is_empty())
    }
}

/// What a file is; a zip may hold several.
///
/// # Errors
/// `E-FILE-KIND` for a file that is nothing a study can use, with its header and what comes nearest to it; `E-FILE-NAME` for
/// one that its readers would not open under its name; and what makes it unreadable at all: see [`super::text_of`],
/// [`super::unpacked()`].
pub fn recognise(
    file: &str,
    source: &mut (impl Read + Seek),
) -> Result<Vec<Recognised>, ReadErrors> {
    match heads(file, source)? {
        Heads::Workbook => {
            let sheets = sheet_heads(file, source)?;
            if !file.to_lowercase().ends_with(".xlsx") {
                let what = "it is a workbook, and its name does not end in .xlsx";
                let remedy = "rename it so that it ends in .xlsx";
                return Err(ReadFault::new("E-FILE-NAME", file, what, remedy).into());
            }
            of_sheets(file, &sheets).map(|it| vec![it])
        }
        Heads::Plain(head) => of_head(file, &head).map(|it| vec![it]),
        Heads::Packed(heads) => of_packed(file, &heads),
    }
}

/// The newest sheet of people by age.
fn of_sheets(file: &str, sheets: &[SheetHead]) -> Result<Recognised, ReadErrors> {
    let mut known: Vec<(usize, Recognised)> = Vec::new();
    for (place, sheet) in sheets.iter().enumerate() {
        let found = sheet.rows.iter().enumerate().find_map(|(line, cells)| {
            let headers = Headers(cells.clone());
            let rows = sheet.rows[line + 1..].to_vec();
            let (kind, vintage, year) = FileKind::of_table(&headers, &rows)?;
            Some((line as u64 + 1, kind, vintage, year, headers, rows))
        });
        let Some((header_row, kind, vintage, year, headers, rows)) = found else {
            continue;
        };
        let settings = TableSettings {
            sheet: Some(sheet.name.clone()),
            header_row,
            ..TableSettings::default()
        };
        let year = year_in(&sheet.name).unwrap_or(year);
        let others = sheets
            .iter()
            .map(|it| it.name.clone())
            .filter(|it| *it != sheet.name);
        let others = others.collect();
        known.push((
            place,
            Recognised {
                kind,
                vintage,
                year,
                headers,
                rows,
                settings,
                others,
            },
        ));
    }
    // The first of the newest, whatever the order of the sheets.
    let newest = known
        .into_iter()
        .max_by(|(a, one), (b, other)| one.year.cmp(&other.year).then(b.cmp(a)));
    newest.map(|it| it.1).ok_or_else(|| {
        let names: Vec<&str> = sheets.iter().map(|it| it.name.as_str()).collect();
        let what = format!("no sheet of this workbook is known: {}", names.join(", "));
        unknown(file, what, &expected(Some(Input::Ages.published())))
    })
}

fn of_packed(file: &str, heads: &[Head]) -> Result<Vec<Recognised>, ReadErrors> {
    let mut known: BTreeMap<FileKind, (u64, Recognised)> = BTreeMap::new();
    let mut faults = Vec::new();
    let mut names: BTreeMap<FileKind, Vec<String>> = BTreeMap::new();
    for head in heads {
        let path = head
            .inside
            .as_deref()
            .map_or_else(|| file.to_owned(), |it| format!("{file}: {it}"));
        let is = match of_head(&path, head) {
            Ok(is) if is.kind.may_be_packed() => is,
            Ok(is) => {
                let what = format!("{} are not read from a packed file", is.kind.name());
                faults.push(ReadFault::new(
                    "E-FILE-NAME",
                    &path,
                    what,
                    "unpack it and name what was inside",
                ));
                continue;
            }
            Err(errors) => {
                faults.extend(errors.0);
                continue;
            }
        };
        names
            .entry(is.kind)
            .or_default()
            .extend(head.inside.clone());
        // National directories come whole and, beside that, in parts.
        let larger = known
            .get(&is.kind)
            .is_none_or(|(size, _)| head.size > *size);
        if larger {
            let settings = TableSettings {
                inside: head.inside.clone(),
                ..is.settings
            };
            known.insert(is.kind, (head.size, Recognised { settings, ..is }));
        }
    }
    if known.is_empty() {
        faults.truncate(ReadErrors::SHOWN_OF_A_KIND);
        return Err(ReadErrors(faults));
    }
    let alone = heads.len() == 1;
    let told = known.into_iter().map(|(kind, (_, is))| {
        let others = names.remove(&kind).unwrap_or_default();
        let chosen = is.settings.inside.clone();
        let others = others
            .into_iter()
            .filter(|it| Some(it) != chosen.as_ref())
            .collect();
        let inside = chosen.filter(|_| !alone);
        Recognised {
            others,
            settings: TableSettings {
                inside,
                ..is.settings
            },
            ..is
        }
    });
    Ok(told.collect())
}

fn of_head(file: &str, head: &Head) -> Result<Recognised, ReadErrors> {
    let bytes = head.bytes.as_slice();
    let plain = |kind| Recognised {
        kind,
        vintage: None,
        year: 0,
        headers: Headers::default(),
        rows: Vec::new(),
        settings: TableSettings::default(),
        others: Vec::new(),
    };
    if bytes.starts_with(b"SQLite format 3\0") {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        if text.contains("road_link") || text.contains("roadlink") {
            return Ok(plain(FileKind::OpenRoads));
        }
        let what = "a GeoPackage or database without a layer road_link".to_owned();
        return Err(unknown(
            file,
            what,
            "OS Open Roads is the one GeoPackage that is read; give any other layer as CSV or GeoJSON",
        ));
    }
    if bytes[..bytes.len().min(64)]
        .windows(9)
        .any(|it| it == b"OSMHeader")
    {
        return Ok(plain(FileKind::OsmRoads));
    }
    if bytes.starts_with(b"PAR1") {
        return Ok(plain(FileKind::Times));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let what = "a zip or a workbook inside a packed file";
        return Err(ReadFault::new(
            "E-FILE-NAME",
            file,
            what,
            "unpack it and name what was inside",
        )
        .into());
    }
    let trimmed = bytes
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(bytes)
        .trim_ascii_start();
    if trimmed.starts_with(b"{") {
        return of_json(file, trimmed, head.whole);
    }
    of_text(file, head)
}
