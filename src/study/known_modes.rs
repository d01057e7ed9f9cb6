//! The modes that roads and times can give, and who names another: a slip of the pen.

use std::collections::BTreeMap;

use crate::ids::{Column, TierId};
use crate::model::{Mode, Tier, TierKind, Visits};
use crate::study::commissioned::Sections;
use crate::study::keys::Keys;
use crate::study::modes::ModeSettings;
use crate::study::roads::TimesSource;

/// What a study can travel by.
#[derive(Clone, Copy)]
pub(super) struct KnownModes<'a> {
    pub(super) roads: &'a BTreeMap<Mode, ModeSettings>,
    pub(super) times: &'a [TimesSource],
}

impl KnownModes<'_> {
    /// Refuses a standard by a mode that is not known.
    pub(super) fn check_standards(&self, sections: &Sections<'_>) {
        for keys in sections.all().filter(|it| it.is_table("standard")) {
            let Some(table) = keys.table("standard") else {
                continue;
            };
            for name in table.names() {
                self.check(&table, name, name);
            }
        }
    }

    /// Refuses home visits by a mode that is not known.
    pub(super) fn check_visits(&self, root: &Keys<'_>, tiers: &Column<TierId, Tier>) {
        for tier in tiers {
            let TierKind::Visits(Visits {
                mode: Some(mode), ..
            }) = &tier.kind
            else {
                continue;
            };
            let section = root.table("tiers");
            // Of the file's names, so that the key lives as long as the file.
            let names = section.iter().flat_map(Keys::names);
            let name = names.into_iter().find(|it| *it == tier.id);
            if let Some(keys) = section
                .as_ref()
                .zip(name)
                .and_then(|(it, name)| it.table(name))
            {
                self.check(&keys, "visit_mode", mode.name());
            }
        }
    }

    fn check(&self, keys: &Keys<'_>, key: &str, mode: &str) {
        let by_name = self.times.iter().any(|it| it.names_modes);
        let usual = mode == "car" || mode == "walk";
        let mode = Mode::new(mode);
        let known = self.roads.contains_key(&mode) || self.times.iter().any(|it| it.mode == mode);
        if !(by_name || usual || known) {
            let what = "neither roads nor times give this mode";
            let remedy = "use car, walk or a mode of [times]";
            keys.fault(key, "E-CFG-ENUM", what, remedy);
        }
    }
}
