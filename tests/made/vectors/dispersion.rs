//! `inequality_core.json`: Gini, Theil, the mean log deviation and Atkinson, whole and by district.

use fairreach::equity::{
    Decomposition, Part, Undefined, atkinson, gini, mean, mean_log_deviation,
    mean_log_deviation_by_group, theil_t, theil_t_by_group,
};
use serde_json::Value;
use std::collections::BTreeMap;

use super::sheet::{ASSESS, Found, LIBRARY, Sheet, entries, maybe_numbers, words};
use super::{Asked, Folder, Judged, Study};

/// What is measured: the county's minutes, or the rows of the file itself where there is no county.
struct Rows {
    values: Vec<(f64, f64)>,
    groups: BTreeMap<String, Vec<(f64, f64)>>,
    today: Option<Judged>,
    /// Each district as a county of its own: the scorecard has indices over everyone and not by district.
    alone: BTreeMap<String, Judged>,
}

impl Rows {
    fn of(folder: &Folder, file: &Value) -> Self {
        if let Some(county) = &folder.county {
            let minutes = county.today();
            let groups = county.by_district(&minutes);
            let alone = |name: &String| {
                let program = folder.program.as_ref()?;
                let district = county.district(name);
                let study = Study::of(program, &district, &Asked::default());
                Some((name.clone(), study.today()))
            };
            return Self {
                alone: groups.keys().filter_map(alone).collect(),
                values: county.weighted(&minutes),
                groups,
                today: folder.today().cloned(),
            };
        }
        let rows = maybe_numbers(&file["y"])
            .into_iter()
            .zip(maybe_numbers(&file["weights"]));
        let rows: Vec<Option<(f64, f64)>> = rows.map(|(y, w)| y.zip(w)).collect();
        let mut groups: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
        for (name, row) in words(&file["groups"]).into_iter().zip(&rows) {
            groups.entry(name).or_default().extend(row);
        }
        Self {
            values: rows.into_iter().flatten().collect(),
            groups,
            today: None,
            alone: BTreeMap::new(),
        }
    }

    /// The parts of an index; a district without anybody in it is in neither.
    fn parts(
        &self,
        of: impl Fn(&[&[(f64, f64)]]) -> Result<Decomposition, Undefined>,
    ) -> Result<Decomposition, Undefined> {
        let lists: Vec<&[(f64, f64)]> = self.groups.values().map(Vec::as_slice).collect();
        of(&lists)
    }
}

pub(super) fn dispersion(sheet: &mut Sheet, folder: &Folder, file: &Value) {
    let rows = Rows::of(folder, file);
    for (key, value) in entries(file) {
        match key.as_str() {
            // Words, and the tolerance itself.
            "source" | "dataset" | "variable" | "tolerance" => {}
            "y" | "weights" | "groups" => given(sheet, folder, key, value),
            "expected" => core(sheet, &rows, value),
            // The same indices by PySAL, over one row a child.
            "cross_check" => cross_check(sheet, &rows, value),
            _ => sheet.unknown(key, value),
        }
    }
}

/// What the file says it measures, against the county.
fn given(sheet: &mut Sheet, folder: &Folder, key: &str, value: &Value) {
    let Some(county) = &folder.county else { return };
    match key {
        "weights" => {
            let people = county.children.iter().map(|it| Found::from(*it));
            sheet.each(LIBRARY, key, &county.codes, people, value);
        }
        "groups" => sheet.words(
            LIBRARY,
            key,
            &county.districts.join(" "),
            &words(value).join(" "),
        ),
        _ => {
            let minutes = county.today().into_iter().map(Found::from);
            sheet.each(LIBRARY, key, &county.codes, minutes, value);
            let Some(study) = folder.study(&Asked::standard(10.0).apart()) else {
                return;
            };
            let judged = study.today();
            let by_area = |(area, code): (usize, &String)| match county.children[area] {
                Some(people) if people > 0.0 => {
                    judged.figure("mean_minutes", &format!("district:{code}"))
                }
                _ => Found::unable("nobody lives there, so the scorecard has no figure"),
            };
            let found: Vec<Found> = county.codes.iter().enumerate().map(by_area).collect();
            sheet.each(ASSESS, key, &county.codes, found, value);
        }
    }
}

fn core(sheet: &mut Sheet, rows: &Rows, expected: &Value) {
    let values = rows.values.as_slice();
    let t = rows.parts(|it| theil_t_by_group(it));
    let l = rows.parts(|it| mean_log_deviation_by_group(it));
    for (key, value) in entries(expected) {
        let part = |of: &Result<Decomposition, Undefined>, part: fn(&Decomposition) -> f64| {
            of.as_ref().map(part).map_err(|it| *it)
        };
        let (found, name) = match key.as_str() {
            "mean" => (mean(values), "mean_minutes"),
            "gini" => (gini(values), "gini_minutes"),
            "theil_t" => (theil_t(values), "theil_t_minutes"),
            "theil_t_between" => (part(&t, |it| it.between), "theil_t_between_districts"),
            "theil_t_within" => (part(&t, |it| it.within), "theil_t_within_districts"),
            "mld" => (mean_log_deviation(values), "mld_minutes"),
            "mld_between" => (part(&l, |it| it.between), "mld_between_districts"),
            "mld_within" => (part(&l, |it| it.within), "mld_within_districts"),
            "groups" => {
                for (name, value) in entries(value) {
                    group(sheet, rows, &t, name, value);
                }
                continue;
            }
            "atkinson" => {
                for (aversion, value) in entries(value) {
                    atkinsons(sheet, rows, aversion, value);
                }
                continue;
            }
            // Words that point to fgt_quantiles.
            "p90_p10_note" => continue,
            _ => {
                sheet.unknown(key, value);
                continue;
            }
        };
        sheet.library(key, found, value);
        if key == "theil_t" {
            sheet.library("theil_t, of its parts", part(&t, |it| it.total), value);
        } else if key == "mld" {
            sheet.library("mld, of its parts", part(&l, |it| it.total), value);
        }
        if let Some(today) = &rows.today {
            sheet.assess(key, today.figure(name, "all"), value);
        }
    }
}

fn atkinsons(sheet: &mut Sheet, rows: &Rows, aversion: &str, expected: &Value) {
    let name = format!("atkinson {aversion}");
    let Ok(epsilon) = aversion.parse() else {
        return sheet.unknown(name, expected);
    };
    sheet.library(&name, atkinson(&rows.values, epsilon), expected);
    if let Some(today) = &rows.today {
        let figure = format!("atkinson_minutes_{}", aversion.replace('.', "_"));
        sheet.assess(&name, today.figure(&figure, "all"), expected);
    }
}

fn group(
    sheet: &mut Sheet,
    rows: &Rows,
    t: &Result<Decomposition, Undefined>,
    name: &str,
    expected: &Value,
) {
    let Some(place) = rows.groups.keys().position(|it| it == name) else {
        return sheet.unknown(format!("district {name}"), expected);
    };
    let t = t.clone().and_then(|it| it.groups[place].clone());
    // Where the whole has no value, its parts still have a mean and an index of their own.
    let own = rows
        .groups
        .values()
        .nth(place)
        .map_or(&[][..], Vec::as_slice);
    for (key, value) in entries(expected) {
        let figure =
            |of: fn(&Part) -> f64| -> Found { t.as_ref().map(of).map_err(|it| *it).into() };
        let (found, name_of) = match key.as_str() {
            "pop_share" => (figure(|it| it.people_share), ""),
            "mean" => (mean(own).into(), "mean_minutes"),
            "share_of_total" => (figure(|it| it.outcome_share), ""),
            "theil_t" => (theil_t(own).into(), "theil_t_minutes"),
            "mld" => (mean_log_deviation(own).into(), "mld_minutes"),
            "between_contrib_T" => (figure(|it| it.between), ""),
            "within_contrib_T" => (figure(|it| it.within), ""),
            _ => {
                sheet.unknown(format!("{name} {key}"), value);
                continue;
            }
        };
        sheet.library(format!("{name} {key}"), found, value);
        let figure = match (name_of, &rows.today, rows.alone.get(name)) {
            ("mean_minutes", Some(today), _) => today.figure(name_of, &format!("district:{name}")),
            ("", ..) | (_, _, None) => continue,
            (_, _, Some(alone)) => alone.figure(name_of, "all"),
        };
        sheet.assess(format!("{name} {key}"), figure, value);
    }
}

fn cross_check(sheet: &mut Sheet, rows: &Rows, expected: &Value) {
    let values = rows.values.as_slice();
    let t = rows.parts(|it| theil_t_by_group(it));
    for (key, value) in entries(expected) {
        let found: Result<f64, Undefined> = match key.as_str() {
            "pysal_gini_expanded" => gini(values),
            "pysal_theil_expanded" => theil_t(values),
            "pysal_theilD_between" => t.as_ref().map(|it| it.between).map_err(|it| *it),
            "pysal_theilD_within" => t.as_ref().map(|it| it.within).map_err(|it| *it),
            _ => {
                let aversion = key
                    .strip_prefix("pysal_atkinson_")
                    .map(|it| it.replace('_', "."));
                let Some(aversion) = aversion.and_then(|it| it.parse().ok()) else {
                    sheet.unknown(key, value);
                    continue;
                };
                atkinson(values, aversion)
            }
        };
        sheet.library(key, found, value);
    }
}
