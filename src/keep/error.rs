//! Why plans cannot be kept.

use super::KeptPlan;

/// Why plans cannot be kept or found.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The file is something else.
    #[error("{0} is no file of plans: name another, or a new one")]
    NotOurs(String),
    /// A later version of the program made the file.
    #[error("{path} was made by a later version of the program (form {form}): use that one")]
    Later {
        /// The file.
        path: String,
        /// The number of its form.
        form: i64,
    },
    /// There is no such plan, or it was removed.
    #[error("there is no saved plan {0}")]
    Unknown(i64),
    /// Somebody else saved the plan meanwhile.
    #[error(
        "{} saved this plan meanwhile, as revision {}: load that one, or save yours as another plan",
        who(&.0.draft.author), .0.revision
    )]
    Newer(Box<KeptPlan>),
    /// The database or the disk.
    #[error("the saved plans cannot be read or written: {0}")]
    Database(#[from] rusqlite::Error),
}

/// Whoever saved a plan, in a sentence.
fn who(author: &str) -> &str {
    if author.is_empty() {
        "somebody else"
    } else {
        author
    }
}
