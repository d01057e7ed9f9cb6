//! What the server is made from.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::catchment::DrawCatchment;
use super::frontier::SearchFor;
use super::plan::LayPlan;
use crate::keep::Plans;
use crate::model::Mode;
use crate::pipeline::{Prepared, Silent};
use crate::report::{Boundaries, DrawnRoad, Heading, catchment_geojson};
use crate::score::Case;
use crate::study::WrittenScenario;

/// What the server is made from.
pub struct Parts {
    /// The case, with times by every mode offered.
    pub case: Arc<Case>,
    /// What is said about the study when it is judged by each of those modes.
    pub headings: BTreeMap<Mode, Heading>,
    /// The outlines of the areas, where the study has them.
    pub boundaries: Option<Boundaries>,
    /// The roads to draw; none in a study with its own times.
    pub roads: Vec<DrawnRoad>,
    /// The scenarios written in the study, offered as plans to start from.
    pub scenarios: Vec<WrittenScenario>,
    /// Lays a plan on today.
    pub lay_plan: LayPlan,
    /// Draws the catchment of a site or a place.
    pub draw_catchment: DrawCatchment,
    /// Searches for the best plans.
    pub search_for: SearchFor,
    /// The plans that people save.
    pub plans: Plans,
    /// Whether a plan may move and add sites: the study has roads to time journeys to a new place.
    pub sites_move: bool,
}

/// With saved plans that last as long as the program.
impl From<Prepared> for Parts {
    fn from(mut prepared: Prepared) -> Self {
        let boundaries = prepared.loaded.boundaries.take();
        let roads = std::mem::take(&mut prepared.roads);
        let prepared = Arc::new(prepared);
        let modes = prepared.case.times.keys();
        let heading = |mode: &Mode| (mode.clone(), prepared.heading(mode, None));
        Self {
            headings: modes.map(heading).collect(),
            case: Arc::clone(&prepared.case),
            boundaries,
            roads,
            scenarios: prepared.study.scenarios.clone(),
            sites_move: !prepared.ways.is_empty(),
            draw_catchment: {
                let prepared = Arc::clone(&prepared);
                Arc::new(move |question| {
                    let page = prepared.catchment(question)?;
                    Ok(catchment_geojson(&prepared.case, &page))
                })
            },
            search_for: {
                let prepared = Arc::clone(&prepared);
                Arc::new(move |wish, search| prepared.search(wish, search, &Silent, &|_, _| true))
            },
            lay_plan: Arc::new(move |scenario| prepared.plan(scenario)),
            plans: Plans::in_memory(),
        }
    }
}
