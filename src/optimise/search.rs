//! How far a search goes, and what it tells beside the best.

use super::Goal;

/// How far a search goes, and what it tells beside the best.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// How much worse than the best, as a share of its value, a plan may be that is told too.
    pub near: f64,
    /// How many of them are told at most.
    pub most: usize,
    /// By how many places opened or closed plans must differ that are set side by side.
    pub differ: usize,
    /// How many of those are set side by side at most.
    pub side_by_side: usize,
    /// The figures of the frontier; none where none is asked for.
    pub frontier: Vec<Goal>,
    /// In about how many steps a frontier of money goes from the dearest plan to none; `None`: penny by penny, every plan.
    pub steps: Option<i64>,
    /// How many parts of all configurations are looked into before the search ends without a proof.
    pub nodes: u64,
}
