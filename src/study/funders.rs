//! Who pays: the section `[funders]`, and the usual ones.

use crate::ids::{Column, FunderId};
use crate::model::Funder;
use crate::study::catalogue::{COUNCIL, NHS, RING_FENCE};
use crate::study::error::did_you_mean;
use crate::study::keys::Keys;

/// The funders that a study need not introduce: id, name, ring-fenced.
const USUAL: [(&str, &str, bool); 7] = [
    (RING_FENCE, "Public health (ring-fenced)", true),
    (COUNCIL, "Local authority", false),
    (NHS, "Integrated care board", false),
    ("nhs-england", "NHS England", false),
    ("government-grant", "Government grants", false),
    ("schools", "Schools", false),
    ("voluntary", "Voluntary sector", false),
];

/// Reads `[funders]`: who pays beside the usual ones, or under another name. The usual ones come first.
pub(super) fn read(section: Option<&Keys<'_>>) -> Column<FunderId, Funder> {
    let usual = |(id, name, ring_fenced): (&str, &str, bool)| Funder {
        id: id.to_owned(),
        name: name.to_owned(),
        ring_fenced,
    };
    let mut funders: Vec<Funder> = USUAL.map(usual).into();
    let Some(section) = section else {
        return Column::new(funders);
    };
    for id in section.names() {
        let Some(keys) = section.table(id) else {
            continue;
        };
        let known = funders.iter().position(|it| it.id == id);
        let known = known.unwrap_or_else(|| {
            funders.push(usual((id, id, false)));
            funders.len() - 1
        });
        let funder = &mut funders[known];
        if let Some(name) = keys.text("name") {
            funder.name = name;
        }
        if let Some(ring_fenced) = keys.switch("ring_fenced") {
            funder.ring_fenced = ring_fenced;
        }
        keys.finish();
    }
    Column::new(funders)
}

/// Reads a key that names a funder.
pub(super) fn funder(
    keys: &Keys<'_>,
    key: &'static str,
    funders: &Column<FunderId, Funder>,
) -> Option<FunderId> {
    let id = keys.text(key)?;
    let found = find(&id, funders);
    if found.is_none() {
        unknown(keys, key, &id, funders);
    }
    found
}

/// Reads a key that names several.
pub(super) fn several(
    keys: &Keys<'_>,
    key: &'static str,
    funders: &Column<FunderId, Funder>,
) -> Option<Vec<FunderId>> {
    let ids = keys.texts(key)?;
    let mut found = Vec::new();
    for id in &ids {
        match find(id, funders) {
            Some(it) => found.push(it),
            None => unknown(keys, key, id, funders),
        }
    }
    Some(found)
}

/// The funder of an id.
pub(super) fn find(id: &str, funders: &Column<FunderId, Funder>) -> Option<FunderId> {
    funders.find(|it| it.id == id)
}

fn unknown(keys: &Keys<'_>, key: &str, id: &str, funders: &Column<FunderId, Funder>) {
    let what = format!("no funder has the id {id}");
    let near = did_you_mean(id, funders.iter().map(|it| it.id.as_str()));
    let remedy = format!("{near}; one of your own is introduced by [funders.{id}]");
    keys.fault(key, "E-CFG-ENUM", what, remedy);
}
