//! What is offered: the sections `[[services]]` and `[[bundles]]`.

use std::collections::BTreeMap;

use crate::ids::{BandId, Column, FunderId, Id, ServiceId};
use crate::model::{AgeBand, Funder, Makeup, Mode, Service, Uptake};
use crate::read::{Ages, BandColumns, BandSource};
use crate::study::catalogue::{self, Preset, SERVICES, ServedAges};
use crate::study::error::did_you_mean;
use crate::study::funders;
use crate::study::keys::Keys;
use crate::study::people::PeopleSource;
use crate::units::Seconds;

/// The longest standard, minutes.
const LONGEST_STANDARD: f64 = 180.0;

/// What services are read beside: who lives there, and who pays.
#[derive(Clone, Copy)]
pub(super) struct Remit<'a> {
    pub(super) bands: &'a [AgeBand],
    pub(super) people: &'a [PeopleSource],
    pub(super) funders: &'a Column<FunderId, Funder>,
}

/// The services, which of them are asked for by children in need alone, and which stand for one of the catalogue.
pub(super) struct ReadServices {
    pub(super) services: Column<ServiceId, Service>,
    pub(super) by_need: Vec<ServiceId>,
    /// Services that are named by a preset, each with the word of the catalogue, which its own id may differ from.
    pub(super) presets: Vec<(ServiceId, &'static str)>,
}

/// Reads all `[[services]]`, in the order written.
pub(super) fn read(sections: &[Keys<'_>], remit: Remit<'_>) -> ReadServices {
    let mut read = ReadServices {
        services: Column::default(),
        by_need: Vec::new(),
        presets: Vec::new(),
    };
    for keys in sections {
        let preset = preset(keys);
        let usual = |it: fn(&Preset) -> &str| preset.map(|known| it(known).to_owned());
        let id = match preset {
            Some(_) => keys.text("id").or_else(|| usual(|it| it.id)),
            None if keys.has("preset") => keys.text("id"),
            None => keys.need_text("id"),
        };
        refuse_double(keys, id.as_deref(), &read.services);
        let name = keys.text("name").or_else(|| usual(|it| it.name));
        let name = name.or_else(|| id.clone());
        let band = match preset {
            Some(preset) if !keys.has("band") => band_of_ages(keys, "band", preset.ages, remit),
            _ => band(keys, "band", remit.bands, true),
        };
        let funder = match preset {
            Some(preset) if !keys.has("funder") => funders::find(preset.funder, remit.funders),
            _ => funders::funder(keys, "funder", remit.funders),
        };
        let words = [Uptake::Universal, Uptake::Targeted].map(|it| (it.word(), it));
        let uptake = keys.choice("reach", &words);
        let by_need = keys.choice("demand", &[("people", false), ("need", true)]);
        let standard = standard_of(keys);
        let per_hour = keys.number("capacity_per_hour", 0.0, 1_000.0, true);
        keys.finish();
        // A service at fault is kept, since the study is refused anyway: what names it is not at fault too.
        if let (Some(id), Some(name)) = (id, name) {
            let service = read.services.push(Service {
                id,
                name,
                band: band.unwrap_or(BandId::at(0)),
                standard: standard.unwrap_or_default(),
                uptake: uptake.or(preset.map(|it| it.uptake)).unwrap_or_default(),
                funder,
                per_hour,
                makeup: Makeup::Single,
            });
            read.by_need
                .extend(by_need.filter(|it| *it).map(|_| service));
            read.presets.extend(preset.map(|it| (service, it.id)));
        }
    }
    read
}

/// Reads all `[[bundles]]`, each after the services it names.
pub(super) fn bundles(
    sections: &[Keys<'_>],
    services: &mut Column<ServiceId, Service>,
    bands: &[AgeBand],
) {
    for keys in sections {
        let id = keys.need_text("id");
        refuse_double(keys, id.as_deref(), services);
        let name = keys.text("name").or_else(|| id.clone());
        if !keys.has("services") {
            keys.missing("services", "the ids of its services");
        }
        let parts = part_ids(keys, services);
        let first = parts.first().map(|it| services[*it].band);
        let band = match first {
            Some(first) if !keys.has("band") => {
                let name = bands.get(first.place()).map(|it| it.name.as_str());
                name.map(|it| keys.default("band", it, first))
            }
            _ => band(keys, "band", bands, true),
        };
        let standard = standard_of(keys).unwrap_or_else(|| strictest(&parts, services));
        keys.finish();
        if let (Some(id), Some(name)) = (id, name) {
            services.push(Service {
                id,
                name,
                band: band.unwrap_or(BandId::at(0)),
                standard,
                uptake: together(&parts, services),
                funder: None,
                per_hour: None,
                makeup: Makeup::Bundle(parts),
            });
        }
    }
}

/// The standard of services asked for together: of each mode the strictest, where each has one.
pub(super) fn strictest(
    parts: &[ServiceId],
    services: &Column<ServiceId, Service>,
) -> BTreeMap<Mode, Seconds> {
    let mut parts = parts.iter().map(|it| &services[*it].standard);
    let mut all = parts.next().cloned().unwrap_or_default();
    for other in parts {
        all.retain(|mode, _| other.contains_key(mode));
        for (mode, seconds) in &mut all {
            *seconds = (*seconds).min(other[mode]);
        }
    }
    all
}

/// Services together are for every family where one of them is.
pub(super) fn together(parts: &[ServiceId], services: &Column<ServiceId, Service>) -> Uptake {
    let universal = parts
        .iter()
        .any(|it| services[*it].uptake == Uptake::Universal);
    if universal {
        Uptake::Universal
    } else {
        Uptake::Targeted
    }
}

/// Reads the `services` that a bundle or a delivery model is made of, at least one. What is made of several is itself no
/// part of another.
pub(super) fn part_ids(keys: &Keys<'_>, services: &Column<ServiceId, Service>) -> Vec<ServiceId> {
    let key = "services";
    let Some(names) = keys.texts(key) else {
        return Vec::new();
    };
    if names.is_empty() {
        let what = "it is made of no service, so that no site could offer it";
        keys.fault(key, "E-CFG-RANGE", what, "name the ids of its services");
    }
    let parts = service_ids(keys, key, &names, services);
    for nested in &parts {
        let made_of_several = match &services[*nested].makeup {
            Makeup::Single => continue,
            Makeup::Bundle(_) => "a bundle",
            Makeup::DeliveryModel { .. } => "a delivery model",
        };
        let what = format!("{} is {made_of_several} itself", services[*nested].id);
        keys.fault(key, "E-CFG-ENUM", what, "name the services it is made of");
    }
    parts
}

/// Services, bundles and delivery models share their ids.
pub(super) fn refuse_double(
    keys: &Keys<'_>,
    id: Option<&str>,
    services: &Column<ServiceId, Service>,
) {
    let Some(known) = id.and_then(|id| services.find(|it| it.id == id)) else {
        return;
    };
    let what = match &services[known].makeup {
        Makeup::Single => "two services bear this id",
        Makeup::Bundle(_) => "a bundle bears this id",
        Makeup::DeliveryModel { .. } => "a delivery model bears this id",
    };
    keys.fault("id", "E-KEY-DUP", what, "give one another id");
}

/// The ages that the presets of some sections are for, where no band is named.
pub(super) fn ages(sections: &[Keys<'_>]) -> Vec<ServedAges> {
    let named = sections.iter().filter(|it| !it.has("band"));
    let presets = named.filter_map(|it| catalogue::service(&it.text("preset")?));
    presets.map(|it| it.ages).collect()
}

fn preset(keys: &Keys<'_>) -> Option<&'static Preset> {
    let word = keys.text("preset")?;
    let found = catalogue::service(&word);
    if found.is_none() {
        let known: Vec<&str> = SERVICES.iter().map(|it| it.id).collect();
        let what = format!("the catalogue has no service {word}");
        let remedy = did_you_mean(&word, known);
        keys.fault("preset", "E-CFG-ENUM", what, remedy);
    }
    found
}

/// The band of some ages; the first, which is told, where no file gives these ages.
pub(super) fn band_of_ages(
    keys: &Keys<'_>,
    key: &str,
    ages: ServedAges,
    remit: Remit<'_>,
) -> Option<BandId> {
    let found = find_ages(ages, remit).or((!remit.bands.is_empty()).then(|| BandId::at(0)))?;
    Some(keys.default(key, &remit.bands[found.place()].name, found))
}

/// The band of some ages, where the study has one.
pub(super) fn find_ages(ages: ServedAges, remit: Remit<'_>) -> Option<BandId> {
    let by_name = |name: &str| remit.bands.iter().position(|it| it.name == name);
    let written = match ages {
        ServedAges::ZeroToFive => ["0-4", "0-5"],
        ServedAges::FiveToNineteen => ["5-19", "5-18"],
        ServedAges::ZeroToNineteen => ["0-19", "0-18"],
    };
    let by_ages = written
        .iter()
        .filter_map(|it| Ages::new(it))
        .find_map(|ages| {
            let mut sources = remit.people.iter().flat_map(|it| &it.bands);
            let of = sources.find(|it| matches!(&it.columns, BandSource::Ages(it) if *it == ages));
            by_name(&of?.band)
        });
    let by_usual = || ages.usual_bands().iter().find_map(|it| by_name(it));
    by_ages.or_else(by_usual).map(BandId::at)
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

/// Reads `standard`, where it is told.
pub(super) fn standard_of(keys: &Keys<'_>) -> Option<BTreeMap<Mode, Seconds>> {
    keys.table("standard").map(|it| standard(&it))
}

fn standard(keys: &Keys<'_>) -> BTreeMap<Mode, Seconds> {
    let minutes = keys.names().into_iter().filter_map(|mode| {
        let minutes = keys.number(mode, 0.0, LONGEST_STANDARD, true)?;
        Some((Mode::new(mode), Seconds::from_fractional_minutes(minutes)?))
    });
    minutes.collect()
}

/// Adds a band for each of the ages that services or models of the catalogue are for, where a file by single years can
/// give it and no band is of these ages yet.
pub(super) fn add_bands(
    wanted: &[ServedAges],
    people: &mut [PeopleSource],
    bands: &mut Vec<AgeBand>,
) {
    for ages in wanted {
        let known = Remit {
            bands,
            people,
            funders: &Column::default(),
        };
        if find_ages(*ages, known).is_some() {
            continue;
        }
        let by_ages = |it: &BandColumns| matches!(it.columns, BandSource::Ages(_));
        let source = people.iter_mut().find(|it| it.bands.iter().any(by_ages));
        let published = Ages::new(ages.as_published()[0]);
        let (Some(source), Some(published)) = (source, published) else {
            continue;
        };
        let name = format!("age_{}", ages.as_published()[0].replace('-', "_"));
        if bands.iter().any(|it| it.name == name) {
            continue;
        }
        source.bands.push(BandColumns {
            band: name.clone(),
            columns: BandSource::Ages(published),
        });
        bands.push(AgeBand {
            name,
            label: format!("children and young people of {}", ages.word()),
        });
    }
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
