//! Staffed hours a child by deprivation decile, beside what the members' steepness would give.

use super::lines::table;
use super::numbers::{NONE, index};
use super::{Comparison, value};
use crate::ids::ServiceId;
use crate::model::Decile;
use crate::score::{Figure, Scope};

/// The table of one service; nothing where no decile has hours to tell.
pub(super) fn hours_by_decile(it: &Comparison, service: ServiceId) -> String {
    // Hours a child are far below one: minutes a week read better.
    let cell = |figure: Option<&Figure>| {
        value(figure).map_or_else(|| NONE.to_owned(), |it| index(it * 60.0))
    };
    let planned = it.plan.is_some();
    let row = |scope: Scope| {
        let today = it.today("hours_per_child", Some(service), scope);
        let target = it.judged("target_hours_per_child", Some(service), scope);
        value(today)?;
        let mut row = vec![scope.phrase(it.case), cell(today)];
        if planned {
            row.push(cell(it.then("hours_per_child", Some(service), scope)));
        }
        row.push(cell(target));
        Some(row)
    };
    let scopes = std::iter::once(Scope::All).chain(Decile::all().map(Scope::Decile));
    let rows: Vec<Vec<String>> = scopes.filter_map(row).collect();
    if rows.is_empty() {
        return String::new();
    }
    let head: &[&str] = if planned {
        &["", "today", "then", "at the steepness set"]
    } else {
        &["", "today", "at the steepness set"]
    };
    table("Staffed minutes a week for each child", head, &rows)
}
