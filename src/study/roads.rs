//! How people get there: the sections `[roads]` and `[[times]]`.

use crate::model::Mode;
use crate::read::{Encoding, TableSettings, TimeUnit, TimesLayout};
use crate::study::areas::{need_file, table_settings};
use crate::study::folders::Files;
use crate::study::keys::Keys;
use crate::travel::Direction;

/// The kind of a road file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RoadKind {
    /// An `OpenStreetMap` extract (PBF).
    #[default]
    Osm,
    /// OS Open Roads (`GeoPackage`).
    OsOpenRoads,
}

/// A file of roads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoadSource {
    /// The file.
    pub file: String,
    /// Its kind.
    pub kind: RoadKind,
    /// Whether ferries are part of the network.
    pub ferries: bool,
}

/// A table of travel times that the user brings.
#[derive(Clone, Debug, PartialEq)]
pub struct TimesSource {
    /// The file.
    pub file: String,
    /// How the file is written.
    pub table: TableSettings,
    /// How it is laid out.
    pub layout: TimesLayout,
    /// The mode of rows that name none.
    pub mode: Mode,
    /// Whether its rows may name modes of their own, as those of our own output do.
    pub names_modes: bool,
    /// The direction of rows that name none.
    pub direction: Direction,
}

pub(super) const DIRECTIONS: [(&str, Direction); 2] = [
    ("to-site", Direction::ToSite),
    ("from-site", Direction::FromSite),
];

impl RoadSource {
    /// Reads `[roads]`.
    pub(super) fn read(keys: &Keys<'_>, files: &Files) -> Option<Self> {
        let file = need_file(keys, "file", files);
        let kinds = [
            ("osm", RoadKind::Osm),
            ("os-open-roads", RoadKind::OsOpenRoads),
        ];
        let kind = keys.choice("kind", &kinds);
        let kind = kind.unwrap_or_else(|| keys.default("kind", "osm", RoadKind::Osm));
        let ferries = keys.switch("ferries");
        let ferries = ferries.unwrap_or_else(|| keys.default("ferries", "false", false));
        keys.finish();
        Some(Self {
            file: file?,
            kind,
            ferries,
        })
    }
}

impl TimesSource {
    /// Reads one `[[times]]`. Without its file it still tells its mode, so that what names the mode is not at fault too.
    pub(super) fn read(keys: &Keys<'_>, files: &Files) -> Self {
        let file = need_file(keys, "file", files);
        let wide = keys
            .choice("layout", &[("long", false), ("wide", true)])
            .unwrap_or_else(|| keys.default("layout", "long", false));
        let layout = if wide {
            wide_layout(keys)
        } else {
            long_layout(keys)
        };
        let mode = keys.text("mode");
        let own = mode.is_none() && layout == TimesLayout::own();
        let names_modes = own || matches!(&layout, TimesLayout::Long { mode: Some(_), .. });
        let mode = mode.unwrap_or_else(|| keys.default("mode", "travel", "travel".to_owned()));
        let direction = keys.choice("direction", &DIRECTIONS);
        let direction =
            direction.unwrap_or_else(|| keys.default("direction", "to-site", DIRECTIONS[0].1));
        let table = table_settings(keys, Encoding::Utf8);
        keys.finish();
        Self {
            file: file.unwrap_or_default(),
            table,
            layout,
            mode: Mode::new(&mode),
            names_modes,
            direction,
        }
    }
}

fn long_layout(keys: &Keys<'_>) -> TimesLayout {
    let Some(keys) = keys.table("columns") else {
        return TimesLayout::own();
    };
    let minutes = keys.text("minutes").map(|it| (it, TimeUnit::Minutes));
    let seconds = keys.text("seconds").map(|it| (it, TimeUnit::Seconds));
    if minutes.is_some() && seconds.is_some() {
        keys.fault(
            "seconds",
            "E-CFG-RANGE",
            "minutes and seconds are both named",
            "keep one of the two",
        );
    }
    let layout = TimesLayout::Long {
        area: keys.text("area"),
        site: keys.text("site"),
        time: seconds.or(minutes),
        mode: keys.text("mode"),
        direction: keys.text("direction"),
        reason: keys.text("reason"),
    };
    keys.finish();
    layout
}

fn wide_layout(keys: &Keys<'_>) -> TimesLayout {
    let units = [
        ("minutes", TimeUnit::Minutes),
        ("seconds", TimeUnit::Seconds),
    ];
    let unit = keys.choice("unit", &units);
    let unit = unit.unwrap_or_else(|| keys.default("unit", "minutes", TimeUnit::Minutes));
    let area = keys.table("columns").and_then(|keys| {
        let area = keys.text("area");
        keys.finish();
        area
    });
    TimesLayout::Wide { area, unit }
}
