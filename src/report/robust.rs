//! How robust the order of options is: how often each comes first, and how far its figures reach over all settings.

use super::OptionsPage;
use super::lines::wrapped;
use super::numbers::{self, counted, percent};
use crate::score::Robustness;

/// How robust the order of options is, and what was varied.
#[derive(Clone, Debug, PartialEq)]
pub struct Paced {
    /// How often each option comes first; or why that cannot be told.
    pub robustness: Result<Robustness, crate::score::Absent>,
    /// Each speed in words: "3.0 km/h", "0.8 times the speed".
    pub paces: Vec<String>,
    /// Each speed as a factor on that of the study.
    pub factors: Vec<f64>,
    /// The standards in minutes.
    pub standards: Vec<f64>,
    /// How the times were had, and what of it is an approximation.
    pub how: String,
}

const FIRST: &str = "First is the highest share within the standard; of equals the fewest children of deciles 1-3 beyond it; of \
    those the fewest worse off by more than 5 minutes.";

impl OptionsPage<'_> {
    /// The part of the page about it; nothing where it is not asked.
    pub(super) fn robust(&self) -> String {
        let Some(paced) = self.robustness else {
            return String::new();
        };
        let mut text = "\nHow robust the order is\n".to_owned();
        let standards: Vec<String> = paced.standards.iter().map(ToString::to_string).collect();
        let varied = format!(
            "Speeds: {}. Standards: {} minutes. {}",
            paced.paces.join(", "),
            standards.join(", "),
            paced.how
        );
        let found = match &paced.robustness {
            Ok(found) => found,
            Err(why) => return text + &wrapped("  ", &format!("Not told: {why}.")),
        };
        for (place, first) in found.first.iter().enumerate() {
            let (n, all) = (self.options.len(), found.settings.len());
            let alone = found.alone[place];
            let shared = match first - alone {
                0 => String::new(),
                it if it == *first => ", always together with another".to_owned(),
                it => format!(", {it} of them together with another"),
            };
            let plans = match found.first_of_plans[place] {
                it if place > 0 && n > 2 => format!(" Of the {} plans first in {it}.", n - 1),
                _ => String::new(),
            };
            let line = format!(
                "First of {} in {first} of {all} settings of speed and standard{shared}.{plans}{}",
                counted(n, "option"),
                ranges(found, place)
            );
            text += &wrapped(&format!("  {:<8}", Self::head(place)), &line);
        }
        text += &wrapped("  ", &varied);
        text + &wrapped("  ", FIRST)
    }
}

/// How far the level and the gradient of an option reach over all settings.
fn ranges(found: &Robustness, option: usize) -> String {
    let share = found.share_within(option).map(|[low, high]| {
        format!(
            " Within the standard {} to {}.",
            percent(low),
            percent(high)
        )
    });
    let slope = found.sii_minutes(option).map(|[low, high]| {
        let (low, high) = (numbers::slanted(low), numbers::slanted(high));
        format!(" The most deprived travel {low} to {high} (minutes) than the least deprived.")
    });
    // A line that falls below no minutes has a ratio below zero, which nobody can read as a number of times.
    let ratio = found.rii_minutes(option).filter(|it| it[0] > 0.0);
    let ratio = ratio.map(|[low, high]| {
        let (low, high) = (numbers::ratio(low), numbers::ratio(high));
        format!(" The least deprived travel {low} to {high} times as long as the most deprived.")
    });
    [share, slope, ratio].into_iter().flatten().collect()
}
