//! Of `proportionate_universalism.json`: who is reached among the most deprived, what it costs, and whom it harms.

use serde_json::Value;

use super::proportionate::{Case, MOST_DEPRIVED};
use super::sheet::{ASSESS, Sheet, entries};

/// By how many minutes the scorecard counts those who lose more.
const MUCH: f64 = 5.0;

impl Case<'_> {
    pub(super) fn coverage(&self, sheet: &mut Sheet, expected: &Value) {
        let deciles = expected["deciles"].as_u64().unwrap_or(MOST_DEPRIVED);
        let poorest =
            |at: usize| self.county.deciles[at].is_some_and(|it| u64::from(it) <= deciles);
        for (key, value) in entries(expected) {
            match key.as_str() {
                "deciles" => {}
                "share_children_within_floor" => {
                    sheet.library(
                        self.label(key),
                        self.within(self.standard(), poorest),
                        value,
                    );
                    self.assess(
                        sheet,
                        key,
                        "share_within",
                        &format!("deprivation_band:1-{deciles}"),
                        value,
                    );
                }
                "low_income_children_within" => self.assess(sheet, key, key, "all", value),
                _ => sheet.unknown(self.label(key), value),
            }
        }
    }

    pub(super) fn cost(&self, sheet: &mut Sheet, expected: &Value) {
        for (key, value) in entries(expected) {
            match key.as_str() {
                "annual" => self.assess(sheet, "annual cost", "annual_cost", "all", value),
                _ => sheet.unknown(self.label(key), value),
            }
        }
    }

    pub(super) fn harm(&self, sheet: &mut Sheet, expected: &Value) {
        let threshold = expected["minutes_threshold"].as_f64().unwrap_or(MUCH);
        for (key, value) in entries(expected) {
            let figure = match key.as_str() {
                "baseline" | "minutes_threshold" => continue,
                "children_worse" => "children_losing",
                "children_worse_over" if (threshold - MUCH).abs() > 1e-9 => {
                    let why = format!(
                        "the scorecard counts those who lose more than {MUCH} minutes, not {threshold}"
                    );
                    sheet.unable(ASSESS, self.label(key), value, why);
                    continue;
                }
                "children_worse_over" => "children_losing_over_5",
                "children_better" => "children_gaining",
                "max_increase" => "max_increase_minutes",
                "mean_change" => "mean_change_minutes",
                "lost_floor" => "children_lost_standard",
                "share_of_added_minutes_on_deciles1_3" => "added_minutes_share_deciles_1_3",
                "population_share_deciles1_3" => "children_share_deciles_1_3",
                "children_lost_access" | "lost_access" => "children_lost_access",
                "children_gained_access" | "gained_access" => "children_gained_access",
                _ => {
                    sheet.unknown(self.label(key), value);
                    continue;
                }
            };
            self.assess(sheet, key, figure, "all", value);
        }
    }
}
