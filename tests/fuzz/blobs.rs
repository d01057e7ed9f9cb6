//! OSM PBF files taken apart and put together, so that a mutation reaches what is inside their packed blobs.

use std::io::Read;

use fairreach::read::osm_pbf::{Blob, BlobHeader};
use flate2::read::ZlibDecoder;
use prost::Message;

use crate::pbf::{write_frame, write_header};

/// Where each blob of a file ends, the header's first, and the data of each as written: unpacked, of whatever kind.
pub(crate) fn frames(file: &[u8]) -> Vec<(usize, String, Vec<u8>)> {
    let (mut at, mut frames) = (0, Vec::new());
    while let Some(word) = file.get(at..).and_then(|it| it.first_chunk::<4>()) {
        let header = at + 4 + usize::try_from(u32::from_be_bytes(*word)).unwrap();
        let Some(Ok(told)) = file.get(at + 4..header).map(BlobHeader::decode) else {
            break;
        };
        let end = header + usize::try_from(told.datasize).unwrap_or(usize::MAX / 2);
        let Some(Ok(blob)) = file.get(header..end).map(Blob::decode) else {
            break;
        };
        let mut bytes = blob.raw.unwrap_or_default();
        if let Some(packed) = blob.zlib_data {
            let mut unpacked = ZlibDecoder::new(packed.as_slice()).take(1 << 20);
            drop(unpacked.read_to_end(&mut bytes));
        }
        frames.push((end, told.r#type, bytes));
        at = end;
    }
    frames
}

/// The data blocks of a file, unpacked, one after the other, each behind its length in two bytes.
pub(crate) fn blocks(file: &[u8]) -> Vec<u8> {
    let mut blocks = Vec::new();
    for (_, kind, bytes) in frames(file) {
        if let (Ok(length), "OSMData") = (u16::try_from(bytes.len()), kind.as_str()) {
            blocks.extend_from_slice(&length.to_le_bytes());
            blocks.extend_from_slice(&bytes);
        }
    }
    blocks
}

/// A file of such blocks, each whole in its blob whatever is in it.
pub(crate) fn file_of(blocks: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    write_header(&mut file).unwrap();
    let mut rest = blocks;
    while let Some((length, tail)) = rest.split_first_chunk::<2>() {
        let length = usize::from(u16::from_le_bytes(*length)).min(tail.len());
        let blob = Blob {
            raw: Some(tail[..length].to_vec()),
            ..Blob::default()
        };
        write_frame(&mut file, "OSMData", &blob).unwrap();
        rest = &tail[length..];
    }
    file
}
