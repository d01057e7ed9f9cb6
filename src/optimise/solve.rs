//! From a wish to its answer: the best, the proof, what is near it.

use super::conflict::conflict;
use super::with_places::with_places;
use super::{Answer, Asked, Found, Goal, Refused, Search};
use crate::location::{Best, Effort, Near, differing, near_best, solve};

/// Who watches a search: the best value and the bound so far, in the unit of the goal's figure and not finite where they are not known;
/// `false` ends the search.
pub type Watch<'a> = dyn Fn(f64, f64) -> bool + 'a;

/// Answers a wish.
///
/// # Errors
/// What a limit needs and some sites do not tell.
pub fn answer(asked: &Asked, search: &Search, watch: &Watch) -> Result<Answer, Refused> {
    let goal = asked.wish().goal;
    let goes_on = || watch(f64::NAN, f64::NAN);
    let problem = asked.problem(&[])?;
    let effort = Effort {
        nodes: search.nodes,
        ..Effort::default()
    };
    let heard = |best: f64, bound: f64| watch(asked.figure(goal, best), asked.figure(goal, bound));
    if goal == Goal::WithPlaces {
        return with_places(asked, search, &heard);
    }
    let outcome = solve(&problem, effort, &heard);
    let Some(best) = outcome.best else {
        let conflict = outcome.proven.then(|| conflict(asked, effort, &goes_on));
        return Ok(Answer {
            bound: outcome.bound,
            proven: outcome.proven,
            nodes: outcome.nodes,
            near_whole: outcome.proven,
            near_proven: outcome.proven,
            conflict: conflict.transpose()?,
            ..Answer::default()
        });
    };
    let wanted = Near {
        at_most: asked.near(goal, best.value, search.near),
        most: search.most,
    };
    let near = near_best(&problem, wanted, effort, &|_, _| goes_on());
    let mut sets = near.sets;
    if !sets.iter().any(|it| it.value <= best.value) {
        // A search that ended early may not have come by the best again.
        sets.insert(0, best);
    }
    by_mean(asked, &mut sets);
    let diverse = differing(&sets, search.differ, search.side_by_side.max(1));
    let sets: Vec<Found> = sets.into_iter().map(Found::from).collect();
    Ok(Answer {
        best: sets.first().cloned(),
        bound: outcome.bound,
        proven: outcome.proven,
        nodes: outcome.nodes + near.nodes,
        near: sets,
        near_whole: near.whole,
        near_proven: near.proven,
        diverse,
        ..Answer::default()
    })
}

/// Of sets that come to the same, the one with the shorter mean journey first.
fn by_mean(asked: &Asked, sets: &mut [Best]) {
    if asked.wish().goal == Goal::MeanMinutes {
        return;
    }
    let mean = |it: &Best| asked.value_of(Goal::MeanMinutes, &it.open);
    let mut keyed: Vec<(f64, f64, Best)> = sets
        .iter()
        .map(|it| (it.value, mean(it), it.clone()))
        .collect();
    keyed.sort_by(|a, b| {
        let by_value = a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1));
        by_value.then_with(|| a.2.open.cmp(&b.2.open))
    });
    for (set, (_, _, it)) in sets.iter_mut().zip(keyed) {
        *set = it;
    }
}

impl From<Best> for Found {
    fn from(best: Best) -> Self {
        Self {
            open: best.open,
            value: best.value,
        }
    }
}
