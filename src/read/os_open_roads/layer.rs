//! The table of links in a `GeoPackage`: which it is, where its columns are, and in which coordinates.
//!
//! Sources: *OGC `GeoPackage` Encoding Standard* 1.4, clauses 1.1.2 (`gpkg_spatial_ref_sys`), 2.1.5
//! (`gpkg_geometry_columns`); *OS Open Roads technical specification*, Ordnance Survey. The names of tables and columns
//! are taken as every release has written them: `road_link` and `RoadLink`, `form_of_way` and `formOfWay`.

use std::borrow::Cow;

use super::database::{Database, quoted};
use crate::read::ReadErrors;

/// The National Grid.
pub(super) const NATIONAL_GRID: i64 = 27_700;

const TABLE: &str = "roadlink";
const GEOMETRIES: &str = "gpkg_geometry_columns";
const SYSTEMS: &str = "gpkg_spatial_ref_sys";
const GET: &str = "download OS Open Roads as a GeoPackage (Data/oproad_gb.gpkg)";

/// The table of links.
pub(super) struct Layer {
    /// Its name as written.
    pub(super) table: String,
    /// The names of its columns as written: the geometry's, then those of [`NEEDED`], then those of [`OPTIONAL`].
    columns: Vec<Option<String>>,
    /// The number of its coordinate system in this file.
    pub(super) srs: i64,
    /// The stem of the tables of the index of its geometries, where it has one.
    pub(super) index: Option<String>,
    /// The year of its last change.
    pub(super) year: Option<u16>,
}

/// A column: its name in messages, and the names it goes by, written small and without `_`.
struct Column(&'static str, &'static [&'static str]);

/// The places of columns in a row, as [`Layer::query`] asks for them.
#[derive(Clone, Copy)]
pub(super) enum At {
    Row,
    Geometry,
    Id,
    Function,
    Classification,
    Form,
    Length,
    Start,
    End,
    PrimaryRoute,
    TrunkRoad,
    Name,
}

/// Columns that every release has.
const NEEDED: [Column; 9] = [
    Column("id", &["id", "identifier"]),
    Column("road_function", &["roadfunction", "function"]),
    Column("road_classification", &["roadclassification", "class"]),
    Column("form_of_way", &["formofway"]),
    Column("length", &["length"]),
    Column("start_node", &["startnode"]),
    Column("end_node", &["endnode"]),
    Column("primary_route", &["primaryroute", "primary"]),
    Column("trunk_road", &["trunkroad"]),
];

/// Columns that may be absent.
const OPTIONAL: [Column; 1] = [Column("name_1", &["name1"])];

/// A table or view as the database lists it.
struct Listed {
    name: String,
    /// Whether it is a table whose rows stand in the file.
    plain: bool,
}

impl Layer {
    /// Finds the table.
    pub(super) fn of(database: &Database<'_>) -> Result<Self, ReadErrors> {
        let listed = listed(database)?;
        let table = table(database, &listed)?;
        let plain = |name: &str| listed.iter().any(|it| it.plain && it.name == name);
        if !plain(GEOMETRIES) {
            let what = format!("it has no table {GEOMETRIES}, as a GeoPackage has");
            return Err(database.fault("E-GPKG-TABLE", what, GET).into());
        }
        let (geometry, srs) = geometry(database, &table)?;
        check_crs(database, srs, plain(SYSTEMS))?;
        let columns = columns(database, &table, &geometry)?;
        let stem = format!("rtree_{table}_{geometry}");
        let index = ["_node", "_rowid"]
            .iter()
            .all(|it| plain(&format!("{stem}{it}")));
        let year = if plain("gpkg_contents") {
            year(database, &table)?
        } else {
            None
        };
        Ok(Self {
            table,
            columns,
            srs,
            index: index.then_some(stem),
            year,
        })
    }

    /// The question for its rows, whose cells stand as [`At`] tells.
    pub(super) fn query(&self) -> String {
        let names: Vec<String> = self
            .columns
            .iter()
            .map(|it| it.as_deref().map_or_else(|| "NULL".to_owned(), quoted))
            .collect();
        format!(
            "SELECT rowid, {} FROM {}",
            names.join(", "),
            quoted(&self.table)
        )
    }
}

/// Every table and view.
fn listed(database: &Database<'_>) -> Result<Vec<Listed>, ReadErrors> {
    let mut listed = Vec::new();
    let query = "SELECT name, type, sql FROM sqlite_schema WHERE type IN ('table', 'view')";
    database.rows(query, |row| {
        let sql = database.text(row, 2)?.unwrap_or_default();
        let start: String = sql.chars().take(14).collect();
        listed.push(Listed {
            name: database.text(row, 0)?.unwrap_or_default().into_owned(),
            plain: database.text(row, 1)?.as_deref() == Some("table")
                && !start.eq_ignore_ascii_case("create virtual"),
        });
        Ok(())
    })?;
    listed.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(listed)
}

/// The table of links by any of its names.
fn table(database: &Database<'_>, listed: &[Listed]) -> Result<String, ReadErrors> {
    let found: Vec<&Listed> = listed.iter().filter(|it| bare(&it.name) == TABLE).collect();
    let what = match found[..] {
        [only] if only.plain => return Ok(only.name.clone()),
        [only] => format!(
            "{} is a view or a virtual table, and not a table of rows",
            only.name
        ),
        [first, second, ..] => format!(
            "it has two tables of links, {} and {}",
            first.name, second.name
        ),
        [] => {
            let own = |it: &&Listed| {
                !["gpkg_", "rtree_", "sqlite_"]
                    .iter()
                    .any(|own| it.name.starts_with(own))
            };
            let names: Vec<&str> = listed
                .iter()
                .filter(own)
                .map(|it| it.name.as_str())
                .collect();
            let more = names.len().saturating_sub(SHOWN);
            let shown = names[..names.len() - more].join(", ");
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            match names.len() {
                0 => "it has no table road_link, nor any other of its own".to_owned(),
                _ => {
                    format!("it has no table road_link (or RoadLink); its tables are {shown}{more}")
                }
            }
        }
    };
    Err(database.fault("E-GPKG-TABLE", what, GET).into())
}

/// How many names of tables or columns a message lists.
const SHOWN: usize = 30;

/// The column of the table's geometries, and the number of their coordinate system.
fn geometry(database: &Database<'_>, table: &str) -> Result<(String, i64), ReadErrors> {
    let mut found = None;
    let query = format!("SELECT table_name, column_name, srs_id FROM {GEOMETRIES}");
    database.rows(&query, |row| {
        if database
            .text(row, 0)?
            .is_some_and(|it| it.eq_ignore_ascii_case(table))
        {
            let column = database.text(row, 1)?.map(Cow::into_owned);
            found = column.zip(database.number(row, 2)?);
        }
        Ok(())
    })?;
    found.ok_or_else(|| {
        let what = format!(
            "{GEOMETRIES} does not tell the geometries of {table} and their coordinate system"
        );
        database.fault("E-GPKG-TABLE", what, GET).into()
    })
}

/// Refuses any coordinate system but the National Grid, which a file may also list under a number of its own.
fn check_crs(database: &Database<'_>, srs: i64, has_systems: bool) -> Result<(), ReadErrors> {
    if srs == NATIONAL_GRID {
        return Ok(());
    }
    let mut told = None;
    if has_systems {
        let query = format!("SELECT srs_id, organization, organization_coordsys_id FROM {SYSTEMS}");
        database.rows(&query, |row| {
            if database.number(row, 0)? == Some(srs) {
                let who = database.text(row, 1)?.map(|it| it.to_ascii_uppercase());
                told = who.zip(database.number(row, 2)?);
            }
            Ok(())
        })?;
    }
    if told
        .as_ref()
        .is_some_and(|(who, number)| who == "EPSG" && *number == NATIONAL_GRID)
    {
        return Ok(());
    }
    let told = told.map_or_else(
        || format!("srs_id {srs}"),
        |(who, number)| format!("{who}:{number}"),
    );
    let what = format!(
        "its coordinates are in {told}, and not on the National Grid (EPSG:{NATIONAL_GRID})"
    );
    let remedy = "give OS Open Roads as published, which is in EPSG:27700";
    Err(database
        .fault("E-GPKG-CRS", what, remedy)
        .value(&srs.to_string())
        .into())
}

/// The names of the columns as written; every one that is absent is told.
fn columns(
    database: &Database<'_>,
    table: &str,
    geometry: &str,
) -> Result<Vec<Option<String>>, ReadErrors> {
    let mut names = Vec::new();
    // A column that is computed as it is read (hidden 2 and 3) is none: nobody bounds what it does.
    let query = format!(
        "SELECT name, hidden FROM pragma_table_xinfo({})",
        as_text(table)
    );
    database.rows(&query, |row| {
        if database.number(row, 1)? == Some(0) {
            names.extend(database.text(row, 0)?.map(Cow::into_owned));
        }
        Ok(())
    })?;
    let called = |known: &[&str]| {
        let by = |it: &&&str| names.iter().find(|name| bare(name) == **it);
        known.iter().find_map(|it| by(&it)).cloned()
    };
    let own = names.iter().find(|it| it.eq_ignore_ascii_case(geometry));
    let mut faults = ReadErrors::default();
    let mut missing = |name: &str| {
        let shown: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
        let what = format!("{table} has no such column; it has {}", shown.join(", "));
        faults
            .0
            .push(database.fault("E-GPKG-COLUMN", what, GET).column(name));
    };
    if own.is_none() {
        missing(geometry);
    }
    let mut columns = vec![own.cloned()];
    for Column(name, known) in &NEEDED {
        let column = called(known);
        if column.is_none() {
            missing(name);
        }
        columns.push(column);
    }
    columns.extend(OPTIONAL.iter().map(|Column(_, known)| called(known)));
    faults.or(columns)
}

/// The year in which the table's contents were last changed, as the file tells it.
fn year(database: &Database<'_>, table: &str) -> Result<Option<u16>, ReadErrors> {
    let mut year = None;
    database.rows("SELECT table_name, last_change FROM gpkg_contents", |row| {
        if database
            .text(row, 0)?
            .is_some_and(|it| it.eq_ignore_ascii_case(table))
        {
            let date = database.text(row, 1)?.unwrap_or_default();
            year = date.get(..4).and_then(|it| it.parse().ok());
        }
        Ok(())
    })?;
    // The product began in 2015.
    Ok(year.filter(|it| (2015..2100).contains(it)))
}

/// A name written small and without `_`.
fn bare(name: &str) -> String {
    name.chars()
        .filter(|it| *it != '_')
        .flat_map(char::to_lowercase)
        .collect()
}

/// A text as SQL writes it, whatever is in it.
fn as_text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
