//! Where families live: the section `[areas]`, and what every section that names a file has in common.

use crate::read::{AreaColumns, Crs, Encoding, Suppressed, TableSettings, Vintage};
use crate::study::folders::{Files, climbs};
use crate::study::groups::{self, Carried, GroupSource};
use crate::study::keys::{Keys, Kind};

/// What to do with an area that a file of people or deprivation does not tell of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Missing {
    /// Refuse the study and name the areas.
    #[default]
    Refuse,
    /// Keep the area without the value, counted in the notices.
    Exclude,
}

/// The areas of a study and where they come from.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaSource {
    /// The file.
    pub file: String,
    /// How the file is written.
    pub table: TableSettings,
    /// Which columns hold what.
    pub columns: AreaColumns,
    /// Which vintage the codes are.
    pub vintage: Vintage,
    /// Which of the file's areas belong to the study.
    pub keep: AreaKeep,
    /// The shapes of areas.
    pub boundaries: Option<BoundarySource>,
    /// The lookup between the vintages of 2011 and 2021 and to districts.
    pub lookup: Option<String>,
    /// The study's own groupings of the areas.
    pub groups: Vec<GroupSource>,
}

/// Which of a file's areas belong to the study; every condition given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AreaKeep {
    /// Codes or names of districts.
    pub districts: Option<Vec<String>>,
    /// Codes of areas.
    pub codes: Option<Vec<String>>,
    /// A file with a code of an area in its first column, under a header.
    pub codes_file: Option<String>,
    /// `GeoJSON` outline that holds their centroids.
    pub boundary: Option<String>,
}

/// A file of shapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundarySource {
    /// The file.
    pub file: String,
    /// The property that holds the area's code; `None`: the published ones.
    pub code: Option<String>,
}

/// Reads a key that names a file: it must be there, and in an upload it may not leave the study.
pub(super) fn file(keys: &Keys<'_>, key: &'static str, files: &Files) -> Option<String> {
    let path = keys.text(key)?;
    if !files.is_local() && climbs(&path) {
        let what = "a path out of the study is not allowed here (absolute, or with ..)";
        keys.fault(
            key,
            "E-CFG-PATH",
            what,
            "put the file into the study's folder",
        );
        return None;
    }
    if !files.exists(&path) {
        let remedy = "correct the path; it is relative to the study file";
        keys.fault(key, "E-CFG-PATH", "there is no such file", remedy);
        return None;
    }
    Some(path)
}

/// Reads a key that must name a file.
pub(super) fn need_file(keys: &Keys<'_>, key: &'static str, files: &Files) -> Option<String> {
    if !keys.has(key) {
        keys.missing(key, "the path of a file, relative to the study file");
    }
    file(keys, key, files)
}

/// Reads how a table is written: `encoding`, `delimiter`, `header_row`, `suppressed`, and which `sheet` of a workbook or file
/// `inside` a zip it is.
pub(super) fn table_settings(keys: &Keys<'_>, usual: Encoding) -> TableSettings {
    table_below(keys, usual, 1)
}

/// The same, of a file whose publisher puts the header on a line of its own.
pub(super) fn table_below(keys: &Keys<'_>, usual: Encoding, header: u32) -> TableSettings {
    let encodings = [
        ("utf-8", Encoding::Utf8),
        ("windows-1252", Encoding::Windows1252),
        ("auto", Encoding::Either),
    ];
    let delimiters = [(",", b','), (";", b';'), ("\t", b'\t'), ("|", b'|')];
    let line = keys.number("header_row", 1.0, 1_000.0, false);
    let line =
        line.unwrap_or_else(|| keys.default("header_row", &header.to_string(), f64::from(header)));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "1 to 1,000, checked above"
    )]
    let header_row = line as u64;
    let encoding = keys.choice("encoding", &encodings).unwrap_or_else(|| {
        let word = encodings.iter().find(|it| it.1 == usual);
        keys.default("encoding", word.map_or("", |it| it.0), usual)
    });
    let delimiter = keys.choice("delimiter", &delimiters);
    TableSettings {
        encoding,
        delimiter: delimiter.unwrap_or_else(|| keys.default("delimiter", ",", b',')),
        header_row,
        suppressed: suppressed(keys),
        sheet: keys.text("sheet"),
        inside: keys.text("inside"),
    }
}

fn suppressed(keys: &Keys<'_>) -> Suppressed {
    if keys.is_number("suppressed") {
        let estimate = keys.number("suppressed", 0.0, 1e6, false);
        return estimate.map_or(Suppressed::Refuse, Suppressed::Estimate);
    }
    let words = [
        ("refuse", Suppressed::Refuse),
        ("exclude", Suppressed::Exclude),
    ];
    let told = keys.choice("suppressed", &words);
    told.unwrap_or_else(|| keys.default("suppressed", "refuse", Suppressed::Refuse))
}

/// Reads what to do with areas that a file leaves out.
pub(super) fn missing(keys: &Keys<'_>) -> Missing {
    let words = [("refuse", Missing::Refuse), ("exclude", Missing::Exclude)];
    let told = keys.choice("missing", &words);
    told.unwrap_or_else(|| keys.default("missing", "refuse", Missing::Refuse))
}

const VINTAGES: [(&str, Vintage); 3] = [
    ("lsoa2011", Vintage::Lsoa2011),
    ("lsoa2021", Vintage::Lsoa2021),
    ("none", Vintage::Own),
];

/// Reads a vintage.
pub(super) fn vintage(keys: &Keys<'_>) -> Option<Vintage> {
    keys.choice("vintage", &VINTAGES)
}

/// Reads a vintage that has a usual value.
pub(super) fn vintage_or(keys: &Keys<'_>, usual: Vintage) -> Vintage {
    vintage(keys).unwrap_or_else(|| keys.default("vintage", usual.word(), usual))
}

/// Reads columns for a place: `x` and `y` with `crs`, or `lon` and `lat`.
pub(super) fn place_columns(keys: &Keys<'_>) -> (Option<String>, Option<String>, Option<Crs>) {
    let crs = keys.choice("crs", &[("27700", Crs::National), ("4326", Crs::Degrees)]);
    let (x, y) = (keys.text("x"), keys.text("y"));
    let (lon, lat) = (keys.text("lon"), keys.text("lat"));
    for (one, other, key) in [
        (&x, &y, "y"),
        (&y, &x, "x"),
        (&lon, &lat, "lat"),
        (&lat, &lon, "lon"),
    ] {
        if one.is_some() && other.is_none() {
            keys.missing(key, "the other coordinate's column");
        }
    }
    match (lon, lat) {
        (Some(lon), Some(lat)) => (Some(lon), Some(lat), Some(Crs::Degrees)),
        _ => (x, y, crs),
    }
}

impl AreaSource {
    /// Reads `[areas]`; `placeless` accepts areas without coordinates.
    pub(super) fn read(keys: &Keys<'_>, files: &Files, placeless: bool) -> Option<Self> {
        let path = need_file(keys, "file", files);
        let ons = keys.choice("kind", &[("ons-centroids", true), ("table", false)]);
        let vintage = vintage(keys);
        if !keys.has("vintage") {
            keys.missing(
                "vintage",
                "lsoa2011, lsoa2021 or none (the study's own codes)",
            );
        }
        if ons == Some(true) && vintage == Some(Vintage::Own) {
            let what = "ons-centroids are LSOAs of 2011 or 2021";
            keys.fault(
                "vintage",
                "E-GEO-VINTAGE",
                what,
                "write vintage = \"lsoa2021\" or \"lsoa2011\"",
            );
        }
        let mut columns = AreaColumns::default();
        if let Some(keys) = keys.table("columns") {
            let (x, y, crs) = place_columns(&keys);
            columns = AreaColumns {
                code: keys.text("code"),
                name: keys.text("name"),
                district: keys.text("district"),
                district_name: keys.text("district_name"),
                x,
                y,
                crs,
                placeless: false,
            };
            keys.finish();
        }
        columns.placeless = placeless;
        let lookup = file(keys, "lookup", files);
        let own = vintage.unwrap_or(Vintage::Own);
        let carried = Carried {
            own,
            lookup: lookup.is_some(),
        };
        let source = Self {
            file: path.unwrap_or_default(),
            table: table_settings(keys, Encoding::Utf8),
            columns,
            vintage: own,
            keep: keep(keys, files),
            boundaries: boundaries(keys, files),
            groups: groups::read(keys, files, carried),
            lookup,
        };
        keys.later(&[("buffer_km", Kind::Number), ("points", Kind::Table)]);
        keys.finish();
        Some(source).filter(|it| !it.file.is_empty())
    }
}

fn keep(keys: &Keys<'_>, files: &Files) -> AreaKeep {
    let Some(keys) = keys.table("keep") else {
        return AreaKeep::default();
    };
    let mut keep = AreaKeep {
        districts: keys.texts("district"),
        boundary: file(&keys, "boundary", files),
        ..AreaKeep::default()
    };
    if keys.is_list("codes") {
        keep.codes = keys.texts("codes");
    } else {
        keep.codes_file = file(&keys, "codes", files);
    }
    keys.finish();
    keep
}

fn boundaries(keys: &Keys<'_>, files: &Files) -> Option<BoundarySource> {
    if keys.is_table("boundaries") {
        let keys = keys.table("boundaries")?;
        let (file, code) = (need_file(&keys, "file", files), keys.text("code"));
        keys.finish();
        return Some(BoundarySource { file: file?, code });
    }
    let file = file(keys, "boundaries", files)?;
    Some(BoundarySource { file, code: None })
}
