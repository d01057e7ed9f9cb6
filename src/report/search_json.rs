//! What a search found as data, under stable names: the form of `optimise --json`.

use serde::Serialize;

use super::found::{FrontierTable, NearRow};
use super::options_json::{OptionsJson, options_json};
use super::searched::SearchPage;
use crate::optimise::Goal;
use crate::score::Polarity;

/// What `optimise --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SearchJson {
    /// The figure that was to be bettered, with whom it is about, such as `share_within:worst_decile`.
    pub goal: &'static str,
    /// Whether more of it is better: `more_is_better` or `less_is_better`.
    pub polarity: &'static str,
    /// Every limit that was kept to, a sentence each.
    pub kept_to: Vec<String>,
    /// How many sites open and close.
    pub sites: usize,
    /// How many parts of all configurations were looked into.
    pub nodes: u64,
    /// Whether it was ended early, by Ctrl-C.
    pub stopped: bool,
    /// What the goal comes to today; null where it has no value.
    pub today: Option<f64>,
    /// What it comes to in the best plan; null where there is none.
    pub best: Option<f64>,
    /// What no plan that keeps to the limits can better; null where nothing keeps to them.
    pub bound: Option<f64>,
    /// How far the best is from the bound, as a share of the best; 0 where it is proven to be the best.
    pub gap: Option<f64>,
    /// Whether the best is proven to be the best, or that nothing keeps to the limits.
    pub proven: bool,
    /// The limits that cannot be kept together, where nothing keeps to all.
    pub binding: Vec<&'static str>,
    /// The plans near the best, the best first.
    pub near: Vec<NearJson>,
    /// Within which share of the best they were looked for.
    pub near_within: f64,
    /// Whether they are all that there are.
    pub near_whole: bool,
    /// The frontier, where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frontier: Option<FrontierJson>,
    /// Where places are limited, the site that each area goes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub served: Option<Vec<ServedJson>>,
    /// Today and plans that truly differ, side by side with every figure; as `compare --json` has them.
    pub compared: OptionsJson,
}

/// A plan near the best.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NearJson {
    /// The id of its scenario.
    pub id: String,
    /// What the goal comes to.
    pub value: f64,
    /// The names of the sites that it opens.
    pub opens: Vec<String>,
    /// The names of those that it closes.
    pub closes: Vec<String>,
    /// The names of those that get another tier.
    pub converts: Vec<String>,
}

/// An area and the site that it goes to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServedJson {
    /// The code of the area.
    pub area: String,
    /// The id of the site.
    pub site: String,
}

/// The plans that no other betters in all figures at once.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FrontierJson {
    /// The figures.
    pub figures: Vec<&'static str>,
    /// The plans, each with its figures in that order.
    pub plans: Vec<FrontierRowJson>,
    /// The figures of today; null where it has not all of them.
    pub today: Option<Vec<f64>>,
    /// Whether no plan is missing.
    pub whole: bool,
}

/// One plan of a frontier.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FrontierRowJson {
    /// The id of its scenario.
    pub id: String,
    /// Its figures.
    pub values: Vec<f64>,
}

/// What a search found, as data.
#[must_use]
pub fn search_json(page: &SearchPage) -> SearchJson {
    let goal = page.wish.goal;
    SearchJson {
        goal: goal.word(),
        polarity: match goal.polarity() {
            Polarity::MoreIsBetter => Polarity::MoreIsBetter.word(),
            _ => Polarity::LessIsBetter.word(),
        },
        kept_to: page.kept_to(),
        sites: page.n_sites,
        nodes: page.nodes,
        stopped: page.stopped,
        today: page.today.as_ref().ok().copied(),
        best: page.best,
        bound: page.best.map(|_| page.bound),
        gap: page.gap(),
        proven: page.proven,
        binding: page.binding.iter().map(|it| it.word()).collect(),
        near: page.near.iter().map(near).collect(),
        near_within: page.within.0,
        near_whole: page.within.1,
        frontier: page.frontier.map(frontier),
        served: page.served.map(|it| it.areas.iter().map(served).collect()),
        compared: options_json(page.options),
    }
}

/// The same as JSON text, indented, with a last line feed.
///
/// # Errors
/// Never for the types of this room; the error is serde's.
pub fn search_text(search: &SearchJson) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string_pretty(search)? + "\n")
}

fn near(row: &NearRow) -> NearJson {
    NearJson {
        id: row.id.clone(),
        value: row.value,
        opens: row.opens.clone(),
        closes: row.closes.clone(),
        converts: row.converts.clone(),
    }
}

fn served((area, site): &(String, String)) -> ServedJson {
    ServedJson {
        area: area.clone(),
        site: site.clone(),
    }
}

fn frontier(it: &FrontierTable) -> FrontierJson {
    let plan = |(id, values): &(String, Vec<f64>)| FrontierRowJson {
        id: id.clone(),
        values: values.clone(),
    };
    FrontierJson {
        figures: it.goals.iter().map(|it: &Goal| it.word()).collect(),
        plans: it.rows.iter().map(plan).collect(),
        today: it.today.clone(),
        whole: it.whole,
    }
}
