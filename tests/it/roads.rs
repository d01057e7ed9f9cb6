//! Networks: what each mode may use, how fast, where barriers cut, which part is kept.

use fairreach::roads::{Profile, Setting};
use fairreach::units::{Kph, Seconds};

use crate::town::Town;

fn walk() -> Profile {
    Profile::walk(Setting::Plain)
}

fn car() -> Profile {
    Profile::car(Setting::Plain)
}

/// 36 km/h is ten metres a second, which makes times easy to read.
fn ten_metres_a_second() -> Profile {
    let mut profile = car();
    profile
        .untagged
        .values_mut()
        .for_each(|it| *it = Kph::new(36.0));
    profile
}

#[test]
fn people_walk_at_4_8_kilometres_an_hour_and_slower_on_steps() {
    let town = Town::draw(100.0, "a--b").way("ab", "highway", "steps");
    assert_eq!(town.seconds(&walk(), 'a', 'b'), 375);
    let town = Town::draw(100.0, "a--b").way("ab", "highway", "footway");
    assert_eq!(town.seconds(&walk(), 'a', 'b'), 225);
}

#[test]
fn a_one_way_street_is_driven_one_way_and_walked_both() {
    let town = Town::draw(100.0, "a--b\n|  |\nc--d").way("ab", "oneway", "yes");
    let profile = ten_metres_a_second();
    assert_eq!(town.seconds(&profile, 'a', 'b'), 30);
    assert_eq!(town.seconds(&profile, 'b', 'a'), 70);
    assert_eq!(town.seconds(&walk(), 'b', 'a'), 225);
}

#[test]
fn every_spelling_of_one_way_is_understood() {
    for (value, there, back) in [
        ("yes", 30, 70),
        ("true", 30, 70),
        ("1", 30, 70),
        ("-1", 70, 30),
        ("reverse", 70, 30),
        ("no", 30, 30),
        ("false", 30, 30),
        ("0", 30, 30),
        ("alternating", 30, 30),
    ] {
        let town = Town::draw(100.0, "a--b\n|  |\nc--d").way("ab", "oneway", value);
        let profile = ten_metres_a_second();
        let got = (
            town.seconds(&profile, 'a', 'b'),
            town.seconds(&profile, 'b', 'a'),
        );
        assert_eq!(got, (there, back), "oneway={value}");
    }
}

#[test]
fn an_unknown_value_of_one_way_is_taken_as_untagged_and_noticed() {
    let town = Town::draw(100.0, "a--b\n|  |\nc--d").way("ab", "oneway", "sometimes");
    assert_eq!(town.seconds(&ten_metres_a_second(), 'b', 'a'), 30);
    let notices = town.links().1;
    assert!(
        notices
            .iter()
            .any(|it| it.code == "W-PBF-ONEWAY" && it.samples == ["way 100: sometimes"]),
        "{notices:?}"
    );
}

#[test]
fn a_roundabout_is_one_way_without_being_told() {
    let town = Town::draw(100.0, "a--b\n|  |\nc--d").way("ab", "junction", "roundabout");
    assert_eq!(town.seconds(&ten_metres_a_second(), 'b', 'a'), 70);
}

#[test]
fn access_goes_by_the_most_specific_key_of_the_mode() {
    let shut = |key: &str, value: &str| Town::draw(100.0, "a--b\n|  |\nc--d").way("ab", key, value);
    let profile = ten_metres_a_second();
    for key in ["access", "vehicle", "motor_vehicle", "motorcar"] {
        assert_eq!(
            shut(key, "private").seconds(&profile, 'a', 'b'),
            70,
            "{key}=private"
        );
    }
    let opened = shut("access", "no").way("ab", "motor_vehicle", "yes");
    assert_eq!(opened.seconds(&profile, 'a', 'b'), 30);
    assert_eq!(opened.seconds(&walk(), 'a', 'b'), 525);
    assert_eq!(
        opened.way("ab", "foot", "yes").seconds(&walk(), 'a', 'b'),
        225
    );
    assert_eq!(
        shut("access", "destination").seconds(&profile, 'a', 'b'),
        30
    );
}

#[test]
fn a_bollard_cuts_the_way_for_cars_at_its_node_but_not_for_people_on_foot() {
    let town = Town::draw(100.0, "a--b--c\n|     |\nd-----e").node('b', "barrier", "bollard");
    assert_eq!(town.seconds(&ten_metres_a_second(), 'a', 'c'), 100);
    assert_eq!(town.seconds(&walk(), 'a', 'c'), 450);
    let let_through = town.node('b', "motor_vehicle", "yes");
    assert_eq!(let_through.seconds(&ten_metres_a_second(), 'a', 'c'), 60);
}

#[test]
fn a_locked_gate_cuts_both_and_an_unlocked_one_neither() {
    let gate = |access: &str| {
        Town::draw(100.0, "a--b--c\n|     |\nd-----e")
            .node('b', "barrier", "gate")
            .node('b', "access", access)
    };
    assert_eq!(
        gate("private").seconds(&ten_metres_a_second(), 'a', 'c'),
        100
    );
    assert_eq!(gate("private").seconds(&walk(), 'a', 'c'), 750);
    assert_eq!(gate("yes").seconds(&ten_metres_a_second(), 'a', 'c'), 60);
}

#[test]
fn limits_are_understood_in_their_spellings() {
    for (key, value, kph) in [
        ("maxspeed", "30 mph", 48.280_32),
        ("maxspeed", "30mph", 48.280_32),
        ("maxspeed", "50", 50.0),
        ("maxspeed", "50 km/h", 50.0),
        ("maxspeed", "GB:nsl_single", 96.560_64),
        ("maxspeed:type", "UK:nsl_dual", 112.654_08),
        ("maxspeed", "national", 96.560_64),
        ("source:maxspeed", "GB:motorway", 112.654_08),
        ("maxspeed:type", "GB:nsl_restricted", 48.280_32),
        ("source:maxspeed", "survey", 40.233_6),
    ] {
        let links = Town::draw(100.0, "a--b").way("ab", key, value).links().0;
        let speed = car().speed(&links[0]).get();
        assert!((speed - kph).abs() < 1e-6, "{key}={value}: {speed}");
    }
}

#[test]
fn a_limit_of_none_is_believed_on_motorways_alone() {
    let none = |class: &str| {
        Town::draw(100.0, "a--b\n|  |\nc--d")
            .way("ab", "maxspeed", "none")
            .way("ab", "highway", class)
    };
    let speed = |town: &Town| car().speed(&town.links().0[0]).get();
    assert!((speed(&none("motorway")) - 112.654_08).abs() < 1e-6);
    assert!((speed(&none("tertiary")) - 64.373_76).abs() < 1e-6);
    assert_eq!(none("tertiary").network(&car()).counts.unlimited, 1);
}

#[test]
fn nobody_walks_on_a_motorway_nor_drives_on_a_footpath() {
    let town = |class: &str| Town::draw(100.0, "a--b\n|  |\nc--d").way("ab", "highway", class);
    assert_eq!(town("motorway").seconds(&walk(), 'a', 'b'), 525);
    assert_eq!(
        town("footway").seconds(&ten_metres_a_second(), 'a', 'b'),
        70
    );
    assert_eq!(town("trunk").seconds(&walk(), 'a', 'b'), 225);
}

#[test]
fn parallel_streets_are_kept_and_the_faster_is_taken() {
    let town = Town::draw(100.0, "a--b")
        .street("ab", &[("highway", "residential"), ("maxspeed", "72")])
        .street("ab", &[("highway", "residential"), ("maxspeed", "18")]);
    assert_eq!(town.network(&car()).edges.len(), 3);
    // Both ends stand at junctions, where any of the three streets can be taken.
    assert_eq!(town.seconds(&car(), 'a', 'b'), 15);
}

#[test]
fn only_the_largest_part_in_which_all_reach_all_is_kept_and_the_rest_is_counted() {
    let town = Town::draw(100.0, "a--b--c--x\n|     |\nd-----e  y--z").way("cx", "oneway", "yes");
    let network = town.network(&car());
    assert_eq!(
        (
            network.counts.nodes,
            network.counts.kept_nodes,
            network.counts.parts
        ),
        (8, 5, 3)
    );
    assert_eq!((network.counts.links, network.counts.kept_links), (7, 5));
}

#[test]
fn give_way_and_signals_cost_seconds_in_free_flow_and_passing_a_side_road_does_not() {
    let mut profile = ten_metres_a_second();
    (profile.give_way, profile.junction, profile.signal) =
        (Seconds::new(4), Seconds::new(1), Seconds::new(8));
    let cross = "a--b--c\n   |\n   d";
    let main = Town::draw(100.0, cross)
        .way("ab", "highway", "primary")
        .way("bc", "highway", "primary");
    assert_eq!(main.seconds(&profile, 'a', 'c'), 60);
    assert_eq!(main.seconds(&profile, 'd', 'c'), 20 + 4 + 30);
    assert_eq!(Town::draw(100.0, cross).seconds(&profile, 'a', 'c'), 61);
    assert_eq!(
        Town::draw(100.0, cross)
            .node('b', "highway", "traffic_signals")
            .seconds(&profile, 'a', 'c'),
        68
    );
}

#[test]
fn a_main_road_does_not_give_way_to_the_slip_road_of_a_higher_one() {
    let mut profile = ten_metres_a_second();
    profile.give_way = Seconds::new(4);
    let cross = Town::draw(100.0, "a--b--c\n   |\n   d")
        .way("ab", "highway", "trunk")
        .way("bc", "highway", "trunk")
        .way("bd", "highway", "motorway_link")
        .way("bd", "oneway", "no");
    assert_eq!(cross.seconds(&profile, 'a', 'c'), 60);
    assert_eq!(cross.seconds(&profile, 'd', 'c'), 20 + 4 + 30);
}

#[test]
fn peak_slows_cars_by_its_factor_and_leaves_people_on_foot_alone() {
    let town = Town::draw(1000.0, "a--b").way("ab", "maxspeed", "60 mph");
    let time = |profile: &Profile| f64::from(town.seconds(profile, 'a', 'b'));
    let ratio = time(&Profile::car(Setting::Peak)) / time(&Profile::car(Setting::FreeFlow));
    assert!((ratio - Profile::PEAK).abs() < 0.01, "{ratio}");
    assert!((1.15..=1.3).contains(&Profile::PEAK));
    assert!(
        (time(&Profile::walk(Setting::Peak)) - time(&Profile::walk(Setting::FreeFlow))).abs() < 0.5
    );
}

#[test]
fn terminal_minutes_are_added_once_to_every_journey() {
    let town = Town::draw(100.0, "a--b");
    let mut profile = ten_metres_a_second();
    profile.terminal = Seconds::from_minutes(2);
    assert_eq!(town.seconds(&profile, 'a', 'b'), 30 + 120);
}

#[test]
fn a_ferry_is_left_out_unless_asked_for_and_then_takes_its_tagged_time() {
    let town =
        Town::draw(100.0, "a--b  c--d").street("bc", &[("route", "ferry"), ("duration", "00:05")]);
    assert_eq!(town.network(&walk()).counts.parts, 2);
    let aboard = Profile {
        ferries: true,
        ..walk()
    };
    assert_eq!(town.seconds(&aboard, 'a', 'd'), 225 + 300 + 225);
}

#[test]
fn a_long_street_of_many_short_links_does_not_drift() {
    // One way of 40 links of 10 m at 48.28 km/h, cut at each letter by the slow streets below it: 0.7456 s a
    // link, 29.83 s in all. Rounded link by link to tenths they would give 28 s.
    let letters: String = ('A'..='Z').chain('a'..='o').collect();
    let drawing: Vec<String> = letters.chars().map(String::from).collect();
    let mut town = Town::draw(5.0, &drawing.join("-")).street(
        &letters,
        &[("highway", "residential"), ("maxspeed", "30 mph")],
    );
    for at in 0..letters.len() - 1 {
        town = town.way(&letters[at..at + 2], "maxspeed", "5 mph");
    }
    assert_eq!(town.seconds(&car(), 'A', 'o'), 30);
}
