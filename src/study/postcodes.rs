//! Where postcodes are: the section `[postcodes]`.

use crate::study::areas::need_file;
use crate::study::folders::Files;
use crate::study::keys::Keys;

/// A postcode directory as the ONS publishes it, NSPL or ONSPD of any release; it places sites that have no coordinates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostcodeSource {
    /// The file; it may be zipped or gzipped.
    pub file: String,
    /// The file of a zip; `None`: its only one.
    pub inside: Option<String>,
}

impl PostcodeSource {
    /// Reads `[postcodes]`.
    pub(super) fn read(keys: &Keys<'_>, files: &Files) -> Option<Self> {
        let file = need_file(keys, "file", files);
        let inside = keys.text("inside");
        // Both kinds are told apart by their headers; the word is for the reader.
        let _ = keys.choice("kind", &[("nspl", ()), ("onspd", ())]);
        keys.finish();
        Some(Self {
            file: file?,
            inside,
        })
    }
}
