//! The frontier asked for: the plans that no other betters in two or more figures at once.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::dto::json;
use super::error::ApiError;
use super::questions::written;
use super::waiting::Waiting;
use crate::model::Mode;
use crate::optimise::{Goal, Search, Wish};
use crate::pipeline::{Fault, Searched};
use crate::report::{goal_of, goal_value};
use crate::score::{Case, ScoredOption};
use crate::study::WrittenChange;

/// Searches for a wish for as long as the last says that it goes on.
pub type SearchFor =
    Arc<dyn Fn(Wish, &Search, &dyn Fn() -> bool) -> Result<Searched, Fault> + Send + Sync>;

/// The figures of a frontier at most: more than a plot and its table can show.
pub(super) const MOST_FIGURES: usize = 4;

/// In about how many steps of money a frontier is told: as many points as a plot can show.
const STEPS: i64 = 40;

/// How many parts of all configurations each search looks into at most, of which there are as many as steps.
const NODES: u64 = 20_000;

/// The same where there is one for each figure and each number of sites.
const NODES_EACH: u64 = 500;

/// What is asked, as written.
#[derive(Clone, Debug, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FrontierQuestion {
    service: String,
    mode: String,
    /// Two to four figures, such as `annual_cost` and `share_within:worst_decile`.
    figures: Vec<String>,
}

/// A frontier.
#[derive(Serialize, ToSchema)]
pub(super) struct FrontierDto {
    figures: Vec<GoalDto>,
    /// What today comes to; null where it has not all figures.
    today: Option<PointDto>,
    plans: Vec<PointDto>,
    /// Whether no plan is missing.
    whole: bool,
}

/// A figure that is searched for.
#[derive(Serialize, ToSchema)]
pub(super) struct GoalDto {
    name: &'static str,
    phrase: &'static str,
    polarity: &'static str,
}

#[derive(Serialize, ToSchema)]
struct PointDto {
    id: String,
    values: Vec<f64>,
    /// The values as people read them.
    told: Vec<String>,
    /// What makes the plan of today.
    changes: Vec<WrittenChange>,
}

impl FrontierQuestion {
    /// Reads the body of a request.
    pub(super) fn read(body: &[u8]) -> Result<Self, ApiError> {
        written(body, "a question about a frontier")
    }

    /// The wish: any number of sites open, within the rules of the study; money and reach are for the frontier to show.
    fn wish(&self, case: &Case) -> Result<(Wish, Vec<Goal>), ApiError> {
        let service = case.services.find(|it| it.id == self.service);
        let service = service.ok_or_else(|| {
            let known: Vec<&str> = case.services.iter().map(|it| it.id.as_str()).collect();
            let what = format!("service must be one of {}", known.join(", "));
            ApiError::senseless(what).code("E-CFG-ENUM")
        })?;
        let goal = |word: &String| {
            Goal::from_word(word).ok_or_else(|| {
                let known: Vec<&str> = Goal::ALL.iter().map(|it| it.word()).collect();
                let what = format!("figures must be of {}", known.join(", "));
                ApiError::senseless(what).code("E-CFG-ENUM")
            })
        };
        let goals: Vec<Goal> = self.figures.iter().map(goal).collect::<Result<_, _>>()?;
        let mut each = goals.clone();
        each.sort_unstable();
        each.dedup();
        if each.len() < goals.len() || !(2..=MOST_FIGURES).contains(&goals.len()) {
            let what = format!("give 2 to {MOST_FIGURES} figures, each once");
            return Err(ApiError::senseless(what).code("E-CFG-RANGE"));
        }
        let wish = Wish::free(service, Mode::new(&self.mode), goals[0]);
        Ok((wish, goals))
    }
}

/// The answer as JSON.
pub(super) fn frontier(
    case: &Case,
    question: &FrontierQuestion,
    search_for: &SearchFor,
    waiting: &Waiting,
) -> Result<String, ApiError> {
    let (wish, goals) = question.wish(case)?;
    let of_sum = |it: &Goal| matches!(it, Goal::Cost | Goal::OpenSites);
    let by_steps = goals.len() == 2 && goals.iter().any(of_sum);
    let search = Search {
        near: 0.0,
        most: 1,
        differ: 1,
        side_by_side: 0,
        frontier: goals.clone(),
        steps: Some(STEPS),
        nodes: if by_steps { NODES } else { NODES_EACH },
    };
    let searched = search_for(wish, &search, &|| waiting.goes_on());
    let searched = searched.map_err(|fault| ApiError::of(&fault))?;
    let point = |id: &str, values: Vec<f64>, changes: Vec<WrittenChange>| PointDto {
        id: id.to_owned(),
        told: goals
            .iter()
            .zip(&values)
            .map(|(goal, it)| goal_value(*goal, *it))
            .collect(),
        values,
        changes,
    };
    let found = searched.frontier.as_ref();
    let plans = found.iter().flat_map(|it| it.plans.iter().zip(&it.values));
    json(&FrontierDto {
        figures: goals.iter().map(|it| GoalDto::of(*it)).collect(),
        today: today(&searched.wish, &searched.options[0], &goals)
            .map(|values| point("today", values, Vec::new())),
        plans: plans
            .map(|(plan, values)| point(&plan.id, values.clone(), plan.changes.clone()))
            .collect(),
        whole: found.is_some_and(|it| it.whole),
    })
}

/// What today comes to, where it has all figures.
fn today(wish: &Wish, today: &ScoredOption, goals: &[Goal]) -> Option<Vec<f64>> {
    let value = |goal: &Goal| {
        let wish = Wish {
            goal: *goal,
            ..wish.clone()
        };
        goal_of(today, &wish).ok()
    };
    goals.iter().map(value).collect()
}

impl GoalDto {
    pub(super) const fn of(goal: Goal) -> Self {
        Self {
            name: goal.word(),
            phrase: goal.phrase(),
            polarity: goal.polarity().word(),
        }
    }
}
