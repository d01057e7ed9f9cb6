//! `fairreach serve`: the map on loopback.

use crate::cli::args::Serve;
use crate::cli::run::ready;
use crate::pipeline::Fault;

pub(super) fn run(arguments: &Serve) -> Result<(), Fault> {
    let prepared = ready(arguments.study.study.as_deref())?;
    let _ = (prepared, arguments.port);
    Ok(())
}
