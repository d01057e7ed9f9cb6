//! The rows of the table of options: which figures, in which order, under which words.

use crate::ids::ServiceId;
use crate::score::{Case, DeprivationBand, Scope, measure};

/// A part of the table.
pub(super) struct Section {
    pub(super) title: &'static str,
    /// What stands below it.
    pub(super) caution: &'static str,
    rows: &'static [Fixed],
    /// Rows for each group or people of the study.
    own: Own,
}

/// One row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) label: String,
    pub(super) name: &'static str,
    pub(super) scope: Scope,
    /// Whether it tells whose a worst is.
    pub(super) with_which: bool,
    /// Whether a slope is told in words.
    pub(super) in_words: bool,
    /// Whether it bears a sign.
    pub(super) signed: bool,
}

impl Row {
    /// Whether it compares with today, which then has none.
    pub(super) fn against_today(&self) -> bool {
        measure(self.name).is_some_and(|it| it.against_baseline)
    }
}

struct Fixed(&'static str, &'static str, Scope);

/// What a section tells of the study's own groups and people.
#[derive(Clone, Copy)]
enum Own {
    Nothing,
    /// The share of other people within the standard.
    PeopleWithin,
    /// The worst group of each grouping.
    WorstGroups,
    /// The other people who are worse off.
    PeopleLosing,
    /// The areas harmed, where a rule protects the service.
    Protected,
}

const MOST: Scope = Scope::DeprivationBand(DeprivationBand::Most);

/// Below this part the rules that are broken are named.
pub(super) const RULES: &str = "Rules of the study";

/// The indices of inequality come last.
pub(super) const SECTIONS: [Section; 8] = [
    Section {
        title: "Reach",
        caution: "",
        rows: &[
            Fixed("children_within", "within the standard", Scope::All),
            Fixed("share_within", "within the standard, %", Scope::All),
            Fixed("children_beyond", "beyond it, or not served", Scope::All),
            Fixed("children_unserved", "not served at all", Scope::All),
            Fixed("mean_minutes", "mean journey, min", Scope::All),
            Fixed("p90_minutes", "nine in ten take at most, min", Scope::All),
            Fixed("max_minutes", "longest journey, min", Scope::All),
            Fixed(
                "low_income_children_within",
                "low-income children within, %",
                Scope::All,
            ),
            Fixed(
                "mean_minutes_in_need",
                "mean journey of low-income children, min",
                Scope::All,
            ),
        ],
        own: Own::PeopleWithin,
    },
    Section {
        title: "Floor and the worst served (share within the standard)",
        caution: "",
        rows: &[
            Fixed(
                "groups_below_floor",
                "deciles and districts below the floor",
                Scope::All,
            ),
            Fixed("share_within", "worst decile", Scope::WorstDecile),
            Fixed("share_within", "worst district", Scope::WorstDistrict),
            Fixed(
                "share_within",
                "worst deprivation band",
                Scope::WorstDeprivationBand,
            ),
            Fixed("share_within", "deciles 1-3", MOST),
        ],
        own: Own::WorstGroups,
    },
    Section {
        title: "Harm, against today (people; minutes)",
        caution: "",
        rows: &[
            Fixed("children_gaining", "better off", Scope::All),
            Fixed("children_losing", "worse off", Scope::All),
            Fixed(
                "children_losing_over_5",
                "worse off by over 5 min",
                Scope::All,
            ),
            Fixed("children_lost_access", "lost all access", Scope::All),
            Fixed(
                "children_lost_standard",
                "no longer within the standard",
                Scope::All,
            ),
            Fixed("children_losing", "worse off in deciles 1-3", MOST),
            Fixed(
                "added_minutes_share_deciles_1_3",
                "added minutes on deciles 1-3, %",
                Scope::All,
            ),
            Fixed(
                "children_share_deciles_1_3",
                "deciles 1-3 are of the children, %",
                Scope::All,
            ),
            Fixed("mean_change_minutes", "mean change, min", Scope::All),
            Fixed("max_increase_minutes", "largest increase, min", Scope::All),
        ],
        own: Own::PeopleLosing,
    },
    Section {
        title: "Gradient (how much longer or shorter the most deprived travel)",
        caution: "A smaller gap alone is no better: it closes as well where the least deprived are made to travel further. \
            Read it beside reach and harm.",
        rows: &[
            Fixed("sii_minutes", "the most deprived travel, min", Scope::All),
            Fixed("sii_minutes", "slope index (SII), min", Scope::All),
        ],
        own: Own::Nothing,
    },
    Section {
        title: "Intensity (staffed hours a week)",
        caution: "",
        rows: &[
            Fixed("front_line_hours", "staffed hours of all sites", Scope::All),
            Fixed(
                "front_line_hours_change",
                "more or fewer than today",
                Scope::All,
            ),
            Fixed("total_hours", "hours that reach children", Scope::All),
            Fixed(
                "hours_to_move",
                "hours that would have to move to match need",
                Scope::All,
            ),
        ],
        own: Own::Nothing,
    },
    Section {
        title: "Money (a year)",
        caution: "",
        rows: &[
            Fixed("annual_cost", "cost", Scope::All),
            Fixed("saving", "saving", Scope::All),
            Fixed("saving_share", "saving, % of today's cost", Scope::All),
            Fixed("budget_left", "left of the budget", Scope::All),
        ],
        own: Own::Nothing,
    },
    Section {
        title: RULES,
        caution: "",
        rows: &[Fixed(
            "rules_broken",
            "locks, exclusions, distances broken",
            Scope::All,
        )],
        own: Own::Protected,
    },
    Section {
        title: "Inequality (no order: nothing here tells a better option from a worse)",
        caution: "An index says how unequal journeys are, not how long they are, and it falls as well where short journeys \
            become long. Options are never ordered by one.",
        rows: &[
            Fixed("gini_minutes", "Gini", Scope::All),
            Fixed("theil_t_minutes", "Theil's T", Scope::All),
            Fixed("atkinson_minutes_1", "Atkinson, aversion 1", Scope::All),
            Fixed(
                "palma_minutes",
                "Palma, least over most deprived",
                Scope::All,
            ),
            Fixed("rii_minutes", "relative index by area", Scope::All),
            Fixed(
                "concentration_minutes",
                "concentration of minutes",
                Scope::All,
            ),
            Fixed(
                "erreygers_share_within",
                "within the standard, Erreygers",
                Scope::All,
            ),
        ],
        own: Own::Nothing,
    },
];

impl Section {
    /// The rows of a study.
    pub(super) fn rows(&self, case: &Case, service: ServiceId) -> Vec<Row> {
        let row = |name: &'static str, label: String, scope: Scope| Row {
            in_words: label.starts_with("the most deprived travel"),
            signed: matches!(
                name,
                "sii_minutes"
                    | "mean_change_minutes"
                    | "max_increase_minutes"
                    | "front_line_hours_change"
            ),
            with_which: matches!(
                scope,
                Scope::WorstDecile
                    | Scope::WorstDistrict
                    | Scope::WorstDeprivationBand
                    | Scope::WorstGroup(_)
            ),
            label,
            name,
            scope,
        };
        let fixed = self.rows.iter();
        let mut rows: Vec<Row> = fixed
            .map(|Fixed(name, label, scope)| row(name, (*label).to_owned(), *scope))
            .collect();
        let own = case.services[service].band;
        let bands = case.population.bands.enumerate().filter(|it| it.0 != own);
        match self.own {
            Own::Nothing => (),
            Own::PeopleWithin => rows.extend(bands.map(|(id, it)| {
                row(
                    "share_within",
                    format!("{} within, %", it.label),
                    Scope::People(id),
                )
            })),
            Own::PeopleLosing => rows.extend(bands.map(|(id, it)| {
                row(
                    "children_losing",
                    format!("{} worse off", it.label),
                    Scope::People(id),
                )
            })),
            Own::Protected => {
                let protected = case.rules.protected.iter();
                if protected.clone().any(|it| it.service == service) {
                    let label = "areas that lose a protected service".to_owned();
                    rows.push(row("protected_areas_harmed", label, Scope::All));
                }
            }
            Own::WorstGroups => {
                let groupings = case.areas.groupings.enumerate();
                rows.extend(groupings.map(|(id, it)| {
                    row(
                        "share_within",
                        format!("worst {}", it.name),
                        Scope::WorstGroup(id),
                    )
                }));
            }
        }
        rows
    }
}
