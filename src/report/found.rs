//! What a search found, in rows: the plans near the best, the frontier, and who goes where.

use super::lines::{table, wrapped};
use super::numbers::{count, counted, percent_as_set};
use super::searched::{SearchPage, goal_value};
use crate::optimise::Goal;

/// Who goes where, where places are limited.
#[derive(Clone, Debug, PartialEq)]
pub struct ServedTable {
    /// The name of each site, the children who go there, and its places.
    pub sites: Vec<(String, f64, f64)>,
    /// The code of each area and the id of the site that it goes to.
    pub areas: Vec<(String, String)>,
}

/// A plan near the best, in a line.
#[derive(Clone, Debug, PartialEq)]
pub struct NearRow {
    /// The id of its scenario.
    pub id: String,
    /// What the goal comes to.
    pub value: f64,
    /// The names of the sites that it opens, and of those that it closes.
    pub opens: Vec<String>,
    /// The names of those that it closes.
    pub closes: Vec<String>,
    /// The names of those that get another tier.
    pub converts: Vec<String>,
}

/// A frontier, in rows.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontierTable {
    /// Its figures.
    pub goals: Vec<Goal>,
    /// Its plans: the id of each, and its figures.
    pub rows: Vec<(String, Vec<f64>)>,
    /// What today comes to, where it has all figures.
    pub today: Option<Vec<f64>>,
    /// Whether no plan is missing.
    pub whole: bool,
}

impl SearchPage<'_> {
    /// The plans near the best, a line each.
    pub(super) fn near_lines(&self) -> String {
        let goal = self.wish.goal;
        if self.near.is_empty() {
            return String::new();
        }
        let (within, whole) = self.within;
        let number = counted(self.near.len(), "plan");
        let title = match (whole, self.near.len()) {
            _ if !self.near_proven => format!(
                "\nPlans within {} of the best that were found before the search ended: {number}, and others may be missing\n",
                percent_as_set(within)
            ),
            (true, 1) => format!(
                "\nNo other plan is within {} of the best\n",
                percent_as_set(within)
            ),
            (true, _) => format!(
                "\nEvery plan within {} of the best: {number}\n",
                percent_as_set(within)
            ),
            (false, _) => format!(
                "\nPlans within {} of the best: the first {number} of more\n",
                percent_as_set(within)
            ),
        };
        let mut text = title;
        let shown = self.near.iter().take(SHOWN);
        for row in shown {
            let label = format!("  {:<12}{:<10}", row.id, goal_value(goal, row.value));
            text += &wrapped(&label, &row.told());
        }
        if self.near.len() > SHOWN {
            let more = counted(self.near.len() - SHOWN, "more plan");
            text += &wrapped("  ", &format!("{more}: --json and --plans have them all"));
        }
        text
    }

    /// Who goes where.
    pub(super) fn served_table(&self) -> String {
        let Some(served) = self.served else {
            return String::new();
        };
        let row = |(name, people, places): &(String, f64, f64)| {
            vec![name.clone(), count(*people), count(*places)]
        };
        let rows: Vec<Vec<String>> = served.sites.iter().map(row).collect();
        let title =
            "Who goes where: each area to one site with room for it (--json has every area)";
        table(title, &["site", "children", "places"], &rows)
    }

    pub(super) fn frontier_table(&self) -> String {
        let Some(frontier) = self.frontier else {
            return String::new();
        };
        let head: Vec<&str> = std::iter::once("plan")
            .chain(frontier.goals.iter().map(|it| it.phrase()))
            .collect();
        let cells = |id: &str, values: &[f64]| -> Vec<String> {
            let values = frontier
                .goals
                .iter()
                .zip(values)
                .map(|(goal, it)| goal_value(*goal, *it));
            std::iter::once(id.to_owned()).chain(values).collect()
        };
        let today = frontier.today.iter().map(|it| cells("today", it));
        let rows = frontier.rows.iter().map(|(id, values)| cells(id, values));
        let rows: Vec<Vec<String>> = today.chain(rows).collect();
        let whole = if frontier.whole {
            ""
        } else {
            " (of the plans found: others may be missing)"
        };
        table(
            &format!("Frontier: no plan betters another in all of these{whole}"),
            &head,
            &rows,
        )
    }
}

/// How many plans near the best the page names.
const SHOWN: usize = 20;

impl NearRow {
    /// What it changes, in words.
    fn told(&self) -> String {
        let part = |verb: &str, names: &[String]| {
            (!names.is_empty()).then(|| format!("{verb} {}", names.join(", ")))
        };
        let parts = [
            part("closes", &self.closes),
            part("opens", &self.opens),
            part("changes the tier of", &self.converts),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            "as today".to_owned()
        } else {
            parts.join("; ")
        }
    }
}
