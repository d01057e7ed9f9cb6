//! Proportionate universalism on a scorecard: what it says where there is nobody, no need or no hours. Every key of its vector
//! is held in `vectors.rs`.

use fairreach::ids::{AreaId, Column, Id, ServiceId, SiteId, TierId};
use fairreach::model::{Decile, Opening};
use fairreach::report::{Comparison, sentences};
use fairreach::score::{
    Case, DeprivationBand, Figure, Policy, Scope, Scorecard, against, evaluate, find,
};
use fairreach::units::{Hours, Share};

use crate::county::{Row, case, county, decile, district, opened, row};

fn figure<'a>(figures: &'a [Figure], name: &str, scope: Scope) -> &'a Figure {
    let service = (name != "annual_cost").then(|| ServiceId::at(0));
    find(figures, name, service, scope).unwrap_or_else(|| panic!("no figure {name} {scope:?}"))
}

fn value(figures: &[Figure], name: &str) -> Option<f64> {
    figure(figures, name, Scope::All).value.clone().ok()
}

fn reason(figures: &[Figure], name: &str) -> String {
    figure(figures, name, Scope::All)
        .value
        .clone()
        .unwrap_err()
        .0
}

fn today(case: &Case) -> Vec<Figure> {
    evaluate(case, &case.mode, &case.baseline).figures
}

/// Gives every site its hours, `None` for one that tells none, and opens it.
fn staffed(mut case: Case, hours: &[Option<f64>]) -> Case {
    for (site, hours) in hours.iter().enumerate() {
        case.sites[SiteId::at(site)].hours = hours.map(Hours::new);
    }
    let all: Vec<String> = case.sites.iter().map(|it| it.id.clone()).collect();
    case.baseline = opened(&case, &all);
    case
}

fn policy(steepness: f64) -> Policy {
    Policy {
        floor: Some(0.9),
        steepness: Some(steepness),
        ..Policy::default()
    }
}

const HOURS: [Option<f64>; 5] = [Some(60.0), Some(50.0), Some(70.0), Some(24.0), Some(12.0)];

/// The toy county, all sites open and staffed, at a steepness.
fn toy(steepness: f64) -> Case {
    let (rows, costs) = county("toy_dataset");
    let mut case = staffed(case(&rows, &costs, Some(10)), &HOURS);
    case.policy = policy(steepness);
    case
}

#[test]
fn an_area_without_children_changes_no_component_and_binds_no_break() {
    let (mut rows, costs) = county("toy_dataset");
    let without = today(&toy(0.5));
    rows.push(Row {
        district: "D",
        ..row("L99", 0.0, 8, &[Some(1); 5])
    });
    let mut with = staffed(case(&rows, &costs, Some(10)), &HOURS);
    with.policy = policy(0.5);
    let figures = today(&with);
    for it in without.iter().filter(|it| it.scope == Scope::All) {
        let key = |it: &Figure| (it.name, it.scope, it.cutoff, it.about);
        let found = figures.iter().find(|other| key(other) == key(it)).unwrap();
        assert_eq!(found.value.as_ref().ok(), it.value.as_ref().ok(), "{it:?}");
    }
    let breaks = |of: &[Figure]| figure(of, "monotonicity_breaks", Scope::All).which.clone();
    assert_eq!(breaks(&figures), breaks(&without));
    for scope in [decile(8), district(&with, "D")] {
        let found = figure(&figures, "hours_per_child", scope).value.clone();
        assert!(found.unwrap_err().0.starts_with("no under-fives live in"));
    }
}

#[test]
fn a_decile_without_areas_has_no_hours_and_says_so() {
    let figures = today(&toy(0.5));
    for name in ["hours_per_child", "target_hours_per_child"] {
        assert_eq!(
            figure(&figures, name, decile(8))
                .value
                .clone()
                .unwrap_err()
                .0,
            "no area of the study is in decile 8"
        );
    }
}

#[test]
fn nobody_at_all_leaves_every_figure_about_hours_without_a_value() {
    let mut case = staffed(
        case(&[row("a", 0.0, 1, &[Some(1)])], &[None], Some(5)),
        &[Some(9.0)],
    );
    case.policy = policy(1.0);
    let figures = today(&case);
    for name in [
        "hours_to_move",
        "total_hours",
        "realised_slope",
        "sii_hours",
        "groups_below_floor",
    ] {
        assert_eq!(
            reason(&figures, name),
            "no under-fives live in the study",
            "{name}"
        );
    }
}

#[test]
fn without_need_there_is_no_proportion_but_the_same_for_all_can_still_be_told() {
    let needs = |need: Option<f64>, steepness| {
        let mut case = toy(steepness);
        let n = case.areas.list.len();
        case.deprivation.need = Column::filled(need.map(Share::new), n);
        today(&case)
    };
    for (need, what) in [
        (
            Some(0.0),
            "no area with under-fives has a need rate above zero",
        ),
        (None, "no area with under-fives has a need rate"),
    ] {
        assert_eq!(reason(&needs(need, 1.0), "hours_to_move"), what);
        assert!(value(&needs(need, 0.0), "hours_to_move").unwrap() > 0.0);
        let figures = needs(need, 1.0);
        assert!(reason(&figures, "kakwani_hours").contains("need rate"));
        assert!(reason(&figures, "low_income_children_within").contains("need rate"));
        assert!(reason(&figures, "realised_slope").contains("need rate"));
    }
    assert_eq!(
        value(&needs(None, 0.5), "areas_without_need_rate"),
        Some(12.0)
    );
}

#[test]
fn an_area_whose_need_nobody_published_is_left_out_of_need_and_counted_but_keeps_its_hours() {
    let mut case = toy(0.5);
    let before = today(&case);
    case.deprivation.need[AreaId::at(0)] = None;
    let figures = today(&case);
    assert_eq!(value(&figures, "areas_without_need_rate"), Some(1.0));
    assert_eq!(
        value(&figures, "total_hours"),
        value(&before, "total_hours")
    );
    assert_eq!(value(&figures, "sii_hours"), value(&before, "sii_hours"));
    assert!(value(&figures, "hours_to_move").unwrap() < value(&figures, "total_hours").unwrap());
    let target = figure(&figures, "target_hours_per_child", decile(1));
    assert!(target.value.is_ok(), "the other area of decile 1 has one");
}

#[test]
fn a_site_without_hours_is_named_and_its_tier_and_its_opening_speak_for_it() {
    let (rows, costs) = county("toy_dataset");
    let mut hours = HOURS;
    hours[2] = None;
    let mut it = staffed(case(&rows, &costs, Some(10)), &hours);
    it.policy = policy(0.5);
    for name in [
        "total_hours",
        "hours_to_move",
        "sii_hours",
        "monotonicity_gap_share",
    ] {
        assert_eq!(
            reason(&today(&it), name),
            "no staffed hours are given for Site 3"
        );
    }
    let closed = it.baseline.clone().with(SiteId::at(2), None);
    let figures = evaluate(&it, &it.mode, &closed).figures;
    assert!((value(&figures, "total_hours").unwrap() - 146.0).abs() < 1e-9);

    let site = SiteId::at(2);
    let opening = Opening {
        hours: Some(Hours::new(70.0)),
        ..it.baseline.opening(site).unwrap().clone()
    };
    let opened = it.baseline.clone().with(site, Some(opening));
    let figures = evaluate(&it, &it.mode, &opened).figures;
    assert_eq!(
        value(&figures, "total_hours"),
        value(&today(&toy(0.5)), "total_hours")
    );

    it.tiers[TierId::at(0)].hours = Some(Hours::new(70.0));
    assert_eq!(
        value(&today(&it), "total_hours"),
        value(&figures, "total_hours")
    );

    let two = staffed(
        case(&rows, &costs, Some(10)),
        &[None, Some(1.0), None, None, Some(1.0)],
    );
    assert_eq!(
        reason(&today(&two), "total_hours"),
        "no staffed hours are given for Site 1 and 2 other sites"
    );
}

/// Two areas of 50 children, as near to one site of 100 hours; the more deprived has three times the need.
fn two_halves(steepness: f64) -> Case {
    let rows = [
        row("a", 50.0, 1, &[Some(5)]),
        row("b", 50.0, 10, &[Some(5)]),
    ];
    let mut case = staffed(case(&rows, &[None], Some(10)), &[Some(100.0)]);
    case.deprivation.need = [0.3, 0.1]
        .into_iter()
        .map(|it| Some(Share::new(it)))
        .collect();
    case.policy = policy(steepness);
    case
}

#[test]
fn at_steepness_0_all_should_have_the_same_and_at_1_what_need_asks_for() {
    let near = |found: Option<f64>, expected: f64| {
        assert!(
            (found.unwrap() - expected).abs() < 1e-9,
            "{found:?} {expected}"
        );
    };
    for (steepness, to_move) in [(0.0, 0.0), (0.5, 12.5), (1.0, 25.0)] {
        let figures = today(&two_halves(steepness));
        near(value(&figures, "total_hours"), 100.0);
        near(value(&figures, "hours_to_move"), to_move);
        near(value(&figures, "hours_to_move_share"), to_move / 100.0);
        near(value(&figures, "fidelity"), 1.0 - to_move / 100.0);
        near(value(&figures, "shortfall_hours_deciles_1_3"), to_move);
        near(value(&figures, "realised_slope"), 0.0);
        near(value(&figures, "sii_hours"), 0.0);
        near(value(&figures, "monotonicity_breaks"), 0.0);
        let target = figure(&figures, "target_hours_per_child", decile(1));
        near(target.value.clone().ok(), 1.0 + steepness / 2.0);
    }
}

#[test]
fn without_a_steepness_nothing_is_aimed_at_but_what_is_given_is_told() {
    let mut case = toy(0.5);
    case.policy.steepness = None;
    let figures = today(&case);
    for name in ["hours_to_move", "fidelity", "target_hours_per_child"] {
        assert_eq!(
            reason(&figures, name),
            "no steepness is set ([policy] steepness)"
        );
    }
    assert!(value(&figures, "realised_slope").is_some());
}

#[test]
fn hours_that_reach_nobody_are_none_and_shares_of_them_have_no_value() {
    let rows = [row("a", 10.0, 1, &[Some(50)]), row("b", 10.0, 9, &[None])];
    let mut case = staffed(case(&rows, &[None], Some(60)), &[Some(40.0)]);
    case.policy = policy(1.0);
    let figures = today(&case);
    assert_eq!(value(&figures, "total_hours"), Some(0.0));
    for name in [
        "hours_to_move",
        "realised_slope",
        "monotonicity_gap_share",
        "kakwani_hours",
    ] {
        assert_eq!(
            reason(&figures, name),
            "no staffed hours reach any of the under-fives",
            "{name}"
        );
    }
}

#[test]
fn without_deprivation_hours_have_no_gradient_and_no_decile() {
    let mut case = toy(0.0);
    let n = case.areas.list.len();
    case.deprivation.order = Column::filled(None, n);
    case.deprivation.decile = Column::filled(None::<Decile>, n);
    case.deprivation.need = Column::filled(None, n);
    let figures = today(&case);
    assert_eq!(
        reason(&figures, "sii_hours"),
        "no area has a deprivation rank"
    );
    for name in [
        "monotonicity_breaks",
        "monotonicity_gap_share",
        "shortfall_hours_deciles_1_3",
    ] {
        assert!(reason(&figures, name).contains("national decile"), "{name}");
    }
    let worst = figure(&figures, "share_within", Scope::WorstDeprivationBand);
    assert!(worst.value.clone().unwrap_err().0.contains("band"));
    assert!(value(&figures, "total_hours").is_some());
}

#[test]
fn deciles_without_a_need_rate_lack_that_and_not_a_decile() {
    let rows = [row("a", 10.0, 1, &[Some(5)]), row("b", 10.0, 9, &[Some(5)])];
    let mut case = staffed(case(&rows, &[None], Some(10)), &[Some(40.0)]);
    case.policy = policy(0.0);
    case.deprivation.need = Column::filled(None, 2);
    assert_eq!(
        value(&today(&case), "shortfall_hours_deciles_1_3"),
        Some(0.0)
    );
    case.policy = policy(0.5);
    case.deprivation.decile[AreaId::at(1)] = None;
    case.deprivation.need[AreaId::at(1)] = Some(Share::new(0.2));
    assert_eq!(
        reason(&today(&case), "shortfall_hours_deciles_1_3"),
        "no area with under-fives and a national decile has a need rate"
    );
}

#[test]
fn the_floor_counts_every_decile_and_district_below_it_and_names_the_lowest() {
    let rows = [
        row("a", 9.0, 1, &[Some(5)]),
        row("b", 1.0, 1, &[Some(15)]),
        Row {
            district: "B",
            ..row("c", 10.0, 5, &[Some(15)])
        },
    ];
    let mut case = case(&rows, &[None], Some(10));
    let met = |case: &Case| {
        let figures = today(case);
        let it = figure(&figures, "groups_below_floor", Scope::All);
        (it.value.clone().ok(), it.which.clone())
    };
    assert_eq!(met(&case), (None, None));
    assert_eq!(
        reason(&today(&case), "groups_below_floor"),
        "no floor is set ([policy] floor)"
    );
    // 9 of 10 in decile 1 and district A: on the floor is not below it.
    case.policy.floor = Some(0.9);
    assert_eq!(met(&case), (Some(2.0), Some("decile:5".to_owned())));
    case.policy.floor = Some(0.91);
    assert_eq!(met(&case).0, Some(4.0));
    case.policy.floor = Some(0.0);
    assert_eq!(met(&case), (Some(0.0), None));
    assert_eq!(value(&today(&case), "children_beyond"), Some(11.0));
}

#[test]
fn bands_are_deciles_1_to_3_4_to_6_and_7_to_10() {
    let ends: Vec<DeprivationBand> = Decile::all().map(DeprivationBand::of).collect();
    for (place, band) in ends.into_iter().enumerate() {
        let (first, last) = band.ends();
        assert!((usize::from(first)..=usize::from(last)).contains(&(place + 1)));
    }
    let case = toy(0.5);
    let scope = Scope::DeprivationBand(DeprivationBand::Most);
    assert_eq!(scope.word(&case), "deprivation_band:1-3");
    assert_eq!(scope.phrase(&case), "deciles 1 to 3");
    let figures = today(&case);
    for name in ["share_within", "children_within"] {
        let worst = figure(&figures, name, Scope::WorstDeprivationBand);
        assert!(
            worst
                .which
                .clone()
                .unwrap()
                .starts_with("deprivation_band:")
        );
    }
}

fn told(case: &Case, plan: Option<&[&str]>, label: &str) -> Option<String> {
    let before = evaluate(case, &case.mode, &case.baseline);
    let plan: Option<(Scorecard, Vec<Figure>)> = plan.map(|open| {
        let open: Vec<String> = open.iter().map(|it| (*it).to_owned()).collect();
        let then = evaluate(case, &case.mode, &opened(case, &open));
        let changes = against(case, &before, &then);
        (then, changes)
    });
    let comparison = Comparison {
        case,
        today: &before,
        plan: plan.as_ref().map(|it| (&it.0, it.1.as_slice())),
    };
    let list = sentences(&comparison, ServiceId::at(0));
    let found = list.into_iter().find(|it| it.label == label);
    found.map(|it| it.text)
}

#[test]
fn the_page_says_whether_the_floor_is_met_and_what_would_have_to_move() {
    let mut case = two_halves(1.0);
    assert_eq!(
        told(&case, None, "Floor").unwrap(),
        "Met: the floor is 90 % in every decile and district. Worst: decile 1 (100.0 %), District A (100.0 %)."
    );
    assert_eq!(
        told(&case, None, "Intensity").unwrap(),
        "25 of 100 staffed hours a week would have to move to match need at steepness 1."
    );
    case.policy.steepness = Some(0.0);
    assert_eq!(
        told(&case, None, "Intensity").unwrap(),
        "0 of 100 staffed hours a week would have to move to be the same for every child (steepness 0)."
    );
    case.policy.steepness = None;
    assert_eq!(told(&case, None, "Intensity"), None);

    let toy = toy(0.5);
    let floor = told(&toy, Some(&["S2", "S3"]), "Floor").unwrap();
    assert!(
        floor.starts_with("Not met: the floor is 90 % in every decile and district. Worst: decile 4 (0.0 %), District C (0.0 %); today "),
        "{floor}"
    );
    let intensity = told(&toy, Some(&["S2", "S3"]), "Intensity").unwrap();
    assert!(
        intensity.contains(
            " of 120 staffed hours a week would have to move to match need at steepness 0.5; today "
        ) && intensity.ends_with(" of 216."),
        "{intensity}"
    );
}

#[test]
fn a_page_whose_hours_are_not_known_says_why() {
    let (rows, costs) = county("toy_dataset");
    let mut case = case(&rows, &costs, Some(10));
    case.policy = policy(0.5);
    assert_eq!(
        told(&case, None, "Intensity").unwrap(),
        "No staffed hours are given for Site 1 and 4 other sites."
    );
}
