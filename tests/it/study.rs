//! The study file: what it accepts, what it refuses, and that it refuses everything at once. The rooms `study`
//! and, since they read what it names, `pipeline::load`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fairreach::access::{Decay, LUO_QI_FAST, LUO_QI_SLOW};
use fairreach::ids::{AreaId, BandId, Column, Id, SiteId};
use fairreach::model::{Change, CostLine, Measure, Mode, Payers, RoadClass, SiteStatus};
use fairreach::pipeline::{Loaded, load};
use fairreach::score::Policy;
use fairreach::space::Point;
use fairreach::study::{
    Files, Offered, Setting, Study, StudyErrors, StudyFault, WrittenChange, resolve_changes,
    scenario_file,
};
use fairreach::travel::{Direction, Unreached};
use fairreach::units::{Hours, Kph, People, Pounds, Seconds};

use crate::program::shared;

fn offered(loaded: &Loaded) -> Offered<'_> {
    Offered {
        tiers: &loaded.tiers,
        services: &loaded.services,
        payers: Payers::default(),
    }
}

fn studies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/studies")
}

/// The toy county's files, to be altered in memory.
fn fenshire() -> BTreeMap<String, Vec<u8>> {
    let folder = studies().join("fenshire");
    std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap())
        .map(|it| {
            (
                it.file_name().into_string().unwrap(),
                std::fs::read(it.path()).unwrap(),
            )
        })
        .collect()
}

fn text(files: &BTreeMap<String, Vec<u8>>, file: &str) -> String {
    String::from_utf8(files[file].clone()).unwrap()
}

fn open(files: &BTreeMap<String, Vec<u8>>) -> Result<Study, StudyErrors> {
    let memory = Files::Memory(Arc::new(files.clone()));
    Study::from_bytes(&files["study.toml"], "study.toml", memory)
}

/// The toy county with its study file altered.
fn altered(from: &str, to: &str) -> Result<Study, StudyErrors> {
    let mut files = fenshire();
    let study = text(&files, "study.toml");
    assert!(study.contains(from), "the study file holds {from:?}");
    files.insert(
        "study.toml".to_owned(),
        study.replacen(from, to, 1).into_bytes(),
    );
    open(&files)
}

fn refusal(from: &str, to: &str) -> String {
    altered(from, to).unwrap_err().to_string()
}

/// Loads the toy county with one file altered.
fn loaded_with(file: &str, alter: impl Fn(&str) -> String) -> Result<Loaded, String> {
    let mut files = fenshire();
    let changed = alter(&text(&files, file));
    files.insert(file.to_owned(), changed.into_bytes());
    load(&open(&files).unwrap()).map_err(|it| it.to_string())
}

#[test]
fn the_toy_county_loads_with_the_vector_s_values() {
    let loaded = load(&Study::open(&studies().join("fenshire")).unwrap()).unwrap();
    assert_eq!(loaded.areas.list.len(), 12);
    let codes: Vec<&str> = loaded
        .areas
        .districts
        .iter()
        .map(|it| it.code.as_str())
        .collect();
    assert_eq!(codes, ["A", "B", "C"]);
    let children = &loaded.population.counts[BandId::at(0)];
    assert_eq!(
        children.iter().flatten().copied().sum::<People>(),
        People::new(950.0)
    );
    let first = AreaId::at(0);
    assert_eq!(loaded.deprivation.measure, Measure::Score);
    assert_eq!(loaded.deprivation.order[first], Some(-0.42));
    assert_eq!(loaded.deprivation.decile[first].unwrap().get(), 1);
    assert_eq!(loaded.sites.len(), 5);
    let open = loaded
        .sites
        .iter()
        .filter(|it| it.status == SiteStatus::Existing);
    assert_eq!(open.count(), 4);
    assert_eq!(
        loaded.sites[SiteId::at(4)].annual_cost(),
        Some(Pounds::new(60_000))
    );
    let times = &loaded.times_of(Direction::ToSite)[&Mode::new("travel")];
    assert_eq!(
        times.get(AreaId::at(2), SiteId::at(1)),
        Ok(Seconds::from_minutes(5))
    );
    let service = loaded.services.iter().next().unwrap();
    assert_eq!(
        service.standard[&Mode::new("travel")],
        Seconds::from_minutes(10)
    );
    assert_eq!(loaded.scenarios.len(), 2);
    assert_eq!(
        loaded.inputs.iter().map(|it| it.rows_used).sum::<u64>(),
        12 + 12 + 12 + 5 + 60
    );
}

#[test]
fn shuffled_rows_and_columns_load_to_the_same_values() {
    let straight = load(&open(&fenshire()).unwrap()).unwrap();
    let mut files = fenshire();
    for file in [
        "areas.csv",
        "people.csv",
        "deprivation.csv",
        "sites.csv",
        "times.csv",
    ] {
        let csv = text(&files, file);
        let mut lines: Vec<String> = csv
            .lines()
            .map(|line| line.split(',').rev().collect::<Vec<_>>().join(","))
            .collect();
        lines[1..].reverse();
        lines[1..].rotate_left(3);
        files.insert(file.to_owned(), lines.join("\r\n").into_bytes());
    }
    let shuffled = load(&open(&files).unwrap()).unwrap();
    assert_eq!(shuffled.areas.list, straight.areas.list);
    assert_eq!(shuffled.population.counts, straight.population.counts);
    assert_eq!(shuffled.deprivation.order, straight.deprivation.order);
    assert_eq!(shuffled.deprivation.need, straight.deprivation.need);
    assert_eq!(shuffled.sites, straight.sites);
    assert_eq!(shuffled.times, straight.times);
}

#[test]
fn every_fault_of_a_study_file_is_told_at_once_with_its_full_path_and_line() {
    let bad = r#"
schema = 99
colour = "red"

[study]
name = "Bad"
illustrative = ["peple"]

[areas]
file = "nowhere.csv"
kind = "tabel"
vintage = "lsoa2031"

[[people]]
file = "people.csv"
bands = { under5 = "children" }

[times]
file = "times.csv"
mode = "travel"

[assess]
mode = "tavel"
cutoffs_min = [30, 10]
decay = { kind = "bananas" }

[modes.walk]
speed_kph = 4.0
snap_limit_m = -5
[modes.car]
speed_kmh = nan
factors = { primry = 0.9, primary = 3 }

[[services]]
id = "hub"
band = "under6"
standard = { travel = 0 }

[tiers]
centre = { services = ["hubb"] }

[[sites]]
file = "sites.csv"
kind = "table"
tier = "centr"
hours = "many"
"#;
    let mut files = fenshire();
    files.insert("study.toml".to_owned(), bad.as_bytes().to_vec());
    let errors = open(&files).unwrap_err();
    let told: Vec<(&str, &str, usize)> = errors
        .0
        .iter()
        .map(|it| (it.code, it.key.as_str(), it.line))
        .collect();
    let expected = [
        ("E-CFG-SCHEMA", "schema", 2),
        ("E-CFG-UNKNOWN", "colour", 3),
        ("E-CFG-ENUM", "study.illustrative", 7),
        ("E-CFG-PATH", "areas.file", 10),
        ("E-CFG-ENUM", "areas.kind", 11),
        ("E-CFG-ENUM", "areas.vintage", 12),
        ("E-CFG-ENUM", "assess.mode", 23),
        ("E-CFG-RANGE", "assess.cutoffs_min", 24),
        ("E-CFG-ENUM", "assess.decay.kind", 25),
        ("E-CFG-UNKNOWN", "modes.walk.speed_kph", 28),
        ("E-CFG-RANGE", "modes.walk.snap_limit_m", 29),
        ("E-CFG-RANGE", "modes.car.speed_kmh", 31),
        ("E-CFG-UNKNOWN", "modes.car.factors.primry", 32),
        ("E-CFG-RANGE", "modes.car.factors.primary", 32),
        ("E-CFG-ENUM", "services[0].band", 36),
        ("E-CFG-RANGE", "services[0].standard.travel", 37),
        ("E-CFG-ENUM", "tiers.centre.services", 40),
        ("E-CFG-ENUM", "sites[0].tier", 45),
        ("E-CFG-TYPE", "sites[0].hours", 46),
    ];
    for one in expected {
        assert!(told.contains(&one), "{one:?} is missing from {told:#?}");
    }
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    let lines: Vec<usize> = told.iter().map(|it| it.2).collect();
    assert!(lines.is_sorted());
    let message = errors.to_string();
    assert!(message.contains("modes.walk.speed_kph: unknown key: did you mean speed_kmh?"));
    assert!(message.contains("did you mean primary?") && message.contains("did you mean people?"));
}

#[test]
fn a_file_that_is_no_toml_is_refused_with_its_line() {
    let twice = refusal("[baseline]", "[assess]\nmode = \"car\"\n[baseline]");
    assert!(
        twice.contains("E-CFG-SYNTAX") && twice.contains("assess"),
        "{twice}"
    );
    let deep = format!("[study]\nnest = {}\n", "[".repeat(5_000));
    let nested = refusal("[study]", &deep);
    assert!(
        nested.contains("E-CFG-SYNTAX") && nested.contains("nest"),
        "{nested}"
    );
}

#[test]
fn numbers_out_of_range_are_refused_with_key_and_value() {
    let key = "standard = { travel = 10 }";
    for (value, what) in [
        ("-4.8", "-4.8"),
        ("nan", "finite"),
        ("0", "above 0"),
        ("181", "180"),
    ] {
        let message = refusal(key, &format!("standard = {{ travel = {value} }}"));
        assert!(message.contains("E-CFG-RANGE"), "{message}");
        assert!(message.contains("services[0].standard.travel"), "{message}");
        assert!(
            message.contains(&format!("= {value}")) && message.contains(what),
            "{message}"
        );
    }
}

#[test]
fn a_newer_form_a_wrong_vintage_and_a_path_out_of_an_upload_are_refused() {
    let newer = refusal("schema = 1", "schema = 2");
    assert!(newer.contains("E-CFG-SCHEMA") && newer.contains("schema 2 ") && newer.contains("(1)"));
    let none = refusal("schema = 1", "");
    assert!(
        none.contains("E-CFG-MISSING") && none.contains("schema"),
        "{none}"
    );
    let vintage = refusal("bands = {", "vintage = \"lsoa2011\"\nbands = {");
    assert!(
        vintage.contains("E-GEO-VINTAGE") && vintage.contains("people[0].vintage"),
        "{vintage}"
    );
    for path in [
        "/etc/passwd",
        "../people.csv",
        "C:\\people.csv",
        "a\\..\\..\\b",
    ] {
        let message = refusal("\"people.csv\"", &format!("'{path}'"));
        assert!(
            message.contains("E-CFG-PATH") && message.contains("people[0].file"),
            "{message}"
        );
        assert!(message.contains("not allowed"), "{message}");
    }
}

#[test]
fn two_vintages_need_a_lookup() {
    let with = |vintage: &str| {
        let mut files = fenshire();
        let study = text(&files, "study.toml")
            .replace("vintage = \"none\"", "vintage = \"lsoa2021\"")
            .replace("bands = {", &format!("vintage = \"{vintage}\"\nbands = {{"));
        files.insert("study.toml".to_owned(), study.into_bytes());
        open(&files)
    };
    let message = with("lsoa2011").unwrap_err().to_string();
    assert!(
        message.contains("E-GEO-VINTAGE") && message.contains("lookup"),
        "{message}"
    );
    assert!(
        message.contains("lsoa2011") && message.contains("lsoa2021"),
        "{message}"
    );
    assert!(with("lsoa2021").is_ok());
}

#[test]
fn every_key_of_the_planned_form_is_accepted_and_those_without_effect_are_listed() {
    let later = r#"
[[bundles]]
id = "one-place"
services = ["family-hub"]

[[delivery_models]]
id = "nottingham-6"

[postcodes]
file = "areas.csv"

[rules]
exclusions = [["ely", "littleport"]]
min_distance_km = { centre = 5 }
protected = { service = "family-hub", max_loss_minutes = 10 }

[money]
baseline = 5_272_159
saving = 900_000
front_line_hours = "keep"

[policy]
floor = 0.9
steepness = 0.5

[baseline]
"#;
    let study = altered("[baseline]\n", later).unwrap();
    assert_eq!(
        (study.policy.floor, study.policy.steepness),
        (Some(0.9), Some(0.5))
    );
    assert_eq!(study.money.stated, Some(Pounds::new(5_272_159)));
    assert_eq!(study.money.saving, Some(Pounds::new(900_000)));
    assert!(study.money.keep_front_line);
    assert_eq!(study.not_used_yet, Vec::<String>::new());
    let service = "band = \"under5\"\nstandard";
    let more = "band = \"under5\"\nreach = \"targeted\"\nfunder = \"icb\"\ncapacity_per_hour = 1.5\nstandard";
    let study = altered(service, more).unwrap();
    let listed: [&str; 0] = [];
    assert_eq!(study.not_used_yet, listed);
    let misspelt = refusal("[baseline]\n", "[rules]\nexclusion = []\n[baseline]\n");
    assert!(
        misspelt.contains("rules.exclusion") && misspelt.contains("exclusions?"),
        "{misspelt}"
    );
}

#[test]
fn modes_are_read_as_written_and_stand_at_free_flow_without() {
    let modes = "[modes.car]\nsetting = \"peak\"\nfactors = { primary = 0.9 }\nspeeds_kmh = { track = 20 }\n\
                 junction_seconds = 5\nterminal_minutes = 2\n[roads]\nfile = \"areas.csv\"\n[baseline]";
    let mut files = fenshire();
    files.insert("areas.csv".to_owned(), b"code,x,y\nL01,1,1\n".to_vec());
    let study = text(&files, "study.toml").replacen("[baseline]", modes, 1);
    files.insert("study.toml".to_owned(), study.into_bytes());
    let study = open(&files).unwrap();
    let car = &study.modes[&Mode::car()];
    assert_eq!(car.setting, Setting::Peak);
    assert_eq!(
        car.factors[&RoadClass::Primary].to_bits(),
        0.9_f64.to_bits()
    );
    assert_eq!(car.speeds_kmh[&RoadClass::Track], Kph::new(20.0));
    assert_eq!(
        (car.junction_seconds, car.terminal_minutes),
        (Some(5.0), Some(2.0))
    );
    assert_eq!(car.snap_limit_m, None);
    assert_eq!(study.modes[&Mode::walk()].setting, Setting::FreeFlow);
    assert!(!study.roads.unwrap().ferries);
    assert!(
        study
            .defaults
            .contains(&("roads.ferries".to_owned(), "false".to_owned()))
    );
}

#[test]
fn scenario_files_hold_the_same_changes_as_the_study_and_the_map() {
    let file = r#"
id = "mixed"
changes = [
  { close = "S1" },
  { open = "S5", tier = "centre", hours = 20, sessions = 3 },
  { convert = "S2", tier = "centre" },
  { move = "S3", to = [541_800, 296_500] },
  { hours = "S4", value = 50 },
  { add = "new", name = "New hub", at = [541_900, 296_600], tier = "centre", hours = 12, cost_premises = 2_000 },
]
phases = [{ from = "2027-04-01", first = 3 }]
"#;
    let written = scenario_file(file, "plans/mixed.toml").unwrap();
    assert_eq!(
        (written.id.as_str(), written.name.as_str()),
        ("mixed", "mixed")
    );
    let json = r#"[{"close":"S1"},{"open":"S5","tier":"centre","hours":20,"sessions":3},
        {"convert":"S2","tier":"centre"},{"move":"S3","to":[541800,296500]},{"hours":"S4","value":50},
        {"add":"new","name":"New hub","at":[541900,296600],"tier":"centre","hours":12,"cost_premises":2000}]"#;
    let from_map: Vec<WrittenChange> = serde_json::from_str(json).unwrap();
    assert_eq!(from_map, written.changes);
    let again = serde_json::to_string(&written.changes).unwrap();
    assert_eq!(
        serde_json::from_str::<Vec<WrittenChange>>(&again).unwrap(),
        written.changes
    );
    assert!(serde_json::from_str::<WrittenChange>(r#"{"close":"S1","tier":"hub"}"#).is_err());

    let loaded = load(&open(&fenshire()).unwrap()).unwrap();
    let scenario = written.resolve(&loaded.sites, offered(&loaded)).unwrap();
    assert_eq!(scenario.changes[0], Change::Close(SiteId::at(0)));
    let moved = Change::Move {
        site: SiteId::at(2),
        to: Point::new(541_800.0, 296_500.0),
    };
    assert_eq!(scenario.changes[3], moved);
    let hours = Change::Hours {
        site: SiteId::at(3),
        service: None,
        hours: Hours::new(50.0),
    };
    assert_eq!(scenario.changes[4], hours);
    let Change::Add(new) = &scenario.changes[5] else {
        panic!("an addition stays an addition");
    };
    assert_eq!(
        (new.id.as_str(), new.name.as_str(), new.point),
        ("new", "New hub", Some(Point::new(541_900.0, 296_600.0)))
    );
    assert_eq!(loaded.tiers[new.tier].id, "centre");
    assert_eq!(
        (&new.services, new.hours, new.lock.as_ref()),
        (&None, Some(Hours::new(12.0)), None)
    );
    let costs = [CostLine::Premises, CostLine::FrontLine].map(|it| new.cost_of(it));
    assert_eq!(costs, [Some(Pounds::new(2_000)), None]);
}

#[test]
fn a_move_in_degrees_lands_on_the_national_grid() {
    let loaded = load(&open(&fenshire()).unwrap()).unwrap();
    let change = WrittenChange::Move {
        site: "S1".to_owned(),
        to: [-0.128_353_940, 51.503_990_828],
    };
    let changes = resolve_changes(&[change], &loaded.sites, offered(&loaded)).unwrap();
    let Change::Move { to, .. } = changes[0] else {
        panic!("a move stays a move");
    };
    assert!(to.distance(Point::new(530_000.0, 180_000.0)).get() < 1.0);
}

#[test]
fn an_addition_that_cannot_be_is_refused_with_all_that_is_wrong_with_it_and_its_line() {
    let file = r#"changes = [
  { add = "S1", at = [541_900, 296_600], tier = "centre" },
  { add = "../x", at = [541_900, 296_600], tier = "hubb", services = ["hv", "nothing"] },
  { add = "new", at = [541_900, 296_600] },
  { add = "new", at = [541_900, 296_600], tier = "centre" },
  { close = "new" },
]"#;
    let written = scenario_file(file, "plan.toml").unwrap();
    let loaded = load(&open(&fenshire()).unwrap()).unwrap();
    let errors = written
        .resolve(&loaded.sites, offered(&loaded))
        .unwrap_err();
    let told: Vec<(&str, &str, usize)> = errors
        .0
        .iter()
        .map(|it| (it.key.as_str(), it.code, it.line))
        .collect();
    let first: Vec<_> = told.iter().filter(|it| it.2 == 3).collect();
    assert_eq!(first[0], &("changes[1].add", "E-ID-CHARS", 3));
    assert_eq!(first[1], &("changes[1].tier", "E-CFG-ENUM", 3));
    assert!(
        first[2..]
            .iter()
            .all(|it| **it == ("changes[1].services", "E-CFG-ENUM", 3)),
        "{told:?}"
    );
    let others: Vec<_> = told.into_iter().filter(|it| it.2 != 3).collect();
    assert_eq!(
        others,
        [
            ("changes[0].add", "E-CFG-SITE", 2),
            ("changes[3].add", "E-CFG-SITE", 5),
            ("changes[4].close", "E-CFG-SITE", 6),
        ]
    );
    let mut two = loaded.tiers.clone();
    two.push(loaded.tiers.iter().next().unwrap().clone());
    let offered = Offered {
        tiers: &two,
        ..offered(&loaded)
    };
    let errors = written.resolve(&loaded.sites, offered).unwrap_err();
    let untold = |it: &&StudyFault| (it.line, it.code) == (4, "E-CFG-MISSING");
    assert_eq!(errors.0.iter().find(untold).unwrap().key, "changes[2].tier");
    let unplaced = [
        "{ add = \"new\" }",
        "{ add = \"new\", at = [1] }",
        "{ add = \"new\", at = [9e9, 9e9] }",
        "{ add = \"new\", to = [541_900, 296_600] }",
        "{ add = \"new\", at = [541_900, 296_600], hours = 10_001 }",
        "{ add = \"new\", at = [541_900, 296_600], cost_premises = -1 }",
    ];
    for change in unplaced {
        let file = format!("changes = [{change}]");
        assert!(scenario_file(&file, "plan.toml").is_err(), "{change}");
    }
}

#[test]
fn a_scenario_that_names_what_is_not_there_is_refused_with_line_and_nearest_name() {
    let file = "changes = [\n  { close = \"S1\" },\n  { close = \"S11\" },\n  { convert = \"S2\", tier = \"center\" },\n]\n";
    let written = scenario_file(file, "plan.toml").unwrap();
    let loaded = load(&open(&fenshire()).unwrap()).unwrap();
    let errors = written
        .resolve(&loaded.sites, offered(&loaded))
        .unwrap_err();
    let told: Vec<(&str, usize)> = errors
        .0
        .iter()
        .map(|it| (it.key.as_str(), it.line))
        .collect();
    assert_eq!(told, [("changes[1].close", 3), ("changes[2].tier", 4)]);
    let message = errors.to_string();
    assert!(
        message.contains("plan.toml") && message.contains("did you mean S1?"),
        "{message}"
    );
    assert!(message.contains("did you mean centre?"), "{message}");
    let bad = scenario_file(
        "changes = [{ shut = \"S1\" }, { hours = \"S1\" }]",
        "x.toml",
    )
    .unwrap_err();
    let codes: Vec<&str> = bad.0.iter().map(|it| it.key.as_str()).collect();
    assert!(
        codes.contains(&"changes[0]") && codes.contains(&"changes[1].value"),
        "{bad}"
    );
    let in_study = altered("{ open = \"S5\" }", "{ open = \"S9\" }").unwrap();
    let message = load(&in_study).unwrap_err().to_string();
    assert!(
        message.contains("scenarios[0].changes[0].open"),
        "{message}"
    );
}

#[test]
fn an_area_without_people_or_deprivation_is_refused_or_kept_as_unknown() {
    let without = |file: &'static str| loaded_with(file, |it| it.replace("L03,", "L99,"));
    let message = without("people.csv").unwrap_err();
    assert!(message.contains("E-JOIN-MISSING people.csv"), "{message}");
    assert!(message.contains("1 of 12 areas: L03"), "{message}");
    assert!(
        without("deprivation.csv")
            .unwrap_err()
            .contains("no deprivation for 1 of 12")
    );
    let mut files = fenshire();
    let people = text(&files, "people.csv").replace("L03,", "L99,");
    files.insert("people.csv".to_owned(), people.into_bytes());
    let study =
        text(&files, "study.toml").replacen("bands = {", "missing = \"exclude\"\nbands = {", 1);
    files.insert("study.toml".to_owned(), study.into_bytes());
    let loaded = load(&open(&files).unwrap()).unwrap();
    assert_eq!(loaded.population.counts[BandId::at(0)][AreaId::at(2)], None);
    let codes: Vec<&str> = loaded.notices.iter().map(|it| &*it.code).collect();
    assert_eq!(codes, ["W-GEO-OUTSIDE", "W-JOIN-MISSING"]);
}

#[test]
fn faults_of_all_files_are_told_in_one_go() {
    let mut files = fenshire();
    for (file, from, to) in [
        ("people.csv", "L02,95", "L02,[c]"),
        ("deprivation.csv", "L01,0.42,1", "L01,42,11"),
        ("sites.csv", "S1,", "../S1,"),
        ("times.csv", "L01,S2,3", "L01,S2,-3"),
    ] {
        let changed = text(&files, file).replacen(from, to, 1);
        files.insert(file.to_owned(), changed.into_bytes());
    }
    let fault = load(&open(&files).unwrap()).unwrap_err();
    assert_eq!(fault.exit_code(), 2);
    let message = fault.to_string();
    for part in [
        "E-NUM-SUPPRESSED people.csv line 3 column \"children\" value \"[c]\"",
        "E-RANGE deprivation.csv line 2 column \"idaci\" value \"42\"",
        "E-RANGE deprivation.csv line 2 column \"imd_decile\" value \"11\"",
        "E-ID-CHARS sites.csv line 2 column \"id\" value \"../S1\"",
        "E-RANGE times.csv line 3 column \"minutes\" value \"-3\"",
    ] {
        assert!(message.contains(part), "{part} is missing from:\n{message}");
    }
}

#[test]
fn times_keyed_by_names_are_those_keyed_by_codes() {
    let coded = load(&open(&fenshire()).unwrap()).unwrap();
    let named = |areas: [&str; 2]| {
        let mut files = fenshire();
        let places = text(&files, "areas.csv")
            .replace("L01,L01,", &format!("L01,{},", areas[0]))
            .replace("L02,L02,", &format!("L02,{},", areas[1]));
        assert!(places.contains(&format!("L01,{},", areas[0])));
        let times = text(&files, "times.csv")
            .replace("L01,", "march  NORTH,")
            .replace("L02,", "Ely,")
            .replace(",S1,", ",Site 1,");
        assert!(times.contains("march  NORTH,Site 1,"));
        files.insert("areas.csv".to_owned(), places.into_bytes());
        files.insert("times.csv".to_owned(), times.into_bytes());
        load(&open(&files).unwrap())
    };
    let loaded = named(["March North", "Ely"]).unwrap();
    assert_eq!(loaded.times, coded.times);
    let told: Vec<String> = loaded
        .notices
        .iter()
        .filter(|it| it.code == "W-TIMES-NAME")
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        [
            "W-TIMES-NAME times.csv: areas taken by their names, which are no codes or ids (2 times), such as Ely: L02; march  NORTH: L01",
            "W-TIMES-NAME times.csv: sites taken by their names, which are no codes or ids, such as Site 1: S1",
        ]
    );
    let refused = named(["Ely", "Ely"]).unwrap_err().to_string();
    let told: Vec<&str> = refused.lines().collect();
    assert_eq!(told.len(), 1, "{refused}");
    assert!(
        told[0].starts_with("E-TIMES-NAME times.csv line ")
            && told[0].contains("\"Ely\" is the name of 2 areas: L01, L02"),
        "{refused}"
    );

    // In a wide table the sites are the headers.
    let mut files = fenshire();
    let sites = ["S1", "S2", "S3", "S4", "S5"];
    let heads: Vec<String> = sites.iter().map(|it| it.replace('S', "site ")).collect();
    let mut wide = format!("place,{}\n", heads.join(","));
    let long = text(&files, "times.csv");
    let cell = |area: &str, site: &str| {
        let start = format!("{area},{site},");
        long.lines()
            .find_map(|it| it.strip_prefix(&start))
            .unwrap()
            .to_owned()
    };
    for area in (1..=12).map(|it| format!("L{it:02}")) {
        let cells: Vec<String> = sites.iter().map(|it| cell(&area, it)).collect();
        wide += &[area.to_lowercase(), cells.join(",")].join(",");
        wide.push('\n');
    }
    files.insert("times.csv".to_owned(), wide.into_bytes());
    let study = text(&files, "study.toml").replacen(
        "columns = { area = \"area\", site = \"site\", minutes = \"minutes\" }",
        "layout = \"wide\"",
        1,
    );
    files.insert("study.toml".to_owned(), study.into_bytes());
    assert_eq!(load(&open(&files).unwrap()).unwrap().times, coded.times);
}

#[test]
fn missing_times_are_told_apart_and_our_own_form_is_accepted_back() {
    let loaded = loaded_with("times.csv", |it| {
        it.replace("L01,S1,6\n", "L01,S1,\n")
            .replace("L01,S2,3\n", "")
    })
    .unwrap();
    let times = &loaded.times_of(Direction::ToSite)[&Mode::new("travel")];
    let (first, second) = (SiteId::at(0), SiteId::at(1));
    assert_eq!(times.get(AreaId::at(0), first), Err(Unreached::NoPath));
    assert_eq!(
        times.get(AreaId::at(0), second),
        Err(Unreached::BeyondHorizon)
    );
    assert!(
        loaded
            .notices
            .iter()
            .any(|it| it.code == "W-TIMES-ABSENT" && it.count == 1)
    );
    let loaded = loaded_with("times.csv", |it| {
        let rows = it.lines().filter(|it| !it.contains(",S2,"));
        rows.fold(String::new(), |text, it| text + it + "\n")
    });
    let loaded = loaded.unwrap();
    let mut notices = loaded.notices.iter();
    let absent = notices.find(|it| it.code == "W-TIMES-ABSENT").unwrap();
    let samples: Vec<String> = (1..=5).map(|it| format!("L{it:02} to S2")).collect();
    assert_eq!((absent.count, &absent.samples), (12, &samples));

    let mut files = fenshire();
    let own = "area,site,mode,seconds,reason\nL01,S1,bus,360,\nL01,S2,bus,90.5,\nL02,S1,bus,,area_unlinked\n";
    files.insert("times.csv".to_owned(), own.as_bytes().to_vec());
    let columns =
        "columns = { area = \"area\", site = \"site\", minutes = \"minutes\" }\nmode = \"travel\"";
    let study = text(&files, "study.toml")
        .replacen(columns, "mode = \"bus\"", 1)
        .replace("mode = \"travel\"", "mode = \"bus\"")
        .replace("{ travel = 10 }", "{ bus = 10 }");
    files.insert("study.toml".to_owned(), study.into_bytes());
    let loaded = load(&open(&files).unwrap()).unwrap();
    let times = &loaded.times_of(Direction::ToSite)[&Mode::new("bus")];
    assert_eq!(times.get(AreaId::at(0), first), Ok(Seconds::new(360)));
    assert_eq!(
        times.get(AreaId::at(0), second),
        Ok(Seconds::new(91)),
        "half up"
    );
    assert_eq!(
        times.get(AreaId::at(1), first),
        Err(Unreached::AreaUnlinked)
    );
    assert!(loaded.notices.iter().any(|it| it.code == "W-TIMES-ROUND"));
}

#[test]
fn the_shipped_study_s_file_is_accepted() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/isle-of-man");
    let study = Study::open(&path).unwrap();
    assert_eq!(study.not_used_yet, Vec::<String>::new());
    let loaded = load(&study).unwrap();
    assert!(loaded.areas.list.len() >= 50 && loaded.boundaries.is_some());
    assert_eq!(loaded.scenarios.len(), 2);
}

#[test]
fn rutland_loads_with_its_counts_carried_from_2011() {
    let Some(shared) = shared("Rutland's counts") else {
        return;
    };
    for file in ["study.toml", "imd2025.toml", "plain.toml"] {
        let study = Study::open(&studies().join("rutland").join(file)).unwrap();
        let loaded = load(&study).unwrap();
        assert_eq!(loaded.areas.list.len(), 26, "{file}");
        assert_eq!(loaded.sites.len(), 28, "{file}");
        assert_eq!(
            loaded.boundaries.as_ref().unwrap().iter().flatten().count(),
            26
        );
        let district = loaded.areas.districts.iter().next().unwrap();
        assert_eq!(
            (district.code.as_str(), district.name.as_str()),
            ("E06000017", "Rutland")
        );
        let children = &loaded.population.counts[BandId::at(0)];
        let total: People = children.iter().flatten().copied().sum();
        assert_eq!(total, People::new(sum_of_2011(&shared)), "{file}");
        assert_eq!(
            loaded.deprivation.order.iter().flatten().count(),
            26,
            "{file}"
        );
        assert_eq!(
            loaded.deprivation.need.iter().flatten().count(),
            26,
            "{file}"
        );
        let parts = loaded
            .notices
            .iter()
            .find(|it| it.code == "W-CARRY-PART")
            .unwrap();
        assert_eq!(parts.count, 5);
        let hub = loaded
            .sites
            .iter()
            .find(|it| it.id == "CC_GreatCasterton")
            .unwrap();
        assert_eq!(hub.status, SiteStatus::Existing);
        assert!(
            hub.point
                .unwrap()
                .distance(Point::new(500_300.0, 309_450.0))
                .get()
                < 500.0
        );
        assert!(loaded.sites.iter().any(|it| it.id == "URN148948"));
    }
}

/// The under-fives of the published file, added up by a second way of reading it.
fn sum_of_2011(shared: &Path) -> f64 {
    let csv = std::fs::read_to_string(shared.join("studies/rutland/population_mid2020_lsoa11.csv"))
        .unwrap();
    csv.lines()
        .skip(1)
        .map(|it| it.split(',').nth(3).unwrap().parse::<f64>().unwrap())
        .sum()
}

#[test]
fn a_study_that_is_not_there_is_refused_with_its_path() {
    let message = Study::open(Path::new("no/such/study"))
        .unwrap_err()
        .to_string();
    assert!(
        message.contains("E-CFG-PATH") && message.contains("no/such/study"),
        "{message}"
    );
}

#[test]
fn columns_keyed_by_id_stay_in_order_of_ids() {
    let loaded = load(&open(&fenshire()).unwrap()).unwrap();
    let ids: Column<SiteId, &str> = loaded.sites.iter().map(|it| it.id.as_str()).collect();
    assert!(ids.as_slice().is_sorted());
    assert!(loaded.areas.list.as_slice().is_sorted_by_key(|it| &it.code));
}

/// The whole planned form, with more at its end.
fn planned(more: &str) -> Result<Study, StudyErrors> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/planned_study.toml");
    let written = std::fs::read_to_string(path).unwrap() + more;
    let named = written.split('"').filter(|it| it.starts_with("input/"));
    let files = named.map(|it| (it.to_owned(), Vec::new()));
    let memory = Files::Memory(Arc::new(files.collect()));
    Study::from_bytes(written.as_bytes(), "study.toml", memory)
}

#[test]
fn a_projected_year_may_give_a_band_that_a_preset_asks_for_and_no_other() {
    let of_2031 = |bands: &str| {
        planned(&format!(
            "\n[[people]]\nyear = \"2031\"\nfile = \"input/sapelsoasyoa20222024.xlsx\"\nkind = \"ons-single-year\"\nbands = {{ {bands} }}\n"
        ))
    };
    // Nottingham's sixth model is for ages 0 to 19, of which the study's own bands are none.
    let study =
        of_2031("age_0_19 = \"0-19\", under5 = \"0-4\"").unwrap_or_else(|it| panic!("{it}"));
    let bands: Vec<&str> = study.projections[0]
        .1
        .bands
        .iter()
        .map(|it| it.band.as_str())
        .collect();
    assert_eq!(bands.len(), 2, "{bands:?}");
    let told = of_2031("age_0_18 = \"0-18\"").unwrap_err().to_string();
    assert!(
        told.contains("people[1].bands") && told.contains("did you mean age_0_19?"),
        "{told}"
    );
}

#[test]
fn the_whole_planned_form_is_accepted_and_what_has_no_effect_yet_is_listed() {
    let study = planned("").unwrap_or_else(|it| panic!("{it}"));
    let expected = ["areas.buffer_km", "areas.points"];
    assert_eq!(study.not_used_yet, expected);
    // The three written, and that of the delivery model's ages.
    assert_eq!(study.bands.len(), 4);
    assert_eq!(study.tiers.len(), 6);
    assert_eq!(study.scenarios[0].changes.len(), 5);
    assert_eq!(study.assess.mode, Mode::walk());
    assert_eq!(study.modes[&Mode::walk()].speed_kmh, Some(Kph::new(4.0)));
}

/// Two 2011 areas of a file of `n`, merged into one of 2021, and one that stayed; deprivation of 2011.
fn merged_study(n: usize) -> Loaded {
    let code = |it: usize| format!("E01{it:06}");
    let score = |it: usize| (it * 7_919 % 100_003) as f64 / 100_003.0;
    let rank = |it: usize| (0..n).filter(|other| score(*other) > score(it)).count() + 1;
    let mut iod = "LSOA code (2011),Income Deprivation Affecting Children Index (IDACI) Score (rate),\
                   Income Deprivation Affecting Children Index (IDACI) Rank (where 1 is most deprived)\n"
        .to_owned();
    for it in 0..n {
        let rank = if it < 3 { rank(it) } else { it + 1 };
        writeln!(iod, "{},{},{rank}", code(it), score(it)).unwrap();
    }
    let lookup = "LSOA11CD,LSOA21CD,CHGIND,LAD22CD,LAD22NM\nE01000000,E01900000,M,E06000001,Here\n\
                  E01000001,E01900000,M,E06000001,Here\nE01000002,E01000002,U,E06000001,Here\n";
    let study = r#"
schema = 1
[study]
name = "Merged"
[areas]
file = "areas.csv"
kind = "ons-centroids"
vintage = "lsoa2021"
lookup = "lookup.csv"
[[people]]
file = "people.csv"
vintage = "lsoa2011"
columns = { code = "code" }
bands = { under5 = "n" }
[deprivation]
file = "iod.csv"
kind = "iod2019"
rank = "idaci"
need = "idaci_score"
[times]
file = "times.csv"
[[services]]
id = "hub"
[[sites]]
file = "sites.csv"
kind = "table"
status = "open"
"#;
    let files = [
        (
            "areas.csv",
            "LSOA21CD,x,y\nE01900000,530000,180000\nE01000002,531000,180000\n",
        ),
        ("lookup.csv", lookup),
        (
            "people.csv",
            "code,n\nE01000000,30\nE01000001,10\nE01000002,20\n",
        ),
        ("iod.csv", &iod),
        ("sites.csv", "id\nS1\n"),
        (
            "times.csv",
            "area,site,minutes\nE01900000,S1,5\nE01000002,S1,6\n",
        ),
        ("study.toml", study),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    load(&open(&files.into_iter().collect()).unwrap()).unwrap()
}

#[test]
fn a_merged_area_is_ranked_anew_only_among_national_scores() {
    let score = |it: usize| (it * 7_919 % 100_003) as f64 / 100_003.0;
    let need = f64::midpoint(score(0) * 30.0, score(1) * 10.0) / 20.0;
    let (merged, kept) = (AreaId::at(1), AreaId::at(0));
    let part = merged_study(300);
    assert_eq!(part.areas.list[merged].code, "E01900000");
    assert_eq!(
        part.population.counts[BandId::at(0)][merged],
        Some(People::new(40.0))
    );
    assert!((part.deprivation.need[merged].unwrap().get() - need).abs() < 1e-12);
    assert_eq!(part.deprivation.order[merged], None);
    assert!(part.deprivation.order[kept].is_some());
    assert!(
        part.notices
            .iter()
            .any(|it| it.code == "W-CARRY-RANK" && it.count == 1)
    );

    let n = 30_000;
    let nation = merged_study(n);
    let worse = (0..n).filter(|it| score(*it) > need).count();
    assert_eq!(nation.deprivation.order[merged], Some(worse as f64 + 1.0));
    let decile = nation.deprivation.decile[merged].unwrap().get();
    // Decile 1 ends at the area whose rank is a tenth of all: 3,000 of 30,000.
    let ends: Vec<usize> = (1..=10).map(|it| it * 3_000).collect();
    let expected = ends.iter().position(|end| worse < *end).unwrap() + 1;
    assert_eq!(usize::from(decile), expected);
    let above = (0..n).filter(|it| score(*it) > score(2)).count();
    assert_eq!(nation.deprivation.order[kept], Some(above as f64 + 1.0));
}

#[test]
fn a_word_is_not_called_wrong_where_what_it_names_is_missing() {
    let folder = crate::town_study::town();
    let text = folder.read("study.toml");
    let without = text.replace("[roads]\nfile = \"roads.osm.pbf\"\n", "");
    folder.write("study.toml", &without);
    let told = crate::program::run(&["check", &folder.word("")]).stopped(2);
    assert!(
        told.contains("E-CFG-MISSING") && told.contains("roads"),
        "{told}"
    );
    assert!(!told.contains("assess.mode"), "{told}");
}

/// What a study says of `[assess] decay`, and what `[policy]` of the rest.
fn chosen(decay: &str) -> Result<Study, StudyErrors> {
    let (known, study) = ("[assess]\n", text(&fenshire(), "study.toml"));
    if study.contains(known) {
        return altered(known, &format!("[assess]\ndecay = {decay}\n"));
    }
    altered(
        "[baseline]\n",
        &format!("[assess]\ndecay = {decay}\n[baseline]\n"),
    )
}

#[test]
fn without_a_word_there_is_no_floor_no_steepness_and_the_decay_of_luo_and_qi() {
    let study = open(&fenshire()).unwrap();
    assert_eq!(study.policy, Policy::default());
    let told = |key: &str| {
        let found = study.defaults.iter().find(|it| it.0 == key);
        found.map(|it| it.1.as_str())
    };
    assert_eq!(told("policy.floor"), Some("none"));
    assert_eq!(told("policy.steepness"), Some("none"));
    let zones = "1 to 10, 0.68 to 20, 0.22 to 30 minutes";
    assert_eq!(told("assess.decay"), Some(zones));
    assert_eq!(study.decay, zones);
}

#[test]
fn every_family_of_decay_is_read_with_its_parameters_and_without() {
    for (written, decay) in [
        (r#"{ kind = "step" }"#, Decay::step(30.0)),
        (r#"{ kind = "step", minutes = 15 }"#, Decay::step(15.0)),
        (r#"{ kind = "linear", minutes = 20 }"#, Decay::linear(20.0)),
        (r#"{ kind = "exponential" }"#, Decay::exponential(0.1)),
        (
            r#"{ kind = "exponential", beta = 0.2 }"#,
            Decay::exponential(0.2),
        ),
        (
            r#"{ kind = "half-life", minutes = 12.5 }"#,
            Decay::half_life(12.5),
        ),
        (r#"{ kind = "power", beta = 1 }"#, Decay::power(1.0)),
        (
            r#"{ kind = "logistic", minutes = 25, sd = 5 }"#,
            Decay::logistic(25.0, 5.0),
        ),
        (
            r#"{ kind = "gaussian", sigma = 12 }"#,
            Decay::gaussian(12.0),
        ),
        (
            r#"{ kind = "truncated-gaussian" }"#,
            Decay::truncated_gaussian(30.0),
        ),
        (r#"{ kind = "zones" }"#, Decay::zones(&LUO_QI_SLOW)),
        (
            r#"{ kind = "zones", minutes = [10, 20, 30], weights = [1, 0.42, 0.09] }"#,
            Decay::zones(&LUO_QI_FAST),
        ),
    ] {
        let study = chosen(written).unwrap_or_else(|it| panic!("{written}: {it}"));
        assert_eq!(Ok(study.policy.decay), decay, "{written}");
        assert!(!study.not_used_yet.contains(&"assess.decay".to_owned()));
    }
}

#[test]
fn a_decay_or_a_policy_at_fault_is_refused_with_its_key() {
    for (written, told) in [
        ("{ minutes = 15 }", "E-CFG-MISSING"),
        (
            r#"{ kind = "step", minutes = 0 }"#,
            "assess.decay.minutes = 0: must be above 0",
        ),
        (r#"{ kind = "step", minutes = 181 }"#, "at most 180"),
        (
            r#"{ kind = "step", beta = 1 }"#,
            "assess.decay.beta: unknown key",
        ),
        (r#"{ kind = "gaussian", sigma = -1 }"#, "assess.decay.sigma"),
        (
            r#"{ kind = "zones", minutes = [10] }"#,
            "assess.decay.weights",
        ),
        (
            r#"{ kind = "zones", weights = [1] }"#,
            "assess.decay.minutes",
        ),
        (
            r#"{ kind = "zones", minutes = [10, 20], weights = [1] }"#,
            "1 weights for zones that end at 2 times",
        ),
        (
            r#"{ kind = "zones", minutes = [20, 10], weights = [1, 0.5] }"#,
            "zones must end later and later",
        ),
        (
            r#"{ kind = "zones", minutes = [10, 999], weights = [1, 0.5] }"#,
            "minutes[1] is not above 0",
        ),
        ("3", "E-CFG-TYPE"),
    ] {
        let errors = chosen(written).unwrap_err().to_string();
        assert!(errors.contains(told), "{written}: {errors}");
    }
    for (key, value) in [("floor", "1.1"), ("steepness", "-0.1"), ("floor", "nan")] {
        let policy = format!("[policy]\n{key} = {value}\n[baseline]\n");
        let errors = refusal("[baseline]\n", &policy);
        let place = format!("policy.{key}");
        assert!(
            errors.contains("E-CFG-RANGE") && errors.contains(&place),
            "{errors}"
        );
    }
    assert!(refusal("[baseline]\n", "[policy]\nflor = 1\n[baseline]\n").contains("floor?"));
}
