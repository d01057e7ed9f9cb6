//! Files packed as their publishers pack them: zips, gzipped files, workbooks.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use flate2::{Compression, write::GzEncoder};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A zip of files.
pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A gzipped file.
pub(crate) fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// A workbook with sheets of rows of cells; a cell that is a number is one in the workbook too.
pub(crate) fn workbook(sheets: &[(&str, Vec<Vec<String>>)]) -> Vec<u8> {
    let parts = workbook_parts(sheets);
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, it)| (name.as_str(), it.as_slice()))
        .collect();
    zipped(&parts)
}

/// The files that a workbook is a zip of.
pub(crate) fn workbook_parts(sheets: &[(&str, Vec<Vec<String>>)]) -> Vec<(String, Vec<u8>)> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let (mut list, mut relations) = (String::new(), String::new());
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (nth, (name, rows)) in (1..).zip(sheets) {
        write!(
            list,
            "<sheet name=\"{name}\" sheetId=\"{nth}\" r:id=\"rId{nth}\"/>"
        )
        .unwrap();
        write!(relations, "<Relationship Id=\"rId{nth}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{nth}.xml\"/>").unwrap();
        let mut text = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>");
        for (row, cells) in (1..).zip(rows) {
            write!(text, "<row r=\"{row}\">").unwrap();
            for (column, cell) in cells.iter().enumerate().filter(|(_, it)| !it.is_empty()) {
                let place = format!("{}{row}", letters(column));
                match cell.parse::<f64>() {
                    Ok(_) => write!(text, "<c r=\"{place}\"><v>{cell}</v></c>").unwrap(),
                    Err(_) => write!(
                        text,
                        "<c r=\"{place}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"
                    )
                    .unwrap(),
                }
            }
            text += "</row>";
        }
        text += "</sheetData></worksheet>";
        files.push((format!("xl/worksheets/sheet{nth}.xml"), text.into_bytes()));
    }
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
        <Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
    let root = format!(
        "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{list}</sheets></workbook>"
    );
    let relations = format!("<Relationships xmlns=\"{PACKAGE}\">{relations}</Relationships>");
    let head: [(&str, &str); 4] = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", &root),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &relations),
    ];
    let head = head
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    head.chain(files).collect()
}

/// A column's letters: A to Z, then AA.
fn letters(mut column: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.insert(0, char::from(b'A' + u8::try_from(column % 26).unwrap()));
        if column < 26 {
            return letters;
        }
        column = column / 26 - 1;
    }
}
