//! What a site offers by its tier: the section `[tiers]`.

use std::collections::BTreeMap;

use crate::ids::{Column, ServiceId, TierId};
use crate::model::{Mode, Service, Tier, TierKind, TierShape, Visits};
use crate::study::hours::{MOST_SESSIONS, hours};
use crate::study::keys::Keys;
use crate::study::services::service_ids;
use crate::units::{Hours, Seconds};

/// Reads `[tiers]`, in the order written; a study without any has one, `centre`, that offers everything.
pub(super) fn read(
    section: Option<&Keys<'_>>,
    services: &Column<ServiceId, Service>,
) -> Column<TierId, Tier> {
    let Some(section) = section else {
        let all = Tier {
            id: "centre".to_owned(),
            services: services.ids().collect(),
            hours: None,
            service_hours: BTreeMap::new(),
            sessions: None,
            kind: TierKind::Place,
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
        let usual_hours = hours(&keys, "hours");
        let sessions = keys.number("sessions", 0.0, MOST_SESSIONS, true);
        let kind = kind(&keys);
        let service_hours = keys.table("hours_by_service");
        let service_hours = service_hours.map(|it| hours_by_service(&it, services));
        let offered = service_ids(&keys, "services", &offered, services);
        keys.finish();
        Some(Tier {
            id: name.to_owned(),
            services: offered,
            hours: usual_hours,
            service_hours: service_hours.unwrap_or_default(),
            sessions,
            kind,
            shape,
        })
    };
    tables.into_iter().filter_map(tier).collect()
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

/// How families come by what the tier offers: `network` or `visits`, else they go there.
fn kind(keys: &Keys<'_>) -> TierKind {
    let network = keys.switch("network").unwrap_or(false);
    let visits = keys.switch("visits").unwrap_or(false);
    if network && visits {
        let what = "a tier is a network or visits families at home, not both";
        keys.fault("visits", "E-CFG-RANGE", what, "make two tiers of it");
    }
    let about_visits = ["visit_minutes", "visit_limit_min", "visit_mode"];
    if !visits {
        for key in about_visits.into_iter().filter(|it| keys.has(it)) {
            let what = "this is about visits at home, and the tier has none";
            keys.fault(
                key,
                "E-CFG-RANGE",
                what,
                "write visits = true, or remove it",
            );
        }
        return if network {
            TierKind::Network
        } else {
            TierKind::Place
        };
    }
    let minutes = |key, usual: f64| {
        let told = keys.number(key, 0.0, LONGEST, true);
        let told = told.unwrap_or_else(|| keys.default(key, &usual.to_string(), usual));
        Seconds::from_fractional_minutes(told).unwrap_or_default()
    };
    TierKind::Visits(Visits {
        lasts: minutes("visit_minutes", 60.0),
        up_to: minutes("visit_limit_min", 30.0),
        mode: keys.text("visit_mode").map(|it| Mode::new(&it)),
    })
}

/// The longest visit and the longest way to it, minutes.
const LONGEST: f64 = 480.0;

/// Reads hours by service: the service's id, and hours a week.
fn hours_by_service(
    keys: &Keys<'_>,
    services: &Column<ServiceId, Service>,
) -> BTreeMap<ServiceId, Hours> {
    let names = keys.names();
    let each = names.into_iter().filter_map(|name| {
        let known = service_ids(keys, name, &[name.to_owned()], services);
        let told = hours(keys, name)?;
        Some((*known.first()?, told))
    });
    each.collect()
}
