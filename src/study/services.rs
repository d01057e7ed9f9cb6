//! What is offered: the sections `[[services]]` and `[tiers]`.

use std::collections::BTreeMap;

use crate::ids::{BandId, Column, Id, ServiceId, TierId};
use crate::model::{AgeBand, Mode, Service, Tier, TierShape};
use crate::study::error::did_you_mean;
use crate::study::keys::{Keys, Kind};
use crate::units::{Hours, Seconds};

/// The longest standard, minutes.
const LONGEST_STANDARD: f64 = 180.0;

/// Reads all `[[services]]`, in the order written.
pub(super) fn read(sections: &[Keys<'_>], bands: &[AgeBand]) -> Column<ServiceId, Service> {
    let mut services: Column<ServiceId, Service> = Column::default();
    for keys in sections {
        let id = keys.need_text("id");
        if let Some(id) = &id
            && services.find(|it| it.id == *id).is_some()
        {
            keys.fault(
                "id",
                "E-KEY-DUP",
                "two services bear this id",
                "give one another id",
            );
        }
        let name = keys.text("name").or_else(|| id.clone());
        let band = band(keys, "band", bands, true);
        let standard = keys
            .table("standard")
            .map(|it| standard(&it))
            .unwrap_or_default();
        if keys.has("reach") {
            let _ = keys.choice("reach", &[("universal", ()), ("targeted", ())]);
        }
        keys.later(&[
            ("reach", Kind::Text),
            ("funder", Kind::Text),
            ("capacity_per_hour", Kind::Number),
        ]);
        keys.finish();
        // A service at fault is kept, since the study is refused anyway: what names it is not at fault too.
        if let (Some(id), Some(name)) = (id, name) {
            services.push(Service {
                id,
                name,
                band: band.unwrap_or(BandId::at(0)),
                standard,
            });
        }
    }
    services
}

/// Reads the name of a band; without one it is the first, if `usual` says so.
pub(super) fn band(
    keys: &Keys<'_>,
    key: &'static str,
    bands: &[AgeBand],
    usual: bool,
) -> Option<BandId> {
    if !keys.has(key) && usual {
        let first = bands.first()?;
        return Some(keys.default(key, &first.name, BandId::at(0)));
    }
    let name = keys.text(key)?;
    let found = bands.iter().position(|it| it.name == name);
    if found.is_none() {
        let known: Vec<&str> = bands.iter().map(|it| it.name.as_str()).collect();
        keys.unknown_word(key, &known);
    }
    found.map(BandId::at)
}

fn standard(keys: &Keys<'_>) -> BTreeMap<Mode, Seconds> {
    let minutes = keys.names().into_iter().filter_map(|mode| {
        let minutes = keys.number(mode, 0.0, LONGEST_STANDARD, true)?;
        Some((Mode::new(mode), Seconds::from_fractional_minutes(minutes)?))
    });
    minutes.collect()
}

/// Reads `[tiers]`, in the order written; a study without any has one, `centre`, that offers everything.
pub(super) fn tiers(
    section: Option<&Keys<'_>>,
    services: &Column<ServiceId, Service>,
) -> Column<TierId, Tier> {
    let Some(section) = section else {
        let all = Tier {
            id: "centre".to_owned(),
            services: services.ids().collect(),
            hours: None,
            shape: TierShape::Circle,
        };
        return [all].into_iter().collect();
    };
    let tables: Vec<(&str, Option<Keys<'_>>)> = section
        .names()
        .into_iter()
        .map(|name| (name, section.table(name)))
        .collect();
    let tier = |(name, keys): (&str, Option<Keys<'_>>)| {
        let keys = keys?;
        let offered = keys.texts("services").unwrap_or_default();
        let shape = keys
            .choice("shape", &SHAPES)
            .unwrap_or_else(|| usual_shape(name));
        let hours = keys.number("hours", 0.0, 168.0, false).map(Hours::new);
        keys.later(&[
            ("sessions", Kind::Number),
            ("network", Kind::Switch),
            ("visits", Kind::Switch),
        ]);
        let services = service_ids(&keys, "services", &offered, services);
        keys.finish();
        Some(Tier {
            id: name.to_owned(),
            services,
            hours,
            shape,
        })
    };
    tables.into_iter().filter_map(tier).collect()
}

/// The ids of services named in a list; a fault is recorded for each unknown one.
pub(super) fn service_ids(
    keys: &Keys<'_>,
    key: &str,
    names: &[String],
    services: &Column<ServiceId, Service>,
) -> Vec<ServiceId> {
    let mut ids = Vec::new();
    for name in names {
        let found = services.find(|it| it.id == *name);
        if found.is_none() {
            let remedy = did_you_mean(name, services.iter().map(|it| it.id.as_str()));
            let what = format!("no service has the id {name}");
            keys.fault(key, "E-CFG-ENUM", what, remedy);
        }
        ids.extend(found);
    }
    ids.sort_unstable();
    ids.dedup();
    ids
}

const SHAPES: [(&str, TierShape); 6] = [
    ("square", TierShape::Square),
    ("circle", TierShape::Circle),
    ("triangle", TierShape::Triangle),
    ("diamond", TierShape::Diamond),
    ("pentagon", TierShape::Pentagon),
    ("cross", TierShape::Cross),
];

fn usual_shape(tier: &str) -> TierShape {
    match tier {
        "hub" => TierShape::Square,
        "outreach" => TierShape::Triangle,
        "virtual" => TierShape::Diamond,
        "zone" => TierShape::Pentagon,
        "home" => TierShape::Cross,
        _ => TierShape::Circle,
    }
}
