//! How people travel.

use std::fmt;
use std::sync::Arc;

/// A mode of travel: `car` and `walk` come from roads, any other name from a table of times the user brings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mode(Arc<str>);

impl Mode {
    /// The mode of the given name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// By car.
    #[must_use]
    pub fn car() -> Self {
        Self::new("car")
    }

    /// On foot.
    #[must_use]
    pub fn walk() -> Self {
        Self::new("walk")
    }

    /// The name as written in study files and tables.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }

    /// The mode in a sentence: "by car", "on foot", "by bus".
    ///
    /// ```
    /// assert_eq!(fairreach::model::Mode::walk().phrase(), "on foot");
    /// ```
    #[must_use]
    pub fn phrase(&self) -> String {
        match self.name() {
            "walk" => "on foot".to_owned(),
            name => format!("by {name}"),
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
