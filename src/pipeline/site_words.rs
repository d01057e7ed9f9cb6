//! One row of a list of sites, its words looked up in the study.

use std::collections::BTreeMap;

use crate::ids::{ServiceId, TierId};
use crate::model::{Cost, CostLine, Lock, Site, SiteStatus};
use crate::read::{Findings, ReadFault, SiteRow};
use crate::study::{SiteSource, Study, nearest_word, site_lock, site_status};
use crate::units::{Hours, People, Pounds};

/// One row whose words are looked up.
pub(super) struct Words<'a> {
    pub(super) study: &'a Study,
    pub(super) source: &'a SiteSource,
    pub(super) row: &'a SiteRow,
    pub(super) found: &'a mut Findings,
}

impl Words<'_> {
    /// The site; `None` where a word of its row is at fault.
    pub(super) fn site(&mut self) -> Option<Site> {
        let (row, usual, columns) = (self.row, &self.source.usual, &self.source.spec.columns);
        let (status, tier, services) = (self.status(), self.tier(), self.services());
        let lock = self.lock();
        let tier = tier?;
        // A column the study names comes first; one that merely bears the usual name yields to the study's word.
        let hours = pick(
            columns.hours.is_some(),
            row.hours.map(Hours::new),
            usual.hours,
        );
        Some(Site {
            id: row.id.clone(),
            name: row.name.clone(),
            point: row.point,
            status: status?,
            tier,
            services: services?,
            hours,
            capacity: pick(
                columns.capacity.is_some(),
                row.capacity.map(People::new),
                usual.capacity,
            ),
            service_hours: self.service_hours(),
            sessions: pick(columns.sessions.is_some(), row.sessions, usual.sessions),
            network: pick(
                columns.network.is_some(),
                row.network.clone(),
                usual.network.clone(),
            ),
            managed_by: pick(
                columns.managed_by.is_some(),
                row.managed_by.clone(),
                usual.managed_by.clone(),
            ),
            costs: self.costs(),
            lock: lock?,
            district: pick(
                columns.district.is_some(),
                row.district.clone(),
                usual.district.clone(),
            ),
        })
    }

    /// What its row tells of its costs, or else what the study says of the whole list.
    fn costs(&self) -> Vec<Cost> {
        let (row, columns) = (self.row, &self.source.spec.columns);
        let pounds = |it: Option<f64>| it.and_then(Pounds::from_fractional);
        let usual = [
            (columns.cost_premises.is_some(), row.cost_premises),
            (columns.cost_management.is_some(), row.cost_management),
            (columns.cost_front_line.is_some(), row.cost_front_line),
        ];
        let lines = CostLine::WORDS.into_iter().zip(usual);
        let told = lines
            .zip(self.source.usual.costs)
            .map(|(((_, line), (named, own)), usual)| {
                let payer = self.source.payers.of(line);
                (line, payer, pick(named, pounds(own), usual))
            });
        let more = self.source.costs.iter().zip(&row.costs);
        let more = more.map(|((line, funder), own)| (*line, *funder, pounds(*own)));
        told.chain(more)
            .filter_map(|(line, funder, pounds)| {
                let pounds = pounds?;
                Some(Cost {
                    line,
                    funder,
                    pounds,
                })
            })
            .collect()
    }

    fn service_hours(&self) -> BTreeMap<ServiceId, Hours> {
        let hours = self.row.service_hours.iter();
        let known = hours.filter_map(|(id, hours)| {
            let service = self.study.services.find(|it| it.id == *id)?;
            Some((service, Hours::new(*hours)))
        });
        known.collect()
    }

    fn status(&mut self) -> Option<SiteStatus> {
        let named = self.source.spec.columns.status.is_some();
        let usual = self.source.usual.status;
        if let (Some(usual), false) = (usual, named) {
            return Some(usual);
        }
        match self.row.status.as_deref() {
            Some(word) => {
                let status = site_status(word);
                if status.is_none() {
                    let what = "neither open (existing) nor candidate";
                    self.fault(
                        "E-SITE-STATUS",
                        "status",
                        word,
                        what,
                        "write open or candidate".to_owned(),
                    );
                }
                status
            }
            None if usual.is_some() => usual,
            None => {
                let what = "nothing says whether the site is open today";
                let remedy =
                    "set status = \"open\" or \"candidate\" in [[sites]], or name its column";
                self.fault("E-SITE-STATUS", "status", "", what, remedy.to_owned());
                None
            }
        }
    }

    fn tier(&mut self) -> Option<TierId> {
        let tiers = &self.study.tiers;
        let named = self.source.spec.columns.tier.is_some();
        let word = self
            .row
            .tier
            .as_deref()
            .filter(|_| named || self.source.usual.tier.is_none());
        let Some(word) = word else {
            let only = (tiers.len() == 1).then(|| tiers.ids().next()).flatten();
            let tier = self.source.usual.tier.or(only);
            if tier.is_none() {
                let what = "nothing says which tier the site is";
                let remedy = "set tier in [[sites]], or name its column";
                self.fault("E-SITE-TIER", "tier", "", what, remedy.to_owned());
            }
            return tier;
        };
        let tier = tiers.find(|it| it.id == word);
        if tier.is_none() {
            let ids: Vec<&str> = tiers.iter().map(|it| it.id.as_str()).collect();
            let remedy = remedy_for(word, &ids, "[tiers]");
            self.fault(
                "E-SITE-TIER",
                "tier",
                word,
                "the study has no tier of this name",
                remedy,
            );
        }
        tier
    }

    /// `Some(None)` where the tier's services hold.
    #[expect(
        clippy::option_option,
        reason = "the outer one is a fault, the inner one is the tier's word"
    )]
    fn services(&mut self) -> Option<Option<Vec<ServiceId>>> {
        let named = self.source.spec.columns.services.is_some();
        let usual = self.source.usual.services.clone();
        let words = self
            .row
            .services
            .as_ref()
            .filter(|_| named || usual.is_none());
        let Some(words) = words else {
            return Some(usual);
        };
        let mut offered = Vec::new();
        for word in words {
            let Some(id) = self.study.services.find(|it| it.id == *word) else {
                let ids: Vec<&str> = self
                    .study
                    .services
                    .iter()
                    .map(|it| it.id.as_str())
                    .collect();
                let remedy = remedy_for(word, &ids, "[[services]]");
                self.fault(
                    "E-SITE-SERVICE",
                    "services",
                    word,
                    "the study has no service of this id",
                    remedy,
                );
                return None;
            };
            // A site that offers a bundle offers what it is made of.
            match self.study.services[id].parts() {
                Some(parts) => offered.extend(parts),
                None => offered.push(id),
            }
        }
        offered.sort_unstable();
        offered.dedup();
        Some(Some(offered))
    }

    #[expect(
        clippy::option_option,
        reason = "the outer one is a fault, the inner one is no lock"
    )]
    fn lock(&mut self) -> Option<Option<Lock>> {
        let word = self.row.lock.as_deref();
        match site_lock(word, self.row.from.as_deref()) {
            Ok(lock) => Some(lock.or_else(|| self.source.usual.lock.clone())),
            Err(what) => {
                // Which of the two columns is at fault: the day, where the lock alone would do.
                let day = self
                    .row
                    .from
                    .as_deref()
                    .filter(|_| site_lock(word, None).is_ok());
                let (column, value) = match day {
                    Some(day) => ("from", day),
                    None => ("lock", word.unwrap_or_default()),
                };
                self.fault(
                    "E-SITE-LOCK",
                    column,
                    value,
                    what,
                    "correct the row".to_owned(),
                );
                None
            }
        }
    }

    fn fault(&mut self, code: &'static str, column: &str, value: &str, what: &str, remedy: String) {
        let what = format!("({}) {what}", self.row.id);
        let fault = ReadFault::new(code, &self.source.file, what, remedy);
        let fault = fault.at(self.row.place.clone()).column(column);
        self.found.fault(if value.is_empty() {
            fault
        } else {
            fault.value(value)
        });
    }
}

fn pick<T>(named: bool, row: Option<T>, usual: Option<T>) -> Option<T> {
    if named { row.or(usual) } else { usual.or(row) }
}

fn remedy_for(word: &str, known: &[&str], section: &str) -> String {
    match nearest_word(word, known.iter().copied()) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("write one of {}, or add it to {section}", known.join(", ")),
    }
}
