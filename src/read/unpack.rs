//! Files as they are published: zipped or gzipped ones are unpacked as they are read. The home of zip.

use std::borrow::Cow;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use crate::read::{ReadErrors, ReadFault};

/// How a file is packed, by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Packing {
    Gzip,
    Zip,
}

impl Packing {
    fn of(file: &str) -> Option<Self> {
        match file.rsplit_once('.')?.1.to_lowercase().as_str() {
            "gz" => Some(Self::Gzip),
            "zip" => Some(Self::Zip),
            _ => None,
        }
    }
}

/// No published table shrinks to less than a hundredth.
const MOST_RATIO: u64 = 100;
/// What any file may unpack to, whatever its size: a small table of blanks shrinks well.
const ALWAYS: u64 = 1 << 20;

/// The bytes of a file, unpacked where its name ends in `.gz` or `.zip`; a zip must hold one file, or `inside` names it. A
/// gzipped file may be several put together, as `bgzip` and `cat` make them: all of it is read.
///
/// # Errors
/// `E-GZ-DECODE` and `E-ZIP-DECODE` for a damaged file, `E-ZIP-INSIDE` where it is not told which file is meant,
/// `E-ZIP-BOMB` for one that would unpack to more than a hundred times its size.
pub fn unpacked<'b>(
    file: &str,
    bytes: Cow<'b, [u8]>,
    inside: Option<&str>,
) -> Result<Cow<'b, [u8]>, ReadErrors> {
    let packed = Packing::of(file);
    if packed == Some(Packing::Gzip) {
        let limit = limit(bytes.len());
        let mut out = Vec::new();
        let read = MultiGzDecoder::new(&*bytes)
            .take(limit + 1)
            .read_to_end(&mut out);
        return whole(file, "E-GZ-DECODE", read.map(|_| out), limit).map(Cow::Owned);
    }
    if packed.is_none() {
        return Ok(bytes);
    }
    let mut archive = ZipArchive::new(Cursor::new(&*bytes)).map_err(|it| damaged(file, &it))?;
    let names = names(file, &mut archive)?;
    let place = place_of(file, &names, inside)?;
    let entry = archive.by_index(place).map_err(|it| damaged(file, &it))?;
    let limit = limit(
        usize::try_from(entry.compressed_size())
            .unwrap_or(usize::MAX)
            .min(bytes.len()),
    );
    if entry.size() > limit {
        return Err(bomb(file, entry.size(), limit));
    }
    let mut out = Vec::new();
    let read = entry.take(limit + 1).read_to_end(&mut out);
    whole(file, "E-ZIP-DECODE", read.map(|_| out), limit).map(Cow::Owned)
}

fn limit(packed: usize) -> u64 {
    (packed as u64).saturating_mul(MOST_RATIO).max(ALWAYS)
}

fn bomb(file: &str, size: u64, limit: u64) -> ReadErrors {
    let what = format!(
        "its unpacked size, {size} bytes, is over the limit of {limit}, {MOST_RATIO} times its packed size"
    );
    ReadFault::new(
        "E-ZIP-BOMB",
        file,
        what,
        "unpack it, look at it, and name what is inside",
    )
    .into()
}

fn whole(
    file: &str,
    code: &'static str,
    read: std::io::Result<Vec<u8>>,
    limit: u64,
) -> Result<Vec<u8>, ReadErrors> {
    match read {
        Ok(out) if out.len() as u64 > limit => Err(bomb(file, out.len() as u64, limit)),
        Ok(out) => Ok(out),
        Err(why) => {
            let what = format!("it cannot be unpacked ({why})");
            Err(ReadFault::new(code, file, what, "download the file again").into())
        }
    }
}

/// Which file of an archive is meant: the one named, by its path or its own name, or the only one.
fn place_of(
    file: &str,
    names: &[(usize, String)],
    inside: Option<&str>,
) -> Result<usize, ReadErrors> {
    let meant: Vec<usize> = names
        .iter()
        .filter(|(_, name)| {
            inside.is_none_or(|it| name == it || name.rsplit('/').next() == Some(it))
        })
        .map(|(place, _)| *place)
        .collect();
    if let [only] = meant.as_slice() {
        return Ok(*only);
    }
    let listed: Vec<&str> = names.iter().map(|(_, it)| it.as_str()).take(10).collect();
    let what = format!("it holds {} files ({})", names.len(), listed.join(", "));
    let remedy = "name the one that is meant: inside = \"NAME\"";
    Err(ReadFault::new("E-ZIP-INSIDE", file, what, remedy).into())
}

/// Reads a file piece by piece, unpacked as [`unpacked`] does: `read` is given what is inside.
///
/// # Errors
/// As [`unpacked`], and what `read` says; a damaged file is an error of reading there.
pub fn read_inside<T>(
    file: &str,
    source: &mut (impl Read + Seek),
    inside: Option<&str>,
    read: impl FnOnce(&mut dyn Read) -> Result<T, ReadErrors>,
) -> Result<T, ReadErrors> {
    let packed = Packing::of(file);
    if packed == Some(Packing::Gzip) {
        let size = source
            .seek(SeekFrom::End(0))
            .map_err(|it| damaged(file, &it))?;
        source.rewind().map_err(|it| damaged(file, &it))?;
        return Bounded::new(MultiGzDecoder::new(source), size).read_by(file, read);
    }
    if packed.is_none() {
        return read(source);
    }
    let mut archive = ZipArchive::new(source).map_err(|it| damaged(file, &it))?;
    let names = names(file, &mut archive)?;
    let place = place_of(file, &names, inside)?;
    let entry = archive.by_index(place).map_err(|it| damaged(file, &it))?;
    let size = entry.compressed_size();
    Bounded::new(entry, size).read_by(file, read)
}

/// What is unpacked piece by piece, up to the limit of its packed size.
struct Bounded<R> {
    source: R,
    limit: u64,
    unpacked: u64,
}

impl<R: Read> Bounded<R> {
    fn new(source: R, packed: u64) -> Self {
        Self {
            source,
            limit: limit(usize::try_from(packed).unwrap_or(usize::MAX)),
            unpacked: 0,
        }
    }

    /// What a reader makes of it, unless it is too much.
    fn read_by<T>(
        mut self,
        file: &str,
        read: impl FnOnce(&mut dyn Read) -> Result<T, ReadErrors>,
    ) -> Result<T, ReadErrors> {
        let outcome = read(&mut self);
        if self.unpacked > self.limit {
            return Err(bomb(file, self.unpacked, self.limit));
        }
        outcome
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.unpacked > self.limit {
            return Err(io::Error::other("it unpacks to too much"));
        }
        let n = self.source.read(bytes)?;
        self.unpacked += n as u64;
        Ok(n)
    }
}

/// Unpacks a zip's only file whose name has an ending, for those too big to hold, and tells what the system says of
/// writing it.
///
/// # Errors
/// As [`unpacked`].
pub fn unpack_into(
    file: &str,
    source: &mut (impl Read + Seek),
    ending: &str,
    out: &mut impl Write,
) -> Result<io::Result<()>, ReadErrors> {
    let mut archive = ZipArchive::new(source).map_err(|it| damaged(file, &it))?;
    let names = names(file, &mut archive)?;
    let has_ending = |it: &&(usize, String)| it.1.to_lowercase().ends_with(ending);
    let meant: Vec<usize> = names.iter().filter(has_ending).map(|it| it.0).collect();
    let [place] = meant[..] else {
        let listed: Vec<&str> = names.iter().map(|(_, it)| it.as_str()).take(10).collect();
        let n = meant.len();
        let what = format!(
            "it holds {n} files whose names end in {ending} ({})",
            listed.join(", ")
        );
        let remedy = "unzip it and name the one that is meant";
        return Err(ReadFault::new("E-ZIP-INSIDE", file, what, remedy).into());
    };
    let mut entry = archive.by_index(place).map_err(|it| damaged(file, &it))?;
    let limit = limit(usize::try_from(entry.compressed_size()).unwrap_or(usize::MAX));
    if entry.size() > limit {
        return Err(bomb(file, entry.size(), limit));
    }
    let (mut piece, mut size) = (vec![0; 1 << 20], 0);
    loop {
        let n = match entry.read(&mut piece) {
            Ok(0) => return Ok(out.flush()),
            Ok(n) => n,
            Err(why) if why.kind() == io::ErrorKind::Interrupted => continue,
            Err(why) => return Err(damaged(file, &why)),
        };
        size += n as u64;
        if size > limit {
            return Err(bomb(file, size, limit));
        }
        if let Err(why) = out.write_all(&piece[..n]) {
            return Ok(Err(why));
        }
    }
}

fn damaged(file: &str, why: &dyn std::fmt::Display) -> ReadErrors {
    let what = format!("it cannot be unpacked ({why})");
    ReadFault::new("E-ZIP-DECODE", file, what, "download the file again").into()
}

/// The files of an archive; neither folders nor what a Mac adds.
fn names(
    file: &str,
    archive: &mut ZipArchive<impl Read + Seek>,
) -> Result<Vec<(usize, String)>, ReadErrors> {
    let mut names = Vec::new();
    for place in 0..archive.len() {
        let entry = archive
            .by_index_raw(place)
            .map_err(|it| damaged(file, &it))?;
        let name = entry.name().map_err(|it| damaged(file, &it))?.into_owned();
        if !entry.is_dir() && !name.starts_with("__MACOSX/") {
            names.push((place, name));
        }
    }
    Ok(names)
}

/// The first bytes of a file, or of a file in it.
pub(super) struct Head {
    /// The path in a zip; `None` for a file that is none.
    pub(super) inside: Option<String>,
    /// The bytes: all of a small file.
    pub(super) bytes: Vec<u8>,
    /// Whether they are all.
    pub(super) whole: bool,
    /// The size of the file, unpacked; 0 where it is not told.
    pub(super) size: u64,
}

/// How a file stands on the disk.
pub(super) enum Heads {
    /// As it is.
    Plain(Head),
    /// Gzipped, or in a zip of one or more.
    Packed(Vec<Head>),
    /// A workbook, which is a zip of its own.
    Workbook,
}

/// How much of a table is looked at to tell what it is, and of a file that begins like JSON, whose first feature may be long.
const HEAD: u64 = 512 << 10;
const JSON_HEAD: u64 = 16 << 20;
/// How many files of a zip are looked at.
const MOST_ENTRIES: usize = 500;

/// How many bytes of the files of a zip are held to tell what they are, before the last of them.
const MOST_HELD: usize = 1 << 26;

/// The first bytes of a file, or of each file in it, by what it is rather than by what it is called.
///
/// # Errors
/// As [`unpacked`]; `E-IO` for what the system refuses to read; `E-FILE-NAME` where the name does not say how the file is packed.
pub(super) fn heads(file: &str, source: &mut (impl Read + Seek)) -> Result<Heads, ReadErrors> {
    let refused = |it: &std::io::Error| {
        let remedy = "check that the file may be read";
        ReadErrors::from(ReadFault::new("E-IO", file, it.to_string(), remedy))
    };
    let mut magic = Vec::new();
    source
        .by_ref()
        .take(4)
        .read_to_end(&mut magic)
        .map_err(|it| refused(&it))?;
    source.rewind().map_err(|it| refused(&it))?;
    let is = match magic.as_slice() {
        [0x1F, 0x8B, ..] => Some(Packing::Gzip),
        b"PK\x03\x04" => Some(Packing::Zip),
        _ => None,
    };
    match is {
        None => Ok(Heads::Plain(
            head(source, None, 0).map_err(|it| refused(&it))?,
        )),
        Some(Packing::Gzip) => {
            misnamed(file, Packing::Gzip, "gz")?;
            let damaged = |it: std::io::Error| damaged(file, &it);
            let head = head(&mut MultiGzDecoder::new(source), None, 0).map_err(damaged)?;
            Ok(Heads::Packed(vec![head]))
        }
        Some(Packing::Zip) => {
            let mut archive = ZipArchive::new(source).map_err(|it| damaged(file, &it))?;
            let names = names(file, &mut archive)?;
            if names.iter().any(|(_, it)| it == "xl/workbook.xml") {
                return Ok(Heads::Workbook);
            }
            misnamed(file, Packing::Zip, "zip")?;
            let (mut heads, mut held) = (Vec::new(), 0);
            for (nth, (place, name)) in names.into_iter().enumerate() {
                if nth >= MOST_ENTRIES || held > MOST_HELD {
                    let what = "its files are too many or too large to be looked at each";
                    let remedy = "unpack it and name the files that are meant";
                    return Err(ReadFault::new("E-ZIP-BOMB", file, what, remedy).into());
                }
                let mut entry = archive.by_index(place).map_err(|it| damaged(file, &it))?;
                let size = entry.size();
                let read = head(&mut entry, Some(name), size);
                let read = read.map_err(|it| damaged(file, &it))?;
                held += read.bytes.len();
                heads.push(read);
            }
            Ok(Heads::Packed(heads))
        }
    }
}

/// Readers unpack by the name alone.
fn misnamed(file: &str, packing: Packing, ending: &str) -> Result<(), ReadErrors> {
    if Packing::of(file) == Some(packing) {
        return Ok(());
    }
    let what = format!("it is packed, and its name does not end in .{ending}");
    let remedy = format!("rename it so that it ends in .{ending}");
    Err(ReadFault::new("E-FILE-NAME", file, what, remedy).into())
}

fn head(source: &mut impl Read, inside: Option<String>, size: u64) -> std::io::Result<Head> {
    let mut bytes = Vec::new();
    source.by_ref().take(HEAD).read_to_end(&mut bytes)?;
    let first = bytes
        .iter()
        .find(|it| !it.is_ascii_whitespace() && ![0xEF, 0xBB, 0xBF].contains(*it));
    let mut most = HEAD;
    if first == Some(&b'{') {
        source
            .by_ref()
            .take(JSON_HEAD - HEAD)
            .read_to_end(&mut bytes)?;
        most = JSON_HEAD;
    }
    let whole = (bytes.len() as u64) < most;
    Ok(Head {
        inside,
        bytes,
        whole,
        size,
    })
}
