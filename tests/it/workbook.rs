//! Sheets of workbooks, read as calamine reads them, and what calamine makes nothing of.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};
use fairreach::read::{Findings, Place, ReadErrors, Source, Table, TableSettings};
use proptest::prelude::*;

use crate::packing::{workbook_parts, zipped};

/// Columns of the made sheets.
const COLUMNS: usize = 6;

/// Texts of cells by line and column, those that are empty left out.
type Cells = BTreeMap<(u64, usize), String>;

fn read(bytes: &[u8]) -> Result<Table, ReadErrors> {
    let source = Source {
        file: "book.xlsx",
        bytes,
        settings: &TableSettings::default(),
    };
    Table::read(source, &mut Findings::none())
}

/// A workbook whose only sheet and shared texts are these XML elements.
fn book(rows: &str, shared: &str) -> Vec<u8> {
    let header: Vec<String> = (0..COLUMNS).map(|it| format!("column {it}")).collect();
    let mut parts = workbook_parts(&[("Sheet", vec![header])]);
    for (name, part) in &mut parts {
        let text = String::from_utf8(std::mem::take(part)).unwrap();
        *part = match name.as_str() {
            "xl/_rels/workbook.xml.rels" => text.replace(
                "</Relationships>",
                "<Relationship Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
            ),
            "xl/worksheets/sheet1.xml" => text.replace("</sheetData>", &format!("{rows}</sheetData>")),
            _ => text,
        }
        .into_bytes();
    }
    let shared = format!("<sst>{shared}</sst>");
    parts.push(("xl/sharedStrings.xml".to_owned(), shared.into_bytes()));
    zip_of(&parts)
}

fn zip_of(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|it| (&*it.0, &*it.1)).collect();
    zipped(&parts)
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|it: char| it.is_whitespace() || it == '\u{feff}')
}

/// The cells below the header, as the program reads them.
fn ours(bytes: &[u8]) -> Cells {
    let table = read(bytes).unwrap();
    let mut found = Findings::none();
    let columns = (0..COLUMNS).map(|it| table.need(&format!("column {it}"), &mut found).unwrap());
    let columns: Vec<_> = columns.collect();
    let mut cells = Cells::new();
    for row in table.rows() {
        let Place::Line(line) = row.place() else {
            panic!("a row of a sheet stands on a line")
        };
        for (column, at) in columns.iter().enumerate() {
            cells.insert((line, column), row.text(*at).to_owned());
        }
    }
    cells.retain(|_, it| !it.is_empty());
    cells
}

/// The same as calamine reads them. Nothing is asked of its formats: a number is told as one.
fn theirs(bytes: &[u8]) -> Cells {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut sheet = book.worksheet_cells_reader("Sheet").unwrap();
    let mut cells = Cells::new();
    while let Some(cell) = sheet.next_cell().unwrap() {
        let text = match cell.get_value() {
            DataRef::Empty => String::new(),
            DataRef::Int(it) => it.to_string(),
            DataRef::Float(it) if it.fract() == 0.0 && it.abs() < 1e15 => {
                format!("{it:.0}").replace("-0", "0")
            }
            DataRef::Float(it) => it.to_string(),
            DataRef::SharedString(it) => (*it).to_owned(),
            DataRef::Bool(it) => it.to_string(),
            DataRef::DateTime(it) => it.to_string(),
            DataRef::String(it) | DataRef::DateTimeIso(it) | DataRef::DurationIso(it) => it.clone(),
            DataRef::Error(it) => it.to_string(),
        };
        let (row, column) = cell.get_position();
        if row > 0 && !trimmed(&text).is_empty() {
            let place = (u64::from(row) + 1, column as usize);
            cells.insert(place, trimmed(&text).to_owned());
        }
    }
    cells
}

/// Text as it stands in XML.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "Ely", " ", "é", "&amp;", "&lt;", "&#xE9;", "&#160;", "_x0041_", "_x000D_", "\n", "007",
        "_", "x", "-1.5",
    ]);
    prop::collection::vec(pieces, 0..5).prop_map(|it| it.concat())
}

/// A text of one piece or of several, as shared texts and texts in a cell have them.
fn rich() -> impl Strategy<Value = String> {
    prop_oneof![
        text().prop_map(|it| format!("<t>{it}</t>")),
        text().prop_map(|it| format!("<t xml:space=\"preserve\">{it}</t>")),
        (text(), text()).prop_map(|(one, two)| format!(
            "<r><rPr><b/></rPr><t>{one}</t></r><rPh sb=\"0\" eb=\"1\"><t>spoken</t></rPh><r><t xml:space=\"preserve\">{two}</t></r>"
        )),
        Just("<t/>".to_owned()),
    ]
}

/// What stands in a cell, and its attributes but the place.
fn value() -> impl Strategy<Value = (&'static str, String)> {
    let numbers = prop::sample::select(vec![
        "0",
        "7",
        "12",
        "007",
        "-0",
        "-3",
        "1.50",
        "1E3",
        "1e-7",
        "999999999999999",
        "1000000000000000",
        "0.1",
        "123456789012345678",
        "",
    ]);
    let usual = numbers.clone().prop_map(|it| ("", format!("<v>{it}</v>")));
    prop_oneof![
        4 => usual,
        2 => (0..100_000_u32).prop_map(|it| (" s=\"1\"", format!("<v>{it}</v>"))),
        2 => numbers.prop_map(|it| (" t=\"n\"", format!("<v>{it}</v>"))),
        2 => (0..3_u32).prop_map(|it| (" t=\"s\"", format!("<v>{it}</v>"))),
        2 => rich().prop_map(|it| (" t=\"inlineStr\"", format!("<is>{it}</is>"))),
        1 => text().prop_map(|it| (" t=\"str\"", format!("<f>A1&amp;B1</f><v>{it}</v>"))),
        1 => prop::bool::ANY.prop_map(|it| (" t=\"b\"", format!("<v>{}</v>", u8::from(it)))),
        1 => Just((" t=\"e\"", "<v>#N/A</v>".to_owned())),
        1 => Just((" t=\"d\"", "<v>2024-06-30</v>".to_owned())),
        1 => Just((" s=\"4\"", String::new())),
    ]
}

prop_compose! {
    /// Rows of cells, some of which do not say where they stand.
    fn rows()(rows in prop::collection::vec(
        (prop::bool::ANY, prop::collection::vec((value(), prop::bool::ANY, prop::bool::ANY), 1..COLUMNS)), 1..8)
    ) -> String {
        let mut xml = String::new();
        for (line, (named, cells)) in (2..).zip(rows) {
            if named {
                write!(xml, "<row r=\"{line}\" spans=\"1:6\">").unwrap();
            } else {
                xml += "<row>";
            }
            let named_cells = cells.iter().all(|it| it.1);
            for (letter, ((attributes, value), _, blank)) in ('A'..).zip(cells) {
                let place = if named_cells { format!(" r=\"{letter}{line}\"") } else { String::new() };
                xml += if blank { "\n  " } else { "" };
                if value.is_empty() {
                    write!(xml, "<c{place}{attributes}/>").unwrap();
                } else {
                    write!(xml, "<c{place}{attributes}>{value}</c>").unwrap();
                }
            }
            xml += "</row>";
        }
        xml
    }
}

proptest! {
    #[test]
    fn a_sheet_is_read_as_calamine_reads_it(
        rows in rows(),
        shared in prop::collection::vec(rich(), 3),
    ) {
        let shared = format!("<si>{}</si>", shared.join("</si><si>"));
        let bytes = book(&rows, &shared);
        prop_assert_eq!(ours(&bytes), theirs(&bytes), "{}", rows);
    }
}

#[test]
fn a_cell_that_says_what_it_cannot_mean_is_told() {
    for (rows, told) in [
        (
            r#"<row r="2"><c r="A2" t="n"><v>Ely</v></c></row>"#,
            "\"Ely\" in a cell for a number",
        ),
        (
            r#"<row r="2"><c r="A2" t="b"><v>2</v></c></row>"#,
            "\"2\" in a cell for true or false",
        ),
        (
            r#"<row r="2"><c r="A2" t="s"><v>1</v></c></row>"#,
            "the shared text 1, which is not there",
        ),
        (
            r#"<row r="2"><c r="A2" t="s"><v>x</v></c></row>"#,
            "the shared text x, which is not there",
        ),
        (
            r#"<row r="2"><c r="A2"/><c r="B2" t="s"><v>1</v></c></row>"#,
            "the shared text 1, which is not there",
        ),
        (
            r#"<row r="2"><c r="A2" t="q"><v>1</v></c></row>"#,
            "a cell of the type \"q\"",
        ),
        (
            r#"<row r="2"><c r="2"><v>1</v></c></row>"#,
            "a cell at \"2\"",
        ),
        (
            r#"<row r="2"><c r="A"><v>1</v></c></row>"#,
            "a cell at \"A\"",
        ),
        (
            r#"<row r="2"><c r="ZZZZZZZZZ2"><v>1</v></c></row>"#,
            "a cell at \"ZZZZZZZZZ2\"",
        ),
        (
            r#"<row r="99999999999"><c><v>1</v></c></row>"#,
            "a row \"99999999999\"",
        ),
        (
            r#"<row r="2"><c r="A2" t="str"><v>&eacute;</v></c></row>"#,
            "\"&eacute;\"",
        ),
        (r#"<row r="2"><c r="A2"><v>1</x></c></row>"#, "x"),
    ] {
        let fault = read(&book(rows, "<si><t>one</t></si>"))
            .unwrap_err()
            .to_string();
        assert!(
            fault.starts_with("E-XLSX-DECODE book.xlsx") && fault.contains(told),
            "{rows}: {fault}"
        );
    }
}

#[test]
fn the_parts_of_a_workbook_may_lie_where_its_relations_say() {
    let rows = vec![vec!["area".to_owned()], vec!["E01000001".to_owned()]];
    let mut parts = workbook_parts(&[("Sheet", rows)]);
    for (name, part) in &mut parts {
        *name = name
            .replace("workbook.xml", "Book2.xml")
            .replace("worksheets/sheet1", "Leaves/S");
        let text = String::from_utf8(std::mem::take(part)).unwrap();
        let text = text.replace("xl/workbook.xml", "/xl/book2.xml");
        *part = text
            .replace("worksheets/sheet1", "/xl/leaves/s")
            .into_bytes();
    }
    let table = read(&zip_of(&parts)).unwrap();
    let area = table.first().unwrap();
    let areas: Vec<&str> = table.rows().map(|it| it.text(area)).collect();
    assert_eq!(areas, ["E01000001"]);
    parts.retain(|(name, _)| !name.contains("Leaves"));
    let fault = read(&zip_of(&parts)).unwrap_err().to_string();
    assert!(fault.contains("no part \"xl/leaves/s.xml\""), "{fault}");
}
