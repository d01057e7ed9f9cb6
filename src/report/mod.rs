//! Figures -> text, JSON, tables.
//!
//! In: a case and its scorecards as a [`Comparison`], and what is said about the study as a [`Heading`]. Out:
//! text or bytes, which somebody else writes: the room knows no files. Words carry direction, numbers carry
//! units, and an index never stands alone.

mod json;
mod layers;
mod lines;
mod lists;
mod nearest_ground;
mod numbers;
mod sentences;
mod shading;
mod tables;
mod text;

use crate::ids::ServiceId;
use crate::read::Notices;
use crate::score::{Case, Figure, Scope, Scorecard, find};

pub use json::{
    AssessmentJson, FigureJson, JudgedJson, MeasureJson, SettingJson, StudyJson, UnservedJson,
    assessment, figures_json, judged, measures_json, to_text,
};
pub use layers::{Boundaries, DrawnRoad, areas_geojson, districts_geojson, roads_geojson};
pub use lists::{AreaRow, areas_furthest, areas_worst_affected};
pub use nearest_ground::nearest_ground;
pub use numbers::{change, count, minutes, minutes_in_table, percent, points, pounds};
pub use sentences::{Sentence, sentences};
pub use shading::{
    Class, Colour, KeyRow, MinutesScale, change_class, change_classes, deprivation_class,
    deprivation_classes, is_empty, key,
};
pub use tables::{ParquetError, times_csv, times_parquet};
pub use text::page;

/// What is said about a study wherever its figures are shown.
#[derive(Clone, Debug, Default)]
pub struct Heading {
    /// The study's name.
    pub study: String,
    /// The question it answers; may be empty.
    pub question: String,
    /// The name of the scenario, where one is set against today.
    pub plan: Option<String>,
    /// What is made up for illustration, such as "people"; empty when all of it is real.
    pub illustrative: Vec<String>,
    /// The settings that shape the figures, name and value, in order.
    pub settings: Vec<(String, String)>,
    /// Whom the data are owed to, a line each.
    pub attribution: Vec<String>,
    /// What was odd in the data.
    pub notices: Notices,
}

/// Today's scorecard and, where there is one, a plan's beside it.
#[derive(Clone, Copy, Debug)]
pub struct Comparison<'a> {
    /// What all scorecards share.
    pub case: &'a Case,
    /// The baseline's scorecard.
    pub today: &'a Scorecard,
    /// The plan's scorecard, by the same mode, and its figures against the baseline ([`crate::score::against`]).
    pub plan: Option<(&'a Scorecard, &'a [Figure])>,
}

impl<'a> Comparison<'a> {
    /// The figure of today.
    fn today(&self, name: &str, service: Option<ServiceId>, scope: Scope) -> Option<&'a Figure> {
        self.today.figure(name, service, scope)
    }

    /// The figure of the plan: its own, or against the baseline.
    fn then(&self, name: &str, service: Option<ServiceId>, scope: Scope) -> Option<&'a Figure> {
        let (scorecard, changes) = self.plan?;
        scorecard
            .figure(name, service, scope)
            .or_else(|| find(changes, name, service, scope))
    }

    /// The figure of what is judged: the plan's where there is one, else today's.
    fn judged(&self, name: &str, service: Option<ServiceId>, scope: Scope) -> Option<&'a Figure> {
        match self.plan {
            Some(_) => self.then(name, service, scope),
            None => self.today(name, service, scope),
        }
    }

    /// The people of a service in a sentence: "under-fives".
    fn people(&self, service: ServiceId) -> &'a str {
        let band = self.case.services[service].band;
        &self.case.population.bands[band].label
    }
}

/// The value of a figure, where it has one.
fn value(figure: Option<&Figure>) -> Option<f64> {
    figure?.value.clone().ok()
}
