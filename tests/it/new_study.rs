//! A new study from files as they were downloaded: what each is told to be, what is drafted, what is missing, and that
//! nothing half-made remains.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use fairreach::read::{
    FileKind, INPUTS, Recognised, Source, TableSettings, TimesLayout, Vintage, recognise,
    travel_table,
};
use fairreach::space::Grid;
use polars::prelude::{Column, DataFrame, ParquetWriter};

use crate::geopackage::{MadeLink, Package};
use crate::packing::{gzipped, workbook, zipped};
use crate::program::{Folder, of_project, run, shared, word};
use crate::published::single_years;
use crate::town_study::drawing;

/// What the bytes of a file of that name are told to be.
fn told(name: &str, bytes: &[u8]) -> Result<Vec<Recognised>, String> {
    recognise(name, &mut Cursor::new(bytes)).map_err(|it| it.to_string())
}

fn only(name: &str, bytes: &[u8]) -> Recognised {
    let mut told = told(name, bytes).unwrap_or_else(|it| panic!("{it}"));
    assert_eq!(told.len(), 1, "{name}");
    told.remove(0)
}

const CENTROIDS: &str = "FID,LSOA21CD,GlobalID,x,y\n1,E01013787,g,486000,308000\n";
const LOOKUP: &str =
    "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD,LAD22NM,LAD22NMW,ObjectId\n";
const NSPL_2026: &str = "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,cty26cd,ced25cd,lad26cd,\
    wd26cd,nhser24cd,ctry26cd,rgn26cd,pcon24cd,ttwa15cd,itl25cd,npark16cd,lsoa21cd,msoa21cd,wz11cd,sicbl26cd,bua24cd,ruc21ind,\
    oac21ind,lat,long,lep21cd1,lep21cd2,pfa23cd,imd25ind,icb26cd\n";
const NSPL_OLD: &str = "pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,osgrdind,oa21,cty,ced,laua,ward,nhser,ctry,rgn,\
    pcon,ttwa,itl,park,lsoa21,msoa21,wz11,sicbl,bua24,ruc21,oac11,lat,long,lep1,lep2,pfa,imd,icb\n";
const ONSPD: &str = "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,osgrdind,oshlthau,\
    nhser,ctry,rgn,streg,pcon,eer,teclec,ttwa,pct,itl,statsward,oa01,casward,park,lsoa01,msoa01,ur01ind,oac01,oa11,lsoa11,\
    msoa11,wz11,sicbl,bua11,buasd11,ru11ind,oac11,lat,long,lep1,lep2,pfa,imd,calncv,icb,oa21,lsoa21,msoa21\n";
const GIAS: &str = "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (code),\
    TypeOfEstablishment (name),EstablishmentTypeGroup (name),EstablishmentStatus (code),EstablishmentStatus (name),\
    PhaseOfEducation (name),Postcode,DistrictAdministrative (code),Easting,Northing,LSOA (code)\n";
const IDACI: &str = "Income Deprivation Affecting Children Index (IDACI)";

fn file7(year: &str, lad: &str) -> String {
    format!(
        "LSOA code ({year}),LSOA name ({year}),Local Authority District code ({lad}),Local Authority District name ({lad}),\
         Index of Multiple Deprivation (IMD) Score,Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),\
         Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs),{IDACI} Score (rate),\
         {IDACI} Rank (where 1 is most deprived),{IDACI} Decile (where 1 is most deprived 10% of LSOAs)\n"
    )
}

/// A header of single years in the estimates of the ONS.
fn years_header() -> String {
    let years = single_years(&[]).remove(3);
    years.join(",") + "\n"
}

#[test]
fn every_published_file_is_told_by_its_headers_verbatim_whatever_it_is_called() {
    use FileKind as K;
    let (l11, l21) = (Some(Vintage::Lsoa2011), Some(Vintage::Lsoa2021));
    let years = years_header();
    let broad = "LAD 2023 Code,LAD 2023 Name,LSOA 2021 Code,LSOA 2021 Name,Total,F0 to 15,F16 to 29,M0 to 15,M16 to 29\n";
    let census = "date,geography,geography code,Age: Total,Age: Aged 4 years and under\n2021,Rutland 001A,E01013787,9,1\n";
    let centre = format!(
        "{GIAS}1,857,Rutland,1,A,47,Children's centre,Children's Centres,1,Open,,PE9 4AT,E06000017,1,1,E01013787\n"
    );
    let school = format!(
        "{GIAS}1,857,Rutland,1,A,01,Community school,Schools,1,Open,Primary,PE9 4AT,E06000017,1,1,E01013787\n"
    );
    let own = "code,name,district,district_name,lon,lat\nIM001,A,D,Douglas,-4.4,54.1\n";
    let cases: Vec<(&str, K, Option<Vintage>)> = vec![
        (CENTROIDS, K::Centroids, l21),
        (
            "\u{feff}OBJECTID,lsoa11cd,LSOA11NM,x,y,GlobalID\n1,E01013787,A,1,2,g\n",
            K::Centroids,
            l11,
        ),
        (LOOKUP, K::Lookup, None),
        (&years, K::SingleYears, l21),
        (broad, K::BroadAges, l21),
        (census, K::CensusAges, l21),
        (
            "lsoa11_code,lsoa11_name,age_0_4\nE01013787,A,47\n",
            K::People,
            l11,
        ),
        (NSPL_2026, K::Nspl, None),
        (NSPL_OLD, K::Nspl, None),
        (ONSPD, K::Onspd, None),
        (&centre, K::GiasCentres, None),
        (&school, K::GiasSchools, None),
        (
            "Family_Hub,Postcode,Local_Authority\nA,PE9 4AT,Rutland\n",
            K::FamilyHubs,
            None,
        ),
        (own, K::Areas, Some(Vintage::Own)),
        (
            "code,rank,decile,need_rate\nIM001,30,5,0.1\n",
            K::Deprivation,
            Some(Vintage::Own),
        ),
        ("id,name,easting,northing\na,A,1,2\n", K::Sites, None),
        ("Name;Postcode\nA;PE9 4AT\n", K::Sites, None),
        (
            "area,site,mode,seconds,reason\nE01013787,a,car,5,\n",
            K::Times,
            None,
        ),
        ("LSOA21CD,site,minutes\nE01013787,a,5\n", K::Times, None),
        ("LSOA21CD\nE01013787\n", K::AreaCodes, None),
    ];
    for (text, kind, vintage) in cases {
        // The name says nothing, or something else.
        for name in ["download (3).csv", "edubasealldata20260913.csv", "x"] {
            let told = only(name, text.as_bytes());
            assert_eq!((told.kind, told.vintage), (kind, vintage), "{text}");
        }
    }
    for (text, kind, vintage, year) in [
        (
            file7("2019", "2019").replace(
                "code (2019),LSOA name (2019)",
                "code (2011),LSOA name (2011)",
            ),
            K::Iod2019,
            l11,
            2019,
        ),
        (file7("2021", "2024"), K::Iod2025, l21, 2025),
    ] {
        let told = only("a.csv", text.as_bytes());
        assert_eq!(
            (told.kind, told.vintage, told.year),
            (kind, vintage, year),
            "{text}"
        );
    }
    assert_eq!(only("a", NSPL_2026.as_bytes()).year, 2026);
    let polygon = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{PROPERTIES},"geometry":{"type":"Polygon","coordinates":[[[-0.1,52.1],[-0.2,52.1],[-0.2,52.2],[-0.1,52.1]]]}}]}"#;
    let codes = polygon.replace(
        "PROPERTIES",
        r#""LSOA21CD":"E01013787","LSOA21NM":"A","BNG_E":1"#,
    );
    let told = only("a.geojson", codes.as_bytes());
    assert_eq!((told.kind, told.vintage), (K::Boundaries, l21));
    assert_eq!(
        only("a.json", polygon.replace("PROPERTIES", "").as_bytes()).kind,
        K::Outline
    );
    let points = fs::read(of_project("tests/fixtures/corpus/good/sites.geojson")).unwrap();
    assert_eq!(only("a", &points).kind, K::SitePoints);
    let roads = fs::read(of_project("tests/fixtures/corpus/good/network.osm.pbf")).unwrap();
    assert_eq!(only("a.csv", &roads).kind, K::OsmRoads);
    let mut package = b"SQLite format 3\0".to_vec();
    package.extend(b"\x10\x00 CREATE TABLE \"road_link\" (fid INTEGER)");
    assert_eq!(only("a.gpkg", &package).kind, K::OpenRoads);
}

#[test]
fn packed_files_and_workbooks_are_told_by_what_is_in_them() {
    let csv = CENTROIDS.as_bytes();
    assert_eq!(only("a.csv.gz", &gzipped(csv)).kind, FileKind::Centroids);
    let nspl = format!("{NSPL_2026}{}", "x,".repeat(34) + "x\n");
    let part = NSPL_2026.as_bytes();
    let zip = zipped(&[
        ("Data/multi_csv/NSPL_AB.csv", part),
        ("Data/NSPL_UK.csv", nspl.as_bytes()),
        ("User Guide/readme.pdf", b"%PDF-1.7\n\x01\x02"),
    ]);
    let told_it = only("nspl.zip", &zip);
    assert_eq!(told_it.kind, FileKind::Nspl);
    assert_eq!(
        told_it.settings.inside.as_deref(),
        Some("Data/NSPL_UK.csv"),
        "the whole and not a part"
    );
    assert_eq!(told_it.others, ["Data/multi_csv/NSPL_AB.csv"]);
    let misnamed = told("nspl.csv", &zip).unwrap_err();
    assert!(
        misnamed.contains("E-FILE-NAME") && misnamed.contains(".zip"),
        "{misnamed}"
    );

    let sheets = [
        ("Notes", vec![vec!["This workbook".to_owned()]]),
        ("Mid-2022 LSOA 2021", single_years(&[("E01013787", 3)])),
        ("Mid-2024 LSOA 2021", single_years(&[("E01013787", 4)])),
        ("Mid-2023 LSOA 2021", single_years(&[("E01013787", 5)])),
    ];
    let told_it = only("sape.xlsx", &workbook(&sheets));
    assert_eq!((told_it.kind, told_it.year), (FileKind::SingleYears, 2024));
    assert_eq!(
        told_it.settings.sheet.as_deref(),
        Some("Mid-2024 LSOA 2021"),
        "the newest"
    );
    assert_eq!(told_it.settings.header_row, 4);
    assert_eq!(
        told_it.others,
        ["Notes", "Mid-2022 LSOA 2021", "Mid-2023 LSOA 2021"]
    );
    // A CSV saved from it, with the lines above its header.
    let rows: Vec<String> = sheets[1].1.iter().map(|it| it.join(",")).collect();
    let saved = only("sape.csv", rows.join("\n").as_bytes());
    assert_eq!(
        (saved.kind, saved.settings.header_row, saved.year),
        (FileKind::SingleYears, 4, 2022)
    );
    let other = told("other.xlsx", &workbook(&sheets[..1])).unwrap_err();
    assert!(
        other.contains("E-FILE-KIND") && other.contains("Notes"),
        "{other}"
    );
}

#[test]
fn what_is_not_recognised_is_told_with_its_header_and_what_was_expected() {
    let alien = told("a.csv", b"colour,weight\nred,1\n").unwrap_err();
    for word in [
        "E-FILE-KIND",
        "a.csv",
        "colour,weight",
        INPUTS[0].name,
        "expected one of",
    ] {
        assert!(alien.contains(word), "{word}: {alien}");
    }
    let near = told(
        "b.csv",
        b"URN,EstablishmentName,Easting,Northings\n1,A,2,3\n",
    )
    .unwrap_err();
    assert!(
        near.contains("it lacks") && near.contains("EstablishmentStatus (name)"),
        "{near}"
    );
    let output_areas = told(
        "c.csv",
        b"X,Y,FID,OA21CD,GlobalID,GlobalID_2\n1,2,3,E00000001,g,h\n",
    )
    .unwrap_err();
    assert!(
        output_areas.contains("output area")
            && output_areas.contains("LSOA_PopCentroids_EW_2021_V4.csv"),
        "{output_areas}"
    );
    let best_fit = told(
        "d.csv",
        b"LSOA11CD,LSOA21CD,LAD22CD\nE01000001,E01000001,E09000001\n",
    )
    .unwrap_err();
    assert!(best_fit.contains("CHGIND"), "{best_fit}");
    for (bytes, code) in [
        (&b""[..], "E-CSV-EMPTY"),
        (b"<!DOCTYPE html><title>Sign in</title>", "E-CSV-HTML"),
        (b"\xFF\xFEa\0b\0", "E-ENC-UTF16"),
        (b"{\"a\": 1}", "E-FILE-KIND"),
        (b"SQLite format 3\0 CREATE TABLE lsoa", "E-FILE-KIND"),
    ] {
        let why = told("x.csv", bytes).unwrap_err();
        assert!(why.contains(code), "{code}: {why}");
    }
}

#[test]
fn no_prefix_and_no_damaged_byte_of_a_good_file_makes_recognition_panic() {
    let mut files: Vec<Vec<u8>> = Vec::new();
    for entry in fs::read_dir(of_project("tests/fixtures/corpus/good")).unwrap() {
        files.push(fs::read(entry.unwrap().path()).unwrap());
    }
    files.push(workbook(&[(
        "Mid-2022 LSOA 2021",
        single_years(&[("E01013787", 3)]),
    )]));
    files.push(zipped(&[("a.csv", CENTROIDS.as_bytes())]));
    files.push(gzipped(CENTROIDS.as_bytes()));
    let mut known = 0;
    for bytes in &files {
        for name in ["x.csv", "x.zip", "x.gz", "x.xlsx"] {
            known += usize::from(told(name, bytes).is_ok());
        }
        let step = bytes.len().div_ceil(60);
        for cut in (0..bytes.len()).step_by(step) {
            drop(told("x.zip", &bytes[..cut]));
            let mut damaged = bytes.clone();
            damaged[cut] ^= 0x10;
            drop(told("x.xlsx", &damaged));
            drop(told("x.gz", &damaged));
        }
    }
    assert!(known > 10, "the good ones are known under some name");
}

/// A file of a gigabyte that is never held: a header and then one row again and again.
struct Endless {
    head: Vec<u8>,
    at: u64,
    read: u64,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let row = b"AB10AA,AB1 0AA,AB1 0AA\n";
        for (nth, byte) in into.iter_mut().enumerate() {
            let at = usize::try_from(self.at).unwrap() + nth;
            *byte = match at.checked_sub(self.head.len()) {
                None => self.head[at],
                Some(after) => row[after % row.len()],
            };
        }
        self.at += into.len() as u64;
        self.read += into.len() as u64;
        assert!(self.at < 1 << 30, "it is read to its end");
        Ok(into.len())
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(_) => 1 << 30,
            SeekFrom::Current(by) => self.at.checked_add_signed(by).unwrap(),
        };
        Ok(self.at)
    }
}

#[test]
fn of_a_file_of_a_gigabyte_only_the_first_rows_are_read() {
    let mut file = Endless {
        head: NSPL_2026.as_bytes().to_vec(),
        at: 0,
        read: 0,
    };
    let told = recognise("NSPL21_AUG_2026_UK.csv", &mut file).unwrap();
    assert_eq!(told[0].kind, FileKind::Nspl);
    assert!(file.read <= 1 << 20, "{} bytes were read", file.read);
}

/// A downloads folder of a made town in two districts, every file under its publisher's headers.
#[expect(
    clippy::too_many_lines,
    reason = "a list of files, one after the other"
)]
fn downloads() -> Folder {
    let folder = Folder::empty();
    let town = drawing();
    fs::create_dir(folder.path("downloads")).unwrap();
    let put = |name: &str, bytes: &[u8]| {
        fs::write(folder.path(&format!("downloads/{name}")), bytes).unwrap();
    };
    let (mut centroids, mut lookup) = ("FID,LSOA21CD,GlobalID,x,y\n".to_owned(), LOOKUP.to_owned());
    let mut deprivation = file7("2021", "2024");
    let mut older = file7("2019", "2019").replace(
        "code (2019),LSOA name (2019)",
        "code (2011),LSOA name (2011)",
    );
    let mut shapes = Vec::new();
    let mut people = Vec::new();
    let letters = "ACEGIL";
    let codes: Vec<String> = (1..=6).map(|it| format!("E0101300{it}")).collect();
    for (nth, (letter, code)) in letters.chars().zip(&codes).enumerate() {
        let point = town.point(letter);
        let (lad, name) = if nth < 4 {
            ("E07000010", "Fenland")
        } else {
            ("E06000023", "Bristol, City of")
        };
        writeln!(
            centroids,
            "{nth},{code},g,{},{}",
            point.x + 30.0,
            point.y - 20.0
        )
        .unwrap();
        writeln!(
            lookup,
            "{code},Town {nth},{code},Town {nth},U,{lad},\"{name}\",,{nth}"
        )
        .unwrap();
        let (rank, decile) = (1_000 * (nth + 1), nth + 1);
        for text in [&mut deprivation, &mut older] {
            writeln!(
                text,
                "{code},Town {nth},{lad},\"{name}\",20.5,{rank},{decile},0.{}1,{rank},{decile}",
                9 - nth
            )
            .unwrap();
        }
        people.push((code.as_str(), u32::try_from(nth).unwrap() + 2));
        shapes.push(format!(
            r#"{{"type":"Feature","properties":{{"LSOA21CD":"{code}"}},"geometry":{{"type":"Polygon","coordinates":[[[-0.1,52.1],[-0.2,52.1],[-0.2,52.2],[-0.1,52.1]]]}}}}"#
        ));
    }
    put(
        "LSOA_PopCentroids_EW_2021_V4.csv",
        format!("\u{feff}{centroids}").as_bytes(),
    );
    put("lookup.csv", lookup.as_bytes());
    put("File_7_IoD2025.csv", deprivation.as_bytes());
    put("File_7_IoD2019.csv", older.as_bytes());
    put(
        "LSOA.geojson",
        format!(
            r#"{{"type":"FeatureCollection","features":[{}]}}"#,
            shapes.join(",")
        )
        .as_bytes(),
    );
    let sheets = [
        ("Mid-2023 LSOA 2021", single_years(&people)),
        ("Mid-2024 LSOA 2021", single_years(&people)),
    ];
    put("sapelsoasyoa20222024.xlsx", &workbook(&sheets));
    let (b, k) = (town.point('B'), town.point('K'));
    let centres = format!(
        "{GIAS}20001,873,Cambridgeshire,1,\u{201c}Early\u{201d} Centre,47,Children's centre,Children's Centres,1,Open,,PE15 1AA,E07000010,{},{},x\n\
         20002,801,\"Bristol, City of\",1,Far,48,Children's centre linked site,Children's Centres,1,Open,,BS1 1AA,E06000023,{},{},x\n\
         20003,873,Cambridgeshire,1,Gone,47,Children's centre,Children's Centres,2,Closed,,PE15 1AA,E07000010,{},{},x\n",
        b.x, b.y, k.x, k.y, k.x, k.y
    );
    put("edubaseallchildrencentre20260913.csv", centres.as_bytes());
    let schools = format!(
        "{GIAS}110601,873,Cambridgeshire,1,St Mary's,01,Community school,LA schools,1,Open,Primary,PE15 1AB,E07000010,{},{},x\n\
         110602,873,Cambridgeshire,1,High,01,Community school,LA schools,1,Open,Secondary,PE15 1AB,E07000010,{},{},x\n",
        k.x, k.y, k.x, k.y
    );
    put(
        "edubasealldata20260913.csv",
        &schools.bytes().collect::<Vec<u8>>(),
    );
    put("hubs.csv", b"Family_Hub,Postcode,Local_Authority\nMarch Hub,PE15 1AC,Cambridgeshire\nElsewhere,NE1 1AA,Newcastle\n");
    let cells = NSPL_2026.trim_end().split(',').count();
    let h = town.point('H');
    let mut row = vec![String::new(); cells];
    for (at, value) in [
        (2, "PE15 1AC".to_owned()),
        (6, h.x.round().to_string()),
        (7, h.y.round().to_string()),
        (8, "1".to_owned()),
    ] {
        row[at] = value;
    }
    let directory = format!("{NSPL_2026}{}\n", row.join(","));
    put(
        "nspl.zip",
        &zipped(&[
            ("Data/NSPL21_AUG_2026_UK.csv", directory.as_bytes()),
            ("readme.txt", b"colour\n"),
        ]),
    );
    put("county.osm.pbf", &town.pbf());
    folder
}

/// The files of a downloads folder, but for those that contain a word.
fn files(folder: &Folder, without: &[&str]) -> Vec<String> {
    let mut paths: Vec<String> = fs::read_dir(folder.path("downloads"))
        .unwrap()
        .map(|it| word(&it.unwrap().path()))
        .filter(|it| !without.iter().any(|part| it.contains(part)))
        .collect();
    paths.sort();
    paths
}

/// Runs `fairreach new NAME ARGUMENTS` in a folder.
fn new(name: &str, arguments: &[&str], files: &[String]) -> crate::program::Run {
    let mut all = vec!["new", name];
    all.extend(arguments);
    all.extend(files.iter().map(String::as_str));
    run(&all)
}

/// What is to decide, a line each.
fn to_decide(said: &str) -> Vec<&str> {
    let lines = said.split("\nTo decide\n").nth(1).unwrap_or_default();
    lines
        .lines()
        .take_while(|it| it.starts_with("  "))
        .map(str::trim)
        .collect()
}

#[test]
fn a_downloads_folder_becomes_a_study_that_passes_check_as_it_stands() {
    let folder = downloads();
    let name = folder.word("fenland-hubs");
    let said = new(&name, &["--areas", "E07000010"], &files(&folder, &[])).good();
    assert!(
        !said.contains("Missing, and needed") && !said.contains("NOT READY"),
        "{said}"
    );
    let [roads, hubs] = to_decide(&said)[..] else {
        panic!("{said}")
    };
    assert!(
        roads.contains("county.osm.pbf: roads end where it ends") && roads.contains("Geofabrik"),
        "{roads}"
    );
    assert!(
        hubs.contains("all hubs of Cambridgeshire are taken, also those outside"),
        "a county's hubs for a district: {hubs}"
    );
    for told in [
        "File_7_IoD2019.csv",
        "is newer",
        "\"Mid-2024 LSOA 2021\"",
        "children's centres of GIAS",
        "fairreach check",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    let text = folder.read("fenland-hubs/study.toml");
    for written in [
        "name = \"Fenland hubs\"",
        "file = \"../downloads/LSOA_PopCentroids_EW_2021_V4.csv\"",
        "keep = { district = [\"E07000010\"] }",
        "sheet = \"Mid-2024 LSOA 2021\"",
        "under5 = \"0-4\"",
        "kind = \"iod2025\"",
        "rank = \"idaci\"",
        "need = \"idaci_score\"",
        "\"DistrictAdministrative (code)\" = [\"E07000010\"]",
        "keep = { authority = [\"Cambridgeshire\"] }",
        "inside = \"Data/NSPL21_AUG_2026_UK.csv\"",
        "# file = \"../downloads/File_7_IoD2019.csv\"",
    ] {
        assert!(text.contains(written), "{written}:\n{text}");
    }
    assert!(!text.contains("MISSING"), "{text}");
    let checked = run(&["check", &name]).good();
    for told in [
        "4 areas in 1 district",
        "3 sites: 2 open today, 1 candidate",
        "IDACI 2025",
        "under-fives",
    ] {
        assert!(checked.contains(told), "{told}: {checked}");
    }
    // The copy stands on its own, confined to its folder.
    let copied = folder.word("copied");
    new(
        &copied,
        &["--copy", "--areas", "fenland, BRISTOL, CITY OF"],
        &files(&folder, &["hubs.csv"]),
    )
    .good();
    assert!(
        folder
            .read("copied/study.toml")
            .contains("[\"E07000010\", \"E06000023\"]")
    );
    fs::remove_dir_all(folder.path("downloads")).unwrap();
    let checked = run(&["check", &copied, "--confined"]).good();
    assert!(checked.contains("6 areas in 2 districts"), "{checked}");
    let names: Vec<String> = folder.names();
    assert_eq!(
        names,
        ["copied", "fenland-hubs"],
        "nothing half-made is left"
    );
}

#[test]
fn what_is_missing_is_listed_with_its_publisher_file_and_columns_and_stands_in_the_study() {
    let folder = downloads();
    let without = [
        "LSOA_Pop", "lookup", "sape", "File_7", ".pbf", "edubase", "nspl", "LSOA.geo",
    ];
    let said = new(
        &folder.word("few"),
        &["--areas", "E07000010"],
        &files(&folder, &without),
    )
    .good();
    let text = folder.read("few/study.toml");
    let (needed, optional) = said.split_once("Missing, and may be left out").unwrap();
    assert!(needed.contains("Missing, and needed"), "{said}");
    for (file, publisher, column, must) in [
        (
            "LSOA_PopCentroids_EW_2021_V4.csv",
            "Open Geography Portal",
            "LSOA21CD, x, y",
            true,
        ),
        (
            "Exact_Fit_Lookup_for_EW_(V3).csv",
            "Office for National Statistics",
            "CHGIND",
            true,
        ),
        (
            "sapelsoasyoa20222024.xlsx",
            "Office for National Statistics",
            "F0 to F90",
            true,
        ),
        ("latest.osm.pbf", "Geofabrik", "none: it is no table", true),
        (
            "NSPL21_MMM_YYYY_UK.csv",
            "Office for National Statistics",
            "pcds",
            true,
        ),
        (
            "File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv",
            "Ministry of Housing",
            IDACI,
            false,
        ),
        (
            "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5.geojson",
            "Open Geography Portal",
            "LSOA21CD",
            false,
        ),
    ] {
        let list = if must { needed } else { optional };
        for told in [file, publisher, column] {
            assert!(list.contains(told), "{told} in\n{list}");
        }
        if !file.contains("Lookup") && !file.contains("BGC") {
            let missing = text.lines().skip_while(|it| !it.contains("MISSING"));
            assert!(
                missing
                    .collect::<String>()
                    .replace("# ", " ")
                    .contains(file),
                "{file} in\n{text}"
            );
        }
    }
    // What is commented out does nothing, and the check names what is wanted.
    let told = run(&["check", &folder.word("few")]).stopped(2);
    assert!(told.contains("areas") && told.contains("people"), "{told}");
    assert!(
        said.starts_with("NOT READY: 5 things are missing.\nA draft is written to ")
            && said.find("Missing, and needed") < said.find("\nUsed"),
        "{said}"
    );
    // The hubs' authority is told by no file.
    assert!(
        said.contains("To decide") && said.contains("write the authority"),
        "{said}"
    );
}

#[test]
fn an_unknown_district_is_refused_with_the_nearest_and_nothing_is_made() {
    let folder = downloads();
    let all = files(&folder, &[]);
    for (asked, near) in [
        ("Fenlnd", "did you mean Fenland (E07000010)?"),
        ("E07000011", "E07000010"),
        ("Zzz", "it knows"),
    ] {
        let told = new(&folder.word("x"), &["--areas", asked], &all).stopped(2);
        assert!(
            told.contains("E-AREA-KEEP") && told.contains(asked) && told.contains(near),
            "{told}"
        );
    }
    let told = new(
        &folder.word("x"),
        &["--areas", "Fenlnd,Bristl City of"],
        &all,
    )
    .stopped(2);
    assert_eq!(told.lines().count(), 2, "all faults at once: {told}");
    assert_eq!(folder.names(), ["downloads"]);
}

#[test]
fn a_study_that_is_not_ready_is_told_so_first_and_one_thing_is_one() {
    let folder = downloads();
    for (name, options, without, first) in [
        (
            "roads",
            &["--areas", "Fenland"][..],
            &[".pbf"][..],
            "NOT READY: 1 thing is missing.\n",
        ),
        (
            "sites",
            &[],
            &["edubase", "lookup"],
            "NOT READY: no list of sites is in force; see what is to decide.\n",
        ),
    ] {
        let name = folder.word(name);
        let said = new(&name, options, &files(&folder, without)).good();
        assert!(said.starts_with(first), "{said}");
        assert!(said.contains("\nA draft is written to "), "{said}");
        run(&["check", &name]).stopped(2);
    }
}

#[test]
fn a_district_may_be_called_as_its_council_is_and_what_it_is_taken_for_is_told() {
    let folder = downloads();
    let all = files(&folder, &[]);
    for (nth, (asked, codes)) in [
        ("FENLAND district", "[\"E07000010\"]"),
        (
            "Fenland District Council, City of Bristol",
            "[\"E07000010\", \"E06000023\"]",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("study{nth}");
        let said = new(&folder.word(&name), &["--areas", asked], &all).good();
        let first = asked.split(',').next().unwrap();
        let told = format!("\nAreas\n  {first} is read as Fenland (E07000010)\n");
        assert!(said.contains(&told), "{said}");
        let text = folder.read(&format!("{name}/study.toml"));
        assert!(text.contains(&format!("district = {codes}")), "{text}");
    }
    // What only comes near is never taken; a county is no district, and several may be meant.
    let lookup = folder.read("downloads/lookup.csv");
    let county = lookup
        .replace("Fenland", "East Cambridgeshire")
        .replace("Bristol, City of", "South Cambridgeshire");
    for (lookup, asked, near) in [
        (
            &lookup,
            "Bristol",
            "did you mean Bristol, City of (E06000023)?",
        ),
        (
            &county,
            "Cambridgeshire",
            "names with that word: South Cambridgeshire (E06000023), East Cambridgeshire (E07000010); several may be given, parted \
             by commas",
        ),
        (
            &county,
            "Cambridgeshire County Council",
            "South Cambridgeshire (E06000023)",
        ),
        (
            &county,
            "Norfolk",
            "a county is given by all of its districts",
        ),
    ] {
        folder.write("downloads/lookup.csv", lookup);
        let told = new(&folder.word("x"), &["--areas", asked], &all).stopped(2);
        assert!(
            told.contains("has no district of this code or name") && told.contains(near),
            "{told}"
        );
        assert_eq!(told.contains("did you mean"), asked == "Bristol", "{told}");
    }
}

#[test]
fn a_list_of_ones_own_is_told_to_reach_beyond_the_areas_with_what_would_cut_it() {
    let folder = downloads();
    let place = drawing().point('B');
    let list = |header: &str, rows: &[(&str, &str)]| {
        let mut text = format!("id,easting,northing,{header}\n");
        for (id, of) in rows {
            writeln!(text, "{id},{},{},{of}", place.x, place.y).unwrap();
        }
        text
    };
    let county = [
        ("a", "Fenland District"),
        ("b", "Ely"),
        ("c", "Fenland District"),
    ];
    folder.write("county.csv", &list("LAD22NM", &county));
    folder.write("within.csv", &list("la", &[("d", "FENLAND")]));
    folder.write("plain.csv", &list("la", &[("e", "Cambridgeshire")]));
    let by_area = [("f", "E01013001"), ("g", "E01013002")];
    folder.write("areas-of.csv", &list("lsoa_code", &by_area));
    let mut given = files(&folder, &["edubase", "hubs"]);
    given.extend(
        ["county.csv", "within.csv", "plain.csv", "areas-of.csv"].map(|it| folder.word(it)),
    );
    let name = folder.word("fen");
    let said = new(&name, &["--areas", "Fenland"], &given).good();
    let told = to_decide(&said);
    for line in [
        "county.csv: it is not cut to the areas asked for; all of its 3 rows are taken, also sites outside them: to keep only \
         the 2 rows with LAD22NM = [\"Fenland District\"], take the # from keep",
        "plain.csv: it is not cut to the areas asked for; its 1 row is taken, also sites outside them: to keep only some of \
         them, add a column of districts",
        "write keep = { lsoa_code = [\"E01...\"] }",
    ] {
        assert!(told.iter().any(|it| it.contains(line)), "{line}:\n{said}");
    }
    assert!(!told.iter().any(|it| it.contains("within.csv")), "{said}");
    let sites = |n: &str| {
        let checked = run(&["check", &name]).good();
        assert!(
            checked.contains(&format!("{n} sites: {n} open")),
            "{checked}"
        );
    };
    sites("7");
    let text = folder.read("fen/study.toml");
    let cut = "keep = { LAD22NM = [\"Fenland District\"] }";
    assert!(text.contains(&format!("\n# {cut}")), "{text}");
    folder.write("fen/study.toml", &text.replace(&format!("# {cut}"), cut));
    sites("6");
    // Where no areas are asked for there is nothing to cut to.
    let said = new(&folder.word("all"), &[], &given).good();
    assert!(!said.contains("is not cut to"), "{said}");
}

#[test]
fn what_is_drafted_and_not_read_is_illustrative_on_every_page_until_it_is_deleted() {
    let folder = downloads();
    let k = drawing().point('K');
    let mut schools = "urn,establishment_name,education_phase,easting,northing\n".to_owned();
    for (urn, phase) in [("1", "Primary"), ("2", "Secondary")] {
        writeln!(schools, "{urn},School {urn},{phase},{},{}", k.x, k.y).unwrap();
    }
    folder.write("schools.csv", &schools);
    let mut given = files(&folder, &["hubs", "edubasealldata"]);
    given.push(folder.word("schools.csv"));
    let name = folder.word("fen");
    let said = new(&name, &[], &given).good();
    let phases = "schools.csv: all of its 2 rows are drafted as candidates, whatever the phase of the school; education_phase says \
                  Primary, Secondary: choose by keep";
    assert!(
        to_decide(&said).iter().any(|it| it.contains(phases)),
        "{said}"
    );
    let text = folder.read("fen/study.toml");
    let cut = "\n# keep = { education_phase = [\"Primary\"] }";
    assert!(text.contains(cut), "{text}");
    let all = "services, standards, tiers, tier of edubaseallchildrencentre20260913.csv, status and tier of schools.csv";
    for command in ["check", "assess"] {
        let page = run(&[command, &name]).good();
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(page.contains(all), "{page}");
    }
    let left: Vec<&str> = text
        .lines()
        .filter(|it| !it.contains("  # delete it once"))
        .collect();
    assert_eq!(text.lines().count() - left.len(), 5, "{text}");
    folder.write("fen/study.toml", &left.join("\n"));
    let page = run(&["check", &name]).good();
    assert!(!page.contains("Illustrative"), "{page}");
    // No other word passes for one of them.
    for word in ["standrads", "status of ", "hubs of schools.csv"] {
        let other = text.replace("\"standards\"", &format!("\"{word}\""));
        folder.write("fen/study.toml", &other);
        let told = run(&["check", &name]).stopped(2);
        assert!(told.contains("E-CFG-ENUM"), "{told}");
    }
}

#[test]
fn nothing_half_made_remains_and_nothing_is_written_over() {
    let folder = downloads();
    let all = files(&folder, &[]);
    fs::create_dir(folder.path("full")).unwrap();
    folder.write("full/notes.txt", "mine");
    folder.write("a-file", "mine");
    for (name, code) in [
        ("full", "not empty"),
        ("a-file", "is a file"),
        ("no/such", "there is no folder"),
    ] {
        let told = new(&folder.word(name), &["--areas", "E07000010"], &all).stopped(2);
        assert!(
            told.contains("E-NEW-FOLDER") && told.contains(code),
            "{told}"
        );
    }
    assert_eq!(folder.read("full/notes.txt"), "mine");
    let mut absent = all.clone();
    absent.push(folder.word("downloads/absent.csv"));
    absent.push(folder.word("downloads/gone.csv"));
    let told = new(&folder.word("x"), &[], &absent).stopped(2);
    assert!(
        told.contains("absent.csv") && told.contains("gone.csv"),
        "{told}"
    );
    let told = new(&folder.word("x"), &["--areas", "nowhere.geojson"], &all).stopped(2);
    assert!(told.contains("nowhere.geojson"), "{told}");
    assert_eq!(folder.names(), ["a-file", "downloads", "full"]);
    // An empty folder gives way.
    fs::create_dir(folder.path("empty")).unwrap();
    new(&folder.word("empty"), &["--areas", "E07000010"], &all).good();
    assert_eq!(fs::read_dir(folder.path("empty")).unwrap().count(), 1);
}

#[test]
fn areas_may_be_a_list_of_codes_of_areas_or_districts_with_or_without_a_header() {
    let folder = downloads();
    let all = files(&folder, &["hubs"]);
    for (nth, (list, written, areas)) in [
        (
            "LSOA21CD\nE01013001\nE01013002\n",
            "codes = \"../list.csv\"",
            "2 areas",
        ),
        (
            "E01013001\nE01013002\nE01013003\n",
            "codes = [\"E01013001\", \"E01013002\", \"E01013003\"]",
            "3 areas",
        ),
        (
            "LAD22CD,LAD22NM\nE06000023,Bristol\n",
            "district = [\"E06000023\"]",
            "2 areas",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        folder.write("list.csv", list);
        let name = format!("study{nth}");
        let said = new(
            &folder.word(&name),
            &["--areas", &folder.word("list.csv")],
            &all,
        )
        .good();
        let text = folder.read(&format!("{name}/study.toml"));
        assert!(text.contains(written), "{written}: {said}\n{text}");
        if nth < 2 {
            let checked = run(&["check", &folder.word(&name)]).good();
            assert!(checked.contains(areas), "{checked}");
        }
    }
    folder.write("list.csv", "ward\nE05002000\n");
    let told = new(
        &folder.word("x"),
        &["--areas", &folder.word("list.csv")],
        &all,
    )
    .stopped(2);
    assert!(
        told.contains("E-AREA-KEEP") && told.contains("E05002000"),
        "{told}"
    );
}

#[test]
fn two_files_of_one_kind_are_told_and_the_other_stands_as_a_comment() {
    let folder = downloads();
    let second = format!("{CENTROIDS}2,E01013001,g,486000,308000\n");
    fs::write(folder.path("downloads/zz-centroids.csv"), second).unwrap();
    let said = new(
        &folder.word("x"),
        &["--areas", "E07000010"],
        &files(&folder, &[]),
    )
    .good();
    assert!(
        said.contains("zz-centroids.csv") && said.contains("was named first"),
        "{said}"
    );
    let text = folder.read("x/study.toml");
    assert!(
        text.lines()
            .any(|it| it.starts_with("# file = \"../downloads/zz-centroids.csv\"")),
        "{text}"
    );
    run(&["check", &folder.word("x")]).good();
    let twice = new(
        &folder.word("y"),
        &["--areas", "E07000010"],
        &files(&folder, &[]),
    )
    .good();
    assert_eq!(twice.replace("/y", "/x"), said);
    assert_eq!(
        folder.read("y/study.toml").replace('Y', "X"),
        text.replace('Y', "X"),
        "the same files, the same bytes"
    );
}

#[test]
fn the_good_files_of_the_corpus_become_a_study_that_passes_check() {
    let folder = Folder::empty();
    let good = |name: &str| word(&of_project("tests/fixtures/corpus/good").join(name));
    let files: Vec<String> = [
        "centroids.csv",
        "gias.csv",
        "imd2025.csv",
        "lsoa11_lsoa21.csv",
        "network.osm.pbf",
        "population.csv",
        "scenario.toml",
        "sites.geojson",
        "",
    ]
    .map(good)
    .to_vec();
    for (name, areas) in [
        ("city", "City of London"),
        ("outlined", &good("area.geojson")),
    ] {
        let said = new(&folder.word(name), &["--areas", areas], &files).good();
        assert!(
            said.contains("scenario.toml") && said.contains("Not recognised"),
            "{said}"
        );
        assert!(said.contains("it is a folder"), "{said}");
        assert!(!said.contains("Missing, and needed"), "{said}");
        let checked = run(&["check", &folder.word(name)]).good();
        assert!(checked.contains("children under 16"), "{checked}");
    }
    assert!(folder.read("outlined/study.toml").contains("boundary = "));
    // The ONS's estimates by broad age are read as such.
    let text = folder.read("city/study.toml");
    assert!(
        text.contains("kind = \"ons-broad-age\"") && text.contains("under16 = \"0-15\""),
        "{text}"
    );
}

#[test]
fn the_shipped_study_s_own_tables_become_a_study_that_passes_check() {
    let folder = Folder::empty();
    let input = of_project("data/isle-of-man/input");
    let mut files: Vec<String> = fs::read_dir(&input)
        .unwrap()
        .map(|it| word(&it.unwrap().path()))
        .collect();
    files.sort();
    new(&folder.word("man"), &[], &files).good();
    let checked = run(&["check", &folder.word("man")]).good();
    assert!(
        checked.contains("district") && checked.contains("service early-help"),
        "{checked}"
    );
    new(
        &folder.word("douglas"),
        &["--areas", "Douglas and Onchan"],
        &files,
    )
    .good();
    let checked = run(&["check", &folder.word("douglas")]).good();
    assert!(checked.contains("in 1 district"), "{checked}");
}

/// The files of a real study beside the project.
fn real(shared: &Path, name: &str) -> Vec<String> {
    let mut files: Vec<String> = fs::read_dir(shared.join("studies").join(name))
        .unwrap()
        .map(|it| word(&it.unwrap().path()))
        .collect();
    files.sort();
    files
}

#[test]
fn rutland_s_files_become_a_study_that_passes_check() {
    let test = "Rutland's files become a study";
    let Some(shared) = shared(test) else { return };
    let folder = Folder::empty();
    let said = new(
        &folder.word("rutland"),
        &["--areas", "Rutland"],
        &real(&shared, "rutland"),
    )
    .good();
    assert!(!said.contains("Missing, and needed"), "{said}");
    let checked = run(&["check", &folder.word("rutland")]).good();
    assert!(
        checked.contains("26 areas in 1 district") && checked.contains("1 open today"),
        "{checked}"
    );
    assert!(
        folder
            .read("rutland/study.toml")
            .contains("vintage = \"lsoa2011\"")
    );
}

#[test]
fn cambridgeshire_s_files_lack_only_roads_and_pass_check_with_a_table_of_times() {
    let test = "Cambridgeshire's files become a study";
    let Some(shared) = shared(test) else { return };
    let folder = Folder::empty();
    let mut files = real(&shared, "cambridgeshire-peterborough");
    let said = new(&folder.word("without"), &[], &files).good();
    let needed = said
        .split("Missing, and needed")
        .nth(1)
        .unwrap()
        .split("\n\n")
        .next()
        .unwrap();
    assert_eq!(needed.matches("publisher").count(), 1, "{said}");
    assert!(needed.contains("OpenStreetMap"), "{said}");
    // Any one pair makes a table of times; the others are told as absent.
    folder.write(
        "times.csv",
        "area,site,minutes\nE01015589,trumpington-child-and-family-zone,9\n",
    );
    files.push(folder.word("times.csv"));
    new(
        &folder.word("with"),
        &[
            "--areas",
            "E07000008,E07000009,E07000010,E07000011,E07000012,E06000031",
        ],
        &files,
    )
    .good();
    let checked = run(&["check", &folder.word("with")]).good();
    assert!(
        checked.contains("in 6 districts") && checked.contains("35 open today"),
        "{checked}"
    );
}

/// A Parquet file whose parts have so many rows.
fn parquet(columns: Vec<Column>, part: usize) -> Vec<u8> {
    let mut frame = DataFrame::new(columns[0].len(), columns).unwrap();
    let mut bytes = Vec::new();
    let writer = ParquetWriter::new(&mut bytes).with_row_group_size(Some(part));
    writer.finish(&mut frame).unwrap();
    bytes
}

/// A table of times by bus, each of so many areas to one site, whose id a spreadsheet made a decimal; the last row is by car.
fn bus_times(rows: usize) -> Vec<u8> {
    let areas: Vec<String> = (0..rows).map(|it| format!("E01{it:06}")).collect();
    let modes: Vec<&str> = (1..=rows)
        .map(|it| if it < rows { "bus" } else { "car" })
        .collect();
    let columns = vec![
        Column::new("LSOA21CD".into(), areas),
        Column::new("Site".into(), vec![20_001.0; rows]),
        Column::new("mode".into(), modes),
        Column::new("minutes".into(), vec![1.25; rows]),
    ];
    parquet(columns, 1_000)
}

fn times_of(name: &str, bytes: &[u8]) -> Result<Vec<fairreach::read::TimeRow>, String> {
    let layout = TimesLayout::Long {
        area: Some("LSOA21CD".to_owned()),
        site: Some("Site".to_owned()),
        time: Some(("minutes".to_owned(), fairreach::read::TimeUnit::Minutes)),
        mode: Some("mode".to_owned()),
        direction: None,
        reason: None,
    };
    let source = Source {
        file: name,
        bytes,
        settings: &TableSettings::default(),
    };
    travel_table(source, &layout)
        .map(|it| it.0)
        .map_err(|it| it.to_string())
}

#[test]
fn parquet_is_told_by_its_columns_and_by_every_mode_that_it_names() {
    let bytes = bus_times(5_000);
    let told_it = only("download", &bytes);
    assert_eq!((told_it.kind, told_it.more_modes), (FileKind::Times, false));
    assert_eq!(
        told_it.modes,
        ["bus", "car"],
        "though the first rows are by bus alone"
    );
    let rows = times_of("download", &bytes).unwrap();
    assert_eq!(rows.len(), 5_000);
    assert_eq!(
        (rows[0].site.as_str(), &rows[0].time),
        ("20001", &Ok(75.0)),
        "a whole number is written as such"
    );
    let one = |name: &str| Column::new(name.into(), vec![1.0]);
    for (columns, code, why) in [
        (["colour", "weight"], "E-FILE-KIND", "colour,weight"),
        (["code", "age_0_4"], "E-FILE-NAME", "people by area"),
    ] {
        let why_not = told("x.parquet", &parquet(columns.map(one).to_vec(), 1)).unwrap_err();
        assert!(why_not.contains(code) && why_not.contains(why), "{why_not}");
    }
    // The same rows as text tell the modes of the first rows, and that there may be others.
    let mut csv = "area,site,mode,minutes\n".to_owned();
    for nth in 0..5_000 {
        writeln!(csv, "E01{nth:06},20001,bus,1.25").unwrap();
    }
    let told_it = only("x", csv.as_bytes());
    assert!(told_it.modes == ["bus"] && told_it.more_modes);
    let few: Vec<&str> = csv.lines().take(9).collect();
    assert!(!only("x", few.join("\n").as_bytes()).more_modes);
}

#[test]
fn a_damaged_or_lying_parquet_file_is_refused_and_never_a_fault_of_the_program() {
    let whole = bus_times(40);
    assert_eq!(times_of("x", &whole).unwrap().len(), 40);
    let mut undecodable = Vec::new();
    for at in 0..whole.len() {
        for flip in [0x01, 0x10, 0x80, 0xFF] {
            let mut damaged = whole.clone();
            damaged[at] ^= flip;
            if let Err(why) = times_of("x.parquet", &damaged) {
                assert!(why.starts_with("E-"), "{why}");
                if why.contains("its pages cannot be decoded") {
                    undecodable.push(damaged);
                }
            }
        }
        let cut = times_of("x.parquet", &whole[..at]).unwrap_err();
        assert!(cut.contains("E-PQ-") || at == 0, "{cut}");
    }
    assert!(!undecodable.is_empty(), "some make the decoder panic");
    // Neither the command nor its messages show that it did.
    let folder = Folder::empty();
    fs::write(folder.path("times.parquet"), &undecodable[0]).unwrap();
    let said = run(&["new", &folder.word("x"), &folder.word("times.parquet")]);
    assert!(!said.err.contains("panicked"), "{}", said.err);
    let said = said.good();
    assert!(
        said.contains("Not recognised") && said.contains("E-PQ-DECODE"),
        "{said}"
    );
    // Runs of one value shrink to nothing; so many rows would not fit into any memory.
    let n = 3_000_000;
    let columns = ["LSOA21CD", "minutes"].map(|it| Column::new(it.into(), vec![7_i32; n]));
    let mut frame = DataFrame::new(n, columns.to_vec()).unwrap();
    let mut lying = Vec::new();
    let writer = ParquetWriter::new(&mut lying).with_row_group_size(Some(n));
    let writer = writer.with_data_page_size(Some(1 << 30));
    writer.finish(&mut frame).unwrap();
    let refused = times_of("x.parquet", &lying).unwrap_err();
    assert!(
        refused.contains("E-PQ-DECODE") && refused.contains("over the limit"),
        "{} bytes: {refused}",
        lying.len()
    );
}

#[test]
fn our_own_times_in_either_form_become_a_study_that_passes_check_by_their_own_mode() {
    let folder = downloads();
    let fenland = ["--areas", "E07000010"];
    new(&folder.word("fen"), &fenland, &files(&folder, &[])).good();
    for name in ["times.csv", "times.parquet"] {
        let out = folder.word(name);
        run(&["times", &folder.word("fen"), "--out", &out]).good();
        let mut roadless = files(&folder, &[".pbf"]);
        roadless.push(out.clone());
        let study = format!("by-{name}");
        let said = new(&folder.word(&study), &fenland, &roadless).good();
        let hubs = |it: &&str| it.contains("Family_Hub");
        assert!(
            !said.contains("Missing, and needed") && to_decide(&said).iter().all(hubs),
            "{said}"
        );
        let text = folder.read(&format!("{study}/study.toml"));
        assert!(text.contains("[assess]\nmode = \"car\"\n"), "{text}");
        let by_times = run(&["check", &folder.word(&study)]).good();
        assert!(by_times.contains("4 areas in 1 district"), "{by_times}");
        // Beside roads they would take the place of theirs.
        let mut beside = files(&folder, &[]);
        beside.push(out);
        let study = format!("beside-{name}");
        let said = new(&folder.word(&study), &fenland, &beside).good();
        assert!(said.contains("roads give its modes"), "{said}");
        run(&["check", &folder.word(&study)]).good();
    }
    // Times from the sites, and times of which only the first rows were looked at.
    folder.write(
        "from.csv",
        "area,site,direction,minutes\nE01013001,URN20001,from_site,5\n",
    );
    let mut given = files(&folder, &[".pbf"]);
    given.push(folder.word("from.csv"));
    let said = new(&folder.word("from"), &fenland, &given).good();
    let unnamed = |it: &&str| it.contains("from.csv: it does not say by which mode its times are");
    assert_eq!(
        to_decide(&said).into_iter().filter(unnamed).count(),
        1,
        "{said}"
    );
    run(&["check", &folder.word("from")]).good();
    let text = folder.read("from/study.toml");
    assert!(text.contains("direction = \"from-site\""), "{text}");
    let mut long = "area,site,mode,minutes\n".to_owned();
    for nth in 0..3_000 {
        writeln!(long, "E01{nth:06},URN20001,bus,5").unwrap();
    }
    folder.write("bus.csv", &long);
    let mut given = files(&folder, &[]);
    given.push(folder.word("bus.csv"));
    let said = new(&folder.word("bus"), &fenland, &given).good();
    assert!(
        said.contains("To decide") && said.contains("see that no row is by car or walk"),
        "{said}"
    );
}

#[test]
fn a_list_for_the_whole_country_is_cut_to_the_districts_of_the_areas_also_where_none_is_asked_for()
{
    let folder = downloads();
    let centroids = folder.read("downloads/LSOA_PopCentroids_EW_2021_V4.csv");
    let county: Vec<&str> = centroids.lines().take(5).collect();
    folder.write(
        "downloads/LSOA_PopCentroids_EW_2021_V4.csv",
        &county.join("\n"),
    );
    folder.write("codes.csv", "LSOA21CD\nE01013001\nE01013002\n");
    for (name, areas) in [("all", None), ("listed", Some(folder.word("codes.csv")))] {
        let options: Vec<&str> = areas.iter().flat_map(|it| ["--areas", it]).collect();
        let said = new(&folder.word(name), &options, &files(&folder, &[])).good();
        let uncut = |it: &&str| !it.contains("roads end") && !it.contains("all hubs of");
        assert!(!to_decide(&said).iter().any(uncut), "{said}");
        // All areas of the file are a county's, whose hubs they are.
        assert_eq!(said.contains("all hubs of"), areas.is_some(), "{said}");
        let text = folder.read(&format!("{name}/study.toml"));
        for cut in [
            "\"DistrictAdministrative (code)\" = [\"E07000010\"]",
            "keep = { authority = [\"Cambridgeshire\"] }",
        ] {
            assert!(text.contains(cut), "{cut}:\n{text}");
        }
        let checked = run(&["check", &folder.word(name)]).good();
        assert!(checked.contains("3 sites: 2 open today"), "{checked}");
    }
    // Where no file tells the districts, the hubs of the country are not in force.
    let blind = files(&folder, &["lookup", "edubasealldata"]);
    let said = new(&folder.word("blind"), &[], &blind).good();
    for told in [
        "hubs.csv: write the authority",
        "edubaseallchildrencentre20260913.csv: of the list all that is near",
    ] {
        assert!(
            said.split("To decide").nth(1).unwrap().contains(told),
            "{told}: {said}"
        );
    }
    let text = folder.read("blind/study.toml");
    assert!(
        text.contains("# kind = \"dfe-family-hubs\"") && !text.contains("\nkind = \"dfe-"),
        "{text}"
    );
    run(&["check", &folder.word("blind")]).good();
}

#[test]
fn areas_are_read_whichever_way_their_places_are_headed_and_no_key_is_written_twice() {
    let folder = downloads();
    let (grid, town) = (Grid::new(), drawing());
    let mut rank = "LSOA21CD,rank,need,need_rate\n".to_owned();
    for nth in 1..=6 {
        writeln!(rank, "E0101300{nth},{nth},0.1,0.2").unwrap();
    }
    folder.write("rank.csv", &rank);
    for (nth, (header, drafted)) in [
        ("LSOA21CD,x,y", "crs = \"4326\" }"),
        (
            "LSOA21CD,name,x,y",
            "x = \"x\", y = \"y\", crs = \"4326\" }",
        ),
        ("LSOA21CD,lng,lat", "lon = \"lng\", lat = \"lat\" }"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut areas = format!("{header}\n");
        for (nth, letter) in "ACEGIL".chars().enumerate() {
            let place = grid.lon_lat(town.point(letter)).unwrap();
            let name = if header.contains("name") { ",A" } else { "" };
            writeln!(
                areas,
                "E0101300{}{name},{},{}",
                nth + 1,
                place.lon,
                place.lat
            )
            .unwrap();
        }
        folder.write("areas.csv", &areas);
        let mut given = files(&folder, &["LSOA_Pop", "File_7"]);
        given.extend(["areas.csv", "rank.csv"].map(|it| folder.word(it)));
        let name = format!("study{nth}");
        new(&folder.word(&name), &["--areas", "Fenland"], &given).good();
        let text = folder.read(&format!("{name}/study.toml"));
        assert!(text.contains(drafted), "{drafted}:\n{text}");
        assert!(
            text.contains("columns = { rank = \"rank\", need = \"need\" }"),
            "{text}"
        );
        let checked = run(&["check", &folder.word(&name)]).good();
        assert!(checked.contains("4 areas in 1 district"), "{checked}");
    }
}

#[test]
fn os_open_roads_are_taken_from_the_zip_they_are_published_in() {
    let folder = downloads();
    let links = drawing().links().0;
    let links = links.iter().enumerate();
    let package = Package::of(links.map(|(nth, it)| MadeLink::of(nth, it)).collect()).bytes();
    let readme: (&str, &[u8]) = ("Doc/licence.txt", b"Open Government Licence");
    let zip = zipped(&[readme, ("Data/oproad_gb.gpkg", &package)]);
    fs::write(folder.path("downloads/oproad_gpkg_gb.zip"), zip).unwrap();
    let said = new(
        &folder.word("fen"),
        &["--areas", "Fenland"],
        &files(&folder, &[".pbf"]),
    )
    .good();
    assert!(
        !said.contains("Missing, and needed") && said.contains("OS Open Roads"),
        "{said}"
    );
    let text = folder.read("fen/study.toml");
    assert!(text.contains("kind = \"os-open-roads\""), "{text}");
    let checked = run(&["check", &folder.word("fen")]).good();
    assert!(checked.contains("areas by car: 4 tied"), "{checked}");
    // Its reader takes the one package of a zip.
    for (files, why) in [
        (
            vec![("a.gpkg", package.as_slice()), ("b.gpkg", &package)],
            "one of 2 GeoPackages",
        ),
        (vec![("roads", package.as_slice())], "ends in .gpkg"),
    ] {
        let told = told("roads.zip", &zipped(&files)).unwrap_err();
        assert!(told.contains("E-FILE-NAME") && told.contains(why), "{told}");
    }
    let told = told("roads.gpkg.gz", &gzipped(&package)).unwrap_err();
    assert!(told.contains("E-FILE-NAME"), "{told}");
}

#[test]
fn what_its_reader_would_not_open_as_it_is_written_or_called_is_not_taken() {
    let lookup = format!("{LOOKUP}E01013787,A,E01013787,A,U,E06000017,Rutland,,1\n");
    let centroids = CENTROIDS.as_bytes();
    for (name, bytes, why) in [
        // Browsers unpack some downloads and leave them their names.
        ("x.csv.gz", centroids.to_vec(), "ends in .gz"),
        ("x.xlsx", centroids.to_vec(), "ends in .xlsx"),
        (
            "x.parquet",
            b"area,site,minutes\na,b,1\n".to_vec(),
            "ends in .parquet",
        ),
        (
            "lookup.csv",
            lookup.replace(',', ";").into_bytes(),
            "plain CSV alone",
        ),
        (
            "lookup.zip",
            zipped(&[
                ("lookup.csv", lookup.as_bytes()),
                ("notes.txt", b"colour\n"),
            ]),
            "holds nothing else",
        ),
        (
            "nspl.csv",
            NSPL_2026.replace(',', ";").into_bytes(),
            "plain CSV alone",
        ),
    ] {
        let told = told(name, &bytes).unwrap_err();
        assert!(
            told.contains("E-FILE-NAME") && told.contains(why),
            "{name}: {told}"
        );
    }
    for (name, bytes) in [
        ("lookup.csv", lookup.clone().into_bytes()),
        ("lookup.zip", zipped(&[("lookup.csv", lookup.as_bytes())])),
    ] {
        assert_eq!(only(name, &bytes).kind, FileKind::Lookup, "{name}");
    }
}
