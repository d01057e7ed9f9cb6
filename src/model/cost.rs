//! What things cost, and what a plan may cost.

use crate::ids::FunderId;
use crate::units::Pounds;

/// What a part of a site's cost is spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CostLine {
    /// The building.
    Premises,
    /// Running the place.
    Management,
    /// Those who work with families.
    FrontLine,
}

impl CostLine {
    /// Every line with its word in study files.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("premises", Self::Premises),
        ("management", Self::Management),
        ("front-line", Self::FrontLine),
    ];

    /// The word in study files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Premises => "premises",
            Self::Management => "management",
            Self::FrontLine => "front-line",
        }
    }
}

/// One known part of what a site costs a year while it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// What it is spent on.
    pub line: CostLine,
    /// Who pays it; `None` where nobody says.
    pub funder: Option<FunderId>,
    /// How much a year.
    pub pounds: Pounds,
}

/// What a council says of money: what today costs, and what a plan must save.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Money {
    /// Today's annual cost as the council states it; without it, the sum over open sites.
    pub stated: Option<Pounds>,
    /// What a plan must save a year.
    pub saving: Option<Pounds>,
    /// What a plan may cost a year at most.
    pub budget: Option<Pounds>,
    /// Whether no plan may have fewer front-line hours than today.
    pub keep_front_line: bool,
    /// Who pays each line of a site's cost where nothing else says.
    pub payers: Payers,
}

/// Who pays each line of a site's cost where nothing else says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Payers([Option<FunderId>; 3]);

impl Payers {
    /// Who pays each line, in the order of [`CostLine::WORDS`].
    #[must_use]
    pub const fn new(payers: [Option<FunderId>; 3]) -> Self {
        Self(payers)
    }

    /// Who pays a line; `None` where nobody says.
    #[must_use]
    pub const fn of(&self, line: CostLine) -> Option<FunderId> {
        self.0[line as usize]
    }
}
