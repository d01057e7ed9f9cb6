//! A study of a small town whose roads are drawn in text.

use std::fmt::Write;
use std::fs;

use crate::program::Folder;
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

/// A study of a small town, its roads drawn in text; one area has no coordinates and one is far from any road.
pub(crate) fn town() -> Folder {
    let folder = Folder::empty();
    folder.write("study.toml", STUDY);
    let town = drawing();
    fs::write(folder.path("roads.osm.pbf"), town.pbf()).unwrap();
    let (mut areas, mut people) = ("code,x,y\n".to_owned(), "code,children\n".to_owned());
    for letter in "ACEGIL".chars() {
        let point = town.point(letter);
        writeln!(areas, "area-{letter},{},{}", point.x + 30.0, point.y - 20.0).unwrap();
        writeln!(people, "area-{letter},{}", u32::from(letter)).unwrap();
    }
    areas += "area-far,490000,310000\n";
    people += "area-far,7\n";
    folder.write("areas.csv", &areas);
    folder.write("people.csv", &people);
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
    folder.write("sites.csv", &sites);
    folder
}
