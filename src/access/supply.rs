//! What the open sites offer, and who asks for it.

use std::collections::BTreeMap;

use crate::ids::{AreaId, Column, Id, SiteId};

/// A supply or a demand that is no quantity: negative, infinite, not a number, beyond [`LARGEST`], or told twice.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum NoQuantity {
    /// The demand of an area.
    #[error("the demand of area {} is {value}, not from 0 to 10^15", .area.place())]
    Demand {
        /// Which area.
        area: AreaId,
        /// What was given.
        value: f64,
    },
    /// The supply of a site.
    #[error("the supply of site {} is {value}, not from 0 to 10^15", .site.place())]
    Supply {
        /// Which site.
        site: SiteId,
        /// What was given.
        value: f64,
    },
    /// A site stands twice in a supply.
    #[error("site {} stands twice in the supply", .0.place())]
    Twice(SiteId),
}

/// The largest supply of a site, and the largest demand of an area.
pub const LARGEST: f64 = 1e15;

/// What each open site offers, in order of sites: places, staffed hours, or another quantity from 0 upwards. A site
/// whose supply nobody knows is not in it; who makes one tells how many were left out.
///
/// ```
/// use fairreach::access::Supply;
/// use fairreach::ids::{Id, SiteId};
/// let [a, b] = [0, 1].map(SiteId::at);
/// let supply = Supply::new([(b, 40.0), (a, 60.0)])?;
/// assert_eq!(supply.total(), 100.0);
/// assert_eq!(supply.sites().collect::<Vec<_>>(), [a, b]);
/// assert!(Supply::new([(a, -1.0)]).is_err());
/// # Ok::<(), fairreach::access::NoQuantity>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Supply {
    offers: Vec<(SiteId, f64)>,
}

impl Supply {
    /// A supply from sites in any order.
    ///
    /// # Errors
    /// [`NoQuantity`] when a site stands twice, or its supply is not from 0 to [`LARGEST`].
    pub fn new(offers: impl IntoIterator<Item = (SiteId, f64)>) -> Result<Self, NoQuantity> {
        let mut sorted = BTreeMap::new();
        for (site, value) in offers {
            if !(0.0..=LARGEST).contains(&value) {
                return Err(NoQuantity::Supply { site, value });
            }
            if sorted.insert(site, value).is_some() {
                return Err(NoQuantity::Twice(site));
            }
        }
        Ok(Self {
            offers: sorted.into_iter().collect(),
        })
    }

    /// The same quantity at every site: with 1, an opportunity is a site.
    ///
    /// # Errors
    /// Those of [`Self::new`].
    pub fn alike(sites: impl IntoIterator<Item = SiteId>, each: f64) -> Result<Self, NoQuantity> {
        Self::new(sites.into_iter().map(|site| (site, each)))
    }

    /// Sites and what they offer, in order of sites.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (SiteId, f64)> {
        self.offers.iter().copied()
    }

    /// The sites, in order.
    #[must_use]
    pub fn sites(&self) -> impl ExactSizeIterator<Item = SiteId> {
        self.offers.iter().map(|it| it.0)
    }

    /// The sum over all sites.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.offers.iter().map(|it| it.1).sum()
    }
}

/// Who asks: people of each area, or people weighted by need. An area whose count nobody knows is told apart from one
/// where nobody lives: it adds nothing to any sum over people, and [`Self::uncounted`] tells how many there are.
///
/// ```
/// use fairreach::access::Demand;
/// let demand = Demand::new([Some(120.0), None, Some(0.0)].into_iter().collect())?;
/// assert_eq!((demand.total(), demand.uncounted()), (120.0, 1));
/// # Ok::<(), fairreach::access::NoQuantity>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    people: Column<AreaId, Option<f64>>,
    /// The same with 0 for an unknown count: what it adds to a sum.
    addends: Vec<f64>,
}

impl Demand {
    /// A demand from the people of each area, `None` where nobody knows.
    ///
    /// # Errors
    /// [`NoQuantity`] when a count is not from 0 to [`LARGEST`].
    pub fn new(people: Column<AreaId, Option<f64>>) -> Result<Self, NoQuantity> {
        for (area, value) in people.enumerate() {
            if let Some(value) = value.filter(|it| !(0.0..=LARGEST).contains(it)) {
                return Err(NoQuantity::Demand { area, value });
            }
        }
        let addends = people.iter().map(|it| it.unwrap_or(0.0)).collect();
        Ok(Self { people, addends })
    }

    /// The people of each area, `None` where nobody knows.
    #[must_use]
    pub const fn people(&self) -> &Column<AreaId, Option<f64>> {
        &self.people
    }

    /// How many areas have no count.
    #[must_use]
    pub fn uncounted(&self) -> usize {
        self.people.iter().filter(|it| it.is_none()).count()
    }

    /// The sum over the areas with a count.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.addends.iter().sum()
    }

    /// What each area adds to a sum over people, in order of areas.
    ///
    /// # Panics
    /// When there is not one for each of `n_areas`: a row of one table would meet another's.
    pub(super) fn addends(&self, n_areas: usize) -> &[f64] {
        assert_eq!(
            self.addends.len(),
            n_areas,
            "a demand has a row for each area of the travel times"
        );
        &self.addends
    }
}
