//! Many scenarios in one run: a row of figures each, in the parts of a Parquet table.
//!
//! In: a prepared study and a table, a rule or a folder of scenarios (`source.rs`). Out: a folder in which every file is
//! whole. `batch.json` is written first and tells the question (`question.rs`); each part of the table is scored and written
//! under another name, put in its place, and then told by a line of `parts.jsonl` (`ledger.rs`), which gets a manifest in
//! the end. Whoever asks the same again goes on from there and ends with the same bytes: which part a scenario is in, and
//! where, depends on its number alone.

mod combinations;
mod figures;
mod finds;
mod folder;
mod ledger;
mod part;
mod question;
mod quickly;
mod rule;
mod run;
mod score;
mod shard;
mod source;
mod table;
mod table_row;

pub use figures::{BatchFigure, FigureFrom};
pub use finds::{BatchFilter, BatchFinds, BatchFolder, BatchRow, Bounds};
pub use run::{BatchAsked, BatchDone};
pub use score::{Scorer, Values};
pub use shard::Shard;
pub use source::{BatchScenario, ScenarioName};

pub(super) use ledger::{PartLine, read_lines};
pub(super) use shard::LEDGER;
