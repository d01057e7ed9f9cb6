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
    let Some(room) = Room::of(limit) else {
        return Ok(());
    };
    if bytes(n_areas, n_sites) <= u128::from(room.bytes) {
        return Ok(());
    }
    let remedy = "`fairreach times --in-batches` writes them some areas at a time; any other command needs fewer sites, \
        or a machine with more memory";
    Err(room.exceeded(n_areas, n_sites, remedy))
}

/// How many areas' times to every site fit into `limit` bytes, or, without it, into what the machine says it has to
/// give; refused where not even one's do.
pub(super) fn areas_a_batch(n_sites: usize, limit: Option<u64>) -> Result<usize, Fault> {
    let Some(room) = Room::of(limit) else {
        return Ok(usize::MAX);
    };
    let fit = u128::from(room.bytes) / bytes(1, n_sites).max(1);
    if fit == 0 {
        return Err(room.exceeded(1, n_sites, "allow more"));
    }
    Ok(usize::try_from(fit).unwrap_or(usize::MAX))
}

/// What one matrix of times may take, and who says so.
struct Room {
    bytes: u64,
    whose: &'static str,
}

impl Room {
    /// The limit given, or else half of what the machine has free, since the times are held a second time while they are
    /// kept or taken from where they were; `None` where neither is known.
    fn of(limit: Option<u64>) -> Option<Self> {
        let free = || Some((available()? / 2, "half of what this machine has free is"));
        let (bytes, whose) = limit.map(|it| (it, "--memory allows")).or_else(free)?;
        Some(Self { bytes, whose })
    }

    fn exceeded(&self, n_areas: usize, n_sites: usize, remedy: &str) -> Fault {
        let places = |n: usize, name: &str| match n {
            1 => format!("1 {name}"),
            _ => format!("{n} {name}s"),
        };
        Fault::Machine {
            code: "E-MEM-TIMES",
            what: format!(
                "times between {} and {} take {:.3} GB, and {} {:.3} GB",
                places(n_areas, "area"),
                places(n_sites, "site"),
                bytes(n_areas, n_sites) as f64 / GIGABYTE,
                self.whose,
                self.bytes as f64 / GIGABYTE
            ),
            remedy: remedy.to_owned(),
        }
    }
}

const fn bytes(n_areas: usize, n_sites: usize) -> u128 {
    n_areas as u128 * n_sites as u128 * PAIR
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
