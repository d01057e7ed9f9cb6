//! Runs a folder of vectors through the library and the program and prints a line a figure: `tests/vectors DIR`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a developer's tool stops at the first fault and prints"
)]

mod vectors;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use vectors::Verdict;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(program), Some(folder)) = (arguments.next(), arguments.next()) else {
        eprintln!(
            "tests/vectors: name a folder with toy_dataset.json and the files of figures beside it"
        );
        return ExitCode::from(2);
    };
    let folder = PathBuf::from(folder);
    if !folder.is_dir() {
        eprintln!("tests/vectors: there is no folder {}", folder.display());
        return ExitCode::from(2);
    }
    let brief = arguments.next().is_some_and(|it| it == "--brief");
    let lines = vectors::run(&folder, Some(Path::new(&program)), |it| {
        if brief && it.verdict == Verdict::Held {
            return;
        }
        let tolerance = it
            .tolerance
            .map_or_else(String::new, |it| format!("tolerance {it:e}"));
        let why = if it.why.is_empty() {
            String::new()
        } else {
            format!(" ({})", it.why)
        };
        println!(
            "{:<12} {}: {} [{}]: expected {}, got {}, {tolerance}{why}",
            it.verdict.word(),
            it.file,
            it.name,
            it.by,
            it.expected,
            if it.got.is_empty() {
                "nothing"
            } else {
                &it.got
            },
        );
    });
    let count = |verdict| lines.iter().filter(|it| it.verdict == verdict).count();
    println!(
        "{} held, {} not held, {} not computed, {} not known",
        count(Verdict::Held),
        count(Verdict::NotHeld),
        count(Verdict::NotComputed),
        count(Verdict::NotKnown)
    );
    ExitCode::from(u8::from(count(Verdict::NotHeld) > 0 || lines.is_empty()))
}
