//! The made counties' figures of access.

use serde_json::{Value, json};

use crate::made_counties::Made;
use crate::slow_measures as slow;

impl Made {
    /// What the R package has of areas, and of the county.
    pub(crate) fn ipea(&self) -> Value {
        let rows = self.rows(&self.nearest(&self.open));
        let falling = self.weights(|it| (-0.1 * it).exp());
        let (shen, _) = slow::catchment(&self.places, &self.children, &falling, &falling);
        let available = shen.iter().zip(&self.children).map(|it| it.0 * it.1);
        let listed = |values: Vec<f64>| -> Vec<Value> {
            let both = self.codes().into_iter().zip(values);
            both.map(|it| json!({"id": it.0, "capacity": it.1}))
                .collect()
        };
        let step = self.weights(|it| f64::from(u8::from(it <= 20.0)));
        json!({
            "results": {
                "gini": slow::gini(&rows), "theil": slow::theil(&rows), "ci_standard": slow::concentration(&rows),
                "sa_exp": listed(available.collect()),
                "fca_2sfca_step20": listed(slow::catchment(&self.places, &self.children, &step, &step).0),
            },
            "tolerance": 1e-9,
        })
    }

    pub(crate) fn zones() -> impl Fn(f64) -> f64 {
        |it| match it {
            it if it <= 10.0 => 1.0,
            it if it <= 20.0 => 0.68,
            it if it <= 30.0 => 0.22,
            _ => 0.0,
        }
    }

    /// Each weight as a share of those of its area.
    fn shares(weights: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let share = |row: &Vec<f64>| {
            let whole: f64 = row.iter().sum();
            row.iter()
                .map(|it| if whole > 0.0 { it / whole } else { 0.0 })
                .collect()
        };
        weights.iter().map(share).collect()
    }

    fn e2sfca(&self) -> (Vec<f64>, Vec<Option<f64>>) {
        let weights = self.weights(Self::zones());
        slow::catchment(&self.places, &self.children, &weights, &weights)
    }

    pub(crate) fn catchments(&self) -> Value {
        let zones = json!({"10": 1, "20": 0.68, "30": 0.22});
        let told = |(access, ratio): (Vec<f64>, Vec<Option<f64>>)| json!({"zones": zones, "access": access, "ratio": ratio});
        let weights = self.weights(Self::zones());
        let with = |first: &Vec<Vec<f64>>, second: &Vec<Vec<f64>>| {
            slow::catchment(&self.places, &self.children, first, second)
        };
        let squared: Vec<Vec<f64>> = weights
            .iter()
            .map(|row| row.iter().map(|it| it * it).collect())
            .collect();
        let shares = Self::shares(&weights);
        let chosen: Vec<Vec<f64>> = shares
            .iter()
            .zip(&weights)
            .map(|(shares, row)| {
                shares
                    .iter()
                    .zip(row)
                    .map(|(share, weight)| share * weight)
                    .collect()
            })
            .collect();
        let by_site = |site: usize| weights.iter().map(|row| row[site]).sum::<f64>();
        let balanced: Vec<Vec<f64>> = weights
            .iter()
            .map(|row| {
                let one =
                    |(site, it): (usize, &f64)| if *it > 0.0 { it / by_site(site) } else { 0.0 };
                row.iter().enumerate().map(one).collect()
            })
            .collect();
        let step = self.weights(|it| f64::from(u8::from(it <= 20.0)));
        let gaussian = self.weights(|it| (-it * it / 450.0).exp());
        let mut two = told(with(&step, &step));
        two["catchment"] = "t <= 20".into();
        let mut smooth = json!({"sigma": 15, "access": with(&gaussian, &gaussian).0});
        smooth["note"] = "made".into();
        json!({
            "two_sfca": two, "e2sfca_zones": told(self.e2sfca()), "e2sfca_gaussian": smooth,
            "three_sfca": told(with(&chosen, &chosen)), "m2sfca": told(with(&weights, &squared)),
            "balanced_fca": told(with(&shares, &balanced)), "tolerance": 1e-9,
        })
    }

    pub(crate) fn kakwani(&self) -> Value {
        let known = |it: &[f64]| -> Vec<Option<f64>> { it.iter().map(|it| Some(*it)).collect() };
        let access = slow::concentration(&self.rows(&known(&self.e2sfca().0)));
        let need = slow::concentration(&self.rows(&known(&self.idaci)));
        json!({
            "access": "e2sfca_zones in fca.json", "C_access": access, "C_need": need,
            "kakwani": access.zip(need).map(|it| it.0 - it.1), "tolerance": 1e-9,
        })
    }

    pub(crate) fn opportunity(&self) -> Value {
        let sum = |weights: Vec<Vec<f64>>| -> Vec<f64> {
            let one = |row: &Vec<f64>| {
                row.iter()
                    .zip(&self.places)
                    .map(|(weight, places)| weight * places)
                    .sum()
            };
            weights.iter().map(one).collect()
        };
        let all: Vec<usize> = (0..self.places.len()).collect();
        let sorted = |row: &Vec<Option<f64>>| {
            let mut times: Vec<f64> = row.iter().flatten().copied().collect();
            times.sort_by(f64::total_cmp);
            times
        };
        let second: Vec<Option<f64>> = self
            .minutes
            .iter()
            .map(|it| sorted(it).get(1).copied())
            .collect();
        let two: Vec<Option<f64>> = self
            .minutes
            .iter()
            .map(|it| sorted(it).get(..2).map(|it| f64::midpoint(it[0], it[1])))
            .collect();
        let first = |row: &Vec<Option<f64>>| {
            let least = sorted(row).first().copied();
            let found = row.iter().position(|it| it.is_some() && *it == least);
            found.map(|it| self.sites()[it].clone())
        };
        let falling = || self.weights(|it| (-0.1 * it).exp());
        let logit =
            |it: f64| 1.0 + (std::f64::consts::PI * (it - 15.0) / (5.0 * 3.0_f64.sqrt())).exp();
        let logsum: Vec<Option<f64>> = sum(falling())
            .iter()
            .map(|it| (*it > 0.0).then(|| it.ln() / 0.1))
            .collect();
        json!({
            "opportunity": "capacity_children",
            "cumulative_15_inclusive": sum(self.weights(|it| f64::from(u8::from(it <= 15.0)))),
            "nearest_minutes": self.nearest(&all),
            "nearest_site": self.minutes.iter().map(first).collect::<Vec<_>>(),
            "second_nearest": second, "k2_mean": two,
            "hansen_exponential": {"beta": 0.1, "access": sum(falling())},
            "hansen_gaussian": {"sigma": 15, "access": sum(self.weights(|it| (-it * it / 450.0).exp()))},
            "hansen_logistic": {"median": 15, "sd": 5, "access": sum(self.weights(|it| logit(0.0) / logit(it)))},
            "shen": {"beta": 0.1, "access": slow::catchment(&self.places, &self.children, &falling(), &falling()).0},
            "logsum": {"beta": 0.1, "access": logsum},
            "tolerance": 1e-9,
        })
    }
}
