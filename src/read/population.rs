//! People by area and age band, from any table or a sheet of the ONS's single-year estimates saved as CSV.

use crate::read::centroids::refuse_doubles;
use crate::read::source::Source;
use crate::read::table::{At, Row, Table};
use crate::read::{Findings, Notices, Place, ReadErrors, Vintage, number};

/// One band and the columns whose counts make it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BandColumns {
    /// The band's name in the study.
    pub band: String,
    /// The columns, added up.
    pub columns: BandSource,
}

/// What makes up a band.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BandSource {
    /// Columns named in the study, added up.
    Named(Vec<String>),
    /// Single years of the ONS's layout, from the first to the last, both included: `F0..F90` and `M0..M90`.
    Years(u8, u8),
}

impl BandSource {
    /// The band of single years written "0-4", "0" or "85+" (90 stands for 90 and over).
    #[must_use]
    pub fn years(text: &str) -> Option<Self> {
        let (low, high) = match text.trim().split_once('-') {
            Some((low, high)) => (low.trim().parse().ok()?, high.trim().parse().ok()?),
            None => match text.trim().strip_suffix('+') {
                Some(low) => (low.parse().ok()?, 90),
                None => (text.trim().parse().ok()?, text.trim().parse().ok()?),
            },
        };
        (low <= high && high <= 90).then_some(Self::Years(low, high))
    }

    fn headers(&self) -> Vec<String> {
        match self {
            Self::Named(names) => names.clone(),
            Self::Years(low, high) => (*low..=*high)
                .flat_map(|year| [format!("F{year}"), format!("M{year}")])
                .collect(),
        }
    }
}

/// The people of one area, a count for each band asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct PeopleRow {
    /// Where in the file.
    pub place: Place,
    /// The area's code.
    pub code: String,
    /// The count of each band; `None` where suppressed.
    pub counts: Vec<Option<f64>>,
}

/// The most people an LSOA can plausibly hold (its design limit is 3,000).
const MOST_PEOPLE: f64 = 50_000.0;

/// Reads the people of areas, in order of codes.
///
/// # Errors
/// Every fault of the file: see [`Table::read`]; `E-GEO-VINTAGE`, `E-GEO-CODE`, `E-KEY-DUP`, `E-RANGE`,
/// `E-NUM-...`.
pub fn population(
    source: Source<'_>,
    code: Option<&str>,
    bands: &[BandColumns],
    vintage: Vintage,
) -> Result<(Vec<PeopleRow>, Notices), ReadErrors> {
    let mut found = Findings::none();
    let table = Table::read(source, &mut found)?;
    let code = vintage.code_column(&table, code, &mut found);
    let bands: Vec<Vec<At>> = bands
        .iter()
        .map(|band| {
            let headers = band.columns.headers();
            headers
                .iter()
                .filter_map(|it| table.need(it, &mut found))
                .collect()
        })
        .collect();
    let sums = Sums::of(&table);
    let mut people = Vec::new();
    for row in table.rows() {
        if let Some(sums) = &sums {
            sums.check(&row, &mut found);
        }
        let Some(at) = code else { break };
        let Some(code) = vintage.code(&row, at, &mut found) else {
            continue;
        };
        let counts = bands
            .iter()
            .map(|it| band(&row, it, vintage, &mut found))
            .collect();
        people.push(PeopleRow {
            place: row.place(),
            code,
            counts,
        });
    }
    people.sort_by(|a, b| a.code.cmp(&b.code).then(a.place.cmp(&b.place)));
    refuse_doubles(
        table.file(),
        people.iter().map(|it| (it.code.as_str(), &it.place)),
        &mut found,
    );
    found.or(people)
}

/// A total and the columns by age that should make it up, in the ONS's layouts: `Total`, then `F0 ... M90` or
/// `F0 to 15 ... M65 and over`.
struct Sums {
    total: At,
    ages: Vec<At>,
}

impl Sums {
    fn of(table: &Table) -> Option<Self> {
        let total = table.any(&["Total"])?;
        let by_age = |header: &str| {
            let mut letters = header.chars();
            matches!(letters.next(), Some('F' | 'M'))
                && letters.next().is_some_and(|it| it.is_ascii_digit())
        };
        let ages: Vec<At> = (0..)
            .zip(table.headers())
            .filter(|(_, it)| by_age(it))
            .map(|(place, _)| At(place))
            .collect();
        (ages.len() > 1).then_some(Self { total, ages })
    }

    /// Notes a row whose total is not the sum of its ages; cells that are no numbers are told by whoever uses them.
    fn check(&self, row: &Row<'_>, found: &mut Findings) {
        let value = |at: &At| number(row.text(*at)).ok();
        let total = value(&self.total);
        let ages: Option<f64> = self.ages.iter().map(value).sum();
        if let (Some(total), Some(ages)) = (total, ages)
            && (total - ages).abs() > 0.5
        {
            let what =
                "rows whose \"Total\" is not the sum of their ages; each column is taken as it is";
            let sample = format!("{}: {total} and {ages}", row.place().to_string().trim());
            found.notices.add("W-SUM", row.file(), what, sample);
        }
    }
}

fn band(row: &Row<'_>, columns: &[At], vintage: Vintage, found: &mut Findings) -> Option<f64> {
    let counts: Vec<Option<f64>> = columns
        .iter()
        .map(|it| count(row, *it, vintage, found))
        .collect();
    counts.into_iter().sum()
}

fn count(row: &Row<'_>, at: At, vintage: Vintage, found: &mut Findings) -> Option<f64> {
    let count = row.number(at, found)?;
    let most = if vintage == Vintage::Own {
        f64::INFINITY
    } else {
        MOST_PEOPLE
    };
    if count < 0.0 || count > most {
        let (what, remedy) = if count < 0.0 {
            ("below 0".to_owned(), "correct the value")
        } else {
            let what = format!("implausible for an LSOA (limit {most})");
            (what, "correct the value, or use the file by LSOA")
        };
        found.fault(row.fault(at, "E-RANGE", &what, remedy));
        return None;
    }
    if count.fract() != 0.0 {
        let what = "fractional counts kept as given";
        let sample = format!("{}: {count}", row.place().to_string().trim());
        found
            .notices
            .add("W-NUM-FRACTION", row.file(), what, sample);
    }
    Some(count)
}
