//! What a text is: a table, by its header, or `GeoJSON`, by its first feature.

use crate::read::boundaries::{CODES, first_features};
use crate::read::headers::Headers;
use crate::read::kinds::FileKind;
use crate::read::published::{INPUTS, Input, PublishedInput};
use crate::read::recognise::Recognised;
use crate::read::source::{Source, TableSettings};
use crate::read::table::Table;
use crate::read::text::{Encoding, text_of};
use crate::read::unpack::Head;
use crate::read::{Findings, ReadErrors, ReadFault};

/// How many rows are kept to look at.
pub(super) const ROWS: usize = 2_000;
/// A header stands on one of these lines.
const LAST_HEADER: u64 = 8;

/// `GeoJSON`: shapes of areas, an outline, or sites.
pub(super) fn of_json(file: &str, bytes: &[u8], whole: bool) -> Result<Recognised, ReadErrors> {
    let text = String::from_utf8_lossy(bytes);
    let features = first_features(&text, whole).filter(|it| !it.is_empty());
    let Some(features) = features else {
        let shown: String = text
            .chars()
            .filter(|it| !it.is_control())
            .take(80)
            .collect();
        let what = format!("JSON that is no collection of features: {shown}");
        return Err(unknown(
            file,
            what,
            "give GeoJSON: a FeatureCollection of polygons or points",
        ));
    };
    let properties = &features[0].properties;
    let headers = Headers(properties.iter().map(|(name, _)| name.clone()).collect());
    let rows: Vec<Vec<String>> = features
        .iter()
        .take(ROWS)
        .map(|feature| {
            let cell = |header: &String| {
                feature
                    .properties
                    .iter()
                    .find(|it| it.0 == *header)
                    .map_or_else(String::new, |it| it.1.clone())
            };
            headers.0.iter().map(cell).collect()
        })
        .collect();
    let code = CODES
        .iter()
        .find(|it| headers.0.iter().any(|header| header == *it));
    let other = headers.area_code().map(|it| it.0.to_owned());
    let kind = match features[0].geometry {
        "Polygon" | "MultiPolygon" if code.is_some() || other.is_some() => FileKind::Boundaries,
        "Polygon" | "MultiPolygon" => FileKind::Outline,
        "Point" if headers.area_code().is_none() => FileKind::SitePoints,
        kind => {
            let what = format!(
                "features of the kind {kind} with the properties {}",
                headers.0.join(", ")
            );
            let remedy = "polygons with LSOA21CD are boundaries, polygons without a code an outline, points with an id or a name sites; \
                population-weighted centroids are read as CSV";
            return Err(unknown(file, what, remedy));
        }
    };
    let vintage = headers.area_code().and_then(|it| it.1);
    Ok(Recognised {
        vintage,
        headers,
        rows,
        ..Recognised::plain(kind)
    })
}

/// Text: a table with its header on one of the first lines.
pub(super) fn of_text(file: &str, head: &Head) -> Result<Recognised, ReadErrors> {
    let bytes = if head.whole {
        head.bytes.as_slice()
    } else {
        whole_rows(&head.bytes)
    };
    let text = text_of(file, bytes, Encoding::Either, "E-CSV-EMPTY")?;
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let encoding = if std::str::from_utf8(body).is_ok() {
        Encoding::Utf8
    } else {
        Encoding::Either
    };
    let first = text
        .lines()
        .find(|it| !it.trim().is_empty())
        .unwrap_or_default()
        .to_owned();
    let many = |delimiter: u8| {
        text.lines()
            .take(usize::try_from(LAST_HEADER).unwrap_or(usize::MAX))
            .map(|it| it.matches(char::from(delimiter)).count())
            .max()
    };
    // The first of those that part most fields.
    let delimiter = [b'|', b'\t', b';', b',']
        .into_iter()
        .max_by_key(|it| many(*it))
        .unwrap_or(b',');
    let mut above = String::new();
    for header_row in 1..=LAST_HEADER {
        let settings = TableSettings {
            encoding,
            delimiter,
            header_row,
            ..TableSettings::default()
        };
        let source = Source {
            file: "table.csv",
            bytes,
            settings: &settings,
        };
        let Ok(table) = Table::read(source, &mut Findings::none()) else {
            continue;
        };
        let headers = Headers(table.headers().to_vec());
        // Blank lines above a header are passed over, so the line found may be further down.
        let settings = TableSettings {
            header_row: table.header_line,
            ..settings.clone()
        };
        let rows: Vec<Vec<String>> = table.cells().take(ROWS).collect();
        if let Some((kind, vintage, year)) = FileKind::of_table(&headers, &rows) {
            let year = year_in(&above).unwrap_or(year);
            let whole = head.whole && rows.len() == table.rows().len();
            let is = Recognised {
                vintage,
                year,
                headers,
                rows,
                settings,
                ..Recognised::plain(kind)
            };
            return Ok(is.with_modes(whole));
        }
        above = text
            .lines()
            .take(usize::try_from(header_row).unwrap_or(0))
            .collect::<Vec<_>>()
            .join(" ");
    }
    let shown: String = first.chars().take(300).collect();
    let what = format!("its header is not known: {shown}");
    let headers = Headers(
        first
            .split(char::from(delimiter))
            .map(|it| it.trim_matches('"').to_owned())
            .collect(),
    );
    Err(unknown(file, what, &hint(&headers)))
}

/// Rows up to the last one that is whole: a quoted field may go over lines.
fn whole_rows(bytes: &[u8]) -> &[u8] {
    let (mut quoted, mut end) = (false, 0);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => end = at + 1,
            _ => (),
        }
    }
    if end == 0 { bytes } else { &bytes[..end] }
}

/// The fault of a file that is nothing a study can use.
pub(super) fn unknown(file: &str, what: String, remedy: &str) -> ReadErrors {
    ReadFault::new("E-FILE-KIND", file, what, remedy).into()
}

/// What a header that is nearly known lacks, or what was expected at all.
fn hint(headers: &Headers) -> String {
    if headers.has("OA21CD") || headers.has("OA11CD") {
        return format!(
            "it is by output area; give {}",
            Input::Centroids.published().told()
        );
    }
    if headers.has("LSOA11CD") && headers.has("LSOA21CD") {
        return format!(
            "without CHGIND it is no exact-fit lookup; give {}",
            Input::Lookup.published().told()
        );
    }
    let near = INPUTS.iter().map(|it| {
        (
            it.columns.iter().filter(|name| headers.has(name)).count(),
            it,
        )
    });
    let best = near
        .filter(|(shared, _)| *shared > 0)
        .max_by_key(|(shared, it)| (*shared * 100) / it.columns.len());
    let Some((_, nearest)) = best else {
        return expected(None);
    };
    let lacking: Vec<&str> = nearest
        .columns
        .iter()
        .copied()
        .filter(|it| !headers.has(it))
        .collect();
    format!(
        "nearest to it is {}; it lacks {}",
        nearest.told(),
        lacking.join(", ")
    )
}

/// What was expected: one file, or any of them.
pub(super) fn expected(one: Option<&PublishedInput>) -> String {
    if let Some(one) = one {
        format!("expected {}", one.told())
    } else {
        let names: Vec<&str> = INPUTS.iter().map(|it| it.name).collect();
        format!("expected one of: {}", names.join("; "))
    }
}

/// The first year of this century that a text tells, such as that of `Mid-2024 LSOA 2021`.
pub(super) fn year_in(text: &str) -> Option<u32> {
    let years = text
        .split(|it: char| !it.is_ascii_digit())
        .filter(|it| it.len() == 4);
    years
        .filter_map(|it| it.parse().ok())
        .find(|it| (2_000..2_100).contains(it))
}
