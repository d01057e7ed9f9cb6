//! Whether a matrix of times fits in memory, before any of it is asked for.

use crate::pipeline::fault::Fault;

/// Bytes a pair of places: its whole seconds.
const PAIR: u128 = 2;
const GIGABYTE: f64 = 1e9;

/// Refuses a matrix of times that takes more bytes than `limit`, or, without one, than the machine says it has to give.
pub(super) fn room_for_times(
    n_areas: usize,
    n_sites: usize,
    limit: Option<u64>,
) -> Result<(), Fault> {
    let (room, whose) = match (limit, available()) {
        (Some(limit), _) => (limit, "--memory allows"),
        (None, Some(available)) => (available, "this machine has free"),
        (None, None) => return Ok(()),
    };
    let needed = n_areas as u128 * n_sites as u128 * PAIR;
    if needed <= u128::from(room) {
        return Ok(());
    }
    Err(Fault::Machine {
        code: "E-MEM-TIMES",
        what: format!(
            "times between {n_areas} areas and {n_sites} sites take {:.3} GB, and {whose} {:.3} GB",
            needed as f64 / GIGABYTE,
            room as f64 / GIGABYTE
        ),
        remedy: "split the list of sites into several studies, or use a machine with more memory"
            .to_owned(),
    })
}

/// The memory that Linux says can be had without swapping; other systems do not say.
fn available() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text
        .lines()
        .find_map(|it| it.strip_prefix("MemAvailable:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}
