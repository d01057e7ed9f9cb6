//! The made counties' figures of inequality and over deprivation.

use serde_json::{Map, Value, json};

use crate::made_counties::Made;
use crate::slow_measures as slow;

impl Made {
    pub(crate) fn core(&self) -> Value {
        let minutes = self.nearest(&self.open);
        let rows = self.rows(&minutes);
        let mut names = self.districts.clone();
        names.sort();
        names.dedup();
        let of = |name: &String| self.rows(&Self::only(&minutes, |at| self.districts[at] == *name));
        let groups: Vec<slow::Rows> = names.iter().map(of).collect();
        let (t, l) = (slow::theil_parts(&groups), slow::mld_parts(&groups));
        let by_name: Map<String, Value> = names
            .iter()
            .zip(&groups)
            .map(|(name, rows)| {
                let it = json!({"mean": slow::mean(rows), "theil_t": slow::theil(rows), "mld": slow::mld(rows)});
                (name.clone(), it)
            })
            .collect();
        json!({
            "y": minutes, "weights": self.children, "groups": self.districts,
            "expected": {
                "mean": slow::mean(&rows), "gini": slow::gini(&rows), "theil_t": slow::theil(&rows),
                "theil_t_between": t.map(|it| it.0), "theil_t_within": t.map(|it| it.1), "mld": slow::mld(&rows),
                "mld_between": l.map(|it| it.0), "mld_within": l.map(|it| it.1), "groups": by_name,
                "atkinson": {
                    "0.5": slow::atkinson(&rows, 0.5), "1": slow::atkinson(&rows, 1.0), "2": slow::atkinson(&rows, 2.0),
                },
            },
            "tolerance": 1e-9,
        })
    }

    pub(crate) fn concentration(&self) -> Value {
        let minutes = self.nearest(&self.open);
        let (rows, within) = (
            self.rows(&minutes),
            self.rows(&self.within(&self.open, 15.0)),
        );
        let c = slow::concentration(&rows);
        let ranks: Map<String, Value> = if self.children.iter().sum::<f64>() > 0.0 {
            self.codes()
                .into_iter()
                .zip(self.ranks().into_iter().map(Value::from))
                .collect()
        } else {
            self.codes()
                .into_iter()
                .map(|it| (it, Value::Null))
                .collect()
        };
        json!({
            "fractional_rank": ranks,
            "cases": [
                {
                    "name": "minutes_to_nearest", "y": minutes, "C": c,
                    "generalised_C": slow::mean(&rows).map(|mean| mean * c.unwrap_or(0.0)),
                    "extended_exact": self.extended(&minutes),
                },
                {
                    "name": "covered_within_15_min (0/1)", "y": self.within(&self.open, 15.0),
                    "C": slow::concentration(&within), "erreygers": slow::erreygers(&within),
                    "wagstaff": slow::wagstaff(&within), "mean": slow::mean(&within),
                },
            ],
            "tolerance": 1e-9,
        })
    }

    /// The exact grouped form over blocks of equal deprivation; only C itself where some have no minutes.
    fn extended(&self, minutes: &[Option<f64>]) -> Value {
        let rows = self.rows(minutes);
        let mut all = json!({"2": slow::concentration(&rows)});
        let served = (0..minutes.len()).all(|at| minutes[at].is_some());
        if let (true, Some(mean)) = (served, slow::mean(&rows).filter(|it| *it > 0.0)) {
            for nu in ["1.5", "3", "5"] {
                let power: f64 = nu.parse().unwrap();
                all[nu] = (1.0 - self.emphasised(&rows, power) / mean).into();
            }
        }
        all
    }

    /// The sum of each block's mean times what its people weigh.
    fn emphasised(&self, rows: &slow::Rows, power: f64) -> f64 {
        let everyone: f64 = self.children.iter().sum();
        let mut done: Vec<f64> = Vec::new();
        let mut sum = 0.0;
        for key in &self.idaci {
            if done.iter().any(|it| (it - key).abs() < 1e-12) {
                continue;
            }
            done.push(*key);
            let chosen = |of: &dyn Fn(f64) -> bool| -> f64 {
                let rows = self.idaci.iter().zip(&self.children).filter(|it| of(*it.0));
                rows.map(|it| it.1).sum()
            };
            let before = chosen(&|it| it > *key + 1e-12) / everyone;
            let after = before + chosen(&|it| (it - key).abs() < 1e-12) / everyone;
            let block: slow::Rows = (0..rows.len())
                .filter(|at| (self.idaci[*at] - key).abs() < 1e-12)
                .map(|at| rows[at])
                .collect();
            let weight = (1.0 - before).powf(power) - (1.0 - after).max(0.0).powf(power);
            sum += slow::mean(&block).unwrap_or(0.0) * weight;
        }
        sum
    }

    pub(crate) fn excess(&self) -> Value {
        let rows = self.rows(&self.nearest(&self.open));
        let beyond = |line: f64, alpha: i32, sign: f64| {
            let one = |it: &(f64, f64, f64)| {
                let over = sign * (it.0 - line);
                (
                    if over > 0.0 {
                        (over / line).powi(alpha)
                    } else {
                        0.0
                    },
                    it.1,
                    it.2,
                )
            };
            slow::mean(&rows.iter().map(one).collect::<slow::Rows>())
        };
        let of = |line: f64, sign: f64| {
            json!({
                "threshold": line, "FGT0": beyond(line, 0, sign), "FGT1": beyond(line, 1, sign),
                "FGT2": beyond(line, 2, sign),
            })
        };
        let parts = ["0.1", "0.25", "0.5", "0.75", "0.9", "0.95"];
        let values: Map<String, Value> = parts
            .iter()
            .map(|it| {
                (
                    (*it).to_owned(),
                    slow::quantile(&rows, it.parse().unwrap()).into(),
                )
            })
            .collect();
        let mut over = of(9.0, 1.0);
        over["mean_minutes_over"] = beyond(9.0, 1, 1.0).map(|it| 9.0 * it).into();
        json!({
            "fgt_excess_travel": over, "fgt_shortfall": of(7.5, -1.0), "weighted_percentiles": {"values": values},
            "tolerance": 1e-9,
        })
    }

    pub(crate) fn palma(&self) -> Value {
        let ranks = self.ranks();
        let minutes = self.nearest(&self.open);
        let row = |at: usize| {
            (
                minutes[at].unwrap_or(f64::NAN),
                self.children[at],
                ranks[at],
            )
        };
        let rows: slow::Rows = (0..minutes.len()).map(row).collect();
        let of = |ends| slow::between(&rows, &self.idaci, &self.children, ends);
        // Where one of its ends has nobody the library tells neither.
        let (most, least) = of((0.0, 0.4)).zip(of((0.9, 1.0))).unzip();
        json!({
            "fractional": {
                "mean_most_deprived_40": most, "mean_least_deprived_10": least,
                "ratio_least10_over_most40": least.zip(most).filter(|it| it.1 > 0.0).map(|it| it.0 / it.1),
            },
            "tolerance": 1e-9,
        })
    }

    pub(crate) fn slopes(&self) -> Value {
        let minutes = self.nearest(&self.open);
        let line = slow::line(&self.rows(&minutes));
        let of = |decile: u64| -> Vec<usize> {
            (0..minutes.len())
                .filter(|it| self.deciles[*it] == decile)
                .collect()
        };
        let people = |areas: &[usize]| areas.iter().map(|it| self.children[*it]).sum::<f64>();
        let deciles: Vec<u64> = (1..=10).filter(|it| people(&of(*it)) > 0.0).collect();
        let all: Vec<f64> = deciles.iter().map(|it| people(&of(*it))).collect();
        let keys: Vec<f64> = (0..deciles.len()).map(|it| -(it as f64)).collect();
        let means: Vec<Option<f64>> = deciles
            .iter()
            .map(|it| slow::mean(&self.rows(&Self::only(&minutes, |at| self.deciles[at] == *it))))
            .collect();
        let ranks = slow::ranks(&keys, &all);
        let served = |decile: u64| -> f64 {
            let served: Vec<usize> = of(decile)
                .into_iter()
                .filter(|it| minutes[*it].is_some())
                .collect();
            people(&served)
        };
        let rows: slow::Rows = (0..deciles.len())
            .filter_map(|it| Some((means[it]?, served(deciles[it]), ranks[it])))
            .collect();
        let grouped = if rows.len() < 5 {
            None
        } else {
            slow::line(&rows)
        };
        json!({
            "toy_by_lsoa": {
                "intercept": line.map(|it| it.0), "sii_minutes": line.map(|it| it.1), "rii": line.and_then(slow::relative),
            },
            "toy_by_imd_decile": {
                "deciles": deciles, "population": all, "mean_minutes": means, "intercept": grouped.map(|it| it.0),
                "sii_minutes": grouped.map(|it| it.1), "rii": grouped.and_then(slow::relative),
            },
            "tolerance": 1e-7,
        })
    }
}
