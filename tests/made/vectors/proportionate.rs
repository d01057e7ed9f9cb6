//! `proportionate_universalism.json`: each component of each case, by the library and on the scorecard.

use fairreach::access::Decay;
use fairreach::equity::{
    Intensity, Provision, intensity, mean, mean_excess, monotone_fit, realised_slope,
};
use serde_json::Value;

use super::county::{County, zones};
use super::sheet::{ASSESS, Found, LIBRARY, Sheet, entries, items, maybe_numbers, words};
use super::study::Asked;
use super::{Folder, Judged, open};

/// The deciles that the scorecard takes for the most deprived.
pub(super) const MOST_DEPRIVED: u64 = 3;

pub(super) fn proportionate(sheet: &mut Sheet, folder: &Folder, file: &Value) {
    let Some(county) = &folder.county else { return };
    let decay = if file["decay"].is_object() {
        zones(&file["decay"])
    } else {
        Some(Decay::luo_qi_slow())
    };
    let Some(decay) = decay else {
        return sheet.unknown("decay", &file["decay"]);
    };
    for (key, value) in entries(file) {
        match key.as_str() {
            // Beside labels, the laws of the measures, which `equity_properties.rs` tests.
            "definition" | "dataset" | "decay" | "identities" | "source" | "tolerance" => {}
            "pava_case" => pava(sheet, value),
            "cases" => {
                for case in items(value) {
                    Case::of(folder, county, &decay, &file["decay"], case).told(sheet);
                }
            }
            _ => sheet.unknown(key, value),
        }
    }
}

fn pava(sheet: &mut Sheet, case: &Value) {
    let groups = maybe_numbers(&case["values"])
        .into_iter()
        .zip(maybe_numbers(&case["weights"]));
    let groups: Vec<(f64, f64)> = groups
        .filter_map(|(value, weight)| value.zip(weight))
        .collect();
    let fit = monotone_fit(&groups).into_iter().map(Found::from);
    sheet.each(
        LIBRARY,
        "pava",
        &[],
        fit.collect::<Vec<_>>(),
        &case["fit_nonincreasing"],
    );
    sheet.only("pava ", case, &["values", "weights", "fit_nonincreasing"]);
}

/// One configuration with its hours, as the library and as the program have it.
pub(super) struct Case<'a> {
    pub(super) county: &'a County,
    given: &'a Value,
    pub(super) name: String,
    pub(super) open: Vec<String>,
    pub(super) minutes: Vec<Option<f64>>,
    pub(super) hours: Result<Vec<f64>, String>,
    /// The configuration against its baseline, and the same with a district for each area.
    pub(super) program: Option<(Judged, Judged)>,
}

impl<'a> Case<'a> {
    fn of(
        folder: &Folder,
        county: &'a County,
        decay: &Decay,
        zones: &Value,
        case: &'a Value,
    ) -> Self {
        let open = open(&case["open"]);
        let asked = Asked {
            standards: case["U_universal"]["floor_minutes"]
                .as_f64()
                .into_iter()
                .collect(),
            hours: case["hours"].clone(),
            steepness: case["P_proportionate"]["lambda_policy"].as_f64(),
            zones: zones.clone(),
            ..Asked::default()
        };
        // What is harm is against the case's own baseline.
        let mut before = county.clone();
        if case["H_harm"]["baseline"].is_array() {
            before.open = words(&case["H_harm"]["baseline"]);
        }
        let judged = |asked: &Asked| {
            let program = folder.program.as_ref()?;
            Some(super::Study::of(program, &before, asked).with_open(&open))
        };
        Self {
            county,
            given: case,
            name: format!("{{{}}}", open.join(",")),
            minutes: county.nearest(&open),
            hours: county.hours(&case["hours"], decay),
            program: judged(&asked).zip(judged(&asked.apart())),
            open,
        }
    }

    fn told(&self, sheet: &mut Sheet) {
        if let Some(why) = self.program.as_ref().and_then(|it| it.0.refused()) {
            sheet.words(ASSESS, &self.name, why, "a scorecard");
        }
        for (key, value) in entries(self.given) {
            match key.as_str() {
                // Given.
                "open" | "hours" | "name" | "note" => {}
                "U_universal" => self.universal(sheet, value),
                "P_proportionate" => self.proportionate(sheet, value),
                "G_gradient" => self.gradient(sheet, value),
                "D_deprivation_coverage" => self.coverage(sheet, value),
                "C_cost" => self.cost(sheet, value),
                "H_harm" => self.harm(sheet, value),
                _ => sheet.unknown(format!("{} {key}", self.name), value),
            }
        }
    }

    pub(super) fn label(&self, key: &str) -> String {
        format!("{} {key}", self.name)
    }

    pub(super) fn assess(
        &self,
        sheet: &mut Sheet,
        key: &str,
        figure: &str,
        scope: &str,
        expected: &Value,
    ) {
        if let Some((judged, _)) = &self.program {
            sheet.assess(self.label(key), judged.figure(figure, scope), expected);
        }
    }

    /// The share of the chosen children within some minutes, whoever is served.
    pub(super) fn within(&self, minutes: f64, chosen: impl Fn(usize) -> bool) -> Found {
        let mut rows = self.county.within(&self.open, minutes);
        for (area, row) in rows.iter_mut().enumerate() {
            *row = row.filter(|_| chosen(area));
        }
        mean(&self.county.weighted(&rows)).into()
    }

    pub(super) fn standard(&self) -> f64 {
        self.given["U_universal"]["floor_minutes"]
            .as_f64()
            .unwrap_or(10.0)
    }

    fn universal(&self, sheet: &mut Sheet, expected: &Value) {
        let standard = self.standard();
        for (key, value) in entries(expected) {
            let (found, figure, scope): (Option<Found>, &str, &str) = match key.as_str() {
                // The standard, which is given.
                "floor_minutes" => continue,
                "share_within" => (Some(self.within(standard, |_| true)), key, "all"),
                "mean_minutes_beyond_per_child" => {
                    let found = mean_excess(&self.county.weighted(&self.minutes), standard);
                    (Some(found.into()), "mean_minutes_beyond", "all")
                }
                "children_beyond" | "max_minutes" => (None, key, "all"),
                "worst_district" => (None, "share_within", "worst_district"),
                "worst_band" => (None, "share_within", "worst_deprivation_band"),
                "by_district" => {
                    for (code, value) in entries(value) {
                        let scope = format!("district:{code}");
                        let label = format!("by_district {code}");
                        let found = self.within(standard, |it| self.county.districts[it] == *code);
                        sheet.library(self.label(&label), found, value);
                        self.assess(sheet, &label, "share_within", &scope, value);
                    }
                    continue;
                }
                "by_deprivation_band" => {
                    for (band, value) in entries(value) {
                        let ends = band.trim_start_matches("deciles");
                        let label = format!("by_deprivation_band {band}");
                        self.assess(
                            sheet,
                            &label,
                            "share_within",
                            &format!("deprivation_band:{ends}"),
                            value,
                        );
                    }
                    continue;
                }
                _ => {
                    sheet.unknown(self.label(key), value);
                    continue;
                }
            };
            if let Some(found) = found {
                sheet.library(self.label(key), found, value);
            }
            self.assess(sheet, key, figure, scope, value);
        }
    }

    /// Areas whose hours and need are known.
    fn provisions(&self) -> Result<Vec<Provision>, String> {
        let hours = self.hours.clone()?;
        let need: Option<Vec<f64>> = self.county.need.iter().copied().collect();
        let need = need.ok_or("an area has no need rate")?;
        let rows = self.county.people().into_iter().zip(hours).zip(need);
        Ok(rows
            .map(|((people, access), need)| Provision {
                people,
                access,
                need,
            })
            .collect())
    }

    fn proportionate(&self, sheet: &mut Sheet, expected: &Value) {
        let rows = self.provisions();
        let steepness = expected["lambda_policy"].as_f64().unwrap_or(0.0);
        let it = rows.as_ref().map(|rows| intensity(rows, steepness));
        let of = |figure: &dyn Fn(&Intensity) -> f64| match &it {
            Ok(Ok(it)) => figure(it).into(),
            Ok(Err(why)) => Found::Undefined(why.to_string()),
            Err(why) => Found::unable(*why),
        };
        let poorest =
            |at: usize| self.county.deciles[at].is_some_and(|it| u64::from(it) <= MOST_DEPRIVED);
        for (key, value) in entries(expected) {
            let (found, figure) = match key.as_str() {
                // The steepness, which is given.
                "lambda_policy" => continue,
                "hours_per_child" | "target_hours_per_child" => {
                    let found: Vec<Found> = (0..self.county.codes.len())
                        .map(|at| match (&self.hours, key.as_str()) {
                            (Ok(hours), "hours_per_child") => hours[at].into(),
                            (Err(why), _) => Found::unable(why),
                            _ => of(&|it| it.targets[at]),
                        })
                        .collect();
                    self.by_area(sheet, key, found, value);
                    continue;
                }
                "hours_to_move_share" => (of(&|it| it.to_move_share), "hours_to_move_share"),
                "hours_to_move" => (of(&Intensity::to_move), "hours_to_move"),
                "fidelity" => (of(&Intensity::fidelity), "fidelity"),
                "total_hours" => (of(&|it| it.total), "total_hours"),
                "shortfall_hours_deciles1_3" => (
                    of(&|it| it.shortfall(poorest)),
                    "shortfall_hours_deciles_1_3",
                ),
                "realised_slope" => {
                    let found = match &rows {
                        Ok(rows) => realised_slope(rows).into(),
                        Err(why) => Found::unable(why),
                    };
                    (found, "realised_slope")
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

    /// Figures of areas: the program's are those of districts of an area each.
    fn by_area(&self, sheet: &mut Sheet, key: &str, found: Vec<Found>, expected: &Value) {
        sheet.each(
            LIBRARY,
            &self.label(key),
            &self.county.codes,
            found,
            expected,
        );
        let Some((_, areas)) = &self.program else {
            return;
        };
        let one = |(at, code): (usize, &String)| match self.county.children[at] {
            Some(people) if people > 0.0 => areas.figure(key, &format!("district:{code}")),
            _ => Found::unable("nobody lives there, so the scorecard has no figure"),
        };
        let found: Vec<Found> = self.county.codes.iter().enumerate().map(one).collect();
        sheet.each(
            ASSESS,
            &self.label(key),
            &self.county.codes,
            found,
            expected,
        );
    }
}
