//! Shadings that ask for the standard: who is beyond it, and minutes against deprivation in one map.

use super::minutes_as_set;
use super::shading::{Class, Colour, without_journey};
use crate::access::{Nearest, Unserved, within};
use crate::model::Decile;
use crate::units::Seconds;

/// Minutes of the middle class of both, where the service has no standard.
const USUAL: Seconds = Seconds::from_minutes(20);
/// The least class of both ends here, or at half the standard where that is less.
const NEAR: Seconds = Seconds::from_minutes(10);

/// The class of an area by the standard today and under a plan; one without any way there counts as beyond it.
#[must_use]
pub fn beyond_class(
    standard: Option<Seconds>,
    today: &Result<Nearest, Unserved>,
    plan: &Result<Nearest, Unserved>,
    empty: bool,
) -> &'static str {
    let Some(standard) = standard else {
        return "no_standard";
    };
    match (within(today, standard), within(plan, standard)) {
        _ if empty => "no_children",
        (true, true) => "within",
        (false, true) => "newly_within",
        (true, false) => "worse_newly_beyond",
        (false, false) if plan.is_err() => "no_road",
        (false, false) => "beyond",
    }
}

/// The classes of being beyond the standard, best to worst, then those without a journey.
#[must_use]
pub fn beyond_classes(standard: Option<Seconds>, people: &str) -> Vec<Class> {
    let class = |name, label: String, colour| Class {
        name,
        label,
        colour: Colour(colour),
    };
    let Some(standard) = standard else {
        let label = "no standard by this mode".to_owned();
        return vec![class("no_standard", label, 0xF4_F4_F2)];
    };
    let minutes = minutes_as_set(standard);
    let mut classes = vec![
        class("within", format!("within {minutes}, as today"), 0xDA_E3_91),
        class(
            "newly_within",
            format!("newly within {minutes}"),
            0x6D_B7_D9,
        ),
        class(
            "worse_newly_beyond",
            format!("newly beyond {minutes}"),
            0xB2_63_2B,
        ),
        class("beyond", format!("beyond {minutes}, as today"), 0x00_51_86),
    ];
    classes.extend(without_journey(people));
    classes
}

/// The classes of minutes against deprivation: three of each, as a palette whose lightness is minutes and whose hue is
/// deprivation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BothScale {
    near: Seconds,
    standard: Seconds,
}

/// Least to most deprived by nearest to furthest: the names and colours of the nine classes.
const BOTH: [[(&str, u32); 3]; 3] = [
    [
        ("near_least", 0xCD_E9_FE),
        ("near_mid", 0xCA_CF_D4),
        ("near_most", 0xEE_AA_7E),
    ],
    [
        ("mid_least", 0x68_AE_D8),
        ("mid_mid", 0x8C_91_95),
        ("mid_most", 0xB7_68_30),
    ],
    [
        ("far_least", 0x00_72_9D),
        ("far_mid", 0x53_58_5B),
        ("far_most", 0x73_31_00),
    ],
];

impl BothScale {
    /// The scale of a service: 10 minutes and its standard. A standard of 10 minutes or less is parted at its half; where
    /// there is none, 20 minutes stand for it.
    #[must_use]
    pub fn new(standard: Option<Seconds>) -> Self {
        let standard = standard.unwrap_or(USUAL);
        let near = if standard > NEAR {
            NEAR
        } else {
            Seconds::new(standard.get() / 2)
        };
        Self { near, standard }
    }

    /// The class of an area.
    #[must_use]
    pub fn class(
        self,
        nearest: &Result<Nearest, Unserved>,
        decile: Option<Decile>,
        empty: bool,
    ) -> &'static str {
        let row =
            usize::from(!within(nearest, self.near)) + usize::from(!within(nearest, self.standard));
        let column = decile.map(|it| match it.get() {
            1..=3 => 2,
            4..=6 => 1,
            _ => 0,
        });
        match column {
            _ if empty => "no_children",
            _ if nearest.is_err() => "no_road",
            Some(column) => BOTH[row][column].0,
            None => "unknown",
        }
    }

    /// The classes: row by row from near to far, in each the least deprived first; then those that have no place in it.
    #[must_use]
    pub fn classes(self, people: &str) -> Vec<Class> {
        let rows = [
            format!("{} or less", minutes_as_set(self.near)),
            format!(
                "over {} to {}",
                minutes_as_set(self.near),
                minutes_as_set(self.standard)
            ),
            format!("over {}", minutes_as_set(self.standard)),
        ];
        let columns = ["deciles 7-10", "deciles 4-6", "deciles 1-3"];
        let nine = BOTH.iter().zip(&rows).flat_map(|(classes, minutes)| {
            classes.iter().zip(columns).map(move |(it, deciles)| Class {
                name: it.0,
                label: format!("{minutes}, {deciles}"),
                colour: Colour(it.1),
            })
        });
        let unknown = Class {
            name: "unknown",
            label: "no decile published".to_owned(),
            colour: Colour(0xFF_FF_FF),
        };
        nine.chain([unknown])
            .chain(without_journey(people))
            .collect()
    }
}
