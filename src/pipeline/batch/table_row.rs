//! One row of a table of scenarios: which sites are open, and how.

use std::collections::BTreeMap;

use crate::ids::{SiteId, TierId};
use crate::model::{Configuration, Makeup, Opening};
use crate::pipeline::batch::source::{BatchScenario, ScenarioName};
use crate::pipeline::plan::Plan;
use crate::pipeline::prepare::Prepared;
use crate::read::{At, Findings, ReadFault, Row, Table, number};
use crate::study::nearest_word;
use crate::units::Hours;

/// The columns of a table of scenarios.
pub(super) struct Columns {
    scenario: At,
    open: Open,
    tiers: Option<At>,
    hours: Option<At>,
}

/// What tells which sites are open.
enum Open {
    /// A column with their ids.
    List(At),
    /// A column a site.
    Sites(Vec<(At, SiteId)>),
}

/// What rows are held against: the names that the study knows.
pub(super) struct Names<'a> {
    prepared: &'a Prepared,
    sites: BTreeMap<&'a str, SiteId>,
    tiers: BTreeMap<&'a str, TierId>,
    closed: Configuration,
}

/// The word for no open site: an empty cell would be a forgotten one.
const NONE: &str = "none";

impl<'a> Names<'a> {
    pub(super) fn of(prepared: &'a Prepared) -> Self {
        let case = &prepared.case;
        let sites = case.sites.enumerate();
        let tiers = case.tiers.enumerate();
        let all = case.sites.ids();
        Self {
            prepared,
            sites: sites.map(|(site, it)| (it.id.as_str(), site)).collect(),
            tiers: tiers.map(|(tier, it)| (it.id.as_str(), tier)).collect(),
            closed: all.fold(case.baseline.clone(), |it, site| it.with(site, None)),
        }
    }

    fn nearest_site(&self, id: &str) -> String {
        let near = nearest_word(id, self.sites.keys().copied());
        near.map_or_else(
            || "give the id of a site of the study".to_owned(),
            |it| format!("did you mean {it}?"),
        )
    }

    fn nearest_tier(&self, id: &str) -> String {
        let near = nearest_word(id, self.tiers.keys().copied());
        near.map_or_else(
            || {
                let known: Vec<&str> = self.tiers.keys().copied().collect();
                format!("give one of the study's tiers: {}", known.join(", "))
            },
            |it| format!("did you mean {it}?"),
        )
    }
}

impl Columns {
    /// Finds the columns by their names; what is missing, unknown or twice there is a fault.
    pub(super) fn of(table: &Table, names: &Names<'_>, found: &mut Findings) -> Option<Self> {
        let scenario = table.need_any(&["scenario"], found);
        let open = table.any(&["open"]);
        let (tiers, hours) = (table.any(&["tiers"]), table.any(&["hours"]));
        for it in [open, tiers, hours].into_iter().flatten() {
            table.refuse_double(it, found);
        }
        let mut sites = Vec::new();
        for heading in table.headers() {
            let at = table.any(&[heading]);
            let known = [scenario, open, tiers, hours].contains(&at);
            match (at, names.sites.get(heading.as_str())) {
                _ if known => (),
                (Some(at), Some(site)) => {
                    table.refuse_double(at, found);
                    sites.push((at, *site));
                }
                _ => found.fault(unknown(table, heading, names)),
            }
        }
        let open = match (open, sites.is_empty()) {
            (Some(open), true) => Open::List(open),
            (None, false) => Open::Sites(sites),
            (None, true) => {
                table.missing("open", found);
                return None;
            }
            (Some(_), false) => {
                let what = "which sites are open is told by this column and by columns of sites";
                let fault =
                    table.header_fault("E-BATCH-COLUMN", "open", what, "remove one of them");
                found.fault(fault);
                return None;
            }
        };
        Some(Self {
            scenario: scenario?,
            open,
            tiers,
            hours,
        })
    }

    /// The scenario of a row; what is wrong with it is recorded.
    pub(super) fn scenario(
        &self,
        row: &Row<'_>,
        names: &Names<'_>,
        found: &mut Findings,
    ) -> Option<BatchScenario> {
        let before = found.n_faults();
        let id = row.text(self.scenario);
        if id.is_empty() {
            let what = "a scenario without an id";
            found.fault(row.fault(self.scenario, "E-ID-MISSING", what, "give it an id"));
        }
        // The tier of each open site where it is told, and its hours.
        let mut open: BTreeMap<SiteId, (Option<TierId>, Option<Hours>)> = BTreeMap::new();
        match &self.open {
            Open::List(at) => listed(row, *at, names, &mut open, found),
            Open::Sites(sites) => by_site(row, sites, names, &mut open, found),
        }
        pairs(row, self.tiers, names, &mut open, found, |open, word| {
            let tier = names.tiers.get(word);
            open.0 = tier.copied();
            let what = || {
                (
                    "E-CFG-ENUM",
                    format!("no tier is called {word}"),
                    names.nearest_tier(word),
                )
            };
            tier.is_none().then(what)
        });
        pairs(row, self.hours, names, &mut open, found, |open, word| {
            let hours = number(word)
                .ok()
                .filter(|it| (0.0..=Hours::MOST).contains(it));
            open.1 = hours.map(Hours::new);
            let what = || ("E-RANGE", Hours::too_many(), Hours::WHY_MOST.to_owned());
            hours.is_none().then(what)
        });
        (found.n_faults() == before).then(|| BatchScenario {
            name: ScenarioName::Id(id.to_owned()),
            plan: plan(names, &open),
            open: open.into_keys().collect(),
        })
    }

    /// The id of a row's scenario.
    pub(super) fn id<'r>(&self, row: &Row<'r>) -> &'r str {
        row.text(self.scenario)
    }

    /// The column of ids.
    pub(super) const fn of_ids(&self) -> At {
        self.scenario
    }
}

type Opened = BTreeMap<SiteId, (Option<TierId>, Option<Hours>)>;

/// The plan of a row that tells more than which sites are open.
fn plan(names: &Names<'_>, open: &Opened) -> Option<Plan> {
    let case = &names.prepared.case;
    let usual =
        |site: SiteId, tier: Option<TierId>| tier.is_none_or(|it| it == case.sites[site].tier);
    if open
        .iter()
        .all(|(site, (tier, hours))| hours.is_none() && usual(*site, *tier))
    {
        return None;
    }
    let configuration = open
        .iter()
        .fold(names.closed.clone(), |it, (site, (tier, hours))| {
            let own = &case.sites[*site];
            let mut opening = Opening::of(own, tier.unwrap_or(own.tier), &case.tiers);
            opening.hours = hours.or(opening.hours);
            it.with(*site, Some(opening))
        });
    Some(Plan {
        case: case.clone(),
        configuration,
    })
}

fn listed(row: &Row<'_>, at: At, names: &Names<'_>, open: &mut Opened, found: &mut Findings) {
    let cell = row.text(at);
    if cell.is_empty() {
        let what = "nothing says which sites are open";
        let remedy = "give their ids, parted by \";\", or none where all are closed";
        found.fault(row.fault(at, "E-BATCH-OPEN", what, remedy));
        return;
    }
    if cell == NONE && !names.sites.contains_key(NONE) {
        return;
    }
    for id in words(cell) {
        match names.sites.get(id) {
            None => {
                let what = format!("no site has the id {id}");
                found.fault(row.fault(at, "E-CFG-SITE", &what, &names.nearest_site(id)));
            }
            Some(site) => {
                if open.insert(*site, (None, None)).is_some() {
                    let what = format!("{id} is named twice");
                    found.fault(row.fault(at, "E-CFG-SITE", &what, "name each site once"));
                }
            }
        }
    }
}

/// Sites that have no column are as they are today.
fn by_site(
    row: &Row<'_>,
    sites: &[(At, SiteId)],
    names: &Names<'_>,
    open: &mut Opened,
    found: &mut Findings,
) {
    let told = |site: SiteId| sites.iter().any(|it| it.1 == site);
    let today = names.prepared.case.baseline.open().map(|(site, _)| site);
    open.extend(today.filter(|it| !told(*it)).map(|it| (it, (None, None))));
    for (at, site) in sites {
        let word = row.text(*at);
        match (word, names.tiers.get(word)) {
            ("0" | "false", _) => (),
            ("1" | "true", _) => {
                open.insert(*site, (None, None));
            }
            (_, Some(tier)) => {
                open.insert(*site, (Some(*tier), None));
            }
            (_, None) => {
                let what = "1, 0 or the name of a tier is needed";
                let remedy = "write 1 for open, 0 for closed, or the tier it is open at";
                found.fault(row.fault(*at, "E-BATCH-OPEN", what, remedy));
            }
        }
    }
}

/// What `set` finds wrong with a word: the code, what and how to mend it.
type Wrong = Option<(&'static str, String, String)>;

/// Pairs such as `ely=hub;march=outreach`, each of an open site.
fn pairs(
    row: &Row<'_>,
    at: Option<At>,
    names: &Names<'_>,
    open: &mut Opened,
    found: &mut Findings,
    set: impl Fn(&mut (Option<TierId>, Option<Hours>), &str) -> Wrong,
) {
    let Some((at, cell)) = at.zip(row.text_if_any(at)) else {
        return;
    };
    for pair in words(cell) {
        let wrong = match pair
            .split_once('=')
            .map(|(id, word)| (id.trim(), word.trim()))
        {
            None => Some((
                "E-BATCH-PAIR",
                format!("{pair} is no pair of a site and a value"),
                "write site=value, several parted by \";\"".to_owned(),
            )),
            Some((id, word)) => match names.sites.get(id) {
                None => Some((
                    "E-CFG-SITE",
                    format!("no site has the id {id}"),
                    names.nearest_site(id),
                )),
                Some(site) => match open.get_mut(site) {
                    Some(opened) => set(opened, word),
                    None => Some((
                        "E-CFG-SITE",
                        format!("{id} is closed in this scenario"),
                        "open it, or remove the pair".to_owned(),
                    )),
                },
            },
        };
        if let Some((code, what, remedy)) = wrong {
            found.fault(row.fault(at, code, &what, &remedy));
        }
    }
}

/// The words of a cell, parted by `;` or `+`.
fn words(cell: &str) -> impl Iterator<Item = &str> {
    let words = cell.split([';', '+']).map(str::trim);
    words.filter(|it| !it.is_empty())
}

/// A column that no table of scenarios has.
fn unknown(table: &Table, heading: &str, names: &Names<'_>) -> ReadFault {
    let services = &names.prepared.case.services;
    let models: Vec<&str> = services
        .iter()
        .filter(|it| matches!(it.makeup, Makeup::DeliveryModel { .. }))
        .map(|it| it.id.as_str())
        .collect();
    if heading.to_lowercase().starts_with("delivery_model") {
        let what =
            "a delivery model is a service that every scenario is judged by, and none chooses one";
        let remedy = match models.as_slice() {
            [] => "remove the column; the study has no delivery model".to_owned(),
            known => format!(
                "remove the column, and ask --figures {}/share_within",
                known.join("/share_within,")
            ),
        };
        return table.header_fault("E-BATCH-COLUMN", heading, what, &remedy);
    }
    let known = ["scenario", "open", "tiers", "hours"];
    let near = nearest_word(
        heading,
        known.into_iter().chain(names.sites.keys().copied()),
    );
    let remedy = near.map_or_else(
        || "remove it; a table has scenario, open (or a column a site), tiers and hours".to_owned(),
        |it| format!("did you mean {it}?"),
    );
    let what = "neither a column of scenarios nor the id of a site";
    table.header_fault("E-BATCH-COLUMN", heading, what, &remedy)
}
