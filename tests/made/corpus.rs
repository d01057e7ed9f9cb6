//! Runs a folder of hostile files through the program: `index.json` says for each case what must happen, `good/` holds
//! the untouched files, of which a case replaces one by its role.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::corpus_server::Server;

/// How long a case may take: ten times what is promised, so that only a hang is caught.
const HANG: Duration = Duration::from_secs(10);

/// A request with both Content-Length and Transfer-Encoding: hyper keeps to the second and drops the first before anybody
/// sees it, as RFC 9112 (6.3) allows, so that the request is refused for what else is wrong with it.
const SMUGGLED: &str = "H215";

/// What became of a case.
pub(crate) struct Outcome {
    pub(crate) id: String,
    pub(crate) file: String,
    pub(crate) verdict: Verdict,
    /// What the program said, or why the case was not run.
    pub(crate) said: String,
    pub(crate) seconds: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Held,
    NotHeld,
    /// It ends otherwise, for a reason that is known, and does no harm.
    Differs,
}

/// Runs every case of a folder; files without a case are cases that are not held.
pub(crate) fn run(corpus: &Path, program: &Path, mut told: impl FnMut(&Outcome)) -> Vec<Outcome> {
    let text = fs::read_to_string(corpus.join("index.json")).unwrap();
    let index: Value = serde_json::from_str(&text).unwrap();
    let cases = index["cases"].as_array().unwrap();
    let server = Server::start(program);
    let mut outcomes: Vec<Outcome> = Vec::new();
    for case in cases {
        let outcome = Case::of(case).run(corpus, program, &server);
        told(&outcome);
        outcomes.push(outcome);
    }
    let known: Vec<&str> = cases
        .iter()
        .map(|it| it["file"].as_str().unwrap())
        .collect();
    for file in files(corpus, corpus) {
        if !known.contains(&file.as_str())
            && !file.starts_with("good/")
            && !file.ends_with("index.json")
        {
            let outcome = Outcome {
                id: "-".to_owned(),
                file,
                verdict: Verdict::NotHeld,
                said: "the index says nothing of this file".to_owned(),
                seconds: 0.0,
            };
            told(&outcome);
            outcomes.push(outcome);
        }
    }
    outcomes
}

/// Every file below a folder, by its path in it, in order.
fn files(root: &Path, folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(root, &path));
        } else {
            found.push(
                path.strip_prefix(root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .replace('\\', "/"),
            );
        }
    }
    found.sort();
    found
}

struct Case<'a> {
    id: &'a str,
    file: &'a str,
    role: &'a str,
    outcome: &'a str,
    code: &'a str,
    must_mention: Vec<String>,
}

impl<'a> Case<'a> {
    fn of(case: &'a Value) -> Self {
        let text = |value: &'a Value| value.as_str().unwrap_or_default();
        let expected = &case["expected"];
        let tokens = expected["must_mention"].as_array();
        Self {
            id: text(&case["id"]),
            file: text(&case["file"]),
            role: text(&case["role"]),
            outcome: text(&expected["outcome"]),
            code: text(&expected["code"]),
            must_mention: tokens
                .into_iter()
                .flatten()
                .map(|it| translated_path(text(it)))
                .collect(),
        }
    }

    /// Asks the server; what it said, or how that is not what was expected.
    fn asked(&self, request: &[u8], server: &Server) -> Result<String, String> {
        let endless = self.file.contains("endless");
        let answer = server.ask(request, endless).ok_or("no answer")?;
        let said = format!("{} {}", answer.status, answer.body);
        let mut allowed = self.outcome.split(" or ");
        if !allowed.any(|it| it == answer.status.to_string()) {
            return Err(format!("not {}: {said}", self.outcome));
        }
        let problem = answer.head.contains("application/problem+json");
        if answer.status >= 400 && answer.status != 431 && !problem {
            return Err(format!("no problem+json: {said}"));
        }
        if answer.status != 431 && !answer.head.contains("x-content-type-options: nosniff") {
            return Err(format!("without its headers: {}", answer.head));
        }
        let leaked = ["root:", "<img", "panicked"].into_iter();
        if let Some(word) = leaked.clone().find(|it| answer.body.contains(it)) {
            return Err(format!("{word} came back: {said}"));
        }
        let missing = self
            .must_mention
            .iter()
            .find(|it| !answer.body.contains(*it));
        missing.map_or(Ok(said.clone()), |it| {
            Err(format!("{it} is not told: {said}"))
        })
    }

    fn run(&self, corpus: &Path, program: &Path, server: &Server) -> Outcome {
        let outcome = |verdict, said: String, seconds| Outcome {
            id: self.id.to_owned(),
            file: self.file.to_owned(),
            verdict,
            said,
            seconds,
        };
        if self.role == "server" {
            let begun = Instant::now();
            let found = self.asked(&fs::read(corpus.join(self.file)).unwrap(), server);
            let (verdict, said) = match found {
                Ok(said) => (Verdict::Held, said),
                Err(said) if self.id == SMUGGLED && said.contains("H-415") => {
                    (Verdict::Differs, said)
                }
                Err(said) => (Verdict::NotHeld, said),
            };
            return outcome(verdict, said, begun.elapsed().as_secs_f64());
        }
        let folder = tempfile::tempdir().unwrap();
        let study = self.lay(corpus, folder.path());
        let (out, rejects) = (
            folder.path().join("out.txt"),
            folder.path().join("rejects.csv"),
        );
        let asked = ["assess", "--confined"];
        let mut command = Command::new(program);
        command
            .args(asked)
            .arg(&study)
            .arg("--out")
            .arg(&out)
            .arg("--rejects")
            .arg(&rejects);
        let began = Instant::now();
        let (code, said) = ended(&mut command);
        let seconds = began.elapsed().as_secs_f64();
        // Notices stand in what was written.
        let said = said + &fs::read_to_string(&out).unwrap_or_default();
        let faults = self.faults(code, &said, &out);
        if faults.is_empty() {
            outcome(Verdict::Held, said, seconds)
        } else {
            outcome(
                Verdict::NotHeld,
                format!("{}\n{said}", faults.join("; ")),
                seconds,
            )
        }
    }

    /// In what the program's answer is not what the index says.
    fn faults(&self, code: Option<i32>, said: &str, out: &Path) -> Vec<String> {
        let mut faults = Vec::new();
        let refused = self.outcome == "reject";
        let wanted = if refused { 2 } else { 0 };
        if code != Some(wanted) {
            let got = code.map_or_else(
                || "no end in time".to_owned(),
                |it| format!("exit code {it}"),
            );
            faults.push(format!("{got}, not {wanted}"));
        }
        if self.outcome != "accept" && !said.contains(self.code) {
            faults.push(format!("{} is not said", self.code));
        }
        if self.outcome != "accept" {
            for token in self
                .must_mention
                .iter()
                .filter(|it| !said.contains(it.as_str()))
            {
                faults.push(format!("\"{token}\" is not mentioned"));
            }
        }
        if refused == out.exists() {
            faults.push(
                if refused {
                    "an output was written"
                } else {
                    "no output was written"
                }
                .to_owned(),
            );
        }
        if said.contains("panicked") {
            faults.push("it panicked".to_owned());
        }
        faults
    }

    /// Lays out a study of the good files with the case's in place of one; the path of its study file.
    fn lay(&self, corpus: &Path, folder: &Path) -> PathBuf {
        let name = self.file.rsplit('/').next().unwrap_or(self.file);
        let place = |role: &str, usual: &str| {
            let (from, to) = if role == self.role {
                (self.file.to_owned(), name)
            } else {
                (format!("good/{usual}"), usual)
            };
            let from = corpus.join(from);
            if from.is_file() {
                fs::copy(from, folder.join(to)).unwrap();
            }
            to.to_owned()
        };
        let files = Files {
            zones: place("zones", "centroids.csv"),
            people: place("population", "population.csv"),
            imd: place("imd", "imd2025.csv"),
            lookup: place("lookup", "lsoa11_lsoa21.csv"),
            sites: if self.role == "upload" {
                place("upload", "")
            } else {
                place("sites", "gias.csv")
            },
            roads: place("roads", "network.osm.pbf"),
            area: (self.role == "area").then(|| place("area", "area.geojson")),
            times: (self.role == "batch-part").then(|| place("batch-part", "")),
            decile: if self.code == "W-CSV-HEADERPREFIX" {
                "idaci"
            } else {
                "imd"
            },
        };
        let (path, text) = if self.role == "scenario" {
            let written = fs::read_to_string(corpus.join(self.file)).unwrap();
            (folder.join(name), translated(&written, &files))
        } else {
            (folder.join("study.toml"), files.study())
        };
        fs::write(&path, text).unwrap();
        path
    }
}

/// Runs a program to its end, or stops it; its exit code and all that it printed.
fn ended(command: &mut Command) -> (Option<i32>, String) {
    let log = tempfile::NamedTempFile::new().unwrap();
    // Both append, so that neither writes over the other.
    let open = || {
        fs::OpenOptions::new()
            .append(true)
            .open(log.path())
            .unwrap()
    };
    let mut child = command
        .stdin(Stdio::null())
        .stdout(open())
        .stderr(open())
        .spawn()
        .unwrap();
    let began = Instant::now();
    let code = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        if began.elapsed() > HANG {
            child.kill().unwrap();
            child.wait().unwrap();
            break None;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let said = String::from_utf8_lossy(&fs::read(log.path()).unwrap()).into_owned();
    (code, said)
}

/// The names of a study's files.
struct Files {
    zones: String,
    people: String,
    imd: String,
    lookup: String,
    sites: String,
    roads: String,
    area: Option<String>,
    times: Option<String>,
    decile: &'static str,
}

impl Files {
    /// A study of these files.
    fn study(&self) -> String {
        let mut text = "schema = 1\n[study]\nname = \"Corpus\"\n".to_owned();
        text += &self.areas("lsoa2021");
        text += &self.people();
        text += &self.deprivation();
        text += &self.roads();
        text += &self.rest();
        text
    }

    fn areas(&self, vintage: &str) -> String {
        let keep = |it: &String| format!("keep = {{ boundary = \"{it}\" }}\n");
        let within = self.area.as_ref().map_or_else(String::new, keep);
        format!(
            "[areas]\nfile = \"{}\"\nkind = \"ons-centroids\"\nvintage = \"{vintage}\"\nlookup = \"{}\"\n{within}",
            self.zones, self.lookup
        )
    }

    fn people(&self) -> String {
        format!(
            "[[people]]\nfile = \"{}\"\nbands = {{ total = \"Total\", under16 = [\"F0 to 15\", \"M0 to 15\"], \
             old = [\"F65 and over\", \"M65 and over\"] }}\n",
            self.people
        )
    }

    fn deprivation(&self) -> String {
        format!(
            "[deprivation]\nfile = \"{}\"\nkind = \"iod2025\"\nrank = \"imd\"\ndecile = \"{}\"\nneed = \"idaci_score\"\n",
            self.imd, self.decile
        )
    }

    fn roads(&self) -> String {
        let kind = if is_called(&self.roads, "gpkg") {
            "kind = \"os-open-roads\"\n"
        } else {
            ""
        };
        format!("[roads]\nfile = \"{}\"\n{kind}", self.roads)
    }

    fn rest(&self) -> String {
        let list = if is_called(&self.sites, "geojson") {
            "kind = \"geojson\"\ncolumns = { id = \"id\", capacity = \"capacity\" }\nstatus = \"open\""
        } else if self.sites.contains("path_id") {
            "kind = \"table\"\nstatus = \"open\""
        } else {
            "kind = \"table\"\ncolumns = { id = \"URN\", name = \"EstablishmentName\", \
             status = \"EstablishmentStatus (name)\", capacity = \"SchoolCapacity\", x = \"Easting\", y = \"Northing\" }"
        };
        let times = self.times.as_ref().map_or_else(String::new, |it| {
            format!("[[times]]\nfile = \"{it}\"\nmode = \"bus\"\n")
        });
        format!(
            "[[services]]\nid = \"hub\"\nband = \"total\"\nstandard = {{ walk = 15 }}\n[tiers]\ncentre = {{ services = \
             [\"hub\"] }}\n[[sites]]\nfile = \"{}\"\n{list}\ntier = \"centre\"\n{times}",
            self.sites
        )
    }
}

/// A scenario of the corpus' own form in the program's words: a section a line, in the order written, so that what is
/// wrong in it stays wrong.
fn translated(written: &str, files: &Files) -> String {
    if !written.contains("[study]") {
        return written.to_owned();
    }
    let value = |line: &str| {
        line.split_once('=')
            .map(|(_, it)| it.trim().to_owned())
            .unwrap_or_default()
    };
    let name = |line: &str| value(line).trim_matches('"').to_owned();
    let mut named = Files {
        zones: files.zones.clone(),
        people: files.people.clone(),
        imd: files.imd.clone(),
        lookup: files.lookup.clone(),
        sites: files.sites.clone(),
        roads: files.roads.clone(),
        area: None,
        times: None,
        decile: "imd",
    };
    let mut vintage = "lsoa2021".to_owned();
    let (mut head, mut tail, mut assess): (Vec<String>, Vec<String>, Vec<String>) =
        (Vec::new(), Vec::new(), vec!["[assess]".to_owned()]);
    let mut section = "";
    for line in written.lines() {
        let key = line.split('=').next().unwrap_or_default().trim();
        match (section, key) {
            (_, key) if key.starts_with('[') => {
                section = line.trim();
                if section == "[travel]" {
                    tail.push("[modes.walk]".to_owned());
                }
            }
            ("", _) => head.push(line.to_owned()),
            ("[study]", "zones") => named.zones = name(line),
            ("[study]", "population") => named.people = name(line),
            ("[study]", "imd") => named.imd = name(line),
            ("[study]", "roads") => named.roads = name(line),
            ("[study]", "lsoa_vintage") => vintage = format!("lsoa{}", value(line)),
            ("[travel]", "mode") => {
                assess.push(format!("mode = {}", value(line).replace("drive", "car")));
            }
            ("[score]", "decay") => assess.push(format!("decay = {{ kind = {} }}", value(line))),
            ("[travel]", "cutoffs_min") => assess.push(line.to_owned()),
            ("[study]" | "[score]", key) if !key.is_empty() => assess.push(line.to_owned()),
            _ => tail.push(line.to_owned()),
        }
    }
    head.push("[study]\nname = \"Corpus\"".to_owned());
    let sections = [
        named.areas(&vintage),
        named.people(),
        named.deprivation(),
        named.roads(),
        named.rest(),
    ];
    [head, sections.to_vec(), assess, tail].concat().join("\n")
}

/// Whether a file's name ends so.
fn is_called(file: &str, ending: &str) -> bool {
    Path::new(file)
        .extension()
        .is_some_and(|it| it.eq_ignore_ascii_case(ending))
}

/// The program's own path of a key of the corpus' scenario.
fn translated_path(token: &str) -> String {
    match token {
        "travel" => "modes.walk".to_owned(),
        "study.population" => "people".to_owned(),
        "score.decay" => "assess.decay".to_owned(),
        _ => token
            .replace("travel.speed", "modes.walk.speed")
            .replace("travel.cutoffs", "assess.cutoffs"),
    }
}
