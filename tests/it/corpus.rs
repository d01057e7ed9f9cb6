//! The corpus of hostile files, through the program as a user runs it.

use std::path::Path;

use crate::corpus_cases::{Verdict, run};
use crate::program::of_project;

#[test]
fn every_case_of_the_corpus_ends_as_its_index_says() {
    let corpus = of_project("tests/fixtures/corpus");
    let outcomes = run(&corpus, Path::new(env!("CARGO_BIN_EXE_fairreach")), |_| ());
    let wrong: Vec<String> = outcomes
        .iter()
        .filter(|it| it.verdict == Verdict::NotHeld)
        .map(|it| format!("{} {}: {}", it.id, it.file, it.said))
        .collect();
    assert!(outcomes.len() >= 140, "{} cases", outcomes.len());
    let slowest = outcomes.iter().map(|it| it.seconds).fold(0.0, f64::max);
    assert!(slowest < 10.0, "a case hung for {slowest} s");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
