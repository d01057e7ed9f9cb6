//! The reject table: all that is wrong with a study, where it is more than is printed or the user asks for it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::cli::args::StudyArgument;
use crate::cli::output;
use crate::pipeline::Fault;
use crate::read::ReadErrors;
use crate::report::rejects_csv;
use crate::study::Files;

/// Writes the table where there is anything to write; told is its name, or why it could not be written.
pub(super) fn write(fault: &Fault, argument: &StudyArgument) -> Option<Result<PathBuf, Fault>> {
    let rejects = fault.rejects();
    if rejects.is_empty() {
        return None;
    }
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for reject in &rejects {
        *kinds.entry(reject.code).or_default() += 1;
    }
    let printed_whole = kinds.values().all(|it| *it <= ReadErrors::SHOWN_OF_A_KIND);
    let path = match (&argument.rejects, &argument.study) {
        (Some(path), _) => path.clone(),
        (None, Some(study)) if !printed_whole => {
            let folder = Files::folder_of(study).join("output");
            if let Err(fault) = std::fs::create_dir_all(&folder) {
                return Some(Err(Fault::unwritable(&folder.display().to_string(), fault)));
            }
            folder.join("rejects.csv")
        }
        _ => return None,
    };
    let text = rejects_csv(&rejects);
    Some(output::write(&path, text.as_bytes()).map(|()| path))
}
