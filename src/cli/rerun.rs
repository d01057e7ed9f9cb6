//! `fairreach rerun`: an output made again from its manifest.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Parser;

use crate::cli::args::{Cli, Rerun};
use crate::cli::output::may_stand;
use crate::cli::run;
use crate::cli::verify::unchanged;
use crate::pipeline::{Fault, Manifest, ProgramRecord, Trail, put_in_place};
use crate::report::counted;

pub(super) fn run(arguments: &Rerun) -> Result<(), Fault> {
    let shown = arguments.manifest.display().to_string();
    let trail = Trail::open(&arguments.manifest)?;
    if trail.manifest.asked.command == "batch" {
        return Err(Fault::Asked {
            code: "E-TRAIL-BATCH",
            what: format!("{shown}: a batch is a folder of parts, and is not made again in its place"),
            remedy: "run fairreach batch into a new folder and compare the two parts.jsonl, or fairreach verify this one"
                .to_owned(),
        });
    }
    unchanged(&trail.inputs()?, &shown)?;
    let out = arguments.out.as_deref().unwrap_or(trail.output());
    may_stand("--out", out)?;
    // Made beside its place, so that an output that turns out otherwise takes nobody's place.
    let made = beside(out);
    let mut asked = Cli::try_parse_from(words(&trail, &made)).map_err(|it| Fault::Asked {
        code: "E-TRAIL-MANIFEST",
        what: format!("{shown}: this program does not understand what was asked ({it})"),
        remedy: "use the version of the program that the manifest names".to_owned(),
    })?;
    if let Some(file) = asked.command.out_mut() {
        file.make_again_for(out);
    }
    let again = run::run(&asked.command).and_then(|()| Ok(Trail::open(&made)?.manifest));
    let again = again
        .inspect_err(|_| remove(&made))
        .map_err(|it| named(it, &made, out))?;
    let before = &trail.manifest;
    if (again.output.bytes, &again.output.sha256) == (before.output.bytes, &before.output.sha256) {
        put_in_place(&made, out).inspect_err(|_| remove(&made))?;
        let bytes = counted(again.output.bytes, "byte");
        eprintln!("{}: written, the same {bytes}", out.display());
        return Ok(());
    }
    remove(&made);
    let program =
        |it: &ProgramRecord| format!("{} {}, libraries {:.12}", it.name, it.version, it.libraries);
    Err(Fault::Asked {
        code: "E-TRAIL-DIFFERS",
        what: format!(
            "{}: made again from the same inputs it has other bytes, and nothing was written; it was made by {}, and this is {}",
            out.display(),
            program(&before.program),
            program(&again.program)
        ),
        remedy: "use the program that made it first, or ask the same anew for an output of today's program"
            .to_owned(),
    })
}

/// A place for what is made, in the folder of where it goes, with the same ending.
fn beside(out: &Path) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!(".again-{}-{name}", std::process::id()))
}

/// The same fault, told of the file that was asked for.
fn named(fault: Fault, made: &Path, out: &Path) -> Fault {
    let (made, out) = (made.display().to_string(), out.display().to_string());
    match fault {
        Fault::Unwritable { path, source } => Fault::Unwritable {
            path: path.replace(&made, &out),
            source,
        },
        it => it,
    }
}

/// Removes what was made and its manifest, as far as they are there; that one cannot be removed is no news.
fn remove(made: &Path) {
    drop(std::fs::remove_file(made));
    drop(std::fs::remove_file(Manifest::beside(made)));
}

/// The command line that asks the same again.
fn words(trail: &Trail, out: &Path) -> Vec<OsString> {
    let asked = &trail.manifest.asked;
    let mut words: Vec<OsString> = vec!["fairreach".into(), asked.command.clone().into()];
    words.extend(trail.study().map(OsString::from));
    for (name, values) in &asked.options {
        let mut option = OsString::from(format!("--{name}"));
        if name == "scenario" {
            words.extend(values.iter().map(|it| {
                let mut option = option.clone();
                option.push("=");
                option.push(trail.scenario(it));
                option
            }));
            continue;
        }
        if !values.is_empty() {
            option.push("=");
            option.push(values.join(","));
        }
        words.push(option);
    }
    let mut option = OsString::from("--out=");
    option.push(out);
    words.push(option);
    words
}
