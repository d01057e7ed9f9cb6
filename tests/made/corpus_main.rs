//! Runs a folder of hostile files through the program and prints a line a case: `tests/corpus DIR [ID ...]`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a developer's tool stops at the first fault and prints"
)]

mod corpus;
mod corpus_server;

use std::path::PathBuf;
use std::process::ExitCode;

use corpus::Verdict;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(program), Some(folder)) = (arguments.next(), arguments.next()) else {
        eprintln!("tests/corpus: name a folder with index.json, good/ and the cases");
        return ExitCode::from(2);
    };
    let only: Vec<String> = arguments.collect();
    let outcomes = corpus::run(&PathBuf::from(folder), &PathBuf::from(program), |it| {
        if only.is_empty() || only.contains(&it.id) {
            let verdict = match it.verdict {
                Verdict::Held => "held",
                Verdict::NotHeld => "NOT HELD",
                Verdict::Differs => "differs",
            };
            let mut said = it.said.lines().filter(|it| !it.trim().is_empty());
            let first = if only.is_empty() {
                said.next().unwrap_or_default().to_owned()
            } else {
                it.said.clone()
            };
            println!(
                "{:<5} {verdict:<8} {:<40} {:.2} s  {first}",
                it.id, it.file, it.seconds
            );
        }
    });
    let count = |verdict| outcomes.iter().filter(|it| it.verdict == verdict).count();
    let slowest = outcomes.iter().map(|it| it.seconds).fold(0.0, f64::max);
    println!(
        "{} held, {} not held, {} known to differ; the slowest took {slowest:.2} s",
        count(Verdict::Held),
        count(Verdict::NotHeld),
        count(Verdict::Differs)
    );
    ExitCode::from(u8::from(count(Verdict::NotHeld) > 0))
}
