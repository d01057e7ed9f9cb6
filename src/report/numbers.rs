//! Numbers as people read them: 1,234; 86.6 %; a true minus; nothing rounded into a different claim.

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

/// Minutes with one decimal, none where they are whole, and more where they would round onto the standard.
///
/// ```
/// use fairreach::report::minutes;
/// assert_eq!((minutes(11.0, None).as_str(), minutes(6.36842, None).as_str()), ("11", "6.4"));
/// assert_eq!(minutes(20.0 + 1.0 / 60.0, Some(20.0)), "20.02");
/// ```
#[must_use]
pub fn minutes(value: f64, standard: Option<f64>) -> String {
    if (value - value.round()).abs() < 1e-9 {
        return grouped(value, 0);
    }
    apart(value, 1, standard.as_slice())
}

/// Minutes in a table: one decimal always, and more where they would round onto the standard.
#[must_use]
pub fn minutes_in_table(value: f64, standard: Option<f64>) -> String {
    apart(value, 1, standard.as_slice())
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
    let off = |places: usize| {
        marks.iter().all(|mark| {
            (value - mark).abs() < 1e-9 || grouped(value, places) != grouped(*mark, places)
        })
    };
    let places = (decimals..4).find(|it| off(*it)).unwrap_or(4);
    grouped(value, places)
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
