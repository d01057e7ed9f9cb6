//! A study's road file: what it tells, kept from an earlier run or read now.

use crate::model::{RoadClass, RoadLink};
use crate::pipeline::cache::{Cache, Item};
use crate::pipeline::checksum;
use crate::pipeline::fault::Fault;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::load::open_roads;
use crate::pipeline::progress::Progress;
use crate::read::osm_pbf::OsmExtract;
use crate::read::{Notices, osm_pbf};
use crate::report::{DrawnRoad, read_roads, write_roads};
use crate::roads::{Network, Profile, build};
use crate::space::Grid;
use crate::study::{ReadSeek, RoadSource, Study};

/// The road file, read no sooner than anything is needed that is not kept.
pub(super) struct RoadFile<'a> {
    source: &'a RoadSource,
    file: Box<dyn ReadSeek>,
    pub(super) cache: &'a Cache,
    pub(super) progress: &'a dyn Progress,
    /// Of the program and of the file's bytes.
    print: Fingerprint,
    extract: Option<OsmExtract>,
}

impl<'a> RoadFile<'a> {
    /// Opens the file, where the study names one, and holds it against a checksum that lies beside it. Its bytes are
    /// hashed where there is a cache to compare them with.
    pub(super) fn open(
        study: &'a Study,
        cache: &'a Cache,
        progress: &'a dyn Progress,
    ) -> Result<Option<Self>, Fault> {
        let (Some(mut file), Some(source)) = (open_roads(study)?, &study.roads) else {
            return Ok(None);
        };
        checksum::check(&study.files, &source.file, &mut file, progress)?;
        let mut print = Fingerprint::of_program();
        if cache.is_there() {
            progress.stage(&format!("taking what is kept in {}", cache.shown()));
            let hashed =
                Fingerprint::of_source(&mut file).and_then(|it| file.rewind().map(|()| it));
            let (_, bytes) = hashed.map_err(|it| Fault::io(&source.file, it))?;
            print = print.and(bytes.bytes());
        }
        Ok(Some(Self {
            source,
            file,
            cache,
            progress,
            print,
            extract: None,
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
            || Ok(self.extract()?.notices.clone()),
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
            || Ok(drawn(&self.extract()?.links)),
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
                let extract = self.extract()?;
                progress.stage(&format!("building the network {phrase}"));
                Ok(build(&extract.links, profile))
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

    fn extract(&mut self) -> Result<&OsmExtract, Fault> {
        let extract = if let Some(extract) = self.extract.take() {
            extract
        } else {
            self.progress.stage("reading roads");
            osm_pbf(&mut self.file, &self.source.file)?
        };
        Ok(self.extract.insert(extract))
    }
}

/// The roads to draw: those that cars use, and the paths left out, as the map draws no paths.
fn drawn(links: &[RoadLink]) -> Vec<DrawnRoad> {
    let grid = Grid::new();
    let roads = links
        .iter()
        .filter(|it| it.class <= RoadClass::Road && it.class != RoadClass::Service);
    roads
        .map(|it| DrawnRoad {
            class: it.class,
            line: it.shape.iter().filter_map(|it| grid.lon_lat(*it)).collect(),
        })
        .collect()
}
