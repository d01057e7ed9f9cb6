//! The same figures of one service by one mode, of thousands to millions of configurations a second.
//!
//! In: a [`Case`](crate::score::Case), a mode, a service and the [`QuickFigure`]s wanted. Out: their values for any set of
//! sites that families can go to. [`evaluate`](crate::score::evaluate()) is the truth that every figure here must equal; what
//! only it can tell is named in [`Unknown`]. Money is told by [`QuickMoney`]; rules are not told here.
//!
//! Areas stand in order of deciles, thirty-two side by side, so that a configuration is judged by going through rows of
//! numbers. Sums of whole people are exact in any order; others run in one fixed order: the same bytes on any number of threads.
//!
//! ```
//! use fairreach::ids::{ServiceId, SiteId};
//! use fairreach::score::quick::{Quick, QuickFigure, Unknown};
//! use fairreach::score::{Case, Scope};
//!
//! /// The choice with the lowest mean journey among those that reach as many as possible.
//! fn best(case: &Case, service: ServiceId, choices: &[Vec<SiteId>]) -> Result<Option<usize>, Unknown> {
//!     let figures = ["children_unserved", "mean_minutes"].map(|it| QuickFigure::new(it, Scope::All));
//!     let quick = Quick::of(case, &case.mode, service, &figures)?;
//!     let mut rows = vec![0.0; choices.len() * figures.len()];
//!     quick.score_many(choices, &mut rows);
//!     let rows = rows.chunks(figures.len()).enumerate();
//!     let valued = rows.filter(|(_, row)| row.iter().all(|it| !it.is_nan()));
//!     let order = |a: &[f64], b: &[f64]| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1]));
//!     Ok(valued.min_by(|a, b| order(a.1, b.1)).map(|it| it.0))
//! }
//! ```

mod by_group;
mod figures;
mod ground;
mod harm;
mod increment;
mod lanes;
mod layout;
mod lists;
mod many;
mod money;
mod over_deprivation;
mod row;
mod spread;
mod tally;
mod tiles;

pub use figures::{QuickFigure, Unknown};
pub use increment::Increment;
pub use layout::{Quick, Scratch};
pub use money::QuickMoney;
