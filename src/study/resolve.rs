//! The file as written -> the study as meant, or every problem at once.

use std::collections::BTreeMap;

use crate::ids::{BandId, Column, Id};
use crate::model::{AgeBand, Mode};
use crate::read::Vintage;
use crate::score::{Measuring, Policy};
use crate::study::areas::{AreaSource, vintage};
use crate::study::deprivation::DeprivationSource;
use crate::study::draft_page::{DRAFTED, names_drafted};
use crate::study::error::{StudyErrors, did_you_mean};
use crate::study::file::{StudyFile, check_schema};
use crate::study::folders::Files;
use crate::study::groups::Carried;
use crate::study::keys::Keys;
use crate::study::known_modes::KnownModes;
use crate::study::modes::ModeSettings;
use crate::study::people::PeopleSource;
use crate::study::policy::WrittenDecay;
use crate::study::postcodes::PostcodeSource;
use crate::study::roads::{DIRECTIONS, RoadSource, TimesSource};
use crate::study::scenario::{WrittenScenario, read_scenario};
use crate::study::sites::{Offer, SiteSource};
use crate::study::study::{Assess, Study};
use crate::study::{commissioned, measuring, people, policy, rules, services};

/// Turns a study file into a study whose other files are where `files` says.
///
/// # Errors
/// Every fault of the file at once, in order of lines.
pub fn resolve(written: &StudyFile<'_>, files: Files) -> Result<Study, StudyErrors> {
    let root = written.keys();
    if root.has("schema") {
        check_schema(&root);
    } else {
        root.missing("schema", "the version of the file's form: schema = 1");
    }
    let study = sections(&root, files);
    root.finish();
    let study = study.map(|study| Study {
        file: written.page.file.to_owned(),
        written: root.written(),
        not_used_yet: written.page.later.take(),
        defaults: written.page.defaults.take(),
        ..study
    });
    written.page.finish(study)
}

fn sections(root: &Keys<'_>, files: Files) -> Option<Study> {
    let (name, question, illustrative) = about(root);
    let roads = root.table("roads").map(|it| RoadSource::read(&it, &files));
    let times: Vec<TimesSource> = root
        .tables("times")
        .iter()
        .map(|it| TimesSource::read(it, &files))
        .collect();
    if roads.is_none() && !root.has("times") {
        root.missing("roads", "a road file, or bring travel times in [times]");
    }
    let placeless = roads.is_none();
    let area_keys = need_table(root, "areas");
    let own = area_keys.as_ref().and_then(vintage).unwrap_or(Vintage::Own);
    let areas = area_keys
        .as_ref()
        .and_then(|it| AreaSource::read(it, &files, placeless));
    let people_keys = root.tables("people");
    if !root.has("people") {
        root.missing("people", "a section [[people]] with a file and its bands");
    }
    let read = people::read(&people_keys, &files, own);
    let (mut people, projections, mut bands) = (read.sources, read.projections, read.bands);
    let deprivation_keys = root.table("deprivation");
    let deprivation = deprivation_keys
        .as_ref()
        .map(|it| DeprivationSource::read(it, &files, own));
    if let Some(areas) = &areas {
        let sources = (people.as_slice(), projections.as_slice());
        check_people_vintages(&people_keys, sources, areas);
        for (keys, source) in deprivation_keys.iter().zip(&deprivation) {
            check_vintage(keys, source.vintage, carried_to(areas));
        }
    }
    let asked_for = commissioned::Sections::of(root);
    let offered = commissioned::read(root, &asked_for, &mut people, &mut bands);
    people::check_projected(&people_keys, &projections, &bands[..offered.bands]);
    let ranked = deprivation_keys.as_ref().zip(deprivation.as_ref());
    check_need(root, &asked_for, ranked);
    let postcode_keys = root.table("postcodes");
    let postcodes = postcode_keys
        .as_ref()
        .map(|it| PostcodeSource::read(it, &files));
    let offer = Offer {
        by_postcode: postcodes.is_some(),
        services: &offered.singles,
        tiers: &offered.tiers,
        funders: &offered.funders,
        payers: offered.money.payers,
        placeless,
    };
    let sites = sites(root, &files, &offer);
    let modes = modes(root, roads.is_some());
    KnownModes::new(&modes, &times).check(root, &asked_for, &offered.tiers);
    let (assess, decay, measuring) = assess(root, &bands[..offered.bands], &modes, &times);
    let [floor, steepness] = policy::policy(root);
    let rules = rules::read(root, &offered.singles, &offered.tiers);
    let baseline = baseline(root);
    let scenarios = scenarios(root);
    Some(Study {
        file: String::new(),
        bytes: Vec::new(),
        files,
        name: name?,
        question,
        illustrative,
        areas: areas?,
        people,
        projections,
        year: None,
        bands: bands.into_iter().collect::<Column<BandId, AgeBand>>(),
        deprivation,
        roads: roads.flatten(),
        times,
        modes,
        assess: assess?,
        services: offered.services,
        tiers: offered.tiers,
        sites,
        postcodes: postcodes.flatten(),
        policy: Policy {
            floor,
            steepness,
            decay: decay.decay,
            measuring,
        },
        decay: decay.words,
        funders: offered.funders,
        in_need: offered.in_need,
        money: offered.money,
        rules,
        baseline,
        scenarios,
        not_used_yet: Vec::new(),
        written: Vec::new(),
        defaults: Vec::new(),
    })
}

/// Reads `[study]`: its name, its question and what in it is illustrative.
fn about(root: &Keys<'_>) -> (Option<String>, Option<String>, Vec<String>) {
    let Some(keys) = need_table(root, "study") else {
        return Default::default();
    };
    let illustrative = keys.texts("illustrative").unwrap_or_default();
    for word in illustrative
        .iter()
        .filter(|it| !Study::ILLUSTRATIVE.contains(&it.as_str()) && !names_drafted(it))
    {
        let known: Vec<&str> = Study::ILLUSTRATIVE.into_iter().chain(DRAFTED).collect();
        let what = format!("\"{word}\" is none of {}", known.join(", "));
        let near = did_you_mean(word, known);
        keys.fault("illustrative", "E-CFG-ENUM", what, near);
    }
    let about = (keys.need_text("name"), keys.text("question"), illustrative);
    keys.finish();
    about
}

fn need_table<'a>(root: &Keys<'a>, key: &'a str) -> Option<Keys<'a>> {
    if !root.has(key) {
        root.missing(key, "a section of this name");
    }
    root.table(key)
}

fn carried_to(areas: &AreaSource) -> Carried {
    Carried {
        own: areas.vintage,
        lookup: areas.lookup.is_some(),
    }
}

/// The same of every source of people, those of a year after the others as they were read.
fn check_people_vintages(
    sections: &[Keys<'_>],
    (people, projections): (&[PeopleSource], &[(String, PeopleSource)]),
    areas: &AreaSource,
) {
    let plain = sections.iter().filter(|it| !it.has("year"));
    let of_years = sections.iter().filter(|it| it.has("year"));
    let later = projections.iter().map(|it| &it.1);
    for (keys, source) in plain.zip(people).chain(of_years.zip(later)) {
        check_vintage(keys, source.vintage, carried_to(areas));
    }
}

/// Figures of one vintage join areas of another only through a lookup.
pub(super) fn check_vintage(keys: &Keys<'_>, vintage: Vintage, areas: Carried) {
    if vintage == areas.own {
        return;
    }
    let (own, other) = (areas.own.word(), vintage.word());
    if own == "none" || other == "none" {
        let what = format!("codes of {other} cannot be joined to areas of {own}");
        keys.fault(
            "vintage",
            "E-GEO-VINTAGE",
            what,
            "give both the same vintage",
        );
    } else if !areas.lookup {
        let what = format!("codes of {other} cannot be joined to areas of {own} without a lookup");
        let remedy = "name the ONS lookup 2011 to 2021 in areas.lookup";
        keys.fault("vintage", "E-GEO-VINTAGE", what, remedy);
    }
}

/// Who are counted as children in need is not known without a need rate.
fn check_need(
    root: &Keys<'_>,
    asked_for: &commissioned::Sections<'_>,
    deprivation: Option<(&Keys<'_>, &DeprivationSource)>,
) {
    if deprivation.is_some_and(|it| it.1.columns.need.is_some()) {
        return;
    }
    let by_need =
        |it: &&Keys<'_>| it.is_text("demand") && it.text("demand").is_some_and(|it| it == "need");
    let Some(service) = asked_for.services().iter().find(by_need) else {
        return;
    };
    let why = format!("{} counts children in need", service.path("demand"));
    let column = format!("the column of need rates, such as \"idaci_score\": {why}");
    match deprivation {
        Some((keys, _)) => keys.missing("need", &column),
        None => root.missing("deprivation", &format!("a file and need, {column}")),
    }
}

fn sites(root: &Keys<'_>, files: &Files, offer: &Offer<'_>) -> Vec<SiteSource> {
    if !root.has("sites") {
        root.missing("sites", "a section [[sites]] with a file");
    }
    let sections = root.tables("sites");
    let read = sections.iter().map(|it| SiteSource::read(it, files, offer));
    read.flatten().collect()
}

fn modes(root: &Keys<'_>, roads: bool) -> BTreeMap<Mode, ModeSettings> {
    let mut modes = BTreeMap::new();
    if let Some(table) = root.table("modes") {
        for name in ["car", "walk"] {
            if let Some(keys) = table.table(name) {
                modes.insert(Mode::new(name), ModeSettings::read(&keys));
            }
        }
        table.finish();
    }
    if !roads {
        return BTreeMap::new();
    }
    for mode in [Mode::car(), Mode::walk()] {
        modes.entry(mode).or_default();
    }
    modes
}

fn assess(
    root: &Keys<'_>,
    bands: &[AgeBand],
    modes: &BTreeMap<Mode, ModeSettings>,
    times: &[TimesSource],
) -> (Option<Assess>, WrittenDecay, Measuring) {
    let mut known: Vec<Mode> = modes.keys().cloned().collect();
    known.extend(times.iter().map(|it| it.mode.clone()));
    let usual = known.first().cloned();
    let Some(keys) = root.table("assess") else {
        let decay = WrittenDecay::usual();
        root.default("assess.decay", &decay.words, ());
        root.default("assess.catchment_min", measuring::USUAL_CATCHMENT, ());
        let measuring = Measuring::default();
        return (assess_usual(root, bands, usual), decay, measuring);
    };
    let mode = match keys.text("mode") {
        Some(name) => {
            let mode = Mode::new(&name);
            if !known.contains(&mode) && !times.iter().any(|it| it.names_modes) {
                let names: Vec<&str> = known.iter().map(Mode::name).collect();
                keys.unknown_word("mode", &names);
            }
            Some(mode)
        }
        None => usual.inspect(|it| keys.default("mode", it.name(), ())),
    };
    let band = services::band(&keys, "band", bands, true);
    let direction = keys.choice("direction", &DIRECTIONS);
    let direction =
        direction.unwrap_or_else(|| keys.default("direction", "to-site", DIRECTIONS[0].1));
    let decay = policy::decay(&keys);
    let measuring = measuring::measuring(&keys);
    keys.finish();
    let assess = mode.zip(band).map(|(mode, band)| Assess {
        mode,
        band,
        direction,
    });
    (assess, decay, measuring)
}

/// What an assessment uses in a study that says nothing of it.
fn assess_usual(root: &Keys<'_>, bands: &[AgeBand], mode: Option<Mode>) -> Option<Assess> {
    let (mode, band) = (mode?, bands.first()?);
    root.default("assess.mode", mode.name(), ());
    root.default("assess.band", &band.name, ());
    root.default("assess.direction", "to-site", ());
    Some(Assess {
        mode,
        band: BandId::at(0),
        direction: DIRECTIONS[0].1,
    })
}

fn baseline(root: &Keys<'_>) -> String {
    let usual = || "Today".to_owned();
    let Some(keys) = root.table("baseline") else {
        return usual();
    };
    let name = keys.text("name").unwrap_or_else(usual);
    keys.finish();
    name
}

fn scenarios(root: &Keys<'_>) -> Vec<WrittenScenario> {
    let mut scenarios: Vec<WrittenScenario> = Vec::new();
    for keys in root.tables("scenarios") {
        let Some(scenario) = read_scenario(&keys, None) else {
            continue;
        };
        if scenarios.iter().any(|it| it.id == scenario.id) {
            keys.fault(
                "id",
                "E-KEY-DUP",
                "two scenarios bear this id",
                "give one another id",
            );
        }
        scenarios.push(scenario);
    }
    scenarios
}
