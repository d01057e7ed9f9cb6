//! Studies in memory, one of whose files can be put in another's place: what a mutated file does to all that is made of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use fairreach::pipeline::{Means, Prepared, Silent, prepare_by};
use fairreach::report::{Comparison, assessment, page, to_text};
use fairreach::score::evaluate;
use fairreach::study::{Files, Study};

use super::parsers::Reading;
use crate::town_files;

/// A study and its files.
#[derive(Clone)]
pub(crate) struct Laid {
    study: Study,
    files: Arc<BTreeMap<String, Vec<u8>>>,
}

/// A file of the project.
pub(crate) fn of_project(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read(&path).unwrap_or_else(|it| panic!("{}: {it}", path.display()))
}

/// The study of the corpus' good files, with sites as a table.
pub(crate) const CORPUS: &str = r#"
schema = 1
[study]
name = "Corpus"
[areas]
file = "centroids.csv"
kind = "ons-centroids"
vintage = "lsoa2021"
lookup = "lsoa11_lsoa21.csv"
[[people]]
file = "population.csv"
bands = { total = "Total", under16 = ["F0 to 15", "M0 to 15"], old = ["F65 and over", "M65 and over"] }
[deprivation]
file = "imd2025.csv"
kind = "iod2025"
rank = "imd"
decile = "imd"
need = "idaci_score"
[roads]
file = "network.osm.pbf"
[[services]]
id = "hub"
band = "total"
standard = { walk = 15 }
[tiers]
centre = { services = ["hub"] }
[[sites]]
file = "gias.csv"
kind = "table"
columns = { id = "URN", name = "EstablishmentName", status = "EstablishmentStatus (name)", capacity = "SchoolCapacity", x = "Easting", y = "Northing" }
tier = "centre"
"#;

impl Laid {
    /// A study in memory.
    pub(crate) fn new(text: &str, files: BTreeMap<String, Vec<u8>>) -> Self {
        let files = Arc::new(files);
        let memory = Files::Memory(Arc::clone(&files));
        let study = Study::from_bytes(text.as_bytes(), "study.toml", memory);
        Self {
            study: study.unwrap_or_else(|it| panic!("{it}")),
            files,
        }
    }

    /// The good files of the corpus, and a study of them.
    pub(crate) fn corpus() -> Self {
        let names = [
            "area.geojson",
            "centroids.csv",
            "gias.csv",
            "imd2025.csv",
            "lsoa11_lsoa21.csv",
            "network.osm.pbf",
            "population.csv",
            "sites.geojson",
        ];
        let file = |name: &str| {
            let path = format!("tests/fixtures/corpus/good/{name}");
            (name.to_owned(), of_project(&path))
        };
        Self::new(CORPUS, names.into_iter().map(file).collect())
    }

    /// A county with its own times.
    pub(crate) fn fenshire() -> Self {
        let file = |name: &str| of_project(&format!("tests/studies/fenshire/{name}"));
        let names = ["areas", "deprivation", "people", "sites", "times"];
        let files = names.map(|it| (format!("{it}.csv"), file(&format!("{it}.csv"))));
        let text = String::from_utf8(file("study.toml")).unwrap();
        Self::new(&text, files.into())
    }

    /// A town whose roads are drawn in text.
    pub(crate) fn town() -> Self {
        Self::new(town_files::STUDY, town_files::files())
    }

    /// Its files.
    pub(crate) fn files(&self) -> Files {
        Files::Memory(Arc::clone(&self.files))
    }

    /// One of its files.
    pub(crate) fn file(&self, name: &str) -> &[u8] {
        &self.files[name]
    }

    /// Puts a file beside the others.
    pub(crate) fn put(&mut self, name: &str, bytes: &[u8]) {
        Arc::make_mut(&mut self.files).insert(name.to_owned(), bytes.to_vec());
    }

    /// The study with other bytes in a file.
    pub(crate) fn with(&self, name: &str, bytes: &[u8]) -> Study {
        let mut files = BTreeMap::clone(&self.files);
        files.insert(name.to_owned(), bytes.to_vec());
        Study {
            files: Files::Memory(Arc::new(files)),
            ..self.study.clone()
        }
    }

    /// The study made ready, roads to draw and all.
    pub(crate) fn ready(&self) -> Prepared {
        let means = Means {
            draw: true,
            ..Means::default()
        };
        prepare_by(self.study.clone(), means, &Silent).unwrap_or_else(|it| panic!("{it}"))
    }
}

/// All that a study says, by every mode; no figure may be a number that is none.
pub(crate) fn assessed(study: Study) -> Reading {
    let prepared = prepare_by(study, Means::default(), &Silent).map_err(|it| it.to_string())?;
    let mut said = String::new();
    for mode in prepared.case.times.keys() {
        let today = evaluate(&prepared.case, mode, &prepared.case.baseline);
        for figure in &today.figures {
            let none = figure.value.as_ref().is_ok_and(|it| !it.is_finite());
            assert!(!none, "a figure that is no number: {figure:?}");
        }
        let comparison = Comparison {
            case: &prepared.case,
            today: &today,
            plan: None,
        };
        let heading = prepared.heading(mode, None);
        said += &page(&heading, &comparison);
        let text = to_text(&assessment(&heading, &comparison));
        said += &text.unwrap_or_else(|it| panic!("{it}"));
    }
    Ok(vec![said])
}
