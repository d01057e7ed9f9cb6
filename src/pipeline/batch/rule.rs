//! The scenarios of a rule: every configuration it allows in a fixed order, or some drawn from a seed.

use crate::ids::SiteId;
use crate::model::Configuration;
use crate::pipeline::batch::combinations::{Combinations, Shuffle};
use crate::pipeline::batch::source::{BatchScenario, ScenarioName};
use crate::pipeline::fault::Fault;
use crate::score::{Case, Scope, Scorecard};
use crate::study::{BatchRule, RuleLimit};
use crate::units::Pounds;

/// More configurations than are ever gone through without a word: whoever wants so many says how many are drawn.
const MOST: u128 = 10_000_000_000;

/// A rule, ready to tell any of its configurations.
pub(super) struct RuleSource {
    free: Vec<SiteId>,
    /// Open in every configuration: those that are fixed, and those of today that the rule does not name.
    always: Vec<SiteId>,
    combinations: Combinations,
    drawn: Option<Shuffle>,
    len: u64,
    limit: Option<Limit>,
}

/// What a configuration may cost, what it costs without any free site, and what each of these adds.
struct Limit {
    most: Pounds,
    least: Pounds,
    each: Vec<Pounds>,
}

impl RuleSource {
    /// # Errors
    /// `E-BATCH-MANY` where there are more configurations than can be gone through or counted, `E-BATCH-COST` where a limit of money is set and nobody tells what a site costs.
    pub(super) fn of(
        file: &str,
        rule: BatchRule,
        case: &Case,
        today: &Scorecard,
    ) -> Result<Self, Fault> {
        let always = always(&rule, &case.baseline);
        let combinations = Combinations::of(rule.free.len(), &rule.choose);
        let Some(combinations) = combinations else {
            let what = format!("{file}: more than 2^128 configurations");
            return Err(many(
                what,
                "choose among fewer sites: give of, fixed or closed",
            ));
        };
        let total = combinations.total();
        let (len, drawn) = match rule.sample {
            Some((n, seed)) if u128::from(n) < total => (n, Some(Shuffle::of(total, seed))),
            _ if total > MOST => {
                let what = format!("{file}: {total} configurations, more than {MOST}");
                let remedy = "draw some of them: sample = 1_000_000 and seed = 1 in [rule]";
                return Err(many(what, remedy));
            }
            _ => (u64::try_from(total).unwrap_or(u64::MAX), None),
        };
        let limit = rule
            .limit
            .map(|it| Limit::of(file, it, &rule, &always, (case, today)));
        Ok(Self {
            limit: limit.transpose()?,
            free: rule.free,
            always,
            combinations,
            drawn,
            len,
        })
    }

    pub(super) const fn len(&self) -> u64 {
        self.len
    }

    /// The configuration of a number, unless it costs too much.
    pub(super) fn nth(&self, number: u64) -> Option<BatchScenario> {
        let place = u128::from(number);
        let rank = self.drawn.map_or(place, |it| it.nth(place));
        let chosen = self.combinations.nth(rank);
        if self.limit.as_ref().is_some_and(|it| !it.allows(&chosen)) {
            return None;
        }
        let chosen = chosen.into_iter().map(|it| self.free[it]);
        let mut open: Vec<SiteId> = self.always.iter().copied().chain(chosen).collect();
        open.sort_unstable();
        Some(BatchScenario {
            name: ScenarioName::Number(number),
            open,
            plan: None,
        })
    }
}

fn many(what: String, remedy: &str) -> Fault {
    Fault::Asked {
        code: "E-BATCH-MANY",
        what,
        remedy: remedy.to_owned(),
    }
}

/// The sites that are open whichever are chosen.
fn always(rule: &BatchRule, today: &Configuration) -> Vec<SiteId> {
    let named = |it: &SiteId| rule.free.contains(it) || rule.closed.contains(it);
    let as_today = today.open().map(|(site, _)| site).filter(|it| !named(it));
    let mut always: Vec<SiteId> = as_today.chain(rule.fixed.iter().copied()).collect();
    always.sort_unstable();
    always.dedup();
    always
}

impl Limit {
    fn of(
        file: &str,
        limit: RuleLimit,
        rule: &BatchRule,
        always: &[SiteId],
        (case, today): (&Case, &Scorecard),
    ) -> Result<Self, Fault> {
        let refused = |what: String| Fault::Asked {
            code: "E-BATCH-COST",
            what: format!("{file}: the rule limits the cost, and {what}"),
            remedy:
                "give the sites of the study their costs, or remove budget and saving from the rule"
                    .to_owned(),
        };
        let cost = today
            .figure("annual_cost", None, Scope::All)
            .map(|it| &it.value);
        let now = match cost {
            Some(Ok(cost)) => Pounds::from_fractional(*cost),
            Some(Err(why)) => return Err(refused(format!("what today costs is not known: {why}"))),
            None => None,
        };
        let now = now.ok_or_else(|| refused("what today costs is not known".to_owned()))?;
        let mut unknown = Vec::new();
        let mut cost_of = |site: SiteId| {
            case.sites[site].annual_cost().unwrap_or_else(|| {
                unknown.push(case.sites[site].id.as_str());
                Pounds::default()
            })
        };
        // What a configuration costs is what today does, and the difference of the sites: as the figure annual_cost.
        let open_today: Vec<SiteId> = case.baseline.open().map(|(site, _)| site).collect();
        let opened = always.iter().filter(|it| !open_today.contains(it));
        let closed = open_today.iter().filter(|it| !always.contains(it));
        let added: Pounds = opened.map(|it| cost_of(*it)).sum();
        let gone: Pounds = closed.map(|it| cost_of(*it)).sum();
        let each = rule.free.iter().map(|it| cost_of(*it)).collect();
        if !unknown.is_empty() {
            unknown.sort_unstable();
            unknown.dedup();
            return Err(refused(format!(
                "nobody tells that of {}",
                unknown.join(", ")
            )));
        }
        let most = match limit {
            RuleLimit::Budget(most) => most,
            RuleLimit::Saving(saving) => now - saving,
        };
        Ok(Self {
            most,
            least: now + added - gone,
            each,
        })
    }

    fn allows(&self, chosen: &[usize]) -> bool {
        let cost = chosen
            .iter()
            .fold(self.least, |sum, it| sum + self.each[*it]);
        cost <= self.most
    }
}
