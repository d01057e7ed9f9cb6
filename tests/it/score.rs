//! Scorecards against the truth table of the toy county and the degenerate one, the rules that decide every
//! headline, and the laws every figure keeps.

use fairreach::ids::{AreaId, Id, ServiceId, SiteId};
use fairreach::model::Mode;
use fairreach::score::{Case, Effect, Figure, Scope, compare, evaluate, find, measures};
use fairreach::travel::Unreached;
use fairreach::units::{Pounds, Seconds};
use proptest::prelude::*;
use serde_json::Value;

use crate::county::{
    Row, case, county, decile, district, opened, row, toy, vector, with_all_kinds,
    with_everything_measured, words,
};

fn figure<'a>(figures: &'a [Figure], name: &str, scope: Scope) -> &'a Figure {
    let money = name.starts_with("saving") || name == "annual_cost";
    let service = (!money).then(|| ServiceId::at(0));
    find(figures, name, service, scope).unwrap_or_else(|| panic!("no figure {name} {scope:?}"))
}

fn value(figures: &[Figure], name: &str, scope: Scope) -> Option<f64> {
    figure(figures, name, scope).value.clone().ok()
}

fn reason(figures: &[Figure], name: &str, scope: Scope) -> String {
    figure(figures, name, scope).value.clone().unwrap_err().0
}

/// The figures of a plan, its own and those against the baseline.
fn judged(case: &Case, open: &[&str]) -> Vec<Figure> {
    let open: Vec<String> = open.iter().map(|it| (*it).to_owned()).collect();
    let plan = opened(case, &open);
    let mut figures = evaluate(case, &case.mode, &plan).figures;
    figures.extend(compare(case, &case.mode, &case.baseline, &plan));
    figures
}

fn today(case: &Case) -> Vec<Figure> {
    evaluate(case, &case.mode, &case.baseline).figures
}

fn assert_near(found: Option<f64>, expected: &Value, what: &str) {
    match (found, expected.as_f64()) {
        (Some(found), Some(expected)) => {
            let off = (found - expected).abs();
            assert!(
                off <= 1e-9 * expected.abs().max(1.0),
                "{what}: {found} is not {expected}"
            );
        }
        (None, None) => (),
        (found, expected) => panic!("{what}: {found:?} is not {expected:?}"),
    }
}

#[test]
fn all_31_configurations_of_both_counties_have_the_figures_of_the_truth_table() {
    for folder in ["", "onefield/"] {
        let case = toy(&format!("{folder}toy_dataset"), 10);
        let file = vector(&format!("{folder}location"));
        let subsets = file["all_subsets"].as_array().unwrap();
        assert_eq!(subsets.len(), 31);
        for row in subsets {
            let open = words(&row["open"]);
            let figures = judged(&case, &open.iter().map(String::as_str).collect::<Vec<_>>());
            for (name, key) in [
                ("annual_cost", "annual_cost"),
                ("mean_minutes", "mean"),
                ("max_minutes", "max"),
                ("share_within", "covered_10"),
                ("sii_minutes", "sii_minutes"),
                ("children_losing", "children_worse"),
                ("children_losing_over_5", "children_worse_over5"),
            ] {
                let found = value(&figures, name, Scope::All);
                assert_near(found, &row[key], &format!("{name} of {open:?}"));
            }
        }
    }
}

#[test]
fn reach_and_harm_of_both_counties_are_those_of_the_proportionate_universalism_vector() {
    for folder in ["", "onefield/"] {
        let file = vector(&format!("{folder}proportionate_universalism"));
        for it in file["cases"].as_array().unwrap() {
            let (reach, harm) = (&it["U_universal"], &it["H_harm"]);
            let standard =
                Seconds::from_fractional_minutes(reach["floor_minutes"].as_f64().unwrap())
                    .unwrap()
                    .get()
                    / 60;
            let case = toy(&format!("{folder}toy_dataset"), standard);
            let open = words(&it["open"]);
            let figures = judged(&case, &open.iter().map(String::as_str).collect::<Vec<_>>());
            let check = |name: &str, scope, expected: &Value| {
                assert_near(
                    value(&figures, name, scope),
                    expected,
                    &format!("{name} {scope:?} of {open:?}"),
                );
            };
            check("share_within", Scope::All, &reach["share_within"]);
            check(
                "share_within",
                Scope::WorstDistrict,
                &reach["worst_district"],
            );
            check("max_minutes", Scope::All, &reach["max_minutes"]);
            for (code, share) in reach["by_district"].as_object().unwrap() {
                check("share_within", district(&case, code), share);
            }
            let beyond = value(&figures, "children", Scope::All).unwrap()
                - value(&figures, "children_within", Scope::All).unwrap();
            assert_near(Some(beyond), &reach["children_beyond"], "children beyond");
            for (name, key) in [
                ("children_losing", "children_worse"),
                ("children_losing_over_5", "children_worse_over"),
                ("children_gaining", "children_better"),
                ("max_increase_minutes", "max_increase"),
                ("mean_change_minutes", "mean_change"),
                ("children_lost_standard", "lost_floor"),
                (
                    "added_minutes_share_deciles_1_3",
                    "share_of_added_minutes_on_deciles1_3",
                ),
                ("children_share_deciles_1_3", "population_share_deciles1_3"),
            ] {
                check(name, Scope::All, &harm[key]);
            }
            check("annual_cost", Scope::All, &it["C_cost"]["annual"]);
        }
    }
}

#[test]
fn gradients_by_area_and_by_decile_are_those_of_the_vectors() {
    for folder in ["", "onefield/"] {
        let figures = today(&toy(&format!("{folder}toy_dataset"), 10));
        let file = vector(&format!("{folder}sii_rii"));
        for (name, key) in [
            ("sii_minutes", "toy_by_lsoa"),
            ("sii_minutes_by_decile", "toy_by_imd_decile"),
        ] {
            assert_near(
                value(&figures, name, Scope::All),
                &file[key]["sii_minutes"],
                name,
            );
        }
    }
}

#[test]
fn percentiles_are_those_of_the_vectors() {
    for folder in ["", "onefield/"] {
        let figures = today(&toy(&format!("{folder}toy_dataset"), 10));
        let expected = vector(&format!("{folder}fgt_quantiles"));
        for (name, part) in [("median_minutes", "0.5"), ("p90_minutes", "0.9")] {
            let expected = &expected["weighted_percentiles"]["values"][part];
            assert_near(value(&figures, name, Scope::All), expected, name);
        }
    }
}

#[test]
fn means_by_decile_are_those_of_the_vectors_and_a_decile_without_areas_says_so() {
    let figures = today(&toy("toy_dataset", 10));
    let by = &vector("sii_rii")["toy_by_imd_decile"];
    for (place, number) in by["deciles"].as_array().unwrap().iter().enumerate() {
        let scope = decile(u32::try_from(number.as_u64().unwrap()).unwrap());
        assert_near(
            value(&figures, "mean_minutes", scope),
            &by["mean_minutes"][place],
            "mean",
        );
        assert_near(
            value(&figures, "children", scope),
            &by["population"][place],
            "children",
        );
    }
    for name in [
        "children",
        "children_unserved",
        "mean_minutes",
        "share_within",
        "children_within",
    ] {
        assert_eq!(
            reason(&figures, name, decile(8)),
            "no area of the study is in decile 8"
        );
    }
}

#[test]
fn the_degenerate_county_has_no_gradient_and_says_why() {
    let figures = judged(&toy("onefield/toy_dataset", 10), &["S1"]);
    assert!(reason(&figures, "sii_minutes", Scope::All).contains("deprivation does not vary"));
    assert!(reason(&figures, "sii_minutes_by_decile", Scope::All).contains("5 to 100 groups"));
    assert!(
        reason(&figures, "added_minutes_share_deciles_1_3", Scope::All).contains("deciles 1-3")
    );
}

#[test]
fn a_worst_figure_tells_whose_it_is_and_the_first_of_equals_is_named() {
    let figures = today(&toy("toy_dataset", 10));
    let which = |name, scope| figure(&figures, name, scope).which.clone().unwrap();
    assert_eq!(which("share_within", Scope::WorstDistrict), "district:C");
    assert_eq!(which("share_within", Scope::WorstDecile), "decile:6");
    assert_eq!(which("mean_minutes", Scope::WorstDecile), "decile:6");
    assert_eq!(
        value(&figures, "children_within", Scope::WorstDistrict),
        Some(95.0)
    );
    let equal = today(&case(
        &[row("a", 1.0, 4, &[Some(9)]), row("b", 1.0, 7, &[Some(9)])],
        &[None],
        Some(5),
    ));
    assert_eq!(
        figure(&equal, "mean_minutes", Scope::WorstDecile)
            .which
            .as_deref(),
        Some("decile:4")
    );
}

#[test]
fn unserved_children_count_as_beyond_and_in_no_mean() {
    let rows = [row("a", 30.0, 1, &[Some(5)]), row("b", 10.0, 9, &[None])];
    let figures = today(&case(&rows, &[None], Some(10)));
    assert_eq!(value(&figures, "children", Scope::All), Some(40.0));
    assert_eq!(value(&figures, "children_unserved", Scope::All), Some(10.0));
    assert_eq!(value(&figures, "areas_unserved", Scope::All), Some(1.0));
    assert_eq!(value(&figures, "share_within", Scope::All), Some(0.75));
    assert_eq!(value(&figures, "mean_minutes", Scope::All), Some(5.0));
    assert_eq!(value(&figures, "share_within", decile(9)), Some(0.0));
    assert!(reason(&figures, "mean_minutes", decile(9)).contains("can be served"));
}

#[test]
fn ranks_in_the_gradient_are_those_of_everyone_also_of_the_unserved() {
    let served = [row("a", 10.0, 1, &[Some(2)]), row("b", 10.0, 5, &[Some(8)])];
    let mut all = served.to_vec();
    all.push(row("c", 20.0, 10, &[None]));
    let sii = |rows: &[Row]| {
        value(
            &today(&case(rows, &[None], None)),
            "sii_minutes",
            Scope::All,
        )
        .unwrap()
    };
    // Two served halves at ridits 1/4 and 3/4 without the third area, at 1/8 and 3/8 with it.
    assert!((sii(&served) - 12.0).abs() < 1e-9);
    assert!((sii(&all) - 24.0).abs() < 1e-9);
}

#[test]
fn losing_all_access_is_losing_and_gaining_it_is_gaining_and_neither_adds_minutes() {
    let rows = [
        row("a", 10.0, 1, &[Some(5), None]),
        row("b", 20.0, 1, &[None, Some(5)]),
        row("c", 40.0, 2, &[Some(5), Some(10)]),
        row("d", 80.0, 9, &[Some(5), Some(11)]),
    ];
    let mut case = case(&rows, &[None, None], Some(6));
    case.baseline = opened(&case, &["S1".to_owned()]);
    let figures = judged(&case, &["S2"]);
    let all = |name| value(&figures, name, Scope::All).unwrap();
    assert!((all("children_gaining") - 20.0).abs() < 1e-9);
    assert!((all("children_losing") - 130.0).abs() < 1e-9);
    // "Over 5 minutes" is strict: the 40 with 5 minutes more are not among them.
    assert!((all("children_losing_over_5") - 90.0).abs() < 1e-9);
    assert!((all("children_lost_access") - 10.0).abs() < 1e-9);
    assert!((all("children_gained_access") - 20.0).abs() < 1e-9);
    assert!((all("children_lost_standard") - 130.0).abs() < 1e-9);
    assert!((all("children_gained_standard") - 20.0).abs() < 1e-9);
    assert!((all("max_increase_minutes") - 6.0).abs() < 1e-9);
    assert!((all("mean_change_minutes") - 680.0 / 120.0).abs() < 1e-9);
    assert!((all("added_minutes_share_deciles_1_3") - 200.0 / 680.0).abs() < 1e-9);
    assert_eq!(
        figure(&figures, "max_increase_minutes", Scope::All)
            .which
            .as_deref(),
        Some("area:d")
    );
}

#[test]
fn shares_of_deciles_1_3_are_of_all_children_and_of_all_added_minutes() {
    let mut rows = [
        row("a", 100.0, 1, &[Some(5), Some(6)]),
        row("b", 900.0, 9, &[Some(5), Some(6)]),
    ];
    rows[1].decile = None;
    let figures = judged(&case(&rows, &[None, None], Some(10)), &["S2"]);
    for name in [
        "children_share_deciles_1_3",
        "added_minutes_share_deciles_1_3",
    ] {
        assert_eq!(value(&figures, name, Scope::All), Some(0.1), "{name}");
    }
}

#[test]
fn a_line_that_falls_below_no_minutes_has_a_ratio_below_zero_as_ohids_has() {
    let rows = [
        row("a", 10.0, 1, &[Some(30)]),
        row("b", 10.0, 5, &[Some(0)]),
        row("c", 10.0, 9, &[Some(0)]),
    ];
    let figures = today(&case(&rows, &[None], Some(10)));
    assert!((value(&figures, "sii_minutes", Scope::All).unwrap() + 45.0).abs() < 1e-9);
    // Intercept 32.5, and 32.5 - 45 over it.
    let ratio = value(&figures, "rii_minutes", Scope::All).unwrap();
    assert!((ratio + 12.5 / 32.5).abs() < 1e-9, "{ratio}");
}

#[test]
fn an_area_without_children_binds_no_maximum_and_no_worst() {
    let rows = [
        row("a", 10.0, 1, &[Some(5), Some(6)]),
        row("b", 0.0, 2, &[Some(50), Some(90)]),
    ];
    let figures = judged(&case(&rows, &[None, None], Some(10)), &["S2"]);
    assert_eq!(value(&figures, "max_minutes", Scope::All), Some(6.0));
    assert_eq!(
        value(&figures, "max_increase_minutes", Scope::All),
        Some(1.0)
    );
    assert_eq!(
        value(&figures, "share_within", Scope::WorstDecile),
        Some(1.0)
    );
    assert_eq!(value(&figures, "children", decile(2)), Some(0.0));
    assert_eq!(
        reason(&figures, "mean_minutes", decile(2)),
        "no under-fives live in decile 2"
    );
}

#[test]
fn a_count_nobody_published_is_left_out_and_told_not_taken_for_zero() {
    let mut rows = vec![row("a", 10.0, 1, &[Some(5)]), row("b", 10.0, 2, &[Some(7)])];
    rows[1].children = None;
    let figures = today(&case(&rows, &[None], Some(6)));
    assert_eq!(value(&figures, "children", Scope::All), Some(10.0));
    assert_eq!(value(&figures, "areas_uncounted", Scope::All), Some(1.0));
    assert_eq!(value(&figures, "share_within", Scope::All), Some(1.0));
    assert_eq!(
        reason(&figures, "children", decile(2)),
        "no count of under-fives is known in decile 2"
    );
}

#[test]
fn without_deprivation_there_is_no_gradient_and_no_decile_but_all_else() {
    let mut rows = vec![
        row("a", 10.0, 1, &[Some(5), Some(7)]),
        row("b", 10.0, 2, &[Some(7), Some(9)]),
    ];
    for it in &mut rows {
        (it.score, it.decile) = (None, None);
    }
    let figures = judged(&case(&rows, &[None, None], Some(6)), &["S2"]);
    assert_eq!(value(&figures, "mean_minutes", Scope::All), Some(8.0));
    assert_eq!(value(&figures, "areas_unranked", Scope::All), Some(2.0));
    assert_eq!(
        reason(&figures, "sii_minutes", Scope::All),
        "no area has a deprivation rank"
    );
    assert!(reason(&figures, "sii_minutes_by_decile", Scope::All).contains("national decile"));
    assert!(reason(&figures, "share_within", Scope::WorstDecile).contains("no decile"));
    assert!(reason(&figures, "children_share_deciles_1_3", Scope::All).contains("national decile"));
}

#[test]
fn a_service_without_a_standard_has_journeys_but_no_share_within() {
    let figures = judged(&toy_without_standard(), &["S1"]);
    assert!(value(&figures, "mean_minutes", Scope::All).is_some());
    for name in ["share_within", "children_within", "children_lost_standard"] {
        assert_eq!(
            reason(&figures, name, Scope::All),
            "health visiting has no standard by car"
        );
    }
    assert!(reason(&figures, "share_within", Scope::WorstDistrict).contains("no standard"));
}

fn toy_without_standard() -> Case {
    let (rows, costs) = county("toy_dataset");
    case(&rows, &costs, None)
}

#[test]
fn a_mode_without_times_leaves_everyone_unserved_with_the_reason() {
    let case = toy("toy_dataset", 10);
    let scorecard = evaluate(&case, &Mode::new("bus"), &case.baseline);
    let lists = scorecard.reaches[ServiceId::at(0)].unserved(&case);
    assert_eq!(
        (lists.len(), lists[0].reason.word(), lists[0].areas.len()),
        (1, "no_times", 12)
    );
}

#[test]
fn unserved_areas_are_listed_by_reason_with_their_children() {
    let mut rows = vec![
        row("a", 30.0, 1, &[None]),
        row("b", 10.0, 9, &[None]),
        row("c", 5.0, 9, &[Some(1)]),
    ];
    rows[1].seconds = vec![Err(Unreached::AreaUnlinked)];
    let case = case(&rows, &[None], None);
    let lists =
        evaluate(&case, &case.mode, &case.baseline).reaches[ServiceId::at(0)].unserved(&case);
    let told: Vec<_> = lists
        .iter()
        .map(|it| (it.reason.word(), it.areas.clone(), it.children))
        .collect();
    assert_eq!(
        told,
        [
            ("area_unlinked", vec![AreaId::at(1)], 10.0),
            ("no_path", vec![AreaId::at(0)], 30.0)
        ]
    );
}

#[test]
fn a_stated_cost_moves_with_the_sites_and_without_one_the_open_sites_are_summed() {
    let mut case = toy("toy_dataset", 10);
    let figures = judged(&case, &["S2", "S3", "S4", "S5"]);
    assert_eq!(value(&figures, "annual_cost", Scope::All), Some(900_000.0));
    assert_eq!(value(&figures, "saving", Scope::All), Some(360_000.0));
    case.money.stated = Some(Pounds::new(2_000_000));
    let figures = judged(&case, &["S2", "S3", "S4", "S5"]);
    assert_eq!(
        value(&figures, "annual_cost", Scope::All),
        Some(1_640_000.0)
    );
    assert_eq!(value(&figures, "saving_share", Scope::All), Some(0.18));
}

#[test]
fn a_site_without_a_cost_leaves_the_sum_untold_but_not_a_saving_it_has_no_part_in() {
    let mut case = toy("toy_dataset", 10);
    case.sites[SiteId::at(2)].costs.clear();
    let figures = judged(&case, &["S1", "S3", "S4"]);
    assert_eq!(
        reason(&figures, "annual_cost", Scope::All),
        "no annual cost is given for Site 3"
    );
    assert_eq!(value(&figures, "saving", Scope::All), Some(310_000.0));
    assert!(reason(&figures, "saving_share", Scope::All).contains("Site 3"));
    assert!(reason(&judged(&case, &["S1"]), "saving", Scope::All).contains("Site 3"));
}

#[test]
fn every_figure_is_registered_with_its_unit_and_polarity_and_every_entry_is_made() {
    let mut case = with_everything_measured(toy("toy_dataset", 10));
    with_all_kinds(&mut case);
    let figures = judged(&case, &["S1"]);
    for it in &figures {
        let info = fairreach::score::measure(it.name).unwrap();
        assert_eq!(
            (it.unit, it.polarity, it.source),
            (info.unit, info.polarity, info.source)
        );
        assert!(!info.source.is_empty() && !info.meaning.is_empty());
    }
    // Some stand on a scorecard area by area alone.
    let card = evaluate(&case, &case.mode, &case.baseline);
    let by_area = &card.access[ServiceId::at(0)].areas;
    let by_area: Vec<&str> = by_area.iter().map(|it| it.measure.name).collect();
    for name in &by_area {
        assert!(fairreach::score::measure(name).is_some(), "{name}");
    }
    for info in measures() {
        assert!(
            figures.iter().any(|it| it.name == info.name) || by_area.contains(&info.name),
            "{} is never made",
            info.name
        );
    }
    let mut keys: Vec<_> = figures
        .iter()
        .map(|it| (it.name, it.service, it.scope, it.cutoff, it.about))
        .collect();
    keys.sort_unstable();
    let n = keys.len();
    keys.dedup();
    assert_eq!(n, keys.len(), "a figure stands twice");
}

#[test]
fn an_effect_tells_worse_from_better_strictly() {
    assert!(!Effect::Change(0).worse() && !Effect::Change(0).better());
    assert!(Effect::Change(1).worse() && Effect::Change(-1).better());
    assert!(
        !Effect::Change(300).worse_by_more_than(300) && Effect::Change(301).worse_by_more_than(300)
    );
    assert!(Effect::LostAccess.worse_by_more_than(300) && Effect::GainedAccess.better());
    assert!(!Effect::Unserved.worse() && !Effect::Unserved.better());
}

fn drawn() -> impl Strategy<Value = Vec<Row>> {
    let time = prop_oneof![6 => (0_u32..3_600).prop_map(Ok), 1 => Just(Err(Unreached::NoPath))];
    let area = (
        0_u32..200,
        1_u32..=10,
        0_usize..3,
        prop::collection::vec(time, 3),
    );
    prop::collection::vec(area, 1..25).prop_map(|areas| {
        let row =
            |(place, (children, decile, district, seconds)): (usize, (u32, u32, usize, _))| Row {
                code: format!("E{place:03}"),
                district: ["A", "B", "C"][district],
                seconds,
                ..row("", f64::from(children), decile, &[])
            };
        areas.into_iter().enumerate().map(row).collect()
    })
}

const COSTS: [Option<i64>; 3] = [Some(10), Some(20), Some(30)];

/// Every figure's value by name and scope, the reasons as `None`.
fn values(rows: &[Row]) -> Vec<(&'static str, String, Option<f64>)> {
    let case = case(rows, &COSTS, Some(20));
    let figures = judged(&case, &["S2"]);
    figures
        .into_iter()
        .map(|it| (it.name, it.scope.word(&case), it.value.ok()))
        .collect()
}

fn close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-6 * a.abs().max(1.0),
        (a, b) => a == b,
    }
}

proptest! {
    #[test]
    fn the_order_of_the_areas_changes_no_figure(rows in drawn()) {
        let mut backwards = rows.clone();
        for (place, it) in backwards.iter_mut().rev().enumerate() {
            it.code = format!("F{place:03}");
        }
        for (one, other) in values(&rows).into_iter().zip(values(&backwards)) {
            prop_assert!(close(one.2, other.2), "{one:?} {other:?}");
        }
    }

    #[test]
    fn scaling_all_people_scales_counts_and_nothing_else(rows in drawn()) {
        let mut more = rows.clone();
        for it in &mut more {
            it.children = it.children.map(|it| it * 3.0);
        }
        for (one, three) in values(&rows).into_iter().zip(values(&more)) {
            let factor = if one.0.starts_with("children") && one.0 != "children_share_deciles_1_3" { 3.0 } else { 1.0 };
            prop_assert!(close(one.2.map(|it| it * factor), three.2), "{one:?} {three:?}");
        }
    }

    #[test]
    fn an_area_split_in_two_changes_no_figure_but_the_count_of_areas(rows in drawn(), at in any::<prop::sample::Index>()) {
        let at = at.index(rows.len());
        let mut split = rows.clone();
        split[at].children = rows[at].children.map(|it| it / 2.0);
        let half = Row { code: format!("{}b", rows[at].code), ..split[at].clone() };
        split.push(half);
        for (one, two) in values(&rows).into_iter().zip(values(&split)) {
            prop_assert!(close(one.2, two.2) || one.0.starts_with("areas_"), "{one:?} {two:?}");
        }
    }

    #[test]
    fn opening_a_site_never_makes_anyone_worse_off(rows in drawn()) {
        let mut case = case(&rows, &COSTS, Some(20));
        case.baseline = opened(&case, &["S1".to_owned()]);
        let (before, after) = (today(&case), judged(&case, &["S1", "S2"]));
        prop_assert!(value(&after, "children_losing", Scope::All).unwrap() <= 0.0);
        if let (Some(before), Some(after)) = (value(&before, "share_within", Scope::All), value(&after, "share_within", Scope::All)) {
            prop_assert!(after >= before);
        }
    }

    #[test]
    fn everyone_either_gains_or_loses_or_stays_and_parts_sum_to_the_whole(rows in drawn()) {
        let case = case(&rows, &COSTS, Some(20));
        let figures = judged(&case, &["S3"]);
        for name in ["children", "children_unserved", "children_within", "children_losing", "children_gaining"] {
            let all = value(&figures, name, Scope::All).unwrap();
            let deciles: f64 = (1..=10).filter_map(|it| value(&figures, name, decile(it))).sum();
            let districts: f64 = case.areas.districts.ids().filter_map(|it| value(&figures, name, Scope::District(it))).sum();
            prop_assert_eq!((all, all), (deciles, districts));
        }
        let all = |name| value(&figures, name, Scope::All).unwrap();
        prop_assert!(all("children_losing") + all("children_gaining") <= all("children"));
    }
}
