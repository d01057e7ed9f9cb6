//! A scenario as the text of a file of its own: what the optimiser and a batch write is what `assess` reads.

use std::fmt::Write as _;

use crate::study::scenario::{NewSite, WrittenChange, WrittenScenario};

/// The text of a scenario file, each change on a line of its own; read back, it is the same scenario.
///
/// ```
/// use fairreach::study::{WrittenChange, WrittenScenario, scenario_file, scenario_text};
/// let close = WrittenChange::Close { close: "ely".to_owned() };
/// let text = scenario_text("plan-a", "Plan A", &[close.clone()], &["found by a search"]);
/// assert!(text.contains("  { close = \"ely\" },\n"));
/// let read = scenario_file(&text, "plan-a.toml")?;
/// assert_eq!((read.name.as_str(), read.changes), ("Plan A", vec![close]));
/// # Ok::<(), fairreach::study::StudyErrors>(())
/// ```
#[must_use]
pub fn scenario_text(id: &str, name: &str, changes: &[WrittenChange], comments: &[&str]) -> String {
    let mut text = String::new();
    for comment in comments.iter().flat_map(|it| it.lines()) {
        text += "# ";
        text += comment;
        text.push('\n');
    }
    text += "schema = 1\n";
    text.extend([
        "id = ",
        &quoted(id),
        "
name = ",
        &quoted(name),
        "
",
    ]);
    text += "changes = [\n";
    for change in changes {
        text.extend([
            "  { ",
            &pairs(change).join(", "),
            " },
",
        ]);
    }
    text + "]\n"
}

impl WrittenScenario {
    /// A scenario that is written in no file.
    #[must_use]
    pub fn unwritten(id: &str, name: &str, changes: Vec<WrittenChange>) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            changes,
            phases: Vec::new(),
            file: String::new(),
            path: "changes".to_owned(),
            lines: Vec::new(),
        }
    }
}

/// The keys of a change and their values.
fn pairs(change: &WrittenChange) -> Vec<String> {
    match change {
        WrittenChange::Open {
            open,
            tier,
            hours,
            sessions,
        } => {
            let mut pairs = vec![text("open", open)];
            pairs.extend(tier.iter().map(|it| text("tier", it)));
            pairs.extend(hours.iter().map(|it| number("hours", *it)));
            pairs.extend(sessions.iter().map(|it| number("sessions", *it)));
            pairs
        }
        WrittenChange::Close { close } => vec![text("close", close)],
        WrittenChange::Convert { convert, tier } => {
            vec![text("convert", convert), text("tier", tier)]
        }
        WrittenChange::Move { site, to } => vec![text("move", site), place("to", *to)],
        WrittenChange::Hours {
            hours,
            value,
            service,
        } => {
            let mut pairs = vec![text("hours", hours), number("value", *value)];
            pairs.extend(service.iter().map(|it| text("service", it)));
            pairs
        }
        WrittenChange::Add(it) => added(it),
    }
}

fn added(it: &NewSite) -> Vec<String> {
    let mut pairs = vec![text("add", &it.add)];
    pairs.extend(it.name.iter().map(|it| text("name", it)));
    pairs.push(place("at", it.at));
    pairs.extend(it.tier.iter().map(|it| text("tier", it)));
    let services = it.services.iter().map(|it| {
        let names: Vec<String> = it.iter().map(|it| quoted(it)).collect();
        format!("services = [{}]", names.join(", "))
    });
    pairs.extend(services);
    let numbers = [
        ("hours", it.hours),
        ("cost_premises", it.cost_premises),
        ("cost_management", it.cost_management),
        ("cost_front_line", it.cost_front_line),
    ];
    pairs.extend(
        numbers
            .into_iter()
            .filter_map(|(key, it)| Some(number(key, it?))),
    );
    pairs
}

fn text(key: &str, value: &str) -> String {
    format!("{key} = {}", quoted(value))
}

fn number(key: &str, value: f64) -> String {
    format!("{key} = {value}")
}

fn place(key: &str, [x, y]: [f64; 2]) -> String {
    format!("{key} = [{x}, {y}]")
}

/// A basic string of TOML.
fn quoted(value: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in value.chars() {
        match letter {
            '"' => quoted += "\\\"",
            '\\' => quoted += "\\\\",
            it if it.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(it));
            }
            it => quoted.push(it),
        }
    }
    quoted.push('"');
    quoted
}
