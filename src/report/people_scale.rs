//! Areas shaded by how many people of a band live there.

use super::shading::{Class, Colour};

/// Few to many. `ColorBrewer`'s `RdPu` (Brewer 2003, doi:10.1559/152304003100010929), a hue of no other shading.
const COLOURS: [u32; 5] = [0xFE_EB_E2, 0xFB_B4_B9, 0xF7_68_A1, 0xAE_01_7E, 0x49_00_6A];
const NAMES: [&str; 5] = ["p0", "p1", "p2", "p3", "p4"];

/// The classes of counts of one band in one study: the same for every plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeopleScale {
    step: f64,
}

impl PeopleScale {
    /// A scale whose steps are round numbers (1, 2 or 5, and ten times as many) and whose last class begins at or above
    /// what nine in ten areas have.
    ///
    /// ```
    /// use fairreach::report::PeopleScale;
    /// let scale = PeopleScale::new(&[12.0, 40.0, 55.0, 71.0, 130.0]);
    /// assert_eq!(scale.class(Some(100.0)), "p1");
    /// assert_eq!(scale.class(None), "unknown");
    /// ```
    #[must_use]
    pub fn new(counts: &[f64]) -> Self {
        let mut sorted: Vec<f64> = counts.to_vec();
        sorted.sort_by(f64::total_cmp);
        let most = sorted.get(sorted.len() * 9 / 10).copied().unwrap_or(1.0);
        let wanted = (most / 4.0).max(1.0);
        let tens = 10_f64.powf(wanted.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|it| it * tens);
        let step = step.into_iter().find(|it| *it >= wanted);
        Self {
            step: step.unwrap_or(wanted),
        }
    }

    /// The class of a count: closed above, as minutes are.
    #[must_use]
    pub fn class(self, count: Option<f64>) -> &'static str {
        let Some(count) = count else { return "unknown" };
        if count <= 0.0 {
            return "no_children";
        }
        let above = (1..=4_u8).filter(|it| count > f64::from(*it) * self.step);
        NAMES[above.count()]
    }

    /// The classes, few to many, then nobody and the unknown.
    #[must_use]
    pub fn classes(self, people: &str) -> Vec<Class> {
        let label = |place: usize| {
            let at = |it: usize| (it as f64 * self.step).round();
            match place {
                0 => format!("1 to {}", at(1)),
                4 => format!("over {}", at(4)),
                _ => format!("over {} to {}", at(place), at(place + 1)),
            }
        };
        let classes = NAMES.into_iter().zip(COLOURS).enumerate();
        let mut classes: Vec<Class> = classes
            .map(|(place, (name, colour))| Class {
                name,
                label: label(place),
                colour: Colour(colour),
            })
            .collect();
        classes.push(Class {
            name: "no_children",
            label: format!("no {people}"),
            colour: Colour(0xF4_F4_F2),
        });
        classes.push(Class {
            name: "unknown",
            label: "not published".to_owned(),
            colour: Colour(0xFF_FF_FF),
        });
        classes
    }
}
