//! The PBF reader: hostile files, and what is kept of a good one.

use std::fs;
use std::io::Cursor;
use std::path::PathBuf;

use fairreach::read::osm_pbf::{OsmExtract, osm_pbf};
use fairreach::read::{Notices, ReadErrors};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/corpus")
}

fn read(bytes: Vec<u8>, name: &str) -> Result<OsmExtract, ReadErrors> {
    osm_pbf(&mut Cursor::new(bytes), name)
}

fn printed(notices: &Notices) -> String {
    let lines: Vec<String> = notices.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// Codes that speak of the network, which the reader does not know.
const OF_THE_NETWORK: &str = "W-NET-";

#[test]
fn every_case_of_the_corpus_is_refused_or_accepted_as_its_index_says() {
    let index = fs::read(folder().join("index.json")).unwrap();
    let index: serde_json::Value = serde_json::from_slice(&index).unwrap();
    let cases = index["cases"].as_array().unwrap();
    let cases = cases.iter().filter(|it| it["kind"] == "pbf");
    for case in cases {
        let expected = &case["expected"];
        let text = |key: &str| {
            let value = if case[key].is_null() {
                &expected[key]
            } else {
                &case[key]
            };
            value.as_str().unwrap()
        };
        let outcome = read(fs::read(folder().join(text("file"))).unwrap(), text("file"));
        let said = match (text("outcome"), outcome) {
            ("reject", Err(faults)) => faults.to_string(),
            ("accept", Ok(_)) => continue,
            ("accept_with_warning", Ok(_)) if text("code").starts_with(OF_THE_NETWORK) => continue,
            ("accept_with_warning", Ok(extract)) => printed(&extract.notices),
            (wanted, got) => panic!(
                "{}: {wanted} was wanted, not {:?}",
                text("file"),
                got.map(|it| it.notices)
            ),
        };
        assert!(said.contains(text("code")), "{}: {said}", text("file"));
        for token in expected["must_mention"].as_array().unwrap() {
            assert!(
                said.contains(token.as_str().unwrap()),
                "{} must mention {token}: {said}",
                text("file")
            );
        }
    }
}

#[test]
fn a_way_that_leaves_the_extract_ends_at_the_last_node_in_it() {
    use crate::pbf::{MadeNode, MadeWay, write_header, write_nodes, write_ways};
    let nodes = [1, 2, 4, 5].map(|id| MadeNode {
        id,
        lat: 520_000_000,
        lon: -5_000_000 + id * 900,
        tags: vec![],
    });
    let highway = vec![("highway".to_owned(), "road".to_owned())];
    let ways = [MadeWay {
        id: 10,
        refs: vec![1, 2, 3, 4, 5],
        tags: highway,
    }];
    let mut bytes = Vec::new();
    write_header(&mut bytes).unwrap();
    write_nodes(&mut bytes, &nodes).unwrap();
    write_ways(&mut bytes, &ways).unwrap();
    let extract = read(bytes, "made").unwrap();
    let ends: Vec<(i64, i64)> = extract
        .links
        .iter()
        .map(|it| (it.tail.junction, it.head.junction))
        .collect();
    assert_eq!(ends, [(1, 2), (4, 5)]);
    assert!(printed(&extract.notices).contains("W-PBF-CUT"));
}
