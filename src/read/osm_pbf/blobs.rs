//! The outer layer of a PBF: a row of blobs, each with a header, most of them packed.

use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::sync::Mutex;

use flate2::read::ZlibDecoder;
use prost::Message;
use rayon::prelude::*;

use super::messages::{Blob, BlobHeader, HeaderBlock, PrimitiveBlock};
use super::weight::weight;
use crate::read::{Place, ReadErrors, ReadFault};

/// The format's own limits: a header of 64 KiB, a blob of 32 MiB packed or unpacked.
const HEADER_LIMIT: usize = 64 * 1024;
const BLOB_LIMIT: usize = 32 * 1024 * 1024;

/// Blobs held at once, so that several cores are kept busy; fewer where they are large.
const BATCH: usize = 8;

/// What a block may take in memory: one of 8,000 objects, the most that the format advises, takes 5 MB.
const HEAVIEST: usize = 128 * 1024 * 1024;

/// Blocks that are, or become, larger than this are decoded one at a time. On two cores all of them take less than 500 MB
/// at worst: packed blobs of twice the format's limit, one block at its own with room for its lists to grow, and those of
/// the other core.
const ORDINARY: usize = 8 * 1024 * 1024;

/// What a blob may unpack to: a hundred times its packed size, where road data shrink to a third, and so much at least.
const MOST_RATIO: usize = 100;
const ALWAYS: usize = 1024 * 1024;

/// So many faults end the walk: more tell nothing new.
const ENOUGH: usize = 10_000;

/// Features of a file that this reader understands.
const UNDERSTOOD: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

/// What a blob was made into.
enum Made<T> {
    /// The header block: when the data are of, in seconds since 1970, where it says.
    Header(Option<i64>),
    Data(T),
    /// A kind not known here.
    Other,
}

/// Walks every data block of a file from its start, in order, and tells when its data are of. `make` runs on several
/// blocks at once; `take` sees what it made in the order of the file.
pub(super) fn walk<T: Send>(
    source: &mut (impl Read + Seek),
    file: &str,
    make: impl Fn(&PrimitiveBlock) -> Result<T, ReadErrors> + Sync,
    mut take: impl FnMut(T),
) -> Result<Option<i64>, ReadErrors> {
    source
        .seek(SeekFrom::Start(0))
        .map_err(|fault| unreadable(file, 0, &fault))?;
    let mut blobs = Blobs {
        source,
        file,
        offset: 0,
    };
    let (mut faults, mut as_of) = (ReadErrors::default(), None);
    let large = Mutex::new(());
    loop {
        let batch: Vec<Packed> = blobs.batch()?;
        if batch.is_empty() {
            return faults.or(as_of);
        }
        let results: Vec<Result<Made<T>, ReadErrors>> = batch
            .par_iter()
            .map(|packed| packed.made(file, &large, &make))
            .collect();
        for one in results {
            match one {
                Ok(Made::Data(it)) => take(it),
                Ok(Made::Header(seconds)) => as_of = as_of.or(seconds),
                Ok(Made::Other) => (),
                Err(mut more) => faults.0.append(&mut more.0),
            }
        }
        if faults.0.len() > ENOUGH {
            faults.0.truncate(ENOUGH);
            let what = format!("it was read no further after {ENOUGH} faults");
            let remedy = "download the extract again";
            faults
                .0
                .push(ReadFault::new("E-LIMIT-FAULTS", file, what, remedy));
            return Err(faults);
        }
    }
}

struct Blobs<'a, R> {
    source: &'a mut R,
    file: &'a str,
    offset: u64,
}

/// A blob as it stands in the file.
struct Packed {
    kind: String,
    offset: u64,
    bytes: Vec<u8>,
}

impl<R: Read> Blobs<'_, R> {
    fn batch(&mut self) -> Result<Vec<Packed>, ReadErrors> {
        let (mut batch, mut held) = (Vec::with_capacity(BATCH), 0);
        while batch.len() < BATCH && held < BLOB_LIMIT {
            let Some(packed) = self.next()? else { break };
            held += packed.bytes.len();
            batch.push(packed);
        }
        Ok(batch)
    }

    fn next(&mut self) -> Result<Option<Packed>, ReadErrors> {
        let start = self.offset;
        let mut word = [0; 4];
        let got = self.fill(&mut word)?;
        if got == 0 && start == 0 {
            let remedy = "download the extract again";
            return Err(
                ReadFault::new("E-PBF-EMPTY", self.file, "the file is empty", remedy).into(),
            );
        }
        if got == 0 {
            return Ok(None);
        }
        if got < 4 {
            return Err(self.truncated(start, "a header's length").into());
        }
        if start == 0 && looks_like_text(word) {
            let what = "the file is not an OSM PBF: it begins like HTML, XML or other text";
            return Err(self.fault("E-PBF-NOTPBF", start, what.to_owned()).into());
        }
        let length = u32::from_be_bytes(word) as usize;
        if length > HEADER_LIMIT {
            let what = format!(
                "a blob header of {length} bytes is longer than the format's {HEADER_LIMIT}"
            );
            let code = if start == 0 && word[0] != 0 && word[0] != 0xff {
                "E-PBF-NOTPBF"
            } else {
                "E-PBF-HEADER"
            };
            let what = if code == "E-PBF-NOTPBF" {
                format!("the file is not an OSM PBF: {what}")
            } else {
                what
            };
            return Err(self.fault(code, start, what).into());
        }
        let header = self.exactly(length, "a blob header")?;
        let header = BlobHeader::decode(header.as_slice())
            .map_err(|fault| self.not_a_header(start, &fault.to_string()))?;
        let size = usize::try_from(header.datasize).unwrap_or(usize::MAX);
        if size > BLOB_LIMIT {
            let what = format!(
                "a blob of {} bytes is larger than the format's {BLOB_LIMIT}",
                header.datasize
            );
            return Err(self.fault("E-PBF-BLOBSIZE", start, what).into());
        }
        if start == 0 && header.r#type != "OSMHeader" {
            return Err(self
                .not_a_header(start, "the first blob is no OSMHeader")
                .into());
        }
        let offset = self.offset;
        let bytes = self.exactly(size, "a blob")?;
        Ok(Some(Packed {
            kind: header.r#type,
            offset,
            bytes,
        }))
    }

    fn exactly(&mut self, length: usize, part: &str) -> Result<Vec<u8>, ReadErrors> {
        let start = self.offset;
        let mut bytes = vec![0; length];
        let got = self.fill(&mut bytes)?;
        if got < length {
            Err(self.truncated(start, part).into())
        } else {
            Ok(bytes)
        }
    }

    /// Reads until the buffer is full or the file ends, and tells how many bytes came.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, ReadErrors> {
        let mut got = 0;
        while got < buffer.len() {
            match self.source.read(&mut buffer[got..]) {
                Ok(0) => break,
                Ok(n) => got += n,
                Err(fault) if fault.kind() == ErrorKind::Interrupted => (),
                Err(fault) => return Err(unreadable(self.file, self.offset, &fault)),
            }
        }
        self.offset += got as u64;
        Ok(got)
    }

    fn truncated(&self, offset: u64, part: &str) -> ReadFault {
        self.fault(
            "E-PBF-TRUNC",
            offset,
            format!("the file is truncated within {part}"),
        )
    }

    fn not_a_header(&self, offset: u64, why: &str) -> ReadFault {
        let code = if offset == 0 {
            "E-PBF-NOTPBF"
        } else {
            "E-PBF-HEADER"
        };
        self.fault(
            code,
            offset,
            format!("this is no blob header of an OSM PBF ({why})"),
        )
    }

    fn fault(&self, code: &'static str, offset: u64, what: String) -> ReadFault {
        let remedy = "download the extract again and compare its checksum";
        ReadFault::new(code, self.file, what, remedy).at(Place::Byte(offset))
    }
}

impl Packed {
    /// What is made of the blob.
    fn made<T>(
        &self,
        file: &str,
        large: &Mutex<()>,
        make: &impl Fn(&PrimitiveBlock) -> Result<T, ReadErrors>,
    ) -> Result<Made<T>, ReadErrors> {
        match self.kind.as_str() {
            "OSMData" => {
                let blob = self.blob(file)?;
                let mut turn = (blob.size() > ORDINARY).then(|| large.lock());
                let bytes = self.unpack(blob, file)?;
                let weight = weight(&bytes, HEAVIEST).ok_or_else(|| {
                    let what = "a data block cannot be decoded: its fields do not fit into it";
                    self.fault("E-PBF-DECODE", file, what.to_owned())
                })?;
                if weight > HEAVIEST {
                    let what = format!(
                        "a data block holds more than 8,000 objects, and would take more than {HEAVIEST} bytes of memory"
                    );
                    return Err(self.fault("E-PBF-BLOBSIZE", file, what).into());
                }
                if turn.is_none() && weight > ORDINARY {
                    turn = Some(large.lock());
                }
                let block = PrimitiveBlock::decode(bytes.as_slice()).map_err(|fault| {
                    self.fault(
                        "E-PBF-DECODE",
                        file,
                        format!("a data block cannot be decoded: {fault}"),
                    )
                })?;
                let data = make(&block);
                drop(turn);
                data.map(Made::Data)
            }
            "OSMHeader" => self.header(file).map(Made::Header),
            _ => Ok(Made::Other),
        }
    }

    /// Refuses a file that needs features not known here, and tells when its data are of.
    fn header(&self, file: &str) -> Result<Option<i64>, ReadErrors> {
        let bytes = self.unpack(self.blob(file)?, file)?;
        let header = HeaderBlock::decode(bytes.as_slice()).map_err(|fault| {
            self.fault(
                "E-PBF-DECODE",
                file,
                format!("the header block cannot be decoded: {fault}"),
            )
        })?;
        let unknown: Vec<&String> = header
            .required_features
            .iter()
            .filter(|it| !UNDERSTOOD.contains(&it.as_str()))
            .collect();
        let faults = unknown.into_iter().map(|feature| {
            let what = format!(
                "the file needs the feature {feature}, which a road network has no use for"
            );
            ReadFault::new(
                "E-PBF-FEATURE",
                file,
                what,
                "use a plain extract of the present day",
            )
        });
        ReadErrors(faults.collect()).or(header.osmosis_replication_timestamp)
    }

    fn blob(&self, file: &str) -> Result<Blob, ReadErrors> {
        Blob::decode(self.bytes.as_slice()).map_err(|fault| {
            let what = format!("a blob cannot be decoded: {fault}");
            self.fault("E-PBF-DECODE", file, what).into()
        })
    }

    fn unpack(&self, blob: Blob, file: &str) -> Result<Vec<u8>, ReadErrors> {
        if let Some(raw) = blob.raw {
            return Ok(raw);
        }
        let Some(packed) = blob.zlib_data else {
            return Err(self.unsupported(&blob, file).into());
        };
        let stated = blob.raw_size.unwrap_or(0);
        let size = usize::try_from(stated).unwrap_or(usize::MAX);
        if size > BLOB_LIMIT {
            let what =
                format!("a blob of raw_size {stated} is larger than the format's {BLOB_LIMIT}");
            return Err(self.fault("E-PBF-BLOBSIZE", file, what).into());
        }
        if size > ALWAYS.max(packed.len().saturating_mul(MOST_RATIO)) {
            let what = format!(
                "a blob of {} bytes states a raw_size of {stated}, over {MOST_RATIO} times as much",
                packed.len()
            );
            return Err(self.fault("E-PBF-BLOBSIZE", file, what).into());
        }
        let mut bytes = Vec::with_capacity(size);
        let mut unpacked = ZlibDecoder::new(packed.as_slice()).take(BLOB_LIMIT as u64 + 1);
        unpacked.read_to_end(&mut bytes).map_err(|fault| {
            self.fault(
                "E-PBF-ZLIB",
                file,
                format!("a blob cannot be unpacked: {fault}"),
            )
        })?;
        if bytes.len() > BLOB_LIMIT {
            let what = format!("a blob unpacks to more than the format's {BLOB_LIMIT} bytes");
            return Err(self.fault("E-PBF-BLOBSIZE", file, what).into());
        }
        if bytes.len() != size {
            let what = format!(
                "a blob states a raw_size of {stated} bytes and unpacks to {}",
                bytes.len()
            );
            return Err(self.fault("E-PBF-ZLIB", file, what).into());
        }
        Ok(bytes)
    }

    fn unsupported(&self, blob: &Blob, file: &str) -> ReadFault {
        let way = match blob {
            Blob {
                lzma_data: Some(_), ..
            } => "lzma",
            Blob {
                lz4_data: Some(_), ..
            } => "lz4",
            Blob {
                zstd_data: Some(_), ..
            } => "zstd",
            _ => return self.fault("E-PBF-ZLIB", file, "a blob holds no data".to_owned()),
        };
        let what = format!("a blob is packed with {way}; only zlib is read");
        let remedy = "convert it with: osmium cat -f pbf,pbf_compression=zlib";
        ReadFault::new("E-PBF-COMPRESSION", file, what, remedy).at(Place::Byte(self.offset))
    }

    fn fault(&self, code: &'static str, file: &str, what: String) -> ReadFault {
        let remedy = "download the extract again and compare its checksum";
        ReadFault::new(code, file, what, remedy).at(Place::Byte(self.offset))
    }
}

fn looks_like_text(word: [u8; 4]) -> bool {
    word.iter()
        .all(|it| it.is_ascii_graphic() || it.is_ascii_whitespace())
}

fn unreadable(file: &str, offset: u64, fault: &std::io::Error) -> ReadErrors {
    let what = format!("the file cannot be read: {fault}");
    ReadFault::new(
        "E-IO",
        file,
        what,
        "check the disk and the file's permissions",
    )
    .at(Place::Byte(offset))
    .into()
}
