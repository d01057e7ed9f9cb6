//! The search for better configurations: what is wished for, of a case.
//!
//! In: a [`Case`](crate::score::Case) and a [`Wish`]. Out: an [`Asked`] question, which is a
//! [`location::Problem`](crate::location::Problem) together with what its numbers mean, and the answers to it as
//! configurations. How a set of places is found is for [`crate::location`], how it is judged for
//! [`score::evaluate`](crate::score::evaluate()): nothing here knows either.

mod added;
mod answer;
mod asked;
mod conflict;
mod frontier;
mod goal;
mod limits;
mod money;
mod places;
mod refused;
mod search;
mod solve;
mod spacing;
mod weights;
mod wish;
mod with_places;

pub use added::added_minutes;
pub use answer::{Answer, Conflict, Found, Nearest, Served};
pub use asked::Asked;
pub use frontier::{Frontier, Point, frontier};
pub use goal::Goal;
pub use limits::Family;
pub use refused::Refused;
pub use search::Search;
pub use solve::{Watch, answer};
pub use spacing::spacing;
pub use wish::Wish;

use weights::Weights;
