//! What the server holds: one ready case and all that can be written once.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::http::StatusCode;
use geo::Contains;

use super::about::unlinked;
use super::answer::{About, AnswerDto, DifferenceDto, FiguresDto};
use super::areas::AreaColumns;
use super::base_map::BaseMap;
use super::batch::{self, BatchQuestion};
use super::best_plans::{BestPlansQuestion, best_plans};
use super::catchment::DrawCatchment;
use super::consultation::Consultation;
use super::dto::{
    NearAreaDto, NearSiteDto, OneSiteDto, OneSitesDto, PlaceDto, PlacedDto, StudyDto, json,
};
use super::error::ApiError;
use super::frontier::{FrontierQuestion, SearchFor, frontier};
use super::ground::Ground;
use super::parts::Parts;
use super::plan::{LayPlan, lay, study_id};
use super::plans::{self, PlanQuestion};
use super::postcode::{self, FindPostcode};
use super::questions::{AssessQuestion, DifferenceQuestion, PlaceQuestion};
use super::waiting::Waiting;
use crate::ids::{AreaId, Column, Id, ServiceId, SiteId};
use crate::keep::Plans;
use crate::model::{Configuration, Mode};
use crate::pipeline::{BatchFolder, Plan};
use crate::report::{Comparison, sentences};
use crate::score::{Case, Scorecard, against, headline, one_site};
use crate::space::{Extent, Grid, LonLat, Point, SpatialIndex};
use crate::units::Seconds;

/// How many sites are told as nearest to a place.
const NEAREST: usize = 5;

/// One study, ready to answer; shared by all requests and never altered.
pub struct AppState {
    case: Arc<Case>,
    pub(super) ground: Ground,
    lay_plan: LayPlan,
    pub(super) draw_catchment: DrawCatchment,
    search_for: SearchFor,
    plans: Plans,
    find_postcode: Option<FindPostcode>,
    pub(super) consultation: Option<Consultation>,
    pub(super) base_map: Option<BaseMap>,
    batch: Option<BatchFolder>,
    /// Today's scorecard by each mode, made when first asked for.
    today: BTreeMap<Mode, OnceLock<Scorecard>>,
    area_points: SpatialIndex<AreaId>,
    area_outlines: SpatialIndex<AreaId>,
    site_points: SpatialIndex<SiteId>,
    grid: Grid,
    pub(super) study: Bytes,
    pub(super) openapi: Bytes,
    pub(super) areas: Bytes,
}

impl AppState {
    /// Prepares all that stays as it is.
    ///
    /// # Errors
    /// When the study cannot be written as JSON, which is a fault of the program.
    pub fn new(parts: Parts) -> Result<Self, ApiError> {
        let study = super::about::study(&parts);
        let openapi = super::openapi::document(&parts)?;
        let case = parts.case;
        let (roads, around) = (parts.roads, parts.surroundings);
        let ground = Ground::new(Arc::clone(&case), parts.boundaries, roads, around);
        let study = json(&StudyDto {
            in_tiles: ground.heavy,
            ..study
        })?;
        let grid = Grid::new();
        let outlines = ground.boundaries.iter().flat_map(Column::enumerate);
        let outlines = outlines.flat_map(|(area, shape)| {
            let rings = shape.iter().flat_map(geo::MultiPolygon::iter);
            rings.map(move |it| (area, it.exterior()))
        });
        let outline = |ring: &geo::LineString<f64>| -> Arc<[Point]> {
            let corner = |it: &geo::Coord<f64>| grid.point(LonLat::new(it.x, it.y));
            ring.0.iter().filter_map(corner).collect()
        };
        Ok(Self {
            areas: json(&AreaColumns::of(&case))?.into(),
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
            ground,
            lay_plan: parts.lay_plan,
            draw_catchment: parts.draw_catchment,
            search_for: parts.search_for,
            plans: parts.plans,
            find_postcode: parts.find_postcode,
            consultation: parts.consultation,
            base_map: parts.base_map,
            batch: parts.batch,
            case,
            grid,
        })
    }

    /// Makes what the first page will ask for, so that it need not wait: today's scorecard, the shapes that tiles are cut
    /// from.
    pub(super) fn warm(&self) {
        // A mode that is none has nothing to be made ready.
        let _ = self.today(&self.case.mode);
        self.ground.warm();
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
        if let Some(consultation) = &self.consultation {
            consultation.shows(&question.changes)?;
        }
        let service = self.service(&question.service)?;
        let mode = Mode::new(&question.mode);
        let today = self.today(&mode)?;
        let Plan {
            case: laid,
            configuration: plan,
        } = lay(&self.case, &question.changes, &self.lay_plan)?;
        let then = headline(&laid, &mode, &plan);
        let changes = against(&laid, today, &then);
        let comparison = Comparison {
            case: &laid,
            today,
            plan: (!question.changes.is_empty()).then_some((&then, &changes)),
        };
        let about = About {
            case: &laid,
            own_sites: self.case.sites.len(),
            service,
            band: self.case.services[service].band,
            standard: today.reaches[service].standard,
        };
        let mut measures = BTreeMap::new();
        let baseline = about.figures(&today.figures, &mut measures);
        let mut planned = about.figures(&then.figures, &mut measures);
        planned.extend(about.figures(&changes, &mut measures));
        let (areas, legend) = about.areas((&self.case, today), (&laid, &then));
        json(&AnswerDto {
            service: question.service.clone(),
            mode: question.mode.clone(),
            standard_minutes: today.reaches[service].standard.map(Seconds::minutes),
            sentences: sentences(&comparison, service)
                .into_iter()
                .map(Into::into)
                .collect(),
            measures,
            baseline: FiguresDto { figures: baseline },
            scenario: FiguresDto { figures: planned },
            curve: about.curves(today, &then),
            legend,
            areas,
            placed: self.placed(&laid, &plan),
        })
    }

    /// What the way from one plan to another does to every area, as JSON.
    pub(super) fn difference(&self, question: &DifferenceQuestion) -> Result<String, ApiError> {
        let service = self.service(&question.service)?;
        let mode = Mode::new(&question.mode);
        let standard = self.today(&mode)?.reaches[service].standard;
        let [from, to] = [&question.from, &question.to].map(|it| {
            let plan = lay(&self.case, it, &self.lay_plan)?;
            let card = headline(&plan.case, &mode, &plan.configuration);
            Ok::<_, ApiError>((plan, card))
        });
        let ((from, before), (to, after)) = (from?, to?);
        let about = About {
            case: &to.case,
            own_sites: self.case.sites.len(),
            service,
            band: self.case.services[service].band,
            standard,
        };
        let (areas, legend) = about.areas((&from.case, &before), (&to.case, &after));
        json(&DifferenceDto { areas, legend })
    }

    /// What each site alone would change, as JSON.
    pub(super) fn one_site(&self, question: &AssessQuestion) -> Result<String, ApiError> {
        let service = self.service(&question.service)?;
        let mode = Mode::new(&question.mode);
        self.today(&mode)?;
        let plan = lay(&self.case, &question.changes, &self.lay_plan)?;
        let found = one_site(&plan.case, &mode, &plan.configuration, service)
            .map_err(|it| ApiError::senseless(it.to_string()))?;
        let own = self.case.sites.len();
        // The place that a moved site has left is not a site that could be opened beside it.
        let moved: Vec<String> = plan
            .configuration
            .open()
            .filter(|(site, _)| site.place() >= own)
            .map(|(site, _)| study_id(&plan.case, own, site))
            .collect();
        let told = found.iter().map(|it| OneSiteDto::of(&plan.case, own, it));
        let left = |it: &OneSiteDto| !it.closes && moved.contains(&it.site);
        json(&OneSitesDto {
            sites: told.filter(|it| !left(it)).collect(),
        })
    }

    fn service(&self, id: &str) -> Result<ServiceId, ApiError> {
        let services = &self.case.services;
        services.find(|it| it.id == id).ok_or_else(|| {
            let known: Vec<&str> = services.iter().map(|it| it.id.as_str()).collect();
            let what = format!("service must be one of {}", known.join(", "));
            ApiError::senseless(what).code("E-CFG-ENUM")
        })
    }

    /// Rows of the batch, as JSON.
    pub(super) fn batch(
        &self,
        question: &BatchQuestion,
        waiting: &Waiting,
    ) -> Result<String, ApiError> {
        let batch = self.batch.as_ref().ok_or_else(|| {
            let what = "no batch is looked through here; start the program with --batch DIR";
            ApiError::new(StatusCode::NOT_FOUND, what)
        })?;
        batch::rows(&self.case, batch, question, waiting)
    }

    /// The plans that a comparison always offers, as JSON.
    pub(super) fn best_plans(
        &self,
        question: &BestPlansQuestion,
        waiting: &Waiting,
    ) -> Result<String, ApiError> {
        let service = self.service(&question.service)?;
        let today = self.today(&Mode::new(&question.mode))?;
        let of = (&*self.case, today, service);
        best_plans(of, question, &self.search_for, waiting)
    }

    /// The plans that no other betters in some figures at once, as JSON.
    pub(super) fn frontier(
        &self,
        question: &FrontierQuestion,
        waiting: &Waiting,
    ) -> Result<String, ApiError> {
        frontier(&self.case, question, &self.search_for, waiting)
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

    /// Where a postcode is, as JSON.
    pub(super) fn postcode(&self, postcode: &str) -> Result<String, ApiError> {
        let find = self.find_postcode.as_ref().ok_or_else(|| {
            let what =
                "this study names no postcode directory; search for an area or a centre by name";
            ApiError::new(StatusCode::NOT_FOUND, what)
        })?;
        let place = find(postcode).map_err(|it| ApiError::of(&it))?;
        postcode::told(&self.case, &place)
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
        let boundaries = self.ground.boundaries.as_ref()?;
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

impl std::fmt::Debug for AppState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AppState")
            .field("areas", &self.case.areas.list.len())
            .field("sites", &self.case.sites.len())
            .finish_non_exhaustive()
    }
}
