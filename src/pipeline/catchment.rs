//! Question -> catchment: a site of the study, or any place, by one mode.

use std::borrow::Cow;

use crate::access::reached;
use crate::ids::{AreaId, Column, SiteId};
use crate::model::Mode;
use crate::pipeline::fault::Fault;
use crate::pipeline::prepare::Prepared;
use crate::pipeline::ways::Ways;
use crate::report::{CatchmentPage, CatchmentRing};
use crate::roads::Snap;
use crate::space::Point;
use crate::study::nearest_word;
use crate::travel::{Direction, Isochrone, Unlinked, Unreached, catchment, link};
use crate::units::{Metres, Seconds};

/// The place whose catchment is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum CatchmentOf {
    /// A site of the study, by its id.
    Site(String),
    /// Any place.
    Place(Point),
}

/// What is asked of a catchment.
#[derive(Clone, Debug, PartialEq)]
pub struct CatchmentQuestion {
    /// Whose it is.
    pub of: CatchmentOf,
    /// The mode of travel.
    pub mode: Mode,
    /// Which way journeys are made; `None` as the study says.
    pub direction: Option<Direction>,
    /// The cutoffs in minutes, in any order; each counts once.
    pub minutes: Vec<u32>,
}

impl CatchmentQuestion {
    /// The most cutoffs of one question.
    pub const MOST_CUTOFFS: usize = 6;

    /// The longest cutoff in minutes.
    pub const LONGEST: u32 = 180;

    /// The cutoffs, shortest first.
    fn cutoffs(&self) -> Result<Vec<Seconds>, Fault> {
        let mut minutes = self.minutes.clone();
        minutes.sort_unstable();
        minutes.dedup();
        let fits = |it: &u32| (1..=Self::LONGEST).contains(it);
        if minutes.is_empty() || minutes.len() > Self::MOST_CUTOFFS || !minutes.iter().all(fits) {
            let told: Vec<String> = self.minutes.iter().map(u32::to_string).collect();
            return Err(Fault::Asked {
                code: "E-LIMIT-MINUTES",
                what: format!("the minutes [{}] cannot be used", told.join(", ")),
                remedy: format!(
                    "give 1 to {} whole numbers from 1 to {}",
                    Self::MOST_CUTOFFS,
                    Self::LONGEST
                ),
            });
        }
        Ok(minutes.into_iter().map(Seconds::from_minutes).collect())
    }
}

/// The times of a place's areas, and its isochrones where there are roads.
struct Caught {
    times: Column<AreaId, Result<Seconds, Unreached>>,
    isochrones: Vec<Isochrone>,
    tolerance: Result<Metres, String>,
}

impl Prepared {
    /// The catchment of a site or of any place: for each cutoff the areas and people within it, and its ground.
    ///
    /// A study that brings its own times has areas and people for its sites, and no ground.
    ///
    /// # Errors
    /// A site or mode that the study does not know, minutes out of range, a place that no road is near, and a place
    /// or direction for which a study with its own times has none.
    pub fn catchment(&self, question: &CatchmentQuestion) -> Result<CatchmentPage, Fault> {
        let cutoffs = question.cutoffs()?;
        let mode = &question.mode;
        if !self.case.times.contains_key(mode) {
            let known: Vec<&str> = self.case.times.keys().map(Mode::name).collect();
            return Err(Fault::Asked {
                code: "E-CFG-ENUM",
                what: format!("the study has no mode {mode:?}", mode = mode.name()),
                remedy: format!("give one of {}", known.join(", ")),
            });
        }
        let direction = question.direction.unwrap_or(self.study.assess.direction);
        let site = match &question.of {
            CatchmentOf::Site(id) => Some(self.site_of(id)?),
            CatchmentOf::Place(_) => None,
        };
        let name = match (&question.of, site) {
            (CatchmentOf::Place(it), _) => format!("the place at {:.0}, {:.0}", it.x, it.y),
            (_, Some(site)) => self.case.sites[site].name.clone(),
            (CatchmentOf::Site(id), None) => id.clone(),
        };
        let caught = match self.ways.get(mode) {
            Some(ways) => {
                let snap = self.tie(ways, mode, &question.of, site)?;
                on_roads(ways, &snap, direction, &cutoffs)
            }
            None => self.by_table(mode, site, direction)?,
        };
        let mut isochrones = caught.isochrones.into_iter();
        let rings = cutoffs.into_iter().map(|cutoff| CatchmentRing {
            cutoff,
            reached: reached(&caught.times, &self.case.population, cutoff),
            outlines: isochrones.next().map(|it| it.outlines).unwrap_or_default(),
        });
        Ok(CatchmentPage {
            site: site.map(|it| self.case.sites[it].id.clone()),
            name,
            mode: mode.clone(),
            direction,
            rings: rings.collect(),
            tolerance: caught.tolerance,
            attribution: self.attribution(),
            illustrative: self.study.illustrative.clone(),
        })
    }

    fn site_of(&self, id: &str) -> Result<SiteId, Fault> {
        let sites = &self.case.sites;
        sites.find(|it| it.id == id).ok_or_else(|| {
            let near = nearest_word(id, sites.iter().map(|it| it.id.as_str()));
            let remedy = near.map_or_else(
                || "give the id of a site as the study's list has it".to_owned(),
                |it| format!("did you mean {it}?"),
            );
            let what = format!("no site has the id {id:?}");
            Fault::Asked {
                code: "E-CFG-SITE",
                what,
                remedy,
            }
        })
    }

    /// Where the place is tied to the roads.
    fn tie(
        &self,
        ways: &Ways,
        mode: &Mode,
        of: &CatchmentOf,
        site: Option<SiteId>,
    ) -> Result<Snap, Fault> {
        let limit = ways.profile.snap_limit;
        let tied = match (of, site) {
            (_, Some(site)) => ways.sites[site],
            (CatchmentOf::Place(place), None) => {
                let place: Column<SiteId, _> = Column::new(vec![Some(*place)]);
                let tied = link(&place, ways.snapper(), limit);
                tied.iter().copied().next().unwrap_or(Err(Unlinked::NoRoad))
            }
            (CatchmentOf::Site(_), None) => Err(Unlinked::NoPoint),
        };
        let whose = site.map_or(Cow::Borrowed("the place"), |it| {
            Cow::Owned(format!("site {}", self.case.sites[it].id))
        });
        tied.map_err(|why| {
            let phrase = mode.phrase();
            let (what, remedy) = match why {
                Unlinked::TooFar(leg) => (
                    format!(
                        "{whose} is {:.0} m from the nearest road {phrase}, beyond the limit of {:.0} m",
                        leg.get(),
                        limit.get()
                    ),
                    format!("correct its place, or raise modes.{}.snap_limit_m", mode.name()),
                ),
                Unlinked::NoPoint => (
                    format!("{whose} has no coordinates"),
                    "give its place in the list of sites".to_owned(),
                ),
                Unlinked::NoRoad => (
                    format!("the roads have none that may be used {phrase}"),
                    "give an extract of roads that covers the study".to_owned(),
                ),
            };
            Fault::Asked { code: "E-NET-UNLINKED", what, remedy }
        })
    }

    /// The times of a site in a table that the study brings.
    fn by_table(
        &self,
        mode: &Mode,
        site: Option<SiteId>,
        direction: Direction,
    ) -> Result<Caught, Fault> {
        let phrase = mode.phrase();
        let Some(site) = site else {
            return Err(Fault::Asked {
                code: "E-CFG-MOVE",
                what: format!(
                    "this study brings its own times {phrase}, which tell nothing of another place"
                ),
                remedy: "ask for one of its sites, or give the study roads".to_owned(),
            });
        };
        let times = self.times(mode, direction).ok_or_else(|| Fault::Asked {
            code: "E-CFG-ENUM",
            what: format!("the study brings no times {phrase} {}", direction.phrase()),
            remedy: "ask for the other direction".to_owned(),
        })?;
        Ok(Caught {
            times: times.column(site).collect(),
            isochrones: Vec::new(),
            tolerance: Err(format!(
                "the study brings its own times {phrase} and no roads"
            )),
        })
    }
}

fn on_roads(ways: &Ways, site: &Snap, direction: Direction, cutoffs: &[Seconds]) -> Caught {
    let found = catchment(
        &ways.network,
        &ways.profile,
        &ways.areas,
        site,
        direction,
        cutoffs,
    );
    Caught {
        times: found.times,
        isochrones: found.isochrones,
        tolerance: Ok(found.grain.tolerance()),
    }
}
