//! `bng_wgs84.json`, `lsoa_lookup.json` and `seed_facts.json`: grid references, codes carried from one vintage to the other
//! and what councils printed.

use std::collections::BTreeMap;

use fairreach::read::{AreaChange, Carry};
use fairreach::space::{Grid, LonLat, Point};
use serde_json::Value;

use super::Folder;
use super::county::County;
use super::sheet::{ASSESS, Found, LIBRARY, Sheet, entries, items, words};
use super::study::{Asked, Study};

/// Metres of a degree at most: those of longitude are fewer.
const METRES_A_DEGREE: f64 = 120_000.0;

pub(super) fn grid(sheet: &mut Sheet, _: &Folder, file: &Value) {
    let grid = Grid::new();
    // A metre is 9e-6 of a degree: the file's tolerance is in degrees.
    let tolerance = file["tolerance_deg"].as_f64().unwrap_or(1e-6);
    sheet.only(
        "",
        file,
        &[
            "source",
            "points",
            "tolerance_deg",
            "tolerance_vs_ostn15_deg",
        ],
    );
    for (at, row) in items(&file["points"]).iter().enumerate() {
        let number = |key: &str| row[key].as_f64();
        let (Some(e), Some(n), Some(lon), Some(lat)) =
            (number("e"), number("n"), number("lon"), number("lat"))
        else {
            sheet.unknown(format!("point {at}"), row);
            continue;
        };
        let name = |what: &str| format!("point {e},{n} {what}");
        let outside = || Found::Wrong("outside the grid".to_owned());
        let globe = grid.lon_lat(Point::new(e, n));
        let of =
            |part: fn(&LonLat) -> f64| globe.as_ref().map_or_else(outside, |it| part(it).into());
        // Degrees are told apart by the tolerance itself, not by a part of them.
        let degrees = |sheet: &mut Sheet, what: &str, found: Found, expected: f64| {
            let off = found.with(expected.into(), |a, b| (a - b).abs());
            let near = matches!(&off, Found::Value(it) if *it <= tolerance);
            let got = if near {
                expected.to_string()
            } else {
                format!("{off:?} off")
            };
            sheet.words(LIBRARY, name(what), &got, &expected.to_string());
        };
        degrees(sheet, "lon", of(|it| it.lon), lon);
        degrees(sheet, "lat", of(|it| it.lat), lat);
        let back = grid.point(LonLat::new(lon, lat));
        let off = back.map_or_else(outside, |it| it.distance(Point::new(e, n)).get().into());
        sheet.within(
            tolerance * METRES_A_DEGREE,
            LIBRARY,
            name("and back, metres off"),
            off,
            &0.0.into(),
        );
        sheet.only(
            &format!("point {at} "),
            row,
            &["e", "n", "lon", "lat", "name"],
        );
    }
}

fn by_code(value: &Value) -> BTreeMap<String, f64> {
    let known = entries(value).filter_map(|(code, it)| Some((code.clone(), it.as_f64()?)));
    known.collect()
}

pub(super) fn lookup(sheet: &mut Sheet, _: &Folder, file: &Value) {
    sheet.only(
        "",
        file,
        &["note", "source", "lookup_columns", "case", "tolerance"],
    );
    let case = &file["case"];
    let rows: Vec<Vec<String>> = items(&case["rows"]).iter().map(words).collect();
    let change = |word: &str| match word {
        "U" => AreaChange::Same,
        "S" => AreaChange::Split,
        "M" => AreaChange::Merged,
        _ => AreaChange::Irregular,
    };
    let pairs: Vec<_> = rows
        .iter()
        .filter(|it| it.len() >= 3)
        .map(|it| (it[0].as_str(), it[1].as_str(), None, change(&it[2])))
        .collect();
    let carry = Carry::of(&pairs);
    let (scores, children) = (
        by_code(&case["score_2011"]),
        by_code(&case["children_2011"]),
    );
    let carried = carry.rates(&scores, &children);
    for (code, expected) in entries(&case["expected_score_2021"]) {
        let found = carried.get(code).copied();
        sheet.library(format!("score_2021 {code}"), found, expected);
    }
    let counts = carry.spread(&children).counts;
    for (code, expected) in entries(&case["expected_children_2021"]) {
        sheet.library(
            format!("children_2021 {code}"),
            counts.get(code).copied(),
            expected,
        );
    }
    let (before, after): (f64, f64) = (children.values().sum(), counts.values().sum());
    sheet.library("children carried, in all", after, &before.into());
    let known = [
        "rows",
        "score_2011",
        "children_2011",
        "expected_score_2021",
        "expected_children_2021",
    ];
    sheet.only("case ", case, &known);
}

pub(super) fn seed_facts(sheet: &mut Sheet, folder: &Folder, file: &Value) {
    for (name, facts) in entries(file) {
        let budget = entries(facts).find(|it| it.0.starts_with("budget_"));
        match (budget, facts["saving"].as_f64()) {
            (Some((key, before)), Some(saving)) => {
                money(sheet, folder, name, facts, (key, before), saving);
            }
            _ => {
                for (key, value) in entries(facts).filter(|it| it.0 != "note") {
                    sheet.unable(
                        LIBRARY,
                        format!("{name} {key}"),
                        value,
                        "printed by the council; nothing to compute",
                    );
                }
            }
        }
    }
}

/// A budget and a saving as a study: one site costs the saving, another the rest, and the first is closed.
fn money(
    sheet: &mut Sheet,
    folder: &Folder,
    name: &str,
    facts: &Value,
    (first, before): (&String, &Value),
    saving: f64,
) {
    let Some((program, whole)) = folder.program.as_ref().zip(before.as_f64()) else {
        return;
    };
    let county = County {
        codes: vec!["A1".to_owned()],
        districts: vec!["D".to_owned()],
        children: vec![Some(100.0)],
        need: vec![Some(0.2)],
        deciles: vec![Some(5)],
        sites: vec!["cut".to_owned(), "kept".to_owned()],
        minutes: vec![vec![Some(5.0), Some(5.0)]],
        places: vec![None, None],
        costs: vec![Some(saving), Some(whole - saving)],
        open: vec!["cut".to_owned(), "kept".to_owned()],
    };
    // The stated budget must be what the saving leaves of the baseline, else the program refuses the study.
    let budgets = entries(facts).filter(|it| it.0.starts_with("budget_") && it.0 != first);
    let budget = budgets.map(|it| format!("budget = {}\n", it.1));
    let money = format!(
        "baseline = {whole}\nsaving = {saving}\n{}",
        budget.collect::<String>()
    );
    let asked = Asked {
        money,
        ..Asked::standard(10.0)
    };
    let study = Study::of(program, &county, &asked);
    let (today, then) = (study.today(), study.with_open(&["kept".to_owned()]));
    let left = then.figure("budget_left", "all");
    sheet.assess(
        format!("{name} budget left of the saving made"),
        left,
        &0.0.into(),
    );
    for (key, value) in entries(facts) {
        let found = match key.as_str() {
            _ if key == first => today.figure("annual_cost", "all"),
            "saving" => then.figure("saving", "all"),
            "saving_share" => then.figure("saving_share", "all"),
            "printed" => {
                let share = then
                    .figure("saving_share", "all")
                    .with(100.0.into(), |a, b| a * b);
                let got = match share {
                    Found::Value(it) => format!("{it:.0}%"),
                    other => format!("{other:?}"),
                };
                sheet.words(
                    ASSESS,
                    format!("{name} {key}"),
                    &got,
                    value.as_str().unwrap_or_default(),
                );
                continue;
            }
            "check" | "note" => continue,
            _ if key.starts_with("budget_") => then.figure("annual_cost", "all"),
            _ => {
                sheet.unknown(format!("{name} {key}"), value);
                continue;
            }
        };
        sheet.assess(format!("{name} {key}"), found, value);
    }
}
