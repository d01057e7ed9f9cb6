//! Shapes of areas and of the study, from `GeoJSON` in longitude and latitude (RFC 7946).

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use geo::{Contains, Coord, MultiPolygon, Polygon};
use geojson::{Feature, FeatureCollection, GeometryValue, JsonValue};

use crate::read::text::{Encoding, text_of};
use crate::read::{Findings, Notices, Place, ReadErrors, ReadFault, rings};
use crate::space::LonLat;

/// Reads the shape of each area by its code, found in a property of that name; coordinates are longitude and
/// latitude. Several features of one code are one shape.
///
/// # Errors
/// Every fault of the file: `E-JSON-...`, `E-GEO-NULL`, `E-GEO-TYPE`, `E-GEO-RING`, `E-GEO-RANGE`; `E-GEO-PROPERTY`
/// for a feature without a code.
pub fn boundaries(
    file: &str,
    bytes: &[u8],
    property: Option<&str>,
) -> Result<(BTreeMap<String, MultiPolygon<f64>>, Notices), ReadErrors> {
    let mut found = Findings::none();
    let mut shapes: BTreeMap<String, MultiPolygon<f64>> = BTreeMap::new();
    for (nth, feature) in features(file, bytes)?.iter().enumerate() {
        let place = Place::Feature(nth);
        let Some(code) = code_of(feature, property) else {
            let what = format!(
                "no property \"{}\" with the area's code",
                property.unwrap_or("code")
            );
            let remedy = "name the property: boundaries = { file = \"...\", code = \"...\" }";
            found.fault(ReadFault::new("E-GEO-PROPERTY", file, what, remedy).at(place));
            continue;
        };
        if let Some(shape) = shape(file, nth, feature, &mut found) {
            let known = shapes
                .entry(code)
                .or_insert_with(|| MultiPolygon::new(Vec::new()));
            known.0.extend(shape.0);
        }
    }
    found.notices.rows_mut().read = shapes.len() as u64;
    found.or(shapes)
}

/// Reads one outline, such as that of the study: all its features together.
///
/// # Errors
/// As [`boundaries`]; `E-GEO-RING` also for a ring that crosses itself and a hole outside; `E-LIMIT-AREA` for what is larger
/// than a country.
pub fn outline(file: &str, bytes: &[u8]) -> Result<(MultiPolygon<f64>, Notices), ReadErrors> {
    let mut found = Findings::none();
    let mut whole = MultiPolygon::new(Vec::new());
    for (nth, feature) in features(file, bytes)?.iter().enumerate() {
        if let Some(shape) = shape(file, nth, feature, &mut found) {
            rings::check(file, nth, &shape, &mut found);
            whole.0.extend(shape.0);
        }
    }
    found.or(whole)
}

/// Whether a place lies inside an outline.
#[must_use]
pub fn inside(outline: &MultiPolygon<f64>, place: LonLat) -> bool {
    outline.contains(&Coord {
        x: place.lon,
        y: place.lat,
    })
}

/// The headers under which codes are published, for a study that names no property.
pub(super) const CODES: [&str; 6] = [
    "code",
    "LSOA21CD",
    "LSOA11CD",
    "lsoa21cd",
    "lsoa11cd",
    "lsoa21_code",
];

fn code_of(feature: &Feature, property: Option<&str>) -> Option<String> {
    let value = match property {
        Some(name) => feature.property(name),
        None => CODES.iter().find_map(|it| feature.property(it)),
    };
    match value? {
        JsonValue::String(it) if !it.trim().is_empty() => Some(it.trim().to_owned()),
        JsonValue::Number(it) => Some(it.to_string()),
        _ => None,
    }
}

fn shape(
    file: &str,
    nth: usize,
    feature: &Feature,
    found: &mut Findings,
) -> Option<MultiPolygon<f64>> {
    let fault = |code, what: String, remedy: &str| {
        ReadFault::new(code, file, what, remedy).at(Place::Feature(nth))
    };
    let Some(geometry) = &feature.geometry else {
        found.fault(fault(
            "E-GEO-NULL",
            "no geometry".to_owned(),
            "give it a polygon, or remove it",
        ));
        return None;
    };
    let rings: Vec<&Vec<geojson::Position>> = match &geometry.value {
        GeometryValue::Polygon { coordinates } => coordinates.iter().collect(),
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().flatten().collect(),
        other => {
            let what = format!("{}; Polygon or MultiPolygon is needed", other.type_name());
            found.fault(fault("E-GEO-TYPE", what, "give it a polygon"));
            return None;
        }
    };
    let mut whole = true;
    for (ring_nth, ring) in rings.iter().enumerate() {
        if ring.len() < 4 {
            let what = format!("ring {ring_nth}: {} positions; at least 4", ring.len());
            found.fault(fault("E-GEO-RING", what, "close the ring"));
            whole = false;
        } else if !is_closed(ring) {
            let what = format!("ring {ring_nth}: its last position is not its first");
            found.fault(fault("E-GEO-RING", what, "close the ring"));
            whole = false;
        }
        if let Some(far) = ring.iter().find(|it| !on_the_globe(it.as_slice())) {
            let what = format!(
                "{:?} is no longitude and latitude in degrees",
                far.as_slice()
            );
            found.fault(fault("E-GEO-RANGE", what, "export the shapes in EPSG:4326"));
            whole = false;
        }
    }
    if !whole {
        return None;
    }
    let polygon = Polygon::<f64>::try_from(geometry).map(|it| MultiPolygon::new(vec![it]));
    polygon
        .or_else(|_| MultiPolygon::<f64>::try_from(geometry))
        .ok()
}

/// Whether a ring ends where it begins, whatever the heights.
fn is_closed(ring: &[geojson::Position]) -> bool {
    let place =
        |it: &geojson::Position| it.as_slice().iter().take(2).copied().collect::<Vec<f64>>();
    ring.first().map(place) == ring.last().map(place)
}

pub(super) fn on_the_globe(position: &[f64]) -> bool {
    matches!(position, [lon, lat, ..] if lon.abs() <= 180.0 && lat.abs() <= 90.0)
}

/// The features of a `GeoJSON` file, or what the file is instead.
pub(super) fn features(file: &str, bytes: &[u8]) -> Result<Vec<Feature>, ReadErrors> {
    let text = text_of(file, bytes, Encoding::Utf8, "E-JSON-EMPTY").map_err(of_json)?;
    let collection = FeatureCollection::from_str(&text)
        .map_err(|error| what_else(file, &text, &error.to_string()))?;
    match twice(&text) {
        None => Ok(collection.features),
        Some((feature, key)) => {
            let fault = twice_fault(file, &key);
            Err(fault
                .at(feature.map_or(Place::Whole, Place::Feature))
                .into())
        }
    }
}

/// What is no text at all is no JSON either.
fn of_json(errors: ReadErrors) -> ReadErrors {
    let faults = errors.0.into_iter().map(|it| match it.code {
        code if code.starts_with("E-CSV-") => ReadFault {
            code: "E-JSON-SYNTAX",
            ..it
        },
        _ => it,
    });
    ReadErrors(faults.collect())
}

fn twice_fault(file: &str, key: &str) -> ReadFault {
    let what = format!("key \"{key}\" appears twice");
    ReadFault::new("E-JSON-DUPKEY", file, what, "remove one of the two")
}

/// The first key that stands twice in one object of some JSON that is whole, and the feature it is of: a reader takes the
/// last of both without a word.
fn twice(text: &str) -> Option<(Option<usize>, String)> {
    // The keys of each object around a place; a list has none.
    let mut around: Vec<Option<BTreeSet<&str>>> = Vec::new();
    let (mut feature, mut at) = (None, 0);
    let bytes = text.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'{' => {
                // The collection, its list of features, and in it the features.
                if around.len() == 2 && around[1].is_none() {
                    feature = Some(feature.map_or(0, |it: usize| it + 1));
                }
                around.push(Some(BTreeSet::new()));
            }
            b'[' => {
                if around.len() == 1 {
                    feature = None;
                }
                around.push(None);
            }
            b'}' | b']' => {
                around.pop();
            }
            b'"' => {
                let word = quoted(&text[at + 1..]);
                at += word.len() + 1;
                let after = bytes
                    .iter()
                    .skip(at + 1)
                    .find(|it| !it.is_ascii_whitespace());
                let keys = around.last_mut().and_then(Option::as_mut);
                if let (Some(b':'), Some(keys)) = (after, keys)
                    && !keys.insert(word)
                {
                    let inside = feature.filter(|_| around.len() > 2);
                    return Some((inside, word.to_owned()));
                }
            }
            _ => (),
        }
        at += 1;
    }
    None
}

/// A text up to the quote that ends it.
fn quoted(text: &str) -> &str {
    let mut escaped = false;
    let end = text.bytes().position(|byte| match byte {
        _ if escaped => {
            escaped = false;
            false
        }
        b'\\' => {
            escaped = true;
            false
        }
        byte => byte == b'"',
    });
    &text[..end.unwrap_or(text.len())]
}

/// What the first features of a `GeoJSON` text are: all of a whole text, the first of one that is cut short. `None` where it
/// is no collection, or its first feature goes on past the end.
pub(super) fn first_features(text: &str, whole: bool) -> Option<Vec<FirstFeature>> {
    let told = |it: &Feature| FirstFeature {
        geometry: it
            .geometry
            .as_ref()
            .map_or("none", |it| it.value.type_name()),
        properties: it
            .properties_iter()
            .map(|(name, value)| (name.clone(), written(value)))
            .collect(),
    };
    if whole {
        let collection = FeatureCollection::from_str(text).ok()?;
        return Some(collection.features.iter().map(told).collect());
    }
    let list = &text[text.find("\"features\"")?..];
    let start = list.find('{')?;
    let feature = &list[start..start + object_length(&list[start..])?];
    Some(vec![told(&Feature::from_str(feature).ok()?)])
}

/// The kind of a feature's geometry, and its properties.
pub(super) struct FirstFeature {
    pub(super) geometry: &'static str,
    pub(super) properties: Vec<(String, String)>,
}

fn written(value: &JsonValue) -> String {
    match value {
        JsonValue::String(it) => it.clone(),
        JsonValue::Null => String::new(),
        other => other.to_string(),
    }
}

/// The length of the object that a text begins with, where it is closed.
fn object_length(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_u32, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => (),
        }
    }
    None
}

/// Why a text is no collection of features.
fn what_else(file: &str, text: &str, error: &str) -> ReadErrors {
    let fault = |code, what: String, remedy: &str| {
        ReadErrors::from(ReadFault::new(code, file, what, remedy))
    };
    if let Some(key) = error
        .split("duplicate field `")
        .nth(1)
        .and_then(|it| it.split('`').next())
    {
        return twice_fault(file, key).into();
    }
    let value = match JsonValue::from_str(text) {
        Ok(value) => value,
        Err(error) if error.to_string().contains("recursion limit") => {
            let what = "the nesting depth is over 128".to_owned();
            return fault("E-JSON-DEPTH", what, "check the file");
        }
        Err(error) => {
            let nan = ["NaN", "Infinity"].into_iter().find(|it| text.contains(it));
            let what = nan.map_or_else(
                || error.to_string(),
                |it| format!("{error}; {it} is not JSON"),
            );
            let line = u64::try_from(error.line()).unwrap_or(0);
            let fault = ReadFault::new("E-JSON-SYNTAX", file, what, "export the file again");
            return fault.at(Place::Line(line)).into();
        }
    };
    match value.get("type").and_then(JsonValue::as_str) {
        None => {
            let what = "the member \"type\" is missing: FeatureCollection is needed".to_owned();
            fault("E-JSON-NOTGEO", what, "export the file as GeoJSON")
        }
        Some("FeatureCollection") => bad_features(file, &value, error),
        Some(other) => {
            let topo = if other == "Topology" {
                " (TopoJSON)"
            } else {
                ""
            };
            let what = format!("type \"{other}\"{topo} is no GeoJSON FeatureCollection");
            fault("E-JSON-NOTGEO", what, "export the file as GeoJSON")
        }
    }
}

/// So many features at fault are told.
const MOST_BAD: usize = 1_000;

fn bad_features(file: &str, value: &JsonValue, error: &str) -> ReadErrors {
    let mut faults = Vec::new();
    let listed = value.get("features").and_then(JsonValue::as_array);
    for (nth, feature) in listed.into_iter().flatten().enumerate() {
        if faults.len() == MOST_BAD {
            break;
        }
        if let Err(error) = Feature::from_str(&feature.to_string()) {
            let fault = ReadFault::new(
                "E-JSON-NOTGEO",
                file,
                error.to_string(),
                "export the file again",
            );
            faults.push(fault.at(Place::Feature(nth)));
        }
    }
    if faults.is_empty() {
        let what = format!("no collection of features: {error}");
        faults.push(ReadFault::new(
            "E-JSON-NOTGEO",
            file,
            what,
            "export the file as GeoJSON",
        ));
    }
    ReadErrors(faults)
}
