//! A study of a small town whose roads are drawn in text, laid out in a folder.

use std::fs;

use crate::program::Folder;
use crate::town_files::files;

pub(crate) use crate::town_files::{STUDY, drawing};

/// A study of a small town, its roads drawn in text; one area is far from any road.
pub(crate) fn town() -> Folder {
    let folder = Folder::empty();
    folder.write("study.toml", STUDY);
    for (name, bytes) in files() {
        fs::write(folder.path(&name), bytes).unwrap();
    }
    folder
}
