//! Files as their publishers release them: workbooks, zipped and gzipped files, postcode directories, the list of family
//! hubs.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Cursor;

use fairreach::read::{
    Ages, BandColumns, BandSource, Postcode, Source, TableSettings, Vintage, population, postcodes,
    read_inside, unpacked,
};

use crate::packing::gzipped;
pub(crate) use crate::packing::{workbook, zipped};
use crate::program::run;
use crate::town_study::town;

/// The ONS's sheet of single years as published: three lines, the header on the fourth, then areas whose `n` people of each
/// age and sex are told.
pub(crate) fn single_years(areas: &[(&str, u32)]) -> Vec<Vec<String>> {
    let mut header: Vec<String> = [
        "LAD 2023 Code",
        "LAD 2023 Name",
        "LSOA 2021 Code",
        "LSOA 2021 Name",
        "Total",
    ]
    .map(str::to_owned)
    .to_vec();
    for sex in ["F", "M"] {
        header.extend((0..=90).map(|it| format!("{sex}{it}")));
    }
    let title = [
        "Mid-2022 population estimates",
        "Source: Office for National Statistics",
        "",
    ];
    let mut rows: Vec<Vec<String>> = title.map(|it| vec![it.to_owned()]).to_vec();
    rows.push(header);
    for (code, n) in areas {
        let mut row: Vec<String> = ["E06000017", "Rutland", code, "Rutland 001A"]
            .map(str::to_owned)
            .to_vec();
        row.push((182 * n).to_string());
        row.extend(std::iter::repeat_n(n.to_string(), 182));
        rows.push(row);
    }
    rows
}

fn under_fives(
    file: &str,
    bytes: &[u8],
    settings: &TableSettings,
) -> Result<Vec<(String, Option<f64>)>, String> {
    let source = Source {
        file,
        bytes,
        settings,
    };
    let bands = [BandColumns {
        band: "under5".to_owned(),
        columns: BandSource::Ages(Ages::new("0-4").unwrap()),
    }];
    let read = population(source, None, &bands, Vintage::Lsoa2021).map_err(|it| it.to_string())?;
    Ok(read
        .0
        .into_iter()
        .map(|it| (it.code, it.counts[0]))
        .collect())
}

#[test]
fn a_workbook_of_single_years_is_read_as_the_ons_publishes_it() {
    let sheets = [
        ("Notes", vec![vec!["This workbook".to_owned()]]),
        (
            "Mid-2022 LSOA 2021",
            single_years(&[("E01013787", 3), ("E01013788", 5)]),
        ),
        (
            "Mid-2023 LSOA 2021",
            single_years(&[("E01013787", 4), ("E01013788", 6)]),
        ),
    ];
    let book = workbook(&sheets);
    let settings = |sheet: Option<&str>, header_row| TableSettings {
        sheet: sheet.map(str::to_owned),
        header_row,
        ..TableSettings::default()
    };
    let read = |sheet, row| under_fives("sapelsoasyoa20222024.xlsx", &book, &settings(sheet, row));
    let of = |one: f64, other: f64| {
        vec![
            ("E01013787".to_owned(), Some(one)),
            ("E01013788".to_owned(), Some(other)),
        ]
    };
    assert_eq!(read(Some("Mid-2022 LSOA 2021"), 4), Ok(of(30.0, 50.0)));
    assert_eq!(read(Some("mid-2023 lsoa 2021"), 4), Ok(of(40.0, 60.0)));
    let unnamed = read(None, 4).unwrap_err();
    assert!(
        unnamed.contains("E-XLSX-SHEET") && unnamed.contains("Mid-2023 LSOA 2021"),
        "{unnamed}"
    );
    let absent = read(Some("Mid-2021"), 4).unwrap_err();
    assert!(
        absent.contains("Mid-2021") && absent.contains("Notes"),
        "{absent}"
    );
    assert!(
        read(Some("Notes"), 4).unwrap_err().contains("header_row"),
        "no header there"
    );
    // On the wrong line the message names the right one.
    let line = read(Some("Mid-2022 LSOA 2021"), 1).unwrap_err();
    assert!(line.contains("line 4"), "{line}");
    for cut in [0, 10, book.len() / 2, book.len() - 1] {
        let told = under_fives("x.xlsx", &book[..cut], &settings(None, 4)).unwrap_err();
        assert!(told.contains("E-XLSX-DECODE"), "{cut}: {told}");
    }
}

#[test]
fn zipped_and_gzipped_files_are_read_as_what_is_inside() {
    let csv = b"code,children\na,1\n";
    let plain = |file: &str, bytes: Vec<u8>, inside| {
        unpacked(file, Cow::Owned(bytes), inside)
            .map(Cow::into_owned)
            .map_err(|it| it.to_string())
    };
    assert_eq!(plain("people.csv.gz", gzipped(csv), None), Ok(csv.to_vec()));
    assert_eq!(
        plain("people.ZIP", zipped(&[("people.csv", csv)]), None),
        Ok(csv.to_vec())
    );
    let two = zipped(&[
        ("Data/people.csv", csv),
        ("readme.txt", b"read me"),
        ("__MACOSX/x", b"x"),
    ]);
    assert_eq!(
        plain("two.zip", two.clone(), Some("people.csv")),
        Ok(csv.to_vec())
    );
    assert_eq!(
        plain("two.zip", two.clone(), Some("Data/people.csv")),
        Ok(csv.to_vec())
    );
    let told = plain("two.zip", two.clone(), None).unwrap_err();
    assert!(
        told.contains("E-ZIP-INSIDE") && told.contains("2 files") && told.contains("readme.txt"),
        "{told}"
    );
    let streamed = read_inside(
        "two.zip",
        &mut Cursor::new(&two),
        Some("people.csv"),
        |it| {
            let mut text = Vec::new();
            it.read_to_end(&mut text).unwrap();
            Ok(text)
        },
    );
    assert_eq!(streamed.unwrap(), csv);
    // What is not called packed is left as it is, whatever it is.
    assert_eq!(plain("people.csv", two.clone(), None), Ok(two.clone()));
    for cut in [0, 1, 20, two.len() / 2, two.len() - 1] {
        let told = plain("two.zip", two[..cut].to_vec(), Some("people.csv"));
        assert!(
            told.is_err_and(|it| it.contains("E-ZIP-DECODE")),
            "cut at {cut}"
        );
    }
    let gz = gzipped(csv);
    for cut in [0, 5, gz.len() - 1] {
        let told = plain("x.gz", gz[..cut].to_vec(), None);
        assert!(
            told.is_err_and(|it| it.contains("E-GZ-DECODE")),
            "cut at {cut}"
        );
    }
    let blank = vec![b' '; 80_000_000];
    for (file, bytes) in [
        ("bomb.zip", zipped(&[("x", &blank)])),
        ("bomb.csv.gz", gzipped(&blank)),
    ] {
        let told = plain(file, bytes, None).unwrap_err();
        assert!(
            told.contains("E-ZIP-BOMB") && told.contains("limit"),
            "{told}"
        );
    }
}

/// Headers of three releases, cut to what is read and something between.
const RELEASES: [&str; 3] = [
    "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,lsoa21cd",
    "pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,osgrdind,lsoa21",
    "\u{feff}PCD,PCD2,PCDS,DOINTR,DOTERM,USERTYPE,OSEAST1M,OSNRTH1M,OSGRDIND,LSOA11",
];

#[test]
fn postcodes_are_found_in_directories_of_every_release() {
    let rows = "PE7 3JA,PE7  3JA,PE7 3JA,199006,,0,519000,295500,1,E01015645\n\
        \"PE7 3JB\",PE7  3JB,PE7 3JB,199006,201201,0,519100,295600,1,E01015646\n\
        PE7 3JB,PE7  3JB,PE7 3JB,201301,,0,519200,295700,1,E01015646\n\
        GY1 1AA,GY1  1AA,GY1 1AA,199006,,0,,,9,L99999999\n";
    let wanted: BTreeSet<Postcode> = ["pe73ja", "PE7 3JB", "GY1 1AA", "ZZ9 9ZZ"]
        .into_iter()
        .filter_map(Postcode::new)
        .collect();
    for header in RELEASES {
        let text = format!("{header}\n{rows}");
        let (found, _) = postcodes("onspd.csv", text.as_bytes(), &wanted).unwrap();
        assert_eq!((found.rows, found.known.len()), (4, 3), "{header}");
        let of = |it: &str| &found.known[&Postcode::new(it).unwrap()];
        assert_eq!(
            of("PE7 3JA").point.map(|it| (it.x, it.y)),
            Some((519_000.0, 295_500.0))
        );
        assert_eq!(
            of("PE7 3JB").point.map(|it| it.x),
            Some(519_200.0),
            "the one in use"
        );
        assert_eq!(of("GY1 1AA").point, None);
        let lsoa = of("PE7 3JA")
            .lsoa21
            .clone()
            .or(of("PE7 3JA").lsoa11.clone());
        assert_eq!(lsoa.as_deref(), Some("E01015645"));
    }
    let told = |text: &str| {
        postcodes("x.csv", text.as_bytes(), &wanted)
            .unwrap_err()
            .to_string()
    };
    assert!(told("a,b\n1,2\n").contains("E-COL-MISSING"));
    assert!(told("").contains("E-CSV-EMPTY"));
    let bad = format!("{}\nPE7 3JA,x,PE7 3JA,1,,0,east,2,1,E01\n", RELEASES[0]);
    assert!(
        told(&bad).contains("line 2") && told(&bad).contains("E-NUM-FORMAT"),
        "{}",
        told(&bad)
    );
    let short = format!("{}\nPE7 3JA,x,PE7 3JA\n", RELEASES[0]);
    assert!(told(&short).contains("E-CSV-RAGGED"), "{}", told(&short));
}

#[test]
fn family_hubs_stand_where_their_postcodes_are() {
    let folder = town();
    let point = crate::town_study::drawing().point('C');
    let directory = format!(
        "{}\nPE1 1AA,x,PE1 1AA,199006,,0,{:.0},{:.0},1,E01015645\nPE1 1AB,x,PE1 1AB,199006,201001,0,{:.0},{:.0},1,E01\n",
        RELEASES[0],
        point.x,
        point.y,
        point.x + 200.0,
        point.y
    );
    std::fs::write(
        folder.path("onspd.zip"),
        zipped(&[("Data/ONSPD.csv", directory.as_bytes())]),
    )
    .unwrap();
    folder.write(
        "hubs.csv",
        "Family_Hub,Postcode,Local_Authority\nThe Oaks,pe11aa,Peterborough\nElm (outreach),PE1 1AB,Peterborough\nFar,ZZ9 9ZZ,Elsewhere\n",
    );
    let study = folder.read("study.toml");
    let hubs = "[[sites]]\nfile = \"hubs.csv\"\nkind = \"dfe-family-hubs\"\nkeep = { authority = [\"Peterborough\"] }\nstatus = \"candidate\"\ntier = \"centre\"\n";
    let postcodes = "[postcodes]\nfile = \"onspd.zip\"\n";
    folder.write("study.toml", &format!("{study}{hubs}{postcodes}"));
    let page = run(&["check", &folder.word("")]).good();
    assert!(
        page.contains("5 sites: 2 open today, 3 candidates"),
        "{page}"
    );
    assert!(
        page.contains("W-SITE-POSTCODE") && page.contains("elm-outreach"),
        "{page}"
    );
    assert!(page.contains("postcodes onspd.zip"), "{page}");
    let times = run(&["times", &folder.word(""), "--out", "-", "--mode", "walk"]).good();
    assert!(
        times
            .lines()
            .any(|it| it.starts_with("area-C,the-oaks,walk,")),
        "{times}"
    );
    folder.write(
        "study.toml",
        &format!(
            "{study}{}{postcodes}",
            hubs.replace("keep = { authority = [\"Peterborough\"] }\n", "")
        ),
    );
    let told = run(&["check", &folder.word("")]).stopped(2);
    assert!(
        told.contains("E-SITE-POSTCODE")
            && told.contains("hubs.csv line 4")
            && told.contains("ZZ9 9ZZ"),
        "{told}"
    );
    folder.write("study.toml", &format!("{study}{hubs}"));
    let told = run(&["check", &folder.word("")]).stopped(2);
    assert!(told.contains("[postcodes]"), "{told}");
}
