//! The travel times that a location problem stands on.

/// The longest time that counts as a journey, in seconds; whatever is above says that there is none.
pub const LONGEST: u16 = u16::MAX - 4;

/// Travel times between numbered areas and numbered places: a column of seconds a place, a row an area. A number above
/// [`LONGEST`] says that no journey leads there.
///
/// ```
/// use fairreach::location::Ground;
/// let (near, far) = ([60, 600], [900, u16::MAX]);
/// let ground = Ground::new(2, vec![&near, &far]);
/// assert_eq!((ground.time(0, 1), ground.time(1, 1)), (Some(900), None));
/// ```
#[derive(Clone, Debug)]
pub struct Ground<'a> {
    n_areas: usize,
    columns: Vec<&'a [u16]>,
}

impl<'a> Ground<'a> {
    /// The times of some places.
    ///
    /// # Panics
    /// When a column has another number of rows than there are areas.
    #[must_use]
    pub fn new(n_areas: usize, columns: Vec<&'a [u16]>) -> Self {
        for column in &columns {
            assert_eq!(column.len(), n_areas, "a column has a row for each area");
        }
        Self { n_areas, columns }
    }

    /// How many areas there are.
    #[must_use]
    pub const fn n_areas(&self) -> usize {
        self.n_areas
    }

    /// How many places there are.
    #[must_use]
    pub fn n_places(&self) -> usize {
        self.columns.len()
    }

    /// The seconds to a place in order of areas.
    #[must_use]
    pub fn column(&self, place: usize) -> &'a [u16] {
        self.columns[place]
    }

    /// The seconds from an area to a place; `None` where no journey leads there.
    #[must_use]
    pub fn time(&self, area: usize, place: usize) -> Option<u16> {
        Some(self.columns[place][area]).filter(|it| *it <= LONGEST)
    }
}
