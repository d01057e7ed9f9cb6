//! What a search found, in sentences; then its plans side by side with today.

use super::OptionsPage;
use super::found::{FrontierTable, NearRow, ServedTable};
use super::lines::wrapped;
use super::numbers::{count, counted, percent, percent_as_set, pounds};
use super::options::legend_and_tables;
use super::text::{footer, title};
use crate::model::Lock;
use crate::optimise::{Family, Goal, Wish, added_minutes, spacing};
use crate::score::{Absent, Case, Polarity, ScoredOption};

/// What a page about a search tells.
#[derive(Clone, Copy, Debug)]
pub struct SearchPage<'a> {
    /// Its plans side by side with today.
    pub options: &'a OptionsPage<'a>,
    /// What was wished for.
    pub wish: &'a Wish,
    /// How many sites open and close.
    pub n_sites: usize,
    /// What the goal comes to today, or why it comes to nothing.
    pub today: &'a Result<f64, Absent>,
    /// How many parts of all configurations were looked into.
    pub nodes: u64,
    /// Whether it was ended early.
    pub stopped: bool,
    /// The best; `None` where nothing keeps to the limits or nothing was found that does.
    pub best: Option<f64>,
    /// What nothing can better, in the unit of the figure.
    pub bound: f64,
    /// Whether the best is proven to be the best, or that there is none.
    pub proven: bool,
    /// The plans near the best, and what they change.
    pub near: &'a [NearRow],
    /// The share of the best within which they were looked for, and whether they are all.
    pub within: (f64, bool),
    /// Whether no plan that is nearer to the best than these is missing.
    pub near_proven: bool,
    /// The limits that cannot be kept together.
    pub binding: &'a [Family],
    /// The frontier, where one is asked for.
    pub frontier: Option<&'a FrontierTable>,
    /// Who goes where, where places are limited.
    pub served: Option<&'a ServedTable>,
}

/// The page.
#[must_use]
pub fn search_page(page: &SearchPage) -> String {
    let mut text = title(page.options.heading);
    text.extend(["\n", &page.options.subject(), "\n\n"]);
    text += "Searched for\n";
    text += &wrapped("  Goal        ", &page.goal());
    let mut label = "  Kept to     ";
    for line in page.kept_to() {
        text += &wrapped(label, &line);
        label = "              ";
    }
    text += &wrapped("  Searched    ", &page.searched());
    text += &wrapped("  Found       ", &page.found());
    text += &wrapped("  Proof       ", &page.proof());
    text += &page.near_lines();
    text += &page.served_table();
    text += &page.frontier_table();
    text += &legend_and_tables(page.options);
    text + &footer(page.options.heading)
}

/// A value of a goal as people read it.
#[must_use]
pub fn goal_value(goal: Goal, value: f64) -> String {
    match goal {
        Goal::Cost => pounds(value),
        Goal::OpenSites => count(value),
        Goal::Spacing => format!("{:.2} km", value / 1_000.0),
        Goal::Added => format!("{} min in all", count(value.round())),
        _ if goal.polarity() == Polarity::MoreIsBetter => percent(value),
        // Plans near the best differ by seconds.
        _ => format!("{value:.2} min"),
    }
}

impl SearchPage<'_> {
    fn case(&self) -> &crate::score::Case {
        &self.options.options[0].case
    }

    fn goal(&self) -> String {
        let better = match self.wish.goal.polarity() {
            Polarity::MoreIsBetter => "the highest",
            _ => "the lowest",
        };
        format!(
            "{better} {} [{}]",
            self.wish.goal.phrase(),
            self.wish.goal.word()
        )
    }

    /// How far the best is from the bound, as a share of the best; 0 where it is proven to be the best.
    pub(super) fn gap(&self) -> Option<f64> {
        let best = self.best?;
        if self.proven {
            return Some(0.0);
        }
        Some((best - self.bound).abs() / best.abs().max(f64::MIN_POSITIVE))
    }

    /// Every limit, a sentence each.
    pub(super) fn kept_to(&self) -> Vec<String> {
        let (wish, case) = (self.wish, self.case());
        let mut lines = Vec::new();
        let sites = counted(self.n_sites, "site");
        lines.push(match &wish.open {
            Some(open) if open.start() == open.end() => {
                format!(
                    "exactly {} of {sites} open that can offer the service",
                    open.start()
                )
            }
            Some(open) => format!(
                "{} to {} of {sites} open that can offer the service",
                open.start(),
                open.end()
            ),
            None => format!("any number of the {sites} open that can offer the service"),
        });
        lines.extend(
            wish.budget
                .map(|it| format!("at most {} a year", pounds(it.get()))),
        );
        lines.extend(wish.hours.map(|it| {
            format!(
                "at least {} staffed hours a week at all open sites",
                count(it)
            )
        }));
        if wish.places {
            lines.push("a place at the open sites for every child".to_owned());
        }
        lines.extend(wish.floor.map(|it| {
            format!(
                "{} or more within the standard in every decile and district",
                percent_as_set(it)
            )
        }));
        if wish.everyone {
            lines.push("every child within the standard".to_owned());
        }
        let served = "every child served whom any site can serve; sites that do not offer the service stay as they are";
        lines.push(served.to_owned());
        lines.extend(rules(case, wish));
        lines
    }

    fn searched(&self) -> String {
        let (sites, parts) = (counted(self.n_sites, "site"), counted(self.nodes, "part"));
        format!(
            "{sites}; branch and bound with Lagrangian bounds, {parts} of all configurations looked into{}",
            if self.stopped {
                "; ended early by Ctrl-C"
            } else {
                ""
            }
        )
    }

    fn found(&self) -> String {
        let goal = self.wish.goal;
        let today = match self.today {
            Ok(it) => format!("today {}", goal_value(goal, *it)),
            Err(why) => format!("today has none: {why}"),
        };
        match self.best {
            Some(best) => format!("{} {}; {today}", goal.phrase(), goal_value(goal, best)),
            None if self.proven => {
                let words: Vec<&str> = self.binding.iter().map(|it| phrase(*it)).collect();
                let binding = match words.as_slice() {
                    [] => String::new(),
                    [only] => format!(": {only} cannot be kept to"),
                    [first @ .., last] => format!(
                        ": {} and {last} cannot be kept to together",
                        first.join(", ")
                    ),
                };
                format!("nothing: no configuration keeps to all of this{binding}; {today}")
            }
            None => format!(
                "nothing that keeps to all of this; that there is nothing is not proven; {today}"
            ),
        }
    }

    fn proof(&self) -> String {
        let goal = self.wish.goal;
        match self.best {
            Some(_) if self.proven => {
                "proven: no configuration that keeps to all of this does better".to_owned()
            }
            Some(_) => {
                let gap = self.gap().unwrap_or_default();
                format!(
                    "not proven to be the best: nothing that keeps to all of this can do better than {}, {} from what was \
                     found",
                    goal_value(goal, self.bound),
                    percent(gap)
                )
            }
            None if self.proven => {
                "proven: every part of all configurations breaks a limit".to_owned()
            }
            None => "none".to_owned(),
        }
    }
}

/// The rules of the study that are kept to, counted.
fn rules(case: &Case, wish: &Wish) -> Option<String> {
    let locks = case.sites.iter().filter(|it| it.lock.is_some());
    let early = locks
        .clone()
        .filter(|it| matches!(it.lock, Some(Lock::NotBefore(_))))
        .count();
    let mut parts = Vec::new();
    let mut part = |number: usize, noun: &str| {
        if number > 0 {
            parts.push(counted(number, noun));
        }
    };
    part(locks.count(), "lock");
    part(
        wish.fixed.len() + wish.closed.len(),
        "site wished open or closed",
    );
    part(case.rules.exclusions.len(), "exclusion");
    part(case.rules.apart.len(), "least distance");
    let protected = case.rules.protected.iter();
    part(
        protected.filter(|it| it.service == wish.service).count(),
        "protected service",
    );
    let mut told = (!parts.is_empty()).then(|| parts.join(", "))?;
    if early > 0 {
        told += "; a candidate that may not open before a day stays closed, since the plan has no phases";
    }
    Some(told)
}

/// A family of limits in a sentence.
const fn phrase(family: Family) -> &'static str {
    match family {
        Family::Count => "the number of open sites",
        Family::Budget => "the budget",
        Family::Hours => "the staffed hours",
        Family::Capacity => "the places for every child",
        Family::Floor => "the floor of every decile and district",
        Family::Everyone => "every child within the standard",
        Family::Locks => "the locks",
        Family::Exclusions => "the exclusions",
        Family::Distances => "the least distances",
        Family::Protected => "the protected service",
    }
}

/// The value of a goal on an option's scorecard, or how many of its sites are open.
///
/// # Errors
/// The reason why there is no value.
pub fn goal_of(option: &ScoredOption, wish: &Wish) -> Result<f64, Absent> {
    if let Some(name) = wish.goal.measure() {
        return option.value(name, wish.service, wish.goal.scope());
    }
    let card = &option.scorecard;
    let open = option.case.offering(&card.configuration, wish.service);
    match wish.goal {
        Goal::Spacing => {
            let least = spacing(&option.case, &open).map(f64::from);
            least.ok_or_else(|| Absent("fewer than two sites are open".to_owned()))
        }
        Goal::Added => {
            let added = added_minutes(&option.case, &wish.mode, wish.service, &card.configuration);
            added.ok_or_else(|| Absent("the study has no travel times by this mode".to_owned()))
        }
        Goal::WithPlaces => {
            let why = "not every area finds a site with room, or none was found";
            Err(Absent(why.to_owned()))
        }
        _ => Ok(open.len() as f64),
    }
}
