//! Sites: the places a service is or could be run from ("facilities" in the location literature).

use crate::ids::{ServiceId, TierId};
use crate::space::Point;
use crate::units::{Hours, People, Pounds};

/// A place a service is or could be run from.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// The id in study files and tables; unique in a study.
    pub id: String,
    /// The name people know.
    pub name: String,
    /// Where it is; `None` in a study that brings its own times and no places.
    pub point: Option<Point>,
    /// Whether it is open today.
    pub status: SiteStatus,
    /// Its tier today, or the tier it would open at.
    pub tier: TierId,
    /// The services it offers where its row names them; otherwise its tier's.
    pub services: Option<Vec<ServiceId>>,
    /// Staffed hours a week; `None` where neither its row nor its tier tells.
    pub hours: Option<Hours>,
    /// How many people it can serve; `None` where nobody says.
    pub capacity: Option<People>,
    /// What its building costs a year while open; `None` where nobody says.
    pub premises: Option<Pounds>,
    /// What its front line costs a year while open; `None` where nobody says.
    pub front_line: Option<Pounds>,
    /// What may not be done with it.
    pub lock: Option<Lock>,
    /// The code of the district it lies in, where known.
    pub district: Option<String>,
}

impl Site {
    /// What it costs a year while open; `None` where neither part is known.
    #[must_use]
    pub fn annual_cost(&self) -> Option<Pounds> {
        match (self.premises, self.front_line) {
            (None, None) => None,
            (premises, front_line) => {
                Some(premises.unwrap_or_default() + front_line.unwrap_or_default())
            }
        }
    }
}

/// Whether a site is open today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SiteStatus {
    /// Open today: part of the baseline.
    Existing,
    /// Not open today; may be opened.
    Candidate,
}

/// What may not be done with a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lock {
    /// It must stay open.
    MustStay,
    /// It must close.
    MustClose,
    /// It cannot open before this day, written `YYYY-MM-DD`.
    NotBefore(String),
}
