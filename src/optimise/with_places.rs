//! The shortest mean journey where each area goes to one site that has room for it (capacitated p-median).

use std::collections::BTreeMap;

use super::conflict::conflict;
use super::money::capacity;
use super::{Answer, Asked, Found, Refused, Search, Served};
use crate::access::{Demand, Supply, Unmet, WhyUnmet, assign};
use crate::ids::{AreaId, Id, SiteId};
use crate::location::{Aim, Effort, Fixed, LONGEST, Problem, capacitated, solve};

/// How many steps of serving an area are taken for each part of all configurations that other goals look into.
const STEPS: u64 = 50;

/// The best, who is served where, and its proof; nothing near it.
pub(super) fn with_places(
    asked: &Asked,
    search: &Search,
    watch: &dyn Fn(f64, f64) -> bool,
) -> Result<Answer, Refused> {
    let problem = asked.problem(&[])?;
    let goes_on = || watch(f64::NAN, f64::NAN);
    let effort = Effort {
        nodes: search.nodes,
        ..Effort::default()
    };
    let given = (effort, search.nodes.saturating_mul(STEPS));
    let room = room(asked)?;
    let people = asked.people();
    let today = asked.today().and_then(|open| {
        let only = settled(&problem, &open);
        capacitated(&only, (people, &room), given, &|_, _| goes_on())
    });
    let mut res = Answer {
        today: today.map(|it| it.value),
        ..Answer::default()
    };
    let Some(found) = capacitated(&problem, (people, &room), given, watch) else {
        let any = Problem {
            aim: Aim::Cost(vec![0; asked.n_places()]),
            ..problem
        };
        let kept = solve(&any, effort, &|_, _| goes_on());
        res.bound = kept.bound;
        res.nodes = kept.nodes;
        if kept.best.is_none() && kept.proven {
            res.proven = true;
            res.conflict = Some(conflict(asked, effort, &goes_on)?);
        }
        return Ok(res);
    };
    let best = Found {
        open: found.open,
        value: found.value,
    };
    let site = |place: usize| asked.parts().1.list[place].site;
    let placed = found.place_of.iter().enumerate();
    let served = placed.filter_map(|(area, it)| Some((AreaId::at(area), site((*it)?))));
    Ok(Answer {
        served: served.map(|(area, site)| Served { area, site }).collect(),
        near: vec![best.clone()],
        bound: found.bound.max(everywhere(asked, &room)).min(best.value),
        best: Some(best),
        diverse: vec![0],
        proven: found.proven,
        nodes: found.nodes,
        ..res
    })
}

/// What all would lose if every site were open and areas could be parted: nothing comes to less.
fn everywhere(asked: &Asked, room: &[u64]) -> f64 {
    let (case, places, wish) = asked.parts();
    let mut of_site: BTreeMap<SiteId, u64> = BTreeMap::new();
    for (place, room) in places.list.iter().zip(room) {
        let most = of_site.entry(place.site).or_default();
        *most = (*most).max(*room);
    }
    let scale = asked.scale() as f64;
    let supply = Supply::new(of_site.iter().map(|it| (*it.0, *it.1 as f64 / scale)));
    let people = asked.people().iter().map(|it| Some(*it as f64 / scale));
    let demand = Demand::new(people.collect());
    let (Some(times), Ok(supply), Ok(demand)) = (case.times.get(&wish.mode), supply, demand) else {
        return f64::NEG_INFINITY;
    };
    let found = assign(times, &supply, &demand);
    let left_out = |it: &Unmet| it.why == WhyUnmet::NoPlaceLeft;
    if found.unmet.iter().any(left_out) {
        return f64::NEG_INFINITY;
    }
    // People are counted in thousandths there, and each sum of seconds may round by its last places.
    let rounded = if scale > 1.0 {
        asked.people().len() as f64 * 0.001 * f64::from(LONGEST)
    } else {
        0.0
    };
    (found.person_minutes * 60.0 * (1.0 - 1e-12) - rounded) * scale
}

/// The problem with these places open and no others.
fn settled<'a>(problem: &Problem<'a>, open: &[usize]) -> Problem<'a> {
    let mut only = problem.clone();
    only.limits.open = open.len()..=open.len();
    only.limits.rows.clear();
    only.limits.apart.clear();
    only.limits.floors.clear();
    only.limits.fixed.fill(Fixed::Closed);
    for place in open {
        only.limits.fixed[*place] = Fixed::Open;
    }
    only
}

/// For how many children each place has room, as areas are weighed.
fn room(asked: &Asked) -> Result<Vec<u64>, Refused> {
    let (case, places, wish) = asked.parts();
    let capacity = capacity(case, places, wish.service)?;
    let scaled = |it: &i64| {
        let thousandths = u128::from(it.unsigned_abs()) * u128::from(asked.scale());
        u64::try_from(thousandths / 1_000).unwrap_or(u64::MAX)
    };
    Ok(capacity.of_place.iter().map(scaled).collect())
}
