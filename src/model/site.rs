//! Sites: the places a service is or could be run from ("facilities" in the location literature).

use std::collections::BTreeMap;

use crate::ids::{ServiceId, TierId};
use crate::model::{Cost, CostLine};
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
    /// Staffed hours a week; `None` where its tier's hold, which go with its sessions.
    pub hours: Option<Hours>,
    /// How many people it can serve; `None` where nobody says.
    pub capacity: Option<People>,
    /// Staffed hours a week of single services, where they differ from those of the whole site.
    pub service_hours: BTreeMap<ServiceId, Hours>,
    /// Sessions a week; `None` where it is open all week or nobody says.
    pub sessions: Option<f64>,
    /// The network it is a member of, where its tier is one of networks; without a name, all sites of the tier are one.
    pub network: Option<String>,
    /// Who manages it, such as the council, a school, the NHS or a charity.
    pub managed_by: Option<String>,
    /// What it costs a year while open, as far as it is known.
    pub costs: Vec<Cost>,
    /// What may not be done with it.
    pub lock: Option<Lock>,
    /// The code of the district it lies in, where known.
    pub district: Option<String>,
}

impl Site {
    /// What it costs a year while open; `None` where no part is known.
    #[must_use]
    pub fn annual_cost(&self) -> Option<Pounds> {
        total(self.costs.iter())
    }

    /// What one line of its cost comes to; `None` where none of it is known.
    #[must_use]
    pub fn cost_of(&self, line: CostLine) -> Option<Pounds> {
        total(self.costs.iter().filter(|it| it.line == line))
    }
}

fn total<'a>(costs: impl Iterator<Item = &'a Cost>) -> Option<Pounds> {
    costs.map(|it| it.pounds).reduce(|sum, it| sum + it)
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
