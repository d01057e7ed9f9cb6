//! What the words of OS Open Roads mean for a journey.
//!
//! Source: *OS Open Roads technical specification*, Ordnance Survey (code lists `RoadFunctionValue`,
//! `RoadClassificationValue`, `FormOfWayTypeValue`). A road is told by what it is for (`road_function`); where that is not
//! known, by its number's class (`road_classification`). Primary routes and trunk roads are the roads with green signs,
//! which `OpenStreetMap` calls `trunk` in Britain.

use crate::model::{Passage, RoadClass};

/// The physical form of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// One road for both directions, or anything the file says no more of.
    Single,
    /// One of two lines, a direction each; which, the file does not tell.
    Dual,
    /// One line that stands for both directions.
    Collapsed,
    Slip,
    Roundabout,
    Shared,
    Busway,
}

const FORMS: [(&str, Form); 7] = [
    ("Single Carriageway", Form::Single),
    ("Dual Carriageway", Form::Dual),
    ("Collapsed Dual Carriageway", Form::Collapsed),
    ("Slip Road", Form::Slip),
    ("Roundabout", Form::Roundabout),
    ("Shared Use Carriageway", Form::Shared),
    ("Guided Busway", Form::Busway),
];

impl Form {
    pub(super) fn of(value: &str) -> Option<Self> {
        let found = FORMS.iter().find(|(it, _)| it.eq_ignore_ascii_case(value));
        found.map(|(_, form)| *form)
    }

    /// Whether traffic runs one way there, though the file does not say which.
    pub(super) const fn is_one_way(self) -> bool {
        matches!(self, Self::Dual | Self::Slip | Self::Roundabout)
    }
}

/// What a row says of the kind of its road.
pub(super) struct Said<'a> {
    pub(super) function: Option<&'a str>,
    pub(super) classification: Option<&'a str>,
    /// Whether it has a name.
    pub(super) named: bool,
    /// Whether it is a primary route or a trunk road.
    pub(super) green: bool,
    pub(super) form: Form,
}

impl Said<'_> {
    /// The class of road; `None` where no word of it is known.
    pub(super) fn class(&self) -> Option<RoadClass> {
        let by_function = self.function.and_then(|it| self.of_word(it, &FUNCTIONS));
        let class = by_function.or_else(|| {
            self.classification
                .and_then(|it| self.of_word(it, &CLASSIFICATIONS))
        });
        class.map(|it| {
            if self.form == Form::Slip {
                slip(it)
            } else {
                it
            }
        })
    }

    fn of_word(&self, word: &str, known: &[(&str, Means)]) -> Option<RoadClass> {
        let (_, means) = known.iter().find(|(it, _)| it.eq_ignore_ascii_case(word))?;
        Some(match means {
            Means::Class(class) => *class,
            Means::ARoad if self.green => RoadClass::Trunk,
            Means::ARoad => RoadClass::Primary,
            Means::Local if self.named => RoadClass::Residential,
            Means::Local => RoadClass::Unclassified,
        })
    }
}

/// What a word means.
enum Means {
    Class(RoadClass),
    /// An A road, with green signs or white.
    ARoad,
    /// A road that gives access to houses and land: a street where it has a name, else a lane.
    Local,
}

const FUNCTIONS: [(&str, Means); 8] = [
    ("Motorway", Means::Class(RoadClass::Motorway)),
    ("A Road", Means::ARoad),
    ("B Road", Means::Class(RoadClass::Secondary)),
    ("Minor Road", Means::Class(RoadClass::Tertiary)),
    ("Local Road", Means::Local),
    ("Local Access Road", Means::Class(RoadClass::Service)),
    (
        "Restricted Local Access Road",
        Means::Class(RoadClass::Service),
    ),
    ("Secondary Access Road", Means::Class(RoadClass::Service)),
];

const CLASSIFICATIONS: [(&str, Means); 6] = [
    ("Motorway", Means::Class(RoadClass::Motorway)),
    ("A Road", Means::ARoad),
    ("B Road", Means::Class(RoadClass::Secondary)),
    ("Classified Unnumbered", Means::Class(RoadClass::Tertiary)),
    ("Unclassified", Means::Local),
    ("Not Classified", Means::Class(RoadClass::Service)),
];

const fn slip(class: RoadClass) -> RoadClass {
    match class {
        RoadClass::Motorway => RoadClass::MotorwayLink,
        RoadClass::Trunk => RoadClass::TrunkLink,
        RoadClass::Primary => RoadClass::PrimaryLink,
        RoadClass::Secondary => RoadClass::SecondaryLink,
        RoadClass::Tertiary => RoadClass::TertiaryLink,
        other => other,
    }
}

/// Where people on foot may go: everywhere but on motorways.
pub(super) const fn on_foot(class: RoadClass) -> Passage {
    match class {
        RoadClass::Motorway | RoadClass::MotorwayLink => Passage::NONE,
        _ => Passage::BOTH,
    }
}
