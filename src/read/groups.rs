//! The group of each area by one grouping: its ward, or whether it is rural or urban.

use crate::read::centroids::refuse_doubles;
use crate::read::source::Source;
use crate::read::table::Table;
use crate::read::{Findings, Notices, Place, ReadErrors, Vintage};

/// The group of one area as a file tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRow {
    /// Where in the file.
    pub place: Place,
    /// The area's code.
    pub code: String,
    /// The name of its group; `None` where the cell is empty.
    pub group: Option<String>,
}

/// Reads the group of each area from the column named, in order of codes.
///
/// # Errors
/// Every fault of the file: see [`Table::read`]; a fault of the header where there is no such column, `E-GEO-VINTAGE`,
/// `E-GEO-CODE`, `E-KEY-DUP`.
pub fn groups(
    source: Source<'_>,
    code: Option<&str>,
    group: &str,
    vintage: Vintage,
) -> Result<(Vec<GroupRow>, Notices), ReadErrors> {
    let mut found = Findings::none();
    let table = Table::read(source, &mut found)?;
    let code = vintage.code_column(&table, code, &mut found);
    let group = table.need(group, &mut found);
    let mut rows = Vec::new();
    if let (Some(code), Some(group)) = (code, group) {
        for row in table.rows() {
            rows.extend(vintage.code(&row, code, &mut found).map(|code| GroupRow {
                place: row.place(),
                code,
                group: row.text_if_any(Some(group)).map(str::to_owned),
            }));
        }
    }
    rows.sort_by(|a, b| a.code.cmp(&b.code).then(a.place.cmp(&b.place)));
    let keys = rows.iter().map(|it| (it.code.as_str(), &it.place));
    refuse_doubles(table.file(), keys, &mut found);
    found.or(rows)
}
