//! `fairreach check`: everything read, nothing scored.

use crate::cli::args::Check;
use crate::cli::output;
use crate::cli::run::ready;
use crate::pipeline::Fault;
use crate::report::inventory_page;

pub(super) fn run(arguments: &Check) -> Result<(), Fault> {
    let inventory = ready(&arguments.study)?.inventory()?;
    let page = if arguments.json {
        inventory.json().map_err(|it| Fault::Bug(it.to_string()))?
    } else {
        inventory_page(&inventory)
    };
    output::print(&page)
}
