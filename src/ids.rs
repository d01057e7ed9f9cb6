//! Ids that cannot be mixed up: an area is not a site. Each is a place in a [`Column`].

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// What every id can do: come from a place in a column and go back to it.
pub trait Id: Copy + Ord + fmt::Debug + Send + Sync + 'static {
    /// The id of the given place.
    ///
    /// # Panics
    /// When the place is beyond `u32::MAX`: no column of this program is that long.
    fn at(place: usize) -> Self;

    /// The place in its column.
    fn place(self) -> usize;
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl Id for $name {
            fn at(place: usize) -> Self {
                Self(u32::try_from(place).expect("a column has fewer than 2^32 rows"))
            }

            fn place(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(
    /// A small area, in order of its code.
    AreaId
);
id!(
    /// A site, in order of its id in the study.
    SiteId
);
id!(
    /// A service, in the study's order.
    ServiceId
);
id!(
    /// A tier of site, in the study's order.
    TierId
);
id!(
    /// An age band of people, in the study's order.
    BandId
);
id!(
    /// Who pays for a service or a part of a site's cost, in order of its id.
    FunderId
);
id!(
    /// A district, in order of its code.
    DistrictId
);
id!(
    /// A grouping of areas that the study brings, such as wards, in the study's order.
    GroupingId
);
id!(
    /// A group of one grouping, in order of its name.
    GroupId
);
id!(
    /// A node of a road network.
    NodeId
);
id!(
    /// An edge of a road network: one stretch of road between two nodes, usable in one direction or both.
    EdgeId
);

/// A vector keyed by one kind of id: `Column<AreaId, People>` holds the people of each area.
///
/// ```
/// use fairreach::ids::{AreaId, Column, Id};
/// let names: Column<AreaId, &str> = ["Ely", "March"].into_iter().collect();
/// assert_eq!(names[AreaId::at(1)], "March");
/// assert_eq!(names.ids().count(), 2);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column<I, T> {
    values: Vec<T>,
    key: PhantomData<fn(I) -> I>,
}

impl<I: Id, T> Column<I, T> {
    /// A column over values already in order of their ids.
    #[must_use]
    pub const fn new(values: Vec<T>) -> Self {
        Self {
            values,
            key: PhantomData,
        }
    }

    /// The same value for `n` ids.
    #[must_use]
    pub fn filled(value: T, n: usize) -> Self
    where
        T: Clone,
    {
        Self::new(vec![value; n])
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The value of an id, if the column reaches that far.
    #[must_use]
    pub fn get(&self, id: I) -> Option<&T> {
        self.values.get(id.place())
    }

    /// Every id in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = I> + use<I, T> {
        (0..self.values.len()).map(I::at)
    }

    /// The values in order of their ids.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.values.iter()
    }

    /// Ids and values in order.
    #[must_use]
    pub fn enumerate(&self) -> impl ExactSizeIterator<Item = (I, &T)> {
        self.values
            .iter()
            .enumerate()
            .map(|(place, value)| (I::at(place), value))
    }

    /// Adds a row and tells its id.
    pub fn push(&mut self, value: T) -> I {
        self.values.push(value);
        I::at(self.values.len() - 1)
    }

    /// The values as one slice.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.values
    }

    /// The first id whose value satisfies the condition.
    pub fn find(&self, condition: impl Fn(&T) -> bool) -> Option<I> {
        self.values.iter().position(condition).map(I::at)
    }

    /// A column of the same ids, each value made from one of this column's.
    pub fn map<U>(&self, make: impl FnMut(&T) -> U) -> Column<I, U> {
        Column::new(self.values.iter().map(make).collect())
    }
}

impl<I: Id, T> Default for Column<I, T> {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl<I: Id, T> Index<I> for Column<I, T> {
    type Output = T;
    fn index(&self, id: I) -> &T {
        &self.values[id.place()]
    }
}

impl<I: Id, T> IndexMut<I> for Column<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.values[id.place()]
    }
}

impl<I: Id, T> FromIterator<T> for Column<I, T> {
    fn from_iter<It: IntoIterator<Item = T>>(items: It) -> Self {
        Self::new(items.into_iter().collect())
    }
}

impl<'a, I: Id, T> IntoIterator for &'a Column<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.values.iter()
    }
}
