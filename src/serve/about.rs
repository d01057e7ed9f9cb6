//! What the page is told once about a study.

use std::collections::BTreeMap;

use super::batch::BatchDto;
use super::dto::{
    DistrictDto, LockDto, ModeDto, ScenarioDto, ServiceDto, SiteDto, StudyDto, TierDto, shape,
};
use super::parts::Parts;
use crate::ids::{ServiceId, SiteId};
use crate::model::{Opening, Site, SiteStatus};
use crate::score::Case;
use crate::space::{Grid, LonLat};
use crate::study::WrittenChange;
use crate::travel::Unreached;
use crate::units::{Hours, People, Pounds, Seconds};

pub(super) fn study(parts: &Parts) -> StudyDto {
    let case = &*parts.case;
    let heading = parts.headings.get(&case.mode).cloned().unwrap_or_default();
    let grid = Grid::new();
    let setting = |(name, value): &(String, String)| format!("{name}: {value}");
    let settings = |mode| {
        let of_mode = parts.headings.get(mode).into_iter();
        of_mode.flat_map(|it| &it.settings).map(setting).collect()
    };
    StudyDto {
        name: heading.study,
        question: heading.question,
        illustrative: heading.illustrative,
        attribution: heading.attribution,
        notices: heading.notices.iter().map(ToString::to_string).collect(),
        deprivation: case.deprivation.name.clone(),
        modes: case
            .times
            .keys()
            .map(|it| ModeDto {
                name: it.name().to_owned(),
                phrase: it.phrase(),
                settings: settings(it),
            })
            .collect(),
        mode: case.mode.name().to_owned(),
        services: services(case),
        tiers: tiers(case),
        sites: case
            .sites
            .enumerate()
            .map(|(id, it)| site(case, &grid, id, it))
            .collect(),
        scenarios: parts
            .scenarios
            .iter()
            .map(|it| ScenarioDto {
                id: it.id.clone(),
                name: it.name.clone(),
                // The page knows no metres.
                changes: it
                    .changes
                    .iter()
                    .cloned()
                    .map(WrittenChange::in_degrees)
                    .collect(),
            })
            .collect(),
        districts: case
            .areas
            .districts
            .iter()
            .map(|it| DistrictDto {
                code: it.code.clone(),
                name: it.name.clone(),
            })
            .collect(),
        bounds: bounds(parts, &grid),
        areas_drawn: areas_drawn(parts),
        in_tiles: false,
        postcodes: parts.find_postcode.is_some(),
        consultation: parts.consultation.clone(),
        base_map: parts.base_map.clone(),
        batch: parts.batch.as_ref().map(BatchDto::of),
        sites_move: parts.sites_move,
        version: env!("CARGO_PKG_VERSION"),
    }
}

fn services(case: &Case) -> Vec<ServiceDto> {
    let one = |it: &crate::model::Service| {
        let band = &case.population.bands[it.band];
        let minutes = |(mode, time): (&crate::model::Mode, &Seconds)| {
            (mode.name().to_owned(), time.minutes())
        };
        ServiceDto {
            id: it.id.clone(),
            name: it.name.clone(),
            band: band.name.clone(),
            band_label: band.label.clone(),
            standard_minutes: it.standard.iter().map(minutes).collect(),
            reach: it.uptake.word(),
            is_model: it.is_model(),
        }
    };
    case.services.iter().map(one).collect()
}

fn tiers(case: &Case) -> Vec<TierDto> {
    let one = |it: &crate::model::Tier| TierDto {
        id: it.id.clone(),
        shape: shape(it.shape),
        services: service_ids(case, &it.services),
        hours: it.hours.map(Hours::get),
    };
    case.tiers.iter().map(one).collect()
}

fn service_ids(case: &Case, services: &[ServiceId]) -> Vec<String> {
    services
        .iter()
        .map(|it| case.services[*it].id.clone())
        .collect()
}

fn site(case: &Case, grid: &Grid, id: SiteId, it: &Site) -> SiteDto {
    let place = it.point.and_then(|it| grid.lon_lat(it));
    let opening = Opening::of(it, it.tier, &case.tiers);
    SiteDto {
        id: it.id.clone(),
        name: it.name.clone(),
        lon: place.map(|it| it.lon),
        lat: place.map(|it| it.lat),
        status: match it.status {
            SiteStatus::Existing => "existing",
            SiteStatus::Candidate => "candidate",
        },
        tier: case.tiers[it.tier].id.clone(),
        services: service_ids(case, &opening.services),
        hours: opening.hours.map(Hours::get),
        capacity: it.capacity.map(People::get),
        annual_cost: it.annual_cost().map(Pounds::get),
        managed_by: it.managed_by.clone(),
        lock: it.lock.as_ref().map(LockDto::of),
        district: it.district.clone(),
        unlinked: unlinked(case, id),
    }
}

/// By mode, the reason why a site is on no road: one time missing for that reason tells it of the whole column.
pub(super) fn unlinked(case: &Case, site: SiteId) -> BTreeMap<String, &'static str> {
    let reason = Unreached::SiteUnlinked;
    case.times
        .iter()
        .filter(|(_, times)| times.column(site).any(|it| it == Err(reason)))
        .map(|(mode, _)| (mode.name().to_owned(), reason.word()))
        .collect()
}

fn areas_drawn(parts: &Parts) -> &'static str {
    let bounded = parts
        .boundaries
        .as_ref()
        .is_some_and(|it| it.iter().any(Option::is_some));
    if bounded {
        "boundaries"
    } else if parts.case.areas.list.iter().any(|it| it.point.is_some()) {
        "nearest_ground"
    } else {
        "none"
    }
}

/// The box around all areas and sites, in degrees.
fn bounds(parts: &Parts, grid: &Grid) -> Option<[f64; 4]> {
    let case = &parts.case;
    let areas = case.areas.list.iter().filter_map(|it| it.point);
    let sites = case.sites.iter().filter_map(|it| it.point);
    let places = areas.chain(sites).filter_map(|it| grid.lon_lat(it));
    let shapes = parts.boundaries.iter().flat_map(|all| all.iter().flatten());
    let corners = shapes
        .flat_map(geo::MultiPolygon::iter)
        .flat_map(|it| it.exterior().coords().map(|it| LonLat::new(it.x, it.y)));
    let mut found: Option<[f64; 4]> = None;
    for it in places.chain(corners) {
        let [west, south, east, north] = found.unwrap_or([it.lon, it.lat, it.lon, it.lat]);
        found = Some([
            west.min(it.lon),
            south.min(it.lat),
            east.max(it.lon),
            north.max(it.lat),
        ]);
    }
    found
}
