//! Who gains and who loses: by the study's own groupings of its areas, by other people, by area; and the whole scorecard
//! as CSV.

use std::collections::BTreeSet;
use std::fmt::Write;

use fairreach::ids::{BandId, Column, DistrictId, GroupId, Id, ServiceId};
use fairreach::model::{AgeBand, District, Grouping};
use fairreach::score::{Case, Figure, Scope, compare, evaluate, find};
use fairreach::units::People;
use proptest::prelude::*;
use serde_json::Value;

use crate::county::{Row, case, opened, row};
use crate::program::{Folder, entry, figure, run};

/// The words of the toy county's wards, an area a row; L12 is in none.
const WARDS: &str = "LSOA21CD,WD24NM\nL01,Abbey\nL02,Abbey\nL03,Abbey\nL04,Birch\nL05,Birch\nL06,Birch\nL07,Castle\n\
    L08,Castle\nL09,Castle\nL10,Dene\nL11,Dene\nL12,\n";

/// The toy county with wards, rural and urban, and a column of other people.
fn county(wards: &str) -> Folder {
    let folder = Folder::copy("tests/studies/fenshire");
    folder.edit(
        "study.toml",
        "kind = \"table\"\nvintage = \"none\"\n",
        "kind = \"table\"\nvintage = \"none\"\ngroups = [\n\
         { name = \"ward\", file = \"wards.csv\", columns = { code = \"LSOA21CD\", group = \"WD24NM\" } },\n\
         { name = \"setting\", file = \"rural.csv\", columns = { group = \"setting\" } },\n]\n",
    );
    folder.edit(
        "study.toml",
        "bands = { under5 = \"children\" }",
        "bands = { under5 = \"children\", lone_parents = \"lone\" }",
    );
    folder.write("wards.csv", wards);
    let mut rural = String::new();
    for it in 1..=12 {
        writeln!(rural, "L{it:02},{}", if it < 6 { "urban" } else { "rural" }).unwrap();
    }
    folder.write("rural.csv", &format!("code,setting\n{rural}"));
    let people = folder.read("people.csv");
    let people: String = people
        .lines()
        .enumerate()
        .map(|(at, it)| match at {
            0 => format!("{it},lone\n"),
            _ => format!("{it},{}\n", at * 3),
        })
        .collect();
    folder.write("people.csv", &people);
    folder
}

#[test]
fn a_ward_has_the_figures_of_its_areas_and_the_worst_ward_is_named() {
    let county = county(WARDS);
    let study = county.word("");
    let answer = run(&["assess", &study, "--scenario", "close-s4", "--json"]).json();
    let today = &answer["baseline"];
    assert_eq!(figure(today, "children", "group:ward:Abbey"), Some(355.0));
    assert_eq!(figure(today, "children", "group:ward:Dene"), Some(90.0));
    let worst = entry(today, "share_within", "worst_group:ward");
    let shares: Vec<(f64, String)> = today["figures"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["name"] == "share_within")
        .filter(|it| it["scope"].as_str().unwrap().starts_with("group:ward:"))
        .map(|it| {
            let scope = it["scope"].as_str().unwrap().to_owned();
            (it["value"].as_f64().unwrap(), scope)
        })
        .collect();
    assert_eq!(shares.len(), 4);
    let least = shares.iter().min_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
    assert_eq!(worst["value"].as_f64(), Some(least.0));
    assert_eq!(worst["which"].as_str(), Some(least.1.as_str()));
    // Everybody who loses lives in a ward, in none, in the country or in town.
    let plan = &answer["scenario"];
    let losing = |scope: &str| figure(plan, "children_losing", scope).unwrap();
    assert!(losing("all") > 0.0);
    let both = losing("group:setting:rural") + losing("group:setting:urban");
    assert!((losing("all") - both).abs() < 1e-9);
    let bands = ["1-3", "4-6", "7-10"].map(|it| losing(&format!("deprivation_band:{it}")));
    assert!((losing("all") - bands.iter().sum::<f64>()).abs() < 1e-9);
}

#[test]
fn an_area_without_a_ward_is_counted_and_kept_in_everything_else() {
    let county = county(WARDS);
    let page = run(&["assess", &county.word("")]).good();
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains(", ward ") && words.contains(", setting "),
        "{page}"
    );
    assert!(
        page.contains("W-GROUP-NONE") && page.contains("L12"),
        "{page}"
    );
    assert!(
        page.contains("\nBy ward\n") && page.contains("\nBy setting\n"),
        "{page}"
    );
    let answer = run(&["assess", &county.word(""), "--json"]).json();
    assert_eq!(figure(&answer["baseline"], "children", "all"), Some(950.0));
    let told = run(&["check", &county.word(""), "--json"]).good();
    assert!(
        told.contains("wards.csv") && told.contains("\"not_used_yet\": []"),
        "{told}"
    );
}

#[test]
fn faults_of_a_grouping_name_the_file_the_line_the_column_and_the_remedy() {
    let told = |wards: &str| {
        let county = county(wards);
        run(&["check", &county.word("")]).stopped(2)
    };
    let twice = told(&format!("{WARDS}L03,Dene\n"));
    assert!(
        twice.contains("E-KEY-DUP") && twice.contains("wards.csv"),
        "{twice}"
    );
    let other = told("LSOA21CD,ward\nL01,Abbey\n");
    assert!(
        other.contains("WD24NM") && other.contains("wards.csv"),
        "{other}"
    );
    let nobody = told("LSOA21CD,WD24NM\nX1,Abbey\n");
    assert!(
        nobody.contains("E-GROUP-NONE") && nobody.contains("vintage"),
        "{nobody}"
    );
    let county = county(WARDS);
    county.edit("study.toml", "name = \"setting\"", "name = \"ward\"");
    county.edit("study.toml", "group = \"setting\"", "grop = \"setting\"");
    let faults = run(&["check", &county.word("")]).stopped(2);
    assert!(
        faults.contains("areas.groups[1].columns.group") && faults.contains("E-CFG-MISSING"),
        "{faults}"
    );
}

/// A study of areas of 2021, whose groups are told of areas of 2011: one split, two merged alike, two merged apart.
fn carried(lookup: bool) -> Folder {
    let folder = Folder::empty();
    let changes = [
        ("E01000001", "E01900001", "S"),
        ("E01000001", "E01900002", "S"),
        ("E01000002", "E01900003", "M"),
        ("E01000003", "E01900003", "M"),
        ("E01000004", "E01900004", "M"),
        ("E01000005", "E01900004", "M"),
        ("E01000006", "E01000006", "U"),
    ];
    let mut pairs = String::new();
    for (from, to, change) in changes {
        writeln!(pairs, "{from},{to},{change},E06000001,Here").unwrap();
    }
    folder.write(
        "lookup.csv",
        &format!("LSOA11CD,LSOA21CD,CHGIND,LAD22CD,LAD22NM\n{pairs}"),
    );
    folder.write(
        "wards.csv",
        "LSOA11CD,ward\nE01000001,Abbey\nE01000002,Birch\nE01000003,Birch\nE01000004,Abbey\nE01000005,Birch\n\
         E01000006,Castle\n",
    );
    let codes: BTreeSet<&str> = changes.iter().map(|it| it.1).collect();
    let [mut areas, mut people, mut times] =
        ["code\n", "code,n\n", "area,site,minutes\n"].map(str::to_owned);
    for code in codes {
        writeln!(areas, "{code}").unwrap();
        writeln!(people, "{code},10").unwrap();
        writeln!(times, "{code},S1,5").unwrap();
    }
    for (name, text) in [
        ("areas.csv", areas),
        ("people.csv", people),
        ("times.csv", times),
    ] {
        folder.write(name, &text);
    }
    folder.write("sites.csv", "id\nS1\n");
    let lookup = if lookup {
        "lookup = \"lookup.csv\"\n"
    } else {
        ""
    };
    folder.write(
        "study.toml",
        &format!(
            "schema = 1\n[study]\nname = \"Carried\"\n[areas]\nfile = \"areas.csv\"\nvintage = \"lsoa2021\"\n{lookup}\
             groups = [{{ name = \"ward\", file = \"wards.csv\", vintage = \"lsoa2011\", columns = {{ group = \"ward\" }} }}]\n\
             [[people]]\nfile = \"people.csv\"\nbands = {{ under5 = \"n\" }}\n[times]\nfile = \"times.csv\"\n\
             [[services]]\nid = \"hub\"\n[[sites]]\nfile = \"sites.csv\"\nkind = \"table\"\nstatus = \"open\"\n"
        ),
    );
    folder
}

#[test]
fn groups_of_the_other_vintage_are_carried_and_a_merged_area_of_two_groups_has_none() {
    let county = carried(true);
    let answer = run(&["assess", &county.word(""), "--json"]).json();
    let today = &answer["baseline"];
    for (ward, children) in [("Abbey", 20.0), ("Birch", 10.0), ("Castle", 10.0)] {
        let scope = format!("group:ward:{ward}");
        assert_eq!(figure(today, "children", &scope), Some(children), "{ward}");
    }
    let notices = answer["study"]["notices"].to_string();
    assert!(
        notices.contains("W-CARRY-GROUP") && notices.contains("E01900004"),
        "{notices}"
    );
    let refused = run(&["check", &carried(false).word("")]).stopped(2);
    assert!(
        refused.contains("areas.groups[0].vintage") && refused.contains("lookup"),
        "{refused}"
    );
}

#[test]
fn a_county_of_three_hundred_wards_shows_ten_of_them_and_tells_all_in_the_data() {
    let folder = Folder::empty();
    let mut tables = [
        "code\n".to_owned(),
        "code,children\n".to_owned(),
        "area,site,minutes\n".to_owned(),
        "code,ward\n".to_owned(),
    ];
    for it in 0..300 {
        writeln!(tables[0], "A{it:03}").unwrap();
        writeln!(tables[1], "A{it:03},{}", 10 + it % 7).unwrap();
        writeln!(
            tables[2],
            "A{it:03},S1,{}\nA{it:03},S2,{}",
            it % 31,
            it % 17
        )
        .unwrap();
        writeln!(tables[3], "A{it:03},Ward {it:03}").unwrap();
    }
    for (name, text) in ["areas", "people", "times", "wards"].iter().zip(&tables) {
        folder.write(&format!("{name}.csv"), text);
    }
    folder.write("sites.csv", "id,name\nS1,One\nS2,Two\n");
    folder.write(
        "study.toml",
        "schema = 1\n[study]\nname = \"Wards\"\n[areas]\nfile = \"areas.csv\"\nvintage = \"none\"\n\
         groups = { name = \"ward\", file = \"wards.csv\", columns = { group = \"ward\" } }\n\
         [[people]]\nfile = \"people.csv\"\nbands = { under5 = \"children\" }\n\
         [times]\nfile = \"times.csv\"\ncolumns = { area = \"area\", site = \"site\", minutes = \"minutes\" }\nmode = \"bus\"\n\
         [[services]]\nid = \"hub\"\nname = \"Hub\"\nband = \"under5\"\nstandard = { bus = 10 }\n\
         [tiers]\ncentre = { services = [\"hub\"] }\n\
         [[sites]]\nfile = \"sites.csv\"\nkind = \"table\"\ntier = \"centre\"\nstatus = \"open\"\n\
         [[scenarios]]\nid = \"less\"\nname = \"Less\"\nchanges = [{ close = \"S2\" }]\n",
    );
    let asked = ["assess", &folder.word(""), "--scenario", "less"];
    let page = run(&asked).good();
    let wards = |from: &str| {
        let table = page
            .split(from)
            .nth(1)
            .unwrap_or_else(|| panic!("{from}:\n{page}"));
        let table = table.split("\n\n").next().unwrap();
        table.matches("\n  Ward ").count()
    };
    assert_eq!(
        wards("By ward (the 10 served worst of 300; --json has all)"),
        10
    );
    assert_eq!(
        wards("Who gains and who loses by ward (the 10 hit worst of 300; --json has all)"),
        10
    );
    let answer = run(&[&asked[..], &["--json"]].concat()).json();
    let scopes: BTreeSet<&str> = answer["scenario"]["figures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["scope"].as_str().unwrap())
        .filter(|it| it.starts_with("group:ward:"))
        .collect();
    assert_eq!(scopes.len(), 300);
}

#[test]
fn other_people_are_told_by_the_nearest_site_of_the_service() {
    let county = county(WARDS);
    let study = county.word("");
    let asked = ["assess", &study, "--scenario", "close-s4"];
    let answer = run(&[&asked[..], &["--json"]].concat()).json();
    let plan = &answer["scenario"];
    let scope = "people:lone_parents";
    assert_eq!(figure(plan, "children", scope), Some(234.0));
    assert_eq!(entry(plan, "share_within", scope)["band"], "lone_parents");
    assert!(figure(plan, "children_losing", scope).unwrap() > 0.0);
    assert!(figure(plan, "mean_change_minutes", scope).is_some());
    assert!(figure(plan, "children_lost_standard", scope).unwrap() > 0.0);
    assert_eq!(figure(plan, "children_gained_standard", scope), Some(0.0));
    assert!(figure(plan, "max_increase_minutes", scope).unwrap() > 0.0);
    let page = run(&asked).good();
    let who = page
        .split("Who gains and who loses (people; minutes)")
        .nth(1)
        .unwrap();
    let who = who.split("\n\n").next().unwrap();
    for row in [
        "all",
        "deciles 1 to 3",
        "rural",
        "urban",
        "Abbey",
        "lone parents",
    ] {
        assert!(who.contains(&format!("\n  {row} ")), "{row}:\n{who}");
    }
}

#[test]
fn the_worst_affected_areas_are_data_too_with_their_district_and_minutes_then_and_now() {
    let county = county(WARDS);
    let asked = ["assess", &county.word(""), "--scenario", "close-s4"];
    let answer = run(&[&asked[..], &["--json"]].concat()).json();
    let rows = answer["worst_affected"].as_array().unwrap();
    assert!(!rows.is_empty() && rows.len() <= 10);
    let added: Vec<f64> = rows
        .iter()
        .map(|it| it["added_minutes"].as_f64().unwrap())
        .collect();
    assert!(added.is_sorted_by(|a, b| a >= b), "{added:?}");
    for it in rows {
        let minutes = |key: &str| it[key].as_f64().unwrap();
        assert!(minutes("minutes_then") > minutes("minutes_today"), "{it}");
        assert!(
            (minutes("minutes_then") - minutes("minutes_today") - minutes("added_minutes")).abs()
                < 1e-9
        );
        assert!(minutes("children") > 0.0);
    }
    let page = run(&asked).good();
    let table = page.split("The worst affected areas").nth(1).unwrap();
    let first = table.lines().nth(2).unwrap();
    for key in ["name", "district_name"] {
        assert!(first.contains(rows[0][key].as_str().unwrap()), "{first}");
    }
}

/// The cells of a line of CSV as the form has it: quoted where they hold a comma, a quote doubled.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.chars().peekable();
    while let Some(it) = letters.next() {
        match it {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            it => cell.push(it),
        }
    }
    cells.push(cell);
    cells
}

#[test]
fn the_csv_has_every_figure_of_the_data_with_every_field_and_no_formula() {
    let county = county(&WARDS.replace("Dene", "=1+1"));
    county.edit(
        "study.toml",
        "name = \"Close site 4\"",
        "name = \"=cmd|' /C calc'!A0\"",
    );
    let asked = ["assess", &county.word(""), "--scenario", "close-s4"];
    let answer = run(&[&asked[..], &["--json"]].concat()).json();
    let csv = run(&[&asked[..], &["--csv"]].concat()).good();
    assert!(csv.ends_with("\r\n") && csv.matches('\n').count() == csv.matches("\r\n").count());
    let lines: Vec<Vec<String>> = csv.split_terminator("\r\n").map(cells).collect();
    let head = &lines[0];
    let parts = [("baseline", "baseline"), ("scenario", "scenario")];
    let figures: Vec<(&str, &Value)> = parts
        .iter()
        .flat_map(|(part, kind)| {
            let list = answer[part]["figures"].as_array().unwrap();
            list.iter().map(|it| (*kind, it))
        })
        .collect();
    assert_eq!(lines.len(), 1 + figures.len());
    for (line, (kind, it)) in lines[1..].iter().zip(figures) {
        assert_eq!((line.len(), line[0].as_str()), (head.len(), kind));
        for (name, cell) in head.iter().zip(line).skip(3) {
            match &it[name] {
                Value::Null => assert_eq!(cell, "", "{name} of {it}"),
                Value::Number(number) => assert_eq!(cell.parse().ok(), number.as_f64(), "{name}"),
                Value::String(text) => assert_eq!(cell, text, "{name}"),
                other => panic!("{other}"),
            }
        }
        for key in it.as_object().unwrap().keys() {
            assert!(head.contains(key), "the CSV has no {key}");
        }
        assert!(!line[2].starts_with('='), "{}", line[2]);
    }
    let scope = head.iter().position(|it| it == "scope").unwrap();
    assert!(lines.iter().any(|it| it[scope] == "group:ward:=1+1"));
    let out = county.word("figures.csv");
    run(&[&asked[..], &["--out", &out]].concat()).good();
    assert_eq!(county.read("figures.csv"), csv);
    run(&["verify", &out]).good();
    run(&["rerun", &out]).good();
    let refused = run(&["assess", &county.word(""), "--json", "--out", &out]).stopped(2);
    assert!(refused.contains("--json"), "{refused}");
}

/// A county drawn by hand with a grouping and other people, and the plan in which only the second site is open.
fn drawn() -> impl Strategy<Value = (Case, Vec<Option<usize>>)> {
    let time = prop_oneof![5 => (0_u32..40).prop_map(Some), 1 => Just(None)];
    let area = (
        0_u32..60,
        prop::option::weighted(0.9, 0_u32..9),
        1_u32..=10,
        prop::collection::vec(time, 2),
        prop::option::weighted(0.8, 0_usize..4),
    );
    prop::collection::vec(area, 1..20).prop_map(|areas| {
        let rows: Vec<Row> = areas
            .iter()
            .enumerate()
            .map(|(at, (children, _, decile, minutes, _))| {
                row(&format!("E{at:03}"), f64::from(*children), *decile, minutes)
            })
            .collect();
        let mut case = case(&rows, &[Some(10), Some(20)], Some(15));
        case.population.bands.push(AgeBand {
            name: "carless".to_owned(),
            label: "people without a car".to_owned(),
        });
        let other = areas
            .iter()
            .map(|it| it.1.map(|it| People::new(f64::from(it))));
        case.population.counts.push(other.collect());
        (case, areas.iter().map(|it| it.4).collect())
    })
}

fn judged(case: &Case) -> Vec<Figure> {
    let plan = opened(case, &["S2".to_owned()]);
    let mut figures = evaluate(case, &case.mode, &plan).figures;
    figures.extend(compare(case, &case.mode, &case.baseline, &plan));
    figures
}

fn name(group: usize) -> String {
    format!("Group {group}")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A group is judged as a district of the same areas is.
    #[test]
    fn a_group_has_the_figures_that_a_district_of_its_areas_would_have((case, of) in drawn()) {
        let mut grouped = case.clone();
        let there: Vec<usize> = of.iter().flatten().copied().collect::<BTreeSet<usize>>().into_iter().collect();
        let place = |group: usize| there.iter().position(|it| *it == group).unwrap();
        let grouping = grouped.areas.groupings.push(Grouping {
            name: "ward".to_owned(),
            groups: there.iter().map(|it| name(*it)).collect(),
            of: of.iter().map(|it| it.map(|it| GroupId::at(place(it)))).collect(),
        });
        let mut districts = case;
        let last = there.len();
        districts.areas.districts = there
            .iter()
            .map(|it| name(*it))
            .chain(["Elsewhere".to_owned()])
            .map(|it| District { code: it.clone(), name: it })
            .collect::<Column<DistrictId, District>>();
        for (at, group) in of.iter().enumerate() {
            let district = DistrictId::at(group.map_or(last, place));
            districts.areas.list[Id::at(at)].district = district;
        }
        let (grouped_figures, figures) = (judged(&grouped), judged(&districts));
        let mut n = 0;
        for it in figures.iter().filter(|it| it.name != "hours_per_child") {
            let Scope::District(district) = it.scope else { continue };
            if district.place() == last {
                continue;
            }
            let scope = Scope::Group(grouping, GroupId::at(district.place()));
            let same = find(&grouped_figures, it.name, it.service, scope);
            if let Some(same) = same {
                prop_assert_eq!(&same.value, &it.value, "{} {:?}", it.name, scope);
                n += 1;
            }
        }
        prop_assert_eq!(n, 17 * last);
        if of.iter().all(Option::is_some) {
            districts.areas.districts = districts.areas.districts.iter().take(last).cloned().collect();
            for it in judged(&districts).iter().filter(|it| it.scope == Scope::WorstDistrict) {
                let worst = find(&grouped_figures, it.name, it.service, Scope::WorstGroup(grouping)).unwrap();
                prop_assert_eq!(worst.value.clone().ok(), it.value.clone().ok(), "{}", it.name);
                let which = it.which.as_ref().map(|it| it.replace("district:", "group:ward:"));
                prop_assert_eq!(&worst.which, &which);
            }
        }
    }

    /// Other people are judged as those of the service's own band would be.
    #[test]
    fn other_people_have_the_figures_that_a_service_of_their_own_would_have((case, _) in drawn()) {
        let figures = judged(&case);
        let mut theirs = case;
        theirs.services[ServiceId::at(0)].band = BandId::at(1);
        let expected = judged(&theirs);
        let of_people: Vec<&Figure> = figures.iter().filter(|it| it.scope == Scope::People(BandId::at(1))).collect();
        prop_assert_eq!(of_people.len(), 14);
        for it in of_people {
            let same = find(&expected, it.name, it.service, Scope::All).unwrap();
            prop_assert_eq!(&it.value, &same.value, "{}", it.name);
            prop_assert_eq!(it.band, Some(BandId::at(1)));
        }
    }
}
