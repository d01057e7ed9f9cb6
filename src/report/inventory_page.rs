//! The inventory of a study as one page of text: what is many is counted here, and listed in the JSON.

use std::fmt::Write as _;

use super::inventory::{
    Inventory, InventoryDistrict, InventoryFile, InventoryJoin, InventoryNetwork, InventoryNotice,
    InventoryPeople, InventorySites, InventoryTies,
};
use super::numbers::{count, counted};

/// Where all of it stands that the page only counts.
const ALL: &str = "`check --json` lists them";

/// The page: whether the study is ready, what was read, how it joins, the roads and who is tied to them, what was odd.
#[must_use]
pub fn inventory_page(inventory: &Inventory) -> String {
    let mut page = Page(format!("{}\n{}\n", verdict(inventory), inventory.study));
    if !inventory.question.is_empty() {
        page.line(&inventory.question);
    }
    if !inventory.illustrative.is_empty() {
        let what = inventory.illustrative.join(", ");
        page.line(&format!(
            "Illustrative, made up and not to be relied on: {what}"
        ));
    }
    page.list("Files (rows = used + left out)", files(inventory));
    page.list(
        "Joins with the study's areas, both ways",
        inventory.joins.iter().map(join),
    );
    page.list(
        "People (read = in the study + outside + not carried)",
        inventory.people.iter().map(people),
    );
    page.list("Districts", some(&inventory.districts, 20, district));
    let model = inventory.model.iter().cloned();
    page.list("Model", model.chain([sites(&inventory.sites)]));
    page.list("Roads", inventory.networks.iter().flat_map(network));
    let speeds = inventory.networks.iter().map(speeds);
    page.list(
        "Speeds and other settings",
        speeds.chain(defaults(inventory)),
    );
    let odd = inventory.notices.iter();
    let odd = odd.filter(|it| !is_of_a_file(it, inventory));
    page.list("Odd, and how it was taken", odd.map(notice));
    page.list(
        "Read and checked, not used yet",
        inventory.not_used_yet.iter().cloned(),
    );
    page.list("Attribution", inventory.attribution.iter().cloned());
    page.0
}

/// The first line: nothing is at fault, or there would be no page; and of when the data are, where their files tell.
fn verdict(inventory: &Inventory) -> String {
    let mut line = format!(
        "Ready: no fault in {}",
        counted(inventory.files.len(), "file")
    );
    for what in ["people", "deprivation", "roads"] {
        let of_kind = inventory.files.iter().filter(|it| it.what == what);
        let mut told: Vec<String> = of_kind.filter_map(age).collect();
        told.sort();
        told.dedup();
        if !told.is_empty() {
            let _ = write!(line, "; {what} {}", told.join(" and "));
        }
    }
    line
}

/// The date and the vintage of a file, as far as it tells them.
fn age(file: &InventoryFile) -> Option<String> {
    match (&file.dated, &file.vintage) {
        (Some(dated), Some(vintage)) => Some(format!("{dated} ({vintage})")),
        (dated, vintage) => dated.clone().or_else(|| vintage.clone()),
    }
}

/// The first few of a list, a line each, and a line that counts the others.
fn some<T>(all: &[T], few: usize, line: impl Fn(&T) -> String) -> impl Iterator<Item = String> {
    // One more takes no more room than the line that counts it.
    let few = if all.len() == few + 1 { all.len() } else { few };
    let others = all.len().saturating_sub(few);
    let told: Vec<String> = all.iter().take(few).map(line).collect();
    let others = (others > 0).then(|| format!("and {others} more; {ALL}"));
    told.into_iter().chain(others)
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

/// What lies outside the study in a file that is of a larger part of the country is no oddity: it belongs to the account
/// of that file.
fn is_of_a_file(notice: &InventoryNotice, inventory: &Inventory) -> bool {
    let mut files = inventory.files.iter();
    notice.code.ends_with("-OUTSIDE") && files.any(|it| it.file == notice.file)
}

fn files(inventory: &Inventory) -> impl Iterator<Item = String> {
    let all = inventory.files.iter().enumerate();
    all.map(|(nth, it)| {
        let outside = inventory.notices.iter();
        let outside =
            outside.filter(|notice| notice.file == it.file && is_of_a_file(notice, inventory));
        // Of a file that is read twice, such as a workbook of two sheets, once.
        let first = inventory
            .files
            .iter()
            .take(nth)
            .all(|before| before.file != it.file);
        file(it, &outside.collect::<Vec<_>>(), first)
    })
}

/// A file with what was left out of it and why; `outside` are the notices that belong to its account, of which those that
/// are no reason of rows left out are told where it is the `first` of its name.
fn file(it: &InventoryFile, outside: &[&InventoryNotice], first: bool) -> String {
    let mut line = format!("{} {}", it.what, it.file);
    let about: Vec<&str> = [&it.part, &it.dated, &it.vintage]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    if !about.is_empty() {
        let _ = write!(line, " ({})", about.join(", "));
    }
    let _ = write!(line, ": {}", counted(it.bytes, "byte"));
    if let (Some(rows), Some(used)) = (it.rows, it.rows_used) {
        let left_out: u64 = it.rows_left_out.values().sum();
        let rows = counted(rows, "row");
        let _ = write!(line, ", {rows} = {used} used + {left_out} left out");
    }
    for (reason, rows) in &it.rows_left_out {
        let _ = write!(line, "\n{reason}: {rows}");
        for notice in outside.iter().filter(|it| it.what == *reason) {
            line += &examples(notice);
        }
    }
    let others = outside.iter();
    for notice in others.filter(|notice| first && !it.rows_left_out.contains_key(&notice.what)) {
        let _ = write!(
            line,
            "\n{}: {}{}",
            notice.what,
            notice.count,
            examples(notice)
        );
    }
    line
}

fn examples(notice: &InventoryNotice) -> String {
    let samples = if notice.samples.is_empty() {
        String::new()
    } else {
        format!(", such as {}", notice.samples.join("; "))
    };
    format!(" ({}{samples})", notice.code)
}

fn join(it: &InventoryJoin) -> String {
    let have = if it.areas == 1 { "has" } else { "have" };
    let belong = if it.rows_matched == 1 {
        "belongs"
    } else {
        "belong"
    };
    let mut line = format!(
        "{} {}: {} of {} {have} a row; {} {belong} to the study, {} to areas outside",
        it.what,
        it.file,
        it.areas_matched,
        counted(it.areas, "area"),
        counted(it.rows_matched, "row"),
        it.rows_outside
    );
    if !it.areas_missing.is_empty() {
        let _ = write!(line, "\nwithout a row: {}", few(&it.areas_missing));
    }
    if let Some(carried) = &it.carried {
        let parts = if carried.split == 1 {
            "1 part of a split one".to_owned()
        } else {
            format!("{} parts of split ones", carried.split)
        };
        let _ = write!(
            line,
            "\ncarried from {}: {} unchanged, {parts}, {} merged, {} lost",
            carried.from,
            counted(carried.unchanged, "area"),
            carried.merged,
            carried.lost
        );
    }
    line
}

/// The first few names, and how many there are beside them.
fn few(names: &[String]) -> String {
    const FEW: usize = 5;
    let shown = names.iter().take(FEW).cloned().collect::<Vec<_>>();
    let more = names.len().saturating_sub(FEW);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    shown.join(", ") + &more
}

fn people(it: &InventoryPeople) -> String {
    let mut line = format!(
        "{} in {}: {} read = {} in the study + {} outside + {} not carried",
        it.band, it.file, it.read, it.used, it.outside, it.lost
    );
    if it.areas_unknown > 0 {
        let areas = counted(it.areas_unknown, "area");
        let _ = write!(line, "; {areas} without a count");
    }
    line
}

fn district(it: &InventoryDistrict) -> String {
    let mut line = format!("{} {}: {}", it.code, it.name, counted(it.areas, "area"));
    for (band, people) in &it.people {
        let _ = write!(line, ", {} {band}", count(*people));
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

/// How many sites lie in the study, what told it, and what would tell it of the others.
fn sites(it: &InventorySites) -> String {
    let verb = if it.all == 1 { "lies" } else { "lie" };
    let all = counted(it.all, "site");
    let mut line = format!("{} of {all} {verb} in the study's areas", it.inside);
    if !it.outside.is_empty() {
        let _ = write!(line, ", {} outside", it.outside.len());
    }
    if !it.untold.is_empty() {
        let _ = write!(line, ", of {} nothing tells", it.untold.len());
    }
    let by = |what: &str, phrase: &str| {
        let n = it.told_by.get(what)?;
        Some(format!("{n} by {phrase}"))
    };
    let told: Vec<String> = [
        by("boundary", "the boundaries of areas"),
        by("postcode", "the LSOA of the postcode"),
        by(
            "district",
            "the district that the list names, whose areas may not all be in the study",
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !told.is_empty() {
        let _ = write!(line, "\ntold: {}", told.join(", "));
    }
    if !it.outside.is_empty() {
        let _ = write!(line, "\noutside: {}", few(&it.outside));
    }
    if !it.untold.is_empty() {
        let _ = write!(
            line,
            "\nnothing tells of: {}; boundaries in [areas], or a directory in [postcodes] and the sites' postcodes, would",
            few(&it.untold)
        );
    }
    line
}

fn speeds(it: &InventoryNetwork) -> String {
    let lines: Vec<String> = some(&it.speeds, 2, String::clone).collect();
    format!("{}: {}", it.phrase, lines.join("\n"))
}

/// How many settings nobody wrote.
fn defaults(inventory: &Inventory) -> Option<String> {
    let n = inventory.defaults.len();
    let whose = if n == 1 {
        "its default"
    } else {
        "their defaults"
    };
    (n > 0).then(|| format!("{} at {whose}; {ALL}", counted(n, "setting")))
}

fn network(it: &InventoryNetwork) -> [String; 3] {
    [
        format!(
            "{}: {} of {} and {} of {} in the largest part of {}; {} cut by barriers",
            it.phrase,
            it.kept_nodes,
            counted(it.nodes, "node"),
            it.kept_links,
            counted(it.links, "link"),
            it.parts,
            counted(it.cut_ends, "link end")
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
        let untied = it.untied.iter();
        let untied: Vec<String> = untied
            .map(|(name, why)| format!("{name} ({why})"))
            .collect();
        let _ = write!(line, "\nnot tied, {}: {}", untied.len(), few(&untied));
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
