//! `inequality_ipea.json`: what the R package accessibility says of the same county.

use fairreach::access::{Decay, balanced_fca, hansen, spatial_availability, two_step_fca};
use fairreach::equity::{
    Bounds, concentration, erreygers, gini, shortfall, theil_t, theil_t_by_group,
};
use fairreach::units::Seconds;
use serde_json::Value;

use super::Folder;
use super::by_area::{Setting, judged};
use super::county::{County, known};
use super::excess::line;
use super::opportunity::Everything;
use super::sheet::{Found, LIBRARY, Sheet, entries, items, maybe_numbers, number_after};

/// `exp` in the names of its rows means this decay (methods.md, "Which sites a vector uses").
const BETA: f64 = 0.1;

pub(super) fn ipea(sheet: &mut Sheet, folder: &Folder, file: &Value) {
    let Some(county) = &folder.county else { return };
    sheet.only(
        "",
        file,
        &["source", "dataset", "notes", "tolerance", "results"],
    );
    let minutes = county.today();
    let values = county.weighted(&minutes);
    let rows = county.observed(&minutes);
    for (key, value) in entries(&file["results"]) {
        let (found, figure): (Found, &str) = match key.as_str() {
            "version" => continue,
            "gini" => (gini(&values).into(), "gini_minutes"),
            "theil" => (theil_t(&values).into(), "theil_t_minutes"),
            "ci_standard" => (concentration(&rows).into(), "concentration_minutes"),
            "theil_decomp" => {
                decomposition(sheet, folder, county, value);
                continue;
            }
            "ci_corrected_observed_bounds" => {
                // The package's habit. Ours are fixed bounds; the formula is the same.
                let peopled = || rows.iter().filter(|it| it.people > 0.0).map(|it| it.value);
                let bounds = Bounds {
                    least: peopled().fold(f64::INFINITY, f64::min),
                    most: peopled().fold(f64::NEG_INFINITY, f64::max),
                };
                (erreygers(&rows, bounds).into(), "")
            }
            "fgt" => {
                poverty(sheet, folder, &values, value);
                continue;
            }
            "palma_threshold" | "wtd_quantile" => {
                let why = "on purpose otherwise: the boundary area is split here (palma.json), methods.md 3.1";
                sheet.unable(LIBRARY, key, value, why);
                continue;
            }
            "logistic" => {
                logistic(sheet, folder, value);
                continue;
            }
            _ => {
                by_area(sheet, folder, county, key, value);
                continue;
            }
        };
        sheet.library(key, found, value);
        if let Some(today) = folder.today().filter(|_| !figure.is_empty()) {
            sheet.assess(key, today.figure(figure, "all"), value);
        }
    }
}

fn decomposition(sheet: &mut Sheet, folder: &Folder, county: &County, expected: &Value) {
    let groups = county.by_district(&county.today());
    let lists: Vec<&[(f64, f64)]> = groups.values().map(Vec::as_slice).collect();
    let t = theil_t_by_group(&lists);
    for row in items(expected) {
        let component = row["component"].as_str().unwrap_or_default();
        let (found, figure) = match component {
            "between_group" => (t.as_ref().map(|it| it.between), "theil_t_between_districts"),
            "within_group" => (t.as_ref().map(|it| it.within), "theil_t_within_districts"),
            "total" => (t.as_ref().map(|it| it.total), "theil_t_minutes"),
            _ => {
                sheet.unknown(format!("theil_decomp {component}"), row);
                continue;
            }
        };
        let found = found.copied_error();
        for (key, value) in entries(row) {
            let name = format!("theil_decomp {component} {key}");
            match key.as_str() {
                "component" => {}
                "value" => {
                    sheet.library(&name, found, value);
                    if let Some(today) = folder.today() {
                        sheet.assess(&name, today.figure(figure, "all"), value);
                    }
                }
                "share_of_total" => {
                    let whole = t.as_ref().map(|it| it.total).copied_error();
                    // A share of nothing has no value, but the whole is all of itself.
                    let share = match (found, whole) {
                        (Ok(_), Ok(_)) if component == "total" => 1.0.into(),
                        (Ok(_), Ok(0.0)) => Found::Undefined("a share of nothing".to_owned()),
                        (Ok(part), Ok(whole)) if whole > 1e-15 => (part / whole).into(),
                        (Ok(_), Ok(_)) => {
                            Found::Undefined("a share of a rounding error".to_owned())
                        }
                        (Err(why), _) | (_, Err(why)) => Found::Undefined(why.to_string()),
                    };
                    sheet.library(&name, share, value);
                }
                _ => sheet.unknown(name, value),
            }
        }
    }
}

/// A result whose error is no longer borrowed.
trait Owned {
    fn copied_error(self) -> Result<f64, fairreach::equity::Undefined>;
}

impl Owned for Result<f64, &fairreach::equity::Undefined> {
    fn copied_error(self) -> Result<f64, fairreach::equity::Undefined> {
        self.map_err(|it| *it)
    }
}

fn poverty(sheet: &mut Sheet, folder: &Folder, values: &[(f64, f64)], expected: &Value) {
    let line = line(folder);
    for (key, value) in entries(expected) {
        match number_after(key, "FGT") {
            Some(alpha) => {
                sheet.library(format!("fgt {key}"), shortfall(values, line, alpha), value);
            }
            None => sheet.unknown(format!("fgt {key}"), value),
        }
    }
}

/// The times of the first county's `decay.json`, at which the package was run for the others too.
const USUAL_TIMES: [f64; 8] = [0.0, 5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0];

/// Rows such as `c30;sd10`: at the usual times, or at those of the `decay.json` beside them where there are as many.
fn logistic(sheet: &mut Sheet, folder: &Folder, expected: &Value) {
    let own = maybe_numbers(&folder.file("decay")["t_minutes"]);
    let own: Vec<f64> = own.into_iter().flatten().collect();
    for (key, value) in entries(expected) {
        let mut parts = key.split(';');
        let median = parts.next().and_then(|it| number_after(it, "c"));
        let sd = parts.next().and_then(|it| number_after(it, "sd"));
        let decay = median
            .zip(sd)
            .and_then(|(median, sd)| Decay::logistic(median, sd).ok());
        let Some(decay) = decay else {
            sheet.unknown(format!("logistic {key}"), value);
            continue;
        };
        let usual = items(value).len() == USUAL_TIMES.len();
        let times = if usual { &USUAL_TIMES } else { own.as_slice() };
        let names: Vec<String> = times.iter().map(|it| format!("at {it}")).collect();
        let found: Vec<Found> = times.iter().map(|it| decay.weight(*it).into()).collect();
        sheet.each(LIBRARY, &format!("logistic {key}"), &names, found, value);
    }
}

/// Rows of an area each: `{"id": "L01", "capacity": 1.26}`.
fn by_area(sheet: &mut Sheet, folder: &Folder, county: &County, key: &str, expected: &Value) {
    let all = match Everything::of(county) {
        Ok(all) => all,
        Err(why) => return sheet.unable(LIBRARY, key, expected, why),
    };
    let (times, supply, demand) = (&all.times, &all.supply, &all.demand);
    let decay = Decay::exponential(BETA).unwrap();
    let minutes = |start: &str| number_after(key, start).and_then(Seconds::from_fractional_minutes);
    let found: Option<Vec<Found>> = match key {
        "fca_bfca_exp" => Some(known(&balanced_fca(times, supply, demand, &decay).access)),
        "gravity_exp" => Some(known(&hansen(times, supply, &decay))),
        "sa_exp" => {
            let found = spatial_availability(times, supply, demand, &decay);
            Some(found.iter().map(|it| (*it).into()).collect())
        }
        "nearest" => Some(all.nearest_minutes()),
        _ => minutes("fca_2sfca_step")
            .map(|it| known(&two_step_fca(times, supply, demand, it).access))
            .or_else(|| all.cumulative(number_after(key, "cum")?)),
    };
    let Some(found) = found else {
        return sheet.unknown(key, expected);
    };
    let column = if key == "nearest" {
        "travel_time"
    } else {
        "capacity"
    };
    for row in items(expected) {
        let code = row["id"].as_str().unwrap_or_default();
        match county.codes.iter().position(|it| it == code) {
            Some(area) => sheet.library(format!("{key} {code}"), found[area].clone(), &row[column]),
            None => sheet.unknown(format!("{key} {code}"), row),
        }
    }
    let Some((figure, setting)) = shown(key) else {
        return;
    };
    let Some(judged) = judged(folder, county, &setting) else {
        return;
    };
    let found = judged.areas(figure, &county.codes);
    for row in items(expected) {
        let code = row["id"].as_str().unwrap_or_default();
        if let Some(area) = county.codes.iter().position(|it| it == code) {
            sheet.assess(format!("{key} {code}"), found[area].clone(), &row[column]);
        }
    }
}

/// What the program has of a row, and what it is made by.
fn shown(key: &str) -> Option<(&'static str, Setting)> {
    let falling = || Setting::decay(Some(format!("{{ kind = \"exponential\", beta = {BETA} }}")));
    Some(match key {
        "fca_bfca_exp" => ("places_per_child_balanced", falling()),
        "gravity_exp" => ("gravity_capacity", falling()),
        "sa_exp" => ("spatial_availability", falling()),
        "nearest" => ("minutes_to_nearest", Setting::default()),
        _ => match number_after(key, "fca_2sfca_step") {
            Some(minutes) => (
                "places_per_child_2sfca",
                Setting {
                    catchment: Some(minutes),
                    ..Setting::default()
                },
            ),
            None => (
                "capacity_within_cutoff",
                Setting {
                    cutoff: Some(number_after(key, "cum")?),
                    ..Setting::default()
                },
            ),
        },
    })
}
