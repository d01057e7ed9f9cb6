//! `concentration.json`, `kakwani.json` and `palma.json`: what runs over the ranking by deprivation.

use fairreach::access::{Decay, enhanced_two_step_fca};
use fairreach::equity::{
    Bounds, Observation, concentration, erreygers, extended_concentration,
    generalised_concentration, gini, kakwani, mean, palma, places, ridits, wagstaff,
};
use serde_json::Value;

use super::by_area::{Setting, judged, zones as zones_written};
use super::county::{County, observed, ranked, zones};
use super::sheet::{
    ASSESS, Found, LIBRARY, Sheet, entries, items, maybe_numbers, number_after, words,
};
use super::{Asked, Folder, Judged, Study};

/// The aversion of the extended index that the scorecard has.
const SCORECARD_AVERSION: f64 = 3.0;

pub(super) fn concentration_family(sheet: &mut Sheet, folder: &Folder, file: &Value) {
    let Some(county) = &folder.county else { return };
    let minutes = county.today();
    for (key, value) in entries(file) {
        match key.as_str() {
            // The laws that `identities` names are properties, in `equity_properties.rs`.
            "dataset" | "rank_rule" | "identities" | "tolerance" => {}
            "order" => order(sheet, county, value),
            "fractional_rank" => ranks(sheet, county, "fractional_rank", &county.keys(), value),
            "cases" => {
                for case in items(value) {
                    one_case(sheet, folder, county, case);
                }
            }
            "ties_case" => ties(sheet, folder, county, &minutes, value),
            "self_rank_check" => self_ranked(sheet, folder, county, &minutes, value),
            _ => sheet.unknown(key, value),
        }
    }
}

/// Areas of equal deprivation may stand in either order.
pub(super) fn order(sheet: &mut Sheet, county: &County, value: &Value) {
    let key = |code: &String| {
        let place = county.codes.iter().position(|it| it == code)?;
        county.keys()[place]
    };
    let order = words(value);
    let keys: Option<Vec<f64>> = order.iter().map(key).collect();
    let got = match keys {
        None => "an area that is not there",
        Some(keys) if !keys.is_sorted() => "not the most deprived first",
        Some(keys) if keys.len() != county.keys().iter().flatten().count() => "not every area",
        Some(_) => "the most deprived first",
    };
    sheet.words(LIBRARY, "order", got, "the most deprived first");
}

fn ranks(sheet: &mut Sheet, county: &County, name: &str, keys: &[Option<f64>], expected: &Value) {
    let people = county.people();
    let both = ridits(keys, &people).into_iter().zip(places(keys, &people));
    for (code, (ridit, place)) in county.codes.iter().zip(both) {
        if let Some(expected) = expected.get(code) {
            sheet.library(format!("{name} {code}"), ridit, expected);
            let middle = place.map(fairreach::equity::Place::ridit);
            sheet.library(format!("{name} {code}, as a place"), middle, expected);
        }
    }
    let codes: Vec<&str> = county.codes.iter().map(String::as_str).collect();
    sheet.only(&format!("{name} "), expected, &codes);
}

fn one_case(sheet: &mut Sheet, folder: &Folder, county: &County, case: &Value) {
    let y = maybe_numbers(&case["y"]);
    let name = case["name"].as_str().unwrap_or("a case");
    if y.len() != county.codes.len() {
        return sheet.unknown(format!("{name} y"), &case["y"]);
    }
    let (rows, blocks) = (county.observed(&y), county.ranked(&y));
    let shown = Shown::of(folder, county, name, &y);
    for (key, value) in entries(case) {
        let found: Found = match key.as_str() {
            "name" | "y" | "sign" => continue,
            "extended_midpoint" => {
                // Not zero where nothing varies: shown there, not offered here (methods.md 3.2).
                for (aversion, value) in entries(value) {
                    let why = "reference only: the midpoint form is not offered, methods.md 3.2";
                    sheet.unable(LIBRARY, format!("{name} {key} {aversion}"), value, why);
                }
                continue;
            }
            "C" => concentration(&rows).into(),
            "generalised_C" => generalised_concentration(&rows).into(),
            "erreygers" => erreygers(&rows, Bounds::SHARE).into(),
            "wagstaff" => wagstaff(&rows, Bounds::SHARE).into(),
            "mean" => mean(&county.weighted(&y)).into(),
            "extended_exact" => {
                for (aversion, value) in entries(value) {
                    extended(sheet, &blocks, &shown, name, aversion, value);
                }
                continue;
            }
            _ => {
                sheet.unknown(format!("{name} {key}"), value);
                continue;
            }
        };
        sheet.library(format!("{name} {key}"), found, value);
        if let Some(found) = shown.figure(key) {
            sheet.assess(format!("{name} {key}"), found, value);
        }
    }
}

fn extended(
    sheet: &mut Sheet,
    blocks: &[fairreach::equity::Ranked],
    shown: &Shown,
    name: &str,
    aversion: &str,
    expected: &Value,
) {
    let name = format!("{name} C({aversion})");
    let Ok(nu) = aversion.parse::<f64>() else {
        return sheet.unknown(name, expected);
    };
    sheet.library(&name, extended_concentration(blocks, nu), expected);
    if let (Shown::Minutes(today), true) = (shown, (nu - SCORECARD_AVERSION).abs() < 1e-9) {
        sheet.assess(
            name,
            today.figure("extended_concentration_minutes", "all"),
            expected,
        );
    }
}

/// The county with each area so many minutes from its one site, and so deprived; `None` without a program, or where the
/// minutes are none that times can be kept in.
fn laid(
    folder: &Folder,
    county: &County,
    minutes: &[Option<f64>],
    need: &[Option<f64>],
) -> Option<Judged> {
    let laid = County {
        sites: vec!["S".to_owned()],
        open: vec!["S".to_owned()],
        minutes: minutes.iter().map(|it| vec![*it]).collect(),
        places: vec![None],
        costs: vec![None],
        need: need.to_vec(),
        ..county.clone()
    };
    laid.times().ok()?;
    let program = folder.program.as_ref()?;
    Some(Study::of(program, &laid, &Asked::default()).today())
}

/// What the scorecard has of a case, if its values are minutes or whether those of the county are within a standard.
enum Shown {
    Minutes(Judged),
    Within(Judged),
    Nothing,
}

impl Shown {
    fn of(folder: &Folder, county: &County, name: &str, y: &[Option<f64>]) -> Self {
        let standard = number_after(name, "covered_within_");
        if let Some(standard) = standard.filter(|it| y == county.within(&county.open, *it)) {
            let study = folder.study(&Asked::standard(standard));
            return study.map_or(Self::Nothing, |it| Self::Within(it.today()));
        }
        let judged = laid(folder, county, y, &county.need);
        judged.map_or(Self::Nothing, Self::Minutes)
    }

    fn figure(&self, key: &str) -> Option<Found> {
        let (today, name) = match (self, key) {
            (Self::Minutes(it), "C") => (it, "concentration_minutes"),
            (Self::Minutes(it), "generalised_C") => (it, "generalised_concentration_minutes"),
            (Self::Within(it), "erreygers") => (it, "erreygers_share_within"),
            (Self::Within(it), "wagstaff") => (it, "wagstaff_share_within"),
            (Self::Within(it), "mean") => (it, "share_within"),
            _ => return None,
        };
        Some(today.figure(name, "all"))
    }
}

fn ties(
    sheet: &mut Sheet,
    folder: &Folder,
    county: &County,
    minutes: &[Option<f64>],
    expected: &Value,
) {
    let keys: Vec<Option<f64>> = county.deciles.iter().map(|it| it.map(f64::from)).collect();
    for (key, value) in entries(expected) {
        match key.as_str() {
            "rank_key" => {}
            "fractional_rank" => ranks(sheet, county, "ties_case", &keys, value),
            "C_minutes" => {
                let rows = observed(&ranked(&keys, &county.people(), minutes));
                sheet.library("ties_case C_minutes", concentration(&rows), value);
                let rate = |it: &Option<f64>| it.map(|it| 1.0 - it / 20.0);
                let need: Vec<Option<f64>> = keys.iter().map(rate).collect();
                if let Some(judged) = laid(folder, county, minutes, &need) {
                    let found = judged.figure("concentration_minutes", "all");
                    sheet.assess("ties_case C_minutes", found, value);
                }
            }
            _ => sheet.unknown(format!("ties_case {key}"), value),
        }
    }
}

fn self_ranked(
    sheet: &mut Sheet,
    folder: &Folder,
    county: &County,
    minutes: &[Option<f64>],
    expected: &Value,
) {
    let rows = observed(&ranked(minutes, &county.people(), minutes));
    for (key, value) in entries(expected) {
        match key.as_str() {
            "C_ranked_by_minutes" => {
                sheet.library(key, concentration(&rows), value);
                let rate = |it: &Option<f64>| it.map(|it| 1.0 - it / 2_000.0);
                let need: Vec<Option<f64>> = minutes.iter().map(rate).collect();
                if let Some(judged) = laid(folder, county, minutes, &need) {
                    sheet.assess(key, judged.figure("concentration_minutes", "all"), value);
                }
            }
            "gini" => {
                sheet.library(key, gini(&county.weighted(minutes)), value);
                if let Some(today) = folder.today() {
                    sheet.assess(key, today.figure("gini_minutes", "all"), value);
                }
            }
            _ => sheet.unknown(key, value),
        }
    }
}

pub(super) fn against_need(sheet: &mut Sheet, folder: &Folder, file: &Value) {
    let Some(county) = &folder.county else { return };
    let access = e2sfca(folder, county, file);
    let need = county.observed(&county.need);
    let rows = access.as_ref().map(|it| county.observed(it));
    let setting = Setting::decay(zones_written(&folder.file("fca")["e2sfca_zones"]["zones"]));
    let judged = judged(folder, county, &setting);
    for (key, value) in entries(file) {
        if [
            "dataset",
            "definition",
            "access",
            "classic_note",
            "tolerance",
        ]
        .contains(&key.as_str())
        {
            continue;
        }
        let of = |figure: &dyn Fn(&[Observation]) -> Found| match &rows {
            Ok(rows) => figure(rows),
            Err(why) => Found::unable(why.as_str()),
        };
        let (found, name) = match key.as_str() {
            "C_access" => (of(&|it| concentration(it).into()), "concentration_access"),
            "C_need" => (concentration(&need).into(), "concentration_need"),
            "kakwani" => (
                of(&|it| kakwani(&beside(it, county)).into()),
                "kakwani_access",
            ),
            _ => {
                sheet.unknown(key, value);
                continue;
            }
        };
        sheet.library(key, found, value);
        if let Some(judged) = &judged {
            let found = if key == "C_need" {
                judged.figure(name, "all")
            } else {
                judged.about(name, "places_per_child_e2sfca")
            };
            sheet.assess(key, found, value);
        }
    }
}

/// The access of `kakwani.json`: `e2sfca_zones in fca.json`, of every site.
fn e2sfca(folder: &Folder, county: &County, file: &Value) -> Result<Vec<Option<f64>>, String> {
    if !file["access"]
        .as_str()
        .unwrap_or("e2sfca_zones")
        .starts_with("e2sfca_zones")
    {
        return Err(format!("of the access {} nothing is known", file["access"]));
    }
    let decay =
        zones(&folder.file("fca")["e2sfca_zones"]["zones"]).unwrap_or_else(Decay::luo_qi_slow);
    let supply = county.supply(&county.sites, &county.places)?;
    let found = enhanced_two_step_fca(&county.times()?, &supply, &county.demand()?, &decay);
    Ok(found.access.iter().map(|it| Some(*it)).collect())
}

/// Rows with the need of their area; an area whose need nobody published is in neither.
pub(super) fn beside(rows: &[Observation], county: &County) -> Vec<(Observation, f64)> {
    let need = county.need.iter().flatten().copied();
    rows.iter().copied().zip(need).collect()
}

pub(super) fn palma_ratio(sheet: &mut Sheet, folder: &Folder, file: &Value) {
    let Some(county) = &folder.county else { return };
    let it = palma(&county.ranked(&county.today()));
    for (key, value) in entries(file) {
        match key.as_str() {
            "dataset" | "rank" | "note" | "tolerance" => {}
            "fractional" => {
                for (key, value) in entries(value) {
                    let found: Found = match key.as_str() {
                        "mean_most_deprived_40" => it.map(|it| it.mean_most_deprived_40).into(),
                        "mean_least_deprived_10" => it.map(|it| it.mean_least_deprived_10).into(),
                        "ratio_least10_over_most40" => it
                            .and_then(|it| it.least_deprived_10_over_most_deprived_40())
                            .into(),
                        _ => {
                            sheet.unknown(key, value);
                            continue;
                        }
                    };
                    sheet.library(key, found, value);
                    if let (Some(today), "ratio_least10_over_most40") =
                        (folder.today(), key.as_str())
                    {
                        sheet.check(ASSESS, key, today.figure("palma_minutes", "all"), value);
                    }
                }
            }
            _ => sheet.unknown(key, value),
        }
    }
}
