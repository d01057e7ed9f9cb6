//! The intensity of provision: hours beside need, beside the target that the members chose, and over deprivation.

use super::concentration::{observed, rows};
use super::gradient::{NO_RANK, Ranking};
use super::groups::{Group, Groups};
use super::level::Question;
use super::scorecard::Frame;
use super::staffed_hours::hours_per_child;
use super::{Absent, Case, Figure, Scope, measures as m};
use crate::equity::{
    Intensity, Observation, Provision, Undefined, breaks, concentration, intensity, kakwani,
    monotonicity_gap, realised_slope, slope,
};
use crate::ids::{AreaId, Column};
use crate::model::Configuration;

/// Why people in need are not weighed by need.
pub(super) const BY_NEED_ALREADY: &str = "its people are counted by need already";

/// What the open sites give to each area.
pub(super) struct Given<'a> {
    question: &'a Question<'a>,
    groups: &'a Groups,
    ranking: &'a Ranking,
    /// Hours a week for each child of each area, or why nobody knows them.
    hours: Result<Column<AreaId, f64>, Absent>,
}

/// Provision beside its target; what an area would have is `None` where its need or its children are not known.
struct Aim {
    intensity: Intensity,
    areas: Vec<AreaId>,
    targets: Column<AreaId, Option<f64>>,
}

/// An area with a count and a rank: its hours a child, and its need rate where one is known.
type Standing = (Observation, Option<f64>);

impl<'a> Given<'a> {
    pub(super) fn of(
        question: &'a Question<'a>,
        groups: &'a Groups,
        ranking: &'a Ranking,
        configuration: &Configuration,
    ) -> Self {
        let hours = match question.nobody(&groups.all) {
            Some(reason) => Err(reason),
            None => hours_per_child(question, configuration),
        };
        Self {
            question,
            groups,
            ranking,
            hours,
        }
    }

    /// Every figure about hours.
    pub(super) fn figures(&self, frame: &Frame) -> Vec<Figure> {
        let mut figures = self.level(frame);
        figures.extend(self.moving(frame));
        figures.extend(self.gradient(frame));
        figures.extend(self.order(frame));
        figures
    }

    fn case(&self) -> &Case {
        self.question.case
    }

    fn hours(&self) -> Result<&Column<AreaId, f64>, Absent> {
        self.hours.as_ref().map_err(Clone::clone)
    }

    /// The areas with a count, in order, with their children.
    fn counted(&self) -> impl Iterator<Item = (AreaId, f64)> {
        let areas = self.groups.all.areas.iter();
        areas.filter_map(|area| Some((*area, self.question.children(*area)?)))
    }

    /// The mean of a group's children, or why there is none.
    fn mean_in(&self, group: &Group, value: impl Fn(AreaId) -> Option<f64>) -> Result<f64, Absent> {
        let none = |place: &str| format!("no need rate is known in {place}");
        self.question.mean_in(group, value, none)
    }

    /// Hours a child in every group, and all hours together.
    fn level(&self, frame: &Frame) -> Vec<Figure> {
        let in_group = |group: &Group| {
            let hours = self.hours()?;
            self.mean_in(group, |area| Some(hours[area]))
        };
        let groups = self.groups.iter();
        let mut figures: Vec<Figure> = groups
            .map(|it| frame.figure(&m::HOURS_PER_CHILD, it.scope, in_group(it)))
            .collect();
        let total = self.hours().map(|hours| {
            let given = self.counted().map(|(area, people)| people * hours[area]);
            given.sum::<f64>()
        });
        figures.push(frame.figure(&m::TOTAL_HOURS, Scope::All, total));
        figures
    }

    /// What would have to move to be as steep over need as the members chose.
    fn moving(&self, frame: &Frame) -> Vec<Figure> {
        let aim = self.aim();
        let aim = || aim.as_ref().map_err(Clone::clone);
        let target = |group: &Group| {
            let aim = aim()?;
            self.mean_in(group, |area| aim.targets[area])
        };
        let groups = self.groups.iter();
        let mut figures: Vec<Figure> = groups
            .map(|it| frame.figure(&m::TARGET_HOURS_PER_CHILD, it.scope, target(it)))
            .collect();
        let to_move = |read: fn(&Intensity) -> f64| aim().map(|it| read(&it.intensity));
        let shortfall = aim().and_then(|it| self.shortfall(it));
        figures.extend([
            frame.figure(&m::HOURS_TO_MOVE, Scope::All, to_move(Intensity::to_move)),
            frame.figure(
                &m::HOURS_TO_MOVE_SHARE,
                Scope::All,
                to_move(|it| it.to_move_share),
            ),
            frame.figure(&m::FIDELITY, Scope::All, to_move(Intensity::fidelity)),
            frame.figure(&m::SHORTFALL_HOURS, Scope::All, shortfall),
            frame.figure(&m::REALISED_SLOPE, Scope::All, self.realised_slope()),
        ]);
        figures
    }

    /// Nothing where need may weigh these people: where they are counted by it, each of them weighs as much as another.
    fn weighed_by_need(&self) -> Result<(), Absent> {
        let counted = || Absent(BY_NEED_ALREADY.to_owned());
        (!self.question.in_need()).then_some(()).ok_or_else(counted)
    }

    /// The areas with a count and a need rate. Where all are to have the same, need says nothing, and those without a
    /// rate are told too.
    fn provisions(&self, without_need: bool) -> Result<Vec<(AreaId, Provision)>, Absent> {
        let hours = self.hours()?;
        self.weighed_by_need()?;
        let usual = without_need.then_some(0.0);
        let provision = |(area, people)| {
            let need = self.case().need(area).or(usual)?;
            let access = hours[area];
            Some((
                area,
                Provision {
                    people,
                    access,
                    need,
                },
            ))
        };
        Ok(self.counted().filter_map(provision).collect())
    }

    fn aim(&self) -> Result<Aim, Absent> {
        let unset = || Absent("no steepness is set ([policy] steepness)".to_owned());
        let steepness = self.case().policy.steepness.ok_or_else(unset)?;
        let rows = self.provisions(steepness <= 0.0)?;
        let (areas, provisions): (Vec<AreaId>, Vec<Provision>) = rows.into_iter().unzip();
        let found = intensity(&provisions, steepness);
        let intensity = found.map_err(|why| self.absent(why, "need rate"))?;
        let mut targets = Column::filled(None, self.case().areas.list.len());
        for (area, target) in areas.iter().zip(&intensity.targets) {
            targets[*area] = Some(*target);
        }
        Ok(Aim {
            intensity,
            areas,
            targets,
        })
    }

    /// What deciles 1-3 lack to their target, a sum, which is 0 where nobody lives in them; absent where no decile is
    /// known, or none of an area whose need is known.
    fn shortfall(&self, aim: &Aim) -> Result<f64, Absent> {
        let ranked = |area: AreaId| self.case().decile(area).is_some();
        if !self.counted().any(|(area, _)| ranked(area)) {
            return Err(self.no_decile());
        }
        if !aim.areas.iter().any(|area| ranked(*area)) {
            let people = self.question.people();
            return Err(Absent(format!(
                "no area with {people} and a national decile has a need rate"
            )));
        }
        let deprived = |row: usize| self.case().most_deprived(aim.areas[row]);
        Ok(aim.intensity.shortfall(deprived))
    }

    fn realised_slope(&self) -> Result<f64, Absent> {
        let rows = self.provisions(false)?;
        let rows: Vec<Provision> = rows.into_iter().map(|it| it.1).collect();
        realised_slope(&rows).map_err(|why| self.absent(why, "need rate"))
    }

    /// How hours run over deprivation: by slope, by concentration and beside need.
    fn gradient(&self, frame: &Frame) -> [Figure; 4] {
        let standing = self.standing();
        let rows = || standing.as_ref().map_err(Clone::clone);
        let hours = |of: &[Standing]| of.iter().map(|it| it.0).collect::<Vec<_>>();
        let ranked = |why| self.absent(why, "deprivation rank");
        let sii = rows().and_then(|it| slope(&hours(it)).map_err(ranked));
        let index = rows().and_then(|it| concentration(&hours(it)).map_err(ranked));
        let beside = rows().and_then(|it| self.beside_need(it));
        [
            frame.figure(&m::SII_HOURS, Scope::All, sii.map(|it| it.sii)),
            frame.figure(&m::CONCENTRATION_HOURS, Scope::All, index),
            frame.figure(&m::KAKWANI_HOURS, Scope::All, beside),
            frame.figure(&m::CONCENTRATION_NEED, Scope::All, self.need_over_rank()),
        ]
    }

    /// How need itself runs over deprivation, whatever is given.
    fn need_over_rank(&self) -> Result<f64, Absent> {
        if let Some(reason) = self.question.nobody(&self.groups.all) {
            return Err(reason);
        }
        self.weighed_by_need()?;
        if !self.ranking.any() {
            return Err(Absent(NO_RANK.to_owned()));
        }
        let needs = rows(self.ranking, |area| self.case().need(area));
        concentration(&observed(&needs)).map_err(|why| match why {
            Undefined::ZeroMean => self.absent(Undefined::NoNeed, ""),
            why => self.absent(why, "deprivation rank and a need rate"),
        })
    }

    /// Ranks are those of everyone.
    fn standing(&self) -> Result<Vec<Standing>, Absent> {
        let hours = self.hours()?;
        let ranking = self.ranking;
        if !ranking.any() {
            return Err(Absent(NO_RANK.to_owned()));
        }
        let counted = ranking.areas.iter().zip(&ranking.people);
        let places = counted.zip(&ranking.ridits);
        let standing = places.filter_map(|((area, people), ridit)| {
            let row = Observation {
                people: *people,
                ridit: (*ridit)?,
                value: hours[*area],
            };
            Some((row, self.case().need(*area)))
        });
        Ok(standing.collect())
    }

    fn beside_need(&self, rows: &[Standing]) -> Result<f64, Absent> {
        self.weighed_by_need()?;
        let known = rows.iter().filter_map(|(row, need)| Some((*row, (*need)?)));
        let known: Vec<(Observation, f64)> = known.collect();
        let given = known.iter().any(|(row, _)| row.people * row.value > 0.0);
        kakwani(&known).map_err(|why| match why {
            Undefined::ZeroMean if given => self.absent(Undefined::NoNeed, ""),
            why => self.absent(why, "deprivation rank and a need rate"),
        })
    }

    /// Whether a more deprived decile has at least as much as a less deprived one.
    fn order(&self, frame: &Frame) -> [Figure; 2] {
        let deciles = self.deciles();
        let deciles = || deciles.as_ref().map_err(Clone::clone);
        let gap = deciles().and_then(|it| monotonicity_gap(it).map_err(|why| self.no_gap(why)));
        let found = deciles().map(|it| breaks(it));
        let pair = |it: &(usize, usize)| format!("{}<{}", it.0 + 1, it.1 + 1);
        let list = found.iter().flatten().map(pair).collect::<Vec<_>>();
        let count = found.map(|it| it.len() as f64);
        [
            frame.figure(&m::MONOTONICITY_GAP, Scope::All, gap),
            Figure {
                which: (!list.is_empty()).then(|| list.join(" ")),
                ..frame.figure(&m::MONOTONICITY_BREAKS, Scope::All, count)
            },
        ]
    }

    /// The ten deciles, each with its hours a child and its children; at fault where nobody lives in any.
    fn deciles(&self) -> Result<Vec<(f64, f64)>, Absent> {
        let hours = self.hours()?;
        let decile = |group: &Group| {
            let children = group
                .areas
                .iter()
                .filter_map(|it| self.question.children(*it));
            let mean = self.mean_in(group, |area| Some(hours[area]));
            (mean.unwrap_or(0.0), children.sum::<f64>())
        };
        let deciles: Vec<(f64, f64)> = self.groups.deciles.iter().map(decile).collect();
        if deciles.iter().all(|it| it.1 <= 0.0) {
            return Err(self.no_decile());
        }
        Ok(deciles)
    }

    fn no_decile(&self) -> Absent {
        let people = self.question.people();
        Absent(format!(
            "no {people} live in an area with a national decile"
        ))
    }

    fn no_gap(&self, why: Undefined) -> Absent {
        match why {
            Undefined::Nobody => self.no_decile(),
            why => self.absent(why, ""),
        }
    }

    /// Why a measure has no value, in words; `rank` is what the areas are ordered by.
    fn absent(&self, why: Undefined, rank: &str) -> Absent {
        let people = self.question.people();
        Absent(match why {
            Undefined::Nobody => format!("no area with {people} has a {rank}"),
            Undefined::OneRank => format!("the {rank} does not vary among the {people}"),
            Undefined::ZeroMean => format!("no staffed hours reach any of the {people}"),
            Undefined::NoNeed => format!("no area with {people} has a need rate above zero"),
            other => other.to_string(),
        })
    }
}
