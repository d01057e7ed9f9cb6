//! Making a folder that appears whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::pipeline::fault::Fault;
use crate::pipeline::whole_file::PART;

/// Makes a folder beside its final place, then puts it there. Paths relative to it hold while it is filled, since both
/// places are in one folder.
///
/// # Errors
/// `E-NEW-FOLDER` where a file or a folder that is not empty is in the way, or there is no folder to make it in; what fills
/// it, and what the system says. Nothing is left then.
pub(super) fn make_whole(
    folder: &Path,
    fill: impl FnOnce(&Path) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let refused = |path: &Path| {
        let path = path.display().to_string();
        move |it: io::Error| Fault::unwritable(&path, it)
    };
    refuse_taken(folder)?;
    let Some(name) = folder.file_name() else {
        let shown = folder.display().to_string();
        return Err(Fault::usage(
            "NAME",
            &shown,
            "give the name of a new folder",
        ));
    };
    let mut part = OsString::from(".");
    part.push(name);
    part.push(format!(".{}{PART}", std::process::id()));
    let part = folder.with_file_name(part);
    let made = fs::create_dir(&part)
        .map_err(refused(&part))
        .and_then(|()| fill(&part))
        .and_then(|()| {
            // An empty folder gives way; one that has been filled meanwhile does not.
            match fs::remove_dir(folder) {
                Err(it) if it.kind() != ErrorKind::NotFound => Err(refused(folder)(it)),
                _ => fs::rename(&part, folder).map_err(refused(folder)),
            }
        });
    if made.is_err() {
        // What is left of the attempt is of no use to anyone; that it cannot be removed is no news.
        drop(fs::remove_dir_all(&part));
    } else if cfg!(unix) {
        // As for a file: a folder that cannot be asked to outlast a power cut undoes nothing.
        drop(File::open(parent(folder)).and_then(|it| it.sync_all()));
    }
    made
}

/// The folder that holds another.
pub(super) fn parent(folder: &Path) -> &Path {
    let parent = folder.parent().filter(|it| !it.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}

/// Refuses a place that is taken, and one in a folder that is not there.
pub(super) fn refuse_taken(folder: &Path) -> Result<(), Fault> {
    let fault = |what: String, remedy: &str| Fault::Asked {
        code: "E-NEW-FOLDER",
        what,
        remedy: remedy.to_owned(),
    };
    let shown = folder.display();
    if !parent(folder).is_dir() {
        let what = format!(
            "there is no folder {} to make {shown} in",
            parent(folder).display()
        );
        return Err(fault(what, "make it first, or give another NAME"));
    }
    match fs::read_dir(folder).map(|mut it| it.next().is_some()) {
        Ok(true) => {
            let what = format!("the folder {shown} is not empty");
            Err(fault(
                what,
                "give the NAME of a new folder; nothing in this one was touched",
            ))
        }
        Ok(false) => Ok(()),
        Err(it) if it.kind() == ErrorKind::NotFound => Ok(()),
        Err(it) if it.kind() == ErrorKind::NotADirectory => Err(fault(
            format!("{shown} is a file"),
            "give the NAME of a new folder",
        )),
        Err(it) => Err(Fault::io(&shown.to_string(), it)),
    }
}
