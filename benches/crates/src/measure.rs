//! Times of several runs, told as one JSON object a line.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Runs stop once they took this long together.
const LONG: Duration = Duration::from_secs(8);

/// The shortest and the median of several runs, seconds.
#[derive(Clone, Copy)]
pub(crate) struct Times {
    pub(crate) least: f64,
    pub(crate) median: f64,
    pub(crate) runs: usize,
}

impl Times {
    /// Runs a work once for warmth and then up to `runs` times; a long work fewer times, one that is longer than all
    /// runs may take only once.
    pub(crate) fn of<T>(runs: usize, mut work: impl FnMut() -> T) -> Self {
        let mut seconds = Vec::new();
        let began = Instant::now();
        let first = seconds_of(&mut work);
        if began.elapsed() > LONG {
            seconds.push(first);
        }
        while seconds.is_empty() || (seconds.len() < runs && began.elapsed() < LONG) {
            seconds.push(seconds_of(&mut work));
        }
        seconds.sort_by(f64::total_cmp);
        Self {
            least: seconds[0],
            median: seconds[seconds.len() / 2],
            runs: seconds.len(),
        }
    }

    /// One run alone.
    pub(crate) fn once<T>(work: impl FnOnce() -> T) -> (Self, T) {
        let began = Instant::now();
        let done = work();
        let seconds = began.elapsed().as_secs_f64();
        let times = Self {
            least: seconds,
            median: seconds,
            runs: 1,
        };
        (times, done)
    }

    /// The times of one of `n` equal parts, or of `1 / n` times as much.
    pub(crate) fn shared(self, n: f64) -> Self {
        Self {
            least: self.least / n,
            median: self.median / n,
            ..self
        }
    }
}

fn seconds_of<T>(work: &mut impl FnMut() -> T) -> f64 {
    let began = Instant::now();
    black_box(work());
    began.elapsed().as_secs_f64()
}

/// What was measured, beside its time: `sum` and what else proves that the answer is right, `threads`, `note`.
#[allow(
    clippy::print_stdout,
    reason = "the script that started this reads lines"
)]
pub(crate) fn tell(work: &str, times: Times, mut more: Value) {
    more["work"] = json!(work);
    more["seconds"] = json!(times.least);
    more["median"] = json!(times.median);
    more["runs"] = json!(times.runs);
    println!("{more}");
}

/// A work that is not tried, and why.
#[allow(
    clippy::print_stdout,
    reason = "the script that started this reads lines"
)]
pub(crate) fn skip(work: &str, why: &str) {
    println!("{}", json!({"work": work, "skipped": why}));
}

/// The most memory this process has held, in megabytes, where the system tells it.
pub(crate) fn peak_megabytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes / 1_024)
}
