//! The checksum that a publisher gives beside a road file: the file is held against it before anything in it is believed.
//! The home of md-5.
//!
//! A cut or altered extract can look whole: cut between two blobs it is a shorter extract, and a flipped bit may be
//! another speed limit. Only a checksum tells.

use std::fmt::Write as _;
use std::io::{self, Read, Seek};

use md5::{Digest, Md5};

use crate::pipeline::fault::Fault;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::progress::Progress;
use crate::pipeline::road_file::ReadFile;
use crate::read::ReadFault;
use crate::study::Files;

/// A kind of checksum: the ending of the file that holds it, its name, and how many hexadecimal digits it has.
struct Kind {
    ending: &'static str,
    name: &'static str,
    digits: usize,
    of: fn(&mut dyn Read) -> io::Result<String>,
}

/// What Geofabrik publishes (`.md5`) and what `sha256sum` writes.
const KINDS: [Kind; 2] = [
    Kind {
        ending: ".sha256",
        name: "SHA-256",
        digits: 64,
        of: sha256,
    },
    Kind {
        ending: ".md5",
        name: "MD5",
        digits: 32,
        of: md5,
    },
];

/// Holds a file against each checksum that lies beside it, `FILE.sha256` and `FILE.md5`; without any, nothing is read.
/// The source is left at its start. Gives the files of checksums that were read.
///
/// # Errors
/// `E-PBF-CHECKSUM` where the file is not the one that the checksum was made of, or the checksum's file holds none; what
/// the system says where either cannot be read.
pub(super) fn check(
    files: &Files,
    file: &str,
    mut source: &mut (impl Read + Seek),
    progress: &dyn Progress,
) -> Result<Vec<ReadFile>, Fault> {
    let mut read = Vec::new();
    for kind in &KINDS {
        let beside = format!("{file}{}", kind.ending);
        if !files.exists(&beside) {
            continue;
        }
        progress.stage(&format!("holding {file} against {beside}"));
        let text = files.read(&beside).map_err(|it| Fault::io(&beside, it))?;
        read.push(ReadFile {
            what: "checksum",
            file: beside.clone(),
            bytes: text.len() as u64,
            print: Fingerprint::of(&text),
        });
        let text = String::from_utf8_lossy(&text);
        let Some(told) = told(&text, file, kind.digits) else {
            let what = format!("it holds no {} of {file}", kind.name);
            return Err(fault(&beside, what).into());
        };
        let found = (kind.of)(&mut source).and_then(|it| source.rewind().map(|()| it));
        let found = found.map_err(|it| Fault::io(file, it))?;
        if !found.eq_ignore_ascii_case(told) {
            let what = format!("its {} is {found}, and {beside} says {told}", kind.name);
            return Err(fault(file, what).into());
        }
    }
    Ok(read)
}

fn fault(file: &str, what: String) -> ReadFault {
    ReadFault::new("E-PBF-CHECKSUM", file, what, "download both again")
}

/// The checksum in the text of a `.md5` or `.sha256`: digits, and after them maybe the name they are of. Publishers give
/// the name under which they made the file, so a lone checksum counts whatever its name; of several, the one of this file.
fn told<'t>(text: &'t str, file: &str, digits: usize) -> Option<&'t str> {
    let lines = text.trim_start_matches('\u{feff}').lines();
    let sums: Vec<(&str, &str)> = lines
        .filter_map(|line| {
            let line = line.trim();
            let (sum, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let is_sum = sum.len() == digits && sum.bytes().all(|it| it.is_ascii_hexdigit());
            is_sum.then(|| (sum, name.trim_start().trim_start_matches('*')))
        })
        .collect();
    let own = |path: &str| path.rsplit(['/', '\\']).next().map(str::to_owned);
    match sums.as_slice() {
        [(only, _)] => Some(only),
        _ => sums
            .iter()
            .find(|(_, name)| own(name) == own(file))
            .map(|(sum, _)| *sum),
    }
}

fn sha256(mut source: &mut dyn Read) -> io::Result<String> {
    Ok(Fingerprint::of_source(&mut source)?.1.hex())
}

/// How much is read at a time.
const PIECE: usize = 1 << 16;

fn md5(source: &mut dyn Read) -> io::Result<String> {
    let mut hash = Md5::new();
    let mut piece = vec![0; PIECE];
    loop {
        match source.read(&mut piece) {
            Ok(0) => break,
            Ok(n) => hash.update(&piece[..n]),
            Err(fault) if fault.kind() == io::ErrorKind::Interrupted => (),
            Err(fault) => return Err(fault),
        }
    }
    let mut digits = String::with_capacity(32);
    for byte in hash.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    Ok(digits)
}

#[cfg(test)]
mod tests {
    use super::{md5, told};

    #[test]
    fn md5_is_that_of_rfc_1321() {
        let of = |text: &str| md5(&mut text.as_bytes()).unwrap_or_default();
        assert_eq!(of(""), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(of("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
    }

    #[test]
    fn a_checksum_is_found_as_publishers_write_it() {
        let (a, b) = ("a".repeat(32), "B".repeat(32));
        let of = |text: &str| told(text, "input/roads.osm.pbf", 32).map(str::to_owned);
        for text in [
            a.clone(),
            format!("{a}  rutland-261121.osm.pbf\n"),
            format!("\u{feff}{a} *roads.osm.pbf\r\n"),
            format!("# sums\n{b}  other.osm.pbf\n{a}  ./roads.osm.pbf\n"),
        ] {
            assert_eq!(of(&text), Some(a.clone()), "{text}");
        }
        for text in [
            String::new(),
            "<html>Not Found</html>".to_owned(),
            a[1..].to_owned(),
            format!("{a}  one.osm.pbf\n{b}  other.osm.pbf\n"),
        ] {
            assert_eq!(of(&text), None, "{text}");
        }
    }
}
