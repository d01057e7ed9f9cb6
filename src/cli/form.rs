//! The forms of an answer: a page, JSON or CSV.

use crate::cli::output::OutFile;
use crate::pipeline::Fault;

/// How figures are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// The page that people read.
    Page,
    /// Data under stable names.
    Json,
    /// A row a figure.
    Csv,
}

impl Form {
    /// The form asked for: by an option, or by the file's ending. A file of another kind, such as a PDF, would hold plain
    /// text under a name that no program opens it by.
    pub(super) fn asked(out: Option<&OutFile>, json: bool, csv: bool) -> Result<Self, Fault> {
        let asked = match (json, csv) {
            (true, _) => Some(Self::Json),
            (_, true) => Some(Self::Csv),
            _ => None,
        };
        let Some(out) = out.filter(|it| !it.is_stdout()) else {
            return Ok(asked.unwrap_or(Self::Page));
        };
        let by_name = match out.ending().as_deref() {
            None => return Ok(asked.unwrap_or(Self::Page)),
            Some("txt") => Self::Page,
            Some("json") => Self::Json,
            Some("csv") => Self::Csv,
            Some(_) => {
                let remedy = "name a file that ends in .txt for the page or in .json or .csv for the figures as data, or give no ending";
                return Err(Fault::usage("--out", &out.name(), remedy));
            }
        };
        match asked.filter(|it| *it != by_name) {
            None => Ok(by_name),
            Some(asked) => {
                let option = asked.option().unwrap_or_default();
                let remedy = format!("name a file that ends in .{option}, or leave --{option} out");
                Err(Fault::usage("--out", &out.name(), &remedy))
            }
        }
    }

    /// The option that asks for it; the page needs none.
    pub(super) const fn option(self) -> Option<&'static str> {
        match self {
            Self::Page => None,
            Self::Json => Some("json"),
            Self::Csv => Some("csv"),
        }
    }
}
