//! What a study is about, as data: its services, its sites and who pays, with what the study says of each and no figure tells.

use serde::Serialize;

use crate::score::Case;

/// A service, bundle or delivery model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServiceJson {
    /// Its id.
    pub id: String,
    /// The name people know.
    pub name: String,
    /// `universal`, for every family, or `targeted`, for families in need of it.
    pub reach: &'static str,
    /// The id of who pays for it; null where nobody says.
    pub funder: Option<String>,
}

/// A site of the study, or one that the plan moves or adds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlaceJson {
    /// Its id.
    pub id: String,
    /// The name people know.
    pub name: String,
    /// Who manages it; null where nobody says.
    pub managed_by: Option<String>,
}

/// Who pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FunderJson {
    /// The id.
    pub id: String,
    /// The name people know.
    pub name: String,
    /// Whether the money may be spent on nothing else.
    pub ring_fenced: bool,
}

pub(super) fn services(case: &Case) -> Vec<ServiceJson> {
    let one = |it: &crate::model::Service| ServiceJson {
        id: it.id.clone(),
        name: it.name.clone(),
        reach: it.uptake.word(),
        funder: it.funder.map(|it| case.funders[it].id.clone()),
    };
    case.services.iter().map(one).collect()
}

pub(super) fn places(case: &Case) -> Vec<PlaceJson> {
    let one = |it: &crate::model::Site| PlaceJson {
        id: it.id.clone(),
        name: it.name.clone(),
        managed_by: it.managed_by.clone(),
    };
    case.sites.iter().map(one).collect()
}

pub(super) fn funders(case: &Case) -> Vec<FunderJson> {
    let one = |it: &crate::model::Funder| FunderJson {
        id: it.id.clone(),
        name: it.name.clone(),
        ring_fenced: it.ring_fenced,
    };
    case.funders.iter().map(one).collect()
}
