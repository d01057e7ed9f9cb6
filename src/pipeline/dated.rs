//! The date that the name of a file or sheet tells, as publishers write it.

/// The date in a name: `20260913` is 2026-09-13, `AUG_2026` is August 2026, `Mid-2024` and `IoD2025` are their years; `None`
/// where the name tells none. An edge of the name or anything but a digit must stand on both sides of the digits.
pub(super) fn dated(name: &str) -> Option<String> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let runs = digits(name);
    let day = runs.iter().find_map(|(_, it)| day(it));
    let month = runs.iter().find_map(|(at, it)| month(name, *at, it));
    let year = runs.iter().find(|(_, it)| is_year(it));
    day.or(month)
        .or_else(|| year.map(|(_, it)| (*it).to_owned()))
}

/// Runs of digits, each with its place.
fn digits(name: &str) -> Vec<(usize, &str)> {
    let mut runs = Vec::new();
    let mut at = 0;
    for run in name.split(|it: char| !it.is_ascii_digit()) {
        if !run.is_empty() {
            runs.push((at, run));
        }
        // What parts two runs may be a letter of several bytes.
        at += run.len();
        at += name
            .get(at..)
            .and_then(|it| it.chars().next())
            .map_or(0, char::len_utf8);
    }
    runs
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && ("1990".."2100").contains(&text)
}

fn day(text: &str) -> Option<String> {
    let (year, rest) = text.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    let fits = is_year(year)
        && text.len() == 8
        && ("01"..="12").contains(&month)
        && ("01"..="31").contains(&day);
    fits.then(|| format!("{year}-{month}-{day}"))
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month(name: &str, at: usize, year: &str) -> Option<String> {
    let before = name.get(..at)?.trim_end_matches(['_', '-', ' ']);
    let letters = before.len().checked_sub(3)?;
    let word = before.get(letters..)?;
    let month = MONTHS
        .iter()
        .find(|it| it[..3].eq_ignore_ascii_case(word))?;
    is_year(year).then(|| format!("{month} {year}"))
}

#[cfg(test)]
mod tests {
    use super::dated;

    #[test]
    fn publishers_names_tell_their_dates() {
        let told = |name: &str| dated(name).unwrap_or_default();
        assert_eq!(told("input/edubasealldata20260913.csv"), "2026-09-13");
        assert_eq!(told("NSPL21_AUG_2026_UK.csv"), "August 2026");
        assert_eq!(told("Mid-2024 LSOA 2021"), "2024");
        assert_eq!(told("File_7_IoD2025_All_Ranks.csv"), "2025");
        assert_eq!(told("rutland-2022.osm.pbf"), "2022");
        assert_eq!(told("pré2020é.csv"), "2020");
        assert_eq!(dated("LSOA_PopCentroids_EW_V4.csv"), None);
        assert_eq!(dated("99999999.csv"), None);
    }
}
