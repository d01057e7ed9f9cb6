//! The program as a user runs it, and folders of studies to run it on.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What a run ended with.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The program, not yet given any argument.
pub(crate) fn fairreach() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fairreach"));
    command.stdin(Stdio::null());
    command
}

/// Runs the program to its end.
pub(crate) fn run(arguments: &[&str]) -> Run {
    ended(fairreach().args(arguments))
}

/// Runs the program on some number of threads.
pub(crate) fn run_on(threads: u32, arguments: &[&str]) -> Run {
    let threads = threads.to_string();
    ended(
        fairreach()
            .args(arguments)
            .env("RAYON_NUM_THREADS", &threads)
            .env("POLARS_MAX_THREADS", &threads),
    )
}

fn ended(command: &mut Command) -> Run {
    let done = command.output().unwrap();
    Run {
        code: done.status.code().unwrap(),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

impl Run {
    /// What a run that went well printed.
    pub(crate) fn good(self) -> String {
        assert_eq!(self.code, 0, "{}", self.err);
        self.out
    }

    /// What a run that went well printed, as JSON.
    pub(crate) fn json(self) -> Value {
        serde_json::from_str(&self.good()).unwrap()
    }

    /// The messages of a run that stopped for a reason: nothing was printed, and no trace of the program shows.
    pub(crate) fn stopped(self, code: i32) -> String {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert_eq!(self.out, "");
        for inside in ["panicked", "RUST_BACKTRACE", ".rs:", "Err("] {
            assert!(
                !self.err.contains(inside),
                "{inside} in a message: {}",
                self.err
            );
        }
        self.err
    }
}

/// A folder of the project.
pub(crate) fn of_project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The path of a study that stands in the project's tests.
pub(crate) fn study(name: &str) -> String {
    word(&of_project("tests/studies").join(name))
}

/// The material beside the project; `None`, with a line on stderr, where it is absent.
pub(crate) fn shared(test: &str) -> Option<PathBuf> {
    let named = std::env::var_os("FAIRREACH_SHARED").map(PathBuf::from);
    let shared = named.unwrap_or_else(|| of_project("../shared"));
    if shared.is_dir() {
        return Some(shared.canonicalize().unwrap());
    }
    // Past the test harness, which keeps what a passing test prints to itself.
    let line = format!("skipped: {test}: there is no folder {}\n", shared.display());
    std::io::stderr().write_all(line.as_bytes()).unwrap();
    None
}

/// A path as an argument.
pub(crate) fn word(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// A folder with the files of another, put in by hand or taken from one of the project.
pub(crate) struct Folder(TempDir);

impl Folder {
    /// An empty one, gone when the test ends.
    pub(crate) fn empty() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// A copy of a folder of the project.
    pub(crate) fn copy(path: &str) -> Self {
        let folder = Self::empty();
        lay(&of_project(path), folder.0.path());
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The path of a file in it, as an argument.
    pub(crate) fn word(&self, name: &str) -> String {
        word(&self.path(name))
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Replaces a piece of a file that stands in it once.
    pub(crate) fn edit(&self, name: &str, old: &str, new: &str) {
        let text = self.read(name);
        assert_eq!(text.matches(old).count(), 1, "{old} in {name}");
        self.write(name, &text.replacen(old, new, 1));
    }

    /// The names of all it holds, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|it| it.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

/// Copies all that a folder holds into another.
pub(crate) fn lay(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let (from, to) = {
            let entry = entry.unwrap();
            (entry.path(), to.join(entry.file_name()))
        };
        if from.is_dir() {
            fs::create_dir(&to).unwrap();
            lay(&from, &to);
        } else {
            fs::write(&to, fs::read(&from).unwrap()).unwrap();
        }
    }
}

/// The value of a figure of `assess --json` by its name and scope (of the first service); null is `None`.
pub(crate) fn figure(judged: &Value, name: &str, scope: &str) -> Option<f64> {
    entry(judged, name, scope)["value"].as_f64()
}

/// A figure of `assess --json` by its name and scope (of the first service).
pub(crate) fn entry<'a>(judged: &'a Value, name: &str, scope: &str) -> &'a Value {
    let figures = judged["figures"].as_array().unwrap();
    figures
        .iter()
        .find(|it| it["name"] == name && it["scope"] == scope)
        .unwrap_or_else(|| panic!("no figure {name} of {scope}"))
}
