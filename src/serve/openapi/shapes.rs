//! Shapes that other rooms write, who know nothing of this document: changes, figures, map layers.

use serde_json::{Map, Value, json};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::reference;
use crate::report::{PLACE_KINDS, ROAD_KINDS};
use crate::study::{MOST_SESSIONS, WrittenChange};
use crate::units::Hours;

impl PartialSchema for WrittenChange {
    fn schema() -> RefOr<Schema> {
        Ref::from_schema_name("Change").into()
    }
}

impl ToSchema for WrittenChange {
    fn name() -> std::borrow::Cow<'static, str> {
        "Change".into()
    }
}

/// All of them, by name.
pub(super) fn written_by_hand() -> Map<String, Value> {
    let kinds = changes();
    let names = kinds.iter().map(|(name, _)| reference(name));
    let one = json!({
        "description": "One change of a plan; which key it has tells what it does.",
        "oneOf": names.collect::<Vec<_>>(),
    });
    let all = kinds.into_iter().chain(layers());
    let all = all.map(|(name, shape)| (name.to_owned(), shape));
    let rest = [
        ("Change".to_owned(), one),
        (
            "Tile".to_owned(),
            json!({ "type": "string", "format": "binary", "description": "Protocol buffers." }),
        ),
        ("OpenApi".to_owned(), open_api()),
        (
            "ScenarioFile".to_owned(),
            json!({ "type": "string", "description": "TOML." }),
        ),
    ];
    all.chain(rest).collect()
}

/// What a plan may change.
fn changes() -> [(&'static str, Value); 6] {
    let site = || reference("SiteId");
    let hours = || json!({ "type": "number", "minimum": 0, "maximum": Hours::MOST, "description": "Staffed hours a week." });
    let sessions = json!({
        "type": ["number", "null"], "minimum": 0, "maximum": MOST_SESSIONS,
        "description": "Sessions a week; hours that are not given go with them.",
    });
    let pair = json!({
        "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2,
        "description": "Longitude and latitude in degrees, or easting and northing in metres.",
    });
    [
        (
            "OpenSite",
            change(
                "Opens a closed site, at its own tier and hours unless others are given.",
                &["open"],
                json!({
                    "open": site(), "tier": or_null(reference("TierId")), "hours": or_null(hours()),
                    "sessions": sessions,
                }),
            ),
        ),
        (
            "CloseSite",
            change(
                "Closes an open site.",
                &["close"],
                json!({ "close": site() }),
            ),
        ),
        (
            "ConvertSite",
            change(
                "Gives an open site another tier.",
                &["convert", "tier"],
                json!({ "convert": site(), "tier": reference("TierId") }),
            ),
        ),
        (
            "MoveSite",
            change(
                "Runs an open site from another place, in a study with roads.",
                &["move", "to"],
                json!({ "move": site(), "to": pair }),
            ),
        ),
        (
            "SetHours",
            change(
                "Sets the staffed hours of an open site, or of one service there.",
                &["hours", "value"],
                json!({ "hours": site(), "value": hours(), "service": or_null(reference("ServiceId")) }),
            ),
        ),
        ("AddSite", addition(&pair, &hours())),
    ]
}

/// A site that the study does not list.
fn addition(pair: &Value, hours: &Value) -> Value {
    let id = json!({
        "type": "string", "pattern": "^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$",
        "description": "Its id, one that no site of the study has.",
    });
    let cost = |words: &str| {
        json!({
            "type": ["number", "null"], "minimum": 0, "exclusiveMaximum": 1e15,
            "description": format!("What {words} costs a year in pounds; not known without it."),
        })
    };
    let services = json!({
        "type": ["array", "null"], "items": reference("ServiceId"),
        "description": "The services it offers, where they differ from its tier's.",
    });
    change(
        "Opens a site that the study does not list, in a study with roads. Its tier may be left out where there is only one.",
        &["add", "at"],
        json!({
            "add": id, "name": { "type": ["string", "null"], "description": "Its id without one." }, "at": pair,
            "tier": or_null(reference("TierId")), "services": services, "hours": or_null(hours.clone()),
            "cost_premises": cost("its building"), "cost_management": cost("running it"),
            "cost_front_line": cost("its front line"),
        }),
    )
}

fn change(words: &str, required: &[&str], properties: Value) -> Value {
    let mut shape = object(required, properties);
    shape["description"] = words.into();
    shape["additionalProperties"] = false.into();
    shape
}

fn object(required: &[&str], properties: Value) -> Value {
    let mut shape = json!({ "type": "object", "required": required });
    shape["properties"] = properties;
    shape
}

fn or_null(shape: Value) -> Value {
    json!({ "oneOf": vec![json!({ "type": "null" }), shape] })
}

fn open_api() -> Value {
    let version = json!({ "type": "string", "pattern": "^3\\.1\\." });
    object(
        &["openapi", "info", "paths", "components"],
        json!({
            "openapi": version, "info": { "type": "object" }, "paths": { "type": "object" },
            "components": { "type": "object" },
        }),
    )
}

/// The map layers (RFC 7946).
fn layers() -> [(&'static str, Value); 6] {
    let number = json!({ "type": ["number", "null"] });
    let by_band = json!({ "type": "object", "additionalProperties": number, "description": "By age band; null where unknown." });
    let texts = json!({ "type": "array", "items": { "type": "string" } });
    let text = json!({ "type": "string" });
    let point = json!({ "type": ["array", "null"], "items": { "type": "number" }, "minItems": 2, "maxItems": 2 });
    [
        (
            "AreaCollection",
            collection(
                &["Polygon", "MultiPolygon"],
                object(
                    &[
                        "code",
                        "name",
                        "district",
                        "decile",
                        "deprivation_class",
                        "children",
                        "point",
                    ],
                    json!({
                        "code": text, "name": text, "district": text,
                        "decile": { "type": ["integer", "null"], "minimum": 1, "maximum": 10 },
                        "deprivation_class": text, "children": by_band, "point": point,
                    }),
                ),
            ),
        ),
        (
            "DistrictCollection",
            collection(&["MultiLineString"], json!({ "type": "object" })),
        ),
        (
            "RoadCollection",
            collection(
                &["MultiLineString"],
                object(&["class"], json!({ "class": { "enum": ROAD_KINDS } })),
            ),
        ),
        (
            "WaterCollection",
            collection(
                &["MultiPolygon", "MultiLineString"],
                object(
                    &["kind"],
                    json!({ "kind": { "enum": ["sea", "lake", "river", "coast"] } }),
                ),
            ),
        ),
        (
            "PlaceCollection",
            collection(
                &["Point"],
                object(
                    &["name", "kind"],
                    json!({ "name": text, "kind": { "enum": PLACE_KINDS } }),
                ),
            ),
        ),
        (
            "CatchmentCollection",
            collection(
                &["MultiPolygon"],
                object(
                    &[
                        "site",
                        "name",
                        "mode",
                        "direction",
                        "minutes",
                        "areas",
                        "area_codes",
                        "people",
                        "share",
                    ],
                    json!({
                        "site": { "type": ["string", "null"] }, "name": text, "mode": text,
                        "direction": { "enum": ["to-site", "from-site"] }, "minutes": { "type": "number" },
                        "areas": { "type": "integer" }, "area_codes": texts, "people": by_band, "share": by_band,
                        "areas_uncounted": by_band, "tolerance_m": number,
                        "no_outline": { "type": ["string", "null"], "description": "Why the geometry is null." },
                        "illustrative": texts, "attribution": texts,
                    }),
                ),
            ),
        ),
    ]
}

fn collection(kinds: &[&str], properties: Value) -> Value {
    let geometry = object(
        &["type", "coordinates"],
        json!({ "type": { "enum": kinds }, "coordinates": { "type": "array" } }),
    );
    let mut feature = json!({ "type": { "const": "Feature" }, "geometry": or_null(geometry) });
    feature["properties"] = properties;
    let feature = object(&["type", "geometry", "properties"], feature);
    object(
        &["type", "features"],
        json!({ "type": { "const": "FeatureCollection" }, "features": { "type": "array", "items": feature } }),
    )
}
