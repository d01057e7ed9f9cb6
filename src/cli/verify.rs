//! `fairreach verify`: whether an output still stands.

use std::fmt::Write;

use crate::cli::args::Verify;
use crate::cli::output;
use crate::pipeline::{Checked, Fault, FileState, Trail};
use crate::report::counted;

pub(super) fn run(arguments: &Verify) -> Result<(), Fault> {
    let trail = Trail::open(&arguments.output)?;
    let mut files = vec![trail.output_now()];
    files.extend(trail.parts());
    files.extend(trail.inputs()?);
    let mut page = String::new();
    for file in &files {
        // Writing to a string cannot fail.
        let _ = writeln!(page, "{:<10}  {:<11} {}", state(file), file.what, file.file);
    }
    output::print(&page)?;
    unchanged(&files, &arguments.output.display().to_string())
}

/// Refuses files that are not as they were.
pub(super) fn unchanged(files: &[Checked], of: &str) -> Result<(), Fault> {
    let other: Vec<String> = files
        .iter()
        .filter(|it| it.state != FileState::Same)
        .map(|it| format!("{} {} is {}", it.what, it.file, state(it)))
        .collect();
    if other.is_empty() {
        return Ok(());
    }
    Err(Fault::Asked {
        code: "E-TRAIL-CHANGED",
        what: format!(
            "{of}: {} of {} {} not as the manifest says: {}",
            other.len(),
            counted(files.len(), "file"),
            if other.len() == 1 { "is" } else { "are" },
            other.join("; ")
        ),
        remedy:
            "bring back the files as they were, or make the output anew from those that are there"
                .to_owned(),
    })
}

fn state(file: &Checked) -> String {
    match &file.state {
        FileState::Same => "same".to_owned(),
        FileState::Changed => "changed".to_owned(),
        FileState::Unreadable(why) => format!("unreadable ({why})"),
    }
}
