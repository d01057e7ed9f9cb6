//! Saved plans and their revisions.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use super::KeepError;
use super::database::{in_memory, open};

/// A plan to be saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its name.
    pub name: String,
    /// Whoever saves it; empty where nobody says.
    pub author: String,
    /// What is to be said of it; may be empty.
    pub comment: String,
    /// What makes it of today, as text.
    pub changes: String,
}

/// A saved plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPlan {
    /// Its number in the file, from 1; never given twice.
    pub id: i64,
    /// How often it was saved.
    pub revision: i64,
    /// When it was saved, in milliseconds since 1970 (UTC).
    pub saved_ms: i64,
    /// What was saved.
    pub draft: Draft,
}

/// All saved plans of a study. Any number of threads and programs may use one file.
///
/// ```
/// use fairreach::keep::{Draft, KeepError, Plans};
/// let plans = Plans::in_memory();
/// let draft = Draft { name: "Ten hubs".to_owned(), changes: "[]".to_owned(), ..Draft::default() };
/// let kept = plans.add(&draft, 1_000)?;
/// assert_eq!((kept.id, kept.revision), (1, 1));
/// assert_eq!(plans.save((kept.id, kept.revision), &draft, 2_000)?.revision, 2);
/// // Who still has the first revision does not write over the second.
/// assert!(matches!(plans.save((1, 1), &draft, 3_000), Err(KeepError::Newer(_))));
/// # Ok::<(), KeepError>(())
/// ```
#[derive(Debug)]
pub struct Plans {
    /// The file; `None` of plans in memory.
    file: Option<PathBuf>,
    /// Once there is a file.
    connection: Mutex<Option<Connection>>,
}

/// The last revision of each plan.
const NOW: &str = "SELECT plan, revision, saved_ms, name, author, comment, changes FROM revision AS it \
    WHERE revision = (SELECT max(revision) FROM revision WHERE plan = it.plan) AND removed = 0";

impl Plans {
    /// Plans in a file. Where there is none it is made by the first save, so that looking at a study leaves nothing behind.
    ///
    /// # Errors
    /// When the file is something else, or was made by a later version; what the database says.
    pub fn open(path: &Path) -> Result<Self, KeepError> {
        let connection = path.exists().then(|| open(path)).transpose()?;
        Ok(Self {
            file: Some(path.to_path_buf()),
            connection: Mutex::new(connection),
        })
    }

    /// Plans that are gone when the program ends.
    #[must_use]
    pub const fn in_memory() -> Self {
        Self {
            file: None,
            connection: Mutex::new(None),
        }
    }

    /// Every plan, in the order in which they were first saved.
    ///
    /// # Errors
    /// What the database says.
    pub fn list(&self) -> Result<Vec<KeptPlan>, KeepError> {
        let mut held = self.held();
        let Some(connection) = self.there(&mut held)? else {
            return Ok(Vec::new());
        };
        let mut statement = connection.prepare(&format!("{NOW} ORDER BY plan"))?;
        let rows = statement.query_map([], kept)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One plan.
    ///
    /// # Errors
    /// When there is none of this number; what the database says.
    pub fn get(&self, id: i64) -> Result<KeptPlan, KeepError> {
        let mut held = self.held();
        let connection = self.there(&mut held)?;
        one(connection.ok_or(KeepError::Unknown(id))?, id)
    }

    /// Saves a plan that is new. `now_ms` is the time, in milliseconds since 1970.
    ///
    /// # Errors
    /// What the database says; nothing was saved then.
    pub fn add(&self, draft: &Draft, now_ms: i64) -> Result<KeptPlan, KeepError> {
        let mut held = self.held();
        let change = begun(self.made(&mut held)?)?;
        let last = "SELECT coalesce(max(plan), 0) FROM revision";
        let last: i64 = change.query_row(last, [], |row| row.get(0))?;
        insert(&change, (last + 1, 1), draft, (now_ms, false))?;
        let kept = one(&change, last + 1)?;
        change.commit()?;
        Ok(kept)
    }

    /// Saves another revision of a plan, by its number and the revision that was changed.
    ///
    /// # Errors
    /// [`KeepError::Newer`] when a later revision was saved meanwhile; when there is no such plan; what the database says.
    /// Nothing was saved then.
    pub fn save(
        &self,
        (id, revision): (i64, i64),
        draft: &Draft,
        now_ms: i64,
    ) -> Result<KeptPlan, KeepError> {
        let mut held = self.held();
        let connection = self.there(&mut held)?;
        let change = begun(connection.ok_or(KeepError::Unknown(id))?)?;
        current(&change, (id, revision))?;
        insert(&change, (id, revision + 1), draft, (now_ms, false))?;
        let kept = one(&change, id)?;
        change.commit()?;
        Ok(kept)
    }

    /// Removes a plan, by its number and the revision that was seen; its revisions stay in the file.
    ///
    /// # Errors
    /// As of [`Plans::save`].
    pub fn remove(&self, (id, revision): (i64, i64), now_ms: i64) -> Result<(), KeepError> {
        let mut held = self.held();
        let connection = self.there(&mut held)?;
        let change = begun(connection.ok_or(KeepError::Unknown(id))?)?;
        let draft = current(&change, (id, revision))?.draft;
        insert(&change, (id, revision + 1), &draft, (now_ms, true))?;
        change.commit()?;
        Ok(())
    }

    /// A thread that panicked left no transaction open: each is undone when it is dropped.
    fn held(&self) -> MutexGuard<'_, Option<Connection>> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The database, if there is one by now: another program may have made it.
    fn there<'a>(
        &self,
        held: &'a mut Option<Connection>,
    ) -> Result<Option<&'a mut Connection>, KeepError> {
        match &self.file {
            Some(file) if held.is_none() && file.exists() => *held = Some(open(file)?),
            _ => (),
        }
        Ok(held.as_mut())
    }

    /// The database, made where there is none.
    fn made<'a>(&self, held: &'a mut Option<Connection>) -> Result<&'a mut Connection, KeepError> {
        let connection = match (held.take(), &self.file) {
            (Some(connection), _) => connection,
            (None, Some(file)) => open(file)?,
            (None, None) => in_memory()?,
        };
        Ok(held.insert(connection))
    }
}

/// Begins a change as the one who writes, so that what was read before it cannot be outdated when it is written.
fn begun(connection: &mut Connection) -> Result<Transaction<'_>, rusqlite::Error> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate)
}

fn one(connection: &Connection, id: i64) -> Result<KeptPlan, KeepError> {
    let found = connection
        .query_row(&format!("{NOW} AND plan = ?1"), [id], kept)
        .optional()?;
    found.ok_or(KeepError::Unknown(id))
}

/// The plan, if its revision is still the last.
fn current(connection: &Connection, (id, revision): (i64, i64)) -> Result<KeptPlan, KeepError> {
    let now = one(connection, id)?;
    if now.revision == revision {
        Ok(now)
    } else {
        Err(KeepError::Newer(Box::new(now)))
    }
}

fn insert(
    connection: &Connection,
    (id, revision): (i64, i64),
    draft: &Draft,
    (now_ms, removed): (i64, bool),
) -> Result<(), rusqlite::Error> {
    let into = "INSERT INTO revision (plan, revision, saved_ms, name, author, comment, changes, removed) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let Draft {
        name,
        author,
        comment,
        changes,
    } = draft;
    connection.execute(
        into,
        params![
            id, revision, now_ms, name, author, comment, changes, removed
        ],
    )?;
    Ok(())
}

fn kept(row: &Row) -> Result<KeptPlan, rusqlite::Error> {
    Ok(KeptPlan {
        id: row.get(0)?,
        revision: row.get(1)?,
        saved_ms: row.get(2)?,
        draft: Draft {
            name: row.get(3)?,
            author: row.get(4)?,
            comment: row.get(5)?,
            changes: row.get(6)?,
        },
    })
}
