//! The inventory of a study as one page of text.

use std::fmt::Write as _;

use super::inventory::{
    Inventory, InventoryDistrict, InventoryFile, InventoryJoin, InventoryNetwork, InventoryNotice,
    InventoryPeople, InventoryTies,
};

/// The page: what was read, how it joins, the roads and who is tied to them, what was odd.
#[must_use]
pub fn inventory_page(inventory: &Inventory) -> String {
    let mut page = Page(format!("{}\n", inventory.study));
    if !inventory.question.is_empty() {
        page.line(&inventory.question);
    }
    if !inventory.illustrative.is_empty() {
        let what = inventory.illustrative.join(", ");
        page.line(&format!(
            "Illustrative, made up and not to be relied on: {what}"
        ));
    }
    page.list(
        "Files (rows = used + left out)",
        inventory.files.iter().map(file),
    );
    page.list(
        "Joins with the study's areas, both ways",
        inventory.joins.iter().map(join),
    );
    page.list(
        "People (read = in the study + outside + not carried)",
        inventory.people.iter().map(people),
    );
    page.list("Districts", inventory.districts.iter().map(district));
    page.list("Model", inventory.model.iter().cloned());
    page.list("Roads", inventory.networks.iter().flat_map(network));
    for network in &inventory.networks {
        let title = format!("Speeds {}", network.phrase);
        page.list(&title, network.speeds.iter().cloned());
    }
    page.list(
        "Odd, and how it was taken",
        inventory.notices.iter().map(notice),
    );
    page.list(
        "Read and checked, not used yet",
        inventory.not_used_yet.iter().cloned(),
    );
    let defaults = inventory.defaults.iter();
    page.list(
        "Defaults taken",
        defaults.map(|(key, value)| format!("{key} = {value}")),
    );
    page.list("Attribution", inventory.attribution.iter().cloned());
    page.0
}

/// Lines under titles.
struct Page(String);

impl Page {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    /// A title and its lines, each further line of one set in deeper; nothing where there is no line.
    fn list(&mut self, title: &str, lines: impl Iterator<Item = String>) {
        let mut lines = lines.peekable();
        if lines.peek().is_some() {
            // Writing to a string cannot fail.
            let _ = writeln!(self.0, "\n{title}");
        }
        for line in lines {
            for (nth, part) in line.split('\n').enumerate() {
                let indent = if nth == 0 { "  " } else { "      " };
                let _ = writeln!(self.0, "{indent}{part}");
            }
        }
    }
}

fn file(it: &InventoryFile) -> String {
    let mut line = format!("{} {}", it.what, it.file);
    let about: Vec<&str> = [&it.part, &it.dated, &it.vintage]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    if !about.is_empty() {
        let _ = write!(line, " ({})", about.join(", "));
    }
    let _ = write!(line, ": {} bytes", it.bytes);
    if let (Some(rows), Some(used)) = (it.rows, it.rows_used) {
        let left_out: u64 = it.rows_left_out.values().sum();
        let _ = write!(line, ", {rows} rows = {used} used + {left_out} left out");
    }
    for (reason, rows) in &it.rows_left_out {
        let _ = write!(line, "\n{rows} {reason}");
    }
    line
}

fn join(it: &InventoryJoin) -> String {
    let mut line = format!(
        "{} {}: {} of {} areas have a row; {} rows belong to the study, {} to areas outside",
        it.what, it.file, it.areas_matched, it.areas, it.rows_matched, it.rows_outside
    );
    if !it.areas_missing.is_empty() {
        let shown: Vec<&str> = it
            .areas_missing
            .iter()
            .take(5)
            .map(String::as_str)
            .collect();
        let more = if it.areas_missing.len() > shown.len() {
            " and others"
        } else {
            ""
        };
        let _ = write!(line, "\nwithout a row: {}{more}", shown.join(", "));
    }
    if let Some(carried) = &it.carried {
        let _ = write!(
            line,
            "\ncarried from {}: {} areas unchanged, {} parts of split ones, {} merged, {} lost",
            carried.from, carried.unchanged, carried.split, carried.merged, carried.lost
        );
    }
    line
}

fn people(it: &InventoryPeople) -> String {
    let mut line = format!(
        "{} in {}: {} read = {} in the study + {} outside + {} not carried",
        it.band, it.file, it.read, it.used, it.outside, it.lost
    );
    if it.areas_unknown > 0 {
        let _ = write!(line, "; {} areas without a count", it.areas_unknown);
    }
    line
}

fn district(it: &InventoryDistrict) -> String {
    let mut line = format!("{} {}: {} areas", it.code, it.name, it.areas);
    for (band, people) in &it.people {
        let _ = write!(line, ", {people} {band}");
    }
    if let Some(need) = it.mean_need {
        let _ = write!(line, ", need {need:.3}");
    }
    if it.areas_by_decile.iter().any(|it| *it > 0) {
        let deciles: Vec<String> = it.areas_by_decile.iter().map(ToString::to_string).collect();
        let _ = write!(
            line,
            "\nareas by national decile, most deprived first: {}",
            deciles.join(" ")
        );
    }
    line
}

fn network(it: &InventoryNetwork) -> [String; 3] {
    [
        format!(
            "{}: {} of {} nodes and {} of {} links in the largest part of {}; {} link ends cut by barriers",
            it.phrase, it.kept_nodes, it.nodes, it.kept_links, it.links, it.parts, it.cut_ends
        ),
        ties(&format!("areas {}", it.phrase), &it.areas),
        ties(&format!("sites {}", it.phrase), &it.sites),
    ]
}

fn ties(who: &str, it: &InventoryTies) -> String {
    let mut line = format!("{who}: {} tied to a road", it.tied);
    if let (Some(median), Some(p95)) = (it.median_m, it.p95_m) {
        let _ = write!(
            line,
            ", half of them within {median:.0} m of it, 95 of 100 within {p95:.0} m"
        );
        let farthest: Vec<String> = it
            .farthest
            .iter()
            .map(|(name, leg)| format!("{name} {leg:.0} m"))
            .collect();
        let _ = write!(line, "\nfarthest: {}", farthest.join(", "));
    }
    if !it.untied.is_empty() {
        let shown: Vec<String> = it
            .untied
            .iter()
            .take(5)
            .map(|(name, why)| format!("{name} ({why})"))
            .collect();
        let more = it.untied.len().saturating_sub(shown.len());
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let _ = write!(
            line,
            "\nnot tied, {}: {}{more}",
            it.untied.len(),
            shown.join(", ")
        );
    }
    line
}

fn notice(it: &InventoryNotice) -> String {
    let mut line = format!("{} {}: {}", it.code, it.file, it.what);
    if it.count > 1 {
        let _ = write!(line, " ({} times)", it.count);
    }
    if !it.samples.is_empty() {
        let _ = write!(line, ", such as {}", it.samples.join("; "));
    }
    line
}
