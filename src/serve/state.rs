//! What the server holds: one ready case and all that can be written once.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use geo::Contains;

use super::about::unlinked;
use super::catchment::DrawCatchment;
use super::dto::{
    AnswerDto, AreaDto, AssessQuestion, FiguresDto, LegendDto, NearAreaDto, NearSiteDto, PlaceDto,
    PlaceQuestion, PlacedDto, ReachDto, json,
};
use super::error::ApiError;
use super::frontier::{FrontierQuestion, SearchFor, frontier};
use super::parts::Parts;
use super::plan::{LayPlan, lay, study_id};
use super::plans::{self, PlanQuestion};
use crate::access::{Nearest, Unserved};
use crate::ids::{AreaId, BandId, Column, Id, ServiceId, SiteId};
use crate::keep::Plans;
use crate::model::{Configuration, Mode};
use crate::pipeline::Plan;
use crate::report::{
    Boundaries, Class, Comparison, MinutesScale, areas_geojson, change_class, change_classes,
    deprivation_class, deprivation_classes, districts_geojson, figures_json, is_empty, key,
    roads_geojson, sentences,
};
use crate::score::{Case, Effect, Figure, Scope, Scorecard, against, headline};
use crate::space::{Extent, Grid, LonLat, Point, SpatialIndex};
use crate::units::Seconds;

/// How many sites are told as nearest to a place.
const NEAREST: usize = 5;

/// One study, ready to answer; shared by all requests and never altered.
pub struct AppState {
    case: Arc<Case>,
    boundaries: Option<Boundaries>,
    lay_plan: LayPlan,
    pub(super) draw_catchment: DrawCatchment,
    search_for: SearchFor,
    plans: Plans,
    /// Today's scorecard by each mode, made when first asked for.
    today: BTreeMap<Mode, OnceLock<Scorecard>>,
    area_points: SpatialIndex<AreaId>,
    area_outlines: SpatialIndex<AreaId>,
    site_points: SpatialIndex<SiteId>,
    grid: Grid,
    pub(super) study: Bytes,
    pub(super) openapi: Bytes,
    pub(super) areas: Bytes,
    pub(super) districts: Bytes,
    pub(super) roads: Bytes,
}

impl AppState {
    /// Prepares all that stays as it is.
    ///
    /// # Errors
    /// When the study cannot be written as JSON, which is a fault of the program.
    pub fn new(parts: Parts) -> Result<Self, ApiError> {
        let study = json(&super::about::study(&parts))?;
        let openapi = super::openapi::document(&parts)?;
        let case = parts.case;
        let grid = Grid::new();
        let outlines = parts.boundaries.iter().flat_map(Column::enumerate);
        let outlines = outlines.flat_map(|(area, shape)| {
            let rings = shape.iter().flat_map(geo::MultiPolygon::iter);
            rings.map(move |it| (area, it.exterior()))
        });
        let outline = |ring: &geo::LineString<f64>| -> Arc<[Point]> {
            let corner = |it: &geo::Coord<f64>| grid.point(LonLat::new(it.x, it.y));
            ring.0.iter().filter_map(corner).collect()
        };
        Ok(Self {
            areas: areas_geojson(&case, parts.boundaries.as_ref()).into(),
            districts: districts_geojson(&case, parts.boundaries.as_ref()).into(),
            roads: roads_geojson(&parts.roads).into(),
            study: study.into(),
            openapi: openapi.into(),
            today: case
                .times
                .keys()
                .map(|it| (it.clone(), OnceLock::new()))
                .collect(),
            area_points: SpatialIndex::of_points(
                case.areas
                    .list
                    .enumerate()
                    .filter_map(|(id, it)| Some((id, it.point?))),
            ),
            area_outlines: SpatialIndex::of_lines(outlines.map(|(area, it)| (area, outline(it)))),
            site_points: SpatialIndex::of_points(
                case.sites
                    .enumerate()
                    .filter_map(|(id, it)| Some((id, it.point?))),
            ),
            boundaries: parts.boundaries,
            lay_plan: parts.lay_plan,
            draw_catchment: parts.draw_catchment,
            search_for: parts.search_for,
            plans: parts.plans,
            case,
            grid,
        })
    }

    /// Every saved plan, as JSON.
    pub(super) fn plans(&self) -> Result<String, ApiError> {
        plans::list(&self.plans)
    }

    /// One saved plan, as JSON.
    pub(super) fn plan(&self, id: i64) -> Result<String, ApiError> {
        plans::one(&self.plans, id)
    }

    /// One saved plan, as a scenario file.
    pub(super) fn plan_scenario(&self, id: i64) -> Result<String, ApiError> {
        plans::scenario(&self.plans, id)
    }

    /// Saves a plan, a new one or another revision; tells it as JSON.
    pub(super) fn save_plan(
        &self,
        id: Option<i64>,
        question: &PlanQuestion,
        now_ms: i64,
    ) -> Result<String, ApiError> {
        let of = (&self.plans, &*self.case, &self.lay_plan);
        plans::save(of, (id, question), now_ms)
    }

    /// Removes a plan; tells those that are left as JSON.
    pub(super) fn remove_plan(
        &self,
        id: i64,
        query: &str,
        now_ms: i64,
    ) -> Result<String, ApiError> {
        plans::remove(&self.plans, (id, query), now_ms)
    }

    /// The scorecard of a plan beside today's, as JSON.
    pub(super) fn assess(&self, question: &AssessQuestion) -> Result<String, ApiError> {
        let case = &*self.case;
        let service = case.services.find(|it| it.id == question.service);
        let service = service.ok_or_else(|| {
            let known: Vec<&str> = case.services.iter().map(|it| it.id.as_str()).collect();
            let what = format!("service must be one of {}", known.join(", "));
            ApiError::senseless(what).code("E-CFG-ENUM")
        })?;
        let mode = Mode::new(&question.mode);
        let today = self.today(&mode)?;
        let Plan {
            case: laid,
            configuration: plan,
        } = lay(case, &question.changes, &self.lay_plan)?;
        let then = headline(&laid, &mode, &plan);
        let changes = against(&laid, today, &then);
        let comparison = Comparison {
            case: &laid,
            today,
            plan: (!question.changes.is_empty()).then_some((&then, &changes)),
        };
        let about = About {
            case: &laid,
            own_sites: case.sites.len(),
            service,
            band: case.services[service].band,
            scale: MinutesScale::new(today.reaches[service].standard),
        };
        let figures = |figures: &[Figure]| about.figures(figures);
        let mut planned = figures(&then.figures);
        planned.extend(figures(&changes));
        json(&AnswerDto {
            service: question.service.clone(),
            mode: question.mode.clone(),
            standard_minutes: today.reaches[service].standard.map(Seconds::minutes),
            sentences: sentences(&comparison, service)
                .into_iter()
                .map(Into::into)
                .collect(),
            baseline: FiguresDto {
                figures: figures(&today.figures),
            },
            scenario: FiguresDto { figures: planned },
            legend: about.legend(today, &then),
            areas: about.areas(today, &then),
            placed: self.placed(&laid, &plan),
        })
    }

    /// The plans that no other betters in some figures at once, as JSON.
    pub(super) fn frontier(&self, question: &FrontierQuestion) -> Result<String, ApiError> {
        frontier(&self.case, question, &self.search_for)
    }

    /// The open sites that a plan moves or adds.
    fn placed(&self, laid: &Case, plan: &Configuration) -> Vec<PlacedDto> {
        let own = self.case.sites.len();
        let open = plan.open().skip_while(|(site, _)| site.place() < own);
        let one = |site: SiteId| {
            let it = &laid.sites[site];
            let place = it.point.and_then(|it| self.grid.lon_lat(it));
            PlacedDto {
                id: study_id(laid, own, site),
                name: it.name.clone(),
                lon: place.map(|it| it.lon),
                lat: place.map(|it| it.lat),
                unlinked: unlinked(laid, site),
            }
        };
        open.map(|(site, _)| one(site)).collect()
    }

    /// The area of a place and the sites nearest to it, as JSON.
    pub(super) fn place(&self, question: PlaceQuestion) -> Result<String, ApiError> {
        let Some(point) = self.grid.point(LonLat::new(question.lon, question.lat)) else {
            return Err(ApiError::senseless(
                "this place is not on the National Grid",
            ));
        };
        let areas = &self.case.areas.list;
        let near = |(area, inside): (AreaId, bool)| NearAreaDto {
            code: areas[area].code.clone(),
            name: areas[area].name.clone(),
            inside,
            metres: areas[area].point.map_or(0.0, |it| it.distance(point).get()),
        };
        let nearest = || Some((self.area_points.nearest(point)?.0, false));
        let inside = self.area_around(point, question).map(|it| (it, true));
        let sites = self.site_points.k_nearest(point, NEAREST).into_iter();
        json(&PlaceDto {
            area: inside.or_else(nearest).map(near),
            nearest_sites: sites
                .map(|(site, metres)| NearSiteDto {
                    id: self.case.sites[site].id.clone(),
                    name: self.case.sites[site].name.clone(),
                    metres: metres.get(),
                })
                .collect(),
        })
    }

    /// The area whose boundary holds a place.
    fn area_around(&self, point: Point, place: PlaceQuestion) -> Option<AreaId> {
        let boundaries = self.boundaries.as_ref()?;
        let corner = Extent {
            low: point,
            high: point,
        };
        let place = geo::Point::new(place.lon, place.lat);
        self.area_outlines.in_box(&corner).into_iter().find(|area| {
            let shape = boundaries.get(*area).and_then(Option::as_ref);
            shape.is_some_and(|it| it.contains(&place))
        })
    }

    fn today(&self, mode: &Mode) -> Result<&Scorecard, ApiError> {
        let slot = self.today.get(mode).ok_or_else(|| {
            let known: Vec<&str> = self.today.keys().map(Mode::name).collect();
            let what = format!("mode must be one of {}", known.join(", "));
            ApiError::senseless(what).code("E-CFG-ENUM")
        })?;
        Ok(slot.get_or_init(|| headline(&self.case, mode, &self.case.baseline)))
    }
}

/// What the parts of one answer share.
struct About<'a> {
    case: &'a Case,
    own_sites: usize,
    service: ServiceId,
    band: BandId,
    scale: MinutesScale,
}

impl About<'_> {
    /// The figures of the service, and of money.
    fn figures(&self, figures: &[Figure]) -> Vec<crate::report::FigureJson> {
        // The map asks anew at every drag and shows no groups of the study's own: hundreds of wards would only weigh.
        let shown = |it: &Figure| !matches!(it.scope, Scope::Group(..) | Scope::WorstGroup(_));
        let wanted = |it: &&Figure| it.service.is_none_or(|it| it == self.service) && shown(it);
        let figures: Vec<Figure> = figures.iter().filter(wanted).cloned().collect();
        figures_json(self.case, &figures)
    }

    fn areas(&self, today: &Scorecard, then: &Scorecard) -> Vec<AreaDto> {
        let (today, then) = (&today.reaches[self.service], &then.reaches[self.service]);
        let row = |(area, it): (AreaId, &crate::model::Area)| {
            let effect = Effect::between(&today.nearest[area], &then.nearest[area]);
            AreaDto {
                code: it.code.clone(),
                today: self.reach(area, &today.nearest[area]),
                plan: self.reach(area, &then.nearest[area]),
                change_minutes: match effect {
                    Effect::Change(seconds) => Some(seconds as f64 / 60.0),
                    _ => None,
                },
                change_class: change_class(effect, self.is_empty(area)),
            }
        };
        self.case.areas.list.enumerate().map(row).collect()
    }

    fn reach(&self, area: AreaId, nearest: &Result<Nearest, Unserved>) -> ReachDto {
        ReachDto {
            minutes: nearest.map(|it| it.time.minutes()).ok(),
            reason: nearest.err().map(Unserved::word),
            nearest: nearest
                .map(|it| study_id(self.case, self.own_sites, it.site))
                .ok(),
            class: self.scale.class(nearest, self.is_empty(area)),
        }
    }

    fn is_empty(&self, area: AreaId) -> bool {
        is_empty(self.case, self.band, area)
    }

    fn legend(&self, today: &Scorecard, then: &Scorecard) -> LegendDto {
        let people = &self.case.population.bands[self.band].label;
        let ids = || self.case.areas.list.ids();
        let rows = |classes: Vec<Class>, classed: Vec<&'static str>| {
            let rows = key(self.case, self.band, classes, &classed);
            rows.into_iter().map(Into::into).collect()
        };
        let minutes = |of: &Scorecard| {
            let nearest = &of.reaches[self.service].nearest;
            let classed = ids().map(|it| self.scale.class(&nearest[it], self.is_empty(it)));
            rows(self.scale.classes(people), classed.collect())
        };
        let (before, after) = (&today.reaches[self.service], &then.reaches[self.service]);
        let changed = ids().map(|it| {
            let effect = Effect::between(&before.nearest[it], &after.nearest[it]);
            change_class(effect, self.is_empty(it))
        });
        let deciles = ids().map(|it| deprivation_class(self.case.decile(it)));
        LegendDto {
            minutes: minutes(then),
            minutes_today: minutes(today),
            change: rows(change_classes(people), changed.collect()),
            deprivation: rows(deprivation_classes(), deciles.collect()),
        }
    }
}

impl std::fmt::Debug for AppState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AppState")
            .field("areas", &self.case.areas.list.len())
            .field("sites", &self.case.sites.len())
            .finish_non_exhaustive()
    }
}
