//! One part of the table after the other: its scenarios are scored side by side and written in their order.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use crate::pipeline::batch::ledger::{Ledger, PartLine, part_name};
use crate::pipeline::batch::score::{Scorer, Values};
use crate::pipeline::batch::shard::Shard;
use crate::pipeline::batch::source::{BatchScenario, GROUP, ScenarioName, Source};
use crate::pipeline::fault::Fault;
use crate::pipeline::fingerprint::Hashed;
use crate::pipeline::prepare::Prepared;
use crate::pipeline::progress::Progress;
use crate::pipeline::whole_file::write_whole_as;
use crate::report::{BatchColumns, BatchRows, BatchTable, TableError};

/// All that the parts of a batch are made with.
pub(super) struct Parts<'a> {
    pub(super) prepared: &'a Prepared,
    pub(super) source: &'a Source,
    pub(super) scorer: &'a dyn Scorer,
    pub(super) columns: &'a BatchColumns,
    pub(super) rows: u64,
    pub(super) folder: &'a Path,
    pub(super) shard: Shard,
    pub(super) progress: &'a dyn Progress,
    pub(super) stop: &'a AtomicBool,
}

/// How far a run has come.
struct Gone {
    done: AtomicU64,
    of: u64,
}

impl Parts<'_> {
    /// Makes the parts of the share that are not there, in order; how many these were.
    pub(super) fn make(&self, ledger: &mut Ledger, n_parts: u64) -> Result<u64, Fault> {
        let lacks = |it: &u64| self.shard.takes(*it) && !ledger.lines.contains_key(it);
        let lacking: Vec<u64> = (0..n_parts).filter(lacks).collect();
        let scenarios = |part: &u64| {
            let numbers = self.numbers(*part);
            numbers.end - numbers.start
        };
        let gone = Gone {
            done: AtomicU64::new(0),
            of: lacking.iter().map(scenarios).sum(),
        };
        if !lacking.is_empty() {
            self.progress.stage("scoring scenarios");
        }
        for (made, part) in lacking.iter().enumerate() {
            let line = self.part(*part, &gone).map_err(|it| match it {
                Fault::Stopped { .. } => self.stopped(ledger, made, lacking.len()),
                other => self.needs(ledger, other, &lacking[made..]),
            })?;
            ledger.add(line)?;
        }
        Ok(lacking.len() as u64)
    }

    /// The numbers of the scenarios that a part stands for.
    fn numbers(&self, part: u64) -> std::ops::Range<u64> {
        let start = part.saturating_mul(self.rows);
        start..start.saturating_add(self.rows).min(self.source.len())
    }

    fn part(&self, part: u64, gone: &Gone) -> Result<PartLine, Fault> {
        let (name, numbers) = (part_name(part), self.numbers(part));
        let path = self.folder.join(&name);
        let shown = path.display().to_string();
        let mut told = None;
        write_whole_as(&path, &self.shard.label(), |file| {
            let mut out = Hashed::new(BufWriter::with_capacity(1 << 20, &mut *file));
            let rows = self.table(&mut out, &shown, numbers.clone(), gone)?;
            out.flush().map_err(|it| Fault::unwritable(&shown, it))?;
            told = Some((rows, out.end()));
            Ok(())
        })?;
        let Some((rows, (bytes, print))) = told else {
            return Err(Fault::Bug("a part was written by nobody".to_owned()));
        };
        Ok(PartLine {
            part,
            file: name,
            scenarios: numbers.end - numbers.start,
            rows,
            bytes,
            sha256: print.hex(),
        })
    }

    /// Writes the table of some numbers; how many rows it has.
    fn table(
        &self,
        out: &mut Hashed<BufWriter<&mut File>>,
        shown: &str,
        numbers: std::ops::Range<u64>,
        gone: &Gone,
    ) -> Result<u64, Fault> {
        let refused = |it| match it {
            TableError::Io(it) => Fault::unwritable(shown, it),
            it @ TableError::Parquet(_) => Fault::Bug(it.to_string()),
        };
        let mut table = BatchTable::begin(out, self.columns.clone()).map_err(refused)?;
        let (mut rows, mut n) = (self.no_rows(), 0);
        self.source
            .go_through(numbers, self.prepared, &mut |scenarios, stands_for| {
                let values = self.score(&scenarios, gone)?;
                self.tell(gone, stands_for - scenarios.len() as u64);
                n += scenarios.len() as u64;
                for (scenario, values) in scenarios.into_iter().zip(values) {
                    self.add(&mut rows, scenario, values);
                }
                if height(&rows) as u64 >= GROUP {
                    let full = std::mem::replace(&mut rows, self.no_rows());
                    table.add(full).map_err(refused)?;
                }
                Ok(())
            })?;
        table.add(rows).map_err(refused)?;
        table.end().map_err(refused)?;
        Ok(n)
    }

    fn score(&self, scenarios: &[BatchScenario], gone: &Gone) -> Result<Vec<Values>, Fault> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(interrupted());
        }
        let some = scenarios.par_chunks(self.scorer.at_once().max(1));
        let scored = some.map(|it| {
            if self.stop.load(Ordering::Relaxed) {
                return Err(interrupted());
            }
            let values = self.scorer.score(it);
            self.tell(gone, it.len() as u64);
            Ok(values)
        });
        let scored: Vec<Vec<Values>> = scored.collect::<Result<_, Fault>>()?;
        Ok(scored.into_iter().flatten().collect())
    }

    fn tell(&self, gone: &Gone, more: u64) {
        let done = gone.done.fetch_add(more, Ordering::Relaxed) + more;
        self.progress.counted(done, gone.of);
    }

    fn no_rows(&self) -> BatchRows {
        BatchRows {
            figures: vec![Vec::new(); self.columns.figures.len()],
            ..BatchRows::default()
        }
    }

    fn add(&self, rows: &mut BatchRows, scenario: BatchScenario, values: Values) {
        if self.columns.with.open {
            let plan = scenario.plan.as_ref();
            let sites = plan.map_or(&self.prepared.case.sites, |it| &it.case.sites);
            let ids: Vec<&str> = scenario
                .open
                .iter()
                .map(|it| sites[*it].id.as_str())
                .collect();
            rows.open.push(ids.join(";"));
        }
        match scenario.name {
            ScenarioName::Number(number) => rows.numbers.push(number),
            ScenarioName::Id(id) => rows.ids.push(id),
        }
        for (column, value) in rows.figures.iter_mut().zip(values) {
            column.push(value);
        }
    }

    fn stopped(&self, ledger: &Ledger, made: usize, of: usize) -> Fault {
        let whole = ledger
            .lines
            .keys()
            .filter(|it| self.shard.takes(**it))
            .count();
        Fault::Stopped {
            what: format!(
                "{}: {whole} of {} parts are whole and stay ({made} of them made by this run)",
                self.folder.display(),
                whole + of - made
            ),
            remedy: "give the same command again to go on from there".to_owned(),
        }
    }

    /// The same fault, with how much room the rest takes where the system refused to write.
    fn needs(&self, ledger: &Ledger, fault: Fault, lacking: &[u64]) -> Fault {
        let Fault::Unwritable { path, source } = fault else {
            return fault;
        };
        let known = ledger.lines.values();
        let (n, bytes) = known.fold((0, 0), |(n, bytes), it| {
            (n + it.scenarios, bytes + it.bytes)
        });
        // Parquet as it is, where no part tells how small it gets: a number and its mark of absence, and the open sites.
        let raw = 9 * (self.columns.figures.len() as u64 + 1)
            + if self.columns.with.open {
                16 * self.prepared.case.sites.len() as u64
            } else {
                0
            };
        let a_row = if n > 0 {
            bytes as f64 / n as f64
        } else {
            raw as f64
        };
        let megabytes = |parts: &[u64]| {
            let numbers = parts.iter().map(|it| self.numbers(*it));
            let n: u64 = numbers.map(|it| it.end - it.start).sum();
            n as f64 * a_row / 1e6
        };
        let about = if n > 0 { "about" } else { "at most" };
        let what = format!(
            "{source}; this part takes {about} {:.1} MB, and all that are still to be made {about} {:.1} MB",
            megabytes(&lacking[..1]),
            megabytes(lacking)
        );
        let source = io::Error::new(source.kind(), what);
        Fault::Unwritable { path, source }
    }
}

fn interrupted() -> Fault {
    Fault::Stopped {
        what: "the batch".to_owned(),
        remedy: String::new(),
    }
}

fn height(rows: &BatchRows) -> usize {
    rows.ids.len() + rows.numbers.len()
}
