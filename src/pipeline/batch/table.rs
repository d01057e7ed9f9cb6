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
use crate::read::{Findings, Place, RowsAt, ScenarioTable, Table};

/// A table whose every row was found to be good.
pub(super) struct TableSource {
    path: PathBuf,
    shown: String,
    /// The file as it is, of Parquet.
    packed: Option<Vec<u8>>,
    len: u64,
    /// Where each group of rows begins.
    groups: Vec<RowsAt>,
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
    /// Checks every row of a table.
    ///
    /// # Errors
    /// Every fault of its header and rows at once, with line, column and value.
    pub(super) fn open(path: &Path, prepared: &Prepared) -> Result<Self, Fault> {
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
            groups: Vec::new(),
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
        let (mut groups, mut hashes) = (Vec::new(), Vec::new());
        {
            let mut table = self.table()?;
            let columns = Columns::of(&header(&table), &names, &mut found);
            let Some(columns) = columns.filter(|_| found.faults.is_empty()) else {
                return Err(Fault::Read(crate::read::ReadErrors(found.faults)));
            };
            while found.n_faults() < ENOUGH {
                let at = table.at();
                let rows = table.next(ROWS, &mut found)?;
                if rows.rows().len() == 0 {
                    break;
                }
                groups.push(at);
                for row in rows.rows() {
                    hashes.push(hash(columns.id(&row)));
                    columns.scenario(&row, &names, &mut found);
                }
            }
            self.twice(&columns, &hashes, &mut found)?;
        }
        self.len = hashes.len() as u64;
        self.groups = groups;
        if self.len == 0 && found.faults.is_empty() {
            let what = "the table has no scenario";
            let fault = crate::read::ReadFault::new(
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
    fn twice(&self, columns: &Columns, hashes: &[u64], found: &mut Findings) -> Result<(), Fault> {
        let mut sorted = hashes.to_vec();
        sorted.sort_unstable();
        let mut twice: Vec<u64> = sorted
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
        let group = usize::try_from(numbers.start / GROUP).unwrap_or(usize::MAX);
        let altered = || changed(&self.path);
        let (columns, at) = columns.zip(self.groups.get(group)).ok_or_else(altered)?;
        table.go_to(at)?;
        let mut next = numbers.start / GROUP * GROUP;
        while next < numbers.end {
            let rows = table.next(ROWS, &mut found)?;
            let numbered = (next..).zip(rows.rows());
            let wanted = numbered.filter(|(number, _)| numbers.contains(number));
            let scenarios: Option<Vec<_>> = wanted
                .map(|(_, row)| columns.scenario(&row, &names, &mut found))
                .collect();
            let n = rows.rows().len() as u64;
            let whole = n == GROUP || next + n == self.len;
            let scenarios = scenarios.filter(|_| whole && found.faults.is_empty());
            let scenarios = scenarios.ok_or_else(altered)?;
            next += n;
            let of = scenarios.len() as u64;
            each(scenarios, of)?;
        }
        Ok(())
    }
}

fn header(table: &ScenarioTable<'_, BufReader<File>>) -> Table {
    let headers = table.headers().to_vec();
    Table::of_cells(table.file(), headers, [], crate::read::Suppressed::Refuse)
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(id.as_bytes());
    hasher.finish()
}
