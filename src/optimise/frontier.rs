//! The plans that no other betters in all of some figures at once.

use super::{Asked, Goal, Refused, Search};
use crate::location::{Aim, Effort, Problem, Row, every, how_many, solve};

/// The plans that no other betters in all of some figures at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Frontier {
    /// Its plans, by the first figure, then the others. Of plans with the same figures the first in order of sites.
    pub points: Vec<Point>,
    /// Whether no plan is missing.
    pub whole: bool,
}

/// A plan of a frontier.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The open places, in order.
    pub open: Vec<usize>,
    /// What the aims of its figures come to.
    pub values: Vec<f64>,
}

/// So many configurations are tried one by one.
const TRIED: u128 = 3_000_000;

/// How many plans a frontier is followed for.
const MOST: usize = 2_000;

/// The frontier of some goals. Where there are few enough configurations all of them are tried. Of two goals of which one is
/// money or a number of sites, the other is bettered under one budget after the other, each a penny below the last plan
/// (Haimes, Lasdon and Wismer 1971, 10.1109/TSMC.1971.4308298). Otherwise it is made of the best plans of each goal for each
/// number of sites, and others may be missing. `goes_on` is asked after each plan, and ends the search by saying `false`: others
/// may be missing then, too.
///
/// # Errors
/// What a limit needs and some sites do not tell.
pub fn frontier(
    asked: &Asked,
    goals: &[Goal],
    search: &Search,
    goes_on: &dyn Fn() -> bool,
) -> Result<Frontier, Refused> {
    // Its times are what journeys grow by, which no other goal is about.
    if asked.wish().goal == Goal::Added {
        return Err(Refused::OnlyAlone(Goal::Added));
    }
    for goal in goals {
        asked.may_aim_at(*goal)?;
    }
    let problem = asked.problem(&[])?;
    let effort = Effort {
        nodes: search.nodes,
        ..Effort::default()
    };
    let aims: Vec<Aim> = goals.iter().map(|it| asked.aim(*it)).collect();
    let mut archive = Archive::default();
    let whole = if how_many(&problem).is_some_and(|it| it <= TRIED) {
        every(&problem, &aims, &mut |open, values| {
            archive.add(open, values);
        });
        true
    } else {
        match aims.as_slice() {
            [Aim::Cost(costs), other] | [other, Aim::Cost(costs)] => {
                let under = Under {
                    problem: &problem,
                    costs,
                    other,
                    effort,
                    steps: search.steps,
                    goes_on,
                };
                under.follow(&mut |open| archive.add(open, &values(asked, goals, open)))
            }
            _ => {
                for aim in &aims {
                    let watched = (effort, goes_on);
                    by_number(&problem, aim, watched, &mut |open| {
                        archive.add(open, &values(asked, goals, open));
                    });
                }
                false
            }
        }
    };
    Ok(Frontier {
        points: archive.sorted(),
        whole,
    })
}

fn values(asked: &Asked, goals: &[Goal], open: &[usize]) -> Vec<f64> {
    goals.iter().map(|it| asked.value_of(*it, open)).collect()
}

/// One aim under one budget after the other.
struct Under<'a> {
    problem: &'a Problem<'a>,
    costs: &'a [i64],
    other: &'a Aim,
    effort: Effort,
    steps: Option<i64>,
    goes_on: &'a dyn Fn() -> bool,
}

impl Under<'_> {
    /// Hands on the best of each budget, from none downwards; whether each was proven.
    fn follow(&self, hand_on: &mut dyn FnMut(&[usize])) -> bool {
        let mut problem = self.problem.clone();
        problem.aim = self.other.clone();
        problem.limits.rows.push(Row {
            of_place: self.costs.to_vec(),
            at_most: self.costs.iter().map(|it| it.abs()).sum(),
        });
        let (mut whole, mut step) = (true, None);
        for _ in 0..MOST {
            let found = solve(&problem, self.effort, &|_, _| (self.goes_on)());
            whole &= found.proven;
            let Some(best) = found.best else { return whole };
            hand_on(&best.open);
            let cost: i64 = best.open.iter().map(|it| self.costs[*it]).sum();
            let step = *step.get_or_insert(self.steps.map_or(1, |it| (cost / it.max(1)).max(1)));
            whole &= step == 1;
            if let Some(row) = problem.limits.rows.last_mut() {
                row.at_most = cost - step;
            }
            if !(self.goes_on)() {
                return false;
            }
        }
        false
    }
}

/// Hands on the best of an aim for each number of places.
fn by_number(
    problem: &Problem,
    aim: &Aim,
    (effort, goes_on): (Effort, &dyn Fn() -> bool),
    hand_on: &mut dyn FnMut(&[usize]),
) {
    for number in problem.limits.open.clone() {
        let mut problem = problem.clone();
        problem.aim = aim.clone();
        problem.limits.open = number..=number;
        if let Some(best) = solve(&problem, effort, &|_, _| goes_on()).best {
            hand_on(&best.open);
        }
        if !goes_on() {
            return;
        }
    }
}

/// The points so far that none betters.
#[derive(Default)]
struct Archive(Vec<Point>);

impl Archive {
    /// Adds a point unless one that is there is as low in all; those that it is as low as in all go.
    fn add(&mut self, open: &[usize], values: &[f64]) {
        let as_low = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| a <= b);
        let before = |it: &Point| it.values == values && it.open.as_slice() > open;
        if self
            .0
            .iter()
            .any(|it| as_low(&it.values, values) && !before(it))
        {
            return;
        }
        self.0.retain(|it| !as_low(values, &it.values));
        self.0.push(Point {
            open: open.to_vec(),
            values: values.to_vec(),
        });
    }

    fn sorted(mut self) -> Vec<Point> {
        self.0.sort_by(|a, b| {
            let pairs = a.values.iter().zip(&b.values);
            let order = pairs.map(|(a, b)| a.total_cmp(b));
            order
                .fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
                .then_with(|| a.open.cmp(&b.open))
        });
        self.0
    }
}
