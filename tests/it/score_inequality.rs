//! The indices of inequality on a scorecard: the trap of levelling down, and what they say where there is nothing to tell.
//! Those of the vectors are held in `vectors.rs`.

use fairreach::ids::{Id, ServiceId};
use fairreach::score::{Case, Figure, Polarity, Scope, Unit, compare, evaluate, find, measures};

use crate::county::{Row, case, county, opened, row, toy, vector, words};

/// All figures of this file's subject.
const NAMES: [&str; 24] = [
    "rii_minutes",
    "rii_minutes_by_decile",
    "cvar25_minutes",
    "mean_minutes_beyond",
    "excess_share",
    "excess_fgt1",
    "excess_fgt2",
    "gini_minutes",
    "theil_t_minutes",
    "theil_t_between_districts",
    "theil_t_within_districts",
    "mld_minutes",
    "mld_between_districts",
    "mld_within_districts",
    "atkinson_minutes_0_5",
    "atkinson_minutes_1",
    "atkinson_minutes_2",
    "p90_p10_ratio_minutes",
    "palma_minutes",
    "concentration_minutes",
    "generalised_concentration_minutes",
    "extended_concentration_minutes",
    "erreygers_share_within",
    "wagstaff_share_within",
];

fn figure<'a>(figures: &'a [Figure], name: &str) -> &'a Figure {
    let service = Some(ServiceId::at(0));
    find(figures, name, service, Scope::All).unwrap_or_else(|| panic!("no figure {name}"))
}

fn value(figures: &[Figure], name: &str) -> Option<f64> {
    figure(figures, name).value.clone().ok()
}

fn reason(figures: &[Figure], name: &str) -> String {
    figure(figures, name).value.clone().unwrap_err().0
}

fn today(case: &Case) -> Vec<Figure> {
    evaluate(case, &case.mode, &case.baseline).figures
}

fn with_open(case: &Case, open: &[String]) -> Vec<Figure> {
    evaluate(case, &case.mode, &opened(case, open)).figures
}

fn judged(rows: &[Row], standard: Option<u32>) -> Vec<Figure> {
    today(&case(rows, &[None], standard))
}

#[test]
fn the_lowest_gini_of_all_31_is_levelling_down_and_its_harm_stands_beside_it() {
    let case = toy("toy_dataset", 10);
    let file = vector("location");
    let lowest = file["all_subsets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| words(&it["open"]))
        .min_by(|a, b| {
            let gini = |open: &[String]| value(&with_open(&case, open), "gini_minutes").unwrap();
            gini(a).total_cmp(&gini(b))
        })
        .unwrap();
    assert_eq!(lowest, ["S1", "S3", "S4"]);

    let (before, then) = (today(&case), with_open(&case, &lowest));
    let both = |name: &str| {
        (
            value(&before, name).unwrap().abs(),
            value(&then, name).unwrap().abs(),
        )
    };
    // Every index here applauds.
    for name in [
        "gini_minutes",
        "theil_t_minutes",
        "concentration_minutes",
        "sii_minutes",
        "palma_minutes",
    ] {
        let (today, then) = both(name);
        assert!(then < today, "{name}: {then} today {today}");
    }
    // What has a better end does not.
    for name in ["mean_minutes", "cvar25_minutes", "mean_minutes_beyond"] {
        let (today, then) = both(name);
        assert!(then > today, "{name}: {then} today {today}");
        assert_eq!(figure(&before, name).polarity, Polarity::LessIsBetter);
    }
    let changes = compare(&case, &case.mode, &case.baseline, &opened(&case, &lowest));
    assert_eq!(value(&changes, "children_losing"), Some(260.0));
    assert_eq!(value(&changes, "children_gaining"), Some(0.0));
    assert_eq!(
        value(&changes, "added_minutes_share_deciles_1_3"),
        Some(1.0)
    );
}

#[test]
fn whatever_is_an_index_of_inequality_or_a_ratio_is_neutral() {
    let mut found = 0;
    for it in measures() {
        // How deep journeys lie beyond the standard is a burden as its mean minutes are: making others' longer never lowers it.
        if matches!(it.name, "excess_fgt1" | "excess_fgt2") {
            assert_eq!(it.polarity, Polarity::LessIsBetter, "{}", it.name);
        } else if matches!(it.unit, Unit::Index | Unit::Ratio) {
            found += 1;
            assert_eq!(it.polarity, Polarity::Neutral, "{}", it.name);
        }
    }
    assert!(found >= 20, "{found}");
    for name in NAMES {
        assert!(measures().iter().any(|it| it.name == name), "{name}");
    }
}

#[test]
fn unserved_children_are_in_no_index_of_minutes_but_keep_their_rank_and_count_as_beyond() {
    let served = [row("a", 10.0, 1, &[Some(2)]), row("b", 10.0, 5, &[Some(8)])];
    let mut all = served.to_vec();
    all.push(row("c", 20.0, 10, &[None]));
    let (without, with) = (judged(&served, Some(5)), judged(&all, Some(5)));
    for name in [
        "gini_minutes",
        "theil_t_minutes",
        "mld_minutes",
        "atkinson_minutes_2",
        "p90_p10_ratio_minutes",
        "cvar25_minutes",
        "mean_minutes_beyond",
        "excess_share",
        "excess_fgt2",
    ] {
        assert_eq!(value(&without, name), value(&with, name), "{name}");
    }
    let near = |figures: &[Figure], name: &str, expected: f64| {
        let found = value(figures, name).unwrap();
        assert!((found - expected).abs() < 1e-12, "{name}: {found}");
    };
    near(&with, "gini_minutes", 0.3);
    near(&with, "mean_minutes_beyond", 1.5);
    near(&with, "excess_share", 0.5);
    near(&with, "excess_fgt2", 0.18);
    // Ridits 1/4 and 3/4 without the third area, 1/8 and 3/8 with it: 2/5 (1/2 (-3)(-1/4) + 1/2 (3)(1/4)), and half.
    near(&without, "concentration_minutes", 0.3);
    near(&with, "concentration_minutes", 0.15);
    // Within: only `a`. Mean 1/2, then 1/4 of all: 4 (mean of share x (rank - 1/2) x 2).
    near(&without, "erreygers_share_within", -1.0);
    near(&with, "erreygers_share_within", -0.75);
    near(&with, "wagstaff_share_within", -1.0);
    // The least deprived tenth cannot be served.
    assert_eq!(
        reason(&with, "palma_minutes"),
        "none of the under-fives at one end of the deprivation ranking can be served"
    );
    near(&without, "palma_minutes", 4.0);
}

#[test]
fn where_nobody_can_be_served_there_is_no_index_of_minutes_and_each_says_so() {
    let rows = [row("a", 10.0, 1, &[None]), row("b", 10.0, 5, &[None])];
    let figures = judged(&rows, Some(5));
    for name in NAMES {
        match name {
            "erreygers_share_within" => assert_eq!(value(&figures, name), Some(0.0)),
            "wagstaff_share_within" => assert!(reason(&figures, name).contains("nothing varies")),
            _ => assert!(
                reason(&figures, name).contains("can be served"),
                "{name}: {}",
                reason(&figures, name)
            ),
        }
    }
}

#[test]
fn an_empty_study_and_one_without_people_have_no_index_and_say_why() {
    for (rows, why) in [
        (vec![], "the study has no area"),
        (
            vec![row("a", 0.0, 1, &[Some(5)])],
            "no under-fives live in the study",
        ),
    ] {
        let figures = judged(&rows, Some(10));
        for name in NAMES {
            assert_eq!(reason(&figures, name), why, "{name}");
        }
    }
}

#[test]
fn with_one_district_nothing_lies_between_districts() {
    let rows = [
        row("a", 30.0, 1, &[Some(4)]),
        row("b", 10.0, 5, &[Some(7)]),
        row("c", 20.0, 9, &[Some(19)]),
    ];
    let figures = judged(&rows, Some(5));
    for index in ["theil_t", "mld"] {
        let of = |part: &str| value(&figures, &format!("{index}_{part}")).unwrap();
        assert!(of("between_districts") < 1e-15);
        assert!(of("minutes") > 0.1);
        assert!((of("within_districts") - of("minutes")).abs() < 1e-12);
    }
}

#[test]
fn where_all_travel_as_long_every_index_is_zero_and_every_ratio_one_or_says_why_not() {
    let (mut rows, costs) = county("toy_dataset");
    for it in &mut rows {
        it.seconds = vec![Ok(437); costs.len()];
    }
    for standard in [Some(5), Some(10), None] {
        let figures = today(&case(&rows, &costs, standard));
        let absent: Vec<&str> = NAMES
            .into_iter()
            .filter(|name| value(&figures, name).is_none())
            .collect();
        let expected: &[&str] = match standard {
            Some(_) => &["wagstaff_share_within"],
            None => &[
                "mean_minutes_beyond",
                "excess_share",
                "excess_fgt1",
                "excess_fgt2",
                "erreygers_share_within",
                "wagstaff_share_within",
            ],
        };
        assert_eq!(absent, expected);
        for name in NAMES.iter().filter(|name| !absent.contains(name)) {
            let it = figure(&figures, name);
            let found = it.value.clone().unwrap();
            let expected = match *name {
                "cvar25_minutes" => 437.0 / 60.0,
                "mean_minutes_beyond" | "excess_share" | "excess_fgt1" | "excess_fgt2"
                    if standard == Some(5) =>
                {
                    assert!(found > 0.0, "{name}");
                    continue;
                }
                _ if it.unit == Unit::Ratio => 1.0,
                _ => 0.0,
            };
            assert!((found - expected).abs() < 1e-12, "{name}: {found}");
        }
        for name in absent {
            let why = reason(&figures, name);
            let expected = match standard {
                Some(_) => {
                    "either all under-fives are within the standard or none are, so that nothing varies"
                }
                None => "health visiting has no standard by car",
            };
            assert_eq!(why, expected, "{name}");
        }
    }
}

#[test]
fn without_deprivation_the_indices_of_dispersion_stand_and_those_over_deprivation_say_why_not() {
    let mut rows = vec![
        row("a", 10.0, 1, &[Some(5)]),
        row("b", 10.0, 2, &[Some(15)]),
    ];
    for it in &mut rows {
        (it.score, it.decile) = (None, None);
    }
    let figures = judged(&rows, Some(6));
    for name in NAMES {
        let over_deprivation = ["rii", "palma", "concentration", "erreygers", "wagstaff"];
        if over_deprivation.iter().any(|it| name.contains(it)) {
            let expected = match name {
                "rii_minutes_by_decile" => "no area of the study has a national decile",
                _ => "no area has a deprivation rank",
            };
            assert_eq!(reason(&figures, name), expected, "{name}");
        } else {
            assert!(value(&figures, name).is_some(), "{name}");
        }
    }
    assert_eq!(value(&figures, "gini_minutes"), Some(0.25));
    // Ranks that nobody has a share in are none.
    rows.push(row("c", 0.0, 9, &[Some(9)]));
    assert_eq!(
        reason(&judged(&rows, Some(6)), "concentration_minutes"),
        "no under-fives live in an area with a deprivation rank"
    );
    // Nor are ranks of those alone who cannot be served.
    rows.push(row("d", 5.0, 9, &[None]));
    assert_eq!(
        reason(&judged(&rows, Some(6)), "concentration_minutes"),
        "none of the under-fives who are ranked by deprivation can be served"
    );
}

#[test]
fn journeys_of_no_time_leave_no_logarithm_and_no_divisor() {
    let rows = [row("a", 10.0, 1, &[Some(0)]), row("b", 10.0, 9, &[Some(8)])];
    let figures = judged(&rows, Some(5));
    assert_eq!(
        reason(&figures, "mld_minutes"),
        "some under-fives have no minutes at all, and the measure takes logarithms"
    );
    for name in ["p90_p10_ratio_minutes", "palma_minutes"] {
        assert_eq!(
            reason(&figures, name),
            "the minutes to divide by are none",
            "{name}"
        );
    }
    assert_eq!(value(&figures, "atkinson_minutes_1"), Some(1.0));
    assert_eq!(value(&figures, "gini_minutes"), Some(0.5));
    let nowhere = judged(&[row("a", 10.0, 1, &[Some(0)])], Some(5));
    assert_eq!(
        reason(&nowhere, "gini_minutes"),
        "the under-fives who can be served have no minutes to share out"
    );
    assert_eq!(value(&nowhere, "cvar25_minutes"), Some(0.0));
}
