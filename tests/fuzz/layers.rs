//! Fuzz targets of files that a library reads for us: `GeoPackages` by `SQLite`, Parquet by polars.

use fairreach::model::Mode;
use fairreach::report::{TimesForm, TimesTable};
use fairreach::travel::{TravelTimes, Unreached};
use rusqlite::Connection;

use super::parsers as parse;
use super::targets::{Target, subject};
use crate::geopackage::{Blob, MadeLink, Package, Style};

/// Three streets, of which two meet; pages are as small as `SQLite` allows, so that a mutation is likely to matter.
pub(crate) fn package(style: Style, indexed: bool) -> Package {
    let links = vec![
        MadeLink::street(
            "a",
            ["n1", "n2"],
            &[(519_000.0, 295_500.0), (519_100.0, 295_600.0)],
        ),
        MadeLink::street(
            "b",
            ["n2", "n3"],
            &[
                (519_100.0, 295_600.0),
                (519_150.0, 295_700.0),
                (519_300.0, 295_900.0),
            ],
        )
        .with("A Road", "Roundabout"),
        MadeLink::street(
            "c",
            ["n4", "n5"],
            &[(599_000.0, 295_500.0), (599_400.0, 295_500.0)],
        ),
    ];
    Package {
        style,
        indexed,
        page: 512,
        ..Package::of(links)
    }
}

/// A package one of whose lines is these bytes.
fn with_line(package: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().unwrap();
    connection
        .deserialize_read_exact("main", package, package.len(), false)
        .unwrap();
    connection
        .execute("UPDATE road_link SET geometry = ?1 WHERE fid = 2", [bytes])
        .unwrap();
    connection.serialize("main").unwrap().to_vec()
}

pub(super) fn gpkg() -> Target {
    let styles = [Style::Snake, Style::Camel, Style::Shape];
    let seeds: Vec<Vec<u8>> = styles
        .into_iter()
        .flat_map(|it| [package(it, true).bytes(), package(it, false).bytes()])
        .collect();
    let plain = package(Style::Snake, false).bytes();
    let line = package(Style::Snake, false).links[1].line.clone();
    let shapes = [
        (0, 0, true, false),
        (1, 0, true, true),
        (2, 1000, false, false),
        (4, 3000, true, true),
    ]
    .map(|(envelope, more, little, multi)| {
        let blob = Blob {
            envelope,
            more,
            little,
            multi,
        };
        blob.of(&line)
    });
    let subjects = vec![
        subject("near the study", seeds.clone(), |it| {
            parse::open_roads(it, true)
        }),
        subject("every link", seeds, |it| parse::open_roads(it, false)),
        subject("a line", shapes.to_vec(), move |it| {
            parse::open_roads(&with_line(&plain, it), false)
        }),
    ];
    let tokens = [
        "SQLite format 3\0",
        "road_link",
        "RoadLink",
        "gpkg_contents",
        "gpkg_geometry_columns",
        "rtree_road_link_geometry",
        "CREATE TABLE",
        "CREATE VIEW",
        "CREATE TRIGGER",
        "USING rtree(id, minx, maxx, miny, maxy)",
        "WITHOUT ROWID",
        "INTEGER PRIMARY KEY",
        "geometry",
        "GP\0\x01",
        "GP\0\x03",
        "start_node",
        "end_node",
        "road_function",
        "length",
        "Motorway",
        "Roundabout",
        "2026-04-09",
        "AS SELECT randomblob(1000000000)",
        "\0\0\0\0",
        "\x05\0\0\0",
        "\x0d",
        "\x02",
    ];
    Target::new("gpkg", subjects, &tokens)
}

/// A table of times as the program writes it.
pub(crate) fn times() -> Vec<u8> {
    let areas = ["L01", "L02", "L03"].map(str::to_owned);
    let sites = ["S1", "S2"].map(str::to_owned);
    let times = TravelTimes::unreached(areas.len(), sites.len(), Unreached::NoPath);
    let mut bytes = Vec::new();
    let mut table = TimesTable::begin(TimesForm::Parquet, &mut bytes, &sites).unwrap();
    table.add(&Mode::car(), &areas, &times).unwrap();
    table.end().unwrap();
    bytes
}

pub(super) fn parquet() -> Target {
    let subjects = vec![subject("times", vec![times()], parse::parquet_times)];
    let tokens = [
        "PAR1", "area", "site", "mode", "seconds", "reason", "\x15\x04", "\x15\0", "\x19\x1c",
        "\x28\x05",
    ];
    Target::new("parquet", subjects, &tokens)
}
