//! The lines of a study file that is being drafted.

use std::fmt::Write;

use crate::read::Input;
use crate::study::shelf::FoundFile;

/// A study file being written.
#[derive(Debug, Default)]
pub(super) struct DraftPage {
    pub(super) text: String,
}

/// What a draft leaves to its reader.
#[derive(Debug, Default)]
pub(super) struct Unsettled {
    /// What only the user can say, each in a sentence.
    pub(super) to_decide: Vec<String>,
    /// What stands in the study file and was read from no file, each as `illustrative` names it, and when it is settled.
    pub(super) made_up: Vec<(String, String)>,
}

impl Unsettled {
    /// Notes that the status or tier of a list's sites is drafted.
    pub(super) fn of_list(&mut self, list: &FoundFile, what: &str) {
        let name = list.path.rsplit(['/', '\\']).next().unwrap_or_default();
        let once = format!("once its [[sites]] has the {what} you decided on");
        self.made_up.push((format!("{what} of {name}"), once));
    }
}

/// The words by which `illustrative` names what was drafted and not read from the files.
pub(super) const DRAFTED: [&str; 3] = ["services", "standards", "tiers"];
/// The same of a list of sites, whose name follows.
const DRAFTED_OF: [&str; 3] = ["status of ", "tier of ", "status and tier of "];

/// Whether `illustrative` may name this as drafted: services, standards, tiers, or the status or tier of a list of sites.
pub(super) fn names_drafted(word: &str) -> bool {
    let of_list = |it: &str| word.strip_prefix(it).is_some_and(|list| !list.is_empty());
    DRAFTED.contains(&word) || DRAFTED_OF.into_iter().any(of_list)
}

/// How long a comment's line is.
const WIDTH: usize = 110;

impl DraftPage {
    /// A line in force.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A line that does nothing.
    pub(super) fn off(&mut self, line: &str) {
        self.text.push_str("# ");
        self.line(line);
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// A comment in plain words, over as many lines as it takes.
    pub(super) fn say(&mut self, words: &str) {
        let mut line = String::from("#");
        for word in words.split_whitespace() {
            if line.len() > 1 && line.len() + 1 + word.len() > WIDTH {
                self.line(&line);
                line = String::from("#");
            }
            line.push(' ');
            line.push_str(word);
        }
        self.line(&line);
    }

    /// The head of a section: what it is, and who publishes its file.
    pub(super) fn section(&mut self, words: &str, input: Input) {
        self.gap();
        self.say(words);
        let published = input.published();
        if published.page != "none" {
            self.say(&format!(
                "Published by: {}; page: {}.",
                published.publisher, published.page
            ));
        }
    }

    /// What is not there, and what to get.
    pub(super) fn missing(&mut self, input: Input) {
        self.say(&format!("MISSING: {}", input.published().told()));
    }
}

/// A text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            it if it.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(it));
            }
            it => quoted.push(it),
        }
    }
    quoted.push('"');
    quoted
}

/// A list of texts as TOML writes it.
pub(super) fn list(texts: &[&str]) -> String {
    let texts: Vec<String> = texts.iter().map(|it| quoted(it)).collect();
    format!("[{}]", texts.join(", "))
}

/// A key as TOML writes it.
pub(super) fn key(text: &str) -> String {
    let bare = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
    if !text.is_empty() && text.chars().all(bare) {
        text.to_owned()
    } else {
        quoted(text)
    }
}
