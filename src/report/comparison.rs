//! What a page is about: what is said of the study, and the scorecards set side by side.

use crate::ids::ServiceId;
use crate::read::Notices;
use crate::score::{Case, Figure, Scope, Scorecard, find};

/// What is said about a study wherever its figures are shown.
#[derive(Clone, Debug, Default)]
pub struct Heading {
    /// The study's name.
    pub study: String,
    /// The question it answers; may be empty.
    pub question: String,
    /// The name of the scenario, where one is set against today.
    pub plan: Option<String>,
    /// The sites that the plan moves and adds, and where to, a sentence each.
    pub placed: Vec<String>,
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
    pub(super) fn today(
        &self,
        name: &str,
        service: Option<ServiceId>,
        scope: Scope,
    ) -> Option<&'a Figure> {
        self.today.figure(name, service, scope)
    }

    /// The figure of the plan: its own, or against the baseline.
    pub(super) fn then(
        &self,
        name: &str,
        service: Option<ServiceId>,
        scope: Scope,
    ) -> Option<&'a Figure> {
        let (scorecard, changes) = self.plan?;
        scorecard
            .figure(name, service, scope)
            .or_else(|| find(changes, name, service, scope))
    }

    /// The figure of what is judged: the plan's where there is one, else today's.
    pub(super) fn judged(
        &self,
        name: &str,
        service: Option<ServiceId>,
        scope: Scope,
    ) -> Option<&'a Figure> {
        match self.plan {
            Some(_) => self.then(name, service, scope),
            None => self.today(name, service, scope),
        }
    }

    /// The people of a service in a sentence: "under-fives".
    pub(super) fn people(&self, service: ServiceId) -> &'a str {
        let band = self.case.services[service].band;
        &self.case.population.bands[band].label
    }
}

/// The value of a figure, where it has one.
pub(super) fn value(figure: Option<&Figure>) -> Option<f64> {
    figure?.value.clone().ok()
}
