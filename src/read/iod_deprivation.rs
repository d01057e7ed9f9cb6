//! Deprivation of areas: File 7 of the Indices of Deprivation as published, or any table.

use crate::model::Decile;
use crate::read::centroids::refuse_doubles;
use crate::read::heading::fold;
use crate::read::population::{Concerns, aside_unless};
use crate::read::source::Source;
use crate::read::table::{At, Row, Table};
use crate::read::{Findings, Notices, Place, ReadErrors, Vintage};

/// A column of a deprivation file: named by the study, or one of File 7.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeprivationColumn {
    /// The header as the study names it.
    Named(String),
    /// A column of File 7: the index and what of it.
    File7(Index, Part),
}

/// What File 7 tells of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The score; for IMD and some domains no rate.
    Score,
    /// The rank, where 1 is the most deprived.
    Rank,
    /// The decile, where 1 is the most deprived tenth.
    Decile,
}

/// An index or domain of the Indices of Deprivation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the published indices")]
pub enum Index {
    Imd,
    Income,
    Employment,
    Education,
    Health,
    Crime,
    Barriers,
    LivingEnvironment,
    Idaci,
    Idaopi,
    ChildrenAndYoungPeople,
    AdultSkills,
    GeographicalBarriers,
    WiderBarriers,
    Indoors,
    Outdoors,
}

impl Index {
    /// Every index with its word in study files and its published name.
    pub const NAMES: [(&'static str, Self, &'static str); 16] = [
        ("imd", Self::Imd, "Index of Multiple Deprivation (IMD)"),
        ("income", Self::Income, "Income"),
        ("employment", Self::Employment, "Employment"),
        (
            "education",
            Self::Education,
            "Education, Skills and Training",
        ),
        ("health", Self::Health, "Health Deprivation and Disability"),
        ("crime", Self::Crime, "Crime"),
        (
            "barriers",
            Self::Barriers,
            "Barriers to Housing and Services",
        ),
        (
            "living-environment",
            Self::LivingEnvironment,
            "Living Environment",
        ),
        (
            "idaci",
            Self::Idaci,
            "Income Deprivation Affecting Children Index (IDACI)",
        ),
        (
            "idaopi",
            Self::Idaopi,
            "Income Deprivation Affecting Older People (IDAOPI)",
        ),
        (
            "children-and-young-people",
            Self::ChildrenAndYoungPeople,
            "Children and Young People Sub-domain",
        ),
        ("adult-skills", Self::AdultSkills, "Adult Skills Sub-domain"),
        (
            "geographical-barriers",
            Self::GeographicalBarriers,
            "Geographical Barriers Sub-domain",
        ),
        (
            "wider-barriers",
            Self::WiderBarriers,
            "Wider Barriers Sub-domain",
        ),
        ("indoors", Self::Indoors, "Indoors Sub-domain"),
        ("outdoors", Self::Outdoors, "Outdoors Sub-domain"),
    ];

    /// The index of a word in a study file.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(it, ..)| *it == word)
            .map(|(_, it, _)| *it)
    }

    /// Whether its score is a rate, 0 to 1, and so may serve as a need rate.
    #[must_use]
    pub const fn is_rate(self) -> bool {
        matches!(
            self,
            Self::Income | Self::Employment | Self::Idaci | Self::Idaopi
        )
    }

    /// The word in study files.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(_, it, _)| *it == self)
            .map_or("imd", |(it, ..)| it)
    }

    /// Whether headers have a part of this index, cut short or not.
    #[must_use]
    pub fn among(self, part: Part, headers: &[String]) -> bool {
        let stem = fold(&self.header(part).0);
        headers.iter().any(|it| fold(it).starts_with(&stem))
    }

    /// The stem of a header, which tells it apart, and the header in full.
    fn header(self, part: Part) -> (String, String) {
        let name = Self::NAMES
            .iter()
            .find(|(_, it, _)| *it == self)
            .map_or("", |(.., it)| it);
        let (stem, rest) = match part {
            Part::Score if self.is_rate() => ("Score", " (rate)"),
            Part::Score => ("Score", ""),
            Part::Rank => ("Rank", " (where 1 is most deprived)"),
            Part::Decile => ("Decile", " (where 1 is most deprived 10% of LSOAs)"),
        };
        (format!("{name} {stem}"), format!("{name} {stem}{rest}"))
    }
}

/// Which columns hold what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeprivationColumns {
    /// The area's code; `None` means the published header.
    pub code: Option<String>,
    /// The rank, 1 the most deprived.
    pub rank: Option<DeprivationColumn>,
    /// The score, a higher one more deprived.
    pub score: Option<DeprivationColumn>,
    /// Whether a file without the score is refused.
    pub score_needed: bool,
    /// The national decile.
    pub decile: Option<DeprivationColumn>,
    /// Whether a file without the decile is refused.
    pub decile_needed: bool,
    /// The need rate, 0 to 1.
    pub need: Option<DeprivationColumn>,
    /// The people a score is about, who weight it where areas merge; File 7's dependent children where `None`.
    pub people: Option<String>,
}

impl DeprivationColumns {
    /// The last rank there can be: File 7 ranks every LSOA of England.
    fn last_rank(&self, vintage: Vintage) -> f64 {
        match (&self.rank, vintage) {
            (Some(DeprivationColumn::File7(..)), Vintage::Lsoa2011) => 32_844.0,
            (Some(DeprivationColumn::File7(..)), Vintage::Lsoa2021) => 33_755.0,
            _ => 1e12,
        }
    }
}

/// Deprivation of one area as its file tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct DeprivationRow {
    /// Where in the file.
    pub place: Place,
    /// The area's code.
    pub code: String,
    /// The rank.
    pub rank: Option<f64>,
    /// The score.
    pub score: Option<f64>,
    /// The national decile.
    pub decile: Option<Decile>,
    /// The need rate.
    pub need: Option<f64>,
    /// People who weight the score in a merge.
    pub people: Option<f64>,
}

/// Reads deprivation, in order of codes.
///
/// # Errors
/// Every fault of the file: see [`Table::read`]; `E-GEO-VINTAGE`, `E-GEO-CODE`, `E-KEY-DUP`, `E-RANGE`,
/// `E-IMD-ORDER` where ranks and deciles run against each other, `E-NUM-...`.
pub fn deprivation(
    source: Source<'_>,
    columns: &DeprivationColumns,
    vintage: Vintage,
) -> Result<(Vec<DeprivationRow>, Notices), ReadErrors> {
    deprivation_of(source, columns, vintage, &|_| true)
}

/// The same, of a file that covers more than a study: a cell that cannot be used is refused only in rows of the codes
/// that concern the study; elsewhere it is told, and unknown.
///
/// # Errors
/// As for [`deprivation`].
pub fn deprivation_of(
    source: Source<'_>,
    columns: &DeprivationColumns,
    vintage: Vintage,
    concerns: Concerns<'_>,
) -> Result<(Vec<DeprivationRow>, Notices), ReadErrors> {
    let mut found = Findings::none();
    let table = Table::read(source, &mut found)?;
    let code = vintage.code_column(&table, columns.code.as_deref(), &mut found);
    let mut column = |it: &Option<DeprivationColumn>, needed| {
        it.as_ref()
            .and_then(|it| it.find(&table, needed, &mut found))
    };
    let rank = column(&columns.rank, true);
    let score = column(&columns.score, columns.score_needed);
    let decile = column(&columns.decile, columns.decile_needed);
    let need = column(&columns.need, true);
    let people = match &columns.people {
        Some(name) => table.need(name, &mut found),
        None => table.only(|it| it.starts_with("dependent children aged 0-15")),
    };
    let last = columns.last_rank(vintage);
    let mut rows = Vec::new();
    for row in table.rows() {
        let Some(at) = code else { break };
        let Some(code) = vintage.code(&row, at, &mut found) else {
            continue;
        };
        let read = |found: &mut Findings| DeprivationRow {
            place: row.place(),
            rank: rank.and_then(|it| row.number_within(it, 1.0, last, "", found)),
            score: score.and_then(|it| row.number(it, found)),
            decile: decile.and_then(|it| decile_in(&row, it, found)),
            need: need.and_then(|it| row.number_within(it, 0.0, 1.0, " (a percentage?)", found)),
            people: row.number_if_any(people, found),
            code: String::new(),
        };
        let concerned = concerns(&code);
        let row = aside_unless(concerned, table.file(), &mut found, read);
        rows.push(DeprivationRow { code, ..row });
    }
    rows.sort_by(|a, b| a.code.cmp(&b.code).then(a.place.cmp(&b.place)));
    refuse_doubles(
        table.file(),
        rows.iter().map(|it| (it.code.as_str(), &it.place)),
        &mut found,
    );
    if let (Some(rank), Some(decile)) = (rank, decile) {
        refuse_reversed(&table, rank, decile, &rows, &mut found);
    }
    found.or(rows)
}

impl DeprivationColumn {
    fn find(&self, table: &Table, needed: bool, found: &mut Findings) -> Option<At> {
        match self {
            Self::Named(name) if needed => table.need(name, found),
            Self::Named(name) => table.any(&[name]),
            Self::File7(index, part) => {
                let (stem, full) = index.header(*part);
                let at = table.stem(&stem, &full, found);
                if let Some(at) = at.filter(|it| counts_up(table.heading(*it))) {
                    let what = "1 must be the most deprived, and this header says otherwise";
                    let remedy =
                        "turn the column round and name it otherwise, with kind = \"table\"";
                    let heading = table.heading(at);
                    found.fault(table.header_fault("E-IMD-ORDER", heading, what, remedy));
                }
                if at.is_none() && needed {
                    table.missing(&full, found);
                }
                at
            }
        }
    }
}

/// Whether a header says that the most deprived come last.
fn counts_up(header: &str) -> bool {
    let header = fold(header);
    header.contains("where 1 is least") || header.contains("where 10 is most")
}

fn decile_in(row: &Row<'_>, at: At, found: &mut Findings) -> Option<Decile> {
    let hint = " (is this the rank column?)";
    let value = row.number_within(at, 1.0, 10.0, hint, found)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "1 to 10, checked above"
    )]
    let decile = Some(value as u32)
        .filter(|_| value.fract() == 0.0)
        .and_then(Decile::new);
    if decile.is_none() {
        let what = "a decile is a whole number from 1 to 10";
        found.fault(row.fault(at, "E-RANGE", what, "correct the value"));
    }
    decile
}

/// Rank 1 and decile 1 are both the most deprived, so deciles never fall as ranks rise.
fn refuse_reversed(
    table: &Table,
    rank: At,
    decile: At,
    rows: &[DeprivationRow],
    found: &mut Findings,
) {
    let mut both: Vec<(f64, Decile)> = rows
        .iter()
        .filter_map(|it| Some((it.rank?, it.decile?)))
        .collect();
    both.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let (Some(first), Some(last)) = (both.first(), both.last()) else {
        return;
    };
    let falls = both.windows(2).filter(|it| it[1].1 < it[0].1).count();
    if first.1 > last.1 && falls * 2 >= both.windows(2).filter(|it| it[1].1 != it[0].1).count() {
        let what = format!(
            "decile rises as rank falls (rank column \"{}\"); 1 must be the most deprived in both",
            table.heading(rank)
        );
        let remedy = "turn the deciles or the ranks round, or name the right columns";
        found.fault(table.header_fault("E-IMD-ORDER", table.heading(decile), &what, remedy));
    }
}
