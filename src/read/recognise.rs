//! What a file is, told by what stands in it and never by its name. Only its first rows are read.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use crate::read::headers::Headers;
use crate::read::kinds::FileKind;
use crate::read::parquet::{self, ParquetFile};
use crate::read::published::Input;
use crate::read::recognise_text::{ROWS, expected, of_json, of_text, unknown, year_in};
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
    /// The modes that a table of times names, the first row's first; none where it has no column of them.
    pub modes: Vec<String>,
    /// Whether rows that were not looked at may name other modes.
    pub more_modes: bool,
}

impl Recognised {
    /// A file of a kind that is told by its first bytes alone.
    pub(super) fn plain(kind: FileKind) -> Self {
        Self {
            kind,
            vintage: None,
            year: 0,
            headers: Headers::default(),
            rows: Vec::new(),
            settings: TableSettings::default(),
            others: Vec::new(),
            modes: Vec::new(),
            more_modes: false,
        }
    }

    /// The same with the modes that its first rows name; `whole` where they are all.
    pub(super) fn with_modes(mut self, whole: bool) -> Self {
        let times = self
            .headers
            .times()
            .filter(|_| self.kind == FileKind::Times);
        let Some(mode) = times.and_then(|it| it.mode) else {
            return self;
        };
        let mut modes: Vec<String> = Vec::new();
        for it in self.values(&mode) {
            if !modes.iter().any(|known| known == it) {
                modes.push(it.to_owned());
            }
        }
        self.modes = modes;
        self.more_modes = !whole;
        self
    }

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
            let is = of_sheets(file, &sheets)?;
            writable(file, is.kind, &is.settings)?;
            Ok(vec![is])
        }
        Heads::Plain(head) => {
            let is_parquet = head.bytes.starts_with(parquet::MAGIC);
            let is = if is_parquet {
                let mut bytes = head.bytes;
                source.read_to_end(&mut bytes).map_err(|it| {
                    let remedy = "check that the file may be read";
                    ReadFault::new("E-IO", file, it.to_string(), remedy)
                })?;
                of_parquet(file, &bytes)?
            } else {
                of_head(file, &head)?
            };
            misnamed(file, &is, is_parquet)?;
            writable(file, is.kind, &is.settings)?;
            Ok(vec![is])
        }
        Heads::Packed(heads) => of_packed(file, &heads),
    }
}

/// Readers unpack by the name alone, and take a table for a workbook or Parquet by it.
fn misnamed(file: &str, is: &Recognised, parquet: bool) -> Result<(), ReadErrors> {
    let name = file.to_lowercase();
    let endings: &[&str] = match is.kind {
        FileKind::OsmRoads => &[],
        FileKind::Times if !parquet => &[".gz", ".zip", ".xlsx", ".parquet"],
        _ => &[".gz", ".zip", ".xlsx"],
    };
    let Some(ending) = endings.iter().find(|it| name.ends_with(**it)) else {
        return Ok(());
    };
    let what = format!("it is {}, and its name ends in {ending}", is.kind.name());
    let remedy = format!("rename it so that it does not end in {ending}");
    Err(ReadFault::new("E-FILE-NAME", file, what, remedy).into())
}

/// Parquet, which is read for times alone: its headers, its first rows, and every mode it names.
fn of_parquet(file: &str, bytes: &[u8]) -> Result<Recognised, ReadErrors> {
    let parquet = ParquetFile::open(file, bytes)?;
    let (headers, rows) = parquet.head(ROWS)?;
    let headers = Headers(headers);
    if let Some(times) = headers.times() {
        let modes = times.mode.map(|it| parquet.distinct(&it)).transpose()?;
        let (modes, all) = modes.unwrap_or((Vec::new(), true));
        return Ok(Recognised {
            headers,
            rows,
            modes,
            more_modes: !all,
            ..Recognised::plain(FileKind::Times)
        });
    }
    if let Some((kind, ..)) = FileKind::of_table(&headers, &rows) {
        let what = format!("{} are not read from Parquet", kind.name());
        let remedy = "save it as CSV, and name that";
        return Err(ReadFault::new("E-FILE-NAME", file, what, remedy).into());
    }
    let shown: String = headers.0.join(",").chars().take(300).collect();
    let what = format!("its header is not known: {shown}");
    Err(unknown(
        file,
        what,
        &expected(Some(Input::Times.published())),
    ))
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
                vintage,
                year,
                headers,
                rows,
                settings,
                others,
                ..Recognised::plain(kind)
            }
            .with_modes(false),
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
        let is = match of_head(&path, head).and_then(|is| in_packed(&path, is, head, heads)) {
            Ok(is) => is,
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

/// What a file in a packed one is, where its reader opens it there.
fn in_packed(
    path: &str,
    is: Recognised,
    head: &Head,
    heads: &[Head],
) -> Result<Recognised, ReadErrors> {
    let refused = |what: String| {
        let remedy = "unpack it and name what was inside";
        Err(ReadFault::new("E-FILE-NAME", path, what, remedy).into())
    };
    if is.kind == FileKind::OpenRoads {
        let package = |it: &&Head| {
            let name = it.inside.as_deref().unwrap_or_default();
            name.to_lowercase().ends_with(".gpkg")
        };
        // Its reader takes the only one of a zip.
        return match heads.iter().filter(package).count() {
            1 if package(&head) => Ok(is),
            0 | 1 => refused(
                "OS Open Roads are read from a zip where their name ends in .gpkg".to_owned(),
            ),
            n => refused(format!("it is one of {n} GeoPackages in a zip")),
        };
    }
    if !is.kind.may_be_packed() {
        return refused(format!(
            "{} are not read from a packed file",
            is.kind.name()
        ));
    }
    let alone = heads.len() == 1;
    let named = TableSettings {
        inside: head.inside.clone().filter(|_| !alone),
        ..is.settings.clone()
    };
    writable(path, is.kind, &named)?;
    Ok(is)
}

/// A study names some files by nothing but their paths, so that they must be written as usual.
fn writable(path: &str, kind: FileKind, settings: &TableSettings) -> Result<(), ReadErrors> {
    let usual = TableSettings::default();
    let unusual = match kind {
        FileKind::Lookup | FileKind::Boundaries | FileKind::Outline => *settings != usual,
        // Read row by row, from the first line on.
        FileKind::Nspl | FileKind::Onspd => {
            settings.delimiter != usual.delimiter
                || settings.header_row != usual.header_row
                || settings.sheet.is_some()
        }
        _ => false,
    };
    if !unusual {
        return Ok(());
    }
    if settings.inside.is_some() {
        let what = format!(
            "{} are read from a zip that holds nothing else",
            kind.name()
        );
        let remedy = "unpack it and name what was inside";
        return Err(ReadFault::new("E-FILE-NAME", path, what, remedy).into());
    }
    let what = format!("{} are read from a plain CSV alone", kind.name());
    let remedy =
        "save it as CSV in UTF-8 with commas and its header on the first line, and name that";
    Err(ReadFault::new("E-FILE-NAME", path, what, remedy).into())
}

fn of_head(file: &str, head: &Head) -> Result<Recognised, ReadErrors> {
    let bytes = head.bytes.as_slice();
    if bytes.starts_with(b"SQLite format 3\0") {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        if text.contains("road_link") || text.contains("roadlink") {
            return Ok(Recognised::plain(FileKind::OpenRoads));
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
        return Ok(Recognised::plain(FileKind::OsmRoads));
    }
    let parquet = bytes.starts_with(parquet::MAGIC);
    if parquet && head.whole {
        return of_parquet(file, bytes);
    }
    if parquet || bytes.starts_with(b"PK\x03\x04") {
        let what = if parquet {
            "Parquet inside a packed file"
        } else {
            "a zip or a workbook inside a packed file"
        };
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
