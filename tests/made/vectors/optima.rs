//! The answers of `location.json`: what the best set of sites is, by the solvers of the library.
//!
//! Where several sets are best, any of them is right: a set that is told is the one expected if that is among the best.

use std::collections::BTreeSet;

use fairreach::equity::{Worst, cvar, gini, mean};
use fairreach::location::{
    Aim, Effort, Fixed, Ground, LONGEST, Limits, Loss, Problem, Row, capacitated, every, solve,
};
use serde_json::Value;

use super::county::County;
use super::open;
use super::sheet::{Found, LIBRARY, Sheet, entries, items, number_after};

/// The whole numbers that people are searched with: thousandths, and of those in need millionths.
const PEOPLE: f64 = 1e3;
const NEED: f64 = 1e6;

/// A county with the times and weights of a location problem.
pub(super) struct Optima<'a> {
    county: &'a County,
    /// A column of seconds a site.
    columns: Vec<Vec<u16>>,
}

/// What a set of sites comes to, and whether more is better.
type Objective<'a> = (&'a dyn Fn(&[usize]) -> Option<f64>, bool);

impl<'a> Optima<'a> {
    pub(super) fn of(county: &'a County) -> Result<Self, String> {
        county.times()?;
        let column = |site: usize| {
            let rows = county.minutes.iter();
            rows.map(|row| row[site].map_or(u16::MAX, seconds))
                .collect()
        };
        let columns = (0..county.sites.len()).map(column).collect();
        Ok(Self { county, columns })
    }

    pub(super) fn result(&self, sheet: &mut Sheet, name: &str, expected: &Value) {
        match name {
            "p_median" | "p_center" => {
                for (n, row) in entries(expected) {
                    let number = n.parse().unwrap_or(0);
                    self.plain(sheet, &format!("{name} {n}"), row, number, None);
                }
            }
            "lscp" => self.lscp(sheet, name, expected),
            "mclp" | "mclp_need_weighted" => self.mclp(sheet, name, expected),
            "equity_objectives_p3" => self.equity(sheet, name, expected),
            "budget_case" => self.budget(sheet, name, expected),
            "greedy_add" => self.greedy(sheet, name, expected, true),
            "greedy_drop" => self.greedy(sheet, name, expected, false),
            _ if name.starts_with("p_median_p") && name.ends_with("_forced") => {
                let rest = name
                    .trim_start_matches("p_median_p")
                    .trim_end_matches("_forced");
                let (number, site) = rest.split_once('_').unwrap_or_default();
                let number = number.parse().unwrap_or(0);
                self.plain(sheet, name, expected, number, self.county.column(site));
            }
            _ if name.starts_with("pareto_min") => self.pareto(sheet, name, expected),
            _ if name.starts_with("capacitated_p_median") => {
                self.capacitated(sheet, name, expected);
            }
            _ => sheet.unknown(name, expected),
        }
    }

    /// Each area served by one of so many sites, none of which serves more than its places.
    fn capacitated(&self, sheet: &mut Sheet, name: &str, row: &Value) {
        let capacity = items(&row["capacity"]).iter();
        let capacity: Vec<u64> = capacity
            .map(|it| whole(it.as_f64().unwrap_or(0.0) * PEOPLE))
            .collect();
        if capacity.len() != self.columns.len() {
            return sheet.unknown(format!("{name} capacity"), &row["capacity"]);
        }
        let number = row["p"]
            .as_f64()
            .map_or(0, |it| usize::from(seconds(it) / 60));
        let problem = Problem {
            ground: self.ground(),
            aim: self.sum(Loss::Seconds),
            limits: self.limits(number..=number),
        };
        let least = |limits: Limits| {
            let problem = Problem {
                limits,
                ..problem.clone()
            };
            let (people, effort) = (self.people(), Effort::default());
            let given = (effort, 50_000_000);
            capacitated(&problem, (&people, &capacity), given, &|_, _| true)
        };
        let found = least(problem.limits.clone());
        assert!(
            found.as_ref().is_none_or(|it| it.proven),
            "a county of the vectors is solved to its end"
        );
        let value = |set: &[usize]| {
            let mut only = Limits::open(&self.ground(), set.len()..=set.len());
            for site in set {
                only.fixed[*site] = Fixed::Open;
            }
            Some(least(only)?.value / PEOPLE / 60.0)
        };
        self.told(sheet, name, row, found.map(|it| it.open), (&value, false));
        sheet.only(
            &format!("{name} "),
            row,
            &["p", "capacity", "open", "objective", "error", "detail"],
        );
    }

    fn ground(&self) -> Ground<'_> {
        let columns = self.columns.iter().map(Vec::as_slice);
        Ground::new(self.county.children.len(), columns.collect())
    }

    fn people(&self) -> Vec<u64> {
        let people = self.county.children.iter();
        people.map(|it| whole(it.unwrap_or(0.0) * PEOPLE)).collect()
    }

    /// So many sites open, everybody served who can be.
    fn limits(&self, number: std::ops::RangeInclusive<usize>) -> Limits {
        let ground = self.ground();
        Limits::open(&ground, number).serving(&ground, &self.people())
    }

    fn names(&self, set: &[usize]) -> Vec<String> {
        set.iter()
            .map(|it| self.county.sites[*it].clone())
            .collect()
    }

    fn best(&self, aim: Aim, limits: Limits) -> Option<Vec<usize>> {
        let problem = Problem {
            ground: self.ground(),
            aim,
            limits,
        };
        let found = solve(&problem, Effort::default(), &|_, _| true);
        assert!(found.proven, "a county of the vectors is solved to its end");
        found.best.map(|it| it.open)
    }

    fn sum(&self, loss: Loss) -> Aim {
        Aim::Sum {
            weights: self.people(),
            loss,
        }
    }

    /// The journeys under a set; `None` where somebody is not served whom some site could serve.
    fn journeys(&self, set: &[usize]) -> Option<Vec<(f64, f64)>> {
        let minutes = self.county.nearest(&self.names(set));
        let all: Vec<usize> = (0..self.columns.len()).collect();
        let ever = self.county.nearest(&self.names(&all));
        let lives = self
            .county
            .children
            .iter()
            .map(|it| it.unwrap_or(0.0) > 0.0);
        let mut each = minutes.iter().zip(&ever).zip(lives);
        let lost = each.any(|((then, ever), lives)| lives && then.is_none() && ever.is_some());
        (!lost).then(|| self.county.weighted(&minutes))
    }

    fn person_minutes(&self, set: &[usize]) -> Option<f64> {
        let rows = self.journeys(set)?;
        Some(rows.iter().map(|(minutes, people)| minutes * people).sum())
    }

    fn longest(&self, set: &[usize]) -> Option<f64> {
        let rows = self.journeys(set)?;
        let lived = rows.iter().filter(|it| it.1 > 0.0);
        lived.map(|it| it.0).reduce(f64::max)
    }

    /// A p-median or a p-center of so many sites, one of which may have to be open.
    fn plain(
        &self,
        sheet: &mut Sheet,
        name: &str,
        row: &Value,
        number: usize,
        forced: Option<usize>,
    ) {
        let mut limits = self.limits(number..=number);
        if let Some(site) = forced {
            limits.fixed[site] = Fixed::Open;
        }
        if name.starts_with("p_center") {
            let aim = Aim::Longest {
                weights: self.people(),
            };
            let found = self.best(aim, limits);
            self.told(sheet, name, row, found, (&|it| self.longest(it), false));
            sheet.only(
                &format!("{name} "),
                row,
                &["open", "objective", "error", "detail"],
            );
            return;
        }
        let found = self.best(self.sum(Loss::Seconds), limits);
        let middle = found.as_ref().and_then(|it| mean(&self.journeys(it)?).ok());
        self.told(
            sheet,
            name,
            row,
            found,
            (&|it| self.person_minutes(it), false),
        );
        if !row["mean_minutes"].is_null() {
            sheet.library(format!("{name} mean_minutes"), middle, &row["mean_minutes"]);
        }
        let keys = ["open", "objective", "mean_minutes", "error", "detail"];
        sheet.only(&format!("{name} "), row, &keys);
    }

    /// Tells a best set and what it comes to, or that there is none.
    fn told(
        &self,
        sheet: &mut Sheet,
        name: &str,
        row: &Value,
        found: Option<Vec<usize>>,
        (objective, more): Objective,
    ) {
        let Some(found) = found else {
            let expected = if row["open"].is_array() {
                "a set"
            } else {
                "infeasible"
            };
            return sheet.words(LIBRARY, name, "infeasible", expected);
        };
        let Some(wanted) = row["open"].as_array() else {
            return sheet.words(LIBRARY, name, &self.names(&found).join(","), "infeasible");
        };
        let ours = objective(&found);
        let wanted: Option<Vec<usize>> = open(&Value::Array(wanted.clone()))
            .iter()
            .map(|it| self.county.column(it))
            .collect();
        let theirs = wanted.as_ref().and_then(|it| objective(it));
        let as_good = ours.zip(theirs).is_some_and(|(ours, theirs)| {
            let by = if more { theirs - ours } else { ours - theirs };
            by.abs() <= 1e-9 * ours.abs().max(1.0)
        });
        let told = if as_good {
            wanted.unwrap_or_default()
        } else {
            found
        };
        let expected = open(&row["open"]).join(",");
        sheet.words(
            LIBRARY,
            format!("{name} open"),
            &self.names(&told).join(","),
            &expected,
        );
        for key in ["objective", "covered", "covered_need", "value"] {
            if !row[key].is_null() {
                sheet.library(format!("{name} {key}"), ours, &row[key]);
            }
        }
    }

    /// The fewest sites that bring everybody within so many minutes.
    fn lscp(&self, sheet: &mut Sheet, name: &str, expected: &Value) {
        for (minutes, row) in entries(expected) {
            let within = minutes.parse().map_or(LONGEST, seconds);
            let mut limits = Limits::open(&self.ground(), 0..=self.columns.len());
            for (longest, people) in limits.longest.iter_mut().zip(self.people()) {
                if people > 0 {
                    *longest = within;
                }
            }
            let found = self.best(Aim::Cost(vec![1; self.columns.len()]), limits);
            let number = found.as_ref().map(|it| it.len() as f64);
            let covers = |set: &[usize]| {
                let longest = self.longest(set)?;
                (longest <= f64::from(within) / 60.0).then_some(set.len() as f64)
            };
            self.told(
                sheet,
                &format!("{name} {minutes}"),
                row,
                found,
                (&covers, false),
            );
            if !row["n"].is_null() {
                sheet.library(format!("{name} {minutes} n"), number, &row["n"]);
            }
            let keys = ["open", "n", "error", "detail"];
            sheet.only(&format!("{name} {minutes} "), row, &keys);
        }
    }

    /// The most people, or people in need, within so many minutes of so many sites.
    fn mclp(&self, sheet: &mut Sheet, name: &str, expected: &Value) {
        let needy = name.ends_with("need_weighted");
        let weight = |area: usize| {
            let people = self.county.children[area].unwrap_or(0.0);
            let need = if needy {
                self.county.need[area].unwrap_or(0.0)
            } else {
                1.0
            };
            people * need
        };
        for (key, row) in entries(expected) {
            let number = number_after(key, "p").map_or(0, |it| usize::from(seconds(it) / 60));
            let minutes = key.split_once("_r").and_then(|it| it.1.parse().ok());
            let minutes = minutes.unwrap_or(0.0);
            let scale = if needy { NEED } else { PEOPLE };
            let aim = Aim::Sum {
                weights: (0..self.county.children.len())
                    .map(|it| whole(weight(it) * scale))
                    .collect(),
                loss: Loss::Beyond(seconds(minutes)),
            };
            let found = self.best(aim, Limits::open(&self.ground(), number..=number));
            let covered = |set: &[usize]| {
                let within = self.county.within(&self.names(set), minutes);
                let areas = within.iter().enumerate();
                Some(
                    areas
                        .map(|(area, it)| it.unwrap_or(0.0) * weight(area))
                        .sum(),
                )
            };
            self.told(
                sheet,
                &format!("{name} {key}"),
                row,
                found,
                (&covered, true),
            );
            sheet.only(
                &format!("{name} {key} "),
                row,
                &["open", "covered", "covered_need", "error", "detail"],
            );
        }
    }

    /// The best three sites by each of some indices. Those of inequality are no goals of the program: all sets are tried.
    fn equity(&self, sheet: &mut Sheet, name: &str, expected: &Value) {
        for (key, row) in entries(expected) {
            let index = |rows: &[(f64, f64)]| -> Option<f64> {
                let middle = mean(rows).ok()?;
                match key.as_str() {
                    "mean" => Some(middle),
                    "max" => rows
                        .iter()
                        .filter(|it| it.1 > 0.0)
                        .map(|it| it.0)
                        .reduce(f64::max),
                    "cvar25" => cvar(rows, 0.25, Worst::Highest).ok(),
                    "gini" => gini(rows).ok(),
                    "variance" => {
                        let off: Vec<(f64, f64)> = rows
                            .iter()
                            .map(|it| ((it.0 - middle).powi(2), it.1))
                            .collect();
                        mean(&off).ok()
                    }
                    _ => Some(middle * (1.0 + gini(rows).ok()?)),
                }
            };
            let known = [
                "mean",
                "max",
                "cvar25",
                "gini",
                "variance",
                "mean_plus_gini_mean_difference",
            ];
            if !known.contains(&key.as_str()) {
                sheet.unknown(format!("{name} {key}"), row);
                continue;
            }
            let objective = |set: &[usize]| index(&self.journeys(set)?);
            let number = 3.min(self.columns.len());
            let aim = match key.as_str() {
                "mean" => Some(self.sum(Loss::Seconds)),
                "max" => Some(Aim::Longest {
                    weights: self.people(),
                }),
                "cvar25" => Some(Aim::WorstShare {
                    weights: self.people(),
                    share: 0.25,
                }),
                _ => None,
            };
            let found = match aim {
                Some(aim) => self.best(aim, self.limits(number..=number)),
                None => self.least(number, &objective),
            };
            self.told(
                sheet,
                &format!("{name} {key}"),
                row,
                found,
                (&objective, false),
            );
            sheet.only(
                &format!("{name} {key} "),
                row,
                &["open", "value", "error", "detail"],
            );
        }
    }

    /// The set of so many sites with the least of an objective, the first of equals.
    fn least(
        &self,
        number: usize,
        objective: &dyn Fn(&[usize]) -> Option<f64>,
    ) -> Option<Vec<usize>> {
        let mut best: Option<(f64, Vec<usize>)> = None;
        self.each(self.limits(number..=number), &[], &mut |set, _| {
            if let Some(value) = objective(set)
                && best.as_ref().is_none_or(|best| value < best.0)
            {
                best = Some((value, set.to_vec()));
            }
        });
        best.map(|it| it.1)
    }

    fn each(&self, limits: Limits, aims: &[Aim], hand_on: &mut dyn FnMut(&[usize], &[f64])) {
        let problem = Problem {
            ground: self.ground(),
            aim: Aim::Cost(vec![0; self.columns.len()]),
            limits,
        };
        every(&problem, aims, hand_on);
    }

    /// Costs in pence; `None` where a site's is not known.
    fn costs(&self) -> Option<Vec<i64>> {
        let pence =
            |it: &Option<f64>| Some(i64::try_from(whole((*it)? * 100.0)).unwrap_or(i64::MAX));
        self.county.costs.iter().map(pence).collect()
    }

    /// Who of deciles 1 to 3 is beyond ten minutes.
    fn deprived_beyond(&self) -> Aim {
        let deciles = self.county.deciles.iter();
        let weights = self.people().into_iter().zip(deciles);
        let poor = |it: &Option<u32>| it.is_some_and(|it| it <= 3);
        Aim::Sum {
            weights: weights
                .map(|(people, it)| if poor(it) { people } else { 0 })
                .collect(),
            loss: Loss::Beyond(600),
        }
    }

    fn budget(&self, sheet: &mut Sheet, name: &str, row: &Value) {
        let Some(costs) = self.costs() else {
            return sheet.unable(
                LIBRARY,
                name,
                row,
                "a site's cost is not known, which no row here takes",
            );
        };
        let known = |key: &str| row[key].as_f64().unwrap_or(f64::NAN);
        let today = self
            .county
            .open
            .iter()
            .filter_map(|it| self.county.column(it));
        let today: i64 = today.map(|it| costs[it]).sum();
        let baseline = today as f64 / 100.0;
        sheet.library(
            format!("{name} baseline_cost"),
            baseline,
            &row["baseline_cost"],
        );
        let share = 900_000.0 / 5_272_159.0;
        sheet.library(format!("{name} saving_share"), share, &row["saving_share"]);
        let budget = baseline * (1.0 - share);
        sheet.library(format!("{name} budget"), budget, &row["budget"]);
        let pence = whole(known("budget") * 100.0 - 0.5);
        let mut limits = Limits::open(&self.ground(), 1..=self.columns.len());
        limits.rows.push(Row {
            of_place: costs,
            at_most: i64::try_from(pence).unwrap_or(i64::MAX),
        });
        let mut feasible = 0;
        self.each(limits.clone(), &[], &mut |_, _| feasible += 1);
        sheet.library(
            format!("{name} n_feasible"),
            f64::from(feasible),
            &row["n_feasible"],
        );
        let limits = limits.serving(&self.ground(), &self.people());
        let mean_of = |set: &[usize]| self.person_minutes(set);
        let told = |value: &Value| serde_json::json!({ "open": value });
        let best = self.best(self.sum(Loss::Seconds), limits.clone());
        self.told(
            sheet,
            &format!("{name} best_mean"),
            &told(&row["best_mean"]),
            best,
            (&mean_of, false),
        );
        // The most of deciles 1 to 3 within ten minutes, then the shortest mean journey.
        let mut least: Option<(f64, f64, Vec<usize>)> = None;
        let aims = [self.deprived_beyond(), self.sum(Loss::Seconds)];
        self.each(limits.clone(), &aims, &mut |set, values| {
            if least
                .as_ref()
                .is_none_or(|it| (values[0], values[1]) < (it.0, it.1))
            {
                least = Some((values[0], values[1], set.to_vec()));
            }
        });
        let proven = self.best(self.deprived_beyond(), limits);
        let cover = |set: &[usize]| {
            let mut beyond = None;
            let mut only = Limits::open(&self.ground(), set.len()..=set.len());
            for site in set {
                only.fixed[*site] = Fixed::Open;
            }
            self.each(only, &[self.deprived_beyond()], &mut |_, values| {
                beyond = Some(values[0]);
            });
            beyond
        };
        let same = proven.and_then(|it| cover(&it)) == least.as_ref().map(|it| it.0);
        assert!(same, "the solver and trying all sets reach as many");
        let found = least.map(|it| it.2);
        self.told(
            sheet,
            &format!("{name} best_cov30"),
            &told(&row["best_cov30"]),
            found,
            (&mean_of, false),
        );
        sheet.only(
            &format!("{name} "),
            row,
            &[
                "baseline_cost",
                "saving_share",
                "budget",
                "n_feasible",
                "best_mean",
                "best_cov30",
            ],
        );
    }

    fn pareto(&self, sheet: &mut Sheet, name: &str, expected: &Value) {
        let Some(costs) = self.costs() else {
            return sheet.unable(
                LIBRARY,
                name,
                expected,
                "a site's cost is not known, which no row here takes",
            );
        };
        let aims = [
            self.sum(Loss::Seconds),
            Aim::Cost(costs),
            Aim::Longest {
                weights: self.people(),
            },
            self.deprived_beyond(),
        ];
        let mut points: Vec<(Vec<usize>, Vec<f64>)> = Vec::new();
        self.each(
            self.limits(1..=self.columns.len()),
            &aims,
            &mut |set, values| {
                points.push((set.to_vec(), values.to_vec()));
            },
        );
        let betters = |a: &[f64], b: &[f64]| a != b && a.iter().zip(b).all(|(a, b)| a <= b);
        let best = points
            .iter()
            .filter(|it| !points.iter().any(|other| betters(&other.1, &it.1)));
        let ours: BTreeSet<String> = best.map(|it| self.names(&it.0).join("+")).collect();
        let theirs: BTreeSet<String> = items(expected)
            .iter()
            .map(|it| open(it).join("+"))
            .collect();
        let told = |sets: &BTreeSet<String>| sets.iter().cloned().collect::<Vec<_>>().join(" ");
        sheet.words(LIBRARY, name, &told(&ours), &told(&theirs));
    }

    /// One site after the other is opened, or closed, that leaves the shortest mean journey; of equals the first.
    fn greedy(&self, sheet: &mut Sheet, name: &str, expected: &Value, adds: bool) {
        let n = self.columns.len();
        let mut set: Vec<usize> = if adds { Vec::new() } else { (0..n).collect() };
        for (step, row) in items(expected).iter().enumerate() {
            let choices: Vec<usize> = (0..n).filter(|it| set.contains(it) != adds).collect();
            let after = |site: usize| -> Vec<usize> {
                let kept = set.iter().copied().filter(|it| *it != site);
                let mut after: Vec<usize> = kept.chain(adds.then_some(site)).collect();
                after.sort_unstable();
                after
            };
            // Who cannot be served yet counts as infinitely far.
            let value = |site: usize| self.person_minutes(&after(site)).unwrap_or(f64::INFINITY);
            let best = choices
                .iter()
                .copied()
                .reduce(|a, b| if value(b) < value(a) { b } else { a });
            let Some(site) = best else { break };
            let (row, value) = (items(row), value(site));
            set = after(site);
            let told: Vec<String> = row
                .iter()
                .filter_map(|it| it.as_str().map(str::to_owned))
                .collect();
            let step = format!("{name} {}", step + 1);
            let ours = &self.county.sites[site];
            let got = if adds {
                told.last().map(|_| ours.clone())
            } else {
                Some(format!("drop {ours}"))
            };
            sheet.words(
                LIBRARY,
                &step,
                &got.unwrap_or_default(),
                told.last().map_or("", String::as_str),
            );
            let value = if value.is_finite() {
                Found::from(value)
            } else {
                Found::Undefined("not everybody is served".to_owned())
            };
            sheet.library(
                format!("{step} objective"),
                value,
                row.last().unwrap_or(&Value::Null),
            );
        }
    }
}

/// Whole seconds of minutes.
fn seconds(minutes: f64) -> u16 {
    u16::try_from(whole(minutes * 60.0)).unwrap_or(u16::MAX)
}

/// A number that is whole but for rounding.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "people, minutes and pounds of a county, none below 0"
)]
fn whole(number: f64) -> u64 {
    number.max(0.0).round() as u64
}
