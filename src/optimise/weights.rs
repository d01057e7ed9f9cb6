//! Whom the areas stand for, in whole numbers, so that the sums of a search are exact.

use super::Refused;
use crate::ids::{AreaId, BandId, Id};
use crate::score::Case;
use crate::units::People;

/// People of areas as whole numbers.
#[derive(Clone, Debug)]
pub(super) struct Weights {
    /// The people of each area, times `scale`.
    pub(super) people: Vec<u64>,
    /// The people in need of each area, times `need_scale`.
    pub(super) in_need: Vec<u64>,
    /// What a person counts.
    pub(super) scale: u64,
    /// The decile of each area, less one.
    pub(super) decile_of: Vec<Option<u32>>,
    /// The district of each area.
    pub(super) district_of: Vec<Option<u32>>,
}

/// The most that all weights may come to, so that their sum times the longest journey is exact in a float (2^53 / 2^16).
const MOST: f64 = (1_u64 << 37) as f64;

impl Weights {
    pub(super) fn of(case: &Case, band: BandId) -> Result<Self, Refused> {
        let areas = || case.areas.list.ids();
        let people: Vec<f64> = areas()
            .map(|area| case.people(band, area).map_or(0.0, People::get))
            .collect();
        // A band of people in need is not weighed by need a second time.
        let in_need_already = case.population.in_need.contains(&band);
        let rate = |area: AreaId| {
            if in_need_already {
                Some(1.0)
            } else {
                case.need(area)
            }
        };
        let need: Vec<f64> = areas()
            .zip(&people)
            .map(|(area, people)| people * rate(area).unwrap_or(0.0))
            .collect();
        let (scale, people) = whole(&people)?;
        let (_, in_need) = whole(&need)?;
        let decile = |area: AreaId| Some(u32::from(case.decile(area)?.get()) - 1);
        let district = |area: AreaId| u32::try_from(case.areas.list[area].district.place()).ok();
        Ok(Self {
            people,
            in_need,
            scale,
            decile_of: areas().map(decile).collect(),
            district_of: areas().map(district).collect(),
        })
    }

    /// The people of deciles 1 to 3, nobody elsewhere.
    pub(super) fn most_deprived(&self) -> Vec<u64> {
        let each = self.people.iter().zip(&self.decile_of);
        each.map(|(people, decile)| match decile {
            Some(0..=2) => *people,
            _ => 0,
        })
        .collect()
    }

    /// The people of one group, nobody elsewhere.
    pub(super) fn of_group(&self, group_of: &[Option<u32>], group: u32) -> Vec<u64> {
        let each = self.people.iter().zip(group_of);
        each.map(|(people, it)| if *it == Some(group) { *people } else { 0 })
            .collect()
    }
}

/// Numbers of people as whole numbers: themselves where they are whole, else as many times as the sums stay exact for, a
/// power of ten up to a million.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at least 0, and their sum is checked to be far below 2^63"
)]
fn whole(people: &[f64]) -> Result<(u64, Vec<u64>), Refused> {
    let sum: f64 = people.iter().sum();
    if sum >= MOST {
        return Err(Refused::TooMany);
    }
    let scaled = |scale: u64| -> Vec<u64> {
        let each = people.iter();
        each.map(|it| (it * scale as f64).round() as u64).collect()
    };
    if people.iter().all(|it| it.fract() == 0.0) {
        return Ok((1, scaled(1)));
    }
    let mut scale = 1;
    while scale < 1_000_000 && sum * (scale * 10) as f64 + (people.len() as f64) < MOST {
        scale *= 10;
    }
    Ok((scale, scaled(scale)))
}
