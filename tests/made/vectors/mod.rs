//! Folders of vectors (`toy_dataset.json` and the files of figures beside it) against the library and against the program:
//! a line a figure. Nothing here depends on one county's size, names or numbers.

mod by_area;
mod catchments;
mod county;
mod decays;
mod dispersion;
mod excess;
mod facts;
mod gradient;
mod harm;
mod ipea;
mod location;
mod opportunity;
mod optima;
mod over_deprivation;
mod proportionate;
mod sheet;
mod slopes;
mod study;
mod study_page;

use std::cell::OnceCell;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use serde_json::Value;

pub(crate) use county::County;
#[allow(unused_imports, reason = "the tests of the library rank rows alike")]
pub(crate) use county::{observed, ranked};
use sheet::{LIBRARY, Sheet, entries, words};
pub(crate) use sheet::{Line, Verdict};
use study::{Asked, Judged, Study};

/// One folder of vectors, its files read.
pub(crate) struct Folder {
    path: PathBuf,
    /// The path in the folder that was named.
    name: String,
    county: Option<County>,
    /// The program; without it only the library is looked at.
    program: Option<PathBuf>,
    today: OnceCell<Judged>,
}

impl Folder {
    /// A file beside the others, such as `fca`; null where it is not there.
    fn file(&self, stem: &str) -> Value {
        let text = fs::read_to_string(self.path.join(format!("{stem}.json"))).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// The program's word on the county, if both are there.
    fn study(&self, asked: &Asked) -> Option<Study> {
        Some(Study::of(
            self.program.as_ref()?,
            self.county.as_ref()?,
            asked,
        ))
    }

    /// The county as it is today, where no standard matters.
    fn today(&self) -> Option<&Judged> {
        let study = || self.study(&Asked::standard(10.0));
        if self.today.get().is_none() {
            let _ = self.today.set(study()?.today());
        }
        self.today.get()
    }
}

type Family = fn(&mut Sheet, &Folder, &Value);

/// The files that are known, by name; those of the last column need the county.
const FAMILIES: [(&str, Family, bool); 15] = [
    ("bng_wgs84", facts::grid, false),
    (
        "concentration",
        over_deprivation::concentration_family,
        true,
    ),
    ("decay", decays::decays, false),
    ("fca", catchments::catchments, true),
    ("fgt_quantiles", excess::excess_and_quantiles, true),
    ("inequality_core", dispersion::dispersion, false),
    ("inequality_ipea", ipea::ipea, true),
    ("kakwani", over_deprivation::against_need, true),
    ("location", location::location, true),
    ("lsoa_lookup", facts::lookup, false),
    ("opportunity", opportunity::opportunity, true),
    ("palma", over_deprivation::palma_ratio, true),
    (
        "proportionate_universalism",
        proportionate::proportionate,
        true,
    ),
    ("seed_facts", facts::seed_facts, false),
    ("sii_rii", slopes::slopes, false),
];

/// Goes through a folder and the folders in it; each line is told as it comes.
pub(crate) fn run(root: &Path, program: Option<&Path>, mut told: impl FnMut(&Line)) -> Vec<Line> {
    let mut lines = Vec::new();
    for folder in folders(root) {
        let name = folder
            .strip_prefix(root)
            .map(|it| it.display().to_string())
            .unwrap_or_default();
        let mut files: Vec<PathBuf> = fs::read_dir(&folder)
            .unwrap()
            .map(|it| it.unwrap().path())
            .collect();
        files.retain(|it| it.extension().is_some_and(|it| it == "json"));
        files.sort();
        let mut folder = Folder {
            path: folder,
            name,
            county: None,
            program: program.map(Path::to_owned),
            today: OnceCell::new(),
        };
        let data = folder.file("toy_dataset");
        folder.county = data.is_object().then(|| County::of(&data));
        for file in files {
            let found = sheet(&folder, &file);
            found.iter().for_each(&mut told);
            lines.extend(found);
        }
    }
    lines
}

/// The folder and those in it, in order of name.
fn folders(root: &Path) -> Vec<PathBuf> {
    let mut inner: Vec<PathBuf> = fs::read_dir(root)
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|it| it.is_dir())
        .collect();
    inner.sort();
    let deeper = inner.iter().flat_map(|it| folders(it));
    std::iter::once(root.to_owned()).chain(deeper).collect()
}

/// The lines of one file.
fn sheet(folder: &Folder, path: &Path) -> Vec<Line> {
    let stem = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let shown = if folder.name.is_empty() {
        format!("{stem}.json")
    } else {
        format!("{}/{stem}.json", folder.name)
    };
    let text = fs::read_to_string(path).unwrap_or_default();
    let content: Value = match serde_json::from_str(&text) {
        Ok(content) => content,
        Err(why) => {
            let mut sheet = Sheet::of(&shown, &Value::Null);
            sheet.unknown(format!("the file is no JSON: {why}"), &Value::Null);
            return sheet.lines;
        }
    };
    let mut sheet = Sheet::of(&shown, &content);
    let family = FAMILIES.iter().find(|it| it.0 == stem);
    match family {
        _ if stem == "toy_dataset" => County::read(&mut sheet, &content),
        None => sheet.unknown("the whole file", &content),
        Some((_, _, true)) if folder.county.is_none() => {
            for (key, value) in entries(&content) {
                sheet.unable(
                    LIBRARY,
                    key,
                    value,
                    "there is no toy_dataset.json beside it",
                );
            }
        }
        Some((_, family, _)) => {
            if content["dataset"]
                .as_str()
                .is_some_and(|it| it != "toy_dataset.json")
            {
                sheet.unknown("dataset", &content["dataset"]);
            }
            // A form that nobody foresaw stops one file and not the others.
            let ran = catch_unwind(AssertUnwindSafe(|| family(&mut sheet, folder, &content)));
            if ran.is_err() {
                sheet.words(LIBRARY, "the whole file", "the harness stopped", "figures");
            }
        }
    }
    sheet.lines
}

/// The sites of a list.
fn open(list: &Value) -> Vec<String> {
    words(list)
}
