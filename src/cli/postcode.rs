//! `fairreach postcode`: what a study tells of somebody's street.

use crate::cli::args::Postcode;
use crate::cli::output;
use crate::cli::run::{mode_of, ready};
use crate::pipeline::Fault;
use crate::report::{postcode_json, postcode_page};

pub(super) fn run(arguments: &Postcode) -> Result<(), Fault> {
    let prepared = ready(&arguments.study)?;
    let asked = arguments.mode.as_deref();
    let mode = asked.map(|it| mode_of(&prepared, Some(it))).transpose()?;
    let page = prepared.postcodes(&arguments.postcodes, mode.as_ref())?;
    let text = if arguments.json {
        postcode_json(&prepared.case, &page)
    } else {
        postcode_page(&prepared.case, &page)
    };
    output::print(&text)
}
