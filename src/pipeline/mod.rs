//! Study in, answers out: the only room that ties files to figures. A file a stage.
//!
//! In: a [`crate::study::Study`]. Out: model values, times, a case ready to be judged ([`Prepared`]). Errors are
//! gathered into one [`Fault`] whose kind gives the exit code. What takes long to make is kept where the study asks for
//! it (`cache.rs`). The room knows no formula.

mod batch;
mod cache;
mod catchment;
mod checksum;
mod commissioned_notices;
mod dated;
mod fault;
mod fingerprint;
mod heading;
mod input;
mod inventory;
mod join;
mod load;
mod load_areas;
mod load_deprivation;
mod load_groups;
mod load_people;
mod load_postcodes;
mod load_sites;
mod load_times;
mod manifest;
mod memory;
mod names;
mod new_areas;
mod new_study;
mod optimise;
mod os_open_roads;
mod picker;
mod plan;
mod plan_notices;
mod postcode;
mod prepare;
mod profiles;
mod progress;
mod publish;
mod road_file;
mod shipped;
mod site_places;
mod site_words;
mod study_notices;
mod trail;
mod ways;
mod whole_file;
mod whole_folder;

pub use batch::{
    BatchAsked, BatchDone, BatchFigure, BatchFilter, BatchFinds, BatchFolder, BatchRow,
    BatchScenario, Bounds, FigureFrom, ScenarioName, Scorer, Shard, Values,
};
pub use cache::{KeptFile, cache_folder};
pub use catchment::{CatchmentOf, CatchmentQuestion};
pub use fault::Fault;
pub use input::InputRecord;
pub use join::{CarryReport, JoinReport};
pub use load::{Loaded, Shapes, load, load_all, open_roads};
pub use load_people::PeopleAccount;
pub use load_sites::SiteOrigin;
pub use manifest::{
    Asked, FileRecord, Manifest, ManifestError, PeopleRecord, ProgramRecord, seen_from,
};
pub use new_study::{MadeStudy, NewStudy};
pub use optimise::{FoundFrontier, FoundPlan, Searched};
pub use picker::contracting_pays;
pub use plan::Plan;
pub use prepare::{Means, Prepared, prepare, prepare_all, prepare_by};
pub use profiles::profile;
pub use progress::{Progress, Silent};
pub use publish::{Question, put_in_place};
pub use shipped::shipped;
pub use trail::{Checked, FileState, Trail};
pub use ways::{EachBatch, Ways};
pub use whole_file::{write_whole, write_whole_by};
