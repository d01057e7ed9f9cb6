//! `fairreach prepare`: what is worth keeping, made and kept.

use std::fmt::Write;

use crate::cli::args::Prepare;
use crate::cli::output;
use crate::cli::progress::Stages;
use crate::cli::run::{means, open};
use crate::pipeline::{Fault, Means, cache_folder, prepare_by};

pub(super) fn run(arguments: &Prepare) -> Result<(), Fault> {
    let study = open(&arguments.study)?;
    let Some(folder) = cache_folder(&study) else {
        let what = "the study inside the program has no folder to keep anything in; every command works without";
        return output::print(&format!("{}: nothing is kept: {what}\n", study.name));
    };
    let own_times = study.roads.is_none();
    let means = Means {
        draw: true,
        keep: true,
        ..means(&arguments.memory)
    };
    let prepared = {
        let stages = Stages::new();
        prepare_by(study, means, &stages)?
    };
    let name = &prepared.study.name;
    if own_times {
        let what = "it brings its own times and has no roads to prepare";
        return output::print(&format!("{name}: nothing is kept: {what}\n"));
    }
    let mut page = format!("{name}: kept in {}\n", folder.display());
    for file in prepared.kept() {
        let how = if file.made { "made" } else { "good as it was" };
        let megabytes = file.bytes as f64 / 1e6;
        // Writing to a string cannot fail.
        let _ = writeln!(page, "  {:<24} {megabytes:>8.2} MB  {how}", file.name);
    }
    page.push_str(
        "The other commands start from these files. The folder can be removed at any time.\n",
    );
    output::print(&page)
}
