//! A study's road file: what it tells, kept from an earlier run or read now.

use crate::model::RoadLink;
use crate::packed::{Packed, put_u32};
use crate::pipeline::cache::{Cache, Item};
use crate::pipeline::checksum;
use crate::pipeline::fault::Fault;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::load::{Loaded, open_roads};
use crate::pipeline::os_open_roads;
use crate::pipeline::progress::Progress;
use crate::read::{Notices, osm_pbf, osm_surroundings};
use crate::report::{
    DrawnRoad, Surroundings, read_roads, read_surroundings, write_roads, write_surroundings,
};
use crate::roads::{Network, Profile, build};
use crate::space::{Extent, Grid};
use crate::study::{ReadSeek, RoadKind, RoadSource, Study};

/// The road file, read no sooner than anything is needed that is not kept.
pub(super) struct RoadFile<'a> {
    study: &'a Study,
    source: &'a RoadSource,
    file: Box<dyn ReadSeek>,
    pub(super) cache: &'a Cache,
    pub(super) progress: &'a dyn Progress,
    /// The box around the study's places, where only the roads near them are read.
    around: Option<Extent>,
    /// Of the program, of the file's bytes and of that box.
    print: Fingerprint,
    /// The file and the checksums beside it.
    pub(super) files: Vec<ReadFile>,
    told: Option<Told>,
}

/// What is kept as the day of an extract that tells none.
const NO_DAY: &str = "-";

/// A file that was read for its bytes, as they were then.
#[derive(Clone, Debug)]
pub(super) struct ReadFile {
    /// What it is, as in [`crate::pipeline::FileRecord::what`].
    pub(super) what: &'static str,
    /// The file as the study names it.
    pub(super) file: String,
    pub(super) bytes: u64,
    pub(super) print: Fingerprint,
}

/// What a road file of any kind tells.
struct Told {
    links: Vec<RoadLink>,
    notices: Notices,
    /// The year that belongs to the attribution of OS Open Roads.
    year: Option<u16>,
    /// The day that an extract is of, as its header says.
    as_of: Option<String>,
}

impl<'a> RoadFile<'a> {
    /// Opens the file, where the study names one, hashes its bytes, and holds it against a checksum that lies beside it.
    pub(super) fn open(
        study: &'a Study,
        loaded: &Loaded,
        cache: &'a Cache,
        progress: &'a dyn Progress,
    ) -> Result<Option<Self>, Fault> {
        let (Some(mut file), Some(source)) = (open_roads(study)?, &study.roads) else {
            return Ok(None);
        };
        progress.stage(&format!("hashing {}", source.file));
        let hashed = Fingerprint::of_source(&mut file).and_then(|it| file.rewind().map(|()| it));
        let (bytes, of_bytes) = hashed.map_err(|it| Fault::io(&source.file, it))?;
        let mut files = vec![ReadFile {
            what: "roads",
            file: source.file.clone(),
            bytes,
            print: of_bytes,
        }];
        files.extend(checksum::check(
            &study.files,
            &source.file,
            &mut file,
            progress,
        )?);
        let around = match source.kind {
            RoadKind::Osm => None,
            RoadKind::OsOpenRoads => os_open_roads::around(loaded),
        };
        let print = Fingerprint::of_program()
            .and(format!("{:?} {around:?}", source.kind).as_bytes())
            .and(of_bytes.bytes());
        if cache.is_there() {
            progress.stage(&format!("taking what is kept in {}", cache.shown()));
        }
        Ok(Some(Self {
            study,
            source,
            file,
            cache,
            progress,
            around,
            print,
            files,
            told: None,
        }))
    }

    /// What was odd in the file.
    pub(super) fn notices(&mut self) -> Result<Notices, Fault> {
        let item = self.item("road-notices", self.source.file.as_bytes());
        self.cache.kept_or(
            &item,
            self.progress,
            Notices::read_from,
            Notices::write_to,
            || Ok(self.told()?.notices.clone()),
        )
    }

    /// The year that belongs to the attribution of OS Open Roads, where the file tells it.
    pub(super) fn year(&mut self) -> Result<Option<u16>, Fault> {
        if self.source.kind != RoadKind::OsOpenRoads {
            return Ok(None);
        }
        self.cache.kept_or(
            &self.item("road-year", b""),
            self.progress,
            |bytes| {
                let mut packed = Packed::new(bytes);
                let year = u16::try_from(packed.u32()?).ok().filter(|it| *it > 0);
                packed.end().map(|()| year)
            },
            |year, out| put_u32(out, year.map_or(0, u32::from)),
            || Ok(self.told()?.year),
        )
    }

    /// The day that an extract of OpenStreetMap is of, where the file tells it.
    pub(super) fn as_of(&mut self) -> Result<Option<String>, Fault> {
        if self.source.kind != RoadKind::Osm {
            return Ok(None);
        }
        self.cache.kept_or(
            &self.item("road-day", b""),
            self.progress,
            |bytes| {
                let day = std::str::from_utf8(bytes).map_err(std::io::Error::other)?;
                Ok(Some(day.to_owned()).filter(|it| it != NO_DAY))
            },
            |day, out| {
                out.extend(day.as_deref().unwrap_or(NO_DAY).bytes());
                Ok(())
            },
            || Ok(self.told()?.as_of.clone()),
        )
    }

    /// The roads to draw.
    pub(super) fn drawn(&mut self) -> Result<Vec<DrawnRoad>, Fault> {
        let item = self.item("drawn-roads", b"");
        self.cache.kept_or(
            &item,
            self.progress,
            read_roads,
            |it, out| write_roads(it, out),
            || Ok(drawn(&self.told()?.links)),
        )
    }

    /// The water and the names of places to draw; none where the file tells of roads alone.
    pub(super) fn surroundings(&mut self) -> Result<Surroundings, Fault> {
        if self.source.kind != RoadKind::Osm {
            return Ok(Surroundings::default());
        }
        let item = self.item("surroundings", b"");
        self.cache.kept_or(
            &item,
            self.progress,
            read_surroundings,
            write_surroundings,
            || {
                self.progress.stage("reading water and names of places");
                let around = osm_surroundings(&mut self.file, &self.source.file)?;
                Ok(Surroundings::of(&around))
            },
        )
    }

    /// The network of a profile, and the fingerprint of what made it.
    pub(super) fn network(
        &mut self,
        profile: &Profile,
        name: &str,
        phrase: &str,
    ) -> Result<(Network, Fingerprint), Fault> {
        // The profile's debug text is all of it, in order.
        let item = self.item(
            &format!("network-{name}"),
            format!("{profile:?}").as_bytes(),
        );
        let network = self.cache.kept_or(
            &item,
            self.progress,
            Network::read_from,
            Network::write_to,
            || {
                let progress = self.progress;
                let told = self.told()?;
                progress.stage(&format!("building the network {phrase}"));
                Ok(build(&told.links, profile))
            },
        )?;
        Ok((network, item.made_by))
    }

    fn item(&self, name: &str, settings: &[u8]) -> Item {
        Item {
            name: format!("{name}.bin"),
            made_by: self.print.and(settings),
        }
    }

    fn told(&mut self) -> Result<&Told, Fault> {
        let told = match self.told.take() {
            Some(told) => told,
            None => self.read()?,
        };
        Ok(self.told.insert(told))
    }

    fn read(&mut self) -> Result<Told, Fault> {
        self.progress.stage("reading roads");
        Ok(match self.source.kind {
            RoadKind::Osm => {
                let extract = osm_pbf(&mut self.file, &self.source.file)?;
                Told {
                    links: extract.links,
                    notices: extract.notices,
                    year: None,
                    as_of: extract.as_of,
                }
            }
            RoadKind::OsOpenRoads => {
                let files = &self.study.files;
                let roads =
                    os_open_roads::read(files, &self.source.file, &mut self.file, self.around)?;
                Told {
                    links: roads.links,
                    notices: roads.notices,
                    year: roads.year,
                    as_of: None,
                }
            }
        })
    }
}

/// The roads to draw: those that cars use, and the paths left out, as the map draws no paths.
fn drawn(links: &[RoadLink]) -> Vec<DrawnRoad> {
    let grid = Grid::new();
    let roads = links.iter().filter(|it| it.class.is_street());
    roads
        .map(|it| DrawnRoad {
            class: it.class,
            line: it.shape.iter().filter_map(|it| grid.lon_lat(*it)).collect(),
        })
        .collect()
}
