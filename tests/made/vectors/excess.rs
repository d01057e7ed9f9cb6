//! `fgt_quantiles.json`: those beyond a line, those short of it, and percentiles.

use fairreach::equity::{excess, mean_excess, quantile, shortfall};
use serde_json::Value;

use super::sheet::{Found, Sheet, entries, number_after};
use super::{Asked, Folder};

/// The line where the file tells none (methods.md, "Which sites a vector uses").
const USUAL_LINE: f64 = 8.0;

/// The line of the R package's rows.
pub(super) fn line(folder: &Folder) -> f64 {
    folder.file("fgt_quantiles")["fgt_shortfall"]["threshold"]
        .as_f64()
        .unwrap_or(USUAL_LINE)
}

pub(super) fn excess_and_quantiles(sheet: &mut Sheet, folder: &Folder, file: &Value) {
    let Some(county) = &folder.county else { return };
    let values = county.weighted(&county.today());
    for (key, value) in entries(file) {
        match key.as_str() {
            "dataset" | "source" | "tolerance" => {}
            "fgt_excess_travel" | "fgt_shortfall" => beyond(sheet, folder, &values, key, value),
            "weighted_percentiles" => {
                for (part, value) in entries(&value["values"]) {
                    percentile(sheet, folder, &values, part, value);
                }
                ratio(sheet, folder, &value["values"]);
                sheet.only("weighted_percentiles ", value, &["rule", "values"]);
            }
            _ => sheet.unknown(key, value),
        }
    }
}

fn beyond(sheet: &mut Sheet, folder: &Folder, values: &[(f64, f64)], name: &str, expected: &Value) {
    let Some(line) = expected["threshold"].as_f64() else {
        return sheet.unknown(format!("{name} threshold"), &expected["threshold"]);
    };
    let over = name == "fgt_excess_travel";
    let study = folder.study(&Asked::standard(line)).filter(|_| over);
    let today = study.map(|it| it.today());
    for (key, value) in entries(expected) {
        if ["y", "definition", "threshold"].contains(&key.as_str()) {
            continue;
        }
        let alpha = number_after(key, "FGT");
        let found: Found = match (alpha, key.as_str()) {
            (Some(alpha), _) if over => excess(values, line, alpha).into(),
            (Some(alpha), _) => shortfall(values, line, alpha).into(),
            (None, "mean_minutes_over") => mean_excess(values, line).into(),
            _ => {
                sheet.unknown(format!("{name} {key}"), value);
                continue;
            }
        };
        sheet.library(format!("{name} {key}"), found, value);
        let figure = match key.as_str() {
            "FGT0" => "excess_share",
            "FGT1" => "excess_fgt1",
            "FGT2" => "excess_fgt2",
            "mean_minutes_over" => "mean_minutes_beyond",
            _ => continue,
        };
        if let Some(today) = &today {
            sheet.assess(format!("{name} {key}"), today.figure(figure, "all"), value);
        }
    }
}

fn percentile(
    sheet: &mut Sheet,
    folder: &Folder,
    values: &[(f64, f64)],
    part: &str,
    expected: &Value,
) {
    let name = format!("percentile {part}");
    let Ok(share) = part.parse::<f64>() else {
        return sheet.unknown(name, expected);
    };
    sheet.library(&name, quantile(values, share), expected);
    let figure = match part {
        "0.5" => "median_minutes",
        "0.9" => "p90_minutes",
        _ => return,
    };
    if let Some(today) = folder.today() {
        sheet.assess(&name, today.figure(figure, "all"), expected);
    }
}

/// The scorecard's ratio of two of the percentiles, where the file has both.
fn ratio(sheet: &mut Sheet, folder: &Folder, percentiles: &Value) {
    let part = |name: &str| percentiles.get(name);
    if let (Some(upper), Some(lower), Some(today)) = (part("0.9"), part("0.1"), folder.today()) {
        let both = upper.as_f64().zip(lower.as_f64());
        let ratio = both.filter(|it| it.1 > 0.0).map(|it| it.0 / it.1);
        let found = today.figure("p90_p10_ratio_minutes", "all");
        sheet.assess("percentile 0.9 over 0.1", found, &ratio.into());
    }
}
