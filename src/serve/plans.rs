//! Saved plans: listed, saved, removed, and told as a scenario file.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::dto::{ScenarioDto, json};
use super::error::ApiError;
use super::plan::{LayPlan, lay};
use super::questions::{ScenarioQuestion, changes_of, written};
use crate::keep::{Draft, KeepError, KeptPlan, Plans};
use crate::score::Case;
use crate::study::{WrittenChange, scenario_file, scenario_text};

/// The most characters of a name or an author, and of a comment.
pub(super) const LINE: usize = 200;
pub(super) const COMMENT: usize = 4_000;

/// A plan to be saved, as written; with the revision that was changed where it is no new one.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanQuestion {
    name: String,
    #[serde(default)]
    author: String,
    #[serde(default)]
    comment: String,
    revision: Option<i64>,
    changes: Vec<serde_json::Value>,
}

/// All saved plans.
#[derive(Serialize, ToSchema)]
pub(super) struct PlansDto {
    plans: Vec<PlanDto>,
}

/// A saved plan.
#[derive(Serialize, ToSchema)]
pub(super) struct PlanDto {
    id: i64,
    revision: i64,
    /// Milliseconds since 1970, UTC.
    saved_ms: i64,
    name: String,
    author: String,
    comment: String,
    changes: Vec<WrittenChange>,
}

impl PlanDto {
    fn of(kept: KeptPlan) -> Result<Self, ApiError> {
        let changes = changes(&kept)?;
        let Draft {
            name,
            author,
            comment,
            ..
        } = kept.draft;
        Ok(Self {
            id: kept.id,
            revision: kept.revision,
            saved_ms: kept.saved_ms,
            name,
            author,
            comment,
            changes,
        })
    }
}

/// The changes of a saved plan. That a later version of the program wrote others is told.
fn changes(kept: &KeptPlan) -> Result<Vec<WrittenChange>, ApiError> {
    serde_json::from_str(&kept.draft.changes).map_err(|_| {
        let what = format!(
            "the saved plan {} has changes that this version does not know",
            kept.id
        );
        ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, what)
    })
}

impl PlanQuestion {
    /// Reads the body of a request.
    pub(super) fn read(body: &[u8]) -> Result<Self, ApiError> {
        written(body, "a plan to be saved")
    }

    /// What is to be saved, once it is sure that it can be laid on today.
    fn draft(&self, case: &Case, lay_plan: &LayPlan) -> Result<Draft, ApiError> {
        let line = |what: &str, text: &str, most: usize| {
            let text = text.trim();
            if text.chars().count() > most {
                let what = format!("{what} may have at most {most} characters");
                return Err(ApiError::senseless(what).code("E-LIMIT-TEXT"));
            }
            // A scenario file tells it in a line of its own, where such a character may not stand.
            let odd = |it: char| it.is_control() && !(most == COMMENT && "\n\r\t".contains(it));
            if text.contains(odd) {
                let what = format!("{what} holds a character that cannot be printed");
                return Err(ApiError::senseless(what));
            }
            Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
        };
        let name = line("the name", &self.name, LINE)?;
        if name.is_empty() {
            return Err(ApiError::senseless("give the plan a name"));
        }
        let changes = changes_of(self.changes.clone())?;
        lay(case, &changes, lay_plan)?;
        Ok(Draft {
            name,
            author: line("the author", &self.author, LINE)?,
            comment: line("the comment", &self.comment, COMMENT)?,
            changes: json(&changes)?,
        })
    }
}

/// Every saved plan.
pub(super) fn list(plans: &Plans) -> Result<String, ApiError> {
    let kept = plans.list().map_err(|it| refused(&it))?;
    let plans = kept.into_iter().map(PlanDto::of);
    json(&PlansDto {
        plans: plans.collect::<Result<_, _>>()?,
    })
}

/// One saved plan.
pub(super) fn one(plans: &Plans, id: i64) -> Result<String, ApiError> {
    json(&PlanDto::of(plans.get(id).map_err(|it| refused(&it))?)?)
}

/// One saved plan as a scenario file.
pub(super) fn scenario(plans: &Plans, id: i64) -> Result<String, ApiError> {
    let kept = plans.get(id).map_err(|it| refused(&it))?;
    let changes = changes(&kept)?;
    let Draft {
        name,
        author,
        comment,
        ..
    } = &kept.draft;
    let by = if author.is_empty() {
        String::new()
    } else {
        format!(" by {author}")
    };
    let saved = format!(
        "saved on the map{by}, plan {id}, revision {}",
        kept.revision
    );
    let comments: Vec<&str> = [saved.as_str(), comment]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect();
    Ok(scenario_text(
        &format!("plan-{id}"),
        name,
        &changes,
        &comments,
    ))
}

/// A scenario file as a plan: its name, and its changes in degrees. Whether they fit today is told when they are laid.
pub(super) fn scenario_of(question: &ScenarioQuestion) -> Result<String, ApiError> {
    let read = scenario_file(&question.text, &question.name).map_err(|it| {
        let code = it.0.first().map_or("E-CFG", |it| it.code);
        ApiError::senseless(it.to_string()).code(code)
    })?;
    let changes = read.changes.into_iter().map(WrittenChange::in_degrees);
    json(&ScenarioDto {
        id: read.id,
        name: read.name,
        changes: changes.collect(),
    })
}

/// Saves a plan: a new one, or another revision of one.
pub(super) fn save(
    (plans, case, lay_plan): (&Plans, &Case, &LayPlan),
    (id, question): (Option<i64>, &PlanQuestion),
    now_ms: i64,
) -> Result<String, ApiError> {
    let draft = question.draft(case, lay_plan)?;
    let kept = match (id, question.revision) {
        (None, None) => plans.add(&draft, now_ms),
        (Some(id), Some(revision)) => plans.save((id, revision), &draft, now_ms),
        (None, Some(_)) => {
            let what = "a new plan has no revision yet: leave it out";
            return Err(ApiError::senseless(what));
        }
        (Some(_), None) => {
            let what = "say which revision was changed, so that nobody else's is written over";
            return Err(ApiError::senseless(what));
        }
    };
    json(&PlanDto::of(kept.map_err(|it| refused(&it))?)?)
}

/// Removes a plan, by the revision that was seen: `revision=3`.
pub(super) fn remove(
    plans: &Plans,
    (id, query): (i64, &str),
    now_ms: i64,
) -> Result<String, ApiError> {
    let revision = query
        .strip_prefix("revision=")
        .and_then(|it| it.parse().ok());
    let revision = revision.ok_or_else(|| {
        ApiError::senseless("say which revision is to be removed, such as ?revision=3")
    })?;
    plans
        .remove((id, revision), now_ms)
        .map_err(|it| refused(&it))?;
    list(plans)
}

fn refused(error: &KeepError) -> ApiError {
    let status = match error {
        KeepError::Unknown(_) => StatusCode::NOT_FOUND,
        KeepError::Newer(_) => StatusCode::CONFLICT,
        KeepError::NotOurs(_) | KeepError::Later { .. } | KeepError::Database(_) => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    ApiError::new(status, error.to_string())
}
