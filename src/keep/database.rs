//! The file of plans: its form, and how it is opened. With `plans.rs` the second home of rusqlite.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::KeepError;

/// Tells our files from other databases: `FRpl`.
const APPLICATION: i64 = 0x4652_706c;

/// The number of the form below.
const FORM: i64 = 1;

/// So long a save waits for another program that has the file.
const WAIT: Duration = Duration::from_secs(5);

/// Every revision of every plan; the last of a plan is what it is now, unless it says that the plan was removed.
const TABLES: &str = "
    CREATE TABLE revision (
        plan     INTEGER NOT NULL,
        revision INTEGER NOT NULL CHECK (revision >= 1),
        name     TEXT NOT NULL,
        author   TEXT NOT NULL,
        comment  TEXT NOT NULL,
        saved_ms INTEGER NOT NULL,
        changes  TEXT NOT NULL,
        removed  INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
        PRIMARY KEY (plan, revision)
    ) STRICT, WITHOUT ROWID;";

/// Opens a file of plans, or makes it.
pub(super) fn open(path: &Path) -> Result<Connection, KeepError> {
    let connection = Connection::open(path)?;
    let shown = || path.display().to_string();
    let foreign = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => KeepError::NotOurs(shown()),
        _ => KeepError::Database(error),
    };
    connection.busy_timeout(WAIT)?;
    match form_of(&connection).map_err(foreign)? {
        (0, 0, 0) => begin(&connection)?,
        (APPLICATION, FORM, _) => (),
        (APPLICATION, form, _) if form > FORM => {
            return Err(KeepError::Later {
                path: shown(),
                form,
            });
        }
        _ => return Err(KeepError::NotOurs(shown())),
    }
    durable(&connection)?;
    Ok(connection)
}

/// Whose the file is, the number of its form, and how many tables and indices it has: all as they were at one moment, since
/// another program may be making it.
fn form_of(connection: &Connection) -> rusqlite::Result<(i64, i64, i64)> {
    let one = |query: &str| connection.query_row(query, [], |row| row.get(0));
    connection.execute_batch("BEGIN")?;
    let form = (
        one("PRAGMA application_id")?,
        one("PRAGMA user_version")?,
        one("SELECT count(*) FROM sqlite_schema")?,
    );
    connection.execute_batch("COMMIT")?;
    Ok(form)
}

/// Plans that last as long as the program.
pub(super) fn in_memory() -> Result<Connection, KeepError> {
    let connection = Connection::open_in_memory()?;
    begin(&connection)?;
    Ok(connection)
}

/// All at once, so that no file is half made; another program may have made it meanwhile.
fn begin(connection: &Connection) -> Result<(), KeepError> {
    let tables = TABLES.replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS ");
    connection.execute_batch(&format!(
        "BEGIN IMMEDIATE; {tables} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORM}; COMMIT;"
    ))?;
    Ok(())
}

/// What was answered is on the disk, and readers do not wait for who writes.
fn durable(connection: &Connection) -> Result<(), KeepError> {
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.execute_batch("PRAGMA synchronous = FULL;")?;
    Ok(())
}
