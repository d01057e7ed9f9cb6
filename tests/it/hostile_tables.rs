//! Tables that are wrong in ways that would pass unseen or take all memory: packed ones, pairs of columns that do not belong
//! together, words and codes of statuses, files that are something else.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::io::{self, Cursor};

use fairreach::read::{
    AreaColumns, AreaRow, Crs, Findings, Notices, Postcode, ReadErrors, SiteColumns, SiteKind,
    SiteRow, SiteSpec, Source, Suppressed, Table, TableSettings, TimeUnit, TimesLayout, Vintage,
    centroids, postcodes, read_inside, site_list, travel_table, unpacked,
};

use crate::packing::{gzipped, workbook, zipped};
use crate::program::run;
use crate::town_study::town;

type SitesRead = Result<(Vec<SiteRow>, Notices), ReadErrors>;

fn spec(kind: SiteKind, columns: SiteColumns, placeless: bool) -> SiteSpec {
    SiteSpec {
        kind,
        columns,
        id_prefix: None,
        ids: BTreeMap::new(),
        slug: false,
        keep: Vec::new(),
        drop: Vec::new(),
        placeless,
        capacity_needed: false,
    }
}

fn sites_of(spec: &SiteSpec, csv: &str) -> SitesRead {
    let source = Source {
        file: "sites.csv",
        bytes: csv.as_bytes(),
        settings: &TableSettings::default(),
    };
    site_list(source, spec)
}

fn sites(columns: SiteColumns, placeless: bool, csv: &str) -> SitesRead {
    sites_of(&spec(SiteKind::Table, columns, placeless), csv)
}

fn areas(columns: &AreaColumns, vintage: Vintage, csv: &str) -> Result<Vec<AreaRow>, ReadErrors> {
    let source = Source {
        file: "areas.csv",
        bytes: csv.as_bytes(),
        settings: &TableSettings::default(),
    };
    centroids(source, columns, vintage).map(|it| it.0)
}

/// The codes of the faults, in order.
fn faults<T>(read: Result<T, ReadErrors>) -> Vec<&'static str> {
    let faults = read.err().map(|it| it.0).unwrap_or_default();
    faults.iter().map(|it| it.code).collect()
}

fn codes(notices: &Notices) -> Vec<&str> {
    notices.iter().map(|it| &*it.code).collect()
}

#[test]
fn every_member_of_a_gzipped_file_is_read() {
    let unpack =
        |bytes: &[u8]| unpacked("x.csv.gz", Cow::Borrowed(bytes), None).map(Cow::into_owned);
    let stream = |bytes: &[u8]| {
        read_inside("x.csv.gz", &mut Cursor::new(bytes), None, |it| {
            io::read_to_string(it).map_err(|why| {
                fairreach::read::ReadFault::new("E-IO", "x", why.to_string(), "").into()
            })
        })
    };
    let members = [gzipped(b"code,n\n"), gzipped(b"A,1\n"), gzipped(b"")];
    let whole = members.concat();
    assert_eq!(unpack(&whole).unwrap(), b"code,n\nA,1\n");
    assert_eq!(stream(&whole).unwrap(), "code,n\nA,1\n");
    let second = members[0].len();
    for bad in [
        &whole[..second + 4],
        &whole[..second + members[1].len() - 2],
        &[&whole[..], b"rubbish after it"].concat(),
    ] {
        assert_eq!(faults(unpack(bad)), ["E-GZ-DECODE"]);
        assert!(stream(bad).is_err());
    }
}

#[test]
fn what_unpacks_to_too_much_is_refused_while_it_is_read() {
    let rows = "PE7 3JA,,519000,295500,1,E01015645\n".repeat(500_000);
    let text = format!("{DIRECTORY}\n{rows}");
    for (file, bytes) in [
        ("bomb.csv.gz", gzipped(text.as_bytes())),
        ("bomb.zip", zipped(&[("bomb.csv", text.as_bytes())])),
    ] {
        let read = read_inside(file, &mut Cursor::new(&bytes), None, |it| {
            postcodes(file, it, &BTreeSet::new())
        });
        assert_eq!(faults(read), ["E-ZIP-BOMB"], "{file}");
    }
}

const DIRECTORY: &str = "pcds,doterm,east1m,north1m,gridind,lsoa21cd";

#[test]
fn a_row_of_a_directory_that_never_ends_is_not_held() {
    let wanted = BTreeSet::new();
    let endless = postcodes("x.csv", io::repeat(b'a'), &wanted);
    assert_eq!(faults(endless), ["E-CSV-FIELDSIZE"]);
    let row = "PE7 3JA,,519000,295500,1,E01015645\n";
    let open = format!("{DIRECTORY}\n{row}\"PE7 3JB,{}", row.repeat(40_000));
    let told = postcodes("x.csv", open.as_bytes(), &wanted).unwrap_err();
    assert!(told.to_string().contains("line 3"), "{told}");
    let long = format!("{DIRECTORY}\n{row}{},,1,1,1,E01\n", "A".repeat(70_000));
    let told = postcodes("x.csv", long.as_bytes(), &wanted);
    assert_eq!(faults(told), ["E-CSV-FIELDSIZE"]);
    // Many rows are no long row.
    let many = format!("{DIRECTORY}\n{}", row.repeat(100_000));
    let (read, _) = postcodes("x.csv", many.as_bytes(), &wanted).unwrap();
    assert_eq!(read.rows, 100_000);
}

#[test]
fn a_postcode_of_northern_ireland_has_no_place_on_the_british_grid() {
    let wanted = ["BT1 1AA", "BN1 1AA"].map(|it| Postcode::new(it).unwrap());
    let text =
        format!("{DIRECTORY}\nBT1 1AA,,333900,374200,1,N20001\nBN1 1AA,,531000,104200,1,E01\n");
    let (read, _) = postcodes("x.csv", text.as_bytes(), &wanted.clone().into()).unwrap();
    assert_eq!(read.known[&wanted[0]].point, None);
    assert!(read.known[&wanted[1]].point.is_some());
}

#[test]
fn coordinates_are_taken_in_pairs_whatever_other_columns_there_are() {
    let metres = (519_000.0, 298_000.0);
    let xy = |columns: &SiteColumns, placeless, header: &str, row: &str| {
        let csv = format!("id,{header}\nS,{row}\n");
        let (sites, _) = sites(columns.clone(), placeless, &csv).unwrap();
        let point = sites[0].point.unwrap();
        let area = AreaColumns {
            crs: columns.crs,
            placeless,
            ..AreaColumns::default()
        };
        let csv = format!("code,{header}\nA,{row}\n");
        assert_eq!(
            areas(&area, Vintage::Own, &csv).unwrap()[0].point,
            Some(point)
        );
        (point.x, point.y)
    };
    let plain = SiteColumns::default();
    let degrees = SiteColumns {
        crs: Some(Crs::Degrees),
        ..SiteColumns::default()
    };
    let (lon, lat) = ("-0.2444", "52.5667");
    for placeless in [false, true] {
        let both = format!("519000,298000,{lat},{lon}");
        assert_eq!(
            xy(&plain, placeless, "Easting,Northing,lat,lng", &both),
            metres
        );
        assert_eq!(
            xy(
                &plain,
                placeless,
                "lat,Northing,y,x,Easting",
                "52.5,298000,1,2,519000"
            ),
            metres
        );
        for header in [
            "longitude,latitude",
            "long,lat",
            "lon,lat",
            "lng,lat",
            "LON,Latitude",
        ] {
            let (x, y) = xy(&plain, placeless, header, &format!("{lon},{lat}"));
            assert!(
                (x - 519_000.0).abs() < 1_000.0 && (y - 298_000.0).abs() < 1_000.0,
                "{header}"
            );
        }
        let chosen = xy(
            &degrees,
            placeless,
            "Easting,Northing,lat,lng",
            &format!("1,2,{lat},{lon}"),
        );
        assert!((chosen.0 - 519_000.0).abs() < 1_000.0);
        for half in ["Easting,lat", "longitude,Northing", "x,lat", "lat,name"] {
            let read = sites(
                plain.clone(),
                placeless,
                &format!("id,{half}\nS,519000,52.5\n"),
            );
            assert_eq!(faults(read), ["E-CSV-HEADER"], "{half}");
        }
    }
    let twice = "id,x,y,Y\nS,519000,298000,52\n";
    assert_eq!(
        faults(sites(plain.clone(), true, twice)),
        ["E-CSV-HEADERDUP"]
    );
    let twice = "id,x,y,id\nS,519000,298000,T\n";
    assert_eq!(
        faults(sites(plain.clone(), true, twice)),
        ["E-CSV-HEADERDUP"]
    );
    let without = "id,postcode\nS,PE1 1AA\n";
    assert_eq!(sites(plain, true, without).unwrap().0[0].point, None);
}

#[test]
fn one_of_metres_and_one_of_degrees_are_no_place() {
    let named = |crs| SiteColumns {
        x: Some("a".to_owned()),
        y: Some("b".to_owned()),
        crs,
        ..SiteColumns::default()
    };
    for crs in [None, Some(Crs::National), Some(Crs::Degrees)] {
        for row in ["519000,52.5", "-0.24,298000"] {
            let read = sites(named(crs), false, &format!("id,a,b\nS,{row}\n"));
            assert_eq!(faults(read), ["E-SITE-CRS"], "{crs:?} {row}");
        }
    }
}

#[test]
fn centroids_whose_easting_and_northing_are_swapped_are_refused_in_their_own_file() {
    let columns = AreaColumns::default();
    let read = |rows: &str| {
        let csv = format!("LSOA21CD,x,y\n{rows}");
        areas(&columns, Vintage::Lsoa2021, &csv)
    };
    // The farthest of England and Wales: Skegness, Cromer, Easington, Redcar, Berwick, Longtown, Whitehaven, Amlwch,
    // St Davids, Land's End and Scilly.
    let right = [
        "556500,363000",
        "622000,342500",
        "539900,419000",
        "460500,525000",
        "399500,653000",
        "338000,568500",
        "297500,518000",
        "244000,393000",
        "176000,225000",
        "137000,26000",
        "90500,10500",
    ];
    for (place, at) in right.iter().enumerate() {
        let row = format!("E01{place:06},{at}\n");
        assert_eq!(read(&row).unwrap().len(), 1, "{at}");
    }
    let told = read("E01000001,181650,532150\nE01013787,304900,486100\n").unwrap_err();
    assert_eq!(told.0.len(), 1, "{told}");
    assert!(
        told.to_string().contains("E-SITE-SWAP areas.csv") && told.to_string().contains("1 of 2"),
        "{told}"
    );
    // One row that is wrong is that row's fault.
    let one = read("E01000001,181650,532150\nE01013787,486100,304900\nE01013788,300000,90000\n");
    assert_eq!(faults(one), ["E-SITE-FAR"]);
}

#[test]
fn a_table_that_is_wrong_everywhere_is_told_without_holding_every_cell() {
    let n = 400;
    let (mut header, mut rows) = ("area".to_owned(), String::new());
    for it in 0..n {
        write!(header, ",S{it}").unwrap();
        writeln!(rows, "A{it}{}", ",five".repeat(n)).unwrap();
    }
    let text = format!("{header}\n{rows}");
    let layout = TimesLayout::Wide {
        area: None,
        unit: TimeUnit::Minutes,
    };
    let read = |text: &str, settings: &TableSettings| {
        let source = Source {
            file: "times.csv",
            bytes: text.as_bytes(),
            settings,
        };
        travel_table(source, &layout)
    };
    let told = read(&text, &TableSettings::default()).unwrap_err();
    assert_eq!(told.0.len(), 1_001);
    let last = told.0[1_000].to_string();
    assert!(
        last.starts_with("E-LIMIT-FAULTS times.csv value \"E-NUM-FORMAT\": 159000 more"),
        "{last}"
    );
    let printed = told.to_string();
    assert!(
        printed.contains("159000 more") && printed.lines().count() == 22,
        "{printed}"
    );
    // Marks that the study takes for unknown are counted to the last, and told of some columns one by one.
    let settings = TableSettings {
        suppressed: Suppressed::Exclude,
        ..TableSettings::default()
    };
    let (_, notices) = read(&text.replace("five", "*"), &settings).unwrap();
    let suppressed = notices.iter().filter(|it| it.code == "W-NUM-SUPPRESSED");
    let counts: Vec<u64> = suppressed.map(|it| it.count).collect();
    assert_eq!((counts.len(), counts.iter().sum::<u64>()), (201, 160_000));
    let wide = format!("area{}\n", ",S".repeat(Table::MOST_COLUMNS));
    assert_eq!(faults(read(&wide, &settings)), ["E-LIMIT-COLUMNS"]);
}

#[test]
fn gias_is_read_by_its_words_or_its_codes_and_what_is_only_proposed_is_not_open() {
    let rows = [
        ("1", "Open", "519000,298000"),
        ("2", "Closed", "519000,298000"),
        ("3", "\"Open, but proposed to close\"", "519000,298000"),
        ("4", "Proposed to open", "519000,298000"),
        ("1", "Open", ",298000"),
        ("1", "Open", "519000,0"),
    ];
    let csv = |by_word: bool| {
        let header = if by_word { "name" } else { "code" };
        let mut text =
            format!("URN,EstablishmentName,EstablishmentStatus ({header}),Easting,Northing\n");
        for (place, (code, word, at)) in rows.iter().enumerate() {
            let status = if by_word { word } else { code };
            writeln!(text, "{place},N,{status},{at}").unwrap();
        }
        text
    };
    let ids =
        |read: SitesRead| -> Vec<String> { read.unwrap().0.into_iter().map(|it| it.id).collect() };
    for by_word in [true, false] {
        let text = csv(by_word);
        let all = spec(SiteKind::Gias, SiteColumns::default(), false);
        let (sites, notices) = sites_of(&all, &text).unwrap();
        let kept: Vec<&str> = sites.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(kept, ["0", "2", "3"], "by word: {by_word}");
        assert_eq!(codes(&notices), ["W-SITE-CLOSED", "W-SITE-NOXY"]);
        assert_eq!(notices.rows().left_out.values().sum::<u64>(), 3);
        let mut open = all.clone();
        open.columns.open_today = true;
        assert_eq!(ids(sites_of(&open, &text)), ["0", "2"]);
        let mut kept = all.clone();
        kept.keep = vec![("status".to_owned(), vec!["Proposed to open".to_owned()])];
        assert_eq!(ids(sites_of(&kept, &text)), ["3"]);
        let mut placeless = all;
        placeless.placeless = true;
        let (sites, _) = sites_of(&placeless, &text).unwrap();
        let placed: Vec<bool> = sites.iter().map(|it| it.point.is_some()).collect();
        assert_eq!(placed, [true, true, true, false, false]);
    }
}

#[test]
fn a_study_takes_no_school_for_open_that_is_proposed_and_reads_the_words_for_it_in_any_list() {
    let folder = town();
    let point = crate::town_study::drawing().point('C');
    let row = |id: u32, status: &str| format!("{id},N{id},{status},{},{}\n", point.x, point.y);
    let list =
        row(1, "Open") + &row(2, "Proposed to open") + &row(3, "\"Open, but proposed to close\"");
    let gias = format!("URN,EstablishmentName,EstablishmentStatus (name),Easting,Northing\n{list}");
    folder.write("gias.csv", &gias);
    folder.write("list.csv", &format!("id,name,status,x,y\n{list}"));
    let study = folder.read("study.toml");
    let page = |section: &str| {
        let section = format!("[[sites]]\nid_prefix = \"G\"\ntier = \"centre\"\n{section}");
        folder.write("study.toml", &format!("{study}{section}"));
        run(&["check", &folder.word("")]).good()
    };
    // Of the town two are open, and one is a candidate.
    let all_open = page("file = \"gias.csv\"\nkind = \"gias\"\nstatus = \"open\"\n");
    assert!(
        all_open.contains("5 sites: 4 open today, 1 candidate"),
        "{all_open}"
    );
    assert!(all_open.contains("W-SITE-PROPOSED"), "{all_open}");
    let candidates = page("file = \"gias.csv\"\nkind = \"gias\"\nstatus = \"candidate\"\n");
    assert!(
        candidates.contains("6 sites: 2 open today, 4 candidates"),
        "{candidates}"
    );
    let words = page("file = \"list.csv\"\nkind = \"table\"\n");
    assert!(
        words.contains("6 sites: 4 open today, 2 candidates"),
        "{words}"
    );
}

#[test]
fn a_file_that_is_no_text_is_told_for_what_it_is() {
    let read = |file: &str, bytes: &[u8]| {
        let settings = TableSettings::default();
        let source = Source {
            file,
            bytes,
            settings: &settings,
        };
        Table::read(source, &mut Findings::none())
    };
    let xls = [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 600]].concat();
    for (bytes, code) in [
        (gzipped(b"a,b\n1,2\n"), "E-CSV-GZIP"),
        (xls, "E-CSV-XLS"),
        (b"%PDF-1.7\n\0\0\0".to_vec(), "E-CSV-PDF"),
        (zipped(&[("a.csv", b"a,b\n1,2\n")]), "E-CSV-ZIP"),
    ] {
        assert_eq!(faults(read("table.csv", &bytes)), [code]);
    }
    // A workbook is read when it lies in a zip or is gzipped.
    let cells = [["code", "n"], ["A", "7"]].map(|it| it.map(str::to_owned).to_vec());
    let book = workbook(&[("Sheet", cells.to_vec())]);
    for (file, packed) in [
        ("book.zip", zipped(&[("book.xlsx", &book)])),
        ("book.xlsx.gz", gzipped(&book)),
    ] {
        let bytes = unpacked(file, Cow::Owned(packed), None).unwrap();
        let table = read(file, &bytes).unwrap();
        assert_eq!(
            (table.headers(), table.rows().len()),
            (&["code".to_owned(), "n".to_owned()][..], 1)
        );
    }
}

#[test]
fn lines_that_end_as_on_an_old_mac_are_lines() {
    let settings = TableSettings {
        header_row: 2,
        ..TableSettings::default()
    };
    let source = Source {
        file: "mac.csv",
        bytes: b"A title\rid,x,y\rS,519000,298000\rT,five,298000\r",
        settings: &settings,
    };
    let plain = spec(SiteKind::Table, SiteColumns::default(), false);
    let told = site_list(source, &plain).unwrap_err().to_string();
    assert!(told.starts_with("E-NUM-FORMAT mac.csv line 4"), "{told}");
}

#[test]
fn a_small_workbook_cannot_ask_for_millions_of_blank_cells() {
    let far = |rows: usize| {
        let mut row = vec![String::new(); Table::MOST_COLUMNS];
        row[Table::MOST_COLUMNS - 1] = "x".to_owned();
        workbook(&[("Sheet", vec![row; rows])])
    };
    let read = |bytes: &[u8]| {
        let source = Source {
            file: "book.xlsx",
            bytes,
            settings: &TableSettings::default(),
        };
        Table::read(source, &mut Findings::none())
    };
    assert_eq!(read(&far(20)).unwrap().rows().len(), 19);
    assert_eq!(faults(read(&far(120))), ["E-ZIP-BOMB"]);
}

#[test]
fn cut_offs_that_are_none_are_refused_before_anything_uses_them() {
    let folder = town();
    let study = folder.read("study.toml");
    for (list, code) in [
        ("[]", "E-CFG-RANGE"),
        ("[0]", "E-CFG-RANGE"),
        ("[nan]", "E-CFG-"),
    ] {
        let with = study.replace("[assess]", &format!("[assess]\ncutoffs_min = {list}"));
        folder.write("study.toml", &with);
        let told = run(&["check", &folder.word("")]).stopped(2);
        assert!(
            told.contains(code) && told.contains("cutoffs_min"),
            "{told}"
        );
    }
}
