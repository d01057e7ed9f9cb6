//! The messages of the PBF format that this program reads and its tests write: numbers as in
//! `fileformat.proto` and `osmformat.proto` of the OSM-binary project. Fields not listed are skipped.

#![expect(
    missing_docs,
    reason = "the fields are those of the published format, with its names"
)]

use prost::Message;

#[derive(Clone, PartialEq, Message)]
pub struct BlobHeader {
    #[prost(string, required, tag = "1")]
    pub r#type: String,
    #[prost(int32, required, tag = "3")]
    pub datasize: i32,
}

#[derive(Clone, PartialEq, Message)]
pub struct Blob {
    #[prost(bytes = "vec", optional, tag = "1")]
    pub raw: Option<Vec<u8>>,
    #[prost(int32, optional, tag = "2")]
    pub raw_size: Option<i32>,
    #[prost(bytes = "vec", optional, tag = "3")]
    pub zlib_data: Option<Vec<u8>>,
    #[prost(bytes = "vec", optional, tag = "4")]
    pub lzma_data: Option<Vec<u8>>,
    #[prost(bytes = "vec", optional, tag = "6")]
    pub lz4_data: Option<Vec<u8>>,
    #[prost(bytes = "vec", optional, tag = "7")]
    pub zstd_data: Option<Vec<u8>>,
}

impl Blob {
    /// Its size unpacked, as far as it says.
    pub(super) fn size(&self) -> usize {
        let stated = usize::try_from(self.raw_size.unwrap_or(0)).unwrap_or(usize::MAX);
        self.raw.as_ref().map_or(stated, Vec::len)
    }
}

#[derive(Clone, PartialEq, Message)]
pub struct HeaderBlock {
    #[prost(string, repeated, tag = "4")]
    pub required_features: Vec<String>,
    #[prost(string, repeated, tag = "5")]
    pub optional_features: Vec<String>,
    #[prost(string, optional, tag = "16")]
    pub writingprogram: Option<String>,
    #[prost(int64, optional, tag = "32")]
    pub osmosis_replication_timestamp: Option<i64>,
}

#[derive(Clone, PartialEq, Message)]
pub struct StringTable {
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub s: Vec<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
pub struct PrimitiveBlock {
    #[prost(message, required, tag = "1")]
    pub stringtable: StringTable,
    #[prost(message, repeated, tag = "2")]
    pub primitivegroup: Vec<PrimitiveGroup>,
    #[prost(int32, optional, tag = "17", default = "100")]
    pub granularity: Option<i32>,
    #[prost(int64, optional, tag = "19", default = "0")]
    pub lat_offset: Option<i64>,
    #[prost(int64, optional, tag = "20", default = "0")]
    pub lon_offset: Option<i64>,
}

#[derive(Clone, PartialEq, Message)]
pub struct PrimitiveGroup {
    #[prost(message, repeated, tag = "1")]
    pub nodes: Vec<Node>,
    #[prost(message, optional, tag = "2")]
    pub dense: Option<DenseNodes>,
    #[prost(message, repeated, tag = "3")]
    pub ways: Vec<Way>,
    #[prost(message, repeated, tag = "4")]
    pub relations: Vec<Relation>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Node {
    #[prost(sint64, required, tag = "1")]
    pub id: i64,
    #[prost(uint32, repeated, tag = "2")]
    pub keys: Vec<u32>,
    #[prost(uint32, repeated, tag = "3")]
    pub vals: Vec<u32>,
    #[prost(sint64, required, tag = "8")]
    pub lat: i64,
    #[prost(sint64, required, tag = "9")]
    pub lon: i64,
}

#[derive(Clone, PartialEq, Message)]
pub struct DenseNodes {
    #[prost(sint64, repeated, tag = "1")]
    pub id: Vec<i64>,
    #[prost(sint64, repeated, tag = "8")]
    pub lat: Vec<i64>,
    #[prost(sint64, repeated, tag = "9")]
    pub lon: Vec<i64>,
    #[prost(int32, repeated, tag = "10")]
    pub keys_vals: Vec<i32>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Way {
    #[prost(int64, required, tag = "1")]
    pub id: i64,
    #[prost(uint32, repeated, tag = "2")]
    pub keys: Vec<u32>,
    #[prost(uint32, repeated, tag = "3")]
    pub vals: Vec<u32>,
    #[prost(sint64, repeated, tag = "8")]
    pub refs: Vec<i64>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Relation {
    #[prost(int64, required, tag = "1")]
    pub id: i64,
    #[prost(uint32, repeated, tag = "2")]
    pub keys: Vec<u32>,
    #[prost(uint32, repeated, tag = "3")]
    pub vals: Vec<u32>,
    #[prost(int32, repeated, tag = "8")]
    pub roles_sid: Vec<i32>,
    #[prost(sint64, repeated, tag = "9")]
    pub memids: Vec<i64>,
    #[prost(int32, repeated, tag = "10")]
    pub types: Vec<i32>,
}
