//! The plans that a comparison always offers: the cheapest that keeps the floor (or reaches as many as today), and, within
//! what a plan may cost, the most reach, the most in deciles 1 to 3 and the least harm.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::dto::json;
use super::error::ApiError;
use super::frontier::{GoalDto, SearchFor};
use super::questions::written;
use super::waiting::Waiting;
use crate::ids::ServiceId;
use crate::model::Mode;
use crate::optimise::{Answer, Goal, Search, Wish};
use crate::pipeline::{Fault, Searched};
use crate::report::{goal_of, goal_value};
use crate::score::{Case, Figure, Scope, Scorecard};
use crate::study::WrittenChange;
use crate::units::Pounds;

/// How many parts of all configurations each search looks into at most.
const NODES: u64 = 5_000;

/// Among how many plans that come to the same the one with the shortest mean journey is chosen.
const ALIKE: usize = 100;

/// Far below the share of one person.
const ROUNDING: f64 = 1e-12;

/// The figures told of each plan, where the study has them.
const TOLD: [Goal; 6] = [
    Goal::Cost,
    Goal::OpenSites,
    Goal::Reach,
    Goal::DeprivedReach,
    Goal::MeanMinutes,
    Goal::Added,
];

/// What is asked, as written.
#[derive(Clone, Debug, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BestPlansQuestion {
    pub(super) service: String,
    pub(super) mode: String,
    /// Pounds a year that a plan may cost at most; without it, the budget of the study, else what today costs.
    pub(super) budget: Option<f64>,
    /// How many sites may be open at most; without it any number where costs are known, else as many as today.
    pub(super) open: Option<usize>,
}

/// The plans, and what they were asked to keep to.
#[derive(Serialize, ToSchema)]
pub(super) struct BestPlansDto {
    /// Pounds a year that a plan may cost at most; null where costs are not known.
    budget: Option<f64>,
    /// How many sites may be open at most; null where any number may.
    open: Option<usize>,
    /// The share within the standard that the cheapest keeps in every decile and district; null where the study states none.
    floor: Option<f64>,
    /// The share within the standard that the cheapest keeps in all, where the study states no floor: that of today; null without a
    /// standard.
    reach: Option<f64>,
    /// What the figures of each plan are, in order.
    figures: Vec<GoalDto>,
    /// The figures of today as people read them.
    today: Vec<String>,
    plans: Vec<BestPlanDto>,
}

/// One of the plans.
#[derive(Serialize, ToSchema)]
struct BestPlanDto {
    /// `cheapest`, `most-reach`, `deprived-reach` or `least-harm`.
    id: &'static str,
    /// Its figures as people read them; empty where there is no such plan.
    told: Vec<String>,
    /// What makes the plan of today; none where it is today.
    changes: Vec<WrittenChange>,
    /// Whether no other plan is better.
    proven: bool,
    /// Why there is no such plan; null where there is one.
    reason: Option<String>,
}

impl BestPlansQuestion {
    /// Reads the body of a request.
    pub(super) fn read(body: &[u8]) -> Result<Self, ApiError> {
        let question: Self = written(body, "a question about the best plans")?;
        let money = question.budget.is_none_or(|it| (0.0..=MOST).contains(&it));
        if !money || question.open == Some(0) {
            let what =
                "budget must be pounds a year from 0 to 1,000,000,000,000, and open at least 1";
            return Err(ApiError::senseless(what).code("E-CFG-RANGE"));
        }
        Ok(question)
    }
}

/// More than any plan costs, and still whole in pence.
pub(super) const MOST: f64 = 1e12;

/// What the plans keep to.
struct Within {
    budget: Option<Pounds>,
    open: Option<usize>,
    hours: Option<f64>,
    /// The share within the standard today, where the study states no floor.
    today: Option<f64>,
}

/// The answer.
pub(super) fn best_plans(
    (case, today, service): (&Case, &Scorecard, ServiceId),
    question: &BestPlansQuestion,
    search_for: &SearchFor,
    waiting: &Waiting,
) -> Result<String, ApiError> {
    let within = Within::of((case, today, service), question);
    let free = |goal| Wish::free(service, Mode::new(&question.mode), goal);
    let kept = |goal| within.limit(free(goal));
    let search = |wish| search_for(wish, &SEARCH, &|| waiting.goes_on());
    let cheapest = Wish {
        floor: case.policy.floor,
        least: within
            .today
            .map_or_else(Vec::new, |it| least(Goal::Reach, it)),
        hours: within.hours,
        ..free(Goal::Cost)
    };
    // Of all plans that reach as many, the one with the shortest mean journey.
    let reaching = |goal| {
        let found = search(kept(goal))?;
        let Some(best) = found.near.first() else {
            return Ok(found);
        };
        let wish = Wish {
            least: least(goal, best.value),
            ..kept(Goal::MeanMinutes)
        };
        let mut shortest = search(wish)?;
        if shortest.near.is_empty() {
            // What reaches as many was found before, and none with a shorter journey in the time there is.
            let answer = found.answer;
            return Ok(Searched {
                answer: Answer {
                    proven: false,
                    ..answer
                },
                ..found
            });
        }
        shortest.answer.proven &= found.answer.proven;
        Ok(shortest)
    };
    let found = [
        ("cheapest", search(cheapest)),
        ("most-reach", reaching(Goal::Reach)),
        ("deprived-reach", reaching(Goal::DeprivedReach)),
        ("least-harm", search(kept(Goal::Added))),
    ];
    let searched = found.iter().find_map(|it| it.1.as_ref().ok());
    let figures: Vec<Goal> = match searched {
        Some(it) => TOLD
            .into_iter()
            .filter(|goal| value(it, 0, *goal).is_some())
            .collect(),
        None => Vec::new(),
    };
    json(&BestPlansDto {
        budget: within.budget.map(Pounds::get),
        open: within.open,
        floor: case.policy.floor,
        reach: within.today,
        figures: figures.iter().map(|it| GoalDto::of(*it)).collect(),
        today: searched.map_or_else(Vec::new, |it| told(it, 0, &figures)),
        plans: found
            .iter()
            .map(|(id, found)| BestPlanDto::of(id, found, &figures))
            .collect(),
    })
}

/// A share to be reached again: told as a float it may have been rounded up.
fn least(goal: Goal, share: f64) -> Vec<(Goal, f64)> {
    vec![(goal, share - ROUNDING)]
}

const SEARCH: Search = Search {
    near: 0.0,
    most: ALIKE,
    differ: 1,
    side_by_side: 1,
    frontier: Vec::new(),
    steps: None,
    nodes: NODES,
};

impl Within {
    fn of(
        (case, today, service): (&Case, &Scorecard, ServiceId),
        asked: &BestPlansQuestion,
    ) -> Self {
        let figure = |name: &str| {
            let about = |it: &&Figure| it.service.is_none_or(|it| it == service);
            let mut figures = today.figures.iter().filter(about);
            let it = figures.find(|it| it.name == name && it.scope == Scope::All)?;
            it.value.as_ref().ok().copied()
        };
        let money = &case.money;
        let cost = figure("annual_cost").and_then(Pounds::from_fractional);
        let own = match (money.budget, money.saving) {
            (Some(budget), _) => Some(budget),
            (None, Some(saving)) => cost.map(|it| it - saving),
            (None, None) => cost,
        };
        let asked_for = asked.budget.and_then(Pounds::from_fractional);
        let n_open = case.offering(&case.baseline, service).len();
        Self {
            budget: asked_for.or(own.filter(|_| asked.open.is_none())),
            open: asked
                .open
                .or((asked_for.is_none() && own.is_none()).then_some(n_open)),
            hours: figure("front_line_hours").filter(|_| money.keep_front_line),
            today: figure("share_within").filter(|_| case.policy.floor.is_none()),
        }
    }

    fn limit(&self, wish: Wish) -> Wish {
        Wish {
            budget: self.budget,
            open: self.open.map(|it| 0..=it),
            hours: self.hours,
            ..wish
        }
    }
}

/// What a goal comes to with an option, where it has a value.
fn value(searched: &Searched, option: usize, goal: Goal) -> Option<f64> {
    let wish = Wish {
        goal,
        ..searched.wish.clone()
    };
    goal_of(searched.options.get(option)?, &wish).ok()
}

fn told(searched: &Searched, option: usize, figures: &[Goal]) -> Vec<String> {
    let one = |goal: &Goal| {
        value(searched, option, *goal).map_or_else(|| "none".to_owned(), |it| goal_value(*goal, it))
    };
    figures.iter().map(one).collect()
}

impl BestPlanDto {
    fn of(id: &'static str, found: &Result<Searched, Fault>, figures: &[Goal]) -> Self {
        let none = |why: String| Self {
            id,
            told: Vec::new(),
            changes: Vec::new(),
            proven: false,
            reason: Some(why),
        };
        let found = match found {
            Ok(it) => it,
            // Its remedy speaks of the command line.
            Err(Fault::Asked { what, .. }) => return none(what.clone()),
            Err(fault) => return none(ApiError::of(fault).detail),
        };
        match found.plans.first().filter(|it| it.without.is_none()) {
            Some(plan) => Self {
                id,
                told: told(found, 1, figures),
                changes: plan.changes.clone(),
                proven: found.answer.proven,
                reason: None,
            },
            None if found.answer.proven => none("no plan keeps to all limits".to_owned()),
            None => none("none was found in the time there is".to_owned()),
        }
    }
}
