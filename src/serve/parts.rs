//! What the server is made from.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::base_map::BaseMap;
use super::catchment::DrawCatchment;
use super::consultation::Consultation;
use super::frontier::SearchFor;
use super::plan::LayPlan;
use super::postcode::{FindPostcode, PostcodePlace};
use crate::keep::Plans;
use crate::model::Mode;
use crate::pipeline::{BatchFolder, Fault, Prepared, Silent};
use crate::report::{Boundaries, DrawnRoad, Heading, Lies, Surroundings, catchment_geojson};
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
    /// The water and the names of places to draw, as far as the study's road file tells of them.
    pub surroundings: Surroundings,
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
    /// Looks postcodes up; `None` in a study that names no directory.
    pub find_postcode: Option<FindPostcode>,
    /// The plan that people are consulted on; `None` where plans can be changed and saved.
    pub consultation: Option<Consultation>,
    /// A base map from elsewhere; `None` where the study's own roads are all.
    pub base_map: Option<BaseMap>,
    /// A batch that was made before, to be looked through; `None` where none is named.
    pub batch: Option<BatchFolder>,
    /// Whether a plan may move and add sites: the study has roads to time journeys to a new place.
    pub sites_move: bool,
}

/// Where a postcode is, by the study's directory.
fn found(prepared: &Prepared, postcode: &str) -> Result<PostcodePlace, Fault> {
    let page = prepared.postcodes(&[postcode.to_owned()], None)?;
    let found = page.answers.first().and_then(|it| it.found.as_ref().ok());
    let area = found.and_then(|it| it.lies.area());
    let why = match found.map(|it| &it.lies) {
        Some(Lies::Untold(why)) => Some(why.clone()),
        Some(Lies::Outside) => Some("it lies outside the study".to_owned()),
        _ => None,
    };
    Ok(PostcodePlace {
        postcode: postcode.to_owned(),
        point: found.and_then(|it| it.row.point),
        area,
        why,
    })
}

/// With saved plans that last as long as the program.
impl From<Prepared> for Parts {
    fn from(mut prepared: Prepared) -> Self {
        // A postcode is put into its area by the same boundaries: they stay where they are.
        let boundaries = prepared.loaded.boundaries.clone();
        let roads = std::mem::take(&mut prepared.roads);
        let surroundings = std::mem::take(&mut prepared.surroundings);
        let prepared = Arc::new(prepared);
        let modes = prepared.case.times.keys();
        let heading = |mode: &Mode| (mode.clone(), prepared.heading(mode, None));
        Self {
            headings: modes.map(heading).collect(),
            case: Arc::clone(&prepared.case),
            boundaries,
            roads,
            surroundings,
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
                Arc::new(move |wish, search, goes_on| {
                    prepared.search(wish, search, &Silent, &|_, _| goes_on())
                })
            },
            find_postcode: prepared.study.postcodes.is_some().then(|| {
                let prepared = Arc::clone(&prepared);
                let find: FindPostcode = Arc::new(move |it| found(&prepared, it));
                find
            }),
            consultation: None,
            base_map: None,
            batch: None,
            lay_plan: Arc::new(move |scenario| prepared.plan(scenario)),
            plans: Plans::in_memory(),
        }
    }
}
