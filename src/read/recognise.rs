//! What a file is, told by what stands in it and never by its name. Only its first rows are read.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use crate::read::boundaries::{CODES, first_features};
use crate::read::headers::Headers;
use crate::read::kinds::FileKind;
use crate::read::published::{INPUTS, Input, PublishedInput};
use crate::read::source::{Source, TableSettings};
use crate::read::table::Table;
use crate::read::text::{Encoding, text_of};
use crate::read::unpack::{Head, Heads, heads};
use crate::read::workbook::{SheetHead, sheet_heads};
use crate::read::{Findings, ReadErrors, ReadFault, Vintage};

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

/// How many rows are kept to look at.
const ROWS: usize = 2_000;
/// A header stands on one of these lines.
const LAST_HEADER: u64 = 8;

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
/// one that its readers would not open under its name; and what makes it unreadable at all: see [`text_of`],
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

/// The first year of this century that a text tells, such as that of `Mid-2024 LSOA 2021`.
fn year_in(text: &str) -> Option<u32> {
    let years = text
        .split(|it: char| !it.is_ascii_digit())
        .filter(|it| it.len() == 4);
    years
        .filter_map(|it| it.parse().ok())
        .find(|it| (2_000..2_100).contains(it))
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

/// `GeoJSON`: shapes of areas, an outline, or sites.
fn of_json(file: &str, bytes: &[u8], whole: bool) -> Result<Recognised, ReadErrors> {
    let text = String::from_utf8_lossy(bytes);
    let features = first_features(&text, whole).filter(|it| !it.is_empty());
    let Some(features) = features else {
        let shown: String = text
            .chars()
            .filter(|it| !it.is_control())
            .take(80)
            .collect();
        let what = format!("JSON that is no collection of features: {shown}");
        return Err(unknown(
            file,
            what,
            "give GeoJSON: a FeatureCollection of polygons or points",
        ));
    };
    let properties = &features[0].properties;
    let headers = Headers(properties.iter().map(|(name, _)| name.clone()).collect());
    let rows: Vec<Vec<String>> = features
        .iter()
        .take(ROWS)
        .map(|feature| {
            let cell = |header: &String| {
                feature
                    .properties
                    .iter()
                    .find(|it| it.0 == *header)
                    .map_or_else(String::new, |it| it.1.clone())
            };
            headers.0.iter().map(cell).collect()
        })
        .collect();
    let code = CODES
        .iter()
        .find(|it| headers.0.iter().any(|header| header == *it));
    let other = headers.area_code().map(|it| it.0.to_owned());
    let kind = match features[0].geometry {
        "Polygon" | "MultiPolygon" if code.is_some() || other.is_some() => FileKind::Boundaries,
        "Polygon" | "MultiPolygon" => FileKind::Outline,
        "Point" if headers.area_code().is_none() => FileKind::SitePoints,
        kind => {
            let what = format!(
                "features of the kind {kind} with the properties {}",
                headers.0.join(", ")
            );
            let remedy = "polygons with LSOA21CD are boundaries, polygons without a code an outline, points with an id or a name sites; \
                population-weighted centroids are read as CSV";
            return Err(unknown(file, what, remedy));
        }
    };
    let vintage = headers.area_code().and_then(|it| it.1);
    let settings = TableSettings::default();
    Ok(Recognised {
        kind,
        vintage,
        year: 0,
        headers,
        rows,
        settings,
        others: Vec::new(),
    })
}

/// Text: a table with its header on one of the first lines.
fn of_text(file: &str, head: &Head) -> Result<Recognised, ReadErrors> {
    let bytes = if head.whole {
        head.bytes.as_slice()
    } else {
        whole_rows(&head.bytes)
    };
    let text = text_of(file, bytes, Encoding::Either, "E-CSV-EMPTY")?;
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let encoding = if std::str::from_utf8(body).is_ok() {
        Encoding::Utf8
    } else {
        Encoding::Either
    };
    let first = text
        .lines()
        .find(|it| !it.trim().is_empty())
        .unwrap_or_default()
        .to_owned();
    let many = |delimiter: u8| {
        text.lines()
            .take(LAST_HEADER as usize)
            .map(|it| it.matches(char::from(delimiter)).count())
            .max()
    };
    // The first of those that part most fields.
    let delimiter = [b'|', b'\t', b';', b',']
        .into_iter()
        .max_by_key(|it| many(*it))
        .unwrap_or(b',');
    let mut above = String::new();
    for header_row in 1..=LAST_HEADER {
        let settings = TableSettings {
            encoding,
            delimiter,
            header_row,
            ..TableSettings::default()
        };
        let source = Source {
            file: "table.csv",
            bytes,
            settings: &settings,
        };
        let Ok(table) = Table::read(source, &mut Findings::none()) else {
            break;
        };
        let headers = Headers(table.headers().to_vec());
        let rows: Vec<Vec<String>> = table.cells().take(ROWS).collect();
        if let Some((kind, vintage, year)) = FileKind::of_table(&headers, &rows) {
            let year = year_in(&above).unwrap_or(year);
            return Ok(Recognised {
                kind,
                vintage,
                year,
                headers,
                rows,
                settings,
                others: Vec::new(),
            });
        }
        above = text
            .lines()
            .take(usize::try_from(header_row).unwrap_or(0))
            .collect::<Vec<_>>()
            .join(" ");
    }
    let shown: String = first.chars().take(300).collect();
    let what = format!("its header is not known: {shown}");
    let headers = Headers(
        first
            .split(char::from(delimiter))
            .map(|it| it.trim_matches('"').to_owned())
            .collect(),
    );
    Err(unknown(file, what, &hint(&headers)))
}

/// Rows up to the last one that is whole: a quoted field may go over lines.
fn whole_rows(bytes: &[u8]) -> &[u8] {
    let (mut quoted, mut end) = (false, 0);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => end = at + 1,
            _ => (),
        }
    }
    if end == 0 { bytes } else { &bytes[..end] }
}

fn unknown(file: &str, what: String, remedy: &str) -> ReadErrors {
    ReadFault::new("E-FILE-KIND", file, what, remedy).into()
}

/// What a header that is nearly known lacks, or what was expected at all.
fn hint(headers: &Headers) -> String {
    if headers.has("OA21CD") || headers.has("OA11CD") {
        return format!(
            "it is by output area; give {}",
            Input::Centroids.published().told()
        );
    }
    if headers.has("LSOA11CD") && headers.has("LSOA21CD") {
        return format!(
            "without CHGIND it is no exact-fit lookup; give {}",
            Input::Lookup.published().told()
        );
    }
    let near = INPUTS.iter().map(|it| {
        (
            it.columns.iter().filter(|name| headers.has(name)).count(),
            it,
        )
    });
    let best = near
        .filter(|(shared, _)| *shared > 0)
        .max_by_key(|(shared, it)| (*shared * 100) / it.columns.len());
    let Some((_, nearest)) = best else {
        return expected(None);
    };
    let lacking: Vec<&str> = nearest
        .columns
        .iter()
        .copied()
        .filter(|it| !headers.has(it))
        .collect();
    format!(
        "nearest to it is {}; it lacks {}",
        nearest.told(),
        lacking.join(", ")
    )
}

/// What was expected: one file, or any of them.
fn expected(one: Option<&PublishedInput>) -> String {
    match one {
        Some(one) => format!("expected {}", one.told()),
        None => {
            let names: Vec<&str> = INPUTS.iter().map(|it| it.name).collect();
            format!("expected one of: {}", names.join("; "))
        }
    }
}
