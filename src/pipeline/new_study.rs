//! A new study made from files as they were downloaded: each is told by its content, the districts are looked up, and the
//! folder appears whole or not at all.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use crate::pipeline::fault::Fault;
use crate::pipeline::manifest::seen_from;
use crate::pipeline::new_areas::{districts_of, read, wanted};
use crate::pipeline::whole_file::write_whole;
use crate::pipeline::whole_folder::{make_whole, parent, refuse_taken};
use crate::read::{Encoding, FileKind, Findings, ReadFault, Table, recognise};
use crate::study::{Brief, Draft, FoundFile, Shelf, Study, Wanted, WantedDistrict, draft};

/// What a new study is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStudy {
    /// The folder to make.
    pub folder: PathBuf,
    /// Which areas: districts by code or name, a file of codes, or an outline.
    pub areas: Vec<String>,
    /// The files.
    pub files: Vec<PathBuf>,
    /// Whether the files used are copied into the study.
    pub copy: bool,
}

/// A study that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct MadeStudy {
    /// The files it uses, each as the user named it and what it is.
    pub used: Vec<(String, String)>,
    /// Files that are known and not used, each with what it is and the reason.
    pub spare: Vec<(String, String)>,
    /// Files that are nothing a study can use.
    pub unknown: Vec<ReadFault>,
    /// The districts that were asked for by other words than their names, each with what it was taken for.
    pub read_as: Vec<String>,
    /// Its text, and what it lacks.
    pub draft: Draft,
}

/// The folder of files that are copied.
const INPUT: &str = "input";

impl NewStudy {
    /// Makes the study.
    ///
    /// # Errors
    /// `E-NEW-FOLDER` where the folder is there and not empty; `E-IO` for a file that is not there or may not be read;
    /// `E-AREA-KEEP` for a district that no file knows. Nothing is made then.
    pub fn make(&self) -> Result<MadeStudy, Fault> {
        refuse_taken(&self.folder)?;
        let home = whole(parent(&self.folder))?;
        let folder = home.join(self.folder.file_name().unwrap_or_default());
        let (found, unknown) = self.recognised(&folder)?;
        let mut chosen = Shelf::of(found);
        let (mut wanted, read_as) = wanted(&self.areas, &chosen)?;
        chosen.sites.iter_mut().for_each(read_whole);
        let districts = districts_of(&chosen, &wanted);
        let mut copies = Vec::new();
        let outlined = match &mut wanted {
            Wanted::Outline(path) | Wanted::CodesFile(path) => {
                let given = path.clone();
                *path = told_from(&folder, Path::new(&given))?;
                Some((given, path))
            }
            _ => None,
        };
        if self.copy {
            let used = chosen.used().map(|it| (it.given.clone(), &mut it.path));
            for (given, path) in used.chain(outlined) {
                *path = copy_name(&given, &mut copies);
            }
        }
        let used = chosen
            .used()
            .map(|it| (it.given.clone(), what(it)))
            .collect();
        let spare = chosen
            .spare
            .iter()
            .map(|(it, why)| (it.given.clone(), format!("{}: {why}", what(it))));
        let spare = spare.collect();
        let authorities = authorities(&chosen, &districts)?;
        let name = title(&self.folder);
        let brief = Brief {
            name,
            wanted,
            shelf: chosen,
            districts,
            authorities,
        };
        let draft = draft(&brief);
        make_whole(&self.folder, |part| fill(part, &draft, &copies))?;
        Ok(MadeStudy {
            used,
            spare,
            unknown,
            read_as,
            draft,
        })
    }

    /// What each file is, and those that are nothing a study can use.
    fn recognised(&self, folder: &Path) -> Result<(Vec<FoundFile>, Vec<ReadFault>), Fault> {
        let (mut found, mut unknown, mut faults) = (Vec::new(), Vec::new(), Vec::new());
        for path in &self.files {
            let given = path.display().to_string();
            if path.is_dir() {
                let what = "it is a folder";
                unknown.push(ReadFault::new(
                    "E-FILE-KIND",
                    &given,
                    what,
                    "name the files in it",
                ));
                continue;
            }
            let opened = match File::open(path) {
                Ok(it) => it,
                Err(it) => {
                    faults.push(Fault::io(&given, it));
                    continue;
                }
            };
            match recognise(&given, &mut BufReader::new(opened)) {
                Ok(kinds) => {
                    let path = told_from(folder, path)?;
                    let file = |is| FoundFile {
                        given: given.clone(),
                        path: path.clone(),
                        is,
                        whole: false,
                    };
                    found.extend(kinds.into_iter().map(file));
                }
                Err(errors) => unknown.extend(errors.0),
            }
        }
        match faults.len() {
            0 => Ok((found, unknown)),
            _ => Err(Fault::Several(faults)),
        }
    }
}

/// Writes a study into a folder that nobody sees yet, and makes sure that it can be read.
fn fill(part: &Path, draft: &Draft, copies: &[(String, String)]) -> Result<(), Fault> {
    for (from, to) in copies {
        let (from, to) = (Path::new(from), part.join(to));
        let refused = |it| Fault::unwritable(&to.display().to_string(), it);
        fs::create_dir_all(parent(&to)).map_err(refused)?;
        // A download may be read-only; its copy is the study's own.
        let mut source =
            File::open(from).map_err(|it| Fault::io(&from.display().to_string(), it))?;
        let mut copy = File::create(&to).map_err(refused)?;
        std::io::copy(&mut source, &mut copy).map_err(refused)?;
        copy.sync_all().map_err(refused)?;
    }
    let file = part.join("study.toml");
    let refused = |it| Fault::unwritable(&file.display().to_string(), it);
    write_whole(&file, &[draft.text.as_bytes()]).map_err(refused)?;
    match Study::open(part) {
        Err(faults) if draft.ready => {
            Err(Fault::Bug(format!("a new study cannot be read: {faults}")))
        }
        _ => Ok(()),
    }
}

/// Reads all rows of a list that is not national, so that they can be counted. What is wrong with it is told when it is read
/// for the study.
fn read_whole(list: &mut FoundFile) {
    if !matches!(list.is.kind, FileKind::Sites | FileKind::FamilyHubs) {
        return;
    }
    let rows = of_table(list, |table| {
        let headers = table.headers().iter();
        let columns: Vec<_> = headers.map(|it| table.any(&[it])).collect();
        let rows = table.rows().map(|row| {
            let cell = |at: &Option<_>| at.map_or_else(String::new, |at| row.text(at).to_owned());
            columns.iter().map(cell).collect()
        });
        rows.collect::<Vec<Vec<String>>>()
    });
    if let Ok(rows) = rows {
        list.is.rows = rows;
        list.whole = true;
    }
}

/// Reads a table to its end, in whichever encoding it is: its first rows need not tell.
fn of_table<T>(list: &FoundFile, take: impl FnOnce(&Table) -> T) -> Result<T, Fault> {
    let mut list = list.clone();
    list.is.settings.encoding = Encoding::Either;
    read(&list, |source| {
        let mut found = Findings::none();
        let table = Table::read(source, &mut found)?;
        Ok((take(&table), found.notices))
    })
}

/// The authorities whose schools or centres lie in some districts, as GIAS names them: what cuts a list that tells
/// authorities and no districts.
fn authorities(shelf: &Shelf, districts: &[WantedDistrict]) -> Result<Vec<String>, Fault> {
    const COLUMNS: [&str; 2] = ["LA (name)", "DistrictAdministrative (code)"];
    let mut lists = shelf.sites.iter();
    if districts.is_empty() || !lists.any(|it| it.is.kind == FileKind::FamilyHubs) {
        return Ok(Vec::new());
    }
    let gias = |it: &&FoundFile| {
        let kind = matches!(it.is.kind, FileKind::GiasCentres | FileKind::GiasSchools);
        kind && it.is.headers.have(&COLUMNS)
    };
    let mut names = BTreeSet::new();
    for list in shelf.sites.iter().filter(gias) {
        names.extend(of_table(list, |table| {
            let [name, code] = COLUMNS.map(|it| table.any(&[it]));
            let own = |code: &str| districts.iter().any(|it| it.code == code);
            let rows = table
                .rows()
                .filter_map(|row| Some((row.text(name?), row.text(code?))));
            let names = rows.filter(|it| own(it.1)).map(|it| it.0.to_owned());
            names.collect::<Vec<String>>()
        })?);
    }
    Ok(names.into_iter().collect())
}

/// What a file is, with what of it was chosen.
fn what(file: &FoundFile) -> String {
    let mut what = file.is.kind.name().to_owned();
    if let Some(year) = file.is.vintage.and_then(crate::read::Vintage::year) {
        let _ = write!(what, ", areas of {year}");
    }
    for chosen in [&file.is.settings.sheet, &file.is.settings.inside]
        .into_iter()
        .flatten()
    {
        let _ = write!(what, ", \"{chosen}\"");
    }
    what
}

/// A name for a copy that no other copy has.
fn copy_name(given: &str, copies: &mut Vec<(String, String)>) -> String {
    if let Some((_, known)) = copies.iter().find(|(from, _)| from == given) {
        return known.clone();
    }
    let name = Path::new(given)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let taken = |name: &str| {
        copies
            .iter()
            .any(|(_, to)| to.eq_ignore_ascii_case(&format!("{INPUT}/{name}")))
    };
    let mut free = name.clone();
    let mut nth = 2;
    while taken(&free) {
        free = format!("{nth}-{name}");
        nth += 1;
    }
    let to = format!("{INPUT}/{free}");
    copies.push((given.to_owned(), to.clone()));
    to
}

/// The path of a file as seen from a folder; whole where they are on different disks.
fn told_from(folder: &Path, file: &Path) -> Result<String, Fault> {
    let name = file.file_name().unwrap_or_default();
    let file = whole(parent(file))?.join(name);
    let told = if folder.components().next() == file.components().next() {
        seen_from(folder, &file)
    } else {
        file.display().to_string()
    };
    if file.to_str().is_none() {
        let remedy = "rename it: a study file can only name it in Unicode";
        return Err(Fault::usage("file", &told, remedy));
    }
    Ok(told)
}

fn whole(folder: &Path) -> Result<PathBuf, Fault> {
    folder
        .canonicalize()
        .map_err(|it| Fault::io(&folder.display().to_string(), it))
}

/// The study's name from its folder's: `fenland-hubs` is "Fenland hubs".
fn title(folder: &Path) -> String {
    let name = folder
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .replace(['-', '_'], " ");
    let mut letters = name.chars();
    letters
        .next()
        .map_or_else(String::new, |it| it.to_uppercase().chain(letters).collect())
}
