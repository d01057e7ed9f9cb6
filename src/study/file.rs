//! The study file as it is written: TOML with the place of every key, before anything is understood.

use toml::Spanned;
use toml::de::DeTable;

use crate::study::error::{StudyErrors, StudyFault};
use crate::study::keys::Keys;
use crate::study::page::Page;

/// A study or scenario file as written.
pub struct StudyFile<'t> {
    pub(super) page: Page<'t>,
    table: Spanned<DeTable<'t>>,
}

impl<'t> StudyFile<'t> {
    /// The version of the file's form that this program knows.
    pub const SCHEMA: f64 = 1.0;

    /// Parses the text of a file of that name.
    ///
    /// # Errors
    /// `E-CFG-SYNTAX` for every place where the text is no TOML.
    pub fn parse(text: &'t str, name: &'t str) -> Result<Self, StudyErrors> {
        let page = Page::new(name, text);
        let (table, errors) = DeTable::parse_recoverable(text);
        if errors.is_empty() {
            return Ok(Self { page, table });
        }
        for error in errors {
            let offset = error.span().map_or(0, |it| it.start);
            let (line, column) = page.place(offset);
            let shown: String = page.line(line).chars().take(60).collect();
            let what = format!(
                "{} (\"{shown}\")",
                error.message().trim().replace('\n', ", ")
            );
            let remedy = "mend the line; TOML is described at toml.io";
            let fault = StudyFault::new("E-CFG-SYNTAX", name, "", what, remedy);
            page.push(fault.at(line, column));
        }
        Err(StudyErrors(page.faults.into_inner()))
    }

    pub(super) fn keys(&self) -> Keys<'_> {
        Keys::new(&self.page, self.table.get_ref(), 0..0, String::new())
    }
}

/// Refuses a file written in a later form than this program knows.
pub(super) fn check_schema(keys: &Keys<'_>) {
    let Some(schema) = keys.number("schema", -1e9, 1e9, false) else {
        return;
    };
    if schema.to_bits() != StudyFile::SCHEMA.to_bits() {
        let what = format!(
            "schema {schema} is not the one this program knows ({})",
            StudyFile::SCHEMA
        );
        let remedy = "use a newer program, or write schema = 1";
        keys.fault("schema", "E-CFG-SCHEMA", what, remedy);
    }
}
