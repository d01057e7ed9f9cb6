//! Deprivation of a study's areas, carried from the other vintage where need be.

use std::collections::BTreeMap;

use crate::ids::Column;
use crate::model::{Decile, Deprivation, Measure};
use crate::pipeline::fault::Fault;
use crate::pipeline::join::Join;
use crate::pipeline::load::Desk;
use crate::pipeline::load_areas::KnownAreas;
use crate::pipeline::load_people::KnownPeople;
use crate::read::{Carry, DeprivationColumn, DeprivationRow, Origin, deprivation_of};
use crate::study::DeprivationSource;
use crate::units::Share;

pub(super) fn deprivation(
    desk: &mut Desk<'_>,
    known: &KnownAreas,
    people: &KnownPeople,
) -> Result<Deprivation, Fault> {
    let n = known.areas.list.len();
    let Some(source) = &desk.study.deprivation else {
        return Ok(nothing_known(n));
    };
    let concerns = known.concerns(desk.study.areas.vintage, source.vintage);
    let rows = desk.read(&source.file, &source.table, "deprivation", |it| {
        deprivation_of(it, &source.columns, source.vintage, &concerns)
    })?;
    let Some(rows) = rows else {
        return Ok(nothing_known(n));
    };
    let codes = rows.iter().map(|it| (it.code.as_str(), &it.place));
    desk.vintage(source.vintage);
    let named = ("deprivation", source.file.as_str());
    let join = Join::of(desk, known, source.vintage, named, codes);
    join.report_missing(desk, source.missing);
    let mut values = Values::of(&rows);
    if let Some(carry) = &join.carry {
        let weights = weights(&rows, people.by_vintage.get(&source.vintage));
        values = values.carried(carry, &weights, decile_is_of_score(source));
    }
    let deprivation = values.of_areas(source, known);
    let deciles = source.columns.decile.is_some() && !decile_is_of_score(source);
    for (area, it) in known.areas.list.enumerate() {
        if join.carry.as_ref().and_then(|carry| carry.origin(&it.code)) != Some(Origin::Merged) {
            continue;
        }
        let mut lacks = |what: &str| {
            let what = format!("merged areas whose {what} nobody published, left without one");
            desk.found
                .notices
                .add("W-CARRY-RANK", &source.file, what, &it.code);
        };
        if deprivation.order[area].is_none() {
            lacks("rank");
        }
        if deciles && deprivation.decile[area].is_none() {
            lacks("decile");
        }
    }
    Ok(deprivation)
}

/// Whether the decile is that of the index whose score is read; the columns of a table of one's own are of one index.
fn decile_is_of_score(source: &DeprivationSource) -> bool {
    match (&source.columns.decile, &source.columns.score) {
        (Some(DeprivationColumn::File7(decile, _)), Some(DeprivationColumn::File7(score, _))) => {
            decile == score
        }
        (Some(DeprivationColumn::Named(_)), Some(DeprivationColumn::Named(_))) => true,
        _ => false,
    }
}

fn nothing_known(n: usize) -> Deprivation {
    Deprivation {
        name: "no deprivation given".to_owned(),
        measure: Measure::Rank,
        order: Column::filled(None, n),
        decile: Column::filled(None, n),
        need: Column::filled(None, n),
    }
}

/// People who weight merged areas: those the file's score is about, else those of the run's band.
fn weights(
    rows: &[DeprivationRow],
    people: Option<&BTreeMap<String, f64>>,
) -> BTreeMap<String, f64> {
    let own: BTreeMap<String, f64> = rows
        .iter()
        .filter_map(|it| Some((it.code.clone(), it.people?)))
        .collect();
    if own.is_empty() {
        return people.cloned().unwrap_or_default();
    }
    own
}

/// What a file tells, by code.
struct Values {
    rank: BTreeMap<String, f64>,
    score: BTreeMap<String, f64>,
    decile: BTreeMap<String, Decile>,
    need: BTreeMap<String, f64>,
}

/// A file with this many areas is taken for the whole of England: 32,844 LSOAs of 2011, 33,755 of 2021.
const NATIONAL: usize = 30_000;

impl Values {
    fn of(rows: &[DeprivationRow]) -> Self {
        fn column<T>(
            rows: &[DeprivationRow],
            value: impl Fn(&DeprivationRow) -> Option<T>,
        ) -> BTreeMap<String, T> {
            rows.iter()
                .filter_map(|it| Some((it.code.clone(), value(it)?)))
                .collect()
        }
        Self {
            rank: column(rows, |it| it.rank),
            score: column(rows, |it| it.score),
            decile: column(rows, |it| it.decile),
            need: column(rows, |it| it.need),
        }
    }

    fn carried(self, carry: &Carry, people: &BTreeMap<String, f64>, deciles: bool) -> Self {
        let mut carried = Self {
            rank: carry.places(&self.rank),
            score: carry.rates(&self.score, people),
            decile: carry.places(&self.decile),
            need: carry.rates(&self.need, people),
        };
        if self.score.len() >= NATIONAL {
            carried.rank_merged(carry, &self.score, deciles);
        }
        carried
    }

    /// Ranks of merged areas, and of no other, made anew from their place among the national scores, and deciles where
    /// they are of the same index: decile 1 holds ranks up to a tenth of the areas.
    fn rank_merged(&mut self, carry: &Carry, national: &BTreeMap<String, f64>, deciles: bool) {
        let mut scores: Vec<f64> = national.values().copied().collect();
        scores.sort_by(|a, b| b.total_cmp(a));
        for (code, score) in &self.score {
            if carry.origin(code) != Some(Origin::Merged) {
                continue;
            }
            let worse = scores.partition_point(|it| it > score);
            self.rank.insert(code.clone(), worse as f64 + 1.0);
            let tenth = u32::try_from(((worse + 1) * 10).div_ceil(scores.len())).unwrap_or(0);
            if let Some(decile) = Decile::new(tenth).filter(|_| deciles) {
                self.decile.insert(code.clone(), decile);
            }
        }
    }

    fn of_areas(&self, source: &DeprivationSource, known: &KnownAreas) -> Deprivation {
        let areas = &known.areas.list;
        let order = areas.map(|area| match source.by {
            Measure::Rank => self.rank.get(&area.code).copied(),
            Measure::Score => self.score.get(&area.code).map(|it| -it),
            Measure::Decile => self.decile.get(&area.code).map(|it| f64::from(it.get())),
        });
        Deprivation {
            name: source.name.clone(),
            measure: source.by,
            order,
            decile: areas.map(|it| self.decile.get(&it.code).copied()),
            need: areas.map(|it| self.need.get(&it.code).copied().map(Share::new)),
        }
    }
}
