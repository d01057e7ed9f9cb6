//! The study's own groupings of its areas: the key `groups` of `[areas]`.

use crate::read::{Encoding, TableSettings, Vintage};
use crate::study::areas::{need_file, table_settings, vintage_or};
use crate::study::folders::Files;
use crate::study::keys::Keys;
use crate::study::resolve::check_vintage;

/// A file that tells the group of each area.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupSource {
    /// What its groups are, such as `ward`.
    pub name: String,
    /// The file.
    pub file: String,
    /// How the file is written.
    pub table: TableSettings,
    /// The column of codes; `None`: the published header.
    pub code: Option<String>,
    /// The column of groups.
    pub group: String,
    /// Which vintage the codes are.
    pub vintage: Vintage,
}

/// What carries the codes of one vintage to areas of another: the areas' own vintage, and whether there is a lookup.
#[derive(Clone, Copy)]
pub(super) struct Carried {
    pub(super) own: Vintage,
    pub(super) lookup: bool,
}

/// Reads every grouping.
pub(super) fn read(keys: &Keys<'_>, files: &Files, carried: Carried) -> Vec<GroupSource> {
    let mut groups: Vec<GroupSource> = Vec::new();
    for keys in keys.tables("groups") {
        let Some(source) = group(&keys, files, carried) else {
            continue;
        };
        if groups.iter().any(|it| it.name == source.name) {
            let what = "two groupings bear this name";
            keys.fault("name", "E-KEY-DUP", what, "give one another name");
        }
        groups.push(source);
    }
    groups
}

fn group(keys: &Keys<'_>, files: &Files, carried: Carried) -> Option<GroupSource> {
    let name = keys.need_text("name");
    if name.as_ref().is_some_and(|it| it.contains(':')) {
        let what = "a colon parts the name of a grouping from that of a group";
        keys.fault("name", "E-CFG-RANGE", what, "leave the colon out");
    }
    let file = need_file(keys, "file", files);
    let columns = keys.table("columns");
    if columns.is_none() && !keys.has("columns") {
        keys.missing(
            "columns",
            "the columns: { code = \"LSOA21CD\", group = \"WD24NM\" }",
        );
    }
    let (code, group) = match &columns {
        Some(columns) => {
            let named = (columns.text("code"), columns.need_text("group"));
            columns.finish();
            named
        }
        None => (None, None),
    };
    let source = GroupSource {
        name: name.unwrap_or_default(),
        file: file.unwrap_or_default(),
        table: table_settings(keys, Encoding::Utf8),
        code,
        group: group.unwrap_or_default(),
        vintage: vintage_or(keys, carried.own),
    };
    check_vintage(keys, source.vintage, carried);
    keys.finish();
    let whole = [&source.name, &source.file, &source.group];
    let whole = whole.iter().all(|it| !it.is_empty());
    Some(source).filter(|_| whole)
}
