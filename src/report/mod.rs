//! Figures -> text, JSON, tables.
//!
//! In: a case and its scorecards as a [`Comparison`], and what is said about the study as a [`Heading`]. Out:
//! text or bytes, which somebody else writes: the room knows no files. Words carry direction, numbers carry
//! units, and an index never stands alone. Legend, map, table and print share one classing of unrounded minutes.

mod batch_table;
mod catchment;
mod comparison;
mod figure_rows;
mod found;
mod frontier_chart;
mod hours;
mod inequality;
mod inventory;
mod inventory_page;
mod json;
mod layers;
mod lines;
mod lists;
mod models;
mod money;
mod nearest_ground;
mod numbers;
mod options;
mod options_json;
mod options_rows;
mod options_rules;
mod people_scale;
mod phases;
mod policy;
mod postcode;
mod presence;
mod reach;
mod reach_json;
mod rejects;
mod robust;
mod search_json;
mod searched;
mod sentences;
mod shading;
mod standard_shading;
mod store;
mod study_json;
mod surroundings;
mod tables;
mod text;
mod tiles;
mod tiles_around;
mod who;
mod witness;

pub use batch_table::{BatchColumns, BatchRows, BatchTable, BatchWith};
pub use catchment::{CatchmentPage, CatchmentRing, catchment_geojson, catchment_table};
use comparison::value;
pub use comparison::{Comparison, Heading};
pub use figure_rows::{CsvOf, figures_csv};
pub use found::{FrontierTable, NearRow, ServedTable};
pub use frontier_chart::frontier_svg;
pub use inventory::{
    Inventory, InventoryCarried, InventoryDistrict, InventoryFile, InventoryJoin, InventoryNetwork,
    InventoryNotice, InventoryPeople, InventorySites, InventoryTies,
};
pub use inventory_page::inventory_page;
pub use json::{
    AssessmentJson, FigureJson, JudgedJson, MeasureJson, PhaseJson, SettingJson, StudyJson,
    UnservedJson, WorstAffectedJson, assessment, figures_json, judged, measures_json, to_text,
};
pub use layers::{
    Boundaries, DrawnRoad, ROAD_KINDS, areas_geojson, districts_geojson, drawn_areas, roads_geojson,
};
pub use lists::{AreaRow, areas_furthest, areas_worst_affected};
pub use nearest_ground::nearest_ground;
pub use numbers::{
    change, count, counted, minutes, minutes_as_set, minutes_in_table, percent, percent_as_set,
    percent_beside, points, pounds,
};
pub use options::{OptionsPage, options_page};
pub use options_json::{
    ComponentJson, CompositeJson, OfferedJson, OptionJson, OptionsJson, RobustnessJson,
    SettingOfJson, WeighedJson, options_csv, options_json, options_text,
};
pub use people_scale::PeopleScale;
pub use phases::JudgedPhase;
pub use postcode::{
    FoundPostcode, Lies, NoPostcode, PostcodeAnswer, PostcodeJourney, PostcodePage, postcode_json,
    postcode_page,
};
pub use reach_json::{
    AreaMeasureJson, NearestSitesJson, SiteJson, SiteLossJson, SiteRatioJson, area_codes,
    measures_by_area, nearest_sites, sites_json,
};
pub use rejects::{Reject, rejects_csv};
pub use robust::Paced;
pub use search_json::{
    FrontierJson, FrontierRowJson, NearJson, SearchJson, search_json, search_text,
};
pub use searched::{SearchPage, goal_of, goal_value, search_page};
pub use sentences::{Sentence, sentences};
pub use shading::{
    Class, Colour, KeyRow, MinutesScale, change_class, change_classes, deprivation_class,
    deprivation_classes, is_empty, key,
};
pub use standard_shading::{BothScale, beyond_class, beyond_classes};
pub use store::{read_roads, read_surroundings, write_roads, write_surroundings};
pub use study_json::{FunderJson, PlaceJson, ServiceJson};
pub use surroundings::{DrawnPlace, PLACE_KINDS, Surroundings, places_geojson, water_geojson};
pub use tables::{TableError, TimesForm, TimesTable};
pub use text::{page, page_of_phases};
pub use tiles::{TileAddress, TileGround};
