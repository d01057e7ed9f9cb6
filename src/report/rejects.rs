//! The reject table: everything that is wrong with a study and its data as a row, for what is too much to print.

use std::fmt::Write;

use super::tables::cell;

/// One thing that is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reject {
    /// The file as the study names it, or the study file.
    pub file: String,
    /// Where in it: `line 7`, `feature 2`, `way 10` and the like; empty for the file as a whole.
    pub place: String,
    /// The column of the data or the key of the study file; empty where it is about none.
    pub column: String,
    /// The value found; empty where it is about none.
    pub value: String,
    /// The stable code.
    pub code: &'static str,
    /// What was found and what is needed.
    pub what: String,
    /// How to mend it.
    pub remedy: String,
}

/// The header of a reject table.
const HEADER: &str = "file,place,column,value,code,what,remedy\n";

/// The reject table as CSV, written as [`TimesForm::Csv`](super::TimesForm::Csv) is.
///
/// ```
/// use fairreach::report::{Reject, rejects_csv};
/// let reject = Reject {
///     file: "people.csv".into(), place: "line 6".into(), column: "Total".into(), value: "1,87".into(),
///     code: "E-NUM-FORMAT", what: "it is not a number".into(), remedy: "write 187".into(),
/// };
/// assert_eq!(
///     rejects_csv(&[reject]).lines().nth(1),
///     Some("people.csv,line 6,Total,\"1,87\",E-NUM-FORMAT,it is not a number,write 187"),
/// );
/// ```
#[must_use]
pub fn rejects_csv(rejects: &[Reject]) -> String {
    let mut text = HEADER.to_owned();
    for it in rejects {
        let cells = [
            &it.file, &it.place, &it.column, &it.value, it.code, &it.what, &it.remedy,
        ];
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", cells.map(cell).join(","));
    }
    text
}
