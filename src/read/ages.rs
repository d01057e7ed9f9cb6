//! Ages as tables publish them: a header or a label is read as a range of ages of everyone or of one sex, and a band is
//! made of such ranges exactly, or not at all.
//!
//! Forms read, capitals and white space aside:
//! - the ONS's mid-year estimates of LSOAs: `F0` to `M90` by single year (`sapelsoasyoa...xlsx`; 90 stands for 90 and over)
//!   and `F0 to 15` to `M65 and over` by broad age (`sapelsoabroadage...xlsx`);
//! - Census 2021 in bulk from Nomis (<https://www.nomisweb.co.uk/sources/census_2021_bulk>): `Age: Aged 4 years and under`
//!   to `Age: Aged 85 years and over` (TS007A); the same and single years from `Age: Aged under 1 year` to
//!   `Age: Aged 100 years and over` with `; measures: Value` at their ends (TS007); `Sex: Female; ` before them (TS009);
//! - Census 2021 as the ONS's "create a custom dataset" gives it (<https://www.ons.gov.uk/datasets/create>): the same
//!   labels in cells of `Age (18 categories)` and its like.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use crate::read::heading::fold;

/// A range of ages in whole years, both ends included; the upper one may be open.
///
/// ```
/// use fairreach::read::Ages;
/// assert_eq!(Ages::new("0-4"), Ages::new("Aged 4 years and under"));
/// assert_eq!(Ages::new("0"), Ages::new("Aged under 1 year"));
/// assert_eq!(Ages::new("65 and over").map(|it| it.to_string()).as_deref(), Some("65+"));
/// assert_eq!(Ages::new("9-5"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ages {
    low: u8,
    high: u8,
}

impl Ages {
    /// The oldest age that can be written.
    pub const OLDEST: u8 = 120;
    /// The upper end of a range without one.
    const OPEN: u8 = u8::MAX;
    /// Every age.
    pub(super) const ALL: Self = Self {
        low: 0,
        high: Self::OPEN,
    };

    /// The range of a text such as `0-4`, `5 to 9`, `0`, `65+`, `Aged 85 years and over`, `Aged under 1 year`; `None` for
    /// what tells no ages.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = fold(text);
        let bare = text.strip_prefix("aged ").or(text.strip_prefix("age "));
        let words = bare.unwrap_or(&text).split(' ');
        let words: Vec<&str> = words
            .filter(|it| !matches!(*it, "year" | "years"))
            .collect();
        let (low, high) = match words.as_slice() {
            [one] => match (one.split_once('-'), one.strip_suffix('+')) {
                (Some((low, high)), _) => (year(low)?, year(high)?),
                (None, Some(low)) => (year(low)?, Self::OPEN),
                (None, None) => (year(one)?, year(one)?),
            },
            ["under", age] => (0, year(age)?.checked_sub(1)?),
            [low, "to" | "-", high] => (year(low)?, year(high)?),
            [low, "and" | "or", "over" | "older"] => (year(low)?, Self::OPEN),
            [high, "and" | "or", "under" | "below" | "younger"] => (0, year(high)?),
            _ => return None,
        };
        (low <= high).then_some(Self { low, high })
    }

    const fn is_single(self) -> bool {
        self.low == self.high
    }
}

fn year(text: &str) -> Option<u8> {
    let digits = text.bytes().all(|it| it.is_ascii_digit());
    let year: u8 = text.parse().ok().filter(|_| digits)?;
    (year <= Ages::OLDEST).then_some(year)
}

impl fmt::Display for Ages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.low, self.high) {
            (low, Self::OPEN) => write!(f, "{low}+"),
            (low, high) if low == high => write!(f, "{low}"),
            (low, high) => write!(f, "{low}-{high}"),
        }
    }
}

/// Who is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sex {
    Everyone,
    Female,
    Male,
}

impl Sex {
    pub(super) fn new(word: &str) -> Option<Self> {
        match fold(word).as_str() {
            "all persons" | "persons" | "total" | "all" => Some(Self::Everyone),
            "female" | "females" => Some(Self::Female),
            "male" | "males" => Some(Self::Male),
            _ => None,
        }
    }
}

/// What a header or a label of a table by age says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Label {
    /// People of these ages.
    Ages(Sex, Ages),
    /// People of every age.
    Total(Sex),
    /// `Does not apply`: nobody of the population that the table is about.
    NotApplicable,
}

impl Label {
    /// The label of the header of a wide table; `None` for a column of something else.
    pub(super) fn of_header(header: &str) -> Option<Self> {
        let header = fold(header);
        let bare = header.strip_suffix("; measures: value").unwrap_or(&header);
        if let Some((sex, age)) = bare
            .strip_prefix("sex: ")
            .and_then(|it| it.split_once("; "))
        {
            return Self::new(Sex::new(sex)?, age.strip_prefix("age: ")?);
        }
        let letter = |it: char| bare.strip_prefix(it).filter(|it| starts_with_digit(it));
        if let Some(age) = letter('f') {
            return Self::new(Sex::Female, age);
        }
        if let Some(age) = letter('m') {
            return Self::new(Sex::Male, age);
        }
        Self::new(Sex::Everyone, bare.strip_prefix("age: ").unwrap_or(bare))
    }

    /// The label of the text that tells the age.
    pub(super) fn new(sex: Sex, age: &str) -> Option<Self> {
        match fold(age).as_str() {
            "total" | "all ages" => Some(Self::Total(sex)),
            "does not apply" => Some(Self::NotApplicable),
            age => Ages::new(age).map(|it| Self::Ages(sex, it)),
        }
    }
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_digit())
}

/// The ranges a table has for everyone, each with where its counts stand (a column, or a kind of row): one place, or one
/// for each sex.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranges {
    everyone: BTreeMap<Ages, Vec<usize>>,
    /// Ranges that are told of one sex and not of the other.
    alone: Vec<Ages>,
    total: Option<usize>,
    /// Places whose label an earlier place has.
    pub(super) doubles: Vec<usize>,
}

impl Ranges {
    /// The ranges of labels, each with its place.
    pub(super) fn of(labels: &[(Label, usize)]) -> Self {
        let mut places: BTreeMap<(Ages, Sex), usize> = BTreeMap::new();
        let (mut total, mut doubles) = (None, Vec::new());
        for (label, place) in labels {
            match label {
                Label::Ages(sex, ages) => match places.entry((*ages, *sex)) {
                    Entry::Occupied(_) => doubles.push(*place),
                    Entry::Vacant(free) => {
                        free.insert(*place);
                    }
                },
                Label::Total(Sex::Everyone) => total = total.or(Some(*place)),
                Label::Total(_) | Label::NotApplicable => {}
            }
        }
        let mut ranges = Self {
            total,
            doubles,
            ..Self::default()
        };
        let last = places.keys().map(|(ages, _)| ages.low).max();
        for (ages, sex) in places.keys() {
            let of = |sex| places.get(&(*ages, sex)).copied();
            let made = match (of(Sex::Everyone), of(Sex::Female), of(Sex::Male)) {
                (Some(everyone), ..) => vec![everyone],
                (None, Some(female), Some(male)) => vec![female, male],
                _ => {
                    ranges.alone.push(*ages);
                    continue;
                }
            };
            // The ONS writes F90 and M90 for 90 and over.
            let open =
                *sex != Sex::Everyone && ages.is_single() && ages.low == 90 && last == Some(90);
            let high = if open { Ages::OPEN } else { ages.high };
            ranges.everyone.insert(Ages { high, ..*ages }, made);
        }
        ranges
    }

    /// Whether no age is told.
    pub(super) fn is_empty(&self) -> bool {
        self.everyone.is_empty() && self.alone.is_empty()
    }

    /// The place of the total of every age.
    pub(super) const fn total(&self) -> Option<usize> {
        self.total
    }

    /// The places whose counts add up to a band, which they tile exactly: at each age the longest range from which on the
    /// rest can be made. `None` where the ranges cannot make the band.
    pub(super) fn tile(&self, band: Ages) -> Option<Vec<usize>> {
        let mut next: BTreeMap<u8, (Ages, &[usize])> = BTreeMap::new();
        for age in (band.low..=band.high.min(Ages::OLDEST)).rev() {
            let goes_on = |it: Ages| {
                it.high == band.high
                    || it.high < band.high && next.contains_key(&it.high.saturating_add(1))
            };
            let longest = self
                .everyone
                .iter()
                .filter(|(it, _)| it.low == age && goes_on(**it))
                .max_by_key(|(it, _)| it.high);
            if let Some((ages, places)) = longest {
                next.insert(age, (*ages, places.as_slice()));
            }
        }
        let (mut tiled, mut age) = (Vec::new(), band.low);
        loop {
            let (ages, places) = next.get(&age)?;
            tiled.extend_from_slice(places);
            if ages.high == band.high {
                return Some(tiled);
            }
            age = ages.high.saturating_add(1);
        }
    }

    /// The ranges in words, runs of single years as one.
    pub(super) fn told(&self) -> String {
        let (singles, wide): (Vec<Ages>, Vec<Ages>) =
            self.everyone.keys().partition(|it| it.is_single());
        let mut told: Vec<(Ages, String)> = wide.iter().map(|it| (*it, it.to_string())).collect();
        let apart = |it: &[Ages]| {
            it.chunk_by(|a, b| a.low + 1 == b.low)
                .map(<[Ages]>::to_vec)
                .collect()
        };
        let runs: Vec<Vec<Ages>> = apart(&singles);
        for run in runs {
            match run.as_slice() {
                [first, _, .., last] => {
                    told.push((*first, format!("every year from {first} to {last}")));
                }
                few => told.extend(few.iter().map(|it| (*it, it.to_string()))),
            }
        }
        told.sort();
        let mut words: Vec<String> = told.into_iter().map(|(_, it)| it).collect();
        if !self.alone.is_empty() {
            let alone: Vec<String> = self.alone.iter().map(Ages::to_string).collect();
            words.push(format!("of one sex alone {}", alone.join(", ")));
        }
        words.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::{Ages, Label, Ranges, Sex};

    fn ranges(headers: &[&str]) -> Ranges {
        let labels: Vec<(Label, usize)> = headers
            .iter()
            .zip(0..)
            .filter_map(|(it, place)| Some((Label::of_header(it)?, place)))
            .collect();
        Ranges::of(&labels)
    }

    fn tiled(headers: &[&str], band: &str) -> Option<Vec<usize>> {
        Ages::new(band).and_then(|it| ranges(headers).tile(it))
    }

    #[test]
    fn headers_of_every_publisher_tell_ages_and_sex() {
        let of = |sex, ages| Ages::new(ages).map(|it| Label::Ages(sex, it));
        for (header, label) in [
            ("F0", of(Sex::Female, "0")),
            ("M65 and over", of(Sex::Male, "65+")),
            ("m0 to\u{a0}15", of(Sex::Male, "0-15")),
            ("Age: Aged 4 years and under", of(Sex::Everyone, "0-4")),
            (
                "Age: Aged under 1 year; measures: Value",
                of(Sex::Everyone, "0"),
            ),
            (
                "Age: Aged 100 years and over; measures: Value",
                of(Sex::Everyone, "100+"),
            ),
            (
                "Sex: Male; Age: Aged 5 to 9 years; measures: Value",
                of(Sex::Male, "5-9"),
            ),
            (
                "Sex: All persons; Age: Total; measures: Value",
                Some(Label::Total(Sex::Everyone)),
            ),
            ("Age: Total", Some(Label::Total(Sex::Everyone))),
            ("Total", Some(Label::Total(Sex::Everyone))),
            ("90+", of(Sex::Everyone, "90+")),
            ("LSOA 2021 Code", None),
            ("date", None),
            ("2021", None),
            ("Female", None),
            ("F", None),
        ] {
            assert_eq!(Label::of_header(header), label, "{header}");
        }
        for text in [
            "", "-1", "+5", "5-", "0-4-9", "121", "999", "under 0", "5 to", "1 2",
        ] {
            assert_eq!(Ages::new(text), None, "{text}");
        }
    }

    #[test]
    fn a_band_is_tiled_exactly_or_not_at_all() {
        let nested = [
            "0-4", "0", "1", "2", "3", "4", "5 to 9", "5", "6", "7", "8", "9", "10+",
        ];
        assert_eq!(tiled(&nested, "0-4"), Some(vec![0]));
        assert_eq!(tiled(&nested, "0-9"), Some(vec![0, 6]));
        assert_eq!(tiled(&nested, "3-6"), Some(vec![4, 5, 7, 8]));
        assert_eq!(tiled(&nested, "0+"), Some(vec![0, 6, 12]));
        assert_eq!(tiled(&nested, "8-10"), None);
        assert_eq!(tiled(&nested, "11+"), None);
        // The longest first range leaves the rest unmade; the shorter one does not.
        assert_eq!(tiled(&["0-4", "0-3", "4-9"], "0-9"), Some(vec![1, 2]));
        // Both sexes or everyone, never one sex alone.
        assert_eq!(
            tiled(&["F0 to 15", "M0 to 15", "F16 to 29"], "0-15"),
            Some(vec![0, 1])
        );
        assert_eq!(tiled(&["F0 to 15", "M0 to 15", "F16 to 29"], "16-29"), None);
        // 90 is open where it is the last single year by sex.
        assert_eq!(
            tiled(&["F89", "F90", "M89", "M90"], "89+"),
            Some(vec![0, 2, 1, 3])
        );
        assert_eq!(tiled(&["F89", "F90", "M89", "M90"], "89-90"), None);
        assert_eq!(tiled(&["F90", "M90", "F91", "M91"], "90"), Some(vec![0, 1]));
    }

    #[test]
    fn ranges_are_told_in_few_words() {
        let told = |headers: &[&str]| ranges(headers).told();
        assert_eq!(
            told(&["F0 to 15", "F65 and over", "M0 to 15", "M65 and over"]),
            "0-15, 65+"
        );
        assert_eq!(
            told(&["0", "1", "2", "3", "0-4", "7", "90+"]),
            "every year from 0 to 3, 0-4, 7, 90+"
        );
        assert_eq!(told(&["F0 to 15"]), "of one sex alone 0-15");
    }
}
