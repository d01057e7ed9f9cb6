//! What children's services there are: the remit of joint commissioning, ready to be named by a word.
//!
//! Cambridgeshire Cabinet, 15 April 2014 (joint commissioning, sections 1.6 and 9), and the seven delivery models of
//! Nottingham's Child Development Review, 30 September 2015 (section 1b).

use crate::model::Uptake;

/// Ages that councils commission services for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ServedAges {
    /// Before school, "0 to 5": until the fifth birthday.
    ZeroToFive,
    /// "5 to 19".
    FiveToNineteen,
    /// "0 to 19".
    ZeroToNineteen,
}

impl ServedAges {
    /// The ages in words and in study files.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::ZeroToFive => "0-5",
            Self::FiveToNineteen => "5-19",
            Self::ZeroToNineteen => "0-19",
        }
    }

    /// The same as published tables and study files write ages, the most usual first.
    pub(super) const fn as_published(self) -> [&'static str; 2] {
        match self {
            Self::ZeroToFive => ["0-4", "0-5"],
            Self::FiveToNineteen => ["5-19", "5-18"],
            Self::ZeroToNineteen => ["0-19", "0-18"],
        }
    }

    /// What files that bring a band of these ages call it.
    pub(super) const fn usual_bands(self) -> &'static [&'static str] {
        match self {
            Self::ZeroToFive => &["under5", "under_5", "under5s", "age_0_4", "age_0_5"],
            Self::FiveToNineteen => &["school", "school_age", "age_5_19"],
            Self::ZeroToNineteen => &["age_0_19", "under20", "under_20", "children"],
        }
    }
}

/// A service that a study can name by its word: `[[services]] preset = "hv"`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Preset {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) ages: ServedAges,
    pub(super) uptake: Uptake,
    pub(super) funder: &'static str,
}

const fn preset(
    id: &'static str,
    name: &'static str,
    ages: ServedAges,
    uptake: Uptake,
    funder: &'static str,
) -> Preset {
    Preset {
        id,
        name,
        ages,
        uptake,
        funder,
    }
}

/// Public health's grant, which may be spent on nothing else.
pub(super) const RING_FENCE: &str = "public-health-ring-fence";
/// The council.
pub(super) const COUNCIL: &str = "local-authority";
/// The integrated care board, before 2022 the clinical commissioning group.
pub(super) const NHS: &str = "icb";

use ServedAges::{FiveToNineteen, ZeroToFive, ZeroToNineteen};
use Uptake::{Targeted, Universal};

/// Every service of the catalogue. Who is for whom and who pays is what is usual; a study's own words come first.
pub(super) const SERVICES: [Preset; 23] = [
    preset("hv", "Health visiting", ZeroToFive, Universal, RING_FENCE),
    preset(
        "fnp",
        "Family nurse partnership",
        ZeroToFive,
        Targeted,
        RING_FENCE,
    ),
    preset(
        "sn",
        "School nursing",
        FiveToNineteen,
        Universal,
        RING_FENCE,
    ),
    preset(
        "special-sn",
        "Community and special school nursing",
        FiveToNineteen,
        Targeted,
        NHS,
    ),
    preset(
        "slt",
        "Speech and language therapy",
        ZeroToNineteen,
        Targeted,
        NHS,
    ),
    preset("ot", "Occupational therapy", ZeroToNineteen, Targeted, NHS),
    preset("physio", "Physiotherapy", ZeroToNineteen, Targeted, NHS),
    preset(
        "camhs",
        "Child and adolescent mental health",
        ZeroToNineteen,
        Targeted,
        NHS,
    ),
    preset(
        "bemh",
        "Behaviour, emotional and mental health",
        FiveToNineteen,
        Targeted,
        NHS,
    ),
    preset("midwifery", "Midwifery", ZeroToFive, Universal, NHS),
    preset(
        "paediatrics",
        "Community paediatrics",
        ZeroToNineteen,
        Targeted,
        NHS,
    ),
    preset(
        "lac-health",
        "Health of children looked after",
        ZeroToNineteen,
        Targeted,
        NHS,
    ),
    preset(
        "early-help",
        "Early help",
        ZeroToNineteen,
        Targeted,
        COUNCIL,
    ),
    preset(
        "early-support",
        "Early support",
        ZeroToFive,
        Targeted,
        COUNCIL,
    ),
    preset(
        "home-start",
        "Home visiting by volunteers",
        ZeroToFive,
        Targeted,
        COUNCIL,
    ),
    preset(
        "short-breaks",
        "Short breaks",
        ZeroToNineteen,
        Targeted,
        COUNCIL,
    ),
    preset(
        "youth",
        "Youth provision",
        FiveToNineteen,
        Universal,
        COUNCIL,
    ),
    preset(
        "counselling",
        "Counselling",
        ZeroToNineteen,
        Targeted,
        COUNCIL,
    ),
    preset(
        "bereavement",
        "Bereavement support",
        ZeroToNineteen,
        Targeted,
        COUNCIL,
    ),
    preset(
        "substance-misuse",
        "Substance misuse",
        FiveToNineteen,
        Targeted,
        RING_FENCE,
    ),
    preset(
        "domestic-abuse",
        "Domestic abuse support",
        ZeroToNineteen,
        Targeted,
        COUNCIL,
    ),
    preset(
        "youth-offending",
        "Youth offending",
        FiveToNineteen,
        Targeted,
        COUNCIL,
    ),
    preset(
        "parents",
        "Parents' participation",
        ZeroToNineteen,
        Universal,
        COUNCIL,
    ),
];

/// The service of a word.
pub(super) fn service(id: &str) -> Option<&'static Preset> {
    SERVICES.iter().find(|it| it.id == id)
}

/// A delivery model that a study can name by its word.
#[derive(Clone, Copy, Debug)]
pub(super) struct ModelPreset {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) ages: ServedAges,
    pub(super) services: &'static [&'static str],
    pub(super) funders: &'static [&'static str],
}

/// The word for all seven.
pub(super) const NOTTINGHAM: &str = "nottingham";

/// Nottingham's seven. The review writes model 7 as model 6 "+ Midwifery, BEMHT".
pub(super) const MODELS: [ModelPreset; 7] = [
    ModelPreset {
        id: "nottingham-1",
        name: "1: public health and council, 0-5",
        ages: ZeroToFive,
        services: &["hv", "fnp", "early-help"],
        funders: &[RING_FENCE, COUNCIL],
    },
    ModelPreset {
        id: "nottingham-2",
        name: "2: public health, council and NHS, 0-5",
        ages: ZeroToFive,
        services: &["hv", "fnp", "early-help", "midwifery"],
        funders: &[RING_FENCE, COUNCIL, NHS],
    },
    ModelPreset {
        id: "nottingham-3",
        name: "3: council and NHS, 5-19",
        ages: FiveToNineteen,
        services: &["early-help", "youth", "bemh"],
        funders: &[COUNCIL, NHS],
    },
    ModelPreset {
        id: "nottingham-4",
        name: "4: council, public health and NHS, 5-19",
        ages: FiveToNineteen,
        services: &["early-help", "youth", "sn", "bemh"],
        funders: &[COUNCIL, RING_FENCE, NHS],
    },
    ModelPreset {
        id: "nottingham-5",
        name: "5: public health alone, 0-19",
        ages: ZeroToNineteen,
        services: &["hv", "fnp", "sn"],
        funders: &[RING_FENCE],
    },
    ModelPreset {
        id: "nottingham-6",
        name: "6: public health and council, 0-19",
        ages: ZeroToNineteen,
        services: &["hv", "fnp", "sn", "early-help", "youth", "camhs"],
        funders: &[RING_FENCE, COUNCIL],
    },
    ModelPreset {
        id: "nottingham-7",
        name: "7: public health, council and NHS, 0-19",
        ages: ZeroToNineteen,
        services: &[
            "hv",
            "fnp",
            "sn",
            "early-help",
            "youth",
            "camhs",
            "midwifery",
            "bemh",
        ],
        funders: &[RING_FENCE, COUNCIL, NHS],
    },
];
