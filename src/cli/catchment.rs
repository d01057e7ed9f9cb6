//! `fairreach catchment`: who lives within some minutes of a place, and the ground around its roads.

use std::collections::BTreeMap;

use crate::cli::args::Catchment;
use crate::cli::output;
use crate::cli::run::{mode_of, ready};
use crate::pipeline::{CatchmentOf, CatchmentQuestion, Fault, Question};
use crate::report::{CatchmentPage, catchment_geojson, catchment_table, counted};
use crate::study::place_of_pair;
use crate::travel::Direction;

pub(super) fn run(arguments: &Catchment) -> Result<(), Fault> {
    let of = of(arguments)?;
    let prepared = ready(&arguments.study)?;
    let page = prepared.catchment(&CatchmentQuestion {
        of,
        mode: mode_of(&prepared, arguments.mode.as_deref())?,
        direction: arguments.direction.map(Direction::from),
        minutes: arguments.minutes.clone(),
    })?;
    let table = catchment_table(&prepared.case, &page);
    let Some(out) = &arguments.out else {
        return output::print(&table);
    };
    let layer = catchment_geojson(&prepared.case, &page);
    if out.is_stdout() {
        return output::print(&(layer + "\n"));
    }
    prepared.publish(out.path(), question(arguments, &page), |file| {
        let written = file.write_all(layer.as_bytes());
        written.map_err(|it| Fault::unwritable(&out.name(), it))?;
        Ok(BTreeMap::from([(
            "outlines".to_owned(),
            page.rings.len() as u64,
        )]))
    })?;
    output::print(&table)?;
    let drawn = page
        .rings
        .iter()
        .filter(|it| !it.outlines.is_empty())
        .count();
    let times = counted(page.rings.len(), "time");
    out.stands(&format!("outlines of {drawn} of {times}"));
    Ok(())
}

/// What was asked, after defaults.
fn question(arguments: &Catchment, page: &CatchmentPage) -> Question {
    let minutes = arguments.minutes.iter().map(ToString::to_string).collect();
    let mut options = BTreeMap::from([
        ("minutes".to_owned(), minutes),
        ("mode".to_owned(), vec![page.mode.name().to_owned()]),
        (
            "direction".to_owned(),
            vec![page.direction.word().to_owned()],
        ),
    ]);
    let of = [("site", &arguments.site), ("at", &arguments.at)];
    for (name, value) in of {
        options.extend(value.iter().map(|it| (name.to_owned(), vec![it.clone()])));
    }
    Question {
        command: "catchment",
        options,
        scenarios: Vec::new(),
    }
}

/// The place asked for; anything but a `GeoJSON` file to write to is refused before the study is read.
fn of(arguments: &Catchment) -> Result<CatchmentOf, Fault> {
    if let Some(out) = &arguments.out {
        let ending = out.ending();
        if !out.is_stdout() && !matches!(ending.as_deref(), Some("geojson" | "json")) {
            let remedy = "name a file that ends in .geojson or .json, or -";
            return Err(Fault::usage("--out", &out.name(), remedy));
        }
    }
    match (&arguments.site, &arguments.at) {
        (Some(id), _) => Ok(CatchmentOf::Site(id.clone())),
        (None, Some(at)) => place(at).map(CatchmentOf::Place).ok_or_else(|| {
            let remedy =
                "give easting,northing in metres or lon,lat in degrees, such as 541800,296500 or 0.09,52.55";
            Fault::usage("--at", at, remedy)
        }),
        (None, None) => Err(Fault::usage("--site", "", "give --site ID or --at X,Y")),
    }
}

fn place(text: &str) -> Option<crate::space::Point> {
    let (x, y) = text.split_once(',')?;
    place_of_pair([x.trim().parse().ok()?, y.trim().parse().ok()?])
}
