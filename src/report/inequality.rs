//! The section of the page about inequality. It comes last: an index never stands alone.

use super::lines::{table, wrapped};
use super::numbers::{self, NONE};
use super::sentences::absence;
use super::{Comparison, value};
use crate::ids::ServiceId;
use crate::score::{Figure, Scope, Unit};
use crate::units::Seconds;

/// What stands below the table.
const CAUTION: &str = "An index says how unequal journeys are, not how long they are, and it falls as well where short \
    journeys become long: nothing here ranks plans by one. Of minutes, Atkinson's index and the mean log deviation tell \
    dispersion and no more.";

/// Which way the figures over deprivation point.
const DIRECTION: &str = "The most deprived travel less where a concentration of minutes is above 0, and where the \
    Palma ratio or a relative index is above 1. They are less often within the standard where an index of being \
    within it is above 0.";

/// The figures in the order of the page: who fares worst, how far journeys lie apart, how they run over deprivation.
const ROWS: [(&str, &str); 24] = [
    ("cvar25_minutes", "mean of the worst-off quarter, min"),
    ("mean_minutes_beyond", "beyond the standard, min a head"),
    ("excess_share", "beyond the standard, of those served"),
    ("excess_fgt1", "beyond the standard, depth (FGT1)"),
    ("excess_fgt2", "beyond the standard, severity (FGT2)"),
    ("gini_minutes", "Gini"),
    ("theil_t_minutes", "Theil's T"),
    ("theil_t_between_districts", "Theil's T between districts"),
    ("theil_t_within_districts", "Theil's T within districts"),
    ("mld_minutes", "mean log deviation"),
    (
        "mld_between_districts",
        "mean log deviation between districts",
    ),
    (
        "mld_within_districts",
        "mean log deviation within districts",
    ),
    ("atkinson_minutes_0_5", "Atkinson, aversion 0.5"),
    ("atkinson_minutes_1", "Atkinson, aversion 1"),
    ("atkinson_minutes_2", "Atkinson, aversion 2"),
    ("p90_p10_ratio_minutes", "90th over 10th percentile"),
    (
        "palma_minutes",
        "Palma, least deprived 10 % over most deprived 40 %",
    ),
    ("rii_minutes", "relative index by area"),
    ("rii_minutes_by_decile", "relative index by decile"),
    ("concentration_minutes", "concentration of minutes"),
    (
        "generalised_concentration_minutes",
        "generalised concentration, min",
    ),
    (
        "extended_concentration_minutes",
        "extended concentration, aversion 3",
    ),
    ("erreygers_share_within", "within the standard, Erreygers"),
    ("wagstaff_share_within", "within the standard, Wagstaff"),
];

/// The section of one service.
pub(super) fn inequality(comparison: &Comparison, service: ServiceId) -> String {
    let planned = comparison.plan.is_some();
    let title = if planned {
        "Inequality (no index stands alone: read it beside the level, floor, direction and harm above)"
    } else {
        "Inequality (no index stands alone: read it beside the level, floor and direction above)"
    };
    let standard = comparison.today.reaches[service].standard;
    let standard = standard.map(Seconds::minutes);
    let (mut rows, mut absent) = (Vec::new(), Vec::new());
    for (name, label) in ROWS {
        let today = comparison.today(name, Some(service), Scope::All);
        let then = comparison.then(name, Some(service), Scope::All);
        let mut row = vec![label.to_owned(), cell(today, standard)];
        if planned {
            row.push(cell(then, standard));
        }
        rows.push(row);
        let judged = if planned { then } else { today };
        absent.extend(absences(label, today, judged));
    }
    let head = ["", "today", "then"];
    let columns = if planned { 3 } else { 2 };
    let mut text = table(title, &head[..columns], &rows);
    for line in by_reason(absent) {
        text += &wrapped("  ", &line);
    }
    text += &wrapped("  ", CAUTION);
    text + &wrapped("  ", DIRECTION)
}

fn cell(figure: Option<&Figure>, standard: Option<f64>) -> String {
    let (Some(of), Some(it)) = (figure, value(figure)) else {
        return NONE.to_owned();
    };
    match of.unit {
        Unit::Minutes => numbers::minutes_in_table(it, standard),
        Unit::Share => numbers::percent(it),
        Unit::Ratio => numbers::ratio(it),
        _ => numbers::index(it),
    }
}

/// Which of a row's figures have no value, and why: one where today and the plan lack it for the same reason.
pub(super) fn absences(
    label: &str,
    today: Option<&Figure>,
    then: Option<&Figure>,
) -> impl Iterator<Item = (String, String)> {
    let why = |it: Option<&Figure>| value(it).is_none().then(|| absence(it));
    let told = |when: &str, why: Option<String>| why.map(|it| (format!("{label}{when}"), it));
    let (today, then) = (why(today), why(then));
    let both = if today == then {
        [told("", today), None]
    } else {
        [told(", today", today), told(", then", then)]
    };
    both.into_iter().flatten()
}

/// Each reason once, for all the figures that lack a value for it.
pub(super) fn by_reason(absent: Vec<(String, String)>) -> Vec<String> {
    let mut kinds: Vec<(String, Vec<String>)> = Vec::new();
    for (label, reason) in absent {
        match kinds.iter_mut().find(|it| it.0 == reason) {
            Some((_, labels)) => labels.push(label),
            None => kinds.push((reason, vec![label])),
        }
    }
    let told = |(reason, labels): (String, Vec<String>)| {
        format!("No value for {}: {reason}.", labels.join("; "))
    };
    kinds.into_iter().map(told).collect()
}
