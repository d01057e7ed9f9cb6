//! What every room writes to be kept from run to run, and whether bytes can be read as such.

use fairreach::packed::Packed;
use fairreach::read::Notices;
use fairreach::report::{
    DrawnPlace, Surroundings, read_roads, read_surroundings, write_roads, write_surroundings,
};
use fairreach::roads::{Network, Profile, Setting, Snapper};
use fairreach::routing::{Hierarchy, contract};
use fairreach::travel::{Linkage, TravelTimes, Unreached, link, read_linkage, write_linkage};

use crate::town_files::drawing;

/// What a room has written: what it is, its bytes, and whether bytes can be read as such.
pub(crate) type Written = (&'static str, Vec<u8>, fn(&[u8]) -> bool);

/// What every room writes, of the town.
pub(crate) fn written() -> Vec<Written> {
    let (links, notices) = drawing().links();
    let profile = Profile::car(Setting::FreeFlow);
    let network = fairreach::roads::build(&links, &profile);
    let hierarchy = contract(&network.graph, &|_| true).unwrap();
    let snapper = Snapper::new(&network);
    let points = [
        Some(drawing().point('A')),
        None,
        Some(fairreach::space::Point::new(0.0, 0.0)),
    ];
    let sites: Linkage<fairreach::ids::SiteId> =
        link(&points.into_iter().collect(), &snapper, profile.snap_limit);
    let times = TravelTimes::unreached(3, 2, Unreached::NoPath);
    let line = vec![fairreach::space::LonLat::new(-1.5, 52.5); 3];
    let class = fairreach::model::RoadClass::Primary;
    let around = Surroundings {
        places: vec![DrawnPlace {
            name: "Ketton".into(),
            kind: 2,
            at: line[0],
        }],
        lakes: vec![vec![line.clone(), line.clone()], vec![line.clone()]],
        rivers: vec![line[1..].to_vec()],
        coast: vec![line.clone()],
    };
    let roads = vec![fairreach::report::DrawnRoad { class, line }];
    let bytes = |write: &dyn Fn(&mut Vec<u8>) -> std::io::Result<()>| {
        let mut bytes = Vec::new();
        write(&mut bytes).unwrap();
        bytes
    };
    let tied = bytes(&|out| write_linkage(&sites, out));
    let back: Linkage<fairreach::ids::SiteId> =
        read_linkage(&mut Packed::new(&tied), network.edges.len()).unwrap();
    assert_eq!(back, sites);
    let laid = bytes(&|out| network.write_to(out));
    let back = Network::read_from(&laid).unwrap();
    assert_eq!(
        (back.edges, back.graph),
        (network.edges.clone(), network.graph.clone())
    );
    assert_eq!(
        (back.reversed, back.counts),
        (network.reversed.clone(), network.counts)
    );
    let contracted = bytes(&|out| hierarchy.write_to(out));
    assert_eq!(Hierarchy::read_from(&contracted).unwrap(), hierarchy);
    let told = bytes(&|out| notices.write_to(out));
    assert_eq!(Notices::read_from(&told).unwrap(), notices);
    let drawn = bytes(&|out| write_roads(&roads, out));
    assert_eq!(read_roads(&drawn).unwrap(), roads);
    let water = bytes(&|out| write_surroundings(&around, out));
    assert_eq!(read_surroundings(&water).unwrap(), around);
    let matrix = bytes(&|out| times.write_to(out));
    assert_eq!(TravelTimes::read_from(&matrix).unwrap(), times);
    vec![
        ("network", laid, |it| Network::read_from(it).is_ok()),
        ("hierarchy", contracted, |it| {
            Hierarchy::read_from(it).is_ok()
        }),
        ("notices", told, |it| Notices::read_from(it).is_ok()),
        ("drawn roads", drawn, |it| read_roads(it).is_ok()),
        ("surroundings", water, |it| read_surroundings(it).is_ok()),
        ("times", matrix, |it| TravelTimes::read_from(it).is_ok()),
        ("ties", tied, |it| {
            let mut packed = Packed::new(it);
            let read: std::io::Result<Linkage<fairreach::ids::SiteId>> =
                read_linkage(&mut packed, 40);
            read.is_ok() && packed.end().is_ok()
        }),
    ]
}
