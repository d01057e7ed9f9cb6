//! What people read: sentences, the page, the data and the times table.

use fairreach::ids::{Id, ServiceId};
use fairreach::model::Mode;
use fairreach::report::{
    Comparison, Heading, Sentence, TimesForm, TimesTable, assessment, minutes, page, sentences,
    to_text,
};
use fairreach::score::{Figure, Scorecard, against, evaluate, measures};
use fairreach::travel::{TravelTimes, Unreached};
use fairreach::units::Seconds;
use polars::prelude::{ParquetReader, SerReader};
use serde_json::Value;

use crate::county::{case, opened, row, toy};

struct Told {
    case: fairreach::score::Case,
    today: Scorecard,
    plan: Scorecard,
    changes: Vec<Figure>,
}

impl Told {
    fn toy(name: &str, open: &[&str]) -> Self {
        Self::of(toy(name, 10), open)
    }

    fn of(case: fairreach::score::Case, open: &[&str]) -> Self {
        let open: Vec<String> = open.iter().map(|it| (*it).to_owned()).collect();
        let today = evaluate(&case, &case.mode, &case.baseline);
        let plan = evaluate(&case, &case.mode, &opened(&case, &open));
        let changes = against(&case, &today, &plan);
        Self {
            case,
            today,
            plan,
            changes,
        }
    }

    fn comparison(&self) -> Comparison<'_> {
        Comparison {
            case: &self.case,
            today: &self.today,
            plan: Some((&self.plan, &self.changes)),
        }
    }

    fn baseline(&self) -> Comparison<'_> {
        Comparison {
            plan: None,
            ..self.comparison()
        }
    }
}

fn heading() -> Heading {
    Heading {
        study: "Fenshire".into(),
        question: "Which centres?".into(),
        plan: Some("Three centres".into()),
        illustrative: vec!["people".into(), "costs".into()],
        settings: vec![("mode".into(), "car".into())],
        attribution: vec!["© OpenStreetMap contributors".into()],
        ..Heading::default()
    }
}

/// The page without the program's version, which no figure hangs on.
fn printed(heading: &Heading, comparison: &Comparison) -> String {
    page(heading, comparison).replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

fn told(list: &[Sentence], label: &str) -> String {
    let found = list.iter().find(|it| it.label == label);
    found.map(|it| it.text.clone()).unwrap_or_default()
}

fn hv() -> ServiceId {
    ServiceId::at(0)
}

#[test]
fn the_page_of_the_toy_plan_reads_as_before() {
    let told = Told::toy("toy_dataset", &["S1", "S3", "S4"]);
    insta::assert_snapshot!("toy_plan", printed(&heading(), &told.comparison()));
}

#[test]
fn the_page_of_the_toy_baseline_reads_as_before() {
    let told = Told::toy("toy_dataset", &[]);
    let heading = Heading {
        plan: None,
        ..heading()
    };
    insta::assert_snapshot!("toy_baseline", printed(&heading, &told.baseline()));
}

#[test]
fn the_page_of_the_degenerate_county_reads_as_before() {
    let told = Told::toy("onefield/toy_dataset", &["S1"]);
    insta::assert_snapshot!("onefield_plan", printed(&heading(), &told.comparison()));
}

#[test]
fn no_index_stands_without_level_floor_and_harm() {
    let it = Told::toy("toy_dataset", &["S1", "S3", "S4"]);
    let labels: Vec<&str> = sentences(&it.comparison(), hv())
        .iter()
        .map(|it| it.label)
        .collect();
    assert_eq!(
        labels,
        ["Reach", "Floor", "Harm", "Gradient", "Money", "Unserved"]
    );
    let gradient = told(&sentences(&it.comparison(), hv()), "Gradient");
    // The levelling down of methods.md: a flatter gradient because somebody is worse off.
    assert!(
        gradient.contains("narrows while the mean journey is 1.3 minutes longer"),
        "{gradient}"
    );
    let labels: Vec<&str> = sentences(&it.baseline(), hv())
        .iter()
        .map(|it| it.label)
        .collect();
    assert_eq!(labels, ["Reach", "Floor", "Gradient", "Money", "Unserved"]);
}

#[test]
fn the_gradient_says_its_direction_in_words() {
    let say = |near: u32, far: u32| {
        let rows = [
            row("a", 10.0, 1, &[Some(near)]),
            row("b", 10.0, 10, &[Some(far)]),
        ];
        let it = Told::of(case(&rows, &[Some(1)], Some(30)), &["S1"]);
        told(&sentences(&it.baseline(), hv()), "Gradient")
    };
    assert_eq!(
        say(5, 8),
        "The most deprived travel 6 minutes less than the least deprived."
    );
    assert_eq!(
        say(8, 5),
        "The most deprived travel 6 minutes more than the least deprived."
    );
    assert_eq!(
        say(5, 5),
        "The most deprived travel as long as the least deprived."
    );
}

#[test]
fn losing_access_is_said_before_any_minutes() {
    let rows = [
        row("Ely", 10.0, 1, &[Some(5), None]),
        row("March", 1234.0, 9, &[Some(5), Some(40)]),
    ];
    let it = Told::of(case(&rows, &[Some(1), None], Some(30)), &["S2"]);
    let list = sentences(&it.comparison(), hv());
    let harm = told(&list, "Harm");
    assert!(
        harm.contains("1,244 under-fives would be worse off"),
        "{harm}"
    );
    assert!(harm.contains("10 would lose all access"), "{harm}");
    assert!(
        harm.ends_with("Worst area: Ely, which loses all access."),
        "{harm}"
    );
    let unserved = told(&list, "Unserved");
    assert!(
        unserved.starts_with(
            "1 area (10 under-fives) is without a way to any open site; they count as beyond"
        ),
        "{unserved}"
    );
    assert!(
        unserved.contains("Today 0 under-fives cannot be served."),
        "{unserved}"
    );
    assert!(told(&list, "Money").starts_with("No annual cost is given for Site 2."));
}

#[test]
fn the_json_has_the_promised_keys_and_a_reason_wherever_a_value_is_null() {
    let told = Told::toy("toy_dataset", &["S1", "S3", "S4"]);
    let text = to_text(&assessment(&heading(), &told.comparison())).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["study"]["name"], "Fenshire");
    for part in ["baseline", "scenario"] {
        let figures = json[part]["figures"].as_array().unwrap();
        assert!(figures.len() > 100);
        for it in figures {
            for key in [
                "name",
                "service",
                "mode",
                "band",
                "standard_minutes",
                "scope",
                "value",
                "unit",
                "polarity",
            ] {
                assert!(it.get(key).is_some(), "{it} has no {key}");
            }
            assert_eq!(it["value"].is_null(), it["reason"].is_string(), "{it}");
        }
    }
    let figure = |part: &str, name: &str, scope: &str| -> Value {
        let list = json[part]["figures"].as_array().unwrap();
        list.iter()
            .find(|it| it["name"] == name && it["scope"] == scope)
            .unwrap()
            .clone()
    };
    let it = figure("baseline", "share_within", "worst_district");
    assert_eq!(
        (&it["service"], &it["mode"], &it["band"]),
        (&"hv".into(), &"car".into(), &"under5".into())
    );
    assert_eq!(
        (&it["standard_minutes"], &it["which"]),
        (&10.0.into(), &"district:C".into())
    );
    assert_eq!(
        figure("baseline", "share_within", "decile:8")["reason"],
        "no area of the study is in decile 8"
    );
    assert_eq!(figure("scenario", "children_losing", "all")["value"], 260.0);
    assert_eq!(figure("scenario", "saving", "all")["unit"], "pounds_a_year");
    assert!(
        json["baseline"]["figures"]
            .as_array()
            .unwrap()
            .iter()
            .all(|it| it["name"] != "saving")
    );
}

#[test]
fn without_a_scenario_the_json_has_no_such_key() {
    let told = Told::toy("toy_dataset", &[]);
    let json = serde_json::to_value(assessment(&heading(), &told.baseline())).unwrap();
    assert!(json.get("scenario").is_none());
}

#[test]
fn the_register_as_data_has_every_measure() {
    let names: Vec<&str> = fairreach::report::measures_json()
        .iter()
        .map(|it| it.name)
        .collect();
    assert_eq!(
        names,
        measures().iter().map(|it| it.name).collect::<Vec<_>>()
    );
}

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|it| (*it).to_owned()).collect()
}

fn times() -> TravelTimes {
    let mut times = TravelTimes::unreached(2, 2, Unreached::BeyondHorizon);
    times.set(Id::at(0), Id::at(0), Ok(Seconds::new(61)));
    times.set(Id::at(1), Id::at(1), Ok(Seconds::new(0)));
    times.set(Id::at(1), Id::at(0), Err(Unreached::SiteUnlinked));
    times
}

fn table(
    form: TimesForm,
    areas: &[String],
    sites: &[String],
    times: &[(Mode, TravelTimes)],
) -> Vec<u8> {
    let mut out = Vec::new();
    let mut table = TimesTable::begin(form, &mut out, sites).unwrap();
    for (mode, times) in times {
        table.add(mode, areas, times).unwrap();
    }
    table.end().unwrap();
    out
}

#[test]
fn the_times_table_has_a_time_or_a_reason_in_every_row_and_runs_no_formula() {
    let (areas, sites) = (names(&["=a", "b,\"x\""]), names(&["-1", "s"]));
    let bytes = table(TimesForm::Csv, &areas, &sites, &[(Mode::walk(), times())]);
    let text = String::from_utf8(bytes).unwrap();
    let expected = [
        "area,site,mode,seconds,reason",
        "'=a,'-1,walk,61,",
        "'=a,s,walk,,beyond_horizon",
        "\"b,\"\"x\"\"\",'-1,walk,,site_unlinked",
        "\"b,\"\"x\"\"\",s,walk,0,",
    ];
    assert_eq!(text.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn the_times_table_comes_back_from_parquet_as_it_went_in() {
    let (areas, sites) = (names(&["=a", "b"]), names(&["x", "y"]));
    let modes = [(Mode::walk(), times()), (Mode::car(), times())];
    let bytes = table(TimesForm::Parquet, &areas, &sites, &modes);
    assert_eq!(bytes, table(TimesForm::Parquet, &areas, &sites, &modes));
    let frame = ParquetReader::new(std::io::Cursor::new(bytes))
        .finish()
        .unwrap();
    let columns: Vec<&str> = frame
        .get_column_names()
        .iter()
        .map(|it| it.as_str())
        .collect();
    assert_eq!(
        (columns, frame.height()),
        (vec!["area", "site", "mode", "seconds", "reason"], 8)
    );
    let seconds: Vec<Option<u32>> = frame
        .column("seconds")
        .unwrap()
        .u32()
        .unwrap()
        .iter()
        .collect();
    assert_eq!(seconds[..4], [Some(61), None, None, Some(0)]);
    let words = |name: &str| -> Vec<Option<String>> {
        let column = frame.column(name).unwrap().str().unwrap();
        column.iter().map(|it| it.map(ToOwned::to_owned)).collect()
    };
    assert_eq!(
        words("reason")[..2],
        [None, Some("beyond_horizon".to_owned())]
    );
    assert_eq!(words("area")[0].as_deref(), Some("=a"));
    assert_eq!(words("mode")[4].as_deref(), Some("car"));
}

#[test]
fn minutes_keep_off_the_standard_by_as_much_as_a_second_tells_and_no_more() {
    for (value, standard, told) in [
        (15.0, Some(15.0), "15"),
        (15.0 + 1.0 / 60.0, Some(15.0), "15.02"),
        (15.0 - 1.0 / 60.0, Some(15.0), "14.98"),
        (15.0006, Some(15.0), "15.0"),
        (14.9999, Some(15.0), "15.0"),
        (15.0006, None, "15.0"),
        (15.3, Some(15.0), "15.3"),
    ] {
        assert_eq!(
            minutes(value, standard),
            told,
            "{value} beside {standard:?}"
        );
    }
}

fn said(told: &Told, label: &str) -> String {
    let all = sentences(&told.comparison(), ServiceId::at(0));
    let it = all.into_iter().find(|it| it.label == label);
    it.map_or_else(String::new, |it| it.text)
}

#[test]
fn who_loses_all_access_is_told_by_deprivation_and_no_minutes_are_said_to_be_none() {
    let rows = [
        row("a", 100.0, 1, &[Some(5), None]),
        row("b", 50.0, 9, &[None, Some(9)]),
    ];
    let told = Told::of(case(&rows, &[None, None], Some(10)), &["S2"]);
    let harm = said(&told, "Harm");
    assert!(
        harm.contains("100 of them by more than 5 minutes or altogether"),
        "{harm}"
    );
    assert!(
        harm.contains("100 would lose all access, 100 of them in deciles 1-3."),
        "{harm}"
    );
    assert!(!harm.to_lowercase().contains("no minutes"), "{harm}");
}

#[test]
fn a_gap_that_changes_sides_turns_round_and_neither_narrows_nor_widens() {
    // Today the most deprived travel less; when S1 closes they travel more.
    let rows = [
        row("a", 100.0, 1, &[Some(5), Some(30)]),
        row("b", 100.0, 9, &[Some(12), Some(20)]),
    ];
    let told = Told::of(case(&rows, &[None, None], Some(10)), &["S2"]);
    let gradient = said(&told, "Gradient");
    assert!(gradient.contains("The gap turns round while"), "{gradient}");
}

#[test]
fn the_mean_change_is_said_to_be_of_those_served_both_times_where_others_lose_all() {
    let rows = [
        row("a", 100.0, 1, &[Some(5), Some(8)]),
        row("b", 100.0, 5, &[Some(40), None]),
        row("c", 100.0, 9, &[Some(9), Some(9)]),
    ];
    let told = Told::of(case(&rows, &[None, None], Some(10)), &["S2"]);
    let gradient = said(&told, "Gradient");
    assert!(
        gradient.contains("the mean journey of those served today and then is 1.5 minutes longer"),
        "{gradient}"
    );
}

#[test]
fn a_service_that_a_plan_does_not_touch_has_its_sentences_and_one_line() {
    let rows = [row("a", 100.0, 1, &[Some(5), Some(8)])];
    let told = Told::of(case(&rows, &[None, None], Some(10)), &["S1", "S2"]);
    let text = page(&Heading::default(), &told.comparison());
    assert!(text.contains("No figure of this service changes"), "{text}");
    assert!(!text.contains("By deprivation decile"), "{text}");
}
