//! What a search found, and how sure it is that nothing is better.

use super::Family;
use crate::ids::{AreaId, SiteId};

/// A set of places with what the aim comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The open places, in order.
    pub open: Vec<usize>,
    /// What the aim comes to; [`Asked::figure`](super::Asked::figure) tells it in the scorecard's unit.
    pub value: f64,
}

/// The answer to a wish.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The best that was found; `None` where nothing keeps to the limits, or nothing was found that does.
    pub best: Option<Found>,
    /// No set can come to less than this.
    pub bound: f64,
    /// Whether the best is proven to be the best, or that there is none.
    pub proven: bool,
    /// How many parts of all configurations were looked into.
    pub nodes: u64,
    /// The best and what is near it, in order of their values.
    pub near: Vec<Found>,
    /// Whether `near` has every set within the share of the best that was asked for.
    pub near_whole: bool,
    /// Whether no set that is nearer to the best than these is missing.
    pub near_proven: bool,
    /// The places in `near` of sets that truly differ, the best first.
    pub diverse: Vec<usize>,
    /// Where nothing keeps to the limits: which of them cannot be kept together, and what could be had instead.
    pub conflict: Option<Conflict>,
    /// Which site serves each area with people, where places are limited.
    pub served: Vec<Served>,
    /// What the aim comes to today, where places are limited; `None` where not everybody finds one, or it was not found.
    pub today: Option<f64>,
}

/// An area and the site that serves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Served {
    /// The area.
    pub area: AreaId,
    /// The site.
    pub site: SiteId,
}

/// Limits that cannot be kept together, none of which could be left out of this list.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The families of limits; empty where nothing more is known than that nothing was found.
    pub binding: Vec<Family>,
    /// For each of them what comes nearest to keeping it when all others are kept.
    pub nearest: Vec<Nearest>,
}

/// A set of places that keeps to all limits but one, and misses that one by as little as can be.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// The limit that is not kept.
    pub without: Family,
    /// The places.
    pub open: Vec<usize>,
    /// Whether nothing comes nearer.
    pub proven: bool,
}
