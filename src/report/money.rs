//! Money, staffed hours and rules: said once on a page, after the services.

use super::lines::{table, wrapped};
use super::numbers::{NONE, count, counted, minutes_as_set, pounds};
use super::policy::hours;
use super::{Comparison, value};
use crate::model::Protected;
use crate::score::{Scope, broken_rules, unchecked_distances};

/// Of sites that stay open with another tier or other hours, nobody says what they then cost.
fn costs_as_today(it: &Comparison) -> String {
    let Some((plan, _)) = it.plan else {
        return String::new();
    };
    let today = &it.today.configuration;
    let other = plan.configuration.open().filter(|(site, opening)| {
        let before = today.opening(*site);
        before.is_some_and(|before| before != *opening)
    });
    match other.count() {
        0 => String::new(),
        n => format!(
            " The costs of {} whose tier or hours change are taken as they are today.",
            counted(n, "site")
        ),
    }
}

/// What follows the cost in the sentence about money: whether the target is met, and the staffed hours.
pub(super) fn target_and_hours(it: &Comparison) -> String {
    let mut told = costs_as_today(it);
    let left = it.judged("budget_left", None, Scope::All);
    if let Some(left) = value(left) {
        let word = match (it.case.money.budget, it.case.money.saving) {
            (None, Some(saving)) => {
                format!("The saving of {} a year", pounds(saving.get()))
            }
            _ => "The budget".to_owned(),
        };
        let met = if left >= 0.0 {
            "met".to_owned()
        } else {
            format!("missed by {}", pounds(-left))
        };
        told.extend([" ", &word, " is ", &met, "."]);
    }
    let Some(now) = value(it.judged("front_line_hours", None, Scope::All)) else {
        return told;
    };
    let change = value(it.then("front_line_hours_change", None, Scope::All));
    let against = match change {
        None => String::new(),
        Some(change) if change.abs() < 0.05 => ", as today".to_owned(),
        Some(change) => {
            let word = if change > 0.0 { "more" } else { "fewer" };
            format!(", {} {word} than today", hours(change.abs()))
        }
    };
    let kept = match change {
        Some(change) if it.case.money.keep_front_line && change < -1e-9 => "; they were to be kept",
        _ => "",
    };
    told + &format!(" Staffed hours a week: {}{against}{kept}.", hours(now))
}

/// The closing part of a page: what is paid for what and by whom, staffed hours, and the rules.
pub(super) fn money(it: &Comparison) -> String {
    let rows = rows(it);
    let told = |row: &Vec<String>| row[1..].iter().any(|cell| cell != NONE);
    let rows: Vec<Vec<String>> = rows.into_iter().filter(told).collect();
    let mut text = String::new();
    if !rows.is_empty() {
        let head: &[&str] = if it.plan.is_some() {
            &["", "today", "then", "change"]
        } else {
            &["", "today"]
        };
        text += &table("Money a year and staffed hours a week", head, &rows);
    }
    text + &rules(it)
}

/// A row of the table: its title, its figure, and how that is said.
type Line = (String, &'static str, Scope, fn(f64) -> String);

fn rows(it: &Comparison) -> Vec<Vec<String>> {
    let mut lines: Vec<Line> = vec![
        ("All".to_owned(), "annual_cost", Scope::All, pounds),
        ("Buildings".to_owned(), "premises_cost", Scope::All, pounds),
        (
            "Running them".to_owned(),
            "management_cost",
            Scope::All,
            pounds,
        ),
        (
            "Front line".to_owned(),
            "front_line_cost",
            Scope::All,
            pounds,
        ),
    ];
    for (funder, known) in it.case.funders.enumerate() {
        // The name of a usual funder may say so itself.
        let fenced = known.ring_fenced && !known.name.ends_with("(ring-fenced)");
        let word = if fenced { " (ring-fenced)" } else { "" };
        let name = format!("Paid by: {}{word}", known.name);
        lines.push((name, "cost_to_funder", Scope::Funder(funder), pounds));
    }
    lines.extend([
        (
            "Paid by: nobody named".to_owned(),
            "cost_without_funder",
            Scope::All,
            pounds as fn(f64) -> String,
        ),
        (
            "Left of the budget".to_owned(),
            "budget_left",
            Scope::All,
            pounds,
        ),
        (
            "Staffed hours".to_owned(),
            "front_line_hours",
            Scope::All,
            hours,
        ),
    ]);
    let row = |(title, name, scope, say): Line| {
        let (today, then) = (it.today(name, None, scope), it.then(name, None, scope));
        cells(it, title, [value(today), value(then)], say)
    };
    let mut rows: Vec<Vec<String>> = lines.into_iter().map(row).collect();
    if let Some(row) = not_told_by_sites(it) {
        rows.insert(COST_LINES + 1, row);
    }
    rows
}

/// How many rows after the first are lines of cost.
const COST_LINES: usize = 3;

/// A row of the table: what it is today and, beside a plan, then, and the change.
fn cells(
    it: &Comparison,
    title: String,
    [today, then]: [Option<f64>; 2],
    say: fn(f64) -> String,
) -> Vec<String> {
    let cell = |value: Option<f64>| value.map_or_else(|| NONE.to_owned(), say);
    let mut row = vec![title, cell(today)];
    if it.plan.is_some() {
        let change = today.zip(then).map(|(a, b)| b - a);
        let sign = |it: f64| match say(it.abs()) {
            same if it == 0.0 => same,
            size if it > 0.0 => format!("+{size}"),
            size => format!("\u{2212}{size}"),
        };
        row.extend([cell(then), change.map_or_else(|| NONE.to_owned(), sign)]);
    }
    row
}

/// What of a stated cost no line of an open site tells: the whole less the lines that are told. Without a stated cost
/// the whole is their sum.
fn not_told_by_sites(it: &Comparison) -> Option<Vec<String>> {
    it.case.money.stated?;
    let rest = |of: &dyn Fn(&'static str) -> Option<f64>| {
        let lines = ["premises_cost", "management_cost", "front_line_cost"];
        let told: f64 = lines.into_iter().filter_map(of).sum();
        of("annual_cost").map(|all| all - told)
    };
    let today = rest(&|name| value(it.today(name, None, Scope::All)));
    let then = rest(&|name| value(it.then(name, None, Scope::All)));
    let any = [today, then]
        .into_iter()
        .flatten()
        .any(|it| it.abs() >= 0.5);
    let (title, sign) = if today.is_some_and(|it| it < 0.0) {
        ("Told by sites beyond what is stated", -1.0)
    } else {
        ("Not told by sites", 1.0)
    };
    let values = [today, then].map(|it| it.map(|it| sign * it));
    any.then(|| cells(it, title.to_owned(), values, pounds))
}

/// How many areas of a protected service a plan harms more than its rule allows, in words.
pub(super) fn harmed(service: &str, areas: f64, rule: Protected) -> String {
    format!(
        "{service} is protected: {} would reach it more than {} later than today, or no longer",
        counted(count(areas), "area"),
        counted(minutes_as_set(rule.at_most), "minute")
    )
}

/// The rules that what is judged breaks; nothing where the study sets none.
fn rules(it: &Comparison) -> String {
    let case = it.case;
    let judged = it.plan.map_or(it.today, |(plan, _)| plan);
    let broken = broken_rules(case, &judged.configuration);
    let mut lines: Vec<String> = broken.iter().map(|it| it.phrase(case)).collect();
    for rule in &case.rules.protected {
        let figure = it.then("protected_areas_harmed", Some(rule.service), Scope::All);
        let Some(areas) = value(figure).filter(|it| *it > 0.0) else {
            continue;
        };
        let service = &case.services[rule.service].name;
        lines.push(harmed(service, areas, *rule));
    }
    let set = &case.rules;
    let unchecked = unchecked_distances(case, &judged.configuration);
    let tiers: Vec<&str> = unchecked
        .iter()
        .map(|it| case.tiers[*it].id.as_str())
        .collect();
    let untold = format!(
        "The distance between sites of {} cannot be checked: some have no place.",
        tiers.join(" and ")
    );
    let any = !set.exclusions.is_empty() || !set.apart.is_empty() || !set.protected.is_empty();
    if lines.is_empty() {
        let locked = case.sites.iter().any(|it| it.lock.is_some());
        return match (any || locked, tiers.is_empty()) {
            (true, true) => wrapped("\n", "Every rule of the study is kept."),
            (true, false) => wrapped(
                "\n",
                &format!("{untold} Every other rule of the study is kept."),
            ),
            (false, _) => String::new(),
        };
    }
    let mut text = "\nRules that are broken\n".to_owned();
    for line in lines {
        text += &wrapped("  ", &format!("{line}."));
    }
    if !tiers.is_empty() {
        text += &wrapped("  ", &untold);
    }
    text
}
