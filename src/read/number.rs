//! One cell -> a number, or the reason why it is none.

/// Why a cell holds no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoNumber {
    /// Nothing is written there.
    Empty,
    /// A mark for a suppressed or missing value, such as `[c]`, `*`, `..` or `<5`.
    Suppressed,
    /// `NaN` or an infinity.
    NotFinite,
    /// A number so large that nothing is counted or measured in it.
    BeyondMeasure,
    /// An error value of a spreadsheet, such as `#N/A`.
    SheetError,
    /// Anything else.
    Format,
}

impl NoNumber {
    /// The code, what was found and the remedy.
    #[must_use]
    pub const fn fault(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Empty => (
                "E-NUM-EMPTY",
                "empty; it is not taken as 0",
                "fill it in, or remove the row",
            ),
            Self::Suppressed => (
                "E-NUM-SUPPRESSED",
                "this marks a suppressed or missing value; it is not 0",
                "set suppressed = \"exclude\", or a stated estimate such as suppressed = 2.5",
            ),
            Self::NotFinite => ("E-NUM-NAN", "not a number", "write a number"),
            Self::BeyondMeasure => (
                "E-RANGE",
                "beyond 10^15, in which nothing is counted or measured",
                "correct the value",
            ),
            Self::SheetError => (
                "E-NUM-EXCELERR",
                "an Excel error",
                "mend the formula and save again",
            ),
            Self::Format => (
                "E-NUM-FORMAT",
                "not a number (a decimal comma, a unit or a slip?)",
                "write digits with a decimal point, such as 1876 or 12.5",
            ),
        }
    }
}

/// The largest number in any table: sums of such stay far from where they would no longer be numbers.
const LARGEST: f64 = 1e15;

/// The number in a cell. Thousands separators ("1,876") and a leading pound sign are accepted.
///
/// Marks of suppression are those of the Government Statistical Service, *Using symbols and shorthand in
/// statistical tables* (`[c]`, `[x]`, `[low]`, `[z]`), and older ones (`*`, `..`, `:`, `-`).
///
/// ```
/// use fairreach::read::{NoNumber, number};
/// assert_eq!(number(" 1,876 "), Ok(1876.0));
/// assert_eq!(number("1,87"), Err(NoNumber::Format));
/// assert_eq!(number("[c]"), Err(NoNumber::Suppressed));
/// ```
///
/// # Errors
/// Why the cell holds no number.
pub fn number(cell: &str) -> Result<f64, NoNumber> {
    let cell = cell.trim_matches(|it: char| it.is_whitespace() || it == '\u{a0}');
    if cell.is_empty() {
        return Err(NoNumber::Empty);
    }
    let low = cell.to_ascii_lowercase();
    if is_suppressed(&low) {
        return Err(NoNumber::Suppressed);
    }
    let unsigned = low.trim_start_matches(['+', '-']);
    if ["nan", "inf", "infinity"].contains(&unsigned) {
        return Err(NoNumber::NotFinite);
    }
    if cell.starts_with('#') {
        return Err(NoNumber::SheetError);
    }
    let bare = cell.strip_prefix('£').unwrap_or(cell);
    let joined = without_thousands(bare).ok_or(NoNumber::Format)?;
    let plain = joined
        .chars()
        .all(|it| it.is_ascii_digit() || matches!(it, '.' | '-' | '+' | 'e' | 'E'));
    match joined.parse::<f64>() {
        Ok(value) if plain && value.abs() > LARGEST => Err(NoNumber::BeyondMeasure),
        Ok(value) if plain => Ok(value),
        _ => Err(NoNumber::Format),
    }
}

fn is_suppressed(low: &str) -> bool {
    const MARKS: [&str; 22] = [
        "*", "**", "c", "[c]", "x", "[x]", "z", "[z]", "[low]", "low", "[u]", "u", "s", "[s]",
        "..", "...", ":", "-", "–", "—", "n/a", "na",
    ];
    let below = low.strip_prefix('<').map(str::trim);
    MARKS.contains(&low)
        || below.is_some_and(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit()))
}

fn without_thousands(cell: &str) -> Option<String> {
    if !cell.contains(',') {
        return Some(cell.to_owned());
    }
    let (whole, fraction) = cell.split_once('.').map_or((cell, ""), |(a, b)| (a, b));
    let groups: Vec<&str> = whole.trim_start_matches(['+', '-']).split(',').collect();
    let grouped = groups[0].len() <= 3
        && !groups[0].is_empty()
        && groups[1..].iter().all(|it| it.len() == 3)
        && groups
            .iter()
            .all(|it| it.bytes().all(|b| b.is_ascii_digit()))
        && !fraction.contains(',');
    grouped.then(|| cell.replace(',', ""))
}
