//! Columns found by their names: never by half a name, and never one of two.

use fairreach::read::{
    BandColumns, BandSource, DeprivationColumn, DeprivationColumns, Index, Part, ReadErrors,
    Source, TableSettings, Vintage, below_preamble, deprivation, lookup, population,
};

fn people(csv: &str, column: &str) -> Result<(), ReadErrors> {
    let band = BandColumns {
        band: "young".to_owned(),
        columns: BandSource::Named(vec![column.to_owned()]),
    };
    let source = Source {
        file: "people.csv",
        bytes: csv.as_bytes(),
        settings: &TableSettings::default(),
    };
    population(source, None, &[band], Vintage::Own).map(drop)
}

/// The codes of the faults, in order.
fn codes<T>(read: Result<T, ReadErrors>) -> Vec<&'static str> {
    let faults = read.err().map(|it| it.0).unwrap_or_default();
    faults.iter().map(|it| it.code).collect()
}

#[test]
fn a_column_of_more_ages_is_not_taken_for_the_one_that_is_named() {
    for (header, wanted) in [
        ("age_0_19", "age_0_1"),
        ("under_16", "under_1"),
        ("persons_all", "persons"),
    ] {
        let read = people(&format!("code,{header}\nA,7\n"), wanted);
        assert_eq!(codes(read), ["E-CSV-HEADER"], "{wanted}");
    }
    // A header that goes on with other words is the one that is meant.
    people("code,Children (2022)\nA,7\n", "Children").unwrap();
}

#[test]
fn two_columns_of_one_name_are_refused_wherever_a_published_name_is_looked_for() {
    let read = people("code,code,young\nA,B,7\n", "young");
    assert_eq!(codes(read), ["E-CSV-HEADERDUP"]);
    let csv = "LSOA11CD,LSOA21CD,LSOA21CD,CHGIND\nE01000001,E01000001,E01000002,U\n";
    let settings = TableSettings::default();
    let source = |bytes| Source {
        file: "file.csv",
        bytes,
        settings: &settings,
    };
    assert_eq!(codes(lookup(source(csv.as_bytes()))), ["E-CSV-HEADERDUP"]);
    let columns = DeprivationColumns {
        rank: Some(DeprivationColumn::File7(Index::Imd, Part::Rank)),
        ..DeprivationColumns::default()
    };
    let rank = "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)";
    let twice = format!("LSOA code (2021),{rank},{rank}\nE01000001,1,2\n");
    let read = deprivation(source(twice.as_bytes()), &columns, Vintage::Lsoa2021);
    assert_eq!(codes(read), ["E-CSV-HEADERDUP"]);
}

#[test]
fn ranks_of_file_7_are_those_of_england_and_count_from_the_most_deprived() {
    let columns = DeprivationColumns {
        rank: Some(DeprivationColumn::File7(Index::Imd, Part::Rank)),
        ..DeprivationColumns::default()
    };
    let settings = TableSettings::default();
    let read = |header: &str, rank: &str| {
        let csv = format!("LSOA code (2021),{header}\nE01000001,{rank}\n");
        let source = Source {
            file: "file7.csv",
            bytes: csv.as_bytes(),
            settings: &settings,
        };
        codes(deprivation(source, &columns, Vintage::Lsoa2021))
    };
    let name = "Index of Multiple Deprivation (IMD) Rank";
    let usual = format!("{name} (where 1 is most deprived)");
    assert!(read(&usual, "33755").is_empty());
    assert_eq!(read(&usual, "33756"), ["E-RANGE"]);
    let turned = format!("{name} (where 1 is least deprived)");
    assert_eq!(read(&turned, "7"), ["E-IMD-ORDER"]);
}

#[test]
fn a_header_below_a_title_is_found_in_a_csv_saved_from_a_workbook() {
    let of = |csv: &str| {
        let source = Source {
            file: "people.csv",
            bytes: csv.as_bytes(),
            settings: &TableSettings::default(),
        };
        below_preamble(source).header_row
    };
    let header = "LAD 2023 Code,LSOA 2021 Code,Total\n";
    assert_eq!(of(header), 1);
    assert_eq!(
        of(&format!(
            "Mid-2022: LSOA 2021\nNotes,,\n,,\n{header}E07,E01,7\n"
        )),
        4
    );
    assert_eq!(of("a,b,c\n1,2,3\n"), 1);
}
