//! The study file as it is written: TOML with the place of every key, before anything is understood.

use toml::Spanned;
use toml::de::DeTable;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

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
    /// `E-CFG-SYNTAX` for every place where the text is no TOML, and where it nests deeper than any study does.
    pub fn parse(text: &'t str, name: &'t str) -> Result<Self, StudyErrors> {
        let page = Page::new(name, text);
        let deep = too_deep(text);
        let (table, errors) = DeTable::parse_recoverable(&text[..deep.unwrap_or(text.len())]);
        if errors.is_empty() && deep.is_none() {
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
        if let Some(deep) = deep {
            let (line, column) = page.place(deep);
            let what = format!("more than {DEEPEST} brackets are open here");
            let remedy = "close those of the lines before";
            let fault = StudyFault::new("E-CFG-SYNTAX", name, "", what, remedy);
            page.push(fault.at(line, column));
        }
        Err(StudyErrors(page.faults.into_inner()))
    }

    pub(super) fn keys(&self) -> Keys<'_> {
        Keys::new(&self.page, self.table.get_ref(), 0..0, String::new())
    }
}

/// How many brackets may be open at once.
const DEEPEST: usize = 64;

/// Where more brackets are open than any study has. The parser calls itself for each of them, and where many lines lack
/// theirs it would take all of a thread's stack, which ends the program.
///
/// A bracket that closes another kind than was opened last closes none, so that never more are open than are counted.
fn too_deep(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    for token in Source::new(text).lex() {
        let kind = token.kind();
        match kind {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                if open.len() == DEEPEST {
                    return Some(token.span().start());
                }
                open.push(kind);
            }
            TokenKind::RightSquareBracket => {
                open.pop_if(|it| *it == TokenKind::LeftSquareBracket);
            }
            TokenKind::RightCurlyBracket => {
                open.pop_if(|it| *it == TokenKind::LeftCurlyBracket);
            }
            _ => (),
        }
    }
    None
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
