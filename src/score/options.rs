//! Options side by side: today and some plans, judged for one service by one mode, and which of them answers a plain
//! question best.
//!
//! Nothing here orders options by an index of inequality: such an index falls as well where short journeys become long.

use std::sync::Arc;

use super::{Absent, Case, DeprivationBand, Figure, Scope, Scorecard, against, evaluate, find};
use crate::ids::ServiceId;
use crate::model::{Configuration, Mode};

/// One option of a choice.
#[derive(Clone, Debug)]
pub struct ScoredOption {
    /// The id of the scenario; `None` for today.
    pub id: Option<String>,
    /// The name people know.
    pub name: String,
    /// The study's case, with the sites that the option moves and adds.
    pub case: Arc<Case>,
    /// Its own figures.
    pub scorecard: Scorecard,
    /// Its figures against today; today's are against itself.
    pub changes: Vec<Figure>,
}

impl ScoredOption {
    /// Judges today.
    #[must_use]
    pub fn today(case: &Arc<Case>, mode: &Mode, name: &str) -> Self {
        let scorecard = evaluate(case, mode, &case.baseline);
        Self {
            id: None,
            name: name.to_owned(),
            case: Arc::clone(case),
            changes: against(case, &scorecard, &scorecard),
            scorecard,
        }
    }

    /// Judges a plan against today. Its case may have more sites than today's.
    #[must_use]
    pub fn plan(
        (id, name): (&str, &str),
        case: &Arc<Case>,
        configuration: &Configuration,
        today: &Scorecard,
    ) -> Self {
        let scorecard = evaluate(case, &today.mode, configuration);
        Self {
            id: Some(id.to_owned()),
            name: name.to_owned(),
            case: Arc::clone(case),
            changes: against(case, today, &scorecard),
            scorecard,
        }
    }

    /// A figure about a service or money, its own or against today.
    #[must_use]
    pub fn figure(&self, name: &str, service: ServiceId, scope: Scope) -> Option<&Figure> {
        [Some(service), None].into_iter().find_map(|service| {
            let own = self.scorecard.figure(name, service, scope);
            own.or_else(|| find(&self.changes, name, service, scope))
        })
    }

    /// The value of a figure, or why it has none.
    ///
    /// # Errors
    /// The reason why there is no value.
    pub fn value(&self, name: &str, service: ServiceId, scope: Scope) -> Result<f64, Absent> {
        match self.figure(name, service, scope) {
            Some(it) => it.value.clone(),
            None => Err(Absent(format!("{name} is not told"))),
        }
    }
}

/// A plain question that is always asked of options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// What there is.
    Today,
    /// The lowest annual cost of those that meet the members' floor.
    CheapestWithFloor,
    /// The highest share within the standard, the unserved as beyond.
    MostReach,
    /// The highest share within the standard in deciles 1-3.
    MostDeprivedReach,
    /// Of those that cost no more than the budget the one with the fewest children worse off; of equals, with the fewest
    /// worse off by more than 5 minutes.
    LeastHarmWithinBudget,
}

impl Aim {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 5] = [
        Self::Today,
        Self::CheapestWithFloor,
        Self::MostReach,
        Self::MostDeprivedReach,
        Self::LeastHarmWithinBudget,
    ];

    /// Its word in data.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::CheapestWithFloor => "cheapest_that_meets_the_floor",
            Self::MostReach => "most_within_the_standard",
            Self::MostDeprivedReach => "most_within_the_standard_deciles_1_3",
            Self::LeastHarmWithinBudget => "least_harm_within_budget",
        }
    }
}

/// The answer to one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The question.
    pub aim: Aim,
    /// The places of the options that answer it best, several where they are equal; or why none does.
    pub best: Result<Vec<usize>, Absent>,
    /// Where today alone answers it best, those of the others that do: members who must change something choose among them.
    pub of_the_others: Vec<usize>,
}

/// Answers every question for options of which the first is today. A budget is in pounds a year; without
/// one the study's own counts.
#[must_use]
pub fn offers(options: &[ScoredOption], service: ServiceId, budget: Option<f64>) -> Vec<Offer> {
    let among = |from: usize| Asked {
        options,
        from,
        service,
        budget,
    };
    let offer = |aim| {
        let best = among(0).best(aim);
        let today_alone = aim != Aim::Today && best == Ok(vec![0]);
        let others = today_alone.then(|| among(1).best(aim).ok()).flatten();
        Offer {
            aim,
            best,
            of_the_others: others.unwrap_or_default(),
        }
    };
    Aim::ALL.into_iter().map(offer).collect()
}

struct Asked<'a> {
    options: &'a [ScoredOption],
    /// The place of the first option that may answer.
    from: usize,
    service: ServiceId,
    budget: Option<f64>,
}

impl Asked<'_> {
    fn best(&self, aim: Aim) -> Result<Vec<usize>, Absent> {
        match aim {
            Aim::Today => Ok(vec![0]),
            Aim::CheapestWithFloor => self.cheapest_with_floor(),
            Aim::MostReach => self.most("share_within", Scope::All),
            Aim::MostDeprivedReach => {
                let most = Scope::DeprivationBand(DeprivationBand::Most);
                self.most("share_within", most)
            }
            Aim::LeastHarmWithinBudget => self.least_harm(),
        }
    }

    fn value(&self, option: usize, name: &str, scope: Scope) -> Result<f64, Absent> {
        self.options[option].value(name, self.service, scope)
    }

    /// The value of each option; one that is not known leaves the question without an answer.
    fn values(&self, of: &[usize], name: &str, scope: Scope) -> Result<Vec<f64>, Absent> {
        of.iter().map(|it| self.value(*it, name, scope)).collect()
    }

    fn all(&self) -> Vec<usize> {
        (self.from..self.options.len()).collect()
    }

    fn most(&self, name: &str, scope: Scope) -> Result<Vec<usize>, Absent> {
        let all = self.all();
        let keys = self.values(&all, name, scope)?;
        Ok(least(
            &all,
            &keys.iter().map(|it| [-it]).collect::<Vec<_>>(),
        ))
    }

    fn cheapest_with_floor(&self) -> Result<Vec<usize>, Absent> {
        let all = self.all();
        let below = self.values(&all, "groups_below_floor", Scope::All)?;
        let met = all.into_iter().zip(below);
        let met: Vec<usize> = met.filter(|it| it.1 <= 0.0).map(|it| it.0).collect();
        if met.is_empty() {
            return Err(Absent("none of the options meets the floor".to_owned()));
        }
        let costs = self.values(&met, "annual_cost", Scope::All)?;
        Ok(least(
            &met,
            &costs.iter().map(|it| [*it]).collect::<Vec<_>>(),
        ))
    }

    fn least_harm(&self) -> Result<Vec<usize>, Absent> {
        let all = self.all();
        let left = match self.budget {
            Some(budget) => {
                let costs = self.values(&all, "annual_cost", Scope::All)?;
                costs.into_iter().map(|it| budget - it).collect()
            }
            None => self.values(&all, "budget_left", Scope::All)?,
        };
        let within = all.into_iter().zip(left);
        let within: Vec<usize> = within.filter(|it| it.1 >= 0.0).map(|it| it.0).collect();
        if within.is_empty() {
            return Err(Absent(
                "none of the options is within the budget".to_owned(),
            ));
        }
        let losing = self.values(&within, "children_losing", Scope::All)?;
        let much = self.values(&within, "children_losing_over_5", Scope::All)?;
        let keys: Vec<[f64; 2]> = losing.into_iter().zip(much).map(|(a, b)| [a, b]).collect();
        Ok(least(&within, &keys))
    }
}

/// Those with the least key, compared part by part; all of equals.
pub(super) fn least<const N: usize>(of: &[usize], keys: &[[f64; N]]) -> Vec<usize> {
    let order = |a: &[f64; N], b: &[f64; N]| {
        // Adding zero turns a negative zero, such as the sum of nobody, into a plain one.
        let parts = a
            .iter()
            .zip(b)
            .map(|(a, b)| (a + 0.0).total_cmp(&(b + 0.0)));
        parts.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
    };
    let Some(best) = keys.iter().min_by(|a, b| order(a, b)) else {
        return Vec::new();
    };
    let equal = of
        .iter()
        .zip(keys)
        .filter(|(_, key)| order(key, best).is_eq());
    equal.map(|(it, _)| *it).collect()
}
