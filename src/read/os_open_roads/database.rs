//! A `GeoPackage` as a database: opened for reading alone, believed in nothing, and bounded in all it may ask for.
//! The home of rusqlite.
//!
//! Source: *Defense Against The Dark Arts*, sqlite.org/security.html, as of 2026: no trust in the schema, no views, no
//! triggers, limits on lengths, and a count of steps after which a query is stopped. No virtual table of the file is
//! asked anything, since what it does on its own is not counted.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, Row};

use crate::read::{ReadErrors, ReadFault};

/// How every `SQLite` file begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Where the header tells whether changes are logged beside the file, and what it says where they are not.
const LOGGED: std::ops::Range<usize> = 18..20;
const NOT_LOGGED: u8 = 1;

/// The longest text or bytes of a cell, and the longest statement.
const LONGEST: i32 = 64 * 1024 * 1024;
const LONGEST_STATEMENT: i32 = 1_000_000;

/// After so many steps the count of steps is looked at.
const STEPS: i32 = 10_000;
/// The steps that any file may take, and those a byte of it: a link takes some fifty, and has a hundred bytes and more.
const STEPS_ALWAYS: u64 = 20_000_000;
const STEPS_A_BYTE: u64 = 8;

pub(super) const AGAIN: &str = "download the file again and compare its checksum";

/// A database that is open for reading.
pub(super) struct Database<'f> {
    connection: Connection,
    pub(super) file: &'f str,
    /// Its size.
    pub(super) bytes: u64,
}

impl<'f> Database<'f> {
    /// Opens the file at a path or, without one, all that the source gives, which is then held in memory.
    pub(super) fn open(
        source: &mut (impl Read + Seek),
        path: Option<&Path>,
        file: &'f str,
    ) -> Result<Self, ReadErrors> {
        let (bytes, head) = size_and_head(source, file)?;
        let connection = match path {
            Some(path) => {
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
                    | OpenFlags::SQLITE_OPEN_URI
                    | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                Connection::open_with_flags(address(path), flags)
            }
            None => in_memory(source, head, bytes),
        };
        let connection = connection
            .and_then(|it| guarded(it, bytes))
            .map_err(|it| refused(file, &it))?;
        Ok(Self {
            connection,
            file,
            bytes,
        })
    }

    /// Gives each row of a query to `each`.
    pub(super) fn rows(
        &self,
        query: &str,
        mut each: impl FnMut(&Row<'_>) -> Result<(), ReadErrors>,
    ) -> Result<(), ReadErrors> {
        let refused = |it: rusqlite::Error| refused(self.file, &it);
        let mut statement = self.connection.prepare(query).map_err(refused)?;
        let mut rows = statement.query([]).map_err(refused)?;
        while let Some(row) = rows.next().map_err(refused)? {
            each(row)?;
        }
        Ok(())
    }

    /// Asks a query of one row for each of some numbers, which it names `?1`; how many there are.
    pub(super) fn rows_by(
        &self,
        query: &str,
        numbers: &[i64],
        mut each: impl FnMut(&Row<'_>) -> Result<(), ReadErrors>,
    ) -> Result<usize, ReadErrors> {
        let refused = |it: rusqlite::Error| refused(self.file, &it);
        let mut statement = self.connection.prepare(query).map_err(refused)?;
        let mut n = 0;
        for number in numbers {
            let mut rows = statement.query([number]).map_err(refused)?;
            if let Some(row) = rows.next().map_err(refused)? {
                each(row)?;
                n += 1;
            }
        }
        Ok(n)
    }

    /// How many rows an ordinary table has.
    pub(super) fn count(&self, table: &str) -> Result<u64, ReadErrors> {
        let mut n = 0;
        // Not `count(*)`, which no count of steps could stop in a file whose pages run in a circle.
        let query = format!("SELECT sum(1) FROM {}", quoted(table));
        self.rows(&query, |row| {
            n = self.number(row, 0)?.map_or(0, i64::cast_unsigned);
            Ok(())
        })?;
        Ok(n)
    }

    /// A cell as it is held.
    pub(super) fn cell<'r>(
        &self,
        row: &'r Row<'_>,
        place: usize,
    ) -> Result<ValueRef<'r>, ReadErrors> {
        row.get_ref(place).map_err(|it| refused(self.file, &it))
    }

    /// A whole number; `None` for anything else.
    pub(super) fn number(&self, row: &Row<'_>, place: usize) -> Result<Option<i64>, ReadErrors> {
        Ok(match self.cell(row, place)? {
            ValueRef::Integer(number) => Some(number),
            _ => None,
        })
    }

    /// Text without white space around it, a whole number in digits; `None` for what is empty or neither.
    pub(super) fn text<'r>(
        &self,
        row: &'r Row<'_>,
        place: usize,
    ) -> Result<Option<Cow<'r, str>>, ReadErrors> {
        let text = match self.cell(row, place)? {
            ValueRef::Text(bytes) => match String::from_utf8_lossy(bytes) {
                Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
                Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
            },
            ValueRef::Integer(number) => Cow::Owned(number.to_string()),
            _ => Cow::Borrowed(""),
        };
        Ok(Some(text).filter(|it| !it.is_empty()))
    }

    pub(super) fn fault(
        &self,
        code: &'static str,
        what: impl Into<String>,
        remedy: &str,
    ) -> ReadFault {
        ReadFault::new(code, self.file, what, remedy)
    }

    /// What is said of a file that holds what no honest file holds.
    pub(super) fn damaged(&self, why: &str) -> ReadErrors {
        damaged(self.file, why)
    }
}

/// A name as SQL writes it, whatever is in it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The size of the file and its first bytes, which are those of a database.
fn size_and_head(
    source: &mut (impl Read + Seek),
    file: &str,
) -> Result<(u64, [u8; LOGGED.end]), ReadErrors> {
    let unreadable = |it: std::io::Error| unreadable(file, &it.to_string());
    let bytes = source.seek(SeekFrom::End(0)).map_err(unreadable)?;
    source.rewind().map_err(unreadable)?;
    let mut head = Vec::with_capacity(LOGGED.end);
    let wanted = LOGGED.end as u64;
    source
        .take(wanted)
        .read_to_end(&mut head)
        .map_err(unreadable)?;
    if head.is_empty() {
        return Err(ReadFault::new("E-GPKG-EMPTY", file, "the file is empty", AGAIN).into());
    }
    match <[u8; LOGGED.end]>::try_from(head.as_slice()) {
        Ok(whole) if whole.starts_with(MAGIC) => Ok((bytes, whole)),
        _ => Err(not_sqlite(file, &head)),
    }
}

fn not_sqlite(file: &str, head: &[u8]) -> ReadErrors {
    let (what, remedy) = if head.starts_with(b"PK") {
        (
            "this is a zip and no GeoPackage, whatever its name says",
            "unzip it and name the .gpkg that is inside, or give it its name back, which ends in .zip",
        )
    } else if head
        .iter()
        .all(|it| it.is_ascii_graphic() || it.is_ascii_whitespace())
    {
        (
            "the file is no GeoPackage: it begins like HTML, XML or other text",
            "download OS Open Roads as a GeoPackage",
        )
    } else {
        (
            "the file is no GeoPackage: it does not begin as a SQLite database does",
            "download OS Open Roads as a GeoPackage",
        )
    };
    ReadFault::new("E-GPKG-NOTSQLITE", file, what, remedy).into()
}

/// The path as an address that says: nobody changes this file, so take no lock and look for nothing beside it.
fn address(path: &Path) -> String {
    let path = path.as_os_str().as_encoded_bytes();
    let start = match path {
        [b'/', ..] => "file://",
        [b'\\', ..] if cfg!(windows) => "file://",
        [_, b':', ..] if cfg!(windows) => "file:///",
        _ => "file:",
    };
    let mut address = start.to_owned();
    for byte in path {
        match byte {
            b'\\' if cfg!(windows) => address.push('/'),
            b'/' | b'.' | b'-' | b'_' | b':' => address.push(char::from(*byte)),
            _ if byte.is_ascii_alphanumeric() => address.push(char::from(*byte)),
            // Writing to a string cannot fail.
            _ => drop(write!(address, "%{byte:02x}")),
        }
    }
    address + "?mode=ro&immutable=1"
}

fn in_memory(
    source: &mut impl Read,
    mut head: [u8; LOGGED.end],
    bytes: u64,
) -> rusqlite::Result<Connection> {
    // A database in memory has no log beside it.
    head[LOGGED].fill(NOT_LOGGED);
    let size = usize::try_from(bytes).unwrap_or(usize::MAX);
    let mut connection = Connection::open_in_memory()?;
    let whole = Cursor::new(head).chain(source);
    connection.deserialize_read_exact("main", whole, size, true)?;
    Ok(connection)
}

/// The same connection, with all that is not needed shut and the rest bounded.
fn guarded(mut connection: Connection, bytes: u64) -> rusqlite::Result<Connection> {
    for (config, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
    ] {
        connection.set_db_config(config, on)?;
    }
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, LONGEST),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, LONGEST_STATEMENT),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, most)?;
    }
    let steps = STEPS_ALWAYS.saturating_add(bytes.saturating_mul(STEPS_A_BYTE));
    let mut left = steps / u64::from(STEPS.unsigned_abs());
    let stop = move || {
        left = left.saturating_sub(1);
        left == 0
    };
    connection.progress_handler(STEPS, Some(stop))?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// What the database says, as a fault of the file.
fn refused(file: &str, why: &rusqlite::Error) -> ReadErrors {
    match why.sqlite_error_code() {
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::SystemIoFailure) => {
            unreadable(file, &why.to_string())
        }
        Some(ErrorCode::OutOfMemory) => {
            let what = "the file does not fit in memory";
            let remedy = "give it as a file of its own on this machine";
            ReadFault::new("E-GPKG-MEMORY", file, what, remedy).into()
        }
        Some(ErrorCode::OperationInterrupted) => damaged(
            file,
            "it takes more steps to read than a file of its size can need",
        ),
        _ => damaged(file, &format!("SQLite says: {why}")),
    }
}

fn damaged(file: &str, why: &str) -> ReadErrors {
    let what = format!("the database is damaged ({why})");
    ReadFault::new("E-GPKG-DAMAGED", file, what, AGAIN).into()
}

fn unreadable(file: &str, why: &str) -> ReadErrors {
    let what = format!("the file cannot be read: {why}");
    let remedy = "check the disk and the file's permissions";
    ReadFault::new("E-IO", file, what, remedy).into()
}
