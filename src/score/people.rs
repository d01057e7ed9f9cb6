//! Other people by the same service: how far everybody of another band, or column of people, is from its nearest site.

use super::groups::Groups;
use super::level::{Level, Question};
use super::{Figure, MeasureInfo, Scope, measures as m};
use crate::ids::BandId;

/// How one value of a level is read.
type Read = fn(&Level) -> &Result<f64, super::Absent>;

/// What is told of other people: how many there are, how many are without any site, how far it is, how many are within
/// the standard.
const TOLD: [(&MeasureInfo, Read); 5] = [
    (&m::CHILDREN, |it| &it.children),
    (&m::CHILDREN_UNSERVED, |it| &it.unserved),
    (&m::MEAN_MINUTES, |it| &it.mean),
    (&m::SHARE_WITHIN, |it| &it.share),
    (&m::CHILDREN_WITHIN, |it| &it.within),
];

/// The level figures of every band but the service's own, band by band, in the study's order.
pub(super) fn other_people(question: &Question, groups: &Groups) -> Vec<Figure> {
    let mut figures = Vec::new();
    for band in question.others() {
        let other = Question { band, ..*question };
        let (frame, level) = (other.frame(), other.level(&groups.all));
        for (measure, read) in TOLD {
            figures.push(frame.figure(measure, Scope::People(band), read(&level).clone()));
        }
    }
    figures
}

impl<'a> Question<'a> {
    /// Every band but the service's own. Bands overlap, so that their people are never added up.
    pub(super) fn others(&self) -> impl Iterator<Item = BandId> + use<'a> {
        let own = self.reach.band;
        let bands = self.case.population.bands.ids();
        bands.filter(move |it| *it != own)
    }
}
