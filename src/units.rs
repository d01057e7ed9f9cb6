//! Units of measure. No bare number crosses a room: seconds are not metres, and people are not pounds.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

/// Whole seconds of a journey.
///
/// ```
/// use fairreach::units::Seconds;
/// assert_eq!(Seconds::from_minutes(20), Seconds::new(1_200));
/// assert_eq!(Seconds::new(90).minutes(), 1.5);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seconds(u32);

impl Seconds {
    /// A number of whole seconds.
    #[must_use]
    pub const fn new(seconds: u32) -> Self {
        Self(seconds)
    }

    /// A number of whole minutes.
    #[must_use]
    pub const fn from_minutes(minutes: u32) -> Self {
        Self(minutes * 60)
    }

    /// A finite, non-negative number of minutes, rounded half up to the second; `None` for any other number.
    #[must_use]
    pub fn from_fractional_minutes(minutes: f64) -> Option<Self> {
        Self::from_fractional(minutes * 60.0)
    }

    /// A finite, non-negative number of seconds, rounded half up; `None` for any other number.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the range is checked first"
    )]
    pub fn from_fractional(seconds: f64) -> Option<Self> {
        (seconds >= 0.0 && seconds < f64::from(u32::MAX))
            .then(|| Self((seconds + 0.5).floor() as u32))
    }

    /// The count of seconds.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The same time in minutes.
    #[must_use]
    pub fn minutes(self) -> f64 {
        f64::from(self.0) / 60.0
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} s", self.0)
    }
}

/// Tenths of a second: the unit of arc weights, fine enough that a street of many short links does not drift.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tenths(u32);

impl Tenths {
    /// A number of tenths of a second.
    #[must_use]
    pub const fn new(tenths: u32) -> Self {
        Self(tenths)
    }

    /// A finite, non-negative number of seconds, rounded half up to a tenth and capped at the largest value.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "`as` saturates, which is the cap"
    )]
    pub fn from_seconds(seconds: f64) -> Self {
        Self((seconds * 10.0 + 0.5).floor() as u32)
    }

    /// The count of tenths.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// Whole seconds, rounded half up.
    #[must_use]
    pub const fn to_seconds(self) -> Seconds {
        Seconds(self.0 / 10 + (self.0 % 10) / 5)
    }
}

impl Add for Tenths {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

macro_rules! measure {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl $name {
            /// The quantity as given.
            #[must_use]
            pub const fn new(value: f64) -> Self {
                Self(value)
            }

            /// The bare number.
            #[must_use]
            pub const fn get(self) -> f64 {
                self.0
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
                Self(items.map(|it| it.0).sum())
            }
        }
    };
}

measure!(
    /// A length in metres, planar in EPSG:27700 unless said otherwise.
    Metres
);
measure!(
    /// A number of people. Counts are whole in published files; a projection may not be.
    People
);
measure!(
    /// A part of a whole, 0 to 1.
    Share
);
measure!(
    /// Staffed hours a week, of all staff together: five of 37.5 hours are 187.5, more than the 168 of a week.
    Hours
);

impl Hours {
    /// The most that one place may tell.
    pub const MOST: f64 = 10_000.0;

    /// Why there is a most, and what to do beyond it.
    pub const WHY_MOST: &'static str = "give the hours of all staff in one week; more than 10000 would be over 260 staff \
         of 37.5 hours, so these may be the hours of a year";

    /// What is wrong with hours beyond it, without a full stop.
    #[must_use]
    pub fn too_many() -> String {
        format!(
            "staffed hours a week must be at least 0 and at most {}",
            Self::MOST
        )
    }
}

/// A speed in kilometres an hour.
///
/// ```
/// use fairreach::units::{Kph, Metres};
/// assert!((Kph::from_mph(60.0).get() - 96.56064).abs() < 1e-9);
/// assert!((Kph::new(36.0).seconds_over(Metres::new(100.0)) - 10.0).abs() < 1e-9);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Kph(f64);

impl Kph {
    /// Kilometres in an international mile (Weights and Measures Act 1985, schedule 1).
    pub const PER_MPH: f64 = 1.609_344;

    /// Kilometres an hour.
    #[must_use]
    pub const fn new(kph: f64) -> Self {
        Self(kph)
    }

    /// Miles an hour.
    #[must_use]
    pub const fn from_mph(mph: f64) -> Self {
        Self(mph * Self::PER_MPH)
    }

    /// The bare number of kilometres an hour.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }

    /// The same speed times a factor.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self(self.0 * factor)
    }

    /// Seconds needed for a length at this speed.
    #[must_use]
    pub fn seconds_over(self, length: Metres) -> f64 {
        length.get() * 3.6 / self.0
    }
}

/// Money, counted in whole pence so that sums are exact; written in pounds.
///
/// ```
/// use fairreach::units::Pounds;
/// assert_eq!(Pounds::new(5_272_159) - Pounds::new(900_000), Pounds::new(4_372_159));
/// assert_eq!(Pounds::from_fractional(12.345), Some(Pounds::from_pence(1_235)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pounds(i64);

impl Pounds {
    /// Whole pounds.
    #[must_use]
    pub const fn new(pounds: i64) -> Self {
        Self(pounds * 100)
    }

    /// Whole pence.
    #[must_use]
    pub const fn from_pence(pence: i64) -> Self {
        Self(pence)
    }

    /// A finite number of pounds below 10^15 in size, rounded half up to the penny; `None` for any other number.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the range is checked first"
    )]
    pub fn from_fractional(pounds: f64) -> Option<Self> {
        (pounds.abs() < 1e15).then(|| Self((pounds * 100.0 + 0.5).floor() as i64))
    }

    /// The same in whole pence.
    #[must_use]
    pub const fn pence(self) -> i64 {
        self.0
    }

    /// Pounds with pence as a fraction.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl Add for Pounds {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Pounds {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Pounds {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        Self(items.map(|it| it.0).sum())
    }
}
