//! The Palma ratio over deprivation.

use super::{Ranked, Undefined, ratio};

/// The mean outcome at the two ends of the deprivation ranking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palma {
    /// Among the tenth of people who are least deprived.
    pub mean_least_deprived_10: f64,
    /// Among the four tenths who are most deprived.
    pub mean_most_deprived_40: f64,
}

impl Palma {
    /// The least deprived tenth's mean over the most deprived four tenths'. For minutes, more than 1 says that the
    /// most deprived travel less; for access, that they have less.
    ///
    /// # Errors
    /// [`Undefined::ZeroDivisor`] when the latter is zero, [`Undefined::VastRatio`] when it is so near zero that the ratio
    /// would be infinite.
    pub fn least_deprived_10_over_most_deprived_40(&self) -> Result<f64, Undefined> {
        ratio(self.mean_least_deprived_10, self.mean_most_deprived_40)
    }
}

/// The Palma ratio's two means, ranked by deprivation and not by the outcome. The area in which an end begins or stops is
/// split: so much of its people count as lie within. Areas of one rank are one block and are split alike.
///
/// The R package accessibility takes whole areas up to a threshold instead, and jumps when one area crosses it. The
/// places are those of everyone: whoever has no outcome is left out of `rows` and moves nobody else's place.
///
/// Source: Palma 2011, doi:10.1111/j.1467-7660.2011.01694.x, ranked by deprivation as in Pereira and Herszenhut's
/// accessibility 1.4 (`palma_ratio`); the split is the project's `methods.md` 3.1.
///
/// # Errors
/// [`Undefined::Nobody`] where there is nobody at one of the ends.
///
/// ```
/// use fairreach::equity::{Ranked, palma, places};
/// // Of 100 people the most deprived 40 are the 30 first and 10 of the next 65; the least deprived 10 are 5 of those
/// // 65 and the last 5.
/// let (people, minutes) = ([30.0, 65.0, 5.0], [4.0, 8.0, 12.0]);
/// let places = places(&[Some(1.0), Some(2.0), Some(3.0)], &people);
/// let rows: Vec<Ranked> = (0..3)
///     .filter_map(|at| Some(Ranked { people: people[at], place: places[at]?, value: minutes[at] }))
///     .collect();
/// let it = palma(&rows)?;
/// assert!((it.mean_most_deprived_40 - 5.0).abs() < 1e-12);
/// assert!((it.mean_least_deprived_10 - 10.0).abs() < 1e-12);
/// assert!((it.least_deprived_10_over_most_deprived_40()? - 2.0).abs() < 1e-12);
/// # Ok::<(), fairreach::equity::Undefined>(())
/// ```
pub fn palma(rows: &[Ranked]) -> Result<Palma, Undefined> {
    Ok(Palma {
        mean_least_deprived_10: mean_between(rows, 0.9, 1.0)?,
        mean_most_deprived_40: mean_between(rows, 0.0, 0.4)?,
    })
}

/// The mean among those whose place lies between two shares of the ranking.
fn mean_between(rows: &[Ranked], from: f64, to: f64) -> Result<f64, Undefined> {
    let (mut people, mut total) = (0.0, 0.0);
    for it in rows.iter().filter(|it| it.people > 0.0) {
        let within = it.people * it.place.within(from, to);
        people += within;
        total += within * it.value;
    }
    if people > 0.0 {
        Ok(total / people)
    } else {
        Err(Undefined::Nobody)
    }
}
