//! What the made counties' plans come to: the truth table of every set of sites, and the components of one of them.

use serde_json::{Map, Value, json};

use crate::made_counties::Made;
use crate::slow_measures as slow;

impl Made {
    /// Every set of sites but none.
    fn sets(&self) -> Vec<Vec<usize>> {
        let n = self.places.len();
        let set = |bits: usize| (0..n).filter(|it| bits & (1 << it) != 0).collect();
        (1..1_usize << n).map(set).collect()
    }

    pub(crate) fn location(&self) -> Value {
        let table: Vec<Value> = self.sets().iter().map(|it| self.set(it)).collect();
        json!({"all_subsets": table, "tolerance": 1e-9})
    }

    /// The longest journey of an area with children.
    fn longest(&self, minutes: &[Option<f64>]) -> Option<f64> {
        let rows = minutes.iter().zip(&self.children).filter(|it| *it.1 > 0.0);
        rows.filter_map(|it| *it.0).reduce(f64::max)
    }

    fn share(&self, values: &[Option<f64>], chosen: impl Fn(usize) -> bool) -> Option<f64> {
        slow::mean(&self.rows(&Self::only(values, chosen)))
    }

    fn poor(&self, area: usize) -> bool {
        self.deciles[area] <= 3
    }

    fn everyone(&self) -> f64 {
        self.children.iter().sum()
    }

    /// A count of children, which is nobody's where there are none.
    fn count(&self, chosen: impl Fn(usize) -> bool) -> Option<f64> {
        let chosen = (0..self.children.len()).filter(|it| chosen(*it));
        let count = chosen.map(|it| self.children[it]).sum();
        (self.everyone() > 0.0).then_some(count)
    }

    fn set(&self, open: &[usize]) -> Value {
        let (minutes, today) = (self.nearest(open), self.nearest(&self.open));
        let rows = self.rows(&minutes);
        let within = self.within(open, 10.0);
        let (mean, gini) = (slow::mean(&rows), slow::gini(&rows));
        let worse = |over: f64| {
            self.count(|at| match (today[at], minutes[at]) {
                (Some(before), Some(then)) => then - before > over,
                (before, then) => before.is_some() && then.is_none(),
            })
        };
        json!({
            "open": self.names(open),
            "annual_cost": open.iter().map(|it| self.costs[*it]).sum::<f64>(),
            "capacity": open.iter().map(|it| self.places[*it]).sum::<f64>(),
            "mean": mean, "max": self.longest(&minutes), "cvar25": slow::worst(&rows, 0.25),
            "p90": slow::quantile(&rows, 0.9),
            "covered_10": self.share(&within, |_| true), "covered_10_deciles1_3": self.share(&within, |at| self.poor(at)),
            "gini": gini, "theil": slow::theil(&rows), "atkinson_1": slow::atkinson(&rows, 1.0),
            "conc": slow::concentration(&rows), "sii_minutes": slow::line(&rows).map(|it| it.1),
            "variance": slow::variance(&rows),
            "mean_plus_gini_mean_difference": mean.zip(gini).map(|it| it.0 * (1.0 + it.1)),
            "children_worse": worse(0.0), "children_worse_over5": worse(5.0),
        })
    }

    pub(crate) fn proportionate(&self) -> Value {
        let sets = self.sets();
        let cases: Vec<Value> = [&self.open, &sets[0], &sets[sets.len() - 1]]
            .iter()
            .zip([0.0, 0.5, 1.0])
            .map(|(open, steepness)| self.case(open, steepness))
            .collect();
        json!({"decay": {"10": 1, "20": 0.68, "30": 0.22}, "cases": cases, "tolerance": 1e-9})
    }

    fn case(&self, open: &[usize], steepness: f64) -> Value {
        let standard = 12.0;
        let supply: Vec<f64> = (0..self.hours.len())
            .map(|it| {
                if open.contains(&it) {
                    self.hours[it]
                } else {
                    0.0
                }
            })
            .collect();
        let weights = self.weights(Self::zones());
        let (hours, _) = slow::catchment(&supply, &self.children, &weights, &weights);
        let staffed: Map<String, Value> = self
            .names(open)
            .into_iter()
            .zip(open.iter().map(|it| self.hours[*it].into()))
            .collect();
        json!({
            "open": self.names(open), "hours": staffed,
            "U_universal": self.universal(open, standard),
            "P_proportionate": self.intensity(&hours, steepness),
            "G_gradient": self.gradient(open, &hours),
            "D_deprivation_coverage": {
                "deciles": 3,
                "share_children_within_floor": self.share(&self.within(open, standard), |at| self.poor(at)),
                "low_income_children_within": self.low_income(open, standard),
            },
            "C_cost": {"annual": open.iter().map(|it| self.costs[*it]).sum::<f64>()},
            "H_harm": self.harm(open, standard),
        })
    }

    fn low_income(&self, open: &[usize], standard: f64) -> Option<f64> {
        let within = self.within(open, standard);
        let needy = |at: usize| self.children[at] * self.idaci[at];
        let all: f64 = (0..self.children.len()).map(needy).sum();
        let near: f64 = (0..self.children.len())
            .map(|at| needy(at) * within[at].unwrap())
            .sum();
        (all > 0.0).then(|| near / all)
    }

    fn universal(&self, open: &[usize], standard: f64) -> Value {
        let (minutes, within) = (self.nearest(open), self.within(open, standard));
        let beyond: slow::Rows = self
            .rows(&minutes)
            .iter()
            .map(|it| ((it.0 - standard).max(0.0), it.1, it.2))
            .collect();
        let mut names = self.districts.clone();
        names.sort();
        names.dedup();
        let of = |name: &String| self.share(&within, |at| self.districts[at] == *name);
        let districts: Map<String, Value> =
            names.iter().map(|it| (it.clone(), of(it).into())).collect();
        let bands = [(1, 3), (4, 6), (7, 10)];
        let band = |(first, last): (u64, u64)| {
            self.share(&within, |at| (first..=last).contains(&self.deciles[at]))
        };
        let by_band: Map<String, Value> = bands
            .iter()
            .map(|it| (format!("deciles{}-{}", it.0, it.1), band(*it).into()))
            .collect();
        let least = |all: Vec<Option<f64>>| all.into_iter().flatten().reduce(f64::min);
        json!({
            "floor_minutes": standard,
            "share_within": self.share(&within, |_| true),
            "children_beyond": self.count(|at| within[at] == Some(0.0)),
            "mean_minutes_beyond_per_child": slow::mean(&beyond),
            "by_district": districts, "by_deprivation_band": by_band,
            "worst_district": least(names.iter().map(of).collect()),
            "worst_band": least(bands.into_iter().map(band).collect()),
            "max_minutes": self.longest(&minutes),
        })
    }

    fn intensity(&self, hours: &[f64], steepness: f64) -> Value {
        let people = &self.children;
        let (all, n) = (self.everyone(), people.len());
        let total: f64 = (0..n).map(|at| people[at] * hours[at]).sum();
        let need: f64 = (0..n).map(|at| people[at] * self.idaci[at]).sum::<f64>() / all;
        let middle = total / all;
        let target = |at: usize| middle * ((1.0 - steepness) + steepness * self.idaci[at] / need);
        let some = all > 0.0 && total > 0.0;
        let moved: f64 = (0..n)
            .map(|at| people[at] * (hours[at] - target(at)).abs())
            .sum::<f64>()
            / 2.0;
        let short: f64 = (0..n)
            .filter(|at| self.poor(*at))
            .map(|at| (people[at] * (target(at) - hours[at])).max(0.0))
            .sum();
        let (mut joint, mut spread) = (0.0, 0.0);
        for at in 0..n {
            let off = self.idaci[at] / need - 1.0;
            joint += people[at] * off * (hours[at] / middle - 1.0);
            spread += people[at] * off * off;
        }
        let told = |it: f64| some.then_some(it);
        json!({
            "lambda_policy": steepness, "hours_per_child": hours,
            "target_hours_per_child": (0..n).map(|at| told(target(at))).collect::<Vec<_>>(),
            "hours_to_move": told(moved), "hours_to_move_share": told(moved / total),
            "fidelity": told(1.0 - moved / total), "shortfall_hours_deciles1_3": told(short),
            "realised_slope": if some && spread / all > 1e-20 { Some(joint / spread) } else { None },
        })
    }

    fn gradient(&self, open: &[usize], hours: &[f64]) -> Value {
        let minutes = self.rows(&self.nearest(open));
        let known = |it: &[f64]| -> Vec<Option<f64>> { it.iter().map(|it| Some(*it)).collect() };
        let (given, need) = (self.rows(&known(hours)), self.rows(&known(&self.idaci)));
        let (of_minutes, of_hours) = (slow::line(&minutes), slow::line(&given));
        let c = slow::concentration(&given);
        let decile = |it: u64| Self::only(&known(hours), |at| self.deciles[at] == it);
        let mut groups: Vec<(u64, f64, f64)> = Vec::new();
        for it in 1..=10 {
            let rows = self.rows(&decile(it));
            if let Some(mean) = slow::mean(&rows) {
                groups.push((it, mean, rows.iter().map(|it| it.1).sum()));
            }
        }
        let (means, weights): (Vec<f64>, Vec<f64>) = groups.iter().map(|it| (it.1, it.2)).unzip();
        let fit = slow::falling(&means, &weights);
        let total: f64 = means
            .iter()
            .zip(&weights)
            .map(|(mean, people)| mean * people)
            .sum();
        let off: f64 = (0..fit.len())
            .map(|it| weights[it] * (means[it] - fit[it]).abs())
            .sum();
        let breaks: Vec<String> = groups
            .windows(2)
            .filter(|it| it[1].1 > it[0].1 + 1e-12)
            .map(|it| format!("{}<{}", it[0].0, it[1].0))
            .collect();
        let by_decile: Map<String, Value> = groups
            .iter()
            .map(|it| (it.0.to_string(), it.1.into()))
            .collect();
        json!({
            "sii_minutes_least_minus_most": of_minutes.map(|it| it.1),
            "rii_minutes": of_minutes.and_then(slow::relative),
            "sii_hours_least_minus_most": of_hours.map(|it| it.1),
            "conc_minutes": slow::concentration(&minutes), "conc_hours": c,
            "kakwani_hours_vs_need": c.zip(slow::concentration(&need)).map(|it| it.0 - it.1),
            "decile_means": by_decile, "monotone_fit": fit,
            "monotonicity_gap_share": (total > 0.0).then(|| off / total), "breaks": breaks,
        })
    }

    fn harm(&self, open: &[usize], standard: f64) -> Value {
        let (then, today) = (self.nearest(open), self.nearest(&self.open));
        let change = |at: usize| Some(then[at]? - today[at]?);
        let lost = |at: usize| today[at].is_some() && then[at].is_none();
        let won = |at: usize| today[at].is_none() && then[at].is_some();
        let longer = |at: usize, over: f64| change(at).is_some_and(|it| it > over);
        let both: Vec<Option<f64>> = (0..then.len()).map(change).collect();
        let added = |at: usize| change(at).map_or(0.0, |it| it.max(0.0)) * self.children[at];
        let all: f64 = (0..then.len()).map(added).sum();
        let poor: f64 = (0..then.len()).filter(|at| self.poor(*at)).map(added).sum();
        let within = |it: Option<f64>| it.is_some_and(|it| it <= standard);
        json!({
            "baseline": self.names(&self.open), "minutes_threshold": 5.0,
            "children_worse": self.count(|at| lost(at) || longer(at, 0.0)),
            "children_worse_over": self.count(|at| lost(at) || longer(at, 5.0)),
            "children_better": self.count(|at| won(at) || change(at).is_some_and(|it| it < 0.0)),
            "max_increase": self.longest(&both).map(|it| it.max(0.0)),
            "mean_change": slow::mean(&self.rows(&both)),
            // A figure of a group that nobody is in has no value (Rutland has nobody in deciles 1-3).
            "share_of_added_minutes_on_deciles1_3":
                (all > 0.0 && self.count(|at| self.poor(at)) > Some(0.0)).then(|| poor / all),
            "population_share_deciles1_3": self.count(|at| self.poor(at)).map(|it| it / self.everyone()),
            "lost_floor": self.count(|at| within(today[at]) && !within(then[at])),
        })
    }
}
