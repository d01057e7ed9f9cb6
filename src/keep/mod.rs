//! Plans that people save: each with whoever saved it, a comment and the time, every revision kept.
//!
//! In: a [`Draft`]. Out: a [`KeptPlan`]. A plan's changes are kept as the text they were written in; what they mean is for
//! others. The database is one file of `SQLite`, so that a save that was answered is there after a crash or a power cut.

mod database;
mod error;
mod plans;

pub use error::KeepError;
pub use plans::{Draft, KeptPlan, Plans};
