//! Scenarios in, values of the chosen figures out. Whoever scores faster stands beside the plain way here, and must give
//! the same.

use crate::ids::{Column, SiteId};
use crate::model::{Configuration, Mode, Opening};
use crate::pipeline::batch::figures::{BatchFigure, FigureFrom};
use crate::pipeline::batch::quickly::Quickly;
use crate::pipeline::batch::source::BatchScenario;
use crate::pipeline::prepare::Prepared;
use crate::score::{Case, Scorecard, against, evaluate, headline};

/// The values of the chosen figures of one scenario, in their order; `None` where there is none.
pub type Values = Vec<Option<f64>>;

/// Scores scenarios, on several threads at once. The same scenario has the same values whichever stand beside it.
pub trait Scorer: Sync {
    /// How many scenarios are best scored at once: few enough that nobody waits long for the next word of progress.
    fn at_once(&self) -> usize;

    /// How many scenarios a part of the table stands for unless the user says otherwise: what is scored within minutes,
    /// since what was begun of a part is lost when the run is broken off.
    fn rows_a_part(&self) -> u64;

    /// The values of some scenarios.
    fn score(&self, scenarios: &[BatchScenario]) -> Vec<Values>;
}

/// The quickest scorer that has all of some figures.
pub(super) fn scorer<'a>(
    prepared: &'a Prepared,
    mode: &'a Mode,
    figures: &'a [BatchFigure],
    today: &'a Scorecard,
) -> Box<dyn Scorer + 'a> {
    let plain = Plainly::of(prepared, mode, figures, today);
    match Quickly::of(&prepared.case, mode, figures, plain) {
        Ok(quick) => Box::new(quick),
        Err(plain) => Box::new(plain),
    }
}

/// Scores each scenario by the scorecard that `assess` prints.
pub(super) struct Plainly<'a> {
    case: &'a Case,
    mode: &'a Mode,
    figures: &'a [BatchFigure],
    /// Today's scorecard, to set every plan of the study's own sites against.
    today: &'a Scorecard,
    openings: Openings,
}

/// How each site opens where nothing else is said of it.
pub(super) struct Openings {
    each: Column<SiteId, Opening>,
    closed: Configuration,
}

impl Openings {
    pub(super) fn of(case: &Case) -> Self {
        let sites = case.sites.ids();
        let closed = sites.fold(case.baseline.clone(), |it, site| it.with(site, None));
        Self {
            each: case.sites.map(|it| Opening::of(it, it.tier, &case.tiers)),
            closed,
        }
    }

    pub(super) fn configuration(&self, open: &[SiteId]) -> Configuration {
        let open = open.iter();
        open.fold(self.closed.clone(), |it, site| {
            it.with(*site, Some(self.each[*site].clone()))
        })
    }
}

impl<'a> Plainly<'a> {
    fn of(
        prepared: &'a Prepared,
        mode: &'a Mode,
        figures: &'a [BatchFigure],
        today: &'a Scorecard,
    ) -> Self {
        Self {
            case: &prepared.case,
            mode,
            figures,
            today,
            openings: Openings::of(&prepared.case),
        }
    }

    pub(super) fn one(&self, scenario: &BatchScenario) -> Values {
        let Some(plan) = &scenario.plan else {
            let configuration = self.openings.configuration(&scenario.open);
            return self.values(self.case, self.today, &configuration);
        };
        // Sites that are moved or added make a case of their own, and so today in it.
        if plan.case.sites.len() == self.case.sites.len() {
            return self.values(self.case, self.today, &plan.configuration);
        }
        let today = headline(&plan.case, self.mode, &plan.case.baseline);
        self.values(&plan.case, &today, &plan.configuration)
    }

    fn values(&self, case: &Case, today: &Scorecard, configuration: &Configuration) -> Values {
        let wanted = |from| self.figures.iter().any(|it| it.from == from);
        let card = if wanted(FigureFrom::Reach) {
            evaluate(case, self.mode, configuration)
        } else {
            headline(case, self.mode, configuration)
        };
        let changes = if wanted(FigureFrom::Against) {
            against(case, today, &card)
        } else {
            Vec::new()
        };
        let value = |it: &BatchFigure| match it.from {
            FigureFrom::Against => it.value(&changes),
            FigureFrom::Headline | FigureFrom::Reach => it.value(&card.figures),
        };
        self.figures.iter().map(value).collect()
    }
}

impl Scorer for Plainly<'_> {
    fn at_once(&self) -> usize {
        1
    }

    fn rows_a_part(&self) -> u64 {
        10_000
    }

    fn score(&self, scenarios: &[BatchScenario]) -> Vec<Values> {
        scenarios.iter().map(|it| self.one(it)).collect()
    }
}
