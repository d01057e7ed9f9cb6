//! `fairreach new`: a study folder from files as they were downloaded, and what is still missing.

use std::fmt::Write;

use crate::cli::args::New;
use crate::cli::output;
use crate::pipeline::{Fault, MadeStudy, NewStudy};
use crate::read::is_district_code;
use crate::study::MissingInput;

pub(super) fn run(arguments: &New) -> Result<(), Fault> {
    // Districts that follow --areas without a comma are taken for files by the command line.
    let (districts, files): (Vec<_>, Vec<_>) = arguments.files.iter().cloned().partition(|it| {
        let word = it.to_str().unwrap_or_default();
        is_district_code(word) && !it.exists()
    });
    let mut areas = arguments.areas.clone();
    areas.extend(districts.iter().map(|it| it.display().to_string()));
    let asked = NewStudy {
        folder: arguments.name.clone(),
        areas,
        files,
        copy: arguments.copy,
    };
    let made = asked.make()?;
    let mut page = String::new();
    // Writing to a string cannot fail.
    let _ = write_page(&mut page, &asked, &made);
    output::print(&page)
}

fn write_page(page: &mut String, asked: &NewStudy, made: &MadeStudy) -> std::fmt::Result {
    let folder = asked.folder.display();
    let study = asked.folder.join("study.toml");
    let study = study.display();
    let (needed, optional): (Vec<&MissingInput>, Vec<&MissingInput>) =
        made.draft.missing.iter().partition(|it| it.needed);
    match needed.len() {
        0 if made.draft.ready => writeln!(page, "{study} is written.")?,
        0 => writeln!(
            page,
            "NOT READY: no list of sites is in force; see what is to decide.\nA draft is written to {study}."
        )?,
        1 => writeln!(page, "NOT READY: 1 thing is missing.")?,
        n => writeln!(page, "NOT READY: {n} things are missing.")?,
    }
    if !needed.is_empty() {
        writeln!(page, "A draft is written to {study}.")?;
    }
    missing(page, "Missing, and needed", &needed)?;
    list(page, "Areas", made.read_as.iter().cloned())?;
    let pair = |(file, what): &(String, String)| format!("{file}: {what}");
    list(page, "Used", made.used.iter().map(pair))?;
    list(page, "Known and not used", made.spare.iter().map(pair))?;
    list(
        page,
        "Not recognised",
        made.unknown.iter().map(ToString::to_string),
    )?;
    list(page, "To decide", made.draft.to_decide.iter().cloned())?;
    missing(page, "Missing, and may be left out", &optional)?;
    let next = match (needed.is_empty(), made.draft.ready) {
        (false, _) => "Get what is missing and name it in study.toml, then",
        (true, true) => "Look through the lines marked CHANGE, then",
        (true, false) => "Decide what is to decide, then",
    };
    writeln!(page, "\n{next}: fairreach check {folder}")
}

fn list(page: &mut String, title: &str, lines: impl Iterator<Item = String>) -> std::fmt::Result {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        writeln!(page, "\n{title}")?;
    }
    lines.try_for_each(|it| writeln!(page, "  {it}"))
}

fn missing(page: &mut String, title: &str, inputs: &[&MissingInput]) -> std::fmt::Result {
    if !inputs.is_empty() {
        writeln!(page, "\n{title}")?;
    }
    for it in inputs {
        let published = it.input.published();
        writeln!(page, "  {}: {}", published.name, it.why)?;
        writeln!(page, "    publisher  {}", published.publisher)?;
        writeln!(page, "    page       {}", published.page)?;
        writeln!(page, "    file       {}", published.file)?;
        let columns = match published.columns {
            [] => "none: it is no table".to_owned(),
            some => some.join(", "),
        };
        writeln!(page, "    columns    {columns}")?;
        if !published.instead.is_empty() {
            writeln!(page, "    instead    {}", published.instead)?;
        }
    }
    Ok(())
}
