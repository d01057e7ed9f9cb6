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
    roads: &'a BTreeMap<Mode, ModeSettings>,
    times: &'a [TimesSource],
}

impl<'a> KnownModes<'a> {
    pub(super) const fn new(
        roads: &'a BTreeMap<Mode, ModeSettings>,
        times: &'a [TimesSource],
    ) -> Self {
        Self { roads, times }
    }

    /// Refuses a standard, and visits at home, by a mode that is not known.
    pub(super) fn check(
        &self,
        root: &Keys<'_>,
        asked_for: &Sections<'_>,
        tiers: &Column<TierId, Tier>,
    ) {
        for keys in asked_for.all().filter(|it| it.is_table("standard")) {
            let Some(table) = keys.table("standard") else {
                continue;
            };
            for name in table.names() {
                self.known(&table, name, name);
            }
        }
        for tier in tiers {
            let TierKind::Visits(Visits { mode, .. }) = &tier.kind else {
                continue;
            };
            let Some(mode) = mode else { continue };
            let section = root.table("tiers");
            // Of the file's names, so that the key lives as long as the file.
            let mut names = section.iter().flat_map(Keys::names);
            let name = names.find(|it| *it == tier.id);
            let keys = section.as_ref().zip(name);
            if let Some(keys) = keys.and_then(|(it, name)| it.table(name)) {
                self.known(&keys, "visit_mode", mode.name());
            }
        }
    }

    fn known(&self, keys: &Keys<'_>, key: &str, mode: &str) {
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
