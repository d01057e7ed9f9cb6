//! A long hunt by hand: `tests/fuzz/run TARGET SECONDS [SEED]`, or one input again: `tests/fuzz/run TARGET SUBJECT FILE`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a developer's tool stops at the first fault and prints"
)]

#[allow(dead_code, reason = "the tests use the rest")]
#[path = "mod.rs"]
mod fuzzer;
#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../made/geopackage.rs"]
mod geopackage;
#[path = "../made/kept.rs"]
mod kept;
#[path = "../made/island.rs"]
mod made_island;
#[path = "../made/packing.rs"]
mod packing;
#[allow(dead_code, reason = "the made files write more than is read here")]
#[path = "../made/pbf.rs"]
mod pbf;
#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../it/town.rs"]
mod town;
#[path = "../made/town_files.rs"]
mod town_files;

use std::cell::Cell;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use fuzzer::hunt::Hunt;
use fuzzer::targets::{names, target};

/// How often it is told how a hunt stands.
const EVERY: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        [name, seconds] => long(name, seconds, "1"),
        [name, seconds, seed] if seed.parse::<u64>().is_ok() => long(name, seconds, seed),
        [name, subject, file] => again(name, subject, file),
        _ => None,
    };
    done.unwrap_or_else(|| {
        let names: Vec<&str> = names().collect();
        eprintln!(
            "tests/fuzz/run: TARGET SECONDS [SEED], or TARGET SUBJECT FILE to run a find again"
        );
        eprintln!("targets: {}", names.join(", "));
        ExitCode::from(2)
    })
}

/// Where the last panic was, in place of what would be printed by the thousand.
static PLACE: Mutex<String> = Mutex::new(String::new());

/// Hunts for some seconds on every core.
fn long(name: &str, seconds: &str, seed: &str) -> Option<ExitCode> {
    let (target, seconds) = (target(name)?, seconds.parse().ok()?);
    std::panic::set_hook(Box::new(|it| {
        let place = it.location().map(ToString::to_string);
        *PLACE.lock().unwrap() = place.unwrap_or_default();
    }));
    let began = Instant::now();
    let until = began + Duration::from_secs(seconds);
    let hunt = Hunt::new(target, seed.parse().ok()?, u64::MAX, Some(until));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (told, shown) = (Cell::new(began), Cell::new(0));
    hunt.run(threads, &|hunt| {
        for find in hunt.finds().iter().skip(shown.get()) {
            eprintln!("{}\n  near {}", hunt.shown(find), PLACE.lock().unwrap());
            shown.set(shown.get() + 1);
        }
        if told.get().elapsed() >= EVERY {
            told.set(Instant::now());
            eprintln!("{}", hunt.line(began));
        }
    });
    println!("{}", hunt.line(began));
    Some(ExitCode::from(u8::from(!hunt.finds().is_empty())))
}

/// Runs one input again, with all that is said.
fn again(name: &str, subject: &str, file: &str) -> Option<ExitCode> {
    let target = target(name)?;
    let subject = target.subjects.iter().find(|it| it.name == subject);
    let Some(subject) = subject else {
        let known: Vec<&str> = target.subjects.iter().map(|it| it.name.as_str()).collect();
        eprintln!("subjects of {name}: {}", known.join(", "));
        return Some(ExitCode::from(2));
    };
    let began = Instant::now();
    let read = (subject.read)(&std::fs::read(file).ok()?);
    println!("{read:#?}\n{:.3} s", began.elapsed().as_secs_f64());
    Some(ExitCode::SUCCESS)
}
