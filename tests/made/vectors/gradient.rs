//! Of `proportionate_universalism.json`: how minutes and hours run over deprivation.

use fairreach::equity::{
    breaks, concentration, kakwani, mean, monotone_fit, monotonicity_gap, slope,
};
use serde_json::Value;

use super::over_deprivation::beside;
use super::proportionate::Case;
use super::sheet::{ASSESS, Found, LIBRARY, Sheet, entries, words};

impl Case<'_> {
    /// All ten deciles with their mean hours a child and their children.
    fn deciles(&self, hours: &[f64]) -> Vec<(f64, f64)> {
        let one = |decile: u32| {
            let rows = (0..hours.len()).filter(|it| self.county.deciles[*it] == Some(decile));
            let rows = rows.filter_map(|it| Some((hours[it], self.county.children[it]?)));
            let rows: Vec<(f64, f64)> = rows.collect();
            (mean(&rows).unwrap_or(0.0), rows.iter().map(|it| it.1).sum())
        };
        (1..=10).map(one).collect()
    }

    pub(super) fn gradient(&self, sheet: &mut Sheet, expected: &Value) {
        let minutes = self.county.observed(&self.minutes);
        let hours = match &self.hours {
            Ok(hours) => hours,
            Err(why) => return sheet.unable(LIBRARY, self.label("G_gradient"), expected, why),
        };
        let given: Vec<Option<f64>> = hours.iter().copied().map(Some).collect();
        let given = self.county.observed(&given);
        let deciles = self.deciles(hours);
        for (key, value) in entries(expected) {
            let (found, figure): (Found, &str) = match key.as_str() {
                "sii_minutes_least_minus_most" => {
                    (slope(&minutes).map(|it| it.sii).into(), "sii_minutes")
                }
                "rii_minutes" => (
                    slope(&minutes).and_then(|it| it.rii()).into(),
                    "rii_minutes",
                ),
                "sii_hours_least_minus_most" => {
                    (slope(&given).map(|it| it.sii).into(), "sii_hours")
                }
                "conc_minutes" => (concentration(&minutes).into(), "concentration_minutes"),
                "conc_hours" => (concentration(&given).into(), "concentration_hours"),
                "kakwani_hours_vs_need" => (
                    kakwani(&beside(&given, self.county)).into(),
                    "kakwani_hours",
                ),
                "monotonicity_gap_share" => {
                    (monotonicity_gap(&deciles).into(), "monotonicity_gap_share")
                }
                "decile_means" => {
                    self.decile_means(sheet, &deciles, value);
                    continue;
                }
                "monotone_fit" => {
                    let fit = monotone_fit(&deciles)
                        .into_iter()
                        .flatten()
                        .map(Found::from);
                    sheet.each(
                        LIBRARY,
                        &self.label(key),
                        &[],
                        fit.collect::<Vec<_>>(),
                        value,
                    );
                    continue;
                }
                "breaks" => {
                    let pair = |(more, less): &(usize, usize)| format!("{}<{}", more + 1, less + 1);
                    let found: Vec<String> = breaks(&deciles).iter().map(pair).collect();
                    let expected = words(value).join(" ");
                    sheet.words(LIBRARY, self.label(key), &found.join(" "), &expected);
                    let judged = self.program.as_ref().map(|it| &it.0);
                    let told = judged.and_then(|it| it.which("monotonicity_breaks"));
                    if let Some(found) = told {
                        sheet.words(ASSESS, self.label(key), &found, &expected);
                    }
                    continue;
                }
                _ => {
                    sheet.unknown(self.label(key), value);
                    continue;
                }
            };
            sheet.library(self.label(key), found, value);
            self.assess(sheet, key, figure, "all", value);
        }
    }

    fn decile_means(&self, sheet: &mut Sheet, deciles: &[(f64, f64)], expected: &Value) {
        for (at, (hours, people)) in deciles.iter().enumerate() {
            let decile = at + 1;
            let label = format!("decile_means {decile}");
            let value = expected.get(decile.to_string()).unwrap_or(&Value::Null);
            let found = if *people > 0.0 {
                (*hours).into()
            } else {
                Found::Undefined("nobody lives there".to_owned())
            };
            sheet.library(self.label(&label), found, value);
            self.assess(
                sheet,
                &label,
                "hours_per_child",
                &format!("decile:{decile}"),
                value,
            );
        }
    }
}
