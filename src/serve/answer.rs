//! A plan's scorecard beside today's, and what it does to every area.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::dto::{LegendRowDto, PlacedDto, SentenceDto};
use super::plan::study_id;
use crate::access::{Nearest, Unserved};
use crate::equity::CurvePoint;
use crate::ids::{AreaId, BandId, Column, Id, ServiceId};
use crate::report::{
    BothScale, Class, FigureJson, MinutesScale, PeopleScale, beyond_class, beyond_classes,
    change_class, change_classes, deprivation_class, deprivation_classes, figures_json, is_empty,
    key,
};
use crate::score::{Case, Effect, Figure, Scope, Scorecard, minutes_curve};
use crate::units::{People, Seconds};

/// In how many steps of people a curve is told: as fine as a picture can show.
const CURVE_STEPS: f64 = 100.0;

/// A plan's scorecard beside today's, and what it does to every area.
#[derive(Serialize, ToSchema)]
pub(super) struct AnswerDto {
    pub(super) service: String,
    pub(super) mode: String,
    pub(super) standard_minutes: Option<f64>,
    pub(super) sentences: Vec<SentenceDto>,
    /// What each figure means, by its name.
    pub(super) measures: BTreeMap<&'static str, MeasureDto>,
    pub(super) baseline: FiguresDto,
    pub(super) scenario: FiguresDto,
    pub(super) areas: AreasDto,
    /// The open sites that the plan moves or adds, in the order of its changes.
    pub(super) placed: Vec<PlacedDto>,
    pub(super) legend: Shadings<Vec<LegendRowDto>>,
    pub(super) curve: CurvesDto,
}

/// What the way from one plan to another does to every area; `today` is the one it comes from.
#[derive(Serialize, ToSchema)]
pub(super) struct DifferenceDto {
    pub(super) areas: AreasDto,
    pub(super) legend: Shadings<Vec<LegendRowDto>>,
}

/// One thing for each way to shade areas.
#[derive(Serialize, ToSchema)]
pub(super) struct Shadings<T> {
    minutes: T,
    minutes_today: T,
    change: T,
    beyond: T,
    both: T,
    deprivation: T,
    people: T,
}

/// What is told of every area: columns in the order of `/api/areas`.
#[derive(Serialize, ToSchema)]
pub(super) struct AreasDto {
    /// The sites that are nearest to any area, by their ids in the study.
    sites: Vec<String>,
    today: ReachesDto,
    plan: ReachesDto,
    /// The place of each area's class among the rows of the legend.
    classes: Shadings<Vec<usize>>,
}

/// How every area reaches the service.
#[derive(Serialize, ToSchema)]
pub(super) struct ReachesDto {
    /// Seconds to the nearest open site; null where there is none.
    seconds: Vec<Option<u32>>,
    /// The place of that site in `sites`.
    site: Vec<Option<usize>>,
    /// The places of the areas without any, by the reason.
    unserved: BTreeMap<&'static str, Vec<usize>>,
}

/// The concentration curves of minutes: points of shares of people, the most deprived first, and of minutes.
#[derive(Serialize, ToSchema)]
pub(super) struct CurvesDto {
    today: Option<Vec<[f64; 2]>>,
    plan: Option<Vec<[f64; 2]>>,
    /// Why there is none under the plan.
    reason: Option<String>,
}

/// Figures, told with as few words as each needs: there are thousands of a nation.
#[derive(Serialize, ToSchema)]
pub(super) struct FiguresDto {
    pub(super) figures: Vec<FigureDto>,
}

/// A figure of the service asked for, or of money.
#[derive(Serialize, ToSchema)]
pub(super) struct FigureDto {
    name: &'static str,
    scope: String,
    value: Option<f64>,
    /// Why there is no value.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Whose a worst or a largest is.
    #[serde(skip_serializing_if = "Option::is_none")]
    which: Option<String>,
}

/// What a figure means.
#[derive(Serialize, ToSchema)]
pub(super) struct MeasureDto {
    unit: &'static str,
    polarity: &'static str,
    meaning: &'static str,
    source: &'static str,
}

/// What the parts of one answer share.
pub(super) struct About<'a> {
    pub(super) case: &'a Case,
    pub(super) own_sites: usize,
    pub(super) service: ServiceId,
    pub(super) band: BandId,
    pub(super) standard: Option<Seconds>,
}

impl About<'_> {
    /// The figures of the service, and of money; what each means joins the measures.
    pub(super) fn figures(
        &self,
        figures: &[Figure],
        measures: &mut BTreeMap<&'static str, MeasureDto>,
    ) -> Vec<FigureDto> {
        // The map asks anew at every drag and shows no groups of the study's own: hundreds of wards would only weigh.
        let shown = |it: &Figure| !matches!(it.scope, Scope::Group(..) | Scope::WorstGroup(_));
        let wanted = |it: &&Figure| it.service.is_none_or(|it| it == self.service) && shown(it);
        let figures: Vec<Figure> = figures.iter().filter(wanted).cloned().collect();
        let told = |it: FigureJson| {
            measures.entry(it.name).or_insert(MeasureDto {
                unit: it.unit,
                polarity: it.polarity,
                meaning: it.meaning,
                source: it.source,
            });
            FigureDto {
                name: it.name,
                scope: it.scope,
                value: it.value,
                reason: it.reason,
                which: it.which,
            }
        };
        figures_json(self.case, &figures)
            .into_iter()
            .map(told)
            .collect()
    }

    /// What is told of every area, and the legend of every shading.
    pub(super) fn areas(
        &self,
        (case, today): (&Case, &Scorecard),
        (laid, then): (&Case, &Scorecard),
    ) -> (AreasDto, Shadings<Vec<LegendRowDto>>) {
        let (today, then) = (&today.reaches[self.service], &then.reaches[self.service]);
        let mut sites = Sites::default();
        let of_today = self.reaches(case, &today.nearest, &mut sites);
        let of_plan = self.reaches(laid, &then.nearest, &mut sites);
        let shaded = self.shaded(&today.nearest, &then.nearest);
        let areas = AreasDto {
            sites: sites.ids,
            today: of_today,
            plan: of_plan,
            classes: shaded.each(Shaded::places),
        };
        let legend = shaded.each(|it| {
            let rows = key(self.case, self.band, it.classes.clone(), &it.names);
            rows.into_iter().map(Into::into).collect()
        });
        (areas, legend)
    }

    fn reaches(
        &self,
        laid: &Case,
        nearest: &Column<AreaId, Result<Nearest, Unserved>>,
        sites: &mut Sites,
    ) -> ReachesDto {
        let mut told = ReachesDto {
            seconds: Vec::with_capacity(nearest.len()),
            site: Vec::with_capacity(nearest.len()),
            unserved: BTreeMap::new(),
        };
        let mut known = BTreeMap::new();
        for (area, it) in nearest.enumerate() {
            told.seconds.push(it.ok().map(|it| it.time.get()));
            let mut named = |it: Nearest| {
                *known
                    .entry(it.site)
                    .or_insert_with(|| sites.place(study_id(laid, self.own_sites, it.site)))
            };
            told.site.push(it.ok().map(&mut named));
            if let Err(reason) = it {
                let areas = told.unserved.entry(reason.word()).or_default();
                areas.push(area.place());
            }
        }
        told
    }

    /// The class of every area by every shading.
    fn shaded(
        &self,
        today: &Column<AreaId, Result<Nearest, Unserved>>,
        then: &Column<AreaId, Result<Nearest, Unserved>>,
    ) -> Shadings<Shaded> {
        let people = &self.case.population.bands[self.band].label;
        let empty = |area: AreaId| is_empty(self.case, self.band, area);
        let count = |area: AreaId| self.case.people(self.band, area).map(People::get);
        let minutes = MinutesScale::new(self.standard);
        let both = BothScale::new(self.standard);
        let ids = || self.case.areas.list.ids();
        let counts: Vec<f64> = ids().filter_map(count).collect();
        let counted = PeopleScale::new(&counts);
        let of = |classes: Vec<Class>, name: &dyn Fn(AreaId) -> &'static str| Shaded {
            classes,
            names: ids().map(name).collect(),
        };
        Shadings {
            minutes: of(minutes.classes(people), &|it| {
                minutes.class(&then[it], empty(it))
            }),
            minutes_today: of(minutes.classes(people), &|it| {
                minutes.class(&today[it], empty(it))
            }),
            change: of(change_classes(people), &|it| {
                change_class(Effect::between(&today[it], &then[it]), empty(it))
            }),
            beyond: of(beyond_classes(self.standard, people), &|it| {
                beyond_class(self.standard, &today[it], &then[it], empty(it))
            }),
            both: of(both.classes(people), &|it| {
                both.class(&then[it], self.case.decile(it), empty(it))
            }),
            deprivation: of(deprivation_classes(), &|it| {
                deprivation_class(self.case.decile(it))
            }),
            people: of(counted.classes(people), &|it| counted.class(count(it))),
        }
    }

    /// The curves of today and of the plan.
    pub(super) fn curves(&self, today: &Scorecard, then: &Scorecard) -> CurvesDto {
        let of = |card: &Scorecard| minutes_curve(self.case, card, self.service);
        let plan = of(then);
        CurvesDto {
            today: of(today).ok().map(|it| thinned(&it)),
            reason: plan.as_ref().err().map(|it| it.0.clone()),
            plan: plan.ok().map(|it| thinned(&it)),
        }
    }
}

/// A curve with a point at each hundredth of people, which a picture can show; the last point stays.
fn thinned(curve: &[CurvePoint]) -> Vec<[f64; 2]> {
    let mut points: Vec<[f64; 2]> = Vec::new();
    let mut next = 0.0;
    for (place, it) in curve.iter().enumerate() {
        if it.people * CURVE_STEPS >= next || place + 1 == curve.len() {
            points.push([it.people, it.outcome]);
            next = (it.people * CURVE_STEPS).floor() + 1.0;
        }
    }
    points
}

/// The classes of one shading and the name of every area's.
struct Shaded {
    classes: Vec<Class>,
    names: Vec<&'static str>,
}

impl Shaded {
    fn places(&self) -> Vec<usize> {
        let place = |name: &&'static str| self.classes.iter().position(|it| it.name == *name);
        // Every name is one of the classes'; the last of them says that nothing is known.
        let last = self.classes.len().saturating_sub(1);
        self.names
            .iter()
            .map(|it| place(it).unwrap_or(last))
            .collect()
    }
}

impl Shadings<Shaded> {
    fn each<T>(&self, make: impl Fn(&Shaded) -> T) -> Shadings<T> {
        Shadings {
            minutes: make(&self.minutes),
            minutes_today: make(&self.minutes_today),
            change: make(&self.change),
            beyond: make(&self.beyond),
            both: make(&self.both),
            deprivation: make(&self.deprivation),
            people: make(&self.people),
        }
    }
}

/// The sites named so far, in the order of their first area.
#[derive(Default)]
struct Sites {
    places: BTreeMap<String, usize>,
    ids: Vec<String>,
}

impl Sites {
    fn place(&mut self, id: String) -> usize {
        *self.places.entry(id).or_insert_with_key(|id| {
            self.ids.push(id.clone());
            self.ids.len() - 1
        })
    }
}
