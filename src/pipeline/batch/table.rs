//! A table of scenarios, a row a scenario. It is gone through twice: once to check every row, so that all faults are told
//! before anything is written, and once, part by part, to score. Of a CSV file some rows are held at a time, of Parquet its
//! packed bytes too; of every row its id's hash.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hasher};
use std::io::BufReader;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::pipeline::batch::folder::changed;
use crate::pipeline::batch::source::{EachGroup, GROUP};
use crate::pipeline::batch::table_row::{Columns, Names};
use crate::pipeline::fault::Fault;
use crate::pipeline::prepare::Prepared;
use crate::read::{
    Findings, Place, ReadErrors, ReadFault, RowsAt, ScenarioTable, Suppressed, Table,
};

/// A table whose every row was found to be good.
pub(super) struct TableSource {
    path: PathBuf,
    shown: String,
    /// The file as it is, of Parquet.
    packed: Option<Vec<u8>>,
    len: u64,
    /// Of CSV, where every so many-th row begins: so many as a part has, or a group where a part has more.
    stride: u64,
    starts: Vec<RowsAt>,
}

/// Rows of a group; as many as are scored at a time.
const ROWS: usize = 1 << 14;
const _: () = assert!(
    ROWS as u64 == GROUP,
    "a group of rows is a group of scenarios"
);

/// So many faults are enough: a table that is wrong in every row is not read to its end.
const ENOUGH: u64 = 10_000;

impl TableSource {
    /// Checks every row of a table whose parts will have so many.
    ///
    /// # Errors
    /// Every fault of its header and rows at once, with line, column and value.
    pub(super) fn open(path: &Path, prepared: &Prepared, part: u64) -> Result<Self, Fault> {
        let shown = path.display().to_string();
        let ending = path.extension().unwrap_or_default();
        let packed = if ending.eq_ignore_ascii_case("parquet") {
            Some(fs::read(path).map_err(|it| Fault::io(&shown, it))?)
        } else {
            None
        };
        let mut source = Self {
            path: path.to_owned(),
            shown,
            packed,
            len: 0,
            stride: part.clamp(1, GROUP),
            starts: Vec::new(),
        };
        source.check(prepared)?;
        Ok(source)
    }

    pub(super) const fn len(&self) -> u64 {
        self.len
    }

    fn table(&self) -> Result<ScenarioTable<'_, BufReader<File>>, Fault> {
        if let Some(bytes) = &self.packed {
            return Ok(ScenarioTable::parquet(&self.shown, bytes)?);
        }
        let file = File::open(&self.path).map_err(|it| Fault::io(&self.shown, it))?;
        let file = BufReader::with_capacity(1 << 20, file);
        Ok(ScenarioTable::csv(&self.shown, file)?)
    }

    fn check(&mut self, prepared: &Prepared) -> Result<(), Fault> {
        let names = Names::of(prepared);
        let mut found = Findings::none();
        let (mut starts, mut hashes) = (Vec::new(), Vec::new());
        let rows_in_all;
        {
            let mut table = self.table()?;
            let columns = Columns::of(&header(&table), &names, &mut found);
            let Some(columns) = columns.filter(|_| found.faults.is_empty()) else {
                return Err(Fault::Read(ReadErrors(found.faults)));
            };
            let stride = self.packed.as_ref().map_or(self.stride, |_| GROUP);
            let stride = usize::try_from(stride).unwrap_or(ROWS);
            while found.n_faults() < ENOUGH {
                let at = table.at();
                let rows = table.next(stride, &mut found)?;
                if rows.rows().len() == 0 {
                    break;
                }
                starts.push(at);
                for row in rows.rows() {
                    hashes.push(hash(columns.id(&row)));
                    columns.scenario(&row, &names, &mut found);
                }
            }
            rows_in_all = hashes.len() as u64;
            self.twice(&columns, &mut hashes, &mut found)?;
        }
        self.len = rows_in_all;
        self.starts = starts;
        if self.len == 0 && found.faults.is_empty() {
            let what = "the table has no scenario";
            let fault = ReadFault::new(
                "E-BATCH-NONE",
                &self.shown,
                what,
                "give it a row a scenario",
            );
            found.fault(fault);
        }
        found.or(())?;
        Ok(())
    }

    /// Tells every row whose id stands in a row before it. The rows are only read again where two ids have one hash.
    fn twice(
        &self,
        columns: &Columns,
        hashes: &mut [u64],
        found: &mut Findings,
    ) -> Result<(), Fault> {
        hashes.sort_unstable();
        let mut twice: Vec<u64> = hashes
            .windows(2)
            .filter(|it| it[0] == it[1])
            .map(|it| it[0])
            .collect();
        twice.dedup();
        if twice.is_empty() {
            return Ok(());
        }
        let mut first: BTreeMap<String, Place> = BTreeMap::new();
        let (mut table, mut again) = (self.table()?, Findings::none());
        while found.n_faults() < 2 * ENOUGH {
            let rows = table.next(ROWS, &mut again)?;
            if rows.rows().len() == 0 {
                break;
            }
            for row in rows.rows() {
                let id = columns.id(&row);
                if id.is_empty() || twice.binary_search(&hash(id)).is_err() {
                    continue;
                }
                if let Some(place) = first.get(id) {
                    let what = format!("another scenario has this id:{place}");
                    let remedy = "give each scenario an id of its own";
                    found.fault(row.fault(columns.of_ids(), "E-ID-DUP", &what, remedy));
                } else {
                    first.insert(id.to_owned(), row.place());
                }
            }
        }
        Ok(())
    }

    /// Goes through some rows in order, a group at a time.
    ///
    /// # Errors
    /// What `each` says; `E-BATCH-CHANGED` where a row is no longer what it was.
    pub(super) fn go_through(
        &self,
        numbers: Range<u64>,
        prepared: &Prepared,
        each: &mut EachGroup<'_>,
    ) -> Result<(), Fault> {
        let names = Names::of(prepared);
        let mut found = Findings::none();
        let mut table = self.table()?;
        let columns = Columns::of(&header(&table), &names, &mut found);
        let altered = || changed(&self.path);
        let (at, mut next) = self.before(numbers.start).ok_or_else(altered)?;
        let columns = columns.ok_or_else(altered)?;
        table.go_to(&at)?;
        while next < numbers.end {
            let n = GROUP.min(numbers.end - next);
            let rows = table.next(usize::try_from(n).unwrap_or(ROWS), &mut found)?;
            let numbered = (next..).zip(rows.rows());
            let wanted = numbered.filter(|(number, _)| numbers.contains(number));
            let scenarios: Option<Vec<_>> = wanted
                .map(|(_, row)| columns.scenario(&row, &names, &mut found))
                .collect();
            let whole = rows.rows().len() as u64 == n && found.faults.is_empty();
            let scenarios = scenarios.filter(|_| whole).ok_or_else(altered)?;
            next += n;
            let of = scenarios.len() as u64;
            each(scenarios, of)?;
        }
        Ok(())
    }

    /// The nearest place at or before a row from which the table can be read on, and the number of the row there.
    fn before(&self, row: u64) -> Option<(RowsAt, u64)> {
        if self.packed.is_some() {
            return Some((RowsAt::row(row), row));
        }
        let nth = row / self.stride;
        let at = self.starts.get(usize::try_from(nth).ok()?)?;
        Some((at.clone(), nth * self.stride))
    }
}

fn header(table: &ScenarioTable<'_, BufReader<File>>) -> Table {
    let headers = table.headers().to_vec();
    Table::of_cells(table.file(), headers, [], Suppressed::Refuse)
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(id.as_bytes());
    hasher.finish()
}
