//! `fairreach check`: everything read, nothing scored.

use crate::cli::args::Check;
use crate::cli::output;
use crate::cli::progress::Stages;
use crate::cli::run::open;
use crate::pipeline::{Fault, prepare_all};
use crate::report::{Inventory, counted, inventory_page};

pub(super) fn run(arguments: &Check) -> Result<(), Fault> {
    let inventory = inventory(arguments).inspect_err(say_how_many)?;
    let page = if arguments.json {
        inventory.json().map_err(|it| Fault::Bug(it.to_string()))?
    } else {
        inventory_page(&inventory)
    };
    output::print(&page)
}

fn inventory(arguments: &Check) -> Result<Inventory, Fault> {
    let study = open(&arguments.study)?;
    let prepared = {
        let stages = Stages::new();
        prepare_all(study, &stages)?
    };
    prepared.scenarios_fit()?;
    prepared.inventory()
}

/// The verdict, before the faults themselves.
fn say_how_many(fault: &Fault) {
    if !matches!(fault, Fault::Bug(_)) {
        eprintln!("Not ready: {}", counted(how_many(fault), "fault"));
    }
}

fn how_many(fault: &Fault) -> usize {
    match fault {
        Fault::Several(all) => all.iter().map(how_many).sum(),
        Fault::Scenario { changes, .. } => changes.len(),
        it => it.rejects().len().max(1),
    }
}
