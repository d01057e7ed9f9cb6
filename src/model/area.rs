//! Small areas: the unit of demand.

use crate::ids::{AreaId, Column, DistrictId, GroupId, GroupingId};
use crate::space::Point;

/// A small area (an LSOA, or a study's own) at its population-weighted centroid.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// The code, such as `E01013787`; unique in a study.
    pub code: String,
    /// The name people know, or the code where none is published.
    pub name: String,
    /// The district it lies in.
    pub district: DistrictId,
    /// The population-weighted centroid.
    pub point: Option<Point>,
}

/// A district (a local authority, or a study's own grouping).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct District {
    /// The code, such as `E06000017`; unique in a study.
    pub code: String,
    /// The name people know, or the code where none is published.
    pub name: String,
}

/// A grouping of areas that the study brings beside the districts: wards, rural and urban, or any other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grouping {
    /// What its groups are, such as `ward`; unique in a study.
    pub name: String,
    /// The names of its groups, in order.
    pub groups: Column<GroupId, String>,
    /// The group of each area; `None` where nobody tells one.
    pub of: Column<AreaId, Option<GroupId>>,
}

/// The areas of a study in order of their code, and the districts they lie in.
#[derive(Clone, Debug, Default)]
pub struct Areas {
    /// The areas, in order of their code whatever the order of the file's rows.
    pub list: Column<AreaId, Area>,
    /// The districts, in order of their code.
    pub districts: Column<DistrictId, District>,
    /// The study's own groupings of the areas, in its order.
    pub groupings: Column<GroupingId, Grouping>,
}

impl Areas {
    /// The area of a code.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<AreaId> {
        use crate::ids::Id;
        self.list
            .as_slice()
            .binary_search_by(|it| it.code.as_str().cmp(code))
            .ok()
            .map(AreaId::at)
    }
}
