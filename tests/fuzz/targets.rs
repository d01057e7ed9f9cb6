//! What is fed to what: a target a parser, and to each its seeds and the words of its format.

use std::fs;
use std::path::Path;

use fairreach::pipeline::{Asked, FileRecord, Manifest, PeopleRecord, ProgramRecord};
use serde_json::Value;

use super::parsers::{self as parse, Reading};
use super::studies::{CORPUS, Laid, assessed, of_project};
use super::{blobs, layers, requests};
use crate::kept::written;
use crate::made_island;
use crate::packing::{gzipped, workbook, workbook_parts, zipped};
use crate::town_files;

/// A parser and what it is fed: one or more subjects, each a way in.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) subjects: Vec<Subject>,
    /// Words of the format.
    pub(crate) tokens: Vec<&'static [u8]>,
}

/// A way into a parser, and the files that mutations of it begin from.
pub(crate) struct Subject {
    pub(crate) name: String,
    pub(crate) read: Reader,
    pub(crate) seeds: Vec<Vec<u8>>,
}

/// A target's name, and what makes it.
type Named = (&'static str, fn() -> Target);
/// Reads bytes.
type Reader = Box<dyn Fn(&[u8]) -> Reading + Send + Sync>;

/// Every target, by name. A new parser is one more line.
const TARGETS: [Named; 11] = [
    ("pbf", pbf),
    ("gpkg", layers::gpkg),
    ("parquet", layers::parquet),
    ("csv", csv),
    ("xlsx", xlsx),
    ("packed", packed),
    ("geojson", geojson),
    ("toml", toml),
    ("request", request),
    ("cache", cache),
    ("manifest", manifest),
];

/// The names of all targets.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    TARGETS.iter().map(|(name, _)| *name)
}

/// The target of a name.
pub(crate) fn target(name: &str) -> Option<Target> {
    let known = TARGETS.iter().find(|(it, _)| *it == name);
    known.map(|(_, target)| target())
}

impl Target {
    pub(super) fn new(name: &'static str, subjects: Vec<Subject>, tokens: &[&'static str]) -> Self {
        let tokens = tokens.iter().map(|it| it.as_bytes()).collect();
        for subject in &subjects {
            assert!(!subject.seeds.is_empty(), "{name} {}", subject.name);
        }
        Self {
            name,
            subjects,
            tokens,
        }
    }
}

pub(super) fn subject(
    name: impl Into<String>,
    seeds: Vec<Vec<u8>>,
    read: impl Fn(&[u8]) -> Reading + Send + Sync + 'static,
) -> Subject {
    Subject {
        name: name.into(),
        read: Box::new(read),
        seeds,
    }
}

/// A good file of the corpus.
pub(crate) fn good(name: &str) -> Vec<u8> {
    of_project(&format!("tests/fixtures/corpus/good/{name}"))
}

/// Larger files of the corpus are bombs, which are run once and not by the thousand.
const SEED_LIMIT: usize = 1 << 14;

/// The hostile files of the corpus of one role, and of one kind.
fn hostile(kind: &str, role: &str) -> Vec<Vec<u8>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/corpus");
    let index: Value =
        serde_json::from_slice(&fs::read(corpus.join("index.json")).unwrap()).unwrap();
    let cases = index["cases"].as_array().unwrap().iter();
    let files = cases
        .filter(|it| it["kind"] == kind && it["role"] == role)
        .map(|it| fs::read(corpus.join(it["file"].as_str().unwrap())).unwrap());
    files.filter(|it| it.len() <= SEED_LIMIT).collect()
}

/// The good file of a role and the hostile ones of it.
fn with_hostile(good: Vec<u8>, kind: &str, role: &str) -> Vec<Vec<u8>> {
    [vec![good], hostile(kind, role)].concat()
}

fn pbf() -> Target {
    let mut files = with_hostile(good("network.osm.pbf"), "pbf", "roads");
    files.push(town_files::drawing().pbf());
    files.push(made_island::island(true));
    let blocks: Vec<Vec<u8>> = files.iter().map(|it| blobs::blocks(it)).collect();
    // The same with nothing packed, so that a mutation of the file reaches what is in it.
    let plain: Vec<Vec<u8>> = blocks.iter().map(|it| blobs::file_of(it)).collect();
    let subjects = vec![
        subject("file", [files, plain].concat(), parse::roads),
        subject("blocks", blocks, |it| parse::roads(&blobs::file_of(it))),
    ];
    let tokens = [
        "highway",
        "residential",
        "motorway",
        "footway",
        "oneway",
        "-1",
        "yes",
        "no",
        "maxspeed",
        "30 mph",
        "none",
        "barrier",
        "bollard",
        "access",
        "private",
        "junction",
        "roundabout",
        "ferry",
        "route",
        "duration",
        "00:10",
        "OSMHeader",
        "OSMData",
        "OsmSchema-V0.6",
        "DenseNodes",
        "place",
        "town",
        "name",
        "natural",
        "water",
        "coastline",
        "multipolygon",
        "inner",
        "construction",
        "walk",
        "\x08\x01",
        "\x1a\x00",
        "\x0a\x04",
    ];
    Target::new("pbf", subjects, &tokens)
}

/// Headers and rows of a postcode directory.
pub(crate) const POSTCODES: &str = "pcds,dointr,doterm,east1m,north1m,gridind,lsoa21cd\n\
    PE7 3JA,199006,,519000,295500,1,E01015645\n\
    PE7 3JB,199006,201201,519100,295600,1,E01015646\n\
    GY1 1AA,199006,,,,9,L99999999\n";

/// Family hubs as they are published, with their places.
pub(crate) const HUBS: &str = "Family_Hub,Postcode,Local_Authority,Easting,Northing\n\
    The Oaks,PE7 3JA,Peterborough,519000,295500\n\
    Elm (outreach),PE7 3JB,Peterborough,519100,295600\n";

/// A wide table of times.
pub(crate) const WIDE: &str = "area,S1,S2,S3\nL01,6,3,28.5\nL02,,12,90\nL03,0,1,2\n";

/// A long table of times under the headers of our own output.
pub(crate) const LONG: &str = "area,site,mode,direction,seconds,reason\n\
    L01,S1,car,to-site,360,\n\
    L01,S2,walk,from-site,,no_path\n\
    L02,S1,car,to-site,0,\n";

fn csv() -> Target {
    let mut subjects = Vec::new();
    let corpus = Laid::corpus();
    for (name, role) in [
        ("centroids.csv", "zones"),
        ("population.csv", "population"),
        ("imd2025.csv", "imd"),
        ("lsoa11_lsoa21.csv", "lookup"),
        ("gias.csv", "sites"),
    ] {
        let seeds = with_hostile(good(name), "csv", role);
        let laid = corpus.clone();
        subjects.push(subject(format!("corpus {name}"), seeds, move |it| {
            assessed(laid.with(name, it))
        }));
    }
    let fenshire = Laid::fenshire();
    for name in [
        "areas.csv",
        "people.csv",
        "deprivation.csv",
        "sites.csv",
        "times.csv",
    ] {
        let seeds = vec![fenshire.file(name).to_vec()];
        let laid = fenshire.clone();
        subjects.push(subject(format!("fenshire {name}"), seeds, move |it| {
            assessed(laid.with(name, it))
        }));
    }
    let of = |text: &str| vec![text.as_bytes().to_vec()];
    subjects.extend([
        subject(
            "schools",
            with_hostile(good("gias.csv"), "csv", "sites"),
            parse::schools,
        ),
        subject("hubs", of(HUBS), parse::hubs),
        subject("postcodes", of(POSTCODES), parse::postcodes),
        subject("wide times", of(WIDE), parse::wide_times),
        subject("long times", of(LONG), parse::times),
    ]);
    let tokens = [
        ",",
        ",,",
        "\"",
        "\"\"",
        "\r\n",
        "\n",
        "\r",
        ";",
        "\t",
        "\u{feff}",
        "\u{a0}",
        "é",
        "\0",
        "[c]",
        "*",
        "..",
        "<5",
        "E01000001",
        "E01034191",
        "E09000001",
        "W01000001",
        "open",
        "closed",
        "candidate",
        "S",
        "M",
        "U",
        "X",
        "0,0",
        "51.5,-0.1",
        "no_path",
        "to-site",
        "from-site",
        "LSOA21CD",
        "Total",
        "weight",
        "1,795",
        "<html>",
        "=1+1",
    ];
    Target::new("csv", subjects, &tokens)
}

/// A small sheet of single years as the ONS publishes it: a title, the header on line 4, two areas.
pub(crate) fn sheet() -> Vec<Vec<String>> {
    let rows: [&[&str]; 6] = [
        &["Mid-2022"],
        &["Source: ONS"],
        &[""],
        &["LSOA 2021 Code", "Total", "F0", "F1", "M0", "M1"],
        &["E01013787", "18", "3", "4", "5", "6"],
        &["E01013788", "22", "7", "4", "5", "6"],
    ];
    let row = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect();
    rows.into_iter().map(row).collect()
}

/// Shared strings, which a workbook may hold beside its sheets.
const STRINGS: &str = "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"2\" \
    uniqueCount=\"2\"><si><t>LSOA 2021 Code</t></si><si><r><t>To</t></r><r><t>tal</t></r></si></sst>";

/// Styles, among them one of a date and one of a share.
const STYLES: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts count=\"1\">\
    <numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts><cellXfs count=\"3\"><xf numFmtId=\"0\"/>\
    <xf numFmtId=\"164\"/><xf numFmtId=\"9\"/></cellXfs></styleSheet>";

fn xlsx() -> Target {
    let sheets = [("People", sheet())];
    let mut parts = workbook_parts(&sheets);
    let header = "<c r=\"A4\" t=\"inlineStr\"><is><t>LSOA 2021 Code</t></is></c>";
    for (name, bytes) in &mut parts {
        if name.contains("sheet1") {
            // Some cells point into the shared strings and the styles, as those of Excel do.
            let text = String::from_utf8(bytes.clone()).unwrap();
            let text = text.replace(header, "<c r=\"A4\" t=\"s\"><v>0</v></c>");
            *bytes = text
                .replace("<c r=\"C5\">", "<c r=\"C5\" s=\"2\">")
                .into_bytes();
        }
    }
    parts.push(("xl/sharedStrings.xml".to_owned(), STRINGS.into()));
    parts.push(("xl/styles.xml".to_owned(), STYLES.into()));
    let whole = packed_parts(&parts);
    let mut subjects = vec![subject(
        "file",
        vec![workbook(&sheets), whole],
        parse::workbook,
    )];
    for (at, (name, bytes)) in parts.iter().enumerate() {
        let parts = parts.clone();
        subjects.push(subject(name.as_str(), vec![bytes.clone()], move |it| {
            let mut parts = parts.clone();
            parts[at].1 = it.to_vec();
            parse::workbook(&packed_parts(&parts))
        }));
    }
    let tokens = [
        "<c r=\"ZZZ9999999\">",
        "<c r=\"XFD1048576\"><v>1</v></c>",
        "<row r=\"1048576\">",
        "<row r=\"0\">",
        "</row>",
        "t=\"s\"",
        "t=\"b\"",
        "t=\"e\"",
        "t=\"str\"",
        "t=\"d\"",
        "t=\"n\"",
        "s=\"1\"",
        "s=\"99999\"",
        "<v>",
        "</v>",
        "<f>",
        "<dimension ref=\"A1:XFD1048576\"/>",
        "<dimension ref=\"B9:A1\"/>",
        "<mergeCell ref=\"A1:B2\"/>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "&lt;",
        "&#0;",
        "&#x110000;",
        "&bomb;",
        "<?xml version=\"1.0\"?>",
        "<!DOCTYPE",
        "2022-13-45",
        "1e999",
        "PK\x03\x04",
        "PK\x01\x02",
        "PK\x05\x06",
    ];
    Target::new("xlsx", subjects, &tokens)
}

fn packed_parts(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, it)| (name.as_str(), it.as_slice()))
        .collect();
    zipped(&parts)
}

fn packed() -> Target {
    let people = good("population.csv");
    let two: [(&str, &[u8]); 2] = [("Data/people.csv", &people), ("readme.txt", b"read me")];
    let zips = vec![
        zipped(&[("people.csv", &people)]),
        zipped(&two),
        zipped(&[]),
    ];
    let gzips = vec![gzipped(&people), gzipped(b"")];
    let subjects = vec![
        subject("zip", zips, parse::zip),
        subject("gzip", gzips, parse::gzip),
    ];
    let tokens = [
        "PK\x03\x04",
        "PK\x01\x02",
        "PK\x05\x06",
        "PK\x06\x06",
        "PK\x06\x07",
        "\x1f\u{8b}\x08",
        "../x",
        "/x",
    ];
    Target::new("packed", subjects, &tokens)
}

fn geojson() -> Target {
    let sites = with_hostile(good("sites.geojson"), "geojson", "sites");
    let areas = with_hostile(good("area.geojson"), "geojson", "area");
    let subjects = vec![
        subject("sites", sites, parse::site_features),
        subject("boundaries", areas.clone(), parse::boundaries),
        subject("outline", areas, parse::outline),
    ];
    let tokens = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "true",
        "\"type\"",
        "\"Feature\"",
        "\"FeatureCollection\"",
        "\"geometry\"",
        "\"coordinates\"",
        "\"Point\"",
        "\"Polygon\"",
        "\"MultiPolygon\"",
        "\"LineString\"",
        "\"GeometryCollection\"",
        "\"geometries\": []",
        "\"properties\"",
        "\"name\"",
        "\"id\"",
        "\"bbox\": [0]",
        "[]",
        "[[]]",
        "[[[]]]",
        "\"\\ud800\"",
        "1e999",
        "-0.0",
        "181",
        "[[[",
        "\"crs\": {}",
    ];
    Target::new("geojson", subjects, &tokens)
}

fn toml() -> Target {
    let corpus = Laid::corpus().files();
    let mut seeds = vec![
        CORPUS.as_bytes().to_vec(),
        town_files::STUDY.as_bytes().to_vec(),
        of_project("tests/studies/fenshire/study.toml"),
        of_project("tests/fixtures/planned_study.toml"),
        of_project("data/isle-of-man/study.toml"),
    ];
    seeds.extend(with_hostile(good("scenario.toml"), "toml", "scenario"));
    let plan = "id = \"plan\"\nname = \"A plan\"\nchanges = [{ open = \"S5\", tier = \"centre\", hours = 20 }, \
        { close = \"S4\" }, { convert = \"S1\", tier = \"centre\" }, { move = \"S2\", to = [450000, 310000] }, \
        { hours = \"S3\", value = 12 }, { add = \"N1\", at = [-1.2, 52.6], name = \"New\", cost_premises = 1000 }]\n";
    let subjects = vec![
        subject("study", seeds, move |it| parse::study(it, corpus.clone())),
        subject("scenario", vec![plan.into()], parse::scenario),
    ];
    let tokens = [
        "[study]",
        "[[sites]]",
        "[[people]]",
        "[roads]",
        "[modes.car]",
        "[modes.walk]",
        "[assess]",
        "[tiers]",
        "[[services]]",
        "[[scenarios]]",
        "[[times]]",
        "[postcodes]",
        "[deprivation]",
        "[boundaries]",
        "[baseline]",
        "keep = { district = [\"E09000001\"] }",
        "kind = \"table\"",
        "bands = {}",
        "= []",
        "= {}",
        "= \"\"",
        "= nan",
        "= -inf",
        "= 0x7fffffffffffffff",
        "= 9223372036854775808",
        "= 1979-05-27T07:32:00Z",
        "'''",
        "\"\"\"",
        "\\u0000",
        "..",
        "\"../../etc/passwd\"",
        "#",
        "{",
        "[",
        "a.b.c.d = 1",
        "hours = -1",
        "standard = { walk = 0 }",
    ];
    Target::new("toml", subjects, &tokens)
}

fn request() -> Target {
    let plans = [
        r#"{"service":"hub","mode":"car","changes":[]}"#,
        r#"{"service":"hub","mode":"walk","changes":[{"open":"K","tier":"centre","hours":20},{"close":"B"}]}"#,
        r#"{"service":"hub","mode":"car","changes":[{"move":"B","to":[-1.26,52.68]},{"hours":"H","value":12}]}"#,
        r#"{"service":"hub","mode":"car","changes":[{"add":"N1","at":[450300,309800],"name":"New","services":["hub"],"cost_premises":1000}]}"#,
        r#"{"service":"hub","mode":"car","changes":[{"convert":"B","tier":"centre"}]}"#,
    ];
    let catchments = [
        r#"{"mode":"car","minutes":[1,2],"site":"B"}"#,
        r#"{"mode":"walk","minutes":[5],"direction":"from-site","lon":-1.258,"lat":52.684}"#,
    ];
    let differences = [
        r#"{"service":"hub","mode":"car","from":[{"close":"B"}],"to":[{"move":"B","to":[-1.26,52.68]}]}"#,
    ];
    let searches = [r#"{"service":"hub","mode":"car","budget":100000}"#];
    let frontiers = [
        r#"{"service":"hub","mode":"car","figures":["open_sites","mean_minutes","share_within"]}"#,
    ];
    let files = [r#"{"name":"b.toml","text":"name = \"B\"\nchanges = [{ close = \"B\" }]\n"}"#];
    let saved = [
        r#"{"name":"Mine","author":"A","comment":"","changes":[{"close":"B"}]}"#,
        r#"{"name":"Mine","author":"A","comment":"x\ny","changes":[]}"#,
    ];
    let batches = [r#"{"where":[{"figure":"mean_minutes","at_most":9}],"by":"mean_minutes"}"#];
    let pages = [
        "/api/tiles/9/254/167",
        "/api/postcode?postcode=LE15%206AA",
        "/api/plans/1/scenario.toml",
        "/api/place?lon=-1.258&lat=52.684",
        "/api/study",
        "/js/app.js",
        "/",
    ];
    let of = |texts: &[&str]| texts.iter().map(|it| it.as_bytes().to_vec()).collect();
    let question = requests::question;
    let subjects = vec![
        subject("assess", of(&plans), question("/api/assess")),
        subject("one site", of(&plans), question("/api/one-site")),
        subject("difference", of(&differences), question("/api/difference")),
        subject("best plans", of(&searches), question("/api/best-plans")),
        subject("frontier", of(&frontiers), question("/api/frontier")),
        subject("batch", of(&batches), question("/api/batch")),
        subject("scenario", of(&files), question("/api/scenario")),
        subject("saved plan", of(&saved), question("/api/plans")),
        subject("catchment", of(&catchments), question("/api/catchment")),
        subject("page", of(&pages), requests::page),
    ];
    let tokens = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "true",
        "\"service\"",
        "\"mode\"",
        "\"changes\"",
        "\"open\"",
        "\"close\"",
        "\"move\"",
        "\"to\"",
        "\"add\"",
        "\"at\"",
        "\"hours\"",
        "\"value\"",
        "\"tier\"",
        "\"centre\"",
        "\"hub\"",
        "\"car\"",
        "\"walk\"",
        "\"B\"",
        "\"H\"",
        "\"K\"",
        "180",
        "[1,2,3,4,5,6]",
        "-1",
        "1e308",
        "0.0000001",
        "..",
        "%2e%2e/",
        "%00",
        "?",
        "&lon=",
        "&lat=",
        "/api/areas.geojson",
        "\"from\"",
        "\"figures\"",
        "\"budget\"",
        "\"where\"",
        "\"text\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
    ];
    Target::new("request", subjects, &tokens)
}

fn cache() -> Target {
    let kept = written().into_iter().map(|(what, bytes, reads)| {
        subject(what, vec![bytes], move |it| {
            if reads(it) {
                Ok(Vec::new())
            } else {
                Err("not taken".to_owned())
            }
        })
    });
    Target::new("cache", kept.collect(), &[])
}

/// A manifest as one stands beside an output.
pub(crate) fn sealed() -> Vec<u8> {
    let record = |what: &str, file: &str| FileRecord {
        what: what.to_owned(),
        file: file.to_owned(),
        bytes: 736,
        sha256: "0123456789abcdef".repeat(4),
        rows: Some(8),
        rows_used: Some(6),
        rows_left_out: [("W-CSV-BLANK blank rows left out".to_owned(), 2)].into(),
    };
    let manifest = Manifest {
        form: Manifest::FORM,
        program: ProgramRecord::own(),
        asked: Asked {
            command: "times".to_owned(),
            study: Some("../study.toml".to_owned()),
            options: [("direction".to_owned(), vec!["to-site".to_owned()])].into(),
        },
        inputs: vec![
            record("study", "study.toml"),
            record("people", "people.csv"),
        ],
        people: vec![PeopleRecord {
            file: "people.csv".to_owned(),
            band: "under5".to_owned(),
            read: 124.0,
            used: 21.0,
            left_out: 103.0,
        }],
        settings: [("study.name".to_owned(), "Town".to_owned())].into(),
        notices: vec!["W-PBF-ONEWAY roads.osm.pbf: 1 way".to_owned()],
        counts: [("areas".to_owned(), 7)].into(),
        output: record("output", "times.csv"),
        seal: String::new(),
    };
    manifest.sealed_text().unwrap().into_bytes()
}

fn manifest() -> Target {
    let tokens = [
        "{",
        "}",
        "[",
        "]",
        ",",
        "null",
        "\"form\": 2",
        "\"seal\": \"\"",
        "\"inputs\"",
        "\"output\"",
        "1e999",
        "-1",
        "\"rows_used\": null",
        "\"\\ud800\"",
        "\"\\u0000\"",
    ];
    let subjects = vec![subject("manifest", vec![sealed()], parse::manifest)];
    Target::new("manifest", subjects, &tokens)
}
