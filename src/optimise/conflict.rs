//! Where nothing keeps to all limits: which of them cannot be kept together, and what comes nearest to each.

use super::money::{capacity, costs, hours};
use super::{Asked, Conflict, Family, Goal, Nearest, Refused};
use crate::location::{Aim, Effort, solve};

/// How many parts of all configurations are looked into for each question that is asked of a conflict. Sums of money and of
/// hours that are all but equal take longest to prove apart, and matter least.
const NODES: u64 = 4_000;

/// Finds limits that cannot be kept together and of which none can be left out (a deletion filter; Chinneck and Dravnieks
/// 1991, 10.1287/ijoc.3.2.157), and for each what comes nearest to it while all others are kept.
pub(super) fn conflict(
    asked: &Asked,
    effort: Effort,
    goes_on: &dyn Fn() -> bool,
) -> Result<Conflict, Refused> {
    let effort = Effort {
        nodes: effort.nodes.min(NODES),
        ..effort
    };
    let mut without: Vec<Family> = Vec::new();
    for family in Family::ALL {
        without.push(family);
        // What can be kept without this one is in the conflict; otherwise it is of no matter.
        if can_be_kept(asked, &without, effort, goes_on)? {
            without.pop();
        }
    }
    let in_conflict = |it: &Family| !without.contains(it);
    let binding: Vec<Family> = Family::ALL.into_iter().filter(in_conflict).collect();
    let mut nearest = Vec::new();
    for family in &binding {
        let mut problem = asked.problem(&[*family])?;
        problem.aim = miss(asked, *family)?;
        let mut found = solve(&problem, effort, &|_, _| goes_on());
        let most = asked.parts().2.open.as_ref().map(|it| *it.end());
        let fewest = found.best.as_ref().map(|it| it.open.len());
        if *family == Family::Count && fewest <= most {
            // Too few are open in all that can be had: the most of them come nearest.
            problem.aim = Aim::Cost(vec![-1; asked.n_places()]);
            found = solve(&problem, effort, &|_, _| goes_on());
        }
        nearest.extend(found.best.map(|it| Nearest {
            without: *family,
            open: it.open,
            proven: found.proven,
        }));
    }
    Ok(Conflict { binding, nearest })
}

/// Whether anything keeps to all limits but those of some families. Where that is not known it is taken to be so, so that no
/// limit is named that does not bind.
fn can_be_kept(
    asked: &Asked,
    without: &[Family],
    effort: Effort,
    goes_on: &dyn Fn() -> bool,
) -> Result<bool, Refused> {
    let mut problem = asked.problem(without)?;
    problem.aim = Aim::Cost(vec![0; asked.n_places()]);
    let found = solve(&problem, effort, &|_, _| goes_on());
    Ok(found.best.is_some() || !found.proven)
}

/// What is least where a family of limits is missed least.
fn miss(asked: &Asked, family: Family) -> Result<Aim, Refused> {
    let (case, places, wish) = asked.parts();
    let most = |sum: Vec<i64>| Aim::Cost(sum.iter().map(|it| -it).collect());
    Ok(match family {
        Family::Count => Aim::Cost(vec![1; asked.n_places()]),
        Family::Budget => Aim::Cost(costs(case, places)?.of_place),
        Family::Hours => most(hours(case, places)?.of_place),
        Family::Capacity => most(capacity(case, places, wish.service)?.of_place),
        Family::Floor => asked.aim(Goal::WorstDecileReach),
        Family::Everyone => asked.aim(Goal::Longest),
        Family::Locks | Family::Exclusions | Family::Distances | Family::Protected => {
            asked.aim(wish.goal)
        }
    })
}
