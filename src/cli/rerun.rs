//! `fairreach rerun`: an output made again from its manifest.

use std::ffi::OsString;

use clap::Parser;

use crate::cli::args::{Cli, Rerun};
use crate::cli::run;
use crate::cli::verify::unchanged;
use crate::pipeline::{Fault, Manifest, ProgramRecord, Trail};

pub(super) fn run(arguments: &Rerun) -> Result<(), Fault> {
    let shown = arguments.manifest.display().to_string();
    let trail = Trail::open(&arguments.manifest)?;
    unchanged(&trail.inputs()?, &shown)?;
    let out = arguments.out.clone().unwrap_or_else(|| trail.output());
    let asked = Cli::try_parse_from(words(&trail, &out)).map_err(|it| Fault::Asked {
        code: "E-TRAIL-MANIFEST",
        what: format!("{shown}: this program does not understand what was asked ({it})"),
        remedy: "use the version of the program that the manifest names".to_owned(),
    })?;
    run::run(&asked.command)?;
    let again = Trail::open(&Manifest::beside(&out))?.manifest;
    let before = &trail.manifest;
    if (again.output.bytes, &again.output.sha256) == (before.output.bytes, &before.output.sha256) {
        eprintln!("{}: the same {} bytes", out.display(), again.output.bytes);
        return Ok(());
    }
    let program =
        |it: &ProgramRecord| format!("{} {}, libraries {:.12}", it.name, it.version, it.libraries);
    Err(Fault::Asked {
        code: "E-TRAIL-DIFFERS",
        what: format!(
            "{}: made again from the same inputs it has other bytes; it was made by {}, and this is {}",
            out.display(),
            program(&before.program),
            program(&again.program)
        ),
        remedy: "use the program that made it first, or take the new output and its new manifest"
            .to_owned(),
    })
}

/// The command line that asks the same again.
fn words(trail: &Trail, out: &std::path::Path) -> Vec<OsString> {
    let asked = &trail.manifest.asked;
    let mut words: Vec<OsString> = vec!["fairreach".into(), asked.command.clone().into()];
    words.extend(trail.study().map(OsString::from));
    for (name, values) in &asked.options {
        let mut option = OsString::from(format!("--{name}"));
        if name == "scenario"
            && let Some(file) = trail.scenario()
        {
            option.push("=");
            option.push(file);
        } else if !values.is_empty() {
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
