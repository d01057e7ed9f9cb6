//! Which sites lie in the areas of a study, as far as anything tells.

use std::collections::BTreeSet;

use crate::ids::{Column, SiteId};
use crate::model::{Areas, Site};
use crate::pipeline::load::Shapes;
use crate::pipeline::load_sites::SiteOrigin;
use crate::pipeline::prepare::Prepared;
use crate::read::inside;
use crate::report::{InventorySites, Lies};
use crate::space::{Grid, LonLat};

impl Prepared {
    /// Counts the sites in the study's areas; see [`InventorySites`] for what tells it.
    pub(super) fn site_places(&self) -> InventorySites {
        let (sites, origins) = (&self.loaded.sites, &self.loaded.origins);
        let outlines = self.loaded.boundaries.as_ref().map(Outlines::of);
        let districts = Districts::of(&self.loaded.areas, sites, origins);
        let grid = Grid::new();
        let mut told = InventorySites {
            all: sites.len(),
            ..InventorySites::default()
        };
        for (site, origin) in sites.iter().zip(origins.iter()) {
            let place = site.point.and_then(|it| grid.lon_lat(it));
            let by_boundary = || outlines.as_ref()?.hold(place?);
            let by_postcode = || match self.lies(origin.directory.as_ref()?, &grid) {
                Lies::ByCode(_) | Lies::ByBoundary(_) => Some(true),
                Lies::Outside => Some(false),
                Lies::Untold(_) => None,
            };
            let (by, lies) = if let Some(lies) = by_boundary() {
                ("boundary", lies)
            } else if let Some(lies) = by_postcode() {
                ("postcode", lies)
            } else if let Some(lies) = districts.have(site, origin) {
                ("district", lies)
            } else {
                told.untold.push(site.id.clone());
                continue;
            };
            *told.told_by.entry(by.to_owned()).or_default() += 1;
            if lies {
                told.inside += 1;
            } else {
                told.outside.push(site.id.clone());
            }
        }
        told
    }
}

/// The outlines of areas, each with the box around it: most sites are in few boxes.
struct Outlines<'s> {
    shapes: &'s Shapes,
    boxes: Vec<Around>,
    /// Whether every area has an outline, so that what lies in none lies outside.
    whole: bool,
}

/// West, east, south and north of an outline; of none, a box that holds nothing.
type Around = [f64; 4];

impl<'s> Outlines<'s> {
    fn of(shapes: &'s Shapes) -> Self {
        let around = |corners: &mut dyn Iterator<Item = (f64, f64)>| {
            let nothing = [f64::MAX, f64::MIN, f64::MAX, f64::MIN];
            corners.fold(nothing, |[west, east, south, north], (x, y)| {
                [west.min(x), east.max(x), south.min(y), north.max(y)]
            })
        };
        let boxes = shapes.iter().map(|shape| {
            let polygons = shape.iter().flatten();
            around(&mut polygons.flat_map(|it| it.exterior().coords().map(|it| (it.x, it.y))))
        });
        Self {
            boxes: boxes.collect(),
            shapes,
            whole: shapes.iter().all(Option::is_some),
        }
    }

    /// Whether a place lies in an area; `None` where one without an outline may hold it.
    fn hold(&self, place: LonLat) -> Option<bool> {
        let mut outlines = self.boxes.iter().zip(self.shapes.iter());
        let held = outlines.any(|([west, east, south, north], shape)| {
            (west..=east).contains(&&place.lon)
                && (south..=north).contains(&&place.lat)
                && shape.as_ref().is_some_and(|it| inside(it, place))
        });
        (held || self.whole).then_some(held)
    }
}

/// The districts of a study, as lists of sites name them.
struct Districts<'s> {
    areas: &'s Areas,
    /// The lists that call a district as the study does: what another calls its districts tells nothing.
    alike: BTreeSet<&'s str>,
}

impl<'s> Districts<'s> {
    fn of(
        areas: &'s Areas,
        sites: &'s Column<SiteId, Site>,
        origins: &'s Column<SiteId, SiteOrigin>,
    ) -> Self {
        let own = sites.iter().zip(origins.iter());
        let own = own.filter(|(it, _)| is_of_study(it.district.as_deref(), areas));
        Self {
            alike: own.map(|(_, it)| it.file.as_str()).collect(),
            areas,
        }
    }

    /// Whether the district that a site's list names is one of the study; `None` where that tells nothing.
    fn have(&self, site: &Site, origin: &SiteOrigin) -> Option<bool> {
        let district = site.district.as_deref().filter(|it| !it.trim().is_empty());
        let telling = district.is_some() && self.alike.contains(origin.file.as_str());
        telling.then(|| is_of_study(district, self.areas))
    }
}

/// Whether a district, told by its code or name, is one of the study's.
pub(super) fn is_of_study(district: Option<&str>, areas: &Areas) -> bool {
    let told = district.unwrap_or_default().trim().to_lowercase();
    let mut districts = areas.districts.iter();
    districts.any(|it| told == it.code.to_lowercase() || told == it.name.to_lowercase())
}
