//! A scenario laid on the baseline: the plan that is judged.

use std::sync::Arc;

use crate::ids::{Column, SiteId};
use crate::model::{Configuration, Scenario, Site};
use crate::pipeline::fault::Fault;
use crate::pipeline::prepare::Prepared;
use crate::score::Case;
use crate::space::Point;
use crate::study::{Offered, WrittenScenario};
use crate::travel::{TravelTimes, Unreached};

/// A plan ready to be judged: its configuration, and the case with the sites it moves and adds.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The case; the study's own where nothing moves or is added.
    pub case: Arc<Case>,
    /// The configuration.
    pub configuration: Configuration,
}

impl Prepared {
    /// Lays a written scenario on the baseline.
    ///
    /// # Errors
    /// Names that the study does not know, and changes that do not fit, all at once.
    pub fn plan_of(&self, written: &WrittenScenario) -> Result<Plan, Fault> {
        let scenario = self.resolved(written)?;
        self.plan(&scenario).map_err(|it| written_in(written, it))
    }

    fn resolved(&self, written: &WrittenScenario) -> Result<Scenario, Fault> {
        let offered = Offered {
            tiers: &self.case.tiers,
            services: &self.case.services,
            payers: self.case.money.payers,
        };
        Ok(written.resolve(&self.case.sites, offered)?)
    }

    /// Whether every scenario of the study fits the sites as they are.
    ///
    /// # Errors
    /// Changes that do not fit, those of all scenarios at once.
    pub fn scenarios_fit(&self) -> Result<(), Fault> {
        let fits = |written: &WrittenScenario| {
            let scenario = self.resolved(written)?;
            let mut sites = self.case.sites.clone();
            let laid = laid(&scenario, &self.case, &mut sites);
            laid.map(|_| ()).map_err(|it| written_in(written, it))
        };
        let scenarios = self.study.scenarios.iter();
        let faults: Vec<Fault> = scenarios.filter_map(|it| fits(it).err()).collect();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Fault::Several(faults))
        }
    }

    /// Lays a scenario on the baseline. A site that moves or is added is timed at its place.
    ///
    /// # Errors
    /// Changes that do not fit, all at once.
    pub fn plan(&self, scenario: &Scenario) -> Result<Plan, Fault> {
        let mut sites = self.case.sites.clone();
        let configuration = laid(scenario, &self.case, &mut sites)?;
        if sites.len() == self.case.sites.len() {
            return Ok(Plan {
                case: Arc::clone(&self.case),
                configuration,
            });
        }
        Ok(Plan {
            case: Arc::new(self.with_placed(sites)?),
            configuration,
        })
    }

    /// The case with sites that a plan moves or adds after its own, each timed at its place.
    fn with_placed(&self, sites: Column<SiteId, Site>) -> Result<Case, Fault> {
        if self.ways.is_empty() {
            return Err(Fault::Asked {
                code: "E-CFG-MOVE",
                what: "a site is moved or added, but this study brings its own times and has no roads to time the new place".to_owned(),
                remedy: "give the study roads, or list the new place as a candidate site with times of its own".to_owned(),
            });
        }
        let known = self.case.sites.len();
        let placed: Column<SiteId, Option<Point>> =
            sites.iter().skip(known).map(|it| it.point).collect();
        let mut case = Case {
            sites,
            ..Case::clone(&self.case)
        };
        for (mode, times) in &mut case.times {
            let more = match self.ways.get(mode) {
                Some(ways) => ways.times_to(&placed, self.study.assess.direction),
                // A table's mode says nothing of a new place.
                None => {
                    TravelTimes::unreached(times.n_areas(), placed.len(), Unreached::SiteUnlinked)
                }
            };
            *times = times.clone().followed_by(&more);
        }
        Ok(case)
    }
}

/// A scenario laid on the baseline; sites that it moves or adds come after the others.
fn laid(
    scenario: &Scenario,
    case: &Case,
    sites: &mut Column<SiteId, Site>,
) -> Result<Configuration, Fault> {
    let laid = scenario.apply(&case.baseline, sites, &case.tiers);
    laid.map_err(|changes| Fault::Scenario {
        scenario: scenario.id.clone(),
        written: None,
        changes,
    })
}

/// The fault of a scenario with the lines it is written in.
fn written_in(scenario: &WrittenScenario, fault: Fault) -> Fault {
    match fault {
        Fault::Scenario {
            scenario: id,
            changes,
            ..
        } => Fault::Scenario {
            scenario: id,
            written: Some((scenario.file.clone(), scenario.lines.clone())),
            changes,
        },
        other => other,
    }
}
