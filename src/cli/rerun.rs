//! `fairreach rerun`: an output made again from its manifest.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Parser;

use crate::cli::args::{Cli, Command, Rerun};
use crate::cli::batch;
use crate::cli::output::may_stand;
use crate::cli::run;
use crate::cli::verify::unchanged;
use crate::pipeline::{Fault, Manifest, ProgramRecord, Trail, put_in_place};
use crate::report::counted;

pub(super) fn run(arguments: &Rerun) -> Result<(), Fault> {
    let shown = arguments.manifest.display().to_string();
    let trail = Trail::open(&arguments.manifest)?;
    unchanged(&trail.inputs()?, &shown)?;
    if trail.manifest.asked.command == "batch" {
        return batch_again(&trail, &shown, arguments.out.as_deref());
    }
    let out = arguments.out.as_deref().unwrap_or(trail.output());
    may_stand("--out", out)?;
    // Made beside its place, so that an output that turns out otherwise takes nobody's place.
    let made = beside(out);
    let mut asked = asked(&trail, &shown, &made)?;
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
    Err(differs(out, before, &again))
}

/// What was asked, as a command that writes to another place.
fn asked(trail: &Trail, shown: &str, made: &Path) -> Result<Cli, Fault> {
    Cli::try_parse_from(words(trail, made)).map_err(|it| Fault::Asked {
        code: "E-TRAIL-MANIFEST",
        what: format!("{shown}: this program does not understand what was asked ({it})"),
        remedy: "use the version of the program that the manifest names".to_owned(),
    })
}

fn differs(out: &Path, before: &Manifest, again: &Manifest) -> Fault {
    let program =
        |it: &ProgramRecord| format!("{} {}, libraries {:.12}", it.name, it.version, it.libraries);
    Fault::Asked {
        code: "E-TRAIL-DIFFERS",
        what: format!(
            "{}: made again from the same inputs it has other bytes, and nothing was written; it was made by {}, and this is {}",
            out.display(),
            program(&before.program),
            program(&again.program)
        ),
        remedy: "use the program that made it first, or ask the same anew for an output of today's program"
            .to_owned(),
    }
}

/// Makes a batch again in a new folder: that of the old one may hold more than the batch, and is not replaced.
fn batch_again(trail: &Trail, shown: &str, out: Option<&Path>) -> Result<(), Fault> {
    let new = out.filter(|it| !it.exists() && it.file_name().is_some());
    let Some(out) = new else {
        return Err(Fault::Asked {
            code: "E-TRAIL-BATCH",
            what: format!("{shown}: a batch is a folder, and is made again in a new one"),
            remedy: "give --out the name of a folder that is not there yet".to_owned(),
        });
    };
    let made = beside(out);
    let command = asked(trail, shown, &made)?.command;
    // What it tells of itself names the place where it is made, which nobody asked for.
    let run = match &command {
        Command::Batch(it) => batch::made(it).map(drop),
        other => run::run(other),
    };
    let again = run.and_then(|()| Ok(Trail::open(&made)?.manifest));
    let before = &trail.manifest;
    let placed = again.and_then(|again| {
        // The list of parts tells every part by its hash.
        if again.output.sha256 != before.output.sha256 {
            return Err(differs(out, before, &again));
        }
        let refused = |it| Fault::unwritable(&out.display().to_string(), it);
        std::fs::rename(&made, out).map_err(refused)
    });
    if placed.is_err() {
        // Nobody asked for what is left of it; that it cannot be removed is no news.
        drop(std::fs::remove_dir_all(&made));
    }
    placed?;
    eprintln!("{}: written, the same parts", out.display());
    Ok(())
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

/// The scenarios of a batch, which stand on its command line without a name.
const SCENARIOS: &str = "scenarios";

/// The command line that asks the same again.
fn words(trail: &Trail, out: &Path) -> Vec<OsString> {
    let asked = &trail.manifest.asked;
    let mut words: Vec<OsString> = vec!["fairreach".into(), asked.command.clone().into()];
    words.extend(trail.study().map(OsString::from));
    for (name, values) in &asked.options {
        if name == SCENARIOS {
            words.extend(values.iter().map(|it| trail.place(it).into_os_string()));
            continue;
        }
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
