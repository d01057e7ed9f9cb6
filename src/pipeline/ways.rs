//! The ways people travel on roads: for each mode its profile, network and linkage, and how its times are found.

use std::io;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::ids::{AreaId, Column, Id, SiteId};
use crate::model::Mode;
use crate::packed::{Packed, unfit};
use crate::pipeline::cache::{Cache, Item};
use crate::pipeline::fault::Fault;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::memory::{areas_a_batch, room_for_times};
use crate::pipeline::picker::{Picked, contracting_pays};
use crate::pipeline::prepare::Means;
use crate::pipeline::progress::Progress;
use crate::pipeline::road_file::RoadFile;
use crate::roads::{Network, Profile, Snapper};
use crate::routing::{Hierarchy, contract};
use crate::space::Point;
use crate::travel::{
    AreaSide, Direction, Journey, Linkage, TravelTimes, compute, link, read_linkage, write_linkage,
};

/// One mode on its roads.
#[derive(Clone, Debug)]
pub struct Ways {
    /// How the mode moves.
    pub profile: Profile,
    /// The roads it may use.
    pub network: Arc<Network>,
    /// Where each area is tied to them.
    pub areas: Linkage<AreaId>,
    /// Where each site is tied to them.
    pub sites: Linkage<SiteId>,
    /// Ties further places, once there are any.
    snapper: OnceLock<Arc<Snapper>>,
    /// The hierarchy of the network, once it is at hand.
    hierarchy: OnceLock<Arc<Hierarchy>>,
    /// The areas' side of sweeps to the sites and from them, once there is a sweep.
    sides: [OnceLock<Arc<AreaSide>>; 2],
    shelf: Shelf,
}

/// Where what is made of a mode's ways is kept.
#[derive(Clone, Debug)]
struct Shelf {
    cache: Cache,
    mode: Mode,
    network: Fingerprint,
    ties: Fingerprint,
}

/// Takes the times of some areas: their places among all, and a row for each.
pub type EachBatch<'a> = dyn FnMut(Range<usize>, &TravelTimes) -> Result<(), Fault> + 'a;

type Points<I> = Column<I, Option<Point>>;

impl Ways {
    /// The network of a mode and where the areas and sites of a study are tied to it, as kept or built now.
    pub(super) fn of(
        mode: &Mode,
        profile: Profile,
        roads: &mut RoadFile<'_>,
        areas: &Points<AreaId>,
        sites: &Points<SiteId>,
    ) -> Result<Self, Fault> {
        let (network, made_by) = roads.network(&profile, mode.name(), &mode.phrase())?;
        let ties = made_by.and(&bytes_of(areas)).and(&bytes_of(sites));
        let item = item("ties", mode, ties);
        let snapper = OnceLock::new();
        let (areas, sites) = roads.cache.kept_or(
            &item,
            roads.progress,
            |bytes| {
                let (n_edges, mut packed) = (network.edges.len(), Packed::new(bytes));
                let of_areas = read_linkage(&mut packed, n_edges)?;
                let of_sites = read_linkage(&mut packed, n_edges)?;
                packed.end()?;
                alike(&of_areas, areas)?;
                alike(&of_sites, sites)?;
                Ok((of_areas, of_sites))
            },
            |(areas, sites), out| {
                write_linkage(areas, out).and_then(|()| write_linkage(sites, out))
            },
            || {
                let snapper = snapper.get_or_init(|| Arc::new(Snapper::new(&network)));
                let limit = profile.snap_limit;
                Ok((link(areas, snapper, limit), link(sites, snapper, limit)))
            },
        )?;
        let shelf = Shelf {
            cache: roads.cache.clone(),
            mode: mode.clone(),
            network: made_by,
            ties,
        };
        Ok(Self {
            profile,
            network: Arc::new(network),
            areas,
            sites,
            snapper,
            hierarchy: OnceLock::new(),
            sides: [OnceLock::new(), OnceLock::new()],
            shelf,
        })
    }

    /// Ties further places to the network. It is built when first asked for.
    pub fn snapper(&self) -> &Snapper {
        self.snapper
            .get_or_init(|| Arc::new(Snapper::new(&self.network)))
    }

    /// The hierarchy of the network, where it is at hand.
    #[must_use]
    pub fn hierarchy(&self) -> Option<&Hierarchy> {
        self.hierarchy.get().map(|it| &**it)
    }

    /// The times between every area and every site: by sweeps where the hierarchy is at hand, by plain searches
    /// otherwise. Both tell the same.
    #[must_use]
    pub fn times(&self, direction: Direction) -> TravelTimes {
        self.times_of(&self.sites, direction)
    }

    /// The times between every area and other places than the study's sites.
    #[must_use]
    pub fn times_to(&self, places: &Points<SiteId>, direction: Direction) -> TravelTimes {
        let linkage = link(places, self.snapper(), self.profile.snap_limit);
        self.times_of(&linkage, direction)
    }

    /// The times between every area and every site, as kept or computed now by whichever search is sooner done.
    pub(super) fn kept_times(
        &self,
        direction: Direction,
        means: Means,
        progress: &dyn Progress,
    ) -> Result<TravelTimes, Fault> {
        let (n_areas, n_sites) = (self.areas.len(), self.sites.len());
        room_for_times(n_areas, n_sites, means.memory)?;
        let horizon = TravelTimes::LONGEST.get();
        let made_by = self
            .shelf
            .ties
            .and(format!("{direction:?} {horizon}").as_bytes());
        let name = match direction {
            Direction::ToSite => "times-to-site",
            Direction::FromSite => "times-from-site",
        };
        self.shelf.cache.kept_or(
            &item(name, &self.shelf.mode, made_by),
            progress,
            |bytes| {
                let times = TravelTimes::read_from(bytes)?;
                let fits =
                    times.n_areas() == n_areas && (n_areas == 0 || times.n_sites() == n_sites);
                fits.then_some(times)
                    .ok_or_else(|| unfit("it is of other areas or sites"))
            },
            TravelTimes::write_to,
            || {
                let picked = self.pick(1, progress)?;
                let phrase = self.shelf.mode.phrase();
                progress.stage(&format!(
                    "computing times {phrase}: {picked}, {n_sites} sites"
                ));
                Ok(self.times(direction))
            },
        )
    }

    /// The times between every area and every site, some areas at a time: as many as there is memory for. Nothing of it
    /// is kept.
    pub(super) fn times_in_batches(
        &self,
        direction: Direction,
        means: Means,
        progress: &dyn Progress,
        each: &mut EachBatch<'_>,
    ) -> Result<(), Fault> {
        let n_areas = self.areas.len();
        let step =
            || areas_a_batch(self.sites.len(), means.memory).map(|it| it.min(n_areas.max(1)));
        let picked = self.pick(n_areas.div_ceil(step()?), progress)?;
        // Asked again: a hierarchy has taken its part.
        let step = step()?;
        let batches = n_areas.div_ceil(step);
        let phrase = self.shelf.mode.phrase();
        progress.stage(&format!(
            "computing and writing times {phrase}: {picked}, {batches} batches of up to {step} areas"
        ));
        let journey = self.journey(direction);
        for first in (0..n_areas).step_by(step) {
            let some: Linkage<AreaId> = self.areas.iter().skip(first).take(step).copied().collect();
            let times = match self.hierarchy() {
                None => compute(&journey, &some, &self.sites),
                Some(hierarchy) => AreaSide::new(&journey, hierarchy, &some).times(
                    &journey,
                    hierarchy,
                    &some,
                    &self.sites,
                ),
            };
            let last = first + some.len();
            each(first..last, &times)?;
            progress.share(last as f64 / n_areas as f64);
        }
        Ok(())
    }

    /// Brings the hierarchy to hand: the kept one, or one made now.
    pub(super) fn need_hierarchy(&self, progress: &dyn Progress) -> Result<(), Fault> {
        if self.hierarchy.get().is_some() {
            return Ok(());
        }
        let graph = &self.network.graph;
        let n = graph.n_nodes();
        let hierarchy = self.shelf.cache.kept_or(
            &self.hierarchy_item(),
            progress,
            |bytes| {
                let hierarchy = Hierarchy::read_from(bytes)?;
                let fits = hierarchy.n_nodes() == n;
                fits.then_some(hierarchy)
                    .ok_or_else(|| unfit("it is of another network"))
            },
            Hierarchy::write_to,
            || {
                progress.stage(&format!(
                    "building the hierarchy {}",
                    self.shelf.mode.phrase()
                ));
                let tell = |taken: usize| {
                    progress.share(taken as f64 / n as f64);
                    true
                };
                contract(graph, &tell)
                    .ok_or_else(|| Fault::Bug("a hierarchy was abandoned".to_owned()))
            },
        )?;
        // Where another thread was sooner, its hierarchy is the same.
        drop(self.hierarchy.set(Arc::new(hierarchy)));
        Ok(())
    }

    /// Makes anew a hierarchy that is kept and seen at a glance to be outdated.
    pub(super) fn renew_hierarchy(&self, progress: &dyn Progress) -> Result<(), Fault> {
        if self.shelf.cache.has_outdated(&self.hierarchy_item()) {
            self.need_hierarchy(progress)?;
        }
        Ok(())
    }

    /// Makes ready for places that come one by one: the way to tie them and, where a hierarchy is kept, what a sweep
    /// from one place needs.
    pub(super) fn ready_for_places(
        &self,
        direction: Direction,
        progress: &dyn Progress,
    ) -> Result<(), Fault> {
        if self.shelf.cache.has(&self.hierarchy_item()) {
            self.need_hierarchy(progress)?;
        }
        if let Some(hierarchy) = self.hierarchy() {
            self.side(direction, hierarchy);
        }
        self.snapper();
        Ok(())
    }

    /// A hierarchy at hand or kept is swept; one is made where the searches, one a site for each batch of areas, are so
    /// many that it pays.
    fn pick(&self, batches: usize, progress: &dyn Progress) -> Result<Picked, Fault> {
        let searches = batches * self.sites.iter().filter(|it| it.is_ok()).count();
        let pays = contracting_pays(searches, self.network.graph.n_nodes());
        if self.hierarchy.get().is_some() || pays || self.shelf.cache.has(&self.hierarchy_item()) {
            self.need_hierarchy(progress)?;
            return Ok(Picked::Sweeps);
        }
        Ok(Picked::Plain)
    }

    fn hierarchy_item(&self) -> Item {
        item("hierarchy", &self.shelf.mode, self.shelf.network)
    }

    fn times_of(&self, sites: &Linkage<SiteId>, direction: Direction) -> TravelTimes {
        let journey = self.journey(direction);
        match self.hierarchy() {
            None => compute(&journey, &self.areas, sites),
            Some(hierarchy) => {
                let side = self.side(direction, hierarchy);
                side.times(&journey, hierarchy, &self.areas, sites)
            }
        }
    }

    fn side(&self, direction: Direction, hierarchy: &Hierarchy) -> &AreaSide {
        self.sides[direction as usize].get_or_init(|| {
            Arc::new(AreaSide::new(
                &self.journey(direction),
                hierarchy,
                &self.areas,
            ))
        })
    }

    fn journey(&self, direction: Direction) -> Journey<'_> {
        Journey {
            network: &self.network,
            profile: &self.profile,
            direction,
            horizon: TravelTimes::LONGEST,
        }
    }
}

fn item(name: &str, mode: &Mode, made_by: Fingerprint) -> Item {
    Item {
        name: format!("{name}-{}.bin", mode.name()),
        made_by,
    }
}

/// Where places are, to the last bit.
fn bytes_of<I: Id>(points: &Points<I>) -> Vec<u8> {
    let bytes = |it: &Option<Point>| match it {
        None => vec![0],
        Some(it) => [&[1][..], &it.x.to_le_bytes(), &it.y.to_le_bytes()].concat(),
    };
    points.iter().flat_map(bytes).collect()
}

fn alike<I: Id>(linkage: &Linkage<I>, points: &Points<I>) -> io::Result<()> {
    let alike = linkage.len() == points.len();
    alike
        .then_some(())
        .ok_or_else(|| unfit("it is of other places"))
}
