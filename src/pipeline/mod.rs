//! Study in, answers out: the only room that ties files to figures. A file a stage.
//!
//! In: a [`crate::study::Study`]. Out: model values, times, a case ready to be judged ([`Prepared`]). Errors are
//! gathered into one [`Fault`] whose kind gives the exit code. The room knows no formula.

mod catchment;
mod fault;
mod heading;
mod load;
mod load_areas;
mod load_deprivation;
mod load_people;
mod load_sites;
mod load_times;

mod plan_notices;
mod prepare;
mod progress;
mod shipped;
mod ways;

pub use catchment::{CatchmentOf, CatchmentQuestion};
pub use fault::Fault;
pub use load::{InputRecord, Loaded, Shapes, load, open_roads};
pub use prepare::{Plan, Prepared, prepare};
pub use progress::{Progress, Silent};
pub use shipped::shipped;
pub use ways::{Ways, profile};
