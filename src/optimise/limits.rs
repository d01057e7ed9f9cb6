//! What a wish and the study's rules keep every answer to, as limits of a location problem; each by its family, so that what
//! binds can be named.

use super::money::{Sum, capacity, costs, hours};
use super::places::Places;
use super::{Goal, Refused, Weights, Wish};
use crate::access::nearest;
use crate::ids::{AreaId, Id, SiteId};
use crate::location::{Fixed, Floor, Ground, Limits, Row};
use crate::model::{Lock, SiteStatus};
use crate::score::Case;
use crate::units::Seconds;

/// A kind of limit. A conflict names the families that cannot be kept together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// How many sites may be open.
    Count,
    /// What a plan may cost.
    Budget,
    /// The staffed hours it must have.
    Hours,
    /// The places for children it must have.
    Capacity,
    /// The floor of every decile and district.
    Floor,
    /// Everybody within the standard.
    Everyone,
    /// Locks of sites, and those that are wished open or closed.
    Locks,
    /// Pairs of sites of which only one may be open.
    Exclusions,
    /// The distance between sites of a tier.
    Distances,
    /// The journeys of a protected service.
    Protected,
}

impl Family {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 10] = [
        Self::Count,
        Self::Budget,
        Self::Hours,
        Self::Capacity,
        Self::Floor,
        Self::Everyone,
        Self::Locks,
        Self::Exclusions,
        Self::Distances,
        Self::Protected,
    ];

    /// Its word in data.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Budget => "budget",
            Self::Hours => "staffed_hours",
            Self::Capacity => "places",
            Self::Floor => "floor",
            Self::Everyone => "everyone",
            Self::Locks => "locks",
            Self::Exclusions => "exclusions",
            Self::Distances => "min_distance",
            Self::Protected => "protected",
        }
    }
}

/// All that limits are made of.
#[derive(Clone, Copy)]
pub(super) struct Givens<'a> {
    pub(super) case: &'a Case,
    pub(super) wish: &'a Wish,
    pub(super) places: &'a Places,
    pub(super) weights: &'a Weights,
    pub(super) ground: &'a Ground<'a>,
}

/// Every limit but those of some families. Every area with people that any place may serve must be served, whatever else
/// is left out: else the best mean is that of a plan which abandons some.
pub(super) fn limits(givens: Givens, without: &[Family]) -> Result<Limits, Refused> {
    let mut limits = Limits::open(givens.ground, 0..=givens.places.list.len());
    givens.one_a_site(&mut limits);
    for family in Family::ALL {
        if without.contains(&family) {
            continue;
        }
        match family {
            Family::Count => givens.count(&mut limits),
            Family::Budget => givens.budget(&mut limits)?,
            Family::Hours => givens.hours(&mut limits)?,
            Family::Capacity => givens.capacity(&mut limits)?,
            Family::Floor => givens.floor(&mut limits)?,
            Family::Everyone => givens.everyone(&mut limits)?,
            Family::Locks => givens.locks(&mut limits)?,
            Family::Exclusions => givens.exclusions(&mut limits),
            Family::Distances => givens.distances(&mut limits),
            Family::Protected => givens.protected(&mut limits),
        }
    }
    Ok(limits.serving(givens.ground, &givens.weights.people))
}

impl Givens<'_> {
    /// The places of a site.
    fn at(&self, site: SiteId) -> Vec<usize> {
        let places = self.places.list.iter().enumerate();
        places
            .filter(|it| it.1.site == site)
            .map(|it| it.0)
            .collect()
    }

    /// Whether a site stays open whatever is searched.
    fn stays(&self, site: SiteId) -> bool {
        self.places.base.opening(site).is_some()
    }

    /// A site is open in one way at most.
    fn one_a_site(&self, limits: &mut Limits) {
        let sites: Vec<SiteId> = self.places.list.iter().map(|it| it.site).collect();
        for (a, site) in sites.iter().enumerate() {
            let others = sites[a + 1..].iter().take_while(|it| *it == site);
            limits
                .apart
                .extend((1..=others.count()).map(|it| [a, a + it]));
        }
    }

    fn count(&self, limits: &mut Limits) {
        if let Some(open) = &self.wish.open {
            limits.open = open.clone();
        }
    }

    fn budget(&self, limits: &mut Limits) -> Result<(), Refused> {
        let Some(budget) = self.wish.budget else {
            return Ok(());
        };
        let costs = costs(self.case, self.places)?;
        limits.rows.push(Row {
            at_most: budget.pence() - costs.fixed,
            of_place: costs.of_place,
        });
        Ok(())
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "hours a week are far below 2^63 thousandths"
    )]
    fn hours(&self, limits: &mut Limits) -> Result<(), Refused> {
        let Some(least) = self.wish.hours else {
            return Ok(());
        };
        let hours = hours(self.case, self.places)?;
        limits
            .rows
            .push(at_least(&hours, (least * 1_000.0).round() as i64));
        Ok(())
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "people are far below 2^63 thousandths"
    )]
    fn capacity(&self, limits: &mut Limits) -> Result<(), Refused> {
        if !self.wish.places {
            return Ok(());
        }
        let people: u64 = self.weights.people.iter().sum();
        let people = people as f64 / self.weights.scale as f64;
        let capacity = capacity(self.case, self.places, self.wish.service)?;
        limits
            .rows
            .push(at_least(&capacity, (people * 1_000.0).round() as i64));
        Ok(())
    }

    /// The share within the standard that every decile and district with people must reach, and that other goals must.
    fn floor(&self, limits: &mut Limits) -> Result<(), Refused> {
        let Wish { floor, least, .. } = self.wish;
        if floor.is_none() && least.is_empty() {
            return Ok(());
        }
        let within = u16::try_from(self.standard()?.get()).unwrap_or(u16::MAX);
        let mut keep = |weights: Vec<u64>, share: f64| {
            let all: u64 = weights.iter().sum();
            if all > 0 {
                limits.floors.push(Floor {
                    weights,
                    within,
                    at_least: least_share(all, share),
                });
            }
        };
        for group_of in [&self.weights.decile_of, &self.weights.district_of] {
            let Some(floor) = *floor else { continue };
            let groups = group_of.iter().flatten().max().map_or(0, |it| it + 1);
            for group in 0..groups {
                keep(self.weights.of_group(group_of, group), floor);
            }
        }
        for (goal, share) in least {
            match goal {
                Goal::Reach => keep(self.weights.people.clone(), *share),
                Goal::DeprivedReach => keep(self.weights.most_deprived(), *share),
                Goal::InNeedReach => keep(self.weights.in_need.clone(), *share),
                _ => (),
            }
        }
        Ok(())
    }

    /// Nobody is beyond the standard. Where somebody is beyond it of every place, nothing keeps to this.
    fn everyone(&self, limits: &mut Limits) -> Result<(), Refused> {
        if !self.wish.everyone {
            return Ok(());
        }
        let within = u16::try_from(self.standard()?.get()).unwrap_or(crate::location::LONGEST);
        for (area, longest) in limits.longest.iter_mut().enumerate() {
            if self.weights.people[area] > 0 {
                *longest = (*longest).min(within);
            }
        }
        Ok(())
    }

    pub(super) fn standard(&self) -> Result<Seconds, Refused> {
        let service = &self.case.services[self.wish.service];
        let standard = service.standard.get(&self.wish.mode);
        standard.copied().ok_or(Refused::NoStandard)
    }

    /// What the study locks, and what is wished open or closed. A site that may not open before a day opens in no plan
    /// without phases.
    fn locks(&self, limits: &mut Limits) -> Result<(), Refused> {
        for (site, it) in self.case.sites.enumerate() {
            match &it.lock {
                Some(Lock::MustStay) => self.open(limits, site),
                Some(Lock::MustClose) => self.close(limits, site),
                Some(Lock::NotBefore(_)) if it.status == SiteStatus::Candidate => {
                    self.close(limits, site);
                }
                _ => (),
            }
        }
        for site in &self.wish.closed {
            self.wished(*site)?;
            if self.case.sites[*site].lock == Some(Lock::MustStay) {
                return Err(Refused::Against(
                    *site,
                    "must stay open, as the study locks it",
                ));
            }
            self.close(limits, *site);
        }
        for site in &self.wish.fixed {
            self.wished(*site)?;
            let shut = |it: &usize| limits.fixed[*it] == Fixed::Closed;
            if self.at(*site).iter().all(shut) {
                return Err(Refused::Against(*site, "is to be open and closed at once"));
            }
            self.open(limits, *site);
        }
        Ok(())
    }

    /// Refuses the name of a site that no place is at.
    fn wished(&self, site: SiteId) -> Result<(), Refused> {
        if self.at(site).is_empty() {
            return Err(Refused::NotOffering(site));
        }
        Ok(())
    }

    fn open(&self, limits: &mut Limits, site: SiteId) {
        match self.at(site).as_slice() {
            [] => (),
            [only] => limits.fixed[*only] = Fixed::Open,
            several => {
                let mut of_place = vec![0; self.places.list.len()];
                for place in several {
                    of_place[*place] = -1;
                }
                limits.rows.push(Row {
                    of_place,
                    at_most: -1,
                });
            }
        }
    }

    fn close(&self, limits: &mut Limits, site: SiteId) {
        for place in self.at(site) {
            limits.fixed[place] = Fixed::Closed;
        }
    }

    fn exclusions(&self, limits: &mut Limits) {
        for [a, b] in &self.case.rules.exclusions {
            match (self.stays(*a), self.stays(*b)) {
                (true, _) => self.close(limits, *b),
                (_, true) => self.close(limits, *a),
                _ => {
                    let (here, there) = (self.at(*a), self.at(*b));
                    let pairs = here.iter().flat_map(|a| there.iter().map(|b| [*a, *b]));
                    limits.apart.extend(pairs);
                }
            }
        }
    }

    /// Open sites of a tier keep their distance.
    fn distances(&self, limits: &mut Limits) {
        for (tier, apart) in &self.case.rules.apart {
            let point = |site: SiteId| self.case.sites[site].point;
            let of_tier = self.places.list.iter().enumerate();
            let of_tier = of_tier.filter(|it| it.1.opening.tier == *tier);
            let of_tier: Vec<_> = of_tier
                .filter_map(|(place, it)| Some((place, it.site, point(it.site)?)))
                .collect();
            let stay = self.places.base.open().filter(|it| it.1.tier == *tier);
            let stay: Vec<_> = stay.filter_map(|it| point(it.0)).collect();
            for (nth, (place, site, here)) in of_tier.iter().enumerate() {
                if stay.iter().any(|it| here.distance(*it) < *apart) {
                    limits.fixed[*place] = Fixed::Closed;
                }
                for (other, its_site, there) in &of_tier[nth + 1..] {
                    if site != its_site && here.distance(*there) < *apart {
                        limits.apart.push([*place, *other]);
                    }
                }
            }
        }
    }

    /// No journey of a protected service grows by more than it may. Only the service that is searched for can be kept to
    /// while searching.
    fn protected(&self, limits: &mut Limits) {
        let times = self.case.times.get(&self.wish.mode);
        let rules = self.case.rules.protected.iter();
        for rule in rules.filter(|it| it.service == self.wish.service) {
            let Some(times) = times else { continue };
            let today = nearest(times, self.case.offering(&self.case.baseline, rule.service));
            for (area, longest) in limits.longest.iter_mut().enumerate() {
                if let (Ok(it), true) = (&today[AreaId::at(area)], self.weights.people[area] > 0) {
                    let most = it.time.get() + rule.at_most.get();
                    let most = u16::try_from(most).unwrap_or(u16::MAX);
                    *longest = (*longest).min(most.min(crate::location::LONGEST));
                }
            }
        }
    }
}

/// A sum that must be reached.
fn at_least(sum: &Sum, least: i64) -> Row {
    Row {
        of_place: sum.of_place.iter().map(|it| -it).collect(),
        at_most: sum.fixed - least,
    }
}

/// The least part of a weight that is a share of it, as the scorecard reads shares: the part over the whole, in a float.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a weight that is exact in a float"
)]
fn least_share(all: u64, share: f64) -> u64 {
    let about = (all as f64 * share).floor().max(0.0) as u64;
    let reaches = |it: &u64| *it as f64 / all as f64 >= share;
    (about.saturating_sub(1)..=all).find(reaches).unwrap_or(all)
}
