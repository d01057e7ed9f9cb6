//! The parsers, each as bytes in and either what was read, a line a thing, or what was at fault.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::io::{Cursor, Read};

use fairreach::ids::{Column, SiteId};
use fairreach::pipeline::Manifest;
use fairreach::read::os_open_roads::os_open_roads;
use fairreach::read::osm_pbf::{OsmExtract, osm_pbf, osm_surroundings};
use fairreach::read::{
    self, AreaColumns, BandColumns, BandSource, DeprivationColumn, DeprivationColumns, Encoding,
    Index, Notices, Part, Postcode, ReadErrors, SiteColumns, SiteKind, SiteSpec, Source,
    TableSettings, TimeUnit, TimesLayout, Vintage,
};
use fairreach::report::{Surroundings, places_geojson, water_geojson};
use fairreach::roads::{Profile, Setting, Snapper, build};
use fairreach::space::{Extent, Point};
use fairreach::study::{Files, Study, scenario_file};
use fairreach::travel::{Linkage, link};

/// What was read, a line a thing, or what was at fault.
pub(crate) type Reading = Result<Vec<String>, String>;

type Rows<T> = Result<(Vec<T>, Notices), ReadErrors>;

fn lines<T: Debug>(read: Rows<T>) -> Reading {
    let (things, notices) = read.map_err(|it| it.to_string())?;
    // Notices are printed wherever something was read.
    drop(notices.iter().map(ToString::to_string).collect::<Vec<_>>());
    Ok(things.iter().map(|it| format!("{it:?}")).collect())
}

fn settings() -> TableSettings {
    TableSettings::default()
}

/// Centroids of 2021.
pub(crate) fn centroids(bytes: &[u8]) -> Reading {
    let source = Source {
        file: "centroids.csv",
        bytes,
        settings: &settings(),
    };
    let columns = AreaColumns::default();
    lines(read::centroids(source, &columns, Vintage::Lsoa2021))
}

fn named(band: &str, columns: &[&str]) -> BandColumns {
    BandColumns {
        band: band.to_owned(),
        columns: BandSource::Named(columns.iter().map(|it| (*it).to_owned()).collect()),
    }
}

/// People by broad age.
pub(crate) fn population(bytes: &[u8]) -> Reading {
    let source = Source {
        file: "population.csv",
        bytes,
        settings: &settings(),
    };
    let bands = [
        named("total", &["Total"]),
        named("under16", &["F0 to 15", "M0 to 15"]),
    ];
    lines(read::population(source, None, &bands, Vintage::Lsoa2021))
}

/// People by age, from a workbook whose header is on line 4.
pub(crate) fn workbook(bytes: &[u8]) -> Reading {
    let settings = TableSettings {
        header_row: 4,
        ..settings()
    };
    let source = Source {
        file: "people.xlsx",
        bytes,
        settings: &settings,
    };
    let bands = [named("under1", &["F0", "M0"]), named("all", &["Total"])];
    lines(read::population(source, None, &bands, Vintage::Lsoa2021))
}

/// File 7 of 2025.
pub(crate) fn deprivation(bytes: &[u8]) -> Reading {
    let source = Source {
        file: "imd2025.csv",
        bytes,
        settings: &settings(),
    };
    let of = |index, part| Some(DeprivationColumn::File7(index, part));
    let columns = DeprivationColumns {
        rank: of(Index::Imd, Part::Rank),
        score: of(Index::Imd, Part::Score),
        decile: of(Index::Imd, Part::Decile),
        decile_needed: true,
        need: of(Index::Idaci, Part::Score),
        ..DeprivationColumns::default()
    };
    lines(read::deprivation(source, &columns, Vintage::Lsoa2021))
}

/// The lookup from 2011 to 2021.
pub(crate) fn lookup(bytes: &[u8]) -> Reading {
    let source = Source {
        file: "lsoa11_lsoa21.csv",
        bytes,
        settings: &settings(),
    };
    lines(read::lookup(source).map(|(it, notices)| (it.rows, notices)))
}

fn sites_of(bytes: &[u8], file: &str, kind: SiteKind, columns: SiteColumns) -> Reading {
    let settings = TableSettings {
        encoding: Encoding::Either,
        ..settings()
    };
    let source = Source {
        file,
        bytes,
        settings: &settings,
    };
    let spec = SiteSpec {
        kind,
        columns,
        id_prefix: None,
        ids: [].into(),
        slug: kind == SiteKind::FamilyHubs,
        keep: Vec::new(),
        drop: Vec::new(),
        placeless: false,
        capacity_needed: false,
    };
    lines(read::site_list(source, &spec))
}

/// A table of sites.
pub(crate) fn sites(bytes: &[u8]) -> Reading {
    let column = |name: &str| Some(name.to_owned());
    let columns = SiteColumns {
        id: column("URN"),
        name: column("EstablishmentName"),
        status: column("EstablishmentStatus (name)"),
        capacity: column("SchoolCapacity"),
        x: column("Easting"),
        y: column("Northing"),
        ..SiteColumns::default()
    };
    sites_of(bytes, "sites.csv", SiteKind::Table, columns)
}

/// Schools as GIAS publishes them.
pub(crate) fn schools(bytes: &[u8]) -> Reading {
    sites_of(bytes, "gias.csv", SiteKind::Gias, SiteColumns::default())
}

/// Family hubs as the Department for Education publishes them.
pub(crate) fn hubs(bytes: &[u8]) -> Reading {
    let columns = SiteColumns::default();
    sites_of(bytes, "hubs.csv", SiteKind::FamilyHubs, columns)
}

/// Sites as `GeoJSON`.
pub(crate) fn site_features(bytes: &[u8]) -> Reading {
    let columns = SiteColumns {
        id: Some("id".to_owned()),
        capacity: Some("capacity".to_owned()),
        ..SiteColumns::default()
    };
    sites_of(bytes, "sites.geojson", SiteKind::GeoJson, columns)
}

/// Shapes of areas.
pub(crate) fn boundaries(bytes: &[u8]) -> Reading {
    let read = read::boundaries("areas.geojson", bytes, Some("name"));
    lines(read.map(|(it, notices)| (it.into_iter().collect(), notices)))
}

/// The outline of a study.
pub(crate) fn outline(bytes: &[u8]) -> Reading {
    let read = read::outline("area.geojson", bytes);
    lines(read.map(|(it, notices)| {
        let middle = fairreach::space::LonLat::new(-0.08, 51.51);
        let inside = read::inside(&it, middle);
        (vec![(it, inside)], notices)
    }))
}

/// Times, a row a pair.
pub(crate) fn times(bytes: &[u8]) -> Reading {
    times_as(bytes, "times.csv", &TimesLayout::own())
}

/// Times, a column a site.
pub(crate) fn wide_times(bytes: &[u8]) -> Reading {
    let layout = TimesLayout::Wide {
        area: None,
        unit: TimeUnit::Minutes,
    };
    times_as(bytes, "times.csv", &layout)
}

/// Times as Parquet, a row a pair.
pub(crate) fn parquet_times(bytes: &[u8]) -> Reading {
    times_as(bytes, "times.parquet", &TimesLayout::own())
}

fn times_as(bytes: &[u8], file: &str, layout: &TimesLayout) -> Reading {
    let source = Source {
        file,
        bytes,
        settings: &settings(),
    };
    lines(read::travel_table(source, layout))
}

/// A postcode directory.
pub(crate) fn postcodes(bytes: &[u8]) -> Reading {
    let wanted: BTreeSet<Postcode> = ["PE7 3JA", "PE7 3JB", "GY1 1AA"]
        .into_iter()
        .filter_map(Postcode::new)
        .collect();
    let read = read::postcodes("onspd.csv", bytes, &wanted);
    lines(read.map(|(it, notices)| (it.known.into_iter().collect(), notices)))
}

/// A zip of one file.
pub(crate) fn zip(bytes: &[u8]) -> Reading {
    inside("people.csv.zip", bytes)
}

/// A gzipped file.
pub(crate) fn gzip(bytes: &[u8]) -> Reading {
    inside("people.csv.gz", bytes)
}

fn inside(file: &str, bytes: &[u8]) -> Reading {
    let streamed = read::read_inside(file, &mut Cursor::new(bytes), None, |it| {
        let mut some = Vec::new();
        // A damaged file may be an error of reading here.
        drop(it.take(1 << 20).read_to_end(&mut some));
        Ok(some.len())
    });
    drop(streamed.map_err(|it| it.to_string()));
    let unpacked = read::unpacked(file, Cow::Borrowed(bytes), None);
    let unpacked = unpacked.map_err(|it| it.to_string())?;
    Ok(vec![String::from_utf8_lossy(&unpacked).into_owned()])
}

/// A study file, all its other files being there; what it says, a key a line.
pub(crate) fn study(bytes: &[u8], files: Files) -> Reading {
    let study = Study::from_bytes(bytes, "study.toml", files).map_err(|it| it.to_string())?;
    let written = study.written.iter();
    Ok(written.map(|(key, it)| format!("{key} = {it}")).collect())
}

/// A scenario file.
pub(crate) fn scenario(bytes: &[u8]) -> Reading {
    let text = std::str::from_utf8(bytes).map_err(|it| it.to_string())?;
    let read = scenario_file(text, "plan.toml").map_err(|it| it.to_string())?;
    Ok(vec![format!("{read:?}")])
}

/// A manifest.
pub(crate) fn manifest(bytes: &[u8]) -> Reading {
    let text = std::str::from_utf8(bytes).map_err(|it| it.to_string())?;
    let read = Manifest::from_text(text).map_err(|it| it.to_string())?;
    Ok(vec![format!("{read:?}")])
}

/// Roads of OS Open Roads, near a study or all of them.
pub(crate) fn open_roads(bytes: &[u8], near: bool) -> Reading {
    let around = Extent::around([Point::new(519_000.0, 295_500.0)]).filter(|_| near);
    let read = os_open_roads(&mut Cursor::new(bytes), None, "roads.gpkg", around);
    lines(read.map(|it| (it.links, it.notices)))
}

/// Roads, and what is around them; those that can be read can also be laid as networks that places are tied to, and water
/// and names of places drawn.
pub(crate) fn roads(bytes: &[u8]) -> Reading {
    let OsmExtract { links, notices, .. } =
        osm_pbf(&mut Cursor::new(bytes), "roads.osm.pbf").map_err(|it| it.to_string())?;
    for profile in [
        Profile::car(Setting::FreeFlow),
        Profile::walk(Setting::FreeFlow),
    ] {
        let network = build(&links, &profile);
        let snapper = Snapper::new(&network);
        let places: Column<SiteId, _> = links
            .iter()
            .filter_map(|it| it.shape.first().copied())
            .take(2)
            .map(Some)
            .collect();
        let tied: Linkage<SiteId> = link(&places, &snapper, profile.snap_limit);
        assert_eq!(tied.len(), places.len());
    }
    let around =
        osm_surroundings(&mut Cursor::new(bytes), "roads.osm.pbf").map_err(|it| it.to_string())?;
    let drawn = Surroundings::of(&around);
    let layers = [
        water_geojson(&drawn, &Column::default()),
        places_geojson(&drawn),
    ];
    for it in layers {
        assert!(it.parse::<geojson::GeoJson>().is_ok());
    }
    lines(Ok((links, notices)))
}
