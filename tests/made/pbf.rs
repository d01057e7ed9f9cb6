//! A small writer of OSM PBF files: for towns drawn in tests and for made extracts of any size.

use std::collections::BTreeMap;
use std::io::Write;

use fairreach::read::osm_pbf::{
    Blob, BlobHeader, DenseNodes, HeaderBlock, PrimitiveBlock, PrimitiveGroup, StringTable, Way,
};
use flate2::{Compression, write::ZlibEncoder};
use prost::Message;

/// A node to be written: its place in units of 1e-7 degrees.
pub(crate) struct MadeNode {
    pub(crate) id: i64,
    pub(crate) lat: i64,
    pub(crate) lon: i64,
    pub(crate) tags: Vec<(String, String)>,
}

/// A way to be written.
pub(crate) struct MadeWay {
    pub(crate) id: i64,
    pub(crate) refs: Vec<i64>,
    pub(crate) tags: Vec<(String, String)>,
}

/// Objects a block, as most writers do.
const A_BLOCK: usize = 8_000;

/// Writes the header block.
pub(crate) fn write_header(out: &mut impl Write) -> std::io::Result<()> {
    let required_features = vec!["OsmSchema-V0.6".to_owned(), "DenseNodes".to_owned()];
    let header = HeaderBlock {
        required_features,
        ..HeaderBlock::default()
    };
    write_blob(out, "OSMHeader", &header.encode_to_vec())
}

/// Writes nodes, in dense blocks.
pub(crate) fn write_nodes(out: &mut impl Write, nodes: &[MadeNode]) -> std::io::Result<()> {
    for some in nodes.chunks(A_BLOCK) {
        let mut strings = Strings::default();
        let mut dense = DenseNodes::default();
        let (mut id, mut lat, mut lon) = (0, 0, 0);
        for node in some {
            dense.id.push(node.id - id);
            dense.lat.push(node.lat - lat);
            dense.lon.push(node.lon - lon);
            (id, lat, lon) = (node.id, node.lat, node.lon);
            for (key, value) in &node.tags {
                dense
                    .keys_vals
                    .push(i32::try_from(strings.place(key)).unwrap());
                dense
                    .keys_vals
                    .push(i32::try_from(strings.place(value)).unwrap());
            }
            dense.keys_vals.push(0);
        }
        write_group(
            out,
            strings,
            PrimitiveGroup {
                dense: Some(dense),
                ..PrimitiveGroup::default()
            },
        )?;
    }
    Ok(())
}

/// Writes ways.
pub(crate) fn write_ways(out: &mut impl Write, ways: &[MadeWay]) -> std::io::Result<()> {
    for some in ways.chunks(A_BLOCK) {
        let mut strings = Strings::default();
        let mut group = PrimitiveGroup::default();
        for way in some {
            let mut last = 0;
            let refs = way
                .refs
                .iter()
                .map(|it| it - std::mem::replace(&mut last, *it))
                .collect();
            let keys = way.tags.iter().map(|(key, _)| strings.place(key)).collect();
            let vals = way
                .tags
                .iter()
                .map(|(_, value)| strings.place(value))
                .collect();
            group.ways.push(Way {
                id: way.id,
                keys,
                vals,
                refs,
            });
        }
        write_group(out, strings, group)?;
    }
    Ok(())
}

/// The strings of a block.
#[derive(Default)]
pub(crate) struct Strings {
    known: BTreeMap<String, u32>,
    list: Vec<Vec<u8>>,
}

impl Strings {
    /// The place of a string in its block's table, where place 0 is never used.
    pub(crate) fn place(&mut self, text: &str) -> u32 {
        if self.list.is_empty() {
            self.list.push(Vec::new());
        }
        if let Some(place) = self.known.get(text) {
            return *place;
        }
        let place = u32::try_from(self.list.len()).unwrap();
        self.known.insert(text.to_owned(), place);
        self.list.push(text.as_bytes().to_vec());
        place
    }
}

/// Writes a block of one group.
pub(crate) fn write_group(
    out: &mut impl Write,
    strings: Strings,
    group: PrimitiveGroup,
) -> std::io::Result<()> {
    let block = PrimitiveBlock {
        stringtable: StringTable { s: strings.list },
        primitivegroup: vec![group],
        ..PrimitiveBlock::default()
    };
    write_blob(out, "OSMData", &block.encode_to_vec())
}

fn write_blob(out: &mut impl Write, kind: &str, bytes: &[u8]) -> std::io::Result<()> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes)?;
    let raw_size = Some(i32::try_from(bytes.len()).unwrap());
    let blob = Blob {
        raw_size,
        zlib_data: Some(packer.finish()?),
        ..Blob::default()
    };
    write_frame(out, kind, &blob)
}

/// Writes a blob and the header before it.
pub(crate) fn write_frame(out: &mut impl Write, kind: &str, blob: &Blob) -> std::io::Result<()> {
    let blob = blob.encode_to_vec();
    let header = BlobHeader {
        r#type: kind.to_owned(),
        datasize: i32::try_from(blob.len()).unwrap(),
    }
    .encode_to_vec();
    out.write_all(&u32::try_from(header.len()).unwrap().to_be_bytes())?;
    out.write_all(&header)?;
    out.write_all(&blob)
}
