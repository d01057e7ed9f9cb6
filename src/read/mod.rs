//! One file a source: bytes in, model values out, with what was odd as [`Notices`] and what was wrong as
//! [`ReadErrors`], every fault at once.
//!
//! In: bytes, the file's name for messages, and which columns the study names. Out: rows of plain values with their
//! places in the file. A mark of suppression is no number, an empty cell is no zero.
//!
//! The room never knows the network or any score, and opens no path for writing. Every reader gives its rows in
//! order of their codes or ids, whatever the order in the file.

mod age_rows;
mod ages;
mod boundaries;
mod carry;
mod centroids;
mod csv_rows;
mod error;
mod findings;
mod groups;
mod headers;
mod heading;
mod iod_deprivation;
mod kinds;
mod lookup;
mod lost_zeros;
mod notice;
mod number;
pub mod os_open_roads;
pub mod osm_pbf;
mod parquet;
mod place;
mod population;
mod postcodes;
mod published;
mod recognise;
mod recognise_text;
mod rings;
mod row;
mod row_count;
mod scenario_table;
mod scored_rows;
mod site_columns;
mod site_features;
mod site_list;
mod source;
mod store;
mod table;
mod text;
mod travel_table;
mod unpack;
mod vintage;
mod workbook;

pub use ages::Ages;
pub use boundaries::{boundaries, inside, outline};
pub use carry::{Carry, Origin, Spread, apportion};
pub use centroids::{AreaColumns, AreaRow, centroids};
pub use error::{Place, ReadErrors, ReadFault};
pub use findings::Findings;
pub use groups::{GroupRow, groups};
pub use headers::{Headers, SiteHeaders, TimesHeaders};
pub use heading::below_preamble;
pub use iod_deprivation::{
    DeprivationColumn, DeprivationColumns, DeprivationRow, Index, Part, deprivation, deprivation_of,
};
pub use kinds::{FileKind, is_district_code, is_lsoa_code};
pub use lookup::{AreaChange, Lookup, LookupRow, lookup};
pub use notice::{Notice, Notices};
pub use number::{NoNumber, number};
pub use os_open_roads::os_open_roads;
pub use osm_pbf::{osm_pbf, osm_surroundings};
pub use place::{Crs, PlaceColumns};
pub use population::{BandColumns, BandSource, Concerns, PeopleRow, population, population_of};
pub use postcodes::{Postcode, PostcodeRow, Postcodes, postcodes};
pub use published::{INPUTS, Input, PublishedInput};
pub use recognise::{Recognised, recognise};
pub use row_count::RowCount;
pub use scenario_table::{RowsAt, ScenarioTable};
pub use scored_rows::{ScoredRow, ScoredRows};
pub use site_columns::SiteColumns;
pub use site_list::{SiteKind, SiteRow, SiteSpec, site_id_fault, site_list};
pub use source::{Source, Suppressed, TableSettings};
pub use table::{At, Row, Table};
pub use text::{Encoding, text_of};
pub use travel_table::{TimeRow, TimeUnit, TimesLayout, travel_table};
pub use unpack::{read_inside, unpack_into, unpacked};
pub use vintage::Vintage;
