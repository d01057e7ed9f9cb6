//! People by age as published: the ONS's estimates by broad age, Census 2021 wide and long, and bands made of their ages.

use std::fmt::Write;

use fairreach::read::{
    Ages, BandColumns, BandSource, Notices, PeopleRow, Source, TableSettings, Vintage, population,
};

use crate::packing::{workbook, zipped};
use crate::program::run;
use crate::town_study::town;

/// The header of TS007A as Nomis publishes it.
const TS007A: &str = "date,geography,geography code,Age: Total,Age: Aged 4 years and under,Age: Aged 5 to 9 years,\
    Age: Aged 10 to 14 years,Age: Aged 15 to 19 years,Age: Aged 20 to 24 years,Age: Aged 25 to 29 years,\
    Age: Aged 30 to 34 years,Age: Aged 35 to 39 years,Age: Aged 40 to 44 years,Age: Aged 45 to 49 years,\
    Age: Aged 50 to 54 years,Age: Aged 55 to 59 years,Age: Aged 60 to 64 years,Age: Aged 65 to 69 years,\
    Age: Aged 70 to 74 years,Age: Aged 75 to 79 years,Age: Aged 80 to 84 years,Age: Aged 85 years and over";

/// The header of a custom dataset by age as the ONS gives it.
const LONG: &str = "Lower layer Super Output Areas Code,Lower layer Super Output Areas,\
    Age (18 categories) Code,Age (18 categories),Observation";

/// Three areas, in no order of codes.
const AREAS: [&str; 3] = ["E01013790", "E01013787", "E01013788"];

type Read = Result<(Vec<PeopleRow>, Notices), String>;

/// What a file tells of bands of ages, by codes of 2021.
fn read_as(file: &str, bytes: &[u8], bands: &[&str], settings: &TableSettings) -> Read {
    let source = Source {
        file,
        bytes,
        settings,
    };
    let bands: Vec<BandColumns> = bands
        .iter()
        .map(|it| BandColumns {
            band: format!("aged {it}"),
            columns: BandSource::Ages(Ages::new(it).unwrap()),
        })
        .collect();
    population(source, None, &bands, Vintage::Lsoa2021).map_err(|it| it.to_string())
}

fn read(csv: &str, bands: &[&str]) -> Read {
    read_as("ages.csv", csv.as_bytes(), bands, &TableSettings::default())
}

/// The counts of each area.
fn counts(read: &Read) -> Vec<(String, Vec<f64>)> {
    let rows = &read.as_ref().unwrap().0;
    rows.iter()
        .map(|it| {
            let counts = it.counts.iter().map(|it| it.unwrap());
            (it.code.clone(), counts.collect())
        })
        .collect()
}

fn codes(read: &Read) -> Vec<String> {
    let notices = &read.as_ref().unwrap().1;
    notices.iter().map(|it| it.code.to_string()).collect()
}

/// How many people of the nth five-year group live in the nth area.
const fn people(area: usize, group: usize) -> usize {
    (area + 3) * 10 + group * (area + 1)
}

/// The labels of the header of TS007A.
fn labels() -> Vec<&'static str> {
    TS007A
        .split(',')
        .skip(4)
        .map(|it| it.strip_prefix("Age: ").unwrap())
        .collect()
}

fn wide() -> String {
    let mut csv = format!("{TS007A}\n");
    for (area, code) in AREAS.iter().enumerate() {
        let groups: Vec<usize> = (0..18).map(|it| people(area, it)).collect();
        let total: usize = groups.iter().sum();
        let groups: Vec<String> = groups.iter().map(usize::to_string).collect();
        let groups = groups.join(",");
        writeln!(csv, "2021,Rutland 00{area},{code},{total},{groups}").unwrap();
    }
    csv
}

/// The same people a row an area and age, the older first, with the rows of nobody that a custom dataset has.
fn long() -> String {
    let mut csv = format!("\u{feff}{LONG}\n");
    for (group, label) in labels().iter().enumerate().rev() {
        for (area, code) in AREAS.iter().enumerate() {
            let n = people(area, group);
            writeln!(csv, "{code},Rutland 00{area},{},{label},{n}", group + 1).unwrap();
        }
    }
    for code in AREAS {
        writeln!(csv, "{code},Rutland,-8,Does not apply,0").unwrap();
    }
    csv
}

#[test]
fn broad_ages_are_read_as_the_ons_publishes_them() {
    let header = "LAD 2023 Code,LAD 2023 Name,LSOA 2021 Code,LSOA 2021 Name,Total,F0 to 15,F16 to 29,F30 to 44,\
        F45 to 64,F65 and over,M0 to 15,M16 to 29,M30 to 44,M45 to 64,M65 and over";
    let row = "E06000017,Rutland,E01013787,Rutland 001A,1615,76,118,194,232,160,82,141,238,240,134";
    let bands = ["0-15", "16-64", "65+", "0+"];
    let all = vec![("E01013787".to_owned(), vec![158.0, 1163.0, 294.0, 1615.0])];
    let csv = read(&format!("{header}\n{row}\n"), &bands);
    assert_eq!(counts(&csv), all);
    assert!(codes(&csv).is_empty());
    let cells = |it: &str| it.split(',').map(str::to_owned).collect::<Vec<_>>();
    let sheet = vec![
        cells("Mid-2024 population estimates"),
        cells("Source"),
        cells(""),
        cells(header),
        cells(row),
    ];
    let book = workbook(&[
        ("Cover sheet", vec![cells("Broad age")]),
        ("Mid-2024 LSOA 2021", sheet),
    ]);
    let settings = TableSettings {
        sheet: Some("Mid-2024 LSOA 2021".to_owned()),
        header_row: 4,
        ..TableSettings::default()
    };
    let name = "sapelsoabroadage20222024.xlsx";
    assert_eq!(counts(&read_as(name, &book, &bands, &settings)), all);
    let told = read_as(name, &book, &["0-4", "0-15", "60+"], &settings).unwrap_err();
    assert!(
        told.contains("E-AGE-BAND sapelsoabroadage20222024.xlsx line 4")
            && told.contains("this file has the ages 0-15, 16-29, 30-44, 45-64, 65+")
            && told
                .contains("\"aged 0-4\" (0-4) cannot be made of them: use a file by single year")
            && told.contains("\"aged 60+\" (60+)"),
        "{told}"
    );
    assert_eq!(told.lines().count(), 2, "{told}");
    // A total that is another's: told, and each column taken as it is.
    let odd = read(
        &format!("{header}\n{}\n", row.replace("1615", "16150")),
        &bands,
    );
    assert_eq!((counts(&odd), codes(&odd)), (all, vec!["W-SUM".to_owned()]));
}

#[test]
fn census_tables_wide_and_long_tell_the_same() {
    let bands = ["0-4", "5-14", "85+", "0+"];
    let wide = read(&wide(), &bands);
    let told = counts(&wide);
    assert_eq!(told[0].0, "E01013787", "in order of codes");
    let (first, second) = (people(1, 0) as f64, (people(1, 1) + people(1, 2)) as f64);
    assert_eq!(told[0].1[..2], [first, second]);
    assert!(codes(&wide).is_empty());
    let long_read = read(&long(), &bands);
    assert_eq!(counts(&long_read), told);
    assert_eq!(codes(&long_read), ["W-AGE-NA"]);
    let notice = long_read.unwrap().1.iter().next().unwrap().clone();
    assert_eq!(notice.count, 3);
    // By sex too, each half of the people and the odd one out.
    let (sexes, mut by_sex) = (["Female", "Male"], String::new());
    for line in long().lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let n: u32 = cells[4].parse().unwrap();
        for (nth, sex) in (1..).zip(sexes) {
            let n = if nth == 1 { n / 2 } else { n - n / 2 };
            let (area, age) = (cells[..2].join(","), cells[2..4].join(","));
            writeln!(by_sex, "{area},{nth},{sex},{age},{n}").unwrap();
        }
    }
    let header = LONG.replace(
        "Age (18 categories) Code",
        "Sex (2 categories) Code,Sex (2 categories),Age (18 categories) Code",
    );
    assert_eq!(counts(&read(&format!("{header}\n{by_sex}"), &bands)), told);
    // TS009 is by sex in wide form.
    let of_sex = |sex: &str| {
        labels()
            .iter()
            .map(|it| format!("Sex: {sex}; Age: {it}; measures: Value"))
            .collect::<Vec<_>>()
            .join(",")
    };
    let groups: Vec<String> = (0..18).map(|it| it.to_string()).collect();
    let row = format!("2021,x,E01013787,{0},{0}", groups.join(","));
    let ts009 = format!(
        "date,geography,geography code,{},{}\n{row}\n",
        of_sex("Female"),
        of_sex("Male")
    );
    assert_eq!(counts(&read(&ts009, &["5-14", "85+"]))[0].1, [6.0, 34.0]);
}

#[test]
fn groups_that_hold_single_years_are_not_counted_twice() {
    // TS007: each group stands before its own years.
    let mut headers: Vec<String> = vec!["Age: Total".to_owned()];
    let mut cells: Vec<u32> = vec![0];
    for (low, high) in [(0, 4), (5, 9), (10, 15), (16, 19), (20, 84), (85, 100)] {
        headers.push(match (low, high) {
            (0, _) => "Age: Aged 4 years and under".to_owned(),
            (85, _) => "Age: Aged 85 years and over".to_owned(),
            _ => format!("Age: Aged {low} to {high} years"),
        });
        cells.push((low..=high).sum());
        cells[0] += (low..=high).sum::<u32>();
        for year in low..=high {
            headers.push(match year {
                0 => "Age: Aged under 1 year".to_owned(),
                1 => "Age: Aged 1 year".to_owned(),
                100 => "Age: Aged 100 years and over".to_owned(),
                _ => format!("Age: Aged {year} years"),
            });
            cells.push(year);
        }
    }
    let header: Vec<String> = headers
        .iter()
        .map(|it| format!("\"{it}; measures: Value\""))
        .collect();
    let row: Vec<String> = cells.iter().map(u32::to_string).collect();
    let csv = format!(
        "date,geography,geography code,{}\n2021,Rutland 001A,E01013787,{}\n",
        header.join(","),
        row.join(",")
    );
    let read_of = |bands: &[&str]| read(&csv, bands);
    let of = |low: u32, high: u32| f64::from((low..=high).sum::<u32>());
    let all = read_of(&["0", "0-4", "3-11", "0-15", "85+", "90+", "0+"]);
    assert_eq!(
        counts(&all)[0].1,
        [
            0.0,
            10.0,
            of(3, 11),
            of(0, 15),
            of(85, 100),
            of(90, 100),
            of(0, 100)
        ]
    );
    assert!(codes(&all).is_empty(), "the total is the sum of the groups");
    let told = read_of(&["101+"]).unwrap_err();
    assert!(told.contains("every year from 0 to 99"), "{told}");
}

#[test]
fn long_tables_that_cannot_be_read_exactly_are_refused() {
    let (whole, bands) = (long(), ["0-4", "5-9"]);
    let line = |n: usize| whole.lines().nth(n - 1).unwrap().to_owned();
    let infants = 2 + 17 * 3;
    assert!(line(infants).contains("Aged 4 years and under"));
    let without = whole.replace(&format!("{}\n", line(infants)), "");
    let told = read(&without, &bands).unwrap_err();
    assert!(
        told.contains("E-AGE-ABSENT ages.csv")
            && told.contains("E01013790 has no row for ages 0-4"),
        "{told}"
    );
    assert!(
        read(&without, &["5-9"]).is_ok(),
        "ages that no band needs may be absent"
    );
    let twice = format!("{whole}{}\n", line(infants));
    let told = read(&twice, &bands).unwrap_err();
    assert!(
        told.contains("E-KEY-DUP ages.csv line 59 column \"Age (18 categories)\""),
        "{told}"
    );
    let empty = whole.replace("Aged 4 years and under,30\n", "Aged 4 years and under,\n");
    assert!(read(&empty, &bands).unwrap_err().contains("E-NUM-EMPTY"));
    let misspelt = whole.replacen("Aged 5 to 9 years", "Aged five to nine", 1);
    let told = read(&misspelt, &bands).unwrap_err();
    assert!(
        told.contains("E-AGE-LABEL") && told.contains("Aged five to nine"),
        "{told}"
    );
    let crossed = whole
        .replace(
            ",Observation\n",
            ",Ethnic group (6 categories) Code,Ethnic group (6 categories),Observation\n",
        )
        .replace("years,", "years,1,White,");
    let header = crossed.lines().next().unwrap();
    let told = read(
        &format!("{header}\nE01013787,x,1,Aged 4 years and under,1,White,3\n"),
        &bands,
    )
    .unwrap_err();
    assert!(
        told.contains("E-AGE-TABLE") && told.contains("Ethnic group (6 categories)"),
        "{told}"
    );
    let counted = whole.replacen("Does not apply,0", "Does not apply,2", 1);
    let notices = read(&counted, &bands).unwrap().1;
    assert!(
        notices
            .iter()
            .any(|it| it.what.ends_with("count somebody") && it.count == 1)
    );
    let told = read("LSOA21CD,children\nE01013787,3\n", &bands).unwrap_err();
    assert!(
        told.contains("E-AGE-BAND") && told.contains("no column tells of ages"),
        "{told}"
    );
    let told = read(&format!("Census 2021\n,,\n{TS007A}\n"), &bands).unwrap_err();
    assert!(told.contains("header_row = 3"), "{told}");
    let told = read(
        "LSOA21CD,F0 to 15,M0 to 15,F0 to 15\nE01013787,1,2,3\n",
        &["0-15"],
    )
    .unwrap_err();
    assert!(told.contains("E-CSV-HEADERDUP"), "{told}");
}

#[test]
fn a_study_takes_a_census_table_out_of_its_zip() {
    let folder = town();
    let codes = [
        "area-A", "area-C", "area-E", "area-G", "area-I", "area-L", "area-far",
    ];
    let mut csv = format!("{TS007A}\n");
    for (nth, code) in codes.iter().enumerate() {
        let groups: Vec<String> = (0..18).map(|it| (nth + it).to_string()).collect();
        writeln!(csv, "2021,x,{code},{},{}", 18 * nth + 153, groups.join(",")).unwrap();
    }
    let zip = zipped(&[
        ("census2021-ts007a-ltla.csv", b"date\n"),
        ("census2021-ts007a-lsoa.csv", csv.as_bytes()),
        ("metadata/ts007a-2021-1.txt", b"Age by five-year age bands"),
    ]);
    std::fs::write(folder.path("census2021-ts007a.zip"), zip).unwrap();
    let table = "file = \"people.csv\"\nkind = \"table\"\nbands = { under5 = \"children\" }";
    let census = "file = \"census2021-ts007a.zip\"\ninside = \"census2021-ts007a-lsoa.csv\"\nkind = \"census2021\"\n\
        vintage = \"none\"\ncolumns = { code = \"geography code\" }\nbands = { under5 = \"0-4\", school = \"5-14\" }";
    folder.edit("study.toml", table, census);
    let judged = run(&["assess", &folder.word(""), "--json"]).json();
    let children = crate::program::figure(&judged["baseline"], "children", "all");
    assert_eq!(
        children,
        Some(21.0),
        "the under-fives of seven areas are 0 to 6"
    );
    folder.edit("study.toml", "school = \"5-14\"", "school = \"4-11\"");
    let told = run(&["check", &folder.word("")]).stopped(2);
    assert!(
        told.contains("E-AGE-BAND census2021-ts007a.zip") && told.contains("0-4, 5-9, 10-14"),
        "{told}"
    );
    folder.edit("study.toml", "school = \"4-11\"", "school = \"4-121\"");
    folder.edit(
        "study.toml",
        "vintage = \"none\"\ncolumns",
        "vintage = \"lsoa2011\"\ncolumns",
    );
    let told = run(&["check", &folder.word("")]).stopped(2);
    assert!(
        told.contains("E-CFG-RANGE") && told.contains("ages from 0 to 120"),
        "{told}"
    );
    assert!(
        told.contains("E-GEO-VINTAGE") && told.contains("people[0].vintage"),
        "{told}"
    );
}
