//! Reach and supply: what each area can reach beyond its nearest site, alone and in competition, and what each site
//! takes and would leave.
//!
//! [`super::headline`] leaves all of it out, since it walks over all pairs of areas and sites several times.

use rayon::prelude::*;

use super::concentration::unranked;
use super::evaluate::Shared;
use super::gradient::Ranking;
use super::groups::{Group, Groups};
use super::level::Question;
use super::open_sites::{Centroids, open_sites};
use super::reach_inequality::inequality_of;
use super::reach_measures::{Found, Ground, Told, told};
use super::reach_sites::{assignment, overlaps, sites};
use super::scorecard::{Frame, Reach, Scorecard};
use super::{Absent, AccessMeasure, Case, Figure, MeasureInfo, Scope, measures as m};
use crate::ids::{AreaId, Column, Id, SiteId};
use crate::units::Seconds;

/// What areas and sites have of one service, behind its figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceAccess {
    /// The measures area by area, in the order of the figures.
    pub areas: Vec<AreaMeasure>,
    /// Every open site that offers the service, in order.
    pub sites: Vec<SiteReach>,
}

/// One measure, area by area.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaMeasure {
    /// What it is.
    pub measure: &'static MeasureInfo,
    /// The cut-off it counts within, where it has one.
    pub cutoff: Option<Seconds>,
    /// The value of each area, `None` where it has none; or why no area has one.
    ///
    /// # Errors
    /// Such as places that are not known.
    pub values: Result<Column<AreaId, Option<f64>>, Absent>,
}

/// What one open site takes, and what it would leave if it alone closed.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteReach {
    /// The site.
    pub site: SiteId,
    /// How many places it has, where known.
    pub capacity: Option<f64>,
    /// What would be lost if it alone closed.
    pub loss: SiteLoss,
    /// By the name of each measure in competition, its places for each child around it, `None` where there is nobody.
    pub ratios: Vec<(&'static str, Option<f64>)>,
    /// How many children would be placed at it, where an assignment was asked for.
    pub assigned: Option<f64>,
    /// How full it would be, 1 as all are on the whole, where RAAM was asked for.
    pub congestion: Option<f64>,
}

/// What is lost if one site alone closes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SiteLoss {
    /// Children for whom it is the only site within the standard; `None` without a standard.
    pub lose_standard: Option<f64>,
    /// Children for whom it is the nearest and who reach another.
    pub go_elsewhere: f64,
    /// What these would travel in addition, in child-minutes one way.
    pub added_minutes: f64,
    /// Children who would reach no other site at all.
    pub left_without: f64,
}

impl SiteLoss {
    /// What each of those who go elsewhere would travel in addition, in the mean; `None` where there are none.
    #[must_use]
    pub fn added_minutes_each(&self) -> Option<f64> {
        (self.go_elsewhere > 0.0).then(|| self.added_minutes / self.go_elsewhere)
    }
}

/// Adds the figures of reach and supply to a scorecard, service by service, before money.
pub(super) fn add_reach(case: &Case, card: &mut Scorecard, groups: &Groups, found: Vec<Shared>) {
    let is_money = |it: &Figure| it.service.is_none();
    let from = card.figures.iter().position(is_money);
    let money = card.figures.split_off(from.unwrap_or(card.figures.len()));
    let centroids = Centroids::of(case);
    let services: Vec<ServiceAccess> = {
        let Scorecard {
            configuration,
            mode,
            figures,
            reaches,
            ..
        } = card;
        let of = |((service, reach), (ranking, near)): ((_, &Reach), Shared)| {
            let question = Question {
                case,
                service,
                mode,
                reach,
                band: reach.band,
                near: near.as_ref(),
            };
            let ground = Ground::of(&question, configuration);
            let unranked = unranked(&question, &ranking);
            let (of_service, access) = Teller {
                question: &question,
                groups,
                frame: question.frame(),
                ranking: unranked.map_or(Ok(ranking), Err),
            }
            .tell(&ground);
            figures.extend(of_service);
            let frame = question.frame();
            figures.extend(open_sites(&question, configuration, &centroids, &frame));
            access
        };
        reaches.enumerate().zip(found).map(of).collect()
    };
    card.access = Column::new(services);
    card.figures.extend(money);
}

/// Tells what was found of one service as figures.
pub(super) struct Teller<'a> {
    pub(super) question: &'a Question<'a>,
    pub(super) groups: &'a Groups,
    pub(super) frame: Frame,
    /// Everyone in order of deprivation, or why nobody has a place in it.
    pub(super) ranking: Result<Ranking, Absent>,
}

impl Teller<'_> {
    fn tell(&self, ground: &Result<Ground, Absent>) -> (Vec<Figure>, ServiceAccess) {
        let measuring = &self.question.case.policy.measuring;
        let (mut figures, mut areas, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        let mut congestion = None;
        let wanted = AccessMeasure::ALL
            .into_iter()
            .filter(|it| measuring.wants(*it));
        let wanted: Vec<Told> = wanted.flat_map(|it| told(it, measuring)).collect();
        let measured = |told: Told| {
            let found = match ground {
                Ok(it) => it.find(&told),
                Err(reason) => Err(reason.clone()),
            };
            let found = found.map_err(|why| self.nobody().unwrap_or(why));
            let mut figures = self.figures_of(&told, &found);
            figures.extend(inequality_of(self, &told, &found));
            (told, found, figures)
        };
        // One measure knows nothing of another; they are gathered in their order.
        let measured: Vec<_> = wanted.into_par_iter().map(measured).collect();
        for (told, found, of_measure) in measured {
            figures.extend(of_measure);
            let (values, by_site) = match found {
                Ok(it) => (Ok(it.areas), it.sites),
                Err(why) => (Err(why), None),
            };
            match by_site {
                Some(it) if told.which == AccessMeasure::Raam => congestion = Some(it),
                Some(it) => ratios.push((told.measure.name, it)),
                None => (),
            }
            areas.push(AreaMeasure {
                measure: told.measure,
                cutoff: told.cutoff,
                values,
            });
        }
        figures.extend(overlaps(self, ground));
        let mut assigned = None;
        if measuring.wants(AccessMeasure::Assignment) {
            let (of_all, of_sites) = assignment(self, ground);
            figures.extend(of_all);
            assigned = of_sites;
        }
        let sites = match ground {
            Ok(it) => sites(it, &ratios, assigned.as_deref(), congestion.as_deref()),
            Err(_) => Vec::new(),
        };
        (figures, ServiceAccess { areas, sites })
    }

    /// Why the whole study has nobody to measure, if that is so.
    pub(super) fn nobody(&self) -> Option<Absent> {
        self.question.nobody(&self.groups.all)
    }

    /// A measure for everyone, each decile and each district, and what else is told of it.
    fn figures_of(&self, told: &Told, found: &Result<Found, Absent>) -> Vec<Figure> {
        let values = || found.as_ref().map(|it| &it.areas).map_err(Clone::clone);
        let mut figures = Vec::new();
        match told.which {
            // The mean to the nearest is `mean_minutes`.
            AccessMeasure::Nearest => {}
            AccessMeasure::SpatialAvailability => {
                figures.extend(self.in_groups(told.measure, |it| self.sum_in(it, values()?)));
            }
            AccessMeasure::SitesWithin => {
                let any = |it: &Group| {
                    self.mean_in(it, told.lacking, |area| {
                        Some(f64::from(u8::from(values_at(found, area)? > 0.0)))
                    })
                };
                figures.extend(self.in_groups(&m::SHARE_WITHIN_CUTOFF, |it| {
                    values()?;
                    any(it)
                }));
                figures.extend(self.means(told, found));
            }
            _ => figures.extend(self.means(told, found)),
        }
        if told.conserves {
            let reaching = values().and_then(|it| self.sum_of_people(it));
            let figure = self
                .frame
                .figure(&m::PLACES_REACHING_CHILDREN, Scope::All, reaching);
            figures.push(Figure {
                about: Some(told.measure.name),
                ..figure
            });
        }
        for figure in &mut figures {
            figure.cutoff = told.cutoff;
        }
        figures
    }

    fn means(&self, told: &Told, found: &Result<Found, Absent>) -> Vec<Figure> {
        self.in_groups(told.measure, |it| {
            found.as_ref().map_err(Clone::clone)?;
            self.mean_in(it, told.lacking, |area| values_at(found, area))
        })
    }

    /// One figure for everyone, each decile and each district.
    pub(super) fn in_groups(
        &self,
        measure: &MeasureInfo,
        value: impl Fn(&Group) -> Result<f64, Absent>,
    ) -> Vec<Figure> {
        let groups = self.groups.iter();
        groups
            .map(|it| self.frame.figure(measure, it.scope, value(it)))
            .collect()
    }

    /// The mean over a group's children of what their areas have; those of areas without a value are left out.
    pub(super) fn mean_in(
        &self,
        group: &Group,
        lacking: &str,
        value: impl Fn(AreaId) -> Option<f64>,
    ) -> Result<f64, Absent> {
        let people = self.question.people();
        self.question.mean_in(group, value, |place| {
            format!("none of the {people} in {place} {lacking}")
        })
    }

    /// What all areas of a group have together.
    fn sum_in(&self, group: &Group, values: &Column<AreaId, Option<f64>>) -> Result<f64, Absent> {
        match self.question.nobody(group) {
            Some(reason) => Err(reason),
            None => Ok(group.areas.iter().filter_map(|area| values[*area]).sum()),
        }
    }

    /// Children times what each of them has: the places that reach children.
    fn sum_of_people(&self, values: &Column<AreaId, Option<f64>>) -> Result<f64, Absent> {
        if let Some(reason) = self.nobody() {
            return Err(reason);
        }
        let term =
            |(area, value): (AreaId, &Option<f64>)| Some((*value)? * self.question.children(area)?);
        Ok(values.enumerate().filter_map(term).sum())
    }
}

fn values_at(found: &Result<Found, Absent>, area: AreaId) -> Option<f64> {
    *found.as_ref().ok()?.areas.as_slice().get(area.place())?
}
