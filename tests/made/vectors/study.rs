//! A toy county as a study of its own, and what the program says of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::county::{County, FINER};
use super::sheet::Found;
use super::study_page::{With, page};

/// What a study asks, beside what its county is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// A service for each, with this standard.
    pub(crate) standards: Vec<f64>,
    /// Staffed hours a week by site.
    pub(crate) hours: Value,
    pub(crate) steepness: Option<f64>,
    /// Zones by their ends.
    pub(crate) zones: Value,
    /// A district for each area, so that a district's figures are an area's.
    pub(crate) apart: bool,
    /// More lines of the section `[assess]`.
    pub(crate) assess: String,
    /// Lines of the section `[money]`.
    pub(crate) money: String,
}

impl Asked {
    pub(crate) fn standard(minutes: f64) -> Self {
        Self {
            standards: vec![minutes],
            ..Self::default()
        }
    }

    pub(crate) fn apart(self) -> Self {
        Self {
            apart: true,
            ..self
        }
    }
}

/// The study of a county in a folder of its own, gone when this is.
pub(crate) struct Study {
    program: PathBuf,
    folder: TempDir,
    open: Vec<String>,
    sites: Vec<String>,
    /// Why the program cannot be asked at all.
    beyond: Option<String>,
}

/// One configuration as the program judged it, or why it did not.
#[derive(Clone, Debug)]
pub(crate) struct Judged(Result<Value, String>);

impl Study {
    /// Writes the study.
    pub(crate) fn of(program: &Path, county: &County, asked: &Asked) -> Self {
        let folder = TempDir::new().unwrap();
        let with = With::of(county);
        let study = Self {
            program: program.to_owned(),
            folder,
            open: county.open.clone(),
            sites: county.sites.clone(),
            beyond: beyond(county, &with),
        };
        study.write("study.toml", &page(asked, &with));
        let areas: Vec<usize> = (0..county.codes.len()).collect();
        let district = |at: usize| {
            if asked.apart {
                &county.codes[at]
            } else {
                &county.districts[at]
            }
        };
        let area_row = |at: &usize| vec![county.codes[*at].clone(), district(*at).clone()];
        study.table(
            "areas.csv",
            &["code", "district"],
            areas.iter().map(area_row),
        );
        // A cell that nobody filled in is a fault, and a row that is not there is not known.
        let known = |at: usize, number: Option<f64>| {
            Some(vec![county.codes[at].clone(), cell(Some(number?))])
        };
        let people = areas
            .iter()
            .filter_map(|it| known(*it, county.children[*it]));
        study.table("people.csv", &["code", "children"], people);
        let deprivation = |at: &usize| {
            let mut row = known(*at, county.need[*at])?;
            if with.decile {
                row.push(cell(Some(county.deciles[*at].map(f64::from)?)));
            }
            Some(row)
        };
        let header: &[&str] = if with.decile {
            &["code", "idaci", "imd_decile"]
        } else {
            &["code", "idaci"]
        };
        if with.deprivation {
            study.table(
                "deprivation.csv",
                header,
                areas.iter().filter_map(deprivation),
            );
        }
        let times = areas.iter().flat_map(|area| {
            (0..county.sites.len()).map(|site| {
                let time = cell(county.minutes[*area][site]);
                vec![county.codes[*area].clone(), in_study(site), time]
            })
        });
        study.table("times.csv", &["area", "site", "minutes"], times);
        let site = |(at, id): (usize, &String)| {
            let open = county.open.contains(id);
            let status = if open { "open" } else { "candidate" };
            let hours = asked.hours.get(id).and_then(Value::as_f64);
            let places = Some(county.places[at]).filter(|_| with.capacity);
            let numbers = places
                .into_iter()
                .chain([county.costs[at], hours])
                .map(cell);
            [in_study(at), status.to_owned()]
                .into_iter()
                .chain(numbers)
                .collect()
        };
        let header: &[&str] = if with.capacity {
            &["id", "status", "capacity", "annual_cost", "hours"]
        } else {
            &["id", "status", "annual_cost", "hours"]
        };
        study.table(
            "sites.csv",
            header,
            county.sites.iter().enumerate().map(site),
        );
        study
    }

    /// Today.
    pub(crate) fn today(&self) -> Judged {
        self.judged(None, "baseline")
    }

    /// The configuration with exactly these sites open, against today.
    pub(crate) fn with_open(&self, open: &[String]) -> Judged {
        let change = |word: &str, id: &String| {
            let place = self.sites.iter().position(|it| it == id);
            let id = place.map_or_else(|| id.clone(), in_study);
            format!("{{ {word} = {} }}", quoted(&id))
        };
        let closed = self.open.iter().filter(|it| !open.contains(it));
        let opened = self
            .sites
            .iter()
            .filter(|it| open.contains(it) && !self.open.contains(it));
        let changes: Vec<String> = closed
            .map(|it| change("close", it))
            .chain(opened.map(|it| change("open", it)))
            .collect();
        let text = format!("name = \"Then\"\nchanges = [{}]\n", changes.join(", "));
        self.write("then.toml", &text);
        let mut judged = self.judged(Some("then.toml"), "scenario");
        if let Ok(it) = &judged.0 {
            let found: Vec<&str> = it["open"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            if found.len() != open.len() || open.iter().any(|it| !found.contains(&it.as_str())) {
                judged = Judged(Err(format!("open are {found:?}, not {open:?}")));
            }
        }
        judged
    }

    fn judged(&self, scenario: Option<&str>, part: &str) -> Judged {
        if let Some(why) = &self.beyond {
            return Judged(Err(why.clone()));
        }
        let mut command = Command::new(&self.program);
        command
            .stdin(Stdio::null())
            .arg("assess")
            .arg(self.folder.path())
            .arg("--json");
        if let Some(scenario) = scenario {
            command
                .arg("--scenario")
                .arg(self.folder.path().join(scenario));
        }
        let done = command.output().unwrap();
        if !done.status.success() {
            let said = String::from_utf8_lossy(&done.stderr);
            return Judged(Err(said.lines().take(3).collect::<Vec<_>>().join(" | ")));
        }
        let read = serde_json::from_slice::<Value>(&done.stdout);
        let judged = |mut it: Value| {
            self.name_sites(&mut it);
            let mut judged = it[part].clone();
            // The areas stand once for all configurations.
            if let (Some(judged), true) = (judged.as_object_mut(), it["areas"].is_array()) {
                judged.insert("areas".to_owned(), it["areas"].clone());
            }
            judged
        };
        Judged(read.map(judged).map_err(|it| it.to_string()))
    }

    /// Calls the sites again as the county does.
    fn name_sites(&self, told: &mut Value) {
        match told {
            Value::String(text) => {
                let place = (0..self.sites.len()).find(|it| in_study(*it) == *text);
                if let Some(place) = place {
                    text.clone_from(&self.sites[place]);
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|it| self.name_sites(it)),
            Value::Object(map) => map.values_mut().for_each(|it| self.name_sites(it)),
            _ => (),
        }
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    fn table(&self, name: &str, header: &[&str], rows: impl Iterator<Item = Vec<String>>) {
        let mut table = csv::Writer::from_path(self.folder.path().join(name)).unwrap();
        table.write_record(header).unwrap();
        for row in rows {
            table.write_record(row).unwrap();
        }
        table.flush().unwrap();
    }
}

impl Judged {
    /// A figure of the first service, or of money.
    pub(crate) fn figure(&self, name: &str, scope: &str) -> Found {
        self.of(None, name, scope)
    }

    /// A figure of the service of a standard.
    pub(crate) fn at(&self, standard: f64, name: &str, scope: &str) -> Found {
        self.of(Some(standard), name, scope)
    }

    fn of(&self, standard: Option<f64>, name: &str, scope: &str) -> Found {
        let it = match &self.0 {
            Ok(it) => it,
            Err(why) => return refusal(why),
        };
        let near = |it: &Value| {
            let found = it["standard_minutes"].as_f64();
            standard.is_none_or(|standard| found.is_some_and(|it| (it - standard).abs() < 1e-9))
        };
        let mut figures = it["figures"].as_array().into_iter().flatten();
        let found = figures.find(|it| it["name"] == name && it["scope"] == scope && near(it));
        match found {
            None => Found::unable(format!("no such figure: {name} of {scope}")),
            Some(it) => match it["value"].as_f64() {
                Some(value) => value.into(),
                None => Found::Undefined(it["reason"].as_str().unwrap_or("no reason").to_owned()),
            },
        }
    }

    /// Whose a figure is.
    pub(crate) fn which(&self, name: &str) -> Option<String> {
        let figures = self.0.as_ref().ok()?["figures"].as_array()?;
        let it = figures
            .iter()
            .find(|it| it["name"] == name && it["scope"] == "all")?;
        Some(it["which"].as_str().unwrap_or_default().to_owned())
    }

    /// All that the program said of the configuration.
    pub(crate) fn whole(&self) -> Result<&Value, &str> {
        self.0.as_ref().map_err(String::as_str)
    }

    /// Whether the program tells anything under a key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.0.as_ref().is_ok_and(|it| !it[key].is_null())
    }

    /// Why the program judged nothing.
    pub(crate) fn refused(&self) -> Option<&str> {
        let why = self.0.as_ref().err().map(String::as_str);
        why.filter(|it| !it.contains(NOBODY) && !cannot_be_told(it))
    }
}

/// The code of a study that nobody lives in, which the program refuses as a slip in naming columns.
const NOBODY: &str = "E-RANGE-ZEROSUM";

/// Why no study of the program is that county, if that is so.
fn beyond(county: &County, with: &With) -> Option<String> {
    let half = |at: &usize| county.need[*at].is_some() != county.deciles[*at].is_some();
    let half_known = (0..county.codes.len()).find(|at| with.decile && half(at));
    let half_known = half_known.map(|at| format!("{}: {UNTOLD}", county.codes[at]));
    // Times that the program would round are not the county's.
    county.times().err().or(half_known)
}

/// What a table of deprivation cannot tell.
const UNTOLD: &str = "of its rate and its decile one is known, and a table of deprivation has a row with both or none";

/// A site's id in the study: in the order of the county, which settles who is nearest of equals, whatever they are called.
fn in_study(place: usize) -> String {
    format!("site-{place:05}")
}

fn cannot_be_told(why: &str) -> bool {
    why.contains(FINER) || why.contains(UNTOLD)
}

/// What a refusal is instead of a figure.
pub(crate) fn refusal(why: &str) -> Found {
    if cannot_be_told(why) {
        Found::unable(why)
    } else if why.contains(NOBODY) {
        Found::unable(format!(
            "nobody lives in the county, which assess refuses ({NOBODY})"
        ))
    } else {
        Found::Wrong(format!("assess said: {why}"))
    }
}

fn cell(number: Option<f64>) -> String {
    number.map_or_else(String::new, |it| it.to_string())
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}
