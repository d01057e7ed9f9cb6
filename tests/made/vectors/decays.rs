//! `decay.json`: how much a site counts at a time.

use fairreach::access::{Decay, NoDecay};
use serde_json::Value;

use super::Folder;
use super::by_area::{Setting, judged, written};
use super::county::{County, zones};
use super::sheet::{ASSESS, Found, LIBRARY, Sheet, entries, maybe_numbers};

pub(super) fn decays(sheet: &mut Sheet, folder: &Folder, file: &Value) {
    sheet.only("", file, &["t_minutes", "functions", "source", "tolerance"]);
    for (name, row) in entries(&file["functions"]) {
        // A function may have times of its own.
        let minutes = row.get("t_minutes").unwrap_or(&file["t_minutes"]);
        let minutes: Option<Vec<f64>> = maybe_numbers(minutes).into_iter().collect();
        match minutes.zip(decay(name, &row["param"])) {
            Some((minutes, decay)) => one(sheet, folder, name, row, &minutes, &decay),
            None => sheet.unknown(name, row),
        }
    }
}

fn one(
    sheet: &mut Sheet,
    folder: &Folder,
    name: &str,
    row: &Value,
    minutes: &[f64],
    decay: &Result<Decay, NoDecay>,
) {
    let times: Vec<String> = minutes.iter().map(|it| format!("at {it}")).collect();
    let weights = |minutes: &f64| match decay {
        Ok(it) => it.weight(*minutes).into(),
        Err(why) => Found::Undefined(why.to_string()),
    };
    let setting = &Setting::decay(written(name, &row["param"]));
    let is_end = |minutes: f64| ends(&row["param"]).any(|it| (it - minutes).abs() < 1e-9);
    for (key, value) in entries(row) {
        let found: Vec<Found> = match key.as_str() {
            "param" | "note" | "source" | "t_minutes" => continue,
            // Other packages leave the end out; ours is inclusive (methods.md, boundaries).
            _ if key.ends_with("_exclusive") => {
                let why = "on purpose otherwise: a cutoff is inclusive here, exclusive there";
                let exclusive = |it: &f64| {
                    if is_end(*it) {
                        Found::unable(why)
                    } else {
                        weights(it)
                    }
                };
                minutes.iter().map(exclusive).collect()
            }
            "f" | "ipea_inclusive" => minutes.iter().map(weights).collect(),
            _ => {
                sheet.unknown(format!("{name} {key}"), value);
                continue;
            }
        };
        sheet.each(LIBRARY, &format!("{name} {key}"), &times, found, value);
        if !key.ends_with("_exclusive") {
            program(
                sheet,
                folder,
                &format!("{name} {key}"),
                minutes,
                setting,
                value,
            );
        }
    }
}

/// The program's decay: an area at each time from one site of one place.
fn program(
    sheet: &mut Sheet,
    folder: &Folder,
    name: &str,
    minutes: &[f64],
    setting: &Setting,
    expected: &Value,
) {
    let times: Vec<String> = minutes.iter().map(|it| format!("at {it}")).collect();
    let county = County {
        codes: (0..minutes.len()).map(|it| format!("A{it}")).collect(),
        districts: minutes.iter().map(|_| "D".to_owned()).collect(),
        children: minutes.iter().map(|_| Some(1.0)).collect(),
        need: minutes.iter().map(|_| Some(0.2)).collect(),
        deciles: minutes.iter().map(|_| Some(5)).collect(),
        sites: vec!["S".to_owned()],
        minutes: minutes.iter().map(|it| vec![Some(*it)]).collect(),
        places: vec![Some(1.0)],
        costs: vec![None],
        open: Vec::new(),
    };
    if let Some(judged) = judged(folder, &county, setting) {
        let found = judged.areas("gravity_capacity", &county.codes);
        sheet.each(ASSESS, name, &times, found, expected);
    }
}

/// Where a step or a zone ends.
fn ends(parameters: &Value) -> impl Iterator<Item = f64> {
    let end = |(name, value): (&String, &Value)| match name.as_str() {
        "cutoff" => value.as_f64(),
        _ => name.parse().ok(),
    };
    entries(parameters).filter_map(end)
}

/// A decay by its name in the vectors; `None` where the name, or a parameter of it, is not known.
pub(super) fn decay(name: &str, given: &Value) -> Option<Result<Decay, NoDecay>> {
    let number = |key: &str| given[key].as_f64();
    Some(match name {
        "step" => Decay::step(number("cutoff")?),
        "linear_to_cutoff" | "linear" => Decay::linear(number("cutoff")?),
        "exponential" => Decay::exponential(number("beta")?),
        "exponential_halflife" => Decay::half_life(number("half_life")?),
        "power" => Decay::power(number("beta")?),
        "logistic" => Decay::logistic(number("median")?, number("sd")?),
        "gaussian" => Decay::gaussian(number("sigma")?),
        "gaussian_truncated" => Decay::truncated_gaussian(number("d0")?),
        _ if name.contains("zones") || name.starts_with("stepped") => Ok(zones(given)?),
        _ => return None,
    })
}
