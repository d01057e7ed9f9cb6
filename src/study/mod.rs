//! The study file: as written, then as meant.
//!
//! In: the text of `study.toml` (or of a scenario file) and where its other files are. Out: a typed [`Study`], or
//! every problem at once as [`StudyErrors`], each with its full key path, line, value and remedy. The room never
//! opens the data itself; it only asks whether a file is there.

mod areas;
mod batch_rule;
mod catalogue;
mod changes;
mod commissioned;
mod delivery_models;
mod deprivation;
mod draft;
mod draft_areas;
mod draft_offer;
mod draft_page;
mod draft_sites;
mod draft_tables;
mod draft_travel;
mod error;
mod file;
mod folders;
mod funders;
mod groups;
mod hours;
mod keys;
mod known_modes;
mod measuring;
mod modes;
mod money;
mod page;
mod people;
mod policy;
mod postcodes;
mod resolve;
mod roads;
mod rules;
mod scenario;
mod scenario_text;
mod services;
mod shelf;
mod sites;
#[expect(
    clippy::module_inception,
    reason = "the room's one great noun has a file of its own"
)]
mod study;
mod tiers;
mod values;

pub use areas::{AreaKeep, AreaSource, BoundarySource, Missing};
pub use batch_rule::{BatchRule, RuleLimit, WrittenRule, rule_file};
pub use changes::{Offered, place_of_pair, resolve_changes};
pub use deprivation::DeprivationSource;
pub use draft::{Brief, Draft, MissingInput, Wanted, WantedDistrict, draft};
pub use error::{StudyErrors, StudyFault, nearest_word};
pub use file::StudyFile;
pub use folders::{Files, ReadSeek};
pub use groups::GroupSource;
pub use hours::MOST_SESSIONS;
pub use modes::{ModeSettings, Setting};
pub use people::PeopleSource;
pub use postcodes::PostcodeSource;
pub use resolve::resolve;
pub use roads::{RoadKind, RoadSource, TimesSource};
pub use rules::WrittenRules;
pub use scenario::{NewSite, WrittenChange, WrittenScenario, scenario_file};
pub use scenario_text::scenario_text;
pub use shelf::{FoundFile, Shelf};
pub use sites::{SiteSource, SiteUsual, site_lock, site_status};
pub use study::{Assess, InNeed, Study};
