//! The classes that shade areas on the map, and their key: fixed cutoffs, closed above, from unrounded seconds.
//!
//! The colours were chosen for contrast and for three kinds of colour blindness; they are the only home of these
//! colours, so that map, key, table and print cannot differ.

use crate::access::{Nearest, Unserved};
use crate::ids::{AreaId, BandId};
use crate::model::Decile;
use crate::report::minutes_as_set;
use crate::score::{Case, Effect};
use crate::units::Seconds;

/// The cutoffs of minutes, the same for every plan; the standard joins them where it is another.
const CUTOFFS: [Seconds; 5] = [
    Seconds::from_minutes(5),
    Seconds::from_minutes(10),
    Seconds::from_minutes(15),
    Seconds::from_minutes(20),
    Seconds::from_minutes(30),
];

/// Near to far.
const MINUTES: [Colour; 6] = [
    Colour(0xDA_E3_91),
    Colour(0x8B_CD_9C),
    Colour(0x3A_AE_AC),
    Colour(0x05_81_A5),
    Colour(0x00_51_86),
    Colour(0x00_1E_56),
];

/// The cutoffs of a change in seconds: within a minute, to 5, to 10, beyond.
const CHANGES: [i64; 3] = [60, 300, 600];

const NO_ROAD: Colour = Colour(0xFF_FF_FF);
const LAND: Colour = Colour(0xF4_F4_F2);

/// A colour as red, green and blue, a byte each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub(super) u32);

impl Colour {
    /// The colour as the web writes it: `#DAE391`.
    #[must_use]
    pub fn hex(self) -> String {
        format!("#{:06X}", self.0)
    }

    /// The colour half way to another.
    const fn half_way(self, other: Self) -> Self {
        // Each byte's sum is halved apart: the mask drops what one byte would lend the next.
        Self((self.0 & other.0) + (((self.0 ^ other.0) & 0xFE_FE_FE) >> 1))
    }
}

/// One class of a shading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// The stable name: `m0` to `m6`, `better3` to `worse3`, `9_10` to `1_2`, `no_road`, `no_children`, `unknown`.
    pub name: &'static str,
    /// The words of its row in the key.
    pub label: String,
    /// Its fill.
    pub colour: Colour,
}

/// A row of the key: a class, how many areas it has and who lives there.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyRow {
    /// The class.
    pub class: Class,
    /// How many areas it has.
    pub areas: usize,
    /// The people of the band who live there, as far as they were counted.
    pub children: f64,
    /// Their share of all who were counted; `None` where nobody was.
    pub share: Option<f64>,
}

/// The classes of minutes for one standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinutesScale {
    cutoffs: Vec<Seconds>,
    colours: Vec<Colour>,
}

impl MinutesScale {
    /// The scale whose cutoffs are 5, 10, 15, 20 and 30 minutes and the standard.
    ///
    /// A standard between two cutoffs splits one class and leaves the colours of all others as they are; the colour
    /// of the new class lies between its neighbours.
    ///
    /// ```
    /// use fairreach::{report::MinutesScale, units::Seconds};
    /// let scale = MinutesScale::new(Some(Seconds::from_minutes(12)));
    /// let labels: Vec<String> = scale.classes("under-fives").into_iter().map(|it| it.label).collect();
    /// assert_eq!(labels[2..4], ["over 10 to 12", "over 12 to 15"]);
    /// assert_eq!(scale.class_of(Seconds::from_minutes(12)), "m2");
    /// assert_eq!(scale.class_of(Seconds::new(721)), "m3");
    /// ```
    #[must_use]
    pub fn new(standard: Option<Seconds>) -> Self {
        let (mut cutoffs, mut colours) = (CUTOFFS.to_vec(), MINUTES.to_vec());
        if let Some(standard) = standard.filter(|it| !CUTOFFS.contains(it)) {
            let split = CUTOFFS.iter().filter(|it| **it < standard).count();
            let between = (split + 1).min(MINUTES.len() - 1);
            colours.insert(between, MINUTES[between - 1].half_way(MINUTES[between]));
            cutoffs.insert(split, standard);
        }
        Self { cutoffs, colours }
    }

    /// The class of a journey.
    #[must_use]
    pub fn class_of(&self, time: Seconds) -> &'static str {
        const NAMES: [&str; 7] = ["m0", "m1", "m2", "m3", "m4", "m5", "m6"];
        NAMES[self.cutoffs.iter().filter(|it| time > **it).count()]
    }

    /// The classes in order, near to far, then those without a journey.
    #[must_use]
    pub fn classes(&self, people: &str) -> Vec<Class> {
        let say = |it: &Seconds| minutes_as_set(*it);
        let names = ["m0", "m1", "m2", "m3", "m4", "m5", "m6"];
        let label = |place: usize| match (place.checked_sub(1), self.cutoffs.get(place)) {
            (None, Some(to)) => format!("{} or less", say(to)),
            (Some(below), Some(to)) => {
                format!("over {} to {}", say(&self.cutoffs[below]), say(to))
            }
            (below, None) => format!("over {}", say(&self.cutoffs[below.unwrap_or_default()])),
        };
        let ranges = self
            .colours
            .iter()
            .enumerate()
            .map(|(place, colour)| Class {
                name: names[place],
                label: label(place),
                colour: *colour,
            });
        ranges.chain(without_journey(people)).collect()
    }

    /// The class of an area by how it reaches a service.
    #[must_use]
    pub fn class(&self, reach: &Result<Nearest, Unserved>, empty: bool) -> &'static str {
        match reach {
            _ if empty => "no_children",
            Ok(it) => self.class_of(it.time),
            Err(_) => "no_road",
        }
    }
}

/// The class of a change; an area newly reached is among the best, one no longer reached among the worst.
#[must_use]
pub fn change_class(effect: Effect, empty: bool) -> &'static str {
    const BETTER: [&str; 3] = ["better1", "better2", "better3"];
    const WORSE: [&str; 3] = ["worse1", "worse2", "worse3"];
    match effect {
        _ if empty => "no_children",
        Effect::Unserved => "no_road",
        Effect::GainedAccess => "better3",
        Effect::LostAccess => "worse3",
        Effect::Change(seconds) => {
            let beyond = CHANGES.iter().filter(|it| seconds.abs() > **it).count();
            match beyond.checked_sub(1) {
                None => "same",
                Some(step) if seconds < 0 => BETTER[step],
                Some(step) => WORSE[step],
            }
        }
    }
}

/// The classes of change, better to worse, then those without a journey.
#[must_use]
pub fn change_classes(people: &str) -> Vec<Class> {
    let class = |name, label: &str, colour| Class {
        name,
        label: label.to_owned(),
        colour: Colour(colour),
    };
    let mut classes = vec![
        class("better3", "over 10 less, or newly served", 0x25_90_BB),
        class("better2", "over 5 to 10 less", 0x6D_B7_D9),
        class("better1", "over 1 to 5 less", 0xC2_DE_ED),
        class("same", "within 1", 0xF7_F7_F7),
        class("worse1", "over 1 to 5 more", 0xEB_BB_88),
        class("worse2", "over 5 to 10 more", 0xB2_63_2B),
        class("worse3", "over 10 more, or no longer served", 0x6F_2A_09),
    ];
    classes.extend(without_journey(people));
    classes
}

/// The class of a national decile.
#[must_use]
pub fn deprivation_class(decile: Option<Decile>) -> &'static str {
    match decile.map(Decile::get) {
        Some(1 | 2) => "1_2",
        Some(3 | 4) => "3_4",
        Some(5 | 6) => "5_6",
        Some(7 | 8) => "7_8",
        Some(_) => "9_10",
        None => "unknown",
    }
}

/// The classes of deprivation, least to most, then the unknown.
#[must_use]
pub fn deprivation_classes() -> Vec<Class> {
    [
        ("9_10", "9 and 10, least deprived", 0xE4_E0_F3),
        ("7_8", "7 and 8", 0xC0_B2_DA),
        ("5_6", "5 and 6", 0x9C_83_BD),
        ("3_4", "3 and 4", 0x74_55_98),
        ("1_2", "1 and 2, most deprived", 0x4A_29_6B),
        ("unknown", "not published", 0xFF_FF_FF),
    ]
    .map(|(name, label, colour)| Class {
        name,
        label: label.to_owned(),
        colour: Colour(colour),
    })
    .into()
}

pub(super) fn without_journey(people: &str) -> [Class; 2] {
    [
        Class {
            name: "no_road",
            label: "no way there".to_owned(),
            colour: NO_ROAD,
        },
        Class {
            name: "no_children",
            label: format!("no {people}"),
            colour: LAND,
        },
    ]
}

/// Whether an area is known to have nobody of a band; one without a count is not known to.
#[must_use]
pub fn is_empty(case: &Case, band: BandId, area: AreaId) -> bool {
    case.people(band, area).is_some_and(|it| it.get() <= 0.0)
}

/// The key: every class with its areas and people, an empty one with 0. `names` gives each area the name of its class.
#[must_use]
pub fn key(case: &Case, band: BandId, classes: Vec<Class>, names: &[&str]) -> Vec<KeyRow> {
    let people = |area: AreaId| {
        case.people(band, area)
            .map_or(0.0, crate::units::People::get)
    };
    let all: f64 = case.areas.list.ids().map(people).sum();
    let row = |class: Class| {
        let inside: Vec<AreaId> = case
            .areas
            .list
            .ids()
            .zip(names)
            .filter(|(_, name)| **name == class.name)
            .map(|(area, _)| area)
            .collect();
        let children: f64 = inside.iter().map(|area| people(*area)).sum();
        KeyRow {
            class,
            areas: inside.len(),
            children,
            share: (all > 0.0).then(|| children / all),
        }
    };
    classes.into_iter().map(row).collect()
}
