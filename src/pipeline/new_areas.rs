//! Which areas a new study is of: districts looked up in the files at hand, a list of codes, or an outline.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

use crate::pipeline::fault::Fault;
use crate::read::{
    AreaColumns, FileKind, Findings, ReadErrors, Source, Table, TableSettings, Vintage, centroids,
    is_district_code, is_lsoa_code, lookup, recognise, unpacked,
};
use crate::study::{FoundFile, Shelf, Wanted, WantedDistrict, nearest_word};

/// The districts that a file knows, by code, and how it is called.
struct Districts {
    file: String,
    known: BTreeMap<String, String>,
}

/// Which areas the user asks for, and each district that was asked for by other words than its name.
///
/// # Errors
/// `E-AREA-KEEP` for a district that the files at hand do not know, with the nearest they do; what is wrong with a file of
/// codes.
pub(super) fn wanted(asked: &[String], shelf: &Shelf) -> Result<(Wanted, Vec<String>), Fault> {
    if asked.is_empty() {
        return Ok((Wanted::Everything, Vec::new()));
    }
    let files: Vec<&String> = asked.iter().filter(|it| is_file(it)).collect();
    if let [only] = files.as_slice()
        && asked.len() == 1
    {
        return of_file(only, shelf);
    }
    if let Some(file) = files.first() {
        let remedy = "give either districts or one file of codes or an outline";
        return Err(Fault::usage("--areas", file, remedy));
    }
    let known = districts(shelf)?;
    of_districts(asked, known.as_ref())
}

/// Whether a word names a file: one that is there, or one that looks like it and is told to be absent.
fn is_file(word: &str) -> bool {
    let ending = Path::new(word)
        .extension()
        .and_then(|it| it.to_str())
        .unwrap_or_default()
        .to_lowercase();
    Path::new(word).is_file()
        || ["csv", "geojson", "json", "txt", "gz", "zip", "xlsx"].contains(&ending.as_str())
}

fn of_districts(
    asked: &[String],
    known: Option<&Districts>,
) -> Result<(Wanted, Vec<String>), Fault> {
    let mut wanted: Vec<WantedDistrict> = Vec::new();
    let (mut faults, mut read_as) = (Vec::new(), Vec::new());
    for word in asked.iter().flat_map(|it| names(it, known)) {
        let Some(known) = known else {
            wanted.push(WantedDistrict {
                code: word,
                name: None,
            });
            continue;
        };
        match (known.find(&word), known.called(&word)) {
            (Some(district), _) => wanted.push(district),
            (None, Some(district)) => {
                read_as.push(format!("{word} is read as {}", told(&district)));
                wanted.push(district);
            }
            (None, None) => faults.push(known.unknown(&word)),
        }
    }
    match faults.len() {
        0 => {
            let mut seen = BTreeSet::new();
            wanted.retain(|it| seen.insert(it.code.clone()));
            Ok((Wanted::Districts(wanted), read_as))
        }
        _ => Err(Fault::Several(faults)),
    }
}

/// The names in a word, parted by commas, some of which ("Bristol, City of") are part of a name.
fn names(word: &str, known: Option<&Districts>) -> Vec<String> {
    let parts: Vec<&str> = word.split(',').collect();
    let mut names = Vec::new();
    let mut from = 0;
    while from < parts.len() {
        let longest = (from + 1..=parts.len()).rev().find(|to| {
            let name = parts[from..*to].join(",");
            known.is_some_and(|it| it.find(name.trim()).or(it.called(name.trim())).is_some())
        });
        let to = longest.unwrap_or(from + 1);
        names.push(parts[from..to].join(",").trim().to_owned());
        from = to;
    }
    names.retain(|it| !it.is_empty());
    names
}

impl Districts {
    fn find(&self, word: &str) -> Option<WantedDistrict> {
        let same = |it: &(&String, &String)| {
            it.0.eq_ignore_ascii_case(word) || it.1.eq_ignore_ascii_case(word)
        };
        let (code, name) = self.known.iter().find(same)?;
        Some(WantedDistrict {
            code: code.clone(),
            name: Some(name.clone()),
        })
    }

    /// The one district whose name is what remains without words such as "District Council" or "City of", or has the same
    /// words in another order.
    fn called(&self, word: &str) -> Option<WantedDistrict> {
        let (all, bare) = (sorted(words(word)), bare(word));
        let same = |name: &str| words(name) == bare || sorted(words(name)) == all;
        let mut found = self.all().filter(|it| same(name_of(it)));
        found.next().filter(|_| found.next().is_none())
    }

    fn all(&self) -> impl Iterator<Item = WantedDistrict> {
        self.known.iter().map(|(code, name)| WantedDistrict {
            code: code.clone(),
            name: Some(name.clone()),
        })
    }

    fn unknown(&self, word: &str) -> Fault {
        let asked = bare(word);
        let among = |name: &str| {
            words(name)
                .windows(asked.len().max(1))
                .any(|it| it == asked)
        };
        let same: Vec<WantedDistrict> =
            self.all().filter(|it| bare(name_of(it)) == asked).collect();
        let holding: Vec<String> = self
            .all()
            .filter(|it| among(name_of(it)))
            .map(|it| told(&it))
            .collect();
        let known = self
            .known
            .iter()
            .flat_map(|(code, name)| [code.as_str(), name.as_str()]);
        let near = nearest_word(word, known).and_then(|it| self.find(it));
        let shown = if self.known.len() > 12 { 6 } else { 12 };
        let mut shown: Vec<String> = self.all().take(shown).map(|it| told(&it)).collect();
        if self.known.len() > shown.len() {
            shown.push("others".to_owned());
        }
        let several = format!(
            "several may be given, parted by commas, and a county is given by all of its districts; it knows {}",
            shown.join(", ")
        );
        let remedy = match (same.as_slice(), holding.as_slice(), near) {
            ([only], ..) => format!("did you mean {}?", told(only)),
            (_, [_, ..], _) => format!("names with that word: {}; {several}", holding.join(", ")),
            (_, [], Some(near)) => format!("did you mean {}?", told(&near)),
            (_, [], None) => several,
        };
        Fault::Asked {
            code: "E-AREA-KEEP",
            what: format!(
                "--areas {word}: {} has no district of this code or name",
                self.file
            ),
            remedy,
        }
    }
}

fn name_of(district: &WantedDistrict) -> &str {
    district.name.as_deref().unwrap_or_default()
}

fn told(district: &WantedDistrict) -> String {
    format!("{} ({})", name_of(district), district.code)
}

/// The words of a name in lower case.
fn words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let words = lower.split(|it: char| !it.is_alphanumeric());
    words
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort();
    words
}

/// The words of a name without those that say what kind of authority it is.
fn bare(name: &str) -> Vec<String> {
    let kinds = [
        "district",
        "council",
        "city",
        "of",
        "borough",
        "unitary",
        "authority",
        "the",
        "county",
    ];
    let mut words = words(name);
    words.retain(|it| !kinds.contains(&it.as_str()));
    words
}

/// The districts that the files at hand know: those of the lookup, or of a table of areas that tells them.
fn districts(shelf: &Shelf) -> Result<Option<Districts>, Fault> {
    let mut known = BTreeMap::new();
    let file = if let Some(file) = &shelf.lookup {
        let read = read(file, lookup)?;
        known.extend(read.rows.into_iter().filter_map(|it| it.district));
        file
    } else if let Some(file) = shelf.areas.as_ref().filter(|_| shelf.tells_districts()) {
        let columns = AreaColumns {
            placeless: true,
            ..AreaColumns::default()
        };
        let rows = read(file, |it| centroids(it, &columns, shelf.vintage()))?;
        known.extend(rows.into_iter().filter_map(|it| {
            let code = it.district?;
            Some((code.clone(), it.district_name.unwrap_or(code)))
        }));
        file
    } else {
        return Ok(None);
    };
    Ok(Some(Districts {
        file: file.given.clone(),
        known,
    })
    .filter(|it| !it.known.is_empty()))
}

/// Reads all of a file.
pub(super) fn read<T>(
    file: &FoundFile,
    reader: impl FnOnce(Source<'_>) -> Result<(T, crate::read::Notices), ReadErrors>,
) -> Result<T, Fault> {
    let settings = &file.is.settings;
    let bytes = fs::read(&file.given).map_err(|it| Fault::io(&file.given, it))?;
    let bytes = unpacked(&file.given, Cow::Owned(bytes), settings.inside.as_deref())?;
    let source = Source {
        file: &file.given,
        bytes: &bytes,
        settings,
    };
    Ok(reader(source)?.0)
}

/// An outline, or a list of codes in the first column.
fn of_file(file: &str, shelf: &Shelf) -> Result<(Wanted, Vec<String>), Fault> {
    let refused = |it| Fault::io(file, it);
    let opened = File::open(file).map_err(refused)?;
    let kinds = recognise(file, &mut BufReader::new(opened));
    if let Ok([only]) = kinds.as_deref()
        && matches!(only.kind, FileKind::Outline | FileKind::Boundaries)
    {
        return Ok((Wanted::Outline(file.to_owned()), Vec::new()));
    }
    let (header, rows) = first_column(file)?;
    let headless = is_lsoa_code(&header) || is_district_code(&header);
    let first = headless.then(|| header.clone());
    let codes: Vec<String> = first
        .into_iter()
        .chain(rows)
        .filter(|it| !it.is_empty())
        .collect();
    if !codes.is_empty() && codes.iter().all(|it| is_district_code(it)) {
        return of_districts(&codes, districts(shelf)?.as_ref());
    }
    let own = shelf.vintage() == Vintage::Own;
    if let Some(other) = codes.iter().find(|it| !is_lsoa_code(it) && !own) {
        return Err(Fault::Asked {
            code: "E-AREA-KEEP",
            what: format!(
                "--areas {file}: \"{other}\" in its first column \"{header}\" is no code of an LSOA (E01...) or of a district"
            ),
            remedy: "put the codes into the first column, or give a GeoJSON outline".to_owned(),
        });
    }
    let wanted = if headless {
        Wanted::Codes(codes)
    } else {
        Wanted::CodesFile(file.to_owned())
    };
    Ok((wanted, Vec::new()))
}

/// The first column of a file, its header apart.
fn first_column(file: &str) -> Result<(String, Vec<String>), Fault> {
    let bytes = fs::read(file).map_err(|it| Fault::io(file, it))?;
    let bytes = unpacked(file, Cow::Owned(bytes), None)?;
    let settings = TableSettings::default();
    let source = Source {
        file,
        bytes: &bytes,
        settings: &settings,
    };
    let table = Table::read(source, &mut Findings::none())?;
    let first = table.first().into_iter();
    let rows = first.flat_map(|at| table.rows().map(move |it| it.text(at).to_owned()));
    let header = table.headers().first().cloned().unwrap_or_default();
    Ok((header, rows.collect()))
}

/// The districts that the areas asked for lie in, by which a list for the whole country is cut; none where no such list is at
/// hand, or where the files do not tell the district of every area.
pub(super) fn districts_of(shelf: &Shelf, wanted: &Wanted) -> Vec<WantedDistrict> {
    let national = |it: &FoundFile| {
        matches!(
            it.is.kind,
            FileKind::GiasCentres | FileKind::GiasSchools | FileKind::FamilyHubs
        )
    };
    match wanted {
        Wanted::Districts(districts) => districts.clone(),
        _ if !shelf.sites.iter().any(national) => Vec::new(),
        Wanted::Everything => districts_told(shelf, |_| true).unwrap_or_default(),
        Wanted::Codes(codes) => {
            districts_told(shelf, |it| codes.iter().any(|code| code == it)).unwrap_or_default()
        }
        Wanted::CodesFile(file) => {
            let codes: BTreeSet<String> = first_column(file)
                .map(|it| it.1.into_iter().collect())
                .unwrap_or_default();
            districts_told(shelf, |it| codes.contains(it)).unwrap_or_default()
        }
        Wanted::Outline(_) => Vec::new(),
    }
}

/// The districts of some areas; `None` where the district of one is told by no file. What is wrong with the files is told when
/// they are read for the study.
fn districts_told(shelf: &Shelf, wanted: impl Fn(&str) -> bool) -> Option<Vec<WantedDistrict>> {
    let file = shelf.areas.as_ref()?;
    let header = file.is.headers.area_code()?.0;
    let areas = read(file, |source| {
        let mut found = Findings::none();
        let table = Table::read(source, &mut found)?;
        let code = table.any(&[header]);
        let (district, name) = (table.any(&["district"]), table.any(&["district_name"]));
        let areas = table.rows().filter_map(|row| {
            let own = |at| row.text_if_any(at).map(str::to_owned);
            Some((own(code)?, own(district), own(name)))
        });
        let areas: Vec<_> = areas.collect();
        Ok((areas, found.notices))
    });
    let known = shelf.lookup.as_ref().map(|it| read(it, lookup)).transpose();
    let known = known.ok()?;
    let places = known.as_ref().map(|it| it.places(shelf.vintage()));
    let mut districts: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (code, own, name) in areas.ok()?.into_iter().filter(|it| wanted(&it.0)) {
        let looked_up = || {
            let (code, name) = places.as_ref()?.get(code.as_str())?.district.clone()?;
            Some((code, Some(name)))
        };
        let (code, name) = own.map(|it| (it, name)).or_else(looked_up)?;
        districts.entry(code).or_insert(name);
    }
    let district = |(code, name)| WantedDistrict { code, name };
    Some(districts.into_iter().map(district).collect())
}
