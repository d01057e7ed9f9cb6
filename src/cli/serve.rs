//! `fairreach serve`: the map on loopback.

use crate::cli::args::Serve;
use crate::cli::progress::Stages;
use crate::cli::run::open;
use crate::pipeline::{Fault, prepare};
use crate::serve::{self, AppState, Parts, ServeError};

pub(super) fn run(arguments: &Serve) -> Result<(), Fault> {
    let prepared = {
        let stages = Stages::new();
        let prepared = prepare(open(&arguments.study)?, &stages)?;
        prepared.ready_for_places(&stages)?;
        prepared
    };
    let state =
        AppState::new(Parts::from(prepared)).map_err(|error| Fault::Bug(error.to_string()))?;
    let tell = |address| eprintln!("the map is at http://{address} (stop with Ctrl-C)");
    serve::run(state, arguments.port, tell).map_err(|error| refused(&error))
}

fn refused(error: &ServeError) -> Fault {
    let (code, what, remedy) = match error {
        ServeError::PortInUse(port) => (
            "E-PORT",
            format!("port {port} is in use"),
            "choose another with --port, or --port 0 for any free one",
        ),
        ServeError::PortRefused(port) => (
            "E-PORT",
            format!("port {port} is not open to this user"),
            "choose one from 1024 up with --port, or --port 0 for any free one",
        ),
        ServeError::Io(_) => (
            "E-IO",
            error.to_string(),
            "check that this machine has a loopback address",
        ),
    };
    Fault::Machine {
        code,
        what,
        remedy: remedy.to_owned(),
    }
}
