//! Sums along the columns of the travel times, which is where every weighted measure spends its time.
//!
//! A column is first told in one run of plain numbers, which a processor does many at a time; what follows is a look-up a
//! pair. Sums add up in order of areas and of sites, so that they are the same to the last bit.

use crate::ids::SiteId;
use crate::travel::TravelTimes;
use crate::units::Seconds;

/// Whole seconds of a journey, or that there is none, in a number that can be a row of a table.
#[derive(Clone, Copy)]
pub(super) struct Lasting(u16);

impl Lasting {
    /// No journey; beyond [`TravelTimes::LONGEST`].
    const NONE: Self = Self(u16::MAX);

    /// How many rows a table needs that has one for every journey and one, the last, for none.
    pub(super) const ROWS: usize = u16::MAX as usize + 1;

    /// The row in such a table.
    pub(super) const fn row(self) -> usize {
        self.0 as usize
    }

    /// How much longer it is than the shortest journey of its area; none where there is none.
    pub(super) fn beyond(self, shortest: Seconds) -> Self {
        if self.0 == Self::NONE.0 {
            return self;
        }
        let longer = u32::from(self.0).saturating_sub(shortest.get());
        Self(u16::try_from(longer).unwrap_or(u16::MAX))
    }

    /// Whether there is a journey and it takes at most as long.
    pub(super) fn is_within(self, cutoff: Seconds) -> bool {
        u32::from(self.0) <= cutoff.min(TravelTimes::LONGEST).get()
    }
}

/// For each site in order the sum over areas of a term made of what is known of the area and the journey between them.
pub(super) fn per_site<A>(
    times: &TravelTimes,
    sites: impl IntoIterator<Item = SiteId>,
    areas: &[A],
    term: impl Fn(&A, Lasting) -> f64,
) -> Vec<f64> {
    let mut column = Vec::with_capacity(times.n_areas());
    let sum = |site| {
        tell(times, site, &mut column);
        let terms = areas.iter().zip(&column);
        terms.fold(0.0, |sum, (area, journey)| sum + term(area, *journey))
    };
    sites.into_iter().map(sum).collect()
}

/// For each area the sum over sites of a term made of what is known of the site, the area and the journey between them.
pub(super) fn per_area<S: Copy, A>(
    times: &TravelTimes,
    sites: impl IntoIterator<Item = (SiteId, S)>,
    areas: &[A],
    term: impl Fn(S, &A, Lasting) -> f64,
) -> Vec<f64> {
    let mut sums = vec![0.0; times.n_areas()];
    let mut column = Vec::with_capacity(times.n_areas());
    for (site, known) in sites {
        tell(times, site, &mut column);
        for ((sum, area), journey) in sums.iter_mut().zip(areas).zip(&column) {
            *sum += term(known, area, *journey);
        }
    }
    sums
}

/// Tells a column in plain numbers. A time is at most [`TravelTimes::LONGEST`], so that nothing is cut off.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a journey is at most `LONGEST`, below 2^16"
)]
fn tell(times: &TravelTimes, site: SiteId, column: &mut Vec<Lasting>) {
    let told = times.column(site);
    column.clear();
    // Not a loop: told whole, the column is three times as fast.
    column.extend(told.map(|time| time.map_or(Lasting::NONE, |it| Lasting(it.get() as u16))));
}
