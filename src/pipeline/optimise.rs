//! A wish in, plans out: searched for, judged by the scorecard, and each written as the scenario that makes it of today.

use crate::ids::SiteId;
use crate::model::{Configuration, Opening};
use crate::optimise::{
    Answer, Asked, Conflict, Family, Found, Frontier, Goal, Refused, Search, Watch, Wish,
    added_minutes, answer, frontier,
};
use crate::pipeline::fault::Fault;
use crate::pipeline::prepare::Prepared;
use crate::pipeline::progress::Progress;
use crate::score::{Absent, Case, ScoredOption};
use crate::study::WrittenChange;

/// What a search found, judged.
#[derive(Clone, Debug)]
pub struct Searched {
    /// What was wished for.
    pub wish: Wish,
    /// How many sites open and close.
    pub n_sites: usize,
    /// What nothing that keeps to the limits can better, in the unit of the goal's figure.
    pub bound: f64,
    /// What it comes to today where the scorecard does not tell that: journeys to sites with room.
    pub today: Option<f64>,
    /// The answer in places; [`Asked`] tells what they are.
    pub answer: Answer,
    /// Today and the plans that are set side by side, judged in full; the best first.
    pub options: Vec<ScoredOption>,
    /// What makes each of those plans of today, in the same order.
    pub plans: Vec<FoundPlan>,
    /// Every plan that is near the best, the best first.
    pub near: Vec<FoundPlan>,
    /// The plans that no other betters in all figures of the frontier at once.
    pub frontier: Option<FoundFrontier>,
}

/// A plan that a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPlan {
    /// The id of its scenario, such as `best` or `near-2`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What makes it of today.
    pub changes: Vec<WrittenChange>,
    /// What the goal comes to, in the unit of its figure.
    pub value: f64,
    /// The limit that it does not keep to, where nothing keeps to all.
    pub without: Option<Family>,
}

/// The frontier, judged.
#[derive(Clone, Debug)]
pub struct FoundFrontier {
    /// Its figures.
    pub goals: Vec<Goal>,
    /// Its plans, by the first figure.
    pub plans: Vec<FoundPlan>,
    /// The figures of each plan.
    pub values: Vec<Vec<f64>>,
    /// Whether no plan is missing.
    pub whole: bool,
}

impl Prepared {
    /// Searches for what is wished. `watch` hears of the best and the bound so far, in the unit of the goal's figure and not
    /// finite where they are not known, and ends the search by saying `false`: what was found by then is told, unproven.
    ///
    /// # Errors
    /// Why it cannot be searched for, with the remedy; a plan that the scorecard judges otherwise than the search did, which
    /// is a fault of the program.
    pub fn search(
        &self,
        wish: Wish,
        search: &Search,
        progress: &dyn Progress,
        watch: &Watch,
    ) -> Result<Searched, Fault> {
        let case = &self.case;
        let refused = |why: Refused| refused(case, &why);
        let asked = Asked::new(case, wish).map_err(refused)?;
        progress.stage("searching for the best configurations");
        let answer = answer(&asked, search, watch).map_err(refused)?;
        let frontier = match search.frontier.as_slice() {
            [] => None,
            goals => {
                progress.stage("searching the frontier");
                let goes_on = || watch(f64::NAN, f64::NAN);
                Some(frontier(&asked, goals, search, &goes_on).map_err(refused)?)
            }
        };
        progress.stage("judging what was found");
        let found = Finds {
            case,
            asked: &asked,
        };
        let near = found.near(&answer);
        let mut plans: Vec<(FoundPlan, Vec<usize>)> = answer
            .diverse
            .iter()
            .map(|it| (near[*it].clone(), answer.near[*it].open.clone()))
            .collect();
        plans.extend(answer.conflict.iter().flat_map(|it| found.nearest(it)));
        let mut options = vec![ScoredOption::today(
            case,
            &asked.wish().mode,
            &self.study.baseline,
        )];
        for (plan, open) in &plans {
            let option = ScoredOption::plan(
                (&plan.id, &plan.name),
                case,
                &asked.configuration(open),
                &options[0].scorecard,
            );
            found.hold(plan, &option)?;
            options.push(option);
        }
        let frontier = frontier.map(|it| found.frontier(search.frontier.clone(), &it));
        Ok(Searched {
            wish: asked.wish().clone(),
            n_sites: asked.sites().len(),
            bound: asked.figure(asked.wish().goal, answer.bound),
            today: answer.today.map(|it| asked.figure(asked.wish().goal, it)),
            options,
            plans: plans.into_iter().map(|it| it.0).collect(),
            near,
            frontier,
            answer,
        })
    }
}

/// Why a wish cannot be searched for, as a fault.
fn refused(case: &Case, why: &Refused) -> Fault {
    Fault::Asked {
        code: "E-OPT-WISH",
        what: why.phrase(case),
        remedy: why.remedy().to_owned(),
    }
}

/// Sets of places as plans.
struct Finds<'a> {
    case: &'a Case,
    asked: &'a Asked<'a>,
}

impl Finds<'_> {
    fn goal(&self) -> Goal {
        self.asked.wish().goal
    }

    fn plan(&self, (id, name): (String, String), found: &Found) -> FoundPlan {
        FoundPlan {
            id,
            name,
            changes: changes(self.case, &self.asked.configuration(&found.open)),
            value: self.asked.figure(self.goal(), found.value),
            without: None,
        }
    }

    fn near(&self, answer: &Answer) -> Vec<FoundPlan> {
        let named = |place: usize| match place {
            0 => ("best".to_owned(), "Best found".to_owned()),
            _ => (
                format!("near-{}", place + 1),
                format!("Near the best, number {}", place + 1),
            ),
        };
        let near = answer.near.iter().enumerate();
        near.map(|(place, it)| self.plan(named(place), it))
            .collect()
    }

    /// What comes nearest where nothing keeps to all limits.
    fn nearest(&self, conflict: &Conflict) -> Vec<(FoundPlan, Vec<usize>)> {
        let plan = |it: &crate::optimise::Nearest| {
            let word = it.without.word();
            let found = Found {
                open: it.open.clone(),
                value: self.asked.value(&it.open),
            };
            let named = (
                format!("without-{word}"),
                format!("Nearest without keeping {word}"),
            );
            let plan = FoundPlan {
                without: Some(it.without),
                ..self.plan(named, &found)
            };
            (plan, it.open.clone())
        };
        conflict.nearest.iter().map(plan).collect()
    }

    fn frontier(&self, goals: Vec<Goal>, frontier: &Frontier) -> FoundFrontier {
        let mut found = FoundFrontier {
            goals,
            plans: Vec::new(),
            values: Vec::new(),
            whole: frontier.whole,
        };
        for (nth, point) in frontier.points.iter().enumerate() {
            let value = self.asked.value(&point.open);
            let open = point.open.clone();
            let named = (
                format!("frontier-{}", nth + 1),
                format!("Frontier, number {}", nth + 1),
            );
            found.plans.push(self.plan(named, &Found { open, value }));
            let values = found.goals.iter().zip(&point.values);
            found.values.push(
                values
                    .map(|(goal, value)| self.asked.figure(*goal, *value))
                    .collect(),
            );
        }
        found
    }

    /// The scorecard is the truth: a plan that it judges otherwise than the search did is a fault of the program.
    fn hold(&self, plan: &FoundPlan, judged: &ScoredOption) -> Result<(), Fault> {
        let (goal, wish) = (self.goal(), self.asked.wish());
        let name = goal.word();
        let told = match goal.measure() {
            Some(it) => judged.value(it, wish.service, goal.scope()),
            None if goal == Goal::Added => {
                let then = &judged.scorecard.configuration;
                added_minutes(self.case, &wish.mode, wish.service, then)
                    .ok_or_else(|| Absent("no travel times".to_owned()))
            }
            None => return Ok(()),
        };
        let told =
            told.map_err(|why| Fault::Bug(format!("{}: {name} has no value: {why}", plan.id)))?;
        // People counted in parts are searched for in millionths.
        if (told - plan.value).abs() <= 1e-5 * told.abs().max(1.0) {
            return Ok(());
        }
        let what = format!(
            "{}: the search has {name} {}, the scorecard {told}",
            plan.id, plan.value
        );
        Err(Fault::Bug(what))
    }
}

/// What makes a configuration of today: closings first, then openings and other tiers, each in order of sites.
pub(super) fn changes(case: &Case, to: &Configuration) -> Vec<WrittenChange> {
    let today = &case.baseline;
    let id = |site: SiteId| case.sites[site].id.clone();
    let tier = |it: &Opening| case.tiers[it.tier].id.clone();
    let closed = today.open().filter(|it| to.opening(it.0).is_none());
    let mut changes: Vec<WrittenChange> = closed
        .map(|(site, _)| WrittenChange::Close { close: id(site) })
        .collect();
    for (site, opening) in to.open() {
        match today.opening(site) {
            None => changes.push(WrittenChange::Open {
                open: id(site),
                tier: (opening.tier != case.sites[site].tier).then(|| tier(opening)),
                hours: None,
                sessions: None,
            }),
            Some(before) if before.tier != opening.tier => changes.push(WrittenChange::Convert {
                convert: id(site),
                tier: tier(opening),
            }),
            Some(_) => (),
        }
    }
    changes
}
