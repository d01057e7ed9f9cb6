//! Catchments of a study: from the library, from the command line and over HTTP.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use fairreach::access::{ReachedPeople, reached};
use fairreach::ids::{AreaId, BandId, Column, Id};
use fairreach::model::{AgeBand, Mode, Population};
use fairreach::pipeline::{CatchmentOf, CatchmentQuestion, Prepared, Silent, prepare, shipped};
use fairreach::report::{CatchmentPage, catchment_geojson, catchment_table};
use fairreach::serve::{AppState, Parts, router};
use fairreach::space::Point;
use fairreach::study::Study;
use fairreach::travel::{Direction, Unreached};
use fairreach::units::{People, Seconds, Share};
use geo::{Contains, Validation};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::program::{Folder, run, study};

fn island() -> &'static Prepared {
    static ISLAND: OnceLock<Prepared> = OnceLock::new();
    ISLAND.get_or_init(|| prepare(shipped().unwrap(), &Silent).unwrap())
}

fn asked(of: CatchmentOf, mode: &str, minutes: &[u32]) -> CatchmentQuestion {
    CatchmentQuestion {
        of,
        mode: Mode::new(mode),
        direction: None,
        minutes: minutes.to_vec(),
    }
}

fn laxey() -> CatchmentOf {
    CatchmentOf::Site("laxey-pavilion".to_owned())
}

fn layer(page: &CatchmentPage) -> Vec<Value> {
    let layer = catchment_geojson(&island().case, page);
    let layer: Value = serde_json::from_str(&layer).unwrap();
    assert_eq!(layer["type"], "FeatureCollection");
    layer["features"].as_array().unwrap().clone()
}

fn shape(feature: &Value) -> geo::MultiPolygon<f64> {
    assert_eq!(feature["geometry"]["type"], "MultiPolygon");
    let ring = |it: &Value| -> geo::LineString<f64> {
        let corners = it.as_array().unwrap().iter();
        let corners = corners.map(|it| (it[0].as_f64().unwrap(), it[1].as_f64().unwrap()));
        corners.collect()
    };
    let polygons = feature["geometry"]["coordinates"].as_array().unwrap();
    let polygons = polygons.iter().map(|it| {
        let mut rings = it.as_array().unwrap().iter().map(ring);
        let outer = rings.next().unwrap();
        geo::Polygon::new(outer, rings.collect())
    });
    geo::MultiPolygon(polygons.collect())
}

/// The code of a question that makes no sense, and the whole message.
fn refused(prepared: &Prepared, question: &CatchmentQuestion) -> (String, String) {
    let fault = prepared.catchment(question).unwrap_err();
    assert_eq!(fault.exit_code(), 2);
    let text = fault.to_string();
    (text.split(' ').next().unwrap().to_owned(), text)
}

#[test]
fn people_within_a_time_keep_zero_and_missing_apart() {
    let band = |name: &str| AgeBand {
        name: name.to_owned(),
        label: name.to_owned(),
    };
    let counts = |it: [Option<f64>; 4]| it.into_iter().map(|it| it.map(People::new)).collect();
    let population = Population {
        bands: ["under5", "over5", "nobody"]
            .into_iter()
            .map(band)
            .collect(),
        counts: [
            counts([Some(10.0), None, Some(30.0), Some(0.0)]),
            counts([None, None, Some(5.0), Some(0.0)]),
            counts([Some(0.0), None, Some(0.0), Some(0.0)]),
        ]
        .into_iter()
        .collect(),
        ..Population::default()
    };
    let times: Column<AreaId, _> = [
        Ok(Seconds::new(600)),
        Ok(Seconds::new(300)),
        Ok(Seconds::new(601)),
        Err(Unreached::NoPath),
    ]
    .into_iter()
    .collect();
    let people = |seconds: u32, band: usize| {
        let found = reached(&times, &population, Seconds::new(seconds));
        (found.areas.len(), found.people[BandId::at(band)])
    };
    let told = |people: Option<f64>, uncounted, share: Option<f64>| ReachedPeople {
        people: people.map(People::new),
        uncounted,
        share: share.map(Share::new),
    };
    assert_eq!(people(299, 0), (0, told(Some(0.0), 0, Some(0.0))));
    assert_eq!(people(300, 0), (1, told(None, 1, None)));
    assert_eq!(people(600, 0), (2, told(Some(10.0), 1, Some(0.25))));
    assert_eq!(people(600, 1), (2, told(None, 2, None)));
    assert_eq!(people(601, 1), (3, told(Some(5.0), 2, Some(1.0))));
    assert_eq!(people(601, 2), (3, told(Some(0.0), 1, None)));
}

#[test]
fn a_site_s_catchment_counts_the_areas_whose_times_are_within_the_minutes() {
    let prepared = island();
    let site = prepared.case.sites.find(|it| it.id == "laxey-pavilion");
    for (mode, minutes) in [("car", [5, 10, 20]), ("walk", [15, 30, 60])] {
        let page = prepared.catchment(&asked(laxey(), mode, &minutes)).unwrap();
        let times = &prepared.case.times[&Mode::new(mode)];
        for (ring, minutes) in page.rings.iter().zip(minutes) {
            assert_eq!(ring.cutoff, Seconds::from_minutes(minutes));
            let within: Vec<AreaId> = prepared
                .case
                .areas
                .list
                .ids()
                .filter(|it| {
                    let time = times.get(*it, site.unwrap());
                    time.is_ok_and(|it| it <= ring.cutoff)
                })
                .collect();
            assert_eq!(ring.reached.areas, within);
            let band = BandId::at(0);
            let people: f64 = within
                .iter()
                .map(|it| prepared.case.people(band, *it).unwrap().get())
                .sum();
            let told = ring.reached.people[band].people.unwrap().get();
            assert!((told - people).abs() < 1e-9, "{told} against {people}");
        }
        assert!(page.rings[2].reached.areas.len() > page.rings[0].reached.areas.len());
    }
}

#[test]
fn a_place_where_a_site_stands_has_the_site_s_catchment() {
    let prepared = island();
    let site = prepared.case.sites.find(|it| it.id == "laxey-pavilion");
    let place = prepared.case.sites[site.unwrap()].point.unwrap();
    let of_site = prepared
        .catchment(&asked(laxey(), "car", &[10, 20]))
        .unwrap();
    let of_place = prepared
        .catchment(&asked(CatchmentOf::Place(place), "car", &[20, 10, 20]))
        .unwrap();
    assert_eq!(of_site.rings, of_place.rings);
    assert_eq!(
        (of_site.site.as_deref(), of_place.site),
        (Some("laxey-pavilion"), None)
    );
}

#[test]
fn the_layer_has_valid_outlines_largest_first_with_everything_a_map_needs() {
    let prepared = island();
    for (mode, minutes) in [("car", [5, 15, 40]), ("walk", [10, 20, 30])] {
        let page = prepared.catchment(&asked(laxey(), mode, &minutes)).unwrap();
        let features = layer(&page);
        let told: Vec<u64> = features
            .iter()
            .map(|it| it["properties"]["minutes"].as_u64().unwrap())
            .collect();
        assert_eq!(
            told,
            minutes.into_iter().rev().map(u64::from).collect::<Vec<_>>()
        );
        for feature in &features {
            let about = &feature["properties"];
            assert_eq!(about["site"], "laxey-pavilion");
            assert_eq!(about["mode"], mode);
            assert_eq!(about["direction"], "to-site");
            assert_eq!(about["no_outline"], Value::Null);
            assert!(about["tolerance_m"].as_f64().unwrap() >= 100.0);
            assert!(about["name"].as_str().unwrap().contains("Laxey"));
            let codes = about["area_codes"].as_array().unwrap();
            assert_eq!(about["areas"], codes.len());
            assert!(about["people"]["under5"].is_number(), "{about}");
            assert!(about["share"]["under5"].as_f64().unwrap() <= 1.0);
            let attribution = about["attribution"][0].as_str().unwrap();
            assert!(attribution.contains("OpenStreetMap"), "{attribution}");
            let ground = shape(feature);
            assert_eq!(ground.check_validation(), Ok(()));
            let ring = ground.0[0].exterior();
            assert!(ring.0.len() > 4 && ring.0[0] == ring.0[ring.0.len() - 1]);
            for corner in &ring.0 {
                let millionths = corner.x * 1e6;
                assert!((millionths - millionths.round()).abs() < 1e-4, "{corner:?}");
            }
        }
        // Areas whose point lies on a reached road's ground; those beyond a leg may be outside.
        let ground = shape(&features[2]);
        let site = prepared
            .case
            .sites
            .find(|it| it.id == "laxey-pavilion")
            .unwrap();
        let place = prepared.case.sites[site].point.unwrap();
        let place = fairreach::space::Grid::new().lon_lat(place).unwrap();
        assert!(ground.contains(&geo::Point::new(place.lon, place.lat)));
    }
}

#[test]
fn what_makes_no_sense_is_refused_with_its_code_and_a_remedy() {
    let prepared = island();
    let question = |of, minutes: &[u32]| asked(of, "walk", minutes);
    let named = |id: &str| CatchmentOf::Site(id.to_owned());
    for minutes in [&[][..], &[0], &[181], &[1, 2, 3, 4, 5, 6, 7]] {
        let (code, text) = refused(prepared, &question(laxey(), minutes));
        assert_eq!(code, "E-LIMIT-MINUTES");
        assert!(
            text.contains("1 to 6 whole numbers from 1 to 180"),
            "{text}"
        );
    }
    let (code, text) = refused(prepared, &question(named("laxey-pavillion"), &[10]));
    assert_eq!(code, "E-CFG-SITE");
    assert!(text.contains("did you mean laxey-pavilion?"), "{text}");
    let (code, text) = refused(prepared, &asked(laxey(), "rocket", &[10]));
    assert_eq!(code, "E-CFG-ENUM");
    assert!(text.contains("car, walk"), "{text}");
    let sea = CatchmentOf::Place(Point::new(300_000.0, 480_000.0));
    let (code, text) = refused(prepared, &question(sea, &[10]));
    assert_eq!(code, "E-NET-UNLINKED");
    assert!(
        text.contains("beyond the limit of") && text.contains("snap_limit_m"),
        "{text}"
    );
}

#[test]
fn a_study_with_its_own_times_has_areas_and_people_and_says_why_no_outline() {
    let path = study("fenshire");
    let prepared = prepare(Study::open(Path::new(&path)).unwrap(), &Silent).unwrap();
    let of = CatchmentOf::Site("S1".to_owned());
    let page = prepared
        .catchment(&asked(of.clone(), "travel", &[10, 30]))
        .unwrap();
    assert!(page.rings[1].reached.areas.len() > page.rings[0].reached.areas.len());
    let layer = catchment_geojson(&prepared.case, &page);
    let layer: Value = serde_json::from_str(&layer).unwrap();
    let feature = &layer["features"][0];
    assert_eq!(feature["geometry"], Value::Null);
    let reason = feature["properties"]["no_outline"].as_str().unwrap();
    assert!(reason.contains("brings its own times"), "{reason}");
    let table = catchment_table(&prepared.case, &page);
    assert!(table.contains("There are no outlines"), "{table}");
    let place = CatchmentOf::Place(Point::new(540_000.0, 290_000.0));
    let (code, _) = refused(&prepared, &asked(place, "travel", &[10]));
    assert_eq!(code, "E-CFG-MOVE");
    let mut away = asked(of, "travel", &[10]);
    away.direction = Some(Direction::FromSite);
    assert_eq!(refused(&prepared, &away).0, "E-CFG-ENUM");
}

#[test]
fn the_command_prints_a_table_and_writes_a_layer_whole_or_not_at_all() {
    let folder = Folder::empty();
    let out = folder.word("laxey.geojson");
    let site = ["catchment", "--site", "laxey-pavilion"];
    let rest = ["--minutes", "10,20,30", "--mode", "walk", "--out"];
    let done = run(&[&site[..], &rest, &[&out]].concat());
    assert!(
        done.err.contains("outlines of 3 of 3 times"),
        "{}",
        done.err
    );
    let table = done.good();
    for word in [
        "Laxey",
        "on foot",
        "from home to the site",
        "Minutes",
        "areas",
        "share",
        "%",
        "125 m",
    ] {
        assert!(table.contains(word), "{word} in\n{table}");
    }
    assert_eq!(
        folder.names(),
        ["laxey.geojson", "laxey.geojson.manifest.json"]
    );
    let written: Value = serde_json::from_str(&folder.read("laxey.geojson")).unwrap();
    assert_eq!(written["features"][0]["properties"]["minutes"], 30);

    let to_stdout = run(&[
        &site[..],
        &["--minutes", "30,20,10", "--mode", "walk", "--out", "-"],
    ]
    .concat());
    assert_eq!(to_stdout.json(), written);
    let away = run(&[
        "catchment",
        "--at",
        "-4.4,54.23",
        "--minutes",
        "5",
        "--direction",
        "from-site",
    ])
    .good();
    assert!(away.contains("from the site to home"), "{away}");

    let nowhere = folder.word("no/such/folder.geojson");
    run(&[&site[..], &rest, &[&nowhere]].concat()).stopped(3);
    for (wrong, code) in [
        (
            &["--site", "laxey-pavillion", "--minutes", "10"][..],
            "E-CFG-SITE",
        ),
        (
            &["--site", "laxey-pavilion", "--minutes", "500"],
            "E-LIMIT-MINUTES",
        ),
        (&["--at", "here", "--minutes", "10"], "E-ARGUMENT"),
        (
            &[
                "--site",
                "laxey-pavilion",
                "--minutes",
                "10",
                "--out",
                "x.csv",
            ],
            "E-ARGUMENT",
        ),
        (
            &[
                "--site",
                "laxey-pavilion",
                "--minutes",
                "10",
                "--mode",
                "rocket",
            ],
            "E-ARGUMENT",
        ),
        (
            &["--site", "laxey-pavilion", "--at", "1,1", "--minutes", "10"],
            "cannot be used with",
        ),
        (&["--minutes", "10"], "required"),
    ] {
        let told = run(&[&["catchment"], wrong].concat()).stopped(2);
        assert!(told.contains(code), "{code} in\n{told}");
    }
    assert_eq!(
        folder.names(),
        ["laxey.geojson", "laxey.geojson.manifest.json"]
    );
}

fn post(body: &str) -> Request<Body> {
    Request::post("/api/catchment")
        .header(header::HOST, "localhost:8080")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_owned()))
        .unwrap()
}

/// Bodies that are refused, with the status and the code.
const SENSELESS: [(&str, u16, &str); 13] = [
    ("{", 400, "H-400"),
    (r#"{"mode":"walk","minutes":[10]}"#, 422, "E-CFG-MISSING"),
    (
        r#"{"mode":"walk","minutes":[10],"site":"laxey-pavilion","lon":1,"lat":1}"#,
        422,
        "E-CFG-MISSING",
    ),
    (
        r#"{"mode":"walk","minutes":[10],"lon":-4.4}"#,
        422,
        "E-CFG-MISSING",
    ),
    (
        r#"{"mode":"walk","minutes":[10.5],"site":"laxey-pavilion"}"#,
        422,
        "H-422",
    ),
    (
        r#"{"mode":"walk","minutes":[10],"site":"laxey-pavilion","colour":1}"#,
        422,
        "H-422",
    ),
    (
        r#"{"mode":"walk","minutes":[0],"site":"laxey-pavilion"}"#,
        422,
        "E-LIMIT-MINUTES",
    ),
    (
        r#"{"mode":"walk","minutes":[1,2,3,4,5,6,7],"site":"laxey-pavilion"}"#,
        422,
        "E-LIMIT-MINUTES",
    ),
    (
        r#"{"mode":"walk","minutes":[10],"site":"nowhere"}"#,
        422,
        "E-CFG-SITE",
    ),
    (
        r#"{"mode":"rocket","minutes":[10],"site":"laxey-pavilion"}"#,
        422,
        "E-CFG-ENUM",
    ),
    (
        r#"{"mode":"walk","minutes":[10],"site":"laxey-pavilion","direction":"up"}"#,
        422,
        "E-CFG-ENUM",
    ),
    (
        r#"{"mode":"walk","minutes":[10],"lon":200,"lat":54}"#,
        422,
        "E-CFG-RANGE",
    ),
    (
        r#"{"mode":"walk","minutes":[10],"lon":-5.5,"lat":54}"#,
        422,
        "E-NET-UNLINKED",
    ),
];

#[test]
fn the_map_gets_the_same_layer_and_problems_with_codes() {
    let state = AppState::new(Parts::from(island().clone())).unwrap();
    let app = router(Arc::new(state), 8080);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let ask = |request: Request<Body>| {
        runtime.block_on(async {
            let (head, body) = app.clone().oneshot(request).await.unwrap().into_parts();
            let bytes = body.collect().await.unwrap().to_bytes();
            let kind = head.headers[header::CONTENT_TYPE]
                .to_str()
                .unwrap()
                .to_owned();
            (
                head.status,
                kind,
                String::from_utf8(bytes.to_vec()).unwrap(),
            )
        })
    };
    let body = json!({ "mode": "walk", "minutes": [10, 20, 30], "site": "laxey-pavilion" });
    let (status, kind, text) = ask(post(&body.to_string()));
    assert_eq!(
        (status, kind.as_str()),
        (StatusCode::OK, "application/geo+json")
    );
    let page = island()
        .catchment(&asked(laxey(), "walk", &[10, 20, 30]))
        .unwrap();
    assert_eq!(text, catchment_geojson(&island().case, &page));

    let body = json!({ "mode": "car", "minutes": [10], "lon": -4.4, "lat": 54.23, "direction": "from-site" });
    let (status, _, text) = ask(post(&body.to_string()));
    assert_eq!(status, StatusCode::OK, "{text}");
    let answer: Value = serde_json::from_str(&text).unwrap();
    let about = &answer["features"][0]["properties"];
    assert_eq!(
        (&about["site"], &about["direction"]),
        (&Value::Null, &json!("from-site"))
    );

    for (body, status, code) in SENSELESS {
        let (told, kind, text) = ask(post(body));
        assert_eq!(
            (told.as_u16(), kind.as_str()),
            (status, "application/problem+json"),
            "{body}: {text}"
        );
        let problem: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(problem["code"], code, "{body}: {text}");
    }
    let form = Request::post("/api/catchment")
        .header(header::HOST, "localhost:8080")
        .body(Body::from("{}"));
    assert_eq!(ask(form.unwrap()).0, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}
