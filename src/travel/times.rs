//! The travel-time matrix, area x site ("OD matrix", "skim").

use std::fmt;

use crate::ids::{AreaId, Id, SiteId};
use crate::units::Seconds;

/// Which way the journey is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From the area to the site: people travel.
    #[default]
    ToSite,
    /// From the site to the area: the service travels.
    FromSite,
}

impl Direction {
    /// The direction's word in study files and answers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ToSite => "to-site",
            Self::FromSite => "from-site",
        }
    }

    /// The direction in a sentence.
    #[must_use]
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::ToSite => "from home to the site",
            Self::FromSite => "from the site to home",
        }
    }
}

/// Why there is no time between an area and a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unreached {
    /// The area has no road within the snap limit.
    AreaUnlinked,
    /// The site has no road within the snap limit.
    SiteUnlinked,
    /// Both are on the network, but no road leads from one to the other.
    NoPath,
    /// The journey is longer than the run looked.
    BeyondHorizon,
}

impl Unreached {
    /// The reason's word in tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::AreaUnlinked => "area_unlinked",
            Self::SiteUnlinked => "site_unlinked",
            Self::NoPath => "no_path",
            Self::BeyondHorizon => "beyond_horizon",
        }
    }

    /// The reason of a word in a table.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [
            Self::AreaUnlinked,
            Self::SiteUnlinked,
            Self::NoPath,
            Self::BeyondHorizon,
        ]
        .into_iter()
        .find(|it| it.word() == word)
    }
}

impl fmt::Display for Unreached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Times between every area and every site: one contiguous column of `u16` seconds a site, since a
/// configuration opens and closes columns. The four highest values stand for the reasons of [`Unreached`].
///
/// ```
/// use fairreach::{ids::{AreaId, Id, SiteId}, travel::{TravelTimes, Unreached}, units::Seconds};
/// let mut times = TravelTimes::unreached(2, 1, Unreached::NoPath);
/// times.set(AreaId::at(1), SiteId::at(0), Ok(Seconds::new(655)));
/// assert_eq!(times.get(AreaId::at(1), SiteId::at(0)), Ok(Seconds::new(655)));
/// assert_eq!(times.get(AreaId::at(0), SiteId::at(0)), Err(Unreached::NoPath));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TravelTimes {
    n_areas: usize,
    seconds: Vec<u16>,
}

impl TravelTimes {
    /// The longest time the matrix can hold: 18 hours and 12 minutes.
    pub const LONGEST: Seconds = Seconds::new(u16::MAX as u32 - 4);

    pub(super) const AREA_UNLINKED: u16 = u16::MAX - 3;
    const SITE_UNLINKED: u16 = u16::MAX - 2;
    const NO_PATH: u16 = u16::MAX - 1;
    pub(super) const BEYOND_HORIZON: u16 = u16::MAX;

    /// A matrix without any time yet, every pair for the same reason.
    #[must_use]
    pub fn unreached(n_areas: usize, n_sites: usize, reason: Unreached) -> Self {
        Self {
            n_areas,
            seconds: vec![Self::encode(Err(reason)); n_areas * n_sites],
        }
    }

    /// A matrix from its columns, one a site, each with a row an area.
    ///
    /// # Panics
    /// When a column has another number of rows than `n_areas`.
    #[must_use]
    pub fn from_columns(n_areas: usize, columns: Vec<Vec<Result<Seconds, Unreached>>>) -> Self {
        let mut seconds = Vec::with_capacity(n_areas * columns.len());
        for column in columns {
            assert_eq!(
                column.len(),
                n_areas,
                "a column of times has a row for each area"
            );
            seconds.extend(column.into_iter().map(Self::encode));
        }
        Self { n_areas, seconds }
    }

    /// How many areas there are.
    #[must_use]
    pub const fn n_areas(&self) -> usize {
        self.n_areas
    }

    /// How many sites there are.
    #[must_use]
    pub fn n_sites(&self) -> usize {
        self.seconds.len().checked_div(self.n_areas).unwrap_or(0)
    }

    /// The time between an area and a site, or why there is none.
    ///
    /// # Errors
    /// The reason why there is no time.
    pub fn get(&self, area: AreaId, site: SiteId) -> Result<Seconds, Unreached> {
        Self::decode(self.seconds[site.place() * self.n_areas + area.place()])
    }

    /// Sets the time between an area and a site; one beyond [`Self::LONGEST`] is beyond the horizon.
    pub fn set(&mut self, area: AreaId, site: SiteId, time: Result<Seconds, Unreached>) {
        self.seconds[site.place() * self.n_areas + area.place()] = Self::encode(time);
    }

    /// The times of one site in order of areas.
    #[must_use]
    pub fn column(
        &self,
        site: SiteId,
    ) -> impl ExactSizeIterator<Item = Result<Seconds, Unreached>> {
        self.as_kept(site).iter().map(|it| Self::decode(*it))
    }

    /// The times of one site in order of areas as they are kept: whole seconds up to [`Self::LONGEST`], above it the
    /// reasons why there is none. Plain numbers, which a processor compares many at a time.
    pub(crate) fn as_kept(&self, site: SiteId) -> &[u16] {
        let start = site.place() * self.n_areas;
        &self.seconds[start..start + self.n_areas]
    }

    /// The columns as they are kept, to be filled side by side.
    pub(super) fn columns_mut(&mut self) -> impl Iterator<Item = &mut [u16]> {
        self.seconds.chunks_exact_mut(self.n_areas.max(1))
    }

    /// The same matrix with another's sites after its own.
    ///
    /// # Panics
    /// When the other matrix has another number of areas.
    #[must_use]
    pub fn followed_by(mut self, other: &Self) -> Self {
        assert_eq!(
            self.n_areas, other.n_areas,
            "both matrices have a row for each area"
        );
        self.seconds.extend_from_slice(&other.seconds);
        self
    }

    /// The matrix as it is kept, column after column.
    pub(super) fn kept(&self) -> &[u16] {
        &self.seconds
    }

    /// A matrix from what was kept; `None` where that is no whole number of columns.
    pub(super) fn of_kept(n_areas: usize, n_sites: usize, seconds: Vec<u16>) -> Option<Self> {
        (n_areas.checked_mul(n_sites) == Some(seconds.len())).then_some(Self { n_areas, seconds })
    }

    pub(super) fn encode(time: Result<Seconds, Unreached>) -> u16 {
        match time {
            Ok(it) if it <= Self::LONGEST => {
                u16::try_from(it.get()).unwrap_or(Self::BEYOND_HORIZON)
            }
            Ok(_) | Err(Unreached::BeyondHorizon) => Self::BEYOND_HORIZON,
            Err(Unreached::AreaUnlinked) => Self::AREA_UNLINKED,
            Err(Unreached::SiteUnlinked) => Self::SITE_UNLINKED,
            Err(Unreached::NoPath) => Self::NO_PATH,
        }
    }

    /// What a number means that is kept.
    pub(crate) const fn decode(seconds: u16) -> Result<Seconds, Unreached> {
        match seconds {
            Self::AREA_UNLINKED => Err(Unreached::AreaUnlinked),
            Self::SITE_UNLINKED => Err(Unreached::SiteUnlinked),
            Self::NO_PATH => Err(Unreached::NoPath),
            Self::BEYOND_HORIZON => Err(Unreached::BeyondHorizon),
            it => Ok(Seconds::new(it as u32)),
        }
    }
}
