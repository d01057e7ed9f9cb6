//! The study that ships: the Isle of Man, embedded in the binary so that an installed program needs no files.

use std::borrow::Cow;

use rust_embed::RustEmbed;

use crate::pipeline::fault::Fault;
use crate::study::{Files, Study};

#[derive(RustEmbed)]
#[folder = "data/isle-of-man"]
#[include = "study.toml"]
#[include = "input/*"]
struct IsleOfMan;

/// Opens the shipped study.
///
/// # Errors
/// A fault in the study itself, which the tests would have found.
pub fn shipped() -> Result<Study, Fault> {
    let file =
        |path: &str| -> Option<Cow<'static, [u8]>> { IsleOfMan::get(path).map(|it| it.data) };
    let text = file("study.toml").unwrap_or_default();
    Ok(Study::from_bytes(
        &text,
        "isle-of-man/study.toml",
        Files::Embedded(file),
    )?)
}
