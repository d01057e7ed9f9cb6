//! The files of a study of a small town whose roads are drawn in text.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::town::Town;

/// Its study file.
pub(crate) const STUDY: &str = r#"
schema = 1
[study]
name = "Town"
[areas]
file = "areas.csv"
kind = "table"
vintage = "none"
[[people]]
file = "people.csv"
kind = "table"
bands = { under5 = "children" }
[roads]
file = "roads.osm.pbf"
[assess]
mode = "car"
band = "under5"
[[services]]
id = "hub"
name = "Hub"
band = "under5"
standard = { car = 10 }
[tiers]
centre = { services = ["hub"], hours = 30 }
[[sites]]
file = "sites.csv"
kind = "table"
tier = "centre"
"#;

/// Its roads.
pub(crate) fn drawing() -> Town {
    Town::draw(
        200.0,
        "A--B--C--D\n|  |  |  |\nE--F--G--H\n|     |   \nI--J--K--L\n\nX--Y",
    )
    .way("BC", "oneway", "yes")
    .way("FG", "oneway", "perhaps")
    .way("GH", "highway", "tertiary")
}

/// All its files but the study file, by name; one area has no coordinates near any road.
pub(crate) fn files() -> BTreeMap<String, Vec<u8>> {
    let town = drawing();
    let (mut areas, mut people) = ("code,x,y\n".to_owned(), "code,children\n".to_owned());
    for letter in "ACEGIL".chars() {
        let point = town.point(letter);
        writeln!(areas, "area-{letter},{},{}", point.x + 30.0, point.y - 20.0).unwrap();
        writeln!(people, "area-{letter},{}", u32::from(letter)).unwrap();
    }
    areas += "area-far,490000,310000\n";
    people += "area-far,7\n";
    let mut sites = "id,name,status,x,y\n".to_owned();
    for (letter, status) in [('B', "open"), ('H', "open"), ('K', "candidate")] {
        let point = town.point(letter);
        writeln!(
            sites,
            "{letter},{letter},{status},{},{}",
            point.x + 10.0,
            point.y
        )
        .unwrap();
    }
    let file = |name: &str, bytes: Vec<u8>| (name.to_owned(), bytes);
    BTreeMap::from([
        file("areas.csv", areas.into_bytes()),
        file("people.csv", people.into_bytes()),
        file("roads.osm.pbf", town.pbf()),
        file("sites.csv", sites.into_bytes()),
    ])
}
