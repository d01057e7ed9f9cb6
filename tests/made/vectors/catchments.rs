//! `fca.json`: the floating catchments and the equilibrium, of every site.

use std::collections::BTreeMap;

use fairreach::access::{
    Decay, Demand, FloatingCatchment, Supply, balanced_fca, enhanced_two_step_fca,
    modified_two_step_fca, raam, three_step_fca, two_step_fca,
};
use fairreach::travel::TravelTimes;
use fairreach::units::Seconds;
use serde_json::Value;

use super::Folder;
use super::by_area::{Setting, judged, written, zones as zones_written};
use super::county::{County, known, zones};
use super::opportunity::Everything;
use super::sheet::{ASSESS, Found, LIBRARY, Sheet, entries, number_after, words};

type Measure = fn(&TravelTimes, &Supply, &Demand, &Decay) -> FloatingCatchment;

pub(super) fn catchments(sheet: &mut Sheet, folder: &Folder, file: &Value) {
    let Some(county) = &folder.county else { return };
    let all = match Everything::of(county) {
        Ok(all) => all,
        Err(why) => {
            for (key, value) in entries(file).filter(|it| it.1.is_object()) {
                sheet.unable(LIBRARY, key, value, &why);
            }
            return;
        }
    };
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    let mut of_asked: Vec<f64> = Vec::new();
    for (key, value) in entries(file) {
        let measure: Measure = match key.as_str() {
            // The sums are told after the rows that they are of.
            "source" | "dataset" | "invariants" | "tolerance" | "conservation" => continue,
            "supply" => {
                sheet.words(
                    LIBRARY,
                    key,
                    "capacity_children",
                    value.as_str().unwrap_or_default(),
                );
                continue;
            }
            "demand" => {
                sheet.words(LIBRARY, key, "children", value.as_str().unwrap_or_default());
                continue;
            }
            "sites_used" => {
                sheet.words(
                    LIBRARY,
                    key,
                    &county.sites.join(" "),
                    &words(value).join(" "),
                );
                continue;
            }
            "raam" => {
                equilibrium(sheet, folder, county, &all, value);
                continue;
            }
            // The plain one by its own cutoff, below.
            "two_sfca" | "e2sfca_zones" | "e2sfca_gaussian" => enhanced_two_step_fca,
            "three_sfca" => three_step_fca,
            "m2sfca" => modified_two_step_fca,
            "balanced_fca" => balanced_fca,
            _ => {
                sheet.unknown(key, value);
                continue;
            }
        };
        let Some(found) = one(&all, key, value, measure) else {
            sheet.unknown(key, value);
            continue;
        };
        told(sheet, folder, county, key, &found, value);
        of_asked.push(handed_out(&all, &found));
        // The names of the sums: `two`, `e2`, `three`.
        let name = key
            .trim_end_matches("_zones")
            .trim_end_matches("sfca")
            .trim_end_matches('_');
        sums.entry(name.to_owned())
            .or_insert_with(|| reaching(county, &found));
    }
    for (name, expected) in entries(&file["conservation"]) {
        if name == "total_supply" {
            let total = total_supply(&all, &of_asked, expected);
            sheet.library(format!("conservation {name}"), total, expected);
            continue;
        }
        match sums.get(name) {
            Some(sum) => sheet.library(format!("conservation {name}"), *sum, expected),
            None => sheet.unknown(format!("conservation {name}"), expected),
        }
    }
}

fn one(all: &Everything, key: &str, row: &Value, measure: Measure) -> Option<FloatingCatchment> {
    if key == "two_sfca" {
        let minutes = number_after(row["catchment"].as_str()?, "t <= ")?;
        let catchment = Seconds::from_fractional_minutes(minutes)?;
        return Some(two_step_fca(
            &all.times,
            &all.supply,
            &all.demand,
            catchment,
        ));
    }
    let decay = match row["sigma"].as_f64() {
        Some(sigma) => Decay::gaussian(sigma).ok()?,
        None => zones(row.get("zones")?)?,
    };
    Some(measure(&all.times, &all.supply, &all.demand, &decay))
}

/// What the program has of a row, and what it is made by.
fn shown(key: &str, row: &Value) -> Option<(&'static str, Setting)> {
    let name = match key {
        "two_sfca" => "places_per_child_2sfca",
        "e2sfca_zones" | "e2sfca_gaussian" => "places_per_child_e2sfca",
        "three_sfca" => "places_per_child_3sfca",
        "m2sfca" => "places_per_child_m2sfca",
        "balanced_fca" => "places_per_child_balanced",
        _ => return None,
    };
    let decay = match row["sigma"].as_f64() {
        Some(_) => written("gaussian", row),
        None => zones_written(&row["zones"]),
    };
    let setting = Setting {
        decay: decay.filter(|_| key != "two_sfca"),
        catchment: row["catchment"]
            .as_str()
            .and_then(|it| number_after(it, "t <= ")),
        ..Setting::default()
    };
    Some((name, setting))
}

fn told(
    sheet: &mut Sheet,
    folder: &Folder,
    county: &County,
    key: &str,
    found: &FloatingCatchment,
    row: &Value,
) {
    let shown = shown(key, row);
    let program = shown.and_then(|(name, setting)| Some((name, judged(folder, county, &setting)?)));
    for (part, value) in entries(row) {
        let name = format!("{key} {part}");
        match part.as_str() {
            "catchment" | "zones" | "sigma" | "note" | "source" => {}
            "access" => {
                sheet.each(LIBRARY, &name, &county.codes, known(&found.access), value);
                if let Some((figure, judged)) = &program {
                    let found = judged.areas(figure, &county.codes);
                    sheet.each(ASSESS, &name, &county.codes, found, value);
                }
            }
            "ratio" => {
                let ratios: Vec<Found> = found.ratios.iter().map(|it| it.1.into()).collect();
                sheet.each(LIBRARY, &name, &county.sites, ratios, value);
                if let Some((figure, judged)) = &program {
                    let found = judged.of_sites(Some(figure), &county.sites);
                    sheet.each(ASSESS, &name, &county.sites, found, value);
                }
            }
            _ => sheet.unknown(name, value),
        }
    }
}

/// The places of all sites, or those of the sites with a child in the catchment of one of the measures, which are what it
/// hands out (methods.md, "Undefined"). The vectors do not say which, so the one that is told is held if it is any of them.
fn total_supply(all: &Everything, handed_out: &[f64], expected: &Value) -> f64 {
    let total = all.supply.total();
    let expected = expected.as_f64().unwrap_or_default();
    let meant = |it: &&f64| (**it - expected).abs() <= 1e-9 * total.max(1.0);
    handed_out.iter().find(meant).copied().unwrap_or(total)
}

/// The places of the sites with a child in their catchment.
fn handed_out(all: &Everything, found: &FloatingCatchment) -> f64 {
    let asked = all.supply.iter().zip(&found.ratios);
    let asked = asked.filter(|(_, (_, ratio))| ratio.is_ok());
    asked.map(|((_, places), _)| places).sum()
}

/// The supply that reaches children: Σ p A.
fn reaching(county: &County, found: &FloatingCatchment) -> f64 {
    let rows = county.people().into_iter().zip(&found.access);
    rows.map(|(people, access)| people * access).sum()
}

fn equilibrium(sheet: &mut Sheet, folder: &Folder, county: &County, all: &Everything, row: &Value) {
    let tau = row["tau"]
        .as_f64()
        .and_then(Seconds::from_fractional_minutes);
    let Some(tau) = tau else {
        return sheet.unknown("raam tau", &row["tau"]);
    };
    let tolerance = row["tolerance_exact"].as_f64().unwrap_or(1e-9);
    let found = raam(&all.times, &all.supply, &all.demand, tau);
    for (key, value) in entries(row) {
        let (names, found): (&[String], Vec<Found>) = match (key.as_str(), &found) {
            ("tau" | "tolerance_pysal" | "tolerance_exact" | "note" | "rho", _) => continue,
            ("pysal_default_150_cycles", _) => {
                let why = "reference only: a heuristic that stops short of the equilibrium, methods.md 3.5";
                sheet.unable(LIBRARY, format!("raam {key}"), value, why);
                continue;
            }
            ("exact_wardrop_equilibrium", Ok(it)) => (
                &county.codes,
                it.cost.iter().map(|it| (*it).into()).collect(),
            ),
            ("exact_congestion", Ok(it)) => (
                &county.sites,
                it.congestion.iter().map(|it| it.1.into()).collect(),
            ),
            ("exact_wardrop_equilibrium", Err(why)) => (
                &county.codes,
                county
                    .codes
                    .iter()
                    .map(|_| Found::Undefined(why.to_string()))
                    .collect(),
            ),
            ("exact_congestion", Err(why)) => (
                &county.sites,
                county
                    .sites
                    .iter()
                    .map(|_| Found::Undefined(why.to_string()))
                    .collect(),
            ),
            _ => {
                sheet.unknown(format!("raam {key}"), value);
                continue;
            }
        };
        let expected = super::sheet::items(value);
        for (place, (found, expected)) in found.into_iter().zip(expected).enumerate() {
            sheet.within(
                tolerance,
                LIBRARY,
                format!("raam {key} {}", names[place]),
                found,
                expected,
            );
        }
        if expected.len() != names.len() {
            sheet.unknown(format!("raam {key}"), value);
        }
    }
    let setting = Setting {
        tau: row["tau"].as_f64(),
        ..Setting::default()
    };
    let Some(judged) = judged(folder, county, &setting) else {
        return;
    };
    let (costs, full) = (
        judged.areas("raam_cost", &county.codes),
        judged.of_sites(None, &county.sites),
    );
    let wanted = [
        ("exact_wardrop_equilibrium", &county.codes, costs),
        ("exact_congestion", &county.sites, full),
    ];
    for (key, names, found) in wanted {
        let expected = super::sheet::items(&row[key]).iter();
        for (name, (found, expected)) in names.iter().zip(found.into_iter().zip(expected)) {
            sheet.within(
                tolerance,
                ASSESS,
                format!("raam {key} {name}"),
                found,
                expected,
            );
        }
    }
}
