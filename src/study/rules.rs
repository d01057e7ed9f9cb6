//! What every plan must keep to: the section `[rules]`.

use crate::ids::{Column, ServiceId, SiteId, TierId};
use crate::model::{Protected, Rules, Service, Site, Tier};
use crate::study::error::{StudyErrors, StudyFault, did_you_mean};
use crate::study::keys::Keys;
use crate::study::services::service_ids;
use crate::units::{Metres, Seconds};

/// The rules as written: sites are named by ids that are not looked up yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WrittenRules {
    exclusions: Vec<[String; 2]>,
    apart: Vec<(TierId, Metres)>,
    protected: Vec<Protected>,
    /// The line of the exclusions.
    line: usize,
}

/// The longest loss of time that a rule may allow, minutes.
const LONGEST_LOSS: f64 = 180.0;

/// Reads `[rules]`.
pub(super) fn read(
    root: &Keys<'_>,
    services: &Column<ServiceId, Service>,
    tiers: &Column<TierId, Tier>,
) -> WrittenRules {
    let Some(keys) = root.table("rules") else {
        return WrittenRules::default();
    };
    let rules = WrittenRules {
        exclusions: exclusions(&keys),
        apart: apart(&keys, tiers),
        protected: protected(&keys, services),
        line: keys.place_of("exclusions").0,
    };
    keys.finish();
    rules
}

fn exclusions(keys: &Keys<'_>) -> Vec<[String; 2]> {
    let pairs = keys.text_lists("exclusions").unwrap_or_default();
    let pair = |ids: Vec<String>| {
        let found: Option<[String; 2]> = ids.try_into().ok();
        if found.as_ref().is_none_or(|[a, b]| a == b) {
            let what = "an exclusion is a pair of two sites";
            let remedy = "write exclusions = [[\"one\", \"other\"]]";
            keys.fault("exclusions", "E-CFG-RANGE", what, remedy);
        }
        found
    };
    pairs.into_iter().filter_map(pair).collect()
}

fn apart(keys: &Keys<'_>, tiers: &Column<TierId, Tier>) -> Vec<(TierId, Metres)> {
    let Some(table) = keys.table("min_distance_km") else {
        return Vec::new();
    };
    let names = table.names();
    let rule = |name| {
        let km = table.number(name, 0.0, 1_000.0, true)?;
        let tier = tiers.find(|it| it.id == *name);
        if tier.is_none() {
            let what = format!("the study has no tier {name}");
            let remedy = did_you_mean(name, tiers.iter().map(|it| it.id.as_str()));
            table.fault(name, "E-CFG-ENUM", what, remedy);
        }
        Some((tier?, Metres::new(km * 1_000.0)))
    };
    names.into_iter().filter_map(rule).collect()
}

fn protected(keys: &Keys<'_>, services: &Column<ServiceId, Service>) -> Vec<Protected> {
    let mut all = Vec::new();
    for table in keys.tables("protected") {
        let name = table.need_text("service");
        let named: Vec<String> = name.into_iter().collect();
        let found = service_ids(&table, "service", &named, services);
        let minutes = table.number("max_loss_minutes", 0.0, LONGEST_LOSS, false);
        let minutes = minutes.unwrap_or_else(|| table.default("max_loss_minutes", "0", 0.0));
        let at_most = Seconds::from_fractional_minutes(minutes).unwrap_or_default();
        all.extend(
            found
                .into_iter()
                .map(|service| Protected { service, at_most }),
        );
        table.finish();
    }
    all
}

impl WrittenRules {
    /// The same rules with sites looked up.
    ///
    /// # Errors
    /// Every site that the study does not have (`E-CFG-SITE`), with the nearest one there is.
    pub fn resolve(&self, file: &str, sites: &Column<SiteId, Site>) -> Result<Rules, StudyErrors> {
        let mut errors = StudyErrors::default();
        let mut exclusions = Vec::new();
        for pair in &self.exclusions {
            let ids = pair.each_ref().map(|id| sites.find(|it| it.id == *id));
            for (id, _) in pair.iter().zip(ids).filter(|it| it.1.is_none()) {
                let remedy = did_you_mean(id, sites.iter().map(|it| it.id.as_str()));
                let key = "rules.exclusions";
                let fault = StudyFault::new("E-CFG-SITE", file, key, "no site has this id", remedy);
                errors
                    .0
                    .push(fault.value(&format!("{id:?}")).at(self.line, 1));
            }
            if let [Some(one), Some(other)] = ids {
                exclusions.push([one, other]);
            }
        }
        errors.or(Rules {
            exclusions,
            apart: self.apart.clone(),
            protected: self.protected.clone(),
        })
    }
}
