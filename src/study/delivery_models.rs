//! Ways of commissioning: the section `[[delivery_models]]`, with Nottingham's seven as presets.

use crate::ids::{BandId, Column, Id, ServiceId};
use crate::model::{Makeup, Service};
use crate::study::catalogue::{MODELS, ModelPreset, NOTTINGHAM, ServedAges};
use crate::study::funders;
use crate::study::keys::Keys;
use crate::study::services::{
    Remit, band, band_of_ages, part_ids, refuse_double, standard_of, strictest, together,
};

/// The services that stand for one of the catalogue, each with its word there.
type Presets<'a> = &'a [(ServiceId, &'static str)];

/// Reads all `[[delivery_models]]`, each after the services it brings together. The id of a preset stands for it, and
/// `nottingham` for all seven; their services are those of these words or presets.
pub(super) fn read(
    sections: &[Keys<'_>],
    services: &mut Column<ServiceId, Service>,
    presets: Presets<'_>,
    remit: Remit<'_>,
) {
    for keys in sections {
        let Some(id) = keys.need_text("id") else {
            keys.finish();
            continue;
        };
        if id == NOTTINGHAM {
            for preset in &MODELS {
                let known = Some((preset, presets));
                own_model(keys, preset.id.to_owned(), known, services, remit);
            }
        } else {
            let preset = MODELS.iter().find(|it| it.id == id);
            own_model(keys, id, preset.map(|it| (it, presets)), services, remit);
        }
        keys.finish();
    }
}

fn own_model(
    keys: &Keys<'_>,
    id: String,
    preset: Option<(&ModelPreset, Presets<'_>)>,
    services: &mut Column<ServiceId, Service>,
    remit: Remit<'_>,
) {
    refuse_double(keys, Some(&id), services);
    let name = keys.text("name");
    let name = name.or_else(|| preset.map(|it| it.0.name.to_owned()));
    let (parts, lacking) = match preset {
        Some((preset, presets)) if !keys.has("services") => preset_parts(preset, presets, services),
        _ => {
            if !keys.has("services") {
                let presets = MODELS.map(|it| it.id).join(", ");
                let needed = format!(
                    "the ids of its services; ready-made models are {NOTTINGHAM} (all seven), {presets}"
                );
                keys.missing("services", &needed);
            }
            (part_ids(keys, services), Vec::new())
        }
    };
    let preset = preset.map(|it| it.0);
    let first = parts.first().map(|it| services[*it].band);
    let band = match (preset, first) {
        _ if keys.has("band") => band(keys, "band", remit.bands, false),
        (Some(preset), _) => model_band(keys, preset.ages, remit),
        (None, first) => first,
    };
    let funders = match preset {
        Some(preset) if !keys.has("funders") => {
            let known = preset.funders.iter();
            known
                .filter_map(|it| funders::find(it, remit.funders))
                .collect()
        }
        _ => funders::several(keys, "funders", remit.funders).unwrap_or_else(|| {
            let mut paying: Vec<_> = parts.iter().filter_map(|it| services[*it].funder).collect();
            paying.sort_unstable();
            paying.dedup();
            paying
        }),
    };
    let standard = standard_of(keys).unwrap_or_else(|| strictest(&parts, services));
    let uptake = together(&parts, services);
    services.push(Service {
        name: name.unwrap_or_else(|| id.clone()),
        id,
        band: band.unwrap_or(BandId::at(0)),
        standard,
        uptake,
        funder: None,
        per_hour: None,
        makeup: Makeup::DeliveryModel {
            parts,
            lacking,
            funders,
        },
    });
}

/// The services of a preset, by their ids or else by their presets, and the names of those that the study does not have.
fn preset_parts(
    preset: &ModelPreset,
    presets: Presets<'_>,
    services: &Column<ServiceId, Service>,
) -> (Vec<ServiceId>, Vec<String>) {
    let (mut parts, mut lacking) = (Vec::new(), Vec::new());
    for id in preset.services {
        let by_id = services.find(|it| it.id == *id && it.makeup == Makeup::Single);
        let by_preset = || presets.iter().find(|it| it.1 == *id).map(|it| it.0);
        match by_id.or_else(by_preset) {
            Some(service) => parts.push(service),
            None => lacking.push((*id).to_owned()),
        }
    }
    parts.sort_unstable();
    (parts, lacking)
}

/// The ages that the models of some sections are for.
pub(super) fn ages(sections: &[Keys<'_>]) -> Vec<ServedAges> {
    let ids: Vec<String> = sections.iter().filter_map(|it| it.text("id")).collect();
    let asked = |it: &&ModelPreset| ids.iter().any(|id| id == it.id || id == NOTTINGHAM);
    MODELS.iter().filter(asked).map(|it| it.ages).collect()
}

/// The band of a model's ages: from `bands = { "0-5" = "under5" }`, else the one that is of these ages.
fn model_band(keys: &Keys<'_>, ages: ServedAges, remit: Remit<'_>) -> Option<BandId> {
    let told = keys.table("bands").and_then(|table| {
        // The seven have three bands between them; each is asked for so that none is unknown.
        let all = [
            ServedAges::ZeroToFive,
            ServedAges::FiveToNineteen,
            ServedAges::ZeroToNineteen,
        ];
        let read = all.map(|it| (it, table.text(it.word()), it.word()));
        table.finish();
        let (_, name, key) = read.into_iter().find(|it| it.0 == ages)?;
        let name = name?;
        let found = remit.bands.iter().position(|it| it.name == name);
        if found.is_none() {
            let known: Vec<&str> = remit.bands.iter().map(|it| it.name.as_str()).collect();
            table.unknown_word(key, &known);
        }
        found.map(BandId::at)
    });
    told.or_else(|| band_of_ages(keys, &format!("bands.{}", ages.word()), ages, remit))
}
