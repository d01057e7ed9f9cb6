//! Rutland on real data, read from beside the project and skipped where that is absent.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use fairreach::ids::{BandId, Id, ServiceId};
use fairreach::model::{Measure, Mode};
use fairreach::pipeline::{Prepared, Silent, prepare};
use fairreach::score::{Scope, evaluate};
use fairreach::study::{Files, Study};
use fairreach::travel::{Direction, Unreached};

use crate::county::decile;
use crate::program::{Folder, entry, of_project, run, shared};

const DIRECTIONS: [Direction; 2] = [Direction::ToSite, Direction::FromSite];

/// A study of Rutland with its paths made whole, so that it can stand in any folder.
fn text(shared: &std::path::Path, name: &str) -> String {
    let path = of_project("tests/studies/rutland").join(format!("{name}.toml"));
    let text = std::fs::read_to_string(path).unwrap();
    text.replace("../../../../shared", shared.to_str().unwrap())
}

fn ready(text: &str) -> Prepared {
    let study = Study::from_bytes(text.as_bytes(), "study.toml", Files::Folder(PathBuf::new()));
    prepare(study.unwrap(), &Silent).unwrap()
}

/// One of the three studies made ready, once for all tests.
pub(crate) fn rutland(name: &'static str, test: &str) -> Option<Arc<Prepared>> {
    static STUDY: OnceLock<Arc<Prepared>> = OnceLock::new();
    static PLAIN: OnceLock<Arc<Prepared>> = OnceLock::new();
    static IMD2025: OnceLock<Arc<Prepared>> = OnceLock::new();
    let shared = shared(test)?;
    let cell = match name {
        "study" => &STUDY,
        "plain" => &PLAIN,
        _ => &IMD2025,
    };
    Some(Arc::clone(
        cell.get_or_init(|| Arc::new(ready(&text(&shared, name)))),
    ))
}

/// The rows of a table of the real study: header -> value, none of its cells quoted.
fn table(shared: &std::path::Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(shared.join("studies/rutland").join(name)).unwrap();
    let text = text.trim_start_matches('\u{feff}').to_owned();
    assert!(!text.contains('"'), "{name} has quoted cells");
    let mut lines = text
        .lines()
        .map(|it| it.split(',').map(str::to_owned).collect::<Vec<_>>());
    let headers = lines.next().unwrap();
    lines
        .map(|it| headers.iter().cloned().zip(it).collect())
        .collect()
}

/// The code of 2011 that each of 2021 is or was a part of.
fn parents(shared: &std::path::Path) -> BTreeMap<String, String> {
    let rows = table(shared, "lsoa11_lsoa21_lad22.csv");
    let parents: BTreeMap<String, String> = rows
        .iter()
        .map(|it| (it["LSOA21CD"].clone(), it["LSOA11CD"].clone()))
        .collect();
    assert_eq!(parents.len(), rows.len(), "Rutland has no merged area");
    parents
}

#[test]
fn every_pair_of_rutland_by_car_and_on_foot_has_a_time_or_a_reason_in_both_directions() {
    let test = "every pair of Rutland has a time or a reason";
    let Some(shared) = shared(test) else { return };
    let folder = Folder::empty();
    folder.write("study.toml", &text(&shared, "study"));
    let prepared = rutland("study", test).unwrap();
    for (word, direction) in [
        ("to-site", Direction::ToSite),
        ("from-site", Direction::FromSite),
    ] {
        let csv = run(&["times", &folder.word(""), "--direction", word, "--out", "-"]).good();
        let mut pairs = BTreeSet::new();
        for line in csv.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let [area, site, mode, seconds, reason] = cells[..] else {
                panic!("{line}")
            };
            let known = Unreached::from_word(reason).is_some();
            assert!(seconds.parse::<u32>().is_ok() ^ known, "{line}");
            pairs.insert((area.to_owned(), site.to_owned(), mode.to_owned()));
        }
        assert_eq!(
            (csv.lines().count(), pairs.len()),
            (1 + 26 * 28 * 2, 26 * 28 * 2)
        );
        // The program writes what the library knows.
        let case = &prepared.case;
        let mut known = BTreeSet::new();
        for mode in [Mode::car(), Mode::walk()] {
            let times = prepared.times(&mode, direction).unwrap();
            for (site, it) in case.sites.enumerate() {
                for (area, time) in case.areas.list.iter().zip(times.column(site)) {
                    let cells =
                        time.map_or_else(|it| format!(",{it}"), |it| format!("{},", it.get()));
                    known.insert(format!("{},{},{mode},{cells}", area.code, it.id));
                }
            }
        }
        assert_eq!(
            csv.lines()
                .skip(1)
                .map(str::to_owned)
                .collect::<BTreeSet<_>>(),
            known
        );
    }
}

#[test]
fn the_sites_and_areas_of_rutland_have_the_published_ids() {
    let Some(prepared) = rutland("study", "ids of Rutland") else {
        return;
    };
    let case = &prepared.case;
    let ids: Vec<&str> = case.sites.iter().map(|it| it.id.as_str()).collect();
    assert_eq!((ids.len(), ids[0]), (28, "CC_GreatCasterton"));
    for id in &ids[1..] {
        let number = id.strip_prefix("URN").unwrap();
        assert!(number.len() == 6 && number.parse::<u32>().is_ok(), "{id}");
    }
    let shared = shared("ids of Rutland").unwrap();
    let codes: BTreeSet<&str> = case.areas.list.iter().map(|it| it.code.as_str()).collect();
    let parents = parents(&shared);
    assert_eq!(codes, parents.keys().map(String::as_str).collect());
    assert_eq!(codes.len(), 26);
    let districts: Vec<&str> = case
        .areas
        .districts
        .iter()
        .map(|it| it.code.as_str())
        .collect();
    assert_eq!(districts, ["E06000017"]);
}

#[test]
fn the_under_fives_of_2011s_areas_are_all_carried_to_those_of_2021() {
    let test = "people of Rutland";
    let Some(prepared) = rutland("study", test) else {
        return;
    };
    let shared = shared(test).unwrap();
    let published: BTreeMap<String, f64> = table(&shared, "population_mid2020_lsoa11.csv")
        .iter()
        .map(|it| (it["lsoa11_code"].clone(), it["age_0_4"].parse().unwrap()))
        .collect();
    let mut carried: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let parents = parents(&shared);
    for (area, it) in prepared.case.areas.list.enumerate() {
        let people = prepared.case.people(BandId::at(0), area).unwrap().get();
        carried
            .entry(parents[&it.code].clone())
            .or_default()
            .push(people);
    }
    let total: f64 = published.values().sum();
    assert!((total - 1_776.0).abs() < f64::EPSILON);
    assert_eq!(
        carried.keys().collect::<Vec<_>>(),
        published.keys().collect::<Vec<_>>()
    );
    for (parent, parts) in &carried {
        let sum: f64 = parts.iter().sum();
        assert!(
            (sum - published[parent]).abs() < f64::EPSILON,
            "{parent}: {parts:?}"
        );
        let (low, high) = (
            parts.iter().copied().fold(f64::INFINITY, f64::min),
            parts.iter().copied().fold(0.0, f64::max),
        );
        assert!(
            high - low <= 1.0 && parts.iter().all(|it| it.fract() == 0.0),
            "{parent}: {parts:?}"
        );
    }
    assert!(carried.values().any(|it| it.len() > 1), "no area was split");
    let noted = |code: &str| prepared.notices.iter().any(|it| it.code == code);
    assert!(noted("W-CARRY-PART"));
}

#[test]
fn an_area_of_2021_has_the_idaci_of_the_one_of_2011_it_is_a_part_of() {
    let test = "IDACI of Rutland";
    let Some(prepared) = rutland("study", test) else {
        return;
    };
    let shared = shared(test).unwrap();
    let rows = table(&shared, "iod2019_file7_extract.csv");
    let cell = |row: &BTreeMap<String, String>, words: &str| -> f64 {
        let (_, value) = row
            .iter()
            .find(|(it, _)| it.contains("IDACI") && it.contains(words))
            .unwrap();
        value.parse().unwrap()
    };
    let published: BTreeMap<&str, [f64; 3]> = rows
        .iter()
        .map(|it| {
            let values = ["Score", "Rank", "Decile"].map(|words| cell(it, words));
            (it["LSOA code (2011)"].as_str(), values)
        })
        .collect();
    let deprivation = &prepared.case.deprivation;
    assert_eq!(deprivation.measure, Measure::Rank);
    for (area, it) in prepared.case.areas.list.enumerate() {
        let found = [
            deprivation.need[area].unwrap().get(),
            deprivation.order[area].unwrap(),
            f64::from(deprivation.decile[area].unwrap().get()),
        ];
        let expected = published[parents(&shared)[&it.code].as_str()];
        assert_eq!(
            found.map(f64::to_bits),
            expected.map(f64::to_bits),
            "{}",
            it.code
        );
    }
}

#[test]
fn ranked_by_imd_2025_nobody_in_rutland_lives_in_deciles_1_to_3_and_their_figures_say_so() {
    let Some(prepared) = rutland("imd2025", "Rutland by IMD 2025") else {
        return;
    };
    let case = &prepared.case;
    let scorecard = evaluate(case, &case.mode, &case.baseline);
    let service = Some(ServiceId::at(0));
    for number in 1..=3 {
        for name in [
            "children",
            "children_unserved",
            "mean_minutes",
            "p90_minutes",
            "share_within",
        ] {
            let figure = scorecard.figure(name, service, decile(number)).unwrap();
            let reason = figure.value.clone().unwrap_err().0;
            assert_eq!(
                reason,
                format!("no area of the study is in decile {number}")
            );
        }
    }
    let children: f64 = (4..=10)
        .filter_map(|it| {
            scorecard
                .figure("children", service, decile(it))?
                .value
                .clone()
                .ok()
        })
        .sum();
    assert!((children - 1_776.0).abs() < 1e-9);
    assert!(
        scorecard
            .figure("sii_minutes", service, Scope::All)
            .unwrap()
            .value
            .is_ok()
    );
    assert!(case.deprivation.need.iter().all(Option::is_some));
    let folder = Folder::empty();
    folder.write(
        "study.toml",
        &text(&shared("Rutland by IMD 2025").unwrap(), "imd2025"),
    );
    let answer = run(&[
        "assess",
        &folder.word(""),
        "--scenario",
        "one-hub",
        "--json",
    ])
    .json();
    let share = entry(
        &answer["scenario"],
        "added_minutes_share_deciles_1_3",
        "all",
    );
    assert!(
        share["value"].is_null() && share["reason"].as_str().unwrap().contains("deciles 1-3"),
        "{share}"
    );
}

#[test]
fn plain_rules_change_journeys_by_car_and_none_on_foot() {
    let test = "plain rules in Rutland";
    let (Some(plain), Some(free)) = (rutland("plain", test), rutland("study", test)) else {
        return;
    };
    for direction in DIRECTIONS {
        let times = |of: &Prepared, mode| of.times(&mode, direction).unwrap();
        assert_eq!(times(&plain, Mode::walk()), times(&free, Mode::walk()));
        assert_ne!(times(&plain, Mode::car()), times(&free, Mode::car()));
    }
}

#[test]
fn one_way_streets_make_directions_differ_by_car_and_never_on_foot() {
    for name in ["study", "plain"] {
        let Some(prepared) = rutland(name, "directions in Rutland") else {
            return;
        };
        let times = |mode: &Mode, direction| prepared.times(mode, direction).unwrap();
        let differing = |mode: Mode| {
            let [to, from] = DIRECTIONS.map(|it| times(&mode, it));
            let sites = prepared.case.sites.ids();
            sites
                .map(|it| {
                    to.column(it)
                        .zip(from.column(it))
                        .filter(|(a, b)| a != b)
                        .count()
                })
                .sum::<usize>()
        };
        assert!(
            differing(Mode::car()) > 26 * 28 / 10,
            "{}",
            differing(Mode::car())
        );
        assert_eq!(differing(Mode::walk()), 0);
    }
}

#[test]
fn an_area_beyond_the_limit_is_unlinked_counts_as_beyond_and_changes_no_other_pair() {
    let what = "unlinked areas of Rutland";
    let Some(free) = rutland("study", what) else {
        return;
    };
    let written = text(&shared(what).unwrap(), "study");
    let car = Mode::car();
    let mut legs: Vec<f64> = free.ways[&car]
        .areas
        .iter()
        .map(|it| it.as_ref().unwrap().leg.get())
        .collect();
    legs.sort_by(f64::total_cmp);
    // Between the third and the fourth farthest.
    let limit = f64::midpoint(legs[22], legs[23]);
    let setting = "[modes.car]\nsetting = \"free-flow\"";
    assert_eq!(written.matches(setting).count(), 1);
    let narrow = written.replace(setting, &format!("{setting}\nsnap_limit_m = {limit}"));
    let strict = ready(&narrow);
    let (case, all) = (&strict.case, &free.case);
    let far = |area| free.ways[&car].areas[area].as_ref().unwrap().leg.get() > limit;
    let far_site = |site| free.ways[&car].sites[site].as_ref().unwrap().leg.get() > limit;
    let mut unlinked = 0;
    for area in case.areas.list.ids() {
        unlinked += usize::from(far(area));
        for site in case.sites.ids() {
            let expected = match (far(area), far_site(site)) {
                (true, _) => Err(Unreached::AreaUnlinked),
                (false, true) => Err(Unreached::SiteUnlinked),
                (false, false) => all.times[&car].get(area, site),
            };
            assert_eq!(case.times[&car].get(area, site), expected);
        }
    }
    assert_eq!(unlinked, 3);
    let children: f64 = case
        .areas
        .list
        .ids()
        .filter(|it| far(*it))
        .map(|it| case.people(BandId::at(0), it).unwrap().get())
        .sum();
    let scorecard = evaluate(case, &case.mode, &case.baseline);
    let value = |name: &str| {
        scorecard
            .figure(name, Some(ServiceId::at(0)), Scope::All)
            .unwrap()
            .value
            .clone()
            .unwrap()
    };
    assert!(children > 0.0);
    assert!((value("children") - 1_776.0).abs() < 1e-9);
    assert!((value("children_unserved") - children).abs() < 1e-9);
    assert!((value("areas_unserved") - 3.0).abs() < 1e-9);
    assert!((value("share_within") - value("children_within") / 1_776.0).abs() < 1e-12);
    assert!(value("share_within") <= 1.0 - children / 1_776.0);
    // They are told, with their names, wherever the study is read.
    let folder = Folder::empty();
    folder.write("study.toml", &narrow);
    let checked = run(&["check", &folder.word("")]).good();
    let answer = run(&["assess", &folder.word(""), "--json"]).json();
    let codes: Vec<&str> = case
        .areas
        .list
        .enumerate()
        .filter(|(it, _)| far(*it))
        .map(|(_, it)| it.code.as_str())
        .collect();
    let told = answer["baseline"]["unserved"].as_array().unwrap();
    let told = told
        .iter()
        .find(|it| it["reason"] == "area_unlinked")
        .unwrap();
    assert_eq!(told["areas"], serde_json::json!(codes));
    assert_eq!(told["children"], children);
    for code in codes {
        assert!(
            checked.contains("W-NET-UNLINKED") && checked.contains(code),
            "{checked}"
        );
    }
}
