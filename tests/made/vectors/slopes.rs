//! `sii_rii.json`: OHID's slope and relative index, of the county and of indicators with published limits.

use fairreach::equity::{
    DRAWS, Estimate, Indicator, Interval, Kind, Observation, OhidSlope, SEED, Undefined,
    exact_interval, ohid_slope, simulate, slope,
};
use serde_json::{Value, json};

use super::Folder;
use super::county::{County, observed, ranked};
use super::over_deprivation::order;
use super::sheet::{Found, LIBRARY, Sheet, entries, maybe_numbers};

pub(super) fn slopes(sheet: &mut Sheet, folder: &Folder, file: &Value) {
    let drawn = file["simulation_tolerance_abs"].as_f64().unwrap_or(0.05);
    for (key, value) in entries(file) {
        match key.as_str() {
            "source"
            | "version"
            | "algorithm"
            | "analytic_ci_note"
            | "simulation_tolerance_abs"
            | "tolerance"
            | "note"
            | "notes" => {}
            "toy_by_lsoa" => by_area(sheet, folder, value),
            "toy_by_imd_decile" => by_decile(sheet, folder, value),
            _ if value["population"].is_array() => example(sheet, key, value, drawn),
            _ => sheet.unknown(key, value),
        }
    }
}

fn by_area(sheet: &mut Sheet, folder: &Folder, expected: &Value) {
    let Some(county) = &folder.county else {
        return sheet.unable(
            LIBRARY,
            "toy_by_lsoa",
            expected,
            "there is no toy_dataset.json beside it",
        );
    };
    let line = slope(&county.observed(&county.today()));
    for (key, value) in entries(expected) {
        let (found, figure) = match key.as_str() {
            "dataset" | "meaning" => continue,
            "order" => {
                order(sheet, county, value);
                continue;
            }
            "intercept" => (line.map(|it| it.intercept), ""),
            "sii_minutes" => (line.map(|it| it.sii), "sii_minutes"),
            "rii" => (line.and_then(|it| it.rii()), "rii_minutes"),
            _ => {
                sheet.unknown(format!("toy_by_lsoa {key}"), value);
                continue;
            }
        };
        sheet.library(format!("toy_by_lsoa {key}"), found, value);
        if let Some(today) = folder.today().filter(|_| !figure.is_empty()) {
            sheet.assess(
                format!("toy_by_lsoa {key}"),
                today.figure(figure, "all"),
                value,
            );
        }
    }
}

fn by_decile(sheet: &mut Sheet, folder: &Folder, expected: &Value) {
    let given = || {
        grouped(
            &expected["population"],
            &expected["mean_minutes"],
            &Value::Null,
        )
    };
    // Where some cannot be served the file's own columns do not say how many: the county does.
    let groups = match folder.county.as_ref().filter(|it| !it.all_served()) {
        None => given().unwrap_or_default(),
        Some(county) => deciles(county),
    };
    let line = ohid_slope(&groups, Indicator::new(Kind::Plain));
    for (key, value) in entries(expected) {
        let (found, figure) = match key.as_str() {
            "deciles" | "population" | "mean_minutes" => continue,
            "intercept" => (line.map(|it| it.intercept), ""),
            "sii_minutes" => (line.map(|it| it.sii), "sii_minutes_by_decile"),
            "rii" => (line.and_then(|it| it.rii), "rii_minutes_by_decile"),
            _ => {
                sheet.unknown(format!("toy_by_imd_decile {key}"), value);
                continue;
            }
        };
        sheet.library(format!("toy_by_imd_decile {key}"), found, value);
        if let Some(today) = folder.today().filter(|_| !figure.is_empty()) {
            sheet.assess(
                format!("toy_by_imd_decile {key}"),
                today.figure(figure, "all"),
                value,
            );
        }
    }
}

/// A row a decile: its place among all children, its served children and their mean minutes.
fn deciles(county: &County) -> Vec<Observation> {
    let (minutes, people) = (county.today(), county.people());
    let of = |decile: u32, counted: &dyn Fn(usize) -> Option<f64>| -> f64 {
        let rows = (0..people.len()).filter(|it| county.deciles[*it] == Some(decile));
        rows.filter_map(counted).sum()
    };
    let all: Vec<f64> = (1..=10).map(|it| of(it, &|at| Some(people[at]))).collect();
    let served: Vec<f64> = (1..=10)
        .map(|it| of(it, &|at| minutes[at].map(|_| people[at])))
        .collect();
    let total = |it| of(it, &|at| minutes[at].map(|time| time * people[at]));
    let keys: Vec<Option<f64>> = (1..=10).map(|it| Some(f64::from(it))).collect();
    let means: Vec<Option<f64>> = (1..=10)
        .zip(&served)
        .map(|(it, served)| (*served > 0.0).then(|| total(it) / served))
        .collect();
    let rows = observed(&ranked(&keys, &all, &means));
    let served = served.into_iter().filter(|it| *it > 0.0);
    rows.into_iter()
        .zip(served)
        .map(|(row, people)| Observation { people, ..row })
        .collect()
}

/// Groups in the order given, the most deprived first, or by their quantiles. A group without a value is left out.
fn grouped(population: &Value, values: &Value, quantiles: &Value) -> Option<Vec<Observation>> {
    let people: Vec<f64> = maybe_numbers(population)
        .into_iter()
        .collect::<Option<_>>()?;
    let values = maybe_numbers(values);
    let keys: Vec<Option<f64>> = match quantiles {
        Value::Null => (0..people.len()).map(|it| Some(it as f64)).collect(),
        list => maybe_numbers(list),
    };
    let alike = values.len() == people.len() && keys.len() == people.len();
    alike.then(|| observed(&ranked(&keys, &people, &values)))
}

/// The words of a value's column, with the kind of the indicator.
const COLUMNS: [(&str, Kind); 4] = [
    ("p", Kind::Proportion),
    ("rate", Kind::Rate),
    ("value", Kind::Plain),
    ("y", Kind::Plain),
];

/// An indicator by its groups, with the settings that `it` names over those of `or`.
struct Example {
    groups: Vec<Observation>,
    indicator: Indicator,
    /// On the scale of the indicator's kind.
    estimates: Result<Vec<Estimate>, String>,
    confidence: f64,
}

fn kind(value_type: &Value) -> Option<Kind> {
    match value_type.as_u64()? {
        0 => Some(Kind::Plain),
        1 => Some(Kind::Rate),
        2 => Some(Kind::Proportion),
        _ => None,
    }
}

impl Example {
    fn of(data: &Value, name: &str, row: &Value) -> Option<Self> {
        let (column, usual) = COLUMNS.iter().find(|it| data[it.0].is_array())?;
        let set = |key: &str| {
            row.get(key)
                .or_else(|| data.get(key))
                .unwrap_or(&Value::Null)
                .clone()
        };
        let kind = kind(&set("value_type")).unwrap_or(*usual);
        let groups = grouped(&data["population"], &data[*column], &data["quantile"])?;
        let transform = set("transform")
            .as_bool()
            .unwrap_or(["log", "logit"].contains(&name));
        let confidence = set("confidence").as_f64().unwrap_or(0.95);
        Some(Self {
            estimates: estimates(data, &groups, kind),
            groups,
            indicator: Indicator {
                kind,
                transform,
                multiplier: set("multiplier").as_f64().unwrap_or(1.0),
            },
            confidence: if confidence > 1.0 {
                confidence / 100.0
            } else {
                confidence
            },
        })
    }

    /// The limits of the slope and of the ratio, and whether they are exact.
    fn limits(
        &self,
        confidence: f64,
    ) -> Result<(Interval, Result<Interval, Undefined>, bool), String> {
        let estimates = self.estimates.as_ref().map_err(Clone::clone)?;
        let drawn =
            simulate(estimates, self.indicator, DRAWS, SEED).map_err(|it| it.to_string())?;
        let drawn = drawn.interval(confidence).map_err(|it| it.to_string())?;
        match exact_interval(estimates, self.indicator, confidence) {
            Ok(exact) if !self.indicator.transform => Ok((exact, drawn.rii, true)),
            _ => Ok((drawn.sii, drawn.rii, false)),
        }
    }
}

/// The groups with their errors: given, or of their limits.
fn estimates(data: &Value, groups: &[Observation], kind: Kind) -> Result<Vec<Estimate>, String> {
    let (errors, lower, upper) = (
        maybe_numbers(&data["se"]),
        maybe_numbers(&data["lcl"]),
        maybe_numbers(&data["ucl"]),
    );
    let none = || "the vector has neither errors nor limits of its groups".to_owned();
    let one = |(at, group): (usize, &Observation)| {
        if let Some(error) = errors.get(at).copied().flatten() {
            return Ok(Estimate {
                observation: *group,
                error,
            });
        }
        let (lower, upper) = (
            lower.get(at).copied().flatten(),
            upper.get(at).copied().flatten(),
        );
        let (lower, upper) = lower.zip(upper).ok_or_else(none)?;
        Estimate::from_limits(*group, kind, lower, upper).map_err(|it| it.to_string())
    };
    groups.iter().enumerate().map(one).collect()
}

/// What is given of an example, and not found.
const GIVEN: [&str; 17] = [
    "population",
    "p",
    "rate",
    "value",
    "y",
    "lcl",
    "ucl",
    "se",
    "quantile",
    "value_type",
    "multiplier",
    "transform",
    "confidence",
    "repetitions",
    "note",
    "source",
    "name",
];

/// Results stand in objects named by how they were made, or beside what is given.
fn example(sheet: &mut Sheet, name: &str, data: &Value, drawn: f64) {
    for (key, value) in entries(data).filter(|it| !GIVEN.contains(&it.0.as_str())) {
        let (part, results) = if value.is_object() {
            (key.as_str(), value.clone())
        } else {
            ("", json!({ key: value }))
        };
        match Example::of(data, part, &results) {
            Some(it) => figures(sheet, &format!("{name} {part}"), &it, &results, drawn),
            None => sheet.unknown(format!("{name} {key}"), value),
        }
    }
}

fn figures(sheet: &mut Sheet, name: &str, it: &Example, expected: &Value, drawn: f64) {
    let line = ohid_slope(&it.groups, it.indicator);
    for (key, value) in entries(expected).filter(|it| !GIVEN.contains(&it.0.as_str())) {
        let label = format!("{} {key}", name.trim_end());
        let of = |figure: fn(&OhidSlope) -> f64| -> Found {
            line.as_ref().map(figure).map_err(|it| *it).into()
        };
        let found = match key.as_str() {
            "alpha" => of(|it| it.alpha),
            "beta" => of(|it| it.beta),
            "intercept" => of(|it| it.intercept),
            "sii" => of(|it| it.sii),
            "rii" => line.as_ref().map_err(|it| *it).and_then(|it| it.rii).into(),
            _ => {
                if let Some(limit) = Limit::of(key) {
                    limit.told(sheet, &label, it, value, drawn);
                } else {
                    sheet.unknown(label, value);
                }
                continue;
            }
        };
        sheet.library(label, found, value);
    }
}

/// One end of an interval by its key: `sii_lower`, or `rii_upper99_8cl` with a confidence of its own in per cent.
struct Limit {
    of_slope: bool,
    lower: bool,
    confidence: Option<f64>,
}

impl Limit {
    fn of(key: &str) -> Option<Self> {
        let (index, rest) = key.split_once('_')?;
        let of_slope = match index {
            "sii" => true,
            "rii" => false,
            _ => return None,
        };
        let (lower, rest) = match (rest.strip_prefix("lower"), rest.strip_prefix("upper")) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => return None,
        };
        let percent = rest
            .trim_end_matches("cl")
            .trim_matches('_')
            .replace('_', ".");
        let confidence = match percent.as_str() {
            "" => None,
            percent => Some(percent.parse::<f64>().ok()? / 100.0),
        };
        Some(Self {
            of_slope,
            lower,
            confidence,
        })
    }

    /// Within the file's tolerance where it is exact, else within that of its draws, which is absolute; but never so far
    /// that the estimate itself would pass for a limit.
    fn told(&self, sheet: &mut Sheet, label: &str, it: &Example, expected: &Value, drawn: f64) {
        let end = |it: Interval| if self.lower { it.lower } else { it.upper };
        let scale = expected.as_f64().unwrap_or_default().abs().max(1.0);
        let drawn = |it: &Interval| drawn.min(0.1 * (it.upper - it.lower)) / scale;
        match it.limits(self.confidence.unwrap_or(it.confidence)) {
            Err(why) => sheet.unable(LIBRARY, label, expected, why),
            Ok((sii, _, true)) if self.of_slope => sheet.library(label, end(sii), expected),
            Ok((sii, ..)) if self.of_slope => {
                sheet.within(drawn(&sii), LIBRARY, label, end(sii), expected);
            }
            Ok((_, rii, _)) => {
                let drawn = rii.as_ref().map_or(0.0, drawn);
                sheet.within(drawn, LIBRARY, label, rii.map(end), expected);
            }
        }
    }
}
