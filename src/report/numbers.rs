//! Numbers as people read them: 1,234; 86.6 %; a true minus; nothing rounded into a different claim.

use std::fmt::Display;

use crate::units::Seconds;

/// What stands where a figure has no value.
pub(super) const NONE: &str = "\u{2013}";

/// A count: `1,234`, with one decimal where it is not whole.
///
/// ```
/// use fairreach::report::count;
/// assert_eq!((count(1234.0).as_str(), count(-5.0).as_str(), count(0.5).as_str()), ("1,234", "−5", "0.5"));
/// ```
#[must_use]
pub fn count(value: f64) -> String {
    let decimals = usize::from((value - value.round()).abs() > 1e-9);
    grouped(value, decimals)
}

/// How many of a thing, the noun in its number.
///
/// ```
/// use fairreach::report::counted;
/// assert_eq!((counted(1, "row"), counted(0, "row"), counted(12, "row")), ("1 row".into(), "0 rows".into(), "12 rows".into()));
/// ```
#[must_use]
pub fn counted(n: impl Display, noun: &str) -> String {
    let n = n.to_string();
    let ending = if n == "1" { "" } else { "s" };
    format!("{n} {noun}{ending}")
}

/// A share as a percentage with one decimal, and with more where it would round onto nothing or everything.
///
/// ```
/// use fairreach::report::percent;
/// assert_eq!(percent(0.8656), "86.6 %");
/// assert_eq!(percent(0.9996), "99.96 %");
/// ```
#[must_use]
pub fn percent(share: f64) -> String {
    let value = share * 100.0;
    format!("{} %", apart(value, 1, &[0.0, 100.0]))
}

/// A share beside one that was set: with as many decimals as tell them apart.
///
/// ```
/// use fairreach::report::percent_beside;
/// assert_eq!([0.8996, 0.9, 0.8612].map(|it| percent_beside(it, 0.9)), ["89.96 %", "90.0 %", "86.1 %"]);
/// ```
#[must_use]
pub fn percent_beside(share: f64, set: f64) -> String {
    let marks = [0.0, 100.0, set * 100.0];
    format!("{} %", apart(share * 100.0, 1, &marks))
}

/// A share that somebody set, such as a floor: as many decimals as it was set with.
///
/// ```
/// use fairreach::report::percent_as_set;
/// assert_eq!([0.9, 0.925, 1.0].map(percent_as_set), ["90 %", "92.5 %", "100 %"]);
/// ```
#[must_use]
pub fn percent_as_set(share: f64) -> String {
    // A product such as 0.07 * 100 is not quite the 7 that was meant.
    format!("{} %", (share * 1e11).round() / 1e9)
}

/// A difference of two shares in percentage points, with its sign.
///
/// ```
/// assert_eq!(fairreach::report::points(-0.0321), "−3.2 points");
/// ```
#[must_use]
pub fn points(difference: f64) -> String {
    match signed(difference * 100.0, 1) {
        Some(text) => format!("{text} points"),
        None if difference == 0.0 => "0 points".to_owned(),
        None => "under 0.1 points".to_owned(),
    }
}

/// Minutes with one decimal, none where they are whole, and two where one would round onto the standard.
///
/// A journey is of whole seconds, and two decimals tell one second from the next. What is nearer to the standard still is
/// a mean, and reads as the standard.
///
/// ```
/// use fairreach::report::minutes;
/// assert_eq!((minutes(11.0, None).as_str(), minutes(6.36842, None).as_str()), ("11", "6.4"));
/// assert_eq!(minutes(20.0 + 1.0 / 60.0, Some(20.0)), "20.02");
/// assert_eq!(minutes(15.0006, Some(15.0)), "15.0");
/// ```
#[must_use]
pub fn minutes(value: f64, standard: Option<f64>) -> String {
    if (value - value.round()).abs() < 1e-9 {
        return grouped(value, 0);
    }
    minutes_in_table(value, standard)
}

/// Minutes in a table: one decimal always, and two where one would round onto the standard.
#[must_use]
pub fn minutes_in_table(value: f64, standard: Option<f64>) -> String {
    let places = [1, 2]
        .into_iter()
        .find(|it| is_off(value, *it, standard.as_slice()));
    grouped(value, places.unwrap_or(1))
}

/// Minutes that somebody set, such as a standard: as few decimals as tell the same second.
///
/// ```
/// use fairreach::{report::minutes_as_set, units::Seconds};
/// let set = |minutes: f64| minutes_as_set(Seconds::from_fractional_minutes(minutes).unwrap());
/// assert_eq!([15.0, 12.5, 12.25, 10.333].map(set), ["15", "12.5", "12.25", "10.33"]);
/// ```
#[must_use]
pub fn minutes_as_set(time: Seconds) -> String {
    let exact = time.minutes();
    let same = |places: usize| {
        let scale = if places == 0 { 1.0 } else { 10.0 };
        Seconds::from_fractional_minutes((exact * scale).round() / scale) == Some(time)
    };
    let places = [0, 1].into_iter().find(|it| same(*it));
    grouped(exact, places.unwrap_or(2))
}

/// A change in minutes with its sign and one decimal: `+1.3`, `−3.0`, `0`, or "under 0.1" where it rounds to nothing.
///
/// ```
/// use fairreach::report::change;
/// assert_eq!((change(1.25).as_str(), change(0.0).as_str(), change(-0.01).as_str()), ("+1.3", "0", "under 0.1 less"));
/// ```
#[must_use]
pub fn change(minutes: f64) -> String {
    if minutes == 0.0 {
        return "0".to_owned();
    }
    signed(minutes, 1).unwrap_or_else(|| {
        let direction = if minutes > 0.0 { "more" } else { "less" };
        format!("under 0.1 {direction}")
    })
}

/// Pounds exactly: `£4,366,000`, with pence where there are some.
///
/// ```
/// assert_eq!(fairreach::report::pounds(-4366000.0), "−£4,366,000");
/// ```
#[must_use]
pub fn pounds(value: f64) -> String {
    let decimals = if (value - value.round()).abs() < 0.005 {
        0
    } else {
        2
    };
    let text = grouped(value.abs(), decimals);
    let sign = if value < 0.0 { "\u{2212}" } else { "" };
    format!("{sign}£{text}")
}

/// How much longer or shorter the most deprived travel, from a slope index: "2.1 less", "0.5 more", "as long".
pub(super) fn slanted(minutes_of_slope: f64) -> String {
    let size = minutes(minutes_of_slope.abs(), None);
    match minutes_of_slope {
        it if it.abs() < 0.05 => "as long".to_owned(),
        it if it > 0.0 => format!("{size} less"),
        _ => format!("{size} more"),
    }
}

/// An index of inequality: three decimals, and four where it would round to nothing.
pub(super) fn index(value: f64) -> String {
    apart(value, 3, &[0.0])
}

/// A ratio of two figures: two decimals, and more where it would round to equal or to nothing.
pub(super) fn ratio(value: f64) -> String {
    apart(value, 2, &[0.0, 1.0])
}

/// A change with its sign, whole where it is: "+3", "\u{2212}6", "0".
pub(super) fn more_or_fewer(change: f64) -> String {
    let decimals = usize::from((change - change.round()).abs() > 1e-9);
    signed(change, decimals).unwrap_or_else(|| "0".to_owned())
}

/// A number with a sign, or `None` where it rounds to zero.
fn signed(value: f64, decimals: usize) -> Option<String> {
    let text = grouped(value.abs(), decimals);
    if text.chars().all(|it| matches!(it, '0' | '.')) {
        return None;
    }
    Some(format!(
        "{}{text}",
        if value < 0.0 { "\u{2212}" } else { "+" }
    ))
}

/// A number with as many decimals, from `decimals` up to four, as keep it off marks that it does not stand on.
fn apart(value: f64, decimals: usize, marks: &[f64]) -> String {
    let places = (decimals..4).find(|it| is_off(value, *it, marks));
    grouped(value, places.unwrap_or(4))
}

/// Whether a number with so many decimals reads otherwise than the marks that it does not stand on.
fn is_off(value: f64, places: usize, marks: &[f64]) -> bool {
    marks
        .iter()
        .all(|mark| (value - mark).abs() < 1e-9 || grouped(value, places) != grouped(*mark, places))
}

/// Half away from zero, thousands parted by commas, a true minus.
fn grouped(value: f64, decimals: usize) -> String {
    let scale = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    // A product such as 1.005 * 100 falls a hair short of its half; the nudge puts it back.
    let rounded = (value.abs() * scale + 0.5 + 1e-9).floor() / scale;
    let text = format!("{rounded:.decimals$}");
    let (whole, part) = text.split_once('.').unwrap_or((text.as_str(), ""));
    let mut parted = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            parted.push(',');
        }
        parted.push(digit);
    }
    let sign = if value < 0.0 && rounded > 0.0 {
        "\u{2212}"
    } else {
        ""
    };
    let dot = if part.is_empty() { "" } else { "." };
    format!("{sign}{parted}{dot}{part}")
}
