//! A base map of pictures from another server, where whoever runs this one asks for it.

use axum::http::Uri;
use serde::Serialize;
use utoipa::ToSchema;

/// Tiles of pictures to draw under the study.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BaseMap {
    /// The address of a tile with `{z}`, `{x}` and `{y}` for its place.
    url: String,
    /// Whom the pictures are owed to, always shown.
    attribution: String,
    /// Scheme and host, the only other place that the page may ask.
    #[serde(skip)]
    origin: String,
}

impl BaseMap {
    /// A base map, or why it is none: the address must be `https://` (or `http://` on this machine) with `{z}`, `{x}` and
    /// `{y}`, and its makers must be named.
    ///
    /// # Errors
    /// What is wrong with the address.
    ///
    /// ```
    /// use fairreach::serve::BaseMap;
    /// assert!(BaseMap::new("https://tiles.example/{z}/{x}/{y}.png", "Example").is_ok());
    /// assert!(BaseMap::new("https://tiles.example/map.png", "Example").is_err());
    /// ```
    pub fn new(url: &str, attribution: &str) -> Result<Self, &'static str> {
        if !["{z}", "{x}", "{y}"].iter().all(|it| url.contains(it)) {
            return Err("the address of a tile needs {z}, {x} and {y} in it");
        }
        let plain = url.replace(['{', '}'], "");
        let parsed: Uri = plain.parse().map_err(|_| "this is no address")?;
        let (Some(scheme), Some(host)) = (parsed.scheme_str(), parsed.authority()) else {
            return Err("a whole address is needed, such as https://host/{z}/{x}/{y}.png");
        };
        let own = ["127.0.0.1", "localhost"].contains(&host.host());
        if scheme != "https" && !(scheme == "http" && own) {
            return Err("the address must be https://");
        }
        // It stands in a header, where these would end it.
        if host.as_str().contains([';', ',', ' ', '\'']) {
            return Err("this is no host");
        }
        if attribution.trim().is_empty() {
            return Err("say whom the map is owed to with --base-map-by");
        }
        Ok(Self {
            url: url.to_owned(),
            attribution: attribution.trim().to_owned(),
            origin: format!("{scheme}://{host}"),
        })
    }

    /// Scheme and host of its server.
    pub(super) fn origin(&self) -> &str {
        &self.origin
    }
}
