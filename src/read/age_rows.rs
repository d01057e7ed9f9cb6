//! People by age in long form: a row an area and age, as the ONS's "create a custom dataset" gives Census 2021:
//! `Lower layer Super Output Areas Code,Lower layer Super Output Areas,Age (18 categories) Code,Age (18 categories),
//! Observation`, and with `Sex (2 categories) Code,Sex (2 categories)` where the table is by sex too.

use std::collections::BTreeMap;

use crate::read::ages::{Label, Ranges, Sex};
use crate::read::heading::fold;
use crate::read::population::{Concerns, Sums, aside_unless, count, tile_bands};
use crate::read::table::{At, Row, Table};
use crate::read::{BandColumns, Findings, PeopleRow, Place, ReadFault, Vintage, number};

/// Where a table in long form tells what.
pub(super) struct AgeRows<'t> {
    table: &'t Table,
    age: At,
    sex: Option<At>,
    count: At,
}

/// The counts of one area, a cell for each kind of row.
struct Area {
    place: Place,
    cells: Vec<Cell>,
}

/// What an area's row of one kind tells.
#[derive(Clone, Copy, PartialEq)]
enum Cell {
    /// There is no such row.
    Absent,
    /// Its count; `None` where it tells none.
    Told(Option<f64>),
}

impl Cell {
    const fn count(self) -> Option<f64> {
        match self {
            Self::Absent => None,
            Self::Told(count) => count,
        }
    }
}

/// What a row is: nothing that can be used, or a kind of row.
type Kinds<'t> = BTreeMap<(&'t str, &'t str), Option<usize>>;

impl<'t> AgeRows<'t> {
    /// The columns of a table in long form; `None` for any other table.
    pub(super) fn of(table: &'t Table) -> Option<Self> {
        let classed = |what: &str| table.only(|it| is_classed(it) && it.starts_with(what));
        Some(Self {
            table,
            age: classed("age (")?,
            sex: classed("sex ("),
            count: table.any(&["Observation"])?,
        })
    }

    /// The people of each area, in order of codes.
    pub(super) fn people(
        &self,
        code: At,
        bands: &[BandColumns],
        (vintage, concerns): (Vintage, Concerns<'_>),
        found: &mut Findings,
    ) -> Vec<PeopleRow> {
        if self.refuse_other_classes(found) {
            return Vec::new();
        }
        let (kinds, labels) = self.kinds();
        let ranges = Ranges::of(&labels);
        let tiles = tile_bands(self.table, bands, &ranges, found);
        let mut needed = vec![false; labels.len()];
        tiles.iter().flatten().for_each(|it| needed[*it] = true);
        let mut areas: BTreeMap<String, Area> = BTreeMap::new();
        for row in self.table.rows() {
            let Some(kind) = self.kind(&row, &kinds, found) else {
                continue;
            };
            let Some(code) = vintage.code(&row, code, found) else {
                continue;
            };
            let concerned = concerns(&code);
            let area = areas.entry(code).or_insert_with(|| Area {
                place: row.place(),
                cells: vec![Cell::Absent; labels.len()],
            });
            if area.cells[kind] != Cell::Absent {
                let what = "its area has a row of these ages already";
                found.fault(row.fault(self.age, "E-KEY-DUP", what, "keep one of the two rows"));
                continue;
            }
            area.cells[kind] = Cell::Told(if needed[kind] {
                aside_unless(concerned, row.file(), found, |found| {
                    count(&row, self.count, vintage, found)
                })
            } else {
                number(row.text(self.count)).ok()
            });
        }
        let sums = Sums::of(&ranges);
        let people = areas.into_iter().map(|(code, area)| {
            if let Some(sums) = &sums {
                let value = |it: usize| area.cells[it].count();
                sums.check(self.table, &area.place, value, found);
            }
            aside_unless(concerns(&code), self.table.file(), found, |found| {
                self.refuse_absent(&code, &area, &needed, &labels, found);
            });
            let band = |tile: &Vec<usize>| tile.iter().map(|it| area.cells[*it].count()).sum();
            PeopleRow {
                counts: tiles.iter().map(band).collect(),
                place: area.place,
                code,
            }
        });
        people.collect()
    }

    /// A table that is by more than age and sex has several rows of one age.
    fn refuse_other_classes(&self, found: &mut Findings) -> bool {
        let own = [Some(self.age), self.sex];
        let headers = self.table.headers().iter().zip(0..);
        let other = headers
            .filter(|(it, at)| is_classed(&fold(it)) && !own.contains(&Some(At(*at))))
            .map(|(it, _)| it.as_str())
            .next();
        if let Some(other) = other {
            let what = "the table is by this too; one by age, or by age and sex, is needed";
            let remedy = "download it again without this variable";
            found.fault(self.table.header_fault("E-AGE-TABLE", other, what, remedy));
        }
        other.is_some()
    }

    fn words(&self, row: &Row<'t>) -> (&'t str, &'t str) {
        (
            self.sex.map_or("all", |it| row.text(it)),
            row.text(self.age),
        )
    }

    /// Every kind of row there is, numbered in the order of labels; `None` for rows that are told or refused one by one.
    fn kinds(&self) -> (Kinds<'t>, Vec<(Label, usize)>) {
        let mut kinds = Kinds::new();
        let mut numbers: BTreeMap<Label, usize> = BTreeMap::new();
        for row in self.table.rows() {
            let words = self.words(&row);
            kinds.entry(words).or_insert_with(|| {
                let label = label(words).filter(|it| *it != Label::NotApplicable)?;
                let next = numbers.len();
                Some(*numbers.entry(label).or_insert(next))
            });
        }
        (kinds, numbers.into_iter().collect())
    }

    fn kind(&self, row: &Row<'t>, kinds: &Kinds<'t>, found: &mut Findings) -> Option<usize> {
        let words = self.words(row);
        let kind = kinds.get(&words).copied().flatten();
        if kind.is_some() {
            return kind;
        }
        if label(words) == Some(Label::NotApplicable) {
            let place = row.place().to_string();
            let (what, sample) = match number(row.text(self.count)) {
                Ok(0.0) => (
                    "rows of \"Does not apply\" left out",
                    place.trim().to_owned(),
                ),
                _ => (
                    "rows of \"Does not apply\" left out that count somebody",
                    format!("{}: {}", place.trim(), row.text(self.count)),
                ),
            };
            found.notices.add("W-AGE-NA", row.file(), what, sample);
            return None;
        }
        let (at, what) = match self.sex.filter(|it| Sex::new(row.text(*it)).is_none()) {
            Some(sex) => (sex, "neither Female nor Male"),
            None => (self.age, "no ages can be read from it"),
        };
        let remedy = "write it as the ONS does, such as Aged 5 to 9 years";
        found.fault(row.fault(at, "E-AGE-LABEL", what, remedy));
        None
    }

    /// An area without a row of an age that a band needs: that is not 0.
    fn refuse_absent(
        &self,
        code: &str,
        area: &Area,
        needed: &[bool],
        labels: &[(Label, usize)],
        found: &mut Findings,
    ) {
        for (label, kind) in labels {
            if let Label::Ages(sex, ages) = label
                && needed[*kind]
                && area.cells[*kind] == Cell::Absent
            {
                let whom = match sex {
                    Sex::Everyone => "",
                    Sex::Female => " of females",
                    Sex::Male => " of males",
                };
                let what =
                    format!("{code} has no row{whom} for ages {ages}; that is not taken as 0");
                let remedy = "download the whole table again, or remove the area's other rows";
                let fault = ReadFault::new("E-AGE-ABSENT", self.table.file(), what, remedy);
                found.fault(fault.at(area.place.clone()));
            }
        }
    }
}

/// A variable of a census table, such as `age (18 categories)`, and not the column of its codes.
fn is_classed(header: &str) -> bool {
    header.ends_with(" categories)")
}

fn label((sex, age): (&str, &str)) -> Option<Label> {
    if fold(sex) == "does not apply" {
        return Some(Label::NotApplicable);
    }
    Label::new(Sex::new(sex)?, age)
}

#[cfg(test)]
mod tests {
    use super::label;
    use crate::read::ages::{Ages, Label, Sex};

    #[test]
    fn what_applies_to_nobody_is_told_by_either_variable() {
        let infants = Ages::new("0").map(|it| Label::Ages(Sex::Male, it));
        assert_eq!(label(("Male", "Aged under 1 year")), infants);
        assert_eq!(
            label(("Does not apply", "Aged 1 year")),
            Some(Label::NotApplicable)
        );
        assert_eq!(label(("all", "Does not apply")), Some(Label::NotApplicable));
        assert_eq!(label(("Other", "Aged 1 year")), None);
    }
}
